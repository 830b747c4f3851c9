"""Finds the title and sections, and which sections hold references or notes."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath

from briefings.model.analysis import Section
from briefings.reading import section_names
from briefings.reading.front_matter import above_title
from briefings.reading.layout import Block, Layout
from briefings.text import one_line

_ENTRY = re.compile(
    r"[^()\n]{2,150}\((?:(?:1[89]|20)\d\d[a-z]?(?:,\s[^()]{1,20})?|n\.\s?d\.|in press|forthcoming)\)[.:,]\s"
)
# Headings above a title: stamps, a court's name, a page's first link.
_NO_TITLE = re.compile(
    r"(?:(?:e-?)?filed|entered|received|sealed|draft|confidential|published|unpublished|(?:not\s)?for\spublication|"
    r"slip\sopinion|skip\sto\s(?:main\s)?content|do\snot\spublish)|"
    r"(?:in\sthe\s)?(?:[\w.’'-]+\s){0,4}(?:supreme\scourt|courts?\sof\s(?:appeals?|claims|justice)|district\scourt|"
    r"circuit\scourt|superior\scourt|high\scourt|bankruptcy\scourt|tax\scourt)"
    r"(?:\s(?:of|for|in|at)\s[\w.,’' -]{2,60})?",
    re.IGNORECASE,
)
_FOLDER_END = re.compile(r"\\(?!x[0-9a-f]{2})")  # in a path of Windows
_FEWEST, _MOSTLY = 3, 0.8  # entries of a list without a known name, and their share of its paragraphs


@dataclass(frozen=True, slots=True)
class Outline:
    """The sections; `title_block` is the index of the title's heading; `references` and `notes` index sections."""

    title: str
    title_block: int | None
    sections: tuple[Section, ...]
    references: int | None
    notes: int | None

    @property
    def references_section(self) -> Section | None:
        """The section with the reference list."""
        return None if self.references is None else self.sections[self.references]

    @property
    def notes_section(self) -> Section | None:
        """The section with the notes, if the reference list has another."""
        return None if self.notes is None else self.sections[self.notes]


def outline(name: str, layout: Layout) -> Outline:
    """Divides the text into sections; without a title line, the file name gives the title."""
    at = _title_block(layout)
    own = one_line(layout.blocks[at].words) if at is not None else ""
    title = own or one_line(layout.title) or title_from(name)
    heads = [b for index, b in enumerate(layout.blocks) if b.kind == "heading" and index != at]
    sections = _sections(layout.text, heads)
    lists = [i for i, section in enumerate(sections) if section_names.holds_references(section.heading)]
    notes = [i for i, section in enumerate(sections) if section_names.holds_notes(section.heading)]
    lists = lists or ([] if notes else _unnamed_list(layout, sections))
    references = lists[-1] if lists else notes[-1] if notes else None
    return Outline(title, at, sections, references, notes[-1] if lists and notes else None)


def _unnamed_list(layout: Layout, sections: Sequence[Section]) -> list[int]:
    """The last section, if it has an unknown heading but only contains sources."""
    if not sections:
        return []
    last = sections[-1]
    entries = [layout.text[b.start : b.end] for b in layout.blocks if b.kind != "heading" and b.start >= last.body]
    listed = sum(_ENTRY.match(entry) is not None for entry in entries)
    return [len(sections) - 1] if listed >= _FEWEST and listed >= _MOSTLY * len(entries) else []


def title_from(name: str) -> str:
    """A title from a file name: no folder, ending or dashes. Escapes of bytes that aren't UTF-8 stay: "caf\\xe9"."""
    stem = PurePath(_FOLDER_END.sub("/", name)).stem
    words = stem.replace("_", " ").replace("-", " ").split()
    text = one_line(" ".join(words)) or "Untitled"
    return text[:1].upper() + text[1:]


def section_at(sections: Sequence[Section], offset: int) -> int | None:
    """The index of the section that contains an offset; None in the preamble."""
    at = bisect_right(sections, offset, key=lambda section: section.start) - 1
    return at if at >= 0 else None


def _title_block(layout: Layout) -> int | None:
    heads = [(index, block) for index, block in enumerate(layout.blocks) if block.kind == "heading"]
    if not heads:
        return None
    stamps = 0
    while stamps < len(heads) - 1 and _NO_TITLE.fullmatch(heads[stamps][1].words.strip(" *_.")):
        stamps += 1
    index, first = heads[stamps]
    if stamps:
        return index
    if layout.titled and not _holds(first.words, layout.title):
        return None
    if (
        (first.level != 1 and index != 0)
        or section_names.opens(first.words)
        or section_names.holds_references(first.words)
    ):
        return None
    if index == 0 or all(block.kind == "code" for block in layout.blocks[:index]):
        return index  # anchors and comments may stand before a title
    alone = all(block.level > 1 for _, block in heads[1:])
    signed = index == 1 and above_title(layout.text, layout.blocks)
    return index if signed or (alone and len(heads) > 1) else None


def _holds(heading: str, title: str) -> bool:
    """Whether a heading contains the title."""
    return _letters(title) in _letters(heading)


def _letters(words: str) -> str:
    return "".join(filter(str.isalnum, words.casefold()))


def _sections(text: str, heads: list[Block]) -> tuple[Section, ...]:
    top = min((head.level for head in heads), default=1)
    ends = [*(head.start for head in heads[1:]), len(text)]
    return tuple(
        Section(head.words, head.level - top + 1, head.start, end, min(head.end + 1, end))
        for head, end in zip(heads, ends, strict=False)
    )
