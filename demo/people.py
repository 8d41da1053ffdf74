"""People in the simulated Discord: they type, press, choose and fill in, and see what Discord shows them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

import discord
from discord.utils import snowflake_time
from simcord.actors import MemberActor
from simcord.backend.access import channel_accessible
from simcord.backend.errors import BackendError, SetupError
from simcord.builders import ChannelHandle, RoleHandle, UserHandle
from simcord.results import InteractionResult, ResponseMessage

from demo import forms, reading
from demo.forms import Impossible

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Reply:
    """What a person saw after doing something, as it was at that moment."""

    text: str
    """The message as it reads, component by component."""
    private: bool
    edited: bool
    """Whether the message was there before and changed."""
    components: tuple[Mapping[str, Any], ...]
    message: ResponseMessage | None
    title: str | None = None
    """A modal's title, when a modal opened."""
    fields: tuple[forms.Field, ...] = ()
    """A modal's fields."""
    shown: InteractionResult | None = None

    @property
    def buttons(self) -> list[reading.ButtonFace]:
        return reading.buttons(self.components)

    @property
    def selects(self) -> list[reading.SelectFace]:
        return reading.selects(self.components)

    def buttons_called(self, label: str) -> list[reading.ButtonFace]:
        """The buttons of that label; where none reads so, those that begin with it: `B` is `B · 2018`."""
        wanted = label.casefold()
        exactly = [face for face in self.buttons if face.label.casefold() == wanted]
        return exactly or [face for face in self.buttons if face.label.casefold().startswith(f"{wanted} ")]

    def button(self, label: str, number: int = 1) -> reading.ButtonFace:
        """The button of that label; the `number`-th, where several read the same.

        Raises:
            Impossible: there is none, or it cannot be pressed.
        """
        faces = self.buttons_called(label)
        if len(faces) < number:
            there = ", ".join(dict.fromkeys(f"[{face.label}]" for face in self.buttons)) or "none"
            raise Impossible(f"there is no button {label!r} here; buttons: {there}")
        if not faces[number - 1].enabled:
            raise Impossible(f"the button {label!r} is greyed out")
        return faces[number - 1]

    def posted_at(self) -> datetime | None:
        """When the message was posted; None for a form."""
        return snowflake_time(self.message.id) if self.message is not None else None


class Person:
    """A member of the server, or someone in a direct message with the bot."""

    def __init__(self, actor: MemberActor, here: ChannelHandle, reader: Callable[[], reading.Reader]) -> None:
        self.in_server = actor
        """This person as SimCord's member of the server."""
        self._reader = reader
        self.here = here
        """The channel this person looks at."""
        self.locale = "en-US"
        """The language of this person's Discord."""
        self._chosen: dict[tuple[int, str], tuple[object, list[str]]] = {}
        """By message and list, what was chosen there last, and what the message was made of then."""

    @property
    def id(self) -> int:
        return self.in_server.id

    @property
    def name(self) -> str:
        return self.in_server.name

    @property
    def actor(self) -> MemberActor | UserHandle:
        """Who acts where this person is: a member in a server, a user in a direct message."""
        return self.in_server if self.here.guild is not None else self.in_server.user

    def roles(self) -> set[str]:
        """The names of the roles this person has."""
        guild = self.in_server.guild
        held = self.in_server._env.backend.guilds[guild.id].members[self.id].role_ids  # noqa: SLF001  # as below
        return {name for name, role in guild.roles.items() if role.id in held}

    def go_to(self, channel: str) -> None:
        """Go to a channel of the server by its name, or with `dm` to the direct messages with the bot.

        Raises:
            Impossible: there is no such channel.
        """
        if channel == "dm":
            self.here = self.in_server.user.dm_channel
        else:
            self.here = _named(self.in_server.guild.channels, "#", channel, besides=" and dm")

    def channel(self, name: str) -> ChannelHandle:
        """A channel of the server by its name, with or without `#`.

        Raises:
            Impossible: there is no such channel.
        """
        return _named(self.in_server.guild.channels, "#", name)

    def role(self, name: str) -> RoleHandle:
        """A role of the server by its name, with or without `@`.

        Raises:
            Impossible: there is no such role.
        """
        return _named(self.in_server.guild.roles, "@", name)

    def speak(self, locale: str) -> None:
        """Set this person's Discord to a language, such as `ko` or `en-GB`.

        Raises:
            Impossible: Discord does not come in that language.
        """
        if locale not in {known.value for known in discord.Locale}:
            raise Impossible(f"Discord does not come in {locale!r}; try ko or en-US")
        self.locale = locale

    def available_commands(self) -> tuple[str, ...]:
        """What Discord's picker offers this person here."""
        actor = self.actor
        if isinstance(actor, MemberActor):
            return actor.available_commands(self.here)
        return actor.available_commands()

    async def write(self, text: str) -> int:
        """Write a message into the channel this person looks at; its id."""
        return (await _possible(self.in_server.send(self.here, text))).id

    async def rewrite(self, message_id: int, text: str) -> None:
        """Change what this person wrote in the channel they look at."""
        written = next((one for one in self.here.history() if one.id == message_id), None)
        if written is None:
            raise Impossible("that message is gone")
        await _possible(self.in_server.edit(written, text))

    async def slash(self, command: str, /, **options: Any) -> Reply:
        """Run a command, written as `/fact search` or `fact search`."""
        name = command.removeprefix("/")
        actor = self.actor
        if isinstance(actor, MemberActor):
            return self._seen(await _possible(actor.slash(self.here, name, **options)))
        return self._seen(await _possible(actor.slash(name, **options)))

    async def complete(
        self, command: str, option: str, typed: str, /, **filled: Any
    ) -> list[tuple[str, str]]:
        """Type into an option; the names and values Discord lists."""
        name = command.removeprefix("/")
        actor = self.actor
        if isinstance(actor, MemberActor):
            work = actor.autocomplete(self.here, name, option, typed, **filled)
        else:
            work = actor.autocomplete(name, option, typed, **filled)
        return [(line["name"], line["value"]) for line in await _possible(work)]

    async def press(self, label: str, on: Reply, number: int = 1) -> Reply:
        """Press a button; the `number`-th, where several read the same."""
        if on.message is None:
            raise Impossible("there is no message to press a button on")
        custom_id = on.button(label, number).custom_id
        return self._seen(await _possible(self.actor.click(on.message, custom_id=custom_id)))

    async def choose(self, option: str | Sequence[str], on: Reply) -> Reply:
        """Choose in a select by what its options read, or by their beginning.

        Where several may be chosen, exactly these are: a list, or labels with commas between.
        """
        if on.message is None:
            raise Impossible("there is no message to choose from")
        refusal = Impossible("there is nothing to choose from here")
        for face in on.selects:
            try:
                values = forms.pick(face.options, option)
            except Impossible as error:
                refusal = error
            else:
                self._choose_anew(on.message, face, values)
                work = self.actor.select(on.message, values, custom_id=face.custom_id)
                return self._seen(await _possible(work))
        raise refusal

    async def submit(self, form: Reply, values: Mapping[str, Any]) -> Reply:
        """Fill in a form by its fields' labels or names, and send it; what is left out stays as it stands.

        A value is a text; the labels of options, names of channels or roles (a list, or with commas
        between); or a file as its name and content.
        """
        if form.shown is None or form.title is None:
            raise Impossible("there is no form to send")
        names = {field.label.casefold(): field.name for field in form.fields}
        named = {names.get(label.casefold(), label): value for label, value in values.items()}
        if unknown := set(named) - set(names.values()):
            labels = ", ".join(field.label for field in form.fields)
            raise Impossible(f"the form has no {', '.join(sorted(unknown))}; it has: {labels}")
        sent = {field.name: self._sent(field, named.get(field.name)) for field in form.fields}
        return self._seen(await _possible(self.actor.submit_modal(form.shown, sent)))

    async def download(self, name: str, on: Reply) -> bytes:
        """Download a file of a message."""
        for attachment in on.message.attachments if on.message else ():
            if attachment.filename == name:
                return await attachment.read()
        raise Impossible(f"there is no file {name!r} here")

    def _choose_anew(self, message: ResponseMessage, face: reading.SelectFace, values: list[str]) -> None:
        """Let a list show what is chosen; of the same again Discord tells once the message was edited.

        Raises:
            Impossible: it shows that already.
        """
        at, made_of = (message.id, face.custom_id), message._message.components  # noqa: SLF001  # SimCord tells no edits
        before = self._chosen.get(at)
        if before is not None and before[0] is made_of and before[1] == values:
            raise Impossible("that is chosen already: Discord sends nothing")
        self._chosen[at] = made_of, values

    def _sent(self, field: forms.Field, given: Any) -> Any:
        """A filled field as SimCord takes it."""
        sent = field.filled(given)
        if field.kind is forms.Kind.RADIO:
            return sent[0] if sent else None
        if field.kind in {forms.Kind.CHANNEL, forms.Kind.ROLE}:
            guild = self.in_server.guild
            listed: Mapping[str, ChannelHandle | RoleHandle] = {
                **{str(channel.id): channel for channel in guild.channels.values()},
                **{str(role.id): role for role in guild.roles.values()},
            }
            return [listed[str(snowflake)] for snowflake in sent]
        return sent

    def _pickers(self) -> forms.Pickers:
        """What Discord's pickers list for this person here: nothing in a direct message."""
        if self.here.guild is None:
            return forms.Pickers()
        guild, backend = self.here.guild, self.in_server._env.backend  # noqa: SLF001  # SimCord tells no channel's type
        seen = [
            (name, str(handle.id), int(backend.channels[handle.id].type))
            for name, handle in guild.channels.items()
            if channel_accessible(backend, handle.id, self.id)
        ]
        return forms.Pickers(tuple(seen), tuple((name, str(role.id)) for name, role in guild.roles.items()))

    def _seen(self, result: InteractionResult) -> Reply:
        if not result.acknowledged:
            raise Impossible("the bot did not answer: Discord shows “The application did not respond”")
        if result.modal is not None:
            return self._form(result, result.modal)
        message = result.followups[-1] if result.followups else result.response
        if message is None:
            return Reply("", result.ephemeral, False, (), None)
        components = tuple(message.components)
        read = reading.lines(components, self._reader())
        edited = result.response is not None and result._interaction.response_kind == "update"  # noqa: SLF001
        return Reply("\n".join(read), message.ephemeral, edited and not result.followups, components, message)

    def _form(self, result: InteractionResult, modal: Mapping[str, Any]) -> Reply:
        fields = forms.read(modal, self._pickers())
        read = forms.lines(modal, fields, self._reader())
        return Reply("\n".join(read), True, False, (), None, str(modal["title"]), fields, result)


def _named(handles: Mapping[str, _T], mark: str, name: str, *, besides: str = "") -> _T:
    """A channel or role by its name; `mark` is what Discord writes before it."""
    wanted = name.removeprefix(mark)
    if wanted not in handles:
        there = ", ".join(f"{mark}{known}" for known in handles)
        raise Impossible(f"there is no {mark}{wanted}; there are {there}{besides}")
    return handles[wanted]


async def _possible(work: Awaitable[_T]) -> _T:
    try:
        return await work
    except (SetupError, BackendError) as error:
        raise Impossible(" ".join([str(error), *getattr(error, "__notes__", ())])) from error
