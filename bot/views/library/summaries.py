"""View of a summary: verbatim sentences by section, with marks for the sources they cite."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from itertools import groupby, takewhile

from bot.languages import _, msgid, ngettext, plurals
from bot.message import Block, Bullets, Button, Buttons, Heading, Message, Note, Paragraph, Text, bold, say, text
from bot.views.shared import quotations
from bot.views.shared.names_and_dates import header, marked_heading, place, portion_at, typed
from bot.views.shared.quotations import Marks, MatchingReferences, ask_position
from briefings.markings import Portions
from briefings.model.analysis import Analysis, Citation, Draft
from briefings.model.corrections import QuotedSpan
from briefings.model.summary import Point, SectionSummary, Summary

LENGTHS = ("short", "medium", "long")
BRIEF = "brief"  # at most five lines by what they tell
_NAMES = {
    "short": msgid("short summary"),
    "medium": msgid("medium summary"),
    "long": msgid("long summary"),
    BRIEF: msgid("brief"),
}
_TOLD = {
    "decided": msgid("Decided or recommended"),
    "figures": msgid("Figures"),
    "ahead": msgid("Dates ahead"),
    "points": msgid("Main points"),
}
_NAMED = 6  # sections without a point that are named
_LONGEST_NAMED = 60  # characters of its heading
_FURTHER_SECTIONS = plurals("{number} more", "{number} more")
_FURTHER_DATES = plurals("And {number} more date ahead: {command}", "And {number} more dates ahead: {command}")


def summary(
    analysis: Analysis,
    portions: Portions,
    chosen: Summary,
    length: str,
    section: int | None = None,
    others: Collection[str] = LENGTHS,
    *,
    in_prose: bool = False,
) -> Message:
    """The chosen sentences of a text or section, with the marking of each section where `portions` differ.

    `others` are other lengths; `in_prose` offers connected prose.
    """
    parts = [part for part in chosen.sections if part.points]
    points = [point for part in parts for point in part.points]
    numbers = quotations.numbered(
        (cite for point in points for cite in _cites(analysis.draft, point)), analysis.draft.references
    )
    parts = [replace(part, heading=_heading(analysis.draft, part, portions, length)) for part in parts]
    blocks = [block for part in parts for block in _part(analysis, part, numbers, portions)]
    blocks += _skipped(analysis, chosen.skipped)
    blocks += _further_dates(chosen.further_dates, typed(analysis.id, section))
    about = summary_title(length, analysis.draft, section)
    return say(
        *header(analysis, about),
        *(blocks or (_nothing(analysis.draft, length, section),)),
        *numbers.listed(),
        *quotations.doubts(analysis.draft, _citations(analysis.draft, points), numbers),
        Buttons(
            (
                *_lengths(analysis.id, length, section, others, in_prose=in_prose and bool(points)),
                _places(analysis.id, section),
                *filter(None, [ask_position(analysis.id, analysis.revision, [p.start for p in points])]),
            )
        ),
        whole=f"/read {typed(analysis.id, section)}",
        about=typed(analysis.id, section),
        line=f"/summary {typed(analysis.id, section)} {length.replace('-word', ' words')}",
    )


def summary_title(length: str, draft: Draft, section: int | None, *, in_prose: bool = False) -> str:
    """The title of a summary: "short summary of section 3, Background"."""
    about = _(_NAMES[length]) if length in _NAMES else _("{length} summary", length=length)
    about = _("{summary} in prose", summary=about) if in_prose else about
    return about if section is None else _("{summary} of {place}", summary=about, place=place(draft, section))


def lines(analysis: Analysis, chosen: Summary, most: int) -> tuple[Text, ...]:
    """The first sentences of a summary, without their sources."""
    points = [point for part in chosen.sections for point in part.points]
    numbers = quotations.numbered((), ())
    return tuple(
        _labelled(point, quotations.sentence(point.text, (), numbers, _origin(analysis, point)))
        for point in points[:most]
    )


def _heading(draft: Draft, part: SectionSummary, portions: Portions, length: str) -> str:
    """The heading of points; one that isn't shown otherwise is shown for its marking."""
    if length == BRIEF:
        return _(_TOLD[part.heading])
    if part.section is None or not portions:
        return part.heading
    return marked_heading(part.heading or draft.sections[part.section].heading, portions[part.section])


def _part(analysis: Analysis, part: SectionSummary, numbers: Marks, portions: Portions) -> Iterator[Block]:
    """A section's points; those of the author's own summary stand under that name."""
    for is_own, points in groupby(part.points, key=lambda point: point.own):
        if is_own:
            own = _("The author’s own summary")
            yield Heading(f"{part.heading} · {own}" if part.heading else own, 2)
        elif part.heading and not part.points[0].own:
            yield Heading(part.heading, 2)
        for topic, about in groupby(points, key=lambda point: point.topic):
            yield from _about(analysis, topic, list(about), numbers, portions if part.section is None else {})


def _about(
    analysis: Analysis, topic: str, points: Sequence[Point], numbers: Marks, portions: Portions
) -> Iterator[Block]:
    """Points under one topic, which is shown once; each with its marking if no heading above has it."""
    shown = [
        (*_line(analysis, point, numbers), *text(marked_heading("", portion_at(analysis.draft, portions, point.start))))
        for point in points
    ]
    if topic and len(points) > 1:
        yield Paragraph(text(bold(f"{topic}:")))
    else:
        shown = [_labelled(point, line) for point, line in zip(points, shown, strict=True)]
    yield Bullets(tuple(shown))


def _line(analysis: Analysis, point: Point, numbers: Marks) -> Text:
    return quotations.sentence(point.text, _cites(analysis.draft, point), numbers, _origin(analysis, point))


def _origin(analysis: Analysis, point: Point) -> QuotedSpan:
    return QuotedSpan(analysis.id, analysis.revision, point.start, point.end)


def _labelled(point: Point, line: Text) -> Text:
    return (*text(bold(f"{point.topic}: ")), *line) if point.topic else line


def _skipped(analysis: Analysis, sections: Sequence[int]) -> list[Block]:
    """The sections of substance without a point, with the words that open them."""
    if not sections:
        return []
    headings = {index: analysis.draft.sections[index].heading for index in sections[:_NAMED]}
    named = [f"{_in_short(heading)} ({typed(analysis.id, index)})" for index, heading in headings.items()]
    rest = [ngettext(*_FURTHER_SECTIONS, len(sections) - _NAMED)] if len(sections) > _NAMED else []
    return [Note(text(_("No point from: {sections}.", sections="; ".join([*named, *rest]))))]


def _in_short(heading: str) -> str:
    """A heading as far as it fits beside others."""
    return heading if len(heading) <= _LONGEST_NAMED else f"{heading[: _LONGEST_NAMED - 1].rstrip()}…"


def _further_dates(number: int, here: str) -> list[Block]:
    return [Note(text(ngettext(*_FURTHER_DATES, number, command=f"/timeline {here}")))] if number else []


def _nothing(draft: Draft, length: str, section: int | None) -> str:
    if section is not None and section == draft.reference_section:
        return _("This section is the reference list.")
    if length == BRIEF and _speaks(draft, section):
        return _("No sentence here states a decision, a figure or a date ahead on its own.")
    if length not in LENGTHS and _speaks(draft, section):
        return _("Every sentence here is longer than that. Ask for more words.")
    return _("There is no sentence here to choose.")


def _speaks(draft: Draft, section: int | None) -> bool:
    """Whether the text or section has any sentence."""
    if section is None:
        return bool(draft.sentences)
    deeper = takewhile(lambda each: each.level > draft.sections[section].level, draft.sections[section + 1 :])
    inside = range(section, section + 1 + len(list(deeper)))
    return any(each.section in inside for each in draft.sentences)


def _citations(draft: Draft, points: list[Point]) -> list[Citation]:
    return [citation for point in points for citation in quotations.cited_within(draft, point.start, point.end)]


def _cites(draft: Draft, point: Point) -> tuple[MatchingReferences, ...]:
    citations = quotations.cited_within(draft, point.start, point.end)
    return quotations.matching_references(draft, citations) or tuple(
        MatchingReferences((draft.references[index],)) for index in point.references
    )


def _lengths(
    analysis: int, length: str, section: int | None, others: Collection[str], *, in_prose: bool
) -> tuple[tuple[Button, ...], ...]:
    """Buttons for other lengths and forms; empty if there are none."""
    here, size = typed(analysis, section), LENGTHS.index(length) if length in LENGTHS else 0
    shorter = [each for each in LENGTHS[:size] if each in others][-1:]
    longer = [each for each in LENGTHS[size + 1 :] if each in others][:1]
    row = [
        Button(label, f"/summary {here} {each}")
        for label, found in ((_("Shorter"), shorter), (_("Longer"), longer))
        for each in found
    ]
    row += [Button(_("In prose"), f"/summary {here} {length} fluent")] if in_prose else []
    return (tuple(row),) if row else ()


def _places(analysis: int, section: int | None) -> tuple[Button, ...]:
    here = typed(analysis, section)
    return (
        Button(_("Sources"), f"/sources {here}"),
        Button(_("Sections"), f"/sections a{analysis}"),
        Button(_("Full text"), f"/read {here}"),
    )
