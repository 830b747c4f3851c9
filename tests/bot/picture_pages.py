"""What pictures are looked at: each kind with little and much to show, in three scripts.

`python -m tests.bot.picture_pages` writes the SVGs anew that tests compare with, `python -m benchmarks.pictures FOLDER`
the images; look at what changed before keeping it. `docs/pictures` holds "countdown" and "timeline", which are of the
same ferries.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

from bot.languages import language_set
from bot.views.delivery.countdown_picture import countdown
from bot.views.library.pictures.sources import sources
from bot.views.library.pictures.timeline import timeline
from briefings.library import CitedReference, Moment
from briefings.model.agenda import Event, EventDate
from briefings.model.delivery import Lead, ReminderDue
from tests.fakes.drafts import draft_of

GOLDEN = Path(__file__).parents[1] / "golden" / "pictures"
NOW = datetime(2026, 2, 10, 9, tzinfo=UTC)
LONDON = "Europe/London"

Told = tuple[EventDate, str]

_DAY = EventDate(date(2026, 2, 20), date(2026, 2, 20), "day")
_PAST = EventDate(date(2025, 12, 4), date(2025, 12, 4), "day")
_APRIL = EventDate(date(2026, 4, 1), date(2026, 4, 30), "month")
_SUMMER = EventDate(date(2026, 6, 1), date(2026, 8, 31), "season")
_AT = EventDate(
    date(2026, 3, 5), date(2026, 3, 5), "instant", datetime(2026, 3, 5, 14, 30, tzinfo=UTC), "Europe/London"
)
_YEAR = EventDate(date(2026, 1, 1), date(2026, 12, 31), "year")
_OLD = EventDate(date(1979, 1, 1), date(1979, 12, 31), "year")

_ENGLISH: tuple[Told, ...] = (
    (_PAST, "The harbour council voted for a second ferry."),
    (_DAY, "Bids for the new quay are opened in public."),
    (_AT, "Hearing on fares"),
    (_APRIL, "Meeting of the two mayors, for which neither side has named a day yet."),
    (_SUMMER, "The first crossing without ice breakers is expected."),
)
_CHINESE: tuple[Told, ...] = (
    (_PAST, "港务委员会表决通过增开第二条渡轮航线。"),
    (_DAY, "新码头工程公开开标。"),
    (
        _APRIL,
        "两位市长将于四月会晤，双方尚未公布具体日期，地点预计为省会，议题包括票价、冬季航行安全以及码头扩建资金。",
    ),
)
_RUSSIAN: tuple[Told, ...] = (
    (_PAST, "Совет порта проголосовал за второй паром."),
    (_DAY, "Вскрытие заявок на строительство нового причала."),
    (_APRIL, "Встреча двух мэров, дата которой ещё не объявлена."),
    (_SUMMER, "Первый рейс без ледоколов: Україна, Ґданськ, 40 % грузов."),
)


def _shown(title: str, about: str, told: tuple[Told, ...]) -> str:
    text = "".join(words + "\n" for _, words in told)
    draft = draft_of(title, (("Times", (text,)),), (), {})
    moments = []
    for of, words in told:
        start = draft.text.index(words)
        moments.append(Moment(of, start, start + len(words), 0))
    return timeline(draft, about, moments, NOW, LONDON)


def _many() -> tuple[Told, ...]:
    days = (date(2025, 1 + number, 3 + number) for number in range(12))
    past = [(EventDate(day, day, "day"), f"Step {number} was taken & <noted>.") for number, day in enumerate(days, 1)]
    months = (EventDate(date(2026, 3 + number, 1), date(2026, 3 + number, 28), "month") for number in range(8))
    return (*past, *((month, f"Step {number} follows.") for number, month in enumerate(months, 13)))


_LONG = "On the long and winding history of a title which nobody wanted to shorten " * 3

_MINUTES = "Harbour Gazette. (2026). Minutes of the board, part {}. Oslo."


def _cited(counts: tuple[int, ...], told: str = _MINUTES) -> str:
    entries = tuple(told.format(number) for number in range(1, len(counts) + 1))
    references = draft_of("Ferries", (("Text", ("Words.",)),), entries, {}).references
    cited = [CitedReference((i,), count) for i, count in enumerate(counts) if count]
    return sources("Ferries of the north", "Sources", references, sorted(cited, key=lambda each: -each.count))


def _shared() -> str:
    entries = (
        "Xinhua. (2026). First call.",
        "Xinhua. (2026). Second call.",
        "Wang, Y. (2026). Interview.",
        "Li. (2025). X.",
    )
    references = draft_of("Calls", (("Text", ("Words.",)),), entries, {}).references
    return sources("Two calls", "Sources", references, [CitedReference((0, 1), 4), CitedReference((2, 3), 2)])


def _away(when: EventDate, title: str) -> str:
    return countdown(ReminderDue(Event(5, title, when), Lead(7, "d"), (), LONDON, NOW))


_MANY = "Вестник порта, 2025, протокол № {}, Осло, " + "и так далее " * 9

SCENES: dict[str, tuple[str, Callable[[], str]]] = {
    "timeline": ("en", lambda: _shown("Ferries of the north", "Timeline · 5 dated statements", _ENGLISH)),
    "timeline-chinese": ("zh", lambda: _shown("北方的渡轮：三座港口的一年", "时间线", _CHINESE)),
    "timeline-russian": ("ru", lambda: _shown("Паромы севера", "Хронология", _RUSSIAN)),
    "timeline-one": ("en", lambda: _shown("Ferries", "Timeline", ((_APRIL, "Meeting of mayors"),))),
    "timeline-many": ("en", lambda: _shown("Ferries", "Timeline · 20 dated statements", _many())),
    "sources": ("en", lambda: _cited((7, 3, 0, 12, 1))),
    "sources-many": ("ru", lambda: _cited(tuple(range(1, 30)), _MANY)),
    "sources-one": ("zh", lambda: _cited((1,), "港务局（2025）。会议纪要第 {} 号。")),
    "sources-shared": ("en", _shared),
    "countdown": ("en", lambda: _away(_DAY, "Opening of bids for the new quay")),
    "countdown-month": ("zh", lambda: _away(_APRIL, "两位市长会晤")),
    "countdown-long": ("ru", lambda: _away(_AT, "Встреча двух мэров, о которой давно говорят все вокруг " * 4)),
    "timeline-long": (
        "en",
        lambda: _shown(_LONG, _LONG, ((_OLD, _LONG), (_YEAR, "x" * 300), (_DAY, "Кораблі 🚢 한국"))),
    ),
}


def drawn(name: str) -> str:
    """The SVG of a scene, in its language."""
    tag, make = SCENES[name]
    with language_set(tag):
        return make()


if __name__ == "__main__":
    for each in SCENES:
        (GOLDEN / f"{each}.svg").write_text(drawn(each) + "\n", encoding="utf-8")
