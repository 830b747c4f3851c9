"""View of import results: what was read, and warnings."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.languages import _, figure, msgid, ngettext, plurals, translate
from bot.message import Block, Bullets, Button, Buttons, Fields, Heading, Message, Note, Paragraph, Text, say, text
from bot.views.agenda.agenda import review_buttons
from bot.views.library import summaries
from bot.views.shared.names_and_dates import day, event_line, header, in_quotes, joined
from briefings.errors import Undecided
from briefings.library import ImportResult, reading_doubts
from briefings.model.analysis import Draft
from briefings.model.audit import Finding
from briefings.model.summary import Summary
from briefings.parsing import NO_CAPTION, Caption

_TO_CHECK = plurals("{number} thing to check: see Audit", "{number} things to check: see Audit")
_LINES = 3  # of what the text says
_LISTED = 40  # events that the answer names
_REVIEWED = 6  # new events that get buttons of their own
_FURTHER_EVENTS = plurals("And {number} more event: {command}", "And {number} more events: {command}")
_FROM_TEXT = msgid("from the text")  # of what an earlier version read
NEW, REVISION = "new", "revision"  # after "import": what its file is
_OUTCOMES = {
    "new": msgid("new"),
    "revised": msgid("a revision"),
    "redated": msgid("the same text with a different date"),
    "unchanged": msgid("unchanged: this text is already here"),
}


def fetching_note(name: str) -> str:
    """Progress: downloading."""
    return _("Fetching {name}…", name=name)


def reading_note(name: str) -> str:
    """The line that a chat sees while a file is being read."""
    return _("Reading {name}…", name=name)


def outcome_of(added: ImportResult, name: str) -> str:
    """The result of one import."""
    return f"{_(_OUTCOMES[added.outcome])} ({name})"


def imported(
    added: ImportResult,
    brief: Summary,
    outcome: str,
    findings: Sequence[Finding],
    now: datetime,
    zone: str,
    prefix: str,
    readers: Sequence[Block] = (),
) -> Message:
    """A text that was read for the first time or again: what it says, who sees it, and how much there is to check."""
    draft, id_ = added.analysis.draft, added.analysis.id
    said = summaries.lines(added.analysis, brief, _LINES)
    return say(
        *header(added.analysis, outcome),
        *([Bullets(said)] if said else []),
        Fields(_read(draft)),
        Note(text(_dated(draft, id_, prefix))),
        *_own_marking(added, prefix),
        *readers,
        *_moved_markings(added),
        *_events(added, now, zone, prefix),
        *_audited(draft, findings),
        _buttons(id_, marked=not readers),
    )


def _own_marking(added: ImportResult, prefix: str) -> tuple[Block, ...]:
    """What the file says of its own marking. A revision takes that over only if it is stricter."""
    marking, line = added.analysis.draft.marking, f"{prefix}mark a{added.analysis.id}"
    if not marking:
        return ()
    if added.outcome == "new":
        told = _("Marked TLP:{marking}. To change it, type {line}.", marking=marking, line=line)
    else:
        told = _(
            "The file says TLP:{marking}, which counts if it is stricter than before: {line}",
            marking=marking,
            line=line,
        )
    return (Note(text(told)),)


def _moved_markings(added: ImportResult) -> tuple[Block, ...]:
    """What a revision marked by itself, since text of a marked section stands there now or its section is gone."""
    named = {" ".join(each.heading.casefold().split()): each.heading for each in added.analysis.draft.sections}
    told = [
        _(
            "Sentences of a marked section stand in “{section}” now, so that section got the marking.",
            section=named[key],
        )
        for key in added.marked
        if key in named
    ]
    if "" in added.marked:
        told.append(_("A marked section is gone or has no heading now, so the whole analysis got the marking."))
    return tuple(Note(text(each)) for each in told)


def withheld(added: ImportResult, name: str) -> Message:
    """A text that is marked so that the chat which sent it may not see it."""
    told = _("Imported. Its marking hides it from this chat, so nothing more is shown of it here.")
    return say(Heading(added.analysis.title), Note(text(outcome_of(added, name))), told)


def _events(added: ImportResult, now: datetime, zone: str, prefix: str) -> tuple[Block, ...]:
    """The events found; new ones with buttons to keep, rename or drop them."""
    found = [event for event in added.events if event.review != "dropped"]
    waiting = [event for event in found if event.review == "open"]
    lines = _listed(_("Events"), [event_line(event, now, zone) for event in found[:_LISTED]])
    if (rest := len(found) - _LISTED) > 0:
        command = f"{prefix}timeline a{added.analysis.id}"
        lines = (*lines, Note(text(ngettext(*_FURTHER_EVENTS, rest, command=command))))
    if not waiting:
        return lines
    more = _("For the others, type {prefix}event e{id} keep, drop or rename TITLE.", prefix=prefix, id=waiting[-1].id)
    explanation = _("New events reach no calendar, digest or reminder until you keep them.")
    all_ = Button(_("Keep all"), f"/event a{added.analysis.id} keep")
    rows: list[tuple[Button, ...]] = [(all_,)] if len(waiting) > 1 else []
    rows += [review_buttons(event) for event in waiting[:_REVIEWED]]
    explanation = f"{explanation} {more}" if len(waiting) > _REVIEWED else explanation
    return (*lines, Note(text(explanation)), Buttons(tuple(rows)))


def confirm_import(names: Sequence[str], says: str, caption: Caption = NO_CAPTION) -> Message:
    """Files sent without a command, with a button to import them, as their caption says if it says how."""
    files = joined([in_quotes(name) for name in names])
    plain = Button(_("Import"), says)
    if not caption.line:
        question = _("Import {files} into the library?", files=files)
        buttons: tuple[Button, ...] = (plain,)
    else:
        # What a caption says of its file.
        said = (
            _("as a revision of {id}", id=f"a{caption.revises}") if caption.revises else "",
            _("published {day}", day=day(caption.published)) if caption.published else "",
        )
        read = joined([each for each in said if each])
        question = _("Import {files} into the library, {how}?", files=files, how=read)
        as_read = Button(_("Import, {how}", how=read), f"{says} {caption.line}")
        buttons = (as_read, replace(plain, label=_("Without that")))
    return say(
        question,
        Buttons((buttons,)),
        Note(text(_("To correct the publication date, send the file again with: import published 2026-02-05."))),
    )


def confirm_text(size: int, yes: str, no: str) -> Message:
    """A long text that was pasted or forwarded, with buttons to import it or not."""
    return say(
        _("Import this text?"),
        Buttons(((Button(_("Import"), yes), Button(_("Don't import"), no)),)),
        Note(text(_("It has {number} characters. Without an answer it is deleted after a day.", number=figure(size)))),
    )


def not_imported() -> Message:
    """The answer to a person who doesn't want a text imported."""
    return say(_("Not imported. The text is deleted."))


def ask_revision_or_new(name: str, doubt: Undecided, line: str, dated: str, prefix: str) -> Message:
    """Asks whether a file is a revision or new, with buttons, or what to type if it must be sent again."""
    again, new = f"{REVISION} a{doubt.analysis}{dated}", f"{NEW}{dated}"
    question = (
        Heading(name, 2),
        Paragraph(text(translate(doubt.sentence))),
        Paragraph(text(_("Nothing is imported yet."))),
    )
    if not line:
        one, other = f"{prefix}import {again}", f"{prefix}import {new}"
        both = _("Send it again with {one} or {other}.", one=one, other=other)
        return say(*question, Note(text(_("Send it again with {one}.", one=one) if doubt.older else both)))
    if doubt.older:
        return say(*question, Buttons(((Button(_("Bring it back"), f"{line} {again}"),),)))
    revised = Button(_("Revision of {id}", id=f"a{doubt.analysis}"), f"{line} {again}")
    return say(*question, Buttons(((Button(_("New analysis"), f"{line} {new}"), revised),)))


def import_refused(name: str, reason: str) -> Message:
    """One file that wasn't imported."""
    refused = say(Heading(name, 2), _("Not imported: {reason}", reason=translate(reason)))
    return replace(refused, failed=True)


def import_results(messages: Sequence[Message]) -> Message:
    """The results of several imports, with how many succeeded."""
    blocks: list[Block] = [block for message in messages for block in message.blocks]
    failed = sum(message.failed for message in messages)
    if len(messages) > 1 and failed:
        done = len(messages) - failed
        blocks.append(Note(text(_("Of {number} files, {done} were imported.", number=len(messages), done=done))))
    return Message(tuple(blocks), whole="/list", stays=not failed)  # each event has buttons of its own


def _read(draft: Draft) -> tuple[tuple[str, Text], ...]:
    return (
        (_("Sections"), text(figure(len(draft.sections)))),
        (_("Sentences"), text(figure(len(draft.sentences)))),
        (_("Sources"), text(figure(len(draft.references)))),
        (_("Citations"), text(figure(len(draft.citations)))),
    )


def _dated(draft: Draft, id_: int, prefix: str) -> str:
    if draft.published is None:
        return _("No publication date found; set it with {line} DATE.", line=f"{prefix}published a{id_}")
    if draft.published_from == "given":
        return _("Publication date: {day}, as you said.", day=day(draft.published))
    return _(
        "Publication date: {day}, {source}. To change it, type {line} DATE.",
        day=day(draft.published),
        source=translate(draft.date_source or _FROM_TEXT),
        line=f"{prefix}published a{id_}",
    )


def _listed(heading: str, items: Sequence[Text]) -> tuple[Block, ...]:
    return (Heading(heading, 2), Bullets(tuple(items))) if items else ()


def _audited(draft: Draft, findings: Sequence[Finding]) -> tuple[Block, ...]:
    """The number of things to check, if there are any; the audit shows them."""
    number = len(findings) + len(reading_doubts(draft, {one.kind for one in findings}))
    return (Note(text(ngettext(*_TO_CHECK, number))),) if number else ()


def _buttons(id_: int, *, marked: bool) -> Buttons:
    """What to look at next, and the marking where no other button of the message opens it."""
    names = {"summary": _("Summary"), "sections": _("Sections"), "sources": _("Sources"), "audit": _("Audit")}
    names |= {"mark": _("Marking")} if marked else {}
    return Buttons((tuple(Button(label, f"/{name} a{id_}") for name, label in names.items()),))
