"""What a revision changes about sentences that were shown: a moved sentence, spacing and quotation marks don't count.

Pure.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from itertools import repeat

from briefings.library.diff import plain_words, work_key
from briefings.library.reports.provenance import words_of
from briefings.model.analysis import Analysis, Draft, cited_in, section_at
from briefings.model.corrections import ChangedSentence, QuotedSpan
from briefings.model.table_rows import rows

_SHOWN = 0.6  # of a sentence; where less of it was quoted, only the quoted words count
_ALIKE = 0.35  # of two sentences' runs of three letters: the one is the other's new wording
_ALIKE_ELSEWHERE = 0.6  # the same where the new one stands in another place
_MOST = 400  # sentences of one rewritten stretch that are compared with each other
_RUN = 3
_MARKUP = str.maketrans(dict.fromkeys("*`|", " "))
_NUMBERS = re.compile(r"\s?\[\d{1,4}(?:\s?[,;-]\s?\d{1,4}){0,30}\]")


PartOf = Callable[[int], object]


def _whole(_start: int) -> None:
    """The part of a text that has none."""


@dataclass(frozen=True, slots=True)
class ComparedPassage:
    """A sentence or table row, and its words as they are compared."""

    start: int
    end: int
    key: str


def passages(draft: Draft) -> list[ComparedPassage]:
    """The sentences and table rows of a text, in order."""
    spans = {(one.start, one.end) for one in draft.sentences} | {(row.start, row.end) for _, row in rows(draft)}
    return [ComparedPassage(start, end, _key(draft, start, end)) for start, end in sorted(spans)]


def _key(draft: Draft, start: int, end: int) -> str:
    """The words of a passage, with the sources instead of their numbers, so that renumbering them changes nothing."""
    words = key_of(draft.text[start:end])
    bare = _NUMBERS.sub("", words)
    if bare == words:
        return words
    works = (work_key(draft.references[index]) for index in cited_in(draft.citations, start, end))
    return f"{bare} {sorted(works)}"


def key_of(words: str) -> str:
    """Words without what no reader counts as a change: spacing, the form of quotation marks and dashes, emphasis."""
    return " ".join(plain_words(words).translate(_MARKUP).split())


def changed(
    before: Analysis, after: Analysis, part_then: PartOf = _whole, part_now: PartOf = _whole
) -> list[ChangedSentence]:
    """The sentences and rows of a revision that the next one changes or drops, in order.

    Each part of a text is compared with itself, so that what one says doesn't count as said in another; `part_then` and
    `part_now` name the part in which an offset of each revision lies.
    """
    was, now = _by_part(before.draft, part_then), _by_part(after.draft, part_now)
    found = [pair for part, mine in was.items() for pair in _changes(mine, now.get(part, [])).items()]
    return [_changed(before, after, old, new) for old, new in sorted(found, key=_start)]


def _by_part(draft: Draft, part: PartOf) -> dict[object, list[ComparedPassage]]:
    found: dict[object, list[ComparedPassage]] = {}
    for each in passages(draft):
        found.setdefault(part(each.start), []).append(each)
    return found


def _changes(
    was: Sequence[ComparedPassage], now: Sequence[ComparedPassage]
) -> dict[ComparedPassage, ComparedPassage | None]:
    """The passages that are changed or gone, each with its new wording or None."""
    kept, known = Counter(one.key for one in now), Counter(one.key for one in was)
    found: dict[ComparedPassage, ComparedPassage | None] = {}
    free: list[ComparedPassage] = []
    matcher = SequenceMatcher(None, [one.key for one in was], [one.key for one in now], autojunk=False)
    for kind, *ends in matcher.get_opcodes():
        if kind == "equal":
            continue
        gone = [one for one in was[ends[0] : ends[1]] if not kept[one.key]]
        new = [one for one in now[ends[2] : ends[3]] if not known[one.key]]
        if "".join(one.key for one in gone).replace(" ", "") == "".join(one.key for one in new).replace(" ", ""):
            continue  # the same words in other sentences
        pairs = _paired(gone, new, _ALIKE)
        found |= pairs
        free += [one for one in new if one not in pairs.values()]
    elsewhere = _paired([old for old, new in found.items() if new is None], free, _ALIKE_ELSEWHERE)
    return found | elsewhere


def _start(pair: tuple[ComparedPassage, ComparedPassage | None]) -> int:
    return pair[0].start


def _paired(
    gone: Sequence[ComparedPassage], new: Sequence[ComparedPassage], alike: float
) -> dict[ComparedPassage, ComparedPassage | None]:
    """Each old passage with the new one that is most like it, best pairs first; None if none is alike."""
    pairs: dict[ComparedPassage, ComparedPassage | None] = dict.fromkeys(gone)
    if len(gone) * len(new) > _MOST * _MOST:
        return pairs
    runs = {one.key: _runs(one.key) for one in (*gone, *new)}
    scored = [
        (score, old, other) for old in gone for other in new if (score := _likeness(runs[old.key], runs[other.key]))
    ]
    taken: set[ComparedPassage] = set()
    for score, old, other in sorted(scored, key=lambda each: (-each[0], each[1].start, each[2].start)):
        if score >= alike and pairs[old] is None and other not in taken:
            pairs[old] = other
            taken.add(other)
    return pairs


def _runs(key: str) -> frozenset[str]:
    folded = key.casefold()
    return frozenset(folded[at : at + _RUN] for at in range(max(1, len(folded) - _RUN + 1)))


def _likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """Dice's coefficient of two sets."""
    return 2 * len(one & other) / (len(one) + len(other))


def _changed(before: Analysis, after: Analysis, old: ComparedPassage, new: ComparedPassage | None) -> ChangedSentence:
    words, place = words_of(before.draft, old.start, old.end), (before.revision, old.start)
    if new is None:
        return ChangedSentence(old.key, words, places=(place,))
    draft, places = after.draft, (place, (after.revision, new.start))
    section = section_at(draft, new.start)
    heading = "" if section is None else draft.sections[section].heading
    now = words_of(draft, new.start, new.end)
    return ChangedSentence(old.key, words, now, new.start, new.end, section, heading, places=places)


def in_newest(items: Iterable[ChangedSentence], then: Analysis, now: Analysis) -> tuple[ChangedSentence, ...]:
    """Changed sentences with the wording and the places that they have in the newest revision."""
    later = {each.key: each for each in changed(then, now)}
    places = {each.key: each for each in passages(now.draft)}
    found = []
    for item in items:
        key = _key(then.draft, item.start, item.end) if item.new else ""
        if key in later:
            new = later[key]
            item = replace(item, new=new.new, start=new.start, end=new.end, section=new.section, heading=new.heading)
        elif key in places:
            item = replace(
                item, start=places[key].start, end=places[key].end, section=section_at(now.draft, places[key].start)
            )
        found.append(item)
    return tuple(found)


def hits(
    draft: Draft,
    spans: Iterable[QuotedSpan],
    items: Sequence[ChangedSentence],
    part: PartOf = _whole,
    parts: Sequence[object] = (),
) -> frozenset[int]:
    """The indexes of the changed sentences that spans of a revision show.

    `parts` are those in which the old sentences stood, and `part` names that of an offset of the revision: what another
    part says in the same words wasn't shown with it. Where a span holds only a few words of a sentence, such as a
    quotation, it shows the change only if the new sentence doesn't have those words.
    """
    wanted = {
        (own, item.key): index for index, (item, own) in enumerate(zip(items, parts or repeat(None), strict=False))
    }
    quoted = [(span.start, span.end) for span in spans]
    found: set[int] = set()
    for passage in passages(draft):
        index = wanted.get((part(passage.start), passage.key))
        if index is not None and any(_shows(draft, passage, span, items[index]) for span in quoted):
            found.add(index)
    return frozenset(found)


def _shows(draft: Draft, passage: ComparedPassage, span: tuple[int, int], item: ChangedSentence) -> bool:
    start, end = max(passage.start, span[0]), min(passage.end, span[1])
    if start >= end:
        return False
    if end - start >= _SHOWN * (passage.end - passage.start):
        return True
    return key_of(draft.text[start:end]) not in key_of(item.new)
