"""The picture of source shares: the part of all citations that each of the most cited sources gets."""

from collections.abc import Sequence

from babel.numbers import format_percent

from bot.languages import _, figure, locale, ngettext, plurals
from bot.message import plain_text
from bot.pictures import drawing
from bot.pictures.fonts import lines, width
from bot.views.shared.names_and_dates import counted, listed
from bot.views.shared.quotations import entry, in_picture
from briefings.library import CitedReference, called
from briefings.model.analysis import Reference

SHOWN = 8
_ENTRY, _FIGURE, _BAR = 24.0, 24.0, 16.0
_TOLD = 90  # characters of a reference in the alternative text
_OTHERS = plurals("{number} other source", "{number} other sources")


def alternative(references: Sequence[Reference], cited: Sequence[CitedReference]) -> str:
    """The alternative text of the picture."""
    whole = sum(each.count for each in cited)
    shares = [f"{_share(each.count, whole)} {_short(_named(references, each))}" for each in cited[:SHOWN]]
    others = sum(each.count for each in cited[SHOWN:])
    if others:
        shares.append(f"{_share(others, whole)} {_left(cited)}")
    return _("Shares of citations: {shares}.", shares=listed(shares))


def sources(title: str, about: str, references: Sequence[Reference], cited: Sequence[CitedReference]) -> str:
    """The picture; at least one source must be cited."""
    whole = sum(each.count for each in cited)
    shapes, y = drawing.head(title, f"{about} · {counted(whole, 'citation')}")
    longest, others = cited[0].count, sum(each.count for each in cited[SHOWN:])
    for each in cited[:SHOWN]:
        made, y = _row(_named(references, each), each.count, whole, longest, y, drawing.AHEAD)
        shapes += made
    if others:
        made, y = _row(_left(cited), others, whole, max(longest, others), y, drawing.PAST)
        shapes += made
    return drawing.card(y + drawing.MARGIN - 12, shapes)


def _left(cited: Sequence[CitedReference]) -> str:
    return ngettext(*_OTHERS, sum(len(each.references) for each in cited[SHOWN:]))


def _named(references: Sequence[Reference], cited: CitedReference) -> str:
    """A reference by number and entry, or several by numbers and authors."""
    numbers = " ".join(f"[{index + 1}]" for index in cited.references)
    if len(cited.references) == 1:
        return f"{numbers} {in_picture(plain_text(entry(references[cited.references[0]], cited.references[0] + 1)))}"
    return f"{numbers} {listed(dict.fromkeys(called(references[index]) for index in cited.references))}"


def _row(label: str, count: int, whole: int, longest: int, y: float, colour: str) -> tuple[list[str], float]:
    amount = f"{figure(count)} · {_share(count, whole)}"
    room = drawing.ROOM - width(amount, _FIGURE, bold=True) - 24
    (shown,) = lines(label, _ENTRY, room, 1) or ("",)
    y += 34
    shapes = [
        drawing.words(drawing.MARGIN, y - 6, shown, _ENTRY),
        drawing.words(drawing.WIDTH - drawing.MARGIN, y - 6, amount, _FIGURE, colour, bold=True, end=True),
        drawing.bar(drawing.MARGIN, y + 4, drawing.ROOM, _BAR, drawing.TRACK),
        drawing.bar(drawing.MARGIN, y + 4, max(drawing.ROOM * count / longest, _BAR), _BAR, colour),
    ]
    return shapes, y + _BAR + 26


def _share(count: int, whole: int) -> str:
    return str(format_percent(count / whole, locale=locale()))


def _short(named: str) -> str:
    words = " ".join(named.split()).rstrip(".。")
    return words if len(words) <= _TOLD else words[: _TOLD - 1].rstrip() + "…"
