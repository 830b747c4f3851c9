"""Parses volume, issue and pages in the notations of reference lists."""

import re
from dataclasses import dataclass

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


@dataclass(frozen=True, slots=True)
class PagesAndVolume:
    """Volume, issue and pages, with their start and end offsets."""

    start: int
    end: int
    volume: str | None = None
    issue: str | None = None
    pages: str | None = None


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
