"""Wishes that a command carries out only in part, elsewhere or not at all. Pure."""
