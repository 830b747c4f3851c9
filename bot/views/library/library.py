"""Views of the list of analyses and of an analysis's sections."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from bot.languages import _, ngettext
from bot.message import Bullets, Button, Buttons, Heading, Message, Note, Text, bold, code, say, text
from bot.views.shared.names_and_dates import counted, day, days, header, in_line, marked_heading, typed
from briefings.library import words_in
from briefings.markings import Levels, Portions
from briefings.model.analysis import Analysis, Draft, Entry
from briefings.model.marking import Marking

SHOWN = 20
OFFERED = 5  # analyses that get a button of their own
_BUTTONS_IN_ROW = 6
_BUTTONS = 24


def analyses_list(
    entries: Sequence[Entry],
    levels: Mapping[int, Levels],
    total: int,
    words: str,
    prefix: str,
    *,
    imports: bool = True,
    most: int | None = SHOWN,
) -> Message:
    """Matching analyses, newest first, at most `most`, the marked ones with their markings; `total` counts the library.

    `imports` if the reader may import.
    """
    if not entries:
        return say(_none_listed(total, words, prefix, imports=imports))
    shown = entries[:most]
    return say(
        Heading(_("Analyses about “{words}”", words=words) if words else _("Analyses")),
        Bullets(tuple(entry_line(each, levels) for each in shown)),
        *((Note(text(_rest(total, words, prefix))),) if len(entries) > len(shown) else ()),
        Buttons((summary_buttons([each.id for each in shown]),), most=OFFERED),
        line=f"/list {words}".rstrip(),
    )


def published_list(
    entries: Sequence[Entry],
    levels: Mapping[int, Levels],
    period: tuple[date, date],
    words: str,
    prefix: str,
    *,
    most: int | None = SHOWN,
) -> Message:
    """The analyses published in a period, newest first, at most `most`; `words` are the period as it was typed."""
    if not entries:
        return say(
            _(
                "No analysis was published in this period: {period}. Type {line} to see all.",
                period=_period(*period),
                line=f"{prefix}list",
            )
        )
    shown = entries[:most]
    return say(
        Heading(_("Analyses published: {period}", period=_period(*period))),
        Bullets(tuple(entry_line(each, levels) for each in shown)),
        *((Note(text(_("There are more. Name a shorter period."))),) if len(entries) > len(shown) else ()),
        Buttons((summary_buttons([each.id for each in shown]),), most=OFFERED),
        line=f"/list {words}",
    )


def _period(first: date, last: date) -> str:
    if first == date.min:
        return _("until {day}", day=day(last))
    return _("since {day}", day=day(first)) if last == date.max else days(first, last)


def summaries_of(entries: Sequence[Entry]) -> tuple[Button, ...]:
    """Buttons for the summaries of the first few analyses."""
    return summary_buttons([each.id for each in entries[:OFFERED]])


def summary_buttons(ids: Iterable[int]) -> tuple[Button, ...]:
    """Buttons for the summaries of analyses, each on the page that names the analysis."""
    return tuple(Button(_("Summary of {id}", id=f"a{id_}"), f"/summary a{id_}", of=f"a{id_}") for id_ in ids)


def _rest(total: int, words: str, prefix: str) -> str:
    if words:
        return _("There are more. Add another word of the title.")
    return ngettext(
        "{number} older analysis not shown. To find one by title, type {prefix}list WORDS.",
        "{number} older analyses not shown. To find one by title, type {prefix}list WORDS.",
        total - SHOWN,
        prefix=prefix,
    )


def _none_listed(total: int, words: str, prefix: str, *, imports: bool) -> str:
    if not total and not imports:
        return _("The library is empty. Editors and admins add documents.")
    if not total:
        return _("The library is empty. Type {prefix}help import to see how to add an analysis.", prefix=prefix)
    return _(
        "No title contains “{words}”. To search the texts, type {prefix}search {words}.", words=words, prefix=prefix
    )


def entry_line(entry: Entry, levels: Mapping[int, Levels]) -> Text:
    """An analysis on one line: id, title, date, size, and its markings if it is marked."""
    level = levels.get(entry.id)
    markings = (f"TLP:{level.own}", in_part(level)) if level else ()
    return text(code(f"a{entry.id}"), " ", bold(entry.title), f": {entry_facts(entry, *markings)}")


def in_part(level: Levels) -> str:
    """The strictest marking of an analysis's sections; "" if that is its own."""
    return "" if level.strictest == level.own else _("{marking} in part", marking=f"TLP:{level.strictest}")


def entry_facts(entry: Entry, *markings: str) -> str:
    """The date and size of an analysis, and its markings behind them."""
    facts = (
        day(entry.published) if entry.published else _("no date"),
        counted(entry.sections, "section"),
        counted(entry.words, "word"),
        _("revision {number}", number=entry.revision) if entry.revision > 1 else "",
        *markings,
    )
    return in_line(facts)


def sections(analysis: Analysis, portions: Portions) -> Message:
    """Headings by number, each with a summary button, and with its marking where `portions` differ."""
    draft = analysis.draft
    if not draft.sections:
        return say(*header(analysis, _("no sections")), _("This text has no headings."), _whole_buttons(analysis.id))
    top = min(section.level for section in draft.sections)
    return say(
        *header(analysis, counted(len(draft.sections), "section")),
        Bullets(tuple(_section(draft, i, top, portions.get(i)) for i in range(len(draft.sections))), numbered=True),
        _section_buttons(analysis.id, len(draft.sections)),
        about=typed(analysis.id),
        line=f"/sections a{analysis.id}",
    )


def _section(draft: Draft, index: int, top: int, marking: Marking | None) -> Text:
    section = draft.sections[index]
    size = counted(words_in(draft.text[section.body : section.end]), "word")
    return text("\u2003" * (section.level - top), section.heading, marked_heading(f" ({size})", marking))


def _section_buttons(analysis: int, count: int) -> Buttons:
    numbers = [str(i + 1) for i in range(count)]
    buttons = [Button(each, f"/summary {typed(analysis, i)}", of=each) for i, each in enumerate(numbers)]
    rows = [tuple(buttons[i : i + _BUTTONS_IN_ROW]) for i in range(0, len(buttons), _BUTTONS_IN_ROW)]
    return Buttons((*rows, *_whole_buttons(analysis).rows), most=_BUTTONS)


def _whole_buttons(analysis: int) -> Buttons:
    return Buttons(((Button(_("Summary"), f"/summary a{analysis}"), Button(_("Full text"), f"/read a{analysis}")),))
