"""The command line that a kind of request means, with what its sentence names found in the library and the agenda."""

import re
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime
from types import MappingProxyType
from zoneinfo import ZoneInfo

from bot.chat import Request
from bot.commands.accounts.time_zone import resolve_zones
from bot.commands.natural_language.reminder_lines import completed_reminder
from bot.commands.phrases import markings, normalise, slots
from bot.commands.phrases.changed_lines import ALL_OFF, days_of, line_without
from bot.commands.phrases.slots import ENDS
from bot.commands.phrases.variation import event_of, place_of, vary_line
from bot.commands.phrases.zone_words import sure_zone, zone_in
from bot.commands.registry import line_words
from briefings.errors import Ambiguous, BadInput, NotFound
from briefings.library import authors_of
from briefings.model.agenda import Event, EventWindow
from briefings.model.analysis import Entry
from briefings.model.delivery import Subscription
from briefings.parsing import EVENT_SORTS, guess_event, named_titles, parse_days
from briefings.service import Briefings
from briefings.text import lazy_re

_HITS, _CLEARLY, _OFFERED = 40, 2, 4  # sentences on a topic; how many times more of them tell one analysis; choices
_TITLES, _HEADINGS = 300, 20  # analyses whose titles, and whose headings, are compared with a sentence
# The ends of an id, with Chinese words beside it or not.
_OPENS, _CLOSES = r"(?<![^\W\u4e00-\u9fff])", r"(?![^\W\u4e00-\u9fff])"
_ANALYSIS = lazy_re(rf"{_OPENS}[aA](-?\d{{1,9}}){_CLOSES}")
_EVENT = lazy_re(rf"{_OPENS}[eE](-?\d{{1,9}}){_CLOSES}")
_NTHS = (
    *(
        ("first", "перв"),
        ("second", "втор"),
        ("third", "трет"),
        ("fourth", "четв"),
        ("fifth", "пят"),
        ("sixth", "шест"),
    ),
    ("seventh", "седьм"),
)
_HAN_NUMBERS = "一二三四五六七八九十"
_SECTION = lazy_re(
    rf"\b(?:section|part|chapter|sec\.?|раздел\w*|глав\w+|част\w+)\s(?:number |no\.? ?)?(?P<number>\d{{1,3}})\b"
    r"|\b(?P<nth>first|second|third|fourth|fifth|sixth|seventh|перв|втор|трет|четв[её]р|пят|шест|седьм)\w* "
    r"(?:section|part|chapter|раздел|глав|част)"
    r"|\b(?P<before>\d{1,3})(?:-?(?:st|nd|rd|th|й|я|ю|го|ой))? (?:section|part|chapter|раздел|глав|част)"
    rf"|第(?P<han>\d{{1,3}}|[{_HAN_NUMBERS}])[节章部]",
    re.IGNORECASE,
)
_TITLE_WORD = lazy_re(r"\w{3,}")
_PARTS = lazy_re(r"\b(?:section|part|chapter|bit|раздел\w*|глав\w+|част\w+)\b|部分|[节章]", re.IGNORECASE)
_WORK = (
    r"(?:paper|analysis|report|document|doc|article|text|study|piece|essay|memo|file|e?-?mail|letter|notes?|page"
    r"|minutes|transcript|post|brief)\b"
)
_NAMED = lazy_re(rf"\b(?P<name>[^\W\d_][\w'-]+)(?:'s)? {_WORK}", re.IGNORECASE)
_A_WORK = lazy_re(rf"\b{_WORK}", re.IGNORECASE)  # which names no section
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
_WHAT_ABOUT = lazy_re(  # "what is the cable about?", but not of a text
    r"what(?: is|'s|’s) (?:the )?"
    r"(?!(?:it|this|that|a\d+|section|.*\b(?:paper|analysis|report|text|one|section|part))\b)"
    r"(?P<topic>.+?) about[?!. ]*",
    re.IGNORECASE,
)
_POINTS = lazy_re(r"\b(?:it|that|this|эт\w+|не[ейё]|там)\b|这|它", re.IGNORECASE)
_CAME_IN = lazy_re(r"\b(?:c[ao]me in|arrived?|added|get|got)\b|\b(?:пришл|поступи)\w+|来了|收到", re.IGNORECASE)
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
    "actors",
    "timeline",
    "audit",
)
_OF_A_SECTION = ("read", "summary", "timeline")
_AS_THEY_ARE = (
    "help",
    "changes",
    "subscriptions",
    "status",
    "preview",
    "deliveries",
    "undo",
    "settings",
    "forget",
)
_LIBRARY = lazy_re(r"\b(?:library|reading room|библиотек\w+)\b|资料库|图书馆|阅览室", re.IGNORECASE)
_HOOKS = (
    ("off", lazy_re(r"pause|(?:switch|turn) off|disable|stop|приостанов|отключ|выключ|暂停|停用|关", re.IGNORECASE)),
    ("on", lazy_re(r"resume|(?:switch|turn) on|enable|restart|включ|возобнов|启用|恢复|打开", re.IGNORECASE)),
    ("revoke", ENDS),
)
_NEW_EVENT = lazy_re(
    r"^\W*(?:(?:please |пожалуйста )?(?:add|create|make|set up|добавь\w*|создай\w*) )?(?:an? |the )?(?:new |новое )?"
    r"(?:event|событие)\b(?: (?:on|for|на))?|^(?:请)?(?:新建|添加|创建)(?:一个)?(?:事件|活动)",
    re.IGNORECASE,
)
_RENAMED = lazy_re(
    r"(?:\brename .*?[eE]\d+ (?:to|into|as)|\bcall [eE]\d+|переимен\w+ .*?[eE]\d+ (?:в|на)|(?:改名|重命名)为?)"
    r" ?(?P<name>.+)",
    re.IGNORECASE,
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
            if kind == "summary" and not place and (thing := _WHAT_ABOUT.fullmatch(self.words)):
                return f"brief {thing['topic']}"
            return " ".join(filter(None, (kind, place, _form(kind, self.words))))
        maker = _MAKERS.get(kind)
        line = await maker(self) if maker else ""
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
            headed = (
                await self._headed_in(int(typed[1])) if section and not number and _PARTS.search(self.words) else ""
            )
            return headed or f"a{typed[1]} {number}".strip()
        entry = await self._entry()
        if not section:
            return f"a{entry.id}" if entry else await self._newest() or await self._unnamed()
        if number:
            return f"a{entry.id} {number}" if entry else number
        headed = await self._headed(entry)
        if not headed and entry and not self._names_whole(entry.title):
            headed = await self._headed(None)
        headed = headed or await self._part_about()
        return headed or (f"a{entry.id}" if entry else await self._unnamed())

    def _names_whole(self, title: str) -> bool:
        """Whether each word of a title stands in the sentence."""
        said = {*_TITLE_WORD.findall(self.words.lower())}
        return said.issuperset(_TITLE_WORD.findall(title.lower()))

    async def _part_about(self) -> str:
        """The section of the current analysis that mostly speaks of what a part is said to be about; "" for none."""
        about = slots.about_in(self.words) if _PARTS.search(self.words) else ""
        if not about:
            return ""
        current = await self.briefings.chats.current(self.request.address, self.request.sender)
        with suppress(NotFound, Ambiguous):
            found = await self.briefings.library.section_about(about, current, headed=False)
            if found is not None and found.section is not None:
                return f"a{found.analysis.id} {found.section + 1}"
        return ""

    async def _newest(self) -> str:
        entries = await self.briefings.library.entries(limit=1) if _LATEST.search(self.words) else []
        return f"a{entries[0].id}" if entries else ""

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

    async def _headed_in(self, id_: int) -> str:
        """The section of an analysis whose heading the sentence names; "" for none."""
        with suppress(NotFound):
            analysis = await self.briefings.library.get(id_)
            headings = [each.heading for each in analysis.draft.sections]
            found = named_titles(_SAYING.sub(" ", self.words), headings)
            return f"a{id_} {found[0] + 1}" if len(found) == 1 else ""
        return ""

    async def _headed(self, entry: Entry | None) -> str:
        """The section whose heading the sentence names: of that analysis, the current one or one of the newest."""
        for id_ in [entry.id] if entry else await self._nearest():
            with suppress(NotFound):
                analysis = await self.briefings.library.get(id_)
                headings = [each.heading for each in analysis.draft.sections]
                words = _A_WORK.sub(" ", _SAYING.sub(" ", self.words))
                found = named_titles(words, headings, [analysis.title] if entry else ())
                if len(found) == 1:
                    return f"a{id_} {found[0] + 1}"
        return ""

    async def named(self, words: str = "") -> str:
        """The analysis that the sentence, or these words of it, name by id or title; "" for none or several."""
        with suppress(NotFound, Ambiguous):
            typed = _ANALYSIS.search(words or self.words)
            entry = None if typed else await replace(self, words=words or self.words)._entry()  # noqa: SLF001  its own class
            return f"a{typed[1]}" if typed else f"a{entry.id}" if entry else ""
        return ""

    async def speaker(self, words: str, place: str) -> str:
        """The analysis that quotes somebody whom the words name, with the name; else "".

        It is `place`, or if that is "" the current or one of the newest.
        """
        for id_ in [int(place[1:])] if place else await self._nearest():
            with suppress(NotFound):
                quoted = (await self.briefings.library.get(id_)).draft.quotations
                speakers = list(dict.fromkeys(each.speaker for each in quoted if each.speaker))
                if found := named_titles(words, speakers):
                    return f"a{id_} {speakers[found[0]]}"
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
            titles = [each.title for each in known]
            found = [known[at] for at in named_titles(self.words, titles)]
            if len(found) > 1 and (told := named_titles(self.words, titles, EVENT_SORTS)):
                found = [known[at] for at in told]
            if len(found) > 1:
                names = [f"e{each.id} ({each.title})" for each in found[:4]]
                raise Ambiguous("That could mean {names}.", names, names=", ".join(names))
            if found:
                return found[0]
        ahead, known = ([each.event for each in standing if each.ahead], [each.event for each in standing])
        with suppress(NotFound):  # "when does Trump visit China?"
            return guess_event(self.words, (ahead, known), self.now, self.zone, NotFound("I found no such event."))
        return None

    async def event_id(self) -> str:
        """The id of the event that the sentence names or that was last shown; else the only upcoming one.

        Raises NotFound, Ambiguous or BadInput.
        """
        if found := await self.event():
            return f"e{found.id}"
        if at_hand := event_of(self.last):
            return f"e{(await self.briefings.agenda.find(at_hand)).id}"
        ahead = [each.event for each in (await self.briefings.agenda.page(EventWindow(), self.now, _OFFERED)).events]
        if not ahead:
            raise NotFound("No upcoming events. Type /events all to include past ones.")
        if len(ahead) > 1:
            names = ", ".join(f"e{each.id} ({each.title})" for each in ahead)
            raise BadInput("Which event do you mean? Upcoming: {names}.", names=names)
        return f"e{ahead[0].id}"

    async def digests(self) -> list[Subscription]:
        """The digests here."""
        return list(await self.briefings.subscriptions.of(self.request.address))

    async def digest(self) -> Subscription | None:
        """The only digest here; None for none or several."""
        own = await self.digests()
        return own[0] if len(own) == 1 else None

    async def by_author(self, words: str) -> str:
        """The analysis of which the words name an author; "" for none. Raises Ambiguous for several."""
        library, found = self.briefings.library, list[Entry]()
        for entry in await library.entries(limit=_TITLES):
            with suppress(NotFound):
                if named_titles(words, authors_of((await library.get(entry.id)).draft)):
                    found.append(entry)
        if len(found) > 1:
            names = [f"a{each.id} ({each.title})" for each in found[:_OFFERED]]
            raise Ambiguous("That could mean {names}.", names, names=", ".join(names))
        return f"a{found[0].id}" if found else ""

    async def exact_place(self) -> str:
        """The id of the analysis, and the number of the section, that the sentence names.

        Raises NotFound for a section that isn't there, and Ambiguous.
        """
        of = replace(self, words=markings.head_of(self.words))
        current = await self.briefings.chats.current(self.request.address, self.request.sender)
        found = await self.briefings.library.resolve_typed(line_words(await of.place()), current)
        if found.section is None and _PARTS.search(of.words):
            raise NotFound("I found no such section: “{words}”.", words=of.words)
        return f"a{found.analysis.id}" if found.section is None else f"a{found.analysis.id} {found.section + 1}"


def _form(kind: str, words: str) -> str:
    """The length of a summary, or "picture" for dates to be drawn."""
    if kind == "summary":
        return slots.length_in(words)
    return "picture" if kind == "timeline" and _PICTURE.search(words) else ""


def _section_number(words: str) -> str:
    found = _SECTION.search(words)
    if found is None:
        return ""
    if found["nth"]:
        return str(next(at for at, each in enumerate(_NTHS, 1) if found["nth"].lower().startswith(each)))
    han = found["han"]
    return found["number"] or found["before"] or (han if han.isdecimal() else str(_HAN_NUMBERS.index(han) + 1))


async def _sources(of: Utterance) -> str:
    """The sources of the place that the sentence names, of the last answer's, or of the section about its event."""
    if place := await of.place():
        return f"sources {place}"
    return vary_line("sources", of.last) or await _behind(of) or "sources"


async def _behind(of: Utterance) -> str:
    """The sources of the section about the event of the last answer; "" if there is none."""
    with suppress(NotFound, Ambiguous):
        event = await of.briefings.agenda.find(event_of(of.last)) if event_of(of.last) else None
        mentions = (await of.briefings.agenda.show(event.id, of.now)).mentions if event else ()
        for each in mentions[:1]:
            sections = (await of.briefings.library.get(each.analysis)).draft.sections
            around = [number for number, part in enumerate(sections, 1) if part.start <= each.start < part.end]
            return " ".join(("sources", f"a{each.analysis}", *map(str, around[-1:])))
    return ""


async def _export(of: Utterance) -> str:
    return f"sources {await of.place(section=False)} {slots.format_in(of.words)}".replace("  ", " ")


async def _events(of: Utterance) -> str:
    period = slots.period_in(of.words, of.today)
    counts = _COUNTS.search(of.words) or slots.speaks_of_past(of.words)
    everything = (counts and period) or _PAST.search(of.words)
    topic = _event_topic(of.words)
    return " ".join(filter(None, ("events", "all" if everything else "", period, f"about {topic}" if topic else "")))


def _event_topic(words: str) -> str:
    return " ".join(_PLAIN_PERIOD.sub("", slots.about_in(words)).removeprefix("the ").split())


_FROM_PERIOD = lazy_re(
    r"\bfrom(?= (?:the )?(?:this|last|past|previous|\d{4}\b|[a-z]{3,9}\b))|\bс(?=о? \w+ недел)", re.IGNORECASE
)


_SINCE = lazy_re(
    r"\bsince\b|\bначиная с\b|\bс(?= начала| \w+(?:я|а) (?:20\d\d|и)\b)|以来|起"
    r"|\bсо? (?=(?:понедельник|вторник|четверг)а|среды|пятницы|субботы|воскресенья)",
    re.IGNORECASE,
)
_DAY = lazy_re(r"\d{4}-\d\d-\d\d")


def _published(words: str, today: date) -> str:
    """The period of publication that a sentence names, as `/list` takes it: "papers from October" is "in october"."""
    period = slots.period_in(_FROM_PERIOD.sub("in", words), today, published=True)
    if not _SINCE.search(words):
        return period
    return f"since {period}" if _DAY.fullmatch(period) else period.replace("after ", "since ")


async def _list(of: Utterance) -> str:
    """All analyses, or those published in a period; what came in then is told by their order."""
    return "list" if _CAME_IN.search(of.words) else f"list {_published(of.words, of.today)}".strip()


async def _rank(of: Utterance) -> str:
    """All analyses by the number of their sources, by date or by length."""
    return f"info all {next((fact for fact, pattern in _RANKS if pattern.search(of.words)), 'length')}"


async def _revisions(of: Utterance) -> str:
    return f"changes {await of.place(section=False) or 'it'}"


async def _corrections(of: Utterance) -> str:
    """The changes of the analysis that the sentence names or points at, else of all."""
    place = await of.place(section=False) or ("it" if _POINTS.search(of.words) else "")
    return f"changes {place}".strip()


async def _disagree(of: Utterance) -> str:
    """The contradictions of or between the analyses that the sentence names, else those about its topic, else all."""
    ids = list(dict.fromkeys(f"a{each}" for each in _ANALYSIS.findall(of.words)))
    if len(ids) > 1:
        return f"compare {' '.join(ids)}"
    named = await of.named()
    return f"compare {named or _event_topic(of.words)}".strip()


async def _outlook(of: Utterance) -> str:
    state = next((typed for typed, pattern in _STATES if pattern.search(of.words)), "")
    return " ".join(filter(None, ("outlook", await of.named(), state)))


async def _record(of: Utterance) -> str:
    return f"record {await of.named()}".strip()


async def _link(_of: Utterance) -> str:
    return "link"


async def _event(of: Utterance) -> str:
    return f"event {await of.event_id()}"


async def _calendar(of: Utterance) -> str:
    found = await of.event()
    return f"calendar e{found.id}" if found else "calendar"


async def _remind(of: Utterance) -> str:
    id_, leads, (at, zone) = await of.event_id(), slots.leads_in(of.words), _time_and_zone(of.words)
    at, lead = at or slots.part_before(of.words)[0], re.fullmatch(r"(\d+)d", leads)
    if at and lead:
        days = f"{lead[1]} {'day' if lead[1] == '1' else 'days'}"
        return f"remind {days} before {id_} at {at} {zone}".strip()
    return f"remind {id_} {leads}"


def _time_and_zone(words: str) -> tuple[str, str]:
    """The time of day that a sentence names, and its zone. Raises BadInput for a zone that nobody can tell."""
    _rest, at, zone = normalise.timed(words)
    times = slots.times_in(words)
    zone = zone_in(words) or (zone if at in times else "")
    return times[0] if times else "", sure_zone(zone) if zone else ""


async def _schedule(of: Utterance) -> str:
    return "schedule reminders" if _REMINDERS.search(of.words) else "schedule"


async def _remind_off(of: Utterance) -> str:
    return f"remind {await of.event_id()} off"


async def _mute(of: Utterance) -> str:
    return f"mute {await of.event_id()}"


async def _snooze(of: Utterance) -> str:
    until = next((typed for typed, pattern in _SNOOZES if pattern.search(of.words)), "1h")
    return f"snooze {await of.event_id()} {until}"


async def _subscribe(of: Utterance) -> str:
    days, (at, zone) = slots.days_in(of.words), _time_and_zone(of.words)
    if not at:
        return f"settings digest {days}".strip()
    topic = slots.digest_topic(of.words)
    about = f"about {topic}" if topic else ""
    return " ".join(filter(None, ("subscribe", days or "daily", at, zone, about)))


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
    if quoted := await of.speaker(of.words, place):
        return f"quotes {quoted}"
    names = [] if place else [each for each in _NAME.findall(of.words) if not of.words.startswith(each)]
    return f"quotes {place or ' '.join(names)}".strip()


async def _skip_digest(of: Utterance) -> str:
    """The next digest, that of a day or those of next week, unless several digests or none stand here."""
    if await of.digest() is None:
        return "subscriptions"
    if _AFTER_ALL.search(of.words):
        return "skip off"
    return f"skip {slots.skipped_in(of.words, of.now, of.zone)}".strip()


async def _unsubscribe(of: Utterance) -> str:
    """The end of the digest with that number, of the only one, or of that on the named days.

    Raises NotFound where none comes on those days.
    """
    own, days, number = await of.digests(), slots.days_in(of.words), slots.number_in(of.words)
    if number.isdecimal() and int(number) in {each.id for each in own}:
        return f"unsubscribe {number}"
    return line_without(own, parse_days(days) if days else frozenset())


async def _quiet(of: Utterance) -> str:
    return f"quiet {slots.quiet_in(of.words)}"


async def _quiet_off(_of: Utterance) -> str:
    return "quiet off"


async def _timezone(of: Utterance) -> str:
    """The zone of the first words that are a city's name; else the settings' choice of zones."""
    if called := next(filter(_is_city, _han_tails(of.words)), ""):
        return f"timezone {called}"
    words = re.findall(r"[^\W\d_]+", of.words)
    for count in (3, 2, 1):
        for at in range(len(words) - count + 1):
            name = " ".join(words[at : at + count])
            if (name[0].isupper() or not name.isascii() or count > 1 or len(name) > _SHORT) and _is_city(name):
                return f"timezone {name}"
            if found := next(filter(_is_city, _nominatives(name)), ""):
                return f"timezone {found}"
    return "settings zone"


def _han_tails(words: str) -> list[str]:
    """The ends of the last words in Chinese characters, longest first: "时区改成上海" ends in "上海"."""
    runs = re.findall(r"[\u4e00-\u9fff]+", words)
    return [runs[-1][at:] for at in range(len(runs[-1]) - 1)] if runs else []


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


async def _language(of: Utterance) -> str:
    return f"language {slots.language_in(of.words)}".strip()


async def _help_topic(of: Utterance) -> str:
    return f"help {slots.topic_in(of.words) or 'all'}"


async def _search(of: Utterance) -> str:
    return f"search {slots.sought_in(of.words)}"


async def _brief(of: Utterance) -> str:
    return f"brief {slots.subject_of(of.words)}"


async def _compare(of: Utterance) -> str:
    sides = slots.sides_in(of.words)
    return f"compare {sides[0]} and {sides[1]}" if sides else await _brief(of)


async def _where(of: Utterance) -> str:
    return f"search {slots.sought_in(of.words)}"


async def _ask(of: Utterance) -> str:
    return f"ask {of.words}"


async def _remove(of: Utterance) -> str:
    """The named analysis only: none is removed because it is the current one."""
    place = await of.place(section=False)
    return f"remove {place}" if place else "list"


async def _event_change(of: Utterance) -> str:
    if await of.event() is None and not event_of(of.last):
        raise NotFound("I found no such event.")
    id_ = await of.event_id()
    if date := slots.new_date_in(of.words, of.now, of.zone):
        return f"event {id_} {date}"
    outcome = next((typed for typed, pattern in _OUTCOMES if pattern.search(of.words)), "")
    return f"event {id_} {outcome}".strip()


async def _next(of: Utterance) -> str:
    """The next section; the first after a whole text or where nothing was answered yet."""
    return vary_line("next", of.last) or (of.last and f"read {place_of(of.last)} 1".replace("  ", " "))


async def _shorter(of: Utterance) -> str:
    return vary_line("shorter", of.last) or "summary short"


async def _longer(of: Utterance) -> str:
    return vary_line("longer", of.last) or "summary long"


async def _people(_of: Utterance) -> str:
    return "people"


async def _import(_of: Utterance) -> str:
    return "help import"


async def _mark(of: Utterance) -> str:
    """The marking of the place that the sentence names exactly; a search for one that neither asks nor sets."""
    options = markings.marking_in(of.words)
    if not (options or markings.asks(of.words)):
        return await _search(of)
    return f"mark {await of.exact_place()} {options}".strip()


async def _clearance(of: Utterance) -> str:
    people = (await of.briefings.people.access_list(of.now)).holders
    found = markings.clearance_in(of.words, {each.holder: each.name for each in people})
    return f"clearance {found}".strip() if " " in found or markings.asks(of.words) else await _search(of)


async def _open(of: Utterance) -> str:
    if _LIBRARY.search(of.words) and not await of.named():
        return "open library"
    return f"open {await of.place(section=False)}".strip()


async def _links(of: Utterance) -> str:
    return f"links revoke {slots.number_in(of.words)}" if ENDS.search(of.words) else "links"


async def _token(of: Utterance) -> str:
    if ENDS.search(of.words):
        return f"token revoke {slots.number_in(of.words)}"
    name = slots.name_in(of.words)
    return f"token new {name}" if name else "token"


async def _webhook(of: Utterance) -> str:
    if address := slots.address_in(of.words):
        return f"webhook new {address}"
    step = next((typed for typed, pattern in _HOOKS if pattern.search(of.words)), "")
    return f"webhook {step} {slots.number_in(of.words)}" if step else "webhook"


async def _calendar_link(of: Utterance) -> str:
    return "calendar revoke" if ENDS.search(of.words) else "calendar link"


async def _feed_link(of: Utterance) -> str:
    return "feed revoke" if ENDS.search(of.words) else "feed link"


async def _publication(of: Utterance) -> str:
    """The date of publication that a sentence gives: the nearest past one where it names no year."""
    typed = _ANALYSIS.search(of.words)
    date_ = slots.past_date_in(of.words, of.today)
    return f"published a{typed[1]} {date_}" if typed and date_ else ""


async def _new_event(of: Utterance) -> str:
    return f"event new {_NEW_EVENT.sub('', of.words).strip(' :,.')}"


async def _edited_event(of: Utterance) -> str:
    """An event dropped, renamed, or joined with another one."""
    ids = list(dict.fromkeys(_EVENT.findall(of.words)))
    if len(ids) > 1:
        return f"event e{ids[0]} same e{ids[1]}"
    named = _RENAMED.search(of.words)
    id_ = await of.event_id()
    return f"event {id_} rename {named['name'].strip(' .!。')}" if named else f"event {id_} drop"


async def _says(of: Utterance) -> str:
    """What an analysis, its author or somebody whom it quotes says on a topic; else the question to all texts."""
    topic = slots.topic_of(of.words)
    if not topic:
        return await of.line("summary")
    place = await of.named(_without(of.words, topic))
    if not place and (written := await of.by_author(_without(of.words, topic))):
        place = written
    if place:
        return f"brief {topic} in {place}"
    if quoted := await of.speaker(_without(of.words, topic), ""):
        return f"quotes {quoted}"
    names = [each for each in _NAME.findall(_without(of.words, topic)) if not of.words.startswith(each)]
    known = not names or (await of.briefings.library.search(names[-1], 1)).hits
    return f"ask {of.words}" if known else f"search {names[-1]}"


def _without(words: str, part: str) -> str:
    return words.replace(part, " ")


async def _unmute(of: Utterance) -> str:
    return f"mute {await of.event_id()} off"


async def _reminders_off(_of: Utterance) -> str:
    return ALL_OFF


async def _again(of: Utterance) -> str:
    return vary_line("again", of.last)


async def _further(of: Utterance) -> str:
    return vary_line("further", of.last)


_MAKERS: Mapping[str, Callable[[Utterance], Awaitable[str]]] = MappingProxyType(
    {
        "export": _export,
        "sources": _sources,
        "events": _events,
        "list": _list,
        "event": _event,
        "calendar": _calendar,
        "event change": _event_change,
        "remind": _remind,
        "remind off": _remind_off,
        "schedule": _schedule,
        "mute": _mute,
        "snooze": _snooze,
        "subscribe": _subscribe,
        "digest move": _move_digest,
        "digest skip": _skip_digest,
        "unsubscribe": _unsubscribe,
        "quiet": _quiet,
        "quiet off": _quiet_off,
        "timezone": _timezone,
        "language": _language,
        "help topic": _help_topic,
        "info most": _rank,
        "revisions": _revisions,
        "corrections": _corrections,
        "disagree": _disagree,
        "outlook": _outlook,
        "record": _record,
        "link": _link,
        "quotes": _quotes,
        "search": _search,
        "brief": _brief,
        "compare": _compare,
        "where": _where,
        "ask": _ask,
        "remove": _remove,
        "next": _next,
        "shorter": _shorter,
        "longer": _longer,
        "people": _people,
        "mark": _mark,
        "clearance": _clearance,
        "open": _open,
        "links": _links,
        "token": _token,
        "webhook": _webhook,
        "calendar link": _calendar_link,
        "feed link": _feed_link,
        "published": _publication,
        "event new": _new_event,
        "event edit": _edited_event,
        "says": _says,
        "mute off": _unmute,
        "all reminders off": _reminders_off,
        "again": _again,
        "further": _further,
        "import": _import,
    }
)
