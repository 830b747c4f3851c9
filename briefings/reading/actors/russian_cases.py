"""Restores the nominative of Russian names: "Сергея Лаврова" becomes "Сергей Лавров".

Gender and case are told from the given name, and then applied to the surname. Names that aren't known stay unchanged.
"""

from functools import cache
from typing import Literal

Case = Literal["genitive", "dative", "instrumental", "prepositional", "accusative"]
Forms = tuple[tuple[str, Case], ...]


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_MEN = _words(
    """
    Александр Алексей Анатолий Андрей Антон Аркадий Арсений Артём Артем Богдан Борис Вадим Валентин Валерий Василий
    Виктор Виталий Владимир Владислав Всеволод Вячеслав Геннадий Георгий Герман Глеб Григорий Давид Даниил Денис
    Дмитрий Евгений Егор Иван Игорь Илья Кирилл Константин Лев Леонид Максим Матвей Михаил Никита Николай Олег Павел
    Пётр Петр Роман Руслан Рустам Рамзан Святослав Семён Семен Сергей Станислав Степан Тимур Тимофей Фёдор Федор
    Филипп Эдуард Юрий Яков Ярослав Дональд Джозеф Эммануэль Олаф Фридрих Марк Энтони Рекс Стив Стивен Скотт Джейк
    Джон Джеймс Роберт Биньямин Реджеп Кир Питер Пит Уильям Ричард Генри Томас Дэвид Виктор Майкл Джордж Пол Карл
    Йенс Рональд Барак Хасан Ибрагим Нурсултан
    """
)
_WOMEN = _words(
    """
    Александра Алина Алла Анастасия Анна Валентина Валерия Вера Вероника Виктория Галина Дарья Евгения Екатерина
    Елена Елизавета Жанна Зинаида Инна Ирина Ксения Лариса Лидия Людмила Маргарита Марина Мария Надежда Наталья
    Наталия Нина Оксана Ольга Полина Раиса Светлана София Софья Тамара Татьяна Ульяна Эльвира Юлия Яна Урсула Ангела
    Джорджия Камала
    """
)
_IRREGULAR = {"Лев": "Льв", "Павел": "Павл", "Пётр": "Петр"}
_HARD: Forms = (("а", "genitive"), ("у", "dative"), ("ом", "instrumental"), ("е", "prepositional"))
_SOFT: Forms = (("я", "genitive"), ("ю", "dative"), ("ем", "instrumental"), ("е", "prepositional"))
_IN_IY: Forms = (*_SOFT[:3], ("и", "prepositional"))
_IN_A: Forms = (("ы", "genitive"), ("и", "genitive"), ("е", "dative"), ("у", "accusative"), ("ой", "instrumental"))
_IN_YA: Forms = (
    *(("и", "genitive"), ("е", "dative"), ("ю", "accusative")),
    *(("ей", "instrumental"), ("ёй", "instrumental")),
)
_MENS_FAMILY: dict[Case, tuple[tuple[str, str], ...]] = {
    "genitive": (("ского", "ский"), ("цкого", "цкий"), ("ого", "ый"), ("его", "ий"), ("а", ""), ("я", "й")),
    "dative": (("скому", "ский"), ("цкому", "цкий"), ("ому", "ый"), ("ему", "ий"), ("у", ""), ("ю", "й")),
    "instrumental": (
        *(("ским", "ский"), ("цким", "цкий"), ("овым", "ов"), ("евым", "ев"), ("ёвым", "ёв"), ("иным", "ин")),
        *(("ыным", "ын"), ("ым", "ый"), ("ом", ""), ("ем", "й")),
    ),
    "prepositional": (("ском", "ский"), ("цком", "цкий"), ("е", "")),
}
_WOMENS_FAMILY = (
    *(("ской", "ская"), ("скую", "ская"), ("цкой", "цкая"), ("цкую", "цкая"), ("овой", "ова"), ("евой", "ева")),
    *(("ёвой", "ёва"), ("иной", "ина"), ("ову", "ова"), ("еву", "ева"), ("ину", "ина")),
)
_WOMENS_ENDINGS = ("ова", "ева", "ёва", "ина", "ына", "ая")
_LEAST = 3  # letters that are left of a family name


def nominative(name: str) -> str:
    """The name in the nominative; unchanged if its case is unclear."""
    given, _, family = name.partition(" ")
    if " " in family or not family:
        return name
    if given in _WOMEN and family.endswith(_WOMENS_ENDINGS):
        return name
    if (found := _men().get(given)) and found[1]:
        return f"{found[0]} {_undone(family, _MENS_FAMILY.get(found[1], ()))}"
    if (woman := _women().get(given)) and woman != given:
        return f"{woman} {_undone(family, _WOMENS_FAMILY)}"
    if given.endswith("ом") and family.endswith("ом"):
        return f"{given[:-2]} {family[:-2]}"
    if len(given) < _LEAST and family.endswith("ом"):
        return f"{given} {family[:-2]}"
    return name


def is_given(word: str) -> bool:
    """Whether a word is a known given name in any case."""
    return word in _men() or word in _women()


def _undone(family: str, endings: tuple[tuple[str, str], ...]) -> str:
    for ending, first in endings:
        if family.endswith(ending) and len(family) - len(ending) >= _LEAST - 1:
            return family[: len(family) - len(ending)] + first
    return family


@cache
def _men() -> dict[str, tuple[str, Case | None]]:
    """All forms of men's given names, with the nominative and the case."""
    found: dict[str, tuple[str, Case | None]] = {}
    for name in _MEN:
        stem = _IRREGULAR.get(name, name)
        if name.endswith(("й", "ь")):
            forms: Forms = _IN_IY if name.endswith("ий") else _SOFT
            stem = name[:-1]
        elif name.endswith(("а", "я")):
            forms, stem = (_IN_A if name.endswith("а") else _IN_YA), name[:-1]
        else:
            forms = _HARD
        found |= {stem + ending: (name, case) for ending, case in forms}
    return found | {name: (name, None) for name in _MEN}


@cache
def _women() -> dict[str, str]:
    """All forms of women's given names, with the nominative."""
    found: dict[str, str] = {}
    for name in _WOMEN:
        forms = _IN_A if name.endswith("а") else _IN_YA
        found |= {name[:-1] + ending: name for ending, _ in forms}
    return found | {name: name for name in _WOMEN}
