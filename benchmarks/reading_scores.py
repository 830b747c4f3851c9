"""How well a paper was read, counted against what is known of it: headings, references, links and flags."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Known = Mapping[str, Any]
SAME_PLACE = 3  # characters by which starts may differ
SAME_SPAN = 0.8  # share of two spans' union that they have in common
FEW_AUTHORS = 6  # of longer lists styles may leave some out


@dataclass(slots=True)
class Tally:
    """How many were right, were told, and were to be told."""

    right: int = 0
    told: int = 0
    known: int = 0

    def add(self, right: int, told: int = 1, known: int = 1) -> None:
        """Counts more."""
        self.right, self.told, self.known = self.right + right, self.told + told, self.known + known

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall, 0 to 1."""
        return 2 * self.right / (self.told + self.known) if self.told + self.known else 0.0


@dataclass(frozen=True, slots=True)
class Scores:
    """A tally for each measure."""

    tallies: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))

    def count(self, known: Known, read: Known) -> None:
        """Adds a paper; `read` has the shape that `readout read --json` prints."""
        heads = {(section["start"], _plain_heading(section["heading"])) for section in read["sections"]}
        found = sum(
            any((section["start"] + by, _plain_heading(section["heading"])) in heads for by in _NEAR)
            for section in known["sections"]
        )
        self.tallies["headings"].add(found, len(read["sections"]), len(known["sections"]))
        pairs = _paired(known["references"], read["references"])
        for told, real in pairs.items():
            self._reference(known["references"][real], read["references"][told])
        self._links(known, read, pairs)

    def _reference(self, known: Known, read: Known) -> None:
        if known["authors"]:
            names = [plain(one.get("family") or one.get("literal") or "") for one in read["authors"]]
            real = [plain(name) for name in known["authors"]]
            shortened = len(real) > FEW_AUTHORS and len(names) > 2 and set(names) <= set(real)
            self.tallies["first author"].add(names[:1] == real[:1])
            self.tallies["all authors"].add(set(names) == set(real) or shortened)
        self.tallies["title of a reference"].add(plain(known["title"]) == plain(read["title"]))

    def _links(self, known: Known, read: Known, pairs: Mapping[int, int]) -> None:
        told = [
            ({pairs.get(number, -1) for number in one["references"]}, one["status"] == "missing", one)
            for one in read["citations"]
        ]
        linked: dict[int, set[int]] = defaultdict(set)
        flagged: set[int] = set()
        for works, missing, one in told:
            for number in _overlapping(one, known["citations"]):
                linked[number] |= works
                flagged |= {number} if missing else set()
        wanted = {number: set(one["refs"]) for number, one in enumerate(known["citations"])}
        right = sum(len(linked[number] & works) for number, works in wanted.items())
        for name in ("links, all", f"links, {known['family']}"):
            self.tallies[name].add(right, sum(len(works) for works, _, _ in told), sum(map(len, wanted.values())))
        for number, one in enumerate(known["citations"]):
            if one["ambiguous"]:
                self.tallies["ambiguous, exactly"].add(linked[number] == wanted[number])
        missing = {number for number, one in enumerate(known["citations"]) if one["n_missing"]}
        self.tallies["missing, flagged"].add(len(missing & flagged), len(flagged), len(missing))
        never = set(range(len(known["references"]))).difference(*wanted.values())
        idle = set(range(len(read["references"]))).difference(*(one["references"] for one in read["citations"]))
        hit = never & {pairs.get(number, -1) for number in idle}
        self.tallies["never cited, flagged"].add(len(hit), len(idle), len(never))


_NEAR = range(-SAME_PLACE, SAME_PLACE + 1)


def plain(words: str | None) -> str:
    """Words without case, accents and signs."""
    low = unicodedata.normalize("NFKD", words or "").casefold()
    return " ".join(re.findall(r"[^\W_]+", "".join(c for c in low if not unicodedata.combining(c))))


def _plain_heading(heading: str) -> str:
    return plain(re.sub(r"^\s*#*\s*(?:\d+(?:\.\d+)*\.?\s+)?", "", heading))


def _paired(known: Sequence[Known], read: Sequence[Known]) -> dict[int, int]:
    """For each reference that was read the one that it is."""
    pairs: dict[int, int] = {}
    at = 0
    for number, one in enumerate(read):
        while at < len(known) and known[at]["end"] <= one["start"]:
            at += 1
        if at < len(known):
            common = min(one["end"], known[at]["end"]) - max(one["start"], known[at]["start"])
            union = max(one["end"], known[at]["end"]) - min(one["start"], known[at]["start"])
            if common >= SAME_SPAN * union:
                pairs[number] = at
    return pairs


def _overlapping(one: Known, citations: Sequence[Known]) -> Iterable[int]:
    return (n for n, each in enumerate(citations) if each["start"] < one["end"] and one["start"] < each["end"])
