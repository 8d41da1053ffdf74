"""Servers: which ones the bot is in, and what their moderators set."""
