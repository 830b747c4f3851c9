"""Where the reference list begins and ends: over which sections, and without the prose around its entries."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from briefings.model.analysis import Block, Section
from briefings.reading import section_names
from briefings.reading.layout import Layout
from briefings.reading.outline import Outline, blocks_inside, is_entry, is_prose, is_undated_prose, names_year_of_work

_FEWEST = 2  # entries by which prose around them is told from an entry without a year


@dataclass(frozen=True, slots=True)
class ReferenceList:
    """The sections of a list, from `first` to `last`, and the span of its entries."""

    first: int
    last: int
    start: int
    end: int

    def holds(self, at: int | None, offset: int) -> bool:
        """Whether an offset in the section `at` belongs to the list."""
        return at is not None and self.first <= at <= self.last and self.start <= offset < self.end

    def as_section(self, sections: Sequence[Section]) -> Section:
        """The list as one section, without the prose around it."""
        return replace(sections[self.first], body=self.start, end=self.end)


def reference_list(layout: Layout, plan: Outline) -> ReferenceList | None:
    """The list that begins in the outline's section of references; lists right behind it belong to it."""
    if plan.references is None:
        return None
    first = last = plan.references
    sections = plan.sections
    if not section_names.holds_notes(sections[first].heading):
        while last + 1 < len(sections) and _goes_on(layout, sections, first, last + 1):
            last += 1
    whole = replace(sections[first], end=sections[last].end)
    start, end = _without_prose(layout, whole)
    return ReferenceList(first, last, start, end)


def _goes_on(layout: Layout, sections: Sequence[Section], first: int, at: int) -> bool:
    """Whether a section continues the list: another list, or a part of it with a heading of its own."""
    section = sections[at]
    if section_names.holds_references(section.heading):
        return not is_undated_prose(layout, section)
    inside = blocks_inside(layout, section)
    entries = sum(is_entry(layout.text, block) for block in inside)
    return section.level > sections[first].level and bool(inside) and entries * 2 > len(inside)


def _without_prose(layout: Layout, section: Section) -> tuple[int, int]:
    """The span of a section without the paragraphs of prose before its first entry and behind its last one."""
    inside = blocks_inside(layout, section)
    told = [_is_told(layout.text, block) for block in inside]
    if told.count(False) < _FEWEST or not any(told):
        return section.body, section.end
    begin, stop = told.index(False), len(told) - told[::-1].index(False)
    if any(told[begin:stop]):
        return section.body, section.end  # each entry has its comment
    start = layout.text.rfind("\n", 0, inside[begin].start) + 1 if begin else section.body
    return start, inside[stop].start if stop < len(inside) else section.end


def _is_told(text: str, block: Block) -> bool:
    words = text[block.start : block.end]
    return is_prose(text, block) and not is_entry(text, block) and not names_year_of_work(words)
