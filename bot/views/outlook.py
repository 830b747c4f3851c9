"""Views of statements about the future: which are due or ahead, one with its outcome, and the record of holders."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.languages import _, figure, msgid, ngettext, plurals
from bot.message import (
    Block,
    Bullets,
    Button,
    Buttons,
    Fields,
    Heading,
    Message,
    Note,
    Run,
    Text,
    bold,
    code,
    say,
    text,
)
from bot.views.shared.names_and_dates import capital, counted, in_line, short_time, up_to
from bot.views.shared.quotations import strip_markdown
from bot.views.shared.statement_marks import outcome
from briefings.bounded_count import BoundedCount
from briefings.model.analysis import AUTHOR, StatementKind
from briefings.model.corrections import QuotedSpan
from briefings.model.delivery import CitedSentence
from briefings.model.outlook import VERDICTS, FateState, TrackedStatement, Verdict
from briefings.outlook import HolderRecord, OutlookPage, Settled

SHOWN = 20  # statements of an answer
_ASKED = 3  # statements that have buttons
_QUESTIONED = 8  # statements of a question that have buttons
_WORDS = 90  # characters of a sentence on a button
_TITLES: dict[FateState, str] = {
    "due": msgid("Due: the day has passed"),
    "ahead": msgid("Ahead"),
    "open": msgid("Open: no date"),
    "settled": msgid("Settled"),
}
_KINDS: dict[StatementKind, str] = {
    "expected": msgid("expected"),
    "promised": msgid("promised"),
    "scheduled": msgid("scheduled"),
    "conditional": msgid("conditional"),
    "recommended": msgid("recommended"),
    "deadline": msgid("deadline"),
}
LABELS: dict[Verdict, str] = {
    "happened": msgid("Happened"),
    "not": msgid("Did not happen"),
    "partly": msgid("Partly"),
    "moved": msgid("Moved to …"),
    "unknown": msgid("Cannot be told"),
}
SAYS: dict[Verdict, str] = {
    "happened": "happened",
    "not": "did not",
    "partly": "partly",
    "moved": "moved",
    "unknown": "unknown",
}
_MORE = plurals("{number} more statement.", "{number} more statements.")
_COUNTS: dict[Verdict, tuple[str, str]] = {
    "happened": plurals("{number} happened", "{number} happened"),
    "not": plurals("{number} did not happen", "{number} did not happen"),
    "partly": plurals("{number} partly happened", "{number} partly happened"),
    "moved": plurals("{number} moved", "{number} moved"),
    "unknown": plurals("{number} cannot be told", "{number} cannot be told"),
}


def today_in(now: datetime, zone: str) -> date:
    """The day at an instant in a time zone."""
    return now.astimezone(ZoneInfo(zone)).date()


def outlook(
    page: OutlookPage,
    about: str,
    line: str,
    now: datetime,
    zone: str,
    *,
    editor: bool,
    everything: bool,
) -> Message:
    """Statements by state and due date; `about` names their analysis or holder, `line` shows them again."""
    today = today_in(now, zone)
    title = _("Outlook: {about}", about=about) if about else _("Outlook")
    if not page.total:
        return say(Heading(title), _("No statements about the future here."), line=line)
    parts = {state: [each for each in page.statements if each.state(today) == state] for state in _TITLES}
    left = BoundedCount(0) if page.after else page.total.without(len(page.statements))
    due = parts["due"][:_ASKED] if editor else []
    return say(
        Heading(title),
        Note(
            text(
                _(
                    "{what}: {message}",
                    what=capital(up_to(page.total, lambda number: counted(number, "statement"))),
                    message=_counts_by_state(page),
                )
            )
        ),
        *(block for state, mine in parts.items() for block in _part(state, mine, today)),
        *((Note(text(capital(up_to(left, lambda number: ngettext(*_MORE, number))))),) if left else ()),
        Buttons(tuple(row for row in (_asked(due), _ways(page, line, left, everything=everything)) if row)),
        whole=line if everything else f"{line} all",
        line=f"{line} all after s{page.after}" if page.after else line,
    )


def _counts_by_state(page: OutlookPage) -> str:
    known = ((state, page.counts.get(state, BoundedCount(0))) for state in _TITLES)
    return in_line(f"{up_to(count, figure)} {_(_SHORT[state])}" for state, count in known if count)


_SHORT: dict[FateState, str] = {
    "due": msgid("due"),
    "ahead": msgid("ahead"),
    "open": msgid("without a date"),
    "settled": msgid("settled"),
}


def _part(state: FateState, mine: Sequence[TrackedStatement], today: date) -> tuple[Block, ...]:
    if not mine:
        return ()
    return Heading(_(_TITLES[state]), 2), Bullets(tuple(statement_line(each, today) for each in mine))


def statement_line(of: TrackedStatement, today: date) -> Text:
    """A statement in a list: its number, due date, kind and holder, and its sentence or its part of a shared one."""
    when = f"{short_time(of.awaited, today)} · " if of.awaited else ""
    words = _clause(of) if of.is_shared else (sentence_run(of),)
    return text(code(f"s{of.id}"), " ", bold(f"{when}{described(of)}. "), *words, " (", code(f"a{of.analysis}"), ")")


def _clause(of: TrackedStatement) -> tuple[Run | str, ...]:
    """The words of a statement in a sentence that it shares, with marks where the sentence goes on."""
    start, end = of.what
    words = " ".join(strip_markdown(of.clause).split())
    own = Run(words, origin=QuotedSpan(of.analysis, of.revision, start, end), statement=of.id)
    rest = of.text[end - of.start :].strip()
    return "… " if start > of.start else "", own, " …" if any(map(str.isalnum, rest)) else rest


def described(of: TrackedStatement) -> str:
    """The kind of a statement and who holds it: "promised, Bergmann"."""
    kind = _(_KINDS.get(of.kind, of.kind))
    return kind if of.holder == AUTHOR or not of.holder.strip(" .,") else f"{kind}, {of.holder}"


def sentence_run(of: TrackedStatement) -> Run:
    """The sentence of a statement on one line, as a quotation of it."""
    return Run(
        " ".join(strip_markdown(of.text).split()),
        origin=QuotedSpan(of.analysis, of.revision, of.start, of.end),
        statement=of.id,
    )


def _asked(due: Iterable[TrackedStatement]) -> tuple[Button, ...]:
    return tuple(Button(_("Outcome of {id}", id=f"s{each.id}"), f"/outlook s{each.id}") for each in due)


def _ways(page: OutlookPage, line: str, left: BoundedCount, *, everything: bool) -> tuple[Button, ...]:
    """The ways to the rest of the statements, and to what else there is."""
    if everything:
        last = page.statements[-1].id if page.goes_on else 0
        more = (Button(_("More statements"), f"{line} all after s{last}"),) if page.goes_on else ()
    else:
        more = (Button(_("Show all"), f"{line} all"),) if left else ()
    return (*more, Button(_("Outcomes by holder"), "/record"), Button(_("Events"), "/events"))


def statement(
    of: TrackedStatement, title: str, evidence: CitedSentence | None, now: datetime, zone: str, *, editor: bool
) -> Message:
    """A statement with its outcome, and for editors the buttons that set it."""
    today = today_in(now, zone)
    return say(
        *_head(of, title, today),
        *_known(of, evidence, today),
        Buttons((*verdict_rows(of, now, zone, editor=editor), _origins(of))),
        line=f"/outlook s{of.id}",
    )


def _head(of: TrackedStatement, title: str, today: date) -> tuple[Block, ...]:
    due = short_time(of.due, today) if of.due else _("no date")
    return (
        Heading(_("Statement {id}", id=f"s{of.id}")),
        Bullets((text(sentence_run(of), " (", code(f"a{of.analysis}"), f", {title})"),)),
        Fields(((_("Kind"), text(described(of))), (_("Due"), text(due)))),
    )


def _known(of: TrackedStatement, evidence: CitedSentence | None, today: date) -> tuple[Block, ...]:
    if not of.verdict:
        return ()
    known = of.settlement.evidence
    said = outcome(of, today)
    rows = [
        (
            _("Outcome"),
            text(_("{outcome}, see {id}", outcome=said, id=f"e{of.changed_event.id}") if of.changed_event else said),
        )
    ]
    if evidence:
        origin = QuotedSpan(evidence.analysis, evidence.revision, evidence.start, evidence.end)
        words = Run(" ".join(strip_markdown(evidence.text).split()), origin=origin)
        rows.append((_("Evidence"), text(words, " (", code(f"a{evidence.analysis}"), f", {evidence.title})")))
    elif known.text:
        is_link = known.text.startswith(("http://", "https://"))
        rows.append((_("Evidence"), text(Run(known.text, link=known.text if is_link else ""))))
    return (Fields(tuple(rows)),)


def verdict_rows(of: TrackedStatement, now: datetime, zone: str, *, editor: bool) -> tuple[tuple[Button, ...], ...]:
    """The buttons that set the outcome of a statement that isn't ahead; only editors get them."""
    if not editor or of.state(today_in(now, zone)) == "ahead":
        return ()
    first, second = VERDICTS[:3], VERDICTS[3:]
    return tuple(tuple(_verdict(of, each) for each in row) for row in (first, second))


def question_rows(asked: Sequence[TrackedStatement], now: datetime, zone: str) -> tuple[tuple[Button, ...], ...]:
    """The buttons below a question: all outcomes of one statement, or the likeliest ones of the first few."""
    if len(asked) == 1:
        return verdict_rows(asked[0], now, zone, editor=True)
    return tuple(
        (
            *(replace(_verdict(each, verdict), label=f"s{each.id}: {_(LABELS[verdict])}") for verdict in VERDICTS[:2]),
            Button(_("Outcome of {id}", id=f"s{each.id}"), f"/outlook s{each.id}"),
        )
        for each in asked[:_QUESTIONED]
    )


def _verdict(of: TrackedStatement, verdict: Verdict) -> Button:
    return Button(_(LABELS[verdict]), f"/outlook s{of.id} {SAYS[verdict]}")


def _origins(of: TrackedStatement) -> tuple[Button, ...]:
    where = Button(_("Where is this from?"), f"/where a{of.analysis} r{of.revision} {of.start}")
    return where, Button(_("Outlook of {id}", id=f"a{of.analysis}"), f"/outlook a{of.analysis}")


def settled(
    done: Settled,
    title: str,
    offered: Sequence[CitedSentence],
    evidence: CitedSentence | None,
    now: datetime,
    zone: str,
    prefix: str,
) -> Message:
    """The outcome that was set, with the closest sentences of other analyses as evidence if it has none."""
    of, today = done.statement, today_in(now, zone)
    same = (_("s{id} had that outcome already.", id=of.id),) if done.unchanged else ()
    has_evidence = bool(of.settlement.evidence.text or of.settlement.evidence.span)
    return say(
        *_head(of, title, today),
        *same,
        *_doubtful_day(of, today),
        *_known(of, evidence, today),
        *(() if has_evidence else _offered(of, offered, prefix)),
        Buttons((_origins(of),)),
        line=f"/outlook s{of.id}",
    )


def _doubtful_day(of: TrackedStatement, today: date) -> tuple[str, ...]:
    """A note where the new day of a moved statement has passed, or comes before the day in the text."""
    to = of.settlement.to
    if of.verdict != "moved" or to is None:
        return ()
    if to.last < today:
        return (_("Note: the new day has passed already."),)
    if of.due and to.last < of.due.first:
        return (_("Note: the new day is before the day in the text."),)
    return ()


def _offered(of: TrackedStatement, offered: Sequence[CitedSentence], prefix: str) -> tuple[Block, ...]:
    """What could be evidence, each with a button; a typed line or a link works as well."""
    typed = _(
        "Add a line or a link as evidence: {prefix}outlook s{id} {verdict} WORDS",
        prefix=prefix,
        id=of.id,
        verdict=_verdict_words(of),
    )
    if not offered:
        return (Note(text(typed)),)
    lines = tuple(
        text(
            Run(
                " ".join(strip_markdown(each.text).split()),
                origin=QuotedSpan(each.analysis, each.revision, each.start, each.end),
            ),
            " (",
            code(f"a{each.analysis}"),
            ")",
        )
        for each in offered
    )
    buttons = tuple(
        Button(_("Evidence {number}", number=number), _pick(of, each)) for number, each in enumerate(offered, 1)
    )
    return (
        Heading(_("Closest sentences of other analyses"), 2),
        Bullets(lines, numbered=True),
        Buttons((buttons,)),
        Note(text(typed)),
    )


def _pick(of: TrackedStatement, each: CitedSentence) -> str:
    return f"/outlook s{of.id} {_verdict_words(of)} a{each.analysis} r{each.revision} {each.start}"


def _verdict_words(of: TrackedStatement) -> str:
    to = of.settlement.to
    if of.verdict == "moved" and to:
        return f"moved to {to.first.isoformat()}" if to.first == to.last else f"moved to {to.first:%Y-%m}"
    return SAYS.get(of.verdict, "happened")


def ask_new_time(of: TrackedStatement, prefix: str) -> Message:
    """Asks for the day to which a statement moved."""
    words = _(
        "What is the new day? Type it as your next line, or all of it: {prefix}outlook s{id} moved to 2026-05-12",
        prefix=prefix,
        id=of.id,
    )
    return say(Bullets((text(sentence_run(of)),)), words)


def record(found: Sequence[HolderRecord], about: str, line: str) -> Message:
    """Counts by verdict for each holder."""
    title = _("Outcomes by holder: {about}", about=about) if about else _("Outcomes by holder")
    author = _("the author") if about else _("the authors")
    if not found:
        return say(Heading(title), _("No statements about the future here."), line=line)
    rows = tuple((author if each.holder == AUTHOR else each.holder, text(_counts(each))) for each in found[:SHOWN])
    note = _("Statements about the future, counted by outcome. “Ahead” means not due yet; there are no scores.")
    return say(
        Heading(title), Fields(rows), Note(text(note)), Buttons(((Button(_("Outlook"), "/outlook"),),)), line=line
    )


def _counts(of: HolderRecord) -> str:
    known = [
        ngettext(*_COUNTS[verdict], of.verdicts.get(verdict, 0)) for verdict in VERDICTS if of.verdicts.get(verdict)
    ]
    others: tuple[tuple[int, FateState], ...] = ((of.due, "due"), (of.ahead, "ahead"), (of.open, "open"))
    return in_line([*known, *(f"{number} {_(_SHORT[state])}" for number, state in others if number)])


def came_due(number: int) -> str:
    """How many statements came due this week."""
    return ngettext("{number} statement came due this week.", "{number} statements came due this week.", number)
