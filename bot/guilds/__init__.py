"""What a server has set: its language, time zone, channels and roles."""
