"""Joins lines into running text: hyphens at line ends are healed where the word has none elsewhere."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise

_HYPHENS = "-‐\u00ad\u2010"
_CUT_WORD = re.compile(rf"([^\W\d_]+)[{_HYPHENS}]$")
_WORD = re.compile(r"[^\W\d_]+(?:[-‐'’][^\W\d_]+)*")
_FIRST_WORD = re.compile(r"[^\W\d_]+")
_WIDE_LETTER = r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uff60\u3000-\u303f“”‘’…—]"
_WIDE_END, _WIDE_START = re.compile(_WIDE_LETTER + r"$"), re.compile(_WIDE_LETTER)
_CHINESE = re.compile(r"[\u2e80-\u9fff]")
_ADDRESS_CUT = re.compile(r"(?:https?://|www\.|doi\.org/|doi:\s?10\.|\b10\.\d{4,9}/)\S*$", re.IGNORECASE)
_ADDRESS_GOES_ON = re.compile(r"[^\s]*[/\d._=&?%#-][^\s]*|[a-z]\S*")
_COMPOUNDING = re.compile(
    r"self|non|well|co|ex|anti|pro|pre|post|semi|quasi|cross|long|short|high|low|half|all|so|two|three|four|five|six|"
    r"seven|eight|nine|ten|multi|inter|sub|ultra|vice|would|much|far|near|mid",
    re.IGNORECASE,
)


class LineJoiner:
    """Joins lines; a hyphen at a line's end is judged by the words elsewhere in the text."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._seen: Counter[str] = Counter()
        for line in lines:
            found = _WORD.findall(line.lower())
            cut = bool(_CUT_WORD.search(line))
            self._seen.update(found[1 : len(found) - cut])
            self._seen.update(part for word in found[: len(found) - cut] for part in word.split("-") if "-" in word)

    def joined(self, lines: Sequence[str]) -> str:
        """Joins several lines into one."""
        made = [*lines[:1]]
        for before, line in pairwise(lines):
            made[-1], glue = self._end(before, line)
            made += [glue, line]
        return "".join(made).replace("\u00ad", "")

    def _end(self, before: str, line: str) -> tuple[str, str]:
        """The text of a line before the next one, and the separator between them."""
        cut = _CUT_WORD.search(before)
        if cut and (rest := _FIRST_WORD.match(line)):
            chained = before[: cut.start()].endswith(tuple(_HYPHENS))
            return (before if chained or self._keeps(cut[1], rest[0], before[-1]) else before[:-1]), ""
        if before[-1] in _HYPHENS and before[-2:-1].isalnum() and line[:1].isalnum():
            return before, ""
        chinese = _CHINESE.match(line) or _CHINESE.search(before[-1])
        if chinese and _WIDE_END.search(before) and _WIDE_START.match(line):
            return before, ""
        address = before[-1] in "/-._=?&%#:" and _ADDRESS_CUT.search(before)
        return before, "" if address and _ADDRESS_GOES_ON.match(line) else " "

    def _keeps(self, head: str, rest: str, mark: str) -> bool:
        """Whether the hyphen between two halves is part of the word."""
        if mark == "\u00ad":
            return False
        if rest[0].isupper():
            return not head.isupper() or len(head) > 1
        whole, compound = (head + rest).lower(), f"{head}-{rest}".lower()
        if self._seen[whole] or self._seen[compound]:
            return self._seen[compound] > self._seen[whole]
        if mark == "\u2010":
            return False
        if _COMPOUNDING.fullmatch(head) and self._seen[rest.lower()]:
            return True
        return len(head) > 2 and len(rest) > 2 and bool(self._seen[head.lower()] and self._seen[rest.lower()])
