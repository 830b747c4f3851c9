"""Extracts the text of an article in display order."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from selectolax.lexbor import LexborNode

from briefings.reading.layout import BULLET, Kind, Piece
from briefings.reading.links import source_address
from briefings.reading.office.links import CLOSED, MARKS, OPENED, blanks_outside, unmarked, without_marks
from briefings.reading.office.numerals import counter_value, joined, superscript
from briefings.reading.office.tables import positions, table_piece
from briefings.reading.section_names import holds_notes as names_notes
from briefings.reading.web.passage_places import PageElement, PagePassage, place_of
from briefings.reading.web.prose_lines import prose_lines
from briefings.reading.web.table_grid import Grid, is_calendar

_NEVER = frozenset(
    {
        *("script", "style", "noscript", "template", "svg", "iframe", "object", "embed", "audio", "video"),
        *("canvas", "button", "input", "select", "option", "textarea", "dialog", "map", "head", "link"),
        *("ix:header", "meta", "title", "datalist", "progress", "meter", "-comment"),
        *("annotation", "annotation-xml", "s", "del", "strike"),
    }
)
_NOTED = re.compile(r"\b(?:doc-)?(?:foot|end)notes?\b", re.IGNORECASE)
# The classes of a wiki's links by which readers edit a section, or go back from an entry to the text.
_WIKI = re.compile(r"\bmw-(?:editsection|cite-backlink)\b")
_UNSHOWN = re.compile(r"(?:display\s{0,9}:\s{0,9}none|visibility\s{0,9}:\s{0,9}hidden)", re.IGNORECASE)

FORMULAS = frozenset({"mfrac", "msup"})

_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_BLOCKS = frozenset(
    {
        *("address", "article", "blockquote", "body", "center", "dd", "details", "div", "dl", "dt"),
        *("fieldset", "figcaption", "figure", "footer", "form", "header", "hgroup", "hr", "html", "li"),
        *("main", "nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th"),
        *("thead", "tr", "ul", "caption", "aside"),
    }
)
_KINDS: dict[str, Kind] = {
    "blockquote": "quote",
    "pre": "code",
    "figcaption": "table",
    "caption": "table",
    "dd": "item",
}
_BOLD = frozenset({"b", "strong"})
_BACK = re.compile(r"\s*(?:↩\ufe0e?|⏎|\^|↑|\[?back\]?)+\s*", re.IGNORECASE)
_ANCHOR = re.compile(r"\s*(?:[¶§#🔗]|\[edit\])\s*$")  # a heading's link to itself
_FORMS = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_STYLED = re.compile(r"(?:list-style(?:-type)?\s*:\s*|\breflist-)(lower|upper)-(alpha|latin|roman)", re.IGNORECASE)
_UNNUMBERED = re.compile(r"list-style(?:-type)?\s*:[^;]{0,40}\bnone\b")
_LONGEST_BACK = 8
_BLANKS = re.compile(r"[ \t\n\r\f]+")


def passages_of(root: LexborNode, address: str = "") -> tuple[list[PagePassage], list[PageElement]]:
    """The pieces of a page with their places, and all places in the page's order; `address` is the page's own."""
    flow = _Flow(address)
    for node, begins in visible(root):
        flow.begin(node) if begins else flow.end(node)
    flow.flush()
    return flow.passages, flow.places


class _Flow:
    """Collects words until a block ends; a stack tracks the enclosing elements."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._targets: list[str] = []  # of the links among the words
        self.passages: list[PagePassage] = []
        self.places: list[PageElement] = []
        self._ranks: Counter[int] = Counter()  # of the headings so far
        self._place: PageElement | None = None
        self._links = self._linked = 0
        self._words: list[str] = []
        self._plain = False  # whether some of the words are not bold
        self._within: list[Kind] = []
        self._counts: list[int | None] = []  # the items of each list around, None where they are not numbered
        self._forms: list[str] = []
        self._label = ""
        self._bold = self._raised = self._code = 0
        self._level = 0
        self._tables: list[tuple[int, list[list[list[PagePassage]]]]] = []
        self._grids: list[Grid] = []  # of the tables around: which cells are headers, and what they span

    def begin(self, node: LexborNode) -> None:
        tag = node.tag or ""
        if node.is_text_node:
            self._say("" if is_blank_between(node) else node.text_content or "")
        elif node.parent is not None and node.parent.tag in FORMULAS:
            self._begin_part(node)
        elif tag == "br":
            self._break()
        elif tag in _HEADINGS or tag in _BLOCKS:
            self.flush()
            self._place = place_of(node, self._place)
            self.places.append(self._place)
            self._enter(tag, node)
        elif tag in _BOLD:
            self._bold += 1
        elif tag == "a":
            self._links += 1
            if target := source_address(node.attributes.get("href") or "", self._address):
                self._targets.append(target)
                self._words.append(OPENED)
        elif tag == "sup":
            self._raised += 1

    def _begin_part(self, node: LexborNode) -> None:
        """Begins the part of a fraction or power, behind a slash or raised if it is the second."""
        before = "".join(self._words[-1:])
        self._words.append(opening(node, before))
        self._raised += is_exponent(node)

    def end(self, node: LexborNode) -> None:
        tag = node.tag or ""
        if tag in _HEADINGS or tag in _BLOCKS:
            self.flush()
            self._leave(tag)
            self._place = self._place.above if self._place else None
        elif node.parent is not None and node.parent.tag in FORMULAS and not node.is_text_node:
            self._words.append(closing(node))
            self._raised -= is_exponent(node)
        elif tag in _BOLD:
            self._bold -= 1
        elif tag == "a":
            self._links -= 1
            self._words.append(CLOSED)
        elif tag == "sup":
            self._raised -= 1

    def _say(self, words: str) -> None:
        words = without_marks(words)
        if not self._code:
            words = _BLANKS.sub(" ", words)
        if self._raised and (mark := superscript(words)) != words:
            words = joined(next((each for each in reversed(self._words) if each not in MARKS), ""), mark.strip())
        self._plain = self._plain or (not self._bold and bool(words.strip()))
        self._linked += len(words.strip()) if self._links else 0
        self._words.append(words)

    def _break(self) -> None:
        """Handles a line break; two in a row end a paragraph."""
        last = next((words for words in reversed(self._words) if words.strip(f" {MARKS}")), "")
        if last == "\n" and not self._code:
            self.flush()
        else:
            self._words.append("\n")

    def _enter(self, tag: str, node: LexborNode) -> None:
        self._level = _HEADINGS.get(tag, self._level)
        self._code += tag == "pre"
        if tag in _KINDS:
            self._within.append(_KINDS[tag])
        if tag in {"ol", "ul"}:
            self._counts.append(_count_of(node) if tag == "ol" else None)
            self._forms.append(_form_of(node))
        elif tag == "li":
            self._item()
        elif tag == "table":
            self._tables.append((len(self.passages), []))
            self._grids.append(Grid())
        elif self._tables and tag in {"td", "th"}:
            self._grids[-1].begin_cell(node)
        elif self._tables and tag == "tr":
            self._tables[-1][1].append([])
            self._grids[-1].begin_row()
        if holds_notes(node):
            self._begin_notes()

    def _leave(self, tag: str) -> None:
        self._code -= tag == "pre"
        if tag in _HEADINGS:
            self._level = 0
        if (tag in _KINDS or tag == "li") and self._within:
            self._within.pop()
            self._label = ""
        if tag in {"ol", "ul"} and self._counts:
            self._counts.pop()
            self._forms.pop()
        elif tag in {"td", "th"} and self._tables:
            self._end_cell()
        elif tag == "caption" and self._tables:
            self._tables[-1] = len(self.passages), self._tables[-1][1]
        elif tag == "table" and self._tables:
            self._end_table()

    def _item(self) -> None:
        self._within.append("note" if "note" in self._within else "item")
        count = self._counts[-1] if self._counts else None
        self._label = BULLET
        if count is not None:
            self._counts[-1] = count + 1
            self._label = f"{counter_value(count + 1, self._forms[-1])}."

    def _begin_notes(self) -> None:
        """Adds a heading for the notes if the page has none."""
        last = [passage.piece for passage in self.passages[-2:]]
        if last and not any(piece.kind == "heading" and names_notes(piece.text) for piece in last):
            top, *below = sorted(self._ranks) or [1]
            self._add(Piece("heading", "Notes", below[0] if below and self._ranks[top] == 1 else top))

    def _add(self, piece: Piece) -> None:
        if piece.level:
            self._ranks[piece.level] += 1
        if self._place is not None:
            self.passages.append(PagePassage(piece, self._place, min(self._linked, len(piece.text))))

    def _add_lines(self, pieces: Iterable[Piece]) -> None:
        for piece in pieces:
            self._linked = sum(link.end - link.start for link in piece.links)
            self._add(piece)
        self._linked = 0

    def _end_cell(self) -> None:
        start, rows = self._tables[-1]
        if not rows:
            rows.append([])
        rows[-1].append(self.passages[start:])
        del self.passages[start:]

    def _end_table(self) -> None:
        _, rows = self._tables.pop()
        grid = self._grids.pop()
        cells = [[[passage.piece for passage in cell] for cell in row] for row in rows]
        found = [passage for row in rows for cell in row for passage in cell]
        if positions(cells, headed=grid.headed):
            self.passages += found
        elif is_calendar(cells):
            return
        elif piece := table_piece(grid.filled(cells), grid.header_rows):
            self._linked = sum(passage.linked for passage in found)
            self._add(piece)
            self._linked = 0

    def flush(self) -> None:
        """Ends the current piece with the words collected so far."""
        text = blanks_outside("".join(self._words)) if self._targets else without_marks("".join(self._words))
        text = (
            text.strip("\n") if self._code else "\n".join(" ".join(line.split()) for line in text.split("\n")).strip()
        )
        text, links = unmarked(text.replace("\xad", "").replace("\u200b", ""), self._targets)
        self._targets = []
        bold = not self._plain
        linked, self._linked = self._linked, 0
        self._words, self._plain = [], False
        if not text.strip("¶§#🔗 ") or (len(text) <= _LONGEST_BACK and _BACK.fullmatch(text)):
            return
        self._linked = linked
        kind: Kind = "heading" if self._level else self._within[-1] if self._within else "paragraph"
        label = self._label if kind in {"item", "note"} else ""
        self._label = ""
        text = _ANCHOR.sub("", text) if kind == "heading" else _without_back(text)
        links = () if kind == "heading" else links
        if kind == "code" and (lines := prose_lines(text, links, max(self._ranks, default=0))):
            self._add_lines(lines)
            return
        self._add(Piece(kind, text, self._level, label, bold, links=links))
        self._linked = 0


def _count_of(node: LexborNode) -> int | None:
    """The number before that of a list's first item, None if the page shows none."""
    if _UNNUMBERED.search(node.attributes.get("style") or ""):
        return None
    start = node.attributes.get("start") or ""
    return int(start[:9]) - 1 if start.isdecimal() else 0


def _form_of(node: LexborNode) -> str:
    """How a list counts its items: by its type, its style, or the style that a wiki names in a class around it."""
    around = node.parent.attributes.get("class") if node.parent is not None else ""
    styled = _STYLED.search(f"{node.attributes.get('style') or ''} {node.attributes.get('class') or ''} {around or ''}")
    if styled:
        return f"{styled[1].lower()}{'Roman' if styled[2].lower() == 'roman' else 'Letter'}"
    return _FORMS.get(node.attributes.get("type") or "", "decimal")


def _without_back(text: str) -> str:
    """A note without its arrow back to the text."""
    return text.rstrip("↩\ufe0e⏎ \xa0") or text


def opening(node: LexborNode, before: str) -> str:
    """What stands before a part of a fraction: nothing, a blank after a whole number, a slash, or a bracket."""
    if node.parent is None or node.parent.tag != "mfrac":
        return ""
    first = not _is_second(node)
    sign = (" " if before[-1:].isdecimal() else "") if first else "/"
    return f"{sign}{'(' if _is_long(node) else ''}"


def closing(node: LexborNode) -> str:
    """What stands after a part of a fraction."""
    return ")" if node.parent is not None and node.parent.tag == "mfrac" and _is_long(node) else ""


def is_exponent(node: LexborNode) -> bool:
    """Whether an element is the raised part of a power."""
    return node.parent is not None and node.parent.tag == "msup" and _is_second(node)


def is_blank_between(node: LexborNode) -> bool:
    """Whether a text is only a blank between the parts of a fraction or power."""
    above = node.parent
    return above is not None and above.tag in FORMULAS and not (node.text_content or "").strip()


def _is_second(node: LexborNode) -> bool:
    before = node.prev
    while before is not None and (before.is_text_node or before.is_comment_node):
        before = before.prev
    return before is not None


def _is_long(node: LexborNode) -> bool:
    parts = [each for each in node.iter() if not each.is_text_node]
    return node.tag == "mrow" and len(parts) > 1


def holds_notes(node: LexborNode) -> bool:
    """Whether an element contains a page's notes."""
    attributes = node.attributes
    said = f"{attributes.get('role') or ''} {attributes.get('class') or ''} {attributes.get('id') or ''}"
    return bool(_NOTED.search(said)) and node.tag in {"section", "div", "ol", "aside", "footer"}


def _is_shown(node: LexborNode) -> bool:
    """Whether an element and what it holds are text that readers of the page see."""
    if (node.tag or "") in _NEVER:
        return False
    attributes = node.attributes
    if "hidden" in attributes or attributes.get("aria-hidden") == "true":
        return False
    return not _WIKI.search(attributes.get("class") or "") and not _UNSHOWN.search(attributes.get("style") or "")


def visible(root: LexborNode) -> Iterator[tuple[LexborNode, bool]]:
    """Iterates over a page's visible nodes at their start (True) and end (False), at any nesting depth."""
    node: LexborNode | None = root
    while node is not None:
        descend = node.is_text_node or node.mem_id == root.mem_id or _is_shown(node)
        if descend:
            yield node, True
            if node.child is not None:
                node = node.child
                continue
            yield node, False
        while node is not None and node.mem_id != root.mem_id and node.next is None:
            node = node.parent
            if node is not None:
                yield node, False
        node = None if node is None or node.mem_id == root.mem_id else node.next
