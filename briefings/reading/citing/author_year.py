"""Author-year citations: "(Wang, 2026)", "(Hay, Smith, and Snow 2008; Li 2011a, p. 3)", "Wang (2026)"."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from briefings.model.analysis import Citation
from briefings.reading.actors.gazetteer import places
from briefings.reading.citing.reference_index import Index, Work, year_fits
from briefings.reading.citing.unmatched_citations import (
    acronym_before,
    citation,
    is_subject,
    names_before,
    one_before,
    whole_name,
)

_YEAR = re.compile(
    r"(?<![\w/.–-])(?:(?:1[4-9]|20)\d{2}[a-zабвд]?|n\.\s?d\.(?:-?[a-z]\b)?|б\.\s?г\.|forthcoming|in press|в печати)"
    r"(?![\w/–-]|\.\d)"
)
_CITED_IN = re.compile(
    r",?\s(?:as\s)?(?:cited|quoted|qtd\.?)\s(?:in|by)\s|,?\s?цит\.\sпо\b|[，,]?\s?转引自", re.IGNORECASE
)
_REACH = 240  # characters before a year in which the names stand
_ET_AL = re.compile(r"(?:,?\s*\*?\bet\.? al\.?\*?(?:[’']s)?|,?\s+and (?:others|colleagues)|\s+и др\.|\s?等人?)$")
_BOUND = re.compile(r"[;；\n]")
_OPENERS, _CLOSERS = frozenset("(（"), frozenset(")）")
_COMMAS = (",", "，")
_OWNERS = re.compile(r"[’']s$")
_TITLE_ALONE = re.compile(r"[“\"«][^“”\"«»]{3,150}[”\"»]")
_A_HABIT = 3  # citations written in one way
_SAME_AUTHORS = re.compile(r"[\s,;&*]*(?:and\s+|и\s+)?")
_PAGES = re.compile(
    r"(?:,?\s*(?:at\s)?\b(?:pp?|paras?|ch|chap|sec|vol|с|стр)\.?\s?[\divxlc]+(?:\s?[-–]\s?\d+)?(?:,\s?\d+(?:[-–]\d+)?)*"
    r"|:\s?\d{1,4}(?:[-–]\d{1,4})?|,\s\d{1,3}(?:[-–]\d{1,3})?(?![\d\w]))?"
)
_SHORT_NAME = re.compile(r"\s?[(\[][A-Z][A-Za-z&-]{1,9}[)\]]")  # as in "World Health Organization [WHO], 2024"
_TO_CLOSER = 60  # characters between a year and its closing bracket


@dataclass(frozen=True, slots=True)
class _Anchor:
    """A year, with the words before it that may name authors in `lead`; `start` is the offset of `lead`."""

    year: str
    start: int
    end: int
    lead: str
    lead_start: int
    narrative: bool  # only the year stands in the bracket


@dataclass(frozen=True, slots=True)
class _Cited:
    """A citation, all its works by the same authors, and those of its year by namesakes with other initials."""

    start: int
    end: int
    works: tuple[Work, ...]
    named: tuple[Work, ...]
    namesakes: tuple[Work, ...] = ()


@dataclass(frozen=True, slots=True)
class _Habit:
    """Counts of linked citations with a comma before the year, without one, and with only the year in the bracket."""

    comma: int
    bare: int
    narrative: int
    listless: bool  # there is no reference list at all

    def allows(self, *, comma: bool) -> bool:
        """Whether a citation with or without a comma follows the text's habit."""
        if self.listless:
            return comma
        return self.comma >= self.bare if comma else self.bare > self.comma


def author_year(text: str, index: Index, *, elsewise: bool) -> list[Citation]:
    """Author-year citations in a text with everything except running prose blanked out.

    `elsewise` says that the text cites by numbers: then an unmatched name with a year is only a citation if a bracket
    holds just the two, separated by a comma.
    """
    anchors = [*_anchors(text)]
    linked: list[_Cited | None] = []
    for anchor in anchors:
        before = linked[-1] if linked else None
        again = _repeated(text, before, anchor) if before else None
        linked.append(again or _linked(text, anchor, index))
    habit = _habit(anchors, linked, index)
    found = [
        one or (_unlinked(text, anchor, habit, index) if not elsewise or _plainly(text, anchor) else None)
        for anchor, one in zip(anchors, linked, strict=True)
    ]
    known = _with_namesakes([one for one in found if one])
    return [citation(text, one.start, one.end, [work.index for work in one.works]) for one in _bracketed(text, known)]


def _with_namesakes(known: list[_Cited]) -> list[_Cited]:
    """Adds namesakes' works if the text has other ambiguous keys, since initials are then only a hint."""
    if not any(len(one.works) > 1 for one in known):
        return known
    return [replace(one, works=(*one.works, *one.namesakes)) if one.namesakes else one for one in known]


def _habit(anchors: Sequence[_Anchor], linked: Sequence[_Cited | None], index: Index) -> _Habit:
    """How the linked citations are written."""
    sure = [anchor for anchor, one in zip(anchors, linked, strict=True) if one and one.works]
    inside = [
        anchor.lead.rstrip().endswith(_COMMAS) for anchor in sure if not anchor.narrative and anchor.lead.strip(" ,")
    ]
    narrative = sum(anchor.narrative for anchor in sure)
    return _Habit(inside.count(True), inside.count(False), narrative, listless=not index.works)


def _anchors(text: str) -> Iterator[_Anchor]:
    last = 0
    for match in _YEAR.finditer(text):
        floor = max(last, match.start() - _REACH)
        window = _SHORT_NAME.sub(lambda short: " " * len(short[0]), text[floor : match.start()])
        narrative = window.rstrip().endswith(("(", "（", "["))
        if narrative:
            window = window.rstrip()[:-1]
        opener = max(window.rfind("("), window.rfind("（"), window.rfind("["))
        closer = max(window.rfind(")"), window.rfind("）"), window.rfind("]"))
        inside = opener > closer or (last and floor == last and not narrative)
        if narrative or inside:
            cut = max([opener, closer, *(bound.start() for bound in _BOUND.finditer(window))]) + 1
            yield _Anchor(match[0], match.start(), match.end(), window[cut:], floor + cut, narrative)
        last = match.end()


def _repeated(text: str, before: _Cited, anchor: _Anchor) -> _Cited | None:
    """One more year of the authors just cited."""
    if not _SAME_AUTHORS.fullmatch(text, before.end, anchor.start):
        return None
    return _Cited(anchor.start, _end(text, anchor), _of_year(before.named, anchor.year), before.named)


def _linked(text: str, anchor: _Anchor, index: Index) -> _Cited | None:
    phrase, et_al = _names_phrase(anchor.lead)
    for way in index.named_at_end(phrase, et_al=et_al):
        if works := _of_year(way.works, anchor.year):
            others = _of_year(way.namesakes, anchor.year) if len(anchor.year) == len("2026") else ()
            return _Cited(anchor.lead_start + way.start, _end(text, anchor), works, way.works, others)
    titled, start = index.titled_at_end(phrase, anchor.year)
    return _Cited(anchor.lead_start + start, _end(text, anchor), titled, titled) if titled else None


def _unlinked(text: str, anchor: _Anchor, habit: _Habit, index: Index) -> _Cited | None:
    """A citation without a reference, named the way this text names its sources."""
    bare = anchor.lead.rstrip(" ,，")
    if anchor.narrative:
        names = _named_in_prose(bare, text[anchor.end : anchor.end + _TO_CLOSER], habit, index)
    else:
        names = _named_in_bracket(text, anchor, bare, habit)
    if not names or _CITED_IN.match(text, _end(text, anchor)):
        return None
    return _Cited(anchor.lead_start + bare.rfind(names), _end(text, anchor), (), ())


def _named_in_prose(bare: str, after: str, habit: _Habit, index: Index) -> str:
    """The names before a year alone in its bracket; a single name needs a sign that it is a source."""
    owner = _OWNERS.search(bare)
    bare = bare[: owner.start()] if owner else bare
    if names := names_before(bare) or _known_author(bare, index):
        return names
    sure = habit.narrative >= _A_HABIT or owner or is_subject(bare, after)
    return (one_before(bare) or acronym_before(bare)) if sure else ""


def _named_in_bracket(text: str, anchor: _Anchor, bare: str, habit: _Habit) -> str:
    """The names or quoted title in a bracket with a year."""
    plainly = _plainly(text, anchor)
    if plainly and _TITLE_ALONE.fullmatch(bare.strip()):
        return bare.strip()
    allowed = plainly or habit.allows(comma=anchor.lead.rstrip().endswith(_COMMAS))
    return whole_name(bare) if allowed else ""


def _plainly(text: str, anchor: _Anchor) -> bool:
    """Whether a bracket holds only a name (not a place's), a comma and a year, with at most a page after it."""
    opened = text[anchor.lead_start - 1 : anchor.lead_start]
    closed = text[_end(text, anchor) : _end(text, anchor) + 1]
    if anchor.lead.strip(" ,，") in places():
        return False
    return opened in _OPENERS and closed in _CLOSERS and anchor.lead.rstrip().endswith((*_COMMAS, ",”", ',"'))


def _known_author(phrase: str, index: Index) -> str:
    """A listed author at the end of a phrase, as written there."""
    names, et_al = _names_phrase(phrase)
    ways = index.named_at_end(names, et_al=et_al)
    return phrase[ways[0].start :] if ways and phrase[ways[0].start].isupper() else ""


def work_named(words: str, index: Index) -> int | None:
    """The listed work whose authors and year words such as "Graves et al. 2016" name; the year may be one beside it.

    A paper that is posted in one year is often printed in the next. None where several works fit, or none does.
    """
    for anchor in _anchors(f"({words})"):
        phrase, et_al = _names_phrase(anchor.lead)
        named = [work for way in index.named_at_end(phrase, et_al=et_al) for work in way.works]
        fits = _of_year(tuple(named), anchor.year) or {work for work in named if _is_near(work.year, anchor.year)}
        if len(fits) == 1:
            return next(iter(fits)).index
    return None


def _is_near(year: str, other: str) -> bool:
    return year[:4].isdecimal() and other[:4].isdecimal() and abs(int(year[:4]) - int(other[:4])) <= 1


def _names_phrase(lead: str) -> tuple[str, bool]:
    """The words that end in a name, and whether "et al." followed."""
    phrase = lead.rstrip(' ,，”"*’')
    match = _ET_AL.search(lead.rstrip(" ,，"))
    return (lead[: match.start()], True) if match else (phrase, False)


def _of_year(works: tuple[Work, ...], year: str) -> tuple[Work, ...]:
    """The works of a year; an exact letter comes before a match where only one side has a letter."""
    year = year.replace(" ", "")
    fits = [(year_fits(work, year), work) for work in works if work.year[:4] == year[:4]]
    best = max((fit for fit, _ in fits), default=0)
    return tuple(dict.fromkeys(work for fit, work in fits if fit == best)) if best else ()


def _end(text: str, anchor: _Anchor) -> int:
    pages = _PAGES.match(text, anchor.end)
    end = pages.end() if pages else anchor.end
    return end + 1 if anchor.narrative and text[end : end + 1] in {")", "）", "]"} else end


def _bracketed(text: str, found: list[_Cited]) -> Iterator[_Cited]:
    """Each citation, extended to the whole bracket if it is the only one in it."""
    for at, one in enumerate(found):
        left = found[at - 1].end if at else 0
        right = found[at + 1].start if at + 1 < len(found) else len(text)
        opener = max(
            text.rfind("(", max(left, one.start - _TO_CLOSER), one.start),
            text.rfind("（", max(left, one.start - _TO_CLOSER), one.start),
        )
        closer = next((i for i in range(one.end, min(right, one.end + _TO_CLOSER, len(text))) if text[i] in ")）("), -1)
        if opener < 0 or closer < 0 or text[closer] == "(" or ")" in text[opener : one.start]:
            yield one
        else:
            yield replace(one, start=opener, end=closer + 1)
