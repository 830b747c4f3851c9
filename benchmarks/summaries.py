"""`python -m benchmarks.summaries [DATA_DIR] [--every N] [--facts]`: summaries beside those of peers, and time.

DATA_DIR holds one .jsonl file for each set of documents, with title, sections (heading, text) and reference, a summary
by people; without it only speed is shown. What goes past the budget is cut. With `--every 4` all are compared on each
fourth document of a set, a quarter of the time. With `--facts` only the key facts are counted that medium summaries
hold, in the labelled texts of DATA_DIR or, without it, of benchmarks/facts. `choose` is what an outside scorer calls.
"""

import argparse
import random
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from benchmarks.summary_systems import System, ours, passages
from briefings.summarising import Passage

SIZES = (100, 1_000, 10_000, 100_000)
PEERS_UP_TO = 1_000  # sentences; beyond, most peers take minutes or gigabytes
LINEAR = {"Readout", "first sentences"}


def choose(title: str, sections: Sequence[Mapping[str, str]], word_budget: int) -> list[str]:
    """The sentences that Readout chooses, in the text's order."""
    return ours(title, passages(sections), word_budget)


def systems() -> dict[str, System]:
    """Readout and its peers."""
    # Here, for `choose` is to work where the peers are not installed.
    from benchmarks.summary_peers import PEERS

    return {"Readout": ours, **PEERS}


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
        "import resource; from briefings.summarising import extractive;"
        "from benchmarks.summaries import SIZES, made_up;"
        "sections = made_up(SIZES[-1]);"
        "before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss; extractive.summarise('', sections, words=200);"
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
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("data", type=Path, nargs="?")
    arguments.add_argument("--every", type=int, default=1, help="compare on one document in so many")
    arguments.add_argument("--facts", action="store_true", help="only count the key facts that summaries hold")
    given = arguments.parse_args()
    if given.facts:
        # Here, for the like reason.
        from benchmarks.summary_facts import report

        report(*filter(None, [given.data]))
        return
    if given.data:
        # Here, for the like reason.
        from benchmarks.summary_quality import quality

        quality(given.data, given.every)
    growth()
    footprint()


if __name__ == "__main__":
    main()
