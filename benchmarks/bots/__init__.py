"""The programs that are measured: our bot with a window to look inside, and the bare one beside it."""
