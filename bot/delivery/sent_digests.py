"""Digests that were sent, cut to what their chat may see now."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from bot.languages import _
from bot.message import Block, Bullets, Buttons, Heading, Message, Note, Run, text, texts
from bot.views.accounts.markings import marking_note, with_marking
from briefings.errors import NotFound
from briefings.markings import ShownParts
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


async def seen_now(core: Briefings, digests: Sequence[Message]) -> list[Message]:
    """The digests with their present markings, as the viewer may see them: whole, or only the parts that they may see.

    All are looked up at once.
    """
    whole = [tuple(each for each in digest.blocks if not _is_dressing(each)) for digest in digests]
    visible = await _Visible.among(core, _named(block for blocks in whole for block in blocks))
    kept = [blocks if visible.all_of(_named(blocks)) else _parts(blocks, visible) for blocks in whole]
    left = [_named(blocks) for blocks in kept]
    shown = [ShownParts(each.events, [span for span, _words in each.quoted], each.analyses) for each in left]
    markings = await core.markings.above_default_of_each(shown)
    found = zip(digests, whole, kept, markings, strict=True)
    return [_dressed(digest, blocks, rest, marking) for digest, blocks, rest, marking in found]


def _dressed(digest: Message, whole: tuple[Block, ...], kept: tuple[Block, ...], marking: Marking | None) -> Message:
    """A digest with the blocks that the viewer may see, and the marking of these."""
    if kept is whole:
        return replace(with_marking(replace(digest, blocks=whole), marking), marking=marking or "")
    told = Note(text(_("Left out: what this chat may no longer see.")))
    cut = (Heading(_("Digest")), *marking_note(marking), *kept, told)
    return replace(digest, blocks=cut, marking=marking or "")


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
    events: frozenset[int]
    spans: frozenset[QuotedSpan]

    @classmethod
    async def among(cls, core: Briefings, named: _Named) -> "_Visible":
        analyses = await core.library.listed(named.analyses)
        cut = await core.markings.partly_hidden(analyses)
        whole = {span for span, _words in named.quoted if span.analysis in analyses - cut}
        partly = {each[0] for each in named.quoted if each[0].analysis in cut and await _still_there(core, *each)}
        events = await core.agenda.listed(named.events)
        return cls(analyses, events, frozenset(whole | partly))

    def all_of(self, named: _Named) -> bool:
        """Whether the viewer may see all of it."""
        spans = {span for span, _words in named.quoted}
        return named.analyses <= self.analyses and named.events <= self.events and spans <= self.spans


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
