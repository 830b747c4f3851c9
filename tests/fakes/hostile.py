"""Texts made to keep a reader busy: one token repeated, or two or three, in a frame that makes patterns fail."""

import html
import json
import random
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.fakes.papers import Part, as_docx
from tests.fakes.papers_odt_rtf import as_odt, as_rtf

SIZE = 59_000  # bytes: texts under 60,000 are the ones that people send without a file
_SAMPLE = Path(__file__).parents[1] / "samples" / "hostile" / "tokens.tsv"
TOKENS: dict[str, str] = {
    name: json.loads(token)
    for name, _, token in (line.partition("\t") for line in _SAMPLE.read_text("utf-8").split("\n") if line)
}
LIST = (
    "\n\nReferences\n\nHolm, A. (2026). Ice on the quay. Coast, 3, 4–5.\n\nIce Council. (2025). Water. Oslo: Press.\n"
)
FRAMES: dict[str, Callable[[str], str]] = {
    "alone": lambda run: run,
    "in a paper": lambda run: f"Ice\n\nSummary\n\nHolm says on 3 May 2026 “{run}\x01{LIST}",
    "in a list": lambda run: f"Ice\n\nSummary\n\nIce comes (Holm, 2026).\n\nReferences\n\nHolm, A. {run}\x01. 2026\n",
    "in notes": lambda run: (
        f"Ice\n\nSummary\n\nIce comes.[1] It stays.[2]\n\nNotes\n\n1. Holm, {run}\x01 12.\n\n2. Ibid.\n"
    ),
    "as a heading": lambda run: f"# {run}!\n\n## {run[:500]}\n\nIce comes.\n",
    "in front": lambda run: f"---\ntitle: {run}\ntags:\n{run}\n",
    "in front, in TOML": lambda run: f'+++\ntitle = """{run}\n{run}\n+++\n{run}\n',
    "below a day": lambda run: (
        f"Ice\n\nBy Holm\n\n5 May 2026\n\nIt stays. {run} end.\n\nReferences\n\nHolm (2026). A.\n"
    ),
    "bracketed": lambda run: f"Ice\n\nSummary\n\nIce comes (Holm {run} 2026 [{run}{LIST}",
}
Door = Callable[[str], tuple[str, bytes]]


def _parts(text: str) -> list[Part]:
    clean = "".join(sign for sign in text if sign.isprintable() or sign == "\n")
    made = [Part("title", "Ice"), Part("heading", "Summary", 1)]
    for paragraph in clean.split("\n\n"):
        kind = "heading" if paragraph in {"References", "Notes"} else "paragraph"
        made.append(Part(kind, paragraph, 1 if kind == "heading" else 0))
    return made


def _rich(text: str) -> bytes:
    return b"{\\rtf1\\ansi " + text.replace("\n\n", "\\par\n").encode("ascii", "backslashreplace") + b"}"


def _page(text: str) -> bytes:
    paragraphs = "".join(f"<p>{html.escape(each)}</p>" for each in text.split("\n\n"))
    return f"<!doctype html><html><body><article><h1>Ice</h1>{paragraphs}</article></body></html>".encode()


DOORS: dict[str, Door] = {
    "txt": lambda text: ("ice.txt", text.encode()),
    "md": lambda text: ("ice.md", ("" if text.startswith("---") else "# T\n\n## S\n\n").encode() + text.encode()),
    "page": lambda text: ("ice.html", _page(text)),
    "tags": lambda text: ("ice.html", f"<!doctype html><html><body>{text}".encode()),
    "rtf": lambda text: ("ice.rtf", _rich(text)),
    "written rtf": lambda text: ("ice.rtf", as_rtf(_parts(text))),
    "docx": lambda text: ("ice.docx", as_docx(_parts(text))),
    "odt": lambda text: ("ice.odt", as_odt(_parts(text))),
}


def run(token: str, size: int = SIZE) -> str:
    """The token again and again, as many bytes of UTF-8 as `size` says, or a token fewer."""
    return token * (size // len(token.encode()))


def framed(frame: str, token: str, size: int = SIZE) -> str:
    """The repetition in its frame, together as long as `size` says in bytes, or a little shorter."""
    over = len(FRAMES[frame](token).encode()) - len(token.encode())
    times = len(FRAMES[frame]("x" * 1_000)) // 1_000
    return FRAMES[frame](run(token, (size - over) // max(times, 1)))


def mixtures(seed: int, count: int) -> Iterator[tuple[str, str]]:
    """So many mixtures of two or three tokens as a seed has them, by name."""
    chance = random.Random(seed)  # noqa: S311
    names = sorted(TOKENS)
    for _ in range(count):
        those = chance.sample(names, chance.choice((2, 2, 3)))
        yield " + ".join(those), "".join(TOKENS[name] * chance.choice((1, 1, 1, 2, 7)) for name in those)


class Late(BaseException):
    """What was stopped took too long; no `except Exception` holds it back."""


@contextmanager
def stopped_after(seconds: float) -> Iterator[None]:
    """Raises Late when the process has worked so many seconds inside, also within one regular expression."""

    def late(*_: object) -> None:
        raise Late(f"stopped after {seconds} s")

    before = signal.signal(signal.SIGPROF, late)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def cost(work: Callable[[], object], most: float = 10.0) -> float:
    """The seconds of the processor that some work takes, `most` where it had to be stopped."""
    begun = time.process_time()
    try:
        with stopped_after(most):
            work()
    except Late:
        return max(most, time.process_time() - begun)
    return time.process_time() - begun
