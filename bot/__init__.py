"""Borahae: a Discord bot for fan communities."""

from importlib.metadata import PackageNotFoundError, version

try:
    __version__ = version("borahae")
except PackageNotFoundError:  # a bare checkout on the import path
    __version__ = "0+unknown"
