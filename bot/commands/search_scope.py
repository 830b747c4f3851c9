"""The scope of a search: the whole library, one analysis, or the analyses that mention an event."""

from dataclasses import dataclass

from bot.commands.registry import Call
from bot.languages import _
from briefings.parsing import parse_id


@dataclass(frozen=True, slots=True)
class SearchScope:
    """The search words and their scope; `analyses` is None for the whole library, whose `name` is ""."""

    words: str
    analyses: frozenset[int] | None = None
    name: str = ""
    about: str = ""


async def search_scope(call: Call) -> SearchScope:
    """Parses "WORDS in a1" or "WORDS in e1". Raises NotFound for an unknown id."""
    *words, last = call.args
    typed = parse_id(last)
    if typed is None or len(words) < 2 or words[-1].lower() != "in":
        return SearchScope(" ".join(call.args))
    kind, id_ = typed
    query = " ".join(words[:-1])
    if kind == "analysis":
        analysis = (await call.place([last])).analysis
        return SearchScope(
            query, frozenset({id_}), _("“{title}” ({id})", title=analysis.title, id=f"a{id_}"), f"a{id_}"
        )
    shown = await call.briefings.agenda.show((await call.briefings.agenda.find(last)).id, call.now)
    name = _("the analyses that mention {event}", event=f"e{shown.event.id}")
    return SearchScope(query, frozenset(mention.analysis for mention in shown.mentions), name, f"e{shown.event.id}")
