"""`python -m benchmarks.dates [--all]`: publication dates and days without a year in labelled texts.

Each text of `benchmarks/publication/texts.txt` is read under its file's name: its publication date is right, wrongly
none, or wrong. Each sentence of `days.txt` is read as of a day. Exits with 1 where fewer than 98 % of the publication
dates are right or none, more than 1 % are wrong, fewer than 90 % of the stated ones are found, or fewer than 90 % of
the days are right. `--all` prints each that is wrong or missing.
"""

import sys
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from benchmarks.promises import Promises
from briefings.reading import read

_DATA = Path(__file__).parent / "publication"
_TODAY = date(2026, 11, 28)  # no text may be dated later
_LEAST_SAFE, _MOST_WRONG, _LEAST_FOUND, _LEAST_DAYS = 0.98, 0.01, 0.90, 0.90


def publication_texts() -> Iterator[tuple[str, str, date | None]]:
    """Each labelled text: its file's name, its words, and its date or None."""
    for block in (_DATA / "texts.txt").read_text(encoding="utf-8").split("\n= ")[1:]:
        head, _, body = block.partition("\n")
        name, said = head.split(" | ")
        yield name, body.partition("\n%")[0] + "\n", None if said == "none" else date.fromisoformat(said)


def _verdict(found: date | None, meant: date | None) -> str:
    if found == meant:
        return "right" if meant else "rightly none"
    return "missing" if found is None else "wrong"


def _published(promises: Promises, *, all_of_them: bool) -> None:
    counts: Counter[str] = Counter()
    for name, text, meant in publication_texts():
        draft = read(name, text.encode(), latest=_TODAY)
        verdict = _verdict(draft.published, meant)
        counts[verdict] += 1
        if all_of_them and verdict in ("missing", "wrong"):
            print(f"{verdict:>12}  {name}, {meant}: {draft.published} {draft.date_source}, {text[:60]!r}")
    total, stated = counts.total(), counts["right"] + counts["missing"]
    print(f"publication dates: {dict(counts)}")
    safe, wrong, found = 1 - counts["wrong"] / total, counts["wrong"] / total, counts["right"] / stated
    promises.keep(f"{safe:.3f} of {total} dates right or none (at least {_LEAST_SAFE})", kept=safe >= _LEAST_SAFE)
    promises.hold("share of wrong dates", wrong, _MOST_WRONG)
    promises.keep(f"{found:.3f} of {stated} stated dates found (at least {_LEAST_FOUND})", kept=found >= _LEAST_FOUND)


def _days(promises: Promises, *, all_of_them: bool) -> None:
    lines = (_DATA / "days.txt").read_text(encoding="utf-8").splitlines()[1:]
    right = 0
    for line in lines:
        told, meant, words = line.split(" | ", 2)
        text = f"Tides\n\nShips sail. {words}\n"
        found = [each.when.first for each in read("tides.txt", text.encode(), published=date.fromisoformat(told)).dates]
        right += date.fromisoformat(meant) in found
        if all_of_them and date.fromisoformat(meant) not in found:
            print(f"{'wrong day':>12}  {line} {list(map(str, found))}")
    share = right / len(lines)
    promises.keep(f"{share:.3f} of {len(lines)} days right (at least {_LEAST_DAYS})", kept=share >= _LEAST_DAYS)


def main() -> int:
    """Scores both. Returns 1 if a promise is missed."""
    promises, all_of_them = Promises(), "--all" in sys.argv
    _published(promises, all_of_them=all_of_them)
    _days(promises, all_of_them=all_of_them)
    return promises.status()


if __name__ == "__main__":
    sys.exit(main())
