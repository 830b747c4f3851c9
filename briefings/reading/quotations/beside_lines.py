"""The line above or below a quoted paragraph that names who speaks, as in "Ada Lund on 3 May 2026 in Oslo". Pure."""

import re
from collections.abc import Sequence
from functools import cached_property

from briefings.languages import language_in
from briefings.reading.clauses import Span, verb_groups
from briefings.reading.dates import find
from briefings.reading.quotations.marks import opens_with_mark, quoted_spans

_LONGEST = 120  # characters of such a line
_NAME = re.compile(r"(?:[A-ZÀ-ÞА-ЯЁ][\w’.-]*\s){1,4}[A-ZÀ-ÞА-ЯЁ][\w’-]+(?=$|[\s,;(])")
_MARKS = "*_#> \t"
_SENTENCE_END = (".", "!", "?", ":", "。", "！", "？", "”", "“", "»", '"')


class BesideLines:
    """The speakers named by lines of their own; between one above and one below, the side that more quotations have."""

    def __init__(self, text: str, paragraphs: Sequence[Span], language: str) -> None:
        self._text, self._paragraphs, self._language = text, paragraphs, language

    def speaker(self, start: int, end: int) -> str:
        """Whom the line above or below a paragraph that opens with a quotation names; "" for nobody."""
        above, below = self._above(start, end), self._below(start, end)
        if above and below:
            return below if self._lean > 0 else above if self._lean < 0 else ""
        return above or below

    @cached_property
    def _lean(self) -> int:
        """How many more quotations have a name below than above."""
        below = sum(bool(self._below(*each)) for each in self._paragraphs)
        return below - sum(bool(self._above(*each)) for each in self._paragraphs)

    def _above(self, start: int, end: int) -> str:
        if not opens_with_mark(self._text, *self._bare(start, end)):
            return ""
        before = self._text[: self._text.rfind("\n", 0, start) + 1].rstrip()
        return self._named(before[before.rfind("\n") + 1 :], opening=False)

    def _below(self, start: int, end: int) -> str:
        bare = self._bare(start, end)
        quoted = (
            [outside for _, outside in quoted_spans(self._text, *bare)] if opens_with_mark(self._text, *bare) else []
        )
        if not quoted or re.search(r"\w", "".join(self._between(bare, quoted))):
            return ""
        behind = self._text[end:].lstrip()
        return self._named(behind.partition("\n")[0], opening=True)

    def _between(self, bare: Span, quoted: Sequence[Span]) -> list[str]:
        """What of a paragraph stands outside its quotations."""
        starts, ends = [left for left, _ in quoted], [right for _, right in quoted]
        return [self._text[a:b] for a, b in zip([bare[0], *ends], [*starts, bare[1]], strict=True)]

    def _bare(self, start: int, end: int) -> Span:
        """A paragraph without marks of emphasis around it."""
        words = self._text[start:end]
        return start + len(words) - len(words.lstrip(_MARKS)), start + len(words.rstrip(_MARKS))

    def _named(self, line: str, *, opening: bool) -> str:
        """The name that a line without a verb opens or, behind a preposition, ends with."""
        words = line.strip(_MARKS)
        own = language_in(words, self._language)
        if not words or len(words) > _LONGEST or words.endswith(_SENTENCE_END):
            return ""
        days = find(words, None)
        verbs = (verb for verb, force in verb_groups(words, (0, len(words)), own) if force != "past")
        if any(not any(day.start <= start < day.end for day in days) for start, _ in verbs):
            return ""
        if opening:
            found = _NAME.match(words)
        else:
            led = own.preposition.search(words)
            found = _NAME.match(words, led.end() + 1) if led else None
        return found[0].strip() if found and " " in found[0].strip() else ""
