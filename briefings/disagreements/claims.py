"""Reads the claims of an analysis: the words, names, days and amounts of each clause, and who holds it. Pure."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from briefings.disagreements.quantities import QuantityFound, designators, quantities
from briefings.languages import Language, language_in
from briefings.model.analysis import Dated, Draft, Sentence, cited_in
from briefings.model.disagreements import Claim, ClaimDate
from briefings.reading.clauses import clause_spans, is_supposed, without_small
from briefings.text.terms import content_terms

_LONGEST, _SHORTEST = 420, 6  # characters of a sentence that is compared
_FEWEST = 3  # words and names of a claim that is compared
_ENOUGH = 5  # words with which a clause needs no other beside it
_STEM = 6  # letters that forms of a word have in common
_YEAR = re.compile(r"(?:19|20)\d\d")
_NAME = re.compile(r"(?<![\w.’'-])[A-ZÀ-ÞА-ЯЁ][\w’'-]+(?:\s[A-ZÀ-ÞА-ЯЁ][\w’'-]+)*")
_ADDRESS = re.compile(r"\]\([^()\s]*\)|\bhttps?://\S+|[*_`\[\]]")
Span = tuple[int, int]


def claims(draft: Draft) -> list[Claim]:
    """The claims of a text that another text can contradict, in order."""
    reader = _Reader(draft)
    return [claim for sentence in draft.sentences for claim in reader.read(sentence)]


class _Reader:
    def __init__(self, draft: Draft) -> None:
        self._draft = draft
        from briefings.reading.holders import Holders  # 30 ms, needed once a text arrives

        self._holders = Holders(draft.text, draft)
        self._events = {each.start: each.title for each in draft.mentions}
        self._date_starts = [each.start for each in draft.dates]
        self._mentions = sorted((m[0], m[1], a.name, a.kind) for a in draft.actors for m in a.mentions)

    def read(self, sentence: Sentence) -> Iterator[Claim]:
        """The claims of a sentence; none where it is too long, asks or only supposes something."""
        text = self._draft.text[sentence.start : sentence.end]
        if not _SHORTEST <= len(text) <= _LONGEST:
            return
        own = language_in(text, self._draft.language)
        plain = _ADDRESS.sub(lambda match: " " * len(match[0]), text)
        if is_supposed(plain, own):
            return
        days = [
            (each.start - sentence.start, each.end - sentence.start)
            for each in self._dates(sentence.start, (0, len(text)))
        ]
        whole, told = (sentence.start, sentence.end), set[tuple[str, ...]]()
        holder = self._holders.holder(sentence, whole, whole)
        for pieces in _grown(_without(plain, days), own):  # May is no modal
            claim = self._claim(sentence, plain, pieces, own, holder)
            if claim.words not in told and _is_comparable(claim):
                told.add(claim.words)
                yield claim

    def _claim(self, sentence: Sentence, plain: str, pieces: Sequence[Span], own: Language, holder: str) -> Claim:
        """The claim of a clause, whose pieces are spans in its sentence."""
        base = sentence.start
        told = _within(plain, pieces)
        dated = [each for piece in pieces for each in self._dates(base, piece)]
        days = [(each.start - base, each.end - base) for each in dated]
        taken = [*self._cited(sentence), *days]
        counted = [*_outside(quantities(told, taken), taken)]
        named = [each for piece in pieces for each in self._named(base, _without(plain, taken), piece, own)]
        amounts = [(each.start, each.end) for each in counted]
        bare = _without(told, [*taken, *((left, right) for left, right, _, _ in named), *amounts])
        numbered = tuple(f"#{number}" for _, _, number in designators(_without(told, taken)))
        section = self._draft.sections[sentence.section].heading if sentence.section is not None else ""
        return Claim(
            sentence.start,
            sentence.end,
            self._draft.text[sentence.start : sentence.end],
            holder,
            negative=own.negation.search(told) is not None,
            words=(*dict.fromkeys(stems(bare, own)), *numbered),
            names=tuple(dict.fromkeys(" ".join(stems(name, own)) for _, _, name, _ in named)),
            places=tuple(dict.fromkeys(" ".join(stems(name, own)) for _, _, name, kind in named if kind == "place")),
            about=frozenset(stems(_without(plain, taken), own)),
            above=frozenset((*stems(section, own), *stems(self._draft.title, own))),
            dates=tuple(ClaimDate(each.when, _has_year(self._draft.text, each)) for each in dated),
            quantities=tuple(each.quantity for each in counted),
            sources=tuple(self._sources(sentence)),
            event=self._events.get(sentence.start, ""),
        )

    def _dates(self, base: int, span: Span) -> list[Dated]:
        first, last = (bisect_left(self._date_starts, base + at) for at in span)
        return [*self._draft.dates[first:last]]

    def _cited(self, sentence: Sentence) -> list[Span]:
        base, end = sentence.start, sentence.end
        first = bisect_left(self._draft.citations, base, key=lambda each: each.start)
        last = bisect_left(self._draft.citations, end, key=lambda each: each.start)
        return [(each.start - base, each.end - base) for each in self._draft.citations[first:last]]

    def _named(self, base: int, plain: str, span: Span, own: Language) -> list[tuple[int, int, str, str]]:
        """The names of a clause, each with its span in the sentence, its fullest form and its kind.

        Besides the actors of the text these are words with a capital within the clause, places behind a preposition.
        """
        first = bisect_left(self._mentions, (base + span[0], 0, "", ""))
        last = bisect_left(self._mentions, (base + span[1], 0, "", ""))
        known: list[tuple[int, int, str, str]] = [
            (left - base, right - base, name, kind) for left, right, name, kind in self._mentions[first:last]
        ]
        for match in _NAME.finditer(plain, *span) if self._draft.language != "de" else ():
            if plain[span[0] : match.start()].strip() and not any(_meet(match.span(), each[:2]) for each in known):
                before = plain[: match.start()].split()[-1]
                known.append((*match.span(), match[0], "place" if own.preposition.fullmatch(before) else ""))
        return sorted(each for each in known if stems(each[2], own))

    def _sources(self, sentence: Sentence) -> Iterator[str]:
        for index in cited_in(self._draft.citations, sentence.start, sentence.end):
            work = self._draft.references[index]
            name = (work.authors[0].name if work.authors else "") or work.container or work.title or work.entry[:60]
            yield "|".join((name, work.date or work.year or "", work.url or work.title or ""))


def _grown(plain: str, own: Language) -> Iterator[tuple[Span, ...]]:
    """The clauses that say what is so, each with those beside it that it needs to say enough."""
    parts = [
        (span, is_relative)
        for span, is_relative in clause_spans(plain, own)
        if not own.may.search(plain, *span) and not own.expected.search(plain, *span)
    ]
    for at, (span, _) in enumerate(parts):
        pieces = [span]
        beside = [*parts[:at][::-1], *parts[at + 1 :]]
        main = [each for each, is_relative in beside if not is_relative]
        while main and len(stems(" ".join(plain[slice(*each)] for each in pieces), own)) < _ENOUGH:
            pieces.append(main.pop(0))
        yield tuple(sorted(pieces))


def stems(words: str, own: Language) -> list[str]:
    """The content words of a text, by the letters that their forms have in common; figures are left out."""
    words = words if own.spaced else without_small(words, own)
    return [each[:_STEM] for each in content_terms(words) if not each.isdigit()]


def _meet(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _within(words: str, pieces: Sequence[Span]) -> str:
    """A sentence of which only some pieces are left; offsets stay."""
    made, at = [], 0
    for start, end in pieces:
        made += [" " * (start - at), words[start:end]]
        at = end
    return "".join([*made, " " * (len(words) - at)])


def _without(words: str, spans: Sequence[Span]) -> str:
    """A sentence in which spans are blanked out."""
    for start, end in spans:
        words = words[:start] + " " * (end - start) + words[end:]
    return words


def _has_year(text: str, each: Dated) -> bool:
    return _YEAR.search(text, each.start, each.end) is not None


def _outside(found: Sequence[QuantityFound], taken: Sequence[Span]) -> Iterator[QuantityFound]:
    """The quantities that are no part of a date, and no year."""
    for each in found:
        value = each.quantity.low or each.quantity.high or 0
        year = not each.quantity.unit and value == int(value) and 1900 <= value <= 2100 and not each.quantity.counted
        if not year and not any(start < each.end and each.start < end for start, end in taken):
            yield each


def _is_comparable(claim: Claim) -> bool:
    """Whether a claim says enough, and something that another text can contradict."""
    told = claim.dates or claim.quantities or claim.negative or claim.names or len(claim.words) >= _FEWEST
    return len(claim.words) + len(claim.names) >= _FEWEST and bool(told)
