"""Author-page citations: "(McKay; Temple 45)", "(Gerlinger, Horswell, et al.)", "Sauer and Walker"."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from briefings.model.analysis import Citation
from briefings.reading.citing.reference_index import ARTICLES, Index, Named, Work, words_of
from briefings.reading.citing.unmatched_citations import citation, is_lead, names_before, whole_name

_PAREN = re.compile(r"[()\n]")
_LONGEST = 900  # characters in a bracket
_DEEPEST = 2  # brackets inside a bracket
_NUMBER = r"[A-Z]?\d{1,4}(?:[-–][A-Z]?\d{1,4})?"
_PART = r"(?:chs?|chap|chapters?|secs?|sections?|pars?|paras?|lines?|ll?|vols?|bks?|pts?|acts?|sc|st|cantos?|pp?|ff?)"
_PLACE = (
    rf"(?:{_PART}\.?\s(?:{_NUMBER}|[ivxl]{{1,5}})|\d{{1,2}}:\s?{_NUMBER}|\d{{1,3}}(?:\.\d{{1,4}}){{1,2}}(?:[-–]\d{{1,4}})?"
    rf"|\d\d:\d\d(?::\d\d)?(?:[-–]\d\d:\d\d(?::\d\d)?)?|{_NUMBER}|[ivxl]{{1,5}})"
)
_PAGES = re.compile(rf",?\s+{_PLACE}(?:[,;]\s?{_PLACE}){{0,5}}$")
_VERSUS = " v. "  # between the parties of a case, which is cited without a page
_EMPHASIS = re.compile(r"[*_]+")
_ET_AL = re.compile(r",?\s*\*?et\.? al\.?\*?$")
_PARTS = re.compile(r"[^;“]*(?:“[^”]*”[^;“]*)*")
_QUOTED = re.compile(r"[“\"](?P<title>[^“”\"]{3,200}?)[,.]?[”\"]")
_QUOTED_IN = re.compile(r"(?:qtd\.|quoted|cited)\s(?:in|by)\s", re.IGNORECASE)
_YEAR_LAST = re.compile(r"\s(?:1[4-9]|20)\d\d$")  # "(Garcia, 2006)" says who named a species, or which year it was
_NOT_PERSONS = re.compile(
    r"(?:Number|Article|Rule|Group|Book|Scene|Line|Page|Appendix|Item|Note|Step|Level|Phase|Type|Class|Room|Point|Box|Map|"
    r"Part|Plate|Appx|Psalms?|Apollo|Boeing|Airbus|Route|Highway|Flight|Channel|Grade|Stage|Age|Week|Unit|Lesson|Equation|Eq|"
    r"Paragraph|Clause|Annex|Exhibit|Category|Gate|Pier|Track|Genesis|Exodus|Matthew|Mark|Luke|John|Romans)"
)
_MOST_COMMAS = 12
_LEAST_OVERLAP = 0.6  # share of a shortened title's words that the title must hold
_SIGNAL = re.compile(r"\bet al\.?|\b[A-ZÀ-Þ][\w’-]{1,40},? and (?:[A-Z]{1,3} )?[A-ZÀ-Þ][\w’-]++")
_PAGE_ALONE = re.compile(
    rf"(?:{_PART}\.?\s)?[A-Z]?\d{{1,3}}(?:[-–][A-Z]?\d{{1,3}})?(?:,\s(?:{_PART}\.?\s)?\d{{1,3}}(?:[-–]\d{{1,3}})?){{0,3}}"
)
_SURNAME = re.compile(r"[A-ZÀ-Þ][^\W\d_]*[a-zà-ÿ](?:-[A-ZÀ-Þ][a-zà-ÿ]+)?")
_CLOSES = re.compile(r"[.,;:?!]|\s*$", re.MULTILINE)  # what follows a page, and not the number of a thing listed
_SENTENCE_END = re.compile(r"[^\W\d_A-Z]{2}[.!?][”\"]?\s+(?=[A-Z“\"])")
_CAPITALISED = re.compile(r"[A-ZÀ-ÞА-ЯЁ][\w-]+")
_MOST_NAMES = 8  # capitalised words of a sentence that are looked up
_NAMED_AGAIN = re.compile(r"\.?\s?\(\s?\(?(?!\d)")
_REACH = 160  # characters before a signal in which its names stand


@dataclass(frozen=True, slots=True)
class _Cited:
    start: int
    end: int
    works: tuple[Work, ...]


def most(text: str) -> int:
    """An upper bound on author-page citations in a text; much faster than finding them."""
    return text.count("(") + text.count(";") + sum(1 for _ in _SIGNAL.finditer(text))


def author_page(text: str, index: Index) -> list[Citation]:
    """Author-page citations in a text that never gives its sources' years."""
    inside = [one for start, end in _brackets(text) for one in _in_bracket(text, start, end, index)]
    known = sorted({*inside, *_in_prose(text, index, [(one.start, one.end) for one in inside])}, key=lambda o: o.start)
    return [citation(text, one.start, one.end, [work.index for work in one.works]) for one in known]


def _brackets(text: str) -> Iterator[tuple[int, int]]:
    """The contents of brackets on one line, except very long or deeply nested ones."""
    stack: list[list[int]] = []  # offset and depth inside
    for match in _PAREN.finditer(text):
        if match[0] == "(":
            stack.append([match.end(), 0])
        elif match[0] == "\n":
            stack.clear()
        elif stack:
            start, depth = stack.pop()
            if stack:
                stack[-1][1] = max(stack[-1][1], depth + 1)
            if depth <= _DEEPEST and match.start() - start <= _LONGEST:
                yield start, match.start()


def _in_bracket(text: str, start: int, end: int, index: Index) -> Iterator[_Cited]:
    parts = [part for part in _PARTS.finditer(text, start, end) if part[0].strip()]
    several = [_works(part[0].strip(), index) for part in parts]
    for part, found in zip(parts, several, strict=True):
        words = part[0].strip()
        if found is None and any(several) and _SURNAME.fullmatch(words):
            found = ()
        if not found and len(parts) == 1:
            found = _titled_after_names(text, start, words, index) or found
        if found is None and len(parts) == 1 and _PAGE_ALONE.fullmatch(words) and _CLOSES.match(text, end + 1):
            found = _spoken_of(text, start, index) or None
        if found is not None:
            left = part.start() + len(part[0]) - len(part[0].lstrip())
            yield _Cited(start - 1, end + 1, found) if len(parts) == 1 else _Cited(left, left + len(words), found)


def _works(words: str, index: Index) -> tuple[Work, ...] | None:
    """The works that a part names as a whole; () for a name without works; None for other words."""
    phrase = _PAGES.sub("", words)
    named = _named(phrase, index)
    if named and is_lead(phrase[: named.start]):
        return named.works
    for comma in [match.start() for match in re.finditer(",", phrase)][:_MOST_COMMAS]:
        named = _named(phrase[:comma], index)
        if named and is_lead(phrase[: named.start]):
            titled = _with_title(named.works, phrase[comma + 1 :])
            if titled:
                return titled
    if titled := _by_title(phrase, index):
        return titled
    if (phrase != words or _VERSUS in phrase) and (shortened := _shortened(phrase, index)):
        return shortened
    if phrase != words and _quotes_alone(phrase):
        return ()
    if phrase != words and not _YEAR_LAST.search(words) and _title_of_known(phrase, index):
        return ()
    names = whole_name(phrase)
    person = any(map(str.islower, names)) and not re.search(r"\d", names) and not _NOT_PERSONS.fullmatch(names)
    sure = (
        _ET_AL.search(phrase)
        or _QUOTED_IN.match(phrase)
        or (phrase != words and person and not _YEAR_LAST.search(words))
    )
    return () if names and sure else None


def _quotes_alone(phrase: str) -> bool:
    """Whether a phrase is only a title in quotation marks."""
    quoted = _QUOTED.search(phrase)
    return bool(quoted) and quoted.end() == len(phrase) and is_lead(phrase[: quoted.start()]) if quoted else False


def _title_of_known(phrase: str, index: Index) -> bool:
    """Whether a known author precedes a comma and a title that none of their works has."""
    names, _, title = phrase.partition(", ")
    named = _named(names, index) if title[:1].isupper() else None
    return bool(named) and named.exact and is_lead(names[: named.start]) if named else False


def _by_title(phrase: str, index: Index) -> tuple[Work, ...]:
    """The works without an author whose title is, or starts with, a quoted phrase: "Egypt Rejects"."""
    quoted = _QUOTED.search(phrase)
    if not quoted or quoted.end() != len(phrase) or not is_lead(phrase[: quoted.start()]):
        return ()
    said = _without_article([word.text for word in words_of(quoted["title"])])
    return tuple(work for work in index.works if said and _title_if_nameless(work)[: len(said)] == said)


def _shortened(phrase: str, index: Index) -> tuple[Work, ...]:
    """The works of a body whose name is cut short, or else the only work whose title is: "Natl. Audit Inst."."""
    said = words_of(_EMPHASIS.sub("", phrase))
    return index.named_in_short(said) or index.titled_in_short(said)


def _title_if_nameless(work: Work) -> list[str]:
    first = work.names[0].words if work.names else ()
    return _without_article(first) if work.title.issuperset(first) else []


def _without_article(words: Sequence[str]) -> list[str]:
    return [*words[1:]] if words and words[0] in ARTICLES else [*words]


def _named(phrase: str, index: Index) -> Named | None:
    et_al = _ET_AL.search(phrase)
    ways = index.named_at_end(phrase[: et_al.start()] if et_al else phrase, et_al=bool(et_al))
    return ways[0] if ways else None


def _with_title(works: Sequence[Work], title: str) -> tuple[Work, ...]:
    """Those works whose title is, or is shortened to, the words of a citation."""
    words = {word.text for word in words_of(title)}
    if not words:
        return ()
    return tuple(w for w in works if len(words & w.title) >= _LEAST_OVERLAP * min(len(words), len(w.title) or 999))


def _titled_after_names(text: str, start: int, words: str, index: Index) -> tuple[Work, ...] | None:
    """A title in a bracket, in quotation marks or before a page, with the names earlier in the sentence."""
    if words.startswith(("“", '"')):
        named = _named(text[max(0, start - _REACH) : start - 1].rstrip(), index)
        return (_with_title(named.works, words) or None) if named else None
    phrase = _PAGES.sub("", words)
    if phrase == words or not phrase[:1].isupper() or _YEAR_LAST.search(words):
        return None
    said = {word.text for word in words_of(phrase)}
    return tuple(work for work in _spoken_of(text, start, index) if said and said <= work.title) or None


def _spoken_of(text: str, start: int, index: Index) -> tuple[Work, ...]:
    """The works of the authors named last in the sentence before a bracket."""
    floor = max(0, start - _REACH, text.rfind("\n", 0, start) + 1, text.rfind(")", 0, start - 1) + 1)
    window = text[floor : start - 1]
    window = window[max((stop.end() for stop in _SENTENCE_END.finditer(window)), default=0) :]
    for word in [*_CAPITALISED.finditer(window)][: -_MOST_NAMES - 1 : -1]:
        if index.knows(word[0]) and (named := _named(window[: word.end()], index)):
            return named.works
    return ()


def _in_prose(text: str, index: Index, taken: Sequence[tuple[int, int]]) -> Iterator[_Cited]:
    """Several known names together in running text, or names with "et al."; a single name could be anybody's."""
    at = 0
    for match in _SIGNAL.finditer(text):
        while at < len(taken) and taken[at][1] <= match.start():
            at += 1
        if (at < len(taken) and taken[at][0] < match.end()) or _NAMED_AGAIN.match(text, match.end()):
            continue
        left = max(0, match.end() - _REACH, text.rfind("\n", 0, match.end()) + 1)
        named = _named(text[left : match.end()].rstrip("."), index)
        if named and named.exact:
            yield _Cited(left + named.start, match.end(), named.works)
        elif not named and (names := names_before(text[left : match.end()])) and _ET_AL.search(names):
            yield _Cited(match.end() - len(names), match.end(), ())
