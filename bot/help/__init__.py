"""Finding one's way: what one can do here, and what this bot is."""
