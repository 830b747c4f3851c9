"""Learns which passages of a page are its article: `python -m benchmarks.train_pages FOLDER` writes the trees.

FOLDER holds a folder for each page, with source.html. The article is in expected.html or expected.txt; otherwise a
passage is right if trafilatura and readability-lxml both keep it, and where they differ it counts little. Words in
segments.json belong to the article ("with") or don't ("without"). The project's own samples, saved as pages, teach
that a page without anything else is kept whole. The numbers are those of `briefings.reading.web.features`.
"""

import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import lightgbm
import numpy as np
import trafilatura
from readability import Document
from selectolax.lexbor import LexborHTMLParser

from benchmarks.boosted_trees import trees_of
from benchmarks.formats import SAMPLES, paper_of
from benchmarks.pages import runs, text_of
from briefings.reading.web import features, selection
from briefings.reading.web.flow import passages_of
from briefings.reading.web.metadata import title_of
from briefings.reading.web.page import decode_page
from briefings.reading.web.passage_places import PagePassage, measure
from tests.fakes.papers_html import as_html, as_saved_page

_TREES, _LEAVES, _RATE = 120, 12, 0.08
_SHORT = 40  # letters and digits of a passage that has to be a line of the article by itself
_MOSTLY = 0.55  # share of a passage's runs of words that stand in the article
_KNOWN, _AGREED, _DOUBTED, _OWN = 3.0, 0.4, 0.08, 0.25  # how much a passage counts
_CAPTION = 0.3


@dataclass(frozen=True, slots=True)
class Lesson:
    """The numbers of a page's passages, whether each is part of the article, and how much it counts."""

    rows: np.ndarray
    right: np.ndarray
    weights: np.ndarray


def lessons(folder: Path) -> Iterator[Lesson]:
    """A lesson for each page of a folder, and for each of the project's samples."""
    for each in sorted(path.parent for path in folder.rglob("source.html")):
        data = (each / "source.html").read_bytes()
        if found := _lesson(data, _articles(each, data), _segments(each)):
            yield found
    for sample in SAMPLES:
        paper = paper_of(sample.name, sample.read_bytes())
        article = "\n".join(part.text for part in paper)
        for write in (as_html, as_saved_page):
            if found := _lesson(write(paper), [(article, _OWN)], ([], [])):
                yield found


def _articles(folder: Path, data: bytes) -> list[tuple[str, float]]:
    """The article by each judge, and how much the first one's word counts."""
    if (known := folder / "expected.html").exists():
        return [(text_of(known.read_text("utf-8")), _KNOWN)]
    if (known := folder / "expected.txt").exists():
        return [(known.read_text("utf-8"), _KNOWN)]
    found = trafilatura.extract(data, include_comments=False) or ""
    return [(found, _AGREED), (text_of(Document(data.decode("utf-8", "replace")).summary()), _AGREED)]


def _segments(folder: Path) -> tuple[list[str], list[str]]:
    path = folder / "segments.json"
    listed = json.loads(path.read_text("utf-8")) if path.exists() else {}
    return [_flat(each) for each in listed.get("with", [])], [_flat(each) for each in listed.get("without", [])]


def _lesson(data: bytes, articles: Sequence[tuple[str, float]], segments: tuple[list[str], list[str]]) -> Lesson | None:
    page = LexborHTMLParser(decode_page(data).text)
    passages, places = passages_of(page.body) if page.body is not None else ([], [])
    core = measure(places, passages)
    if core is None or not passages or not all(article.strip() for article, _ in articles):
        return None
    title = title_of(page, [each.piece.text for each in passages if each.piece.level == 1])
    judged = [_judge(passages, article) for article, _ in articles]
    right, weights = [], []
    for at, passage in enumerate(passages):
        said = [votes[at] for votes in judged]
        label, weight = said[0], articles[0][1] if all(said) == any(said) else _DOUBTED
        if passage.piece.kind == "heading" and len(said) > 1:  # extractors drop headings
            label, weight = any(said), _AGREED
        text = _flat(passage.piece.text)
        for known, words in ((True, segments[0]), (False, segments[1])):
            label, weight = (known, 1.0) if any(each in text for each in words) else (label, weight)
        if passage.place.tag == "figcaption":
            label, weight = False, _CAPTION
        right.append(label)
        weights.append(weight * (0.3 + len(text[:2_000]) ** 0.5 / 3))
    rows = np.array(features.rows(passages, core, title), dtype=np.float32)
    return Lesson(rows, np.array(right), np.array(weights))


def _judge(passages: Sequence[PagePassage], article: str) -> list[bool]:
    """Whether each passage stands in an article."""
    whole, known = _letters(article), frozenset(runs(article))
    lines = frozenset(_letters(line) for line in article.split("\n"))
    return [_stands(each.piece.text, whole, lines, known) for each in passages]


def _stands(text: str, whole: str, lines: frozenset[str], known: frozenset[tuple[str, ...]]) -> bool:
    letters = _letters(text)
    if len(letters) < _SHORT:
        return letters in lines
    own = runs(text)
    return letters in whole or sum(run in known for run in own) >= _MOSTLY * len(own)


def _flat(words: str) -> str:
    return " ".join(words.split())


def _letters(words: str) -> str:
    return "".join(filter(str.isalnum, words.casefold()))


def learn(taught: Sequence[Lesson]) -> lightgbm.Booster:
    """The boosted trees; the same lessons give the same trees."""
    rows, right, weights = (np.concatenate([getattr(each, name) for each in taught]) for name in Lesson.__slots__)
    model = lightgbm.LGBMClassifier(
        n_estimators=_TREES,
        num_leaves=_LEAVES,
        learning_rate=_RATE,
        reg_lambda=2.0,
        min_child_samples=30,
        subsample=0.7,
        subsample_freq=1,
        colsample_bytree=0.5,
        n_jobs=1,
        random_state=1,
        deterministic=True,
        force_col_wise=True,
        verbose=-1,
    )
    return model.fit(rows, right, sample_weight=weights / weights.mean()).booster_


def main(folder: str) -> None:
    """Writes the trees into the package."""
    model = learn([*lessons(Path(folder))])
    text = json.dumps({"base": 0.0, "trees": trees_of(model)}, separators=(",", ":"))
    selection.TREES.write_text(text.replace("]],[[", "]],\n[[") + "\n", "utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
