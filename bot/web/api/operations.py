"""The operations of the API: their paths, parameters and result types, each beside what answers it."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from bot.json_answers import queries, types
from bot.json_answers.callers import Caller
from bot.json_answers.queries import LENGTHS
from bot.web.api.problems import wrong

LONGEST = 1_000  # characters of a parameter
MOST_WORDS = 10_000
ANALYSIS = "^a-?[0-9]{1,9}$"
Values = Mapping[str, Any]  # the parameters of a request, checked
Handler = Callable[[Caller, Values], Awaitable[Any]]
Kind = Literal["text", "number", "flag"]


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter in the path or the query; `most` is the largest number, `choices` are the only allowed words."""

    name: str
    says: str
    kind: Kind = "text"
    required: bool = False
    in_path: bool = False
    choices: tuple[str, ...] = ()
    most: int = 0
    example: str = ""


@dataclass(frozen=True, slots=True)
class Operation:
    """A request that reads: its path below the API's, what it says of itself, and the type of its result."""

    name: str
    path: str
    says: str
    result: Any
    run: Handler
    parameters: tuple[Parameter, ...] = ()


_ID = Parameter("analysis", "The id of an analysis", required=True, in_path=True, example="a1")
_SECTION = Parameter("section", "Only this section: its number or the start of its heading")
_ABOUT = Parameter("about", "Only what is about this: an analysis, an event, a holder or a topic", example="a1")


def _place(values: Values) -> list[str]:
    """The words that name the analysis, and the section if one was given."""
    return [values["analysis"], *str(values.get("section", "")).split()]


def _about(values: Values) -> list[str]:
    return str(values.get("about", "")).split()


async def _summary(caller: Caller, values: Values) -> Any:
    place = await caller.asker.place(_place(values))
    return await queries.summary(caller.asker, place, values.get("length", "medium"), values.get("words"))


async def _search(caller: Caller, values: Values) -> Any:
    within = values.get("in")
    return await queries.search(caller.asker, [*_words(values), *(("in", within) if within else ())])


async def _disagreements(caller: Caller, values: Values) -> Any:
    return await queries.disagreements(caller.asker, _about(values), settled=values.get("settled", False))


def _words(values: Values) -> list[str]:
    words = str(values["q"]).split()
    if not words:
        raise wrong("The parameter q has no words.")
    return words


def _asked(says: str, example: str) -> Parameter:
    return Parameter("q", says, required=True, example=example)


_IN_TITLE = Parameter("q", "Only analyses whose title has these words")
_LENGTH = Parameter("length", "How long; medium without it", choices=LENGTHS)
_WORDS = Parameter("words", "At most so many words in all, whatever the length", kind="number", most=MOST_WORDS)
_WITHIN = Parameter("in", "Only in this analysis, or in those that mention this event", example="a1")
_ALL = Parameter("all", "Past events too", kind="flag")
_SETTLED = Parameter("settled", "Settled ones too", kind="flag")
_QUESTION, _TOPIC, _SEARCHED = (
    _asked("The question", "When is the vote?"),
    _asked("The topic", "turnout"),
    _asked("The words to find", "ice roads"),
)

OPERATIONS: tuple[Operation, ...] = (
    Operation(
        "list",
        "/analyses",
        "The analyses, newest first",
        list[types.Entry],
        lambda caller, values: queries.entries(caller.asker, values.get("q", "")),
        (_IN_TITLE,),
    ),
    Operation(
        "show",
        "/analyses/{analysis}",
        "An analysis with all that was found in it",
        types.Analysis,
        lambda caller, values: queries.analysis(caller.asker, [values["analysis"]]),
        (_ID,),
    ),
    Operation(
        *("summary", "/analyses/{analysis}/summary", "A summary by sections", types.Summary, _summary),
        (_ID, _SECTION, _LENGTH, _WORDS),
    ),
    Operation(
        *(
            "sources",
            "/analyses/{analysis}/sources",
            "Who is cited, how often and where",
            types.Sources,
            lambda caller, values: queries.sources(caller.asker, _place(values)),
        ),
        (_ID, _SECTION),
    ),
    Operation(
        "audit",
        "/analyses/{analysis}/audit",
        "What to check in an analysis",
        types.Audit,
        lambda caller, values: queries.audit(caller.asker, [values["analysis"]]),
        (_ID,),
    ),
    Operation(
        "events",
        "/events",
        "Upcoming events",
        list[types.Event],
        lambda caller, values: queries.events(caller.asker, everything=values.get("all", False)),
        (_ALL,),
    ),
    Operation("search", "/search", "The sentences with these words", types.Search, _search, (_SEARCHED, _WITHIN)),
    Operation(
        "ask",
        "/ask",
        "The passages that answer a question",
        types.Reply,
        lambda caller, values: queries.ask(caller.asker, " ".join(_words(values))),
        (_QUESTION,),
    ),
    Operation(
        "brief",
        "/brief",
        "What the library says on a topic, oldest first",
        types.Brief,
        lambda caller, values: queries.brief(caller.asker, " ".join(_words(values))),
        (_TOPIC,),
    ),
    Operation(
        "outlook",
        "/outlook",
        "Statements about the future",
        list[types.Statement],
        lambda caller, values: queries.outlook(caller.asker, _about(values)),
        (_ABOUT,),
    ),
    Operation(
        *("disagreements", "/disagreements", "Sentences that contradict each other", list[types.Disagreement]),
        *(_disagreements, (_ABOUT, _SETTLED)),
    ),
)
