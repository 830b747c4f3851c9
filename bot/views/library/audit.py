"""View of audit findings by kind, numbered so that each can be opened."""

from collections.abc import Iterable, Sequence
from itertools import groupby

from bot.languages import _, figure, ngettext, plurals, translate
from bot.message import (
    Block,
    Bullets,
    Button,
    Buttons,
    Heading,
    Message,
    Note,
    Run,
    Text,
    bold,
    code,
    filled,
    say,
    text,
)
from bot.views.shared.names_and_dates import counted, header, in_line, named_place
from bot.views.shared.quotations import strip_markdown, without_label
from briefings.library import Share, reading_doubts
from briefings.model.analysis import Analysis
from briefings.model.audit import Finding, FindingKind
from briefings.model.corrections import QuotedSpan

SHOWN = 6  # lines of one kind in the short form
_SHARES = 5
_BUTTONS, _BUTTONS_IN_ROW = 24, 6
_LONGEST = 90  # characters of a quotation or entry in a line

_HEADINGS: dict[FindingKind, tuple[str, str]] = {
    "missing_reference": plurals("{number} citation without a reference", "{number} citations without a reference"),
    "ambiguous_citation": plurals(
        "{number} citation that fits several references", "{number} citations that fit several references"
    ),
    "never_cited": plurals("{number} reference never cited", "{number} references never cited"),
    "no_reference_list": plurals("{number} text without a reference list", "{number} texts without a reference list"),
    "section_without_source": plurals("{number} section without a citation", "{number} sections without a citation"),
    "quotation_without_source": plurals("{number} quotation without a source", "{number} quotations without a source"),
    "overdue_statement": plurals(
        "{number} statement about a date that has passed", "{number} statements about dates that have passed"
    ),
    "source_concentration": plurals("{number} source with a large share", "{number} sources with a large share"),
    "reference_without_date": plurals("{number} reference without a date", "{number} references without a date"),
    "reference_without_link": plurals("{number} reference without a link", "{number} references without a link"),
}
_LISTED = frozenset({"never_cited", "reference_without_date", "reference_without_link"})  # told by the entry itself
_WORDED = frozenset({"quotation_without_source"}) | _LISTED
_UNPLACED = frozenset({"no_reference_list", "section_without_source", "source_concentration"}) | _LISTED


def audit(
    analysis: Analysis, findings: Sequence[Finding], shares: Sequence[Share], prefix: str, *, everything: bool
) -> Message:
    """Findings by kind, a few of each unless all are wanted, and the most cited sources."""
    here = f"a{analysis.id}"
    doubts = import_doubts(analysis, findings)
    if not findings:
        nothing = (
            _("The audit found no problem with citations, quotations or dates.")
            if doubts
            else _("The audit found nothing doubtful.")
        )
        return say(*header(analysis, _("audit")), nothing, *doubts, *_most_cited(analysis, shares))
    numbered = list(enumerate(findings, 1))
    groups = [list(of) for _, of in groupby(numbered, key=lambda pair: pair[1].kind)]
    parts = [_group(analysis, of, None if everything else SHOWN, f"{prefix}audit {here} all") for of in groups]
    opens = _("Type {line} NUMBER to see a finding in context.", line=f"{prefix}audit {here}")
    return say(
        *header(analysis, _("audit"), counted(len(findings), "finding")),
        *(block for part in parts for block in part),
        *doubts,
        *_most_cited(analysis, shares),
        Note(text(opens)),
        _buttons(analysis, groups),
        whole=f"/audit {here} all",
        line=f"/audit {here}{' all' if everything else ''}",
    )


def findings_by_kind(
    analysis: Analysis, findings: Sequence[Finding]
) -> tuple[tuple[str, tuple[tuple[int, Text], ...]], ...]:
    """All findings for a page: the heading of each kind, and its lines with the offset of their first finding."""
    numbered = list(enumerate(findings, 1))
    return tuple(
        (_counted(kind, len(those)), tuple((each[0][1].start, text) for each, text in _placed(analysis, those)))
        for kind, those in ((kind, [*of]) for kind, of in groupby(numbered, key=lambda pair: pair[1].kind))
    )


def import_doubts(analysis: Analysis, findings: Iterable[Finding]) -> tuple[Block, ...]:
    """The warnings of the import that none of the findings tells, with their heading."""
    # The warnings of the import that no finding tells.
    doubts = reading_doubts(analysis.draft, {one.kind for one in findings})
    lines = tuple(text(translate(doubt)) for doubt in doubts)
    return (Heading(_("Doubtful in the import"), 2), Bullets(lines)) if lines else ()


def _counted(kind: FindingKind, number: int) -> str:
    return ngettext(*_HEADINGS[kind], number)


def _group(
    analysis: Analysis, of: Sequence[tuple[int, Finding]], most: int | None, everything: str
) -> tuple[Block, ...]:
    kind = of[0][1].kind
    lines = [line for _those, line in _placed(analysis, of)]
    left = len(lines) - most if most else 0
    pattern = ngettext("{number} more line: {{line}}", "{number} more lines: {{line}}", left)
    more = (Note(filled(pattern, line=code(everything))),) if left > 0 else ()
    return Heading(_counted(kind, len(of)), 2), Bullets(tuple(lines[:most])), *more


def _placed(analysis: Analysis, of: Sequence[tuple[int, Finding]]) -> list[tuple[list[tuple[int, Finding]], Text]]:
    """The findings of each line, and the line."""
    return [(those, _line(analysis, message, those)) for message, those in _by_line(analysis, of).items()]


def _by_line(analysis: Analysis, of: Sequence[tuple[int, Finding]]) -> dict[str, list[tuple[int, Finding]]]:
    by_line: dict[str, list[tuple[int, Finding]]] = {}
    for number, one in of:
        by_line.setdefault(_told(analysis, one), []).append((number, one))
    return by_line


def _line(analysis: Analysis, message: str, those: Sequence[tuple[int, Finding]]) -> Text:
    times = f" ({counted(len(those), 'time')})" if len(those) > 1 else ""
    kind, start = those[0][1].kind, those[0][1].start
    unplaced = kind in _UNPLACED or len(those) > 1
    where = "" if unplaced else f" ({named_place(analysis.draft, start)})"
    numbers, first = bold(_numbers([number for number, _ in those])), those[0][1]
    quotes = kind in _WORDED - _LISTED
    origin = QuotedSpan(analysis.id, analysis.revision, first.start, first.end) if quotes else None
    return text(numbers, Run(f" {message}{times}{where}", origin=origin))


def _told(analysis: Analysis, one: Finding) -> str:
    if one.kind not in _WORDED:
        return translate(one.message)
    words = " ".join(strip_markdown(analysis.draft.text[one.start : one.end]).split())
    short = words if len(words) <= _LONGEST else f"{words[:_LONGEST].rsplit(' ', 1)[0]} ..."
    if one.kind in _LISTED:
        return f"[{one.references[0] + 1}] {without_label(short, one.references[0] + 1)}"
    message = translate(one.message)
    return _("“{words}”: {told}", words=short, told=f"{message[0].lower()}{message[1:]}")


def _numbers(numbers: Sequence[int]) -> str:
    """Numbers as ranges: "1-4.", "1, 3."."""
    if len(numbers) > 2 and numbers[-1] - numbers[0] == len(numbers) - 1:
        return f"{numbers[0]}-{numbers[-1]}."
    return f"{', '.join(map(str, numbers))}."


def _most_cited(analysis: Analysis, shares: Sequence[Share]) -> tuple[Block, ...]:
    total = len(analysis.draft.citations)
    if not shares:
        return ()
    names = in_line(f"{share.name} {share.count}" for share in shares[:_SHARES])
    rest = sum(share.count for share in shares[_SHARES:])
    names += _(", others {number}", number=figure(rest)) if rest else ""
    sentence = ngettext("Of {number} citation: {names}.", "Of {number} citations: {names}.", total, names=names)
    return (Note(text(sentence)),)


def _buttons(analysis: Analysis, groups: Sequence[Sequence[tuple[int, Finding]]]) -> Buttons:
    """A button for each finding, on the page of its line."""
    here = f"a{analysis.id} r{analysis.revision}"
    lines = [those for of in groups for those in _by_line(analysis, of).values()]
    signs = {number: _numbers([n for n, _one in those]) for those in lines for number, _one in those}
    opened = [
        Button(str(number), f"/where {here} {one.start}", of=signs[number]) for of in groups for number, one in of
    ]
    rows = [tuple(opened[i : i + _BUTTONS_IN_ROW]) for i in range(0, len(opened), _BUTTONS_IN_ROW)]
    places = (Button(_("Sources"), f"/sources a{analysis.id}"), Button(_("Summary"), f"/summary a{analysis.id}"))
    return Buttons((*rows, places), most=_BUTTONS)
