"""The mark of a quoted statement whose day has passed or whose outcome is known, and the legend of the marks.

`mark` alone words it, for every surface: answers, pushes, cards, pictures, calendars and JSON.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import partial
from zoneinfo import ZoneInfo

from bot.languages import _, msgid
from bot.message import Block, Bullets, Buttons, Fields, Message, Note, Paragraph, Quote, Run, Text, text, texts
from bot.views.shared.names_and_dates import BECAME, event_line, short_time
from bot.views.shared.quotations import on_one_line, strip_markdown, without_own_marks
from briefings.model.agenda import Event
from briefings.model.corrections import QuotedSpan
from briefings.model.outlook import TrackedStatement, Verdict

OUTCOMES: dict[Verdict, str] = {
    "happened": msgid("happened"),
    "not": msgid("did not happen"),
    "partly": msgid("partly happened"),
    "unknown": msgid("outcome cannot be told"),
}
_SHORT = 80  # characters of typed evidence in a mark
_CLAUSE = 40  # characters of the words that a mark is about
_LEGEND = "[…]"
_STOP = re.compile(r"[^\w\s(\[]+")  # behind the last letter of a sentence


def mark(of: TrackedStatement, today: date) -> str:
    """The mark behind a quotation: "[due 5 Feb; outcome not in this text]", the outcome, or "[cancelled; see e3]".

    Where a sentence holds several statements, it names the one it is about: "[“the line opens”: happened]".
    """
    said = _said(of, today)
    return f"[“{_shortened(_in_line(of.clause), _CLAUSE)}”: {said[1:]}" if of.is_shared else said


def _said(of: TrackedStatement, today: date) -> str:
    if of.changed_event:
        return _("[{state}; see {event}]", state=_became(of.changed_event, today), event=f"e{of.changed_event.id}")
    if of.state(today) == "due" and of.awaited and of.verdict == "moved":
        return _("[moved to {day}, which has passed; outcome not in this text]", day=short_time(of.awaited, today))
    if of.state(today) == "due" and of.awaited:
        return _("[due {day}; outcome not in this text]", day=short_time(of.awaited, today))
    return f"[{outcome(of, today)}{_evidence(of)}]"


def _became(event: Event, today: date) -> str:
    if event.state == "set":
        return _("moved to {day}", day=short_time(event.when, today))
    return _(BECAME[event.state])


def outcome(of: TrackedStatement, today: date) -> str:
    """What became of a statement, in words."""
    if of.verdict == "moved" and of.awaited:
        return _("moved to {day}", day=short_time(of.awaited, today))
    return _(OUTCOMES.get(of.verdict, ""))


def known_outcomes(of: Sequence[TrackedStatement], today: date) -> list[str]:
    """What became of the statements that announced an event: "moved to 5 Mar, see s3"."""
    return [_("{outcome}, see {id}", outcome=outcome(each, today), id=f"s{each.id}") for each in of]


def event_with_outcomes(event: Event, of: Sequence[TrackedStatement], now: datetime, zone: str) -> Text:
    """An event on one line, with what became of the statements that announced it."""
    today = now.astimezone(ZoneInfo(zone)).date()
    return (*event_line(event, now, zone), *text(*(f"; {said}" for said in known_outcomes(of, today))))


def _evidence(of: TrackedStatement) -> str:
    evidence = of.settlement.evidence
    if evidence.span:
        return _("; see {analysis}", analysis=f"a{evidence.span.analysis}")
    words = _shortened(evidence.text, _SHORT)
    return f": {words}" if words else ""


def _shortened(words: str, most: int) -> str:
    return words if len(words) <= most else f"{words[: most - 1].rstrip()}…"


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
    blocks = marking.rest([marking.block(block) for block in message.blocks])
    unplaced = [each for each in found if each.id not in marking.placed | marking.unlisted]
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
    changed_event = msgid("{mark}: the event was cancelled, postponed or moved. See {prefix}events all.")
    states = {each.state(today) == "due" for each in found if not each.changed_event or _was_held(each)}
    words = both if len(states) > 1 else passed if True in states else known if states else changed_event
    return Note(text(_(words, mark=_LEGEND, prefix=prefix)))


def _was_held(of: TrackedStatement) -> bool:
    return bool(of.changed_event and of.changed_event.state == "held")


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
        self.unlisted: set[int] = set()  # those whose sentence stands in a list for another statement in it

    def block(self, block: Block) -> Block:
        """The block with the marks of the sentences that its runs with an origin show."""
        return with_texts(block, self._text)

    def rest(self, blocks: Sequence[Block]) -> tuple[Block, ...]:
        """The blocks with the remaining marks: the first run of a page of text has the origin of the whole page."""
        made = list(blocks)
        for each in self._found:
            if each.id in self.placed:
                continue
            wide = (at for at, block in enumerate(made) if any(_shows_page(each, runs) for runs in texts(block)))
            first = next(wide, len(made))
            for at in range(first, len(made)):
                if each.id not in self.placed:
                    made[at] = with_texts(made[at], partial(self._unquoted, each))
        return tuple(made)

    def _text(self, runs: Text) -> Text:
        for each in self._found:
            at = [index for index, run in enumerate(runs) if run.origin and _covers(each, run.origin)]
            if at and 0 < each.id != runs[at[-1]].statement != 0:
                self.unlisted.add(each.id)
                continue
            if not at:
                continue
            if _is_wider(each, runs[at[-1]]):
                runs = self._unquoted(each, runs, at[-1])
            else:
                runs = self._inserted(runs, at[-1], len(runs[at[-1]].text), each)
        return runs

    def _unquoted(self, each: TrackedStatement, runs: Text, start: int = 0) -> Text:
        """The runs with a mark behind the words of a statement's sentence; unchanged if they don't stand there."""
        if each.id in self.placed:
            return runs
        place = _end_in(runs, start, each.text)
        return self._inserted(runs, *place, each) if place else runs

    def _inserted(self, runs: Text, at: int, end: int, each: TrackedStatement) -> Text:
        """The runs with a mark within or behind one of them."""
        self.placed.add(each.id)
        run, own = runs[at], Run(f" {mark(each, self._today)}", italic=True)
        after = (replace(run, text=run.text[end:]),) if run.text[end:] else ()
        return *runs[:at], replace(run, text=run.text[:end]), own, *after, *runs[at + 1 :]


def with_texts(block: Block, change: Callable[[Text], Text]) -> Block:
    """The block with its paragraphs, items and values changed; a heading and buttons have none."""
    match block:
        case Paragraph(runs) | Quote(runs) | Note(runs):
            return replace(block, text=change(runs))
        case Bullets(items):
            return replace(block, items=tuple(change(each) for each in items))
        case Fields(rows):
            return replace(block, rows=tuple((name, change(value)) for name, value in rows))
        case _:
            return block


def _shows_page(each: TrackedStatement, runs: Text) -> bool:
    return any(run.origin and _covers(each, run.origin) and _is_wider(each, run) for run in runs)


def _is_wider(each: TrackedStatement, run: Run) -> bool:
    """Whether the origin of a run goes beyond a statement's sentence."""
    return bool(run.origin and (run.origin.start < each.start or run.origin.end > each.end))


def _end_in(runs: Text, start: int, sentence: str) -> tuple[int, int] | None:
    """The run, and the end in it, where a sentence ends in the runs from `start`, whatever markup or citation marks."""
    signs = [(at, end, sign) for at, run in enumerate(runs) if at >= start for end, sign in enumerate(run.text, 1)]
    letters = [each for each in signs if each[2].isalnum()]
    shown = "".join(sign for _at, _end, sign in letters)
    for words in dict.fromkeys((strip_markdown(sentence), without_own_marks(strip_markdown(sentence)))):
        wanted = "".join(sign for sign in words if sign.isalnum())
        found = shown.find(wanted)
        if wanted and found >= 0:
            at, end, _sign = letters[found + len(wanted) - 1]
            return at, _past_stop(runs[at].text, end)
    return None


def _past_stop(shown: str, end: int) -> int:
    """The end of a sentence with its stop, closing quotation marks and citation marks."""
    found = _STOP.match(shown, end)
    return found.end() if found else end


def _in_line(words: str) -> str:
    return " ".join(on_one_line(strip_markdown(words)).split())
