"""Describes a file on one line, with the warnings from reading it below."""

from collections import Counter

from bot.platforms.console.screen import visible
from bot.views.shared.names_and_dates import counted
from briefings.library import ImportResult
from briefings.model.analysis import Draft

_NO_SOURCE = "from the text"  # of what an earlier version read


def import_line(added: ImportResult) -> str:
    """Describes the result of an import."""
    events = counted(len(added.events), "event")
    return f"a{added.analysis.id}, {added.outcome}: {_described(added.analysis.draft, events)}"


def reading_lines(draft: Draft) -> str:
    """Describes the contents of a file."""
    return _described(draft, counted(len(draft.mentions), "event"))


def _described(draft: Draft, events: str) -> str:
    status = Counter(citation.status for citation in draft.citations)
    doubtful = [f"{status[kind]:,} {kind}" for kind in ("ambiguous", "missing") if status[kind]]
    parts = (
        counted(len(draft.sections), "section"),
        counted(len(draft.sentences), "sentence"),
        counted(len(draft.references), "source"),
        counted(len(draft.citations), "citation") + (f" ({', '.join(doubtful)})" if doubtful else ""),
        events,
    )
    source = "as given" if draft.published_from == "given" else draft.date_source or _NO_SOURCE
    dated = f"published {draft.published} ({source})" if draft.published else "no date found"
    doubts = "".join(f"\n  doubtful: {doubt}" for doubt in draft.doubts)
    return visible(f"“{draft.title}”, {', '.join(parts)}; {dated}{doubts}")
