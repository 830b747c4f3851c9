"""The subject of a verb of saying: whom the clauses of a sentence let speak, outside its quotations. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from briefings.languages import Language
from briefings.model.analysis import Actor
from briefings.reading.actors.chinese import SURNAMES
from briefings.reading.clauses import Span, clause_spans, content, verb_groups, without_small
from briefings.reading.speech_verbs import SAYING, simplified

BLANK = "\x02"  # stands for each character of a quotation
Named = tuple[int, int, Actor]
_HARD = re.compile(r"[;!?。；！？]|\.(?=\s+[A-ZÀ-ÞА-ЯЁ])")
_OWNER = re.compile(r"[’'](?:s\b)?|的")
_CYRILLIC = re.compile("[а-яё]", re.IGNORECASE)
_NAME = re.compile(r"[A-ZÀ-ÞА-ЯЁ][\w’-]+(?:\s[A-ZÀ-ÞА-ЯЁ][\w’-]+){0,2}")
_OPENING_NAME = re.compile(
    r"[A-ZÀ-ÞА-ЯЁ][\w’-]+\s[A-ZÀ-ÞА-ЯЁ][\w’-]+(?=[,:(]|\s[a-zß-ÿа-яё(])"
)  # of two words, as most
_CLOSING_NAME = re.compile(r"(?:^|\b[a-zß-ÿа-яё]+\s)([A-ZÀ-ÞА-ЯЁ][\w’-]+\s[A-ZÀ-ÞА-ЯЁ][\w’-]+)\s*$")
_STOPS = ",.!?…，。！？"
_LOOSE = f"{_STOPS} \n—–-"  # between a quotation and the verb behind it
_HAN = re.compile("[\u4e00-\u9fff]")
_TITLE = re.compile("《[^》]*》")
_NOUN = "[\u4e00-\u9fff]{0,11}[者员家长师生手士人方部局会院社府司厅委台校官商民友们]"  # for whoever can speak
_CHINESE_SUBJECT = re.compile(
    f"(?:{_NOUN}(?=[A-Z]))?(?P<who>[A-Z][A-Za-zÀ-ÿ.’-]+(?:\\s[A-Z][A-Za-zÀ-ÿ.’-]+)*|《[^》]+》|{_NOUN}|"
    f"[{SURNAMES}](?:[\u4e00-\u9fff]{{1,2}})?)"
    "(?:[则也还亦曾又再所均]|普遍|一致|纷纷|再次|同时|随后|其后)*(?:[在对向于][^，]+)?"
)
_ATTRIBUTE = re.compile("的(?![，：:])")
_ADVERB = re.compile("[\u4e00-\u9fff]{1,5}[地着]")
_NEAR = 30  # characters in front of a name in which what governs it stands
_ROLE = 2  # words of an office between a preposition and a name
_MOST_WORDS, _MOST_BARE = 6, 3  # that name somebody without a name, behind an article and without one
_CLOSE = 4  # characters between a quotation and the verb behind it that belongs to it


@dataclass(frozen=True, slots=True)
class Subject:
    """Who speaks: a name, the words for somebody unnamed or "" for nobody; or else a pronoun at a place."""

    name: str = ""
    pronoun: str = ""
    at: int = 0


NOBODY = Subject()


class Sentence:
    """A sentence in which each quotation is blanked out, with its clauses and the names in it.

    All places are offsets from its start; `written` are its words without characters simplified, `people` the names of
    all people in its text.
    """

    def __init__(
        self, words: str, written: str, names: Sequence[Named], own: Language, people: Sequence[str] = ()
    ) -> None:
        self.words, self._written, self.own, self._people = words, written, own, people
        titles = [match.span() for match in _TITLE.finditer(words)]
        self._names = [each for each in names if not any(start < each[0] < end for start, end in titles)]
        saying = (match.span() for match in SAYING[own.name].finditer(words))
        self._saying = [each for each in saying if own.spaced or not _ATTRIBUTE.match(words, each[1])]
        clauses = clause_spans(words, own)
        self._parts = [span for span, _ in clauses]
        self._relative = [relative for _, relative in clauses]

    def verbs(self, near: Span) -> list[Span]:
        """The verbs of saying in the clauses around a place, the nearest first; one in front counts as nearer."""
        reached = (each for each in self._saying if self._reaches(each, near))
        return sorted(reached, key=lambda each: _apart(each, near))

    def _reaches(self, verb: Span, near: Span) -> bool:
        if self.words[verb[0]].isupper() and self.words[self._start(verb[0]) : verb[0]].strip():
            return False  # United States
        between = (verb[1], near[0])
        if verb[0] >= near[1]:
            between = (near[1], verb[0])
            openers = self._relative[self._at(near[1]) + 1 : self._at(verb[0]) + 1]
            if any(openers) or self.own.relative.match(self.words, self._next(verb[1])):
                return False
        return not _HARD.search(self.words[slice(*between)].replace(BLANK, " "))

    def subject(self, verb: Span) -> Subject | None:
        """The subject of a verb; None if its clauses show none."""
        at, start = self._at(verb[0]), self._start(verb[0])
        if self.own.passive.search(self.words, start, verb[0]):
            return None
        front = (start, next((left for left, right in self._saying if right == verb[0]), verb[0]))
        opener = self.own.relative.match(self.words, self._next(start)) if self.own.spaced else None
        if opener and not self._says((opener.end(), front[1])):
            return (self._behind(at, verb) if self.own.inverts else None) or self._further_left(at)
        if found := self._in_front(front) or self._phrase(front):
            return found
        told = 0 if _ADVERB.fullmatch(self.words, *front) else self._says(front)
        quoted = not told and self.words[:start].rstrip(_LOOSE).endswith(BLANK)
        behind = self._behind(at, verb) if quoted or self.own.inverts else None
        return behind or (self._further_left(at) if told <= 1 else NOBODY)

    def beside(self, quotation: Span, closed: str) -> Subject | None:
        """The subject of the words right behind a quotation that a mark sets off: “...,” shrugs Ola Reed.

        `closed` is the last character within its marks.
        """
        start = len(self.words) - len(self.words[quotation[1] :].lstrip(_LOOSE))
        marked = self.words[quotation[1] : start].strip()
        if start >= len(self.words) or (self.own.spaced and not marked and closed not in _STOPS):
            return None
        at = self._at(start)
        end = self._end(at, start)
        openers = (self.own.conjunction, self.own.coordination, self.own.relative, self.own.preposition)
        if any(each.match(self.words, start) for each in openers):
            return None
        for match in SAYING[self.own.name].finditer(self.words, start, end):
            return self.subject(match.span())
        return self._inverted(start, end) if self.words[start].islower() else None

    def _inverted(self, start: int, end: int) -> Subject | None:
        """The subject behind any verb at the start of a stretch."""
        verb = start + len(self.words[start:end].split()[0])
        if pronoun := self.own.person.search(self.words, start, verb):
            return Subject(pronoun=pronoun[0], at=pronoun.start())
        names = self._able((verb, end))
        if not names:
            bare = self.words[verb:end].strip(" .").split()
            bare = bare[:-1] if self.own.inverts and bare and bare[-1].islower() else bare  # "führt Vik aus"
            return Subject(" ".join(bare)) if _NAME.fullmatch(" ".join(bare)) else None
        if self.words[start:verb] in self.words[verb : names[0][0]].split():
            return None
        behind = self.words[names[-1][1] : end].strip(" .")
        ends = behind.count(" ") == 0 or any(each.match(behind) for each in (self.own.preposition, self.own.relative))
        return Subject(self._named(names)) if ends or not self.own.inverts else None

    def source(self, *, opening: bool = False) -> Subject | None:
        """Whom a clause such as "according to" names; only the first clause counts where it is `opening`."""
        for match in self.own.source.finditer(self.words):
            at = self._at(match.start())
            before = (self._parts[at][0], match.start())
            if (opening and self.words[: match.start()].strip()) or BLANK in self.words[match.start() : match.end()]:
                continue
            if self.words[slice(*before)].strip():
                named = [each for each in self._within(before) if not self.words[each[1] : before[1]].strip()]
            else:
                named = self._sources(match.end(), at)
            if named:
                return Subject(self._named(named))
            if pronoun := self.own.person.match(self.words, match.end() + 1):
                return Subject(pronoun=pronoun[0], at=pronoun.start())
        return None

    def _sources(self, start: int, at: int) -> list[Named]:
        """The first person behind "according to", or in apposition to what stands there, or else a body at once."""
        end = self._end(at, start)
        people = [each for each in self._within((start, end)) if each[2].kind == "person" and not self._is_owner(each)]
        if not people and at + 1 < len(self._parts):
            apposed = self._parts[at + 1]
            people = [
                each
                for each in self._within(apposed)
                if self.words[slice(*apposed)].strip() == self.words[each[0] : each[1]]
            ]
        if people:
            return people[:1]
        bodies = [each for each in self._within((start, end)) if each[2].kind == "organisation"]
        return [each for each in bodies[:1] if not content(self.words, (start, each[0]), (-1, -1), self.own)]

    def introduced(self, quotation: Span) -> str:
        """The only person named in front of the colon that leads to a quotation."""
        before = self.words[: quotation[0]].rstrip(" \n>\"'")
        if not before.endswith((":", "：") if self.own.spaced else (":", "：", "，")):
            return ""
        start = max((match.end() for match in _HARD.finditer(before)), default=0)
        if not self.own.spaced and self.own.passive.search(before, start):
            return ""
        people = [each for each in self._within((start, len(before))) if each[2].kind == "person"]
        if people:
            able = self._able((start, len(before))) if any(start <= each[0] for each in self._saying) else people
            return "" if any(self._is_owner(each) for each in people) else self._named(able)
        opening = _OPENING_NAME.match(before, self._next(start)) if self.own.spaced else None
        return opening[0] if opening and not self.own.article.match(opening[0]) else ""

    def people(self) -> Subject | None:
        """The subject of the sentence for a pronoun behind it, NOBODY if it can be several; None without people."""
        people = [each for each in self._within((0, len(self.words))) if each[2].kind == "person"]
        able = self._able((0, len(self.words)))
        if len({each[2].name for each in able}) > 1:
            verb = next((span[0] for span, _ in verb_groups(self.words, (0, len(self.words)), self.own)), 0)
            able = [each for each in able if each[1] <= verb]
        return Subject(self._named(able)) if people else None

    def _named(self, names: Sequence[Named]) -> str:
        """The only one of some names, as written where several people have it; "" where two fit."""
        if len({each[2].name for each in names}) != 1:
            return ""
        start, end, actor = names[0]
        family = [each for each in self._people if " " in each and each.split()[-1] == self.words[start:end]]
        return actor.name if len(family) < 2 else self._written[start:end]

    def _at(self, place: int) -> int:
        """The number of the clause with a place."""
        return next((n for n, part in enumerate(self._parts) if place < part[1]), len(self._parts) - 1)

    def _start(self, place: int) -> int:
        """Where the clause with a place begins, behind a quotation in it."""
        return max(self._parts[self._at(place)][0], self.words.rfind(BLANK, 0, place) + 1)

    def _end(self, at: int, start: int) -> int:
        """Where a clause ends, in front of a quotation in it."""
        quoted = self.words.find(BLANK, start, self._parts[at][1])
        return quoted if quoted >= 0 else self._parts[at][1]

    def _says(self, span: Span) -> float:
        return content(self.words, span, (-1, -1), self.own)

    def _within(self, span: Span) -> list[Named]:
        here = (each for each in self._names if span[0] <= each[0] and each[1] <= span[1])
        return [each for each in here if BLANK not in self.words[each[0] : each[1]]]

    def _in_front(self, span: Span) -> Subject | None:
        """The subject that stands in front of a verb in its own clause."""
        names = self._able(span)
        first = names[-1][1] if names else span[0]
        for match in self.own.pronoun.finditer(self.words, first, span[1]):
            if not self.own.person.fullmatch(match[0]):
                return NOBODY
            if self.own.spaced or not self._governs(first, match.start()):
                return Subject(pronoun=match[0], at=match.start())
        if names:
            return Subject(self._named(names))
        bodies = [each for each in self._within(span) if not self._is_owner(each)]
        small = [each for each in bodies if self._opens(span[0], each) and not self.words[each[1] : span[1]].strip()]
        return Subject(small[0][2].name) if small else None

    def _governs(self, start: int, place: int) -> bool:
        """Whether a preposition or a word that joins stands right before a place."""
        governors = (self.own.preposition, self.own.coordination)
        return any(match.end() == place for each in governors for match in each.finditer(self.words, start, place))

    def _opens(self, start: int, name: Named) -> bool:
        return self._says((start, name[0])) == 0

    def _able(self, span: Span) -> list[Named]:
        """The people in a stretch who can be the subject of its verb."""
        people = [each for each in self._within(span) if each[2].kind == "person" and not self._is_owner(each)]
        free = [each for each in people if not self._is_governed(span[0], each)]
        if free or not people:
            return free
        opener = self._bare(span[0])
        adverbial = self.own.preposition.match(self.words, opener) is not None
        return [each for each in people[-1:] if adverbial and not self.words[each[1] : span[1]].strip()]

    def _bare(self, start: int) -> int:
        """The start of a stretch behind what joins it to the one before."""
        for joint in (self.own.conjunction, self.own.coordination, self.own.relative):
            if match := joint.match(self.words, self._next(start)):
                return self._next(match.end())
        return self._next(start)

    def _next(self, place: int) -> int:
        """The first place from one on that is no blank."""
        return len(self.words) - len(self.words[place:].lstrip())

    def _is_owner(self, name: Named) -> bool:
        return _OWNER.match(self.words, name[1]) is not None

    def _is_governed(self, start: int, name: Named) -> bool:
        """Whether a preposition stands before a name, or a Russian name has another form than a subject's."""
        cyrillic = _CYRILLIC.search(name[2].name) is not None
        if cyrillic and not name[2].name.endswith(self.words[name[0] : name[1]]):
            return True
        begin = max(start, name[0] - _NEAR)
        if not self.own.spaced and self._governs(begin, name[0]):
            return True
        for governor in (self.own.preposition, self.own.of):
            for match in governor.finditer(self.words, begin, name[0]):
                between = self.words[match.end() : name[0]]
                office = self.own.spaced and not cyrillic and "," not in between and len(between.split()) <= _ROLE
                if (office or not between.strip()) and not self.own.article.fullmatch(match[0]):
                    return True
        return self.words[begin : name[0]].endswith(("d’", "d'"))

    def _behind(self, at: int, verb: Span) -> Subject | None:
        """The subject behind a verb, in its own clause or in apposition; only a name in front of a colon."""
        end = self._end(at, verb[1])
        if pronoun := self.own.person.search(self.words, verb[0], min(end, verb[1] + len("-t-elle"))):
            return Subject(pronoun=pronoun[0], at=pronoun.start())
        if names := self._able((verb[1], end)):
            return Subject(self._named(names))
        following = self.words[verb[1] : end].strip(" .")
        phrase = self._noun_phrase(following.split()) if self.words[end : end + 1] not in (":", "：") else ""
        if not phrase:
            return Subject(following) if _NAME.fullmatch(following) else None
        if at + 1 < len(self._parts) and not _HARD.search(self.words[end : self._parts[at + 1][0]]):
            apposed = self.words[slice(*self._parts[at + 1])].strip(" .")
            if " " in apposed and _NAME.fullmatch(apposed):
                return Subject(apposed)
        last = " ".join(phrase.split()[-2:])
        return Subject(last if len(phrase.split()) > 2 and _NAME.fullmatch(last) else phrase)

    def _noun_phrase(self, words: Sequence[str]) -> str:
        """The words from an article up to a preposition that is no "of"; "" without an article."""
        start = next((n for n, word in enumerate(words) if self.own.article.match(word)), len(words))
        if start > 1:
            return ""
        kept = list(words[start : start + 1])
        for word, following in pairwise([*words[start + 1 :], ""]):
            free = self.own.preposition.fullmatch(word) and not self.own.article.fullmatch(word)
            if len(kept) > 1 and free and (not self.own.of.fullmatch(word) or not following):
                break
            kept.append(word)
        return " ".join(kept[:_MOST_WORDS]) if len(kept) > 1 else ""

    def _phrase(self, span: Span) -> Subject | None:
        """The words in front of a verb for somebody without a name."""
        if not self.own.spaced:
            return self._chinese_phrase(span)
        words = self.words[self._bare(span[0]) : span[1]].split()
        helpers = (self.own.be, self.own.past, self.own.will, self.own.may, self.own.negation)
        while words and (words[-1].endswith("ly") or any(each.fullmatch(words[-1]) for each in helpers)):
            words = words[:-1]
        if len(words) > 1 and not self.own.inverts and self.own.preposition.fullmatch(words[0]):
            words = words[1:] if _NAME.fullmatch(" ".join(words[1:])) else []
        smalls = (self.own.pronoun, self.own.relative, self.own.be, self.own.negation, self.own.conjunction)
        if not words or any(each.fullmatch(word) for each in smalls for word in words):
            return None
        least, most = 2, _MOST_WORDS
        if not self.own.article.match(words[0]):
            if any(each.isdecimal() or self.own.article.fullmatch(each) for each in words):
                return None
            opens = not self.words[: self._bare(span[0])].strip()  # whose capital says nothing
            least, most = 1 + opens, _MOST_BARE if words[0][0].isupper() else 0
        free = self.own.article.match(words[0]) or not self.own.preposition.fullmatch(words[0])
        fits = free and least <= len(words) <= most
        return Subject(" ".join(words)) if fits else None

    def _chinese_phrase(self, span: Span) -> Subject | None:
        start = self.words.rfind("的", *span) + 1 or self._bare(span[0])
        found = _CHINESE_SUBJECT.fullmatch(self.words, start, span[1])
        if not found:
            return None
        who = self._written[found.start("who") : found.end("who")]
        if len(who) == 1:
            bearers = [each for each in self._people if simplified(each).startswith(found["who"])]
            return Subject(bearers[0]) if found["who"] in SURNAMES and len(bearers) == 1 else None
        verb = SAYING[self.own.name].match(self.words, span[1])
        if verb and len(verb[0]) == 1 and _HAN.match(self.words, verb.end()):
            return None  # a character of another word
        small = found["who"] != without_small(found["who"], self.own) or self.own.past.search(found["who"])
        return None if small else Subject(who)

    def _further_left(self, at: int) -> Subject | None:
        """The subject in the clauses before one that has none, past relative clauses and what stands in apposition."""
        for n in range(at - 1, -1, -1):
            start, end = self._parts[n]
            if _HARD.search(self.words[end : self._parts[n + 1][0]]):
                return None
            if self._relative[n + 1] and (antecedent := _CLOSING_NAME.search(self.words, start, end)):
                return Subject(antecedent[1])
            if self._relative[n] or self._is_parenthesis(n):
                continue
            start = max(start, self.words.rfind(BLANK, start, end) + 1)
            verbs = [*SAYING[self.own.name].finditer(self.words, start, end)]
            if verbs:
                return self.subject(verbs[0].span())
            groups = [span for span, _ in verb_groups(self.words, (start, end), self.own)]
            if found := self._in_front((start, groups[0][0] if groups else end)):
                return found
            if groups or self.words[self._parts[n][0] : start].endswith(BLANK):
                return None
        return None

    def _is_parenthesis(self, at: int) -> bool:
        """Whether a part between two others is a clause with its verb at its end: "Vik, der den Kai kennt, sagte"."""
        start, end = self._parts[at]
        verbs = [*verb_groups(self.words, (start, end), self.own)] if self.own.inverts and at else []
        opens = self.own.article.match(self.words, self._next(start)) is not None
        return opens and bool(verbs) and not self.words[verbs[-1][0][1] : end].strip()


def _apart(verb: Span, near: Span) -> int:
    """The characters between a verb and a place."""
    if verb[1] <= near[0]:
        return near[0] - verb[1]
    return verb[0] - near[1] + 10 if verb[0] - near[1] > _CLOSE else 0
