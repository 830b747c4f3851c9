"""Finds the dated events that a text announces. Pure."""
