"""Views of answers to questions and of briefs on a topic."""

from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace

from bot.languages import _, ngettext, typed_language
from bot.message import Block, Bullets, Button, Buttons, Heading, Message, Note, Text, code, italic, say, text
from bot.views.library.library import OFFERED, summary_buttons
from bot.views.shared.names_and_dates import day, joined
from bot.views.shared.quotations import Marks, asking_of, numbers_for, quoted, quoted_line, sourced, titles
from briefings.model.summary import Reply, TopicBrief, TopicPoint

_SHOWN = 200  # characters of a question that are told again


def answer_page(reply: Reply, prefix: str) -> Message:
    """The passages that answer, best first, or the closest ones, which may not; the first line says which."""
    with nullcontext() if reply.passages else typed_language():
        return _answer_page(reply, prefix)


def _answer_page(reply: Reply, prefix: str) -> Message:
    points = reply.passages or reply.closest
    if not points:
        nothing = _("Nothing near this in what you may read. Type {prefix}list to see all analyses.", prefix=prefix)
        return replace(say(nothing), unanswered=True)
    numbers = numbers_for(points)
    analyses = list(dict.fromkeys(point.analysis for point in points))
    told = _("The texts say, best match first:") if len(points) > 1 else _("The text says:")
    page = say(
        Heading(short(reply.question)),
        Note(text(told)) if reply.passages else _("Closest passages; they may not answer this:"),
        *quoted(points, numbers),
        *_claimed(reply),
        *titles(points),
        *sourced(points, numbers),
        Buttons(
            (
                summary_buttons(analyses),
                asking_of(points),
            ),
            most=OFFERED,
        ),
        line=f"/ask {reply.question}",
    )
    return replace(page, unanswered=not reply.passages)


def _claimed(reply: Reply) -> tuple[Note, ...]:
    """A note which passages say what somebody claims."""
    if not reply.claims:
        return ()
    places = joined([str(each + 1) for each in reply.claims])
    told = ngettext(
        "Passage {places} is only what somebody claims.",
        "Passages {places} are only what somebody claims.",
        len(reply.claims),
        places=places,
    )
    return (Note(text(told)),)


@dataclass(frozen=True, slots=True)
class SearchedIn:
    """The one analysis in which a topic was looked for: its id, and its name in words."""

    id: str
    name: str


def brief_page(of: TopicBrief, prefix: str, within: SearchedIn | None = None) -> Message:
    """The main sentences on a topic by analysis, oldest first."""
    words = short(of.words)
    if not of.points and within:
        nothing = _("Nothing in {place} mentions “{words}”.", place=within.name, words=words)
        return say(nothing, Buttons(((Button(_("In the whole library"), f"/brief {of.words}"),),)))
    if not of.points:
        return say(
            _("No analysis mentions “{words}”. Type {prefix}list to see all analyses.", words=words, prefix=prefix)
        )
    cited = [point.cited for point in of.points]
    numbers = numbers_for(cited)
    analyses = list(dict.fromkeys(point.analysis for point in cited))
    by_analysis = [[point for point in of.points if point.cited.analysis == each] for each in analyses]
    left = ngettext(
        "{number} more analysis not quoted here: {line}",
        "{number} more analyses not quoted here: {line}",
        of.left,
        line=f"{prefix}search {words}",
    )
    return say(
        Heading(
            _("“{words}” in {where}", words=words, where=within.name)
            if within
            else _("“{words}” across the library", words=words)
        ),
        *(block for points in by_analysis for block in _told_by(points, numbers)),
        *((Note(text(left)),) if of.left else ()),
        *sourced(cited, numbers),
        Buttons(
            (
                summary_buttons(analyses),
                asking_of(cited),
            ),
            most=OFFERED,
        ),
        line=f"/brief {of.words} in {within.id}" if within else f"/brief {of.words}",
    )


def _told_by(points: Sequence[TopicPoint], numbers: Marks) -> tuple[Block, ...]:
    """What one analysis says, with its date and the analyses that agree."""
    first = points[0]
    dated = day(first.published) if first.published else _("no date")
    items = tuple((*quoted_line(point.cited, numbers, named=False), *_agreed(point.also)) for point in points)
    return (
        Heading(first.cited.title, 2),
        Note(text(code(f"a{first.cited.analysis}"), f" · {dated}")),
        Bullets(items),
    )


def _agreed(also: Sequence[int]) -> Text:
    names = joined([f"a{each}" for each in also])
    return text(italic(_("; also in {analyses}", analyses=names))) if names else ()


def short(question: str) -> str:
    """A question shortened for display."""
    words = " ".join(question.split())
    return words if len(words) <= _SHOWN else f"{words[:_SHOWN].rstrip()}..."
