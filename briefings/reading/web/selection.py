"""Tells which passages of a page are its article, by trees that `benchmarks/train_pages.py` learned."""

import math
from bisect import bisect_left
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from briefings.reading.section_names import holds_notes, holds_references
from briefings.reading.web.features import rows
from briefings.reading.web.passage_places import BESIDE, FURNITURE, PageElement, PagePassage
from briefings.text.boosted_trees import Tree, load, total

TREES = Path(__file__).with_name("article_trees.json")
_LIKELY = 0.5  # probability from which a passage is kept
_SURELY = 0.85  # one from which a short passage is kept in an element named as a menu, notice or the like
_BETWEEN = 0.15  # probability from which it is kept between kept ones, or as the heading above one
_ALONE = 0.8  # probability from which a heading is kept although what follows is not
_OWN = 0.6  # weight of a passage's own evidence beside that of the passages around it
_LONGEST_WEIGHT = 1_500  # characters of a passage that count in its neighbourhood's evidence
_NEAR = 8  # passages within which kept ones enclose another
_BESIDE_TABLE = 3  # passages between a table and the text that it belongs to
_HEADS = 3  # passages below a heading within which its text begins
_LINKED = 0.5  # share of links up to which a passage between kept ones is kept
_SURE = 1e-4

_MOST = 4_000  # passages beyond which a page is read by the names of its elements alone, for the time's sake


@cache
def _model() -> tuple[float, list[Tree]]:
    data, trees = load(TREES)
    return data["base"], trees


def article(passages: Sequence[PagePassage], core: PageElement, title: str) -> list[PagePassage]:
    """The passages of the article, in the page's order; none if nothing stands out."""
    if len(passages) > _MOST:
        return [each for each in passages if not _is_named(each)] or list(passages)
    return chosen(passages, [probability(row) for row in rows(passages, core, title)])


def probability(row: Sequence[float]) -> float:
    """The probability that a passage with these numbers is part of an article."""
    base, trees = _model()
    return 1 / (1 + math.exp(-(base + total(trees, row))))


def chosen(passages: Sequence[PagePassage], likely: Sequence[float]) -> list[PagePassage]:
    """The passages to keep, given each one's probability; none if these would be headings alone."""
    own = [math.log(p / (1 - p)) for p in (min(max(p, _SURE), 1 - _SURE) for p in likely)]
    smooth = _smooth(passages, own)
    kept = [_is_evident(*each) for each in zip(passages, own, smooth, strict=True)]
    _keep_enclosed(passages, likely, kept)
    _keep_sources(passages, kept)
    _keep_tables(passages, kept)
    _keep_headings(passages, likely, kept)
    found = [passage for passage, keep in zip(passages, kept, strict=True) if keep]
    return found if any(each.piece.kind != "heading" for each in found) else []


def _is_evident(passage: PagePassage, own: float, smooth: float) -> bool:
    """Whether the evidence keeps a passage: a caption never, and a short one in a menu or notice only its own."""
    if passage.place.tag == "figcaption":
        return False
    least = _SURELY if _is_named(passage) else _LIKELY
    return (min(own, smooth) if _is_named(passage) else smooth) > math.log(least / (1 - least))


def _is_named(passage: PagePassage) -> bool:
    """Whether a short passage stands in a menu, notice or the like, by the names of the elements around it."""
    return bool(passage.place.told & FURNITURE) and not passage.is_prose and passage.piece.level != 1


def _smooth(passages: Sequence[PagePassage], evidence: Sequence[float]) -> list[float]:
    """Each passage's evidence, moved towards that of all passages in the element around it."""
    sums: dict[int, tuple[float, float]] = {}
    around = [id(each.place.above or each.place) for each in passages]
    for key, passage, own in zip(around, passages, evidence, strict=True):
        weight = min(len(passage.piece.text), _LONGEST_WEIGHT) ** 0.5
        total, weights = sums.get(key, (0.0, 0.0))
        sums[key] = total + own * weight, weights + weight
    means = {key: total / weights for key, (total, weights) in sums.items()}
    return [_OWN * own + (1 - _OWN) * means[key] for key, own in zip(around, evidence, strict=True)]


def _keep_enclosed(passages: Sequence[PagePassage], likely: Sequence[float], kept: list[bool]) -> None:
    """Keeps code, lists and tables that stand between kept text in the same element."""
    last: int | None = None
    for at, passage in enumerate(passages):
        if not (kept[at] and passage.piece.kind != "heading"):
            continue
        if last is not None and 1 < at - last <= _NEAR and _shared(passages[last].place, passage.place):
            for between in range(last + 1, at):
                each = passages[between]
                few = each.linked <= _LINKED * len(each.piece.text) and each.place.tag != "figcaption"
                kept[between] = kept[between] or (few and likely[between] >= _BETWEEN)
        last = at


def _keep_tables(passages: Sequence[PagePassage], kept: list[bool]) -> None:
    """Keeps a table with header cells next to kept text, however many links its cells hold."""
    text = [at for at, each in enumerate(passages) if kept[at] and each.piece.kind not in {"heading", "table"}]
    for at, passage in enumerate(passages):
        if passage.piece.header_rows and not passage.place.told & (FURNITURE | BESIDE):
            near = bisect_left(text, at)
            kept[at] = kept[at] or any(abs(each - at) <= _BESIDE_TABLE for each in text[max(0, near - 1) : near + 1])


def _shared(one: PageElement, other: PageElement) -> bool:
    return one.above is other.above or one.above is other or one is other.above


def _keep_sources(passages: Sequence[PagePassage], kept: list[bool]) -> None:
    """Keeps the whole list below a heading such as "References", if it follows kept text."""
    text = False
    heading: PagePassage | None = None
    for at, passage in enumerate(passages):
        words = passage.piece.text
        if passage.piece.kind == "heading":
            opens = text and (holds_references(words) or holds_notes(words))
            shown = kept[at] or passage.place.hops == 0 or not passage.place.told
            heading = passage if opens and shown else heading if opens else None  # screen readers tell it again
            kept[at] = kept[at] or heading is passage
        elif heading is not None and passage.piece.kind in {"item", "note", "paragraph"}:
            kept[at] = True
        text = text or (kept[at] and passage.piece.kind != "heading")


def _keep_headings(passages: Sequence[PagePassage], likely: Sequence[float], kept: list[bool]) -> None:
    """Keeps a heading exactly if the text below it is kept, with few exceptions."""
    below: int | None = None
    for at in range(len(passages) - 1, -1, -1):
        if passages[at].piece.kind != "heading":
            below = at
        elif below is None:
            kept[at] = False
        elif kept[below] and below - at <= _HEADS:
            kept[at] = kept[at] or likely[at] >= _BETWEEN
        else:
            kept[at] = kept[at] and likely[at] > _ALONE
