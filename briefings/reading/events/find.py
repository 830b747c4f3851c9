"""Finds dated events fit for an agenda; history, conditions, habits and citations are left out."""

import re
from bisect import bisect_left
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from briefings.model.agenda import EventDate
from briefings.model.analysis import Block, Dated, Mention, Sentence
from briefings.reading.dates import DateFound, clock, find
from briefings.reading.dates.adjacent_years import heading_year
from briefings.reading.dates.context import Context, names_paper
from briefings.reading.dates.paragraph_years import ToldYears
from briefings.reading.dates.spans import Direction
from briefings.reading.events.chinese import chinese_events
from briefings.reading.events.clauses import MOVED, has_verb, is_told, masked, tense_at
from briefings.reading.events.duplicates import one_each
from briefings.reading.events.english import english_events, moved_to, subject_in
from briefings.reading.events.french import french_events
from briefings.reading.events.german import german_events
from briefings.reading.events.lines import cell_events, is_label, leads, line_event
from briefings.reading.events.modifiers import modifying
from briefings.reading.events.russian import russian_events
from briefings.reading.events.tables import table_rows
from briefings.reading.events.titles import EventPhrase, is_heading, titled
from briefings.reading.events.vocabulary import NOUNS, UNPLANNED
from briefings.reading.quotations.marks import in_curly_marks

_PRECISE = frozenset({"instant", "day", "week", "month"})
_COARSE = frozenset({"year", "quarter"})  # beside a finer date, such a one only says of when a thing is
_VAGUE = frozenset({"season", "quarter", "range"})
_LONGEST = timedelta(days=370)
_SHORT_LINE = 4  # words, with which a sentence has no verb
_LONGEST_LINE = 9  # words of notes that end in a full stop
_LONGEST_HEADING = 160
_LONGEST_SENTENCE = 1500
_PAST_YEARS = 3  # a paragraph that names a year so long ago tells history
_IT = re.compile(r"\bit\b", re.IGNORECASE)
_SPOKEN = re.compile(r"[：:，]\s?[“「]")
_WAS_MOVED = re.compile(
    rf"\s(?:(?:has|have|had|will)\s(?:been|be)|was|were|is|are)\s(?:again\s)?(?:{'|'.join(sorted(MOVED))})(?:\s(?:to|until|till))?$"
)
_MOVED_TO = re.compile(
    rf"\b(?:{'|'.join(sorted(MOVED))}|brought\sforward|put\soff|pushed\sback)\s(?:to|until|till)\s(?:the\s)?$"
)
_NEXT = 3  # characters at most between two sentences of a paragraph
_CITY = re.compile(r"\b(?:in|at)\s(?:the\s)?([A-Z][\w’-]+(?:\s[A-Z][\w’-]+){0,2})")
_ITEM = re.compile(r"(?m)^\s*(?:[-*•+☐]|\d{1,2}[.)])\s{1,4}[*_\[]{0,3}\Z")
_MOST_MARK = 12  # characters before an item of a list
_KIND = re.compile(rf"\b(?:{'|'.join(NOUNS)})\b", re.IGNORECASE)
_TIME_BESIDE = re.compile(
    r",?\s*\b\d{1,2}(?:[:.]?\d{2})?\s?(?:[ap]\.?m\b\.?|Uhr\b)|,?\s*\b\d{1,2}:\d{2}\b", re.IGNORECASE
)
_IN_BRACKETS = re.compile(r"[^\n()]{0,30}\((?P<hour>\d{1,2}):(?P<minute>\d{2})\s(?:UTC|GMT)\)")
_YEAR = re.compile(r"\b(1\d{3}|20\d{2})\b")
_SECTION_NUMBER = re.compile(r"\d{1,2}\.\d{1,2}\.\d{1,2}\.?\s")  # "2.2.19. Search", no date of the year 2019
_ALL_TIMES = re.compile(r"\b[Aa]ll\stimes\b[^.\n]{0,60}")
_SLASHED = re.compile(r"(?<![\d/.-])(\d{1,2})[/-](\d{1,2})[/-]((?:19|2\d)\d{2})(?![\d/-])")
_ADDRESS = re.compile(r"\]\([^()\s]*\)|\bhttps?://\S+")
_IN_A_MONTH = re.compile(
    r"\b(?:in|by|from|until|till|for|of|since|during|through|early|late|mid|end|start|beginning|between|this|next|on|im|ab|bis|seit)"
    r"[\s-](?:of\s)?(?:the\s)?$",
    re.IGNORECASE,
)
# An entry in a list of sources, and a line that states when the text itself was made or seen.
_SOURCE = re.compile(
    r"^[\W\d]{0,8}\^|\b(?:Retrieved|Archived|Accessed|Abgerufen|Consulté|Visited)\b"
    r"|^[\W\d]{0,6}[A-Z][\w’'-]+,\s[A-Z][\w.’' -]{1,30}\(\D{0,4}\d"
    r"|^(?:Date|Received|Sent|Delivered|Deferred|Resent|X-[\w-]+|Message-I[Dd]|References|Reply-To|From|To):\s"
    r"|^\W*(?:By\s|Von\s|Par\s)[A-Z]|^\W*(?:Zuletzt|Stand:|Ausfertigungsdatum)|最終更新|最后更新|追記|投稿日",
)
# When something was done or put on record: "[Entered: 3 May 2026]", "A post shared by Ada Berg on 3 May".
_MADE = re.compile(
    r"(?<!be\s)(?<!to\s)(?<!is\s)(?<!are\s)\b(?:[Ee]ntered|[Ff]iled|[Pp]osted|[Ss]hared\sby\s[^.;]{1,40}|[Uu]ploaded|[Ss]igned|[Cc]reated)"
    r"(?:\son)?[:\s]{1,2}$"
)
# A byline, "16 March 2026 by Ada Berg", and what stands above a signature: "Rodenbach, den 17. März 2026".
_BYLINE = re.compile(r"\W{0,3}\s(?:by|von|par)\s\[?[A-ZÀ-Þ]")
_SIGNED_AT = re.compile(r"\W*[A-ZÀ-Þ][\w-]+(?:\s[A-ZÀ-Þ][\w-]+){0,2},\s(?:den|der|am|le)\s")
_RECORD = re.compile(r"\s(?:minutes|notes|transcript|snapshot|commit)\b")
_RECORD_TITLE = re.compile(
    r"(?:(?:meeting|plenary|call|session|board|committee)\s)?(?:notes|minutes|agenda|transcript|recording|summary|slides|toc)"
    r"|table\sof\scontents|(?:(?:start|end|issue|publication|creation|effective)\s)?dates?",
    re.IGNORECASE,
)
_MADE_REACH = 60  # characters before a date
_TODAY = re.compile(r"today|this\s(?:morning|afternoon|week|month)|heute|aujourd[’']hui|сегодня|今天", re.IGNORECASE)
_STILL_TO_COME = re.compile(
    r"\b(?:will|shall|due|scheduled|set\sto|(?:is|are)\sto|wird|werden|будет|будут)\b|[’']ll\b|\b\w+r(?:a|ont)\b|将"
)
_CYRILLIC, _HAN = re.compile(r"[а-яё]{3}", re.IGNORECASE), re.compile(r"[\u4e00-\u9fff]{2}")
_DAY_FIRST = frozenset(("de", "fr", "es", "it", "pt", "nl", "pl", "uk", "ru", "tr"))
_FOREIGN = {"de": german_events, "fr": french_events}


@dataclass(frozen=True, slots=True)
class FoundEvents:
    """The events found, and what about their dates is doubtful, each as written.

    `nameless` holds upcoming dates whose sentences name no event, `zoneless` times of day without a time zone.
    """

    mentions: tuple[Mention, ...]
    nameless: tuple[str, ...]
    zoneless: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Material:
    """What events are found in.

    `prose` is the text with citations and everything except running prose blanked out; `dates` are in its order.
    `text` is the whole text, of whose `blocks` the tables are read. `day_first` says how it writes days in figures.
    `published` is only the newest day it names where it is `guessed`.
    """

    text: str
    prose: str
    sentences: Sequence[Sentence]
    dates: Sequence[Dated]
    blocks: Sequence[Block]
    language: str
    published: date | None
    day_first: bool | None
    guessed: bool = False


def find_events(of: Material) -> FoundEvents:
    """One mention per event, in text order: the sentence that names it closest to its start."""
    found: list[tuple[int, Mention]] = []
    nameless: dict[str, None] = {}
    paragraphs = _History(of)
    for index, sentence in enumerate(of.sentences):
        if sentence.end - sentence.start > _LONGEST_SENTENCE:
            continue
        words = of.prose[sentence.start : sentence.end]
        words = in_curly_marks(words) if of.language == "en" and not _CYRILLIC.search(words) else words
        stated = _stated(of.dates, sentence)
        if not stated:
            continue
        wanted = [each for each in stated if _matters(words, each, of.published, guessed=of.guessed)]
        if wanted and paragraphs.is_told_there(sentence, words):
            continue
        wanted = [each for each in wanted if each.when.precision not in _COARSE] or wanted
        meant = _meant(of, index) if wanted and _IT.search(words) else ""
        item = _ITEM.search(of.text, max(0, sentence.start - _MOST_MARK), sentence.start) is not None
        named = list(_in_sentence(words, stated, wanted, of.language, meant, item=item)) if wanted else []
        if wanted and not named and _is_field(_without(words, wanted[0])):
            named = [(wanted[0], EventPhrase(title, 0, len(words))) for title in _headline(of, sentence.start)]
        found += [(p.start, Mention(p.title, each.when, sentence.start, sentence.end)) for each, p in named]
        if not named:
            nameless |= dict.fromkeys(_left_over(words, stated, of.published))
    found += [(0, mention) for mention in (*_headed(of), *_tabled(of))]
    found = [each for each in found if not _RECORD_TITLE.fullmatch(each[1].title) and not _is_date(each[1].title)]
    return _settled(of, one_each(found), tuple(nameless))


def _is_date(title: str) -> bool:
    """Whether a title is nothing but another date, as in a row with two of them."""
    said = next(iter(find(title, None)), None) if re.search(r"\d", title) else None
    return said is not None and not any(map(str.isalpha, title[: said.start] + title[said.end :]))


def _is_field(words: str) -> bool:
    """Whether a line without its date holds nothing else, or the name of a field."""
    return is_label(words) or not any(map(str.isalnum, words))


def dates_in(
    prose: str,
    sentences: Sequence[Sentence],
    published: date | None,
    latest: date | None = None,
    *,
    day_first: bool | None = None,
    headings: Sequence[str] = (),
) -> tuple[Dated, ...]:
    """All time expressions, searched sentence by sentence, in text order.

    A text is of the days from `published` to `latest`: what no day between them would change is kept. Without `latest`
    the day is only guessed; it gives dates their year, and what is counted from it, such as "next Friday", is left out.
    """
    guessed = latest is None  # `headings` are those of the sections
    made: list[Dated] = []
    years = ToldYears(prose, published)
    for sentence in sentences:
        words = prose[sentence.start : sentence.end]
        found = _dates(words, published, day_first=day_first)
        kept = _absolute(words, found, published) if guessed and published else found
        if latest and latest != published:
            kept = _steady(kept, _dates(words, latest, day_first=day_first))
        below = heading_year(headings[sentence.section]) if headings and sentence.section is not None else None
        kept = [*years.settled(sentence.start, sentence.end, kept, below)]
        made += [Dated(each.when, sentence.start + each.start, sentence.start + each.end) for each in kept]
    return tuple(_with_sure_years(prose, made, published, years.sure) if guessed and published else made)


def _with_sure_years(prose: str, dates: Sequence[Dated], published: date, beside: Collection[int]) -> list[Dated]:
    """The dates without those that only a year named somewhere gives theirs, since that says little of the text's."""
    stated = [each for each in dates if re.search(r"\d{4}", prose[each.start : each.end])]
    if any(each.when.precision != "year" and each.when.first.year == published.year for each in stated):
        return [*dates]
    sure = {*beside, *(each.start for each in stated)}
    return [each for each in dates if each.start in sure or each.when.last.year < published.year]


def _absolute(words: str, found: list[DateFound], published: date) -> list[DateFound]:
    """The dates that another day of publication would leave in the same month and on the same day."""
    if all(re.search(r"\d{4}", words[each.start : each.end]) for each in found):
        return found
    others = {(each.start, each.end): each.when for each in find(words, published + _ANOTHER_DAY)}
    return [
        each
        for each in found
        if re.search(r"\d{4}", words[each.start : each.end])
        or (_is_within_year(each.when) and _in_year(each.when) == _in_year(others.get((each.start, each.end))))
    ]


def _steady(found: Sequence[DateFound], later: Sequence[DateFound]) -> list[DateFound]:
    """The dates that mean the same as of a later day."""
    others = {(each.start, each.end): each.when for each in later}
    return [each for each in found if others.get((each.start, each.end)) == each.when]


def _is_within_year(when: EventDate) -> bool:
    """Whether a date isn't a whole year, which is counted from the day of the text: "15 years ago"."""
    return when.last - when.first < _WHOLE_YEAR


def _in_year(when: EventDate | None) -> tuple[int, ...] | None:
    return (when.first.month, when.first.day, when.last.month, when.last.day) if when else None


def _dates(words: str, published: date | None, *, day_first: bool | None) -> list[DateFound]:
    """The dates of a sentence; one without a year lies where the tense of its clause puts it."""
    words = _ADDRESS.sub(lambda match: " " * len(match[0]), words)
    found = find(words, published, day_first=day_first)
    if published is None or len(words) > _LONGEST_SENTENCE or all(_is_fixed(words, each) for each in found):
        return found
    hidden = masked(words, [(each.start, each.end) for each in found])
    return [_by_tense(words, hidden, each, published) for each in found]


def _is_fixed(words: str, found: DateFound) -> bool:
    said = words[found.start : found.end]
    if re.search(r"\d{4}", said) or not re.search(r"[A-Za-z]{3}", said) or found.when.precision == "season":
        return True
    return names_paper(words, found.start, found.end)


def _by_tense(words: str, hidden: str, found: DateFound, published: date) -> DateFound:
    if _is_fixed(words, found) or found.when.first <= published <= found.when.last:
        return found
    tense = tense_at(hidden, found.start)
    if _LOOKING_BACK.search(words[: found.start]):
        tense = "past"
    elif tense == "present" and _is_named_by(words, found):
        return found
    wanted: Direction | None = "past" if tense == "past" else "future" if tense in ("present", "future") else None
    if wanted is None or (wanted == "future") == (found.when.first > published):
        return found
    others = find(words, published, leaning=wanted)
    again = next((each for each in others if (each.start, each.end) == (found.start, found.end)), found)
    return again if wanted == "future" else _before(again, found, published)


def _is_named_by(words: str, found: DateFound) -> bool:
    """Whether a date only tells which thing is meant, whenever that is: "Tuesday’s vote", "the August plenary"."""
    if re.match(r"['’]s\b", words[found.end :]):
        return True
    return bool(_DETERMINER.search(words[: found.start]) and re.match(r"\s[a-z]{3,}", words[found.end :]))


def _before(again: DateFound, found: DateFound, published: date) -> DateFound:
    """The earlier reading of a date, unless that lies nearly a year back and the later one close ahead."""
    return again if published - again.when.last < _RECENT else found


_RECENT = timedelta(days=320)
_LOOKING_BACK = re.compile(
    r"\b[Ss]ince\s(?:early\s|late\s|mid-|last\s)?(?:the\s)?$|\b(?:is|are|dates?)\sfrom\s$"
    rf"|\b(?:{'|'.join(UNPLANNED)})(?:e?s)?\s(?:late\s|early\s)?on\s$"
    r"|\b\w+ed\sback\s(?:in|on)\s$|\b(?:said|told|wrote|held|made|met|saw|began)\sback\s(?:in|on)\s$"
)
_DETERMINER = re.compile(r"\b(?:the|a|an|its|their|his|her|our|my)\s$", re.IGNORECASE)
_WHOLE_YEAR = timedelta(days=364)
_ANOTHER_DAY = timedelta(days=40)


def is_day_first(text: str, language: str) -> bool | None:
    """Whether a text writes 7/12/2026 for 7 December, by its language or its other dates; None if nothing tells."""
    told = {int(match[1]) > 12 for match in _SLASHED.finditer(text) if max(int(match[1]), int(match[2])) > 12}
    if len(told) == 1:
        return told.pop()
    return True if not told and language in _DAY_FIRST else None


def two_ways(prose: str, *, day_first: bool | None) -> tuple[str, ...]:
    """The dates in figures that can be read in two ways, as written."""
    if day_first is not None:
        return ()
    either = (match for match in _SLASHED.finditer(prose) if 1 <= int(match[1]) <= 12 and 1 <= int(match[2]) <= 12)
    return tuple(dict.fromkeys(match[0] for match in either if match[1].lstrip("0") != match[2].lstrip("0")))


class _History:
    """Which paragraphs tell of a past year, so that their dates without a year lie back there."""

    def __init__(self, of: Material) -> None:
        self._of = of
        self._starts = [block.start for block in of.blocks]
        self._first_year: dict[int, int] = {}

    def is_told_there(self, sentence: Sentence, words: str) -> bool:
        """Whether a date without a year stands in a paragraph that began with a year long past."""
        if self._of.published is None or re.search(r"\b(?:will|shall|next|upcoming)\b", words):
            return False
        if said := [int(year) for year in _YEAR.findall(words)]:
            return max(said) < self._of.published.year
        at = bisect_left(self._starts, sentence.start + 1) - 1
        if at < 0:
            return False
        block = self._of.blocks[at]
        if block.start not in self._first_year:
            years = _YEAR.findall(self._of.prose[block.start : block.end][:_LONGEST_SENTENCE])
            self._first_year[block.start] = max(map(int, years), default=9999)
        return self._first_year[block.start] <= self._of.published.year - _PAST_YEARS


def _stated(dates: Sequence[Dated], sentence: Sentence) -> list[DateFound]:
    """The dates of a sentence, with offsets from its start."""
    first = bisect_left(dates, sentence.start, key=lambda dated: dated.start)
    last = bisect_left(dates, sentence.end, key=lambda dated: dated.start)
    return [DateFound(each.start - sentence.start, each.end - sentence.start, each.when) for each in dates[first:last]]


def _meant(of: Material, index: int) -> str:
    """What "it" stands for in a sentence: the subject of the one right before it in the paragraph."""
    if not index or of.sentences[index].start - of.sentences[index - 1].end > _NEXT:
        return ""
    before = of.sentences[index - 1]
    return subject_in(of.prose[before.start : before.end]) if before.end - before.start < _LONGEST_SENTENCE else ""


def _in_sentence(
    words: str,
    stated: Sequence[DateFound],
    wanted: Sequence[DateFound],
    language: str,
    meant: str = "",
    *,
    item: bool = False,
) -> Iterator[tuple[DateFound, EventPhrase]]:
    if _SOURCE.search(words):
        return
    aside = modifying(words, stated)
    stated = [found for found in stated if found not in aside]
    wanted = [_moved(words, found) for found in wanted if found in stated and not _is_on_record(words, found)]
    foreign = _FOREIGN.get(language)
    told = cell_events(words, stated, wanted) or [
        *(foreign(words, stated, wanted) if foreign else english_events(words, stated, wanted, meant)),
        *russian_events(words, wanted),
        *chinese_events(words, wanted),
    ]
    if not told and wanted and _is_line(words, stated, language, item=item):
        line = line_event(words, wanted[0], stated, item=item)
        told = [(wanted[0], line)] if line else []
    told = [_told_of_move(words, stated, *each) for each in told]
    yield from ((found, phrase) for found, phrase in told if _is_usable(found, phrase))


def _told_of_move(
    words: str, stated: Sequence[DateFound], found: DateFound, phrase: EventPhrase
) -> tuple[DateFound, EventPhrase]:
    """An event on its new day: "the vote set for 3 December has been moved to 28 December" is one on the 28th."""
    moves = ((each, match) for each in stated if (match := _MOVED_TO.search(words[: each.start])))
    new, match = next(((each, match) for each, match in moves if match.start() >= found.start), (found, None))
    title = _WAS_MOVED.sub("", phrase.title)
    return (new if match else found), replace(phrase, title=title) if title else phrase


def _is_on_record(words: str, found: DateFound) -> bool:
    """Whether a date tells when something was put on record or signed, or of which day a record is."""
    before = words[max(0, found.start - _MADE_REACH) : found.start]
    if _MADE.search(before) or _RECORD.match(words, found.end):
        return True
    opens = not any(map(str.isalnum, words[: found.start])) and _BYLINE.match(words, found.end)
    signed = _SIGNED_AT.fullmatch(words, 0, found.start) and not any(map(str.isalnum, words[found.end :]))
    return bool(opens or signed)


def _is_usable(found: DateFound, phrase: EventPhrase) -> bool:
    """Whether a title can head a reminder; a whole year is only the time of a named kind of event."""
    named = found.when.precision != "year" or re.search(rf"\b(?:{'|'.join(NOUNS)})\b", phrase.title, re.IGNORECASE)
    return bool(phrase.title and named) and is_heading(phrase.title)


def _is_line(words: str, stated: Sequence[DateFound], language: str, *, item: bool = False) -> bool:
    """Whether words are a line of notes rather than a sentence."""
    language = "ru" if _CYRILLIC.search(words) else "zh" if _HAN.search(words) else language
    if language not in _FOREIGN and language not in ("ru", "zh"):
        set_off = any(re.search(r"(?:\s[–—-]|[:|])\s$", words[: found.start]) for found in stated)
        hidden = masked(words, [(found.start, found.end) for found in stated])
        if leads(words, stated[0], item=item):
            return not is_told(hidden)
        if words.rstrip()[-1:] in ".!?" and len(words.split()) > _LONGEST_LINE and not set_off:
            return False
        return not has_verb(hidden)
    if language == "zh" and _SPOKEN.search(words):
        return False
    return words.rstrip(' \n”’」』）)»"*_')[-1:] not in ".!?。！？" or (
        language != "zh" and len(words.split()) <= _SHORT_LINE
    )


def _moved(words: str, found: DateFound) -> DateFound:
    """Of two days told of a move, the second: "postponed from 30 November to 6 December"."""
    when = found.when
    if when.precision != "range" or not moved_to(words, found):
        return found
    return replace(found, when=EventDate(when.last, when.last, "day"))


def _headed(of: Material) -> Iterator[Mention]:
    """Events in headings, and in lines of notes that look like headings: "9 December: workshop"."""
    for block in of.blocks:
        if block.kind != "heading" or block.end - block.start > _LONGEST_HEADING or of.published is None:
            continue
        words = of.text[block.start : block.end]
        stated = find(words, of.published, day_first=of.day_first) if re.search(r"\d", words) else []
        stated = [each for each in stated if each.start or not _SECTION_NUMBER.match(words)]
        wanted = [each for each in stated if each.when.precision in ("day", "instant")]
        wanted = [each for each in wanted if each.when.first > of.published]
        for each, phrase in _in_sentence(words, stated, wanted, of.language) if wanted else ():
            yield Mention(phrase.title, each.when, block.start, block.end)


def _tabled(of: Material) -> Iterator[Mention]:
    if of.published is None:
        return
    for block in of.blocks:
        if block.kind == "table":
            for row in table_rows(of.text, block.start, block.end, of.published, day_first=of.day_first):
                titles = _headline(of, row.start) if is_label(row.title) else [row.title]
                yield from (Mention(title, row.when, row.start, row.end) for title in titles)


def _without(words: str, found: DateFound) -> str:
    """A line without a date and the time of day beside it."""
    return _TIME_BESIDE.sub("", words[: found.start] + words[found.end :])


def _headline(of: Material, place: int) -> list[str]:
    """The heading above a form, if it names a kind of event: "Notice of meeting"."""
    above = [block for block in of.blocks if block.kind == "heading" and block.end <= place]
    words = of.text[above[-1].start : above[-1].end].strip("# \n") if above else ""
    title = titled(words.lower() if words.isupper() else words)
    return [title] if _KIND.search(title) and is_heading(title) else []


def settled_dates(dates: Sequence[Dated], sentences: Sequence[Sentence], text: str) -> tuple[Dated, ...]:
    """The dates with their times on the clock of a place, as the events have them; without one, the days."""
    if all(clock.has_zone(each.when) for each in dates):
        return tuple(dates)
    general = _general_zone(text)
    starts = [sentence.start for sentence in sentences]
    made: list[Dated] = []
    for each in dates:
        sentence = sentences[max(0, bisect_left(starts, each.start + 1) - 1)]
        made.append(replace(each, when=_on_a_clock(each.when, text[sentence.start : sentence.end], general)))
    return tuple(made)


def _on_a_clock(when: EventDate, sentence: str, general: str | None) -> EventDate:
    """A time on the clock of the place that its sentence or the whole text names; without one, the day."""
    if clock.has_zone(when):
        return when
    if told := _in_utc(when, sentence):
        return told
    zone = _zone_in(sentence) or general
    return clock.in_zone(when, zone) if zone else EventDate(when.first, when.last, "day")


def _in_utc(when: EventDate, sentence: str) -> EventDate | None:
    """A time that its sentence repeats in UTC: "14:00 Europe Central (13:00 UTC)"."""
    said = f"{when.at:%H:%M}" if when.at else ""
    match = _IN_BRACKETS.match(sentence, sentence.find(said) + len(said)) if said in sentence else None
    if when.at is None or match is None or int(match["hour"]) > 23 or int(match["minute"]) > 59:
        return None
    moment = when.at.replace(hour=int(match["hour"]), minute=int(match["minute"]), tzinfo=ZoneInfo("UTC"))
    ahead = round((moment - when.at.replace(tzinfo=ZoneInfo("UTC"))) / timedelta(days=1))
    return replace(when, at=moment - timedelta(days=ahead), zone="UTC")


def _settled(of: Material, mentions: Sequence[Mention], nameless: tuple[str, ...]) -> FoundEvents:
    """The events with their times on the clock of a place; a time whose zone nothing tells leaves the day."""
    general = _general_zone(of.text)
    made: list[Mention] = []
    zoneless: dict[str, None] = {}
    for mention in mentions:
        when = _on_a_clock(mention.when, of.text[mention.start : mention.end], general)
        if mention.when.at is not None and when.at is None:
            zoneless[f"{mention.title}, {mention.when.at:%H:%M}"] = None
        made.append(replace(mention, when=when))
    return FoundEvents(tuple(made), nameless, tuple(zoneless))


def _zone_in(sentence: str) -> str | None:
    """The zone of the only place with a known zone that a sentence says something is "in"."""
    zones = {zone for match in _CITY.finditer(sentence) if (zone := _zone_of(match[1]))}
    return zones.pop() if len(zones) == 1 else None


def _zone_of(name: str) -> str | None:
    words = name.split()
    return next((zone for n in range(len(words), 0, -1) if (zone := clock.city_zone(" ".join(words[:n])))), None)


def _general_zone(text: str) -> str | None:
    """The zone that a text gives for all its times: "All times are Brussels time"."""
    said = _ALL_TIMES.search(text)
    named = clock.zone_in(said[0]) if said else None
    return named or (_zone_in(said[0]) if said else None)


def _left_over(words: str, stated: Sequence[DateFound], published: date | None) -> Iterator[str]:
    """Upcoming dates worth a reminder; years and "by the autumn" are too vague."""
    for found in stated:
        said = " ".join(words[found.start : found.end].split())
        told = found.when.precision in _PRECISE or (found.when.precision in _VAGUE and any(map(str.isdigit, said)))
        if published and told and found.when.first > published:
            yield said


def _matters(words: str, found: DateFound, published: date | None, *, guessed: bool) -> bool:
    """Whether a date is coming, and precise enough for an agenda."""
    when = found.when
    said = words[found.start : found.end]
    if when.precision == "season" and not any(map(str.isdigit, said)):
        return False
    if when.precision == "year" and re.search(
        r"\b(?:by|until|before|since|of)\s(?:the\s)?$", words[: found.start], re.IGNORECASE
    ):
        return False
    if when.last - when.first > _LONGEST or re.search(r"-(?:quarter|half)$", said):
        return False
    if (
        when.precision == "month"
        and re.fullmatch(r"[A-Za-z]+\.?", said)
        and not _IN_A_MONTH.search(words[: found.start])
    ):
        return False  # "the November update"
    if published is None:
        return when.precision in _PRECISE
    if when.first > published:
        return True
    if when.last < published or when.precision == "year":
        return False
    if when.first == when.last == published and not guessed:
        return _STILL_TO_COME.search(words) is not None and not _TODAY.fullmatch(said)
    return when.precision in ("day", "instant") or _leans_ahead(words, found, published)


def _leans_ahead(words: str, found: DateFound, published: date) -> bool:
    return Context(words, found.start, found.end, published).direction == "future"
