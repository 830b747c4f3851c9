"""Describes each passage of a page in numbers, from which `selection` tells whether it is part of the article."""

import math
import re
from collections import Counter
from collections.abc import Sequence
from itertools import accumulate

from briefings.reading.section_names import holds_notes, holds_references
from briefings.reading.web.passage_places import PageElement, PagePassage, bits
from briefings.text.plain_words import letters_of

_WORD = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]|[^\W_\u3040-\u30ff\u4e00-\u9fff]+")
_STOP = re.compile(r"[.!?…。！？](?:[\"'”’»)\]]|\s|$)|[。！？]")
_ENDS = re.compile(r"[.!?…:;。！？：；][\"'”’»)\]]*(?:\[\d+\])*$")
_COMMA = re.compile(r"[,;，、；]")
_FURNITURE = re.compile(
    r"\b(?:shares?|tweet|pin it|e-?mail|print|facebook|twitter|linkedin|whatsapp|reddit|subscribe|"
    r"sign ?(?:up|in)|log ?in|"
    r"register|newsletters?|read (?:more|next|also)|see also|more (?:from|on|in|stories)|related|"
    r"recommended|advertisement|"
    r"sponsored|skip to|click here|follow (?:us|me|@)|comments?|reply|replies|posted (?:in|by|on)|filed under|tags?|"
    r"categor(?:y|ies)|previous|next|menu|search|home|contact|about us|terms|privacy|cookies?|"
    r"javascript|browser|copyright|"
    r"all rights reserved|photo(?:graph)?|image|getty|reuters|credit|source|via|watch|video|listen|download|"
    r"teilen|mehr zum thema|kommentare?|anmelden|impressum|datenschutz|werbung|startseite|drucken|"
    r"foto|quelle|lesen sie|"
    r"partager|lire aussi|commentaires?|abonne[zr]?|connexion|publicité|accueil|mentions légales|"
    r"compartir|comentarios?|"
    r"suscr[ií]b\w+|leer más|iniciar sesión|publicidad|inicio|поделиться|комментари\w+|подписа\w+|читайте также|войти|"
    r"реклама|главная|фото)\b|©|分享|评论|登录|注册|相关|上一篇|下一篇|首页|责任编辑|版权",
    re.IGNORECASE,
)
_DATED = re.compile(
    r"\b(?:19|20)\d\d\b|\b\d{1,2}[:.]\d\d\b|\b\d+ (?:hours?|days?|minutes?|mins?|weeks?|months?|years?) ago\b|"
    r"\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b",
    re.IGNORECASE,
)
_BY = re.compile(
    r"^(?:by|von|par|por|di|автор|作者|photo|image|credit|source|updated|published|posted)\b", re.IGNORECASE
)
_KINDS = ("heading", "paragraph", "item", "quote", "code", "note", "table")
_TAGS = ("p", "div", "li", "td", "section", "article", "dd", "header", "figcaption", "body")
_BESIDE = (-3, -2, -1, 1, 2, 3)  # neighbours whose numbers count too
_HEAD = 400  # characters of a passage whose words are looked at
_BODY = 5_000  # characters of a passage whose sentences are counted
_FAR = 20  # passages beyond which prose is not near
_UNKNOWN = -1.0
_FEW_WORDS = 80
Row = list[float]


def rows(passages: Sequence[PagePassage], core: PageElement, title: str) -> list[Row]:
    """A row of numbers for each passage, with some of its neighbours' numbers."""
    page = _Page(passages, core, title)
    briefs = [page.brief(at) for at in range(len(passages))]
    none = [_UNKNOWN] * len(briefs[0]) if briefs else []
    found = []
    for at in range(len(passages)):
        near = [briefs[at + by] if 0 <= at + by < len(briefs) else none for by in _BESIDE]
        found.append([*page.row(at), *(number for each in near for number in each)])
    return found


class _Page:
    """The counts of a whole page, against which each passage is measured."""

    def __init__(self, passages: Sequence[PagePassage], core: PageElement, title: str) -> None:
        self._passages, self._core = passages, core
        self._heads = [each.piece.text[:_HEAD] for each in passages]
        self._words = [len(_WORD.findall(each.piece.text[:_BODY])) for each in passages]
        self._furniture = [len(_FURNITURE.findall(head)) for head in self._heads]
        self._total = sum(len(each.piece.text) for each in passages) or 1
        self._prose = sum(len(each.piece.text) for each in passages if each.is_prose) or 1
        self._repeated = Counter(self._heads)
        self._looks: Counter[int] = Counter()
        for each in passages:
            self._looks[_look(each)] += len(each.piece.text) if each.is_prose else 0
        self._before = [0, *accumulate(len(each.piece.text) for each in passages)]
        inside = [at for at, each in enumerate(passages) if each.is_prose and not (each.place.told and each.place.up)]
        self._first, self._last = (inside[0], inside[-1]) if inside else (0, len(passages))
        self._h1 = next((at for at, each in enumerate(passages) if each.piece.level == 1), None)
        self._title = letters_of(title)
        self._prose_before = _nearest_prose(passages, 1)
        self._prose_after = _nearest_prose(passages, -1)
        self._sections = _sections(passages, self._furniture)

    def brief(self, at: int) -> Row:
        """The numbers of a passage that describe it as a neighbour."""
        each = self._passages[at]
        return [
            math.log1p(self._words[at]),
            _share(each.linked, len(each.piece.text)),
            float(each.piece.kind == "heading"),
            float(each.is_prose),
            float(each.place.hops),
            float(bool(self._furniture[at])),
        ]

    def row(self, at: int) -> Row:
        """All numbers of a passage by itself."""
        return [
            *self._wording(at),
            *self._position(at),
            *self._surroundings(self._passages[at].place),
            *self._whole(at),
        ]

    def _wording(self, at: int) -> Row:
        each, head, words = self._passages[at], self._heads[at], self._words[at]
        text = each.piece.text
        stops = len(_STOP.findall(text[:_BODY]))
        split = head.split()
        return [
            math.log1p(words),
            math.log1p(len(text)),
            _share(each.linked, len(text)),
            stops,
            _share(stops, words),
            len(_COMMA.findall(text[:_BODY])),
            float(bool(_ENDS.search(text[-20:]))),
            _share(sum(map(str.isdigit, head)), len(head)),
            _share(sum(map(str.isupper, head)), sum(map(str.isalpha, head))),
            float(text[:1].islower()),
            _share(sum(word[:1].isupper() for word in split), len(split)),
            self._furniture[at],
            _share(self._furniture[at], min(words, _FEW_WORDS)),
            float(bool(_DATED.search(head))),
            float(bool(_BY.match(head))),
            float("|" in head or "»" in head or "/" in head),
            float("http" in head or "@" in head),
            float(each.piece.bold),
            float(each.piece.level),
            *(float(each.piece.kind == kind) for kind in _KINDS),
            *(float(each.place.tag == tag) for tag in _TAGS),
            min(self._repeated[head], 5),
            float(bool(self._title) and letters_of(head) == self._title),
        ]

    def _position(self, at: int) -> Row:
        place = self._passages[at].place
        before, after = self._prose_before[at], self._prose_after[at]
        return [
            self._before[at] / self._total,
            at / len(self._passages),
            float(at - self._first),
            float(at - self._last),
            float(at - self._h1) if self._h1 is not None else _UNKNOWN * 99,
            float(min(at - before, _FAR)) if before is not None else _UNKNOWN,
            float(min(after - at, _FAR)) if after is not None else _UNKNOWN,
            float(before is not None and _together(self._passages[before].place, place)),
            float(after is not None and _together(self._passages[after].place, place)),
            *self._sections[at],
            float(place.hops),
            float(place.up),
        ]

    def _surroundings(self, place: PageElement) -> Row:
        above = place.above or place
        branch = place.branch
        found = [*map(float, bits(place.told)), *map(float, bits(place.names))]
        for each in (place, above, above.above or above, branch):
            if each is None:
                found += [_UNKNOWN] * 4
            else:
                found += [
                    math.log1p(each.chars),
                    _share(each.linked, each.chars),
                    _share(each.prose, self._prose),
                    math.log1p(each.passages),
                ]
        return [*found, _share(branch.prose, branch.chars) if branch else _UNKNOWN]

    def _whole(self, at: int) -> Row:
        return [
            _share(self._looks[_look(self._passages[at])], self._prose),
            _share(self._core.prose, self._prose),
            _share(self._core.linked, self._core.chars),
            math.log1p(self._prose),
            _share(self._prose, self._total),
            math.log1p(len(self._passages)),
        ]


def _nearest_prose(passages: Sequence[PagePassage], step: int) -> list[int | None]:
    """For each passage the index of the prose before it (step 1) or after it (-1)."""
    found: list[int | None] = [None] * len(passages)
    last: int | None = None
    for at in range(len(passages))[::step]:
        found[at] = last
        if passages[at].is_prose:
            last = at
    return found


def _sections(passages: Sequence[PagePassage], furniture: Sequence[int]) -> list[Row]:
    """For each passage whether its heading opens sources or notes, names furniture, and how far above it stands."""
    found = []
    sources = named = 0.0
    distance = _FAR
    for each, count in zip(passages, furniture, strict=True):
        distance = min(distance + 1, _FAR)
        if each.piece.kind == "heading":
            words = each.piece.text
            sources, named, distance = float(holds_references(words) or holds_notes(words)), float(bool(count)), 0
        found.append([sources, named, float(distance)])
    return found


def _together(one: PageElement, other: PageElement) -> bool:
    """Whether two places share the element around them."""
    return one is other or one.above is other.above or one is other.above or one.above is other


def _look(passage: PagePassage) -> int:
    place = passage.place
    return hash((place.look, place.above.look if place.above else 0))


def _share(part: float, whole: float) -> float:
    return part / whole if whole else 0.0
