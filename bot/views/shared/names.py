"""How an answer names its analysis or section."""

from bot.languages import _
from bot.message import Block, Heading, Note, code, text
from bot.views.shared.dates_and_numbers import day
from briefings.library import section_at
from briefings.model.analysis import Analysis, Draft


def typed(analysis: int, section: int | None = None) -> str:
    """The id to type for an analysis or section: "a1", "a1 3"."""
    return f"a{analysis}" if section is None else f"a{analysis} {section + 1}"


def place(draft: Draft, section: int | None) -> str:
    """A section by number and heading: "section 3, Background"."""
    if section is None:
        return _("the opening")
    return _("section {number}, {heading}", number=section + 1, heading=draft.sections[section].heading)


def named_place(draft: Draft, offset: int) -> str:
    """The section at an offset, by number and heading."""
    return place(draft, section_at(draft, offset))


def header(analysis: Analysis, *about: str) -> tuple[Block, ...]:
    """The title, and below it id, revision, date and kind of answer."""
    draft = analysis.draft
    facts = (
        _("revision {number}", number=analysis.revision) if analysis.revision > 1 else "",
        _("published {day}", day=day(draft.published)) if draft.published else _("no publication date"),
        *about,
    )
    return Heading(draft.title), Note(text(code(f"a{analysis.id}"), *(f" · {fact}" for fact in facts if fact)))


def within(draft: Draft, section: int) -> range:
    """A section with its subsections."""
    level = draft.sections[section].level
    end = next((i for i in range(section + 1, len(draft.sections)) if draft.sections[i].level <= level), None)
    return range(section, len(draft.sections) if end is None else end)
