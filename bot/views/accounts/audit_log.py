"""View of the audit log."""

from collections.abc import Mapping, Sequence

from bot.languages import LANGUAGES, _, msgid, ngettext
from bot.message import Bullets, Heading, Message, Note, Text, bold, say, text
from bot.views.disagreements import STATES as VERDICTS
from bot.views.shared.names_and_dates import clock, day, when
from bot.views.shared.statement_marks import OUTCOMES
from briefings.model.audit_log import Record
from briefings.months import day_or_month

_DEEDS = {
    "added": msgid("{by} added {subject} “{title}”"),
    "revised": msgid("{by} added a revision of {subject} “{title}”"),
    "redated": msgid("{by} set the publication date of {subject} “{title}” to {note}"),
    "removed": msgid("{by} removed {subject} “{title}”"),
    "restored": msgid("{by} restored {subject} “{title}”"),
    "corrected": msgid("{by} corrected {subject} “{title}”"),
    "corrected, noted": msgid("{by} corrected {subject} “{title}”: {note}"),
    "reworded": msgid("{by} called the changes of {subject} “{title}” wording only"),
    "reopened": msgid("{by} took back the decision on the changes of {subject} “{title}”"),
    "judged": msgid("{by} decided on disagreement {subject} “{title}”: {note}"),
    "settled": msgid("{by} settled statement {subject} “{title}”: {note}"),
    "settled, reversed": msgid("{by} took back the outcome of statement {subject} “{title}”"),
    "marked": msgid("{by} marked {subject} “{title}”: {note}"),
    "cleared": msgid("{by} set the clearance of {subject} to the default"),
    "cleared, noted": msgid("{by} set the clearance of {subject} to {note}"),
    "grouped": msgid("{by} removed the group @{subject}"),
    "grouped, noted": msgid("{by} set the members of the group @{subject}: {note}"),
    "created": msgid("{by} added event {subject} “{title}” {after}"),
    "moved": msgid("{by} moved {subject} “{title}”: it was {before}, and is now {after}"),
    "moved, noted": msgid("{by} moved {subject} “{title}”: it was {before}, and is now {after}, according to {note}"),
    "moved, reversed": msgid("{by} took back that {subject} “{title}” is off: its time is {after}"),
    "renamed": msgid("{by} renamed {subject} “{note}” to “{title}”"),
    "renamed, noted": msgid("{by} renamed {subject} “{note}” to “{title}”"),
    "kept": msgid("{by} kept {subject} “{title}”"),
    "dropped": msgid("{by} dropped {subject} “{title}”"),
    "held": msgid("{by} recorded that {subject} “{title}” took place"),
    "held, noted": msgid("{by} recorded that {subject} “{title}” took place: {note}"),
    "postponed": msgid("{by} marked {subject} “{title}” as postponed"),
    "postponed, noted": msgid("{by} marked {subject} “{title}” as postponed: {note}"),
    "cancelled": msgid("{by} cancelled {subject} “{title}”"),
    "cancelled, noted": msgid("{by} cancelled {subject} “{title}”: {note}"),
    "joined": msgid("{by} merged {note} into {subject} “{title}”"),
    "parted": msgid("{by} separated {note} from {subject} “{title}”"),
    "opened": msgid("{by} opened chat {subject}"),
    "forgotten": msgid("{by} erased the data stored about {subject}"),
    "invited": msgid("{by} created invitation {subject} ({note})"),
    "entitled": msgid("{by} used invitation {title}: {subject} ({note})"),
    "exposed": msgid("{by} posted the code of invitation {subject} ({note}) in a group, so it was withdrawn"),
    "withdrawn": msgid("{by} withdrew {subject}"),
    "zone": msgid("{by} set the time zone of {subject} to {note}"),
    "language": msgid("{by} set the language of {subject} to {note}"),
    "quiet": msgid("{by} set the quiet hours of {subject} to {note}"),
    "linked": msgid("{by} linked {subject} and {note}"),
    "unlinked": msgid("{by} unlinked {subject} and {note}"),
}


ERASED = msgid("(erased)")  # stands for a chat that was forgotten, and whoever erased it alone with the bot
ROLE_NAMES = {"reader": msgid("reader"), "editor": msgid("editor"), "admin": msgid("admin")}
_NOTES: Mapping[str, Mapping[str, str]] = {  # by the change, what stands in the log for the words shown
    "invited": ROLE_NAMES,
    "entitled": ROLE_NAMES,
    "exposed": ROLE_NAMES,
    "judged": {str(each): word for each, word in VERDICTS.items()},
    "settled": {**{str(each): word for each, word in OUTCOMES.items()}, "moved": msgid("moved"), "open": msgid("open")},
    "language": {**LANGUAGES, "auto": msgid("each person's own")},
}
COMMAND_LINE = msgid("the command line")  # who adds what is imported there


def author_of(by: str) -> str:
    """The name of the person who made a change."""
    return _(by) if by in (COMMAND_LINE, ERASED) else by or _("somebody")


def changes(records: Sequence[Record], zone: str) -> Message:
    """The latest changes of the library, events and roles."""
    if not records:
        return say(_("Nothing has been changed yet."))
    return say(
        Heading(_("Changes")),
        Note(text(ngettext("{number} change, newest first.", "{number} changes, newest first.", len(records)))),
        Bullets(tuple(_line(each, zone) for each in records)),
    )


def _line(of: Record, zone: str) -> Text:
    return text(bold(clock(of.at, zone)), f": {change_line(of, zone)}")


def change_line(of: Record, zone: str) -> str:
    """A change in words: "Anna (telegram:42) removed a3 Title"."""
    subject = _(ERASED) if of.subject == ERASED else of.subject
    parts = {"subject": subject, "title": of.title, "note": of.note, "by": author_of(of.by)}
    parts["note"] = _note(of)
    noted = f"{of.deed}, noted"
    deed = noted if of.note and noted in _DEEDS else of.deed
    return _(_DEEDS[f"{of.deed}, reversed" if _is_reversed(of) else deed], **parts, **_dates(of, zone))


def _note(of: Record) -> str:
    """What a change was about: words of the program in the reader's language, words of people as they are."""
    if of.deed == "redated":
        return day(day_or_month(of.note))
    word = _NOTES.get(of.deed, {}).get(of.note, "")
    return _(word) if word else of.note


def _is_reversed(of: Record) -> bool:
    """Whether a change only takes back an outcome: a statement is open again, or an event is on at its old time."""
    again = of.deed == "moved" and of.before is not None and of.before == of.after
    return again or (of.deed == "settled" and of.note == "open")


def _dates(of: Record, zone: str) -> dict[str, str]:
    return {name: when(moment, zone) if moment else "" for name, moment in (("before", of.before), ("after", of.after))}
