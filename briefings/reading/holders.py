"""Who holds what a clause says: the speaker of its quotation, or the subject of a verb of saying beside it. Pure."""

from bisect import bisect_left

from briefings.model.analysis import AUTHOR, Draft, Sentence
from briefings.reading.clauses import Span
from briefings.reading.quotations.speakers import Speakers

_LEAD = 2  # words in front of a name that opens a clause
_QUOTE_SHARE = 0.5  # of a clause, from which on it is its speaker's


class Holders:
    """Finds the holders of clauses among the quotations and the actors of a text."""

    def __init__(self, prose: str, draft: Draft) -> None:
        self._prose, self._quotations = prose, draft.quotations
        self._mentions = sorted((m[0], m[1], a.name) for a in draft.actors if a.kind != "place" for m in a.mentions)
        self._starts = [each.start for each in draft.quotations]
        self._names = frozenset(each.name for each in draft.actors)
        self._voices = Speakers(prose, draft.sentences, draft.actors, draft.language)

    def holder(self, sentence: Sentence, what: Span, day: Span) -> str:
        """The holder's fullest name in the text, the words for one without a name, or `AUTHOR`."""
        if quoted := self._speaker(what):
            return quoted
        return self._voices.reporter((sentence.start, sentence.end), day) or AUTHOR

    def named(self, sentence: Sentence, what: Span) -> str:
        """The holder of a clause if that is somebody whom the text names; else ""."""
        holder = self.holder(sentence, what, what)
        return holder if holder in self._names else ""

    def subject(self, span: Span) -> str:
        """The person or body whose name opens the words in front of a verb; "" if none does."""
        at = bisect_left(self._mentions, (span[0], 0, ""))
        start, end, name = next(iter(self._mentions[at : at + 1]), (span[1], span[1], ""))
        opens = len(self._prose[span[0] : start].split()) <= _LEAD
        return name if opens and end <= span[1] else ""

    def _speaker(self, what: Span) -> str:
        """The speaker of the quotation that holds most of a clause; "" if none does."""
        at = bisect_left(self._starts, what[1])
        for each in self._quotations[max(0, at - 3) : at]:
            inside = min(each.end, what[1]) - max(each.start, what[0])
            if inside > _QUOTE_SHARE * (what[1] - what[0]):
                return each.speaker
        return ""
