"""`python -m bot doctor`: whether this bot can run here, and what keeps it from it."""
