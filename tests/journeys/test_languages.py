"""Korean members and Korean servers."""

from __future__ import annotations

from demo.world import World
from tests.conftest import OpenWorld


async def test_a_public_answer_speaks_the_servers_language(open_world: OpenWorld) -> None:
    async with open_world(server_locale="ko") as world:
        reply = await world.member.slash("/fact search", query="dynamite")

        assert "출처" in [button.label for button in reply.buttons]
        assert "더 보기: Dynamite" in [button.label for button in reply.buttons]


async def test_a_private_answer_speaks_the_persons_language(open_world: OpenWorld) -> None:
    async with open_world(server_locale="ko") as world:
        public = await world.member.slash("/fact search", query="dynamite")

        source = await world.member.press("출처", on=public)
        assert source.text.startswith("Where this comes from")

        world.member.speak("ko")
        source = await world.member.press("출처", on=public)
        assert source.text.startswith("이 이야기의 출처")
        assert "무엇을 해 볼까요?" in (await world.member.slash("/help")).text
        assert "아미" in (await world.member.slash("/about")).text


async def test_a_strangers_copy_speaks_the_strangers_language(open_world: OpenWorld) -> None:
    async with open_world(server_locale="ko") as world:
        page = await world.member.slash("/fact timeline")

        copy = await world.moderator.press("다음 →", on=page)

        assert copy.text.startswith("Timeline\n")


async def test_facts_themselves_are_told_in_korean_where_they_are_translated(open_world: OpenWorld) -> None:
    async with open_world(server_locale="ko") as world:
        reply = await world.member.slash("/fact search", query="dynamite")

        told = world.bot.app.facts.base.facts["dynamite-release"].translations["ko"]
        assert told in reply.text


async def test_errors_and_suggestions_speak_the_persons_language(world: World) -> None:
    world.member.speak("ko")

    assert (await world.member.slash("/fact search", query="   ")).text.startswith("제목이나 이름")
    assert (await world.member.complete("/fact search", "query", "dyna"))[0][0] == "Dynamite · 노래"


async def test_a_language_without_a_catalog_gets_english(open_world: OpenWorld) -> None:
    async with open_world(server_locale="fr") as world:
        assert "Source" in (await world.member.slash("/fact search", query="dynamite")).text


async def test_commands_have_korean_names(world: World) -> None:
    synced = world.requests("PUT", "/commands")[0]
    fact = next(command for command in synced if command["name"] == "fact")

    assert fact["name_localizations"] == {"ko": "이야기"}
    search = next(option for option in fact["options"] if option["name"] == "search")
    assert search["name_localizations"] == {"ko": "찾기"}
    assert search["options"][0]["name_localizations"] == {"ko": "검색어"}
    assert search["description_localizations"]["ko"]
