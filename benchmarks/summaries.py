"""`python -m benchmarks.summaries [DATA_DIR]`: summaries beside those of peers, and how time grows with the text.

DATA_DIR holds one .jsonl file for each set of documents, with title, sections (heading, text) and reference, a summary
by people; without it only growth is shown. What goes past the budget is cut. `choose` is what an outside scorer calls.
"""

import json
import random
import re
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean

from rouge_score.rouge_scorer import RougeScorer

from briefings.reading.language import language_of
from briefings.reading.sentences import split
from briefings.summarising import SUMMARISERS, Passage

# Words, about the median length of the people's summaries of each set.
BUDGETS = {
    "aclsum": 75,
    "aclsum_sec": 50,
    "beige": 430,
    "beige_district": 120,
    "policyrep": 500,
    "qmsum_sec": 80,
    "scisumm": 135,
    "wiki": 250,
}
USUAL_BUDGET = 150
METRICS = ("rouge1", "rouge2", "rougeLsum")
SIZES = (100, 1_000, 10_000, 100_000)
PEERS_UP_TO = 1_000  # sentences; beyond, most peers take minutes or gigabytes
LINEAR = {"Readout", "first sentences"}
_GAP = re.compile(r"\n\s*\n|\Z")
_ENDS = re.compile(r"(?<=[.!?])[\"'”’)\]]*\s+(?=[\"“‘(\[]?[A-Z0-9])")

System = Callable[[str, Sequence[Passage], int], list[str]]


@dataclass(frozen=True, slots=True)
class Item:
    """A document with a summary by people, one sentence a line."""

    title: str
    sections: list[Passage]
    reference: str


def choose(title: str, sections: Sequence[Mapping[str, str]], word_budget: int) -> list[str]:
    """The sentences that Readout chooses, in the text's order."""
    return ours(title, passages(sections), word_budget)


def passages(sections: Sequence[Mapping[str, str]]) -> list[Passage]:
    """Sections with their sentences found."""
    language = language_of("\n".join(section["text"] for section in sections))
    return [Passage(s["heading"] or "", s["text"], tuple(_sentences(s["text"], language))) for s in sections]


def _sentences(text: str, language: str) -> Iterator[tuple[int, int]]:
    start = 0
    for gap in _GAP.finditer(text):
        yield from split(text, language, start, gap.start())
        start = gap.end()


def sentences_of(sections: Sequence[Passage]) -> list[list[str]]:
    """The sentences' words, section by section."""
    return [[passage.text[start:end] for start, end in passage.sentences] for passage in sections]


def ours(title: str, sections: Sequence[Passage], words: int) -> list[str]:
    """Readout's own summariser."""
    texts = sentences_of(sections)
    return [texts[place.section][place.sentence] for place in SUMMARISERS["extractive"](title, sections, words)]


def systems() -> dict[str, System]:
    """Readout and its peers."""
    # Here, for `choose` is to work where the peers are not installed.
    from benchmarks.summary_peers import PEERS

    return {"Readout": ours, **PEERS}


def items(path: Path) -> Iterator[Item]:
    """The documents of a set."""
    for line in path.read_text(encoding="utf-8").splitlines():
        item = json.loads(line)
        lines = [s for line in item["reference"].split("\n") for s in _ENDS.split(line) if s.strip()]
        yield Item(item["title"], passages(item["sections"]), "\n".join(lines))


def scores(system: System, documents: Sequence[Item], words: int) -> list[float]:
    """The means of ROUGE-1, ROUGE-2 and ROUGE-Lsum F1 of a system over a set, times 100."""
    scorer = RougeScorer(METRICS, use_stemmer=True)
    found = [scorer.score(d.reference, _cut(system(d.title, d.sections, words), words)) for d in documents]
    return [100 * fmean(score[metric].fmeasure for score in found) for metric in METRICS]


def _cut(sentences: Sequence[str], words: int) -> str:
    kept: list[str] = []
    for sentence in sentences:
        kept.append(" ".join(sentence.split()[:words]))
        words -= len(kept[-1].split())
    return "\n".join(filter(None, kept))


def quality(data: Path) -> None:
    """Prints ROUGE-2 by set, and the plain means over the sets."""
    sets = {path.stem: list(items(path)) for path in sorted(data.glob("*.jsonl"))}
    print(f"{'ROUGE-2':16}", *(f"{name[:14]:>14}" for name in sets), "     mean R-1   R-2   R-L")
    for name, system in systems().items():
        rows = [scores(system, documents, BUDGETS.get(set_, USUAL_BUDGET)) for set_, documents in sets.items()]
        means = [fmean(column) for column in zip(*rows, strict=True)]
        print(f"{name:16}", *(f"{row[1]:14.2f}" for row in rows), f"  {means[0]:11.2f} {means[1]:5.2f} {means[2]:5.2f}")


def made_up(size: int) -> list[Passage]:
    """A text of so many sentences in sections of fifty, whose words are as unevenly frequent as those of a language."""
    dice = random.Random(size)
    syllables = [c + v for c in "bdfgklmnprstvz" for v in "aeiou"]
    words = ["".join(dice.choices(syllables, k=dice.randint(1, 4))) for _ in range(20_000)]
    weights = [1 / rank for rank in range(1, len(words) + 1)]
    drawn = iter(dice.choices(words, weights, k=25 * size))
    sentences = [" ".join(next(drawn) for _ in range(dice.randint(8, 25))).capitalize() + "." for _ in range(size)]
    parts = [" ".join(sentences[n : n + 50]) for n in range(0, size, 50)]
    return passages([{"heading": f"Part {n}", "text": part} for n, part in enumerate(parts, 1)])


def growth() -> None:
    """Prints the CPU milliseconds of a summary of 200 words, the first time and, its words being known, the second."""
    known = systems()
    print("sentences", *(f"{name:>16}" for name in known), "  CPU ms, first and second time")
    for size in SIZES:
        sections = made_up(size)
        fit = [size <= PEERS_UP_TO or name in LINEAR for name in known]
        cells = [_timed(system, sections) if fits else "-" for system, fits in zip(known.values(), fit, strict=True)]
        print(f"{size:9}", *(f"{cell:>16}" for cell in cells), flush=True)


def _timed(system: System, sections: Sequence[Passage]) -> str:
    taken = []
    for _ in range(2):
        start = time.process_time()
        system("Made up", sections, 200)
        taken.append(1000 * (time.process_time() - start))
    return f"{taken[0]:.0f} / {taken[1]:.0f}"


def main() -> None:
    """Prints both tables, or growth alone without data."""
    if len(sys.argv) > 1:
        quality(Path(sys.argv[1]))
    growth()


if __name__ == "__main__":
    main()
