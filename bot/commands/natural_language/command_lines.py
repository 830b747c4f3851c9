"""The command line that a kind of request means, with what its sentence names found in the library and the agenda."""

import re
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from zoneinfo import ZoneInfo

from bot.chat import Request
from bot.commands.accounts.time_zone import resolve_zones
from bot.commands.natural_language.reminder_lines import completed_reminder
from bot.commands.phrases import comparison, slots
from bot.commands.phrases.changed_lines import days_of
from bot.commands.phrases.reminder_digest_phrases import part_before
from bot.commands.phrases.required_words import asks_for_list
from bot.commands.phrases.topic_phrases import ABOUT, digest_topic
from bot.commands.phrases.variation import event_of, place_of, vary_line
from bot.commands.phrases.zone_words import zone_in
from briefings.errors import Ambiguous, BadInput, NotFound
from briefings.model.agenda import Event, EventWindow
from briefings.model.analysis import Entry
from briefings.model.delivery import Subscription
from briefings.parsing import named_titles
from briefings.service import Briefings
from briefings.text import lazy_re

CHANGES = frozenset(  # kinds whose lines change something, so that they are confirmed first
    (
        *("remind", "remind off", "mute", "snooze", "subscribe", "digest move", "unsubscribe", "quiet", "quiet off"),
        *("timezone", "remove", "event change", "import", "digest skip"),
    )
)
_HITS, _CLEARLY, _OFFERED = 40, 2, 4  # sentences on a topic; how many times more of them tell one analysis; choices
_TITLES, _HEADINGS = 300, 20  # analyses whose titles, and whose headings, are compared with a sentence
# The ends of an id, with Chinese words beside it or not.
_OPENS, _CLOSES = r"(?<![^\W\u4e00-\u9fff])", r"(?![^\W\u4e00-\u9fff])"
_ANALYSIS = lazy_re(rf"{_OPENS}[aA](-?\d{{1,9}}){_CLOSES}")
_EVENT = lazy_re(rf"{_OPENS}[eE](-?\d{{1,9}}){_CLOSES}")
_HAN_NUMBERS = "一二三四五六七八九十"
_SECTION = lazy_re(
    rf"\b(?:section|part|chapter|sec\.?|раздел\w*|глав\w+|част\w+)\s(?:number |no\.? ?)?(?P<number>\d{{1,3}})\b"
    rf"|第(?P<han>\d{{1,3}}|[{_HAN_NUMBERS}])[节章部]",
    re.IGNORECASE,
)
_PARTS = lazy_re(r"\b(?:section|part|chapter|bit|раздел\w*|глав\w+|част\w+)\b|部分|[节章]", re.IGNORECASE)
_NAMED = lazy_re(
    r"\b(?P<name>[^\W\d_][\w'-]+)(?:'s)? "
    r"(?:paper|analysis|report|document|doc|article|text|study|piece|essay|memo|file|e?-?mail|letter|notes?|page"
    r"|minutes|transcript|post|brief)\b",
    re.IGNORECASE,
)
_NAMED_BEHIND = lazy_re(  # the paper on arms control
    r"\b(?:paper|analysis|report|document|doc|article|text|study|piece|essay|memo|note) "
    r"(?:on|about|regarding|concerning|covering|dealing with) (?:the )?"
    r"(?P<name>[^\W\d_][\w'-]*(?: [\w'-]+){0,3})[?.! ]*$",
    re.IGNORECASE,
)
_NAMED_ELSEWHERE = (
    lazy_re(
        r"(?:стать|анализ|доклад|отчёт|документ|текст)\w* (?:про|об?|по) "
        r"(?!дат|длин|объ|числ|колич|чем|что|как)(?P<name>\w+)",
        re.IGNORECASE,
    ),
    lazy_re(
        r"(?<![\u4e00-\u9fff])(?P<name>[^\W\da-zA-Z这那哪什么最新全所有几每本该一二三你我他它的把读看删]{2,4})"
        r"的?(?:那篇|论文|那份报告)"
    ),
)
_SAYING = lazy_re(  # that somebody speaks, which names no heading "What the Figures Say"
    r"\b(?:says?|said|saying|tells?|told|writ(?:es?|ing|ten)|thinks?)\b|\b(?:говор|пиш|сказа)\w+", re.IGNORECASE
)
_NO_NAME = lazy_re(
    r"(?:the|this|that|these|an?|my|our|your|latest|newest|last|new|whole|full|current|same|other|which|what|any|every|each|one"
    r"|recent|older?|first|second|third|next|previous|entire|complete|attached|of|in|long|short|every|all|is|was"
    r"|zotero|bibtex|endnote|mendeley|citavi|jabref|ris|csl|json|calendar|pdf|word)",
    re.IGNORECASE,
)
_COUNTS = lazy_re(r"\bhow many\b|\bnumber of\b|\bсколько\b|多少|几个|几场", re.IGNORECASE)
_PAST = lazy_re(r"\b(?:past|previous|earlier|all|прошедш\w+|все)\b|所有|全部|过去", re.IGNORECASE)
_OUTCOMES = (
    ("cancelled", lazy_re(r"cancel|call(?:ed)? off|scrap|отмен|не состоится|取消|不开了", re.IGNORECASE)),
    (
        "held",
        lazy_re(
            r"took place|taken place|was held|as held|happened|is over|прош[её]л|состоял|举行了|开过了", re.IGNORECASE
        ),
    ),
    ("postponed", lazy_re(r"postpone|delay|put off|defer|отлож|перенес|推迟|延", re.IGNORECASE)),
)
_SNOOZES = (
    ("tomorrow", lazy_re(r"tomorrow|завтра|明天", re.IGNORECASE)),
    ("week", lazy_re(r"week|недел|周", re.IGNORECASE)),
    ("evening", lazy_re(r"tonight|evening|later|вечер|позже|потом|晚", re.IGNORECASE)),
)
_PLAIN_PERIOD = lazy_re(
    r"\b(?:next|this) (?:week|month|year)\b|\bin \w+$|\b(?:today|tomorrow|soon|please|pls)\b", re.IGNORECASE
)
_LATEST = lazy_re(
    r"\b(?:latest|newest|most recent) (?:paper|analysis|report|document|article|text|study|piece)\b"
    r"|(?:последн|нов(?:ейш|ая|ый))\w* (?:стать|анализ|доклад|отчёт|документ|текст)\w*"
    r"|最新的?(?:那篇|一篇)?(?:文章|论文|报告|分析)",
    re.IGNORECASE,
)
_INFO = ("author", "date", "length", "sources", "cited", "uncited")
_OF_A_PLACE = (
    "sections",
    "read",
    "summary",
    "sources",
    "actors",
    "timeline",
    "audit",
    "revisions",
    "corrections",
)
_OF_A_SECTION = ("read", "summary", "sources", "timeline")
_AS_THEY_ARE = (
    "help",
    "changes",
    "subscriptions",
    "status",
    "preview",
    "deliveries",
    "undo",
    "settings",
)


_PICTURE = lazy_re(
    r"\b(?:picture|image|chart|graph\w*|draw|plot|картин\w+|график\w*|нарисуй\w*)\b|图片|图表|画|图$", re.IGNORECASE
)
_RANKS = (
    (
        "sources",
        lazy_re(
            r"sourc|referenc|citation|cites?\b|footnote|literature|bibliograph|reading list"
            r"|источник|ссыл|литератур|библиограф|来源|文献|书目|引用",
            re.IGNORECASE,
        ),
    ),
    (
        "date",
        lazy_re(r"\bold|earliest|newest|recent|\bdate|\bage\b|стар|ранн|дат[еа]|нов|旧|早|老|日期|新", re.IGNORECASE),
    ),
)
_STATES = (
    ("due", lazy_re(r"\bdue\b|overdue|expired|истекл|просроч|пора|到期|过期|逾期|该兑现", re.IGNORECASE)),
    ("open", lazy_re(r"\bopen\b|unsettled|pending|открыт|还没|没兑现", re.IGNORECASE)),
    (
        "settled",
        lazy_re(r"settled|came true|come true|kept|broken|fulfilled|сбыл|исполн|выполн|应验|实现|兑现", re.IGNORECASE),
    ),
)
_AFTER_ALL = lazy_re(r"after all|всё-таки|все-таки|还是", re.IGNORECASE)
_NAME = lazy_re(r"\b[A-ZА-ЯЁ][\w'-]+")
_REMINDERS = lazy_re(r"remind|напомин|напомн|提醒", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Utterance:
    """A sentence with who said it where and when; `last` is the command line this person was last answered here."""

    words: str
    request: Request
    briefings: Briefings
    now: datetime
    zone: str
    last: str = ""

    async def line(self, kind: str) -> str:
        """The command line of a kind; "" if there is none.

        Raises NotFound or Ambiguous if the sentence names nothing known, or several things.
        """
        name, _, detail = kind.partition(" ")
        if kind in _AS_THEY_ARE:
            return kind
        if kind == "info date" and _LATEST.search(self.words) and not await self.named():
            return "info latest"
        if name == "info" and kind not in _MAKERS:
            return (
                kind if detail not in _INFO else f"info {await self.place(section=False)} {detail}".replace("  ", " ")
            )
        if kind in _OF_A_PLACE:
            place = await self.place(section=kind in _OF_A_SECTION)
            return " ".join(filter(None, (kind, place, _form(kind, self.words))))
        maker, plain = _MAKERS.get(kind), _PLAIN_MAKERS.get(kind)
        line = await maker(self) if maker else plain(self) if plain else ""
        return await completed_reminder(line, self.words, self.request.address, self.briefings, self.today)

    @property
    def today(self) -> date:
        """The day in the chat's zone."""
        return self.now.astimezone(ZoneInfo(self.zone)).date()

    async def place(self, *, section: bool = True) -> str:
        """The analysis, and the section if asked for, that the sentence names; "" for the current one.

        Raises NotFound for a name that no title has, and Ambiguous for a name that several have.
        """
        number = _section_number(self.words) if section else ""
        if typed := _ANALYSIS.search(self.words):
            return f"a{typed[1]} {number}".strip()
        entry = await self._entry()
        if not section:
            return f"a{entry.id}" if entry else await self._unnamed()
        if number:
            return f"a{entry.id} {number}" if entry else number
        headed = await self._headed(entry)
        return headed or (f"a{entry.id}" if entry else await self._unnamed())

    async def _unnamed(self) -> str:
        """Nothing, for the current analysis, or the one that mostly speaks of the topic that the sentence gives it.

        Raises NotFound for a topic that no analysis has, and Ambiguous for one that several have.
        """
        named = [
            each["name"]
            for pattern in (_NAMED, _NAMED_BEHIND, *_NAMED_ELSEWHERE)
            for each in pattern.finditer(self.words)
            if not _NO_NAME.fullmatch(each["name"])
        ]
        return await self._by_topic(named[-1]) if named else ""

    async def _by_topic(self, topic: str) -> str:
        """The analysis with at least twice as many sentences on a topic as any other, or whose heading names it."""
        library = self.briefings.library
        hits = [hit.analysis for hit in (await library.search(topic, _HITS)).hits]
        hits = hits or [place.analysis.id for place in await library.headed(topic)]
        ranked = Counter(hits).most_common()
        if not ranked:
            raise NotFound("I found no analysis called “{name}”.", name=topic)
        if len(ranked) == 1 or ranked[0][1] >= _CLEARLY * ranked[1][1]:
            return f"a{ranked[0][0]}"
        titles = {each.id: each.title for each in await library.entries(limit=_TITLES)}
        names = [f"a{id_} ({titles[id_]})" for id_, _count in ranked[:_OFFERED] if id_ in titles]
        raise Ambiguous("That could mean {names}.", names, names=", ".join(names))

    async def _entry(self) -> Entry | None:
        entries = await self.briefings.library.entries(limit=_TITLES)
        found = [entries[at] for at in named_titles(self.words, [each.title for each in entries])]
        if len(found) > 1:
            names = [f"a{each.id} ({each.title})" for each in found[:4]]
            raise Ambiguous("That could mean {names}.", names, names=", ".join(names))
        return found[0] if found else None

    async def _headed(self, entry: Entry | None) -> str:
        """The section whose heading the sentence names: of that analysis, the current one or one of the newest."""
        for id_ in [entry.id] if entry else await self._nearest():
            with suppress(NotFound):
                analysis = await self.briefings.library.get(id_)
                headings = [each.heading for each in analysis.draft.sections]
                found = named_titles(_SAYING.sub(" ", self.words), headings, [analysis.title] if entry else ())
                if len(found) == 1:
                    return f"a{id_} {found[0] + 1}"
        return ""

    async def named(self) -> str:
        """The analysis that the sentence names by its id or title; "" for none or several."""
        with suppress(NotFound, Ambiguous):
            typed = _ANALYSIS.search(self.words)
            entry = None if typed else await self._entry()
            return f"a{typed[1]}" if typed else f"a{entry.id}" if entry else ""
        return ""

    async def speaker(self, names: Sequence[str], place: str) -> str:
        """The analysis that quotes one of the names, with the name; else "".

        It is `place`, or if that is "" the current or one of the newest.
        """
        ids = [int(place[1:])] if place else await self._nearest()
        for id_ in ids if names else ():
            with suppress(NotFound):
                quoted = (await self.briefings.library.get(id_)).draft.quotations
                for name in names:
                    if any(each.speaker and name.lower() in each.speaker.lower() for each in quoted):
                        return f"a{id_} {name}"
        return ""

    async def _nearest(self) -> list[int]:
        """The current analysis and the newest ones."""
        current = await self.briefings.chats.current(self.request.address, self.request.sender)
        newest = [each.id for each in await self.briefings.library.entries(limit=_HEADINGS)]
        return list(dict.fromkeys((*([current] if current else ()), *newest)))

    async def event(self) -> Event | None:
        """The event that the sentence names; None if it names none. Raises Ambiguous for several."""
        agenda = self.briefings.agenda
        if typed := _EVENT.search(self.words):
            return await agenda.find(f"e{typed[1]}")
        standing = await agenda.nearest(self.now)
        for known in ([each.event for each in standing if each.ahead], [each.event for each in standing]):
            found = [known[at] for at in named_titles(self.words, [each.title for each in known])]
            if len(found) > 1:
                names = [f"e{each.id} ({each.title})" for each in found[:4]]
                raise Ambiguous("That could mean {names}.", names, names=", ".join(names))
            if found:
                return found[0]
        return None

    async def event_id(self) -> str:
        """The id of the event that the sentence names or that was last shown; else the only upcoming one.

        Raises NotFound or Ambiguous.
        """
        if found := await self.event():
            return f"e{found.id}"
        if at_hand := event_of(self.last):
            return f"e{(await self.briefings.agenda.find(at_hand)).id}"
        ahead = (await self.briefings.agenda.page(EventWindow(), self.now, 2)).events
        if len(ahead) != 1:
            raise NotFound("I found no such event.")
        return f"e{ahead[0].event.id}"

    async def digest(self) -> Subscription | None:
        """The only digest here; None for none or several."""
        own = await self.briefings.subscriptions.of(self.request.address)
        return own[0] if len(own) == 1 else None


def _form(kind: str, words: str) -> str:
    """The length of a summary, or "picture" for dates to be drawn."""
    if kind == "summary":
        return slots.length_in(words)
    return "picture" if kind == "timeline" and _PICTURE.search(words) else ""


def _section_number(words: str) -> str:
    found = _SECTION.search(words)
    if found is None:
        return ""
    han = found["han"]
    return found["number"] or (han if han.isdecimal() else str(_HAN_NUMBERS.index(han) + 1))


async def _export(of: Utterance) -> str:
    return f"sources {await of.place(section=False)} {slots.format_in(of.words)}".replace("  ", " ")


async def _events(of: Utterance) -> str:
    period = slots.period_in(of.words, of.today)
    counts = _COUNTS.search(of.words) or slots.speaks_of_past(of.words)
    everything = (counts and period) or _PAST.search(of.words)
    topic = _topic(of.words)
    return " ".join(filter(None, ("events", "all" if everything else "", period, f"about {topic}" if topic else "")))


def _topic(words: str) -> str:
    found = ABOUT.search(words)
    topic = (found["topic"] or found["han"]) if found else ""
    return " ".join(_PLAIN_PERIOD.sub("", topic).removeprefix("the ").split())


_FROM_PERIOD = lazy_re(
    r"\bfrom(?= (?:the )?(?:this|last|past|previous|\d{4}\b|[a-z]{3,9}\b))|\bс(?=о? \w+ недел)", re.IGNORECASE
)


_SINCE = lazy_re(
    r"\bsince\b|\bначиная с\b|\bс(?= начала| \w+(?:я|а) (?:20\d\d|и)\b)|以来|起"
    r"|\bсо? (?=(?:понедельник|вторник|четверг)а|среды|пятницы|субботы|воскресенья)",
    re.IGNORECASE,
)
_DAY = lazy_re(r"\d{4}-\d\d-\d\d")


def names_period(words: str) -> bool:
    """Whether a sentence names a day, week, month or year."""
    return bool(_published(words, date(2000, 1, 1)))


def _published(words: str, today: date) -> str:
    """The period of publication that a sentence names, as `/list` takes it: "papers from October" is "in october"."""
    period = slots.period_in(_FROM_PERIOD.sub("in", words), today, published=True)
    if not _SINCE.search(words):
        return period
    return f"since {period}" if _DAY.fullmatch(period) else period.replace("after ", "since ")


async def _list(of: Utterance) -> str:
    """All analyses, or those published in a period; what came in then is told by their order."""
    if not asks_for_list(of.words):
        return "list"
    return f"list {_published(of.words, of.today)}".strip()


async def _rank(of: Utterance) -> str:
    """All analyses by the number of their sources, by date or by length."""
    return f"info all {next((fact for fact, pattern in _RANKS if pattern.search(of.words)), 'length')}"


async def _disagree(of: Utterance) -> str:
    """The contradictions of or between the analyses that the sentence names, else those about its topic, else all."""
    ids = list(dict.fromkeys(f"a{each}" for each in _ANALYSIS.findall(of.words)))
    if len(ids) > 1:
        return f"disagree {' '.join(ids)}"
    named = await of.named()
    return f"disagree {named or _topic(of.words)}".strip()


async def _outlook(of: Utterance) -> str:
    state = next((typed for typed, pattern in _STATES if pattern.search(of.words)), "")
    return " ".join(filter(None, ("outlook", await of.named(), state)))


async def _record(of: Utterance) -> str:
    return f"record {await of.named()}".strip()


async def _event(of: Utterance) -> str:
    return f"event {await of.event_id()}"


async def _calendar(of: Utterance) -> str:
    found = await of.event()
    return f"calendar e{found.id}" if found else "calendar"


async def _remind(of: Utterance) -> str:
    id_, leads = await of.event_id(), slots.leads_in(of.words)
    at, lead = (*slots.times_in(of.words), part_before(of.words)[0])[0], re.fullmatch(r"(\d+)d", leads)
    if at and lead:
        days = f"{lead[1]} {'day' if lead[1] == '1' else 'days'}"
        return f"remind {days} before {id_} at {at} {zone_in(of.words)}".strip()
    return f"remind {id_} {leads}"


async def _remind_off(of: Utterance) -> str:
    return f"remind {await of.event_id()} off"


async def _mute(of: Utterance) -> str:
    return f"mute {await of.event_id()}"


async def _snooze(of: Utterance) -> str:
    until = next((typed for typed, pattern in _SNOOZES if pattern.search(of.words)), "1h")
    return f"snooze {await of.event_id()} {until}"


async def _subscribe(of: Utterance) -> str:
    days, at = slots.days_in(of.words), slots.times_in(of.words)
    if not at:
        return f"settings digest {days}".strip()
    topic = digest_topic(of.words)
    about = f"about {topic}" if topic else ""
    return " ".join(filter(None, ("subscribe", days or "daily", at[0], zone_in(of.words), about)))


async def _move_digest(of: Utterance) -> str:
    """The only digest at another time or on other days; else the list of digests."""
    own, days, at = await of.digest(), slots.days_in(of.words), slots.times_in(of.words)
    if own is None or own.words or own.owner != own.address:
        return "subscriptions"
    usual = days_of(own.days)
    return f"settings digest {days or usual} {at[0] if at else f'{own.at:%H:%M}'}" if days or at else "settings digest"


async def _quotes(of: Utterance) -> str:
    """The quotations of the analysis that the sentence names, or of the speaker in it or in one of the newest."""
    place = await of.place(section=False)
    names = [each for each in _NAME.findall(of.words) if not of.words.startswith(each)]
    return f"quotes {await of.speaker(names, place) or place}".strip()


async def _skip_digest(of: Utterance) -> str:
    """The next digest, that of a day or those of next week, unless several digests or none stand here."""
    if await of.digest() is None:
        return "subscriptions"
    if _AFTER_ALL.search(of.words):
        return "skip off"
    return f"skip {slots.skipped_in(of.words, of.now, of.zone)}".strip()


async def _unsubscribe(of: Utterance) -> str:
    own = await of.digest()
    return f"unsubscribe {own.id}" if own else "subscriptions"


async def _timezone(of: Utterance) -> str:
    """The zone of the first words that are a city's name; else the settings' choice of zones."""
    words = re.findall(r"[^\W\d_]+", of.words)
    for count in (3, 2, 1):
        for at in range(len(words) - count + 1):
            name = " ".join(words[at : at + count])
            if (name[0].isupper() or not name.isascii() or count > 1 or len(name) > _SHORT) and _is_city(name):
                return f"timezone {name}"
            if found := next(filter(_is_city, _nominatives(name)), ""):
                return f"timezone {found}"
    return "settings zone"


def _nominatives(name: str) -> list[str]:
    """Names of which a Russian one may be the genitive: "Москвы" of "Москва", "Берлина" of "Берлин"."""
    if name.isascii() or not name[:1].isupper():
        return []
    return {"ы": [f"{name[:-1]}а"], "и": [f"{name[:-1]}а", f"{name[:-1]}я"], "а": [name[:-1]]}.get(name[-1:], [])


_SHORT = 4  # letters of a word that may be a small town's name by chance


def _is_city(name: str) -> bool:
    if name.lower() in _NO_CITIES:
        return False
    with suppress(BadInput):
        return resolve_zones(name).zone != ""
    return False


_NO_CITIES = frozenset(
    (
        "i",
        "we",
        "my",
        "the",
        "set",
        "time",
        "zone",
        "is",
        "now",
        "in",
        "to",
        "use",
        "please",
        "change",
        "switch",
        "these",
    )
)


async def _remove(of: Utterance) -> str:
    """The named analysis only: none is removed because it is the current one."""
    place = await of.place(section=False)
    return f"remove {place}" if place else "list"


async def _event_change(of: Utterance) -> str:
    id_ = await of.event_id()
    if date := slots.new_date_in(of.words, of.now, of.zone):
        return f"event {id_} {date}"
    outcome = next((typed for typed, pattern in _OUTCOMES if pattern.search(of.words)), "")
    return f"event {id_} {outcome}".strip()


async def _next(of: Utterance) -> str:
    """The next section; the first after a whole text or where nothing was answered yet."""
    return vary_line("next", of.last) or (of.last and f"read {place_of(of.last)} 1".replace("  ", " "))


_PLAIN_MAKERS: Mapping[str, Callable[[Utterance], str]] = MappingProxyType(
    {
        "schedule": lambda of: "schedule reminders" if _REMINDERS.search(of.words) else "schedule",
        "quiet": lambda of: f"quiet {slots.quiet_in(of.words)}",
        "quiet off": lambda _: "quiet off",
        "language": lambda of: f"language {slots.language_in(of.words)}".strip(),
        "help topic": lambda of: f"help {slots.topic_in(of.words)}".strip(),
        "link": lambda _: "link",
        "search": lambda of: f"search {slots.subject_of(of.words)}",
        "brief": lambda of: f"brief {slots.subject_of(of.words)}",
        "compare": lambda of: found.line if (found := comparison(of.words)) else f"brief {slots.subject_of(of.words)}",
        "where": lambda of: f"search {slots.subject_of(of.words)}",
        "ask": lambda of: f"ask {of.words}",
        "shorter": lambda of: vary_line("shorter", of.last) or "summary short",
        "longer": lambda of: vary_line("longer", of.last) or "summary long",
        "people": lambda _: "people",
        "import": lambda _: "help import",
    }
)
_MAKERS: Mapping[str, Callable[[Utterance], Awaitable[str]]] = MappingProxyType(
    {
        "export": _export,
        "events": _events,
        "list": _list,
        "event": _event,
        "calendar": _calendar,
        "event change": _event_change,
        "remind": _remind,
        "remind off": _remind_off,
        "mute": _mute,
        "snooze": _snooze,
        "subscribe": _subscribe,
        "digest move": _move_digest,
        "digest skip": _skip_digest,
        "unsubscribe": _unsubscribe,
        "timezone": _timezone,
        "info most": _rank,
        "disagree": _disagree,
        "outlook": _outlook,
        "record": _record,
        "quotes": _quotes,
        "remove": _remove,
        "next": _next,
    }
)


def is_change(line: str, kind: str) -> bool:
    """Whether a line of a kind changes something: what only lists or offers choices doesn't."""
    name, *rest = line.split()
    if kind not in CHANGES or name in ("subscriptions", "list", "help", "people"):
        return False
    return len(rest) > 1 or name in ("quiet", "timezone", "remove", "unsubscribe", "mute", "subscribe", "skip")


def is_changing(line: str) -> bool:
    """Whether a line that the phrase rules made changes something at once."""
    name, *rest = line.split()
    return bool(rest) and name in _CHANGING


_CHANGING = ("remind", "mute", "snooze", "subscribe", "unsubscribe", "quiet", "timezone", "remove", "language")


def same_kind(rule: str, kind: str) -> bool:
    """Whether what the phrase rules say and what the classifier says are the same command."""
    if rule.startswith(("=", "+")) or kind.startswith("="):
        return rule.lstrip("+") == kind or (rule == "+further" and kind in ("next", "longer"))
    families: Sequence[frozenset[str]] = _FAMILIES
    if rule.partition(" ")[2] in ("off", "link", "revoke") or kind.endswith(" off"):
        return rule == kind
    one, other = rule.split(" ")[0], kind.split(" ")[0]
    return one == other or any(one in family and other in family for family in families)


_FAMILIES = (
    frozenset(("read", "summary")),
    frozenset(("brief", "search", "where", "ask", "compare")),
    frozenset(("sources", "export")),
    frozenset(("people", "invite")),
    frozenset(("timezone", "settings")),
)
