"""Runs in a reading process: turns a request into a draft or a refusal."""

import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from zoneinfo import reset_tzpath

from pydantic import TypeAdapter, ValidationError

import briefings
from briefings import reading
from briefings.errors import Unreadable
from briefings.model.analysis import Draft
from briefings.model.export import VERSION, Export
from briefings.reading.formats import is_text
from briefings.reading.layout import Layout
from briefings.sandbox.protocol import ANOTHER, DONE, REFUSED, STARVED, Request, draft_packed, export_packed
from briefings.text import compile_all, one_line
from briefings.translatable import packed, phrase

_SPOILT = phrase("This Readout export is inconsistent. Export the analysis again.")

_UNSHARED = ("selectolax", "lxml")  # parsers in C
_SAMPLE = Path(briefings.__file__).parent / "samples" / "readout-sample.txt"
_MARKDOWN = b"# Tides\n\nThe port opens on 3 May 2026 at 9 a.m. Oslo time, *perhaps*.\n\n- one\n- two\n"
_RUSSIAN = "Порты\n\nПорт в Осло откроют 3 мая 2026 года, сообщили в министерстве.\n".encode()
_CHINESE = "港口\n\n奥斯陆港将于2026年5月3日开放，有关部门表示。\n".encode()


def preload() -> None:
    """Loads everything reading needs, once for all readers."""
    reset_tzpath(to=())  # a reader can't open the system's zone files: tzdata has them
    for data in (_SAMPLE.read_bytes(), _RUSSIAN, _CHINESE):
        answer(Request("warm.txt", data).packed())
    answer(Request("warm.md", _MARKDOWN).packed())
    compile_all()


def answer(request: bytes) -> tuple[int, Iterable[bytes]]:
    """The exit status and the output."""
    try:
        asked = Request.unpacked(request)
        if asked.plain and not is_text(asked.data):
            return ANOTHER, []
        answered = list(_draft(asked))
        spoilt = asked.plain and any(each in sys.modules for each in _UNSHARED)
        return (ANOTHER, []) if spoilt else (DONE, answered)
    except Unreadable as refused:
        return REFUSED, [json.dumps(packed(refused.sentence)).encode()]
    except MemoryError:
        return STARVED, []


def _draft(asked: Request) -> Iterator[bytes]:
    if asked.export:
        return export_packed(checked(asked.data))

    days = {"published": asked.published, "latest": asked.latest}
    if asked.again:
        # What is known of a text that was read before.
        own = (asked.data.decode(), asked.blocks, asked.title, asked.stated)
        draft = reading.read_text_again(
            asked.name, Layout(*own, composed=bool(asked.blocks), links=asked.links), **days
        )
    else:
        draft = reading.read(asked.name, asked.data, **days)
    return draft_packed(draft)


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
