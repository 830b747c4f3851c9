"""JSON of what is in the analyses. Offsets count characters; indexes are 0-based."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from bot.json_answers.shapes import Shape, cited, date_span, utc
from briefings.library import quote, section_at

if TYPE_CHECKING:
    from briefings.library import (
        Difference,
        Found,
        Moment,
        News,
        PassageInContext,
        ResolvedPlace,
        SpeakerQuotations,
        Unread,
    )
    from briefings.model.analysis import Actor, Analysis, Draft
    from briefings.model.corrections import Correction
    from briefings.model.disagreements import Disagreement, Side
    from briefings.model.outlook import TrackedStatement


def search(words: str, scope: str, found: "Found") -> Shape:
    """The sentences that match, best first; `bounded` if a very common word left older ones out."""
    return {"words": words, "in": scope, "bounded": found.bounded, "hits": [cited(hit) for hit in found.hits]}


def quotes(place: "ResolvedPlace", voices: "Sequence[SpeakerQuotations]") -> Shape:
    """Quotations by speaker, the most quoted first; "" is nobody who is named."""
    draft = place.analysis.draft
    speakers = [
        {
            "speaker": voice.speaker,
            "quotations": [
                _words(draft, (each.start, each.end)) | {"references": list(each.references)}
                for each in voice.quotations
            ],
        }
        for voice in voices
    ]
    return _place(place) | {"speakers": speakers}


def timeline(place: "ResolvedPlace", moments: "Sequence[Moment]") -> Shape:
    """Dated sentences in order; `event` is the title of the event dated, or ""."""
    draft = place.analysis.draft
    return _place(place) | {"moments": [_moment(draft, each) for each in moments]}


def _moment(draft: "Draft", of: "Moment") -> Shape:
    return date_span(of.when) | {"event": of.title, "section": of.section} | _words(draft, (of.start, of.end))


def actors(of: "Analysis") -> Shape:
    """People, organisations and places with the spans that name them."""
    return _named(of) | {"actors": [_actor(of.draft, each) for each in of.draft.actors]}


def _actor(draft: "Draft", of: "Actor") -> Shape:
    sections = {section_at(draft, start) for start, _ in of.mentions}
    return {
        "name": of.name,
        "kind": of.kind,
        "sections": sorted(index for index in sections if index is not None),
        "mentions": [list(mention) for mention in of.mentions],
    }


def where(passages: "Sequence[PassageInContext]") -> Shape:
    """Sentences with the span of their paragraph and their sources."""
    return {
        "passages": [
            cited(quote(of.analysis, of.start, of.end))
            | {"revision": of.analysis.revision, "section": of.section, "paragraph": list(of.around)}
            for of in passages
        ]
    }


def changes(of: "Analysis", unread: "Unread | None") -> Shape:
    """What is new since `read`, the revision read last; null if it was never read here."""
    if unread is None:
        return _named(of) | {"read": None}
    read = unread.read
    return _named(of) | {"read": read.revision} | _difference(unread.difference, of.draft, read.draft)


def _difference(of: "Difference", new: "Draft", old: "Draft") -> Shape:
    return {
        "sections_added": list(of.sections_added),
        "sections_removed": list(of.sections_removed),
        "added": [_words(new, span) for span in of.added],
        "removed": [_words(old, span) for span in of.removed],
        "rows_added": [_words(new, span) for span in of.rows_added],
        "rows_removed": [_words(old, span) for span in of.rows_removed],
        "citations_added": list(of.citations_added),
        "citations_removed": list(of.citations_removed),
        "references_added": list(of.references_added),
        "references_removed": list(of.references_removed),
    }


def news(of: "News") -> Shape:
    """The analyses revised since they were read here, and those added since anything was; `since` is null if never."""
    return {
        "since": utc(of.since) if of.since else None,
        "revised": [changes(each.analysis, each) for each in of.revised],
        "new": [_named(each) for each in of.new],
    }


def statement(of: "TrackedStatement", draft: "Draft", today: date) -> Shape:
    """A statement about the future with its outcome; `text` is its sentence."""
    due = of.awaited
    return {
        "id": f"s{of.id}",
        "analysis": f"a{of.analysis}",
        "revision": of.revision,
        "section": section_at(draft, of.start),
        "start": of.start,
        "end": of.end,
        "text": of.text,
        "kind": of.kind,
        "holder": of.holder,
        "first": due.first.isoformat() if due else None,
        "last": due.last.isoformat() if due else None,
        "precision": due.precision if due else None,
        "state": of.state(today),
        "verdict": _VERDICTS.get(of.verdict),
        "evidence": _evidence(of),
    }


_VERDICTS: "dict[str, str]" = {
    "happened": "happened",
    "not": "did not",
    "partly": "partly",
    "moved": "moved",
    "unknown": "cannot be told",
}


def _evidence(of: "TrackedStatement") -> Shape | None:
    """A typed line or a link as `text`, or the place of a sentence of another analysis."""
    known = of.settlement.evidence
    if known.span:
        place = {"revision": known.span.revision, "start": known.span.start, "end": known.span.end}
        return {"source": f"a{known.span.analysis}"} | place
    return {"words": known.text} if known.text else None


def _place(of: "ResolvedPlace") -> Shape:
    return _named(of.analysis) | {"section": of.section}


def _named(of: "Analysis") -> Shape:
    return {"analysis": f"a{of.id}", "title": of.title, "revision": of.revision}


def _words(draft: "Draft", span: tuple[int, int]) -> Shape:
    start, end = span
    return {"start": start, "end": end, "text": draft.text[start:end]}


def disagreement(of: "Disagreement") -> Shape:
    """Two sentences that contradict each other, the newer first, and the rule in words."""
    return {
        "id": f"d{of.id}",
        "kind": of.kind,
        "reason": str(of.reason),
        "first": _side(of.first),
        "second": _side(of.second),
        "same_source": of.source.split("|")[0] or None,
        "state": of.state,
        "holder_difference": of.holder_difference,
    }


def _side(of: "Side") -> Shape:
    return {
        "analysis": f"a{of.analysis}",
        "revision": of.revision,
        "start": of.start,
        "end": of.end,
        "text": of.text,
        "holder": of.holder,
        "published": of.published.isoformat() if of.published else None,
    }


_CHANGES = 20  # sentences of a correction


def correction(of: "Correction") -> Shape:
    """A correction with its first 20 sentences: `old` is what messages said, `new` is null if nothing replaces it."""
    items = [of.items[index] for index in of.corrected if not of.items[index].withheld]
    return {
        "id": f"c{of.id}",
        "analysis": f"a{of.analysis}",
        "title": of.title,
        "revision": of.revision,
        "kind": of.kind,
        "state": "retracted" if of.state == "reverted" else "published",
        "sentences": [{"old": each.old, "new": each.now or None, "why": each.why} for each in items[:_CHANGES]],
        "left": max(0, len(items) - _CHANGES),
    }
