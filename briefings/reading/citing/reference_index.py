"""Index of the reference list by author name."""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from briefings.model.analysis import Author, Reference
from briefings.reading.actors.chinese import SURNAMES
from briefings.reading.references.authors import ends_open, is_body
from briefings.text import CHINESE_SIGN

_WORD = re.compile(r"[^\W_]+")
_HAN_NAME = re.compile(r"[\u4e00-\u9fff]{2,20}")
_HAN_JOINERS = frozenset("和与及同")
_JOINERS = frozenset({"and", "und", "et", "y", "и", "с"})
_PARTICLES = frozenset(
    re.split(r"\W", "van von der den de del della di da dos do du la le ten ter el al bin ibn zu"),
)
_HAN_PERSON = re.compile(rf"[{SURNAMES}][\u4e00-\u9fff]{{0,2}}(?<![社报网局部院会台刊])")
_TWO_WORDS = re.compile(r"[A-ZА-ЯЁ][a-zа-яё]{1,8} [A-ZА-ЯЁ][a-zа-яё]{2,12}")
_HAN_LEAD = re.compile(r"(?:根据|依据|据|参见|见|正如|如|学者|教授)(?=[\u4e00-\u9fff]$)")
_LEAST_ACRONYM = 2
_MOST_INITIALS = 3
ARTICLES = frozenset({"a", "an", "the"})
_MOST_ALIKE = 50  # works that are compared with one citation
_LEAST_TITLE, _ALIKE = 5, 0.8  # different words of a title that stands for its authors, and the share that is there
_MOST_NAMED = 20  # authors that a citation names one by one
_MANY = 3  # from so many authors on "et al." is the rule


@dataclass(frozen=True, slots=True)
class Name:
    """An author as named in citations, in lower-case words; `given` holds the initials, `stopped` as "J.".

    `surname` is the first character of a Chinese person's name, or the first of two words, as in "Wang Yiwei".
    """

    words: tuple[str, ...]
    given: str
    stopped: bool = False
    surname: str = ""


@dataclass(frozen=True, slots=True)
class Work:
    """A reference by index: its authors' names, whether the list omits some, and the words of its title."""

    index: int
    names: tuple[Name, ...]
    year: str
    open: bool
    title: frozenset[str]


_Signature = tuple[tuple[Name, ...], int, bool]  # the names that a citation has, of how many, and whether more follow


@dataclass(frozen=True, slots=True)
class Named:
    """The works that a phrase names; `start` is where the names begin in the phrase.

    `namesakes` are works that would fit if the initials weren't different.
    """

    works: tuple[Work, ...]
    start: int
    exact: bool
    namesakes: tuple[Work, ...] = ()


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a phrase with its place, in lower case without accents; `stopped` if a full stop follows."""

    text: str
    start: int
    end: int
    shown: str
    stopped: bool


class Index:
    """Finds works by the last word of the name used in citations."""

    def __init__(self, references: Sequence[Reference]) -> None:
        self.works = tuple(_work(index, reference) for index, reference in enumerate(references))
        self._by_last: dict[str, dict[_Signature, list[Work]]] = defaultdict(lambda: defaultdict(list))
        han = {name.words[0] for work in self.works for name in work.names if _HAN_NAME.fullmatch("".join(name.words))}
        longest = sorted(map(re.escape, han), key=len, reverse=True)
        self._han = re.compile("|".join(longest)) if longest else None
        self._surnames = {name.surname for work in self.works for name in work.names}
        self._bodies: dict[str, list[Work]] = defaultdict(list)
        self._titled: dict[str, list[tuple[tuple[str, ...], Work]]] = defaultdict(list)
        for work, reference in zip(self.works, references, strict=True):
            title = _significant([word.text for word in words_of(reference.title or "")])
            self._titled["".join(title[:1])].append((title, work))
            if len(work.names) == 1 and not work.names[0].given:
                self._bodies[work.names[0].words[0][0]].append(work)
        self._by_rare: dict[tuple[str, str], list[Work]] = defaultdict(list)
        frequency = Counter(word for work in self.works for word in work.title)
        for work in self.works:
            for word in _rarest(work.title, frequency):
                self._by_rare[word, work.year[:4]].append(work)
            for count in range(1, min(len(work.names), _MOST_NAMED) + 1):
                for key in filter(None, (work.names[count - 1].words[-1], work.names[count - 1].surname)):
                    self._by_last[key][_signature(work, count)].append(work)
            if alias := _acronym(work):
                self._by_last[alias][_signature(work, 0)].append(work)

    def _parted(self, words: list[Word]) -> list[Word]:
        """The words, with known Chinese names separated from adjacent words."""
        if self._han is None or not any(CHINESE_SIGN.search(word.shown) for word in words):
            return words
        made: list[Word] = []
        for word in words:
            edges = self._edges(word.shown)
            for left, right in pairwise(edges):
                shown = word.shown[left:right]
                if shown and shown not in _HAN_JOINERS:
                    made.append(Word(folded(shown), word.start + left, word.start + right, shown, word.stopped))
        return made

    def _edges(self, shown: str) -> list[int]:
        """Where to cut Chinese words: at the ends of known names, or at each character if all are surnames."""
        lead = _HAN_LEAD.match(shown)
        bare = lead.end() if lead else 0
        if set(shown[bare:]) <= self._surnames | _HAN_JOINERS:
            return [*dict.fromkeys((0, *range(bare, len(shown) + 1)))]
        names = self._han.finditer(shown) if self._han else ()
        return [0, *(edge for name in names for edge in name.span()), len(shown)]

    def knows(self, word: str) -> bool:
        """Whether an author's name ends in this word."""
        return folded(word) in self._by_last

    def named_in_short(self, said: Sequence[Word]) -> tuple[Work, ...]:
        """The works of a body whose name begins with the words, some of them abbreviated: "Natl. Audit Inst."."""
        words = [word for word in said if word.text not in ARTICLES]
        known = self._bodies.get(words[0].text[0], []) if len(words) > 1 else []
        return tuple(work for work in known[:_MOST_ALIKE] if _is_cut(words, work.names[0].words))

    def titled_in_short(self, said: Sequence[Word]) -> tuple[Work, ...]:
        """The only work whose title begins with the words; () if several do. The first word has a capital."""
        if not said or not said[0].shown[0].isupper() or any(word.stopped and len(word.text) > 1 for word in said):
            return ()
        words = _significant([word.text for word in said])
        known = self._titled.get("".join(words[:1]), []) if words else []
        found = [work for title, work in known[:_MOST_ALIKE] if title[: len(words)] == words]
        return tuple(found) if len(found) == 1 else ()

    def titled_at_end(self, phrase: str, year: str) -> tuple[tuple[Work, ...], int]:
        """The only work of a year whose title ends a phrase, and where it begins there; () if none or several do."""
        words = words_of(phrase)
        found: dict[Work, int] = {}
        rare = (self._by_rare.get((word.text, year[:4]), ()) for word in words)
        for work in {work.index: work for works in rare for work in works}.values():
            if len(found) > 1:
                break
            said = words[-len(work.title) :]
            alike = len(work.title.intersection(word.text for word in said))
            if alike >= _ALIKE * len(work.title) and year_fits(work, year):
                found[work] = said[0].start
        return (tuple(found), found.popitem()[1]) if len(found) == 1 else ((), 0)

    def named_at_end(self, phrase: str, *, et_al: bool) -> list[Named]:
        """All readings of the end of a phrase as names of works, longest first."""
        words = self._parted(words_of(phrase)) if self._by_last else []
        if not words:
            return []
        ways: dict[tuple[bool, int, bool], tuple[list[Work], list[Work]]] = defaultdict(lambda: ([], []))
        for (names, authors, is_open), works in self._by_last.get(words[-1].text, {}).items():
            if place := _matched(words, names) if names else _short(words):
                at, loose, other = place
                exact = _counts_fit(authors, len(names) or 1, et_al=et_al, is_open=is_open)
                ways[not exact, words[at].start, loose][other].extend(works)
        return [
            Named(_in_order(works), start, not inexact, _in_order(others))
            for (inexact, start, _), (works, others) in sorted(ways.items(), key=lambda way: way[0])
            if works
        ]


def _rarest(title: frozenset[str], frequency: Counter[str]) -> list[str]:
    """The words of a title of which one at least stands in all that is so much alike; none of a short title's."""
    many = int(len(title) * (1 - _ALIKE) + 1e-9) + 1 if len(title) >= _LEAST_TITLE else 0
    return sorted(title, key=lambda word: (frequency[word], word))[:many]


def _signature(work: Work, count: int) -> _Signature:
    return work.names[:count], len(work.names), work.open


def _in_order(works: list[Work]) -> tuple[Work, ...]:
    return tuple(sorted(works, key=lambda work: work.index))


def _significant(words: Sequence[str]) -> tuple[str, ...]:
    """The words of a title without a leading article."""
    return tuple(words[1:] if words and words[0] in ARTICLES else words)


def _is_cut(said: Sequence[Word], name: Sequence[str]) -> bool:
    """Whether words begin a longer name or abbreviate it: "Natl." has the letters of "national" in order."""
    whole = [word for word in name if word not in ARTICLES]
    return len(said) <= len(whole) and all(
        word.text == full or (word.stopped and _abbreviates(word.text, full))
        for word, full in zip(said, whole, strict=False)
    )


def _abbreviates(short: str, full: str) -> bool:
    letters = iter(full)
    return len(short) < len(full) and short[0] == full[0] and all(letter in letters for letter in short)


def words_of(phrase: str) -> list[Word]:
    """The words of a phrase, without conjunctions between names and without "’s"."""
    made = []
    for match in _WORD.finditer(phrase):
        text = folded(match[0])
        before = phrase[max(0, match.start() - 1) : match.start()]
        if match[0] not in _JOINERS and not (text == "s" and before in {"'", "’"}):
            made.append(Word(text, match.start(), match.end(), match[0], phrase.startswith(".", match.end())))
    return made


def folded(text: str) -> str:
    """The text in lower case without accents."""
    if text.isascii():
        return text.lower()
    return "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))


_LETTERS = str.maketrans("абвд", "abce")  # behind a year, Cyrillic letters number an author's works too


def year_fits(work: Work, year: str) -> int:
    """2 if the years are equal, 1 if only one of them has a letter, 0 otherwise."""
    if work.year.translate(_LETTERS) == year.translate(_LETTERS):
        return 2
    bare = work.year[:4] == year[:4]
    return int(bare and (len(year) == 4 or len(work.year) == 4))


def _work(index: int, reference: Reference) -> Work:
    names = tuple(name for author in reference.authors if (name := _name(author)).words)
    if not names and reference.title:
        names = (Name(tuple(word.text for word in words_of(reference.title)), ""),)
    entry = reference.entry[: reference.entry.find(reference.year)] if reference.year else reference.entry[:300]
    year = (reference.year or "n.d.").replace(" ", "")
    is_open = ends_open(entry[:1500]) or "et al" in entry[:300]
    title = frozenset(word.text for word in words_of(reference.title or ""))
    return Work(index, tuple(name for name in names if name.words), year, is_open, title)


def _name(author: Author) -> Name:
    given = "".join(part if part.isupper() else part[:1] for part in re.findall(r"[^\W\d_]+", author.given))
    words = tuple(word.text for word in words_of(author.name))
    surname = author.literal[:1] if _HAN_PERSON.fullmatch(author.literal) else ""
    if _TWO_WORDS.fullmatch(author.literal) and not is_body(author.literal):
        surname = words[0]
    return Name(words, folded(given), "." in author.given, surname)


def _acronym(work: Work) -> str:
    """The acronym of an organisation of several words."""
    if len(work.names) != 1 or work.names[0].given or len(work.names[0].words) < _LEAST_ACRONYM:
        return ""
    return "".join(word[0] for word in work.names[0].words if word not in {"of", "the", "for", "in", "on", "to"})


def _short(words: Sequence[Word]) -> tuple[int, bool, bool] | None:
    return (len(words) - 1, False, False) if words[-1].shown.isupper() else None


def _matched(words: Sequence[Word], names: Sequence[Name]) -> tuple[int, bool, bool] | None:
    """Where the names begin in the words, read from the end; None if they aren't all there.

    The second value says that a name or initials are incomplete, the third that the initials are someone else's.
    """
    at = len(words)
    loose = other = False
    for name in reversed(names):
        size = _stands_before(words, at, name)
        if not size:
            return None
        loose = loose or (size < len(name.words) and not name.given)
        at -= size
        while at and name.given and words[at - 1].shown in _PARTICLES:
            at -= 1
        before = at
        while at and before - at < _MOST_INITIALS and _is_initial(words[at - 1], name):
            at -= 1
        given = "".join(word.text for word in words[at:before])
        loose = loose or bool(given and given != name.given)
        if at == before and at and name.given and _contradicts(words[at - 1], words[at].start, name):
            other, at = True, at - 1
    return at, loose, other


def _stands_before(words: Sequence[Word], at: int, name: Name) -> int:
    """How many words before a position are the name: a full family name, or only its last word."""
    size = len(name.words)
    if at >= size and tuple(word.text for word in words[at - size : at]) == name.words:
        return size
    return int(at > 0 and words[at - 1].text == (name.words[-1] if name.given else name.surname))


def _is_initial(word: Word, name: Name) -> bool:
    short = word.shown.isupper() and len(word.shown) <= 3
    return bool(name.given) and short and (word.text in name.given or name.given.startswith(word.text[0]))


def _contradicts(word: Word, start: int, name: Name) -> bool:
    """Whether a different initial precedes a name, so it is another person's; "plate B" isn't one in a list of
    "J."s.
    """
    close = start - word.end <= len(". ")
    single = word.shown.isupper() and len(word.shown) == 1 and word.text != name.given[0]
    return close and single and (word.stopped or not (name.stopped or word.text == "a"))


def _counts_fit(authors: int, count: int, *, et_al: bool, is_open: bool) -> bool:
    """Whether a citation of a work by so many authors has this number of names, with or without "et al."."""
    if et_al:
        return is_open or (authors >= _MANY and count < authors)
    return count == authors and not is_open
