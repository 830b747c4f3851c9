"""Dated events that a text announces: what takes place, and when. Pure."""
