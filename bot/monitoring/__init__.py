"""Health and measures for whoever hosts the bot. Stands above the client; nothing below knows of it."""
