"""Files that were good once: the paper in each format, bytes changed, lost, doubled or cut as a seed has it."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from zipfile import ZipFile

from briefings.errors import Unreadable
from briefings.sandbox.client import Sandbox
from tests.fakes.papers import PAPER, Part, archive, as_bold_docx, as_docx, as_text
from tests.fakes.papers_books_slides import as_epub, as_pptx
from tests.fakes.papers_html import as_html, as_saved_page
from tests.fakes.papers_markup import as_mail, as_notebook, as_page_mail, as_rst, as_tex
from tests.fakes.papers_odt_rtf import as_bold_rtf, as_odt, as_rtf
from tests.fakes.pdf_writer import LOOKS, as_pdf


def _as_pdf(paper: Sequence[Part]) -> bytes:
    return as_pdf(paper, LOOKS["two columns"])


KINDS: dict[str, tuple[Callable[[Sequence[Part]], bytes], ...]] = {
    "docx": (as_docx, as_bold_docx),
    "pdf": (_as_pdf,),
    "html": (as_html, as_saved_page),
    "odt": (as_odt,),
    "rtf": (as_rtf, as_bold_rtf),
    "txt": (as_text,),
    "epub": (as_epub,),
    "pptx": (as_pptx,),
    "eml": (as_mail, as_page_mail),
    "rst": (as_rst,),
    "tex": (as_tex,),
    "ipynb": (as_notebook,),
}
_ZIPPED = frozenset({"docx", "odt", "epub", "pptx"})
_INSERTED = (
    *(b"<", b">", b"\x00", b"\xff\xfe", b"&amp;", b"-1", b"99999999999", b"\\u-1?", b"\\bin9", b"{", b"}" * 40),
    *(b"<div>" * 200, b"<table><tr><td>" * 50, b"{\\b " * 500, b"<w:tbl>" * 60, b"(" * 5_000, b"<!DOCTYPE a>"),
    *(b"endobj", b"stream\n", b"<<" * 300, b"[" * 2_000, b"9 0 R", b"/Length 4000000000", b"\n" * 3_000),
)
_UNKNOWN = "or in an unsupported variant of its format"


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of a file: "" for a draft, else the sentence; `broke` when the process ended in a way of its own."""

    sentence: str

    @property
    def broke(self) -> bool:
        return _UNKNOWN in self.sentence


@cache
def _written(kind: str, number: int) -> bytes:
    return KINDS[kind][number](PAPER)


def mutant(kind: str, seed: int) -> bytes:
    """A damaged file; of an archive every other one is damaged inside and packed anew."""
    chance = random.Random(f"{kind}-{seed}")  # noqa: S311
    data = _written(kind, chance.randrange(len(KINDS[kind])))
    if kind not in _ZIPPED or chance.random() < 0.5:
        return _damaged(data, chance)
    with ZipFile(BytesIO(data)) as old:
        files: dict[str, bytes | str] = {name: old.read(name) for name in old.namelist()}
    name = chance.choice(sorted(name for name in files if name.endswith((".xml", ".opf", "html"))))
    files[name] = _damaged(old_bytes(files[name]), chance)
    return archive(files)


def old_bytes(data: bytes | str) -> bytes:
    """Bytes as they are, words as UTF-8."""
    return data if isinstance(data, bytes) else data.encode()


def _damaged(data: bytes, chance: random.Random) -> bytes:
    made = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 8, 40))):
        at = chance.randrange(len(made) + 1)
        length = chance.choice((1, 4, 60, 900))
        match chance.randrange(6):
            case 0:
                made[at : at + 1] = bytes([chance.randrange(256)])
            case 1:
                del made[at : at + length]
            case 2:
                made[at:at] = made[at : at + length]
            case 3:
                made[at:at] = chance.choice(_INSERTED)
            case 4:
                made[at : at + length] = chance.randbytes(length)
            case _:
                made[at:at] = made[at // 2 : at // 2 + length] * chance.choice((2, 30))
    return bytes(made[: chance.randrange(len(made) + 1)] if chance.random() < 0.1 else made)


async def fate(sandbox: Sandbox, kind: str, seed: int) -> Fate:
    """Reads a damaged file as one that somebody sent; only a sentence may come of what cannot be read."""
    try:
        draft = await sandbox.read(f"mutant.{kind}", mutant(kind, seed))
    except Unreadable as refused:
        return Fate(str(refused))
    assert all(draft.text[one.start : one.end].strip() for one in draft.sentences)
    return Fate("")
