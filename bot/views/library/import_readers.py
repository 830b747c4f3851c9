"""View of who sees an imported text from now on, with buttons to narrow that, and of the marking that it proposes."""

from zoneinfo import ZoneInfo

from bot.languages import _
from bot.message import Block, Button, Buttons, Note, text
from bot.views.shared.names_and_dates import clock
from briefings.library import ImportResult
from briefings.model.marking import Label, Marking, ProposedMarking


def readers(
    added: ImportResult, label: Label | None, default: Marking, zone: str, *, private: bool
) -> tuple[Block, ...]:
    """Who sees an analysis that was just imported, and buttons; in a chat of one person, without that for the chat."""
    line = f"/mark a{added.analysis.id}"
    alone = (
        Button(_("Only me"), f"{line} for me"),
        *(() if private else (Button(_("This chat"), f"{line} for here"),)),
    )
    if added.proposed:
        told = _(
            "The text says “{words}”. Until you choose, only this chat sees it: no other chat or program is told.",
            words=added.proposed.words,
        )
        offered = (_as_proposed(added.proposed, line, zone), *alone, Button(_("Everybody"), f"{line} for all"))
    else:
        told = _seen_by(label, default)
        offered = (*alone, Button(_("Mark it"), line))
    return (Note(text(told)), Buttons((offered,)))


def _seen_by(label: Label | None, default: Marking) -> str:
    marking = label.marking if label else default
    if label and label.audience:
        holders = " ".join(label.readers)
        return _(
            "From now on, {holders} see it, as far as they are cleared for TLP:{marking}.",
            holders=holders,
            marking=marking,
        )
    return _("From now on, all chats and people who are cleared for TLP:{marking} see it.", marking=marking)


def _as_proposed(proposed: ProposedMarking, line: str, zone: str) -> Button:
    """The button that marks a text as it says; the reason, since more people see it than now, is that it says so."""
    opened = ("for", "all", "because", _("the text says so"))
    end = proposed.end(ZoneInfo(zone))
    if end is None:
        return Button(f"TLP:{proposed.marking}", " ".join((line, proposed.marking.lower(), *opened)))
    until = f"{end.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M} {zone}"
    return Button(_("Embargo until {time}", time=clock(end, zone)), " ".join((line, "until", until, *opened)))
