"""Checks in the reading process that an export is consistent and can be imported."""

from collections.abc import Iterator

from pydantic import TypeAdapter, ValidationError

from briefings.errors import Unreadable
from briefings.model.analysis import Draft
from briefings.model.export import VERSION, Export
from briefings.text import one_line
from briefings.translatable import phrase

_SPOILT = phrase("This Readout export is inconsistent. Export the analysis again.")


def checked(data: bytes) -> Export:
    """Parses and checks an export. Raises Unreadable if it is broken or from a newer Readout."""
    try:
        found = TypeAdapter(Export).validate_json(data.removeprefix(b"\xef\xbb\xbf"))
    except ValidationError as error:
        raise Unreadable(_SPOILT) from error
    if found.readout_export > VERSION:
        raise Unreadable("It was exported by a newer version of Readout. Update this one.")
    numbers = [kept.revision for kept in found.revisions]
    ascending = bool(numbers) and numbers[0] > 0 and numbers == sorted(set(numbers))
    dated = all(kept.at.tzinfo is not None for kept in found.revisions)
    if not (ascending and dated and all(_sound(kept.draft) for kept in found.revisions)):
        raise Unreadable(_SPOILT)
    return found


def _sound(draft: Draft) -> bool:
    """Whether every span lies within the text and every index is valid."""
    sections, references = range(len(draft.sections)), range(len(draft.references))
    cited = [i for one in draft.citations for i in one.references]
    cited += [i for one in draft.quotations for i in one.references]
    cited += [one.likely for one in draft.citations if one.likely is not None]
    placed = [one.section for one in draft.sentences if one.section is not None]
    placed += [table.section for table in draft.tables if table.section is not None]
    placed += [] if draft.reference_section is None else [draft.reference_section]
    inside = all(0 <= start <= end <= len(draft.text) for start, end in _spans(draft))
    return (
        inside
        and bool(one_line(draft.title))
        and all(i in references for i in cited)
        and all(i in sections for i in placed)
    )


def _spans(draft: Draft) -> Iterator[tuple[int, int]]:
    yield from draft.paragraphs
    for actor in draft.actors:
        yield from actor.mentions
    found = (draft.sections, draft.sentences, draft.references, draft.citations, draft.mentions)
    for group in (*found, draft.quotations, draft.dates, draft.tables):
        yield from ((one.start, one.end) for one in group)
    for table in draft.tables:
        yield from (cell for row in table.header for cell in row)
        yield from ([table.caption] if table.caption else ())
        for each in table.rows:
            yield from ((each.start, each.end), *each.cells)
