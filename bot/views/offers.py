"""What is shown beside answers: first questions as buttons, and the cards of an inline search."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.chat import Card, Cards, Prompt, Prompts
from bot.languages import _
from bot.message import Buttons, File, Message, Picture
from bot.views.agenda import agenda as event_views
from bot.views.library import summaries
from bot.views.shared.names_and_dates import counted, day, typed, when
from bot.views.shared.quotations import strip_markdown
from bot.views.shared.relative_time import relative_time
from briefings.agenda import AgendaItem
from briefings.markings import Portions
from briefings.model.agenda import Event
from briefings.model.analysis import Analysis, Entry
from briefings.model.schedule.quiet_hours import ChatTimes
from briefings.model.summary import Summary

MOST = 4  # what a person takes in at a glance, and all that Slack shows
_TITLE = 75  # characters
LENGTH = "short"
_GAP = " · "


def prompts(newest: Sequence[Entry], ahead: Sequence[Event], *, imports: bool) -> Prompts:
    """First questions from the `newest` analyses and the events `ahead`."""
    asked = [
        *(Prompt(_short(_("Summarise “{title}”"), each.title), f"summary a{each.id}") for each in newest[:1]),
        *(Prompt(_short(_("Brief me on “{title}”"), each.title), f"event e{each.id}") for each in ahead[:1]),
        *([Prompt(_("Upcoming events"), "events")] if len(ahead) > 1 else []),
        *(Prompt(_short(_("Summarise “{title}”"), each.title), f"summary a{each.id}") for each in newest[1:]),
    ]
    if not newest and imports:
        asked.append(Prompt(_("How do I import an analysis?"), "help import"))
    return Prompts(_("Ask about the library"), (*asked[: MOST - 1], Prompt(_("What can I ask?"), "help")))


def _short(pattern: str, title: str) -> str:
    """The pattern with a title shortened to fit."""
    room = _TITLE - len(pattern.format(title=""))
    return pattern.format(title=title if len(title) <= room else title[: room - 1].rstrip() + "…")


def outsider() -> Cards:
    """For people without access: how to ask for it."""
    return Cards(hint=_("Ask to be let in"))


def found(cards: tuple[Card, ...], *, more: bool, first: bool) -> Cards:
    """A page of cards; `first` if it is the first page."""
    nothing = _("Nothing found. Open Readout") if first and not cards else ""
    return Cards(cards, more=more, hint=nothing or _("Open Readout"), opens=_("Open in Readout"), admitted=True)


def analysis(of: Analysis, portions: Portions, summary: Summary) -> Card:
    """The card by which an inline search shows an analysis: title, date, size and how its summary begins."""
    draft = of.draft
    facts = [day(draft.published)] if draft.published else []
    facts += [counted(len(draft.sections), "section")]
    message = summaries.summary(of, portions, summary, LENGTH)
    return Card(typed(of.id), draft.title, _GAP.join([*facts, _opening(summary)]), _bare(message))


def section(of: Analysis, portions: Portions, index: int, summary: Summary, sentence: str) -> Card:
    """The card of a section, with the matching sentence if any."""
    heading = of.draft.sections[index].heading
    message = summaries.summary(of, portions, summary, LENGTH, index)
    return Card(typed(of.id, index), f"{heading}{_GAP}{of.draft.title}", sentence or _opening(summary), _bare(message))


def event(of: AgendaItem, now: datetime, zone: str) -> Card:
    """The card of an event, with date and relative time."""
    event_ = of.event
    far = relative_time(event_.when, now, zone) if event_.state == "set" else _(event_.state)
    about = f"{when(event_.when, zone)}{_GAP}{far}"
    return Card(f"e{event_.id}", event_.title, about, _bare(event_views.event(of, now, ChatTimes(zone, None))))


def _opening(summary: Summary) -> str:
    return next((strip_markdown(point.text) for part in summary.sections for point in part.points), "")


def _bare(message: Message) -> Message:
    """A message without elements that only work in a direct message."""
    return replace(message, blocks=tuple(b for b in message.blocks if not isinstance(b, Buttons | File | Picture)))
