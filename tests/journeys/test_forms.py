"""Forms: what a person reads, fills in and sends, with Discord's own pickers."""

from __future__ import annotations

import gc
from typing import Any

import discord
import pytest
from discord import app_commands

from bot.i18n.markup import Markup
from bot.kit.answers import respond, update
from bot.kit.blocks import Attached, Button, Option, Row, Select, Text
from bot.kit.cards import Card
from bot.kit.feature import Feature, Handlers, on_press, on_submit
from bot.kit.fields import ChannelField, FileField, OneOfField, RoleField, SomeOfField, TextField
from bot.kit.host import Interaction
from bot.kit.items import Action, Press
from bot.kit.modals import FormTooLarge, SealedModal, Submission, ask
from demo.forms import Impossible, Kind
from demo.world import World
from tests.conftest import OpenWorld

TEXT, VOICE = discord.ChannelType.text.value, discord.ChannelType.voice.value
SET_UP = Action("club", "set-up", carries=1)
IMPORT = Action("club", "import")
AGAIN = Action("club", "again", carries=1)
TASTES = Action("club", "tastes")
MOODS = tuple(Option(name, name.casefold()) for name in ("Calm", "Loud"))
GENRES = tuple(Option(name, name.casefold()) for name in ("Music", "Dance", "Rap, and more"))
DAYS = tuple(Option(f"Day {number}", str(number)) for number in range(1, 26))


class Club(Feature):
    """A feature that asks for everything a form can ask for, and tells what it was told."""

    def __init__(self, handlers: Handlers) -> None:
        super().__init__(handlers)
        self.channels: tuple[int, ...] = ()
        self.roles: tuple[int, ...] = ()
        self.told: list[Submission] = []
        self.uploaded: list[bytes] = []

    @app_commands.command(description="opens the form")
    async def club(self, interaction: Interaction) -> None:
        await ask(
            interaction,
            SET_UP.at("7"),
            "A club " * 20,
            ChannelField("where", "Channel", (TEXT,), self.channels, description="Where the club meets"),
            RoleField("who", "Role", self.roles, most=2),
            OneOfField("mood", "Mood", MOODS, "calm"),
            SomeOfField("genres", "Genres", GENRES, ("music",), description="d" * 300),
            TextField("motto", "Motto", "p" * 300, value="Purple", required=False, paragraph=True),
        )

    @app_commands.command(name="import", description="opens the other form")
    async def bring(self, interaction: Interaction) -> None:
        await ask(
            interaction,
            IMPORT.at(),
            "Import",
            None,
            FileField("file", "File", most=2),
            OneOfField("first", "First day", DAYS, "3", "When it begins"),
            SomeOfField("days", "Days", DAYS, ("1", "25")),
        )

    @on_submit(SET_UP)
    async def set_up(self, interaction: Interaction, submission: Submission) -> None:
        self.told.append(submission)
        await respond(interaction, lambda say: Card(Text(say("Done."))), private=True)

    @on_submit(IMPORT)
    async def imported(self, interaction: Interaction, submission: Submission) -> None:
        self.told.append(submission)
        self.uploaded = [await file.read() for file in submission.files["file"]]
        await respond(interaction, lambda _: _export(1))

    @on_press(AGAIN)
    async def again(self, interaction: Interaction, press: Press) -> None:
        number = int(press.ids[0] or 0)
        await update(interaction, lambda _: _export(number) if number < 3 else Card(Text(Markup("Gone."))))

    @app_commands.command(description="shows a list")
    async def tastes(self, interaction: Interaction) -> None:
        chosen = tuple(Option(genre.label, genre.value, default=genre.value == "music") for genre in GENRES)
        await interaction.response.defer()
        await respond(interaction, lambda _: Card(Select(TASTES.at(), "Tastes", chosen, least=0, most=9)))

    @on_press(TASTES)
    async def tasted(self, interaction: Interaction, press: Press) -> None:
        await interaction.response.defer()
        await respond(interaction, lambda _: Card(Text(Markup(" ".join(press.chosen))), EXPORTS[0]))


EXPORTS = [Attached(f"club-{number}.json", b"{}" * number) for number in range(1, 4)]


def _export(number: int) -> Card:
    return Card(Text(Markup("Here.")), EXPORTS[number - 1], Row(Button("Again", AGAIN.at(number + 1))))


@pytest.fixture
async def club(world: World) -> Club:
    feature = Club(world.bot.handlers)
    world.server.handle.create_text_channel("stage")
    world.server.handle.create_voice_channel("lounge")
    await world.add(feature)
    return feature


async def test_a_form_shows_what_is_set_and_what_can_be_chosen(world: World, club: Club) -> None:
    club.channels = (world.general.id,)
    club.roles = tuple(role.id for name, role in world.server.handle.roles.items() if name == "Moderators")

    form = await world.member.slash("/club")

    assert form.title is not None
    assert len(form.title) <= 45
    assert form.text.splitlines()[1:] == [
        "Channel: #general",
        "  Where the club meets",
        "Role: @Moderators",
        "Mood: (•) Calm ( ) Loud",
        "Genres: [x] Music [ ] Dance [ ] Rap, and more",
        "  " + "d" * 99 + "…",
        "Motto: Purple",
    ]
    assert [field.kind for field in form.fields] == [
        Kind.CHANNEL,
        Kind.ROLE,
        Kind.RADIO,
        Kind.CHECKBOXES,
        Kind.TEXT,
    ]
    assert form.fields[0].options == (
        ("#general", str(world.general.id)),
        ("#stage", str(world.server.handle.channels["stage"].id)),
    )


async def test_what_is_left_as_it_stands_is_sent_as_it_stands(world: World, club: Club) -> None:
    club.channels = (world.general.id,)
    form = await world.member.slash("/club")

    reply = await world.member.submit(form, {})

    assert reply.text == "Done."
    (told,) = club.told
    assert (told.action, told.ids) == (SET_UP, ("7",))
    assert told.texts == {"motto": "Purple"}
    assert told.chosen == {
        "where": (str(world.general.id),),
        "who": (),
        "mood": ("calm",),
        "genres": ("music",),
    }


@pytest.mark.parametrize("genres", ["dance, rap", ["Dance", "Rap, and more"]])
async def test_everything_can_be_chosen_anew(world: World, club: Club, genres: str | list[str]) -> None:
    form = await world.member.slash("/club")
    roles = world.server.handle.roles
    who = ["@Moderators", "@everyone"]

    await world.member.submit(
        form, {"Channel": "stage", "role": who, "mood": "Loud", "genres": genres, "Motto": "one\ntwo"}
    )

    (told,) = club.told
    assert told.texts == {"motto": "one\ntwo"}
    assert told.chosen == {
        "where": (str(world.server.handle.channels["stage"].id),),
        "who": (str(roles["Moderators"].id), str(roles["@everyone"].id)),
        "mood": ("loud",),
        "genres": ("dance", "rap, and more"),
    }


async def test_what_is_set_can_be_taken_away(world: World, club: Club) -> None:
    club.channels = (world.general.id,)
    form = await world.member.slash("/club")

    await world.member.submit(form, {"Channel": "", "Genres": [], "Motto": ""})

    assert club.told[0].chosen["where"] == club.told[0].chosen["genres"] == ()
    assert club.told[0].texts == {"motto": ""}


async def test_files_arrive_whole_and_are_given_back(world: World, club: Club) -> None:
    form = await world.member.slash("/import")
    assert form.text.splitlines()[:5] == [
        "Import",
        "File: 📎 ____",
        "▾ First day",
        "  When it begins",
        "  ( ) Day 1",
    ]
    assert form.fields[2].chosen == ("Day 1", "Day 25")

    reply = await world.member.submit(
        form, {"File": [("a.json", b"[1]"), ("b.json", b"[2]")], "First day": "Day 2", "Days": "Day 4,Day 5"}
    )

    assert club.uploaded == [b"[1]", b"[2]"]
    assert [file.filename for file in club.told[0].files["file"]] == ["a.json", "b.json"]
    assert club.told[0].chosen == {"first": ("2",), "days": ("4", "5")}
    assert reply.text == "Here.\n📎 club-1.json\n[Again]"
    assert await world.member.download("club-1.json", on=reply) == b"{}"


@pytest.mark.usefixtures("club")
async def test_a_file_goes_with_the_card_it_came_with(world: World) -> None:
    form = await world.member.slash("/import")
    first = await world.member.submit(form, {"File": ("a.json", b"")})

    second = await world.member.press("Again", on=first)
    assert second.edited
    assert await world.member.download("club-2.json", on=second) == b"{}{}"
    with pytest.raises(Impossible, match="there is no file"):
        await world.member.download("club-1.json", on=second)

    third = await world.member.press("Again", on=second)
    assert third.message is not None
    assert third.message.attachments == []
    assert third.text == "Gone."


@pytest.mark.usefixtures("club")
async def test_a_card_kept_is_sent_whole_each_time(world: World) -> None:
    listed = await world.member.slash("/tastes")
    assert listed.text == "▾ Tastes\n  [x] Music\n  [ ] Dance\n  [ ] Rap, and more"

    for choice, told in (("music, rap", "music rap, and more"), (["Music", "Dance"], "music dance")):
        reply = await world.member.choose(choice, on=listed)
        assert reply.text == f"{told}\n📎 club-1.json"
        assert await world.member.download("club-1.json", on=reply) == b"{}"

    with pytest.raises(Impossible, match="Discord sends nothing"):
        await world.member.choose(["Music", "Dance"], on=listed)

    with pytest.raises(Impossible, match=r"there is no option 'Rock' here; there are: Music, Dance"):
        await world.member.choose(["Rock"], on=listed)


SECRET = discord.PermissionOverwrite(view_channel=False)


@pytest.mark.parametrize(
    ("filled", "why"),
    [
        ({"Channel": "#lounge"}, "there is no option '#lounge' here; there are: #general, #stage"),
        ({"Channel": "#secret"}, "there is no option '#secret' here"),
        ({"Channel": ["general", "stage"]}, "expects between 0 and 1 values"),
        ({"Channel": "#elsewhere"}, "there is no option '#elsewhere' here"),
        ({"Role": ["Moderators", "everyone", "Borahae"]}, "expects between 0 and 2 values"),
        ({"Role": ["Moderators", "moderators"]}, "duplicate"),
        ({"Mood": "Angry"}, "there is no option 'Angry' here; there are: Calm, Loud"),
        ({"Mood": ["Calm", "Loud"]}, "of 'Mood' only one can be chosen"),
        ({"Mood": ""}, "Discord wants 'Mood' filled in"),
        ({"Motto": "x" * 101}, "exceeds max_length=100"),
        ({"Song": "x"}, "the form has no Song; it has: Channel, Role, Mood, Genres, Motto"),
    ],
)
async def test_nobody_can_send_what_discord_would_not_let_them(
    world: World, club: Club, filled: dict[str, Any], why: str
) -> None:
    world.server.handle.create_text_channel("secret", overwrites={world.server.handle.default_role: SECRET})
    world.env.create_guild("Elsewhere").create_text_channel("elsewhere")
    form = await world.member.slash("/club")

    with pytest.raises(Impossible, match=why):
        await world.member.submit(form, filled)
    assert club.told == []


@pytest.mark.parametrize("files", [[], [("a", b"")] * 3])
@pytest.mark.usefixtures("club")
async def test_as_many_files_as_are_asked_for(world: World, files: list[tuple[str, bytes]]) -> None:
    form = await world.member.slash("/import")

    with pytest.raises(Impossible, match=r"wants 'File' filled in|between 1 and 2 files"):
        await world.member.submit(form, {"File": files})


async def test_a_form_too_long_for_discord_is_refused_here(open_world: OpenWorld) -> None:
    class Long(Feature):
        @app_commands.command(name="long", description="asks for too much")
        async def asks(self, interaction: Interaction) -> None:
            await ask(interaction, IMPORT.at(), "Long", *[TextField("song", "Song")] * 6)

    async with open_world(foreseen=True) as world:
        await world.add(Long(world.bot.handlers))

        assert "something went wrong" in (await world.member.slash("/long")).text
        assert isinstance(world.mishaps.records[0].exc_info[1], FormTooLarge)  # type: ignore[index]


@pytest.mark.usefixtures("club")
async def test_a_dismissed_form_leaves_nothing_behind(world: World) -> None:
    for _ in range(3):
        await world.member.slash("/club")

    gc.collect()
    assert [kept for kept in gc.get_objects() if isinstance(kept, SealedModal)] == []


@pytest.mark.usefixtures("club")
async def test_a_form_of_a_feature_that_is_gone_says_so(world: World) -> None:
    handlers = world.bot.handlers
    form = await world.member.slash("/club")
    await world.bot.remove_cog("Club")

    reply = await world.member.submit(form, {})

    assert reply.text == "That is from before my last update and no longer works. Please ask again."
    known = (*handlers._pressed, *handlers._submitted)
    assert [action for action in known if action.feature == "club"] == []


async def test_a_form_with_other_ids_than_today_is_outdated(open_world: OpenWorld) -> None:
    class Older(Feature):
        @app_commands.command(description="opens the form as it was")
        async def older(self, interaction: Interaction) -> None:
            await ask(interaction, "club:v1:set-up", "Club", TextField("motto", "Motto"))

    async with open_world() as world:
        club = Club(world.bot.handlers)
        await world.add(club)
        await world.add(Older(world.bot.handlers))
        form = await world.member.slash("/older")

        reply = await world.member.submit(form, {"Motto": "x"})

        assert "from before my last update" in reply.text
        assert club.told == []
