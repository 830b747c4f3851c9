"""What a text says of which time, in the order of time. Pure."""

from bisect import bisect_right
from dataclasses import dataclass

from briefings.model.agenda import When
from briefings.model.analysis import Draft
from briefings.sources import section_at


@dataclass(frozen=True, slots=True)
class Moment:
    """A time and the sentence that speaks of it; `title` is the event that it dates, "" where it dates none."""

    when: When
    start: int
    end: int
    section: int | None
    title: str = ""


def timeline(draft: Draft, section: int | None = None) -> tuple[Moment, ...]:
    """Every dated statement of a text or of one section of it, the earliest first, of equals the more precise.

    A sentence that tells one time twice stands there once.
    """
    titles = {(mention.start, mention.when): mention.title for mention in draft.mentions}
    found: dict[tuple[int, When], Moment] = {}
    for dated in draft.dates:
        index = bisect_right(draft.sentences, dated.start, key=lambda sentence: sentence.start) - 1
        if index < 0 or draft.sentences[index].end < dated.end:
            continue
        sentence = draft.sentences[index]
        place = section_at(draft, sentence.start)
        if section is None or place == section:
            title = titles.get((sentence.start, dated.when), "")
            key = (sentence.start, dated.when)
            found.setdefault(key, Moment(dated.when, sentence.start, sentence.end, place, title))
    return tuple(sorted(found.values(), key=_order))


def _order(moment: Moment) -> tuple[str, str, int]:
    when = moment.when
    at = when.at.isoformat() if when.at else ""
    return when.first.isoformat(), f"{when.last.isoformat()} {at}", moment.start
