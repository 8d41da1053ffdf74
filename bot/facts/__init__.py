"""The fact base: what the fandom knows, with sources."""
