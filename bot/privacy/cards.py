"""What people see of their data, and managers of their server's."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.database.erasing import KeptOfPerson, KeptOfServer
from bot.i18n.marking import gettext_noop
from bot.i18n.markup import Markup, bold, joined
from bot.i18n.say import Say
from bot.kit.blocks import Attached, Button, Row, Small, Text, Title
from bot.kit.cards import Card
from bot.kit.items import Action
from bot.privacy.service import Told

HERE, EVERYWHERE = "here", "everywhere"
LOOK = Action("privacy", "look", carries=1)
"""What would be deleted, here or everywhere."""
DELETE = Action("privacy", "delete", carries=1)
KEEP = Action("privacy", "keep")
EXPORT = Action("privacy", "export")
NAME = Action("privacy", "name")
ERASE_SERVER = Action("privacy", "erase-server")
ERASE_FORM = Action("privacy", "erase-server-form")
FILE_NAME, SERVER_FILE_NAME = "borahae-about-me.json", "borahae-this-server.json"

_STAYS = gettext_noop(
    "What everybody has done together stays what it is, with nobody's name to your part of it. Pictures you"
    " attached to logs go from the moderators' channel. Other messages that stand in channels already are"
    " for a server's moderators to delete."
)
_SHUT_OUT = gettext_noop(
    "Whoever hosts me has shut you out: that stays when you delete the rest, and I answer nothing else."
)
_LEDGER = gettext_noop(
    "So that no backup brings you back, I keep the date and a scrambled form of your id, and nothing else."
)


def told(told: Told, say: Say) -> Card:
    """What is kept of the reader."""
    lines = [
        say(
            "{what}: {rows}. Kept: {retention}",
            what=bold(say(one.member.told)),
            rows=_rows(one.rows, say),
            retention=say(one.table.retention),
        )
        for one in told.kept
    ]
    named = (
        say("I remember what you are called in a server, so that leaderboards can say it.")
        if told.named
        else say("I remember no name of yours; leaderboards call you somebody.")
    )
    return Card(
        Title(say("What I keep about you")),
        Text(_listed(lines)) if lines else Text(say("Nothing.")),
        Small(say("It is kept by your Discord id.")) if lines else None,
        Small(say(_SHUT_OUT)) if any(one.staying for one in told.kept) else None,
        Small(say("I read no messages, and count nobody's visits.")),
        Small(named),
        Row(
            Button(say.plain("All of it as a file"), EXPORT.at()),
            Button(say.plain("Delete…"), LOOK.at(None)) if lines else None,
            Button(
                say.plain("Keep no name of mine") if told.named else say.plain("Keep my name again"),
                NAME.at(),
            ),
        ),
    )


def named(kept: bool, say: Say) -> Card:
    """Whether the reader's name is kept now."""
    if kept:
        return Card(Text(say("From your next answer or log on I remember your name again.")))
    return Card(Text(say("I have forgotten your name in every server, and keep none from now on.")))


def where(say: Say) -> Card:
    """Whether somebody wants to be deleted in this server, or everywhere."""
    return Card(
        Title(say("Delete what I keep about you")),
        Text(say("In this server alone, or everywhere? You see first what goes.")),
        Row(
            Button(say.plain("In this server"), LOOK.at(HERE)),
            Button(say.plain("Everywhere"), LOOK.at(EVERYWHERE)),
            Button(say.plain("Keep it"), KEEP.at()),
        ),
    )


def confirm(kept: Sequence[KeptOfPerson], scope: str, say: Say) -> Card:
    """Exactly what would go, what would stay without the reader, and what would stay."""
    going = [one for one in kept if one.rows > one.staying]
    here = scope == HERE
    return Card(
        Title(
            say("Delete what I keep about you in this server?")
            if here
            else say("Delete what I keep about you everywhere?")
        ),
        _section(say("This goes:"), [one for one in going if one.member.erase == "delete"], say),
        _section(
            say("This stays for the server, without you:"),
            [one for one in going if one.member.erase == "anonymise"],
            say,
        ),
        _section(
            say("This stays: whoever hosts me has shut you out."), [one for one in kept if one.staying], say
        ),
        Small(joined("\n", (say(_STAYS), say(_LEDGER), say("It cannot be undone.")))),
        Row(
            Button(say.plain("Delete all of this"), DELETE.at(scope)), Button(say.plain("Keep it"), KEEP.at())
        ),
    )


def deleted(scope: str, say: Say) -> Card:
    """It is done."""
    if scope == HERE:
        return Card(Text(say("Done. What I kept about you in this server is gone.")))
    return Card(Text(say("Done. What I kept about you is gone, in every server.")))


def nothing(kept: Sequence[KeptOfPerson], say: Say) -> Card:
    """There is nothing to delete; what there is stays."""
    if kept:
        return Card(Text(say("There is nothing to delete.")), Small(say(_SHUT_OUT)))
    return Card(Text(say("There is nothing to delete: I keep nothing about you there.")))


def kept(say: Say) -> Card:
    """Somebody changed their mind."""
    return Card(Text(say("Nothing was deleted.")))


def exported(content: bytes, say: Say) -> Card:
    """The reader's file."""
    return Card(
        Text(say("Everything I keep about you, in every server. Times are in UTC.")),
        Attached(FILE_NAME, content),
    )


def server_exported(content: bytes, say: Say) -> Card:
    """A server's file."""
    return Card(
        Text(
            say("What I keep of this server. It names no members: what is theirs, they ask for themselves.")
        ),
        Attached(SERVER_FILE_NAME, content),
    )


def confirm_server(kept: Sequence[KeptOfServer], say: Say) -> Card:
    """Exactly what of a server would go."""
    if not kept:
        return Card(Text(say("There is nothing to delete: I keep nothing of this server.")))
    lines = [say("{what} {rows}", what=say(one.table.holds), rows=_rows(one.rows, say)) for one in kept]
    return Card(
        Title(say("Delete everything I keep of this server?")),
        Text(_listed(lines)),
        Text(
            say(
                "That ends the daily post, goals and their boards, and rounds that run. All members lose"
                " their points and logs here. I stay, and go on as if I had just come."
            )
        ),
        Small(
            joined(
                "\n",
                (
                    say("Messages that stand in channels already stay there, boards among them."),
                    say("It cannot be undone, and no backup brings it back."),
                ),
            )
        ),
        Row(
            Button(say.plain("Delete all of this…"), ERASE_SERVER.at()),
            Button(say.plain("Keep it"), KEEP.at()),
        ),
    )


def server_deleted(say: Say) -> Card:
    """It is done."""
    return Card(Text(say("Done. What I kept of this server is gone, and I go on as if I had just come.")))


def server_gone(who: Markup, say: Say) -> Card:
    """What other moderators are told of it."""
    return Card(Text(say("{who} had me delete everything I kept of this server, its settings too.", who=who)))


def _section(title: Markup, kept: Iterable[KeptOfPerson], say: Say) -> Text | None:
    lines = [say("{what}: {rows}", what=say(one.member.told), rows=_rows(one.rows, say)) for one in kept]
    return Text(joined("\n", (bold(title), _listed(lines)))) if lines else None


def _listed(lines: Iterable[Markup]) -> Markup:
    return joined("\n", (Markup(f"- {line}") for line in lines))


def _rows(number: int, say: Say) -> Markup:
    return say.count("{number} entry", "{number} entries", number)
