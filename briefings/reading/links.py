"""Which links lead to sources, and the parts of their addresses."""

import re
from urllib.parse import SplitResult, urljoin, urlsplit

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
    host = host_of(parts)
    if parts.scheme not in {"http", "https"} or "." not in host.strip(".") or _is_no_source(parts, host):
        return ""
    return "" if host == host_of(own) and not _is_other_article(parts, own) else parts.geturl()


def host_of(parts: SplitResult) -> str:
    return (parts.hostname or "").removeprefix("www.")


def _is_no_source(parts: SplitResult, host: str) -> bool:
    address = f"{host}{parts.path}{'?' if parts.query else ''}{parts.query}"
    return bool(_SHARED.search(address) or _PROFILE.fullmatch(address) or _NO_SOURCE.search(parts.path))


def _is_other_article(parts: SplitResult, own: SplitResult) -> bool:
    path = _page(parts)
    return path != _page(own) and not _TERM.search(path) and _ARTICLE.search(path.rpartition("/")[2]) is not None


def _page(parts: SplitResult) -> str:
    """The path of a page, the same with and without the name of its folder's first page."""
    return parts.path.removesuffix("index.html").rstrip("/")


def split_address(url: str) -> SplitResult:
    """The parts of an address; one that is none, such as "https://[2]", is all path."""
    try:
        return urlsplit(url)
    except ValueError:
        return SplitResult("", "", url, "", "")


def site_of(url: str) -> str:
    """The site of an address as people name it: "bbc.com"."""
    return host_of(split_address(url))
