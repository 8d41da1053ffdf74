"""How a zone reads where Discord shows plain text: a choice, an option, a button."""

from __future__ import annotations

from datetime import timedelta

from bot.guilds.zones import Zone


def zone_label(zone: Zone) -> str:
    """Such as `Manila · 14:05 · UTC+8`."""
    told = [zone.city, f"{zone.local:%H:%M}", offset_label(zone.offset)]
    return " · ".join(dict.fromkeys(told))  # UTC is its own offset


def offset_label(offset: timedelta) -> str:
    """Such as `UTC+8`, `UTC−3:30`, `UTC`."""
    hours, minutes = divmod(abs(offset) // timedelta(minutes=1), 60)
    if not (hours or minutes):
        return "UTC"
    return f"UTC{'+' if offset > timedelta() else '−'}{hours}{f':{minutes:02}' if minutes else ''}"
