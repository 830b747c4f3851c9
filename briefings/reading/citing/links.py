"""Links in running text as citations of their targets."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from urllib.parse import unquote

from briefings.model.analysis import Author, Citation, Reference
from briefings.reading.citing.author_year import work_named
from briefings.reading.citing.reference_index import Index
from briefings.reading.layout import Link
from briefings.reading.links import host_of, site_of, split_address

_VAGUE = re.compile(
    r"(?:click )?(?:here|hier|ici|aqu[ií]|тут|здесь|这里|此处|this|that|link|source|quelle|via|read more|more|see here|"
    r"details|mehr|weiter|website|site|page|article|post|report|blog|pdf|download|original|原文|链接|来源|see)|\W*\d*\W*|.",
    re.IGNORECASE,
)
_SLUG_END = re.compile(r"\.\w{2,5}$")
_WORD = re.compile(r"[^\W\d_]{2}")
_IMAGES = re.compile(r"!\[[^\[\]\n]{0,400}\]\([^()\n]{0,2000}\)")
_TRACKING = re.compile(r"(?:^|&)(?:utm_\w+|fbclid|gclid|mc_[ce]id|ref|cmpid|ocid|smid|src)=[^&]*", re.IGNORECASE)
_NUMBER = re.compile(
    r"\barxiv(?:\.org/(?:abs|pdf|html)/|:\s?)(?P<arxiv>\d{4}\.\d{4,5}|[\w.-]{2,20}/\d{7})|doi\.org/(?P<doi>10\.\d{4,9}/[^\s?#]+)",
    re.IGNORECASE,
)


def with_links(
    text: str,
    links: Sequence[Link],
    prose: Iterable[tuple[int, int]],
    works: Sequence[Reference],
    citations: Sequence[Citation],
) -> tuple[tuple[Reference, ...], tuple[Citation, ...]]:
    """The references and citations with those of the links in `prose`; each target is one reference.

    A target that the reference list names is no new one, whether by its address, its number or its authors and year. A
    link that is a citation already adds nothing, but tells which of several works it means, and replaces one without a
    reference.
    """
    made, cited, index = list(works), list[Citation](), Index(works)
    known = {key: at for at, work in reversed([*enumerate(works)]) for key in _keys(work)}
    told = {one: one for one in citations}
    for link, over in _inside(links, prose, citations):
        words, key = _words(text[link.start : link.end]), target_key(link.url)
        at = known.get(key)
        told |= {one: _settled(one, at) for one in over if at is not None and at < len(works)}
        if over or not words:
            continue
        if at is None:
            named = work_named(words, index)
            at = named if named is not None and _may_be(works[named], link.url) else len(made)
        if at == len(made):
            made.append(_reference(link, words))
        elif made[at].inline and _is_vague(made[at].title or ""):
            made[at] = replace(_reference(link, words), start=made[at].start, end=made[at].end)
        known[key] = at
        cited.append(Citation(link.start, link.end, text[link.start : link.end], "linked", (at,)))
    return tuple(made), _without_doubled([*told.values(), *cited])


def _may_be(work: Reference, url: str) -> bool:
    """Whether an address can be a listed work's: not if both are numbered, since the numbers differ."""
    return not (_NUMBER.search(url) and any(_NUMBER.search(said) for said in (work.url or "", work.entry)))


def _settled(one: Citation, at: int) -> Citation:
    """A citation by name whose link tells which listed work it means."""
    return one if one.references == (at,) else replace(one, status="linked", references=(at,), likely=None, reason="")


def _keys(work: Reference) -> Iterator[str]:
    """The keys of a listed work's addresses: its own, that of its DOI, and of a number that its entry names."""
    if work.url:
        yield target_key(work.url)
    if work.doi:
        yield target_key(f"https://doi.org/{work.doi}")
    if number := _NUMBER.search(work.entry):
        yield target_key(number[0])


def _inside(
    links: Sequence[Link], prose: Iterable[tuple[int, int]], citations: Sequence[Citation]
) -> Iterator[tuple[Link, list[Citation]]]:
    """The links in running text, each with the citation of a reference that it is already, if any."""
    spans = sorted(prose)
    starts = [start for start, _ in spans]
    taken = [one for one in citations if one.references]
    opened = [one.start for one in taken]
    for link in links:
        at, last = bisect_right(starts, link.start) - 1, bisect_right(opened, link.end - 1)
        if at >= 0 and link.end <= spans[at][1]:
            yield link, [one for one in taken[max(0, last - 1) : last] if one.end > link.start]


def _without_doubled(citations: Sequence[Citation]) -> tuple[Citation, ...]:
    """The citations in order, without those lacking a reference that stand where a linked one does."""
    found: list[Citation] = []
    for one in sorted(citations, key=lambda one: (one.start, one.end, one.references)):
        while found and not found[-1].references and one.references and found[-1].end > one.start:
            found.pop()
        if one.references or not (found and found[-1].references and found[-1].end > one.start):
            found.append(one)
    return tuple(found)


def _reference(link: Link, words: str) -> Reference:
    site = site_of(link.url)
    title = _slug(link.url) if _is_vague(words) else words
    return Reference(
        start=link.start,
        end=link.end,
        entry=f"{site}: {title}" if title else site,
        authors=(Author(literal=site),),
        title=title or None,
        url=link.url,
        kind="webpage",
        inline=True,
    )


def _words(linked: str) -> str:
    """The words of a link without pictures and the marks of Markdown."""
    return " ".join(_IMAGES.sub("", linked).replace("`", "").replace("*", "").replace("\\", "").split()).strip("_ <>")


def _is_vague(words: str) -> bool:
    return _VAGUE.fullmatch(words) is not None or words.startswith(("http://", "https://", "www."))


def _slug(url: str) -> str:
    """The last part of an address in words; "" if it has none."""
    for part in reversed(split_address(url).path.split("/")):
        words = " ".join(_SLUG_END.sub("", unquote(part)).replace("-", " ").replace("_", " ").split())
        if _WORD.search(words):
            return words[:200]
    return ""


def target_key(url: str) -> str:
    """A key that is the same for the ways of writing one address, or for all addresses of a paper with a number."""
    if number := _NUMBER.search(url):
        return (number["arxiv"] or number["doi"].rstrip("/")).lower()
    parts = split_address(url)
    query = _TRACKING.sub("", parts.query).strip("&")
    return f"{host_of(parts)}{parts.path.rstrip('/')}{'?' if query else ''}{query}".lower()
