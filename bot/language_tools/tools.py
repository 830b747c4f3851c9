"""The five tools: search, brief, quote, sources and outlook. They read, and every sentence they give is verbatim."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args

from bot.json_answers import queries, shapes
from bot.json_answers.queries import Asker
from bot.json_answers.shapes import Shape
from bot.language_tools.results import Listing, written
from bot.languages import language_set
from bot.views.outlook import today_in
from briefings.answers import QuotedPlace, Verification
from briefings.errors import BadInput
from briefings.model.analysis import Draft
from briefings.model.outlook import FateState

LONGEST = 1_000  # characters of an argument
_MOST_SKIPPED = 10_000
_MOST_MISSING = 5  # citations without a reference that are listed
_ENGLISH = "en"
Given = Mapping[str, Any]
Run = Callable[[Asker, Given], Awaitable[Listing]]
_STATES = get_args(FateState)


@dataclass(frozen=True, slots=True)
class Argument:
    """An argument of a tool; `choices` are the only allowed words."""

    says: str = ""
    kind: Literal["text", "number"] = "text"
    required: bool = False
    choices: tuple[str, ...] = ()

    @property
    def schema(self) -> dict[str, Any]:
        """The JSON Schema of the value, as the protocol lists it."""
        plain: dict[str, Any] = {"type": "integer", "minimum": 0} if self.kind == "number" else {"type": "string"}
        choices = {"enum": [*self.choices]} if self.choices else {}
        return plain | choices | ({"description": self.says} if self.says else {})


@dataclass(frozen=True, slots=True)
class Tool:
    """A tool: its name, what it says of itself, and its arguments by name."""

    name: str
    says: str
    arguments: Mapping[str, Argument]
    run: Run

    @property
    def schema(self) -> dict[str, Any]:
        """The JSON Schema of the arguments."""
        return {
            "type": "object",
            "properties": {name: each.schema for name, each in self.arguments.items()},
            "required": [name for name, each in self.arguments.items() if each.required],
            "additionalProperties": False,
        }


async def answer(tool: Tool, asker: Asker, given: Given) -> str:
    """The result of a tool as JSON text. Raises BriefingError."""
    with language_set(_ENGLISH):
        return await written(asker, await tool.run(asker, _checked(tool, given)))


def _checked(tool: Tool, given: Given) -> Given:
    """The arguments, if the tool takes them. Raises BadInput."""
    unknown = [name for name in given if name not in tool.arguments]
    missing = [name for name, each in tool.arguments.items() if each.required and not given.get(name)]
    if unknown or missing:
        needed = ", ".join(name if each.required else f"{name} (optional)" for name, each in tool.arguments.items())
        raise BadInput("The tool {tool} takes these arguments: {needed}.", tool=tool.name, needed=needed)
    return {name: _value(name, tool.arguments[name], each) for name, each in given.items() if each is not None}


def _value(name: str, of: Argument, given: Any) -> Any:
    if of.kind == "number":
        if not isinstance(given, int) or isinstance(given, bool) or not 0 <= given <= _MOST_SKIPPED:
            raise BadInput("{name} is a whole number from 0 to {most}.", name=name, most=_MOST_SKIPPED)
        return given
    if not isinstance(given, str) or len(given) > LONGEST:
        raise BadInput("{name} is a text of at most {most} characters.", name=name, most=LONGEST)
    if not given.strip() and of.required:
        raise BadInput("{name} is empty.", name=name)
    if of.choices and given not in of.choices:
        raise BadInput("{name} is one of: {choices}.", name=name, choices=", ".join(of.choices))
    return given


async def _search(asker: Asker, given: Given) -> Listing:
    within = given.get("in", "").split()
    found = await queries.search(asker, [*given["words"].split(), *(("in", *within) if within else ())])
    head = {"words": found["words"], "total": len(found["hits"])}
    return Listing(head, "hits", found["hits"], given.get("skip", 0))


async def _brief(asker: Asker, given: Given) -> Listing:
    found = await queries.brief(asker, given["topic"])
    head = {"topic": found["words"], "total": len(found["points"])}
    head |= {"analyses_left_out": found["left"]} if found["left"] else {}
    return Listing(head, "points", found["points"], given.get("skip", 0))


async def _sources(asker: Asker, given: Given) -> Listing:
    place = await asker.place([given["analysis"], *given.get("section", "").split()])
    found = await queries.sources(asker, [given["analysis"], *given.get("section", "").split()])
    id_ = place.analysis.id
    head = {"analysis": found["analysis"], "title": place.analysis.title, "revision": found["revision"]}
    # How many statements of an analysis are stale, and in how many open disagreements its sentences are.
    core, today = asker.core, today_in(asker.now, asker.zone)
    stale = [each for each in await core.outlook.statements([id_]) if each.marked(today)]
    head |= {"stale_statements": len(stale), "open_disagreements": len(await core.disagreements.all([id_]))}
    head |= {"total": len(found["sources"]), "never_cited": len(found["never"])}
    head |= {"without_reference": [each["text"] for each in found["missing"][:_MOST_MISSING]]}
    draft = place.analysis.draft
    lines = [each | {"sections": [_heading(draft, index) for index in each["sections"]]} for each in found["sources"]]
    marked = await asker.core.markings.highest([id_])
    return Listing(head, "sources", lines, given.get("skip", 0), marked=[marked])


async def _outlook(asker: Asker, given: Given) -> Listing:
    found = await queries.outlook(asker, given.get("about", "").split())
    state = given.get("state")
    known = await asker.core.library.several({int(each["analysis"][1:]) for each in found})
    drafts = {f"a{id_}": of.draft for id_, of in known.items()}
    kept = [_headed(each, drafts[each["analysis"]]) for each in found if state in (None, each["state"])]
    return Listing({"about": given.get("about", ""), "total": len(kept)}, "statements", kept, given.get("skip", 0))


def _headed(of: Shape, draft: Draft) -> Shape:
    """A statement with the title of its analysis and its heading instead of a section's index."""
    told = {name: value for name, value in of.items() if name != "section"}
    return {"title": draft.title, "heading": _heading(draft, of["section"])} | told


def _heading(draft: Draft, section: int | None) -> str:
    return "" if section is None else draft.sections[section].heading


async def _quote(asker: Asker, given: Given) -> Listing:
    words, named = given["text"], given.get("analysis", "")
    if not any(map(str.isalnum, words)):
        raise BadInput("{name} has no words.", name="text")
    within = (await asker.place(named.split())).analysis.id if named else None
    found = await asker.core.library_answers.verify(words, within)
    if found.places:
        exact = found.places[0].verbatim
        answer_ = "in the library, verbatim" if exact else "in the library, in other spelling; quote found.text"
        rest = "Give a longer text, or name the analysis."
        return Listing({"answer": answer_}, "places", [_place(each) for each in found.places], rest=rest)
    return Listing({"answer": _absent(found, named)}, "closest", _closest(found, words))


def _absent(found: Verification, named: str) -> str:
    if not found.complete:
        return "not sure: too many sentences have these words; give more of the text, or name the analysis"
    return f"not in {named}" if named else "not in the library"


def _place(of: QuotedPlace) -> Shape:
    draft = of.analysis.draft
    words = {"start": of.start, "end": of.end, "text": draft.text[of.start : of.end]}
    return shapes.cited(of.sentence) | {"revision": of.analysis.revision, "found": words}


def _closest(found: Verification, words: str) -> list[Shape]:
    if found.closest is None:
        return []
    text = found.closest.text.casefold()
    lacking = [each for each in dict.fromkeys(words.split()) if each.strip(".,;:!?\"'“”()").casefold() not in text]
    return [shapes.cited(found.closest) | {"lacks": lacking[:_MOST_MISSING]}]


_IN = Argument("Only in this analysis, e.g. a1, or event, e.g. e3")
_SKIP = Argument("Results to leave out", kind="number")
_ANALYSIS = Argument("Its id, e.g. a1, or words of its title", required=True)

TOOLS: tuple[Tool, ...] = (
    Tool(
        "search",
        "Finds the sentences of the library that have these words, best first, with their sources.",
        {"words": Argument(required=True), "in": _IN, "skip": _SKIP},
        _search,
    ),
    Tool(
        "brief",
        "Gives what the analyses say on a topic, oldest first, each point once with the analyses that say the same.",
        {"topic": Argument(required=True), "skip": _SKIP},
        _brief,
    ),
    Tool(
        "quote",
        "Verifies a quotation: says where the current texts have exactly this string, with span, section, revision and "
        "sources, or that it is not in the library, with the closest sentence if there is one.",
        {"text": Argument("The string to verify", required=True), "analysis": Argument("Only in this one, e.g. a1")},
        _quote,
    ),
    Tool(
        "sources",
        "Lists the sources that an analysis or a section of it cites, and how often. `ambiguous` counts citations that "
        "fit other sources too.",
        {"analysis": _ANALYSIS, "section": Argument("Its heading"), "skip": _SKIP},
        _sources,
    ),
    Tool(
        "outlook",
        "Lists statements about the future: who made them, when they are due, and the outcome as far as recorded.",
        {
            "about": Argument("An analysis, event, holder or source; all without it"),
            "state": Argument(choices=_STATES),
            "skip": _SKIP,
        },
        _outlook,
    ),
)
