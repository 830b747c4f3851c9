"""The mark of a quoted statement whose day has passed or whose outcome is known, and the legend of the marks.

`mark` alone words it, for every surface: answers, pushes, cards, pictures, calendars and JSON.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.languages import _, msgid
from bot.message import Block, Bullets, Buttons, Fields, Message, Note, Paragraph, Quote, Run, Text, text
from bot.views.shared.names_and_dates import short_time
from bot.views.shared.quotations import strip_markdown
from briefings.model.corrections import QuotedSpan
from briefings.model.outlook import TrackedStatement, Verdict

_OUTCOMES: dict[Verdict, str] = {
    "happened": msgid("happened"),
    "not": msgid("did not happen"),
    "partly": msgid("partly happened"),
    "unknown": msgid("outcome cannot be told"),
}
_SHORT = 80  # characters of typed evidence in a mark
_LEGEND = "[…]"


def mark(of: TrackedStatement, today: date) -> str:
    """The mark behind a quotation: "[due 5 Feb; outcome not in this text]", or the outcome and its evidence."""
    if of.state(today) == "due" and of.awaited:
        return _("[due {day}; outcome not in this text]", day=short_time(of.awaited, today))
    return f"[{outcome(of, today)}{_evidence(of)}]"


def outcome(of: TrackedStatement, today: date) -> str:
    """What became of a statement, in words."""
    if of.verdict == "moved" and of.awaited:
        return _("moved to {day}", day=short_time(of.awaited, today))
    return _(_OUTCOMES.get(of.verdict, ""))


def _evidence(of: TrackedStatement) -> str:
    evidence = of.settlement.evidence
    if evidence.span:
        return _("; see {analysis}", analysis=f"a{evidence.span.analysis}")
    words = evidence.text if len(evidence.text) <= _SHORT else f"{evidence.text[: _SHORT - 1].rstrip()}…"
    return f": {words}" if words else ""


def with_marks(
    message: Message, found: Sequence[TrackedStatement], now: datetime, zone: str, prefix: str = "/"
) -> Message:
    """The message with a mark behind each quotation of these statements, and the legend before its buttons.

    `prefix` stands before commands in the chat.
    """
    if not found:
        return message
    today = now.astimezone(ZoneInfo(zone)).date()
    found = _once(found, today)
    marking = _Marking(found, today)
    blocks = tuple(marking.block(block) for block in message.blocks)
    unplaced = [each for each in found if each.id not in marking.placed]
    notes = tuple(
        Note(text(f"{mark(each, today)} ", Run(_in_line(each.text), origin=_origin(each)))) for each in unplaced
    )
    return replace(message, blocks=tuple(_with_legend(blocks, (*notes, _legend(found, today, prefix)))))


def marks_in(found: Iterable[TrackedStatement], span: QuotedSpan, today: date) -> str:
    """The marks of the statements in a span, for JSON and files; "" if it has none."""
    inside = (each for each in found if _covers(each, span))
    return " ".join(dict.fromkeys(mark(each, today) for each in inside))


def _legend(found: Sequence[TrackedStatement], today: date, prefix: str) -> Note:
    passed = msgid("{mark}: that day has passed, and nobody has recorded what happened. See {prefix}outlook.")
    known = msgid("{mark}: what became of the statement before it. See {prefix}outlook.")
    both = msgid(
        "{mark}: what became of the statement before it, as far as anybody has recorded it. See {prefix}outlook."
    )
    states = {each.state(today) == "due" for each in found}
    words = both if len(states) > 1 else passed if True in states else known
    return Note(text(_(words, mark=_LEGEND, prefix=prefix)))


def _once(found: Sequence[TrackedStatement], today: date) -> list[TrackedStatement]:
    """The statements without those whose mark says the same of the same sentence."""
    said = {(each.analysis, each.revision, each.start, mark(each, today)): each for each in reversed(found)}
    return [each for each in found if each in said.values()]


def _with_legend(blocks: Sequence[Block], notes: Sequence[Note]) -> Iterator[Block]:
    end = len(blocks)
    while end and isinstance(blocks[end - 1], Buttons):
        end -= 1
    yield from (*blocks[:end], *notes, *blocks[end:])


def _origin(of: TrackedStatement) -> QuotedSpan:
    return QuotedSpan(of.analysis, of.revision, of.start, of.end)


def _covers(of: TrackedStatement, span: QuotedSpan) -> bool:
    same = (of.analysis, of.revision) == (span.analysis, span.revision or of.revision)
    return same and span.start < of.end and of.start < span.end


class _Marking:
    """Puts marks into blocks, and knows which statements got one."""

    def __init__(self, found: Sequence[TrackedStatement], today: date) -> None:
        self._found, self._today = found, today
        self.placed: set[int] = set()

    def block(self, block: Block) -> Block:
        """The block with its marks."""
        match block:
            case Paragraph(runs) | Quote(runs) | Note(runs):
                return replace(block, text=self._text(runs))
            case Bullets(items):
                return replace(block, items=tuple(self._text(each) for each in items))
            case Fields(rows):
                return replace(block, rows=tuple((name, self._text(value)) for name, value in rows))
            case _:
                return block

    def _text(self, runs: Text) -> Text:
        made = list(runs)
        for each in self._found:
            at = [index for index, run in enumerate(made) if run.origin and _covers(each, run.origin)]
            if at:
                made[at[-1] : at[-1] + 1] = self._marked(made[at[-1]], each)
                self.placed.add(each.id)
        return tuple(made)

    def _marked(self, run: Run, each: TrackedStatement) -> list[Run]:
        """The run with a mark behind the statement's sentence."""
        own = Run(f" {mark(each, self._today)}", italic=True)
        end = _end_in(run.text, each.text) if run.origin and run.origin.end > each.end else len(run.text)
        before, after = replace(run, text=run.text[:end]), replace(run, text=run.text[end:])
        return [before, own, *([after] if after.text else [])]


def _end_in(shown: str, sentence: str) -> int:
    """Where a sentence ends in a longer quotation."""
    words = strip_markdown(sentence).split()
    found = re.search(r"\s+".join(map(re.escape, words)), shown) if words else None
    return found.end() if found else len(shown)


def _in_line(words: str) -> str:
    return " ".join(strip_markdown(words).split())
