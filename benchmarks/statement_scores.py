"""Labelled statements: the texts of `benchmarks/statements`, and how well their kind, holder and due date are read.

`python -m benchmarks.outlook` prints the scores.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from pathlib import Path

from briefings.model.agenda import EventDate
from briefings.model.analysis import Draft, Statement
from briefings.reading import read

DATA = Path(__file__).parent / "statements"
SETS = ("tuned", "unseen")


@dataclass(frozen=True, slots=True)
class Label:
    """What a sentence states; `kinds`, `holders` and `dues` hold the readings that are right."""

    kinds: tuple[str, ...]
    holders: tuple[str, ...]
    dues: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Labelled:
    """A text with its sentences and the labels of each; a sentence without a statement has none."""

    name: str
    published: date
    language: str
    sentences: tuple[tuple[str, tuple[Label, ...]], ...]
    text: str


@dataclass(slots=True)
class Scores:
    """Counts by language: labels found with their kind, wrong ones, and how holders and due dates were read."""

    counts: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)

    @property
    def f1(self) -> float:
        """The F1 of the kinds."""
        right, wrong, missing = (self.counts[each] for each in ("right", "wrong", "missing"))
        return 2 * right / (2 * right + wrong + missing) if right else 0.0

    def share(self, what: str) -> float:
        """The share of the statements of the right kind whose holder or due date is right."""
        return self.counts[what] / self.counts["right"] if self.counts["right"] else 0.0


def labelled(name: str) -> Iterator[Labelled]:
    """The labelled texts of a set."""
    for block in (DATA / f"{name}.txt").read_text(encoding="utf-8").split("\n= ")[1:]:
        head, _, body = block.partition("\n")
        title, published, language = head.split(" | ")
        sentences: list[tuple[str, list[Label]]] = []
        paragraphs: list[list[str]] = [[]]
        for line in body.splitlines():
            if line.startswith("@ "):
                if line != "@ none":
                    kinds, holders, dues = (part.split("/") for part in line[2:].split(" | "))
                    sentences[-1][1].append(Label(tuple(kinds), tuple(holders), tuple(dues)))
            elif line:
                sentences.append((line, []))
                paragraphs[-1].append(line)
            else:
                paragraphs.append([])
        joint = "" if language == "zh" else " "
        text = "\n\n".join([title, *(joint.join(each) for each in paragraphs if each)]) + "\n"
        yield Labelled(
            title, date.fromisoformat(published), language, tuple((words, tuple(own)) for words, own in sentences), text
        )


def score(name: str) -> dict[str, Scores]:
    """The scores of a set by language, and under "all"."""
    scores = {language: Scores() for language in ("en", "zh", "ru", "all")}
    for text in labelled(name):
        draft = read(f"{text.name}.txt", text.text.encode(), published=text.published)
        for verdict, fault in _judged(text, draft):
            for each in (scores[text.language], scores["all"]):
                each.counts[verdict] += 1
                each.faults += [f"{text.name}: {fault}"] if fault else []
    return scores


def _judged(text: Labelled, draft: Draft) -> Iterator[tuple[str, str]]:
    at = 0
    for sentence, labels in text.sentences:
        start = draft.text.index(sentence, at)
        at = start + len(sentence)
        found = [each for each in draft.statements if start <= each.start < at]
        yield from _sentence(sentence, labels, found)


def _sentence(sentence: str, labels: tuple[Label, ...], found: list[Statement]) -> Iterator[tuple[str, str]]:
    left = list(found)
    for label in labels:
        own = next((each for each in left if each.kind in label.kinds), None)
        if own is None:
            yield "missing", f"{label.kinds} expected, {[each.kind for each in found]} read: {sentence}"
            continue
        left.remove(own)
        yield "right", ""
        if _same(own.holder, label.holders):
            yield "holder", ""
        else:
            yield "wrong holder", f"{own.holder!r} holds, not {label.holders}: {sentence}"
        if _is_due(own.due, label.dues):
            yield "due", ""
        else:
            yield "wrong due", f"{_shown(own.due)} due, not {label.dues}: {sentence}"
    for each in left:
        yield "wrong", f"{each.kind} read wrongly: {sentence}"


def _same(holder: str, right: tuple[str, ...]) -> bool:
    return _plain(holder) in {_plain(each) for each in right}


def _plain(name: str) -> str:
    return " ".join(word for word in name.casefold().split() if word not in ("the", "a", "an"))


def _is_due(when: EventDate | None, right: tuple[str, ...]) -> bool:
    return any((when and (when.first, when.last)) == days(each) for each in right)


def _shown(when: EventDate | None) -> str:
    return f"{when.first}..{when.last}" if when else "-"


def days(said: str) -> tuple[date, date] | None:
    """The first and last day of a label: a day, a month, a quarter, a year, or two days."""
    if said == "-":
        return None
    if ".." in said:
        first, _, last = said.partition("..")
        return date.fromisoformat(first), date.fromisoformat(last)
    year, *rest = said.split("-")
    if len(rest) > 1:
        return date.fromisoformat(said), date.fromisoformat(said)
    if not rest:
        return date(int(year), 1, 1), date(int(year), 12, 31)
    months = (
        [3 * int(rest[0][1:]) - 2, 3 * int(rest[0][1:]) + 1]
        if rest[0].startswith("Q")
        else [int(rest[0]), int(rest[0]) + 1]
    )
    starts = [date(int(year) + (month > 12), (month - 1) % 12 + 1, 1) for month in months]
    begin, after = next(pairwise(starts))
    return begin, date.fromordinal(after.toordinal() - 1)
