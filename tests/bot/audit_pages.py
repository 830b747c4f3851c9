"""Pages about what an analysis rests on, for the golden files."""

from dataclasses import replace
from datetime import UTC, datetime

from bot.message import Message
from bot.views.library import audit, history, provenance
from briefings.library import Difference, News, Removal, Revised, Unread, audit_analysis, passage, shares
from tests.fakes.ferries import FERRIES, NOW, SUMMIT, ZONE

_FOUND = audit_analysis(FERRIES.draft, NOW, ZONE)
_SOUND = replace(FERRIES, draft=replace(FERRIES.draft, sections=(), citations=(), references=(), mentions=()))
_BOARD = FERRIES.draft.citations[0]
_SENTENCES = [passage(FERRIES, sentence.start) for sentence in FERRIES.draft.sentences]
_NEWER = replace(FERRIES, revision=2)
_FIRST = Revised(1, NOW, "the command line", None)
_REVISED = Revised(
    2,
    datetime(2026, 2, 11, 17, 30, tzinfo=UTC),
    "Anna (telegram:42)",
    Difference(
        sections_added=("Money and Ice",),
        added=tuple((one.start, one.end) for one in FERRIES.draft.sentences[1:4]),
        removed=tuple((one.start, one.end) for one in FERRIES.draft.sentences[:1] * 8),
        citations_added=("(Coast Gazette, 2026)", "(A, 1)", "(B, 2)", "(C, 3)", "(C, 3)"),
    ),
)

AUDIT_PAGES: dict[str, Message] = {
    "audit": audit.audit(FERRIES, _FOUND, shares(FERRIES.draft), "/", everything=False),
    "audit-many": audit.audit(FERRIES, [_FOUND[-1]] + [_FOUND[0]] * 3, (), "/readout ", everything=False),
    "audit-nothing": audit.audit(_SOUND, (), (), "/", everything=False),
    "where": provenance.where(passage(FERRIES, _BOARD.start), [one for one in _FOUND if one.start == _BOARD.start], 1),
    "where-older": provenance.where(passage(FERRIES, FERRIES.draft.sections[0].start), (), 3),
    "where-which": provenance.choice(_SENTENCES),
    "changes": history.changes(
        _NEWER, Unread(_NEWER, FERRIES, _REVISED.difference or Difference()), [_REVISED, _FIRST], ZONE, 2
    ),
    "changes-none": history.changes(FERRIES, Unread(FERRIES, FERRIES, Difference()), [_FIRST] * 11, ZONE, 10),
    "changes-unread": history.changes(FERRIES, None, [_FIRST], ZONE, 10),
    "changes-everywhere": history.news(
        News(NOW, (Unread(_NEWER, FERRIES, _REVISED.difference or Difference()),), (replace(FERRIES, id=7),)), ZONE, "/"
    ),
    "changes-nowhere": history.news(News(NOW), ZONE, "/"),
    "changes-of-a-newcomer": history.news(News(None), ZONE, "/readout "),
    "remove": history.confirm_removal(Removal(_NEWER, (SUMMIT,)), "/"),
    "removed": history.analysis_removed(Removal(_NEWER, (SUMMIT,)), "/readout "),
    "removed-alone": history.analysis_removed(Removal(FERRIES, ()), "/"),
    "where-which-of-many": provenance.choice(_SENTENCES * 10),
}
