"""Describes a file on one line, with the warnings from reading it below."""

from collections import Counter
from datetime import UTC

from bot.cli.base import now
from bot.platforms.console.screen import visible
from bot.views.shared.names_and_dates import counted
from briefings.library import ImportResult
from briefings.model.analysis import Draft
from briefings.model.marking import Label, Marking, ProposedMarking, shown

_NO_SOURCE = "from the text"  # of what an earlier version read


def import_line(added: ImportResult, label: Label | None, default: Marking) -> str:
    """Describes the result of an import, with who sees it from now on; `default` is of a text without a label."""
    id_, events = f"a{added.analysis.id}", counted(len(added.events), "event")
    seen = shown(label or Label(default))
    line = f"{id_}, {added.outcome}, seen by {seen}: {_described(added.analysis.draft, events)}"
    return f"{line}{_proposal(added.proposed, id_)}" if added.proposed else line


def _proposal(of: ProposedMarking, id_: str) -> str:
    """What a text says of its own secrecy, and the line that marks it so."""
    end = of.end(now().astimezone().tzinfo or UTC)
    to = f"--until {end.isoformat(timespec='minutes')}" if end else of.marking.lower()
    line = f'readout mark {id_} {to} --for all --because "the text says so"'
    return "\n" + visible(f"  The text says “{of.words}”, so nobody else sees it yet. To mark it so: {line}")


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
