"""Quotations by speaker. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from briefings.model.analysis import Draft, Quotation, section_at
from briefings.parsing import names


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
