"""Pairs of libraries composed at random: what the seams of a marked part can be made of, in any mixture.

One analysis has one or two sections that are marked; the other library lacks them, or has others in their places.
Drawn are the language, how sources are cited, where the sections stand and under which headings, what they share with
the open text (a source, a name, an abbreviation, a sentence, an event), their label, whether a whole analysis is hidden
too, and whether a later revision repeats a hidden sentence.
"""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from briefings.model.marking import Label
from briefings.service import Briefings
from tests.fakes.interference.libraries import (
    BOARD,
    EDITOR,
    EMBARGO,
    FILES,
    NOW,
    OLD_TIMETABLE,
    PIER,
    SECRET,
    Difference,
    Library,
)

_LABELS = (
    Label("RED"),
    Label("AMBER+STRICT"),
    Label("RED", EMBARGO),
    Label("AMBER+STRICT", EMBARGO),
    Label("RED", None, (BOARD, EDITOR)),
    Label("AMBER", None, (BOARD, EDITOR)),
)


@dataclass(frozen=True, slots=True)
class _Source:
    author: str
    year: int
    entry: str
    url: str


@dataclass(frozen=True, slots=True)
class _Hidden:
    """Sentences of a hidden section; `{holm}` and `{vik}` stand for citations, the second of hidden parts alone."""

    heading: str
    sentences: Sequence[str]
    counted: bool = True  # whether something in it gets a number, so that what stands behind it would have others


@dataclass(frozen=True, slots=True)
class _Language:
    """What texts of a language are made of: `open` is sections, `hidden` kinds of sections in two wordings."""

    title: str
    dated: str
    open: Mapping[str, Sequence[str]]
    hidden: Sequence[tuple[_Hidden, _Hidden]]
    references: str
    appendix: str
    changed: tuple[str, str]
    joint: str = " "


_SOURCES = {
    "holm": _Source("Holm", 2026, "Holm, A. (2026). Crossings counted.", "https://example.org/crossings"),
    "lind": _Source("Lind", 2025, "Lind, B. (2025). What tickets cost.", "https://example.org/tickets"),
    "vik": _Source("Vik", 2024, "Vik, A. (2024). Ships for sale.", "https://example.org/ships"),
}
_LANGUAGES = (
    _Language(
        "Ferry timetable",
        "Harbour office, 2 March 2026",
        {
            "Crossings": (
                "The ferry ran 12 times a day in February 2026 {holm}.",
                "The council will vote on the fares on 14 April 2026.",
                '"The old ferry is safe", said Falk.',
            ),
            "Fares": (
                "A ticket costs 9 crowns {lind}.",
                "The harbour office will probably close on 20 May 2026.",
                "The BFB pays for the pier.",
            ),
        },
        (
            (
                _Hidden(
                    "Sale of the ferry",
                    (
                        "The owner, Oskar Falk, will sell the ferry on 2 May 2026 {vik}.",
                        '"The ferry will be sold", said Oskar Falk.',
                        "A ticket costs 14 crowns {holm}.",
                    ),
                ),
                _Hidden(
                    "Sale of the ferry",
                    (
                        "The owner, Ulrik Falk, will sell the pier on 3 May 2026 {vik}.",
                        '"The pier will be sold", said Ulrik Falk.',
                        "A ticket costs 15 crowns {holm}.",
                    ),
                ),
            ),
            (
                _Hidden(
                    "Fares",
                    (
                        "The Baltic Ferry Board (BFB) will raise the fares {vik}.",
                        "The council will vote on the fares on 14 April 2026.",
                        "The mayor expects 700 passengers by 20 May 2026.",
                    ),
                ),
                _Hidden(
                    "Fares",
                    (
                        "The Bank of Foreign Bonds (BFB) will lower the fares {vik}.",
                        "The council will vote on the fares on 21 April 2026.",
                        "The mayor expects 900 passengers by 21 May 2026.",
                    ),
                ),
            ),
            (
                _Hidden("Fares", ("The Baltic Ferry Board (BFB) is old {vik}.", "Oskar Falk likes it."), counted=False),
                _Hidden(
                    "Fares", ("The Bank of Foreign Bonds (BFB) is new {vik}.", "Ulrik Falk is its head."), counted=False
                ),
            ),
            (
                _Hidden(
                    "The engine", ("The old engine is loud {vik}.", "The captain likes how it sounds."), counted=False
                ),
                _Hidden("The engine", ("The new engine is quiet {vik}.", "Nobody hears it."), counted=False),
            ),
        ),
        "References",
        "Appendix",
        ("14 April", "15 April"),
    ),
    _Language(
        "渡轮时刻表",
        "港务局，2026年3月2日",
        {
            "航班": (
                "2026年2月，渡轮每天开行12班{holm}。",
                "市议会将于2026年4月14日就票价投票。",
                "法尔克说：“旧渡轮很安全。”",
            ),
            "票价": ("票价为9克朗{lind}。", "港务局将于2026年5月20日关闭。", "波渡委负担码头的费用。"),
        },
        (
            (
                _Hidden(
                    "出售渡轮",
                    (
                        "船主奥斯卡·法尔克将于2026年5月2日出售渡轮{vik}。",
                        "奥斯卡·法尔克说：“渡轮会被卖掉。”",
                        "票价为14克朗{holm}。",
                    ),
                ),
                _Hidden(
                    "出售渡轮",
                    (
                        "船主乌尔里克·法尔克将于2026年5月3日出售码头{vik}。",
                        "乌尔里克·法尔克说：“码头会被卖掉。”",
                        "票价为15克朗{holm}。",
                    ),
                ),
            ),
            (
                _Hidden(
                    "票价", ("波罗的海渡轮委员会（波渡委）将提高票价{vik}。", "市议会将于2026年4月14日就票价投票。")
                ),
                _Hidden(
                    "票价", ("波罗的海渡轮委员会（波渡委）将降低票价{vik}。", "市议会将于2026年4月21日就票价投票。")
                ),
            ),
            (
                _Hidden("票价", ("波罗的海渡轮委员会（波渡委）很老{vik}。", "奥斯卡·法尔克喜欢它。"), counted=False),
                _Hidden("票价", ("波罗的海渡轮委员会（波渡委）很新{vik}。", "乌尔里克·法尔克是主席。"), counted=False),
            ),
        ),
        "参考文献",
        "附录",
        ("4月14日", "4月15日"),
        joint="",
    ),
    _Language(
        "Расписание парома",
        "Опубликовано 2 марта 2026 года",
        {
            "Рейсы": (
                "В феврале 2026 года паром ходил 12 раз в день {holm}.",
                "Совет проголосует по тарифам 14 апреля 2026 года.",
                "«Старый паром безопасен», — сказал Фальк.",
            ),
            "Тарифы": (
                "Билет стоит 9 крон {lind}.",
                "Управление порта закроется 20 мая 2026 года.",
                "БПС платит за причал.",
            ),
        },
        (
            (
                _Hidden(
                    "Продажа парома",
                    (
                        "Владелец Оскар Фальк продаст паром 2 мая 2026 года {vik}.",
                        "«Паром будет продан», — сказал Оскар Фальк.",
                        "Билет стоит 14 крон {holm}.",
                    ),
                ),
                _Hidden(
                    "Продажа парома",
                    (
                        "Владелец Ульрик Фальк продаст причал 3 мая 2026 года {vik}.",
                        "«Причал будет продан», — сказал Ульрик Фальк.",
                        "Билет стоит 15 крон {holm}.",
                    ),
                ),
            ),
            (
                _Hidden(
                    "Тарифы",
                    (
                        "Балтийский паромный совет (БПС) повысит тарифы {vik}.",
                        "Совет проголосует по тарифам 14 апреля 2026 года.",
                    ),
                ),
                _Hidden(
                    "Тарифы",
                    (
                        "Балтийский паромный совет (БПС) снизит тарифы {vik}.",
                        "Совет проголосует по тарифам 21 апреля 2026 года.",
                    ),
                ),
            ),
            (
                _Hidden(
                    "Тарифы", ("Балтийский паромный совет (БПС) стар {vik}.", "Оскар Фальк его любит."), counted=False
                ),
                _Hidden("Тарифы", ("Банк портовых ссуд (БПС) молод {vik}.", "Ульрик Фальк им правит."), counted=False),
            ),
        ),
        "Литература",
        "Приложение",
        ("14 апреля", "15 апреля"),
    ),
)
_STYLES = ("author and year", "numbers", "footnotes", "links")


@dataclass(frozen=True, slots=True)
class _Part:
    """A section of a text, at a level of headings, hidden or not."""

    heading: str
    sentences: Sequence[str]
    level: int = 2
    hidden: Label | None = None


@dataclass(frozen=True, slots=True)
class _Plan:
    """What was drawn for a pair."""

    language: _Language
    style: str
    parts: Sequence[_Part]

    def text(self, parts: Sequence[_Part]) -> bytes:
        """The text with these parts; sources are numbered and listed as they are first cited in the whole plan."""
        cited = [name for name in _SOURCES if any(f"{{{name}}}" in each for part in parts for each in part.sentences)]
        marks = {name: self._mark(name) for name in _SOURCES}
        blocks = [f"# {self.language.title}", self.language.dated]
        for part in parts:
            words = self.language.joint.join(part.sentences).format(**marks)
            blocks += [f"{'#' * part.level} {part.heading}", words]
        if self.style != "footnotes":
            blocks.append(f"## {self.language.references}")
        return "\n\n".join([*blocks, *map(self._entry, cited)]).encode() + b"\n"

    def _mark(self, name: str) -> str:
        source, number = _SOURCES[name], list(_SOURCES).index(name) + 1
        return {
            "author and year": f"({source.author}, {source.year})",
            "numbers": f"[{number}]",
            "footnotes": f"[^{number}]",
            "links": f"([{source.author}, {source.year}]({source.url}))",
        }[self.style]

    def _entry(self, name: str) -> str:
        source, number = _SOURCES[name], list(_SOURCES).index(name) + 1
        entry = f"{source.entry} {source.url}"
        return {"numbers": f"[{number}] {entry}", "footnotes": f"[^{number}]: {entry}"}.get(self.style, entry)


def composed(seed: int) -> Difference:
    """The pair of a seed, the same one each time."""
    draw = random.Random(seed)  # noqa: S311 - pairs that can be drawn again
    language, label = draw.choice(_LANGUAGES), draw.choice(_LABELS)
    kinds = draw.sample(language.hidden, draw.choice((1, 1, 2)))
    opened = [_Part(heading, sentences) for heading, sentences in language.open.items()]
    places = [len(opened) if kind[0].counted else draw.randint(0, len(opened)) for kind in kinds]
    level = draw.choice((2, 2, 3))
    plan = _Plan(language, draw.choice(_STYLES), opened)
    repeats, whole = draw.random() < 0.3, draw.random() < 0.3

    def library(which: int | None) -> Library:
        own = [] if which is None else [kind[which] for kind in kinds]
        hidden = [
            (at, _Part(each.heading, each.sentences, level if at else 2, label))
            for each, at in zip(own, places, strict=False)
        ]
        parts = _inserted(opened, hidden)
        later = [*parts, _Part(language.appendix, own[0].sentences[:1])] if repeats and own else parts
        changed = plan.text([_changed(each, language.changed) for each in later])
        return _library(plan.text(parts), parts, changed, SECRET if whole and own else None)

    if draw.random() < 0.5 and not whole:
        return Difference(library(0), library(1), late=True)
    return Difference(library(None), library(0), late=True)


def _inserted(opened: Sequence[_Part], hidden: Sequence[tuple[int, _Part]]) -> list[_Part]:
    """The open parts, each behind the hidden ones that are to stand before it."""
    found = list[_Part]()
    for at in range(len(opened) + 1):
        found += [part for place, part in hidden if place == at]
        found += opened[at : at + 1]
    return found


def _changed(part: _Part, change: tuple[str, str]) -> _Part:
    """An open part with a day moved; what is hidden stays."""
    return part if part.hidden else replace(part, sentences=[each.replace(*change) for each in part.sentences])


def _library(text: bytes, parts: Sequence[_Part], changed: bytes, secret: bytes | None) -> Library:
    async def fill(core: Briefings) -> None:
        for name, data in (("pier.md", PIER), ("old.md", OLD_TIMETABLE)):
            await core.library.add(name, data, NOW, by="Mira")
        id_ = (await core.library.add("timetable.md", text, NOW, by="Mira")).analysis.id
        headings = [each.heading for each in (await core.library.get(id_)).draft.sections]
        for number, part in enumerate(parts):
            if part.hidden:
                earlier = sum(each.heading == part.heading for each in parts[:number])
                index = [at for at, heading in enumerate(headings) if heading == part.heading][earlier]
                await core.markings.mark(id_, index, part.hidden, "Mira", NOW)
        if secret:
            await core.library.add("sale.md", b"TLP:RED\n\n" + secret, NOW, by="Mira")

    files = {name: data for name, data in FILES.items() if name != "timetable"}
    return Library(fill, files | {"timetable of the editor": changed})
