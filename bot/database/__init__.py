"""What the bot remembers: a portable interface, and SQLite behind it."""
