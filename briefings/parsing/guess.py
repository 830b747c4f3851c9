"""Guesses what inexact words mean: an event by month or kind, a section by topic. Pure."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from briefings.errors import Ambiguous, BadInput, BriefingError
from briefings.model.agenda import Event, EventDate
from briefings.model.analysis import Draft, Section
from briefings.parsing.names import one_of
from briefings.parsing.relative_days import may_be_no_date
from briefings.parsing.when import parse_when
from briefings.text.glossary import in_english
from briefings.text.synonyms import synonyms_of
from briefings.text.terms import content_terms, terms

EVENT_SORTS = frozenset(
    terms(
        "meeting summit talks conference visit trip event call vote session hearing election deadline date appointment "
        "meet visit встреча саммит переговоры конференция визит событие заседание голосование выборы"
    )
) | {"会议", "会晤", "会谈", "峰会", "访问", "活动", "事件"}
_PARTS = frozenset(terms("section part chapter раздел глава часть пункт")) | {"部分", "章节"}
_LEAD = 1.5  # how much oftener than any other the section that is meant says the words
_HEADED = 3  # what a word in the heading counts
_SEATS = tuple(  # a government is called by its seat
    frozenset(terms(line))
    for line in (
        *("Russia Russian Moscow Kremlin", "America American USA U.S. US Washington", "China Chinese Beijing Peking"),
        *(
            "Ukraine Ukrainian Kyiv Kiev",
            "Britain British UK U.K. London",
            "France French Paris",
            "Japan Japanese Tokyo",
        ),
        *("Germany German Berlin", "Korea Korean Seoul Pyongyang", "India Indian Delhi", "Iran Iranian Tehran"),
        *(
            "Taiwan Taiwanese Taipei",
            "Israel Israeli Jerusalem",
            "Turkey Turkish Ankara",
            "Europe European EU Brussels",
        ),
        *("Poland Polish Warsaw", "Italy Italian Rome", "Spain Spanish Madrid", "Egypt Egyptian Cairo"),
        *("Pakistan Pakistani Islamabad", "Saudi Riyadh", "Australia Australian Canberra", "Canada Canadian Ottawa"),
        *("Россия российский русский Москва Кремль", "Америка американский США Вашингтон", "Китай китайский Пекин КНР"),
        "Украина украинский Киев",
    )
)
_STEM = 5  # letters from which on a word stands for those that begin with it: Russia, Russian
_HEADS = {"trump": "america", "putin": "russia", "xi": "china"}  # a guest or a host stands for a country
_BROAD = frozenset(terms("meeting talks visit call"))  # in another language, these mean other gatherings as well
_MEETINGS = frozenset(terms("meet meeting summit talks conference visit trip go come travel fly arrive"))


def guess_event(words: str, among: Sequence[Sequence[Event]], now: datetime, zone: str, failed: BriefingError) -> Event:
    """The one event that words mean, in the first of several lists with a match; else raises `failed`.

    Raises Ambiguous if they match several.
    """
    found = next(filter(None, (guess_events(words, events, now, zone) for events in among)), [])
    if len(found) > 1:
        raise one_of(words, found) from None
    if not found:
        raise failed from None
    return found[0]


def guess_events(words: str, events: Sequence[Event], now: datetime, zone: str) -> list[Event]:
    """The events that words mean, by most words in their titles or else by type, within the named time.

    A word for a type of event, such as "summit", matches any type.
    """
    when, rest = _dated(in_english(words), now, zone)
    then = [each for each in events if when is None or (each.when.first <= when.last and when.first <= each.when.last)]
    wanted = content_terms(rest)
    telling = [term for term in wanted if term not in EVENT_SORTS]
    if telling:
        return _telling(telling, then) or (_hosting(wanted, then) if not (EVENT_SORTS - _MEETINGS) & {*wanted} else [])
    if wanted:
        typed = frozenset(terms(words)) | (frozenset(terms(in_english(words))) - _BROAD)
        return [each for each in then if typed & frozenset(terms(each.title))] or [
            each for each in then if EVENT_SORTS & _terms(each.title)
        ]
    return then if when else []


def _telling(telling: Sequence[str], events: Sequence[Event]) -> list[Event]:
    """The events whose titles contain the most words, if more than half."""
    held = {each.id: sum(_fits(term, _terms(each.title)) for term in telling) for each in events}
    most = max(held.values(), default=0)
    return [each for each in events if held[each.id] == most] if 2 * most > len(telling) else []


def _hosting(wanted: Sequence[str], events: Sequence[Event]) -> list[Event]:
    """Meetings that involve all countries whose leaders are named, as in "Trump visits China"."""
    topic = [_HEADS.get(term, term) for term in wanted if term not in EVENT_SORTS | _MEETINGS]
    enough = len(topic) > 1 or (topic and _MEETINGS & {*wanted})
    met = [each for each in events if _MEETINGS & _terms(each.title)]
    return [each for each in met if enough and all(_fits(term, _terms(each.title)) for term in topic)]


def section_by_heading(draft: Draft, words: str) -> int | None:
    """The index of the only section whose heading says all the words in any language; else None."""
    wanted = [term for term in content_terms(in_english(words)) if term not in _PARTS]
    headings = [terms(in_english(section.heading)) for section in draft.sections]
    found = [index for index, heading in enumerate(headings) if wanted and all(_fits(term, heading) for term in wanted)]
    return found[0] if len(found) == 1 else None


def section_by_topic(draft: Draft, words: str) -> int | None:
    """The index of the section that mentions the words far more often than any other; else None."""
    wanted = content_terms(in_english(words))
    if not wanted:
        return None
    frequent = {
        index: min(_spoken(draft, section, term) for term in wanted)
        for index, section in enumerate(draft.sections)
        if index != draft.reference_section
    }
    best = max(frequent, key=frequent.__getitem__, default=None)
    if best is None or not frequent[best]:
        return None
    others = max((count for index, count in frequent.items() if index != best), default=0)
    return best if frequent[best] >= _LEAD * others else None


def _spoken(draft: Draft, section: Section, term: str) -> int:
    """How often a section mentions a term or its synonyms; headings count more."""
    inside = sum(_fits(term, [said]) for said in terms(in_english(draft.text[section.start : section.end])))
    return inside + _HEADED * _fits(term, terms(in_english(section.heading)))


def _fits(term: str, told: Iterable[str]) -> bool:
    """Whether a term, a synonym or another form of it is in `told`."""
    group = synonyms_of(term).union(*(seat for seat in _SEATS if term in seat))
    return any(
        each in group or (min(len(each), len(term)) >= _STEM and (each.startswith(term) or term.startswith(each)))
        for each in told
    )


def _terms(title: str) -> frozenset[str]:
    return frozenset(terms(in_english(title)))


def _dated(words: str, now: datetime, zone: str) -> tuple[EventDate | None, str]:
    """The date found anywhere in the words, and the words without it."""
    parts = words.split()
    for at in range(len(parts)):
        try:
            when, rest = parse_when(parts[at:], now, zone)
        except (Ambiguous, BadInput):
            continue
        if may_be_no_date(" ".join(parts[at : len(parts) - len(rest)])):
            continue
        before = parts[: at - 1] if at and parts[at - 1].lower() in ("in", "on", "of", "в", "на") else parts[:at]
        return when, " ".join([*before, *rest])
    return None, words
