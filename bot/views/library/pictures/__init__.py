"""Answers shown as pictures: the timeline of a text, and its sources by section."""
