"""Hostile people at every door of the bot: `make campaign`, and 500 interactions with the tests."""
