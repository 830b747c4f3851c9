"""View of the dates in a text in order, with past ones marked."""

from collections.abc import Sequence
from datetime import datetime

from bot.languages import _, ngettext, plurals
from bot.message import (
    Block,
    Bullets,
    Button,
    Buttons,
    Heading,
    Message,
    Note,
    Text,
    bold,
    italic,
    plain_text,
    say,
    text,
)
from bot.views.library.pictures.picture_answer import offer
from bot.views.shared import quotations
from bot.views.shared.names_and_dates import counted, header, place, typed, when
from bot.views.shared.quotations import Marks, MatchingReferences, ask_position
from briefings.library import Moment
from briefings.model.analysis import Analysis, Draft
from briefings.model.corrections import QuotedSpan
from briefings.model.schedule.due import end_of
from briefings.model.table_rows import row_at, row_words

SHOWN = 30
_FURTHER = plurals("{number} more, further from today.", "{number} more, further from today.")


def timeline(
    analysis: Analysis,
    moments: Sequence[Moment],
    now: datetime,
    zone: str,
    section: int | None = None,
    *,
    everything: bool = False,
) -> Message:
    """Dates in order, those nearest to now unless all are wanted."""
    draft = analysis.draft
    about = timeline_title(draft, section)
    if not moments:
        return say(*header(analysis, about), _("No sentence here mentions a date."))
    past = [each for each in moments if end_of(each.when, zone) <= now]
    shown = moments if everything else _nearest(moments, len(past))
    numbers = quotations.numbered((cite for each in shown for cite in _cites(draft, each)), draft.references)
    here, left = typed(analysis.id, section), len(moments) - len(shown)
    gone = [each for each in shown if end_of(each.when, zone) <= now]
    ahead = [each for each in shown if end_of(each.when, zone) > now]
    return say(
        *header(analysis, about, counted(len(moments), "dated statement")),
        *_part(_("Past"), analysis, gone, numbers, zone, now),
        *_part(_("Now and upcoming"), analysis, ahead, numbers, zone, now),
        *((Note(text(ngettext(*_FURTHER, left))),) if left else ()),
        *numbers.listed(),
        *quotations.ambiguity_note((cite for each in shown for cite in _cites(draft, each)), numbers),
        _buttons(analysis, shown, here, left=bool(left)),
        whole=f"/timeline {here} all",
        line=f"/timeline {here}{' all' if everything else ''}",
    )


def timeline_title(draft: Draft, section: int | None) -> str:
    """The title of an answer about an analysis or section."""
    return _("timeline") if section is None else _("timeline of {place}", place=place(draft, section))


def _nearest(moments: Sequence[Moment], past: int) -> Sequence[Moment]:
    start = max(0, min(past - SHOWN // 2, len(moments) - SHOWN))
    return moments[start : start + SHOWN]


def _part(
    heading: str, analysis: Analysis, moments: Sequence[Moment], numbers: Marks, zone: str, now: datetime
) -> tuple[Block, ...]:
    lines = tuple(_line(analysis, each, numbers, zone, now) for each in moments)
    return (Heading(heading, 2), Bullets(lines)) if lines else ()


def _line(analysis: Analysis, moment: Moment, numbers: Marks, zone: str, now: datetime) -> Text:
    """A dated statement; a date that its sentence begins with isn't written before it again."""
    draft = analysis.draft
    origin = QuotedSpan(analysis.id, analysis.revision, moment.start, moment.end)
    date = moment.said or when(moment.when, zone, now)
    named = f"{date[0].upper()}{date[1:]}" + (f": {moment.title}" if moment.title else "")
    if moment.told:
        named += " " + _("(in the text: {date})", date=when(moment.told, zone, now))
    heading = "" if moment.section is None else f" ({draft.sections[moment.section].heading})"
    sentence = quotations.sentence(statement(draft, moment), _cites(draft, moment), numbers, origin)
    led = () if plain_text(sentence).casefold().startswith(named.casefold()) else text(bold(f"{named}. "))
    return (*led, *sentence, *(text(italic(heading)) if heading else ()))


def statement(draft: Draft, moment: Moment) -> str:
    """The sentence of a moment, or its table row in words."""
    row = row_at(draft, moment.start)
    return row_words(draft, *row) if row and row[1].start == moment.start else draft.text[moment.start : moment.end]


def _cites(draft: Draft, moment: Moment) -> tuple[MatchingReferences, ...]:
    return quotations.matching_references(draft, quotations.cited_within(draft, moment.start, moment.end))


def _buttons(analysis: Analysis, shown: Sequence[Moment], here: str, *, left: bool) -> Buttons:
    asked = ask_position(analysis.id, analysis.revision, [each.start for each in shown])
    everything = (Button(_("Show all"), f"/timeline {here} all"),) if left else ()
    picture, outlook = offer(f"/timeline {here}"), Button(_("Outlook"), f"/outlook a{analysis.id}")
    return Buttons(((*asked, *everything, *picture, Button(_("Events"), "/events"), outlook),))
