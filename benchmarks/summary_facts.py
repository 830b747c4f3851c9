"""Key facts that people marked in texts, and how much of them summaries hold by weight.

A folder holds texts with their labels: `NAME.md` with `NAME.json`, whose `facts` have a weight of 1 to 3, a kind and
`said_in`, words of each sentence that states the fact; `core_sections` names the sections of substance, `platitudes`
and `cited` have words of the sentences that say nothing and of those that cite a source for something. `facts/*.md`,
our own, hold several texts each; "# " begins one, and "{d3}" stands behind the sentence that holds a key fact: its kind
(act, conclusion, decision, figure, caveat, recommendation, date ahead) and its weight.
"""

import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from statistics import fmean

from benchmarks.summary_systems import System, sentences_of
from briefings.library.passages import passages_of
from briefings.reading import read
from briefings.summarising import SUMMARISERS, Passage
from briefings.summarising.lines import wording
from briefings.text.terms import word_count

FOLDER = Path(__file__).parent / "facts"
KINDS = {
    "a": "act",
    "c": "conclusion",
    "d": "decision",
    "f": "figure",
    "q": "caveat",
    "r": "recommendation",
    "t": "date ahead",
}
LENGTH = "medium"
DRAWS = 20  # of chance
_MARK = re.compile(r"\{([acdfqrt])([123])\}")
_TEXT = re.compile(r"(?m)^(?=# )")
_TAIL = 40  # characters before a mark by which its sentence is found
_LEAST_SUBSTANCE = 15  # words of a core section below which it owes no point


@dataclass(frozen=True, slots=True)
class Fact:
    """A key fact: its kind, its weight, and words of each sentence that states it."""

    kind: str
    weight: int
    said_in: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FactText:
    """A text as Readout reads it, with what people marked in it."""

    name: str
    title: str
    sections: list[Passage]
    facts: tuple[Fact, ...]
    core: tuple[str, ...] = ()
    platitudes: tuple[str, ...] = ()
    cited: tuple[str, ...] = ()

    @property
    def words(self) -> int:
        """The words of Readout's own summary, which every other may have too."""
        return sum(map(word_count, chosen(self)))


def texts(folder: Path = FOLDER) -> list[FactText]:
    """The labelled texts of a folder."""
    labelled = [_labelled(path) for path in sorted(folder.glob("*.json"))]
    if labelled:
        return labelled
    sources = [path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.md"))]
    return [marked(part) for source in sources for part in _TEXT.split(source) if part.strip()]


def _labelled(path: Path) -> FactText:
    labels = json.loads(path.read_text(encoding="utf-8"))
    draft = read(f"{path.stem}.md", path.with_suffix(".md").read_bytes())
    facts = tuple(Fact(each["kind"], each["weight"], tuple(map(_plain, each["said_in"]))) for each in labels["facts"])
    others = (tuple(map(_plain, labels.get(key, ()))) for key in ("core_sections", "platitudes", "cited"))
    return FactText(path.stem, draft.title, passages_of(draft), facts, *others)


def marked(source: str) -> FactText:
    """A text with its facts marked in it."""
    draft = read("text.md", _MARK.sub("", source).encode())
    return FactText(draft.title, draft.title, passages_of(draft), tuple(_facts(source)))


def _facts(source: str) -> Iterator[Fact]:
    for mark in _MARK.finditer(source):
        line = source[source.rfind("\n", 0, mark.start()) + 1 : mark.start()]
        yield Fact(KINDS[mark[1]], int(mark[2]), (_plain(_MARK.sub("", line))[-_TAIL:].strip(),))


def _plain(text: str) -> str:
    return " ".join(text.replace("**", "").split())


def held(facts: Sequence[Fact], sentences: Sequence[str]) -> list[Fact]:
    """The facts that some of the sentences state."""
    return [fact for fact in facts if states(fact.said_in, sentences)]


def states(said_in: Sequence[str], sentences: Sequence[str]) -> bool:
    """Whether one of the sentences has some of the words."""
    told = [form for sentence in sentences for form in (_plain(sentence), wording(sentence))]
    return any(words in form or (form and words.endswith(form)) for words in said_in for form in told)


def recall(text: FactText, sentences: Sequence[str]) -> float:
    """The share of a text's facts, by weight, that sentences hold."""
    return sum(fact.weight for fact in held(text.facts, sentences)) / sum(fact.weight for fact in text.facts)


def whole(sentences: Sequence[str], words: int) -> list[str]:
    """The sentences, in the order given, that fit within the words."""
    kept = []
    for sentence in sentences:
        if word_count(sentence) <= words:
            kept.append(sentence)
            words -= word_count(sentence)
    return kept


def by_chance(text: FactText) -> float:
    """The mean recall of as many words of sentences drawn at random."""
    every = [sentence for part in sentences_of(text.sections) for sentence in part]
    dice = Random(text.title)
    return fmean(recall(text, whole(dice.sample(every, len(every)), text.words)) for _ in range(DRAWS))


def greedy_best(text: FactText) -> float:
    """The recall of the sentences with most new weight per word, which no summariser can know."""
    every = [sentence for part in sentences_of(text.sections) for sentence in part]
    told: list[str] = []
    left, facts = text.words, list(text.facts)
    while facts:
        worth = {
            number: sum(fact.weight for fact in held(facts, [sentence])) / max(word_count(sentence), 1)
            for number, sentence in enumerate(every)
            if word_count(sentence) <= left
        }
        best = max(worth, key=lambda number: (worth[number], -number), default=None)
        if best is None or not worth[best]:
            break
        told.append(every[best])
        left -= word_count(every[best])
        facts = [fact for fact in facts if fact not in held(facts, [every[best]])]
    return recall(text, told)


def chosen(text: FactText, length: str = LENGTH) -> list[str]:
    """The sentences of Readout's summary."""
    sentences = sentences_of(text.sections)
    places = SUMMARISERS["extractive"](text.title, text.sections, length).sentences
    return [sentences[place.section][place.sentence] for place in places]


def report(folder: Path = FOLDER) -> None:
    """Prints the weighted recall of medium summaries by system, and what Readout's tell and leave out, text by text.

    The last sentence of a peer may go past the words; Readout's and the greedy best's do not.
    """
    labelled = texts(folder)
    print(f"{sum(len(text.facts) for text in labelled)} key facts in {len(labelled)} texts")
    for name, measure in _measures().items():
        print(f"{name:18} {fmean(map(measure, labelled)):7.3f}", flush=True)
    if any(text.core for text in labelled):
        _told_and_left_out(labelled)
    for kind in KINDS.values():
        facts = [(text, fact) for text in labelled for fact in text.facts if fact.kind == kind]
        found = sum(states(fact.said_in, chosen(text)) for text, fact in facts)
        print(f"  {kind:15} {found} of {len(facts)}")


def _told_and_left_out(labelled: Sequence[FactText]) -> None:
    points, empty, silent, cited = 0, 0, 0, []
    for text in labelled:
        told = chosen(text)
        here = [sentence for sentence in told if states(text.platitudes, [sentence])]
        without = _silent(text)
        share = fmean(states([words], told) for words in text.cited) if text.cited else None
        points, empty, silent = points + len(told), empty + len(here), silent + len(without)
        cited += [share] if share is not None else []
        best = greedy_best(text)
        print(
            f"  {text.name:34} {recall(text, told):.2f} of {best:.2f}; {text.words} words, {len(told)} points, "
            f"{len(here)} platitudes, {len(without)} of {len(text.core)} core sections silent"
            + (f", {share:.0%} of cited" if share is not None else "")
        )
    print(f"{empty} of {points} points are platitudes; {silent} core sections without a point")
    print(f"{fmean(cited or [0.0]):.2f} of the cited sentences are points, by text")


def _silent(text: FactText) -> list[str]:
    """The core sections from which nothing is told; a heading without sentences counts with those below it."""
    places = SUMMARISERS["extractive"](text.title, text.sections, LENGTH).sentences
    told = {place.section for place in places}
    silent = []
    for heading in text.core:
        here = [n for n, part in enumerate(text.sections) if _same(part.heading, heading)]
        size = sum(word_count(text.sections[n].text) for n in here)
        if here and size >= _LEAST_SUBSTANCE and told.isdisjoint(_with_those_below(text.sections, here)):
            silent.append(heading)
    return silent


def _same(heading: str, other: str) -> bool:
    return _plain(heading).strip("#* ").casefold() == other.strip("#* ").casefold()


def _with_those_below(sections: Sequence[Passage], heads: Sequence[int]) -> set[int]:
    found = set(heads)
    for head in heads:
        below = range(head + 1, len(sections))
        end = next((n for n in below if sections[n].level <= sections[head].level), len(sections))
        found.update(range(head, end))
    return found


def _measures() -> dict[str, Callable[[FactText], float]]:
    def of(system: System) -> Callable[[FactText], float]:
        return lambda text: recall(text, system(text.title, text.sections, text.words))

    return {
        "Readout": lambda text: recall(text, chosen(text)),
        **{name: of(system) for name, system in _peers().items()},
        "chance": by_chance,
        "greedy best": greedy_best,
    }


def _peers() -> dict[str, System]:
    """First sentences and LexRank; none, with a line that says so, where the peers' packages are not installed."""
    try:
        # Here, for training and Readout's own figures are to work where the peers are not installed.
        from benchmarks.summary_peers import PEERS
    except ModuleNotFoundError as missing:
        print(f"No peers are compared, since {missing.name} is not installed; `make bench-install` brings them.")
        return {}
    return {name: PEERS[name] for name in ("first sentences", "sumy LexRank")}
