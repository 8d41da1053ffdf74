"""How fast and how large, side by side with a bare discord.py bot of the same extras, loop and intents."""
