"""What is measured names nobody, and has few values."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from prometheus_client import generate_latest

from bot.monitoring.interactions import TAKEN_FOR_LOST, Interactions, asked_in
from bot.monitoring.labels import Values
from bot.monitoring.measures import Measures
from bot.monitoring.wire import Request, route_of

ID = 123456789012345678


@pytest.mark.parametrize(
    ("path", "route"),
    [
        (f"/channels/{ID}/messages", "/channels/{id}/messages"),
        (f"/channels/{ID}/messages/{ID}", "/channels/{id}/messages/{id}"),
        (
            f"/channels/{ID}/messages/{ID}/reactions/%F0%9F%92%9C/@me",
            "/channels/{id}/messages/{id}/reactions/{emoji}/@me",
        ),
        (f"/interactions/{ID}/aW50ZXJ.a-b_c/callback", "/interactions/{id}/{token}/callback"),
        (f"/webhooks/{ID}/aW50ZXJ/messages/@original", "/webhooks/{id}/{token}/messages/@original"),
        ("/gateway/bot", "/gateway/bot"),
        (f"/applications/{ID}/guilds/{ID}/commands", "/applications/{id}/guilds/{id}/commands"),
    ],
)
def test_a_route_holds_no_id_and_no_token(path: str, route: str) -> None:
    assert route_of(path) == route


@given(st.integers(10**15, 2**64), st.from_regex(r"[A-Za-z0-9_.-]{10,60}", fullmatch=True))
def test_no_token_of_an_interaction_gets_into_a_route(interaction_id: int, token: str) -> None:
    for path in (f"/interactions/{interaction_id}/{token}/callback", f"/webhooks/{interaction_id}/{token}"):
        assert token not in route_of(path)
        assert str(interaction_id) not in route_of(path)


def test_a_callback_tells_whose_it_was_and_a_webhook_none() -> None:
    assert Request.to("POST", f"/interactions/{ID}/abc/callback", 200).interaction_id == ID
    assert Request.to("PATCH", f"/webhooks/{ID}/abc/messages/@original", 200).interaction_id is None


def test_a_label_has_so_many_values_and_no_more() -> None:
    values = Values(most=2)

    assert [values.bounded(value) for value in ("a", "b", "c", "a", "d")] == ["a", "b", "other", "a", "other"]


@pytest.mark.parametrize(
    ("data", "asked"),
    [
        ({"type": 2, "data": {"name": "help"}}, "/help"),
        (
            {"type": 2, "data": {"name": "goal", "options": [{"type": 1, "name": "log", "options": []}]}},
            "/goal log",
        ),
        (
            {"type": 4, "data": {"name": "fact", "options": [{"type": 1, "name": "search"}]}},
            "/fact search (typing)",
        ),
        ({"type": 2, "data": {"name": "fact", "options": [{"type": 3, "name": "query"}]}}, "/fact"),
        ({"type": 3, "data": {"custom_id": f"trivia:v1:answer:{ID}:2"}}, "trivia:answer"),
        ({"type": 5, "data": {"custom_id": f"goals:v1:log-form:{ID}"}}, "goals:log-form (form)"),
        ({"type": 3, "data": {"custom_id": "strange"}}, "strange:"),
        ({"type": 1}, "other"),
    ],
)
def test_what_was_asked_in_words_of_ours(data: dict[str, object], asked: str) -> None:
    assert asked_in(data) == asked


class _Watch:
    """A clock moved by hand."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_each_interaction_ends_as_one_outcome() -> None:
    measures, watch = Measures(), _Watch()
    interactions = Interactions(measures, watch)
    data = {"type": 2, "data": {"name": "help"}}
    for number in range(1, 5):
        interactions.arrived({"id": str(number), **data})
    watch.now = 0.2

    interactions.answered(1, 200)
    interactions.went(2, data, "refused")
    interactions.answered(2, 200)
    interactions.went(3, data, "late")
    interactions.answered(3, 404)
    watch.now = TAKEN_FOR_LOST + 0.1
    interactions.arrived({"id": "5", **data})

    seen = {
        outcome: measures.registry.get_sample_value(
            "borahae_interactions_total", {"asked": "/help", "outcome": outcome}
        )
        for outcome in ("answered", "refused", "late", "unanswered", "failed")
    }
    assert seen == {"answered": 1, "refused": 1, "late": 1, "unanswered": 1, "failed": None}
    assert measures.registry.get_sample_value("borahae_acknowledge_seconds_count") == 2
    assert measures.registry.get_sample_value("borahae_acknowledge_seconds_sum") == pytest.approx(0.4)


def test_what_fails_after_its_answer_is_counted_as_failed_too() -> None:
    measures = Measures()
    interactions = Interactions(measures, _Watch())
    data = {"type": 2, "data": {"name": "help"}}
    interactions.arrived({"id": "1", **data})

    interactions.answered(1, 200)
    interactions.went(1, data, "failed")

    page = generate_latest(measures.registry).decode()
    assert 'borahae_interactions_total{asked="/help",outcome="failed"} 1.0' in page
    assert 'borahae_interactions_total{asked="/help",outcome="answered"} 1.0' in page
