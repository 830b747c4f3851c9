"""Runs in a reading process: turns a request into a draft or a refusal."""

import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from zoneinfo import reset_tzpath

import briefings
from briefings import reading
from briefings.errors import Unreadable
from briefings.reading.formats import is_text
from briefings.reading.layout import Layout
from briefings.sandbox.export_check import checked
from briefings.sandbox.protocol import ANOTHER, DONE, REFUSED, STARVED, Request, draft_packed, export_packed
from briefings.text import compile_all
from briefings.translatable import packed

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
