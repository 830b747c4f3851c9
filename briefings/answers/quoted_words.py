"""Whether the library has given words: verbatim, as the same words in other typography, or not at all."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import islice

from briefings.library.reports.provenance import passage, quote
from briefings.library.search import mentioned_in
from briefings.model.analysis import Analysis
from briefings.model.delivery import CitedSentence
from briefings.store import Connection
from briefings.store.search import BOUND, SentenceIndex
from briefings.text import lazy_re
from briefings.text.terms import content_terms, terms

MOST_PLACES = 20  # at which words are found; nobody needs more to verify them
_MOST_TERMS = 24  # of a sentence, with which it is looked for
_RAREST = 12  # terms with which analyses are looked for whose sentences lack the words
_READ = 40  # analyses that are read through for headings and reference lists
_SIMILAR = 0.6  # share of the words' terms from which a sentence counts as close
_QUOTES, _DASHES = "\"'“”„‟«»‘’‛‚", "-‐‑‒–—−"
_EDGE = f" \t\r\n.,;:!?…()[]{_QUOTES}"
_END = lazy_re(r"[.!?;:]+(?=\s|$)|[。！？；…\n]+")
_UNSPACED = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"  # scripts without spaces between words
_NUMBER = lazy_re(r"\d[.,]\d")  # within 3.5 and 1,200
_LETTER = lazy_re(rf"[^\W_{_UNSPACED}]")


@dataclass(frozen=True, slots=True)
class QuotedPlace:
    """Where words stand in an analysis; `verbatim` unless spaces, quotation marks, dashes or capitals differ."""

    analysis: Analysis
    start: int
    end: int
    verbatim: bool

    @property
    def sentence(self) -> CitedSentence:
        """The whole sentence or sentences, or the heading, row or entry of the reference list, with their sources."""
        first, last = passage(self.analysis, self.start), passage(self.analysis, self.end - 1)
        return quote(self.analysis, min(first.start, self.start), max(last.end, self.end))


@dataclass(frozen=True, slots=True)
class Verification:
    """Where words stand, or else the closest sentence; `complete` is false if too many sentences were candidates."""

    places: tuple[QuotedPlace, ...]
    closest: CitedSentence | None = None
    complete: bool = True


def places_of(analysis: Analysis, words: str) -> list[QuotedPlace]:
    """Where an analysis has the words, in order: verbatim if it does anywhere, or else in other typography. Pure."""
    text, exact = analysis.draft.text, words.strip()
    verbatim = [QuotedPlace(analysis, *span, verbatim=True) for span in _spans(text, re.escape(exact))] if exact else []
    if verbatim:
        return verbatim
    plain = words.strip(_EDGE)
    alike = [*_spans(text, _loosely(plain), re.IGNORECASE)] if plain else []
    return [QuotedPlace(analysis, *span, verbatim=False) for span in alike or _rows(analysis, exact)]


def _rows(analysis: Analysis, words: str) -> Iterator[tuple[int, int]]:
    """The spans of the rows that answers quote with these words: each cell behind the heading of its column."""
    rows = [row for table in analysis.draft.tables for row in table.rows] if ":" in words else []
    wanted = " ".join(words.split()).casefold()
    spans = ((row.start, row.end) for row in rows)
    return (span for span in spans if " ".join(quote(analysis, *span).text.split()).casefold() == wanted)


def _spans(text: str, pattern: str, flags: int = 0) -> Iterator[tuple[int, int]]:
    """The spans of a pattern that cut no word or number in two."""
    found = (match.span() for match in re.finditer(pattern, text, flags))
    return (span for span in found if not _cuts(text, span[0]) and not _cuts(text, span[1]))


def _cuts(text: str, at: int) -> bool:
    """Whether an offset lies within a word or a number."""
    before, after = text[max(0, at - 2) : at].rjust(2), text[at : at + 2].ljust(2)
    if _NUMBER.fullmatch(before[1] + after) or _NUMBER.fullmatch(before + after[0]):
        return True
    return bool(_LETTER.match(before[1]) and _LETTER.match(after))


def _loosely(words: str) -> str:
    """A pattern of the words with any spaces, quotation marks and dashes."""
    return "".join(map(_any_of, re.findall(r"\s+|\.\.\.|.", words)))


def _any_of(sign: str) -> str:
    if sign.isspace():
        return r"\s+"
    if sign in ("…", "..."):
        return r"(?:…|\.\.\.)"
    same = next((signs for signs in (_QUOTES, _DASHES) if sign in signs), "")
    return f"[{re.escape(same)}]" if same else re.escape(sign)


def sentences_in(words: str) -> list[list[str]]:
    """The terms of each sentence that the words consist of, the longest first."""
    found = [list(dict.fromkeys(terms(piece)))[:_MOST_TERMS] for piece in _END.split(words)]
    return sorted(filter(None, found), key=len, reverse=True)


def candidates(connection: Connection, words: str, within: Collection[int] | None = None) -> tuple[list[int], bool]:
    """The analyses with a sentence that may have the words, newest first, and whether there are more sentences."""
    index = SentenceIndex(connection)
    for wanted in sentences_in(words):
        found = index.sentences_with([{term} for term in wanted], within)
        if found:
            return list(dict.fromkeys(each.analysis for each in found)), len(found) >= BOUND
    return [], False


def sharing(connection: Connection, words: str) -> list[int]:
    """The analyses whose sentences share the most terms with the words, best first."""
    wanted = dict.fromkeys(content_terms(words) or terms(words))
    return list(mentioned_in(connection, {term: frozenset({term}) for term in islice(wanted, _RAREST)}, _READ).analyses)


def closest(words: str, hits: Sequence[CitedSentence]) -> CitedSentence | None:
    """The sentence that has the most of the words in their order, if it has six of ten. Pure."""
    wanted = terms(words)
    rated = [(*_likeness(wanted, terms(each.text)), each) for each in hits]
    share, _whole, found = max(rated, key=lambda rating: rating[:2], default=(0.0, 0.0, None))
    return found if share >= _SIMILAR else None


def _likeness(wanted: Sequence[str], had: Sequence[str]) -> tuple[float, float]:
    """The share of the wanted terms that others have in the same order, and how alike both are as a whole."""
    matched = SequenceMatcher(None, wanted, had, autojunk=False)
    return sum(block.size for block in matched.get_matching_blocks()) / max(1, len(wanted)), matched.ratio()
