"""Dates in Chinese."""

import re

from briefings.model.agenda import EventDate
from briefings.reading.dates import spans
from briefings.reading.dates.context import Context, Rule, group

_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2, "兩": 2}
_FROM_NOW = ("未来", "今后", "接下来", "接下来的", "未来的")
_YEARS = {"前年": -2, "去年": -1, "今年": 0, "当年": 0, "本年": 0, "明年": 1, "后年": 2}
_WORD_DAYS = {
    "大前天": -3, "前天": -2, "前日": -2, "昨天": -1, "昨日": -1, "昨晚": -1, "今天": 0, "今日": 0, "今晚": 0,
    "今晨": 0, "明天": 1, "明日": 1, "明晚": 1, "后天": 2, "后日": 2, "大后天": 3,
}  # fmt: skip
_STEP = {"上": -1, "本": 0, "这": 0, "下": 1}
_SEASONS = {"春": "spring", "夏": "summer", "秋": "autumn", "冬": "winter"}
_PARTS: dict[str, spans.Part] = {
    "初": "early", "上旬": "early", "中旬": "mid", "中": "mid", "下旬": "late", "底": "late", "末": "late",
}  # fmt: skip
_MONTHS = 12  # of a year
_UNITS = {"天": "day", "日": "day", "周": "week", "星": "week", "月": "month", "季": "quarter", "年": "year"}


def number(text: str) -> int:
    """The value of Arabic or Chinese digits below 100, or of a year written digit by digit."""
    if text.isdecimal():
        return int(text)
    if "十" in text:
        tens, _, ones = text.partition("十")
        return _DIGITS.get(tens, 1) * 10 + _DIGITS.get(ones, 0)
    return int("".join(str(_DIGITS[digit]) for digit in text))


def _number(match: re.Match[str], name: str) -> int:
    return number(group(match, name) or "0")


def _in_year(match: re.Match[str], context: Context) -> int | None:
    """The year given in digits or by "this", "last", "next"; else None."""
    if group(match, "year"):
        return _number(match, "year")
    relative = group(match, "rel")
    return context.reference.year + _YEARS[relative] if relative and context.reference else None


def _day(match: re.Match[str], context: Context) -> EventDate | None:
    month, first, last = _number(match, "month"), _number(match, "day"), _number(match, "day2")
    last_month = _number(match, "month2") or month

    def in_year(year: int) -> EventDate | None:
        opening = spans.day(year, month, first)
        return spans.between(opening, spans.day(year, last_month, last)) if last else opening

    year = _in_year(match, context)
    return in_year(year) if year else context.yearly(in_year)


def _month(match: re.Match[str], context: Context) -> EventDate | None:
    month, part = _number(match, "month"), group(match, "part")

    def in_year(year: int) -> EventDate | None:
        whole = spans.months(year, month)
        return spans.part(whole, _PARTS[part]) if part else whole

    year = _in_year(match, context)
    return in_year(year) if year else context.yearly(in_year)


def _year(match: re.Match[str], context: Context) -> EventDate | None:
    year = _in_year(match, context)
    if year is None:
        return None
    return spans.part(spans.year(year), _PARTS[match["part"]]) if group(match, "part") else spans.year(year)


def _fraction(match: re.Match[str], context: Context) -> EventDate | None:
    """A quarter, half or season of a year."""
    what = match["what"]

    def in_year(year: int) -> EventDate | None:
        if what[0] in _SEASONS:
            return spans.season(year, _SEASONS[what[0]])
        if group(match, "nth"):
            return spans.quarter(year, _number(match, "nth"))
        return spans.half(year, 2 if what[0] == "下" else 1)

    year = _in_year(match, context)
    return in_year(year) if year else context.yearly(in_year)


def _first_or_last_months(match: re.Match[str], context: Context) -> EventDate | None:
    """The first or last months of a year: "今年前三个月"."""
    year, count = _in_year(match, context), _number(match, "n")
    if year is None or not 1 <= count < _MONTHS:
        return None
    return spans.months(year, 1 if match["end"] == "前" else _MONTHS + 1 - count, count, "range")


def _weekday(match: re.Match[str], context: Context) -> EventDate | None:
    """A weekday; with "last" or "next", in that week."""
    day = min("一二三四五六日天".index(match["dow"]), 6)
    step = group(match, "step")
    return context.day_of_week(day, _STEP[step]) if step else context.weekday(day)


def _unit(match: re.Match[str], context: Context) -> EventDate | None:
    return context.unit(_UNITS[match["unit"].removeprefix("个")[0]], _STEP[match["step"]])


def _counted(match: re.Match[str], context: Context) -> EventDate | None:
    count = _number(match, "n")
    ahead = match["way"] in {"后", "之后", "以后", "内"}
    length = match["way"] == "内" and not context.leaning and not context.text.endswith(_FROM_NOW, 0, context.start)
    if length or (ahead and context.direction == "past"):
        return None  # it counts from what was told before
    return context.unit(_UNITS[match["unit"].removeprefix("个")[0]], count if ahead else -count)


def _decade(match: re.Match[str], _context: Context) -> EventDate | None:
    named = {"上": 1900, "本": 2000}.get(match["century"])
    return spans.decade((named or (_number(match, "century") - 1) * 100) + _number(match, "tens"))


def _years(match: re.Match[str], _context: Context) -> EventDate | None:
    first, last = match["year"], match["year2"]
    return spans.between(spans.year(int(first)), spans.year(int(first[: 4 - len(last)] + last)))


_N = r"[\d一二三四五六七八九十两]{1,3}"
_Y = rf"(?:(?P<year>[12]\d{{3}}|[一二][〇○零一二三四五六七八九]{{3}})\s?年|(?P<rel>{'|'.join(_YEARS)}))"
_MONTH = rf"(?P<month>{_N})\s?月"
# Where a year stands that is none, no other is put in its place.
_AND_Y = (
    rf"(?:{_Y}\s?|(?<![\d一二三四五六七八九十两])(?<!\d\s年)"
    r"(?<![\d〇○零一二三四五六七八九]年)(?<![\d〇○零一二三四五六七八九]年\s))"
)
_D = rf"(?P<day>{_N})\s?"
_D2 = rf"(?P<day2>{_N})\s?[日号號]"
_TO = r"\s?[至到～~\-–—]\s?"

# A word for a day stands behind a modal, or before a time or one, or else it may be a part of a name.
_WORDED = "|".join(sorted(_WORD_DAYS, key=len, reverse=True))
_OPENS = r"(?<=[将將定][于於在])"
_GOES_ON = r"(?=[早晚上下中凌]|[将將会會在于於起前内]|[，。、；,.;)）\d]|$)"

RULES: tuple[Rule, ...] = (
    Rule(rf"{_AND_Y}{_MONTH}\s?{_D}[日号號](?:{_TO}(?:(?P<month2>{_N})月)?{_D2})?", _day),
    Rule(rf"{_AND_Y}{_MONTH}\s?{_D}{_TO}{_D2}", _day),
    Rule(rf"{_AND_Y}{_MONTH}(?!\s?{_N}\s?[日号號])(?:份)?(?P<part>初|上旬|中旬|下旬|底|末)?", _month),
    Rule(rf"(?:{_Y})?(?P<what>第?(?P<nth>[一二三四1-4])季度|上半年|下半年|[春夏秋冬][季天])", _fraction),
    Rule(rf"{_Y}的?(?P<end>前|[最后後]{{1,2}})(?P<n>{_N})个?月", _first_or_last_months),
    Rule(rf"{_Y}(?P<part>初|中|底|末)?(?!度|\s?{_N}\s?月)", _year),
    Rule(
        r"(?<![\d今去明后前])年(?P<part>底|初|中|末)",
        lambda match, context: spans.part(context.unit("year", 0), _PARTS[match["part"]]),
    ),
    Rule(
        rf"{_OPENS}(?P<word>{_WORDED})|(?P<word2>{_WORDED}){_GOES_ON}",
        lambda match, context: context.days(_WORD_DAYS[match["word"] or match["word2"]]),
    ),
    Rule(
        rf"[上本这下]?(?:周|星期|礼拜)[一二三四五六日天]\s?[（(]\s?{_D}[日号號]\s?[)）]",
        lambda match, context: context.monthly(_number(match, "day")),
    ),
    Rule(r"(?P<step>上|本|这|下)?(?:周|星期|礼拜)(?P<dow>[一二三四五六日天])(?!\w?[年月])", _weekday),
    Rule(r"(?P<step>上|本|这|下)(?P<unit>周|星期|个?月|个?季度)(?![一二三四五六日天])", _unit),
    Rule(rf"(?<!\d)(?P<n>{_N})(?P<unit>天|日|周|星期|个星期|个月|年)(?P<way>前|后|之前|之后|以前|以后|内)", _counted),
    Rule(rf"(?P<century>上|本|\d{{2}}|二十)世纪(?P<tens>{_N})年代", _decade),
    Rule(rf"(?<!\d)(?P<year>(?:1\d|20)\d{{2}})年?{_TO}(?P<year2>(?:1\d|20)\d{{2}}|\d{{2}}(?=年度))年", _years),
)
