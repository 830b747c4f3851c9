"""Views of analyses: lists, text, summaries, sources, search, audit, history."""
