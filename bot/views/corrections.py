"""Views of corrections: the question to an editor, what a chat is told, the log, and who was told of one."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from bot.languages import _, msgid, ngettext, translate
from bot.message import (
    Block,
    Bullets,
    Button,
    Buttons,
    Heading,
    Message,
    Note,
    Paragraph,
    Quote,
    Run,
    Text,
    bold,
    code,
    filled,
    italic,
    say,
    text,
)
from bot.views.shared.names_and_dates import clock, in_line, typed
from bot.views.shared.quotations import strip_markdown, without_own_marks
from briefings.corrections import Decided, Told
from briefings.model.corrections import ChangedSentence, Correction, CorrectionState, QuotedSpan, ToldChat, Verdict
from briefings.model.delivery import CorrectionDue, CorrectionQuestion, CorrectionTakenBack

SHOWN = 8  # sentences of a question, and corrections of the log, in one answer
_CHATS = 30  # that weren't told, by name
_STATES: dict[CorrectionState, str] = {
    "new": msgid("being compared"),
    "asked": msgid("not decided yet"),
    "ready": msgid("about to be sent"),
    "sent": msgid("sent"),
    "closed": msgid("wording only"),
    "undone": msgid("taken back before it was sent"),
    "reverting": msgid("taken back"),
    "reverted": msgid("taken back"),
}
_VERDICTS: dict[Verdict, str] = {
    "": msgid("not decided yet"),
    "correction": msgid("correction"),
    "wording": msgid("wording only"),
}
_SENT = ("sent", "unknown")
_WAITS = ("pending", "sending", "in_doubt")


def notice(of: CorrectionQuestion | CorrectionDue | CorrectionTakenBack) -> Message:
    """The message of a delivery about a correction."""
    match of:
        case CorrectionQuestion():
            return question(of)
        case CorrectionDue():
            return due(of)
        case CorrectionTakenBack():
            return taken_back(of)


def question(of: CorrectionQuestion) -> Message:
    """Asks an editor what the changes of shown sentences are."""
    words = ngettext(
        "This revision changes {number} sentence that chats were shown. Is it a correction?",
        "This revision changes {number} sentences that chats were shown. Are they corrections?",
        len(of.correction.items),
    )
    told = _("A correction goes once to the chats that were shown the old sentence. You are asked once.")
    return say(*_header(of.correction), words, *_sentences(of.correction), Note(text(told)), _verdicts(of.correction))


def _header(of: Correction, *about: str) -> tuple[Block, ...]:
    facts = (
        _("correction {number}", number=of.id),
        _("revision {number}", number=of.revision) if of.kind == "revision" else _("withdrawn"),
        *about,
    )
    return Heading(of.title), Note(text(code(f"a{of.analysis}"), *(f" · {fact}" for fact in facts if fact)))


def _sentences(of: Correction, *, judged: bool = False) -> tuple[Block, ...]:
    """The sentences, old and new, the first ones of many."""
    blocks: list[Block] = []
    for number, item in enumerate(of.items[:SHOWN], 1):
        verdict = f" · {_(_VERDICTS[item.verdict])}" if judged else ""
        blocks += [Note(text(bold(f"{number}" if judged else f"{number}."), verdict)), *_old_and_new(item)]
        blocks += [Paragraph(text(_("Why: {reason}", reason=item.why)))] if item.why and judged else []
    left = len(of.items) - SHOWN
    more = ngettext("{number} more sentence.", "{number} more sentences.", left)
    return (*blocks, *((Note(text(more)),) if left > 0 else ()))


def _old_and_new(item: ChangedSentence, origin: QuotedSpan | None = None) -> tuple[Block, ...]:
    old = Quote(text(bold(_("Before: ")), Run(one_line(item.old), struck=True)))
    if not item.now:
        return old, Note(text(_("This sentence is no longer in the text.")))
    return old, Quote(text(bold(_("Now: ")), Run(one_line(item.now if origin is None else item.new), origin=origin)))


def one_line(words: str) -> str:
    """A sentence as it is shown, on one line."""
    return " ".join(strip_markdown(words).split())


def _verdicts(of: Correction) -> Buttons:
    line, several = f"/changes {of.id}", len(of.items) > 1
    whole = (
        Button(_("All are corrections") if several else _("Correction"), f"{line} correction"),
        Button(_("Wording only"), f"{line} wording"),
    )
    return Buttons((whole, *(((Button(_("Decide one by one"), f"{line} each"),),) if several else ())))


def ask_each(of: Correction) -> Message:
    """The undecided sentences with buttons for each."""
    line = f"/changes {of.id}"
    open_ = [number for number, item in enumerate(of.items, 1) if not item.verdict][:SHOWN]
    blocks: list[Block] = []
    for number in open_:
        buttons = (
            Button(_("{number}: correction", number=number), f"{line} {number} correction"),
            Button(_("{number}: wording only", number=number), f"{line} {number} wording"),
        )
        blocks += [Note(text(bold(f"{number}."))), *_old_and_new(of.items[number - 1]), Buttons((buttons,))]
    left = sum(not item.verdict for item in of.items) - len(open_)
    more = ngettext("{number} more sentence.", "{number} more sentences.", left)
    return say(*_header(of), *blocks, *((Note(text(more)),) if left > 0 else ()), line=f"{line} each")


def ask_why(of: Correction, number: int | None, prefix: str) -> Message:
    """Asks for the reason of a correction, which the chats will read."""
    which = f" {number}" if number else ""
    line = f"{prefix}changes {of.id}{which} correction {_('The figure was wrong.')}"
    item = of.items[number - 1] if number else of.items[0] if len(of.items) == 1 else None
    asked = _("Why? Your next line is the reason, which the chats will read. Or type {line}")
    return say(
        *_header(of),
        *(_old_and_new(item) if item else ()),
        Paragraph(filled(asked, line=code(line))),
        Buttons(((Button(_("Without a reason"), f"/changes {of.id}{which} correction unexplained"),),)),
    )


def decided(of: Decided, grace_seconds: int) -> Message:
    """What was decided, and what happens now."""
    correction = of.correction
    match correction.state:
        case "ready":
            outcome = _(
                "Decided. In {seconds} seconds the chats that were shown the old wording get the correction.",
                seconds=grace_seconds,
            )
        case "closed":
            outcome = _("Decided: wording only. Nobody is told.")
        case _:
            left = sum(not item.verdict for item in correction.items)
            outcome = ngettext("{number} sentence is left to decide.", "{number} sentences are left to decide.", left)
    rest = Buttons(((Button(_("Next sentence"), f"/changes {correction.id} each"),),))
    return say(*_header(correction), outcome, *((rest,) if correction.state == "asked" else ()))


def due(of: CorrectionDue) -> Message:
    """What a chat is told of a correction: old, new, why, and the way to the section."""
    correction = of.correction
    if correction.kind == "withdrawal":
        return _withdrawn(of)
    blocks: list[Block] = []
    for item in of.items:
        known = of.revision and item.new
        origin = QuotedSpan(correction.analysis, of.revision, item.start, item.end) if known else None
        where = (Note(text(italic(item.heading))),) if item.heading else ()
        why = (Paragraph(text(_("Why: {reason}", reason=item.why))),) if item.why else ()
        blocks += [*where, *_old_and_new(item, origin), *why]
    sections = dict.fromkeys(typed(correction.analysis, item.section) for item in of.items if item.new)
    read = tuple(Button(_("Read {place}", place=place), f"/read {place}") for place in [*sections][:3])
    everything = Button(_("All corrections"), f"/changes a{correction.analysis}")
    return say(
        Heading(_("Correction: {title}", title=correction.title)),
        Note(text(code(f"a{correction.analysis}"), f" · {_('correction {number}', number=correction.id)}")),
        *blocks,
        Note(text(_why_told(of))),
        Buttons(((*(read if of.revision else ()), everything),)),
        whole=f"/changes {correction.id}",
        about=f"a{correction.analysis}" if of.revision else "",
    )


def _why_told(of: CorrectionDue) -> str:
    if of.doubt:
        return _("You get this because an earlier message, which may have reached this chat, had the old wording.")
    return _("You get this once, because this chat was shown the old wording.")


def _withdrawn(of: CorrectionDue) -> Message:
    correction = of.correction
    why = next((item.why for item in correction.items), "")
    shown: tuple[Block, ...] = tuple(Quote(text(Run(one_line(item.old), struck=True))) for item in of.items)
    if shown:
        shown = (Paragraph(text(_("Among the sentences that this chat was shown:"))), *shown)
    return say(
        Heading(_("Withdrawn: {title}", title=correction.title)),
        Note(text(code(f"a{correction.analysis}"), f" · {_('correction {number}', number=correction.id)}")),
        _("This analysis was removed from the library. Why: {reason}", reason=why),
        *shown,
        Note(text(_why_told(of))),
        Buttons(((Button(_("All corrections"), "/changes"),),)),
    )


def taken_back(of: CorrectionTakenBack) -> Message:
    """Tells a chat that a correction was taken back."""
    correction = of.correction
    withdrawn = correction.kind == "withdrawal"
    back = _("The removal was undone: the analysis is back as it was.")
    stands = _("The revision was undone. The text reads again:")
    quotes = () if withdrawn else tuple(Quote(text(one_line(item.old))) for item in of.items)
    return say(
        Heading(_("Correction taken back: {title}", title=correction.title)),
        Note(text(code(f"a{correction.analysis}"), f" · {_('correction {number}', number=correction.id)}")),
        back if withdrawn else stands,
        *quotes,
        Note(text(_("You get this because this chat was told of the correction."))),
        Buttons(((Button(_("Summary"), f"/summary a{correction.analysis}"),),)),
        about=f"a{correction.analysis}",
    )


def log(listed: Sequence[Correction], open_: Sequence[Correction], zone: str) -> tuple[Block, ...]:
    """The corrections, newest first; `open_` are those that an editor may decide now."""
    decide = tuple(
        Button(_("Decide correction {number}", number=each.id), f"/changes {each.id}") for each in open_[:SHOWN]
    )
    waits = ngettext(
        "{number} revision waits for an editor's decision.",
        "{number} revisions wait for an editor's decision.",
        len(open_),
    )
    shown = listed[:SHOWN]
    opened = tuple(Button(_("Correction {number}", number=each.id), f"/changes {each.id}") for each in shown)
    more = _("Older corrections are left out. Name an analysis to see its own.")
    return (
        *(block for each in shown for block in _entry(each, zone)),
        *(() if shown else (Paragraph(text(_("No correction has been sent."))),)),
        *((Note(text(more)),) if len(listed) > SHOWN else ()),
        *((Note(text(waits)),) if open_ else ()),
        *((Buttons(tuple(row for row in (opened, decide) if row)),) if opened or decide else ()),
    )


def _entry(of: Correction, zone: str) -> tuple[Block, ...]:
    when = clock(of.decided_at, zone) if of.decided_at else ""
    state = "" if of.state == "sent" else _(_STATES[of.state])
    head = in_line(each for each in (when, f"a{of.analysis}", of.title, state) if each)
    if of.kind == "withdrawal":
        why = next((item.why for item in of.items), "")
        return Note(text(bold(f"{of.id}. "), head)), Paragraph(text(_("Withdrawn. Why: {reason}", reason=why)))
    return Note(text(bold(f"{of.id}. "), head)), Bullets(tuple(_line(of.items[index]) for index in of.corrected))


def _line(item: ChangedSentence) -> Text:
    new = one_line(item.now) if item.now else _("(no longer in the text)")
    why = (italic(f" ({item.why})"),) if item.why else ()
    return text(Run(one_line(item.old), struck=True), " → ", new, *why)


def one(of: Told, zone: str, *, decides: bool) -> Message:
    """A correction with its sentences, and how many chats were told; an editor (`decides`) sees those that weren't."""
    correction = of.correction
    when = clock(correction.decided_at, zone) if correction.decided_at else ""
    return say(
        *_header(correction, _(_STATES[correction.state]), when),
        *_sentences(correction, judged=True),
        *_numbers(of),
        *(_untold(of.chats) if decides else ()),
        *((_verdicts(correction),) if decides and correction.state == "asked" else ()),
        line=f"/changes {correction.id}",
    )


def _numbers(of: Told) -> tuple[Block, ...]:
    """How many chats were told, and how many weren't and why not."""
    if of.correction.state not in ("sent", "reverting", "reverted"):
        return ()
    counts = Counter(_became(each) for each in of.chats)
    told = ngettext("{number} chat was told.", "{number} chats were told.", counts["told"])
    waits = ngettext("{number} message waits.", "{number} messages wait.", counts["waits"])
    rest = ngettext("{number} chat wasn't told.", "{number} chats weren't told.", counts["not told"])
    parts = [told, waits if counts["waits"] else "", rest if counts["not told"] else ""]
    return (Paragraph(text(" ".join(part for part in parts if part))),)


def _became(of: ToldChat) -> str:
    return "told" if of.state in _SENT else "waits" if of.state in _WAITS else "not told"


def _untold(chats: Sequence[ToldChat]) -> tuple[Block, ...]:
    """The chats that weren't told: gone, muted, or told elsewhere."""
    those = [each for each in chats if _became(each) == "not told"]
    if not those:
        return ()
    lines = tuple(text(code(each.address), f": {translate(each.reason) or each.state}") for each in those[:_CHATS])
    left = len(those) - _CHATS
    more = (Note(text(ngettext("{number} more.", "{number} more.", left))),) if left > 0 else ()
    return Heading(_("Not told"), 2), Bullets(lines), *more


def with_marks(message: Message, changes: Sequence[tuple[str, str]], date: str) -> Message | None:
    """An earlier message with corrected sentences struck; None if it has none of them.

    `changes` are the old and the new sentences on one line, new ones "" where there is none.
    """
    blocks, found = list(message.blocks), list[str]()
    for old, new in changes:
        marked = [_struck(block, _shown_as(old)) for block in blocks] if old else blocks
        if marked != blocks:
            blocks = marked
            found.append(new)
    if not found:
        return None
    notes = [
        Note(text(bold(_("Corrected on {date}: ", date=date)), new or _("this sentence is no longer in the text.")))
        for new in found
    ]
    end = next((at for at, block in enumerate(blocks) if isinstance(block, Buttons)), len(blocks))
    return replace(message, blocks=(*blocks[:end], *notes, *blocks[end:]))


def _shown_as(old: str) -> re.Pattern[str]:
    """How a sentence may stand in a message: with line ends for blanks, and with or without its own citation marks."""
    ways = (r"\s+".join(map(re.escape, words.split())) for words in (old, without_own_marks(old)))
    return re.compile("|".join(dict.fromkeys(way for way in ways if way)))


def _struck(block: Block, old: re.Pattern[str]) -> Block:
    """The block with a sentence struck wherever one of its runs holds it."""
    match block:
        case Paragraph(runs) | Quote(runs) | Note(runs):
            return replace(block, text=_struck_runs(runs, old))
        case Bullets(items):
            return replace(block, items=tuple(_struck_runs(item, old) for item in items))
        case _:
            return block


def _struck_runs(runs: Text, old: re.Pattern[str]) -> Text:
    return tuple(part for run in runs for part in _struck_run(run, old))


def _struck_run(run: Run, old: re.Pattern[str]) -> Text:
    found = None if run.struck else old.search(run.text)
    if not found:
        return (run,)
    before, after = run.text[: found.start()], run.text[found.end() :]
    return text(replace(run, text=before), replace(run, text=found[0], struck=True), replace(run, text=after))
