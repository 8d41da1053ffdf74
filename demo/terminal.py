"""The demo in a terminal: each line is what a person does; each answer is printed as they would read it."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from datetime import datetime, timedelta
from typing import Any, TextIO

from discord import AppCommandOptionType as OptionType
from discord import app_commands

from demo.driver import Driver
from demo.forms import Impossible, Kind
from demo.people import Reply
from demo.typed import Unreadable, as_choice, as_files, as_moment, as_options
from demo.world import HOME, World

HELP = """\
/fact search query:dynamite        run a command, as in Discord
complete /fact search query:dyn    what Discord lists while you type
click Source                       press a button of the last message (click Open #2 for the second)
choose …                           choose in its list, by how the option begins (or: select …)
fill Page number: 3                fill in a field of the form that opened: a text, #channel, @role,
                                   options with commas between, the path of a file; then
submit                             send it
as moderator · member · stranger   be someone else; the stranger has not said anything yet
in #general · in dm                go to another channel
look · look 3                      see what was posted last in this channel, such as the day's post
speak ko                           set your Discord to another language
time +20s · time +1d · time 2026-06-13T09:00+09:00
                                   let time pass, and see what the bot posts or changes meanwhile
restart                            restart the bot; Discord stays as it is
/demo tour                         five things to try; /demo time, members, break and restart change the
                                   world, and what is broken mends when time has gone on by a minute
help · quit"""

_LENGTHS = {
    "s": timedelta(seconds=1),
    "m": timedelta(minutes=1),
    "h": timedelta(hours=1),
    "d": timedelta(days=1),
    "w": timedelta(weeks=1),
}
_SEEN_AT_ONCE = 3
"""So many of the messages that came or changed while time passed are shown."""
_TRUTHS = {"true": True, "false": False}
_STEP = re.compile(r"\+(\d+)([smhdw])")


class Terminal:
    """One person at a time in one world."""

    def __init__(self, world: World, out: TextIO, driver: Driver | None = None) -> None:
        self._world, self._out = world, out
        self._driver = driver or Driver(world)
        self._people = {
            "member": world.member,
            "moderator": world.moderator,
            "stranger": world.person("Sora"),
        }
        self._person = world.member
        self._messages: list[Reply] = []
        self._form: Reply | None = None
        self._filled: dict[str, Any] = {}
        self._verbs: dict[str, Callable[[str], Awaitable[None]]] = {
            "complete": self._complete,
            "click": self._click,
            "choose": self._choose,
            "select": self._choose,
            "fill": self._fill,
            "submit": self._submit,
            "as": self._as,
            "in": self._in,
            "look": self._look,
            "speak": self._speak,
            "time": self._time,
            "restart": self._restart,
            "help": self._help,
        }

    async def run(self, lines: AsyncIterator[str], *, echo: bool) -> bool:
        """Do every line until the last or `quit`; whether all could be done."""
        went_well = True
        async for raw in lines:
            line = raw.strip()
            if not line or line.startswith("#"):
                continue
            if echo:
                self._say(f"> {line}")
            if line == "quit":
                break
            try:
                await self._do(line)
                await self._wishes()
            except (Impossible, Unreadable) as error:
                went_well = False
                self._say(f"! {error}")
            if mishap := self._world.mishaps.take():
                went_well = False
                self._say(f"! the bot reported an error: {mishap}")
        return went_well

    async def _wishes(self) -> None:
        """What was wished for on the way comes true, and is told where the clock has moved by it."""
        before = self._world.now()
        async with self._driver.turn():
            await self._driver.catch_up()
        if self._world.now() > before:
            self._tell_time()
        for told in self._driver.told:
            self._say(f"  {told}")
        self._driver.told.clear()

    async def _do(self, line: str) -> None:
        if line.startswith("/"):
            command, options = self._parse(line)
            lacking = [
                p.display_name for p in command.parameters if p.required and p.display_name not in options
            ]
            if lacking:
                raise Unreadable(
                    f"/{command.qualified_name} needs {', '.join(f'{name}:…' for name in lacking)}"
                )
            self._show(await self._person.slash(command.qualified_name, **self._values(command, options)))
            return
        verb, _, rest = line.partition(" ")
        if verb not in self._verbs:
            raise Unreadable(f"I do not know {verb!r}; `help` lists what can be typed")
        await self._verbs[verb](rest.strip())

    async def _complete(self, rest: str) -> None:
        command, options = self._parse(rest)
        if not options:
            raise Unreadable("say which option: complete /fact search query:dyn")
        *filled, (option, typed) = options.items()
        values = self._values(command, dict(filled))
        lines = await self._person.complete(command.qualified_name, option, typed, **values)
        self._say("\n".join(f"  {name}" for name, _ in lines) or "  (nothing)")

    async def _click(self, rest: str) -> None:
        label, number = rest, 1
        if numbered := re.fullmatch(r"(.+) #(\d+)", rest):
            label, number = numbered[1], int(numbered[2])
        label = label.strip("[]")
        there = self._newest(lambda reply: bool(reply.buttons_called(label)))
        self._show(await self._person.press(label, there, number))

    async def _choose(self, rest: str) -> None:
        self._show(await self._person.choose(rest, self._newest(lambda reply: bool(reply.selects))))

    async def _fill(self, rest: str) -> None:
        label, colon, text = rest.partition(":")
        if self._form is None or not colon:
            raise Unreadable("open a form first, then: fill Page number: 3")
        label, text = label.strip(), text.strip()
        uploads = {field.label.casefold() for field in self._form.fields if field.kind is Kind.FILE}
        self._filled[label] = as_files(text) if label.casefold() in uploads else text

    async def _submit(self, _: str) -> None:
        if self._form is None:
            raise Unreadable("there is no form to send")
        reply = await self._person.submit(self._form, self._filled)
        self._form, self._filled = None, {}  # it stays open while Discord does not take it
        self._show(reply)

    async def _as(self, rest: str) -> None:
        if rest not in self._people:
            raise Unreadable(f"there is no {rest!r}; there are {', '.join(self._people)}")
        self._person = self._people[rest]
        self._say(f"  you are {self._person.name}, the {rest}")

    async def _in(self, rest: str) -> None:
        self._person.go_to(rest)
        self._messages.clear()

    async def _look(self, rest: str) -> None:
        if not re.fullmatch(r"([1-9]\d*)?", rest):
            raise Unreadable(f"say how many messages, not {rest!r}: look 3")
        standing = self._world.posted(self._person.here)[-int(rest or 1) :]
        for reply in standing:
            self._show(reply, reply.posted_at())
        if not standing:
            self._say("  (nothing)")

    async def _speak(self, rest: str) -> None:
        self._person.speak(rest)

    async def _time(self, rest: str) -> None:
        before = [reply.text for reply in self._world.posted(self._person.here)]
        if step := _STEP.fullmatch(rest):
            moment = self._world.now() + int(step[1]) * _LENGTHS[step[2]]
        else:
            moment = as_moment(rest)
        await self._driver.travel_to(moment)
        self._tell_time()
        standing = self._world.posted(self._person.here)
        changed = [reply for reply in standing if reply.text not in before]
        for reply in changed[-_SEEN_AT_ONCE:]:
            self._show(reply, reply.posted_at())

    def _tell_time(self) -> None:
        self._say(f"  it is {self._world.now():%A %Y-%m-%d %H:%M} in Seoul")

    async def _restart(self, _: str) -> None:
        await self._world.restart()
        self._say("  the bot is back")

    async def _help(self, _: str) -> None:
        self._say(HELP)

    def _say(self, text: str) -> None:
        print(text, file=self._out, flush=True)

    def _newest(self, fits: Callable[[Reply], bool]) -> Reply:
        """The newest message that fits, or simply the newest: Discord still shows those above it."""
        if not self._messages:
            raise Unreadable("there is no message yet; run a command first")
        return next(filter(fits, reversed(self._messages)), self._messages[-1])

    def _show(self, reply: Reply, posted_at: datetime | None = None) -> None:
        if reply.title is not None:
            self._form, self._filled = reply, {}
        elif reply.message is not None:
            older = [
                other for other in self._messages if other.message and other.message.id != reply.message.id
            ]
            self._messages = [*older, reply]
        marks = [
            self._clock(posted_at or self._world.now()),
            *(["only you can see this"] if reply.private else []),
            *(["edited"] if reply.edited else []),
        ]
        self._say(f"Borahae · {' · '.join(marks)}")
        self._say("\n".join(f"│ {line}" for line in reply.text.splitlines()))

    def _clock(self, instant: datetime) -> str:
        """A time of today, or of which day."""
        there, now = instant.astimezone(HOME), self._world.now()
        return f"{there:%H:%M}" if there.date() == now.date() else f"{there:%Y-%m-%d %H:%M}"

    def _parse(self, line: str) -> tuple[app_commands.Command[Any, ..., Any], dict[str, str]]:
        """A command line's command and its options as typed."""
        available = self._person.available_commands()
        for command in self._world.bot.command_book.offered():
            written = f"/{command.qualified_name}"
            if line == written or line.startswith(f"{written} "):
                if command.qualified_name not in available:
                    raise Unreadable(f"Discord does not offer {written} to {self._person.name} here")
                return command, as_options(
                    line.removeprefix(written), [p.display_name for p in command.parameters]
                )
        offered = ", ".join(f"/{name}" for name in available)
        raise Unreadable(f"there is no such command here; there are {offered}")

    def _values(
        self, command: app_commands.Command[Any, ..., Any], typed: Mapping[str, str]
    ) -> dict[str, Any]:
        parameters = {parameter.display_name: parameter for parameter in command.parameters}
        return {name: self._value(parameters[name], name, text) for name, text in typed.items()}

    def _value(self, parameter: app_commands.Parameter, name: str, text: str) -> Any:
        if parameter.choices:
            return as_choice(parameter.choices, name, text)
        match parameter.type:
            case OptionType.integer:
                if not re.fullmatch(r"-?\d+", text):
                    raise Unreadable(f"{name} takes a whole number, not {text!r}")
                return int(text)
            case OptionType.boolean:
                if text.casefold() not in _TRUTHS:
                    raise Unreadable(f"{name} takes True or False, not {text!r}")
                return _TRUTHS[text.casefold()]
            case OptionType.channel:
                return self._person.channel(text)
            case OptionType.role:
                return self._person.role(text)
            case _:
                return text
