"""How good summaries are: ROUGE against those that people wrote, beside each peer, document by document."""

import json
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean

from rouge_score.rouge_scorer import RougeScorer

from benchmarks.summary_peers import PEERS
from benchmarks.summary_systems import System, ours, passages
from briefings.summarising import Passage

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
METRICS = {"rouge1": "R-1", "rouge2": "R-2", "rougeLsum": "R-L"}
DRAWS = 1_000  # of the paired bootstrap
_ENDS = re.compile(r"(?<=[.!?])[\"'”’)\]]*\s+(?=[\"“‘(\[]?[A-Z0-9])")

Scores = dict[str, list[list[float]]]  # by set, for each document, by metric


@dataclass(frozen=True, slots=True)
class Item:
    """A document with a summary by people, one sentence a line."""

    title: str
    sections: list[Passage]
    reference: str


def quality(data: Path, every: int = 1) -> None:
    """Prints each system's ROUGE, and by how much Readout surpasses each peer."""
    sets = {path.stem: list(items(path))[::every] for path in sorted(data.glob("*.jsonl"))}
    print(f"{sum(map(len, sets.values()))} documents; ROUGE-2 by set, then the plain means over the sets")
    print(f"{'':22}", *(f"{name[:14]:>14}" for name in sets), "     mean R-1   R-2   R-L")
    own = told("Readout", {name: scores(ours, documents, _words(name)) for name, documents in sets.items()})
    for name, system in PEERS.items():
        peer = told(name, {key: scores(system, documents, _words(key)) for key, documents in sets.items()})
        print(f"{'':22} Readout is better by {margin(own, peer)}", flush=True)


def items(path: Path) -> Iterator[Item]:
    """The documents of a set."""
    for line in path.read_text(encoding="utf-8").splitlines():
        item = json.loads(line)
        lines = [s for line in item["reference"].split("\n") for s in _ENDS.split(line) if s.strip()]
        yield Item(item["title"], passages(item["sections"]), "\n".join(lines))


def scores(system: System, documents: Sequence[Item], words: int) -> list[list[float]]:
    """The F1 of a system in each metric for each document, times 100."""
    scorer = RougeScorer([*METRICS], use_stemmer=True)
    found = [scorer.score(d.reference, _cut(system(d.title, d.sections, words), words)) for d in documents]
    return [[100 * score[metric].fmeasure for metric in METRICS] for score in found]


def _cut(sentences: Sequence[str], words: int) -> str:
    kept: list[str] = []
    for sentence in sentences:
        kept.append(" ".join(sentence.split()[:words]))
        words -= len(kept[-1].split())
    return "\n".join(filter(None, kept))


def _words(name: str) -> int:
    return BUDGETS.get(name, USUAL_BUDGET)


def told(name: str, found: Scores) -> Scores:
    """Prints a system's line and gives back its scores."""
    means = [[fmean(column) for column in zip(*scores, strict=True)] for scores in found.values()]
    overall = [fmean(column) for column in zip(*means, strict=True)]
    cells = (f"{mean[1]:14.2f}" for mean in means)
    print(f"{name:22}", *cells, f"  {overall[0]:11.2f} {overall[1]:5.2f} {overall[2]:5.2f}", flush=True)
    return found


def margin(own: Scores, peer: Scores) -> str:
    """How much better ours is, with the paired bootstrap's 95 % intervals; on how many sets in ROUGE-2, where not."""
    told = []
    for column, metric in enumerate(METRICS.values()):
        pairs = [[a[column] - b[column] for a, b in zip(own[name], peer[name], strict=True)] for name in own]
        dice = random.Random(1)
        draws = sorted(fmean(fmean(dice.choices(each, k=len(each))) for each in pairs) for _ in range(DRAWS))
        low, high = draws[round(0.025 * DRAWS) - 1], draws[round(0.975 * DRAWS) - 1]
        told.append(f"{metric} {fmean(map(fmean, pairs)):.2f} [{low:.2f}, {high:.2f}]")
        if metric == "R-2":
            below = [name for name, each in zip(own, pairs, strict=True) if fmean(each) <= 0]
    return f"{', '.join(told)}; on {len(own) - len(below)} of {len(own)} sets, below on {', '.join(below) or 'none'}"
