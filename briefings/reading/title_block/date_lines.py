"""Recognises lines that state a text's own date: labels, bylines and datelines, in ten languages."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Literal

from briefings.model.agenda import EventDate
from briefings.months import Month
from briefings.reading.dates import find

_LONGEST_LINE = 160  # characters of a byline
_MOST_WORDS = 14  # of a byline beside its date
_MOST_BESIDE_MONTH = 3  # words of a place or a name
_SEGMENT_WORDS = 7
# Month names by their first letters, after which at most the rest of a name follows; January first.
_MONTHS = {
    "de": "januar|jänner|februar|märz|april|mai|juni|juli|august|september|oktober|november|dezember",
    "fr": "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre",
    "es": "enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|setiembre|octubre|noviembre|diciembre",
    "pt": "janeiro|fevereiro|março|abril|maio|junho|julho|agosto|setembro|outubro|novembro|dezembro",
    "it": "gennaio|febbraio|marzo|aprile|maggio|giugno|luglio|agosto|settembre|ottobre|novembre|dicembre",
    "nl": "januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december",
    "cs": "ledna|února|března|dubna|května|června|července|srpna|září|října|listopadu|prosince",
    "pl": "stycznia|lutego|marca|kwietnia|maja|czerwca|lipca|sierpnia|września|października|listopada|grudnia",
}
_SECOND_NAMES = {"jänner": 1, "setiembre": 9}
_NUMBERS = _SECOND_NAMES | {
    name: number
    for names in _MONTHS.values()
    for number, name in enumerate((each for each in names.split("|") if each not in _SECOND_NAMES), 1)
}
_NAMES = "|".join(sorted(_NUMBERS, key=len, reverse=True))
_NAMED_DAY = re.compile(
    rf"(?<!\d)(\d{{1,2}})(?:\.|er|º|°)?\s+(?:de\s+)?({_NAMES})\s+(?:del?\s+)?(\d{{4}})(?!\d)", re.IGNORECASE
)
_FIGURES = re.compile(r"(?<![\d.,/-])(\d{1,2})\s?[./-]\s?(\d{1,2})\s?[./-]\s?((?:19|20)\d\d)(?![\d/-])")
_ISO = re.compile(r"(?<![\d/-])((?:19|20)\d\d)[-/.](\d{1,2})[-/.](\d{1,2})(?!\d|\s?[-–]\d)")
_COMPACT = re.compile(r"(?<!\d)((?:19|20)\d\d)-?(\d\d)-?(\d\d)(?!\d)")
_LABEL = re.compile(
    r"(?:^|[|•·–—;,.(\[*_>\s])(?:(?:first|originally|publicly)\s)?(?:published|publication\sdate|created|date\s(?:of\s)?"
    r"(?:publication|published|filed|issued?|released?|decided|decision|report)|posted|release(?:d|\sdate)|"
    r"issued?(?:\sdate)?|filed|decided|dated?|for\s(?:immediate\s)?release|press\srelease|written|entered|"
    r"erschienen|veröffentlicht|publiziert|datum|publié|paru|publicad[oa](?:\soriginalmente)?|fecha(?:\sde\spublicación)?|"
    r"data(?:\sde\spublicação)?|pubblicat[oa](?:\sil\sgiorno)?|gepubliceerd|publikováno|zveřejněno|vydáno|opublikowan[oe]|"
    r"опубликован\w*|дата(?:\sпубликации)?|размещено|ausfertigungsdatum|"
    r"(?:version|fassung)(?:\s[\d.]{1,8})?\s(?:vom|of|from|du|от))\b"
    r"[*_\s]{0,4}[:：]?[*_\s]{0,4}(?:(?:online|on|at|in|this|the|am|den|vom|le|el|em|il|op|dne|dnia)\s?[:：]?\s){0,2}"
    r"(?:[^\W\d_]{2,12}\.?,\s)?(?:the\s)?$"
    r"|(?:发布时间|发布日期|发表时间|发表日期|发布(?:于|於)?|發布於|投稿日|公開日|掲載日|日期|时间|刊发|出版日期|發布日期)\s*[：:]?\s*$",
    re.IGNORECASE,
)
_OTHER = re.compile(
    r"\b(?:updated?|modified|revised|reviewed|amended|changed|accessed|access|retrieved|viewed|visited|downloaded|printed|"
    r"archived|effective|expir\w+|valid|due|deadline|argued|submitted|received|accepted|heard|hearing|born|died|until|till|"
    r"before|after|since|from|between|meeting|event|starts?|begins?|ends?|opens?|closes?|next|to\sbe|will|birth|cited|copyright|"
    r"aktualisiert|geändert|abgerufen|mis\sà\sjour|modifié|consulté|actualizad[oa]|modificad[oa]|consultad[oa]|atualizad[oa]|"
    r"aggiornato|aktualizováno|обновлен\w*|изменен\w*|обращени\w*)\b|更新|修改|访问|截至|原文|©",
    re.IGNORECASE,
)
_PART = re.compile(r"[|•·;/–—\n]|[.。]\s")
# A sentence that goes on behind a date; a time, a place or an author may follow a label's date.
_CONTINUES = re.compile(
    r"[),]{0,2}\s+(?!(?:at|by|in|um|von|alle|ore|par|por|da|door|av|gmt|utc|updated|last|and)\b)[a-z]{2}"
)
_ARTICLE = re.compile(r"(?<=,)\s+(?:den|le|el|am|a|dne)\s*$", re.IGNORECASE)
_SHOUTED = re.compile(r"\b(?:JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)[A-Z]{0,6}\b")
_SEPARATOR = re.compile(r"[|•·–—;,.()\[\]*_:/，、；。（）\n-]|\s{2,}")
_OF_MEETING = re.compile(
    r"\W*(?:(?:meeting|call|session)\s)?date(?:\s?/\s?time|\s(?:and|&)\stime)?\s?[*_]{0,3}\s?[:：]\s?[*_]{0,3}\s?"
    r"(?:[A-Z][a-z]{2,8},?\s)?|\W*(?:会议)?时间\s?[:：]\s?",
    re.IGNORECASE,
)
_STAMP = re.compile(r"\d[T\s]\d{1,2}:\d\d:\d\d")  # a moment to the second stands apart from words without any sign
_ITEM = re.compile(r"\s*[•*-]\s[^:：]{1,60}[:：]")  # an entry of a list that names what it dates
_REPORT = re.compile(
    r"\b(?:notes?|reports?|brief(?:ing)?s?|minutes|memo(?:randum)?|bulletin|newsletter|statement|review|digest|release|"
    r"issue|no|vol|update|letter|paper|edition|bericht|rapport|informe|relatório|доклад|отчет|бюллетень)\b|报告|简报|通讯",
    re.IGNORECASE,
)
_RECORD = re.compile(
    r"\b(?:meeting|minutes|notes|transcript|summary|recap|report|record|log|update|newsletter|bulletin|digest|memo|briefing|"
    r"WG|working\sgroup|sync|stand-?up|"
    r"protokoll|sitzung|niederschrift|bericht|compte[\s-]rendu|procès-verbal|réunion|acta|verslag|notulen|протокол|отч[её]т|заседание)\b"
    r"|会议|纪要|周报|日报|简报",
    re.IGNORECASE,
)
_TO_COME = re.compile(
    r"\b(?:agenda|invitation|invite[ds]?|call\sfor|register|registration|upcoming|next|save\sthe\sdate|announc\w+|proposed|"
    r"programme|schedule|deadline|due|draft\sfor|before|until|since|by|from|after|accessed|updated|retrieved|"
    r"tagesordnung|einladung|ordre\sdu\sjour|convocation|повестка)\b|议程|通知",
    re.IGNORECASE,
)
_NAME_STARTS = re.compile(r"((?:19|20)\d\d)[-_. ]?(0[1-9]|1[0-2])[-_. ]?(0[1-9]|[12]\d|3[01])(?=$|[^\d])")
_NAME_ENDS = re.compile(r"(?<![\d.-])((?:19|20)\d\d)[-_.]?(0[1-9]|1[0-2])[-_.]?(0[1-9]|[12]\d|3[01])$")
_GERMAN_NAME = re.compile(r"(\d{1,2})\.(\d{1,2})\.((?:19|20)\d\d)(?=$|[^\d.])")
_GERMAN_NAME_END = re.compile(r"(?<![\d.])(\d{1,2})\.(\d{1,2})\.((?:19|20)\d\d)$")
_DATELINE = re.compile(r"(?:(?:[^\W\d_][\w.’'-]*|\([^()]{2,30}\))[,/]?\s){1,6}\(?$")
# What sets a dateline off: a dash, perhaps behind an hour or an agency, or the bracket around its day.
_SET_OFF = re.compile(r"\)[.,:]?\s|\)?[^–—\n]{0,30}[–—-]{1,2}(?:\s|$)")
_VERB = re.compile(
    r"\b(?:is|are|was|were|has|have|had|will|would|said|says|be|been|met|held|took|ist|war|wird|est|était|fue|es)\b",
    re.IGNORECASE,
)
DESKS = frozenset(  # who writes under no name of their own
    (
        *("desk", "staff", "team", "newsroom", "office", "editors", "editor", "reporter", "reporters", "correspondent"),
        *("correspondents", "bureau", "agency", "unit", "department", "writers", "writer", "analyst", "analysts"),
        *("редакция", "отдел", "отдела", "корреспондент", "корреспонденты", "бюро"),
    )
)
_CAPITALS = 0.6  # share of words in a byline that begin with a capital
_MONTHS_A_YEAR = 12


Order = Literal["", "day"]  # which stands first in a date in figures; "" where that isn't known


@dataclass(frozen=True, slots=True)
class _Day:
    start: int
    end: int
    day: date  # a `Month` where the day itself isn't named


def labelled(line: str) -> date | None:
    """The date after a label of publication, or None; "Updated" and dates of access are no such labels.

    It is a `Month` where no day is named.
    """
    line, before = _COMPACT.sub(r"\1-\2-\3", line), 0
    for found in _days(line):
        lead = _PART.split(line[before : found.start])[-1]
        before = found.end
        label = _LABEL.search(lead)
        if (
            label
            and not _OTHER.search(lead)
            and not _VERB.search(lead)
            and _is_apart(lead[: label.start()], line, found)
        ):
            return found.day
    return None


def _is_apart(before: str, line: str, found: "_Day") -> bool:
    """Whether a label with words before it is no part of a sentence: "The plan, published on 3 May, sets out ..."."""
    words = [word for word in _bare(before).split() if len(word) > len("and")]
    return not words or (_is_name(words) and not _CONTINUES.match(line[found.end :]))


def meeting_date(line: str) -> date | None:
    """The day behind a label such as "Meeting Date/Time:", or None."""
    found = next((day for day in _days(line[:_LONGEST_LINE]) if not isinstance(day.day, Month)), None)
    return found.day if found and _OF_MEETING.fullmatch(line[: found.start]) else None


def line_date(line: str, *, heading: bool = False, first: bool = False, order: Order = "") -> date | None:
    """The date of a byline: a short line of names and one date, set apart from them; None for other lines.

    In the `first` lines of a text a few words of any kind may stand beside it, but for figures and what is to come.
    """
    if len(line) > _LONGEST_LINE or _OTHER.search(line) or _ITEM.match(line):
        return None
    days = _days(line, order=order)
    if len(days) != 1 or _VERB.search(line):
        return None
    (found,) = days
    left, right = (_bare(part) for part in (_ARTICLE.sub("", line[: found.start]), line[found.end :]))
    stamped = _STAMP.search(line[found.start :]) is not None
    chinese = bool(left) and _is_han(left[-1]) and line[found.start - 1].isspace()
    weekday = re.sub(r"(?:^|\W)[^\W\d_]{2,12}\.?,?\s*$", "", left) if left and left[-1:] == "," else left
    apart = stamped or (
        (not re.search(r"\w", left) or chinese or _SEPARATOR.match(left[-1]) or weekday != left)
        and (not right or _SEPARATOR.match(right[0]) or (_is_han(right[0]) and line[found.end].isspace()))
    )
    words = re.findall(r"\S*\w\S*", f"{left} {right}")
    if (
        not apart
        or len(words) > (_MOST_BESIDE_MONTH if isinstance(found.day, Month) else _MOST_WORDS)
        or (heading and words and not _REPORT.search(line))
    ):
        return None
    if first and len(words) <= _SEGMENT_WORDS and not re.search(r"\d", left + right) and not _TO_COME.search(line):
        return found.day
    segments = [part.split() for part in _SEPARATOR.split(left + "|" + right) if part.strip()]
    return found.day if all(len(part) <= _SEGMENT_WORDS and _is_name(part) for part in segments) else None


def _is_han(sign: str) -> bool:
    return "\u4e00" <= sign <= "\u9fff"


def signature_date(line: str) -> date | None:
    """The day that ends a short line of names behind a comma, as in "Oslo Harbour Watch, 19 April 2026"."""
    days = _days(line, order="day") if len(line) <= _LONGEST_LINE else ()
    if len(days) != 1 or _bare(line[days[0].end :]).strip(".") or isinstance(days[0].day, Month):
        return None
    left = _ARTICLE.sub("", line[: days[0].start]).rstrip()
    return days[0].day if left.endswith(",") and _is_name(left.split()) and line_date(line, order="day") else None


def title_date(line: str) -> date | None:
    """The date of the record that a title names, "Council meeting 2026-05-03"; None for titles of what is to come."""
    days = _days(line) if len(line) <= _LONGEST_LINE else ()
    if len(days) != 1 or isinstance(days[0].day, Month) or not _RECORD.search(line) or _TO_COME.search(line):
        return None
    left, right = _bare(line[: days[0].start]), _bare(line[days[0].end :])
    ends = not re.search(r"[^\W\d_]{2}", right) or not re.search(r"[^\W\d_]{2}", left) or _SEPARATOR.match(right[0])
    return days[0].day if ends and not _VERB.search(line) else None


def day_made(created: date | None, saved: date | None) -> date | None:
    """The day of a file by its properties: when it was last saved, if it was begun in an earlier year."""
    return saved if created and saved and saved.year > created.year else created


def name_date(stem: str) -> date | None:
    """The day at the start or the end of a file's name without its suffix: "2026-05-03-notes", "Protokoll 3.5.2026"."""
    found = _NAME_STARTS.match(stem) or _NAME_ENDS.search(stem)
    if found:
        return next((made.day for made in _made(found, *(int(figures) for figures in found.groups()))), None)
    german = _GERMAN_NAME.match(stem) or _GERMAN_NAME_END.search(stem)
    return next((made.day for made in _made(german, *(int(german[at]) for at in (3, 2, 1)))), None) if german else None


def dateline(line: str) -> date | None:
    """The date of a news dateline, "OSLO, 12 March 2026 — Ships ...", or None."""
    for found in _days(line[:_LONGEST_LINE]):
        lead, rest = line[: found.start], line[found.end :]
        place, apart = _DATELINE.fullmatch(lead), _SET_OFF.match(rest)
        capitals = re.findall(r"[^\W\d_]{3,}", lead)
        named = bool(capitals) and all(word[0].isupper() for word in capitals)
        bracketed = lead.endswith("(") == rest.startswith(")")
        known = place and apart and bracketed and named and not isinstance(found.day, Month)
        return found.day if known and not _OTHER.search(lead) else None
    return None


def day_in(words: str) -> date | None:
    """The day that a metadata value starts with or names; None if it names none."""
    if stamp := _COMPACT.match(words.strip()):
        return next((made.day for made in _made(stamp, *map(int, stamp.groups()))), None)
    return next((found.day for found in _days(words[:80]) if not isinstance(found.day, Month)), None)


def _bare(words: str) -> str:
    return words.strip(" \u3000\t*_#>\"“”'")


def _is_name(words: list[str]) -> bool:
    """Whether words read as names, numbers or a report's kind rather than as a sentence."""
    letters = [word for word in words if word[0].isalpha()]
    capital = sum(word[0].isupper() or not word[0].islower() or word.lower() in DESKS for word in letters)
    return capital >= _CAPITALS * len(letters) or _REPORT.search(" ".join(words)) is not None


@lru_cache(maxsize=512)  # each of several rules asks for those of every line at the head of a text
def _days(line: str, *, order: Order = "") -> tuple[_Day, ...]:
    """The dates named in a line, in their order; figures that may be either are read in the `order` given."""
    return tuple(_named_days(line, order=order))


def _named_days(line: str, *, order: Order) -> Iterator[_Day]:
    line = _SHOUTED.sub(lambda match: match[0].title(), line)
    found = [*_in_figures(line, order=order)]
    dates = (each for each in find(line, None) if each.when.precision in {"day", "instant", "month"})
    found += [_Day(each.start, each.end, _day_or_month(each.when)) for each in dates]
    for match in _NAMED_DAY.finditer(line):
        found += _made(match, int(match[3]), _NUMBERS[match[2].lower()], int(match[1]))
    end = 0
    for day in sorted(found, key=lambda each: (each.start, -each.end)):
        if day.start >= end:
            yield day
            end = day.end


def _day_or_month(when: EventDate) -> date:
    return Month(when.first.year, when.first.month, 1) if when.precision == "month" else when.first


def _in_figures(line: str, *, order: Order) -> Iterator[_Day]:
    for match in _ISO.finditer(line):
        yield from _made(match, int(match[1]), int(match[2]), int(match[3]))
    for match in _FIGURES.finditer(line):
        first, second, year = int(match[1]), int(match[2]), int(match[3])
        if order == "day" or "." in match[0] or first > _MONTHS_A_YEAR or first == second:
            yield from _made(match, year, second, first)
        elif second > _MONTHS_A_YEAR:
            yield from _made(match, year, first, second)


def _made(match: re.Match[str], year: int, month: int, day: int) -> list[_Day]:
    try:
        return [_Day(match.start(), match.end(), date(year, month, day))]
    except ValueError:
        return []
