"""Joins lines into running text, across hyphens, columns and pages."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from briefings.reading.layout import BULLET, UNCLEAR, Kind, Piece
from briefings.reading.pdf.blocks import DOT, ENDS, LIST_MARK, TextBlock
from briefings.reading.pdf.lines import Line
from briefings.reading.pdf.measures import Measures
from briefings.reading.pdf.non_prose import NOTE_MARK
from briefings.reading.pdf.table_rows import is_plain, table_rows

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
_STRONG = re.compile(
    r"self|well|long|short|high|low|half|cross|vice|near|mid|two|three|four|five|six|ten", re.IGNORECASE
)
_SUFFIX = re.compile(r"ish\w*|ness\w*|est|ers?|ly|ages?|ing\w*|en\w*|es|ed|al|some|ty|teen\w*|land\w*|way\w*|dle\w*|st")
_LOWERED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")


def reflow(parts: Sequence[TextBlock], measures: Measures) -> Iterator[Piece]:
    """The pieces in order; a table within a paragraph is moved after it, notes go to the end of their section."""
    words = _Words(line for part in parts for line in part.lines)
    open_part: list[TextBlock] = []
    held: list[TextBlock] = []
    noted: list[list[Line]] = []
    for part in parts:
        if part.kind == "note":
            if part.opens or not noted:
                noted.append([])
            noted[-1] += part.lines
        elif part.kind == "table" and open_part:
            held.append(part)
        elif open_part and _goes_over(open_part[-1], part, measures):
            open_part.append(part)
        else:
            yield from _finished(open_part, held, words)
            open_part, held = [part], []
    yield from _finished(open_part, held, words)
    yield from _notes(noted, words, min((part.level for part in parts if part.level > 1), default=1))


def _finished(open_part: Sequence[TextBlock], held: Iterable[TextBlock], words: "_Words") -> Iterator[Piece]:
    if open_part:
        yield _piece(open_part[0].kind, [line for part in open_part for line in part.lines], words, open_part[0].level)
    for part in held:
        yield _piece(part.kind, part.lines, words)


def _piece(kind: Kind, lines: Sequence[Line], words: "_Words", level: int = 0) -> Piece:
    if kind == "table" and any(len(line.cells) > 1 for line in lines):
        rows = table_rows(lines)
        text = "\n".join(" | ".join(row) for row in rows)
        return Piece(kind, text, header_rows=None if is_plain(rows) else UNCLEAR)
    text = words.joined([line.text for line in lines])
    if kind == "heading":
        return Piece(kind, text.rstrip(":："), level)
    mark = LIST_MARK.match(text) if kind == "item" else None
    if mark is None:
        return Piece(kind, text)
    return Piece(kind, text[mark.end() :], label=BULLET if DOT.match(text) else mark[0].strip())


def _notes(noted: Sequence[Sequence[Line]], words: "_Words", level: int) -> Iterator[Piece]:
    if noted:
        yield Piece("heading", "Notes", level)
    for lines in noted:
        text = words.joined([line.text for line in lines])
        mark = NOTE_MARK.match(text)
        sign = mark[0].strip(" [].)").translate(_LOWERED) if mark else ""
        yield Piece("note", text[mark.end() :] if mark else text, label=f"{sign}." if sign.isdecimal() else sign)


def _goes_over(before: TextBlock, part: TextBlock, measures: Measures) -> bool:
    """Whether a part continues one that was cut at the end of a column or page."""
    last, first = before.lines[-1], part.lines[0]
    if part.opens or before.kind == "heading" or part.kind == "heading":
        return False
    if (last.page, last.slot) == (first.page, first.slot) and last.y > first.y and not part.opens:
        return not ENDS.search(last.text)
    if abs(last.size - first.size) > 0.07 * first.size:
        return False
    if first.text[:1].islower():
        return True
    widest = last.left + max(line.x1 - line.left for line in before.lines[-4:])
    return not ENDS.search(last.text) or not measures.ends_early(last, max(last.right, widest), first)


class _Words:
    """Joins lines; a hyphen at a line's end is judged by the words elsewhere in the text."""

    def __init__(self, lines: Iterable[Line]) -> None:
        self._seen: Counter[str] = Counter()
        for line in lines:
            found = _WORD.findall(line.text.lower())
            cut = bool(_CUT_WORD.search(line.text))
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
        if _STRONG.fullmatch(head) and not _SUFFIX.fullmatch(rest):
            return True
        return len(head) > 2 and len(rest) > 2 and bool(self._seen[head.lower()] and self._seen[rest.lower()])
