"""Backups that make themselves."""
