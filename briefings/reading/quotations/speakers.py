"""Finds the speaker named next to a quotation: the subject of the verb of saying in its clauses."""

import re
from bisect import bisect_left
from collections.abc import Sequence

from briefings.languages import language_in
from briefings.model.analysis import Actor
from briefings.model.analysis import Sentence as SentenceSpan
from briefings.reading.quotations.marks import Span
from briefings.reading.quotations.subjects import BLANK, Named, Sentence, Subject
from briefings.reading.speech_verbs import SAYING, simplified

_REACH = 400  # characters on either side of a quotation in which its speaker is named
_MOST_VERBS = 3
_BACK = 3  # sentences before in which a pronoun finds its person
_SHE = re.compile(r"she|elle|sie|она|她", re.IGNORECASE)
_GENDERED = re.compile(
    r"\b(?:(?P<woman>Mme|Mlle|Frau|Mrs|Ms|Miss|Madame|Queen|Lady)|M\.|Mr|Herrn?|Monsieur|Sir|Lord)\.?\s"
)
_TITLES = 8  # mentions of a person in front of which a title is sought


class Speakers:
    """Finds the speaker in a sentence among the actors of a text."""

    def __init__(self, prose: str, sentences: Sequence[SentenceSpan], actors: Sequence[Actor], language: str) -> None:
        self._prose, self._language, self._sentences = prose, language, sentences
        placed = ((start, end, actor) for actor in actors for start, end in actor.mentions)
        self._mentions = sorted(placed, key=lambda each: each[:2])
        self._names = frozenset(actor.name for actor in actors)
        self._people = [actor.name for actor in actors if actor.kind == "person"]
        self._marked: Sequence[Span] = ()
        self.last = ""  # who spoke the quotation before, "" if nobody knows
        self.last_end = 0  # and where it ends

    def speaker(self, sentence: Span, quotation: Span, marked: Sequence[Span]) -> str:
        """The speaker's fullest name, or the words for them; "" if none is named or two fit.

        `marked` are the spans of all quotations in the paragraph: speakers aren't searched in them.
        """
        self._marked = marked
        start = max(sentence[0], quotation[0] - _REACH)
        shown = self._shown((start, min(sentence[1], quotation[1] + _REACH)))
        place = (quotation[0] - start, quotation[1] - start)
        opening = self._name(shown.source(opening=True), start)
        subject = self._subject(shown, place, start)
        introduced = shown.introduced(place)
        found = self._interrupting(quotation) or introduced or self._name(subject, start)
        if opening:
            return opening if found in (opening, "") or found not in self._names else ""
        return found

    def reporter(self, sentence: Span, day: Span) -> str:
        """Whose words tell of a day, as in "Vik said the line will close on Monday"; "" if nobody is named."""
        self._marked = ()
        shown = self._shown(sentence)
        verbs = shown.verbs((day[0] - sentence[0], day[1] - sentence[0]))[:1]
        found = shown.subject(verbs[0]) if verbs else None
        return self._name(found or shown.source(), sentence[0])

    def told_before(self, sentence: Span, quotation: Span, marked: Sequence[Span]) -> str:
        """The person whose words the sentence before a quotation reports; "" if it reports nobody's."""
        last = bisect_left(self._sentences, sentence[0], key=lambda each: each.start) - 1
        if last < 0 or quotation[0] - self._sentences[last].end > len("\n “"):
            return ""
        span = (self._sentences[last].start, self._sentences[last].end)
        found = self.speaker(span, (span[1] - 1, span[1] - 1), marked)
        return found if found in self._people else ""

    def _subject(self, shown: Sentence, quotation: Span, start: int) -> Subject | None:
        """The subject of the words beside a quotation, of the nearest verb that has one, or a source."""
        closed = self._prose[start + quotation[1] - 2 : start + quotation[1] - 1]
        beside = shown.beside(quotation, closed)
        verbs = shown.verbs(quotation)[:_MOST_VERBS]
        found = beside or next((each for verb in verbs if (each := shown.subject(verb))), None)
        return found or shown.source()

    def _shown(self, span: Span) -> Sentence:
        """A sentence with its quotations blanked out, and the names outside them."""
        written = self._prose[slice(*span)]
        own = language_in(written, self._language)
        words = written if own.spaced else simplified(written)
        for left, right in self._marked:
            first, last = max(left - span[0], 0), min(right - span[0], len(words))
            if first < last:
                words = f"{words[:first]}{BLANK * (last - first)}{words[last:]}"
        return Sentence(words, written, self._named(span), own, self._people)

    def _named(self, span: Span) -> list[Named]:
        first, last = (bisect_left(self._mentions, place, key=lambda each: each[0]) for place in span)
        return [(left - span[0], right - span[0], actor) for left, right, actor in self._mentions[first:last]]

    def _interrupting(self, quotation: Span) -> str:
        """The subject of a verb that interrupts the words within their marks: «Да, — говорит Вик. — Завтра»."""
        for match in SAYING["ru"].finditer(self._prose, *quotation):
            if self._prose[: match.start()].endswith(("— ", "– ")):
                at = match.end() + 1
                return next((actor.name for left, _, actor in self._named((at, at + 1)) if left == 0), "")
        return ""

    def _name(self, subject: Subject | None, start: int) -> str:
        """The name of a subject, or of the person whom its pronoun means."""
        if subject is None or not subject.pronoun:
            return subject.name if subject else ""
        return self._person_before(start + subject.at, subject.pronoun)

    def _person_before(self, place: int, pronoun: str) -> str:
        """The speaker or subject before a pronoun whom its gender fits; "" if it could mean two people."""
        last = bisect_left(self._sentences, place, key=lambda each: each.start) - 1
        for index in range(last, max(last - _BACK - 1, -1), -1):
            span = (self._sentences[index].start, min(self._sentences[index].end, place))
            if span[0] < self.last_end <= span[1]:
                return self.last if self.last and self._fits(self.last, pronoun) else ""
            shown = self._shown(span)
            if (found := shown.people()) is not None:
                return found.name if self._fits(found.name, pronoun) else ""
            if "\n" in self._prose[span[1] : place] and not shown.own.person.search(shown.words):
                return ""
        return ""

    def _fits(self, name: str, pronoun: str) -> bool:
        """Whether a title in front of a person's name doesn't contradict the gender of a pronoun."""
        mentions = [each for each in self._mentions if each[2].name == name][:_TITLES]
        titles = (_GENDERED.search(self._prose[max(0, start - 8) : end]) for start, end, _ in mentions)
        title = next((each for each in titles if each), None)
        return title is None or bool(title["woman"]) == bool(_SHE.fullmatch(pronoun))
