"""The bot in a simulated Discord: as a page in the browser, in the terminal, and under the tests."""
