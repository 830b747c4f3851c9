"""A draft as plain values for JSON."""

from typing import Any

from briefings.model.analysis import Author, Draft, Mention, Reference

Json = dict[str, Any]


def to_json(draft: Draft) -> Json:
    """The draft's title, language, text and all that was found, ready for json.dumps; offsets count code points."""
    return {
        "title": draft.title,
        "language": draft.language,
        "published": draft.published.isoformat() if draft.published else None,
        "text": draft.text,
        "sections": [
            {"heading": section.heading, "level": section.level, "start": section.start, "end": section.end}
            for section in draft.sections
        ],
        "sentences": [{"start": one.start, "end": one.end, "section": one.section} for one in draft.sentences],
        "references": [_reference(reference) for reference in draft.references],
        "citations": [
            {
                "start": one.start,
                "end": one.end,
                "text": one.text,
                "status": one.status,
                "references": [*one.references],
            }
            for one in draft.citations
        ],
        "events": [_event(mention) for mention in draft.mentions],
    }


def _reference(reference: Reference) -> Json:
    return {
        "start": reference.start,
        "end": reference.end,
        "entry": reference.entry,
        "authors": [_author(author) for author in reference.authors],
        "year": reference.year,
        "date": reference.date,
        "title": reference.title,
        "url": reference.url,
    }


def _author(author: Author) -> dict[str, str]:
    return {"literal": author.literal} if author.literal else {"family": author.family, "given": author.given}


def _event(mention: Mention) -> Json:
    """Both ends of the event's time are included; an instant is told with its offset, days as dates."""
    when = mention.when
    first, last = (when.at, when.at) if when.at else (when.first, when.last)
    return {
        "id": "",
        "title": mention.title,
        "first": first.isoformat(),
        "last": last.isoformat(),
        "precision": when.precision,
        "start": mention.start,
        "end": mention.end,
    }
