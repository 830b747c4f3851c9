"""What a page says of itself: its title without the site's name, and the day on which it was published."""

import contextlib
import html
import json
import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from selectolax.lexbor import LexborHTMLParser, LexborNode

from briefings.months import Month
from briefings.reading.title_block.date_lines import day_in, labelled, line_date, title_date
from briefings.text.plain_words import letters_of

_TITLES = (
    *(
        'meta[name="citation_title"]',
        'meta[name~="dc:title" i]',
        'meta[name="dc.title" i]',
        'meta[property~="dc:title" i]',
    ),
    *(
        'meta[property~="og:title"]',
        'meta[name="og:title"]',
        'meta[name="twitter:title"]',
        'meta[property="twitter:title"]',
    ),
    *('meta[name="parsely-title"]', 'meta[itemprop="headline"]'),
)
_SHORTEST = 2  # letters of what is no title
_SCRIPTS = 20  # of a page's own data that are looked into
_RESEMBLES, _SIMILAR = 0.5, 0.3  # shares of words that two titles of one text have in common
_SITES = ('meta[property="og:site_name"]', 'meta[name="application-name"]', 'meta[name="apple-mobile-web-app-title"]')
_BETWEEN = re.compile(
    r"\s+[|–—·»«•:~/\\<>-]{1,2}\s+|\s*[|｜»]\s*|\s::\s|(?<=[\u4e00-\u9fff])[_-](?=[^_]{2,12}(?:_|-|$))|:\s+"
    r"|\s\[(?=[^\[\]]{2,30}\]$)"
)
_COMMENT = re.compile(r"<!--\s*(TLP[^<>\n]{1,120}?)\s*-->", re.IGNORECASE)
_PARTED = re.compile(r"[|｜»·•—–]")  # hardly ever stand within a title
_FEWEST_WORDS = 3  # of a title that is left once a site's supposed name is dropped
_MOST_SITE_WORDS = 5
_ALIKE = 0.5  # share of a longer title's letters that a heading within it has
_DATES = (
    *(
        'meta[property="article:published_time"]',
        'meta[name="article:published_time"]',
        'meta[property="og:published_time"]',
    ),
    *('meta[name^="citation_publication_date"]', 'meta[name="citation_online_date"]', 'meta[name="citation_date"]'),
    *('meta[itemprop="datePublished"]', 'meta[name="datePublished" i]', 'meta[property="datePublished" i]'),
    *(
        'meta[name="parsely-pub-date"]',
        'meta[name="sailthru.date"]',
        'meta[name="pubdate" i]',
        'meta[name="publish-date" i]',
    ),
    *(
        'meta[name="publishdate" i]',
        'meta[name="publish_date" i]',
        'meta[name="publication_date" i]',
        'meta[name="article.published"]',
    ),
    *(
        'meta[name="dc.date.issued" i]',
        'meta[name="dcterms.issued" i]',
        'meta[name="dct.issued" i]',
        'meta[name="dc.date" i]',
        'meta[name="dcterms.date" i]',
    ),
    *(
        'meta[name="dcterms.created" i]',
        'meta[name="dc.date.created" i]',
        'meta[name="date" i]',
        'meta[property="rnews:datePublished"]',
    ),
    *(
        'meta[name="published" i]',
        'meta[name="pub_date" i]',
        'meta[name="og:article:published_time" i]',
        'meta[name="cxenseparse:recs:publishtime" i]',
    ),
)
_MARKED = (
    '[itemprop~="datePublished"]',
    "time[pubdate]",
    "abbr.published",
    "time.published",
    "time.entry-date",
    ".dt-published",
)
_WIKI = 'meta[name="generator"][content^="MediaWiki"], body.mediawiki, .mw-parser-output'
_BEGUN_LONG_AGO = timedelta(400)
_EDITED = re.compile(r"^\s*[^\d\n]{1,60}(?=\d)")  # "This page was last edited on"
_ADDRESSES = (('link[rel="canonical"]', "href"), ('meta[property="og:url"]', "content"))
_OWN = (*_ADDRESSES, ("base", "href"))
_DATED_ADDRESS = re.compile(r"/((?:19|20)\d\d)[/-](\d{1,2})[/-](\d{1,2})(?=[/-]|$)")
_LONGEST_DATA = 500_000  # characters of a page's own data that are looked into
_DEEPEST = 3  # levels of a page's own data
_UNIVERSAL = re.compile(r"T\d\d:.*(?:Z|[+-]00:?00)$")
_DAY = timedelta(1)
_FAR = timedelta(3)  # by which two days are not one in two time zones
_OLDEST = 1990  # year; pages that claim an older one mean something else
_BESIDE = re.compile(
    r"comment|related|sidebar|footer|nav|menu|recommend|popular|latest|teaser|widget|promo|card|update|modif",
    re.IGNORECASE,
)
_HIGHEST = 12  # elements around a time that are looked at


_LONGEST_NAMED = 200  # characters of a page's title


def address_of(page: LexborHTMLParser) -> str:
    """The page's own address as it states it, or ""."""
    stated = (_flat(found.attributes.get(name) or "") for css, name in _OWN for found in page.css(css))
    return next((each for each in stated if each.startswith(("http://", "https://"))), "")


def title_of(page: LexborHTMLParser, headings: Sequence[str]) -> str:
    """The page's title, or ""; `headings` are its first-level headings in the page's order."""
    bars = [_flat(each.text()) for each in page.css("head > title, body > title")]  # a drawing has titles as well
    own = next(filter(None, bars), "")
    shown = _heading_in(own, headings)
    sites = _site_names(page)
    for said in (*_headlines(page, own), *_contents(page, _TITLES)):
        if len(letters_of(said)) <= _SHORTEST or letters_of(said) in sites:
            continue
        if heading := _heading_in(said, headings):
            return heading
        if not shown or _overlap(said, shown) >= _SIMILAR:
            return _without_site(said, sites, own)
    if not shown and len(set(headings)) == 1 and len(own.split()) < min(_FEWEST_WORDS, len(headings[0].split()) + 1):
        return headings[0]  # such as "Untitled" in the title bar
    return shown or _without_site(own, sites, "") or (headings[0] if headings else "")


def _headlines(page: LexborHTMLParser, own: str) -> Iterator[str]:
    """The headline in the page's data, if it resembles the words in the browser's title bar."""
    for data in _data(page):
        for found in _values_in(data, "headline", 0):
            said = _flat(html.unescape(found))
            if _overlap(said, own) >= _RESEMBLES:
                yield said


def _overlap(one: str, other: str) -> float:
    """The share of the longer title's words that both have, 0 to 1."""
    words = [frozenset(re.findall(r"\w+", each.casefold())) for each in (one, other)]
    return len(words[0] & words[1]) / (max(map(len, words)) or 1)


def _contents(page: LexborHTMLParser, selectors: Sequence[str]) -> Iterator[str]:
    for selector in selectors:
        for found in page.css(selector):
            if said := _flat(found.attributes.get("content") or ""):
                yield said


def _heading_in(said: str, headings: Sequence[str]) -> str:
    """The heading that a longer title contains, or ""."""
    letters = letters_of(said)
    for heading in headings:
        own = letters_of(heading)
        if own and own in letters and len(own) >= _ALIKE * len(letters):
            return heading
    return ""


def _site_names(page: LexborHTMLParser) -> frozenset[str]:
    names = {letters_of(said) for said in _contents(page, _SITES)}
    for selector, attribute in _ADDRESSES:
        found = page.css_first(selector)
        host = re.match(r"https?://(?:www\.)?([\w.-]+)", (found.attributes.get(attribute) or "") if found else "")
        if host:
            names |= {letters_of(host[1]), *(letters_of(part) for part in host[1].split(".") if len(part) > 3)}
    return frozenset(names - {""})


def _without_site(said: str, sites: frozenset[str], own: str) -> str:
    """A title without the name of its site before or after it."""
    marks = [*_BETWEEN.finditer(said)]
    if not marks:
        return said
    first, last = said[: marks[0].start()], said[marks[-1].end() :]
    if letters_of(last) in sites:
        return _without_site(said[: marks[-1].start()].rstrip(), sites, own)
    if letters_of(first) in sites:
        return said[marks[0].end() :].lstrip()
    before = said[: marks[-1].start()].rstrip()
    parted = bool(_PARTED.search(marks[-1][0])) or len(before.split()) >= _FEWEST_WORDS
    short = len(last.split()) <= _MOST_SITE_WORDS and not marks[-1][0].startswith(":")
    return before if not own and short and parted else said


def published_in(page: LexborHTMLParser, lines: Sequence[str]) -> date | None:
    """The publication date in metadata, in the `lines` beside the title, or in the page's address; None if in none.

    Of several days in the metadata, the one that the page shows counts, else the first one. They may tell it in another
    time zone; the day that the page shows is then the one it was. A wiki's page that was begun years before is of the
    day of its last change.
    """
    shown = [day for line in lines if (day := labelled(line))] or [day for line in lines if (day := line_date(line))]
    stated = [(day, said) for said in _stated(page) if (day := day_in(said)) and day.year >= _OLDEST]
    edited = _last_edited(page)
    if edited and all(edited - day > _BEGUN_LONG_AGO for day, _ in stated):
        return edited
    if stated:
        shown = [each for each in shown if not isinstance(each, Month)]
        seen = next((each for each in stated if any(abs(each[0] - other) <= _DAY for other in shown)), None)
        day, said = seen or _first_published(stated)
        local = [other for other, _ in stated if abs(other - day) == _DAY] if _UNIVERSAL.search(said) else []
        return next((other for other in shown if abs(other - day) <= _DAY), (local or [day])[0])
    if shown:
        return shown[0]
    found = (*(day_in(said) for said in (*_times(page), *_addresses(page))), _day_of_minutes(page))
    return next((day for day in found if day and day.year >= _OLDEST), None)


def _last_edited(page: LexborHTMLParser) -> date | None:
    """The day of the last change of a wiki's page; None for other pages."""
    if page.css_first(_WIKI) is None:
        return None
    changed = [said for data in _data(page) for said in _values_in(data, "dateModified", 0)]
    foot = page.css_first("#footer-info-lastmod, #lastmod, .lastmod")
    return next(
        (day for said in (*changed, foot.text() if foot else "") if (day := day_in(_EDITED.sub("", said)))), None
    )


def _day_of_minutes(page: LexborHTMLParser) -> date | None:
    """The day in the title of a page of minutes."""
    title = page.css_first("head title")
    said = " ".join(title.text().split())[:_LONGEST_NAMED] if title else ""
    return title_date(said)


def _first_published(stated: Sequence[tuple[date, str]]) -> tuple[date, str]:
    """The most telling of several days; where another is days earlier, that one, since the page was changed later."""
    earliest = min(stated)
    return earliest if stated[0][0] - earliest[0] > _FAR else stated[0]


def _stated(page: LexborHTMLParser) -> Iterator[str]:
    yield from _contents(page, _DATES)
    for data in _data(page):
        yield from _values_in(data, "datePublished", 0)
    for selector in _MARKED:
        for found in page.css(selector):
            attributes = found.attributes
            said = attributes.get("content") or attributes.get("datetime") or attributes.get("title") or found.text()
            if not _is_beside(found):
                yield said[:80]


def _data(page: LexborHTMLParser) -> Iterator[object]:
    """What a page's scripts of data hold."""
    for script in page.css('script[type="application/ld+json"]')[:_SCRIPTS]:
        said = script.text()
        if len(said) < _LONGEST_DATA:
            with contextlib.suppress(ValueError, RecursionError):
                yield json.loads(said, strict=False)


def _values_in(data: object, key: str, depth: int) -> Iterator[str]:
    """The values of a key in a page's things, and in those that they list or describe, three levels deep."""
    if isinstance(data, dict):
        if isinstance(value := data.get(key), str):
            yield value
        for within in ("@graph", "mainEntity", "mainEntityOfPage"):
            if depth < _DEEPEST and within in data:
                yield from _values_in(data[within], key, depth + 1)
    elif isinstance(data, list) and depth < _DEEPEST:
        for each in data:
            yield from _values_in(each, key, depth + 1)


def _times(page: LexborHTMLParser) -> Iterator[str]:
    """The machine-readable time at the head of the article."""
    times = [found for found in page.css("time[datetime]") if not _is_beside(found)]
    if len({(found.attributes.get("datetime") or "")[:10] for found in times[:20]}) in {1, 2}:
        yield (times[0].attributes.get("datetime") or "")[:40]


def _is_beside(node: LexborNode) -> bool:
    """Whether an element belongs to comments, related pages or a change of the page."""
    above: LexborNode | None = node
    for _ in range(_HIGHEST):
        if above is None or above.tag in {"article", "main", "body"}:
            return False
        attributes = above.attributes
        if _BESIDE.search(
            f"{attributes.get('class') or ''} {attributes.get('id') or ''} {attributes.get('itemprop') or ''}"
        ):
            return True
        if above.tag in {"aside", "nav", "footer", "li"}:
            return True
        above = above.parent
    return False


def _addresses(page: LexborHTMLParser) -> Iterator[str]:
    for selector, attribute in _ADDRESSES:
        found = page.css_first(selector)
        if found is not None and (match := _DATED_ADDRESS.search(found.attributes.get(attribute) or "")):
            yield f"{match[1]}-{match[2]}-{match[3]}"


def _flat(words: str) -> str:
    return " ".join(words.split())


def marking_lines_of(page: LexborHTMLParser, markup: str) -> Iterator[str]:
    """What a page says of its marking outside of its article: in comments, a meta element, its header and footer."""
    if "tlp" not in markup.lower():
        return
    yield from (found[1] for found in _COMMENT.finditer(markup))
    for meta in page.css('meta[name="tlp" i]'):
        level = re.sub(r"^TLP[:\s]*", "", meta.attributes.get("content") or "", flags=re.IGNORECASE)
        yield f"Classification: TLP:{level}"
    for picture in page.css('img[alt^="tlp" i]'):
        yield picture.attributes.get("alt") or ""
    for node in page.css('header, footer, [class*="tlp" i], [id*="tlp" i], [role="banner"]'):
        yield from node.text(separator="\n").splitlines()
