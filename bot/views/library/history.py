"""Views of revisions, unread changes and removal."""

from collections.abc import Sequence
from dataclasses import replace

from bot.languages import _, ngettext, plurals
from bot.message import (
    Block,
    Bullets,
    Button,
    Buttons,
    Heading,
    Message,
    Note,
    Paragraph,
    Run,
    Text,
    bold,
    code,
    filled,
    say,
    text,
)
from bot.views.accounts.audit_log import author_of
from bot.views.shared.names_and_dates import clock, counted, header, in_quotes, joined, listed
from bot.views.shared.quotations import ask_position, strip_markdown
from briefings.library import Difference, News, Removal, Revised, Unread
from briefings.model.agenda import Event
from briefings.model.analysis import Analysis, Draft
from briefings.model.corrections import QuotedSpan
from briefings.model.table_rows import row_at, row_passage

SHOWN = 10
_NAMES = 3  # headings or citations told in a line
_SENTENCES = 6
_LONGEST = 200  # characters of a sentence


def changes(
    analysis: Analysis, of: Unread | None, revised: Sequence[Revised], zone: str, most: int, *, everything: bool = False
) -> Message:
    """What is new in an analysis since the reader's last revision, a few sentences unless all are wanted; below it
    the revisions, at most `most`.
    """
    here, known = f"a{analysis.id}", of is not None and not of.same
    facts = _("changes since revision {number}", number=of.read.revision) if of and known else _("changes")
    asked = of.difference.added[:_SENTENCES] if of else ()
    rows = (
        ask_position(analysis.id, analysis.revision, [start for start, _end in asked]),
        (Button(_("Summary"), f"/summary {here}"), Button(_("Full text"), f"/read {here}")),
    )
    return say(
        *header(analysis, facts),
        *unread(analysis, of, everything=everything),
        Heading(_("Revisions"), 2),
        *revisions(revised, zone, most),
        Buttons(tuple(row for row in rows if row)),
        whole=f"/read {here}" if known else "",
        line=f"/changes {here}",
    )


def with_corrections(message: Message, logged: Sequence[Block]) -> Message:
    """Changes with the corrections below them."""
    return replace(message, blocks=(*message.blocks, Heading(_("Corrections"), 2), *logged))


def revisions(revised: Sequence[Revised], zone: str, most: int = SHOWN) -> tuple[Block, ...]:
    """Revisions with author, date and changes, newest first; at most `most`."""
    more = (Note(text(_("There are more, older ones."))),) if len(revised) > most else ()
    return Bullets(tuple(_revision(each, zone) for each in revised[:most])), *more


def _revision(of: Revised, zone: str) -> Text:
    by = _(", by {name}", name=author_of(of.by)) if of.by else ""
    changes = _("the first") if of.difference is None else changes_in_line(of.difference)
    return text(bold(_("Revision {number}", number=of.revision)), f", {clock(of.at, zone)}{by}: {changes}")


def changes_in_line(of: Difference) -> str:
    """Additions and removals on one line."""
    cited, uncited = ([name.strip("()") for name in names] for names in (of.citations_added, of.citations_removed))
    gone = of.sections_removed
    parts = (
        (len(of.sections_added), plurals("{number} section added", "{number} sections added"), of.sections_added),
        (len(gone), plurals("{number} section removed", "{number} sections removed"), gone),
        (len(of.added), plurals("{number} sentence added", "{number} sentences added"), ()),
        (len(of.removed), plurals("{number} sentence removed", "{number} sentences removed"), ()),
        (len(of.rows_added), plurals("{number} table row added", "{number} table rows added"), ()),
        (len(of.rows_removed), plurals("{number} table row removed", "{number} table rows removed"), ()),
        (len(cited), plurals("{number} citation added", "{number} citations added"), cited),
        (len(uncited), plurals("{number} citation removed", "{number} citations removed"), uncited),
        (len(of.references_added), plurals("{number} reference added", "{number} references added"), ()),
        (len(of.references_removed), plurals("{number} reference removed", "{number} references removed"), ()),
    )
    changes = [f"{ngettext(*forms, number)}{_named(names)}" for number, forms, names in parts if number]
    return listed(changes) or _("no sentence, table, section or citation changed")


def _named(names: Sequence[str]) -> str:
    if not names:
        return ""
    different = list(dict.fromkeys(" ".join(name.split()) for name in names))
    shown = [in_quotes(name) for name in different[:_NAMES]]
    left = len(different) - _NAMES
    return f" ({joined([*shown, *([ngettext('{number} more', '{number} more', left)] if left > 0 else [])])})"


def unread(analysis: Analysis, of: Unread | None, *, everything: bool = False) -> tuple[Block, ...]:
    """What is new in an analysis since the reader's last revision; a few sentences unless all are wanted."""
    if of is None:
        return (Paragraph(text(_("You haven't read it here yet."))),)
    if of.same:
        return (Paragraph(text(_("None: you have read the newest revision."))),)
    most = None if everything else _SENTENCES
    return (
        Paragraph(text(_sentence(of.difference))),
        *_said(_("New"), analysis, of.difference.added, most, quoted=True),
        *_said(_("Gone"), of.read, of.difference.removed, most),
        *_tabled(_("New in tables"), analysis, of.difference.rows_added, most, quoted=True),
        *_tabled(_("Gone from tables"), of.read, of.difference.rows_removed, most),
    )


def _sentence(of: Difference) -> str:
    changes = changes_in_line(of)
    return f"{changes[:1].upper()}{changes[1:]}."


def _said(
    heading: str, of: Analysis, spans: Sequence[tuple[int, int]], most: int | None, *, quoted: bool = False
) -> tuple[Block, ...]:
    """Sentences; only those of the newest text count as quoted."""
    if not spans:
        return ()
    words = [strip_markdown(of.draft.text[start:end]) for start, end in spans[:most]]
    more = ngettext("{number} more sentence.", "{number} more sentences.", len(spans) - len(words))
    return _shortened(heading, words, _origins(of, spans, quoted=quoted), most, more if len(spans) > len(words) else "")


def _tabled(
    heading: str, of: Analysis, spans: Sequence[tuple[int, int]], most: int | None, *, quoted: bool = False
) -> tuple[Block, ...]:
    """Table rows in words, with their headers."""
    if not spans:
        return ()
    words = [_row(of.draft, span) for span in spans[:most]]
    more = ngettext("{number} more row.", "{number} more rows.", len(spans) - len(words))
    return _shortened(heading, words, _origins(of, spans, quoted=quoted), most, more if len(spans) > len(words) else "")


def _origins(of: Analysis, spans: Sequence[tuple[int, int]], *, quoted: bool) -> Sequence[QuotedSpan | None]:
    return [QuotedSpan(of.id, of.revision, *span) if quoted else None for span in spans]


def _row(draft: Draft, span: tuple[int, int]) -> str:
    found = row_at(draft, span[0])
    return row_passage(draft, *found) if found else strip_markdown(draft.text[span[0] : span[1]])


def _shortened(
    heading: str, words: Sequence[str], origins: Sequence[QuotedSpan | None], most: int | None, more: str
) -> tuple[Block, ...]:
    """A list under a heading, its lines cut unless all is wanted."""
    lines = tuple(
        text(Run(_short(each) if most else " ".join(each.split()), origin=origin))
        for each, origin in zip(words, origins, strict=False)
    )
    return (Heading(heading, 2), Bullets(lines), *((Note(text(more)),) if more else ()))


def _short(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= _LONGEST else f"{line[:_LONGEST].rsplit(' ', 1)[0]} ..."


def news(of: News, zone: str, prefix: str, *, everything: bool = False) -> Message:
    """Changes in the analyses the reader knows, and new analyses; a few unless all are wanted."""
    if of.since is None:
        return say(_("You haven't read anything here yet. Type {prefix}list to see all analyses.", prefix=prefix))
    if not of.revised and not of.new:
        return say(_("Nothing is new since you last read here, {time}.", time=clock(of.since, zone)))
    most = None if everything else SHOWN
    changed = [_titled(each.analysis, changes_in_line(each.difference)) for each in of.revised[:most]]
    new = [_titled(each, counted(len(each.draft.sections), "section")) for each in of.new[:most]]
    return say(
        Heading(_("New since you last read")),
        Note(text(clock(of.since, zone))),
        *_listed(_("Revised"), changed, len(of.revised)),
        *_listed(_("New analyses"), new, len(of.new)),
        *_offered(of),
        whole="/list",
        line="/changes",
    )


def _offered(of: News) -> tuple[Block, ...]:
    ids = [each.analysis.id for each in of.revised] + [each.id for each in of.new]
    return (Buttons((tuple(Button(_("Summary of {id}", id=f"a{id_}"), f"/summary a{id_}") for id_ in ids[:4]),)),)


def _titled(analysis: Analysis, facts: str) -> Text:
    return text(code(f"a{analysis.id}"), " ", bold(analysis.title), f": {facts}")


def _listed(heading: str, items: Sequence[Text], total: int) -> tuple[Block, ...]:
    if not items:
        return ()
    more = (Note(text(ngettext("{number} more.", "{number} more.", total - len(items)))),) if total > len(items) else ()
    return Heading(heading, 2), Bullets(tuple(items)), *more


def confirm_removal(of: Removal, prefix: str) -> Message:
    """Asks whether to remove an analysis, and says how to give a reason."""
    id_ = of.analysis.id
    line = f"{prefix}remove a{id_} yes {_('The source was withdrawn.')}"
    why = _("To tell the chats that were shown it, type a reason: {line}")
    asked = say(
        *header(of.analysis, _("remove it?")),
        ngettext(
            "This also removes its only revision, its summaries and its event mentions. You can undo this for a day.",
            "This also removes its {number} revisions, its summaries and its event mentions. You can undo this "
            "for a day.",
            of.analysis.revision,
        ),
        *_followed(of.followed),
        Note(filled(why, line=code(line))),
        Buttons(
            (
                (
                    Button(_("Remove {id}", id=f"a{id_}"), f"/remove a{id_} yes"),
                    Button(_("Keep it"), f"/sections a{id_}"),
                ),
            )
        ),
    )
    return replace(asked, proposes=True)


def analysis_removed(of: Removal, prefix: str, why: str = "") -> Message:
    """An analysis was removed; with a reason, the chats that were shown it are told."""
    told = _("The chats that were shown it are told in a minute, with your reason.")
    cancel = f"{prefix}event e{of.followed[0].id} cancelled" if of.followed else ""
    return say(
        ngettext(
            "Removed: “{title}” ({id}), with its {number} revision.",
            "Removed: “{title}” ({id}), with its {number} revisions.",
            of.analysis.revision,
            title=of.analysis.title,
            id=f"a{of.analysis.id}",
        ),
        *((told,) if why else ()),
        *_followed(of.followed),
        *((Note(filled(_("To end that and notify followers, type {line}"), line=code(cancel))),) if cancel else ()),
    )


def _followed(events: Sequence[Event]) -> tuple[Block, ...]:
    """Followed events that no other text mentions; their reminders continue."""
    if not events:
        return ()
    sentence = _(
        "These events have followers and no other analysis mentions them. They stay, and reminders still go out:"
    )
    return Note(text(sentence)), Bullets(tuple(text(code(f"e{each.id}"), " ", bold(each.title)) for each in events))
