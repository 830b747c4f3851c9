"""Stored analyses: import, revisions, search, summaries, sources, audit, quotations, timeline, export.

It knows no chat, and no event except those mentioned in its texts.
"""

from briefings.library.diff import Difference
from briefings.library.history import News, Removal, Revised, Unread
from briefings.library.library import Found, ImportResult, reject_future_date
from briefings.library.meaning import CloseSentence, Meaning
from briefings.library.reading_progress import RereadingProgress
from briefings.library.reports.audit import audit_analysis, reading_doubts
from briefings.library.reports.disambiguation import called
from briefings.library.reports.facts import (
    Facts,
    SpeakerQuotations,
    authors_of,
    facts_of,
    quotations_by_speaker,
    speakers_named,
)
from briefings.library.reports.provenance import PassageInContext, passage, places_in, positions_of, quote
from briefings.library.reports.sources import (
    AmbiguousKey,
    CitedReference,
    Share,
    SourceLine,
    Sources,
    shares,
    sources_of,
)
from briefings.library.reports.timeline import Moment, timeline_of
from briefings.library.rereading import Rereading
from briefings.library.resolve import ResolvedPlace, uses_current_analysis
from briefings.library.similarity import RevisionChoice
from briefings.library.watched_folder import FileResult, FileStat, given_marking
from briefings.model.analysis import section_at
from briefings.store.analyses import Stamp
from briefings.text.terms import words_in

__all__ = [
    "AmbiguousKey",
    "CitedReference",
    "CloseSentence",
    "Difference",
    "Facts",
    "FileResult",
    "FileStat",
    "Found",
    "ImportResult",
    "Meaning",
    "Moment",
    "News",
    "PassageInContext",
    "Removal",
    "Rereading",
    "RereadingProgress",
    "ResolvedPlace",
    "Revised",
    "RevisionChoice",
    "Share",
    "SourceLine",
    "Sources",
    "SpeakerQuotations",
    "Stamp",
    "Unread",
    "audit_analysis",
    "authors_of",
    "called",
    "facts_of",
    "given_marking",
    "passage",
    "places_in",
    "positions_of",
    "quotations_by_speaker",
    "quote",
    "reading_doubts",
    "reject_future_date",
    "section_at",
    "shares",
    "sources_of",
    "speakers_named",
    "timeline_of",
    "uses_current_analysis",
    "words_in",
]
