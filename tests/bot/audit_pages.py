"""Pages about what an analysis rests on, for the golden files."""

from dataclasses import replace

from bot.message import Message
from bot.views import auditing, provenance
from briefings.service import audit, passage, shares
from tests.fakes.ferries import FERRIES, NOW, ZONE

_FOUND = audit(FERRIES.draft, NOW, ZONE)
_SOUND = replace(FERRIES, draft=replace(FERRIES.draft, sections=(), citations=(), references=(), mentions=()))
_BOARD = FERRIES.draft.citations[0]
_SENTENCES = [passage(FERRIES, sentence.start) for sentence in FERRIES.draft.sentences]

AUDIT_PAGES: dict[str, Message] = {
    "audit": auditing.audit(FERRIES, _FOUND, shares(FERRIES.draft), "/", everything=False),
    "audit-many": auditing.audit(FERRIES, [_FOUND[-1]] + [_FOUND[0]] * 3, (), "/readout ", everything=False),
    "audit-nothing": auditing.audit(_SOUND, (), (), "/", everything=False),
    "where": provenance.where(passage(FERRIES, _BOARD.start), [one for one in _FOUND if one.start == _BOARD.start], 1),
    "where-older": provenance.where(passage(FERRIES, FERRIES.draft.sections[0].start), (), 3),
    "where-which": provenance.choice(_SENTENCES),
    "where-which-of-many": provenance.choice(_SENTENCES * 10),
}
