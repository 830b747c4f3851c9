"""Exports an analysis as one JSON document, from which a library restores it exactly."""

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256

from pydantic import TypeAdapter, ValidationError

from briefings.errors import Unreadable
from briefings.model.analysis import Draft
from briefings.store.analyses import Kept
from briefings.text import one_line
from briefings.translatable import phrase

_VERSION = 1
_MARK = b'"readout_export"'
_BEGIN = 200  # bytes in which the mark stands
_SPOILT = phrase("It is an export of Readout, but what it says does not fit together; export the analysis again.")


@dataclass(frozen=True, slots=True)
class Export:
    """An analysis with every revision, oldest first; `readout_export` is the version of this form."""

    readout_export: int
    title: str
    file_name: str
    revisions: tuple[Kept, ...]


_export = TypeAdapter(Export)


def pack(file_name: str, revisions: list[Kept]) -> str:
    """The document; `revisions` are newest first."""
    whole = Export(_VERSION, revisions[0].draft.title, file_name, tuple(reversed(revisions)))
    return _export.dump_json(whole).decode()


def is_export(data: bytes) -> bool:
    """Whether a file is such a document."""
    begin = data[:_BEGIN].lstrip(b"\xef\xbb\xbf \t\r\n")
    return begin.startswith(b"{") and _MARK in begin


def unpack(data: bytes) -> Export:
    """What a document holds; raises Unreadable where it is broken or was made by a newer Readout."""
    try:
        found = _export.validate_json(data.removeprefix(b"\xef\xbb\xbf"))
    except ValidationError as error:
        raise Unreadable(_SPOILT) from error
    if found.readout_export > _VERSION:
        raise Unreadable("It was exported by a newer Readout than this one.")
    numbers = [kept.revision for kept in found.revisions]
    ascending = bool(numbers) and numbers[0] > 0 and numbers == sorted(set(numbers))
    dated = all(kept.at.tzinfo is not None for kept in found.revisions)
    if not (ascending and dated and all(_sound(kept.draft) for kept in found.revisions)):
        raise Unreadable(_SPOILT)
    return found


def hash_of(text: str) -> str:
    """What tells two texts apart."""
    return sha256(text.encode()).hexdigest()


def _sound(draft: Draft) -> bool:
    """Whether every span lies in the text and every index names something."""
    sections, references = range(len(draft.sections)), range(len(draft.references))
    cited = [i for one in draft.citations for i in one.references]
    cited += [i for one in draft.quotations for i in one.references]
    cited += [one.likely for one in draft.citations if one.likely is not None]
    placed = [one.section for one in draft.sentences if one.section is not None]
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
    for group in (*found, draft.quotations, draft.dates):
        yield from ((one.start, one.end) for one in group)
