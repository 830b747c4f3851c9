"""Groups lines into blocks: paragraphs, list items, references, notes, tables, headings."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from briefings.reading.layout import Kind
from briefings.reading.pdf.headings import Heading, headings
from briefings.reading.pdf.lines import Line
from briefings.reading.pdf.measures import INDENTED, LOOSE, Measures, same_column, spacing
from briefings.reading.pdf.non_prose import NOTE_MARK, is_caption, is_contents, notes, tables
from briefings.reading.section_names import holds_references

DOT = re.compile(r"[•◦▪‣∙·●○■□➢❖✓]\s*|[–—*-]\s+")
_BULLET = re.compile(rf"{DOT.pattern}|o\s+(?=[A-ZÀ-ÞА-ЯЁ“\"])")  # "o" as Word's fonts draw a circle
_DASHES = "–—-*"
_NUMBERED_ITEM = re.compile(r"\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})\)\s+|\d{1,2}\.\s+", re.IGNORECASE)
LIST_MARK = re.compile(f"{DOT.pattern}|{_NUMBERED_ITEM.pattern}", re.IGNORECASE)
_NUMBERED_ENTRY = re.compile(r"\[[\w+]{1,8}\]\s*\S|\(?\d{1,3}[.)]\s+\S|\d{1,3}\s{1,3}[A-ZА-ЯЁ]")
_ENTRY_NUMBER = re.compile(r"[\[(]?(\d{1,3})(?:[\]).]+\s|\s+(?=[A-ZÀ-ÞА-ЯЁ]))")
_NARROW = 0.85  # of the column's width
_ENTRY_GAP = 1.12  # of the usual distance of lines
_FEWEST_HANGING = 0.25  # share of a list's lines that are indented where entries hang
ENDS = re.compile(r"[.!?…:。！？：][\"'”’»)\]¹²³⁰⁴-⁹]*$|\[\d[\d,–-]*\]$")


@dataclass(frozen=True, slots=True)
class TextBlock:
    """Lines that belong together; `level` is a heading's; `opens` if it can't continue the part before."""

    kind: Kind
    lines: tuple[Line, ...]
    level: int = 0
    opens: bool = True


def blocks(lines: Sequence[Line], measures: Measures) -> list[TextBlock]:
    """All parts in reading order, cut at column and page ends."""
    aside = notes(lines, measures)
    heads = headings(lines, measures, aside | {at for at, line in enumerate(lines) if is_contents(line)})
    aside -= _listed(lines, heads, aside)
    tabled = tables(lines, _front(lines, heads)) - aside
    heads = [h for h in heads if h.level == 1 or not tabled.intersection(range(h.start, h.end))]
    return list(_parts(lines, measures, {h.start: h for h in heads}, aside, tabled))


def _listed(lines: Sequence[Line], heads: Sequence[Heading], aside: set[int]) -> set[int]:
    """The lines that look like footnotes but are entries of a reference list: their numbers go on its own."""
    found: set[int] = set()
    ends = [*(each.start for each in heads[1:]), len(lines)]
    for head, end in zip(heads, ends, strict=False):
        if holds_references(head.words):
            found |= _numbered_entries(lines, range(head.end, end), aside)
    return found


def _numbered_entries(lines: Sequence[Line], section: range, aside: set[int]) -> set[int]:
    """The lines in `aside` of entries numbered 1, 2 and so on; a number 1 alone is a footnote's."""
    found: set[int] = set()
    last = 0
    for at in section:
        number = _ENTRY_NUMBER.match(lines[at].text)
        following = number is not None and int(number[1]) == last + 1
        last += following
        goes_on = at - 1 in found and not NOTE_MARK.match(lines[at].text)
        if at in aside and (following or goes_on):
            found.add(at)
    return found if last > 1 else set()


def _front(lines: Sequence[Line], heads: Sequence[Heading]) -> int:
    """The end of the names on the title page, which are set side by side like table cells."""
    return next((h.start for h in heads if h.level > 1 and lines[h.start].page == lines[0].page), 0)


def _parts(
    lines: Sequence[Line], measures: Measures, heads: dict[int, Heading], aside: set[int], tabled: set[int]
) -> Iterator[TextBlock]:
    at = 0
    listed = titled = False
    front = _front(lines, list(heads.values()))
    while at < len(lines):
        if head := heads.get(at):
            listed = holds_references(head.words)
            titled = head.level == 1
            yield TextBlock("heading", tuple(lines[head.start : head.end]), head.level)
            at = head.end
            continue
        kind = _aside(at, aside, tabled)
        stop = at + 1
        while stop < len(lines) and stop not in heads and _aside(stop, aside, tabled) == kind:
            stop += 1
        if kind == "note":
            yield from _notes(lines, at, stop)
        elif kind == "table":
            yield TextBlock("table", tuple(lines[at:stop]))
        elif listed:
            yield from _entries(lines, at, stop, measures)
        else:
            yield from _prose(lines, at, stop, measures, names=titled and at < front)
        at = stop


def _aside(at: int, aside: set[int], tabled: set[int]) -> Kind:
    return "note" if at in aside else "table" if at in tabled else "paragraph"


def _notes(lines: Sequence[Line], start: int, stop: int) -> Iterator[TextBlock]:
    first = start
    left = min(line.x0 for line in lines[start:stop])
    for at in range(start + 1, stop + 1):
        if at == stop or (NOTE_MARK.match(lines[at].text) and _is_note_start(lines, at, left)):
            yield TextBlock("note", tuple(lines[first:at]), opens=bool(NOTE_MARK.match(lines[first].text)))
            first = at


def _is_note_start(lines: Sequence[Line], at: int, left: float) -> bool:
    """Whether a line starts a note: always with a raised mark; with a number unless the line before is full."""
    line = lines[at]
    return (
        line.text[0] in "⁰¹²³⁴⁵⁶⁷⁸⁹*†‡§¶"
        or line.x0 - left > INDENTED * line.size
        or bool(ENDS.search(lines[at - 1].text))
    )


def _entries(lines: Sequence[Line], start: int, stop: int, measures: Measures) -> Iterator[TextBlock]:
    """The entries of a reference list, by number, bullet or hanging indent, else as paragraphs."""
    here = lines[start:stop]
    leftmost = min(line.indent for line in here)
    begins = _in_sequence(
        here, [line.indent < leftmost + 1 and bool(_NUMBERED_ENTRY.match(line.text)) for line in here]
    )
    bullets = [line.indent < leftmost + 1 and _BULLET.match(line.text) is not None for line in here]
    if bullets[0] and sum(bullets) > 1:
        begins = bullets
    elif sum(begins) < 2 and not begins[0]:
        hanging = sum(line.indent > INDENTED for line in here)
        if hanging > _FEWEST_HANGING * len(here) or (hanging and here[0].indent < INDENTED):
            begins = [line.indent < INDENTED for line in here]
        else:
            begins = [_begins_entry(lines, at, measures) for at in range(start, stop)]
    first = 0
    for at in range(1, len(here) + 1):
        if at == len(here) or begins[at] or not same_column(here[at - 1], here[at]):
            yield TextBlock("paragraph", tuple(here[first:at]), opens=begins[first])
            first = at


def _begins_entry(lines: Sequence[Line], at: int, measures: Measures) -> bool:
    """Whether a small gap, an indented first line or an early end before it marks the start of an entry."""
    before, line = lines[at - 1], lines[at]
    if not same_column(before, line):
        return line.indent > INDENTED
    gap = before.y - line.y > _ENTRY_GAP * spacing(lines, at, measures)
    set_in = line.x0 - before.x0 > INDENTED * line.size
    return gap or set_in or _is_short(before, line, (), measures)


def _in_sequence(lines: Sequence[Line], begins: Sequence[bool]) -> list[bool]:
    """Whether a number continues the entries' sequence; a line may also begin with a volume number."""
    made: list[bool] = []
    last: int | None = None
    for line, may in zip(lines, begins, strict=True):
        digits = re.match(r"[\[(]?(\d{1,3})", line.text) if may else None
        number = int(digits[1]) if digits else None
        good = may and (number is None or last is None or number in {last + 1, last + 2, 1})
        last = number if good and number is not None else last
        made.append(good)
    return made


def _prose(
    lines: Sequence[Line], start: int, stop: int, measures: Measures, *, names: bool = False
) -> Iterator[TextBlock]:
    """Paragraphs and list items; on a title page with `names`, each line that isn't full ends a paragraph."""
    first = start
    for at in range(start + 1, stop + 1):
        if at < stop and not (names and _is_narrow(lines, at - 1)) and not _begins(lines, first, at, measures):
            continue
        yield _part(lines, first, at, measures, apart=first == start, alone=names)
        first = at


def _is_narrow(lines: Sequence[Line], at: int) -> bool:
    line = lines[at]
    width = line.right - line.left
    if line.slot < 0:  # few lines are across the columns, and the edges of these tell little
        here = [other for other in lines if other.page == line.page]
        width = max(other.x1 for other in here) - min(other.x0 for other in here)
    return line.x1 - line.x0 < _NARROW * width


def _part(lines: Sequence[Line], first: int, end: int, measures: Measures, *, apart: bool, alone: bool) -> TextBlock:
    line = lines[first]
    here = tuple(lines[first:end])
    if is_caption(lines, first, measures, apart=apart) or is_contents(line):
        return TextBlock("table", here)
    kind: Kind = "item" if _is_item(lines, first) else "paragraph"
    set_in = line.indent > INDENTED and (measures.begins == "indent" or (len(here) > 1 and here[1].indent < INDENTED))
    opens = kind == "item" or set_in or alone
    return TextBlock(kind, here, opens=opens or (first > 0 and same_column(lines[first - 1], line)))


def _is_item(lines: Sequence[Line], at: int) -> bool:
    """Whether a line is a list item: always with a bullet; with a number if it continues a list or is indented."""
    text = lines[at].text
    bullet = DOT.match(text)
    if bullet and bullet[0][0] not in _DASHES:
        return True
    if not (bullet or _NUMBERED_ITEM.match(text)) or _runs_on(lines, at):
        return False
    if bullet:
        return True
    following = lines[at + 1] if at + 1 < len(lines) else None
    hangs = (
        following is not None
        and same_column(lines[at], following)
        and following.x0 > lines[at].x0 + 0.5 * lines[at].size
    )
    return (
        lines[at].indent > INDENTED
        or hangs
        or any(_NUMBERED_ITEM.match(o.text) for o in (*lines[max(0, at - 1) : at], *lines[at + 1 : at + 2]))
    )


def _runs_on(lines: Sequence[Line], at: int) -> bool:
    """Whether a dash or number at the start of a line is within a sentence."""
    before = lines[at - 1] if at else None
    if before is None or not same_column(before, lines[at]) or lines[at].indent > INDENTED:
        return False
    return before.lack < 1 and not re.search(r"[.!?]$", before.text)


def _begins(lines: Sequence[Line], first: int, at: int, measures: Measures) -> bool:
    """Whether a line begins a part; `first` is where the current one began."""
    before, line = lines[at - 1], lines[at]
    if not same_column(before, line) or is_contents(line) or is_contents(before):
        return True
    if before.y - line.y > LOOSE * spacing(lines, at, measures) or before.y < line.y:
        return True
    if abs(before.size - line.size) > 0.07 * line.size or _is_item(lines, at):
        return True
    step = (line.x0 - before.x0) / line.size
    if step > INDENTED:
        return not (at - first == 1 and _hangs(lines, first, at))
    if step < -INDENTED:
        if is_caption(lines, first, measures, apart=True) and before.indent > 1:
            return True  # a caption in the middle of its column, and text below it
        return at - first > 1 or _is_short(before, line, lines[first:at], measures)
    return measures.begins == "neither" and _is_short(before, line, lines[first:at], measures)


def _hangs(lines: Sequence[Line], first: int, at: int) -> bool:
    """Whether a part has a hanging indent, as list items and references have: all lines but the first are indented."""
    if _is_item(lines, first):
        return True
    following = lines[at + 1] if at + 1 < len(lines) else None
    deeper = following is not None and same_column(lines[at], following) and abs(following.x0 - lines[at].x0) < 1
    return bool(deeper) and lines[first].indent < INDENTED


def _is_short(before: Line, line: Line, part: Sequence[Line], measures: Measures) -> bool:
    """Whether a sentence ended so early that the next word would have fitted on its line."""
    right = max(other.x1 for other in part) if len(part) > 2 else before.right
    return bool(ENDS.search(before.text)) and measures.ends_early(before, right, line)
