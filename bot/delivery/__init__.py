"""What is due when, and posting it exactly once: used by every feature that speaks unasked."""
