"""View of references with the sections that cite them, and of unmatched citations and references."""

from collections import Counter
from collections.abc import Sequence

from bot.languages import _, ngettext, translate
from bot.message import Block, Bullets, Button, Buttons, File, Heading, Message, Text, bold, italic, say, text
from bot.views.library.pictures.picture_answer import offer
from bot.views.shared.names_and_dates import counted, header, in_line, in_quotes, joined, listed, place, typed
from bot.views.shared.quotations import bare, entry
from briefings.bibliography import FORMS, bibliography
from briefings.library import AmbiguousKey, SourceLine, Sources
from briefings.model.analysis import Analysis, Citation, Draft


def sources(analysis: Analysis, cited: Sources, section: int | None = None) -> Message:
    """References with the number and places of their citations, then doubtful citations."""
    draft = analysis.draft
    about = sources_title(draft, section)
    return say(
        *header(analysis, about),
        _lines(draft, [line for line in cited.lines if section is not None or line.index not in cited.never]),
        *_doubts(_("Ambiguous"), [_ambiguous(key) for key in cited.ambiguous]),
        *_doubts(_("Cited, but not in the list of references"), _missing(cited.missing)),
        *_doubts(_("Never cited"), [_never(draft, index) for index in cited.never if section is None]),
        _buttons(draft, analysis.id, section),
        about=typed(analysis.id, section),
        line=f"/sources {typed(analysis.id, section)}",
    )


def sources_title(draft: Draft, section: int | None) -> str:
    """The title of an answer about an analysis or section."""
    return _("sources") if section is None else _("sources of {place}", place=place(draft, section))


def bibliography_file(analysis: Analysis, cited: Sources, form: str) -> Message:
    """The reference list, or the part cited by a section, as a file for a reference manager."""
    references, written = analysis.draft.references, FORMS[form]
    only = [line.index for line in cited.lines]
    if not only:
        return say(str(_lines(analysis.draft, ())))
    data = bibliography(references, form, only)
    caption = ngettext(
        "{number} reference of “{title}” as {format}",
        "{number} references of “{title}” as {format}",
        len(only),
        title=analysis.draft.title,
        format=written.title,
    )
    return say(File(f"readout-a{analysis.id}{written.ending}", data, written.media_type, caption))


def _lines(draft: Draft, lines: Sequence[SourceLine]) -> Block | str:
    if not draft.references:
        return _("This text has no reference list.")
    if not lines:
        return _("No references are cited here.")
    return Bullets(tuple(_line(draft, line) for line in lines))


def _line(draft: Draft, line: SourceLine) -> Text:
    return text(bold(f"[{line.index + 1}] "), *entry(line.reference, line.index + 1), italic(f" ({_use(draft, line)})"))


def _use(draft: Draft, line: SourceLine) -> str:
    if not line.count:
        return _("never cited")
    often = _("once") if line.count == 1 else counted(line.count, "time")
    where = joined([f"§ {index + 1} {draft.sections[index].heading}" for index in line.sections])
    use = _("cited {often}, in {where}", often=often, where=where) if where else _("cited {often}", often=often)
    return listed([use, _shared(line)]) if line.ambiguous else use


def _shared(line: SourceLine) -> str:
    if line.count == 1:
        return _("this citation also fits another reference")
    if line.ambiguous == line.count:
        return _("all of these also fit another reference")
    return ngettext(
        "{number} of these also fits another reference", "{number} of these also fit another reference", line.ambiguous
    )


def _ambiguous(key: AmbiguousKey) -> Text:
    candidates = joined([f"[{index + 1}]" for index in key.references])
    guesses = [
        _(
            "probably [{reference}] {often} because {reason}",
            reference=each.reference + 1,
            often=counted(each.count, "time"),
            reason=translate(each.reason),
        )
        for each in key.likely
    ]
    cited = in_line((in_quotes(bare(key.text)), counted(key.count, "time")))
    return text(listed([_("{what}: {message}", what=cited, message=candidates), *guesses]))


def _missing(citations: Sequence[Citation]) -> list[Text]:
    times = Counter(citation.text for citation in citations)
    return [text(in_line((in_quotes(bare(words)), counted(number, "time")))) for words, number in times.items()]


def _never(draft: Draft, index: int) -> Text:
    return text(bold(f"[{index + 1}] "), *entry(draft.references[index], index + 1))


def _doubts(heading: str, items: Sequence[Text]) -> tuple[Block, ...]:
    return (Heading(heading, 2), Bullets(tuple(items))) if items else ()


def _buttons(draft: Draft, analysis: int, section: int | None) -> Buttons:
    here = typed(analysis, section)
    places = (Button(_("Summary"), f"/summary {here}"), Button(_("Sections"), f"/sections a{analysis}"))
    files = tuple(Button(form.title, f"/sources {here} {name}") for name, form in FORMS.items())
    return Buttons(((*places, *offer(f"/sources {here}")), files) if draft.references else (places,))
