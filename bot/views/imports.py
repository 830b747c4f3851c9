"""What became of files that were handed in: what was read, and what was doubtful."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from bot.message import Block, Bullets, Button, Buttons, Fields, Heading, Message, Note, Paragraph, Text, say, text
from bot.views.auditing import summed
from bot.views.naming import header
from bot.views.pieces import event_line
from bot.views.words import day
from briefings.model.analysis import Draft
from briefings.model.finding import Finding
from briefings.service import Added

_OUTCOMES = {
    "new": "new",
    "revised": "a revision",
    "redated": "the same text, with another date",
    "unchanged": "unchanged, this very text was here already",
}


def outcome_of(added: Added, name: str) -> str:
    """What a file became."""
    return f"{_OUTCOMES[added.outcome]} ({name})"


def imported(added: Added, outcome: str, findings: Sequence[Finding], now: datetime, zone: str, prefix: str) -> Message:
    """A text that was read, for the first time or again, with what an audit found in it."""
    draft, id_ = added.analysis.draft, added.analysis.id
    return say(
        *header(added.analysis, outcome),
        Fields(_read(draft)),
        Note(text(_dated(draft, id_, prefix))),
        *_listed("Events", [event_line(event, now, zone) for event in added.events]),
        *_listed("Doubtful", [text(doubt) for doubt in draft.doubts]),
        *_audited(findings),
        _buttons(id_),
    )


def refused(name: str, reason: str) -> Message:
    """One file that was not taken in."""
    return say(Heading(name, 2), f"Not imported: {reason}")


def together(messages: Sequence[Message]) -> Message:
    """The answers for several files as one."""
    blocks: list[Block] = [block for message in messages for block in message.blocks]
    return Message(tuple(blocks), whole="/list")


def _read(draft: Draft) -> tuple[tuple[str, Text], ...]:
    return (
        ("Sections", text(f"{len(draft.sections):,}")),
        ("Sentences", text(f"{len(draft.sentences):,}")),
        ("Sources", text(f"{len(draft.references):,}")),
        ("Citations", text(_citations(draft))),
    )


def _citations(draft: Draft) -> str:
    status = Counter(citation.status for citation in draft.citations)
    doubtful = (
        f"{status['ambiguous']} fit several sources" if status["ambiguous"] else "",
        f"{status['missing']} without a reference" if status["missing"] else "",
    )
    told = ", ".join(filter(None, doubtful))
    return f"{len(draft.citations):,} ({told})" if told else f"{len(draft.citations):,}"


def _dated(draft: Draft, id_: int, prefix: str) -> str:
    if draft.published is None:
        return f"No date of publication found; {prefix}published a{id_} DATE sets it."
    told = f"Read as published on {day(draft.published)}"
    if draft.published_from == "given":
        return f"{told}, as you said."
    return f"{told}, the newest date in the text; {prefix}published a{id_} DATE sets another."


def _listed(heading: str, items: Sequence[Text]) -> tuple[Block, ...]:
    return (Heading(heading, 2), Bullets(tuple(items))) if items else ()


def _audited(findings: Sequence[Finding]) -> tuple[Block, ...]:
    told = summed(findings)
    return (Heading("Audit", 2), Paragraph(text(f"{told[:1].upper()}{told[1:]}."))) if told else ()


def _buttons(id_: int) -> Buttons:
    names = ("Summary", "Sections", "Sources", "Audit")
    return Buttons((tuple(Button(name, f"/{name.lower()} a{id_}") for name in names),))
