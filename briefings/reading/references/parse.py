"""Parses a reference into authors, year, title and publication, and keeps the original entry."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import unquote

from briefings.model.agenda import EventDate
from briefings.model.analysis import Author, Reference
from briefings.reading.dates import parse
from briefings.reading.references.authors import author_in_running_text, is_body, is_russian_body, parse_authors
from briefings.reading.references.entries import ReferenceEntry
from briefings.reading.references.publication import EntryFacts, publication
from briefings.reading.references.title import (
    ITALIC,
    QUOTED,
    pieces,
    reads_as_title,
    tidy,
    title_after,
    undated,
)
from briefings.reading.references.vancouver import vancouver_entry

YEAR = r"(?:(?:1[4-9]|20)\d{2}[a-zабвд]?|n\.\s?d\.(?:-?[a-z]\b)?|б\.\s?г\.|in press|forthcoming)"
MONTH, OF_MONTH = "-(?:0[1-9]|1[0-2])", "-(?:0[1-9]|[12]\\d|3[01])"  # as ISO 8601 writes them behind a year
_YEAR_FIRST = re.compile(
    rf"[(（](?P<year>{YEAR})(?P<iso>{MONTH}(?:{OF_MONTH})?)?(?:[,，]\s*(?P<rest>[^()（）]{{1,40}}))?[)）]"
)
_FIGURES = r"(?:1[4-9]|20)\d{2}"
_NAMED_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|"
    r"Nov(?:ember)?|Dec(?:ember)?|январ[ья]|феврал[ья]|марта?|апрел[ья]|ма[йя]|июн[ья]|июл[ья]|августа?|сентябр[ья]|"
    r"октябр[ья]|ноябр[ья]|декабр[ья])\.?"
)
_SPAN = r"\d{1,2}(?:\s?[–-]\s?\d{1,2})?"
_WHOLE_DATE = re.compile(
    rf"[(（]\s?(?P<said>(?:{_SPAN}\s)?{_NAMED_MONTH}(?:\s{_SPAN})?,?\s(?P<worded>{_FIGURES}[a-zабвд]?)"
    r"(?:\s?г\.|\s?года)?"
    rf"|\d{{1,2}}[./]\d{{1,2}}[./](?P<behind>{_FIGURES})(?:\s?г\.)?"
    rf"|(?P<before>{_FIGURES})[./]\d{{1,2}}[./]\d{{1,2}}"
    rf"|(?P<han>{_FIGURES})\s?年(?:\s?\d{{1,2}}\s?月(?:\s?\d{{1,2}}\s?[日号])?)?)\s?[)）]",
    re.IGNORECASE,
)

_BARE_HOST = r"(?<![\w@./-])(?!(?:dx\.)?doi\.org/)(?:[A-Za-z0-9-]{2,63}\.){1,4}[a-z]{2,12}/"  # no scheme, but a path
_URL = re.compile(rf"<?(?:(?:https?://|www\.)[^\s<>]{{3,500}}|{_BARE_HOST}[^\s<>]{{1,500}})")
_OLD_SERIAL = r"<\d{1,6}::[\w-]{1,30}>"  # angle brackets stand in DOIs of the nineties
_DOI = re.compile(rf"\b(?:doi(?:\.org)?[:/]?\s?)?(10\.\d{{4,9}}/(?:[^\s\"<>]|{_OLD_SERIAL}){{1,300}})", re.IGNORECASE)
_SHORT_HOST = re.compile(r"https?://(?:dx\.)?doi\.org/(10\.\d{4,9}/.+)", re.IGNORECASE)
_ARXIV = re.compile(r"\barXiv:\s?(\d{4}\.\d{4,5})", re.IGNORECASE)
_LOOKED_UP = re.compile(
    r"[\[(]?\b(?:(?<=\[)[Cc]ited|(?<=\[)[Uu]pdated|[Aa]ccessed|[Rr]etrieved|"
    r"[Ll]ast (?:accessed|visited|modified)|[Дд]ата обращения|访问日期)"
    r"(?: on)?[:：]?\s"
    r"(?:\d{1,2}\.\d{1,2}\.\d{4}|\d{4}-\d{2}-\d{2}|\d{4} [A-Z][a-z]{2,8}(?: \d{1,2})?(?=[\];])|"
    r"(?:\d{1,2} )?[^\W\d]{3,9}\.? (?:\d{1,2}, )?\d{4})[\])]?[.,]?"
)
_LEFTOVER = re.compile(
    r"\s*(?:,?\s*\b(?:doi|URL|(?:\[Online\]\.? )?Available(?: at| from| online)?|"
    r"Retrieved|from|Accessed|Режим доступа)\s?:?)[\s.,]*$",
    re.IGNORECASE,
)

_DAY = r"[A-Z][a-z]{2,8}\.? \d{1,2}|\d{1,2} [A-Z][a-z]{2,8}"
_DAY_ALONE = re.compile(rf"[,.]\s({_DAY})(?=[.,;]?$|[.,;]\s(?:p|Available|http))")
_DOTTED_YEAR = re.compile(
    rf"^(?P<who>.{{2,1500}}?)(?:[.,]|[.,]?\s)\s*(?P<year>{YEAR})(?:{MONTH}{OF_MONTH})?(?:,\s(?P<rest>{_DAY}))?"
    r"(?:(?<=d\.)|(?<=d\.[a-z])|[.,:])(?=\s|$)"
)
_ANY_YEAR = re.compile(
    rf"(?<![\w/.–-])(?P<year>(?:1[4-9]|20)\d{{2}}[a-zабвд]?)(?={MONTH}{OF_MONTH}(?!\d)|\s?年|(?![\w–-]|/|\.\d))"
)
_FULL_DATE = re.compile(
    r"(?:[A-Z][a-z]{2,8}\.? \d{1,2}, \d{4}|\d{1,2} [A-Z][a-z]{2,8}\.? \d{4}|\d{4}-\d{2}-\d{2}|[A-Z][a-z]{2,8}\.? \d{4}|"
    r"\d{1,2}\.\d{1,2}\.\d{4}|\d{1,2} [а-я]{3,8} \d{4}|\d{4}年\d{1,2}月(?:\d{1,2}日)?)"
)
_REPEATED = re.compile(r"(?:[—–_-]\s?){2,}[.,]?\s*|———\.?\s*")
_HEADLESS_YEAR = re.compile(rf"(?P<who>)(?P<year>{YEAR})[.,:]?\s")
_SENTENCE_BREAK = re.compile(
    r"[a-zа-я]{3}\.\s+(?!and\b|et al)\w"
    r"|,\s(?:[A-Z]{1,3}\.?[ -]?){1,3}(?<=\.)\s*(?<=\s)[A-Z][\w’-]+:?\s(?:[a-z]{2,}|[A-Z][a-z])"
)
_YEAR_AT_END = re.compile(rf"[.,]?\s(?P<year>{YEAR})(?:{MONTH}{OF_MONTH})?[.,:]?\s*$")
_NOTED_BOOK = re.compile(
    r"(?P<who>[^,()]{4,80}(?:, [^,()]{4,40}){0,3}?), (?P<title>[^()]{3,300}?) "
    r"\((?:[^():]{2,60}: )?[^():]{2,80}, (?P<year>\d{4})\)"
)
_CASE = re.compile(
    r"(?P<title>[^\W\d_][^,()“”]{1,80}?\sv\.?\s[^,()“”]{1,120}), \d{1,4} [A-Z][\w. ]{0,24}? \d{1,5}"
    r"(?:, [\d–-]{1,11}){0,3}(?: n\.\s?\d{1,3})?(?: \((?:[^()]{0,40} )?(?P<year>1[6-9]\d\d|20\d\d)\))?"
)
_STATUTE = re.compile(r"\d{1,4} (?:[A-Z][\w.]{0,12} ?){1,4}§{1,2} ?\d[\w.()–-]*")
_NOTED_BODY_BOOK = re.compile(
    r"(?P<who>[^()“”\"]{4,300}), (?P<title>[^(),“”\"]{3,300}) \((?:[^():]{2,60}: )?[^():]{2,80}, (?P<year>\d{4})\)"
)
_HAN_WORK = re.compile(
    r"(?P<who>[\u4e00-\u9fff·、，]{2,60}?)[：:，,。.]\s*(?:(?P<year>(?:1[4-9]|20)\d{2})年(?:\d{1,2}月(?:\d{1,2}日)?)?[：:，,。.]\s*)?"
    r"[《〈](?P<title>[^》〉]{1,200})[》〉]"
)
_LONG_AGO = date(2000, 1, 1)
_OPENERS = '“"«„‘'
_NO_TITLE = frozenset({"", "–", "—", "-"})  # what follows a year at an entry's end
_LONGEST_TAIL = 2000  # characters after a title that can tell where it appeared
_DAY_LENGTH = len("2026-02-04")


@dataclass(frozen=True, slots=True)
class _Parts:
    """The parts of an entry; `when` is a date beside the year, such as "May 5"; no title begins before `at`."""

    who: str
    year: str | None
    when: str
    title: str | None
    authors: tuple[Author, ...] = ()
    at: int = 0


def references(text: str, found: list[ReferenceEntry]) -> tuple[Reference, ...]:
    """Parses entries into references; a dash for the authors repeats those of the entry before."""
    made: list[Reference] = []
    known: dict[tuple[str, tuple[Author, ...]], Reference] = {}  # a list may say the same thousands of times
    for entry in found:
        words, before = " ".join(text[entry.body : entry.end].split()), made[-1].authors if made else ()
        if (words, before) not in known:
            known[words, before] = _reference(text, entry, words, before)
        like = known[words, before]
        made.append(replace(like, start=entry.start, end=entry.end, entry=text[entry.start : entry.end]))
    return tuple(made)


def _reference(text: str, entry: ReferenceEntry, words: str, before: tuple[Author, ...]) -> Reference:
    address = split_link(words)
    rest = address.rest
    repeated = _REPEATED.match(rest)
    body = rest[repeated.end() :] if repeated else rest
    parts = _parts(body, headless=bool(repeated))
    date = _iso(parts, rest)
    found = publication(_facts(body, parts, date, address))
    return Reference(
        entry.start,
        entry.end,
        text[entry.start : entry.end],
        before if repeated else parts.authors or parse_authors(parts.who),
        parts.year and parts.year.replace(" ", ""),
        date,
        tidy(parts.title) if parts.title else None,
        address.url,
        kind=found.kind,
        container=found.container,
        publisher=found.publisher,
        volume=found.volume,
        issue=found.issue,
        pages=found.pages,
        doi=address.doi,
    )


@dataclass(frozen=True, slots=True)
class WorkLink:
    """An entry's URL and DOI; `rest` is the entry without them; for a DOI alone, `url` is its resolver's."""

    rest: str
    url: str | None = None
    doi: str | None = None


def _facts(rest: str, parts: _Parts, date: str | None, address: WorkLink) -> EntryFacts:
    title = tidy(parts.title) if parts.title else ""
    title = title if title in rest else parts.title or ""
    at = rest.find(title, parts.at) if title else -1
    return EntryFacts(
        title=title,
        tail=rest[at + len(title) : at + len(title) + _LONGEST_TAIL] if at >= 0 else "",
        quoted=at > 0 and rest[at - 1] in _OPENERS,
        to_the_day=bool(date) and len(date or "") == _DAY_LENGTH,
        address=bool(address.url) and not address.doi,
    )


def _parts(entry: str, *, headless: bool) -> _Parts:
    """Tries the formats of entries in turn, from the clearest to the vaguest."""
    if not headless and (medicine := vancouver_entry(entry)):
        return _Parts("", medicine.year, "", medicine.title, medicine.authors, medicine.at)
    if not headless and (case := _CASE.match(entry)):
        return _Parts("", case["year"], "", case["title"])
    if not headless and (statute := _STATUTE.match(entry)):
        return _Parts("", None, "", statute[0])
    quote = QUOTED.search(entry)
    before_quote = quote.start() if quote else len(entry)
    year = bracketed_year(entry)
    if year and year.start < before_quote and _after_authors(entry, year):
        return _bracketed(entry, year)
    dotted = _HEADLESS_YEAR.match(entry) if headless else _DOTTED_YEAR.match(entry)
    behind = entry[dotted.end() :].strip() if dotted else ""
    if (
        dotted
        and dotted.start("year") <= before_quote
        and behind[:1] not in _NO_TITLE
        and _is_author_part(dotted["who"])
    ):
        title = title_after(behind, dated=False)
        return _Parts(dotted["who"], dotted["year"], dotted.groupdict().get("rest") or "", title, at=dotted.end())
    if quote:
        head = entry[: quote.start()]
        early = _YEAR_AT_END.search(head)
        who, found = (head[: early.start()], early["year"]) if early else (head, _late_year(entry[quote.end() :]))
        return _Parts(who, found, "", quote["title"], _in_note(who), quote.start("title"))
    return _unquoted(entry, headless=headless)


@dataclass(frozen=True, slots=True)
class YearBracket:
    """The place of a bracket, its year, and its month and day in words; `sure` if the year comes first."""

    start: int
    end: int
    year: str
    when: str
    sure: bool


def _bracketed(entry: str, year: YearBracket) -> _Parts:
    """Authors before the bracketed year and the title after it; without authors, the title precedes the year."""
    who, rest = entry[: year.start], entry[year.end :].lstrip(" .,:：，")
    nobody = "," not in who and (_SENTENCE_BREAK.search(who) or (reads_as_title(who) and not is_russian_body(who)))
    if not rest or nobody:
        return _Parts("", year.year, year.when, who)
    return _Parts(who, year.year, year.when, title_after(rest, dated=bool(year.when)), at=year.end)


def _after_authors(entry: str, year: YearBracket) -> bool:
    """Whether a bracketed year follows the authors, not a journal's number; full dates may follow a journal."""
    head = entry[: year.start].rstrip()
    if not year.sure and not _is_author_part(head):
        return False
    return not re.search(r"\d$|\bno\. ?\S+$|\[[A-Z]{1,2}(?:/OL)?\][.．]?$", head) and not (
        entry[year.end :].startswith((":", ", pp")) and "*" in head
    )


def _is_author_part(who: str) -> bool:
    """Whether the text before a year can be only authors: no sentence end, two-digit number or italics."""
    return (
        not re.search(r"“|//|\[[A-Z]{1,2}\]", who)
        and not _SENTENCE_BREAK.search(who)
        and not re.search(r"\d{2}", who.replace("U.S.", ""))
        and "*" not in who.replace("*et al.*", "").replace("*et al*", "")
    )


def _late_year(rest: str) -> str | None:
    bracketed = re.search(rf"\((?:[^()]{{0,20}}\s)?((?:1[4-9]|20)\d{{2}}[a-zабвд]?)(?:{MONTH}{OF_MONTH})?\)", rest)
    years = [match["year"] for match in _ANY_YEAR.finditer(rest)]
    return bracketed[1] if bracketed else years[-1] if years else "n.d." if "n.d." in rest else None


def _unquoted(entry: str, *, headless: bool) -> _Parts:
    """Usually a book: its title is in italics or is the second sentence; or the first, if that names nobody."""
    year = _late_year(entry)
    if italic := ITALIC.search(entry):
        who = entry[: italic.start()]
        return _Parts(who, year, "", italic["title"], _in_note(who), italic.start("title"))
    if (noted := _NOTED_BOOK.match(entry)) and (authors := author_in_running_text(noted["who"])):
        return _Parts("", noted["year"], "", noted["title"], authors, noted.start("title"))
    if (body := _NOTED_BODY_BOOK.match(entry)) and "," in body["who"] and is_body(body["who"]):
        return _Parts("", body["year"], "", body["title"], (Author(literal=body["who"]),), body.start("title"))
    if han := _HAN_WORK.match(entry):
        return _Parts(han["who"], han["year"] or year, "", han["title"], at=han.start("title"))
    parts = pieces(entry)
    if (
        headless
        or len(parts) == 1
        or ("," not in parts[0] and reads_as_title(parts[0]) and not is_russian_body(parts[0]))
    ):
        return _Parts("", year, "", undated(parts[0]))
    # The end of a leading list of "G. Family" names; 0 if there is none.
    name = r"(?:[A-Z]\.[ -]?){1,4}[\w’'-]+(?: [\w’'-]+)?"
    match = re.match(rf"{name}(?:(?:,| and|, and) {name}){{0,40}}(?:,? et al\.)?(?=,)", entry)
    if initials := match.end() if match else 0:
        title = re.split(r"[.,] (?=[A-Z])|, \d", entry[initials:].lstrip(" ,"), maxsplit=1)[0]
        return _Parts(entry[:initials], year, "", title, at=initials)
    return _Parts(parts[0], year, "", undated(parts[1]), at=len(parts[0]))


def _in_note(who: str) -> tuple[Author, ...]:
    """The persons before the title in a note, separated by a comma."""
    return author_in_running_text(who) if who.rstrip().endswith(",") else ()


def _iso(parts: _Parts, entry: str) -> str | None:
    """The date at its own precision: a day, a month or a year."""
    if parts.year is None or not parts.year[:4].isdigit():
        return None
    year = parts.year[:4]
    for phrase in _date_phrases(parts, entry, year):
        when = parse(phrase, _LONG_AGO)
        if when and str(when.first.year) == year and (written := _written(when)):
            return written
    return year


def _date_phrases(parts: _Parts, entry: str, year: str) -> Iterator[str]:
    if parts.when:
        yield parts.when
        yield f"{parts.when}, {year}"
        yield f"{parts.when} {year}"
        yield f"{year}年{parts.when}"
    title = parts.title or ""
    if day := _DAY_ALONE.search(entry):
        yield f"{day[1]} {year}"
    yield from (match[0] for match in _FULL_DATE.finditer(entry) if match[0] not in title)


def _written(when: EventDate) -> str | None:
    kept = {"day": 10, "month": 7, "year": 4}.get(when.precision)
    return when.first.isoformat()[:kept] if kept else None


def split_link(entry: str) -> WorkLink:
    """Separates an entry, all on one line, from its address."""
    entry = " ".join(_LOOKED_UP.sub("", entry).split())
    address, doi = _URL.search(entry), _DOI.search(entry)
    first = address or doi
    if not first:
        paper = _ARXIV.search(entry)
        return WorkLink(entry, f"https://arxiv.org/abs/{paper[1]}" if paper else None)
    bare = _ended(doi[1]) if doi else None
    url = _ended(address[0].strip("<")) if address else f"https://doi.org/{bare}"
    url = url if url.startswith(("http://", "https://")) else f"https://{url}"
    resolved = _SHORT_HOST.fullmatch(url)
    bare = unquote(_ended(resolved[1])) if resolved and not (doi and "<" in doi[1]) else bare
    end = max(first.end(), doi.end()) if doi and doi.start() < first.end() else first.end()
    rest = " ".join(f"{entry[: first.start()]}{entry[end:]}".split())
    return WorkLink(_LEFTOVER.sub("", rest), url, bare)


def _ended(address: str) -> str:
    """An address without the punctuation after it; a closing bracket stays if the address opened it."""
    bare = address.rstrip(".,;]")
    while bare.endswith(")") and bare.count(")") > bare.count("("):
        bare = bare[:-1].rstrip(".,;]")
    return bare


def bracketed_year(entry: str) -> YearBracket | None:
    """The first bracket in an entry that contains only a year or a date."""
    year, whole = _YEAR_FIRST.search(entry), _WHOLE_DATE.search(entry)
    if year and not (whole and whole.start() < year.start()):
        return YearBracket(*year.span(), year["year"], _beside(year), sure=True)
    if not whole:
        return None
    figures = next(filter(None, whole.group("worded", "behind", "before", "han")))
    said = re.sub(r"\s?(?:г\.|года)$", "", whole["said"]) if whole["worded"] or whole["behind"] else whole["said"]
    said = "".join(said.split()) if whole["han"] else said
    return YearBracket(*whole.span(), figures, "" if said == f"{figures}年" else said, sure=False)


def _beside(year: re.Match[str]) -> str:
    """The month and day with a bracketed year, in words of a language with an unambiguous order."""
    if not year["iso"]:
        return year["rest"] or ""
    month, _, day = year["iso"][1:].partition("-")
    return f"{month}月{day}日" if day else f"{month}月"
