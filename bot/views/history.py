"""Revisions of an analysis, what is new since somebody read it, and what goes when it is removed."""

from collections.abc import Sequence

from bot.message import Block, Bullets, Button, Buttons, Heading, Message, Note, Text, bold, code, say, text
from bot.views.naming import header
from bot.views.provenance import asking
from bot.views.words import clock, counted, joined
from briefings.model.agenda import Event
from briefings.model.analysis import Analysis, Draft
from briefings.service import Difference, News, Removal, Revised, Unread

SHOWN = 10
_NAMES = 3  # headings or citations told in a line
_SENTENCES = 6
_LONGEST = 200  # characters of a sentence


def revisions(analysis: Analysis, listed: Sequence[Revised], zone: str) -> Message:
    """Each revision with who added it when, and what it changed; SHOWN at most."""
    shown = listed[:SHOWN]
    return say(
        *header(analysis, "revisions"),
        Bullets(tuple(_revision(each, zone) for each in shown)),
        *((Note(text("There are older ones.")),) if len(listed) > SHOWN else ()),
        Buttons(
            ((Button("Changes since I read", f"/changes a{analysis.id}"), Button("Audit", f"/audit a{analysis.id}")),)
        ),
    )


def _revision(of: Revised, zone: str) -> Text:
    by = f", by {of.by}" if of.by else ""
    told = "the first" if of.difference is None else told_in_line(of.difference)
    return text(bold(f"Revision {of.revision}"), f", {clock(of.at, zone)}{by}: {told}")


def told_in_line(of: Difference) -> str:
    """What came and went, in a line."""
    parts = (
        _named(of.sections_added, "section", "added"),
        _named(of.sections_removed, "section", "removed"),
        _plain(len(of.added), "sentence", "added"),
        _plain(len(of.removed), "sentence", "removed"),
        _named(of.citations_added, "citation", "added"),
        _named(of.citations_removed, "citation", "removed"),
        _plain(len(of.references_added), "reference", "added"),
        _plain(len(of.references_removed), "reference", "removed"),
    )
    return "; ".join(filter(None, parts)) or "no sentence, section or citation changed"


def _plain(number: int, noun: str, happened: str) -> str:
    return f"{counted(number, noun)} {happened}" if number else ""


def _named(names: Sequence[str], noun: str, happened: str) -> str:
    if not names:
        return ""
    different = list(dict.fromkeys(" ".join(name.split()) for name in names))
    shown = [f"“{name.strip('()')}”" if noun == "citation" else f"“{name}”" for name in different[:_NAMES]]
    more = [f"{len(different) - _NAMES:,} more"] if len(different) > _NAMES else []
    return f"{counted(len(names), noun)} {happened} ({joined([*shown, *more])})"


def unread(analysis: Analysis, of: Unread | None) -> Message:
    """What is new in an analysis since the reader's last revision of it."""
    if of is None:
        return say(*header(analysis, "changes"), "You have not read it here yet.", _read(analysis))
    if of.same:
        return say(*header(analysis, "changes"), "Nothing: you have read its newest revision.", _read(analysis))
    return say(
        *header(analysis, f"changes since revision {of.read.revision}"),
        _sentence(of.difference),
        *_said("New", analysis.draft, of.difference.added),
        *_said("No longer there", of.read.draft, of.difference.removed),
        _buttons(analysis, of.difference),
        whole=f"/read a{analysis.id}",
    )


def _sentence(of: Difference) -> str:
    told = told_in_line(of)
    return f"{told[:1].upper()}{told[1:]}."


def _said(heading: str, draft: Draft, spans: Sequence[tuple[int, int]]) -> tuple[Block, ...]:
    if not spans:
        return ()
    lines = tuple(text(_short(draft.text[start:end])) for start, end in spans[:_SENTENCES])
    more = f"{counted(len(spans) - _SENTENCES, 'sentence')} more."
    return (
        Heading(heading, 2),
        Bullets(lines),
        *((Note(text(more)),) if len(spans) > _SENTENCES else ()),
    )


def _short(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= _LONGEST else f"{line[:_LONGEST].rsplit(' ', 1)[0]} ..."


def _buttons(analysis: Analysis, of: Difference) -> Buttons:
    asked = asking(analysis.id, analysis.revision, [start for start, _ in of.added[:_SENTENCES]])
    rows = (asked, (Button("Summary", f"/summary a{analysis.id}"), Button("Full text", f"/read a{analysis.id}")))
    return Buttons(tuple(row for row in rows if row))


def _read(analysis: Analysis) -> Buttons:
    return Buttons(((Button("Summary", f"/summary a{analysis.id}"), Button("Full text", f"/read a{analysis.id}")),))


def news(of: News, zone: str, prefix: str) -> Message:
    """What changed in the analyses that the reader knows, and which are new."""
    if of.since is None:
        return say(f"You have read nothing here yet. {prefix}list shows what there is.")
    if not of.revised and not of.new:
        return say(f"Nothing is new since you last read here, {clock(of.since, zone)}.")
    changed = [_titled(each.analysis, told_in_line(each.difference)) for each in of.revised[:SHOWN]]
    new = [_titled(each, counted(len(each.draft.sections), "section")) for each in of.new[:SHOWN]]
    return say(
        Heading("New since you last read"),
        Note(text(clock(of.since, zone))),
        *_listed("Revised", changed, len(of.revised)),
        *_listed("New analyses", new, len(of.new)),
        *_offered(of),
        whole="/list",
    )


def _offered(of: News) -> tuple[Block, ...]:
    ids = [each.analysis.id for each in of.revised] + [each.id for each in of.new]
    return (Buttons((tuple(Button(f"Summary of a{id_}", f"/summary a{id_}") for id_ in ids[:4]),)),)


def _titled(analysis: Analysis, facts: str) -> Text:
    return text(code(f"a{analysis.id}"), " ", bold(analysis.title), f": {facts}")


def _listed(heading: str, items: Sequence[Text], total: int) -> tuple[Block, ...]:
    if not items:
        return ()
    more = (Note(text(f"{total - len(items):,} more.")),) if total > len(items) else ()
    return Heading(heading, 2), Bullets(tuple(items)), *more


def asked(of: Removal) -> Message:
    """The question whether an analysis is to go, with a button that says yes."""
    id_ = of.analysis.id
    return say(
        *header(of.analysis, "remove it?"),
        f"With it go {_every_revision(of.analysis)}, its summaries and what it says of events. This cannot be undone.",
        *_followed(of.followed),
        Buttons(((Button(f"Remove a{id_}", f"/remove a{id_} yes"), Button("Keep it", f"/sections a{id_}")),)),
    )


def removed(of: Removal, prefix: str) -> Message:
    """An analysis that is gone."""
    cancel = f"{prefix}event e{of.followed[0].id} cancelled" if of.followed else ""
    return say(
        f"Removed: “{of.analysis.title}” (a{of.analysis.id}), with {_every_revision(of.analysis)}.",
        *_followed(of.followed),
        *((Note(text(code(cancel), " ends that, and tells those who follow it.")),) if cancel else ()),
    )


def _every_revision(analysis: Analysis) -> str:
    return "its one revision" if analysis.revision == 1 else f"its {analysis.revision:,} revisions"


def _followed(events: Sequence[Event]) -> tuple[Block, ...]:
    """Events that are followed though no other text has them: their reminders still come."""
    if not events:
        return ()
    told = "Chats follow these events, which no other analysis mentions. They stay, and reminders of them still come:"
    return Note(text(told)), Bullets(tuple(text(code(f"e{each.id}"), " ", bold(each.title)) for each in events))
