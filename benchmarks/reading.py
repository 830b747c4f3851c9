"""`python -m benchmarks.reading [DATA]`: how well papers are read, beside a plain reader, and how time grows.

DATA holds a .json file for each paper: plain_text, layout, family, sections, references and citations, each citation
with every reference that fits; without it only speed is shown. A page is 3,000 characters; times are of the processor,
so that other work on the machine does not show.
"""

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks import reading_floor
from benchmarks.reading_scores import Scores
from briefings.reading import read, to_json

TARGETS = {
    "headings": 0.995,
    "first author": 0.98,
    "all authors": 0.95,
    "title of a reference": 0.98,
    "links, all": 0.98,
    "links, author-year": 0.985,
    "links, numeric": 1.0,
    "links, note": 0.95,
    "links, author-page": 0.9,
    "ambiguous, exactly": 0.95,
    "missing, flagged": 0.85,
    "never cited, flagged": 0.9,
}
PAGE = 3_000
TIMES = (1, 2, 4, 8, 16, 32, 64)
PAGES = 10  # of the text that grows
PLAIN = "Ferries crossed twice a day that winter, and nobody at the quay counted who came ashore or what they took. "
CITED = (
    "Trade in grain fell again in the third year, as Brandt{0} (20{1:02}) had said (Okafor{0}, 20{1:02}; Tan, 2019). "
)
LISTED = "Brandt{0}, A. (20{1:02}). Grain {0}. Coast, 1, 2–3.\n\nOkafor{0}, B. (20{1:02}). Trade {0}. Quay Press.\n\n"
HOSTILE = {
    "names without an end": "Brandt, Okafor, Tan, ",
    "opening brackets": "(((",
    "the same citation": "(Tan, 2019) ",
    "years": "2019 2019a, 2019b; ",
    "quotation marks": "“Tan” ‘Tan’ “",
    "initials": "A. B. C. ",
}
Reader = Callable[[str, str], dict[str, Any]]


def ours(name: str, text: str) -> dict[str, Any]:
    """What Readout finds."""
    return to_json(read(name, text.encode()))


def floor(_name: str, text: str) -> dict[str, Any]:
    """What the plain reader finds."""
    return reading_floor.read(text)


def compare(papers: list[dict[str, Any]]) -> None:
    """Prints each measure of both readers, F1, and what reading a page costs."""
    results: list[tuple[Scores, float]] = []
    pages = sum(len(paper["plain_text"]) for paper in papers) / PAGE
    for reader in (ours, floor):
        scores, spent = Scores(), 0.0
        for paper in papers:
            name = f"{paper['id']}.{'md' if paper['layout'] == 'markdown' else 'txt'}"
            begun = time.process_time()
            found = reader(name, paper["plain_text"])
            spent += time.process_time() - begun
            scores.count(paper, found)
        results.append((scores, spent))
    print(f"{len(papers)} papers, {pages:,.0f} pages\n{'':24}{'Readout':>9}{'floor':>9}{'target':>9}{'known':>9}")
    for name, target in TARGETS.items():
        mine, plain = (scores.tallies[name] for scores, _ in results)
        short = "" if mine.f1 >= target else "  below the target"
        print(f"{name:24}{mine.f1:9.3f}{plain.f1:9.3f}{target:9.3f}{mine.known:9,}{short}")
    print(f"{'ms a page':24}" + "".join(f"{1000 * spent / pages:9.2f}" for _, spent in results))


def growth() -> None:
    """Prints what a text costs that is 1 to 64 times as long, and ones that repeat something odd."""
    print(f"\n{'pages':>24}{'seconds':>9}{'ms a page':>11}")
    for times in TIMES:
        _timed(f"{PAGES * times:,}", _paper(PAGES * times * PAGE))
    for name, odd in HOSTILE.items():
        for pages in (PAGES * 4, PAGES * 16):
            _timed(
                f"{name}, {pages}",
                f"# T\n\n## S\n\n{odd * (pages * PAGE // len(odd))}\n\n## References\n\n{odd * 99}\n",
            )


def _timed(name: str, text: str) -> None:
    begun = time.process_time()
    read("a.md", text.encode())
    spent = time.process_time() - begun
    print(f"{name:>24}{spent:9.2f}{1000 * spent * PAGE / len(text):11.2f}")


def _paper(size: int) -> str:
    """A paper of so many characters in which citations and list grow alike."""
    body: list[str] = []
    listed: list[str] = []
    length = 0
    while length < size:
        number = len(body)
        words = (CITED.format(number, number % 25) + PLAIN * 4) * 4
        body.append(f"## Part {number}\n\n{words}\n\n")
        listed.append(LISTED.format(number, number % 25))
        length += len(body[-1]) + len(listed[-1])
    return f"# Grain\n\n{''.join(body)}## References\n\n{''.join(listed)}Tan, W. (2019). Silt. Coast, 2, 3–4.\n"


def main(folder: str = "") -> None:
    """Compares where there is something to compare with, and shows how time grows."""
    papers = [json.loads(path.read_text("utf-8")) for path in sorted(Path(folder).glob("*.json"))] if folder else []
    if papers:
        compare(papers)
    growth()


if __name__ == "__main__":
    main(*sys.argv[1:2])
