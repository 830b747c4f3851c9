"""What a message shows by its own words: the analyses and events that it names, and the spans that it quotes."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.message import Buttons, Heading, Message, Run, quoted_spans, texts
from briefings.model.corrections import QuotedSpan

Section = tuple[int, int]  # the id of an analysis, and the number of a section of it
_NAMED = re.compile(r"(?<![\w-])(?P<kind>[ae])(?P<id>-?\d{1,9})(?: (?P<section>\d{1,3})(?!\S))?(?![\w-])")


@dataclass(frozen=True, slots=True)
class NamedParts:
    """The ids of analyses and events that stand in a message, the spans that it quotes, and its own `words`.

    `sections` may be other numbers behind the id of an analysis. A sentence that it quotes is none of its words, since
    it may hold what looks like an id.
    """

    analyses: frozenset[int]
    events: frozenset[int]
    sections: frozenset[Section]
    quotes: tuple[QuotedSpan, ...]
    words: str


def parts_shown(message: Message) -> NamedParts:
    """What a message names and quotes, also in the lines of its buttons."""
    buttons = [button for block in message.blocks if isinstance(block, Buttons) for row in block.rows for button in row]
    headings = (block.text for block in message.blocks if isinstance(block, Heading))
    said = " ".join((*headings, *(run.text for run in _runs(message) if run.origin is None)))
    lines = " ; ".join(each.says for each in buttons)
    named = list(_NAMED.finditer(f"{said} ; {lines} ; {message.about}"))
    analyses, events = (frozenset(int(each["id"]) for each in named if each["kind"] == kind) for kind in "ae")
    sections = frozenset(
        (int(each["id"]), int(each["section"])) for each in named if each["section"] and each["kind"] == "a"
    )
    labels = " ".join(each.label for each in buttons)
    return NamedParts(analyses, events, sections, quoted_spans(message), f"{said} {labels}")


def _runs(message: Message) -> Iterator[Run]:
    return (run for block in message.blocks for runs in texts(block) for run in runs)
