"""Announcements in Russian sentences."""

import re
from collections.abc import Iterator, Sequence

from briefings.reading.dates import DateFound
from briefings.reading.events.titles import EventPhrase, titled
from briefings.reading.events.vocabulary import words as words_of

_CYRILLIC = re.compile(r"[а-яё]", re.IGNORECASE)
_IDLE = re.compile(
    r"(?<!\w)(?:если|бы|чтобы|мог(?:ут|ла|ло|ли)?|может|возможно|вероятно|не|отмен[её]н\w*|кажд\w+|ежегодно|ежемесячно|"
    r"еженедельно|обычно|после|с\sтех\sпор|ожидал\w*)(?!\w)",
    re.IGNORECASE,
)
_SUPPOSED = re.compile(
    r"(?<!\w)(?:если|бы|чтобы|мог(?:ут|ла|ло|ли)?|может|возможно|вероятно|ожидал\w*|отмен[её]н\w*)(?!\w)", re.IGNORECASE
)
_PAST = re.compile(
    r"(?<!\w)(?:был[аои]?|[а-яё]{2,}(?:[её]сли|[её]зли|гли|кли|рли|нули)|прош[её]л|пришл[аио]|[а-яё]{3,}(?:ал|ял|ил|ел|ул|ыл)(?:[аои]|ся|ась|ось|ись)?|стал[аои]?|ш[её]л)(?!\w)",
    re.IGNORECASE,
)
_NO_VERB = re.compile(
    r"(?:материал|сигнал|канал|финал|журнал|капитал|персонал|потенциал|филиал|апрел\w*|квартал\w*|раздел\w*)",
    re.IGNORECASE,
)
_WILL = re.compile(
    r"(?<!\w)(?:буд(?:ет|ут)|[а-яё]{3,}(?:ет|ёт|ит|ут|ют|ат|ят|ется|ётся|ится|утся|ются|атся|ятся)|вступ\w+\sв\sсилу)(?!\w)",
    re.IGNORECASE,
)
_HAPPENS = re.compile(
    r"(?<!\w)(?:состо(?:ится|ятся)|прой?д[её]т|пройдут|будет\sпроходить|будут\sпроходить|проходит|проходят|"
    r"(?:будет\s)?(?:запланирован\w*|намечен\w*|назначен\w*)(?:\sна)?)(?!\w)",
    re.IGNORECASE,
)
_LEAD = re.compile(
    r"(?:(?<!\w)(?:в|во|на|к|ко|до|с|со|по|около|начиная|не\sпозднее|в\sсередине|в\sконце|в\sначале)\s)+$",
    re.IGNORECASE,
)
_MOVED = re.compile(r"(?<!\w)(?:был[аои]?\s)?(?:перен[её]с\w*|отлож\w*|сдвину\w*)(?:\s(?:на|до|с))?\s*$", re.IGNORECASE)
_PRONOUN = re.compile(
    r"(?:он|она|оно|они|мы|вы|я|это|эт\w+|котор\w+|что|кто|там|тогда|тут|туда|его|её|ее|их)(?!\w)", re.IGNORECASE
)
_BOUND = re.compile(r"[;:]\s|,\s(?:а|но|котор\w+|что|и|где|когда)\s|,\s")
_PLACED = re.compile(r"(?:в|во|на|по|для|из|от|у|при|под|над|о|об|с|со|к|ко|за|между|после|перед)\s", re.IGNORECASE)
_BEGINS = re.compile(
    r"(?<!\w)(?:буд(?:ет|ут)\s\w+|пройд[её]т|пройдут|состо(?:ится|ятся)|выйд(?:ет|ут)|выход[ия]т|открыва(?:ет|ют)ся|откро(?:ет|ют)ся|"
    r"начн[её]тся|начнутся|проходит|проходят|начина(?:ет|ют)ся|стартует|стартуют|заверш(?:ится|атся|ается)|закончится|вступ(?:ит|ают|ает)\sв\sсилу|"
    r"появ(?:ится|ятся)|ожидает|жд[её]т)(?!\w)",
    re.IGNORECASE,
)
_LIMIT = re.compile(r"(?<!\w)(?:до|не\sпозднее|по)\s$", re.IGNORECASE)
_RELATIVE = re.compile(r",\sкотор(?:ый|ая|ое|ые)\s$", re.IGNORECASE)
# Occasions by their stem, with the nominative that heads a title.
_OCCASIONS = dict(
    pair.split("=")
    for pair in words_of(
        """
    конференци=конференция торжеств=торжество мероприяти=мероприятие встреч=встреча собрани=собрание
    фестивал=фестиваль выставк=выставка заседани=заседание саммит=саммит семинар=семинар концерт=концерт
    турнир=турнир матч=матч митинг=митинг премьер=премьера спектакл=спектакль соревновани=соревнования
    чемпионат=чемпионат форум=форум конкурс=конкурс вебинар=вебинар лекци=лекция экскурси=экскурсия ярмарк=ярмарка
    праздник=праздник голосовани=голосование слушани=слушания переговор=переговоры визит=визит церемони=церемония
    открыти=открытие референдум=референдум выбор=выборы съезд=съезд экзамен=экзамен аукцион=аукцион дн=день
    день=день презентаци=презентация олимпиад=олимпиада мастер-класс=мастер-класс бо=бой
    """
    )
)
_ENDING = r"(?:[аеёиоуыьэюя]|[ая]м[и]?|[ая]х|о[мйв]|е[мйв]|и[йями]{1,2}|ью|ий)?"
_OCCASION = re.compile(
    rf"(?<![\w-])(?P<stem>{'|'.join(sorted(_OCCASIONS, key=len, reverse=True))}){_ENDING}(?!\w)"
    r"(?P<rest>(?:\s[^,;.:!?]{1,60})?),?\s*$",
    re.IGNORECASE,
)
_OPEN_END = re.compile(r"\s*,\s*(?:а|но|котор\w+|что|и|где|когда)?\s*$")
_QUOTED = re.compile(r"«[^»]*»|\"[^\"]*\"")
_SECOND_ACT = re.compile(
    r"\sв\s\d{1,2}[.:]\d\d$|(?<=[тс]я)\sи\s(?:завершится|закончится|продлится|начн[её]тся)$", re.IGNORECASE
)
_BRACKETS = re.compile(r"\s?\([^()]*\)")
_MOST_WORDS = 10


def russian_events(sentence: str, wanted: Sequence[DateFound]) -> Iterator[tuple[DateFound, EventPhrase]]:
    """What a Russian sentence announces for each of the wanted dates."""
    if not _CYRILLIC.search(sentence):
        return
    for found in wanted:
        start, end = _clause(sentence, found)
        if _SUPPOSED.search(sentence) or _IDLE.search(sentence[start:end]):
            continue
        before = sentence[start : found.start]
        limit = _LIMIT.search(before) is not None
        before, after = _LEAD.sub("", before), sentence[found.end : end]
        words = _OPEN_END.sub("", re.sub(r"\s+", " ", f"{before} {after}")).strip(" ,.—–-")
        dash = re.search(r"[—–]\s*(?:[вн]а?\s)?$", sentence[: found.start].rstrip("в на"))
        if title := _title(sentence[:start], words, limit=limit, dash=bool(dash)):
            yield found, EventPhrase(title, start, found.end)


def _title(ahead: str, words: str, *, limit: bool, dash: bool) -> str:
    """The title that the words of a clause make; `ahead` is the sentence before it."""
    if _MOVED.search(words):
        return titled(_MOVED.sub("", words).strip(" ,."))
    if not words or _is_past(words):
        return ""
    if relative := _RELATIVE.search(ahead):
        return _antecedent(ahead[: relative.start()]) if _BEGINS.search(words) else ""
    if _PRONOUN.match(words) or not (_HAPPENS.search(words) or _WILL.search(words) or dash):
        return ""
    words = _turned(words) if _PLACED.match(words) else words
    title = " ".join(_BRACKETS.sub("", _HAPPENS.sub(" ", words)).split()[:_MOST_WORDS]).strip(" —–-,")
    title = _SECOND_ACT.sub("", title)
    if not re.search(r"[а-яё]{3}", title, re.IGNORECASE) or _PRONOUN.match(title):
        return ""
    return titled(f"Крайний срок: {title[:1].lower()}{title[1:]}") if limit and "завер" not in title else titled(title)


def _turned(words: str) -> str:
    """Subject, verb and place of a clause that begins with the place: "в Москве пройдёт митинг"."""
    verb = _BEGINS.search(words)
    if verb is None:
        return ""
    subject = words[verb.end() :].split(",")[0].strip()
    return f"{subject} {verb[0]} {words[: verb.start()].strip()}" if subject and not _PRONOUN.match(subject) else ""


def _antecedent(ahead: str) -> str:
    """The occasion, in the nominative, that a relative clause tells of: "на семинар по узлам, который"."""
    told = _OCCASION.search(ahead.rstrip(" ,"))
    return titled(f"{_OCCASIONS[told['stem'].lower()]}{told['rest']}") if told else ""


def _is_past(words: str) -> bool:
    return any(not _NO_VERB.fullmatch(match[0]) for match in _PAST.finditer(_QUOTED.sub("", words)))


def _clause(sentence: str, found: DateFound) -> tuple[int, int]:
    """The stretch between commas around a date; one without a word beside dates takes its neighbour along."""
    edges = [0, *(m.end() for m in _BOUND.finditer(sentence)), len(sentence)]
    at = max(i for i, edge in enumerate(edges) if edge <= found.start)
    start, end = edges[at], edges[at + 1] if at + 1 < len(edges) else len(sentence)
    bare = re.sub(r"\W", "", sentence[start : found.start] + sentence[found.end : end])
    if len(bare) < 4 and at + 2 < len(edges):
        end = edges[at + 2]
    return start, end
