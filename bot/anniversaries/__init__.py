"""On this day: which anniversaries a day has, and when a day's post is due."""
