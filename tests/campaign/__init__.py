"""Killing the bot, again and again, to see whether it keeps its promises: `make campaign`."""
