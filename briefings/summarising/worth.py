"""What a sentence is worth in a summary: the substance it holds, and how well it gives the gist of its text."""

from functools import cached_property
from itertools import pairwise
from math import log, sqrt
from statistics import fmean

from briefings.summarising.roots import CLAIMS, signals
from briefings.summarising.statistics import Sentence, Text

# What each sign counts for: round numbers, of which none is learned.
WEIGHTS = {
    "length": 0.4,  # times the logarithm of its words, less 1
    "specific": 0.25,  # each figure, name, date, quoted phrase or source, 4 at the most
    "amount": 0.5,
    "ahead": 0.5,
    "claim": 0.35,  # each of the kinds of `roots.CLAIMS`
    "speech verb": -0.3,
    "mostly quoted": -0.6,
    "vague": -0.25,  # each word, 4 at the most
    "source": 0.5,
    "own summary": 1.5,
    "closing": 0.75,  # in the section that concludes
    "central": 0.20,  # the gist, for each word: nearness to the rest of the text, 0 to 1
    "repeated pairs": 0.10,  # share of its pairs of neighbouring words that other sentences have
    "near the start": 0.02,  # of its section: the whole for the first sentence, half for the second
    "title words": 0.10,
    "first section": 0.03,
}
_USUAL_GIST = 0.11  # per word
_TIGHT, _ROOMY = 0.10, 0.25  # shares of the text that a summary may fill
_DIVISOR = (0.15, 4.0)  # of the gist, in a tight summary and in a roomy one
_MOST = {"figures": 2, "names": 3, "specifics": 4, "vague": 4}
_COMMON = 0.15  # share of the sentences from which on a name in them tells nothing
_ALWAYS = 2.0  # sentences that may hold a name in any text
_SPEECH = 0.6  # share of a sentence in quotation marks


class Worth:
    """The worth of the sentences of one text; pure."""

    def __init__(self, text: Text) -> None:
        self._text = text
        self._first = next((each.section for each in text.sentences), 0)
        self._gist = [self._gist_of(each) for each in text.sentences]
        full = [self._gist[each.number] for each in text.sentences if not each.is_empty]
        self._mean = fmean(full or [0.0])

    def of(self, sentence: Sentence, share: float = _ROOMY) -> float:
        """The worth of a sentence in a summary that may fill a share of the text; a tight one wants the gist."""
        room = min(max((share - _TIGHT) / (_ROOMY - _TIGHT), 0.0), 1.0)
        divisor = _DIVISOR[0] + (_DIVISOR[1] - _DIVISOR[0]) * room
        gist = _USUAL_GIST + self._gist[sentence.number] - self._mean
        return self._substances[sentence.number] + gist * sentence.size / divisor

    @cached_property
    def _substances(self) -> list[float]:
        """The substance of each sentence, which doesn't depend on the room."""
        return [self.substance(each) for each in self._text.sentences]

    def _gist_of(self, sentence: Sentence) -> float:
        """How well a word of a sentence gives what the text is about."""
        pairs = set(pairwise(sentence.terms))
        again = sum(self._text.repeated[pair] > 1 for pair in pairs) / len(pairs) if pairs else 0.0
        titled = len(self._text.title.intersection(sentence.content)) / sqrt(max(len(sentence.content), 1))
        return (
            WEIGHTS["central"] * self._text.centrality[sentence.number]
            + WEIGHTS["repeated pairs"] * again
            + WEIGHTS["near the start"] / (1 + sentence.rank)
            + WEIGHTS["title words"] * titled
            + WEIGHTS["first section"] * (sentence.section == self._first)
        )

    def substance(self, sentence: Sentence) -> float:
        """What a sentence tells, whatever the rest of the text says; may be below 0."""
        signals = sentence.signals
        claims = sum(bool(signals[kind]) for kind in CLAIMS) + (sentence.marks.advised and not signals["advice"])
        return (
            WEIGHTS["length"] * (log(max(sentence.size, 1)) - 1)
            + WEIGHTS["specific"] * self.specifics(sentence)
            + WEIGHTS["amount"] * is_amount(sentence)
            + WEIGHTS["ahead"] * is_ahead(sentence)
            + WEIGHTS["claim"] * claims
            + WEIGHTS["speech verb"] * bool(signals["speech"])
            + WEIGHTS["mostly quoted"] * (sentence.quoted_share > _SPEECH or sentence.opens_quoted)
            + WEIGHTS["vague"] * min(signals["vague"], _MOST["vague"])
            + WEIGHTS["source"] * bool(sentence.marks.citations)
            + WEIGHTS["own summary"] * sentence.marks.own
            + WEIGHTS["closing"] * (sentence.section in self._text.closing)
        )

    def specifics(self, sentence: Sentence) -> int:
        """How many specific things it holds, 0 to 4."""
        return min(
            min(sentence.figures, _MOST["figures"])
            + min(self._telling_names(sentence), _MOST["names"])
            + sentence.dated
            + (sentence.quoted_share > 0)
            + bool(sentence.marks.citations),
            _MOST["specifics"],
        )

    def tells_nothing(self, sentence: Sentence) -> bool:
        """Whether it is empty, a name that most of the text is about being no fact."""
        if sentence.is_empty or _is_roadmap(sentence):
            return True
        return sentence.has_names_alone and not self._telling_names(sentence)

    def _telling_names(self, sentence: Sentence) -> int:
        """How many names it holds of which not all words are in the title or all over the text."""
        bound = max(_ALWAYS, _COMMON * self._text.full)
        rare = {
            word
            for name in sentence.names
            for word in name
            if word not in self._text.title and self._text.holding[word] <= bound
        }
        return sum(not rare.isdisjoint(name) for name in sentence.names)


_AT_THE_HEAD = 6  # terms of a sentence among which a roadmap names its own text


def _is_roadmap(sentence: Sentence) -> bool:
    """Whether it tells what the text is going to do: "This paper will analyse ...", without telling a finding."""
    if sentence.figures or sentence.signals["finding"] or not sentence.signals["roadmap"]:
        return False
    return any("self" in signals().get(term, ()) for term in sentence.terms[:_AT_THE_HEAD])


def is_amount(sentence: Sentence) -> bool:
    """Whether it gives a figure with a currency, a share or a unit."""
    return sentence.figures > 0 and sentence.measured


def is_ahead(sentence: Sentence) -> bool:
    """Whether it tells what is to come at a known time."""
    return sentence.marks.ahead or (sentence.dated and bool(sentence.signals["ahead"]))


def decides(sentence: Sentence) -> bool:
    """Whether it tells what was done or what should be."""
    return bool(sentence.marks.advised or sentence.signals["act"] or sentence.signals["advice"])
