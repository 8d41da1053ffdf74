"""custom_ids carry what a press means."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.kit.items import Action, read_custom_id
from bot.kit.paginator import Page

IDS = st.lists(st.from_regex(r"[a-z0-9]{1,12}", fullmatch=True) | st.none(), max_size=4)


@given(IDS)
def test_what_is_put_in_comes_out(ids: list[str | None]) -> None:
    action = Action("fact", "pick", carries=len(ids))

    assert read_custom_id(action.at(*ids)) == (action, tuple(ids))


@pytest.mark.parametrize("ids", [("a:b",), ("x" * 100,), (), ("a", "b")])
def test_what_cannot_be_carried_is_refused_when_it_is_put_in(ids: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match=r"colon|characters|carries"):
        Action("fact", "open", carries=1).at(*ids)


@pytest.mark.parametrize("foreign", ["", "fact", "fact:open:x", "FACT:v1:open", "fact:vx:open", "🎉"])
def test_what_is_not_ours_is_nobodys(foreign: str) -> None:
    assert read_custom_id(foreign) is None


@given(st.lists(st.integers(), max_size=60), st.integers(1, 9), st.integers(-5, 50))
def test_a_page_out_of_range_is_the_nearest_and_pages_make_up_the_whole(
    items: list[int], size: int, number: int
) -> None:
    page = Page.cut(items, size, number)
    pages = [Page.cut(items, size, n).items for n in range(1, page.of + 1)]

    assert 1 <= page.number <= page.of
    assert [item for part in pages for item in part] == items
    assert page.items == pages[page.number - 1]
