"""Routes of Discord's that SimCord does not have, and the bot uses."""

from __future__ import annotations

from typing import Any

from simcord.http.router import RequestContext, route


@route("GET", "/applications/{application_id}/guilds/{guild_id}/commands/permissions")
def all_command_permissions(ctx: RequestContext) -> Any:
    """Every command's overrides in a server (Discord's documentation, Application Commands: Permissions)."""
    guild_id = ctx.int_arg("guild_id")
    return [
        {
            "id": str(command_id),
            "application_id": ctx.args["application_id"],
            "guild_id": str(guild_id),
            "permissions": list(entries),
        }
        for (of_guild, command_id), entries in ctx.backend.command_permissions.items()
        if of_guild == guild_id
    ]
