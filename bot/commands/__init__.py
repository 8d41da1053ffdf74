"""The commands as Discord knows them."""
