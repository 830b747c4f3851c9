"""Links in running text as citations of their targets."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from urllib.parse import SplitResult, unquote, urljoin, urlsplit

from briefings.model.analysis import Author, Citation, Reference
from briefings.reading.layout import Link

_MOST = 2_000  # characters of an address
_SHARED = re.compile(
    r"(?:twitter|x)\.com/(?:intent|share|home\?status|search|hashtag)|facebook\.com/(?:sharer|share|dialog)|"
    r"linkedin\.com/(?:share|cws|sharing)|pinterest\.\w+/pin/create|reddit\.com/submit|(?:wa|t)\.me/(?:share|\?)|"
    r"whatsapp\.com/send|plus\.google\.com/share|addtoany\.com|addthis\.com|news\.ycombinator\.com/submitlink|"
    r"getpocket\.com/(?:save|edit)|flipboard\.com/bookmarklet|tumblr\.com/(?:share|widgets)|web\.archive\.org/save|"
    r"[/?&](?:unsubscribe|opt-?out)(?:[/?&=.]|$)|[?&](?:(?:ve)?action=(?:edit|history|raw|submit)|redlink=1)(?:&|$)",
    re.IGNORECASE,
)
_PROFILE = re.compile(
    r"(?:twitter|x|instagram|facebook|threads)\.(?:com|net)/@?[\w.]+/?|linkedin\.com/in/[\w-]+/?", re.IGNORECASE
)
_TEMPLATE = re.compile(r"\{[{%]|%7B%7B", re.IGNORECASE)
_NO_SOURCE = re.compile(r"\.(?:png|jpe?g|gif|svg|webp|ico|bmp|css|js|zip|exe|dmg)$", re.IGNORECASE)
_TERM = re.compile(
    r"/(?:wiki|tags?|topics?|themes?|themen|thema|sujets?|categor(?:y|ies)|kategorie|rubrik|authors?|autor(?:en|es)?|"
    r"auteurs?|people|persons?|profiles?|users?|members?|companies|quotes?|symbols?|search|suche|login|signup|sign-up|"
    r"subscribe|subscriptions?|newsletters?|abo|account|accounts|register|contact|kontakt|about|privacy|terms|imprint|"
    r"impressum|shop|store|jobs|hashtag)(?:/|$|\.)",
    re.IGNORECASE,
)
_ARTICLE = re.compile(r"\d|[-_][^/]*[-_]|\.(?:html?|pdf|php|shtml|aspx|docx?)$", re.IGNORECASE)
_TRACKING = re.compile(r"(?:^|&)(?:utm_\w+|fbclid|gclid|mc_[ce]id|ref|cmpid|ocid|smid|src)=[^&]*", re.IGNORECASE)
_VAGUE = re.compile(
    r"(?:click )?(?:here|hier|ici|aqu[ií]|тут|здесь|这里|此处|this|that|link|source|quelle|via|read more|more|see here|"
    r"details|mehr|weiter|website|site|page|article|post|report|blog|pdf|download|original|原文|链接|来源|see)|\W*\d*\W*|.",
    re.IGNORECASE,
)
_SLUG_END = re.compile(r"\.\w{2,5}$")
_WORD = re.compile(r"[^\W\d_]{2}")
_IMAGES = re.compile(r"!\[[^\[\]\n]{0,400}\]\([^()\n]{0,2000}\)")


def source_address(href: str, base: str = "") -> str:
    """The absolute address of a link that leads to a source; "" for anchors, mail, menus, sharing and pictures.

    `base` is the page's own address: links within the site count only if they lead to another article of it.
    """
    if len(href) > _MOST or href.lstrip().startswith("#") or _TEMPLATE.search(href):
        return ""
    try:
        address = urljoin(base, href.strip()) if base else href.strip()
        parts, own = urlsplit(f"https:{address}" if address.startswith("//") else address), urlsplit(base)
        parts.port  # noqa: B018  raises ValueError for what is none
    except ValueError:
        return ""
    host = _host(parts)
    if parts.scheme not in {"http", "https"} or "." not in host.strip(".") or _is_no_source(parts, host):
        return ""
    return "" if host == _host(own) and not _is_other_article(parts, own) else parts.geturl()


def _host(parts: SplitResult) -> str:
    return (parts.hostname or "").removeprefix("www.")


def _is_no_source(parts: SplitResult, host: str) -> bool:
    address = f"{host}{parts.path}{'?' if parts.query else ''}{parts.query}"
    return bool(_SHARED.search(address) or _PROFILE.fullmatch(address) or _NO_SOURCE.search(parts.path))


def _is_other_article(parts: SplitResult, own: SplitResult) -> bool:
    last = parts.path.rstrip("/").rpartition("/")[2]
    return parts.path != own.path and not _TERM.search(parts.path) and _ARTICLE.search(last) is not None


def split_address(url: str) -> SplitResult:
    """The parts of an address; one that is none, such as "https://[2]", is all path."""
    try:
        return urlsplit(url)
    except ValueError:
        return SplitResult("", "", url, "", "")


def target_key(url: str) -> str:
    """A key that is the same for the ways of writing one address."""
    parts = split_address(url)
    query = _TRACKING.sub("", parts.query).strip("&")
    return f"{_host(parts)}{parts.path.rstrip('/')}{'?' if query else ''}{query}".lower()


def with_links(
    text: str,
    links: Sequence[Link],
    prose: Iterable[tuple[int, int]],
    works: Sequence[Reference],
    citations: Sequence[Citation],
) -> tuple[tuple[Reference, ...], tuple[Citation, ...]]:
    """The references and citations with those of the links in `prose`; each target is one reference.

    A target that the reference list names is no new one. A link that is a citation already adds nothing, and replaces
    one without a reference.
    """
    made, cited = list(works), list(citations)
    known = {target_key(url): at for at, work in enumerate(works) if (url := _address(work))}
    for link in _inside(links, prose, citations):
        words = _words(text[link.start : link.end])
        if not words:
            continue
        key = target_key(link.url)
        if key not in known:
            known[key] = len(made)
            made.append(_reference(link, words))
        elif made[known[key]].inline and _is_vague(made[known[key]].title or ""):
            made[known[key]] = replace(_reference(link, words), start=made[known[key]].start, end=made[known[key]].end)
        cited.append(Citation(link.start, link.end, text[link.start : link.end], "linked", (known[key],)))
    return tuple(made), _without_doubled(cited)


def _address(work: Reference) -> str:
    return work.url or (f"https://doi.org/{work.doi}" if work.doi else "")


def _inside(links: Sequence[Link], prose: Iterable[tuple[int, int]], citations: Sequence[Citation]) -> Iterator[Link]:
    """The links in running text that are no citation already."""
    spans = sorted(prose)
    starts = [start for start, _ in spans]
    taken = [(one.start, one.end) for one in citations if one.references]
    opened = [start for start, _ in taken]
    for link in links:
        at, other = bisect_right(starts, link.start) - 1, bisect_right(opened, link.end - 1) - 1
        if at >= 0 and link.end <= spans[at][1] and not (other >= 0 and taken[other][1] > link.start):
            yield link


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


def site_of(url: str) -> str:
    """The site of an address as people name it: "bbc.com"."""
    return _host(split_address(url))


def _slug(url: str) -> str:
    """The last part of an address in words; "" if it has none."""
    for part in reversed(split_address(url).path.split("/")):
        words = " ".join(_SLUG_END.sub("", unquote(part)).replace("-", " ").replace("_", " ").split())
        if _WORD.search(words):
            return words[:200]
    return ""
