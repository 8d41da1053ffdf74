"""Pictures: drawn by a process of their own, which lives only while there is something to draw."""
