"""Markdown: the text is kept unchanged; the parser classifies its lines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from briefings.reading.layout import Block, Kind, Layout, is_caption, lines, trimmed
from briefings.reading.markdown.links import markdown_links
from briefings.reading.plain_text.plain_text import with_headings
from briefings.reading.section_names import closes, holds_references
from briefings.reading.title_block.front_matter import front_matter_date, front_matter_title, is_draft
from briefings.text.metadata_header import fenced_end, front_matter_end
from briefings.translatable import phrase

if TYPE_CHECKING:
    from markdown_it.token import Token

_STRONG = re.compile(r"^ {0,3}#{1,6}[ \t]+\S|^ {0,3}(?:`{3,5}(?!`)|~~~\w)|^\[\^[^\]\n]{1,40}\]:", re.MULTILINE)
_WEAK = re.compile(r"^ {0,3}[-*+] \S|\*\*\w|\]\(\S{1,400}\)|^ {0,3}> \S|^\|.{1,400}\|$", re.MULTILINE)
_LINK_OR_BOLD = re.compile(r"\*\*\w|\]\(\S{1,400}\)")
_SETEXT = re.compile(r"^\S.{0,150}\n(?:={3,}|-{3,})[ \t]*$", re.MULTILINE)
_NOTE = re.compile(r"\[\^[^\]\n]{1,40}\]:|\[@[^\]\s]{1,100}\]:(?=[ \t]+(?!<?https?://\S+[ \t]*$)\S)", re.MULTILINE)
_DEFINITIONS = re.compile(r"(?:\s*\[[^\]^\n][^\]\n]{0,199}\]:[ \t]*\S+(?:[ \t]+[\"'(].{0,200})?[ \t]*(?:\n|$))+")
_IMAGES = re.compile(
    r"(?:\[?!\[[^\]\n]{0,400}\]\([^)\n]{0,800}\)(?:\]\([^)\n]{0,800}\))?(?:\{[^{}\n]{1,300}\})?\s*)+(?:[*_][^*_\n]{1,300}[*_])?"
)
_ESCAPED = re.compile(r"\\[-–•][ \t]*(?=[^\W\d_])")  # a list's dash, as converters write it
_LONGEST_NAME = 80  # characters of a heading without marks
_DEEPEST = 100  # levels of blocks; a list has two
_AROUND = ("bullet_list_open", "ordered_list_open", "list_item_open", "blockquote_open", "table_open")
_NESTING = re.compile(r"^(?:[\s>]|[-*+]\s|\d{1,9}[.)]\s)*")
_WORDS = re.compile(r"\w{2}")
_MARKER = re.compile(r"(?:>\s?|[-*+]\s+|\d{1,9}[.)]\s+)+")
_RULES = re.compile(
    r"^\s{0,3}#{1,6}\s+|\s+#+\s*$|\n\s*(?:=+|-+)\s*$|\*{1,3}(?=\S)|(?<=\S)\*{1,3}|(?<!\w)[_`]{1,3}(?=\S)|(?<=\S)[_`]{1,3}(?!\w)"
)
_MARKUP = re.compile(r"</?[a-zA-Z][^<>\n]{0,300}>|\s*\{[#.][\w .#-]{1,80}\}\s*$")  # HTML in a heading, and its name
_LINKED = re.compile(r"!?\[([^\[\]]{0,300})\]\([^()\s]{0,800}(?:\s\"[^\"\n]{0,200}\")?\)")
_BOLD_LINE = re.compile(r"(\*\*|__)([^*_\n]{2,150})\1:?")
_BARRED = re.compile(r"(?:[ \t]*\|[^\n]*\|[ \t]*(?:\n|$)){2,}")  # a table whose rule lacks columns
_STRUCK = re.compile(r"(?<![~\\`])~~(?=[^\s~])[^~`]{1,2000}(?<=\S)~~(?!~)")
_KINDS: dict[str, Kind] = {"paragraph_open": "paragraph", "fence": "code", "code_block": "code", "html_block": "code"}


def looks_like_markdown(name: str, text: str) -> bool:
    """Whether the text uses Markdown; with few marks, the file name decides."""
    if _STRONG.search(text) or fenced_end(text):
        return True
    if name.lower().endswith((".md", ".markdown", ".mdown")):
        return _WEAK.search(text) is not None or _SETEXT.search(text) is not None
    return _SETEXT.search(text) is not None and _LINK_OR_BOLD.search(text) is not None


def read_markdown(text: str) -> Layout:
    """The blocks of a Markdown text; bold lines are headings if there are no others."""
    end = front_matter_end(text)
    blocks = _without_metadata(text, _blocks(text, _tokens("\n" * text.count("\n", 0, end) + text[end:])))
    if not any(block.kind == "heading" for block in blocks):
        blocks = with_headings(text, [_bold_heading(text, block) for block in blocks])
    else:
        blocks = _with_list_names(text, blocks)
    title = front_matter_title(text[:end])
    dated = front_matter_date(text[:end])
    draft = (phrase("The front matter says that this is a draft."),) if is_draft(text[:end]) else ()
    told = draft + _unread_works(text)
    layout = Layout(text, tuple(blocks), title, dated, titled=bool(title), links=markdown_links(text), unread=told)
    return _without_struck(layout) if "~~" in text else layout


def _without_struck(layout: Layout) -> Layout:
    """The layout with blanks in the place of struck words; `own` is the text with them."""
    parts: list[str] = []
    at = 0
    for block in layout.blocks:
        if block.kind != "code" and block.start >= at:
            parts += [
                layout.text[at : block.start],
                _STRUCK.sub(
                    lambda struck: "".join("\n" if sign == "\n" else " " for sign in struck[0]),
                    layout.text[block.start : block.end],
                ),
            ]
            at = block.end
    text = "".join([*parts, layout.text[at:]])
    if text == layout.text:
        return layout
    spans = (trimmed(text, block.start, block.end) for block in layout.blocks)
    blocks = (replace(block, start=a, end=b) for block, (a, b) in zip(layout.blocks, spans, strict=True) if a < b)
    return replace(layout, text=text, blocks=tuple(blocks), own=layout.text, left_out=True)


def _without_metadata(text: str, blocks: list[Block]) -> list[Block]:
    """The blocks without those of a list of works in YAML that stands at the end."""
    if "\nreferences:" not in text:
        return blocks
    from briefings.reading.references.csl import yaml_list  # 15 ms with YAML's parser

    found = yaml_list(text)
    start, end = found.block if found else (0, 0)
    return [block for block in blocks if block.end <= start or block.start >= end]


def _unread_works(text: str) -> tuple[str, ...]:
    if "\nreferences:" not in text:
        return ()
    from briefings.reading.references.csl import unread_works  # as above: it loads YAML's parser

    return unread_works(text)


def _tokens(text: str) -> list[Token]:
    from markdown_it import MarkdownIt  # not every text is Markdown, and this takes time

    parser = MarkdownIt("commonmark", {"maxNesting": _DEEPEST}).enable("table").disable("reference")
    parser.core.ruler.enableOnly(["normalize", "block"])
    tokens = parser.parse(text)
    if lost := _unread(text, tokens):  # what stands deeper than the parser goes, and all that follows it
        flat = [_NESTING.sub("", row) if at in lost else "" for at, row in enumerate(text.split("\n"))]
        tokens += parser.parse("\n".join(flat))
    return tokens


def _unread(text: str, tokens: Sequence[Token]) -> frozenset[int]:
    """The lines with words that no token covers."""
    read: set[int] = set()
    for token in tokens:
        if token.map and token.type not in _AROUND:
            read.update(range(*token.map))
    return frozenset(at for at, row in enumerate(text.split("\n")) if at not in read and _WORDS.search(row))


def _blocks(text: str, tokens: list[Token]) -> list[Block]:
    spans = [*lines(text)]
    found: list[Block] = []
    lists = tables = 0
    for token in tokens:
        lists += token.nesting if token.type.startswith(("bullet_list", "ordered_list")) else 0
        tables += token.nesting if token.type.startswith("table") else 0
        if token.map is None or token.map[0] >= len(spans):
            continue
        start, end = trimmed(text, spans[token.map[0]][0], spans[min(token.map[1], len(spans)) - 1][1])
        if token.type == "heading_open":
            words = clean(text[start:end])
            found += [Block("heading", start, end, int(token.tag[1:]), words)] if words.strip("#") else []
        elif token.type == "table_open":
            found.append(Block("table", start, end))
        elif token.type in _KINDS and not tables:
            kind = _KINDS[token.type]
            found += _split(text, Block("item" if lists and token.type != "fence" else kind, start, end))
    return sorted(found, key=lambda block: block.start)


def _split(text: str, block: Block) -> list[Block]:
    """A paragraph without its list marker; consecutive lines of notes are separated."""
    if block.kind == "code":
        return [block]
    marker = _MARKER.match(text, block.start, block.end)
    start = marker.end() if marker else block.start
    starts = [a for a, b in lines(text, start, block.end) if _NOTE.match(text, a, b)]
    if starts and starts[0] == start:
        ends = [*(a - 1 for a in starts[1:]), block.end]
        return [Block("note", a, b) for a, b in zip(starts, ends, strict=True)]
    if listed := _escaped_items(text, start, block.end):
        return listed
    if block.kind == "paragraph" and _BARRED.fullmatch(text, start, block.end):
        return [Block("table", start, block.end)]
    if block.kind == "paragraph" and (_IMAGES.fullmatch(text, start, block.end) or is_caption(text[start : block.end])):
        return [Block("table", start, block.end)]
    if _DEFINITIONS.fullmatch(text, start, block.end) or not _MARKUP.sub("", text[start : block.end]).strip():
        return [Block("code", start, block.end)]
    return [Block(block.kind, start, block.end)] if start < block.end else []


def _escaped_items(text: str, start: int, end: int) -> list[Block]:
    """The items of a paragraph that begins with an escaped dash; none for others."""
    marks = [found for a, b in lines(text, start, end) if (found := _ESCAPED.match(text, a, b))]
    if not marks or marks[0].start() != start:
        return []
    ends = [*(mark.start() - 1 for mark in marks[1:]), end]
    return [Block("item", mark.end(), stop) for mark, stop in zip(marks, ends, strict=True)]


def _bold_heading(text: str, block: Block) -> Block:
    match = _BOLD_LINE.fullmatch(text, block.start, block.end)
    if block.kind != "paragraph" or not match or match[2].rstrip()[-1] in ".,;":
        return block
    return Block("heading", block.start, block.end, 1, clean(match[2]))


def _with_list_names(text: str, blocks: Sequence[Block]) -> list[Block]:
    """The blocks; a line that names a list of sources is a heading, and below it bold lines and appendices are too."""
    found: list[Block] = []
    level = listed = 0
    for block in blocks:
        if block.kind == "heading":
            level, listed = block.level, 0
        words = clean(text[block.start : block.end]) if _is_line(text, block) else ""
        bold = bool(words) and _bold_heading(text, block).kind == "heading"
        if words and (holds_references(words) or (listed and (bold or closes(words)))):
            listed = max(level, 1)
            found.append(Block("heading", block.start, block.end, listed, words))
        else:
            found.append(block)
    return found


def _is_line(text: str, block: Block) -> bool:
    """Whether a block is a paragraph of one short line without a full stop."""
    words = text[block.start : block.end]
    return block.kind == "paragraph" and len(words) <= _LONGEST_NAME and "\n" not in words and words[-1:] not in ".,;"


def clean(heading: str) -> str:
    """A heading's words without Markdown's marks, the targets of links and a final colon."""
    words = _LINKED.sub(r"\1", _MARKUP.sub("", heading)) if "](" in heading else _MARKUP.sub("", heading)
    return " ".join(_RULES.sub("", words).rstrip(":： ").split())
