"""`python -m benchmarks.speakers [--all]`: who speaks and who is named, in labelled texts of five languages.

Each text of `benchmarks/speaking/` has its quotations with their speakers ("-" for words in marks that are no
quotation) and the names in it. A speaker is right under the labelled name. Exits with 1 where fewer of the speakers
that are told are right than promised, fewer quotations have their right speaker, or more than 5 % of the actors are
none. `--all` prints each that is wrong or missing.
"""

import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from benchmarks.promises import Promises
from briefings.model.analysis import Draft
from briefings.reading import read

_DATA = Path(__file__).parent / "speaking"
_RIGHT = {"en": 0.95, "fr": 0.90, "de": 0.90, "ru": 0.90, "zh": 0.90}  # of the speakers that are told
_LEAST_FOUND, _LEAST_ACTORS = 0.85, 0.95


@dataclass(frozen=True, slots=True)
class Labelled:
    """A text with the start and the speaker of each quotation, and its names."""

    words: str
    spoken: tuple[tuple[str, str], ...]
    names: tuple[str, ...]


def labelled(language: str) -> Iterator[Labelled]:
    """The labelled texts of a language."""
    for block in (_DATA / f"{language}.txt").read_text(encoding="utf-8").removeprefix("= ").split("\n= "):
        lines = block.splitlines()
        spoken = (line[2:].split(" | ") for line in lines if line.startswith("@ "))
        names = next(line[2:] for line in lines if line.startswith("# "))
        words = "\n".join(line for line in lines if not line.startswith(("@ ", "# ")))
        yield Labelled(words + "\n", tuple((start, name) for start, name in spoken), tuple(names.split("; ")))


def _verdict(draft: Draft, start: str, meant: str) -> tuple[str, str]:
    at = draft.text.index(start)
    found = next((each for each in draft.quotations if each.start <= at < each.end), None)
    told = found.speaker if found else ""
    if meant == "-":
        return ("wrong" if told else "rightly none"), told
    return ("right" if told == meant else "wrong" if told else "missing"), told


def _scores(language: str, *, all_of_them: bool) -> tuple[Counter[str], Counter[str]]:
    """The verdicts on the speakers of a language, and on its actors."""
    spoken: Counter[str] = Counter()
    named: Counter[str] = Counter()
    for text in labelled(language):
        draft = read("tides.txt", text.words.encode(), published=date(2026, 5, 13))
        for start, meant in text.spoken:
            verdict, told = _verdict(draft, start, meant)
            spoken[verdict] += 1
            if all_of_them and verdict in ("wrong", "missing"):
                print(f"{verdict:>12}  {language}, {start!r}, {meant}: {told!r}")
        found = {actor.name for actor in draft.actors}
        named.update(right=len(found & {*text.names}), wrong=len(found - {*text.names}))
        named["missing"] += len({*text.names} - found)
        if all_of_them and found != {*text.names}:
            print(f"{'actors':>12}  {language}: not meant {found - {*text.names}}, missing {({*text.names}) - found}")
    return spoken, named


def main() -> int:
    """Scores the five languages. Returns 1 if a promise is missed."""
    promises, everybody = Promises(), Counter[str]()
    for language, least in _RIGHT.items():
        spoken, named = _scores(language, all_of_them="--all" in sys.argv)
        everybody += named
        told, meant = spoken["right"] + spoken["wrong"], spoken["right"] + spoken["missing"] + spoken["wrong"]
        print(f"{language}: speakers {dict(spoken)}, actors {dict(named)}")
        right, found = spoken["right"] / told, spoken["right"] / meant
        promises.keep(f"{right:.3f} of the {told} speakers told are right (at least {least})", kept=right >= least)
        promises.keep(f"{found:.3f} of {meant} speakers found (at least {_LEAST_FOUND})", kept=found >= _LEAST_FOUND)
    sure = everybody["right"] / (everybody["right"] + everybody["wrong"])
    promises.keep(f"{sure:.3f} of the actors are right (at least {_LEAST_ACTORS})", kept=sure >= _LEAST_ACTORS)
    return promises.status()


if __name__ == "__main__":
    sys.exit(main())
