"""Views of comparisons: two analyses point by point, or two topics side by side, with what both rest on."""

from collections.abc import Sequence

from bot.languages import _, ngettext
from bot.message import Block, Bullets, Buttons, Heading, Message, Note, Text, bold, code, say, text
from bot.views.answers.ask import short
from bot.views.library.library import summary_buttons
from bot.views.shared.names_and_dates import counted, day, in_line, joined
from bot.views.shared.quotations import Marks, asking_of, entry, numbers_for, quoted, quoted_line, sourced, titles
from briefings.model.analysis import Analysis
from briefings.model.delivery import CitedSentence
from briefings.model.summary import Comparison, Differing, SidePair, TopicBrief, TopicComparison

_POINTS = 4  # sentences on each topic


def analyses(first: Analysis, second: Analysis, of: Comparison) -> Message:
    """Two analyses: what each says about the same points, what differs, and the sources of both."""
    points = [each for pair in of.pairs for each in (pair.first, pair.second)]
    numbers = numbers_for(points)
    ids = (first.id, second.id)
    return say(
        Heading(_("{first} and {second} compared", first=f"a{ids[0]}", second=f"a{ids[1]}")),
        Bullets(tuple(_named(each) for each in (first, second))),
        *_pairs(of.pairs, numbers),
        *_shared(of, *ids),
        *sourced(points, numbers),
        Buttons(tuple(row for row in (summary_buttons(ids), asking_of(points)) if row)),
        line=f"/compare a{ids[0]} and a{ids[1]}",
    )


def _named(of: Analysis) -> Text:
    draft = of.draft
    facts = (
        day(draft.published) if draft.published else _("no date"),
        counted(len(draft.sentences), "sentence"),
        ngettext("{number} source", "{number} sources", len(draft.references)),
    )
    return text(code(f"a{of.id}"), " ", bold(draft.title), f": {in_line(facts)}")


def _pairs(pairs: Sequence[SidePair], numbers: Marks) -> tuple[Block | str, ...]:
    if not pairs:
        return (_("No sentences of the two are about the same point."),)
    blocks: list[Block] = [Heading(_("On the same points"), 2)]
    for pair in pairs:
        sides = (pair.first, pair.second)
        blocks.append(Bullets(tuple(quoted_line(each, numbers) for each in sides)))
        blocks += [Note(text(_differs(each, pair))) for each in pair.differing]
    return tuple(blocks)


def _differs(of: Differing, pair: SidePair) -> str:
    """ "Differs: 22 million (a1), 25 million (a2)"."""
    sides = ((of.first, pair.first.analysis), (of.second, pair.second.analysis))
    told = ", ".join(f"{joined(words)} (a{id_})" for words, id_ in sides)
    return _("Differs: {told}", told=told)


def _shared(of: Comparison, first: int, second: int) -> tuple[Block | str, ...]:
    if not of.sources:
        return (_("The two have no source in common."),)
    items = (
        text(bold(f"[a{first}:{each.first}] [a{second}:{each.second}] "), *entry(each.source)) for each in of.sources
    )
    return Heading(_("Sources of both"), 2), Bullets(tuple(items))


def topics(of: TopicComparison, prefix: str) -> Message:
    """Two topics: the main sentences on each, and those on both."""
    names = [short(each.words) for each in (of.first, of.second)]
    sides = [[point.cited for point in each.points[:_POINTS]] for each in (of.first, of.second)]
    points = [*sides[0], *sides[1], *of.both]
    if not points:
        nothing = _(
            "No analysis mentions “{first}” or “{second}”. Type {prefix}list to see all analyses.",
            first=names[0],
            second=names[1],
            prefix=prefix,
        )
        return say(nothing)
    numbers = numbers_for(points)
    ids = list(dict.fromkeys(each.analysis for each in points))
    return say(
        Heading(_("“{first}” and “{second}” compared", first=names[0], second=names[1])),
        *(
            block
            for each, side in zip((of.first, of.second), sides, strict=True)
            for block in _side(each, side, numbers)
        ),
        *((Heading(_("On both"), 2), *quoted(of.both, numbers)) if of.both else ()),
        *titles(points),
        *sourced(points, numbers),
        Buttons(tuple(row for row in (summary_buttons(ids), asking_of(points)) if row), most=_POINTS),
        line=f"/compare {of.first.words} and {of.second.words}",
    )


def _side(of: TopicBrief, points: Sequence[CitedSentence], numbers: Marks) -> tuple[Block, ...]:
    name = short(of.words)
    told = quoted(points, numbers) or (Note(text(_("No analysis mentions “{words}”.", words=name))),)
    return Heading(name[:1].upper() + name[1:], 2), *told
