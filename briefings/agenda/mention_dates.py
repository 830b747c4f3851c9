"""Compares the dates that a text's mentions give with those of its previous reading. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from briefings.model.agenda import Event, EventDate, EventMention
from briefings.model.analysis import Mention
from briefings.text.same_event import Titles, more_precise


@dataclass(frozen=True, slots=True)
class EarlierMention:
    """A mention in the previous reading of a text; `when` is None if that reading can't be read any more."""

    mention: EventMention
    when: EventDate | None

    @property
    def merged(self) -> bool:
        """Whether it belongs to an event that was merged into another."""
        return self.mention.was is not None


def with_dates(stored: Iterable[EventMention], read: Sequence[Mention]) -> list[EarlierMention]:
    """Stored mentions with their dates, from the reading that they were stored with."""
    dates: dict[tuple[str, int, int], list[EventDate]] = {}
    for each in read:
        dates.setdefault((each.title, each.start, each.end), []).append(each.when)
    found = []
    for mention in stored:
        left = dates.get((mention.title, mention.start, mention.end))
        found.append(EarlierMention(mention, left.pop(0) if left else None))
    return found


def counterparts(
    mention: Mention, earlier: Sequence[EarlierMention], mentions: Sequence[Mention], titles: Titles
) -> list[EarlierMention]:
    """The earlier mentions that one continues: those with its date, or else those whose date is stated no more."""
    named = [each for each in earlier if titles.same(each.mention.title, mention.title)]
    unchanged = [each for each in named if each.when == mention.when]
    return unchanged or [each for each in named if not _is_stated(each, mentions, titles)]


def in_same_place(mention: Mention, earlier: Sequence[EarlierMention]) -> list[EarlierMention]:
    """The mentions of an earlier reading of the same text with the same date in the same words."""
    same = (each for each in earlier if each.when == mention.when)
    return [each for each in same if each.mention.start < mention.end and mention.start < each.mention.end]


def _is_stated(earlier: EarlierMention, mentions: Sequence[Mention], titles: Titles) -> bool:
    return any(each.when == earlier.when and titles.same(each.title, earlier.mention.title) for each in mentions)


def moves(event: Event, earlier: EarlierMention | None, when: EventDate) -> bool:
    """Whether an event takes the date of a mention: a more precise one, or one that changed since `earlier`.

    A change in a mention of a merged event counts only while both events have the same date.
    """
    if event.set_by_person or when == event.when or (earlier and when == earlier.when):
        return False
    follows = earlier is not None and (not earlier.merged or earlier.when == event.when)
    return follows or more_precise(when, event.when)


def stated_date(event: Event, dates: Sequence[EventDate]) -> EventDate:
    """An event's date if a person set it or a mention gives it, or else the most precise form of the first date."""
    if event.set_by_person or not dates or event.when in dates:
        return event.when
    best = dates[0]
    for each in dates[1:]:
        best = each if more_precise(each, best) else best
    return best
