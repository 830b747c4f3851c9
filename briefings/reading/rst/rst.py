"""reStructuredText: docutils builds the tree; nothing is included from other files, and directives run no code."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from docutils import nodes
from docutils.core import publish_doctree
from docutils.parsers.rst import Directive, directives
from docutils.utils import SystemMessage

from briefings.reading.layout import BULLET, Kind, Layout, Piece
from briefings.reading.office.layout import arrange
from briefings.reading.office.numerals import counter_value, superscript
from briefings.reading.office.tables import table_piece
from briefings.reading.plain_text.plain_text import read_plain
from briefings.reading.rst.time_limit import OutOfTime, time_limit
from briefings.reading.section_names import holds_notes, holds_references
from briefings.reading.title_block.date_lines import day_in
from briefings.translatable import phrase

_HEADER = re.compile(r"(?:[A-Z][\w-]{1,30}:[^\n]{0,400}\n(?:[ \t]+[^\n]{1,400}\n)*){3,}(?=\s*\n)")
_FIELD = re.compile(r"^([A-Z][\w-]{1,30}):[ \t]*([^\n]*(?:\n[ \t]+[^\n]+)*)", re.MULTILINE)
_SUBSTITUTED = re.compile(r"^(\.\. \|[^|\n]{1,200}\| )([^\n]*(?:\n[ \t]+[^\n]+)*)", re.MULTILINE)
_COMMENTED = re.compile(r"^\.\. (title|date|author): ([^\n]{1,300})$", re.MULTILINE)
_FAILED_ROLE = re.compile(r":[\w:+-]+:`~?!?([^`<]*?)(?:\s*<[^>]*>)?`|\|([^|]+)\||``?([^`]+)`+_{0,2}", re.DOTALL)
_PROSE = (
    "seealso",
    "versionadded",
    "versionchanged",
    "versionremoved",
    "deprecated",
    "only",
    "centered",
    "rubric",
    "glossary",
)
_UNPUBLISHED = frozenset({"draft", "internal", "private", "todo"})  # conditions whose text isn't published
_LEFT_OUT = "left-out"
_INCLUDED = re.compile(r"^[ \t]{0,40}(?:\.\. (?:literal)?include::|:(?:file|url):)[ \t]+\S", re.MULTILINE)
_MOST_SECONDS = 3.0  # of processor time; a text of 1 MB takes less
_DATES = frozenset({"date", "created", "published", "pubdate"})
_SETTINGS = {
    "_disable_config": True,
    "file_insertion_enabled": False,
    "raw_enabled": False,
    "report_level": 5,
    "halt_level": 6,
    "syntax_highlight": "none",
    "smart_quotes": False,
    "warning_stream": False,
}
_SKIPPED = (
    *(nodes.comment, nodes.system_message, nodes.raw, nodes.target, nodes.substitution_definition, nodes.transition),
    *(nodes.pending, nodes.image, nodes.decoration, nodes.meta, nodes.generated),
)
_CODE = (nodes.literal_block, nodes.doctest_block, nodes.math_block)


class _Prose(Directive):
    """A directive of Sphinx whose content is text for readers."""

    has_content, optional_arguments, final_argument_whitespace = True, 1, True

    def run(self) -> list[nodes.Node]:
        """The content as paragraphs."""
        if self.name == "only" and " ".join(self.arguments).strip() in _UNPUBLISHED:
            return [nodes.comment("", "", classes=[_LEFT_OUT])]
        found = nodes.container()
        said = self.arguments[0] if self.arguments else ""
        if self.name not in {"rubric", "centered"}:
            said = said.partition("\n")[2]  # behind a version or a condition
        if said:
            found += nodes.paragraph("", "", *self.state.inline_text(said, self.lineno)[0])
        self.state.nested_parse(self.content, self.content_offset, found)
        return [found]


def read_rst(text: str) -> Layout:
    """The layout of a reStructuredText. What docutils refuses, or takes too long for, is read as plain text."""
    for name in _PROSE:
        directives.register_directive(name, _Prose)
    header = _HEADER.match(text)
    told = {key.lower(): " ".join(said.split()) for key, said in _FIELD.findall(header[0] if header else "")}
    told = dict(_COMMENTED.findall(text)) | told
    body = _SUBSTITUTED.sub(_plain_value, text[header.end() :] if header else text)
    try:
        with time_limit(_MOST_SECONDS):
            return _parsed(body, told, text)
    except (RecursionError, SystemMessage, ValueError, LookupError, AttributeError, TypeError, AssertionError):
        return read_plain(text)  # what docutils can't parse
    except OutOfTime:
        return replace(read_plain(text), doubts=(phrase("The markup takes too long to parse, so it is read as text."),))


def _parsed(body: str, told: dict[str, str], text: str) -> Layout:
    """The layout of what docutils makes of `body`; the whole `text` names the files that it includes."""
    tree = publish_doctree(body, settings_overrides=_SETTINGS)
    left_out = any(_LEFT_OUT in comment["classes"] for comment in tree.findall(nodes.comment))
    return replace(_Tree(tree, told).layout(), left_out=left_out, included=len(_INCLUDED.findall(text)))


def _plain_value(definition: re.Match[str]) -> str:
    """A substitution without others in it, which could double its length each time."""
    return definition[1] + definition[2].replace("|", "")


class _Tree:
    """Walks through one document tree once."""

    def __init__(self, tree: nodes.document, told: dict[str, str]) -> None:
        self._tree, self._told = tree, told
        self._notes: list[str] = []
        self._marks = _marks(tree)

    def layout(self) -> Layout:
        body = [*self._pieces(self._tree, 0)]
        title = self._told.get("title", "")
        head = [Piece("heading", title)] if title else []
        if by := self._told.get("author") or self._told.get("authors"):
            head.append(Piece("paragraph", f"By {re.sub(r'<[^<>]*>', '', by).replace(' ,', ',').strip()}"))
        at = 1 if body and body[0].kind == "heading" and not body[0].level and not title else 0
        pieces = [*body[:at], *head, *body[at:]]
        return replace(arrange(pieces, self._notes, title, self._published()), titled=bool(title))

    def _published(self) -> date | None:
        told = [said for key, said in self._told.items() if key in _DATES]
        days = (day_in(said) or day_in(said.replace("-", " ")) for said in told)  # such as 07-Feb-2003
        return next(filter(None, days), None)

    def _pieces(self, within: nodes.Element, depth: int) -> Iterator[Piece]:
        for found in within.children:
            yield from self._piece(found, depth)

    def _piece(self, found: nodes.Node, depth: int) -> Iterator[Piece]:
        if isinstance(found, _SKIPPED) or not isinstance(found, nodes.Element):
            return
        if isinstance(found, nodes.section):
            yield from self._pieces(found, depth + 1)
        elif isinstance(found, nodes.title):
            yield self._title(found, depth)
        elif isinstance(found, (nodes.docinfo, nodes.field_list)):
            self._note_fields(found)
        elif isinstance(found, (nodes.footnote, nodes.citation)):
            yield from self._note(found)
        elif isinstance(found, (nodes.bullet_list, nodes.enumerated_list)):
            yield from self._items(found, depth)
        elif isinstance(found, nodes.table):
            yield from self._table(found)
        elif isinstance(found, _CODE):
            yield Piece("code", found.astext())
        elif isinstance(found, (nodes.TextElement, nodes.line_block)):
            yield Piece(_kind_of(found), self._said(found))
        else:
            yield from self._pieces(found, depth)

    def _title(self, title: nodes.title, depth: int) -> Piece:
        if isinstance(title.parent, (nodes.topic, nodes.sidebar, nodes.admonition, nodes.table)):
            return Piece("heading" if isinstance(title.parent, nodes.topic) else "table", self._said(title), depth + 1)
        return Piece("heading", self._said(title), depth)

    def _note_fields(self, fields: nodes.Element) -> None:
        """Keeps what the file says of itself, such as author and date."""
        for each in fields.children:
            if isinstance(each, nodes.field):
                self._told.setdefault(each[0].astext().lower(), each[1].astext())
            elif isinstance(each, nodes.authors):
                self._told.setdefault("author", ", ".join(one.astext() for one in each.children))
            else:
                self._told.setdefault(type(each).__name__, each.astext())

    def _note(self, note: nodes.Element) -> Iterator[Piece]:
        said = " ".join(self._said(each) for each in note.children if not isinstance(each, nodes.label))
        if isinstance(note, nodes.citation) or _is_listed(note):
            yield Piece("paragraph", said, label=f"[{_label(note)}]")
        else:
            self._notes.append(said)

    def _items(self, listed: nodes.Element, depth: int) -> Iterator[Piece]:
        for number, item in enumerate(listed.children, int(listed.get("start", 1))):
            label = BULLET
            if isinstance(listed, nodes.enumerated_list):
                form = {"loweralpha": "lowerLetter", "upperalpha": "upperLetter", "lowerroman": "lowerRoman"}
                form["upperroman"] = "upperRoman"
                label = f"{counter_value(number, form.get(listed['enumtype'], 'decimal'))}."
            for at, piece in enumerate(self._pieces(item, depth) if isinstance(item, nodes.Element) else ()):
                inside = piece.kind == "paragraph"
                yield replace(piece, kind="item", label=label if not at else "") if inside else piece

    def _table(self, table: nodes.table) -> Iterator[Piece]:
        yield from (self._title(each, 0) for each in table.children if isinstance(each, nodes.title))
        found = [*table.findall(nodes.row)]
        rows = [[[Piece("paragraph", self._said(cell))] for cell in row.children] for row in found]
        if piece := table_piece(rows, sum(isinstance(row.parent, nodes.thead) for row in found)):
            yield piece

    def _said(self, within: nodes.Node) -> str:
        """The text for readers, without marks of roles that docutils doesn't know."""
        if isinstance(within, nodes.Text):
            return within.astext()
        if isinstance(within, nodes.problematic):
            return _FAILED_ROLE.sub(lambda match: match[1] or match[2] or match[3], within.astext())
        if isinstance(within, nodes.footnote_reference):
            mark = self._marks.get(str(within.get("refid")))
            return mark if mark else f"[{within.astext()}]"
        if isinstance(within, nodes.citation_reference):
            return f"[{within.astext()}]"
        if isinstance(within, nodes.superscript):
            return superscript(within.astext())
        if isinstance(within, _SKIPPED):
            return ""
        between = "\n" if isinstance(within, nodes.line_block) else ""
        return between.join(self._said(each) for each in within.children)


def _marks(tree: nodes.document) -> dict[str, str]:
    """How each footnote is called: in brackets inside a list of sources, by its raised number elsewhere."""
    marks: dict[str, str] = {}
    count = 0
    for note in tree.findall(nodes.footnote):
        listed = _is_listed(note)
        count += not listed
        marks |= dict.fromkeys(note["ids"], f"[{_label(note)}]" if listed else superscript(str(count)))
    return marks


def _label(note: nodes.Element) -> str:
    found = note.next_node(nodes.label)
    return found.astext() if found is not None else ""


def _is_listed(note: nodes.Element) -> bool:
    """Whether a footnote stands in a section of sources."""
    above: nodes.Element | None = note.parent
    while above is not None and not isinstance(above, nodes.section):
        above = above.parent
    title = above.next_node(nodes.title) if above is not None else None
    said = title.astext() if title is not None else ""
    return holds_references(said) and not holds_notes(said)


def _kind_of(found: nodes.Node) -> Kind:
    if isinstance(found, (nodes.caption, nodes.attribution, nodes.legend)):
        return "table"
    if isinstance(found, nodes.term):
        return "paragraph"
    above = found.parent
    while above is not None and not isinstance(above, nodes.section):
        if isinstance(above, nodes.block_quote):
            return "quote"
        if isinstance(above, nodes.definition):
            return "item"
        above = above.parent
    return "paragraph"
