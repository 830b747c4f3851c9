"""The clause around a day: the stretch between clause marks, grown until it says what happens on that day. Pure.

Marks, conjunctions and relative pronouns part a sentence. A part that says too little takes its neighbour along, and
one that opens with its verb the subject in front of it. The closed classes of a language tell the clause's force.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

from briefings.languages import Language
from briefings.reading.speech_verbs import simplified

if TYPE_CHECKING:
    from briefings.reading.dates import DateFound

Span = tuple[int, int]
Force = Literal["will", "may", "must", "past", "be", ""]

_MARK = re.compile(r"[;!?](?=\s|$)|[.](?=\s+[A-ZÀ-ÞА-ЯЁ])|[,:](?=\s|$)|[，；：。！？]|\s[–—-]{1,2}\s|[()（）|\n•]")
_SET_OFF = re.compile(  # names in marks and short words in brackets, within which no clause ends
    r"(?<=\w\s)(?:«[^«»\n]{1,120}»|„[^„“\n]{1,120}“|“[^“”\n]{1,120}”|\([^()\n]{1,40}\))(?=\s\w)|《[^《》\n]{1,80}》"
)
_MARKUP = re.compile(r"\]\([^()\s]*\)|\bhttps?://\S+|[\[\]*_`]")
_HARD = frozenset(";!?；。！？|\n")
_WORD = re.compile(r"[^\W\d_][\w’'-]*")
_FIGURE = re.compile(r"\d|[一二三四五六七八九十]+[月日号號]")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_ENOUGH = 2  # content words with which a clause says what it is about
_GROUP = 24  # characters between an auxiliary and the participle that belongs to it
_ATTRIBUTE = 8  # characters that describe a noun in Chinese
_LEAD = 24  # characters in front of a day in which its prepositions stand
_MOST_WORDS, _MOST_HAN = 14, 32  # of a title
_VERBS: tuple[Force, ...] = ("must", "may", "will", "past", "be")
_DAYS = ("instant", "day")
_JOINTS = (",", ":", "，", "：")
_COLONS = (":", "：")
_EDGE = " ,.:;–—-|*_()（）[]“”\"'’‘「」，。：；、•>#"


@dataclass(frozen=True, slots=True)
class _Part:
    """A stretch between two marks; `opener` is the class of its first word, `hard` that no clause crosses its start."""

    start: int
    end: int
    opener: str
    hard: bool


@dataclass(frozen=True, slots=True)
class Clause:
    """The clause around a day, as the spans of its pieces in the sentence; `of` is that day's.

    `words` are the sentence's with traditional characters simplified, as the closed classes are, `written` without.
    `days` are the spans of all days of the sentence, `run` is the stretch around it that no hard mark parts, and
    `condition` the part of that which supposes something.
    """

    words: str
    written: str
    pieces: tuple[Span, ...]
    of: Span
    days: tuple[Span, ...]
    run: Span
    language: Language
    condition: Span | None

    @property
    def span(self) -> Span:
        """From the first piece to the last one."""
        return self.pieces[0][0], self.pieces[-1][1]

    def has(self, pattern: re.Pattern[str]) -> bool:
        """Whether a word of a closed class stands in the clause, outside its day."""
        found = (match.span() for piece in self.pieces for match in pattern.finditer(self.words, *piece))
        return any(not _meet(each, self.of) for each in found)

    @property
    def is_supposed(self) -> bool:
        """Whether the day itself is only supposed."""
        return self.condition is not None and _meet(self.condition, self.of)

    @property
    def is_denied(self) -> bool:
        """Whether a word of negation stands in the clause, but for "no later than" a day and "no longer" from it on."""
        own = self.language
        bounds = [
            match.span() for each in (own.until, own.must, own.ends) for match in each.finditer(self.words, *self.run)
        ]
        found = [match.span() for piece in self.pieces for match in own.negation.finditer(self.words, *piece)]
        return any(not any(_meet(each, bound) for bound in bounds) for each in found if not self._is_attribute(each))

    def _is_attribute(self, negation: Span) -> bool:
        """Whether what is denied only describes a noun behind it, in front of the verb: "未申报的企业将"."""
        if self.language.spaced:
            return False
        of = self.language.of.search(self.words, negation[1], negation[1] + _ATTRIBUTE)
        return of is not None and not any(verb_groups(self.words, (negation[1], of.start()), self.language))

    def is_beside(self, pattern: re.Pattern[str]) -> bool:
        """Whether a word of a closed class stands in the clause or in one beside it."""
        return pattern.search(self.words, *self.run) is not None

    @property
    def force(self) -> Force:
        """The force of the verb that stands nearest to the day."""
        groups = [group for piece in self.pieces for group in self._groups(piece)]
        others = (*self.days, *(match.span() for match in _SET_OFF.finditer(self.words)))  # May is no modal
        groups = [each for each in groups if not any(_meet(each[0], other) for other in others)]
        return min(groups, key=lambda each: _distance(each[0], self.of), default=((0, 0), ""))[1]

    @property
    def tense(self) -> Force:
        """The force of the verb of the clause, or else of the nearest one beside it, where verbs have tenses."""
        if self.force or not self.language.spaced:
            return self.force
        verbs = verb_groups(self.words, self.run, self.language)
        free = [each for each in verbs if not any(_meet(each[0], day) for day in self.days)]
        return min(free, key=lambda each: _distance(each[0], self.of), default=((0, 0), ""))[1]

    @property
    def is_timed(self) -> bool:
        """Whether its words tell on which side of the writing its day lies: a figure, a tense, or a verb beside it."""
        start, end = next(each for each in self.pieces if _meet(each, self.of))
        if self.language.spaced or _FIGURE.search(self.words, *self.of):
            return True
        return any(force in ("will", "may", "must") for _, force in self._groups((start, end)))

    def _groups(self, piece: Span) -> Iterator[tuple[Span, Force]]:
        return verb_groups(self.words, piece, self.language, ahead=True)

    @property
    def is_labelled(self) -> bool:
        """Whether the day stands alone behind a label, "Speakers notified: 3 June"."""
        before, behind = self.words[: self.of[0]].rstrip(), self.words[self.of[1] :].strip(_EDGE)
        return before.endswith(_COLONS) and not behind

    @property
    def describes(self) -> bool:
        """Whether a day in Chinese describes the noun behind it."""
        return self.language.of.match(self.words, self.of[1]) is not None

    def bound(self, pattern: re.Pattern[str]) -> bool:
        """Whether a word of a closed class stands right in front of the day, or in Chinese right behind it."""
        start = len(self.words[: self.of[0]].rstrip())
        near = pattern.finditer(self.words, max(0, start - _LEAD), start)
        lead = len(self.words[: _lead(self.words, self.of[0], self.language)].rstrip())
        if any(match.end() >= lead for match in near):
            return True
        return not self.language.spaced and pattern.match(self.words, self.of[1]) is not None

    @property
    def title(self) -> str:
        """The noun its day belongs to, "A harbour summit in April is to ...", or else its words without its days.

        In front of a label's day that is all that leads up to it: "Renew the lease, Vik, due: 3 June".
        """
        if self.is_labelled:
            return shortened(self.written[self.run[0] : self.of[0]], self.language)
        if noun := self._dated_noun():
            return shortened(noun, self.language)
        told: list[str] = []
        last = -1
        for start, end in self.pieces:
            mark = self.words[last:start].strip() if last >= 0 else ""
            told += [mark] if mark in _JOINTS or self.language.coordination.fullmatch(mark) else []
            last = end
            told += self._without_days(start, end)
        bare = [" ".join(each.split()).strip(_EDGE) or each.strip() for each in told]
        joint = " " if self.language.spaced else ""
        return shortened(joint.join(each for each in bare if each), self.language)

    def _dated_noun(self) -> str:
        """The words in front of its day where only that parts them from the verb; "" where they say too little."""
        start = self.pieces[0][0]
        lead = _lead(self.words, self.of[0], self.language)
        following = next(verb_groups(self.words, (self.of[1], self.span[1]), self.language), None)
        if not self.language.spaced or following is None or self.words[self.of[1] : following[0][0]].strip():
            return ""
        noun = (start, max(start, lead))
        if any(verb_groups(self.words, noun, self.language)) or any(start < day[0] < lead for day in self.days):
            return ""
        return self.written[slice(*noun)] if content(self.words, noun, self.of, self.language) >= _ENOUGH else ""

    def _without_days(self, start: int, end: int) -> Iterator[str]:
        """The words of a piece between its days."""
        at = start
        for first, last in self.days:
            if start <= first < end:
                yield self.written[at : max(at, _lead(self.words, first, self.language))]
                at = last
                if not self.language.spaced and (bound := self.language.until.match(self.words, at)):
                    at = bound.end()
        yield self.written[at:end]


def clause_around(words: str, found: "DateFound", dates: Sequence["DateFound"], language: Language) -> Clause:
    """The clause around one of the dates of a sentence."""
    words = _MARKUP.sub(lambda match: " " * len(match[0]), words)
    plain = words if language.spaced else simplified(words)
    parts = _parts(plain, dates, language)
    at = next((n for n, part in enumerate(parts) if found.start < part.end), len(parts) - 1)
    reader = _Growing(plain, (found.start, found.end), dates, language, parts)
    return replace(reader.grown(at), written=words)


def clause_spans(words: str, language: Language) -> list[tuple[Span, bool]]:
    """The spans of a sentence between its clause marks, and whether each is a relative clause."""
    plain = words if language.spaced else simplified(words)
    return [((each.start, each.end), each.opener == "relative") for each in _parts(plain, (), language)]


def is_supposed(words: str, language: Language) -> bool:
    """Whether a sentence asks, or supposes something in one of its clauses."""
    plain = words if language.spaced else simplified(words)
    if words.rstrip('”"» ')[-1:] in ("?", "？"):
        return True
    return any(each.opener == "supposing" for each in _parts(plain, (), language))


class _Growing:
    """The parts of a sentence, of which those are chosen that make up a clause."""

    def __init__(
        self, words: str, of: Span, dates: Sequence["DateFound"], language: Language, parts: Sequence[_Part]
    ) -> None:
        self._words, self._of, self._dates = words, of, dates
        self._language, self._parts = language, parts

    def grown(self, at: int) -> Clause:
        """The clause around the part with the day."""
        own = self._parts[at]
        pieces: list[Span] = [(own.start, own.end)]
        if not self._is_enough(pieces) or self._resumes(at):
            before = self._left(at, pieces)
            behind = self._right(at, pieces)
            sides = [before, behind] if self._leans_left(at, before, behind) else [behind, before]
            pieces = next((each for each in sides if self._is_enough(each)), max(sides, key=self._said))
        else:
            pieces += self._apposed(at)
        if at and self._opens_with_pronoun(min(pieces)):
            first = next(n for n, part in enumerate(self._parts) if _meet((part.start, part.end), min(pieces)))
            label = self._words[self._parts[first - 1].end : self._parts[first].start].strip()[:1] in _COLONS
            if first and not label and not self._parts[first].hard:
                pieces = [*pieces, (self._parts[first - 1].start, self._parts[first - 1].end)]
        supposing = (self._parts[n] for n in self._run(at) if self._parts[n].opener == "supposing")
        condition = next(((each.start, each.end) for each in supposing), None)
        days = tuple((each.start, each.end) for each in self._dates if each.when.precision in _DAYS) or (self._of,)
        days = days if self._of in days else (*days, self._of)
        run = self._run(at)
        stretch = (self._parts[run[0]].start, self._parts[run[-1]].end)
        return Clause(
            self._words,
            self._words,
            tuple(sorted(pieces)),
            self._of,
            tuple(sorted(days)),
            stretch,
            self._language,
            condition,
        )

    def _run(self, at: int) -> range:
        """The parts around one that no hard mark parts from it."""
        first, last = at, at + 1
        while first and not self._parts[first].hard:
            first -= 1
        while last < len(self._parts) and not self._parts[last].hard:
            last += 1
        return range(first, last)

    def _said(self, pieces: Sequence[Span]) -> float:
        return sum(content(self._words, piece, self._of, self._language) for piece in pieces)

    def _is_enough(self, pieces: Sequence[Span]) -> bool:
        """Whether pieces have a subject and say enough."""
        first = min(pieces)
        return self._said(pieces) >= _ENOUGH and not self._is_headless(first)

    def _is_headless(self, piece: Span) -> bool:
        """Whether a piece opens with its verb or a relative pronoun, so that its subject stands in front."""
        words = self._words
        start = next((n for n in range(*piece) if not words[n].isspace()), piece[1])
        own = self._language
        if not own.spaced:
            return any(each.match(words, start) for each in (own.will, own.may, own.expected))
        if opener := own.relative.match(words, start):
            verb = next((span for span, _ in verb_groups(words, (opener.end(), piece[1]), own)), None)
            return verb is None or content(words, (opener.end(), verb[0]), self._of, own) == 0
        return any(each.match(words, start) for each in (own.will, own.may, own.must, own.be))

    def _opens_with_pronoun(self, piece: Span) -> bool:
        start = next((n for n in range(*piece) if not self._words[n].isspace()), piece[1])
        return self._language.spaced and self._language.pronoun.match(self._words, start) is not None

    def _resumes(self, at: int) -> bool:
        """Whether a relative clause parts a piece from its subject: "the council, which met in May, starts"."""
        if at < _ENOUGH or self._parts[at - 1].opener != "relative":
            return False
        subject = self._parts[at - 2]
        return not any(verb_groups(self._words, (subject.start, subject.end), self._language))

    def _leans_left(self, at: int, before: Sequence[Span], behind: Sequence[Span]) -> bool:
        """Whether what stands in front of a day tells what it is the day of, rather than what follows it."""
        own = self._parts[at]
        opens = not self._words[own.start : _lead(self._words, self._of[0], self._language)].strip(_EDGE)
        if not opens or len(behind) == 1:
            return True
        if len(before) == 1:
            return False
        left = self._parts[at - 1]
        complete = any(verb_groups(self._words, (left.start, left.end), self._language))
        return not complete and self._said(before) >= _ENOUGH

    def _left(self, at: int, pieces: Sequence[Span]) -> list[Span]:
        made = [*pieces]
        headless = self._is_headless(pieces[0]) or self._resumes(at)
        for n in range(at - 1, -1, -1):
            part = self._parts[n]
            if self._parts[n + 1].hard or (not headless and self._is_enough(made)):
                break
            verbs = [*verb_groups(self._words, (part.start, part.end), self._language)]
            if part.opener in ("relative", "supposing") and verbs:
                continue
            if headless and not verbs and self._is_apposition(n):
                continue
            dated = self._is_dated(part)
            if headless and dated and not verbs and n > self._run(at)[0]:
                continue
            if dated or (verbs and headless):
                days = [
                    _lead(self._words, each.start, self._language) for each in self._dates if each.start >= part.start
                ]
                made.append((part.start, min([verbs[0][0][0]] if verbs and headless else days)))
                break
            if self._is_adverbial(part):
                break
            made.append((part.start, part.end))
            headless = headless and (self._language.spaced or self._is_headless(made[-1]))
            if verbs:
                break
        return made

    def _is_apposition(self, at: int) -> bool:
        """Whether a part opens with an article behind one without a verb: "the treaty, a pact of two, expires"."""
        if not at or not self._language.spaced:
            return False
        part, before = self._parts[at], self._parts[at - 1]
        start = next((n for n in range(part.start, part.end) if not self._words[n].isspace()), part.end)
        opens = self._language.article.match(self._words, start) is not None
        return opens and not any(verb_groups(self._words, (before.start, before.end), self._language))

    def _is_adverbial(self, part: _Part) -> bool:
        """Whether a part opens with a preposition, so that it is no subject."""
        start = next((n for n in range(part.start, part.end) if not self._words[n].isspace()), part.end)
        return self._language.spaced and self._language.preposition.match(self._words, start) is not None

    def _right(self, at: int, pieces: Sequence[Span]) -> list[Span]:
        made = [*pieces]
        for part in self._parts[at + 1 :]:
            if part.hard or self._said(made) >= _ENOUGH:
                break
            made.append((part.start, part.end))
        return made

    def _apposed(self, at: int) -> list[Span]:
        """The parts behind one that has only its day and a subject: "On 9 May our conductor, Ilse Brandt, gives"."""
        own, following = self._parts[at], self._parts[at + 1 : at + 3]
        opens = not self._words[own.start : _lead(self._words, self._of[0], self._language)].strip(_EDGE)
        verbs = any(verb_groups(self._words, (own.start, own.end), self._language))
        plain = all(not each.hard and not each.opener and not self._is_dated(each) for each in following)
        return (
            [(each.start, each.end) for each in following]
            if opens and not verbs and plain and len(following) > 1
            else []
        )

    def _is_dated(self, part: _Part) -> bool:
        return any(part.start <= each.start < part.end for each in self._dates)


def _parts(words: str, dates: Sequence["DateFound"], language: Language) -> list[_Part]:
    """The stretches of a sentence between its clause marks, in order."""
    taken = [(each.start, each.end) for each in dates]
    free = _Free(taken)
    names = [match.span() for match in _SET_OFF.finditer(words) if free.is_free(match.span())]
    unnamed = _Free(names)
    cuts: dict[int, _Cut] = {}
    for match in _MARK.finditer(words):
        if free.is_free(match.span()) and unnamed.is_free(match.span()):
            cuts[match.start()] = _Cut(match.end(), "", match[0].strip()[:1] in _HARD or match[0] in _HARD)
    for name, start in _openers(words, free, language):
        if unnamed.is_free((start, start + 1)):
            cuts.setdefault(start, _Cut(start, name, hard=False))
    marks = sorted(cuts)
    for match in language.coordination.finditer(words):
        if unnamed.is_free(match.span()) and _joins_clauses(words, match.span(), marks, free, language):
            cuts.setdefault(match.start(), _Cut(match.end(), "", hard=False))
    made = _between(words, cuts)
    if len(made) > 1 and language.spaced and _is_inverted(words, made[0], language):
        made[0] = replace(made[0], opener="supposing")
    return made


def _openers(words: str, free: "_Free", language: Language) -> Iterator[tuple[str, int]]:
    """The words that open a clause, each by its class and its start."""
    for name in ("relative", "conjunction", "supposing"):
        for match in getattr(language, name).finditer(words):
            named = language.spaced and words[: match.start()].strip(_EDGE) and match[0][0].isupper()
            if (
                not named
                and free.is_free(match.span())
                and words[match.end() : free.next_start(match.end(), len(words))].strip()
            ):
                yield name, match.start()
    for match in language.pronoun.finditer(words) if language.spaced else ():
        if _opens_clause(words, match.span(), language):
            yield "relative", match.start()


@dataclass(frozen=True, slots=True)
class _Cut:
    """Where the next part begins behind the end of one, what opens it, and whether no clause crosses there."""

    begin: int
    opener: str
    hard: bool


class _Free:
    """What of a sentence is outside its days, whose spans are in order."""

    def __init__(self, days: Sequence[Span]) -> None:
        self._starts = [start for start, _ in days]
        self._ends = [end for _, end in days]

    def is_free(self, span: Span) -> bool:
        """Whether a span meets no day."""
        return bisect_right(self._ends, span[0]) == bisect_left(self._starts, span[1])

    def next_start(self, at: int, end: int) -> int:
        """Where the next day begins, or `end`."""
        place = bisect_left(self._starts, at)
        return self._starts[place] if place < len(self._starts) else end


def _is_inverted(words: str, part: _Part, language: Language) -> bool:
    """Whether a part opens with its auxiliary, as a condition does: "Should the vote fail, ..."."""
    openers = (language.must, language.past)
    return any((match := each.match(words, part.start)) and match.end() < part.end for each in openers)


def _opens_clause(words: str, pronoun: Span, language: Language) -> bool:
    """Whether a pronoun stands between two verbs: "said it will"."""
    left = [*verb_groups(words, (max(0, pronoun[0] - _LEAD), pronoun[0]), language)]
    right = [*verb_groups(words, (pronoun[1], min(len(words), pronoun[1] + _LEAD)), language)]
    return bool(left and right) and not words[left[-1][0][1] : pronoun[0]].strip() and right[0][0][0] - pronoun[1] <= 1


def reported(words: str, language: Language) -> Iterator[tuple[Span, Force]]:
    """The clauses without a day that somebody's words are told in, "that the line must close", with their force.

    What they promise is told of whoever promises it: only "it will" is a promise, not "the line will".
    """
    for part in _parts(words, (), language):
        told = part.start if part.opener == "relative" else -1
        for verb, force in verb_groups(words, (part.start, part.end), language):
            own = force != "will" or bool(language.pronoun.search(words, max(told, 0), verb[0]))
            if told >= 0 and force in ("must", "will") and own:
                yield (told, part.end), force
            told = verb[1] if force == "past" else -1


def _between(words: str, cuts: Mapping[int, _Cut]) -> list[_Part]:
    made: list[_Part] = []
    begin, opener, hard = 0, "", False
    for end, cut in sorted(cuts.items()):
        if words[begin:end].strip(_EDGE):
            made.append(_Part(begin, end, opener, hard))
            opener, hard = cut.opener, cut.hard
        else:
            opener, hard = cut.opener or opener, cut.hard or hard
        begin = cut.begin
    last = [_Part(begin, len(words), opener, hard)] if words[begin:].strip(_EDGE) or not made else []
    return made + last


def _joins_clauses(words: str, joint: Span, marks: Sequence[int], free: _Free, language: Language) -> bool:
    """Whether a verb or a day stands on either side of a word that joins, up to the next mark."""
    left = marks[at - 1] if (at := bisect_left(marks, joint[0])) else 0
    right = marks[at] if (at := bisect_right(marks, joint[1])) < len(marks) else len(words)
    dated = free.next_start(left, len(words)) < joint[0]
    if not dated and not any(verb_groups(words, (left, joint[0]), language)):
        return False
    following = free.next_start(joint[1], len(words))
    verbs = [*verb_groups(words, (joint[1], right), language)]
    if verbs and not words[joint[1] : verbs[0][0][0]].strip() and verbs[0][1] == "past":
        return False  # a second participle: "will be released and tested"
    again = dated and following < right and bool(words[joint[1] : _lead(words, following, language)].strip())
    return again or bool(verbs)


def verb_groups(words: str, piece: Span, language: Language, *, ahead: bool = False) -> Iterator[tuple[Span, Force]]:
    """The verbs of a piece that closed classes show, each with its force; a participle belongs to its auxiliary.

    With `ahead`, words such as "due" count as well.
    """
    wanted = [(getattr(language, force), force) for force in _VERBS]
    wanted += [(language.ahead, "will"), (language.expected, "may")] if ahead else []
    found = sorted((match.span(), force) for pattern, force in wanted for match in pattern.finditer(words, *piece))
    group: list[tuple[Span, Force]] = []
    for (span, force), (following, _) in pairwise([*found, ((len(words) + _GROUP * 2, 0), "")]):
        group.append((span, force))
        if not language.spaced or following[0] - span[1] > _GROUP or words.count(" ", span[1], following[0]) > _ENOUGH:
            yield (group[0][0][0], group[-1][0][1]), _force_of([each for _, each in group])
            group = []


def _force_of(group: Sequence[Force]) -> Force:
    return next((each for each in _VERBS[:3] if each in group), group[0])


def content(words: str, piece: Span, of: Span, language: Language) -> float:
    """How many words of a piece outside a day say something; two Chinese characters count as a word."""
    start, end = piece
    bare = words[start:end]
    if start <= of[0] < end:
        bare = f"{words[start : of[0]]} {words[of[1] : end]}"
    if not language.spaced:
        small = without_small(bare, language)
        return len(_HAN.findall(small)) / 2 + len(re.findall("[A-Za-z]{2,}", small))
    return sum(len(word) > 1 and not _is_small(word, language) for word in _WORD.findall(bare))


def _smalls(language: Language) -> tuple[re.Pattern[str], ...]:
    own = language
    nouns = (own.preposition, own.article, own.pronoun, own.label)
    return (*nouns, own.will, own.may, own.must, own.be, own.conjunction, own.relative, own.coordination, own.until)


def _is_small(word: str, language: Language) -> bool:
    return any(pattern.fullmatch(word) for pattern in _smalls(language))


def without_small(words: str, language: Language) -> str:
    """Words without those of closed classes, negation among them, each of which becomes a blank."""
    for pattern in (*_smalls(language), language.negation):
        words = pattern.sub(" ", words)
    return words


def _lead(words: str, day: int, language: Language) -> int:
    """Where the prepositions and articles in front of a day begin."""
    at = day
    while True:
        end = len(words[:at].rstrip())
        small = (language.preposition, language.article, language.until)
        ends = [m.start() for each in small for m in each.finditer(words, max(0, end - _LEAD), end) if m.end() == end]
        if not ends:
            return at
        at = min(ends)
        set_for = next(
            (m.start() for m in language.will.finditer(words, max(0, end - _LEAD), end) if m.end() == end), at
        )
        at = at if language.spaced else min(at, set_for)  # "定于"


def shortened(words: str, language: Language) -> str:
    """A title of few words, cut at a comma or before a preposition, without the small words at its edges."""
    words = re.sub(r"\s+(?=[,.:;])|,(?=[:,])", "", words.strip(_EDGE))
    words = _without_occurrence(words, language)
    if not language.spaced or not words:
        return words[:_MOST_HAN].strip(_EDGE)
    kept = words.split()
    heads = (language.coordination, language.conjunction, language.relative, language.article)
    if language.pronoun.fullmatch(kept[0]) and (verbs := [*verb_groups(words, (0, len(words)), language)]):
        bare = words[verbs[0][0][1] :].split()
        kept = bare if verbs[0][0][0] <= len(kept[0]) + 1 and len(bare) >= _ENOUGH else kept
    while len(kept) > 1 and any(each.fullmatch(kept[0].strip(_EDGE)) for each in heads):
        kept = kept[1:]
    if len(kept) > _MOST_WORDS:
        ends = [
            n
            for n in range(_ENOUGH + 1, _MOST_WORDS)
            if language.preposition.fullmatch(kept[n]) or kept[n - 1][-1] == ","
        ]
        kept = kept[: ends[-1] if ends else _MOST_WORDS]
    tails = (language.preposition, language.article, language.be, language.coordination)
    while len(kept) > 1 and any(each.fullmatch(kept[-1].strip(_EDGE)) for each in tails):
        kept = kept[:-1]
    short = " ".join(kept).strip(_EDGE)
    return short[:1].upper() + short[1:]


def _without_occurrence(words: str, language: Language) -> str:
    """A title without the verb at its end that only says that something comes: "The picnic will take place"."""
    said = (language.occurs, language.expected)
    last = next((m for each in said for m in each.finditer(words) if m.end() == len(words)), None)
    if last is None:
        return words
    verbs = [
        span for span, _ in verb_groups(words, (0, last.start()), language) if not words[span[1] : last.start()].strip()
    ]
    bare = words[: verbs[-1][0] if verbs else last.start()].strip(_EDGE)
    return _without_occurrence(bare, language) if bare else words


def _meet(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _distance(verb: Span, day: Span) -> int:
    """Characters from a verb to a day; one in front counts as nearer."""
    return day[0] - verb[1] if verb[1] <= day[0] else verb[0] - day[1] + 1
