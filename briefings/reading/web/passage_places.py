"""Where each passage of a page stands: its enclosing elements, their names, and how much prose each of them holds."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from selectolax.lexbor import LexborNode

from briefings.reading.layout import Piece

# Words in an element's class, id and role, by what they say of its content.
NAMES = {
    "menu": r"nav(?:bar|igation|box)?|menu|breadcrumbs?|crumbs?|pagination|pager|paging|tabs?|tablist|skip|toc|toolbar|"
    r"topbar",
    "head": r"header|masthead|banner|branding|logo|site-title|hero",
    "foot": r"footer|foot|bottom|copyright|legal|disclaimer|contentinfo|colophon",
    "side": r"sidebar|side|aside|rail|widgets?|complementary|secondary|right-col(?:umn)?",
    "share": r"shar(?:e|ing)|socials?|follow|twitter|facebook|addthis|sharedaddy|likes?|bookmark|tools",
    "related": r"related|recommend(?:ed|ations?)?|also|popular|trending|most|latest|next|prev(?:ious)?|teasers?|promo|"
    r"cards?|feed|outbrain|taboola|more|read-more|list(?:ing)?|carousel|recirc|inset|rich-link|crosslinks?|series",
    "comment": r"comments?|commentlist|disqus|repl(?:y|ies)|respond|discussion|reviews?|pingbacks?|trackbacks?",
    "advert": r"ads?|adverts?|advertisement|sponsor(?:ed)?|dfp|gpt|commercial|affiliate",
    "sign": r"newsletter|subscri(?:be|ption|ber)|sign-?up|log-?in|register|registration|paywall|"
    r"forms?|donate|cta|piano|"
    r"optin|membership|mailing",
    "notice": r"cookies?|consent|gdpr|modal|pop-?up|overlay|notice|alert|dialog|alertdialog|warning|lightbox",
    "meta": r"byline|authors?|bio|meta|dates?|time|timestamp|dateline|published|info|tags?|categor(?:y|ies)|credits?|"
    r"editsection|mw-editsection|catlinks|printfooter|vcard|source",
    "picture": r"captions?|figure|gallery|images?|img|photos?|media|video|slide(?:r|show)?|thumbs?|thumbnail|player|"
    r"embed|wp-caption",
    "hidden": r"hidden|hide|noprint|print-only|visually-hidden|sr-only|screen-reader(?:-text)?|"
    r"offscreen|invisible|a11y",
    "text": r"article|body|content|entry|post|story|text|main|hentry|prose|markdown|articlebody|"
    r"richtext|copy|paragraph",
}
_NAMED = re.compile("|".join(rf"(?P<{kind}>(?<![a-z])(?:{words})(?![a-z]))" for kind, words in NAMES.items()))
_BITS = {kind: 1 << at for at, kind in enumerate(NAMES)}
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_LONGEST_NAME = 400  # characters of an element's names that are looked at
_TAGGED = {
    **dict.fromkeys(("nav", "menu"), "menu"),
    **dict.fromkeys(("aside",), "side"),
    **dict.fromkeys(("footer",), "foot"),
    **dict.fromkeys(("header", "hgroup"), "head"),
    **dict.fromkeys(("form", "fieldset"), "sign"),
    **dict.fromkeys(("figure", "figcaption", "caption"), "picture"),
    **dict.fromkeys(("article", "main"), "text"),
}
_ASIDE = sum(
    _BITS[kind] for kind in ("menu", "foot", "side", "share", "related", "comment", "advert", "notice", "hidden")
)
BESIDE = sum(_BITS[kind] for kind in ("menu", "foot", "side", "related", "comment", "advert"))
FURNITURE = sum(_BITS[kind] for kind in ("menu", "head", "foot", "share", "comment", "advert", "notice", "hidden"))
_PROSE = 60  # characters of a passage that count as prose
_LINKED = 0.35  # share of links in prose at most
_CORE = 0.6  # share of the page's prose that the core holds


@dataclass(slots=True)
class PageElement:
    """A block element: its names as bits, and what it holds in all, in characters."""

    above: "PageElement | None"
    tag: str
    names: int
    look: int  # a hash of tag and classes
    chars: int = 0
    linked: int = 0
    prose: int = 0
    passages: int = 0
    told: int = 0  # names of this element and all around it up to the core's path, as bits
    hops: int = 0  # elements between this one and the core's path
    up: int = 0  # steps from the core up to where its branch leaves the path
    branch: "PageElement | None" = None


@dataclass(slots=True)
class PagePassage:
    """A piece of a page, the element in which it stands, and how many of its characters are links."""

    piece: Piece
    place: PageElement
    linked: int = 0

    @property
    def is_prose(self) -> bool:
        """Whether it is long enough, and has few enough links, for running text."""
        size = len(self.piece.text)
        return size >= _PROSE and self.linked <= _LINKED * size and self.piece.kind != "heading"


def place_of(node: LexborNode, above: PageElement | None) -> PageElement:
    """The place of a block element below another."""
    attributes = node.attributes
    tag = node.tag or ""
    classes = attributes.get("class") or ""
    said = f"{classes} {attributes.get('id') or ''} {attributes.get('role') or ''} {attributes.get('itemprop') or ''}"
    names = 0
    if tag not in {"html", "body"} and len(said) > 3:
        plain = _CAMEL.sub("-", said[:_LONGEST_NAME]).lower().replace("_", "-")
        for found in _NAMED.finditer(plain):
            names |= _BITS[found.lastgroup or "text"]
    if kind := _TAGGED.get(tag):
        names |= _BITS[kind]
    return PageElement(above, tag, names, hash((tag, classes)))


def measure(places: Sequence[PageElement], passages: Sequence[PagePassage]) -> PageElement | None:
    """Counts what each place holds and returns the core: the smallest one with most of the page's prose."""
    aside: dict[int, int] = {}
    for place in places:
        aside[id(place)] = place.names & _ASIDE | (aside[id(place.above)] if place.above else 0)
    prose = [each for each in passages if each.is_prose]
    for each in [each for each in prose if not aside[id(each.place)]] or prose:
        each.place.prose += len(each.piece.text)
    for each in passages:
        each.place.chars += len(each.piece.text)
        each.place.linked += each.linked
        each.place.passages += 1
    for place in reversed(places):
        if above := place.above:
            above.chars, above.linked = above.chars + place.chars, above.linked + place.linked
            above.prose, above.passages = above.prose + place.prose, above.passages + place.passages
    core = _core(places)
    _relate(places, core)
    return core


def _core(places: Sequence[PageElement]) -> PageElement | None:
    """The smallest place with most of the prose: of those with more than half each holds the next."""
    most = _CORE * places[0].prose if places else 0
    return next((place for place in reversed(places) if place.prose > most), places[0] if places else None)


def _relate(places: Sequence[PageElement], core: PageElement | None) -> None:
    path: dict[int, int] = {}
    place, up = core, 0
    while place is not None:
        path[id(place)] = up
        place, up = place.above, up + 1
    for place in places:
        if id(place) in path:
            place.up = path[id(place)]
            continue
        above = place.above
        if above is None:
            continue
        place.told = above.told | place.names
        place.hops = above.hops + 1
        place.up = above.up
        place.branch = above.branch or place


def bits(names: int) -> list[int]:
    """Each name, 0 or 1, in the order of `NAMES`."""
    return [names >> at & 1 for at in range(len(NAMES))]
