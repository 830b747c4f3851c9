"""Stored analyses: import, revisions, search, summaries, sources, audit, quotations, timeline, export.

It knows no chat, and no event except those mentioned in its texts.
"""

from briefings.library.audit import audit_analysis
from briefings.library.diff import Difference
from briefings.library.disambiguation import called
from briefings.library.history import News, Removal, Revised, Unread
from briefings.library.library import Added, Found, not_ahead
from briefings.library.provenance import Passage, passage, places_in, saying
from briefings.library.quotes import Voice, voices, voices_named
from briefings.library.resolve import Place, leans_on_current
from briefings.library.similarity import Choice
from briefings.library.sources import AmbiguousKey, Cited, Share, SourceLine, Sources, section_at, shares, sources_of
from briefings.library.timeline import Moment, timeline_of
from briefings.library.watched_folder import Look, Settled

__all__ = [
    "Added",
    "AmbiguousKey",
    "Choice",
    "Cited",
    "Difference",
    "Found",
    "Look",
    "Moment",
    "News",
    "Passage",
    "Place",
    "Removal",
    "Revised",
    "Settled",
    "Share",
    "SourceLine",
    "Sources",
    "Unread",
    "Voice",
    "audit_analysis",
    "called",
    "leans_on_current",
    "not_ahead",
    "passage",
    "places_in",
    "saying",
    "section_at",
    "shares",
    "sources_of",
    "timeline_of",
    "voices",
    "voices_named",
]
