"""Statements about the future: their rows, and pages of them in the order of an answer."""
