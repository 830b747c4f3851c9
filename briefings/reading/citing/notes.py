"""Resolves notes to the works they cite: in full, in short form, by title or by "ibid."."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from briefings.model.analysis import Reference
from briefings.reading.citing.dated_notes import Fits, dated
from briefings.reading.citing.index import Index, Work, words_of
from briefings.reading.references.entries import Entry

_IBID = re.compile(r"\s*(?:see\s)?(?:ibid|там же|idem|同上)\b\.?", re.IGNORECASE)
_LEAD = re.compile(r"(?:see also|see|cf\.|e\.g\.,?|compare|but see|and|also)\s", re.IGNORECASE)
_PARTS = re.compile(r"(?<=[\d)”\".*–]);\s+(?:and\s+)?|(?<=[.”\"])\s+(?=See\b)")
_PAGES = re.compile(
    r",?\s*(?:(?:pp?|at|ch|chap|vol|esp)\.?\s)?\d{1,4}(?:\s?[–—-]\s?\d{1,4})?(?:,\s\d{1,4}(?:[–—-]\d{1,4})?){0,5}\.?$"
)
_PRINTED = re.compile(
    r"\([^()]{2,60}:\s[^()]{2,80},\s(?:1[4-9]|20)\d\d\)|\((?:[^()]{2,60},\s)?(?:1[4-9]|20)\d\d\)[,:]\s*\d"
)
_NO_TITLE = frozenset({"and", "the", "et", "al", "in", "of", "a", "an", "see", "also", "cf"})
_QUOTED = re.compile(r"[“\"«*](.{3,300}?)[”\"»*]")
_LEAST_OVERLAP = 0.6  # share of the title's words, or of a short title's, that must be there
_MOST_PARTS = 60  # of a note that are told apart
_LEAST_WORDS = 2  # in a title that stands without its author
_PLAIN_WORDS = 4  # in a title that nothing marks as one
_SHORT = 0.99  # a short title counts a little less than a whole one


@dataclass(frozen=True, slots=True)
class Note:
    """`works` holds, for each work that the note names, every reference that fits; an empty one is missing."""

    mark: str
    works: tuple[Fits, ...]


def resolve(text: str, notes: Sequence[Entry], references: Sequence[Reference], index: Index) -> dict[str, Note]:
    """The notes by their marks."""
    titles = [frozenset(word.text for word in words_of(reference.title or "")) for reference in references]
    made: dict[str, Note] = {}
    before: tuple[Fits, ...] = ()
    seen: dict[str, Fits | None] = {}  # by the words of a part: many notes say the same
    lost: set[str] = set()  # words of the authors whose works the list lacks
    for entry in notes:
        body = " ".join(text[entry.body : entry.end].split())
        body = body.replace("*", "") if "“" in body else body
        works = before[-1:] if _IBID.match(body) else ()
        for part in _PARTS.split(body, maxsplit=_MOST_PARTS):
            if _IBID.match(part):
                continue
            fits = seen[part] if part in seen else seen.setdefault(part, _fits(part, titles, index))
            fits = () if fits is None and _repeats(part, lost) else fits
            lost |= {word.text for word in words_of(_head(part))} if fits == () else set()
            works = works if fits is None else (*works, fits)
        works = _with_dated(works, dated(body, index))
        made[entry.mark] = Note(entry.mark, works)
        before = works or before
    return made


def _with_dated(works: tuple[Fits, ...], found: Sequence[Fits]) -> tuple[Fits, ...]:
    """The works of a note, those told by author and year in the place of looser guesses at the same."""
    if not found or (works and not found[0]):
        return works
    sure = {number for fits in found for number in fits}
    return (*(fits for fits in works if fits and sure.isdisjoint(fits)), *found)


def _head(part: str) -> str:
    """The words of a part of a note up to its first comma."""
    return _LEAD.sub("", part.strip(), count=1).partition(",")[0]


def _repeats(part: str, lost: set[str]) -> bool:
    """Whether a short note names an author again whose work the list lacks."""
    said = [word.text for word in words_of(_head(part))]
    short = _PAGES.search(part.strip().rstrip("."))
    return bool(said and short) and all(word in lost for word in said)


def _fits(part: str, titles: Sequence[frozenset[str]], index: Index) -> Fits | None:
    """The references that a part of a note can mean; None where it cites nothing."""
    words = frozenset(word.text for word in words_of(part))
    quoted = _QUOTED.search(part)
    short = frozenset(word.text for word in words_of(quoted[1])) if quoted else frozenset[str]()
    scores = [_overlap(title, words, short) for title in titles]
    named = [work.index for work in index.works if work.names and words.issuperset(work.names[0].words)]
    anybody = range(len(titles)) if len(short) >= _LEAST_WORDS else ()
    whole = [number for number, title in enumerate(titles) if len(title) >= _PLAIN_WORDS and title <= words]
    for candidates in (named, anybody, whole):
        best = max((scores[number] for number in candidates), default=0.0)
        if best >= _LEAST_OVERLAP:
            return tuple(number for number in candidates if scores[number] == best)
    if fits := _shortened(part, [index.works[number] for number in named]):
        return fits
    cites = quoted or _PRINTED.search(part)
    return () if cites and _LEAD.sub("", part.strip(), count=1)[:1].isupper() else None


def _shortened(part: str, works: Sequence[Work]) -> Fits:
    """The works that "Burns, Back Channel, 368" or "Burns, 368" can mean, whose authors open the note."""
    bare = _PAGES.sub("", _LEAD.sub("", part.strip(), count=1).strip().rstrip("."))
    said = [word.text for word in words_of(bare)]
    found: list[int] = []
    for work in works:
        names = {word for name in work.names for word in name.words}
        rest = [word for word in said if word not in names and word not in _NO_TITLE]
        opened = bool(said) and said[0] in names
        if opened and work.title.issuperset(rest) and (rest or len(bare) < len(part.strip().rstrip("."))):
            found.append(work.index)
    return tuple(found)


def _overlap(title: frozenset[str], words: frozenset[str], short: frozenset[str]) -> float:
    """How much of the title stands in the part, or how much of the part's own quoted title in the title."""
    whole = len(title & words) / len(title) if title else 0.0
    return max(whole, _SHORT * len(title & short) / len(short)) if short else whole
