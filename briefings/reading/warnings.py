"""Warnings about a reading for the person who imports, one short sentence each."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date

from briefings.model.analysis import Citation, Reference, Section, Sentence
from briefings.months import Month
from briefings.translatable import day_phrase, phrase, plural

_LONG, _HARDLY = 2_000, 0.1  # characters of a text, and the share of them in sentences
_MELTED = 0.8  # share of a long text that one line holds where its line ends are lost
_SHOWN = 3  # examples in a sentence


def warnings(
    sections: Sequence[Section],
    references: Sequence[Reference],
    citations: Sequence[Citation],
    nameless: Sequence[str],
) -> tuple[str, ...]:
    """The warnings in text order; `nameless` are upcoming dates without an event."""
    return (*_structure(sections, references), *_citations(citations), *_coming(nameless))


def shape_warnings(text: str, sentences: Sequence[Sentence], *, named: bool) -> tuple[str, ...]:
    """Warnings about a text without a title, which is `named` after its file, and about one without sentences."""
    told = [phrase("No title was found, so the file's name is the title.")] if named else []
    said = sum(sentence.end - sentence.start for sentence in sentences)
    if not sentences:
        told.append(phrase("No sentence was found that could be summarised or quoted."))
    elif len(text) > _LONG and said < _HARDLY * len(text):
        told.append(phrase("The text is long but has hardly any sentences. It may be a list, a table or code."))
    if len(text) > _LONG and max(map(len, text.split("\n"))) > _MELTED * len(text):
        told.append(phrase("The text’s line breaks are lost, so headings and notes may stand within its sentences."))
    return tuple(told)


def _structure(sections: Sequence[Section], references: Sequence[Reference]) -> Iterator[str]:
    if not sections:
        yield phrase("No headings were found, so the text has no sections.")
    if not references:
        yield phrase("No reference list was found.")


def _citations(citations: Sequence[Citation]) -> Iterator[str]:
    ambiguous = [citation for citation in citations if citation.status == "ambiguous"]
    if ambiguous:
        yield plural(
            "{number} citation fits more than one reference: {examples}.",
            "{number} citations fit more than one reference: {examples}.",
            len(ambiguous),
            examples=_examples(ambiguous),
        )
    missing = [citation for citation in citations if citation.status == "missing"]
    if missing:
        yield plural(
            "{number} citation has no reference in the list: {examples}.",
            "{number} citations have no reference in the list: {examples}.",
            len(missing),
            examples=_examples(missing),
        )


def _coming(nameless: Sequence[str]) -> Iterator[str]:
    if nameless:
        named = _listed(nameless)
        yield plural(
            "{number} date that was still ahead has no recognisable event: {dates}.",
            "{number} dates that were still ahead have no recognisable event: {dates}.",
            len(nameless),
            dates=named,
        )


def date_warnings(zoneless: Sequence[str], two_ways: Sequence[str], wrong_weekdays: Sequence[str]) -> Iterator[str]:
    """Warnings about times without a time zone, dates in figures with two readings, and days on other weekdays."""
    if zoneless:
        yield plural(
            "{number} event has a time but no time zone, so only its day is kept: {events}.",
            "{number} events have a time but no time zone, so only their days are kept: {events}.",
            len(zoneless),
            events=_listed(zoneless),
        )
    if two_ways:
        yield plural(
            "{number} date in figures can mean two days, so it was left out: {dates}.",
            "{number} dates in figures can mean two days, so they were left out: {dates}.",
            len(two_ways),
            dates=_listed(two_ways),
        )
    if wrong_weekdays:
        yield plural(
            "{number} day falls on another weekday than the one beside it, so it was left out: {dates}.",
            "{number} days fall on other weekdays than those beside them, so they were left out: {dates}.",
            len(wrong_weekdays),
            dates=_listed(wrong_weekdays),
        )


def _listed(words: Sequence[str]) -> str:
    return ", ".join([*words[:_SHOWN], *([f"+{len(words) - _SHOWN}"] if len(words) > _SHOWN else [])])


def undated_warning(today: date | None) -> tuple[str, ...]:
    """Says as of which day dates without a year were read in a text that states no date of its own."""
    if today is None:
        return (phrase("No date of publication is known, so dates such as “next month” stay unresolved."),)
    day = day_phrase(today)
    if isinstance(today, Month):
        return (
            phrase(
                "The text states no date of publication. Its dates without a year were read as of {month}, the latest "
                "past month it names; words such as “next month” stay unresolved.",
                month=day,
            ),
        )
    return (
        phrase(
            "The text states no date of publication. Its dates without a year were read as of {day}, the latest past "
            "day it names; words such as “next month” stay unresolved.",
            day=day,
        ),
    )


def month_warning(published: date) -> tuple[str, ...]:
    """Says which dates stay unresolved in a text that states only the month of its publication."""
    if not isinstance(published, Month):
        return ()
    return (
        phrase(
            "The text states only the month of its publication, {month}; words such as “tomorrow” and “next week” stay "
            "unresolved.",
            month=day_phrase(published),
        ),
    )


def future_date_warning(own: Sequence[date], latest: date) -> tuple[str, ...]:
    """A warning if every date a file states for itself is after the latest possible day."""
    if not own or min(own) <= latest:
        return ()
    stated = day_phrase(own[0])
    return (phrase("The file is dated {day}, which is still ahead, so that date was not used.", day=stated),)


def _examples(citations: Sequence[Citation]) -> str:
    counts = Counter(" ".join(citation.text.split()) for citation in citations)
    shown = [f"{text} ×{count}" if count > 1 else text for text, count in counts.most_common(_SHOWN)]
    return ", ".join(shown) + (", ..." if len(counts) > _SHOWN else "")
