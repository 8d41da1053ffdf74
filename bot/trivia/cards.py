"""What people see of a round."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from bot.facts.base import FactBase
from bot.facts.cards import SOURCE, when
from bot.facts.model import Fact
from bot.i18n.marking import gettext_noop
from bot.i18n.markup import Markup, bold, escape, joined
from bot.i18n.say import Say
from bot.kit.blocks import Block, Button, Divider, Row, Small, Text, Title
from bot.kit.cards import Card
from bot.kit.items import Action
from bot.review.cards import something_wrong
from bot.trivia.answers import LETTERS, LockedIn
from bot.trivia.labels import DIFFICULTIES, topic
from bot.trivia.pool import QUESTION
from bot.trivia.question import Asked
from bot.trivia.round import Ending
from bot.trivia.scoring import PER_DIFFICULTY, Answer, Score, fastest, places
from bot.trivia.stage import Lobby, Open, Over, Revealed, Scene

if TYPE_CHECKING:
    from bot.trivia.wording import Worded

ANSWER = Action("trivia", "answer", carries=3)
BEGIN = Action("trivia", "begin")
CALL_OFF = Action("trivia", "call-off")
AGAIN = Action("trivia", "again", carries=1)
MISSED = Action("trivia", "missed", carries=1)
LEADERBOARD = Action("trivia", "leaderboard")

NAMES_SHOWN, PLACES_SHOWN = 10, 10
_KEPT = 4096  # answers to a press, which are the same for many: a letter and its points in a language

_ENDINGS = {
    Ending.FINISHED: gettext_noop("That was the last question. Thank you for playing!"),
    Ending.STOPPED: gettext_noop("The round was ended early."),
    Ending.CANCELLED: gettext_noop("The round was called off."),
    Ending.DESERTED: gettext_noop("Nobody answered any more, so the round ends here."),
    Ending.AWAY: gettext_noop("I was away for too long, so the round ends here. Sorry!"),
    Ending.CUT_OFF: gettext_noop("I could not go on with this round, so it ends here. Sorry!"),
    Ending.RAN_OUT: gettext_noop("The questions of this round are not there any more, so it ends here."),
}


class Unsayable(ValueError):
    """The fact base no longer holds what a question needs."""


def scene(shown: Scene, say: Say) -> Card:
    """What a round's message shows.

    Raises:
        Unsayable: its question cannot be told any more.
    """
    match shown:
        case Lobby():
            return lobby(shown, say)
        case Open():
            return question(shown, say)
        case Revealed():
            return reveal(shown, say)
        case Over():
            return podium(shown, say)


def lobby(shown: Lobby, say: Say) -> Card:
    """A round that begins soon."""
    plan = shown.round.plan
    questions = say.count("{number} question", "{number} questions", plan.questions)
    seconds = say.count("{number} second for each", "{number} seconds for each", plan.seconds)
    level = say(DIFFICULTIES[plan.difficulty]) if plan.difficulty is not None else None
    return Card(
        Title(joined(" · ", (say("Trivia"), topic(plan, shown.base, say)))),
        Text(say("It begins {when:R}. Everybody can play.", when=shown.round.turns_at)),
        Small(joined(" · ", (questions, seconds, level))),
        Small(say("Press an answer: the first press counts. Being right counts most, being quick a little.")),
        Row(
            Button(say.plain("Begin now"), BEGIN.at()),
            Button(say.plain("Call it off"), CALL_OFF.at()),
        ),
    )


def question(shown: Open, say: Say) -> Card:
    """A question that can be answered."""
    words = in_words(shown.base, shown.drawn.asked, say)
    asked, played = shown.drawn, shown.round
    buttons = [
        Row(Button(_lettered(words, choice), ANSWER.at(played.round_id, asked.number, choice)))
        for choice in range(len(words.choices))
    ]
    return Card(
        Small(_progress(shown, say)),
        *_prompt(words),
        *buttons,
        Small(
            joined(
                " · ",
                (
                    say("Time is up {when:R}", when=shown.closes_at),
                    say.count("{number} has answered", "{number} have answered", shown.answers),
                ),
            )
        ),
    )


def reveal(shown: Revealed, say: Say) -> Card:
    """The answer, who had it, and the fact behind it."""
    words, asked = in_words(shown.base, shown.drawn.asked, say), shown.drawn.asked
    fact = shown.base.facts[asked.fact_id]
    told = Counter(answer.choice for answer in shown.answers)
    lines = [
        _choice(words, choice, told[choice], say, right=choice == asked.right)
        for choice in range(len(words.choices))
    ]
    following = (
        say("The next question comes {when:R}.", when=shown.goes_on_at)
        if shown.goes_on_at is not None
        else say("The results come in a moment.")
    )
    return Card(
        Small(_progress(shown, say)),
        *_prompt(words),
        Text(joined("\n", lines)),
        Divider(),
        Text(_who(shown, say)),
        Small(told_by) if (told_by := behind(words, fact, say)) else None,
        Row(
            Button(say.plain("Source"), SOURCE.at(fact.id)),
            something_wrong(QUESTION, asked.id, say),
        ),
        Small(following),
    )


def podium(shown: Over, say: Say) -> Card:
    """How a round ended, and who did how well."""
    played, scored = shown.round, shown.scores
    ending = played.ending or Ending.FINISHED
    lines = [
        _score(place, score, shown, say)
        for place, score in list(zip(places(scored), scored, strict=True))[:PLACES_SHOWN]
    ]
    more = len(scored) - len(lines)
    buttons = [Button(say.plain("Play again"), AGAIN.at(played.round_id))]
    if scored:
        buttons = [
            Button(say.plain("What I missed"), MISSED.at(played.round_id)),
            Button(say.plain("Leaderboard"), LEADERBOARD.at()),
            *buttons,
        ]
    return Card(
        Title(joined(" · ", (say("Trivia"), topic(played.plan, shown.base, say)))),
        Text(say(_ENDINGS[ending])),
        Text(joined("\n", lines)) if lines else None,
        Small(say.count("And {number} more player.", "And {number} more players.", more)) if more else None,
        Row(*buttons),
    )


@lru_cache(maxsize=_KEPT)
def locked_in(answer: LockedIn, say: Say) -> Card:
    """What a player is told, alone, of their first press."""
    letter = bold(Markup(LETTERS[answer.choice]))
    return Card(
        Text(
            say(
                "Locked in: {letter}. If it is right, it is worth {points} points.",
                letter=letter,
                points=answer.points,
            )
        )
    )


def hurried(say: Say) -> Card:
    """The answer to whoever let a round go on."""
    return Card(Text(say("On we go.")))


def stopped(say: Say) -> Card:
    """The answer to whoever ended a round."""
    return Card(Text(say("The round is over.")))


def in_words(base: FactBase, asked: Asked, say: Say) -> Worded:
    """A question in words.

    Raises:
        Unsayable: the fact base no longer holds what it needs.
    """
    from bot.trivia.wording import worded  # noqa: PLC0415  # a start need not wait for it

    words = worded(base, asked, say)
    if words is None:
        raise Unsayable(asked.id)
    return words


def behind(words: Worded, fact: Fact, say: Say) -> Markup:
    """The fact behind a question, where that has not quoted it already, and its date."""
    told = escape(fact.text_in(say.reader))
    return joined("\n", (None if told in words.prompt else told, when(fact, say)))


def choice_text(words: Worded, choice: int) -> Markup:
    """A choice with its letter: `B · 2020`."""
    return escape(_lettered(words, choice))


def _lettered(words: Worded, choice: int) -> str:
    return f"{LETTERS[choice]} · {words.choices[choice]}"


def _prompt(words: Worded) -> list[Block]:
    heading, _, quoted = words.prompt.partition("\n")
    return [Title(Markup(heading)), *([Text(Markup(quoted))] if quoted else [])]


def _progress(shown: Open | Revealed, say: Say) -> Markup:
    number, drawn = shown.drawn.number, shown.drawn
    return joined(
        " · ",
        (
            say("Question {number} of {of}", number=number, of=shown.round.plan.questions),
            say(DIFFICULTIES[drawn.difficulty]),
            say("{points} points", points=PER_DIFFICULTY * drawn.difficulty),
        ),
    )


def _choice(words: Worded, choice: int, people: int, say: Say, *, right: bool) -> Markup:
    text, chose = choice_text(words, choice), say.count("{number} person", "{number} people", people)
    if right:
        return joined(" · ", (Markup(f"✅ {bold(text)}"), say("right"), chose))
    return Markup(f"{text} · {chose}" if people else text)


def _who(shown: Revealed, say: Say) -> Markup:
    right = shown.drawn.asked.right
    correct = sorted(
        (answer for answer in shown.answers if answer.choice == right),
        key=lambda answer: (answer.taken_millis, answer.user_id),
    )
    if not shown.answers:
        return say("Nobody answered.")
    if not correct:
        return say("Nobody had it this time.")
    had_it = say("Right: {names}", names=_names(correct, shown.names, say))
    quick = [
        say("{name} ({seconds} s)", name=_name(one.user_id, shown.names, say), seconds=_seconds(one))
        for one in fastest(shown.answers, right)[:NAMES_SHOWN]
    ]
    return joined("\n", (had_it, say("Fastest: {names}", names=quick)))


def _names(answers: Sequence[Answer], names: dict[int, str], say: Say) -> list[Markup]:
    shown = [_name(answer.user_id, names, say) for answer in answers[:NAMES_SHOWN]]
    more = len(answers) - len(shown)
    return [*shown, say.count("{number} more", "{number} more", more)] if more else shown


def _name(user_id: int, names: dict[int, str], say: Say) -> Markup:
    return escape(names[user_id]) if user_id in names else say("somebody")


def _seconds(answer: Answer) -> float:
    return round(timedelta(milliseconds=answer.taken_millis).total_seconds(), 1)


def _score(place: int, score: Score, shown: Over, say: Say) -> Markup:
    return joined(
        " · ",
        (
            Markup(f"**{place}.** {bold(_name(score.user_id, shown.names, say))}"),
            say.count("{number} point", "{number} points", score.points),
            say("{correct} of {asked} right", correct=score.correct, asked=shown.round.number),
            say("{number} in a row", number=score.streak) if score.streak > 1 else None,
        ),
    )
