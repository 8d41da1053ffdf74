"""Trivia: the questions a fact base makes, and rounds of them."""
