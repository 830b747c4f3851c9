"""Converts spoken times of day to digits: "half past eight", "в половине девятого", "上午九点半". Pure."""

import re

from briefings.text import lazy_re

_EN = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_RU = (
    "час",
    "два",
    "три",
    "четыре",
    "пять",
    "шесть",
    "семь",
    "восемь",
    "девять",
    "десять",
    "одиннадцать",
    "двенадцать",
)
_RU_HALF = (
    "перво",
    "второ",
    "третье",
    "четв",
    "пято",
    "шесто",
    "седьмо",
    "восьмо",
    "девято",
    "десято",
    "одиннад",
    "двенад",
)
_HAN = "零一二三四五六七八九"
_EN_HOUR = rf"(?P<hour>\d{{1,2}}|{'|'.join(_EN)})"
_MINUTES = {"quarter": 15, "ten": 10, "twenty": 20, "five": 5, "half": 30}
_PAST = lazy_re(
    rf"\b(?:at\s)?(?:an?\s)?(?P<minutes>half|quarter|ten|twenty|five)\s(?P<way>past|to)\s{_EN_HOUR}\b", re.IGNORECASE
)
_SPELT = lazy_re(
    rf"\b(?P<at>at\s)?(?P<hour>{'|'.join(_EN)})(?:\s(?P<minute>thirty|fifteen|forty[- ]five))?"
    r"(?P<after>\s?(?:[ap]\.?m\b\.?|o'?\s?clock)|\sin the (?:morning|afternoon|evening)|\sat night)?"
    r"(?!\w|\s?(?:days?|weeks?|months?|hours?|minutes?|fortnights?)\b)",
    re.IGNORECASE,
)
_SPELT_MINUTES = {"thirty": 30, "fifteen": 15, "forty": 45}
_RU_SPELT = lazy_re(
    rf"\bв\s(?P<hour>{'|'.join(sorted(_RU, key=len, reverse=True))})(?:\s(?P<minute>тридцать|пятнадцать))?"
    r"(?:\sчас(?:ов|а)?)?(?P<part>\s(?:утра|дня|вечера))?(?!\w|\s(?:дн|недел|месяц))",
    re.IGNORECASE,
)
_RU_PAST = lazy_re(
    rf"\bв\s(?:половин[еу]|пол)\s?(?P<hour>{'|'.join(_RU_HALF)})\w*(?P<part>\s(?:утра|дня|вечера))?", re.IGNORECASE
)
_RU_NAMES = "|".join(sorted(_RU, key=len, reverse=True))
_RU_TO = lazy_re(  # без четверти восемь, в восемь без четверти
    rf"\b(?:в\s)?(?:без\s(?P<minutes>четверти|пяти|десяти|двадцати)\s(?P<hour>{_RU_NAMES}|\d{{1,2}})"
    rf"|(?P<first>{_RU_NAMES}|\d{{1,2}})\sбез\s(?P<after>четверти|пяти|десяти|двадцати))(?P<part>\s(?:утра|дня|вечера))?(?!\w)",
    re.IGNORECASE,
)
_RU_QUARTER = lazy_re(
    rf"\bв\sчетверть\s(?P<hour>{'|'.join(_RU_HALF)})\w*(?P<part>\s(?:утра|дня|вечера))?", re.IGNORECASE
)
_RU_MINUTES = {"четверти": 15, "пяти": 5, "десяти": 10, "двадцати": 20}
_HAN_DIGITS = rf"(?:\d{{1,2}}|[{_HAN}两十]{{1,3}})"
_ZH_TO = lazy_re(  # 差五分八点, 八点差五分
    rf"差(?P<minutes>一刻|{_HAN_DIGITS})分?钟?(?P<hour>{_HAN_DIGITS})[点點]"
    rf"|(?P<first>{_HAN_DIGITS})[点點]差(?P<after>一刻|{_HAN_DIGITS})(?:分钟?)?"
)
_RU_PART = lazy_re(r"\bв\s(?P<hour>\d{1,2})(?:[:.](?P<minute>\d\d))?\sчас(?:ов|а)?\b", re.IGNORECASE)
_RU_NOON = lazy_re(r"\bв\s(?P<word>полдень|полночь)\b", re.IGNORECASE)
_HAN_NUMBER = rf"[{_HAN}两十]{{1,3}}"
_ZH_SPELT = lazy_re(rf"(?P<hour>{_HAN_NUMBER})(?P<sign>[点點时時])(?P<minute>(?:{_HAN_NUMBER}(?=分?))|半)?")
_ZH_QUARTER = lazy_re(r"(?<=[点點])(?P<many>[一三])刻")
_ZH_NOON = lazy_re(r"[中正]午(12|[12])[点點时時]")
_BRACKETED = lazy_re(
    r"(?<=\d|[点半分])(?P<half>\s?[ap]\.?m\.?)?\s?[（(](?P<zone>[\u4e00-\u9fff]{2,8})[)）]", re.IGNORECASE
)


# Parts of a unit in whole smaller ones; otherwise "half an hour" would be read as an hour.
_PARTS = tuple(
    (lazy_re(pattern, re.IGNORECASE), whole)
    for pattern, whole in (
        (r"\b(?:an?|one) (?:hour and a half|and a half hours?)\b", "90 minutes"),
        (r"\bhalf(?: of)? an? hour\b|\ba half[- ](?:an )?hour\b", "30 minutes"),
        (r"\b(?:a )?quarter(?: of)? an hour\b", "15 minutes"),
        (r"\bthree[- ]quarters of an hour\b", "45 minutes"),
        (r"\bhalf a day\b|\ba half[- ]day\b", "12 hours"),
        *((r"\bполтора часа\b", "90 минут"), (r"\bполчаса\b", "30 минут"), (r"\bполдня\b", "12 часов")),
        *((r"一个半小时", "90分钟"), (r"半个?(?:小时|钟头)", "30分钟"), (r"半天", "12小时")),
    )
)


def whole_units(sentence: str) -> str:
    """The text with "half an hour" as "30 minutes", and the like."""
    for pattern, whole in _PARTS:
        sentence = pattern.sub(whole, sentence)
    return sentence


def hours_in_digits(sentence: str) -> str:
    """The text with spoken times in digits, and zones in brackets without them."""
    sentence = _ZH_TO.sub(_to_chinese, sentence)
    sentence = _RU_QUARTER.sub(_quarter_russian, _RU_TO.sub(_to_russian, sentence))
    sentence = _ZH_QUARTER.sub(lambda found: "15分" if found["many"] == "一" else "45分", sentence)
    for pattern, replacement in (
        *(
            (_PAST, _past),
            (_SPELT, _spelt),
            (_RU_NOON, lambda found: "в 12:00" if found["word"].lower() == "полдень" else "в 00:00"),
            (_RU_PAST, _half_russian),
            (_RU_SPELT, _russian),
        ),
        *((_RU_PART, lambda found: f"в {found['hour']}:{found['minute'] or '00'}"), (_ZH_SPELT, _chinese)),
    ):
        sentence = pattern.sub(replacement, sentence)
    sentence = _ZH_NOON.sub(lambda found: f"{12 if found[1] == '12' else int(found[1]) + 12}点", sentence)
    return _BRACKETED.sub(lambda found: f"{found['half'] or ''} {found['zone']}", sentence)


def _past(found: re.Match[str]) -> str:
    hour, minutes = _english(found["hour"]), _MINUTES[found["minutes"].lower()]
    if found["way"].lower() == "to":
        hour, minutes = (hour - 1) or 12, 60 - minutes
    return f"at {hour}:{minutes:02}"


def _spelt(found: re.Match[str]) -> str:
    """A bare number is an hour only after "at" or before "am", "o'clock" and the like."""
    if not (found["at"] or found["after"]):
        return found[0]
    minute = _spelt_minute(found["minute"] or "")
    return f"at {_english(found['hour'])}:{minute:02}{found['after'] or ''}"


def _spelt_minute(spelt: str) -> int:
    return next((minute for word, minute in _SPELT_MINUTES.items() if spelt.lower().startswith(word)), 0)


def _english(hour: str) -> int:
    return int(hour) if hour.isdecimal() else _EN.index(hour.lower()) + 1


def _half_russian(found: re.Match[str]) -> str:
    hour = _RU_HALF.index(found["hour"].lower()) or 12
    return f"в {hour}:30{found['part'] or ''}"


def _quarter_russian(found: re.Match[str]) -> str:
    hour = _RU_HALF.index(found["hour"].lower()) or 12
    return f"в {hour}:15{found['part'] or ''}"


def _to_russian(found: re.Match[str]) -> str:
    said = (found["hour"] or found["first"]).lower()
    hour = int(said) if said.isdecimal() else _RU.index(said) + 1
    minutes = _RU_MINUTES[(found["minutes"] or found["after"]).lower()]
    return f"в {(hour - 1) or 12}:{60 - minutes}{found['part'] or ''}"


def _to_chinese(found: re.Match[str]) -> str:
    minutes, hour = found["minutes"] or found["after"], _number(found["hour"] or found["first"])
    return f"{(hour - 1) or 12}点{60 - (15 if minutes == '一刻' else _number(minutes)):02}分"


def _number(said: str) -> int:
    return int(said) if said.isdecimal() else _han(said)


def _russian(found: re.Match[str]) -> str:
    minute = {"т": 30, "п": 15}.get((found["minute"] or "")[:1].lower(), 0)
    return f"в {_RU.index(found['hour'].lower()) + 1}:{minute:02}{found['part'] or ''}"


def _chinese(found: re.Match[str]) -> str:
    minute = found["minute"] or ""
    return f"{_han(found['hour'])}{found['sign']}{minute if minute in ('', '半') else f'{_han(minute):02}'}"


def _han(number: str) -> int:
    """A number below 100 in Chinese characters."""
    tens, ten, ones = number.replace("两", "二").rpartition("十")
    return (_HAN.index(tens or "一") * 10 if ten else 0) + (_HAN.index(ones[-1:]) if ones else 0)
