"""Who has to wait, and whom the operator has shut out."""
