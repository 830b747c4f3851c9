"""The scope of a search: the whole library, one analysis, or the analyses that mention an event."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.languages import _
from briefings.parsing import parse_id
from briefings.service import Briefings


@dataclass(frozen=True, slots=True)
class SearchScope:
    """The search words and their scope; `analyses` is None for the whole library, whose `name` is ""."""

    words: str
    analyses: frozenset[int] | None = None
    name: str = ""
    about: str = ""


async def search_scope(args: Sequence[str], briefings: Briefings, now: datetime) -> SearchScope:
    """Parses "WORDS in a1" or "WORDS in e1". Raises NotFound for an unknown id."""
    *words, last = args
    typed = parse_id(last)
    if typed is None or len(words) < 2 or words[-1].lower() != "in":
        return SearchScope(" ".join(args))
    kind, id_ = typed
    query = " ".join(words[:-1])
    if kind == "analysis":
        analysis = (await briefings.library.resolve([last], None)).analysis
        return SearchScope(
            query, frozenset({id_}), _("“{title}” ({id})", title=analysis.title, id=f"a{id_}"), f"a{id_}"
        )
    shown = await briefings.agenda.show((await briefings.agenda.find(last)).id, now)
    name = _("the analyses that mention {event}", event=f"e{shown.event.id}")
    return SearchScope(query, frozenset(mention.analysis for mention in shown.mentions), name, f"e{shown.event.id}")
