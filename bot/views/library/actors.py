"""View of the people, organisations and places in a text, with the sections that name them."""

from collections import Counter
from collections.abc import Sequence

from bot.languages import _, msgid, ngettext
from bot.message import Block, Bullets, Button, Buttons, Heading, Message, Note, Text, bold, code, filled, say, text
from bot.views.shared.names_and_dates import counted, header, joined
from briefings.library import section_at
from briefings.model.analysis import Actor, ActorKind, Analysis, Draft

SHOWN = 12  # of one kind
_HEADINGS: dict[ActorKind, str] = {
    "person": msgid("People"),
    "organisation": msgid("Organisations"),
    "place": msgid("Places"),
}
_SECTIONS = 4  # told by their headings; more of them by number alone


def actors(analysis: Analysis, prefix: str, *, everything: bool) -> Message:
    """People, organisations and places, most frequent first."""
    found = analysis.draft.actors
    if not found:
        return say(*header(analysis, _("actors")), _("No people, organisations or places are named here."))
    command = f"actors a{analysis.id} all"
    parts = [_kind(analysis.draft, kind, found, prefix + command, everything=everything) for kind in _HEADINGS]
    return say(
        *header(analysis, counted(len(found), "actor")),
        *(block for part in parts for block in part),
        _buttons(analysis),
        whole=f"/{command}",
        line=f"/{command}" if everything else f"/actors a{analysis.id}",
    )


def _kind(
    draft: Draft, kind: ActorKind, found: Sequence[Actor], command: str, *, everything: bool
) -> tuple[Block, ...]:
    those = [actor for actor in found if actor.kind == kind]
    if not those:
        return ()
    shown = those if everything else those[:SHOWN]
    left = len(those) - len(shown)
    more = (
        (Note(filled(ngettext("{number} more: {{line}}", "{number} more: {{line}}", left), line=code(command))),)
        if left
        else ()
    )
    return Heading(_(_HEADINGS[kind]), 2), Bullets(tuple(_line(draft, actor) for actor in shown)), *more


def _line(draft: Draft, actor: Actor) -> Text:
    places = Counter(section_at(draft, start) for start, _ in actor.mentions)
    sections = sorted(index for index in places if index is not None)
    often = _("once") if len(actor.mentions) == 1 else counted(len(actor.mentions), "time")
    if len(sections) > _SECTIONS:
        where = _(", in sections {numbers}", numbers=joined([str(index + 1) for index in sections]))
    else:
        names = [f"{index + 1} {draft.sections[index].heading}" for index in sections]
        where = _(", in {places}", places=joined(names)) if names else ""
    return text(bold(actor.name), f": {often}{where}")


def _buttons(analysis: Analysis) -> Buttons:
    here = f"a{analysis.id}"
    names = ((_("Quotations"), "quotes"), (_("Timeline"), "timeline"), (_("Summary"), "summary"))
    return Buttons((tuple(Button(label, f"/{name} {here}") for label, name in names),))
