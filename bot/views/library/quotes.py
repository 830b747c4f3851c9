"""View of quotations by speaker, with section and sources."""

from bisect import bisect_right
from collections.abc import Sequence

from bot.languages import _, ngettext
from bot.message import Block, Bullets, Button, Buttons, Heading, Message, Note, Run, Text, italic, say, text
from bot.views.shared.names_and_dates import counted, header, in_quotes, place, typed
from bot.views.shared.quotations import (
    Marks,
    MatchingReferences,
    ambiguity_note,
    ask_position,
    cited_within,
    matching_references,
    numbered,
    strip_markdown,
)
from briefings.library import SpeakerQuotations, section_at
from briefings.model.analysis import Analysis, Citation, Draft, Quotation
from briefings.model.corrections import QuotedSpan

SHOWN = 30  # quotations
_MARKS = frozenset(("«»", "“”", "„“", "„”", "‘’", "「」", "『』", "《》"))
_OFFERED = 4  # speakers that get a button of their own


def quotations(
    analysis: Analysis,
    voices: Sequence[SpeakerQuotations],
    section: int | None,
    *,
    chosen: bool,
    everything: bool = False,
) -> Message:
    """Quotations by speaker, the first 30 unless all are wanted; `chosen` if one speaker was asked for."""
    draft = analysis.draft
    total = sum(len(voice.quotations) for voice in voices)
    about = (_("quotations"),) if section is None else (_("quotations in {place}", place=place(draft, section)),)
    if not total:
        return say(*header(analysis, *about), _("Nobody is quoted here."))
    shown = voices if everything else _first(voices)
    every = [each for voice in shown for each in voice.quotations]
    numbers = numbered((cite for each in every for cite in _cites(draft, each)), draft.references)
    left = total - len(every)
    return say(
        *header(analysis, counted(total, "quotation"), *about[section is None :]),
        *(block for voice in shown for block in _voice(analysis, voice, numbers)),
        *((Note(text(_more(left))),) if left else ()),
        *numbers.listed(),
        *ambiguity_note((cite for each in every for cite in _cites(draft, each)), numbers),
        _buttons(analysis, every, () if chosen else voices, section),
        line=_again(typed(analysis.id, section), voices, chosen=chosen),
    )


def _again(here: str, voices: Sequence[SpeakerQuotations], *, chosen: bool) -> str:
    """The line that repeats this list; none if the speaker was ambiguous."""
    if not chosen:
        return f"/quotes {here}"
    return f"/quotes {here} {voices[0].speaker}" if len(voices) == 1 else ""


def _more(left: int) -> str:
    return ngettext(
        "{number} more quotation: ask for one speaker.", "{number} more quotations: ask for one speaker.", left
    )


def _first(voices: Sequence[SpeakerQuotations]) -> list[SpeakerQuotations]:
    """As many quotations as fit one answer."""
    shown: list[SpeakerQuotations] = []
    left = SHOWN
    for voice in voices:
        if left:
            shown.append(SpeakerQuotations(voice.speaker, voice.quotations[:left]))
            left -= len(shown[-1].quotations)
    return shown


def _voice(analysis: Analysis, voice: SpeakerQuotations, numbers: Marks) -> tuple[Block, ...]:
    lines = tuple(_line(analysis, each, numbers) for each in voice.quotations)
    name = voice.speaker or _("no speaker")
    return Heading(name[0].upper() + name[1:], 2), Bullets(lines)


def _line(analysis: Analysis, each: Quotation, numbers: Marks) -> Text:
    draft, origin = analysis.draft, QuotedSpan(analysis.id, analysis.revision, each.start, each.end)
    words = " ".join(strip_markdown(draft.text[each.start : each.end]).replace("\n>", "\n").split())
    section = section_at(draft, each.start)
    heading = "" if section is None else f" ({draft.sections[section].heading})"
    # A quotation in its own marks; a block quotation has none.
    around = draft.text[each.start - 1 : each.start] + draft.text[each.end : each.end + 1]
    quotation = Run(f"{around[0]}{words}{around[1]}" if around in _MARKS else in_quotes(words), origin=origin)
    return text(quotation, numbers.of(_cites(draft, each)), *([italic(heading)] if heading else ()))


def _cites(draft: Draft, each: Quotation) -> tuple[MatchingReferences, ...]:
    return matching_references(draft, _citations(draft, each))


def _citations(draft: Draft, each: Quotation) -> tuple[Citation, ...]:
    """The citations that a quotation is said to rest on."""
    first = bisect_right(draft.sentences, each.start, key=lambda sentence: sentence.start) - 1
    last = bisect_right(draft.sentences, each.end, key=lambda sentence: sentence.start) - 1
    if first < 0:
        return ()
    cited = cited_within(draft, draft.sentences[first].start, draft.sentences[last].end)
    return tuple(one for one in cited if not one.references or set(one.references) & set(each.references))


def _buttons(
    analysis: Analysis, shown: Sequence[Quotation], voices: Sequence[SpeakerQuotations], section: int | None
) -> Buttons:
    names = [voice.speaker for voice in voices if voice.speaker][:_OFFERED]
    here = typed(analysis.id, section)
    speakers = tuple(
        Button(name[0].upper() + name[1:], f"/quotes a{analysis.id} {name}") for name in names if len(names) > 1
    )
    asked = ask_position(analysis.id, analysis.revision, [each.start for each in shown])
    rows = (
        speakers,
        (*asked, Button(_("Sources"), f"/sources {here}"), Button(_("Actors"), f"/actors a{analysis.id}")),
    )
    return Buttons(tuple(row for row in rows if row))
