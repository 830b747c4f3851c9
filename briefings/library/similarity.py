"""Measures how similar a file is to a stored analysis, to tell a revision from a new one. Pure.

The measure is the share of the shorter text's three-term sequences that the other text contains, so that additions
don't lower it. Titles, headings and reference lists are left out, because unrelated papers may share them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from itertools import islice

from briefings.errors import Undecided
from briefings.model.analysis import Analysis, Draft
from briefings.store.analyses import KnownAnalysis, RelatedAnalyses
from briefings.text.terms import terms

SAME = 0.4  # of the shorter text; from here on it is a revision
OTHER = 0.05  # below it is another text
_NEXT_ISSUE = timedelta(days=5)  # between the stated days of two notes that one template gave their common words
_REWRITTEN = 0.8  # share from which a text with a later day is the same one, with changes
_RUN = 3  # terms
_MOST = 300_000  # characters of each text that are compared, some hundred pages


Runs = frozenset[tuple[str, ...]]


def similarity(draft: Draft, other: Draft) -> float:
    """The share of the shorter text that also occurs in the other one, 0 to 1; titles are ignored."""
    return shared(runs(draft), runs(other))


def shared(some: Runs, others: Runs) -> float:
    """The share of the smaller set of runs that is also in the other one."""
    shorter, longer = sorted((some, others), key=len)
    return len(shorter & longer) / len(shorter) if shorter else float(not longer)


def runs(draft: Draft) -> Runs:
    """The runs of three terms in a text's sentences."""
    spans = [(each.start, each.end) for each in draft.sentences] or [(0, len(draft.text))]
    found = terms(" ".join(draft.text[start:end] for start, end in spans)[:_MOST])
    if len(found) < _RUN:
        return frozenset({tuple(found)} if found else ())
    return frozenset(zip(*(islice(found, first, None) for first in range(_RUN)), strict=False))


def is_other_issue(draft: Draft, other: Draft, share: float) -> bool:
    """Whether two texts with a day of their own are issues of a recurring note rather than revisions of one text."""
    if not (draft.published and other.published and draft.published_from == other.published_from == "text"):
        return False
    return share < _REWRITTEN and abs(draft.published - other.published) >= _NEXT_ISSUE


@dataclass(frozen=True, slots=True)
class RevisionChoice:
    """A decision made about a file in advance: a new analysis, or a revision of `revises`.

    `path_of` is the analysis of the earlier file at the same path, for files known by path. `several`: there are more
    files, which are imported again after an interruption, so a text of an older revision of `revises` is asked about.
    """

    new: bool = False
    revises: int | None = None
    path_of: int | None = None
    several: bool = False

    @property
    def meant(self) -> int | None:
        """The analysis named in the choice."""
        return self.revises if self.revises is not None else self.path_of


def revised_analysis(
    kin: RelatedAnalyses, found: Mapping[int, tuple[Analysis, float]], choice: RevisionChoice
) -> KnownAnalysis | None:
    """The analysis that a text revises, or None for a new one. Raises Undecided if a person must choose.

    `found` maps candidates with the same name or title to their similarity. Equal titles alone, as of weekly notes,
    make no revision.
    """
    if choice.new:
        return None
    named = {each.stamp.id: each for each in kin.namesakes}
    alike = [id_ for id_ in named if id_ in found]  # one that can't be read is like nothing
    if choice.several and kin.older and kin.older[0] == choice.revises:
        raise _older(*kin.older)
    if choice.revises is not None:
        return named[choice.revises]
    if kin.older and kin.older[0] == choice.path_of:
        return named[kin.older[0]]
    if kin.older:
        raise _older(*kin.older)
    best = max(alike, key=lambda id_: (found[id_][1], id_), default=None)
    if best is None:
        return None
    analysis, share = found[best]
    if share >= SAME or (share >= OTHER and best == choice.path_of):
        return named[best]
    if share >= OTHER:
        raise _alike(analysis, share)
    return None


def _alike(analysis: Analysis, share: float) -> Undecided:
    return Undecided(
        "It may be a revision of “{title}” (a{id}), or a new analysis: {share} % of the text is the same.",
        analysis.id,
        title=analysis.title,
        share=round(100 * share),
    )


def _older(id_: int, revision: int) -> Undecided:
    return Undecided("This is revision {revision} of a{id}. Bring it back?", id_, older=True, revision=revision)


def hash_of(text: str) -> str:
    """The hash that identifies a text, whatever spaces end its lines and whatever blank lines end it."""
    return exact_hash("\n".join(map(str.rstrip, text.split("\n"))).rstrip())


def exact_hash(text: str) -> str:
    """The hash of a text to the last space, as earlier versions stored it."""
    return sha256(text.encode()).hexdigest()
