"""Streaming goals: official readings, what members log, and where it leads."""
