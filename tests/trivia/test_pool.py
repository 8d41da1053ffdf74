"""Which questions a server is asked: what it has had, hides, or several people doubt; what people know."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Collection
from datetime import timedelta
from pathlib import Path

import pytest

from bot.caller import Caller
from bot.facts import store as fact_store
from bot.review.model import DISMISS
from bot.trivia import store
from bot.trivia.pool import FEWEST, QUARANTINED_FROM, QUESTION, TooFewQuestions
from bot.trivia.review import QuestionGone
from bot.trivia.round import LOBBY, REVEAL, Phase, Plan
from bot.trivia.scoring import ENOUGH_ANSWERS
from bot.trivia.service import Topic, Wish
from bot.trivia.stage import Over
from tests.by_hand import GUILD
from tests.conftest import EXAMPLE
from tests.trivia.table import MODERATOR, STARTER, Table

EVERYTHING = Plan(1, 20)


async def _asked(table: Table, round_id: int) -> list[str]:
    drawn = await table.app.database.read(lambda on: store.all_drawn(on, round_id))
    return [one.asked.id for one in drawn]


async def _fitting(table: Table, plan: Plan = EVERYTHING) -> set[str]:
    return set((await table.app.questions.prepare(GUILD, plan)).fitting)


async def test_two_rounds_at_once_share_no_question(table: Table) -> None:
    one, other = await asyncio.gather(
        table.start(channel_id=21, wish=Wish(5)), table.start(channel_id=22, wish=Wish(5))
    )

    assert not {*await _asked(table, one.round_id)} & {*await _asked(table, other.round_id)}


async def test_what_was_not_asked_after_all_comes_first_again(table: Table) -> None:
    everything = len(await _fitting(table))
    begun = await table.start(wish=Wish(10))
    await table.pass_time(LOBBY)
    await table.app.trivia.stop(STARTER, 21)
    first, *left = await _asked(table, begun.round_id)

    seen: list[str] = [first]
    while len(seen) < everything:
        again = await table.start(wish=Wish(min(5, everything - len(seen))))
        await table.pass_time(LOBBY)
        for number in range(1, again.plan.questions + 1):
            await table.press(again.round_id, number, 2, 0)
            await table.pass_time(timedelta(seconds=21) + REVEAL)
        seen += await _asked(table, again.round_id)

    assert len(set(seen)) == everything
    assert set(left) <= set(seen)


async def test_hidden_facts_and_questions_are_not_asked(table: Table) -> None:
    entries = (await table.app.questions.deck()).entries
    fact_id = entries["q-kitchen"].fact_id
    await table.app.database.write(lambda tx: table.app.curation.hide(tx, GUILD, fact_id, 9))
    await table.app.review.report(STARTER, QUESTION, "q-choir", "wrong")
    await table.app.review.decide(MODERATOR, QUESTION, "q-choir", "hide")

    fitting = await _fitting(table)

    assert "q-choir" not in fitting
    assert not any(entries[one].fact_id == fact_id for one in fitting)
    elsewhere = await table.app.questions.prepare(GUILD + 1, EVERYTHING)
    assert {"q-choir", "q-kitchen"} <= set(elsewhere.fitting)


async def test_what_three_people_doubt_rests_until_a_moderator_decides(table: Table) -> None:
    await table.app.review.report(Caller(5, GUILD), QUESTION, "q-leap-day", "hm")
    for user_id in range(1, QUARANTINED_FROM + 1):
        assert "q-choir" in await _fitting(table)
        await table.app.review.report(Caller(user_id, GUILD), QUESTION, "q-choir", "hm")
    assert "q-choir" not in await _fitting(table)
    assert "q-leap-day" in await _fitting(table)

    await table.app.review.decide(MODERATOR, QUESTION, "q-choir", DISMISS.key)
    assert "q-choir" in await _fitting(table)


async def test_a_question_that_is_not_there_cannot_be_reported(table: Table) -> None:
    with pytest.raises(QuestionGone):
        await table.app.review.expect_report(STARTER, QUESTION, "year.nothing")


async def test_a_reported_question_goes_to_the_editors_with_its_fact(table: Table) -> None:
    await table.app.review.report(STARTER, QUESTION, "q-choir", "It was a band")
    (item,) = await table.app.review.queue(MODERATOR)
    told = table.app.review.kind(QUESTION).told("q-choir", "en-US")
    assert told is not None
    assert "\\" not in told

    await table.app.review.decide(MODERATOR, QUESTION, item.at.item_id, "hand-on")
    (correction,) = await table.app.database.read(fact_store.corrections)
    assert correction.fact_id == (await table.app.questions.deck()).entries["q-choir"].fact_id
    assert correction.remarks == ("q-choir: It was a band",)


async def test_what_people_know_changes_how_hard_a_question_is(table: Table) -> None:
    entries = (await table.app.questions.deck()).entries
    question_id = next(one for one in entries if entries[one].difficulty == 1)
    assert question_id in await _fitting(table, Plan(1, 20, difficulty=1))

    for _ in range(2):
        await table.app.database.write(
            lambda tx: table.app.questions.count(tx, question_id, ENOUGH_ANSWERS // 2, 1)
        )

    assert question_id not in await _fitting(table, Plan(1, 20, difficulty=1))
    assert question_id in await _fitting(table, Plan(1, 20, difficulty=3))
    await table.restart()
    assert question_id in await _fitting(table, Plan(1, 20, difficulty=3))


async def test_answers_are_counted_when_they_are_revealed(table: Table) -> None:
    played = await table.first_question()
    (question_id, *_) = await _asked(table, played.round_id)
    right = await table.right(played)
    for user_id in range(1, ENOUGH_ANSWERS + 1):
        await table.press(played.round_id, 1, user_id, right if user_id > 29 else (right + 1) % 4)
    await table.pass_time(timedelta(seconds=21))

    assert table.app.questions.difficulty(question_id, 1) == 3


async def test_a_topic_too_narrow_says_how_much_there_is(table: Table) -> None:
    deck = await table.app.questions.deck()
    counts = {one: len(deck.fitting(subject_id=one)) for one in table.app.facts.base.subjects}
    narrow = min(counts, key=lambda one: counts[one])
    with pytest.raises(TooFewQuestions) as told:
        await table.start(wish=Wish(topic=Topic(subject_id=narrow)))
    assert told.value.values["number"] == counts[narrow] < FEWEST

    narrow = next(one for one, count in counts.items() if FEWEST <= count < 10)
    begun = await table.start(wish=Wish(questions=10, topic=Topic(subject_id=narrow)))
    assert begun.plan.questions == counts[narrow], "a round is no longer than there are questions"


@pytest.fixture
async def own(tmp_path: Path) -> AsyncIterator[Table]:
    """A table with a fact base that can be edited."""
    file = tmp_path / "facts.json"
    file.write_text(EXAMPLE.read_text(encoding="utf-8"), encoding="utf-8")
    async with Table.opened(tmp_path / "state", file) as table:
        yield table


async def _take_out(table: Table, fact_ids: Collection[str]) -> None:
    """The editors take facts out, with their questions, and the base is read again."""
    file = table.app.config.facts_file
    told = json.loads(file.read_text(encoding="utf-8"))
    told["facts"] = [fact for fact in told["facts"] if fact["id"] not in fact_ids]
    told["questions"] = [one for one in told["questions"] if one["fact"] not in fact_ids]
    file.write_text(json.dumps(told), encoding="utf-8")
    await table.app.facts.reload()


async def test_questions_whose_facts_are_gone_are_passed_by(own: Table) -> None:
    begun = await own.start(wish=Wish(5))
    asked = await _asked(own, begun.round_id)
    entries = (await own.app.questions.deck()).entries
    await _take_out(own, {entries[one].fact_id for one in asked[:2]})

    await own.pass_time(LOBBY)

    left = (await own.app.questions.deck()).entries
    assert (await own.get(begun.round_id)).scene == (
        Phase.QUESTION,
        next(number for number, one in enumerate(asked, 1) if one in left),
    )
    assert asked[0] not in left


async def test_a_round_all_of_whose_questions_are_gone_ends(own: Table) -> None:
    begun = await own.start(wish=Wish(2))
    await _take_out(own, set(list(own.app.facts.base.facts)[1:]))

    await own.pass_time(LOBBY)

    assert not (await own.get(begun.round_id)).is_open
    assert isinstance(own.board.shown[begun.round_id], Over)


async def test_many_who_begin_at_once_wait_for_one_deck(table: Table) -> None:
    decks = await asyncio.gather(*(table.app.questions.deck() for _ in range(20)))

    assert len({id(deck) for deck in decks}) == 1
