"""The bot's commands, one file a feature. Thin: read, ask one service, answer with one card."""
