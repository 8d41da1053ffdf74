"""Tools of the maintainers; none of them is installed."""
