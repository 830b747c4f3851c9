"""Parses the part of a reference after the title: journal, volume, pages, publisher, work type."""

import re
from dataclasses import dataclass

from briefings.reading.references.title import OUTLET

_PAGE = r"[A-Za-z]{0,3}\d{1,9}[A-Za-z]?"
_PAGES = rf"{_PAGE}(?:\s?[–—-]\s?{_PAGE})?(?:,\s{_PAGE}[–—-]{_PAGE}){{0,3}}"
_NUMBER = r"[\w/–-]{0,12}"
_JOINED = re.compile(
    rf"(?<![\w.–-])(?P<volume>\d{{1,4}}[A-Za-z]?)(?:,? no\. ?(?P<number>[A-Z]?\d{_NUMBER}))?"
    rf"(?:\s?\((?P<issue>[^()]{{1,30}})\))?(?:\s?\([^()]{{0,20}}\d{{4}}\))?\s?[:：]\s?(?P<pages>{_PAGES})"
)
_COMMAS = re.compile(
    rf",\s(?P<volume>\d{{1,4}}[A-Z]?)(?:\s?\((?P<issue>[^()]{{1,30}})\))?"
    rf"(?:,\s(?:pp?\.\s?|Article )?(?P<pages>{_PAGES}))?(?=[.,;]|$)"
)
_SPACED = re.compile(rf"(?<=[\w.)]\s)(?P<volume>\d{{1,4}}),\s(?P<pages>{_PAGE}[–-]{_PAGE})")
_NUMBERED = re.compile(rf"(?<![\w.–-])(?P<volume>\d{{1,4}}), no\. ?(?P<number>[A-Z]?\d{_NUMBER})")
_AT_END = re.compile(
    r"(?<=[\w)]\s)(?P<volume>\d{1,4})(?:\s?\((?P<issue>[^()]{1,12})\))?(?:\s\([^()]{0,20}\d{4}\))?\.?$"
)
_VOLUME = re.compile(rf"(?:\b[Vv]ol(?:ume|\.)?|\bBd\.|\bТ\.)\s?(?P<volume>[A-Z]?\d{_NUMBER})")
_ISSUE = re.compile(r"(?:\b[Nn]o\.|\b[Ii]ssue|\b[Ii]ss\.|№|\bВып\.|\bNr\.)\s?(?P<issue>[A-Z]?\d[\w/–-]{0,11})")
_PAGED = re.compile(
    rf"(?:\bpp?\.\s?|\bP\.\s?(?=\d)|\b[СC]\.\s?|\bS\.\s(?=\d)|,\s(?!\d{{4}}-\d\d\b)(?=\d{{1,5}}[–-]\d))(?P<pages>{_PAGES})"
)
_OF_YEAR = re.compile(  # "2025(3): 45-60" in a journal, "2025-01-06(1)" in a newspaper, as Chinese lists write them
    rf"(?<![\w.–-])(?:1[5-9]|20)\d{{2}}(?:[(（](?P<issue>\d{{1,3}})[)）](?:\s?[:：]\s?(?P<pages>{_PAGES})|(?=[.．]?$))"
    r"|-\d\d-\d\d[(（](?P<page>\d{1,3})[)）])"
)
_MONTH_BEFORE = re.compile(r",\s(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]{0,6}\.?\s$")

PUBLISHER = re.compile(
    r"\b(?:Press|Publish(?:er|ers|ing)|Verlag|Springer|Wiley|Elsevier|Routledge|Penguin|Books|McGraw|Macmillan|Pearson|"
    r"Academic|Associates|Sage|SAGE|Norton|Brill|Gruyter|Éditions|Editorial|Издательство|Наука|出版社)\b|出版社"
)
_TITLED = (
    ("interview", re.compile(r"(?:Personal )?(?:[Ii]nterview|[Cc]onversation|Интервью|Беседа|专访)\b|采访")),
    ("speech", re.compile(r"(?:Speech|Remarks|Statement|Address|Lecture|Keynote|Заявление|Выступление|Речь)\b|讲话")),
    ("post", re.compile(r".{0,80}\b(?:[Pp]ost on|[Tt]weet|X post|Telegram post)\b")),
)
_MARKED = (
    ("article-newspaper", re.compile(r"^[\s.．]*\[N(?:/OL)?\]")),
    ("article-journal", re.compile(r"^[\s.．]*\[J(?:/OL)?\]")),
    ("thesis", re.compile(r"\b(?:[Dd]issertation|[Tt]hesis|PhD diss|Ph\.D\. diss|дисс?\.)|\[D\]")),
    ("dataset", re.compile(r"\[[Dd]ata ?set\]|\bZenodo\b|\bDryad\b|\bfigshare\b")),
    ("software", re.compile(r"\[(?:[Cc]omputer )?[Ss]oftware\]")),
    ("post", re.compile(r"\[(?:[Tt]weet|[Pp]ost|[Ss]tatus update)")),
    ("interview", re.compile(r"\b(?:[Pp]ersonal communication|[Ii]nterview(?:ed)? by|[Ii]nterview with)\b")),
    ("article", re.compile(r"\b(?:arXiv|bioRxiv|medRxiv|SSRN|[Pp]reprint)\b")),
    (
        "report",
        re.compile(
            r"\b(?:[Rr]eport|[Ww]orking [Pp]aper|[Dd]iscussion [Pp]aper|[Pp]olicy [Bb]rief|"
            r"[Tt]ech(?:nical|\.) [Rr]ep\w*)\b"
        ),
    ),
)
MEETING = re.compile(
    r"\b(?:Proc(?:eedings|\.)? |Conference|Conf\.|Symposium|Symp\.|Workshop|Congress)(?!.*\b(?:Natl|National) Acad)"
)

_REPORT_NUMBER = re.compile(r",?\s?\bTech(?:nical|\.)\sRep(?:ort|t?\.)\s(?:[Nn]o\.\s)?[\w./–-]*\d[\w/–-]*(?=[,.;]|$)")
_LONGEST_SHORTENED = 8  # characters of a word in a journal's shortened name
_MONTH = (
    r"(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec|Spring|Summer|Autumn|Fall|Winter|März|Mai|Okt|Dez)"
    r"[a-z]{0,6}"
)
_RUSSIAN_MONTH = r"(?:январ|феврал|март|апрел|ма[йя]|июн|июл|август|сентябр|октябр|ноябр|декабр)[а-я]{0,2}"
_DATE = re.compile(
    rf"(?:\(\s*)?(?:\b\d{{1,2}} )?(?:\b(?:{_MONTH}|{_RUSSIAN_MONTH})\b\.?\s(?:\d{{1,2}}(?:,|\b)\s?)?)?"
    rf"\b(?:1[4-9]|20)\d{{2}}[a-zабвд]?\b(?:\s{_MONTH}(?:\s?-\s?{_MONTH}|\s\d{{1,2}})?(?=;))?|\bn\.\s?d\."
    rf"|(?:1[4-9]|20)\d{{2}}年\d{{1,2}}月(?:\d{{1,2}}日)?|\b\d{{1,2}} {_MONTH}\b\.?"
    rf"|\b{_MONTH}\b\.? \d{{1,2}}(?=[.,;]|$)"
)
_IN = re.compile(r"(?:[Ii]n:?|В кн\.:|//)\s+(?=\S)")
_EDITORS_FIRST = re.compile(r"^[^()]{2,200}\((?:[Ee]ds?\.|[Ee]ditors?|ред\.)\),?\s|^[^().]{2,200}, editors?\.\s")
_EDITED = re.compile(
    r"\s?\([^()]{2,200}\b(?:Eds?|Trans)\.\)\.?|"
    r"[,.(]?\s?\b(?:[Ee]dited by|[Ee]ds?\.|под ред\.|[Tt]ranslated by)\s.{2,200}?(?:(?=[,.]\s\W?(?:[^\W\d_]{3}|\d))|$)"
)
_EDITION = re.compile(
    r"\s?\([^()]{0,40}\b(?:ed\.|[Vv]ols?\.|pp?\.|[Rr]ev\.)[^()]{0,40}\)|,?\s?\b\d{1,2}(?:st|nd|rd|th) ed\."
)
_PLACED = re.compile(
    r"^(?P<place>[A-ZÀ-ÞА-ЯЁ][^:;]{0,60}:\s|[\u4e00-\u9fff]{2,6}[:：]\s?)(?P<publisher>[^\W\d][^:]{1,120})$"
)
_STREWN = ' .,;:–—-/”“’‘"»(，．。》〉、'
_BETWEEN = ' .,;:–—-”“’"»，．。》〉、'
_DATED_FIRST = re.compile(r"^\((?:(?:1[4-9]|20)\d{2}|n\.\s?d\.)[^()]{0,30}\)")
_BEFORE_DATE = frozenset('.,(–—-:;”"，．。')
_BEHIND_DATE = frozenset({"", ",", ".", ")", ";", ":"})
_SERIES = re.compile(r"^\((?:[^()]{0,60}\bN(?:o\.|umber)\s[^()]{1,60}|arXiv:[^()]{1,60})\)")
_DEGREE = re.compile(r"\b(?:[Dd]issertation|[Tt]hesis|diss\.),?\s(?P<school>[^\])\d]{3,120}?)(?=[\])]|,\s\d|\.?$)")
_PRINTED = re.compile(
    r"[\s*_,]*\([^():]{2,60}:\s(?P<house>[^():]{2,80}),\s(?:1[4-9]|20)\d{2}\)(?=,\s\d|\.?$)"
)  # as notes name a book
_HAN_JOURNAL = re.compile(
    r"[》〉，,、。\s]*(?:载)?[《〈](?P<name>[^》〉]{2,60})[》〉][，,\s]*(?:\d{4}年)?(?:第(?P<volume>\d{1,4})卷)?[，,\s]*"
    r"(?:第(?P<issue>\d{1,3})期)?(?:[，,\s]*第?(?P<pages>\d{1,4}(?:[—–-]{1,2}\d{1,4})?)页)?"
)
_LEAST_NAME = 2  # characters


@dataclass(frozen=True, slots=True)
class Publication:
    """The publication details of a work; `kind` is a CSL type; unknown fields are None."""

    kind: str
    container: str | None = None
    publisher: str | None = None
    volume: str | None = None
    issue: str | None = None
    pages: str | None = None


@dataclass(frozen=True, slots=True)
class EntryFacts:
    """What is known of an entry before its imprint is parsed."""

    title: str
    tail: str  # what follows the title
    quoted: bool  # the title stands in quotation marks
    to_the_day: bool
    address: bool  # it has an address on the web that is no DOI


def publication(facts: EntryFacts) -> Publication:
    """Parses the text after a title, from the clearest form to the vaguest."""
    if printed := _PRINTED.match(facts.tail):
        kind = kind_of(facts.title, facts.tail, quoted=facts.quoted) or "book"
        return Publication(kind, publisher=printed["house"])
    if journal := _HAN_JOURNAL.match(facts.tail):
        pages = journal["pages"] and re.sub("[—–-]+", "–", journal["pages"])
        return Publication(
            "article-journal", journal["name"], volume=journal["volume"], issue=journal["issue"], pages=pages
        )
    tail = _EDITION.sub(lambda match: match[0] if re.search(r"\bpp?\.", match[0]) else "", facts.tail)
    tail = _REPORT_NUMBER.sub("", tail)
    tail = _DATED_FIRST.sub("", tail.replace("*", "").replace("_", " ").lstrip(_BETWEEN)).lstrip(_BETWEEN)
    tail = _SERIES.sub("", tail).lstrip(_BETWEEN)
    inside = _IN.match(tail)
    body = tail[inside.end() :] if inside else tail
    place = pages_and_volume(body)
    head, after = _cut(body, place)
    edited = bool(_EDITORS_FIRST.match(head) or _EDITED.search(head))
    name = _name(head)
    if (inside and _in_book(inside[0], place, facts, edited=edited)) or (edited and facts.quoted and name):
        container, publisher = _book(name, after, body)
        kind = "paper-conference" if container and MEETING.search(container) else "chapter"
        return Publication(
            kind_of(facts.title, facts.tail, quoted=facts.quoted) or kind,
            container,
            publisher,
            place.volume,
            place.issue,
            place.pages,
        )
    if name and _in_series(name, place, tail):
        kind = "paper-conference" if MEETING.search(name) else "article-journal"
        kind = kind_of(facts.title, facts.tail, quoted=facts.quoted) or kind
        return Publication(kind, _with_stop(name, head), volume=place.volume, issue=place.issue, pages=place.pages)
    return _unplaced(facts, name, after, place)


@dataclass(frozen=True, slots=True)
class PagesAndVolume:
    """Volume, issue and pages, with their start and end offsets."""

    start: int
    end: int
    volume: str | None = None
    issue: str | None = None
    pages: str | None = None


def _in_book(opening: str, place: PagesAndVolume, facts: EntryFacts, *, edited: bool) -> bool:
    """Whether "in" means part of a book, not of a journal or a site."""
    return edited or not (opening.startswith("//") or place.volume or (facts.address and not place.pages))


def _in_series(name: str, place: PagesAndVolume, tail: str) -> bool:
    """Whether a name with this place is a journal's: books bracket pages, newspapers have no volume."""
    if place.volume or place.issue:
        return not (PUBLISHER.search(name) and _PLACED.match(name))
    return bool(place.pages) and "(p" not in tail and not PUBLISHER.search(name) and not OUTLET.search(name)


def _unplaced(facts: EntryFacts, name: str | None, after: str, place: PagesAndVolume) -> Publication:
    """The imprint of a work without a volume: a book, report, web page or newspaper article."""
    marked = kind_of(facts.title, facts.tail, quoted=facts.quoted)
    house = _house(name, after)
    if marked in {"article-journal", "article-newspaper"}:
        return Publication(marked, name, volume=place.volume, issue=place.issue, pages=place.pages)
    if marked == "thesis" and (degree := _DEGREE.search(facts.tail)):
        return Publication(marked, publisher=degree["school"].strip(_STREWN))
    if marked in {"thesis", "report", "interview", "speech"}:
        return Publication(marked, publisher=house or name, pages=place.pages)
    if house and not facts.to_the_day:
        return Publication(marked or "book", publisher=house, pages=place.pages)
    if name and OUTLET.search(name):
        return Publication(marked or "article-newspaper", name, pages=place.pages)
    if name and facts.address and len(split := name.rsplit(". ", 1)) > 1:
        return Publication(marked or "webpage", split[0], split[1].strip(), pages=place.pages)
    if facts.quoted or facts.address or facts.to_the_day:
        kind = "webpage" if facts.address or facts.to_the_day else "article-journal" if name else "document"
        return Publication(marked or kind, name, pages=place.pages)
    return Publication(marked or ("book" if name else "document"), publisher=name, pages=place.pages)


def _cut(body: str, place: PagesAndVolume) -> tuple[str, str]:
    """The text before volume, pages and date, and the text after them."""
    starts = [date.start() for date in _DATE.finditer(body) if _stands_apart(body, date)]
    start = min([place.start, *starts])
    return body[:start], body[max(place.end, start) :]


def _stands_apart(body: str, date: re.Match[str]) -> bool:
    """Whether a year is a date, not part of a name ("2018 15th Conference on Rivers")."""
    before, behind = body[: date.start()].rstrip()[-1:], body[date.end() : date.end() + 1]
    return before in _BEFORE_DATE or behind == ";" if before else behind in _BEHIND_DATE


def _name(head: str) -> str | None:
    bare = _EDITED.sub("", _EDITORS_FIRST.sub("", head))
    bare = re.sub(r"\([^()]*$|\[[^\]]{1,30}\]", "", bare).strip(_STREWN).lstrip(")").strip(_STREWN)
    bare = bare.rstrip(")").rstrip() if bare.count(")") > bare.count("(") else bare
    return bare if len(bare) >= _LEAST_NAME and any(map(str.isalpha, bare)) else None


def _with_stop(name: str, head: str) -> str:
    """A journal's name with the full stop of an abbreviated last word: before a comma, or with other short words."""
    behind = head[head.rfind(name) + len(name) :]
    words = [word.rstrip(".") for word in name.split()]
    shortened = ". " in name and max(map(len, words)) <= _LONGEST_SHORTENED
    return f"{name}." if behind.startswith(".,") or (behind[:1] == "." and shortened) else name


def _book(name: str | None, after: str, body: str) -> tuple[str | None, str | None]:
    """The book that contains a chapter, and its publisher: after the pages, or last before them."""
    behind = _house(_name(_DATE.sub("", after)), "") or _name(_DATE.sub("", after))
    if behind or not name:
        return name, behind
    printed = re.search(r"\((?:[^():]{2,40}:\s)?([^():]{2,80}),\s\d{4}\)", body)
    if printed:
        return name, printed[1]
    book, stop, house = name.partition(". ")
    if stop and (_PLACED.match(house) or PUBLISHER.search(house)):
        return book, _house(house, "")
    book, comma, house = name.rpartition(", ")
    return (book, house) if comma and PUBLISHER.search(house) else (name, None)


def _house(name: str | None, after: str) -> str | None:
    """The publisher, if it follows a place or has a publisher's name."""
    for words in (name, _name(after)):
        if words and (placed := _PLACED.match(words)):
            return placed["publisher"].strip(_STREWN)
        if words and PUBLISHER.search(words) and not re.match(r"Retrieved|Available|http", words):
            return words
    return None


def kind_of(title: str, tail: str, *, quoted: bool) -> str | None:
    """The type of work named in a title or after it; a title in quotation marks is ignored."""
    for kind, pattern in _TITLED:
        if pattern.match(title) and not quoted:
            return kind
    return next((kind for kind, pattern in _MARKED if pattern.search(tail)), None)


def pages_and_volume(body: str) -> PagesAndVolume:
    """The clearest volume and pages after the title; an empty place at the end if there are none."""
    for pattern in (_JOINED, _COMMAS, _SPACED, _NUMBERED, _AT_END):
        match = next((m for m in pattern.finditer(body) if not _is_date(body, m)), None)
        if match and (pattern is _JOINED or not _VOLUME.search(body)):
            found = match.groupdict()
            issue = found.get("issue")
            issue = found.get("number") or (None if issue and re.search(r"\d{4}", issue) else issue)
            pages = found.get("pages") or _group(_PAGED.search(body, match.end()), "pages")
            return PagesAndVolume(match.start(), match.end(), found["volume"], issue, pages and _tight(pages))
    if dated := _OF_YEAR.search(body):
        pages = dated["pages"] or dated["page"]
        return PagesAndVolume(dated.start(), dated.end(), None, dated["issue"], pages and _tight(pages))
    found_marks = [pattern.search(body) for pattern in (_VOLUME, _ISSUE, _PAGED)]
    spans = [match.span() for match in found_marks if match]
    if not spans:
        return PagesAndVolume(len(body), len(body))
    volume, issue, pages = (_group(m, name) for m, name in zip(found_marks, ("volume", "issue", "pages"), strict=True))
    return PagesAndVolume(min(spans)[0], max(spans)[1], volume, issue, pages and _tight(pages))


def _group(match: re.Match[str] | None, name: str) -> str | None:
    return match[name] if match else None


def _tight(pages: str) -> str:
    return re.sub(r"\s?[–—-]\s?", "–", pages)


def _is_date(body: str, found: re.Match[str]) -> bool:
    """Whether a seeming volume number is a year, or a day of a month after a comma."""
    number = found["volume"]
    return bool(re.fullmatch(r"(?:1[5-9]|20)\d{2}", number)) or (
        found[0].rstrip(".") == number and bool(_MONTH_BEFORE.search(body[: found.start()]))
    )
