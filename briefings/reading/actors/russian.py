"""Names in Cyrillic script, in any grammatical case."""

import re
from collections.abc import Iterator

from briefings.reading.actors.english import Seen
from briefings.reading.actors.gazetteer import russian, stems
from briefings.reading.actors.russian_cases import is_given

_WORD = r"[А-ЯЁ][а-яё]+(?:-[А-ЯЁа-яё][а-яё]*)*"
_RUN = re.compile(
    rf"(?<![\w-])(?:[А-ЯЁ]{{2,6}}|(?:[А-ЯЁ]\.\s?){{0,2}}{_WORD})(?:\s(?:[А-ЯЁ]{{2,6}}\b|{_WORD}|(?<=[А-ЯЁ][а-яё]{{2}}\s)И\b)){{0,5}}(?!\w)"
)
_ROLE = re.compile(
    r"(?<!\w)(?:президент|премьер|председател|министр|глав|генерал|госсекретар|канцлер|судь|адвокат|прокурор|губернатор|мэр|профессор|эксперт|посол|посл|лидер|"
    r"представител|представительниц|аналитик|политолог|историк|директор|сенатор|депутат|замминистр|пресс-секретар)"
    r"[а-яё]{0,4}(?:-министр[а-яё]{0,3})?\s(?:[а-яё]+\s){0,2}$",
    re.IGNORECASE,
)
_SAID = re.compile(r"(?:сказал|заявил|отметил|сообщил|подчеркнул|добавил|считает|говорит|написал|предложил)а?\s$")
_RANK = re.compile(
    r"(?:Президент|Премьер|Председатель|Министр|Глава|Генерал|Госсекретарь|Канцлер|Судь|Адвокат|Прокурор|Губернатор|Мэр|Профессор|Эксперт|Посол|Лидер|Аналитик|Политолог|Историк|Директор|Сенатор|Депутат)\w{0,3}(?:-министр\w{0,3})?"
)
_SPOKEN = re.compile(r"\s(?:сказал|заявил|отметил|сообщил|подчеркнул|добавил|считает|говорит|написал|предложил|назвал)")
_OFFICE = re.compile(
    r"(?:Министерств|Совет|Банк|Университет|Институт|Парти|Комитет|Комисси|Организаци|Агентств|Академи|Центр|Парламент|"
    r"Конгресс|Сенат|Федераци|Союз|Фонд|Лиг|Ассоциаци|Администраци|Департамент)[а-яё]{0,3}$"
)
_OFFICE_TAIL = re.compile(
    r"\s(?:иностранных\sдел|внутренних\sдел|обороны|торговли|финансов|экономики|энергетики|юстиции|безопасности|"
    r"здравоохранения|образования)\b"
)
_ADJECTIVE = re.compile(r".*(?:ого|ому|ая|ую|ой|ый|ий|ым|ыми|ых|ое|ые)")
_CHINESE = re.compile(r"(?:Ли|Ван|Си|Чжан|Лю|Чэнь|Хэ|Мао|Линь|Дун|Хань|Сунь|Чжао|Ян|Ким|Пак|Чхве|Нгуен)\s[А-ЯЁ]")
_OBLIQUE = re.compile(r".*(?:ам|ям|ом|ем|у|ю|ой|ами|ями)")
_GENITIVE = re.compile(r".*[аяиы](?<!ова)(?<!ева)(?<!ина)(?<!ая)")
_HEADS = re.compile(r"(?:президент|директор|министр|глава|представитель|председатель|лидер)\s$", re.IGNORECASE)
_MOST_PERSON = 3  # words
_INITIAL = re.compile(r"[А-ЯЁ]\.")
_PLAIN = re.compile(
    "А|В|Во|Вот|Все|Всё|Где|Да|Для|До|Его|Ее|Её|Если|Еще|Ещё|За|И|Из|Или|Им|Их|К|Как|Когда|Кто|На|Над|Не|Нет|"
    "Но|О|Об|Он|Она|Они|Оно|От|По|Под|После|При|С|Со|Так|Там|То|Тогда|Только|У|Уже|Хотя|Что|Чтобы|Эта|Эти|Это|"
    "Этот|Однако|Позже|Также|Кроме|Среди|Между|Через|Перед|Стороны|Сторона|Январь|Февраль|Март|Апрель|Май|Июнь|"
    "Июль|Август|Сентябрь|Октябрь|Ноябрь|Декабрь|Мы|Я|Вы|Наш|Новый|Первый|Второй|Третий|Проф|Акад|"
    "Затем|Потом|Сегодня|Вчера|Завтра|Сейчас|"
    "Вместо|Согласно|Называя|Напомним|Отметим|Сам|Сама|Господин|Госпожа|Реакцией|Конкурент|Оппозиционер|Члены|Блогер|Худрук|Дом|Недавно|Ранее|Вскоре|Наконец|Поэтому|Теперь|Именно|Если|Пока|Ещё|Даже"
)
_ABBREVIATIONS = frozenset(
    (
        "ВВП",
        "СПГ",
        "ИИ",
        "СМИ",
        "НДС",
        "ЯО",
        "СНВ",
        "ДСНВ",
        "ВОВ",
        "ТЭК",
        "ВПК",
        "ОАО",
        "ООО",
        "ЗАО",
        "ПАО",
        "АО",
        "ТВ",
        "ХХ",
        "СК",
    )
)


def russian_names(sentence: str) -> Iterator[Seen]:
    """All runs of capitalised Cyrillic words that may be names."""
    for run in _RUN.finditer(sentence):
        start, end = run.span()
        for found in _cut(sentence, start, end):
            yield from _judged(sentence, *found)


def _cut(sentence: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A run without leading ordinary words, with countries separated from adjacent names."""
    words = [(start + m.start(), start + m.end()) for m in re.finditer(r"\S+", sentence[start:end])]
    places, organisations = russian()
    at = opened = 0
    while at < len(words):
        size = next((n for n in (3, 2, 1) if _known(sentence, words[at : at + n], n, places | organisations)), 0)
        word = sentence[slice(*words[at])]
        given = at > opened and word == "И"  # as in "Ван И"
        plain = _PLAIN.fullmatch(word) or _RANK.fullmatch(word)
        initial = len(word) == len("И.") and word.endswith(".")
        if not given and (size or plain or (word.isupper() and not initial)):
            if opened < at:
                yield words[opened][0], words[at - 1][1]
            if not plain:
                yield words[at][0], words[at + max(size, 1) - 1][1]
            at = opened = at + max(size, 1)
        else:
            at += 1
    if opened < len(words):
        yield words[opened][0], words[-1][1]


def _known(sentence: str, words: list[tuple[int, int]], size: int, names: dict[str, str]) -> bool:
    return len(words) == size and stems(sentence[words[0][0] : words[-1][1]]) in names


def _judged(sentence: str, start: int, end: int) -> Iterator[Seen]:
    name, before = sentence[start:end], sentence[max(0, start - 40) : start]
    pieces = name.split()
    places, organisations = russian()
    known = stems(name)
    opens = not before.strip() or before.rstrip()[-1:] in ".!?«"
    if known in places:
        yield Seen(places[known], start, end, "place")
    elif known in organisations:
        yield Seen(organisations[known], start, end, "organisation")
    elif name.isupper():
        if name not in _ABBREVIATIONS and "." not in name:
            yield Seen(name, start, end, "organisation")
    elif _OFFICE.match(pieces[0]):
        tail = _OFFICE_TAIL.match(sentence, end)
        if tail or len(pieces) > 1:
            yield Seen(
                sentence[start : tail.end() if tail else end], start, tail.end() if tail else end, "organisation"
            )
    elif len(pieces) > _MOST_PERSON and any(map(is_given, pieces[-3:-1])):
        at = next(at for at in (len(pieces) - 3, len(pieces) - 2) if is_given(pieces[at]))
        yield from _judged(sentence, end - len(" ".join(pieces[at:])), end)
    elif _ROLE.search(before) or (
        2 <= len(pieces) <= 3 and not (opens and pieces[0].lower().endswith(("ый", "ая", "ие")))
    ):
        yield _person(sentence, start, end, titled=bool(_ROLE.search(before)))
    elif len(pieces) == 1 and not _ADJECTIVE.fullmatch(name):
        spoken = _SPOKEN.match(sentence, end) or (_SAID.search(before) and not _OBLIQUE.fullmatch(name))
        yield Seen(name, start, end, None, "person" if spoken else None, opens)


def _person(sentence: str, start: int, end: int, *, titled: bool) -> Seen:
    """A person by some words, from the given name or the initials on."""
    words = [*re.finditer(r"\S+", sentence[start:end])]
    given = next((word.start() for word in words[:-1] if is_given(word[0]) or _INITIAL.match(word[0])), -1)
    begins = start + max(given, 0)
    told = (
        _CHINESE.match(sentence, begins)
        or _SPOKEN.match(sentence, end)
        or _SAID.search(sentence[max(0, begins - 40) : begins])
    )
    owned = len(words) == 1 and _HEADS.search(sentence[:begins]) and _GENITIVE.fullmatch(sentence, begins, end)
    doubtful = bool(owned) or (given < 0 and not titled and not told)
    return Seen(sentence[begins:end], begins, end, "person", doubtful=doubtful)
