"""The sentences and table rows of a text, each with its neighbours, and where every term stands in them."""

import re
from collections import OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from threading import Lock

from briefings.model import table_rows
from briefings.model.analysis import Draft
from briefings.summarising.anaphora import depends_on_previous
from briefings.text.terms import terms

_NAME = re.compile(r"(?:[^\W\d_A-Z] |[,;] |\()([^\W\d_a-z][\w’'-]+)")
_CHAIN = 2  # sentences back to which a sentence may point
_POINTS = re.compile(
    r"\b(?:it|its|they|them|their|he|him|his|she|her|this|these|that|those|we|our|both|one|other|there|"
    r"эт\w{1,3}|его|ему|их|они|он|она|её|ей)\b|[他她它这那其]",
    re.IGNORECASE,
)
_STEM = 5  # letters that related stems share
_KEPT = 4_000  # units of the texts whose indexes are kept


@dataclass(frozen=True, slots=True)
class Unit:
    """A sentence or a table row; `words` are as shown, a row's with its header cells.

    `first` is the index of the first unit that it can't be understood without, its own if it stands alone. `points`:
    a pronoun may refer to the unit before.
    """

    start: int
    end: int
    section: int | None
    words: str
    is_row: bool
    first: int
    points: bool


@dataclass(frozen=True, slots=True)
class TextIndex:
    """`places` has the indexes of the units that hold a term, `families` the terms by their first letters."""

    draft: Draft
    units: Sequence[Unit]
    places: Mapping[str, Sequence[int]]
    families: Mapping[str, Sequence[str]]
    title: frozenset[str]
    headings: Sequence[frozenset[str]]
    names: frozenset[str]


class _Cache:
    """The indexes of the texts asked last, at most _KEPT units; a text that is still kept is told by its identity."""

    def __init__(self) -> None:
        self._found: OrderedDict[int, TextIndex] = OrderedDict()
        self._lock = Lock()

    def get(self, draft: Draft) -> TextIndex:
        with self._lock:
            if found := self._found.get(id(draft)):
                self._found.move_to_end(id(draft))
                return found
        made = indexed(draft)
        with self._lock:
            self._found[id(draft)] = made
            while sum(len(each.units) for each in self._found.values()) > _KEPT and len(self._found) > 1:
                self._found.popitem(last=False)
        return made


_cache = _Cache()


def index_of(draft: Draft) -> TextIndex:
    """The index of a text, kept for the next question."""
    return _cache.get(draft)


def indexed(draft: Draft) -> TextIndex:
    """Makes the index of a text."""
    units = list(_units(draft))
    places: dict[str, list[int]] = {}
    for number, unit in enumerate(units):
        for term in dict.fromkeys(terms(unit.words)):
            places.setdefault(term, []).append(number)
    families: dict[str, list[str]] = {}
    for term in places:
        if len(term) >= _STEM:
            families.setdefault(term[:_STEM], []).append(term)
    return TextIndex(
        draft,
        units,
        places,
        families,
        frozenset(terms(draft.title)),
        [frozenset(terms(section.heading)) for section in draft.sections],
        frozenset(_NAME.findall(draft.text)),
    )


def _units(draft: Draft) -> Iterator[Unit]:
    found = [
        (s.start, s.end, s.section, draft.text[s.start : s.end], False)
        for s in draft.sentences
        if draft.reference_section is None or s.section != draft.reference_section
    ]
    for table, row in table_rows.rows(draft):
        found.append((row.start, row.end, table.section, table_rows.row_passage(draft, table, row), True))
    found.sort(key=lambda each: each[0])
    for number, each in enumerate(found):
        first = number
        while number - first < _CHAIN and _leans(found, first):
            first -= 1
        yield Unit(*each, first, not each[4] and _POINTS.search(each[3]) is not None)


def _leans(found: Sequence[tuple[int, int, int | None, str, bool]], number: int) -> bool:
    """Whether a unit depends on the one before, in the same section; a row never does."""
    if not number:
        return False
    before, own = found[number - 1], found[number]
    return before[2] == own[2] and not before[4] and not own[4] and depends_on_previous(own[3])
