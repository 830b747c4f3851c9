"""`python -m benchmarks.pages FOLDER`: how much of known articles is found in web pages, beside other extractors.

FOLDER holds a folder for each page, with source.html, the article in expected.html, and expected-metadata.json with its
title, as readability's test pages have them. Compared are runs of four words: the share of what is kept that belongs to
the article, the share of the article that is kept, and their F1, each page counting the same. The pages are shown in
two halves, by a hash of their names; only the first has been looked at while the reader was made.
"""

import hashlib
import json
import re
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import justext
import trafilatura
from readability import Document
from selectolax.lexbor import LexborHTMLParser

from benchmarks.reading_scores import plain
from briefings.errors import Unreadable
from briefings.reading.formats import layout_of
from briefings.reading.outline import outline

RUN = 4  # words
POOR = 0.8  # F1 below which a page is read badly
TARGETS = "target: F1 0.965, at most 6 % of pages under .80, medians 0.970, titles 0.980"
_WORD = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]|[^\W\u3040-\u30ff\u4e00-\u9fff]+")
_BLOCKS = frozenset(
    {
        *("address", "article", "aside", "blockquote", "body", "br", "caption", "center", "dd", "details", "div", "dl"),
        *("dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header"),
        *("hr", "html", "li", "main", "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "th", "thead"),
        *("tr", "ul"),
    }
)
_UNREAD = frozenset(("script", "style", "noscript", "template", "head", "svg"))
_SITE_WORDS = 6  # of a site's name
Extractor = Callable[[bytes], tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Known:
    """A page and what is known of it; `title` is "" where nothing is."""

    name: str
    data: bytes
    article: str
    title: str


@dataclass(frozen=True, slots=True)
class Score:
    """Runs of words that were kept rightly, kept wrongly, and missed."""

    right: int
    strange: int
    missed: int

    @property
    def precision(self) -> float:
        """The share of what was kept, 0 to 1."""
        return self.right / (self.right + self.strange) if self.right else 0.0

    @property
    def recall(self) -> float:
        """The share of the article, 0 to 1."""
        return self.right / (self.right + self.missed) if self.right else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        return 2 * self.right / (2 * self.right + self.strange + self.missed) if self.right else 0.0


def pages(folder: Path) -> Iterator[Known]:
    """The known pages of a folder, by name."""
    for each in sorted(path.parent for path in folder.rglob("expected.html")):
        metadata = each / "expected-metadata.json"
        title = json.loads(metadata.read_text("utf-8")).get("title") if metadata.exists() else ""
        article = text_of((each / "expected.html").read_text("utf-8"))
        yield Known(each.name, (each / "source.html").read_bytes(), article, title or "")


def is_seen(name: str) -> bool:
    """Whether a page is in the half that was looked at while the reader was made."""
    return hashlib.sha1(name.encode(), usedforsecurity=False).digest()[0] % 2 == 0


def text_of(markup: str) -> str:
    """The text of a page, a line for each block."""
    root = node = LexborHTMLParser(markup).body
    parts: list[str] = []
    while node is not None and root is not None:
        if node.is_text_node:
            parts.append(node.text_content or "")
        elif node.tag in _BLOCKS:
            parts.append("\n")
        if node.child is not None and node.tag not in _UNREAD:
            node = node.child
            continue
        while node is not None and node.mem_id != root.mem_id and node.next is None:
            node = node.parent
            parts.append("\n" if node is not None and node.tag in _BLOCKS else "")
        node = None if node is None or node.mem_id == root.mem_id else node.next
    return "".join(parts)


def runs(text: str) -> Counter[tuple[str, ...]]:
    """The runs of words in a text; a Chinese or Japanese character is a word."""
    words = _WORD.findall(text)
    return Counter(tuple(words[at : at + RUN]) for at in range(max(1, len(words) - RUN + 1))) if words else Counter()


def score(article: str, kept: str) -> Score:
    """Compares what was kept with the article."""
    known, told = runs(article), runs(kept)
    right = sum((known & told).values())
    return Score(right, sum(told.values()) - right, sum(known.values()) - right)


def ours(data: bytes) -> tuple[str, str]:
    """The text and title that Readout reads."""
    try:
        layout = layout_of("page.html", data)
    except Unreadable:
        return "", ""
    plan = outline("page.html", layout)
    start = layout.blocks[0].end if plan.title_block == 0 else 0
    return layout.text[start:], plan.title


def _trafilatura(data: bytes) -> tuple[str, str]:
    found = trafilatura.bare_extraction(data, include_comments=False, with_metadata=True)
    return (found.text or "", found.title or "") if found is not None else ("", "")


def _readability(data: bytes) -> tuple[str, str]:
    document = Document(data.decode("utf-8", "replace"))
    return text_of(document.summary()), document.short_title()


def _justext(data: bytes) -> tuple[str, str]:
    words = justext.get_stoplist("English")
    return "\n".join(each.text for each in justext.justext(data, words) if not each.is_boilerplate), ""


EXTRACTORS: dict[str, Extractor] = {
    "Readout": ours,
    "trafilatura": _trafilatura,
    "readability-lxml": _readability,
    "justext": _justext,
}


def same_title(known: str, told: str) -> bool:
    """Whether two titles differ in nothing but a site's name before or after one of them."""
    short, long = sorted((plain(known).split(), plain(told).split()), key=len)
    if not short or len(long) - len(short) > _SITE_WORDS:
        return False
    return long[: len(short)] == short or long[len(long) - len(short) :] == short


def _line(name: str, extract: Extractor, known: Sequence[Known]) -> None:
    scores: list[Score] = []
    titles: list[bool] = []
    begun = time.process_time()
    for page in known:
        try:
            text, title = extract(page.data)
        except Exception as error:  # noqa: BLE001  what another extractor can't read, it found nothing in
            print(f"  {name}, {page.name}: {type(error).__name__}", file=sys.stderr)
            text = title = ""
        scores.append(score(page.article, text))
        titles += [same_title(page.title, title)] if page.title else []
    spent = 1000 * (time.process_time() - begun) / len(known)
    poor = sum(each.f1 < POOR for each in scores)
    titled = f"{statistics.fmean(titles):8.3f}" if titles and any(titles) else f"{'-':>8}"
    print(f"{name:18}{' '.join(f'{each:8.3f}' for each in _shares(scores))} {poor:8} {titled} {spent:8.0f}")


def _shares(scores: Sequence[Score]) -> list[float]:
    """Precision, recall and F1 over all pages, each counting the same, and the medians of both shares."""
    sizes = [each.right + each.strange + each.missed or 1 for each in scores]
    right = sum(each.right / size for each, size in zip(scores, sizes, strict=True))
    strange = sum(each.strange / size for each, size in zip(scores, sizes, strict=True))
    missed = sum(each.missed / size for each, size in zip(scores, sizes, strict=True))
    medians = (statistics.median(each.precision for each in scores), statistics.median(each.recall for each in scores))
    return [right / (right + strange), right / (right + missed), 2 * right / (2 * right + strange + missed), *medians]


def main(folder: str) -> None:
    """Prints a table for each half of the pages."""
    known = [*pages(Path(folder))]
    for heading, half in (
        ("looked at", [page for page in known if is_seen(page.name)]),
        ("not looked at", [page for page in known if not is_seen(page.name)]),
    ):
        print(f"{len(half)} pages, {heading} ({TARGETS})")
        heads = ("precise", "found", "F1", "median", "median", "<0.80", "titles", "ms")
        print(f"{'':18}{' '.join(f'{each:>8}' for each in heads)}")
        for name, extract in EXTRACTORS.items():
            if half:
                _line(name, extract, half)


if __name__ == "__main__":
    main(sys.argv[1])
