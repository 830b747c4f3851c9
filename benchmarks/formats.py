"""`python -m benchmarks.formats [ROUNDS]`: the project's own samples saved in every format, and what is found again.

Headings found with their words, paragraphs that stay one block, blocks that the text never had, milliseconds of
layout in this process, and of the whole way through a process of its own. The peers are the same libraries without
Readout: python-docx's list of paragraphs, selectolax's headings and paragraphs. Below, how time grows with the length.
"""

import asyncio
import re
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from statistics import fmean, median

from docx import Document
from selectolax.lexbor import LexborHTMLParser

from briefings.reading import read
from briefings.reading.formats import layout_of
from briefings.reading.layout import Layout
from briefings.reading.outline import outline
from briefings.reading.references.reference_list import reference_list
from briefings.sandbox.client import Sandbox
from briefings.service import SAMPLE
from tests.fakes.papers import Part, as_bold_docx, as_docx, as_text
from tests.fakes.papers_books_slides import as_epub, as_pptx
from tests.fakes.papers_html import as_html, as_saved_page
from tests.fakes.papers_markup import as_mail, as_page_mail
from tests.fakes.papers_odt_rtf import as_bold_rtf, as_odt, as_rtf
from tests.fakes.pdf_writer import LOOKS, as_pdf

SAMPLES = (SAMPLE, *sorted((Path(__file__).parent.parent / "tests" / "samples" / "reading").iterdir()))
_WRITERS: dict[str, Callable[[Sequence[Part]], bytes]] = {
    "text.txt": as_text,
    "styled.docx": as_docx,
    "bold only.docx": as_bold_docx,
    "clean.html": as_html,
    "saved page.html": as_saved_page,
    "styled.odt": as_odt,
    "styled.rtf": as_rtf,
    "bold only.rtf": as_bold_rtf,
    "book.epub": as_epub,
    "slides.pptx": as_pptx,
    "plain.eml": as_mail,
    "page.eml": as_page_mail,
}
_WESTERN = "cp1252"  # the letters that the PDF writer's fonts have
_TARGETS = {
    "styled.docx": "1.00 / 1.00",
    "clean.html": "1.00 / 1.00",
    "saved page.html": "1.00 / 1.00",
    "one column.pdf": "0.99 / 1.00",
    "two columns.pdf": "0.99 / 0.94",
    "paper.pdf": "0.93 / 0.94",
}
_NUMBER = re.compile(
    r"(?:\d{1,2}(?:\.\d{1,2})*\.?|[IVX]{1,5}\.)\s+(?=\D)"
)  # a look of its own, not the heading's words
_PAGE = 2_500  # characters
_TIMES = (1, 2, 4, 8, 16, 32, 64)


@dataclass(frozen=True, slots=True)
class Found:
    """Headings and other blocks, each as its words."""

    headings: list[str]
    blocks: list[str]


@dataclass(frozen=True, slots=True)
class Score:
    """Shares of 1, and blocks too many."""

    headings: float
    kept: float
    strange: int


def main() -> None:
    """Prints both tables."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    print(f"{'':34}{'headings':>9}{'whole':>7}{'strange':>9}{'here':>10}{'apart':>10}   target")
    papers = [paper_of(path.name, path.read_bytes()) for path in SAMPLES]
    for name, write in _WRITERS.items():
        _line(name, [(paper, write(paper)) for paper in papers], rounds)
    for name, look in LOOKS.items():
        _line(f"{name}.pdf", [(paper, as_pdf(paper, look)) for paper in papers if _is_western(paper)], rounds)
    _peer("peer: python-docx, styled", [(p, _docx_alone(as_docx(p))) for p in papers])
    _peer("peer: python-docx, bold only", [(p, _docx_alone(as_bold_docx(p))) for p in papers])
    _peer("peer: selectolax, clean page", [(p, _html_alone(as_html(p))) for p in papers])
    _peer("peer: selectolax, saved page", [(p, _html_alone(as_saved_page(p))) for p in papers])
    _growth()


def paper_of(name: str, data: bytes) -> list[Part]:
    """A text's blocks as parts that the writers can save."""
    layout = layout_of(name, data)
    plan = outline(name, layout)
    lists = reference_list(layout, plan)
    parts: list[Part] = []
    for at, block in enumerate(layout.blocks):
        words = _flat(layout.text[block.start : block.end])
        if block.kind == "heading":
            parts.append(Part("title" if at == plan.title_block else "heading", block.words, max(1, block.level - 1)))
        elif lists and lists.start <= block.start < lists.end:
            parts.append(Part("entry", words))
        elif block.kind in {"paragraph", "item", "quote"}:
            parts.append(Part(block.kind, words))
    return parts


def _is_western(paper: Sequence[Part]) -> bool:
    said = "".join(part.text for part in paper)
    return said.encode(_WESTERN, "ignore").decode(_WESTERN) == said


def _flat(words: str) -> str:
    return " ".join(words.split())


def _found(layout: Layout) -> Found:
    headings = [_NUMBER.sub("", block.words, count=1) for block in layout.blocks if block.kind == "heading"]
    return Found(headings, [_flat(layout.text[b.start : b.end]) for b in layout.blocks if b.kind != "heading"])


def score(paper: Sequence[Part], found: Found) -> Score:
    """What of the paper is there, as it was, and what is there besides."""
    headings = [part.text for part in paper if part.kind in {"title", "heading"}]
    blocks = [part.text for part in paper if part.kind not in {"title", "heading"}]
    known = {*headings, *blocks}
    return Score(
        sum(words in found.headings for words in headings) / len(headings),
        sum(words in found.blocks for words in blocks) / len(blocks),
        sum(words not in known for words in (*found.headings, *found.blocks)),
    )


def _line(name: str, files: Sequence[tuple[list[Part], bytes]], rounds: int) -> None:
    scores = [score(paper, _found(layout_of(name, data))) for paper, data in files]
    here = [_milliseconds(layout_of, name, data) for _, data in files for _ in range(rounds)]
    apart = asyncio.run(_apart(name, [data for _, data in files]))
    _print(name, scores, f"{median(here):7.1f} ms{median(apart):7.0f} ms   {_TARGETS.get(name, '')}")


def _milliseconds(act: Callable[[str, bytes], object], name: str, data: bytes) -> float:
    start = time.process_time()
    act(name, data)
    return 1000 * (time.process_time() - start)


async def _apart(name: str, files: Sequence[bytes]) -> list[float]:
    sandbox, taken = Sandbox(), []
    for data in files:
        start = time.perf_counter()
        await sandbox.read(name, data)
        taken.append(1000 * (time.perf_counter() - start))
    return taken


def _peer(name: str, found: Sequence[tuple[list[Part], Found]]) -> None:
    _print(name, [score(paper, blocks) for paper, blocks in found], "")


def _print(name: str, scores: Sequence[Score], rest: str) -> None:
    shares = f"{fmean(s.headings for s in scores):9.2f}{fmean(s.kept for s in scores):7.2f}"
    print(f"{name:34}{shares}{sum(s.strange for s in scores):9}{rest}", flush=True)


def _docx_alone(data: bytes) -> Found:
    paragraphs = [(p.text, (p.style.name or "") if p.style else "") for p in Document(BytesIO(data)).paragraphs]
    heads = [text for text, style in paragraphs if style.startswith(("Heading", "Title"))]
    return Found(heads, [text for text, style in paragraphs if not style.startswith(("Heading", "Title"))])


def _html_alone(data: bytes) -> Found:
    page = LexborHTMLParser(data)
    return Found(
        [_flat(node.text()) for node in page.css("h1, h2, h3, h4, h5, h6")],
        [_flat(node.text()) for node in page.css("p, li")],
    )


def _growth() -> None:
    """The packaged analysis again and again, with one reference list; the last is beyond 200 pages."""
    print(
        f"\n{'read whole, in this process':34}{'pages':>6}" + "".join(f"{kind:>14}" for kind in ("txt", "docx", "html"))
    )
    for times in _TIMES:
        paper = [*_repeated(paper_of(SAMPLE.name, SAMPLE.read_bytes()), times)]
        text = as_text(paper)
        pages = len(text.decode()) / _PAGE
        files = (("a.txt", text), ("a.docx", as_docx(paper)), ("a.html", as_html(paper)))
        taken = [_milliseconds(read, name, data) for name, data in files]
        figures = "".join(f"{each:9.0f} ms {each / pages:.1f}".rjust(14) for each in taken)
        print(f"{f'{times}x':34}{pages:6.0f}{figures}", flush=True)
    print("the second figure is milliseconds a page; target: 200 pages of text in under 2,000 ms")


def _repeated(paper: Sequence[Part], times: int) -> Iterator[Part]:
    body = [part for part in paper if part.kind != "entry"]
    head, last = body[:1], body[-1:]
    yield from head
    for number in range(1, 2 * times + 1):
        for part in body[1:-1]:
            text = f"{part.text} {number}" if part.kind == "heading" else part.text
            yield Part(part.kind, text, part.level)
    yield from last
    yield from (part for part in paper if part.kind == "entry")


if __name__ == "__main__":
    main()
