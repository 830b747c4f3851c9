"""`python -m benchmarks.ask [FOLDER]`: how often the library answers a question with the right sentence, and when not.

`questions/` holds made-up analyses; `tuned.tsv` are the questions by which the answering was shaped, `fresh.tsv` those
that were written afterwards and shaped nothing, `varied.tsv` later ones of other wordings. `questions/worded/` asks in
other words than the texts, with pronouns, of table rows, of what a court holds and a party claims, and of what is
nearly said: `learnt.tsv` shaped the ranking, `unseen.tsv` did not. `questions/retold/unseen.tsv` asks in five languages
as people do who read a text a week ago; nothing was learned from it. `questions/languages/` asks in French, German,
Russian and Chinese: `learnt.tsv` shaped the reading of questions, `unseen.tsv` did not. FOLDER may hold more: NAME.tsv
beside a folder NAME with its texts. A line has a question and, after a tab, words of the sentence that answers it ("|"
between alternatives, "…" between words that must all stand there), or nothing where no analysis says it. The peer is
Readout's own /search.
"""

import asyncio
import sys
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
SHAPED = ("tuned.tsv", "worded/learnt.tsv")  # what the ranking is learned from
_KEPT = (
    *("fresh.tsv", "varied.tsv", "worded/unseen.tsv", "retold/unseen.tsv"),
    *("languages/learnt.tsv", "languages/unseen.tsv"),
)
_TEXTS = (".txt", ".md", ".html", ".pdf", ".docx")

Answering = Callable[[str], Awaitable[tuple[list[str], list[str]]]]  # passages told as answers, and as the closest


@dataclass(frozen=True, slots=True)
class Case:
    """A question; `words` holds for each right sentence words that stand in it, () where no analysis answers."""

    question: str
    words: tuple[str, ...]

    def is_told_by(self, text: str) -> bool:
        """Whether a passage is one of the right ones."""
        told = _plain(text)
        return any(all(_plain(part) in told for part in each.split("…")) for each in self.words)


def _plain(words: str) -> str:
    return " ".join(words.replace("’", "'").split())


def cases(path: Path) -> Iterator[Case]:
    """The questions of a file."""
    for row in path.read_text(encoding="utf-8").splitlines():
        question, _, words = row.partition("\t")
        yield Case(question, tuple(filter(None, words.split("|"))))


def texts_in(folder: Path) -> list[Path]:
    """The texts of a folder."""
    return [path for path in sorted(folder.iterdir()) if path.suffix in _TEXTS]


async def fill(core: Briefings, name: str = "tuned.tsv") -> None:
    """Takes in every analysis about which a file of questions asks."""
    samples = HERE.parent / "tests" / "samples"
    other = (SAMPLE, samples / "talk" / "ferries.txt", samples / "reading" / "wrapped.txt")
    folder = (HERE / "questions" / name).parent
    for path in (*texts_in(folder), *(other if folder.name == "questions" else ())):
        await core.library.add(path.name, path.read_bytes(), NOW)


async def tried(path: Path, system: str, answer: Answering) -> None:
    """Prints the shares for one file and one system, and what went wrong with Readout's own."""
    found: list[tuple[Case, list[str]]] = []
    shown = []
    taken = []
    for case in cases(path):
        start = time.perf_counter()
        told, closest = await answer(case.question)
        found.append((case, told))
        shown += [any(map(case.is_told_by, told or closest))] if case.words else []
        taken.append(1000 * (time.perf_counter() - start))
    first = [any(map(case.is_told_by, texts[:1])) for case, texts in found if case.words]
    answerable = [any(map(case.is_told_by, texts)) for case, texts in found if case.words]
    answered = [bool(texts) for case, texts in found if not case.words]
    print(f"{path.name} ({len(found)} questions), {system}")
    print(f"  right sentence first: {sum(first)} of {len(first)} = {_share(first)}")
    print(f"  right sentence among the first {FIRST}: {sum(answerable)} of {len(answerable)} = {_share(answerable)}")
    print(f"  or among the {FIRST} closest, shown where nothing answers surely: {sum(shown)} = {_share(shown)}")
    print(f"  answered although nothing says it: {sum(answered)} of {len(answered)} = {_share(answered)}")
    print(f"  {line('a question', taken)}")
    if system == "/ask":
        for case, texts in found:
            if bool(case.words) != any(map(case.is_told_by, texts)) and (case.words or texts):
                print(f"    {'missed' if case.words else 'answered'}: {case.question}")


def _share(held: list[bool]) -> str:
    return f"{100 * sum(held) / max(1, len(held)):.1f} %"


async def _measure(path: Path, texts: Path | None) -> None:
    async with open_briefings("sqlite:///:memory:") as core:
        if texts is None:
            await fill(core, str(path.relative_to(HERE / "questions")))
        for each in texts_in(texts) if texts else ():
            await core.library.add(each.name, each.read_bytes(), NOW)

        async def ask(question: str) -> tuple[list[str], list[str]]:
            reply = await core.library_answers.ask(question)
            return [passage.text for passage in reply.passages], [passage.text for passage in reply.closest]

        async def search(question: str) -> tuple[list[str], list[str]]:
            return [hit.text for hit in (await core.library.search(question, FIRST)).hits], []

        await tried(path, "/ask", ask)
        await tried(path, "/search", search)


def main() -> None:
    """Prints the shares."""
    for name in (*SHAPED, *_KEPT):
        asyncio.run(_measure(HERE / "questions" / name, None))
    for path in sorted(Path(sys.argv[1]).glob("*.tsv")) if len(sys.argv) > 1 else ():
        asyncio.run(_measure(path, path.with_suffix("")))


if __name__ == "__main__":
    main()
