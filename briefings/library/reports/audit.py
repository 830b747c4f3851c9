"""Audit of an analysis: citation and source problems a reader or editor should know about. Pure."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import cache, partial
from typing import get_args

from briefings.library.reports.disambiguation import Disambiguation
from briefings.library.reports.sources import shares, sources_of
from briefings.model.agenda import EventDate
from briefings.model.analysis import Citation, Draft, Quotation, Reference, Sentence, section_at
from briefings.model.audit import Finding, FindingKind
from briefings.model.schedule.due import end_of
from briefings.reading import section_names
from briefings.text import lazy_re
from briefings.translatable import MONTHS, day_phrase, in_quotes, phrase, plural, side_by_side

_MUCH, _OFTEN = 1 / 3, 3  # the share of all citations, and their number, from which one source is told
_READING_LIST = 3  # references in a section, from which it may be further reading
_AFTER_BLOCK = 3  # characters between a block quotation and the bracket that cites it
_BRACKETS = frozenset("([（【¹²³⁴⁵⁶⁷⁸⁹")
_ASIDE = frozenset(
    """
    abstract|summary|executive summary|key points|key findings|key judgements|key takeaways|main points|bottom line|
    synopsis|keywords|key words|contents|table of contents|foreword|preface|funding|ethics|ethics statement|
    conflict of interest|conflicts of interest|competing interests|declaration of interest|declarations|
    аннотация|резюме|краткое содержание|содержание|оглавление|ключевые слова|摘要|概要|目录|关键词|前言|
    zusammenfassung|inhalt|inhaltsverzeichnis|vorwort|résumé|mots-clés|sommaire|resumen|palabras clave|resumo
    """.replace("\n", "")
    .replace("    ", "")
    .split("|")
)
_TOLD_BY: Mapping[FindingKind, tuple[str, ...]] = {  # words of the warnings that findings tell one by one
    "missing_reference": ("has no reference in the list", "have no reference in the list"),
    "ambiguous_citation": ("fits more than one reference", "fit more than one reference"),
    "no_reference_list": ("No reference list was found",),
}
_AHEAD = lazy_re(
    r"\b(?:will|shall|(?:is|are|be|being|remains?) (?:\w+ly )?"
    r"(?:set|due|expected|scheduled|slated|planned|likely|about|to)"
    r"|expires?|upcoming|forthcoming|is to|are to|plans? to|intends? to|hopes? to)\b"
    r"|пройд[её]т|состоится|состоятся|будет|будут|ожида[ею]тся|запланирован\w*|намечен\w*|планиру\w+"
    r"|истекает|предсто[ия]т"
    r"|将|即将|预计|计划|拟|定于|到期",
    re.IGNORECASE,
)
_BRACKETED = lazy_re(
    r"[(\[（【]((?:[^()\[\]（）【】]|[(\[（【][^()\[\]（）【】]*[)\]）】])*)[)\]）】]"
)  # all of it in one bracket, perhaps with others inside
_KEY = lazy_re(r"(?:^|[\s\[(-])@\S")


def audit_analysis(
    draft: Draft, now: datetime, zone: str = "UTC", settled: Collection[int] = ()
) -> tuple[Finding, ...]:
    """All findings, by kind, then by place. A date is overdue once its last day is over in `zone`.

    `settled` holds the starts of the sentences whose outcome is recorded.
    """
    found = (
        *_citations(draft),
        *_references(draft),
        *(_unsourced(draft) if _has_list(draft) else _listless(draft)),
        *_concentration(draft),
        *(each for each in _overdue(draft, now, zone) if each.start not in settled),
    )
    order: tuple[FindingKind, ...] = get_args(FindingKind)
    return tuple(sorted(found, key=lambda finding: (order.index(finding.kind), finding.start, finding.end)))


def reading_doubts(draft: Draft, told: Iterable[FindingKind]) -> tuple[str, ...]:
    """What was doubtful when the text was read, without what findings of these kinds tell too."""
    known = [words for kind in {*told} for words in _TOLD_BY.get(kind, ())]
    return tuple(doubt for doubt in draft.doubts if not any(words in doubt for words in known))


def _has_list(draft: Draft) -> bool:
    return any(not reference.inline for reference in draft.references)


def _unsourced(draft: Draft) -> Iterator[Finding]:
    yield from _sections(draft)
    yield from _quotations(draft)


def _listless(draft: Draft) -> Iterator[Finding]:
    """One finding for a text without a reference list: how many of its sections and quotations name no source."""
    sections, quotations = len([*_sections(draft)]), len([*_quotations(draft)])
    parts = [
        *([plural("{number} section", "{number} sections", sections)] if sections else []),
        *([plural("{number} quotation", "{number} quotations", quotations)] if quotations else []),
    ]
    if parts:
        named = phrase("{names} and {last}", names=parts[0], last=parts[1]) if len(parts) > 1 else parts[0]
        told = phrase("The text has no reference list; without a source: {parts}.", parts=named)
        yield Finding("no_reference_list", 0, min(1, len(draft.text)), told)


def _citations(draft: Draft) -> Iterator[Finding]:
    elsewhere = [] if _has_list(draft) else [one for one in draft.citations if _is_key(one)]
    if elsewhere:
        yield _bibliography_elsewhere(elsewhere)
    wordings = Disambiguation(draft.references)
    for one in draft.citations:
        if one.status == "missing" and not (elsewhere and _is_key(one)):
            missing = phrase("“{citation}” isn't in the reference list.", citation=_bare(one.text))
            yield Finding("missing_reference", one.start, one.end, missing)
        elif one.status == "ambiguous":
            told, likely = _ambiguity(wordings, one), _likelihood(one)
            yield Finding("ambiguous_citation", one.start, one.end, told, one.references, likely)


def _is_key(one: Citation) -> bool:
    """Whether a citation without a reference names a key of a bibliography: "[@wang2026, p. 3]"."""
    return one.status == "missing" and _KEY.search(one.text) is not None


def _bibliography_elsewhere(citations: Sequence[Citation]) -> Finding:
    """One finding for a text that cites by keys and has no list of works: its bibliography is another file."""
    told = plural(
        "The text has no bibliography for its {number} citation by key. Add the works to its front matter.",
        "The text has no bibliography for its {number} citations by key. Add the works to its front matter.",
        len(citations),
    )
    return Finding("missing_reference", citations[0].start, citations[0].end, told)


def _ambiguity(wordings: Disambiguation, one: Citation) -> str:
    ways = wordings.rewrites(one.references, _bare(one.text))
    alike = [
        phrase("“{words}” [{number}]", words=way, number=index + 1)
        for way, index in zip(ways, one.references, strict=True)
    ]
    *others, last = alike
    cured = phrase("{names} or {last}", names=side_by_side(others), last=last)
    fits = _joined([f"[{index + 1}]" for index in one.references])
    same = phrase("the list gives them the same words")
    advice = phrase("say {words}", words=cured) if len(set(ways)) == len(ways) else same
    return phrase("“{citation}” fits {references}; {advice}.", citation=_bare(one.text), references=fits, advice=advice)


def _likelihood(one: Citation) -> str:
    if one.likely is None:
        return ""
    return phrase("It is likely to mean [{number}]: {reason}.", number=one.likely + 1, reason=one.reason)


def _references(draft: Draft) -> Iterator[Finding]:
    never = _never_cited(draft)
    for index, one in enumerate(draft.references):
        number, found = f"[{index + 1}]", partial(_of_reference, one, index)
        if index in never:
            yield found("never_cited", phrase("{number} is never cited.", number=number))
        if one.inline:
            continue  # a link names its target, not the day
        if one.date is None and not (one.year and any(map(str.isdigit, one.year))):
            yield found("reference_without_date", phrase("{number} bears no date.", number=number))
        if not one.url and not one.doi:
            yield found("reference_without_link", phrase("{number} has no link.", number=number))


def _never_cited(draft: Draft) -> set[int]:
    """The references that are never cited, but for lists of which nothing is: they are further reading."""
    never = set(sources_of(draft).never)
    listed: dict[int | None, set[int]] = {}
    for index, one in enumerate(draft.references):
        listed.setdefault(section_at(draft, one.start), set()).add(index)
    reading = [those for those in listed.values() if len(those) >= _READING_LIST and those <= never]
    return never.difference(*reading)


def _of_reference(one: Reference, index: int, kind: FindingKind, message: str) -> Finding:
    return Finding(kind, one.start, one.end, message, (index,))


def _sections(draft: Draft) -> Iterator[Finding]:
    """Sections with text but no citation, neither in them nor in their subsections."""
    speaking = {sentence.section for sentence in draft.sentences}
    cited = [citation.start for citation in draft.citations]
    aside = _aside(draft)
    for index, section in enumerate(draft.sections):
        if index not in speaking or index in aside:
            continue
        end = _end_with_those_beneath(draft, index)
        if bisect_left(cited, section.body) == bisect_left(cited, end):
            message = phrase("“{heading}” cites nothing.", heading=section.heading)
            yield Finding("section_without_source", section.start, section.end, message)


def _aside(draft: Draft) -> set[int]:
    """Sections exempt from citing sources, with their subsections: abstract, lists, notes, appendices."""
    found: set[int] = set()
    level = 0  # of the section aside that holds what comes next; 0 where none does
    for index, section in enumerate(draft.sections):
        level = level if level and section.level > level else 0
        heading = section.heading
        own = (
            section_names.holds_references(heading)
            or section_names.holds_notes(heading)
            or section_names.closes(heading)
        )
        if not level and (own or section_names.bare(heading) in _ASIDE or index == draft.reference_section):
            level = section.level
        if level:
            found.add(index)
    return found


def _end_with_those_beneath(draft: Draft, index: int) -> int:
    level = draft.sections[index].level
    later = (section.start for section in draft.sections[index + 1 :] if section.level <= level)
    return next(later, draft.sections[-1].end)


def _quotations(draft: Draft) -> Iterator[Finding]:
    starts = [sentence.start for sentence in draft.sentences]
    cited = [citation.start for citation in draft.citations]
    aside = _aside(draft)
    for quotation in draft.quotations:
        if quotation.references or section_at(draft, quotation.start) in aside:
            continue
        start, end = _around(draft.sentences, starts, quotation)
        if not _cites(draft, cited, start, end):
            message = phrase("No source is cited for these words.")
            if quotation.speaker:
                message = phrase("No source is cited for these words of {speaker}.", speaker=quotation.speaker)
            yield Finding("quotation_without_source", quotation.start, quotation.end, message)


def _cites(draft: Draft, cited: Sequence[int], start: int, end: int) -> bool:
    """Whether a citation is in a span or in a bracket right after it, but not at the start of a sentence."""
    within, behind = bisect_left(cited, end), bisect_left(cited, end + _AFTER_BLOCK)
    brackets = any(draft.text[at] in _BRACKETS for at in cited[within:behind])
    return bisect_left(cited, start) < within or brackets


def _around(sentences: Sequence[Sentence], starts: Sequence[int], quotation: Quotation) -> tuple[int, int]:
    """The span of all sentences that a quotation touches."""
    first = bisect_right(starts, quotation.start) - 1
    last = bisect_left(starts, quotation.end) - 1
    start = sentences[first].start if first >= 0 else quotation.start
    end = sentences[last].end if last >= 0 else quotation.end
    return min(start, quotation.start), max(end, quotation.end)


def _concentration(draft: Draft) -> Iterator[Finding]:
    total = len(draft.citations)
    known = shares(draft)
    for share in known if len(known) > 1 else ():
        if share.count >= _OFTEN and share.count > total * _MUCH:
            message = phrase(
                "{count} of {total} citations go to {name}.",
                count=share.count,
                total=total,
                name=share.name.rstrip("."),
            )
            yield Finding("source_concentration", share.first.start, share.first.end, message, share.references)


def _overdue(draft: Draft, now: datetime, zone: str) -> Iterator[Finding]:
    """Sentences that announce something for a day that has since passed."""
    seen: set[tuple[int, EventDate]] = set()
    for start, end, when, event in _ahead(draft):
        if (start, when) not in seen and end_of(when, zone) <= now:
            seen.add((start, when))
            day = _date(when)
            since = phrase("{event} ({day})", event=event, day=day) if event else day
            message = phrase("{since} has passed; the text doesn't say what happened.", since=since)
            yield Finding("overdue_statement", start, end, message)


def _ahead(draft: Draft) -> Iterator[tuple[int, int, EventDate, str]]:
    """Sentences with a date that was in the future at publication, and the title of the event if it has one."""
    speaks = _speaking_ahead(draft.text)
    for mention in draft.mentions:
        later = draft.published is not None and mention.when.first > draft.published
        if later or (not _is_over(draft, mention.when) and speaks(mention.start, mention.end)):
            yield mention.start, mention.end, mention.when, in_quotes(mention.title)
    starts = [sentence.start for sentence in draft.sentences]
    for dated in draft.dates:
        index = bisect_right(starts, dated.start) - 1
        if index < 0 or draft.sentences[index].end < dated.end:
            continue
        sentence = draft.sentences[index]
        if not _is_over(draft, dated.when) and speaks(sentence.start, sentence.end):
            yield sentence.start, sentence.end, dated.when, ""


def _speaking_ahead(text: str) -> Callable[[int, int], bool]:
    """A cached test for whether the sentence at a place is about the future."""

    @cache
    def speaks(start: int, end: int) -> bool:
        return _AHEAD.search(text, start, end) is not None

    return speaks


def _is_over(draft: Draft, when: EventDate) -> bool:
    """Whether a date had already passed when the text was published."""
    return draft.published is not None and when.last < draft.published


def _date(when: EventDate) -> str:
    """A span of days in words, at its own precision."""
    first, last = when.first, when.last
    if when.precision == "month":
        return phrase("{month} {year}", month=MONTHS[first.month - 1], year=first.year)
    if when.precision == "year" and first.year == last.year:
        return str(first.year)
    return (
        day_phrase(first)
        if first == last
        else phrase("{first} to {last}", first=day_phrase(first), last=day_phrase(last))
    )


def _bare(citation: str) -> str:
    """A citation without its bracket; "Tan (2023)" keeps the bracket around the year."""
    words = " ".join(citation.split())
    return inside[1] if (inside := _BRACKETED.fullmatch(words)) else words


def _joined(names_: Sequence[str]) -> str:
    return phrase("{names} and {last}", names=side_by_side(names_[:-1]), last=names_[-1])
