"""Key facts labelled by hand in texts of our own, and how much of them summaries hold by weight.

`facts/*.md` hold several texts each; "# " begins one. "{d3}" stands behind the sentence that holds a key fact: its kind
(act, conclusion, decision, figure, caveat, recommendation, date ahead) and its weight of 1 to 3.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from random import Random
from statistics import fmean

from benchmarks.summary_systems import System, sentences_of
from briefings.library.summaries import passages_of
from briefings.reading import read
from briefings.summarising import Passage, budget, extractive
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
_LEARNED_OF_TEN = 6


@dataclass(frozen=True, slots=True)
class Fact:
    """A key fact: its kind, its weight, and the last words of the sentence that holds it."""

    kind: str
    weight: int
    tail: str


@dataclass(frozen=True, slots=True)
class FactText:
    """A text as Readout reads it, with its key facts."""

    title: str
    sections: list[Passage]
    facts: tuple[Fact, ...]

    @property
    def learned(self) -> bool:
        """Whether weights may be learned from the text; it is unseen otherwise."""
        return sha256(self.title.encode()).digest()[0] % 10 < _LEARNED_OF_TEN

    @property
    def words(self) -> int:
        """The words that a summary may have."""
        return budget(self.sections, LENGTH)


def texts(folder: Path = FOLDER) -> list[FactText]:
    """The labelled texts of a folder."""
    sources = [path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.md"))]
    return [parsed(part) for source in sources for part in _TEXT.split(source) if part.strip()]


def parsed(source: str) -> FactText:
    """A labelled text as Readout reads it."""
    draft = read("text.md", _MARK.sub("", source).encode())
    return FactText(draft.title, passages_of(draft), tuple(_facts(source)))


def _facts(source: str) -> Iterator[Fact]:
    for mark in _MARK.finditer(source):
        line = source[source.rfind("\n", 0, mark.start()) + 1 : mark.start()]
        yield Fact(KINDS[mark[1]], int(mark[2]), _plain(_MARK.sub("", line))[-_TAIL:].strip())


def _plain(text: str) -> str:
    return " ".join(text.replace("**", "").split())


def held(facts: Sequence[Fact], sentences: Sequence[str]) -> list[Fact]:
    """The facts that some of the sentences hold."""
    told = [_plain(sentence) for sentence in sentences]
    return [fact for fact in facts if any(_ends(fact.tail, sentence) for sentence in told)]


def _ends(tail: str, sentence: str) -> bool:
    """Whether a tail lies within a sentence, or, longer than a short sentence, ends with it."""
    return tail in sentence or (sentence != "" and tail.endswith(sentence))


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
    """The recall of the sentences with most weight per word, which no summariser can know."""
    every = [sentence for part in sentences_of(text.sections) for sentence in part]

    def worth(sentence: str) -> float:
        return sum(fact.weight for fact in held(text.facts, [sentence])) / max(word_count(sentence), 1)

    return recall(text, whole(sorted(every, key=worth, reverse=True), text.words))


def chosen(text: FactText) -> list[str]:
    """The sentences of Readout's medium summary."""
    sentences = sentences_of(text.sections)
    places = extractive.choose(text.title, text.sections, text.words, every_section=True)
    return [sentences[place.section][place.sentence] for place in places]


def report(folder: Path = FOLDER) -> None:
    """Prints the weighted recall of medium summaries, on the texts learned from and on those unseen, by system.

    The last sentence of a peer may go past the words; Readout's and the greedy best's do not.
    """
    labelled = texts(folder)
    unseen = [text for text in labelled if not text.learned]
    print(f"{sum(len(text.facts) for text in labelled)} key facts in {len(labelled)} texts, {len(unseen)} unseen")
    print(f"{'':18} learned  unseen")
    for name, measure in _measures().items():
        told = [(text.learned, measure(text)) for text in labelled]
        means = (fmean([share for learned, share in told if learned is which] or [0.0]) for which in (True, False))
        print(f"{name:18}", *(f"{mean:7.3f}" for mean in means), flush=True)
    for kind in KINDS.values():
        facts = [fact for text in unseen for fact in text.facts if fact.kind == kind]
        found = [fact for text in unseen for fact in held(text.facts, chosen(text)) if fact.kind == kind]
        print(f"  Readout, {kind:15} {len(found)} of {len(facts)}")
    stating = [bool(held(text.facts, [sentence])) for text in unseen for sentence in chosen(text)]
    print(f"{sum(stating)} of {len(stating)} chosen sentences hold a key fact")


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
