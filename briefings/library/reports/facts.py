"""Facts about an analysis itself: who wrote it, when, how long it is, what it cites. Pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from briefings.library.reports.sources import CitedReference, sources_of
from briefings.model.analysis import Block, Draft, Quotation, section_at
from briefings.parsing import names
from briefings.text.terms import word_count, words_in

_LINES = 8  # below the title in which the authors stand
_MINUTE = 230  # English words that people read in a minute
_LABEL = re.compile(
    r"\s*[#*_>]*\s*(?:by\b|authors?\s*[:：]|written by\b|автор[ыа]?\s*[:：]|作者\s*[:：])\s*(?P<names>.+)",
    re.IGNORECASE,
)
_KEY = re.compile(r"^[\"']?authors?[\"']?\s*[:=]\s*(?P<names>\S.*)$", re.IGNORECASE | re.MULTILINE)
_PARTS = re.compile(r"\s*(?:,|;|、|，|&|\||·|\band\b|\bи\b)\s*")
_MARKS = " \t*_#>[]\"'{}()."
_HEAD = 3_000  # characters in which front matter stands
_LONGEST = 60  # characters of a name


@dataclass(frozen=True, slots=True)
class Facts:
    """`cited` are the references that are cited most, with how often; `never` those that aren't; all by index.

    `shared` are references that are cited together at least as often, by citations that fit each of them.
    """

    authors: tuple[str, ...]
    published: date | None
    words: int
    minutes: int
    sections: int
    references: int
    citations: int
    cited: tuple[int, ...]
    times: int
    never: tuple[int, ...]
    shared: tuple[CitedReference, ...] = ()


def facts_of(draft: Draft) -> Facts:
    """Counts what is in a draft; `minutes` is the time to read it, at least 1."""
    sources = sources_of(draft)
    single = [each for each in sources.counted if len(each.references) == 1]
    times = max((each.count for each in single), default=0)
    cited = tuple(each.references[0] for each in single if each.count == times)
    return Facts(
        authors=authors_of(draft),
        published=draft.published,
        words=words_in(draft.text),
        minutes=max(1, round(word_count(draft.text) / _MINUTE)),
        sections=len(draft.sections),
        references=len(draft.references),
        citations=len(draft.citations),
        cited=cited,
        times=times,
        never=sources.never,
        shared=tuple(each for each in sources.counted if len(each.references) > 1 and each.count >= times),
    )


def authors_of(draft: Draft) -> tuple[str, ...]:
    """The authors that the text names in its front matter or below its title; () if it names none."""
    head = draft.text[:_HEAD]
    labelled = next(filter(None, (_LABEL.match(line) for line in head.splitlines()[:_LINES])), None)
    found = labelled or (_KEY.search(head) if draft.text.lstrip().startswith(("---", "+++", "{")) else None)
    return _names(found["names"]) if found else tuple(_below_title(draft))


def _names(line: str) -> tuple[str, ...]:
    """The names in a line, without the date beside them."""
    parts = (part.strip(_MARKS) for part in _PARTS.split(line))
    return tuple(part for part in parts if part and len(part) <= _LONGEST and not re.search(r"\d", part))


def _below_title(draft: Draft) -> Iterator[str]:
    from briefings.reading.title_block.author_lines import (  # 40 ms, and few ask for it
        author_lines,
        byline_names,
        is_byline,
    )

    blocks, at = [], 0
    for line in draft.text[:_HEAD].split("\n"):
        if line.strip():
            blocks.append(Block("paragraph", at, at + len(line)))
        at += len(line) + 1
    title = next((n for n, b in enumerate(blocks) if draft.title in draft.text[b.start : b.end]), None)
    if title is None:
        return
    lines = [draft.text[each.start : each.end] for each in blocks]
    for index in sorted(author_lines(draft.text, blocks[:_LINES], title + 1)):
        yield from _names(lines[index])
        return
    for line in lines[title + 1 : _LINES]:
        if not is_byline(line):
            return
        if names := byline_names(line):
            yield from names
            return


@dataclass(frozen=True, slots=True)
class SpeakerQuotations:
    """A speaker ("" if unnamed) and the quotations, in text order."""

    speaker: str
    quotations: tuple[Quotation, ...]


def quotations_by_speaker(draft: Draft, section: int | None = None) -> tuple[SpeakerQuotations, ...]:
    """The speakers in a text or section, most quoted first, unnamed ones last."""
    by: dict[str, list[Quotation]] = {}
    for each in draft.quotations:
        if section is None or section_at(draft, each.start) == section:
            by.setdefault(each.speaker, []).append(each)
    found = [SpeakerQuotations(speaker, tuple(those)) for speaker, those in by.items()]
    return tuple(sorted(found, key=lambda voice: (not voice.speaker, -len(voice.quotations))))


def speakers_named(found: Sequence[SpeakerQuotations], words: str) -> tuple[SpeakerQuotations, ...]:
    """Those whose name contains all the words."""
    wanted = names.key(words).split()
    return tuple(voice for voice in found if wanted and set(wanted) <= set(names.key(voice.speaker).split()))
