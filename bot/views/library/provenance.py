"""View of a sentence in its paragraph, with its section and sources."""

from collections.abc import Sequence

from bot.languages import _, ngettext, translate
from bot.message import Block, Bullets, Button, Buttons, Heading, Message, Note, Quote, Run, bold, code, say, text
from bot.views.shared import quotations
from bot.views.shared.names_and_dates import header, place, typed
from bot.views.shared.quotations import strip_markdown
from briefings.library import PassageInContext
from briefings.model.analysis import Draft
from briefings.model.audit import Finding
from briefings.model.corrections import QuotedSpan

SHOWN = 24  # passages that one answer lets a reader choose from
_IN_ROW = 6


def where(of: PassageInContext, findings: Sequence[Finding], newest: int) -> Message:
    """A passage in its paragraph; `findings` are about it, `newest` is the analysis's newest revision."""
    draft = of.analysis.draft
    older = _("This is revision {number}; revision {newest} is the newest.", number=of.analysis.revision, newest=newest)
    return say(
        *header(of.analysis, place(draft, of.section)),
        *((Note(text(older)),) if of.analysis.revision != newest else ()),
        _paragraph(draft, of),
        *_sources(draft, of),
        *_found(findings),
        _buttons(of, current=of.analysis.revision == newest),
        page=_says(of).removeprefix("/where "),
    )


def choice(passages: Sequence[PassageInContext]) -> Message:
    """Several passages, each with a numbered button."""
    shown = passages[:SHOWN]
    lines = tuple(
        text(
            Run(" ".join(strip_markdown(one.words).split()), origin=_origin(one, one.start, one.end)),
            " (",
            code(f"a{one.analysis.id}"),
            f", {place(one.analysis.draft, one.section)})",
        )
        for one in shown
    )
    left = len(passages) - SHOWN
    more = ngettext("{number} more; type more words.", "{number} more; type more words.", left)
    buttons = [Button(str(number), _says(one)) for number, one in enumerate(shown, 1)]
    rows = tuple(tuple(buttons[i : i + _IN_ROW]) for i in range(0, len(buttons), _IN_ROW))
    return say(
        Heading(_("Which of these?")),
        Bullets(lines, numbered=True),
        *((Note(text(more)),) if len(passages) > SHOWN else ()),
        Buttons(rows),
    )


def _says(of: PassageInContext) -> str:
    return f"/where a{of.analysis.id} r{of.analysis.revision} {of.start}"


def _paragraph(draft: Draft, of: PassageInContext) -> Quote:
    start, end = of.around
    before, after = draft.text[start : of.start], draft.text[of.end : end]
    words = Run(strip_markdown(of.words), bold=bool(before or after), origin=_origin(of, of.start, of.end))
    around = [
        Run(strip_markdown(each), origin=_origin(of, *span))
        for each, span in ((before, (start, of.start)), (after, (of.end, end)))
    ]
    return Quote(text(around[0], words, around[1]))


def _origin(of: PassageInContext, start: int, end: int) -> QuotedSpan:
    return QuotedSpan(of.analysis.id, of.analysis.revision, start, end)


def _sources(draft: Draft, of: PassageInContext) -> tuple[Block, ...]:
    """The references cited there by number, or a note that there are none."""
    cited = quotations.cited_within(draft, of.start, of.end)
    indexes = sorted({index for citation in cited for index in citation.references})
    if indexes:
        lines = (
            text(bold(f"[{index + 1}] "), *quotations.entry(draft.references[index], index + 1)) for index in indexes
        )
        return Heading(_("Sources"), 2), Bullets(tuple(lines))
    spoken = any(sentence.start == of.start for sentence in draft.sentences)
    return (Note(text(_("This sentence cites nothing."))),) if spoken and not cited else ()


def _found(findings: Sequence[Finding]) -> tuple[Block, ...]:
    if not findings:
        return ()
    lines = dict.fromkeys(f"{translate(finding.message)} {translate(finding.likely)}".rstrip() for finding in findings)
    return Heading(_("Audit findings"), 2), Bullets(tuple(text(line) for line in lines))


def _buttons(of: PassageInContext, *, current: bool) -> Buttons:
    here = typed(of.analysis.id, of.section if current else None)
    read = Button(_("This section") if current and of.section is not None else _("Full text"), f"/read {here}")
    return Buttons(((read, Button(_("Sources"), f"/sources {here}"), Button(_("Audit"), f"/audit a{of.analysis.id}")),))
