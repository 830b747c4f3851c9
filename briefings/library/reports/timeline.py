"""The dates mentioned in a text, in chronological order. Pure."""

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from briefings.model.agenda import Event, EventDate
from briefings.model.analysis import Dated, Draft, Sentence, section_at
from briefings.text import lazy_re

_NOT_LATER = lazy_re(
    r"(?:\b(?:before|by|until|till|prior to|no later than|ahead of|до|к|ко|не позднее)\s(?:the\s)?"
    r"|(?<![\u4e00-\u9fff])(?:到|至)\s?)$",
    re.IGNORECASE,
)
_BEHIND = lazy_re(r"\s?(?:之前|以前|前)")
# A day that names a law rather than a moment of the text, and one on which somebody looked a source up.
_NO_MOMENT = lazy_re(
    r"\b(?:Acts?|Laws?|Statutes?|Regulations?|Directive|Decision|Ordinance|Code|Gesetz(?:es)?|Verordnung|Richtlinie|[Ll]oi|"
    r"[Dd]écret|[Rr]èglement|[Зз]акон\w*)\b[^.;,]{0,30}\s(?:of|vom|v\.|du|от)\s(?:the\s)?$"
    r"|\b(?:[Rr]etrieved|[Aa]rchived|[Aa]ccessed|[Vv]isited|[Ll]ast\s(?:updated|modified|edited|changed|reviewed)|[Aa]bgerufen|"
    r"[Cc]onsulté\w*|[Zz]uletzt\sgeändert|[Дд]ата\sобращения)\b[^.;]{0,30}$"
)
_ENTRY = lazy_re(r"\W{0,4}(?:\d+\.\s)?\^")  # an entry of an encyclopaedia's list of sources
_NAMED_REACH = 80  # characters before a date in which a law or a look-up is named
_REACH = 20  # characters before a time in which the word stands that makes it a limit
_FIGURES = lazy_re(r"\d{4}")


@dataclass(frozen=True, slots=True)
class Moment:
    """A date and the sentence that mentions it; `title` is the event it dates, "" for none.

    If the event has been set to another date since, `when` is that one and `told` the text's. `said` holds the text's
    own words if they only name a limit, such as "before 2030"; else "".
    """

    when: EventDate
    start: int
    end: int
    section: int | None
    title: str = ""
    said: str = ""
    told: EventDate | None = None


def timeline_of(
    draft: Draft, section: int | None = None, events: Mapping[str, Event] = MappingProxyType({})
) -> tuple[Moment, ...]:
    """Every dated statement in a text or section, earliest first, then more precise ones first.

    `events` are those of the agenda by their titles in the text: their titles and dates hold. A date repeated in a
    sentence or a table row counts once. Vague limits such as "by next year" are left out, and so are the dates of laws
    and look-ups.
    """
    titles = {(mention.start, mention.when): mention.title for mention in draft.mentions}
    found: dict[tuple[int, EventDate], Moment] = {}
    rows = [Sentence(table.section, row.start, row.end) for table in draft.tables for row in table.rows]
    for dated in draft.dates:
        sentence = _around(draft.sentences, dated) or _around(rows, dated)
        if sentence is None or not _is_moment(draft.text, dated, sentence):
            continue
        place, limit = section_at(draft, sentence.start), _limit(draft.text, dated, sentence)
        vague = bool(limit) and not _FIGURES.search(limit)
        if (section is None or place == section) and not (vague and dated.when.precision in {"year", "decade"}):
            title = titles.get((sentence.start, dated.when), "")
            key = (sentence.start, dated.when)
            moment = Moment(dated.when, sentence.start, sentence.end, place, title, "" if vague else limit)
            found.setdefault(key, _as_set(moment, events.get(title)))
    return tuple(sorted(found.values(), key=_order))


def _around(stretches: Sequence[Sentence], dated: Dated) -> Sentence | None:
    """The sentence, or the row of a table, that holds a date."""
    index = bisect_right(stretches, dated.start, key=lambda each: each.start) - 1
    return stretches[index] if index >= 0 and dated.end <= stretches[index].end else None


def _as_set(moment: Moment, event: Event | None) -> Moment:
    """A moment with the title and date that its event has on the agenda; a dropped event leaves the date alone."""
    if event is None:
        return moment
    if event.review == "dropped":
        return replace(moment, title="")
    if event.when == moment.when:
        return replace(moment, title=event.title)
    return replace(moment, title=event.title, when=event.when, told=moment.when, said="")


def _is_moment(text: str, dated: Dated, sentence: Sentence) -> bool:
    """Whether a date tells when something is, rather than which law is meant or when a source was looked up."""
    if _ENTRY.match(text, sentence.start, sentence.end):
        return False
    return not _NO_MOMENT.search(text[max(sentence.start, dated.start - _NAMED_REACH) : dated.start])


def _limit(text: str, dated: Dated, sentence: Sentence) -> str:
    """The words if a sentence names a date only as a limit, such as "before 2030"; "" for a day."""
    if dated.when.precision in {"day", "instant"}:
        return ""
    before = _NOT_LATER.search(text[max(sentence.start, dated.start - _REACH) : dated.start])
    behind = _BEHIND.match(text, dated.end, sentence.end)
    start = dated.start - len(before[0]) if before else dated.start
    return " ".join(text[start : behind.end() if behind else dated.end].split()) if before or behind else ""


def _order(moment: Moment) -> tuple[str, str, int]:
    when = moment.when
    at = when.at.isoformat() if when.at else ""
    return when.first.isoformat(), f"{when.last.isoformat()} {at}", moment.start
