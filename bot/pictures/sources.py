"""The share of sources: how many of the citations each of the most cited ones gets."""

from collections.abc import Sequence

from babel.numbers import format_percent

from bot.languages import _, figure, locale, ngettext, plurals
from bot.message import plain_text
from bot.pictures import svg
from bot.pictures.letters import lines, width
from bot.views.marks import entry
from bot.views.words import counted
from briefings.service import SourceLine

SHOWN = 8
_ENTRY, _FIGURE, _BAR = 24.0, 24.0, 16.0
_TOLD = 90  # characters of a reference in the alternative text
_OTHERS = plurals("{number} other source", "{number} other sources")


def most_cited(cited: Sequence[SourceLine]) -> Sequence[SourceLine]:
    """Those that are cited, the most often cited first; of equals as the list has them."""
    return sorted((each for each in cited if each.count), key=lambda each: (-each.count, each.index))


def alternative(cited: Sequence[SourceLine]) -> str:
    """What the picture shows, in words."""
    ordered = most_cited(cited)
    whole = sum(each.count for each in ordered)
    told = [f"{_share(each.count, whole)} [{each.index + 1}] {_short(each)}" for each in ordered[:SHOWN]]
    others = sum(each.count for each in ordered[SHOWN:])
    if others:
        told.append(f"{_share(others, whole)} {ngettext(*_OTHERS, len(ordered) - SHOWN)}")
    return _("Share of citations: {shares}.", shares="; ".join(told))


def sources(title: str, about: str, cited: Sequence[SourceLine]) -> str:
    """The picture; at least one of the sources is cited."""
    ordered = most_cited(cited)
    whole = sum(each.count for each in ordered)
    shapes, y = svg.head(title, f"{about} · {counted(whole, 'citation')}")
    rows = [(f"[{each.index + 1}] {plain_text(entry(each.reference))}", each.count) for each in ordered[:SHOWN]]
    longest, others = ordered[0].count, sum(each.count for each in ordered[SHOWN:])
    for told, count in rows:
        made, y = _row(told, count, whole, longest, y, svg.AHEAD)
        shapes += made
    if others:
        told = ngettext(*_OTHERS, len(ordered) - SHOWN)
        made, y = _row(told, others, whole, max(longest, others), y, svg.PAST)
        shapes += made
    return svg.card(y + svg.MARGIN - 12, shapes)


def _row(told: str, count: int, whole: int, longest: int, y: float, colour: str) -> tuple[list[str], float]:
    said = f"{figure(count)} · {_share(count, whole)}"
    room = svg.ROOM - width(said, _FIGURE, bold=True) - 24
    (shown,) = lines(told, _ENTRY, room, 1) or ("",)
    y += 34
    shapes = [
        svg.words(svg.MARGIN, y - 6, shown, _ENTRY),
        svg.words(svg.WIDTH - svg.MARGIN, y - 6, said, _FIGURE, colour, bold=True, end=True),
        svg.bar(svg.MARGIN, y + 4, svg.ROOM, _BAR, svg.TRACK),
        svg.bar(svg.MARGIN, y + 4, max(svg.ROOM * count / longest, _BAR), _BAR, colour),
    ]
    return shapes, y + _BAR + 26


def _share(count: int, whole: int) -> str:
    return str(format_percent(count / whole, locale=locale()))


def _short(of: SourceLine) -> str:
    words = " ".join(of.reference.entry.split()).rstrip(".")
    return words if len(words) <= _TOLD else words[: _TOLD - 1].rstrip() + "…"
