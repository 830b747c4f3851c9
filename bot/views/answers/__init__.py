"""Views of answers over the whole library."""
