"""Stored analyses: import, revisions, search, summaries, sources, audit, quotations, timeline, export.

It knows no chat and no event but those its texts mention.
"""
