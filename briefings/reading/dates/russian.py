"""Dates in Russian."""

import re

from briefings.model.agenda import EventDate
from briefings.reading.dates import spans
from briefings.reading.dates.context import Context, Rule, figure, group
from briefings.reading.dates.year_parts import is_of_year
from briefings.text import lazy_re

_MONTHS = ("янв", "фев", "мар", "апр", "ма", "июн", "июл", "авг", "сен", "окт", "ноя", "дек")
_DAYS = ("понедельник", "вторник", "сред", "четверг", "пятниц", "суббот", "воскресень")
_WORD_DAYS = {"позавчера": -2, "вчера": -1, "сегодня": 0, "завтра": 1, "послезавтра": 2}
_STEP = {
    "прошл": -1, "минувш": -1, "предыдущ": -1, "нынешн": 0, "текущ": 0, "эт": 0, "следующ": 1, "будущ": 1, "ближайш": 1,
}  # fmt: skip
_RELATIVE = {-1: "last", 0: "this", 1: "next"}
_NUMBERS = {
    "": 1, "один": 1, "одну": 1, "два": 2, "две": 2, "пару": 2, "три": 3, "четыре": 4, "пять": 5, "шесть": 6,
    "семь": 7, "восемь": 8, "девять": 9, "десять": 10,
}  # fmt: skip
_UNITS = {"д": "day", "н": "week", "м": "month", "г": "year", "л": "year", "к": "quarter", "в": "weekend"}
_PARTS: dict[str, spans.Part] = {"нач": "early", "сер": "mid", "кон": "late"}
_SEASONS = {"вес": "spring", "лет": "summer", "осе": "autumn", "зим": "winter"}
_ORDINALS = {
    "перв": 1, "втор": 2, "треть": 3, "четверт": 4, "четвёрт": 4, "i": 1, "ii": 2, "iii": 3, "iv": 4,
    "1": 1, "2": 2, "3": 3, "4": 4,
}  # fmt: skip


def _month(match: re.Match[str], name: str = "month") -> int:
    word = match[name].lower()
    return next(n for n, stem in enumerate(_MONTHS, 1) if word.startswith(stem) and len(word) - len(stem) < 7)


def _step(match: re.Match[str]) -> int | None:
    return _STEP[match["rel"].lower()] if group(match, "rel") else None


def _day_month(match: re.Match[str], context: Context) -> EventDate | None:
    """A day, or days, of a month; the range may end in another month."""
    month, first = _month(match), figure(match, "day")
    last_month = _month(match, "month2") if group(match, "month2") else month
    last = figure(match, "day2") or first

    def in_year(year: int) -> EventDate | None:
        opening = spans.day(year, month, first)
        same = (month, first) == (last_month, last)
        return opening if same else spans.between(opening, spans.day(year + (last_month < month), last_month, last))

    return in_year(figure(match, "year")) if figure(match, "year") else context.yearly(in_year)


def _two_months(match: re.Match[str], context: Context) -> EventDate | None:
    """From one month to another: "август-сентябрь"; the year is the last one's."""
    first, last = _month(match), _month(match, "month2")

    def ending_in(year: int) -> EventDate | None:
        return spans.between(spans.months(year - (last < first), first), spans.months(year, last))

    return ending_in(figure(match, "year")) if figure(match, "year") else context.yearly(ending_in)


def _month_only(match: re.Match[str], context: Context) -> EventDate | None:
    month, step = _month(match), _step(match)
    if figure(match, "year"):
        return spans.months(figure(match, "year"), month)
    if step is not None and context.reference:
        return spans.months(context.reference.year + step, month)
    return context.yearly(lambda year: spans.months(year, month))


def _part(match: re.Match[str], context: Context) -> EventDate | None:
    which = _PARTS[match["part"].lower()[:3]]
    if group(match, "month"):
        return spans.part(_month_only(match, context), which)
    if figure(match, "year"):
        return spans.part(spans.year(figure(match, "year")), which)
    return spans.part(context.unit(_UNITS[match["unit"][0].lower()], _step(match) or 0), which)


def _weekday(match: re.Match[str], context: Context) -> EventDate | None:
    step = _step(match)
    return context.weekday(_DAYS.index(match["dow"].lower()), "" if step is None else _RELATIVE[step])


def _unit(match: re.Match[str], context: Context) -> EventDate | None:
    return context.unit(_UNITS[match["unit"][0].lower()], _step(match) or 0)


def _counted(match: re.Match[str], context: Context) -> EventDate | None:
    number = group(match, "n").lower()
    count = int(number) if number.isdecimal() else _NUMBERS[number]
    ahead = match["way"].lower() == "через"
    if ahead and context.direction == "past":
        return None  # it counts from what was told before
    return context.unit(_UNITS[match["unit"][0].lower()], count if ahead else -count)


def _season(match: re.Match[str], context: Context) -> EventDate | None:
    name = _SEASONS[match["season"][:3].lower()]
    return spans.season(figure(match, "year"), name) if figure(match, "year") else context.season(name, _step(match))


def _fraction(match: re.Match[str], context: Context) -> EventDate | None:
    """A quarter or half of a year."""
    number, step = _ORDINALS[match["nth"].lower()], _step(match)
    make = spans.quarter if match["what"].lower().startswith("к") else spans.half
    if figure(match, "year"):
        return make(figure(match, "year"), number)
    if step is not None and context.reference:
        return make(context.reference.year + step, number)
    if match["what"].lower().startswith("полуг") or is_of_year(context, match["what"]):
        return context.yearly(lambda year: make(year, number))
    return None


def _year(match: re.Match[str], context: Context) -> EventDate | None:
    """A whole year, unless it belongs to an impossible day of a month."""
    if _OF_A_DAY.search(context.text[max(0, context.start - _MONTH_REACH) : context.start]):
        return None
    return spans.year(figure(match, "year"))


def _years(match: re.Match[str], _context: Context) -> EventDate | None:
    return spans.between(spans.year(figure(match, "year")), spans.year(figure(match, "year2")))


_M = (
    r"(?P<month>январ[ьяею]|феврал[ьяею]|март[аеу]?|апрел[ьяею]|ма[йяею]|июн[ьяею]|июл[ьяею]|август[аеу]?|"
    r"сентябр[ьяею]|октябр[ьяею]|ноябр[ьяею]|декабр[ьяею])(?!\w)"
)
_M2 = _M.replace("<month>", "<month2>")
_MONTH_REACH = 20  # characters before a year in which a day and its month stand
_OF_A_DAY = lazy_re(rf"\d\s{_M}\s$", re.IGNORECASE)
_Y = r"(?P<year>[12]\d{3})(?!\d|\s(?:человек|солдат|военн))(?:\s?(?:года|годом|году|год|гг?\.))?"
_AND_Y = rf"(?:\s{_Y}|(?!\s\d{{4}}(?!\d|\s(?:человек|солдат|военн))))"  # no other year for one that is none
_REL = rf"(?P<rel>{'|'.join(_STEP)})[а-яё]{{1,3}}"
_DOW = rf"(?P<dow>{'|'.join(_DAYS)})(?:[ауеыоия]|ой|ом)?(?!\w)"
_D = r"(?<!\d)(?P<day>\d{1,2})(?:-(?:го|ого|е|ое|м))?"
_TO = r"(?:\s?[-–—]\s?|\sпо\s)(?P<day2>\d{1,2})"
_N = rf"(?:(?P<n>\d{{1,3}}|{'|'.join(filter(None, _NUMBERS))})\s)?"
_UNIT = r"(?P<unit>дн[яей]{1,2}|день|недел[юиь]|месяц[ае]?[в]?|год[а]?|лет)(?!\w)"
_UNIT_OF = r"(?P<unit>недел[еюяи]|месяц[ае]?|год[уа]?|квартал[еа]?|выходные)(?!\w)"
_PART = r"(?<!\w)(?P<part>начал|середин|коне?ц)[а-яё]{0,2}\s"
_SEASON = r"(?P<season>весн(?:ой|ы|е|а)|лет(?:ом|о|у)|осен(?:ью|и|ь)|зим(?:ой|ы|е|а))(?!\w)"
_NTH = r"(?P<nth>перв|втор|треть|четверт|четвёрт|IV|I{1,3}|[1-4])(?:[а-яё]{1,3}|-[а-яё]{1,2})?"

RULES: tuple[Rule, ...] = (
    Rule(rf"(?:с\s)?{_D}{_TO}\s{_M}{_AND_Y}", _day_month),
    Rule(rf"(?:с\s)?{_D}\s{_M}{_TO}\s{_M2}{_AND_Y}", _day_month),
    Rule(rf"{_D}\s{_M}{_AND_Y}", _day_month),
    Rule(rf"(?<!\w)(?<!\d\s){_M}\s?[-–—]\s?{_M2}{_AND_Y}", _two_months),
    Rule(rf"(?<!\w)с\s{_M}\sпо\s{_M2}{_AND_Y}", _two_months),
    Rule(rf"{_PART}{_M}{_AND_Y}", _part),
    Rule(rf"{_PART}{_Y}", _part),
    Rule(rf"{_PART}(?:{_REL}\s)?(?P<unit>месяца|года)(?!\w)", _part),
    Rule(rf"(?<!\w)(?<!\d\s){_M}\s(?:{_Y}|{_REL}\s+года)", _month_only),
    Rule(rf"(?<!\w)(?:в|к|до|с|по|за|на|от)\s(?P<core>{_M})(?!\s\d)", _month_only),
    Rule(
        rf"(?<!\w)(?P<word>{'|'.join(_WORD_DAYS)})(?!\w)",
        lambda match, context: context.days(_WORD_DAYS[match["word"].lower()]),
    ),
    Rule(rf"(?<!\w)(?:во?|на|к|ко|до|с)\s(?:{_REL}\s)?{_DOW}", _weekday),
    Rule(rf"(?<!\w)(?:в|на|к|за|до|с)\s{_REL}\s{_UNIT_OF}", _unit),
    Rule(rf"(?<!\w){_REL}\s(?P<unit>недел[ия]|месяца|года|квартала)(?!\w)", _unit),
    Rule(rf"(?<!\w)(?P<way>через)\s{_N}{_UNIT}", _counted),
    Rule(rf"(?<!\w){_N}{_UNIT}\s(?P<way>назад)(?!\w)", _counted),
    Rule(rf"(?<!\w)(?:{_REL}\s)?{_SEASON}{_AND_Y}", _season),
    Rule(rf"(?<!\w){_NTH}\s(?P<what>квартал|полугоди|половин)[а-яё]{{0,2}}(?:\s(?:{_Y}|{_REL}\s+года))?", _fraction),
    Rule(
        r"(?<!\d)(?P<decade>(?:1[0-9]|20)\d0)-(?:е|х|ми|м)(?:\sгод[а-яё]{0,3})?(?!\w)",
        lambda match, _context: spans.decade(figure(match, "decade")),
    ),
    Rule(r"(?<!\d)(?P<year>\d{4})\s?[-–—]\s?(?P<year2>\d{4})(?!\d)(?:\sгод[а-яё]{0,3}|\sгг\.)", _years),
    Rule(r"(?<!\d)(?P<year>(?:1[0-9]|20)\d{2})\s?(?:года|годом|году|год|гг?\.)", _year),
)

WHOLE: tuple[Rule, ...] = (Rule(_M, _month_only), Rule(_DOW, _weekday))
