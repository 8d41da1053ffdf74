"""What moderators are told when a post does not go out."""

from __future__ import annotations

from bot.delivery.model import Outcome, Trouble
from bot.i18n.marking import gettext_noop
from bot.i18n.markup import channel_mention
from bot.i18n.say import Say
from bot.kit.blocks import Small, Text
from bot.kit.cards import Card

_PAUSED = {
    Trouble.CHANNEL_GONE: gettext_noop(
        "I was going to post, but the channel is gone. Choose another one in the settings."
    ),
    Trouble.NO_ACCESS: gettext_noop("I was going to post in {channel}, but I cannot see it."),
    Trouble.NO_PERMISSION: gettext_noop("I was going to post in {channel}, but I may not write there."),
    Trouble.NO_HISTORY: gettext_noop(
        "I was going to post in {channel}, but I may not read what was posted there."
    ),
}


def stopped(channel_id: int, outcome: Outcome, trouble: Trouble | None, say: Say) -> Card:
    """A post is paused, or nobody knows whether it was posted."""
    channel = channel_mention(channel_id)
    if outcome is Outcome.UNKNOWN or trouble is None:
        return Card(
            Text(
                say(
                    "I was interrupted while posting in {channel}, and cannot tell whether the post stands.",
                    channel=channel,
                )
            ),
            Small(say("I do not post it again: rather none than two.")),
        )
    return Card(
        Text(say(_PAUSED[trouble], channel=channel)),
        Small(say("I go on by myself as soon as I can.")),
    )
