"""Digests that were sent, cut to what their chat may see now."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.languages import _
from bot.message import Block, Bullets, Buttons, Heading, Message, Note, Run, Text, bold, plain_text, text, texts
from bot.views.accounts.markings import marking_note, with_marking
from bot.views.shared.names_and_dates import event_line, when
from briefings.errors import NotFound
from briefings.markings import ShownParts
from briefings.model.agenda import Event
from briefings.model.corrections import QuotedSpan
from briefings.model.marking import Marking
from briefings.service import Briefings

_ID = re.compile(r"([ae])(-?\d{1,9})")
_TLP = "TLP:"


@dataclass(frozen=True, slots=True)
class _Named:
    """What a part of a digest tells of: analyses, events, and quoted spans with their words."""

    analyses: frozenset[int] = frozenset()
    events: frozenset[int] = frozenset()
    quoted: tuple[tuple[QuotedSpan, str], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.analyses or self.events)


async def seen_now(core: Briefings, digests: Sequence[tuple[Message, datetime]], zone: str) -> list[Message]:
    """The digests, each sent at an instant, as the viewer may see them: whole, or only the parts that they may see.

    Their events have their present titles and dates, since earlier ones may be told by hidden texts alone, and they
    have their present markings. All are looked up at once.
    """
    told = [tuple(each for each in digest.blocks if not _is_dressing(each)) for digest, _ in digests]
    visible = await _Visible.among(core, _named(block for blocks in told for block in blocks))
    sent = [at for _, at in digests]
    whole = [tuple(visible.as_now(each, at, zone) for each in blocks) for blocks, at in zip(told, sent, strict=True)]
    kept = [blocks if visible.all_of(_named(blocks)) else _parts(blocks, visible) for blocks in whole]
    left = [_named(blocks) for blocks in kept]
    shown = [ShownParts(each.events, [span for span, _words in each.quoted], each.analyses) for each in left]
    markings = await core.markings.above_default_of_each(shown)
    found = zip(digests, told, whole, kept, markings, strict=True)
    return [
        _dressed(digest, rest, marking, cut=rest is not blocks, changed=blocks != before)
        for (digest, _), before, blocks, rest, marking in found
    ]


def _dressed(digest: Message, kept: tuple[Block, ...], marking: Marking | None, *, cut: bool, changed: bool) -> Message:
    """A digest with the blocks that the viewer may see, and their marking; its heading counts what it told then."""
    if not (cut or changed):
        return replace(with_marking(replace(digest, blocks=kept), marking), marking=marking or "")
    left_out = (Note(text(_("Left out: what this chat may no longer see."))),) if cut else ()
    rest = kept if cut else kept[1:]
    blocks = (Heading(_("Digest")), *marking_note(marking), *rest, *left_out)
    return replace(digest, blocks=blocks, marking=marking or "")


def _is_dressing(block: Block) -> bool:
    """Whether a block is buttons or a marking, which are made anew."""
    return isinstance(block, Buttons) or (
        isinstance(block, Note) and "".join(run.text for run in block.text).startswith(_TLP)
    )


def _named(blocks: Iterable[Block]) -> _Named:
    return _in_runs(run for block in blocks for runs in texts(block) for run in runs)


def _in_runs(runs: Iterable[Run]) -> _Named:
    found: dict[str, set[int]] = {"a": set(), "e": set()}
    quoted = []
    for run in runs:
        if run.origin:
            found["a"].add(run.origin.analysis)
            quoted.append((run.origin, run.text))
        elif run.code and (typed := _ID.fullmatch(run.text)):
            found[typed[1]].add(int(typed[2]))
    return _Named(frozenset(found["a"]), frozenset(found["e"]), tuple(quoted))


@dataclass(frozen=True, slots=True)
class _Visible:
    """What the viewer may see of that which a digest tells of."""

    analyses: frozenset[int]
    events: Mapping[int, Event]
    spans: frozenset[QuotedSpan]

    @classmethod
    async def among(cls, core: Briefings, named: _Named) -> "_Visible":
        analyses = await core.library.listed(named.analyses)
        cut = await core.markings.partly_hidden(analyses)
        whole = {span for span, _words in named.quoted if span.analysis in analyses - cut}
        partly = {each[0] for each in named.quoted if each[0].analysis in cut and await _still_there(core, *each)}
        events = await core.agenda.known(await core.agenda.listed(named.events))
        return cls(analyses, events, frozenset(whole | partly))

    def as_now(self, block: Block, sent_at: datetime, zone: str) -> Block:
        """A block in which each event that the viewer may see has its present title and date."""
        if not isinstance(block, Bullets):
            return block
        return replace(block, items=tuple(self._item_as_now(each, sent_at, zone) for each in block.items))

    def _item_as_now(self, item: Text, sent_at: datetime, zone: str) -> Text:
        typed = _ID.fullmatch(item[0].text) if item and item[0].code else None
        event = self.events.get(int(typed[2])) if typed and typed[1] == "e" else None
        if event is None:
            return item
        present = event_line(event, sent_at, zone)
        known = plain_text(item).startswith(
            plain_text((*present[:2], *text(bold(event.title), ": ", when(event.when, zone, sent_at))))
        )
        return item if known else present

    def all_of(self, named: _Named) -> bool:
        """Whether the viewer may see all of it."""
        spans = {span for span, _words in named.quoted}
        return named.analyses <= self.analyses and named.events <= self.events.keys() and spans <= self.spans


async def _still_there(core: Briefings, span: QuotedSpan, words: str) -> bool:
    """Whether the viewer sees quoted words in their revision; for one who saw more, they stood at another place."""
    try:
        text_ = (await core.library.revision(span.analysis, span.revision)).draft.text
    except NotFound:
        return False
    return _letters(words) in _letters(text_)


def _letters(words: str) -> str:
    return "".join(filter(str.isalnum, words))


def _parts(blocks: Sequence[Block], visible: _Visible) -> tuple[Block, ...]:
    """The parts below headings that the viewer may see, without what names nothing, such as the list of sources."""
    kept: list[Block] = []
    for part in _below_headings(blocks):
        told = [each for block in part if (each := _seen(block, visible)) is not None]
        if told and visible.all_of(_named(block for block in part if not isinstance(block, Bullets))):
            kept += [*(each for each in part if isinstance(each, Heading)), *told]
    return tuple(kept)


def _below_headings(blocks: Sequence[Block]) -> list[list[Block]]:
    parts: list[list[Block]] = [[]]
    for block in blocks:
        if isinstance(block, Heading):
            parts.append([])
        parts[-1].append(block)
    return parts


def _seen(block: Block, visible: _Visible) -> Block | None:
    """A block with the items that the viewer may see; None without any."""
    if isinstance(block, Bullets):
        kept = [at for at, item in enumerate(block.items) if (named := _in_runs(item)) and visible.all_of(named)]
        items, signs = tuple(block.items[at] for at in kept), tuple(block.signs[at] for at in kept if block.signs)
        return replace(block, items=items, signs=signs) if items else None
    return block if (named := _named([block])) and visible.all_of(named) else None
