"""`python -m benchmarks.likeness DATA`: how alike revisions are, and how alike papers that are none.

DATA holds a .json file for each paper, with its plain_text. Printed are the shares by which a file is told to be a
revision, at the least, the 5th, the 50th and the 95th percentile and at the most, and what would become of each pair.
"""

import json
import random
import sys
from collections.abc import Iterable
from dataclasses import replace
from itertools import combinations
from pathlib import Path

from briefings.library.similarity import OTHER, SAME, runs, shared, similarity
from briefings.model.analysis import Draft
from briefings.reading import read

EDITS = {  # share of sentences dropped, share of words replaced, whether another paper's text is added
    "light edits: 10 % dropped, 5 % replaced": (0.1, 0.05, False),
    "heavy edits: half dropped, 20 % replaced": (0.5, 0.2, False),
    "the same, and another paper's text added": (0.5, 0.2, True),
}


def papers(folder: Path) -> list[Draft]:
    """The papers, each once."""
    texts = (json.loads(path.read_text())["plain_text"] for path in sorted(folder.glob("*.json")))
    drafts = {draft.title: draft for draft in (read("paper.txt", text.encode()) for text in texts)}
    return list(drafts.values())


def edited(draft: Draft, other: Draft, edits: tuple[float, float, bool], dice: random.Random) -> Draft:
    """A revision of a draft: sentences dropped and shuffled, words replaced by words of the other one."""
    dropped, replaced, added = edits
    words = other.text.split()
    sentences = [s for s in _sentences(draft) if dice.random() > dropped]
    said = [" ".join(dice.choice(words) if dice.random() < replaced else w for w in s.split()) for s in sentences]
    said += _sentences(other) if added else []
    dice.shuffle(said)
    return replace(draft, text="\n".join(said), sentences=())


def halves(draft: Draft) -> tuple[Draft, Draft]:
    """Two texts of one author on one topic that share nothing but that."""
    said = _sentences(draft)
    first, second = ("\n".join(part) for part in (said[: len(said) // 2], said[len(said) // 2 :]))
    return replace(draft, text=first, sentences=()), replace(draft, text=second, sentences=())


def _sentences(draft: Draft) -> list[str]:
    return [draft.text[each.start : each.end] for each in draft.sentences]


def show(name: str, found: Iterable[float]) -> None:
    """A line of the table."""
    shares = sorted(found)
    told = " ".join(f"{shares[round(at * (len(shares) - 1))]:.3f}" for at in (0, 0.05, 0.5, 0.95, 1))
    new, same = sum(share < OTHER for share in shares), sum(share >= SAME for share in shares)
    sys.stdout.write(f"{name:44} {told}  new {new}, asked {len(shares) - new - same}, revision {same}\n")


def main(folder: Path) -> None:
    """Prints the table."""
    drafts, dice = papers(folder), random.Random(1)
    show("unrelated papers", (shared(one, other) for one, other in combinations(map(runs, drafts), 2)))
    show("halves of one paper", (similarity(*halves(draft)) for draft in drafts))
    for name, edits in EDITS.items():
        others = [*drafts[1:], drafts[0]]
        show(name, (similarity(d, edited(d, o, edits, dice)) for d, o in zip(drafts, others, strict=True)))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
