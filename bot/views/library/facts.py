"""Views of facts about an analysis, and of the library in numbers."""

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

from bot.languages import _, msgid, ngettext
from bot.message import Bullets, Button, Buttons, Fields, Heading, Message, Note, Paragraph, Text, bold, code, say, text
from bot.views.library.library import SHOWN, entry_line, summary_buttons
from bot.views.shared.names_and_dates import counted, day, header, joined
from bot.views.shared.quotations import entry
from briefings.library import CitedReference, Facts
from briefings.markings import Levels
from briefings.model.analysis import Analysis, Entry

_NAMED = 20  # references that are never cited


def facts(analysis: Analysis, of: Facts, fact: str = "") -> Message:
    """All facts about an analysis, or one of FACTS."""
    line = f"/info a{analysis.id} {fact}".rstrip()
    if fact:
        shown = FACTS[fact](analysis, of)
        return say(
            *header(analysis, _(LABELS[fact])),
            *shown,
            _buttons(analysis.id, whole=True),
            about=f"a{analysis.id}",
            line=line,
        )
    rows = ((_(LABELS[name]), _said(analysis, of)) for name, _said in _ROWS.items())
    return say(
        *header(analysis, _("facts")), Fields(tuple(rows)), _buttons(analysis.id), about=f"a{analysis.id}", line=line
    )


def _buttons(id_: int, *, whole: bool = False) -> Buttons:
    facts_ = (Button(_("All facts"), f"/info a{id_}"),) if whole else ()
    return Buttons(((*facts_, Button(_("Summary"), f"/summary a{id_}"), Button(_("Sources"), f"/sources a{id_}")),))


def _author(_analysis: Analysis, of: Facts) -> Text:
    return text(joined(of.authors) if of.authors else _("The text names no author."))


def _date(analysis: Analysis, of: Facts) -> Text:
    if of.published is None:
        hint = _("No date is known. An editor can set one: {line}", line=f"/published a{analysis.id} DATE")
        return text(hint)
    return text(day(of.published))


def _length(_analysis: Analysis, of: Facts) -> Text:
    minutes = ngettext("about {number} minute to read", "about {number} minutes to read", of.minutes)
    return text(f"{counted(of.words, 'word')}, {counted(of.sections, 'section')}, {minutes}")


def _sources(_analysis: Analysis, of: Facts) -> Text:
    if not of.references:
        return text(_("This text has no reference list."))
    return text(f"{counted(of.references, 'reference')}, {counted(of.citations, 'citation')}")


def _cited(analysis: Analysis, of: Facts) -> Text:
    together = " ".join(_cited_together(each) for each in of.shared)
    alone = _cited_alone(analysis, of)
    return text(together, " " if together and alone else "", *alone)


def _cited_together(of: CitedReference) -> str:
    works = joined([f"[{index + 1}]" for index in sorted(of.references)], "or")
    return _("{works} is {often}; the citations don't say which.", works=works, often=_often(of.count))


def _often(times: int) -> str:
    return ngettext("cited once", "cited {number} times", times)


def _cited_alone(analysis: Analysis, of: Facts) -> Text:
    if not of.citations:
        return text(_("The text cites no source."))
    if not of.cited:
        return text() if of.shared else text(_("No citation fits a reference of the list."))
    often = _often(of.times)
    if len(of.cited) > 1:
        return text(_("{number} sources, each {often}.", number=len(of.cited), often=often))
    return text(*entry(analysis.draft.references[of.cited[0]]), f" ({often})")


def _uncited(_analysis: Analysis, of: Facts) -> Text:
    if not of.references:
        return text(_("This text has no reference list."))
    if not of.never:
        return text(_("Every reference is cited."))
    return text(ngettext("{number} reference is never cited", "{number} references are never cited", len(of.never)))


_ROWS: Mapping[str, Callable[[Analysis, Facts], Text]] = MappingProxyType(
    {
        "author": _author,
        "date": _date,
        "length": _length,
        "sources": _sources,
        "cited": _cited,
        "uncited": _uncited,
    }
)
LABELS = MappingProxyType(
    {
        "author": msgid("Author"),
        "date": msgid("Published"),
        "length": msgid("Length"),
        "sources": msgid("References"),
        "cited": msgid("Most cited"),
        "uncited": msgid("Never cited"),
    }
)


def _one(name: str) -> Callable[[Analysis, Facts], tuple[Paragraph | Bullets, ...]]:
    def shown(analysis: Analysis, of: Facts) -> tuple[Paragraph | Bullets, ...]:
        told = Paragraph(_ROWS[name](analysis, of))
        together = tuple(index for each in of.shared for index in sorted(each.references))
        cited = (*together, *of.cited) if together or len(of.cited) > 1 else ()
        listed = {"cited": cited, "uncited": of.never}.get(name, ())
        items = tuple(
            text(bold(f"[{index + 1}] "), *entry(analysis.draft.references[index], index + 1))
            for index in listed[:_NAMED]
        )
        return (told, Bullets(items)) if items else (told,)

    return shown


FACTS = MappingProxyType({name: _one(name) for name in _ROWS})


def latest(newest: Entry, levels: Mapping[int, Levels]) -> Message:
    """The newest analysis on a line, with its markings if it is marked."""
    id_ = newest.id
    buttons = (Button(_("Summary"), f"/summary a{id_}"), Button(_("All facts"), f"/info a{id_}"))
    more = Button(_("All analyses"), "/list")
    return say(
        Heading(_("Newest analysis")),
        Paragraph(entry_line(newest, levels)),
        Buttons(((*buttons, more),)),
        about=f"a{id_}",
        line="/info latest",
    )


RANKED = MappingProxyType(
    {
        "length": msgid("Analyses by length"),
        "sources": msgid("Analyses by number of references"),
        "date": msgid("Analyses by date, oldest first"),
    }
)


def ranked(fact: str, ranking: Sequence[tuple[Entry, int]], number: int, total: int) -> Message:
    """The first analyses in the order of a fact, with the last one where not all are shown.

    `number` have been put in order, of `total` in the library.
    """
    items = tuple(_ranked_line(fact, *each) for each in ranking)
    last = (Note(text(_("Last of {number}:", number=number), " ", *items[-1])),) if number > SHOWN else ()
    older = total - number
    unread = ngettext("{number} older analysis isn't counted.", "{number} older analyses aren't counted.", older)
    return say(
        Heading(_(RANKED[fact])),
        Bullets(items[:SHOWN]),
        *last,
        *((Note(text(unread)),) if older else ()),
        Buttons((summary_buttons([each.id for each, _number in ranking[:1]]), (Button(_("All analyses"), "/list"),))),
        about=f"a{ranking[0][0].id}",
        line=f"/info all {fact}",
    )


def _ranked_line(fact: str, of: Entry, count: int) -> Text:
    if fact == "date":
        told = day(of.published) if of.published else _("no date")
    else:
        told = counted(count, "word" if fact == "length" else "reference")
    return text(code(f"a{of.id}"), " ", bold(of.title), f": {told}")


def library(number: int, words: int, newest: Sequence[Entry], years: Sequence[tuple[int, int]], ahead: int) -> Message:
    """The library in numbers: analyses, words, events by year."""
    by_year = ", ".join(f"{year}: {count}" for year, count in years)
    rows = [
        (_("Analyses"), text(str(number))),
        (_("Words"), text(f"{words:,}")),
        (_("Upcoming events"), text(str(ahead))),
    ]
    if by_year:
        rows.append((_("Events by year"), text(by_year)))
    rows += [(_("Newest analysis"), text(code(f"a{each.id}"), f" {each.title}")) for each in newest[:1]]
    buttons = (Button(_("All analyses"), "/list"), Button(_("Upcoming events"), "/events"))
    return say(Heading(_("The library in numbers")), Fields(tuple(rows)), Buttons((buttons,)), line="/info all")
