"""Reads Russian statements."""

import re
from dataclasses import replace
from itertools import islice

from briefings.model.analysis import StatementKind
from briefings.reading.statements.grammar import (
    DATE,
    Force,
    Framed,
    Grammar,
    Said,
    Span,
    clauses,
    forced,
    framed,
    trimmed,
)

_L = r"(?:а|о|и)?"  # endings of the past tense
_CLAIM = (
    rf"(?:сказал|заявил|отметил|подчеркнул|добавил|написал|сообщил|ответил|предупредил|пояснил|указал|рассказал|объяснил|"
    rf"уточнил|признал|заметил|напомнил|подтвердил|утверждал|говорил|возразил|опроверг|отрицал|обвинил|назвал|объявил|"
    rf"показал|выяснил|обнаружил|установил|раскритиковал|осудил|похвалил|полагал|считал|выразил|констатировал|передал|доложил){_L}(?!\w)"
    r"|(?:говор|объявля|заявля|отмеча|подч[её]ркива|добавля|сообща|утвержда|счита|полага|поясня|уточня|призна|указыва|"
    r"отрица|опроверга|подозрева|дума|счита|обвиня|называ|объясня|рассказыва|подтвержда|предупрежда|напомина|показыва|пиш|передa|переда)(?:ет|ют|ит|ят|ёт|ут)(?!\w)"
    r"|уверен[аы]?(?!\w)|убежд[её]н[аы]?(?!\w)"
)
_EXPECTED = (
    r"(?:ожида|прогнозиру|предсказыва|предполага|рассчитыва|опаса|наде)(?:ет|ют)(?:ся)?(?!\w)|надеется|надеются|опасается|опасаются|боится|боятся|"
    rf"(?:ожидал|прогнозировал|предсказал|спрогнозировал|предположил|рассчитывал|оценил){_L}(?!\w)|сомнева(?:ется|ются)"
)
_PROMISED = (
    rf"(?:пообещал|обещал|договорил|гарантировал|согласил|обязал|поклял|заверил|решил){_L}(?:с[ья])?(?!\w)|обеща(?:ет|ют)|гарантиру(?:ет|ют)|"
    r"обязу(?:ется|ются)|обязался|намерен[аоы]?(?!\w)|собира(?:ется|ются)|намерева(?:ется|ются)|стрем(?:ится|ятся)|угрожа(?:ет|ют)|готов[аы]?(?=\s\w+ть)|взял[аои]?\sна\sсебя\sобязательств\w+"
)
_PLANNED = r"планиру(?:ет|ют)(?!ся|\w)|планировал[аи]?(?!\w)|готов(?:ится|ятся)(?=\s\w+ть)"
_RECOMMENDED = (
    rf"(?:рекомендовал|порекомендовал|посоветовал|призвал|предложил|потребовал|попросил|настоял){_L}(?!\w)|"
    r"(?:рекоменду|совету|призыва|предлага|требу|настаива|прос)(?:ет|ют|ит|ят)(?!\w)|выступа(?:ет|ют)\sза"
)
_ORDERED = (
    rf"обязал[аи]?(?=\s[а-яё]+\s[а-яё]+ть)|(?:постановил|предписал|приказал|распорядил|поручил){_L}(?:с[ья])?(?!\w)"
)
_VERB = re.compile(
    rf"(?<![\w-])(?:(?P<ordered>{_ORDERED})|(?P<promised>{_PROMISED})|(?P<planned>{_PLANNED})|"
    rf"(?P<recommended>{_RECOMMENDED})|(?P<expected>{_EXPECTED})|(?P<claim>{_CLAIM}))",
    re.IGNORECASE,
)
_MOST_VERBS = 6
_LEAST_SAID = 8  # characters of a claim
_OPENING = re.compile(
    r"^[\W\d]*(?:(?:Однако|Но|И|А|Также|Кроме того|При этом|Между тем|Тем временем|"
    r"Вместе с тем|В то же время|В частности|По-прежнему|Наконец|Ранее|Позже|Сегодня|Вчера|Накануне|Затем|Например|"
    r"Поэтому|Впрочем)(?:,\s|\s))+|^(?:(?:В|Во|На|За|С|К)\s)?\x01+,?\s"
    r"|^(?:В|Во|На|За)\s(?:(?:этот|тот|эту|ту)\s(?:же\s)?|прошл\w+\s|минувш\w+\s|следующ\w+\s)(?:самый\s)?"
    r"(?:день|вечер|раз|неделю|неделе|месяце|году|год|ночь|утро)\s"
)
_ADVERBIAL = re.compile(
    r"^(?:В|Во|На|После|До|По|С|При|Из-за|Для|Несмотря на|Комментируя|Отвечая|Выступая)\s[^,]{2,60},\s"
)
_TRAILING = re.compile(
    r"(?:\s(?:также|уже|ещё|еще|не|ранее|позже|затем|тогда|вновь|снова|официально|публично|\x01+|(?:в|во|на)\s\x01+|сегодня|вчера|накануне))+\s*$"
)
_VIEWS = (
    r"словам|мнени(?:ю|ям)|данным|оценк(?:е|ам)|информации|сведениям|верси(?:и|ям)|прогноз(?:у|ам)|подсч[её]там|расч[её]там|"
    r"сообщени(?:ю|ям)|утверждени(?:ю|ям)|признани(?:ю|ям)|убеждени(?:ю|ям)|свидетельств(?:у|ам)|ожидани(?:ю|ям)|предположени(?:ю|ям)"
)
_HIS_VIEW = re.compile(rf"^По\s(?P<holder>его|её|ее|их)\s(?:{_VIEWS}),\s", re.IGNORECASE)
_HIS_VIEW_BEHIND = re.compile(rf",\sпо\s(?P<holder>его|её|ее|их)\s(?:{_VIEWS})(?:,\s|\s(?=[«\"])|$)")
_SOURCE = re.compile(
    rf"^(?:По\s(?:{_VIEWS})|Согласно(?:\s(?:данным|прогнозу|оценке)(?=\s))?|"
    r"Со\sслов|Как\s(?:сообща(?:ет|ют)|сообщил[аи]?|заявил[аи]?|отметил[аи]?|отмеча(?:ет|ют)|пиш(?:ет|ут)|рассказал[аи]?|утвержда(?:ет|ют)|уточнил[аи]?|считает|пояснил[аи]?|переда(?:ёт|ют|ет)|подчеркнул[аи]?|сказал[аи]?))\s(?P<holder>(?!(?:на|от|за|в|к)\s)[^,]{2,90}?)(?:\s\x01+|\sв\s\x01+)?,\s"
)
_SOURCE_BEHIND = re.compile(
    rf",\s(?:по\s(?:{_VIEWS})|согласно|как\s(?:сообща(?:ет|ют)|сообщил[аи]?|заявил[аи]?|отметил[аи]?|пиш(?:ет|ут)|"
    r"считает))\s(?P<holder>[^,.;]{2,90})(?=[,.;]|$)"
)
_FORECAST = re.compile(r"по\s(?:прогноз|оценк)", re.IGNORECASE)
_INVERTED = re.compile(
    r"^\s(?P<holder>(?!что\b|о\b|об\b|на\b|в\b)[^,:—–]{2,80}?)(?:\s(?:в|на)\s\x01+|\s\x01+)?(?:,\sчто\s|:\s|\.?\s*$|,\s(?=\w+\s))"
)
_CHTO = re.compile(r"^[^.;«»:—]{0,60}?,?\sчто\s")
_NAME_WORD = re.compile(r"^[«\"]?(?:[А-ЯЁA-Z]|[а-яё]+(?:ы|и|а|я|о|е|й|ь|ство|ние|ция|[бвгджзклмнпрстфхцчш])$)")
_NO_SUBJECT = re.compile(
    r",\s*$|\b(?:будет|будут|был[аои]?|есть|который|которая|что|если|чтобы|как|не)\b", re.IGNORECASE
)

_CONDITION = re.compile(
    r"(?:^|[,—]\s|\s)(?:если\sтолько|если(?:\sже|\sбы)?|при\sусловии,?\s(?:что|если)|при\sусловии|в\sслучае,?\sесли|в\sслучае|в\sтом\sслучае,?\sесли)\s",
    re.IGNORECASE,
)
_WHETHER = re.compile(r"\b(?:даже|как)\s$", re.IGNORECASE)
_RULE = re.compile(
    r"\b(?:обычно|всегда|как правило|зачастую|часто|редко|ежегодно|ежемесячно|"
    r"кажд(?:ый|ую|ое|ая)|люб(?:ой|ая|ое|ые)|всякий|никогда)\b",
    re.IGNORECASE,
)
_WHEN = re.compile(r"\b(?:когда|после того,?\sкак|как только|с момента|со дня)\b", re.IGNORECASE)
_BY = re.compile(
    rf"(?:\b(?:до|не\sпозднее|не\sпозже|к|ко)\s(?:{DATE}|конца\s{DATE}|полудня|полуночи|\d))|не\sпозднее\b|не\sпозже\b|в\sсрок\sдо",
    re.IGNORECASE,
)
_DEADLINE = re.compile(
    r"крайний\sсрок|срок\s(?:подачи|при[её]ма|сдачи|оплаты|регистрации|представления)|последний\sдень|дедлайн|"
    r"(?:принима|приним)(?:ются|ется|ают|ает)\b[^.]{0,40}\bдо\b|при[её]м\s[^.]{0,50}(?:заверш|законч|продл|до\b)|не\sпозднее|не\sпозже",
    re.IGNORECASE,
)
_OBLIGED = re.compile(
    r"\b(?:долж(?:ен|на|но|ны)|обязан[аоы]?|необходимо|нужно|надо|надлежит|требуется|предстоит|вынужден[аы]?|прид[её]тся|следует|обязательно)\b",
    re.IGNORECASE,
)
_ADVICE = re.compile(
    r"\b(?:следует|стоит|нужно|надо|необходимо|долж(?:ен|на|но|ны)|целесообразно|желательно|рекомендуется|советуем|лучше|пора|обязан[аоы]?|нельзя)\b",
    re.IGNORECASE,
)
_STANDS = re.compile(r"\bстоит\s\d|\bстоит\s\w+\s(?:руб|евро|долл)|должн[аоы]?\sбыл", re.IGNORECASE)
_EXPECT = re.compile(
    r"\b(?:ожида(?:ется|ются)|вероятно|скорее\sвсего|по\sвсей\sвидимости|видимо|возможно|предполагается|прогнозируется|может|могут|способ(?:ен|на|но|ны)|"
    r"грозит|рискует|рискуют|не\sисключено|похоже|наверняка|как\sожидается|по\sпрогноз\w+|вряд\sли|рассчитыва\w+)\b(?!\sутвержд)",
    re.IGNORECASE,
)
_SCHEDULED = re.compile(
    r"\b(?:запланирован[аоы]?|намечен[аоы]?|назначен[аоы]?|перенес[её]н[аоы]?|отложен[аоы]?|состо(?:ится|ятся)|пройд(?:[её]т|ут)|начн(?:[её]тся|утся)|"
    r"откро(?:ется|ются)|закро(?:ется|ются)|истека(?:ет|ют)|истеч[её]т|вступ(?:ит|ят|ает|ают)\sв\sсилу|заверш(?:ится|атся|ается|аются)|законч(?:ится|атся)|"
    r"планируется|планируются|заплан\w+|прибуд(?:ет|ут)|стартует|стартуют|вылет\w+|провед(?:ёт|ет|ут)|возобнов(?:ится|ятся)|предусмотрен[аоы]?|приурочен[аоы]?)\b",
    re.IGNORECASE,
)
_MOVED = re.compile(
    rf"\b(?:перен[её]с\w*|отложил\w*|назначил\w*|наметил\w*|запланировал\w*|сдвинул\w*|продлил\w*)\b[^.;]{{0,60}}\s(?:на|до)\s{DATE}",
    re.IGNORECASE,
)
_CHANGE = re.compile(
    r"\b(?:вырас(?:тет|тут)|сниз(?:ится|ятся)|сократ(?:ится|ятся)|увелич(?:ится|атся)|достиг(?:нет|нут)|превыс(?:ит|ят)|упад(?:[её]т|ут)|подорожа(?:ет|ют)|"
    r"подешеве(?:ет|ют)|станет|станут|восстанов(?:ится|ятся)|улучш(?:ится|атся)|ухудш(?:ится|атся)|замедл(?:ится|ятся)|ускор(?:ится|ятся)|останется|останутся|"
    r"сохран(?:ится|ятся)|приведет|привед[её]т|окажется|составит|потребу\w+|будет\s(?:иметь|зависеть|выше|ниже|больше|меньше|сложно|трудно)|ослаб(?:нет|нут)|окреп(?:нет|нут)|"
    r"растает|соедин(?:ит|ят)|свяж(?:ет|ут)|обойд[её]тся|уменьш(?:ится|атся))\b",
    re.IGNORECASE,
)
_WILL = re.compile(r"\b(?:будет|будут|буду|будем)\b", re.IGNORECASE)
_PAST = re.compile(
    r"\b[а-яё]{2,}(?:л|ла|ло|ли|лся|лась|лось|лись|[её]л|[её]сся|с[её]к|[её]г|[её]с|рос|мог|шёл|пал)\b", re.IGNORECASE
)
_NO_PAST = re.compile(
    r"^(?:[а-яё]*[тфхцчщпвдмнж]л[аои]|дела|числа|сила|силы|школа|если|или|стол|отдел|раздел|капитал|материал|журнал|канал|процентов|доли|рубли|роли|цели|недели|модели|была\?|срок|около|после|дел|зал|посол|генерал|персонал|сигнал|угол|пол|стали(?=\s[а-я]+ой)|начала|село|тепло|масло|число|мало|начало|стекло)$",
    re.IGNORECASE,
)
_PERFECTIVE = re.compile(
    r"\b(?:за|по|на|вы|про|при|пере|под|от|об|о|у|с|со|из|ис|рас|раз|воз|вос|до|в|во|вз)[а-яё]{2,}(?:ит|ет|ёт|ут|ют|ат|ят)(?:ся)?\b",
    re.IGNORECASE,
)
_IMPERFECTIVE = re.compile(
    r"противореч|оста[её]|завис|обсто|спор|след|растет|растёт|происход|принадлеж|содерж|выгляд|ненавид|уверя|верит|"
    r"(?:ыва|ива|ева|ова)(?:ет|ют)(?:ся)?$|(?:а|я)(?:ет|ют)(?:ся)?$|ует(?:ся)?$|уют(?:ся)?$|(?:ходит|водит|носит|возит|стоит|состоит|находится|следует|зависит|значит|просит|хочет|видит|знает|может|имеет|говорит|выглядит|растет|растёт|живет|живёт|идет|идёт|принадлежит|содержит|приходится|относится)$",
    re.IGNORECASE,
)
_PLACED = re.compile(r"(?:В|Во|На|При|После|Перед|По|С|За)\s")
_OFFICE = re.compile(
    r"(?<![\w-])(?:(?:вице-)?премьер(?:-министр)?|президент|министр|глава|председатель|директор|гендиректор|представитель|депутат|губернатор|"
    r"мэр|спикер|пресс-секретарь|секретарь|посол|сенатор|руководитель|начальник|эксперт|аналитик|адвокат|лидер|заместитель|замглавы|замминистра)\s"
)
_IF_NEEDED = re.compile(r"(?:потребуется|понадобится|нужно|надо|получится|удастся)\b")
_APPROVAL = re.compile(
    r"\s(?:\w+\s)?(?:утверждени|одобрени|решени|рассмотрени|подписани|согласовани|вердикт|приговор|ответ)"
)
_MUST_HAPPEN = re.compile(
    r"\bдолж(?:ен|на|но|ны)\s(?:\w+\s)?(?:быть\s(?:готов|создан|построен|заверш|открыт|запущен|подписан|принят|представлен|введ)|(?:состояться|пройти|начаться|"
    r"завершиться|закончиться|открыться|закрыться|появиться|стать|войти|вступить|вернуться|прибыть|прилететь|вылететь|стартовать|"
    r"выйти|прийти|приехать|достигнуть|составить|вырасти|снизиться|сократиться|увеличиться|заработать|поступить|истечь|продлиться)\b)",
    re.IGNORECASE,
)
_DONE = re.compile(
    r"\b[а-яё]{2,}(?:ован|еван|лен|жен|щен|шен|чен|сен|вен|ден|тен|дан|ран|сан|зан|ван|нят|крыт|бит|чат)[аоы]?\b",
    re.IGNORECASE,
)
_NO_DONE = re.compile(
    r"^(?:должен|должна|должно|должны|важен|нужен|нужн\w|болен|член|обмен|процен\w*|план|экран|стран\w*|роман\w*|фонтан\w*|президент|вероятен|"
    r"возможен|доволен|уверен\w?|убежден\w?|готов|намерен\w?|способен|согласен|верен|виновен|известен|равен|полон|четыре|рожден|цен\w?|сцен\w?|замен\w?|"
    r"измен\w?|смен\w?|вынужден\w?|ограничен|запланирован\w?|намечен\w?|назначен\w?|перенес[её]н\w?|отложен\w?|предусмотрен\w?|приурочен\w?|степен\w*|времен\w*|племен\w*)$",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\d")
_QUESTION = re.compile(r"\?[»\"]?\s*$")
_SPLIT = re.compile(r";\s|,\s(?:а|но|однако|тогда\sкак|в\sто\sвремя\sкак)\s")


def _is_none(words: str) -> bool:
    return bool(_QUESTION.search(words))


def _parts(words: str) -> list[Span]:
    return clauses(words, _SPLIT, _divides)


def _divides(_match: re.Match[str], left: str, right: str) -> bool:
    return _has_verb(left) and _has_verb(right) and not re.match(r"\W*Если\b", left)


def _has_verb(words: str) -> bool:
    return bool(
        _is_past(words)
        or _is_future(words)
        or _OBLIGED.search(words)
        or re.search(r"(?:ет|ют|ит|ят|ут|ёт)(?:ся)?\b", words)
    )


def _is_past(words: str) -> re.Match[str] | None:
    return next((match for match in _PAST.finditer(words) if not _NO_PAST.match(match[0])), None)


def _is_done(words: str) -> bool:
    """Whether a short participle tells of a finished act: "принято"."""
    return any(not _NO_DONE.match(match[0]) for match in _DONE.finditer(words))


def _is_future(words: str) -> re.Match[str] | None:
    found = _WILL.search(words) or _SCHEDULED.search(words) or _CHANGE.search(words)
    if found or _is_past(words):
        return found
    return next((match for match in _PERFECTIVE.finditer(words) if not _IMPERFECTIVE.search(match[0])), None)


def _frame(words: str, part: Span) -> Framed:
    return framed(words, part, lambda said: _source(said) or _spoken(said))


def _source(said: str) -> Framed | None:
    """A source named before or behind the words, where one may open with "However"."""
    opening = _OPENING.match(said)
    by = opening.end() if opening else 0
    found = _named_source(said[by].upper() + said[by + 1 :]) if by < len(said) else None
    if found is None or found.holder is None:
        return found
    content, holder = found.content, found.holder
    return replace(found, content=(content[0] + by, content[1] + by), holder=(holder[0] + by, holder[1] + by))


def _named_source(said: str) -> Framed | None:
    if match := _HIS_VIEW.match(said):
        return Framed(trimmed(said, (match.end(), len(said))), match.span("holder"), "claim")
    if (match := _HIS_VIEW_BEHIND.search(said)) and match.start() > _LEAST_SAID:
        return Framed((0, len(said.rstrip(" .,"))), match.span("holder"), "claim")
    if match := _SOURCE.match(said):
        force: Force = "expected" if _FORECAST.search(match[0][:14]) and not _is_past(said[match.end() :]) else "claim"
        return Framed(trimmed(said, (match.end(), len(said))), match.span("holder"), force)
    if match := _SOURCE_BEHIND.search(said):
        front = said[: match.start()]
        content = (0, match.start()) if len(front) > 12 else (match.end(), len(said))
        return Framed(trimmed(said, content, " ,.;—–«»"), match.span("holder"), "claim")
    return None


def _spoken(said: str) -> Framed | None:
    for match in islice(_VERB.finditer(said), _MOST_VERBS):
        force: Force = match.lastgroup  # type: ignore[assignment]
        if found := _ahead(said, match, force) or _inverted(said, match, force):
            return found
    return None


def _ahead(said: str, match: re.Match[str], force: Force) -> Framed | None:
    """A holder before the verb."""
    before = said[: match.start()]
    start = 0
    for pattern in (_OPENING, _ADVERBIAL):
        if opening := pattern.match(before[start:]):
            start += opening.end()
    if (office := _OFFICE.search(before, start)) and _PLACED.match(before[start:]):
        start = office.start()
    subject = _TRAILING.sub("", before[start:].rstrip())
    named = re.sub(r",\s[^,]{2,100},\s*$", "", subject + " ").strip(" ,")
    if not _names(named):
        return _behind(said, match, force)
    content = _content(said, match.end(), force)
    if content[0] >= content[1] or _awaits(said, match):
        return None
    own = _is_own(said[slice(*content)], force)
    holder_end = start + len(subject.rstrip(" ,"))
    return Framed(content, (start, holder_end), force, own)


def _behind(said: str, match: re.Match[str], force: Force) -> Framed | None:
    """A holder between the words and the verb at the end: "..., Петров сказал"."""
    cut = max(said.rfind(", ", 0, match.start()), said.rfind("— ", 0, match.start()))
    if force != "claim" or cut < 8 or len(said) - match.end() > 40:
        return None
    subject = said[cut + 2 : match.start()]
    if not _names(subject.strip()):
        return None
    start = cut + 2
    return Framed(trimmed(said, (0, cut), " ,.;—–«»"), (start, start + len(subject.rstrip())), force)


def _names(subject: str) -> bool:
    words = subject.split()
    if not 0 < len(words) <= 12 or "," in subject or _NO_SUBJECT.search(subject) or _WHEN.search(subject):
        return False
    return bool(_NAME_WORD.match(subject) or _OFFICE.match(subject)) and not re.match(
        r"[«\"]?(?:В|Во|На|По|С|Со|К|Ко|Для|От|Из|За|О|Об|При|После|Перед|Под|Над|Между|Через|Среди|Это|Так|Там|Здесь)\s",
        subject,
    )


def _inverted(said: str, match: re.Match[str], force: Force) -> Framed | None:
    """A holder behind the verb: "Заявил Петров, что ..." or "..., заявил Петров"."""
    named = _INVERTED.match(said[match.end() :] + " ")
    if force != "claim" or not named:
        return None
    holder = (match.end() + named.start("holder"), match.end() + named.end("holder"))
    before = said[: match.start()].rstrip()
    if before.endswith((",", "—", "–", "»")) and len(before) > 8:
        return Framed(trimmed(said, (0, len(before)), " ,.;—–«»"), holder, force)
    rest = (match.end() + named.end(), len(said))
    if len(before) > 30 or rest[1] - rest[0] < 5:
        return None
    return Framed(trimmed(said, rest, " ,.;—–«»"), holder, force)


def _awaits(said: str, match: re.Match[str]) -> bool:
    """Whether a matter only waits for somebody's act: "the deal awaits approval"."""
    return bool(re.match(r"ожида", match[0], re.IGNORECASE) and _APPROVAL.match(said[match.end() :]))


def _content(said: str, at: int, force: Force) -> Span:
    after = said[at:]
    if that := _CHTO.match(after):
        at += that.end()
    elif force == "claim" and (told := re.match(r"(?:\s(?:в|на|во)?\s?\x01+|\sжурналистам|\sдепутатам)+", after)):
        at += told.end()
    return trimmed(said, (at, len(said)), " ,.;:—–«»")


def _is_own(content: str, force: Force) -> bool:
    """Whether the words speak of the holder's own acts: they have no subject, or a pronoun."""
    if force != "claim":
        return False
    first = content.split(" ", 1)[0].lower().strip('«"')
    if first in {"он", "она", "оно", "они", "мы", "я", "не"}:
        return first != "не" or not re.search(r"будет|будут", content)
    return bool(_PERFECTIVE.fullmatch(first) and not _IMPERFECTIVE.search(first)) or first in {
        "будет",
        "будут",
        "намерен",
        "намерена",
        "намерены",
    }


def _condition(words: str, part: Span) -> tuple[Span, Span] | None:
    said = words[slice(*part)]
    match = _CONDITION.search(said)
    if not match or _WHETHER.search(said[: match.start()] + " "):
        return None
    by = part[0]
    before = said[: match.start()].strip(" ,—А-")
    if len(before) > 8:
        return trimmed(words, (by + match.end(), part[1])), trimmed(words, (by, by + match.start()))
    for comma in re.finditer(r",\s(?:то\s|тогда\s)?", said[match.end() :]):
        rest = said[match.end() + comma.end() :]
        if _has_verb(rest) and (
            _IF_NEEDED.match(said, match.end()) or len(said[match.end() : match.end() + comma.start()].split()) > 1
        ):
            return (
                trimmed(words, (by + match.end(), by + match.end() + comma.start())),
                trimmed(words, (by + match.end() + comma.end(), part[1])),
            )
    return None


def _is_case(condition: str, main: str, dated: bool) -> bool:  # noqa: FBT001  # a field of the grammar
    if _RULE.search(main) or _RULE.search(condition) or re.search(r"\bбы\b", main):
        return dated
    return dated or bool(_is_future(main) or _EXPECT.search(main) or re.search(r"намерен|готов|планиру|обеща", main))


def _kind(said: Said) -> StatementKind | None:
    words = said.words
    if kind := forced(said):
        return kind
    if said.force == "promised":
        return (
            "promised"
            if not (_is_past(words) and not _is_future(words) and not said.dated) or not _CHTO.match(" " + words)
            else "attributed"
        )
    if said.dated and (_DEADLINE.search(words) or (_OBLIGED.search(words) and _BY.search(words))):
        return "deadline"
    if said.force == "expected":
        return "expected"
    if _is_general(said):
        return None
    if _MUST_HAPPEN.search(words):
        return "scheduled" if said.dated and said.finely else "expected"
    if _ADVICE.search(words) and not _STANDS.search(words):
        return "recommended"
    return _by_tense(said)


def _is_general(said: Said) -> bool:
    if said.dated or said.past:
        return False
    return bool(_RULE.search(said.words)) or bool(
        _WHEN.search(said.words) and not _is_past(said.words) and not _WILL.search(said.words)
    )


def _by_tense(said: Said) -> StatementKind | None:
    words = said.words
    past, future = _is_past(words), _is_future(words)
    if said.dated and _MOVED.search(words):
        return "scheduled"
    if _EXPECT.search(words) and (not past or future or said.dated):
        return "expected"
    if said.dated and not (past and not future):
        return _due(said)
    if future and not (past and past.start() < future.start()):
        if said.own and said.attributed:
            return "promised"
        return "expected"
    if said.attributed:
        return "attributed"
    return "reported" if past or said.past or _NUMBER.search(words) or _is_done(words) else None


def _due(said: Said) -> StatementKind:
    words = said.words
    if said.own and said.attributed:
        return "promised"
    if _CHANGE.search(words) or not (said.finely or _SCHEDULED.search(words)):
        return "expected"
    return "scheduled"


def _ends(before: str, said: str) -> bool:
    return bool(re.match(r"кон(?:ца|цу)\b", said, re.IGNORECASE)) and bool(
        re.search(r"\b(?:до|к|не\sпозднее|не\sпозже)\s$", before, re.IGNORECASE)
    )


GRAMMAR = Grammar(
    is_none=_is_none,
    parts=_parts,
    frame=_frame,
    condition=_condition,
    is_case=_is_case,
    kind=_kind,
    ends=_ends,
    pronouns=frozenset(("он", "она", "оно", "они", "его", "её", "ее", "их")),
    first_person=frozenset(("мы", "я")),
    article=lambda words: words,
)
