"""Claims of analyses, and the disagreements between them: which two sentences can't both be right, and why."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from briefings.model.agenda import EventDate
from briefings.model.analysis import AUTHOR
from briefings.model.corrections import QuotedSpan

DisagreementKind = Literal["date", "quantity", "polarity", "state", "who", "where", "order"]
Judgement = Literal["open", "first", "second", "none", "superseded"]


@dataclass(frozen=True, slots=True)
class ClaimDate:
    """When something is claimed to happen; `stated_year` is False where the text names no year."""

    when: EventDate
    stated_year: bool = True


@dataclass(frozen=True, slots=True)
class Quantity:
    """A quantity in the base unit of its dimension: any value from `low` to `high`, None for no limit.

    `counted` holds the stems of what is counted, "" for a measure; `rate` is the period of "a month".
    """

    low: float | None
    high: float | None
    unit: str = ""
    counted: str = ""
    rate: str = ""
    approximate: bool = False


@dataclass(frozen=True, slots=True)
class Claim:
    """What a clause of a sentence claims, so that a clause of another text can be compared with it.

    `words` are the stems of its content words in order, without names, dates and quantities; `names` what it names,
    `places` those of them that are places. `about` are the stems of its sentence, `above` those of its heading and
    title. `sources` are the works that its sentence cites, in words.
    """

    start: int
    end: int
    text: str
    holder: str = AUTHOR
    negative: bool = False
    words: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    about: frozenset[str] = frozenset()
    above: frozenset[str] = frozenset()
    dates: tuple[ClaimDate, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    sources: tuple[str, ...] = ()
    event: str = ""


@dataclass(frozen=True, slots=True)
class Dissent:
    """How two claims disagree, with the rule in words."""

    kind: DisagreementKind
    reason: str


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a disagreement: a sentence of a revision, verbatim."""

    analysis: int
    revision: int
    start: int
    end: int
    text: str
    holder: str
    published: date | None
    title: str = ""


@dataclass(frozen=True, slots=True)
class Compared:
    """How many claims with a figure or a day were compared, and in how many texts they stand."""

    claims: int
    texts: int


@dataclass(frozen=True, slots=True)
class Agreement:
    """The analyses that say what a quoted span says; `same_source` of them rest on one item, 0 if none do.

    `text` is the sentence of the span.
    """

    span: QuotedSpan
    text: str
    analyses: tuple[int, ...]
    same_source: int = 0


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Two sentences that can't both be right, the newer first; `source` names the item that both rest on."""

    id: int
    kind: DisagreementKind
    reason: str
    first: Side
    second: Side
    state: Judgement = "open"
    source: str = ""
    rev: int = 1

    @property
    def holder_difference(self) -> bool:
        """Whether different holders say so, at least one of them named."""
        return self.first.holder != self.second.holder
