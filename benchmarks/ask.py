"""`python -m benchmarks.ask`: how often the library answers a question with the right sentence, and when it should not.

`questions/` holds made-up analyses; `tuned.tsv` are the questions by which the answering was shaped, `fresh.tsv` those
that were written afterwards and shaped nothing, `varied.tsv` later ones of other wordings, of which two were mended for
(at first sight 22 of 28 right and 1 of 12 answered in vain). A line has a question and, after a tab, words of the
sentence that answers it, or nothing where no analysis says it. The peer is Readout's own /search.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.figures import line
from briefings.service import SAMPLE, Briefings, open_briefings

HERE = Path(__file__).parent
NOW = datetime(2026, 2, 10, 12, tzinfo=UTC)
FIRST = 3  # passages among which the right one must be

Answering = Callable[[str], Awaitable[list[str]]]


@dataclass(frozen=True, slots=True)
class Case:
    """A question; `words` stand in the right sentence, "" where no analysis answers."""

    question: str
    words: str


def cases(name: str) -> Iterator[Case]:
    """The questions of a file."""
    for row in (HERE / "questions" / name).read_text(encoding="utf-8").splitlines():
        question, _, words = row.partition("\t")
        yield Case(question, words)


async def fill(core: Briefings) -> None:
    """Takes in every analysis about which something is asked."""
    samples = HERE.parent / "tests" / "samples"
    own = [path for path in sorted((HERE / "questions").iterdir()) if path.suffix in (".txt", ".md")]
    for path in (*own, SAMPLE, samples / "talk" / "ferries.txt", samples / "reading" / "wrapped.txt"):
        await core.library.add(path.name, path.read_bytes(), NOW)


async def tried(name: str, system: str, answer: Answering) -> None:
    """Prints the shares for one file and one system, and what went wrong with Readout's own."""
    found: list[tuple[Case, list[str]]] = []
    taken = []
    for case in cases(name):
        start = time.perf_counter()
        found.append((case, await answer(case.question)))
        taken.append(1000 * (time.perf_counter() - start))
    answerable = [any(case.words in text for text in texts) for case, texts in found if case.words]
    answered = [bool(texts) for case, texts in found if not case.words]
    print(f"{name} ({len(found)} questions), {system}")
    print(f"  right sentence among the first {FIRST}: {sum(answerable)} of {len(answerable)} = {_share(answerable)}")
    print(f"  answered although nothing says it: {sum(answered)} of {len(answered)} = {_share(answered)}")
    print(f"  {line('a question', taken)}")
    if system == "/ask":
        for case, texts in found:
            if bool(case.words) != any(case.words in text for text in texts):
                print(f"    {'missed' if case.words else 'answered'}: {case.question}")


def _share(held: list[bool]) -> str:
    return f"{100 * sum(held) / max(1, len(held)):.1f} %"


async def _measure() -> None:
    async with open_briefings("sqlite:///:memory:") as core:
        await fill(core)

        async def ask(question: str) -> list[str]:
            return [passage.text for passage in (await core.library_answers.ask(question)).passages]

        async def search(question: str) -> list[str]:
            return [hit.text for hit in (await core.library.search(question, FIRST)).hits]

        for name in ("tuned.tsv", "fresh.tsv", "varied.tsv"):
            await tried(name, "/ask", ask)
            await tried(name, "/search", search)


def main() -> None:
    """Prints the shares."""
    asyncio.run(_measure())


if __name__ == "__main__":
    main()
