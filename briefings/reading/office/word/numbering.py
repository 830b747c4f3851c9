"""Numbers of list items, which Word computes and doesn't store."""

import re
from collections import defaultdict

from lxml.etree import _Element

from briefings.reading.layout import BULLET
from briefings.reading.office.numerals import counter_value
from briefings.reading.office.word.names import W, child, number, value

_LEVEL = re.compile(r"%(\d)")
_DEEPEST = 8


class Numbering:
    """Numbers the lists of a document; each call of `label` is the next item."""

    def __init__(self, numbering: _Element | None) -> None:
        self._abstract: dict[int, dict[int, _Element]] = {}
        self._lists: dict[int, int] = {}
        self._starts: dict[tuple[int, int], int] = {}
        self._counts: defaultdict[int, list[int]] = defaultdict(list)
        self._begun: set[int] = set()
        if numbering is not None:
            self._read(numbering)

    def _read(self, numbering: _Element) -> None:
        for found in numbering.iterfind(f"{W}abstractNum"):
            levels = {_int(level.get(f"{W}ilvl")): level for level in found.iterfind(f"{W}lvl")}
            self._abstract[_int(found.get(f"{W}abstractNumId"))] = levels
        for found in numbering.iterfind(f"{W}num"):
            id_ = _int(found.get(f"{W}numId"))
            self._lists[id_] = number(found, "abstractNumId") or 0
            for override in found.iterfind(f"{W}lvlOverride"):
                start = number(override, "startOverride")
                if start is not None:
                    self._starts[id_, _int(override.get(f"{W}ilvl"))] = start

    def label(self, id_: int, depth: int) -> str:
        """The marker of the next item of a list at a depth from 0."""
        depth = min(max(depth, 0), _DEEPEST)
        kind = self._lists.get(id_, -1)
        level = self._abstract.get(kind, {}).get(depth)
        if level is None or value(level, "numFmt") in {"bullet", "none", None}:
            return BULLET
        counts = self._count(id_, kind, depth)
        written = _LEVEL.sub(
            lambda match: self._written(kind, counts, int(match[1]) - 1), value(level, "lvlText") or ""
        )
        return written.strip() or BULLET

    def _count(self, id_: int, kind: int, depth: int) -> list[int]:
        counts = self._counts[kind]
        if id_ not in self._begun:
            self._begun.add(id_)
            if any((id_, level) in self._starts for level in range(depth + 1)):
                counts.clear()
        del counts[depth + 1 :]
        while len(counts) <= depth:
            at = len(counts)
            counts.append(self._start(id_, kind, at) - (at == depth))
        counts[depth] += 1
        return counts

    def _start(self, id_: int, kind: int, depth: int) -> int:
        given = self._starts.get((id_, depth))
        start = number(child(self._abstract.get(kind, {}).get(depth), "start")) if given is None else given
        return 1 if start is None else start

    def _written(self, kind: int, counts: list[int], depth: int) -> str:
        if not 0 <= depth < len(counts):
            return ""
        return counter_value(counts[depth], value(self._abstract[kind].get(depth), "numFmt") or "decimal")


def _int(said: str | None) -> int:
    return int(said) if said and said.isdecimal() and len(said) < 10 else 0
