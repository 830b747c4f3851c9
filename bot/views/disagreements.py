"""Views of disagreements: both sentences verbatim with source and date, the rule, and the editors' buttons."""

from collections.abc import Sequence
from dataclasses import replace

from bot.languages import _, msgid, ngettext, pgettext, plurals, translate
from bot.message import (
    Block,
    Bullets,
    Button,
    Buttons,
    Heading,
    Message,
    Note,
    Paragraph,
    Run,
    Text,
    bold,
    code,
    filled,
    say,
    text,
)
from bot.views.shared.names_and_dates import counted, day
from bot.views.shared.quotations import strip_markdown
from briefings.model.analysis import AUTHOR
from briefings.model.corrections import QuotedSpan
from briefings.model.disagreements import Agreement, Compared, Disagreement, DisagreementKind, Judgement, Side

SHOWN = 8  # disagreements of an answer
_ASKED = 3  # disagreements that have buttons
KINDS: dict[DisagreementKind, str] = {
    "date": msgid("date"),
    "quantity": msgid("amount"),
    "polarity": msgid("yes or no"),
    "state": msgid("state"),
    "who": msgid("who"),
    "where": msgid("where"),
    "order": msgid("order"),
}
STATES: dict[Judgement, str] = {
    "open": msgid("open"),
    "first": msgid("first is right"),
    "second": msgid("second is right"),
    "none": msgid("not a conflict"),
    "superseded": msgid("superseded"),
}
_LABELS: dict[Judgement, str] = {
    "first": msgid("First is right"),
    "second": msgid("Second is right"),
    "none": msgid("Not a conflict"),
    "superseded": msgid("Superseded"),
}
_MORE = plurals("{number} more disagreement.", "{number} more disagreements.")
_CLAIMS = plurals("{number} claim with a figure or day", "{number} claims with a figure or day")
_TEXTS = plurals("in {number} text", "in {number} texts")
_SAY_SO = plurals("{number} analysis says so", "{number} analyses say so")
_SAME_ITEM = plurals("{number} rests on the same item", "{number} rest on the same item")


def disagreements(
    found: Sequence[Disagreement],
    about: str,
    line: str,
    *,
    editor: bool,
    everything: bool,
) -> Message:
    """Disagreements, at least one, newest first; `about` names their topic or analysis, `line` lists them again."""
    whole = f"{line} all"
    shown = found if everything else found[:SHOWN]
    left = len(found) - len(shown)
    asked = [each for each in shown if each.state == "open"][:_ASKED] if editor else []
    return say(
        _heading(about),
        Note(text(counted(len(found), "disagreement"))),
        *(block for each in shown for block in shown_as(each)),
        *((Note(text(ngettext(*_MORE, left))),) if left else ()),
        Buttons(
            (*(_verdict_row(each, short=len(asked) > 1) for each in asked), _listing(whole, everything=everything))
        ),
        whole=whole,
        line=line,
    )


def no_disagreement(compared: Compared, about: str, line: str, *, everything: bool) -> Message:
    """The answer where nothing contradicts: what was compared."""
    told, rows = nothing_found(compared, everything=everything), (_listing(f"{line} all", everything=everything),)
    return say(_heading(about), *told, Buttons(rows), line=line)


def nothing_found(compared: Compared, *, everything: bool) -> tuple[Paragraph, ...]:
    """That nothing contradicts, and what was compared."""
    none = _("No contradiction found.") if everything else _("No open contradiction found.")
    claims, texts = ngettext(*_CLAIMS, compared.claims), ngettext(*_TEXTS, compared.texts)
    told = _("Compared: {claims} {texts}.", claims=claims, texts=texts)
    return Paragraph(text(none)), Paragraph(text(told))


def _heading(about: str) -> Heading:
    return Heading(_("Disagreements: {about}", about=about) if about else _("Disagreements"))


def _listing(whole: str, *, everything: bool) -> tuple[Button, ...]:
    return () if everything else (Button(_("Settled ones too"), whole),)


def disagreement(of: Disagreement, *, editor: bool) -> Message:
    """Both sentences with their sources; editors get a button for each verdict while it is open."""
    rows = (_verdict_row(of, short=False),) if editor and of.state == "open" else ()
    rest = (Button(_("All disagreements"), "/compare"),)
    return say(Heading(_("Disagreement")), *shown_as(of), Buttons((*rows, rest)), line=f"/compare d{of.id}")


def judged(of: Disagreement) -> Message:
    """A disagreement after a verdict."""
    heading = _("Verdict: {verdict}", verdict=_(STATES[of.state]))
    return say(Heading(heading), *shown_as(of), Buttons(((Button(_("All disagreements"), "/compare"),),)))


def shown_as(of: Disagreement) -> tuple[Block, ...]:
    """Both sentences verbatim, newest first, with source and publication date, and the rule in words."""
    settled = f" · {_(STATES[of.state])}" if of.state != "open" else ""
    head = text(code(f"d{of.id}"), " ", bold(f"{_(KINDS[of.kind])}: {translate(of.reason)}"), settled)
    shared = _("Both rest on {source}.", source=_named(of.source)) if of.source else ""
    return (
        Note(head),
        Bullets((_side(of.first), _side(of.second)), numbered=True),
        *((Note(text(shared)),) if shared else ()),
    )


def _side(of: Side) -> Text:
    """A sentence verbatim, with who says so, its analysis and when that was published."""
    when = day(of.published) if of.published else _("no date")
    says = f"{_('{name} says:', name=of.holder)} " if of.holder != AUTHOR else ""
    quoted = Run(strip_markdown(of.text), origin=QuotedSpan(of.analysis, of.revision, of.start, of.end))
    return text(says, quoted, " (", code(f"a{of.analysis}"), f" {of.title}, {when})" if of.title else f", {when})")


def _named(source: str) -> str:
    """The name and date of the item that both rest on."""
    name, *rest = source.split("|")
    return ", ".join(part for part in (name, rest[0] if rest else "") if part)


def _verdict_row(of: Disagreement, *, short: bool) -> tuple[Button, ...]:
    start = f"d{of.id}: " if short else ""
    return tuple(Button(f"{start}{_(label)}", f"/compare d{of.id} {verdict}") for verdict, label in _LABELS.items())


def contradictions(found: Sequence[Disagreement]) -> Text:
    """Which analyses contradict which, in one line."""
    told = dict.fromkeys(
        filled(
            _("{first} contradicts {second} on {what}"),
            first=code(f"a{each.first.analysis}"),
            second=code(f"a{each.second.analysis}"),
            what=Run(_(KINDS[each.kind])),
        )
        for each in found
    )
    return text(*_in_line(list(told)), ".")


def _in_line(parts: Sequence[Text]) -> Text:
    """Short parts with commas between them."""
    comma = pgettext("between short parts in a line", ", ")
    return tuple(run for at, part in enumerate(parts) for run in (*((Run(comma),) if at else ()), *part))


def with_disagreements(
    message: Message,
    found: Sequence[Disagreement],
    agreed: Sequence[Agreement] = (),
    none: Sequence[Block] = (),
    most: int = _ASKED,
) -> Message:
    """An answer with the disagreements that touch it, at most `most` or else `none`, and how many analyses say the
    same, above its last buttons.
    """
    more = (*_agreed(agreed), *below(found, most), *none)
    if not more:
        return message
    at = len(message.blocks)
    while at and isinstance(message.blocks[at - 1], Buttons):
        at -= 1
    return replace(message, blocks=(*message.blocks[:at], *more, *message.blocks[at:]))


def below(found: Sequence[Disagreement], most: int = _ASKED) -> tuple[Block, ...]:
    """The disagreements that touch an answer, under a heading."""
    if not found:
        return ()
    more = len(found) - most
    see = (Note(text(ngettext(*_MORE, more), " ", code("/compare"))),) if more > 0 else ()
    return (
        Heading(_("Analyses disagree"), 2),
        *(block for each in found[:most] for block in shown_as(each)),
        *see,
    )


def _agreed(found: Sequence[Agreement]) -> tuple[Block, ...]:
    """For each sentence that several analyses have: how many say so."""
    lines = tuple(
        text(
            Run(" ".join(strip_markdown(each.text).split()), origin=each.span),
            " (",
            *_in_line([text(code(f"a{id_}")) for id_ in each.analyses]),
            "): ",
            agreement(each),
        )
        for each in found[:_ASKED]
    )
    return (Heading(_("Said by several analyses"), 2), Bullets(lines)) if lines else ()


def agreement(of: Agreement) -> str:
    """How many analyses say so, and how many of them rest on one item."""
    told = ngettext(*_SAY_SO, len(of.analyses))
    if not of.same_source:
        return f"{told}."
    return f"{told}; {ngettext(*_SAME_ITEM, of.same_source)}."


def in_digest(found: Sequence[Disagreement]) -> tuple[Block, ...]:
    """Which new analysis contradicts which, and both sentences."""
    if not found:
        return ()
    return (Paragraph(contradictions(found)), *below(found))
