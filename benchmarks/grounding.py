"""`python -m benchmarks.grounding`: how many wrong sentences the checker of written prose catches, how many right ones
it refuses: on sentences that it was tuned on, on others written afterwards, and on sentences changed by rules.

The peer is what such checks often are: a share of the sentence's words that the text has to hold.
"""

import re
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from briefings.reading import read
from briefings.summarising.grounding import faults
from briefings.words import content_terms

_DATA = Path(__file__).parent / "sentences"
_SETS = ("tuned", "fresh", "later")
_PEER_SHARE = 0.7
_CHANGES: tuple[tuple[str, re.Pattern[str], str], ...] = (
    ("figure", re.compile(r"(?<![\d,.])([1-8])(\d)(?!\d)"), r"9\g<1>\g<2>"),
    ("negation", re.compile(r"\b(is|are|was|were|will|has|have) (?!not\b|no\b|never\b)"), r"\g<1> not "),
    ("negation", re.compile(r"\b(is|are|was|were|will|has|have|did|does|do) not\b"), r"\g<1>"),
    ("date", re.compile(r"\b(January|March|April|June|May|September|October|November)(?= \d)"), "February"),
    ("opposite", re.compile(r"\b(rose|rises|grew|gained)\b"), "fell"),
    ("opposite", re.compile(r"\b(fell|falls|dropped|declined)\b"), "rose"),
    ("name", re.compile(r"(?<=\w )([A-Z][a-z]{3,}) ([A-Z][a-z]{3,})"), r"\g<1> Wendell"),
)


@dataclass(frozen=True, slots=True)
class Case:
    """A sentence with what it cites; `kind` is what is wrong with it, "" where nothing is."""

    cited: tuple[str, ...]
    sentence: str
    kind: str


def cases(name: str) -> Iterator[Case]:
    """The labelled sentences of a set."""
    for block in re.split(r"\n\s*\n", (_DATA / f"{name}.txt").read_text(encoding="utf-8")):
        lines = [line for line in block.splitlines() if not line.startswith("#")]
        cited = tuple(line[2:] for line in lines if line.startswith("= "))
        for line in lines:
            if line.startswith("+ "):
                yield Case(cited, line[2:], "")
            elif line.startswith("- "):
                kind, _, sentence = line[2:].partition(": ")
                yield Case(cited, sentence, kind)


def derived() -> Iterator[Case]:
    """The sentences of the benchmarks' analyses as they are, and each with one thing changed by a rule."""
    for path in sorted((Path(__file__).parent / "questions").glob("*.txt")):
        draft = read(path.name, path.read_bytes())
        for sentence in draft.sentences:
            text = draft.text[sentence.start : sentence.end]
            if sentence.section == draft.reference_section or not text.isascii():
                continue
            yield Case((text,), text, "")
            for kind, pattern, change in _CHANGES:
                changed = pattern.sub(change, text, count=1)
                if changed != text:
                    yield Case((text,), changed, kind)


def main() -> None:
    """Prints the table; with --wrong also each sentence that was judged wrongly."""
    for name in (*_SETS, "derived"):
        labelled = list(derived() if name == "derived" else cases(name))
        start = time.perf_counter()
        ours = [bool(faults(case.sentence, case.cited)) for case in labelled]
        each = 1e6 * (time.perf_counter() - start) / len(labelled)
        print(f"\n{name}: {len(labelled)} sentences, {sum(not case.kind for case in labelled)} of them right")
        print(f"  {'ours':32} {_rates(labelled, ours)}   {each:.0f} µs a sentence")
        print(f"  {'peer: 70 % of the words':32} {_rates(labelled, [_peer(case) for case in labelled])}")
        for kind in sorted({case.kind for case in labelled} - {""}):
            flags = [flag for case, flag in zip(labelled, ours, strict=True) if case.kind == kind]
            print(f"    {kind:12} {sum(flags):3} of {len(flags)}")
        if "--wrong" in sys.argv:
            _list(labelled, ours)


def _rates(labelled: Sequence[Case], flags: Sequence[bool]) -> str:
    wrong = [flag for case, flag in zip(labelled, flags, strict=True) if case.kind]
    right = [flag for case, flag in zip(labelled, flags, strict=True) if not case.kind]
    return (
        f"caught {sum(wrong):3} of {len(wrong)} ({sum(wrong) / len(wrong):.1%}), "
        f"false alarms {sum(right):2} of {len(right)} ({sum(right) / len(right):.1%})"
    )


def _peer(case: Case) -> bool:
    there, words = set(content_terms(" ".join(case.cited))), content_terms(case.sentence)
    return sum(word in there for word in words) < _PEER_SHARE * len(words)


def _list(labelled: Sequence[Case], flags: Sequence[bool]) -> None:
    for case, flag in zip(labelled, flags, strict=True):
        if flag != bool(case.kind):
            why = ", ".join(faults(case.sentence, case.cited)) or "nothing found"
            print(f"  {case.kind or 'right':12} {why:24} {case.sentence}")


if __name__ == "__main__":
    main()
