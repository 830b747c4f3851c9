"""What people do, drawn from a seed: lines, plain words, presses, pages, requests, files, and time that passes."""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from bot.commands.conversation import commands
from bot.web.api.operations import OPERATIONS

Surface = str  # of a chat, or another one, such as "api"


@dataclass(frozen=True, slots=True)
class Act:
    """One thing that is done; `words` are a line, an address or a search, `nth` which of what is there, `place` where.

    `file` names what comes with a line; `seconds` pass before it.
    """

    surface: Surface
    words: str = ""
    nth: int = 0
    place: int = 0
    command: bool = True
    file: str = ""
    seconds: float = 7.0


_SAYING: tuple[Surface, ...] = ("telegram", "telegram group", "new group", "slack", "slack channel", "terminal")
_WEIGHTS: Mapping[Surface, float] = {
    "telegram": 18,
    "telegram group": 12,
    "new group": 3,
    "slack": 12,
    "slack channel": 12,
    "terminal": 8,
    "button": 9,
    "reply": 3,
    "tool": 2,
    "inline": 5,
    "completion": 4,
    "suggestions": 1,
    "form": 1,
    "page": 7,
    "api": 8,
    "atom": 2,
    "ics": 2,
    "delivery": 6,
    "editor": 9,
    "upload": 1,
    "link": 0.5,
    "move": 0.5,
}
_IDS = {
    "a": ("a1", "a2", "a3", "a4", "a9", "a-1", "a-2", "ferry timetable", "pier", "ferry sale", "the sale", "old"),
    "e": ("e1", "e2", "e3", "e4", "e6", "e9", "e-1", "e-2", "vote", "opening of the pier", "sale", "sell the ferry"),
    "s": ("1", "2", "3", "5", "-1", "-2", "s1", "s-1"),
    "d": ("1", "2", "3", "-1", "-2", "d1", "d-1"),
    "c": ("1", "2", "-1", "c1", "c-1"),
    "n": ("1", "2", "3", "4", "7", "19", "-1", "0"),
}
_VALUES = _IDS | {
    "section": ("1", "2", "3", "4", "Crossings", "Fares", "Sale of the ferry", "the offer", "price"),
    "holder": ("council", "mayor", "owner", "Ada Vik", "Eva Moe", "Ida Falk", "Vik", "harbour office"),
    "words": (
        *("ferry", "sale of the ferry", "fares", "pier", "million crowns", "ticket", "crowns", "passengers", "Vik"),
        *("15 times a day", "council vote", "owner", "zeppelin", "Holm", "2 May 2026", "sold", "12 times"),
    ),
    "question": (
        *("who sells the ferry?", "how many times a day did the ferry run?", "what does a ticket cost?"),
        *("when is the vote on the fares?", "how much does the owner expect?", "is the ferry safe?", "who is Ada Vik?"),
        *("what will happen in May 2026?", "will the ferry be sold?", "who painted the pier?"),
    ),
    "day": ("2026-04-20", "tomorrow", "next friday", "2 May 2026", "1 June 2026", "2026-03-09 10:00", "21 April"),
    "period": ("may", "april", "this month", "next week", "before 2026-05-01", "after today", "about ferry", "all"),
    "lead": ("1d", "2h", "3 days before", "1d 2h", "7d"),
    "days": ("daily", "mon,thu", "weekdays"),
    "time": ("08:00", "09:30", "18:15", "25:00"),
    "zone": ("Berlin", "UTC", "Shanghai", "Moscow", "Nowhere"),
    "length": ("brief", "short", "medium", "long", ""),
    "verdict": ("first", "second", "none", "superseded", "open"),
    "fate": ("happened", "did not", "partly", "moved to 3 June 2026", "cannot be told", "open"),
    "level": ("clear", "green", "amber", "amber+strict", "red", "none"),
    "low": ("clear", "green", "amber"),
    "here": ("here", "telegram:5", "telegram:-100", "slack:U1", "slack:C1", "telegram:4711"),
    "command": tuple(each.name for each in commands()),
    "seen": ("a1", "a2", "a3"),
}
# Words can mean more things to who sees more, and what they then ask back isn't compared.
_BY_NUMBER = _VALUES | {"a": ("a1", "a2", "a3", "a-1"), "e": ("e1", "e2", "e3", "e-1", "e-2")}
# Each command's lines; what would clear one of these chats is left out.
_LINES: Mapping[str, tuple[str, ...]] = {
    "list": ("list", "list {words}"),
    "sections": ("sections", "sections {a}"),
    "read": ("read", "read {a}", "read {a} {section}"),
    "summary": ("summary", "summary {a} {length}", "summary {a} {section} {length}", "summary {a} fluent"),
    "sources": ("sources {a}", "sources {a} {section}", "sources {a} bibtex", "sources {a} csl", "sources {a} picture"),
    "import": ("import", "import revision {a}"),
    "published": ("published {a} 2026-02-20",),
    "info": ("info {a}", "info latest", "info all", "info all sources", "info {a} cited", "info {a} length"),
    "search": ("search {words}", "search {words} in {a}"),
    "ask": ("ask {question}", "ask {words}"),
    "brief": ("brief {words}",),
    "compare": (
        *("compare {a} and {a}", "compare {words} and {words}", "compare", "compare all", "compare {a}"),
        *("compare {words}", "compare {d}", "compare {d} {verdict}"),
    ),
    "quotes": ("quotes", "quotes {a}", "quotes {a} {holder}"),
    "timeline": ("timeline {a}", "timeline {a} all", "timeline {a} {section}", "timeline {a} picture"),
    "actors": ("actors {a}", "actors {a} all"),
    "audit": ("audit {a}", "audit {a} all", "audit {a} 1"),
    "where": ("where {words}", "where {a} {n}", "where {a} 300"),
    "open": ("open", "open {a}", "open {a} {section}", "open library"),
    "links": ("links", "links revoke {n}"),
    "changes": ("changes", "changes {a}", "changes {c}", "changes {c} correction", "changes {c} wording"),
    "remove": ("remove {a}", "remove {a} yes", "remove {a} yes it is wrong"),
    "events": ("events", "events all", "events unconfirmed", "events {period}"),
    "event": (
        *("event {e}", "event {e} {day}", "event {e} held", "event {e} cancelled it was put off", "event {e} keep"),
        *(
            "event {e} drop",
            "event {e} rename Fair at the pier",
            "event {a} keep",
            "event {e} same {e}",
            "event {e} apart",
        ),
        *("event new {day} Regatta", "event {e} postponed"),
    ),
    "calendar": ("calendar", "calendar {e}", "calendar link"),
    "outlook": (
        *("outlook", "outlook all", "outlook {a}", "outlook {holder}", "outlook {e}", "outlook due", "outlook settled"),
        *("outlook {s}", "outlook {s} {fate}"),
    ),
    "record": ("record", "record {a}", "record {holder}"),
    "remind": ("remind {e} {lead}", "remind {e} off", "remind {lead} before {e}"),
    "subscribe": ("subscribe {days} {time}", "subscribe {days} {time} {zone} {words}", "subscribe {days}"),
    "subscriptions": ("subscriptions",),
    "unsubscribe": ("unsubscribe {n}",),
    "snooze": ("snooze {e} 1h", "snooze {e} tomorrow"),
    "mute": ("mute {e}", "mute {e} off"),
    "undo": ("undo", "undo", "undo {n}"),
    "quiet": ("quiet", "quiet 22:00-07:00", "quiet off"),
    "skip": ("skip", "skip {n}", "skip {n} next week", "skip off"),
    "schedule": ("schedule", "schedule reminders", "schedule digests"),
    "preview": ("preview",),
    "deliveries": ("deliveries", "deliveries 20"),
    "start": ("start", "start {a}", "start e-1"),
    "help": ("help", "help {command}", "help sources"),
    "status": ("status",),
    "timezone": ("timezone {zone}",),
    "language": ("language en", "language zh", "language ru", "language auto"),
    "forget": ("forget", "forget yes"),
    "settings": ("settings", "settings zone {zone}", "settings length short", "settings digest {days} {time}"),
    "home": ("home",),
    "invite": ("invite reader", "invite"),
    "people": ("people", "people {words}"),
    "link": ("link prefer slack", "link off"),
    "log": ("log", "log 50"),
    "mark": (
        *("mark {a}", "mark {a} {section}", "mark {a} {level}", "mark {a} {level} because it is agreed"),
        *("mark {a} {section} red", "mark {a} amber for @board", "mark {a} green until 2026-04-01 09:00 Berlin yes"),
    ),
    "clearance": ("clearance", "clearance {here}", "clearance {here} {low}"),
    "token": ("token list", "token new laptop", "token revoke {n}"),
    "feed": ("feed", "feed link"),
    "webhook": ("webhook", "webhook list", "webhook revoke {n}", "webhook new https://hooks.example/more"),
}
_PLAIN = (
    *("what is coming up?", "what does the library say about the sale of the ferry?", "when is the vote?"),
    *("summarise the newest analysis", "remind me a day before the vote", "who sells the ferry?", "what's new?"),
    *("which sources does it cite?", "do the analyses disagree about the ferry?", "show everything about {words}"),
    *("compare {a} and {a}", "move the vote to 22 April", "forget it", "tell me about {holder}", "list all events"),
    *("渡轮什么时候出售？", "有哪些分析？", "摘要", "票价是多少？", "接下来有什么活动？", "提醒我投票前一天"),
    *("когда голосование?", "что нового?", "кто продаёт паром?", "покажи источники", "сколько стоит билет?"),
    *("напомни за день до голосования", "какие события в мае?", "谁说过“渡轮是安全的”？", "расскажи о {words}"),
    *("e-1", "a-1", "{e}", "{a}", "1", "2", "{a} {section}", "{words}", "{question}"),
)
_SHORT = (
    "yes",
    "no",
    "1",
    "2",
    "3",
    "cancel",
    "both",
    "да",
    "нет",
    "是",
    "否",
    "取消",
    "in may",
    "short",
    "why?",
    "more",
)
_FILES = ("timetable", "pier", "sale", "fair", "closed", "strict")
# What somebody does who is cleared for everything. Nothing of it shows more people what they may not see.
_CLEARED = (
    *("list", "summary {a}", "read a-1", "search {words}", "ask {question}", "brief {words}", "events", "outlook all"),
    *(
        "event {e} {day}",
        "event {e} keep",
        "event {e} drop",
        "event {e} rename Fair",
        "event {e} held",
        "event e-1 {day}",
    ),
    *("event e-1 drop", "event e-2 rename Secret sale", "event new {day} Council dinner", "outlook {s} {fate}"),
    *("outlook -1 {fate}", "compare {d} {verdict}", "compare -1 {verdict}", "changes {c} correction"),
    *(
        "changes -1 correction",
        "remove a2 yes",
        "remove a-1 yes",
        "undo",
        "mark {seen} red",
        "mark {seen} amber+strict",
    ),
    *("mark a-1 red", "mark a-1 1 red", "published a-1 2026-02-20", "published {a} 2026-02-21", "event a-1 keep"),
    *(
        "remind e-1 1d",
        "remind {e} 1d",
        "subscribe daily 08:00",
        "open a-1",
        "log",
        "home",
        "compare",
        "event {e} same {e}",
    ),
    *("record Ada Vik", "changes a-1", "mark {seen} none because it was published", "event {a} keep"),
)
_OF_EDITOR = ("timetable of the editor", "pier", "fair", "closed", "strict")
_PATHS = (
    *("", "a1", "a2", "a3", "a-1", "a9", "a1?rev=1", "a1?rev=2", "a-1?rev=1", "a1/bibtex", "a-1/bibtex", "a1/text"),
    *("?q=ferry", "?q=sale", "?q=Vik", "?q=million+crowns", "a1?lang=ru", "a-1?lang=zh", "?q=ferry&lang=zh", "a2/text"),
)
_SHOWN = {"inline": ("", "{a}", "{e}", "{words}", "{a} {n}"), "form": ("form event {e}", "form subscribe")}
# Tools for language models, each with an argument.
_TOOLS = (
    *(
        ("search words", "{words}"),
        ("brief topic", "{words}"),
        ("sources analysis", "{a}"),
        ("outlook about", "{holder}"),
    ),
    *(
        ("quote text", "The ferry ran 15 times a day in February 2026."),
        ("quote text", "{words}"),
        ("outlook about", "{a}"),
    ),
)
_CORRECTED = 0.02  # how often a text is corrected
_WAITS = (60.0, 600.0, 3600.0, 6 * 3600.0, 86_400.0, 2 * 86_400.0, 4 * 86_400.0)


def commands_drawn() -> frozenset[str]:
    """The commands of which lines are drawn."""
    return frozenset(_LINES)


def script(seed: int, count: int) -> Iterator[Act]:
    """So many acts, the same ones for the same seed."""
    return islice(_acts(random.Random(seed)), count)  # noqa: S311 - acts that can be drawn again


def _acts(draw: random.Random) -> Iterator[Act]:
    surfaces, weights = list(_WEIGHTS), list(_WEIGHTS.values())
    # First what makes addresses, digests and reminders, of which the rest is seen.
    yield from (Act("telegram", each) for each in ("open library", "feed link", "calendar link", "token new laptop"))
    yield from (Act("telegram group", each) for each in ("subscribe daily 08:00", "remind e1 1d", "feed link"))
    yield from (Act("slack", each) for each in ("open a1", "token new phone", "remind e2 2d"))
    yield Act("slack channel", "subscribe daily 09:00")
    yield Act("telegram", "webhook new https://hooks.example/one")
    yield Act("slack", "webhook new https://hooks.example/two")
    yield Act("new group", "start")
    while True:
        if draw.random() < _CORRECTED:
            yield from _corrected(draw)
        yield _act(draw, draw.choices(surfaces, weights)[0])


def _corrected(draw: random.Random) -> Iterator[Act]:
    """Chats are shown sentences, an editor changes these in a revision and says that it corrects them."""
    for surface in ("telegram", "telegram group", "slack"):
        yield Act(surface, _filled(draw, draw.choice(("read {seen}", "summary {seen} long", "search ferry"))))
    yield Act("editor", "import", file=draw.choice(_OF_EDITOR))
    yield Act("delivery", seconds=_WAITS[0])
    yield Act("editor", f"changes {draw.choice(_IDS['c'])} correction because it was wrong")
    yield Act("delivery", seconds=draw.choice(_WAITS))


def _act(draw: random.Random, surface: Surface) -> Act:
    seconds, nth = draw.choice((1.0, 7.0, 40.0)), draw.randrange(12)
    match surface:
        case "delivery":
            return Act(surface, seconds=draw.choice(_WAITS))
        case "button" | "reply" | "suggestions":
            words = _filled(draw, draw.choice(("why?", "summary", "more", "sources", "where")))
            return Act(surface, words, nth, draw.randrange(len(_SAYING)), seconds=seconds)
        case "inline" | "form":
            return Act(surface, _filled(draw, draw.choice(_SHOWN[surface])), seconds=seconds)
        case "completion":
            return Act(surface, _begun(draw, _line(draw)), seconds=seconds)
        case "page":
            return Act(surface, draw.choice(_PATHS), nth, seconds=seconds)
        case "editor":
            return _of_editor(draw, seconds)
        case "tool" | "api" | "upload" | "atom" | "ics" | "link" | "move":
            return _of_program(draw, surface, nth, seconds)
    return _said(draw, surface, seconds)


def _of_program(draw: random.Random, surface: Surface, nth: int, seconds: float) -> Act:
    """What a program asks for or hands in, or a platform does by itself."""
    words = file = ""
    if surface == "tool":
        name, pattern = draw.choice(_TOOLS)
        words = f"{name} {_filled(draw, pattern)}"
    elif surface == "api":
        words = _request(draw)
    elif surface == "upload":
        file = draw.choice(_FILES)
    return Act(surface, words, nth, file=file, seconds=seconds)


def _said(draw: random.Random, surface: Surface, seconds: float) -> Act:
    kind = draw.random()
    if kind < 0.04 and surface != "slack channel":
        return Act(surface, draw.choice(("import", "import new")), file=draw.choice(_FILES), seconds=seconds)
    if kind < 0.16:
        return Act(surface, draw.choice(_SHORT), command=False, seconds=seconds)
    if kind < 0.34:
        return Act(surface, _filled(draw, draw.choice(_PLAIN)), command=False, seconds=seconds)
    line = _line(draw)
    return Act(surface, _misspelt(draw, line) if kind > 0.94 else line, seconds=seconds)


def _of_editor(draw: random.Random, seconds: float) -> Act:
    if draw.random() < 0.15:
        return Act("editor", "import", file=draw.choice(_OF_EDITOR), seconds=seconds)
    return Act("editor", _filled(draw, draw.choice(_CLEARED), _BY_NUMBER), seconds=seconds)


def _line(draw: random.Random) -> str:
    return _filled(draw, draw.choice(_LINES[draw.choice(sorted(_LINES))]))


def _filled(draw: random.Random, pattern: str, values: Mapping[str, Sequence[str]] = _VALUES) -> str:
    words = pattern
    while (begin := words.find("{")) >= 0:
        end = words.index("}", begin)
        words = f"{words[:begin]}{draw.choice(values[words[begin + 1 : end]])}{words[end + 1 :]}"
    return words.strip()


def _begun(draw: random.Random, line: str) -> str:
    return line[: draw.randint(1, len(line))]


def _misspelt(draw: random.Random, line: str) -> str:
    """The line with a letter left out, doubled or swapped with its neighbour."""
    at = draw.randrange(len(line))
    return draw.choice(
        (line[:at] + line[at + 1 :], line[:at] + line[at : at + 1] + line[at:], line[:at] + "x" + line[at:])
    )


def _request(draw: random.Random) -> str:
    operation = draw.choice(OPERATIONS)
    analysis = draw.choice([each for each in _IDS["a"] if parse_short(each)])
    path = operation.path.replace("{analysis}", analysis)
    wanted = {each.name: _parameter(draw, each.name) for each in operation.parameters if not each.in_path}
    chosen = {
        name: value
        for name, value in wanted.items()
        if (name == "q" and operation.name != "list") or draw.random() < 0.3
    }
    return path + (
        "?" + "&".join(f"{name}={value.replace(' ', '%20')}" for name, value in chosen.items()) if chosen else ""
    )


def parse_short(word: str) -> bool:
    """Whether a word is a short id, which an address may hold."""
    return word[1:].lstrip("-").isdecimal()


def _parameter(draw: random.Random, name: str) -> str:
    match name:
        case "q":
            return (
                draw.choice(_VALUES["question"]).rstrip("?") if draw.random() < 0.3 else draw.choice(_VALUES["words"])
            )
        case "in":
            return draw.choice(("a1", "a-1", "e1", "e-1"))
        case "about":
            return draw.choice((*_VALUES["holder"], "a1", "a-1", "e1", "e-1"))
        case "section":
            return draw.choice(_VALUES["section"])
        case "length":
            return draw.choice(("short", "medium", "long"))
        case "words":
            return draw.choice(("20", "90"))
    return "true"
