"""`python -m benchmarks.summaries [DATA_DIR]`: summaries beside those of peers, and how time grows with the text.

DATA_DIR holds one .jsonl file for each set of documents, with title, sections (heading, text) and reference, a summary
by people; without it only speed is shown. What goes past the budget is cut. `choose` is what an outside scorer calls.
"""

import json
import random
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import fmean

from briefings.reading.language import language_of
from briefings.reading.sentences import split
from briefings.summarising import Passage, extractive
from briefings.summarising.extractive import LEARNED, Learned

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
SLOW = 4  # peers other than the first sentences get one document in so many: all would take half an hour
LINEAR = {"Readout", "first sentences"}
_GAP = re.compile(r"\n\s*\n|\Z")
_ENDS = re.compile(r"(?<=[.!?])[\"'”’)\]]*\s+(?=[\"“‘(\[]?[A-Z0-9])")

System = Callable[[str, Sequence[Passage], int], list[str]]
Scores = list[list[float]]


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


def ours(title: str, sections: Sequence[Passage], words: int, learned: Learned = LEARNED) -> list[str]:
    """Readout's own summariser."""
    texts = sentences_of(sections)
    return [
        texts[place.section][place.sentence] for place in extractive.choose(title, sections, words, learned=learned)
    ]


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


def scores(system: System, documents: Sequence[Item], words: int) -> Scores:
    """ROUGE-1, ROUGE-2 and ROUGE-Lsum F1 of a system for each document, times 100."""
    from rouge_score.rouge_scorer import RougeScorer

    scorer = RougeScorer(METRICS, use_stemmer=True)
    found = [scorer.score(d.reference, _cut(system(d.title, d.sections, words), words)) for d in documents]
    return [[100 * score[metric].fmeasure for metric in METRICS] for score in found]


def _cut(sentences: Sequence[str], words: int) -> str:
    kept: list[str] = []
    for sentence in sentences:
        kept.append(" ".join(sentence.split()[:words]))
        words -= len(kept[-1].split())
    return "\n".join(filter(None, kept))


def quality(data: Path) -> None:
    """Prints ROUGE-2 by set, the plain means over the sets, and by how much each peer is surpassed."""
    sets = {path.stem: list(items(path)) for path in sorted(data.glob("*.jsonl"))}
    print(f"{'ROUGE-2':22}", *(f"{name[:14]:>14}" for name in sets), "     mean R-1   R-2   R-L")
    own = told("Readout", {name: scores(ours, documents, _words(name)) for name, documents in sets.items()})
    told("- learned elsewhere", elsewhere(data, sets))
    for name, system in systems().items():
        if name != "Readout":
            _beside(name, system, sets, own)


def _beside(name: str, system: System, sets: Mapping[str, Sequence[Item]], own: Mapping[str, Sequence[float]]) -> None:
    """Prints a peer's line and Readout's margin over it; the slow ones get a part of the documents, spread evenly."""
    step = 1 if name in LINEAR else SLOW
    found = {key: scores(system, documents[::step], _words(key)) for key, documents in sets.items()}
    peer = told(name, found)
    part = f" (on every {step}th document)" if step > 1 else ""
    print(f"{'':22} {margin({key: values[::step] for key, values in own.items()}, peer)}{part}", flush=True)


def _words(name: str) -> int:
    return BUDGETS.get(name, USUAL_BUDGET)


def told(name: str, found: dict[str, Scores]) -> dict[str, list[float]]:
    """Prints a system's line; gives the ROUGE-2 of each document by set."""
    means = [[fmean(column) for column in zip(*scores, strict=True)] for scores in found.values()]
    overall = [fmean(column) for column in zip(*means, strict=True)]
    cells = (f"{mean[1]:14.2f}" for mean in means)
    print(f"{name:22}", *cells, f"  {overall[0]:11.2f} {overall[1]:5.2f} {overall[2]:5.2f}", flush=True)
    return {key: [score[1] for score in scores] for key, scores in found.items()}


def elsewhere(data: Path, sets: Mapping[str, Sequence[Item]]) -> dict[str, Scores]:
    """Readout's scores on each set with weights that were learned on all the others."""
    from benchmarks.train_summaries import learn, lessons

    taught = {name: list(lessons(data / f"{name}.jsonl")) for name in sets}
    found = {}
    for name, documents in sets.items():
        constant, weights = learn([each for other, each in taught.items() if other != name])
        found[name] = scores(partial(ours, learned=(constant, weights.tolist())), documents, _words(name))
    return found


def margin(own: Mapping[str, Sequence[float]], peer: Mapping[str, Sequence[float]]) -> str:
    """How much better ours is in ROUGE-2, with the paired bootstrap's 95 % interval, and on how many sets."""
    pairs = [[a - b for a, b in zip(own[name], peer[name], strict=True)] for name in own]
    dice = random.Random(1)
    draws = sorted(fmean(fmean(dice.choices(each, k=len(each))) for each in pairs) for _ in range(1_000))
    better = sum(fmean(each) > 0 for each in pairs)
    gain = fmean(map(fmean, pairs))
    return f"Readout is better by {gain:.2f} [{draws[24]:.2f}, {draws[974]:.2f}], on {better} of {len(pairs)} sets"


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


def footprint() -> None:
    """Prints what loading the summariser costs, and the memory that the largest text takes in a process of its own."""
    load = "import time; t = time.process_time(); import briefings.summarising; print(1000 * (time.process_time() - t))"
    run = subprocess.run([sys.executable, "-c", load], capture_output=True, text=True, check=True)
    print(f"import: {float(run.stdout):.0f} ms CPU")
    script = (
        "import resource; from benchmarks.summaries import SIZES, extractive, made_up; sections = made_up(SIZES[-1]);"
        "before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss; extractive.choose('', sections, 200);"
        "print(before, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
    )
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    before, peak = (int(kilobytes) / 1000 for kilobytes in run.stdout.split())
    print(f"{SIZES[-1]:,} sentences: {peak:.0f} MB at the most, of which the text itself took {before:.0f}")


def _timed(system: System, sections: Sequence[Passage]) -> str:
    taken = []
    for _ in range(2):
        start = time.process_time()
        system("Made up", sections, 200)
        taken.append(1000 * (time.process_time() - start))
    return f"{taken[0]:.0f} / {taken[1]:.0f}"


def main() -> None:
    """Prints quality where there is data, then growth and what it costs."""
    if len(sys.argv) > 1:
        quality(Path(sys.argv[1]))
    growth()
    footprint()


if __name__ == "__main__":
    main()
