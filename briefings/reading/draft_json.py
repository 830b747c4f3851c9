"""A draft as plain values for the JSON of `readout read`."""

from collections.abc import Iterable
from typing import Any

from briefings.model.agenda import EventDate
from briefings.model.analysis import Author, Dated, Draft, Mention, Quotation, Reference, Statement, Table
from briefings.model.audit import Finding

Json = dict[str, Any]


def to_json(draft: Draft) -> Json:
    """The draft's title, language, text and findings, ready for json.dumps; offsets count code points."""
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
                "likely": one.likely,
                "reason": one.reason,
            }
            for one in draft.citations
        ],
        "tables": [_table(table) for table in draft.tables],
        "events": [_event(mention) for mention in draft.mentions],
        "dates": [_place(each) | _span(each.when) for each in draft.dates],
        "quotations": [
            _place(each) | {"speaker": each.speaker, "references": [*each.references]} for each in draft.quotations
        ],
        "actors": [
            {"name": each.name, "kind": each.kind, "mentions": [[*mention] for mention in each.mentions]}
            for each in draft.actors
        ],
        "statements": [_statement(draft.text, each) for each in draft.statements],
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
        "kind": reference.kind,
        "container": reference.container,
        "publisher": reference.publisher,
        "volume": reference.volume,
        "issue": reference.issue,
        "pages": reference.pages,
        "doi": reference.doi,
        "inline": reference.inline,
    }


def _table(table: Table) -> Json:
    """A table's rows and header rows as lists of the spans of their cells."""
    return {
        "start": table.start,
        "end": table.end,
        "section": table.section,
        "caption": table.caption and [*table.caption],
        "header": [[[*cell] for cell in row] for row in table.header],
        "rows": [{"start": row.start, "end": row.end, "cells": [[*cell] for cell in row.cells]} for row in table.rows],
    }


def _author(author: Author) -> dict[str, str]:
    return {"literal": author.literal} if author.literal else {"family": author.family, "given": author.given}


def _event(mention: Mention) -> Json:
    return {"id": "", "title": mention.title} | _span(mention.when) | _place(mention)


def _statement(text: str, one: Statement) -> Json:
    return {
        "start": one.start,
        "end": one.end,
        "kind": one.kind,
        "holder": one.holder,
        "what_start": one.what[0],
        "what_end": one.what[1],
        "condition": text[slice(*one.condition)] if one.condition else None,
        "first": one.due.first.isoformat() if one.due else None,
        "last": one.due.last.isoformat() if one.due else None,
        "precision": one.due.precision if one.due else None,
        "event": one.event or None,
    }


def _span(when: EventDate) -> dict[str, str]:
    """A time with both ends included; an instant with its UTC offset, days as dates."""
    first, last = (when.at, when.at) if when.at else (when.first, when.last)
    return {"first": first.isoformat(), "last": last.isoformat(), "precision": when.precision}


def _place(found: Mention | Dated | Quotation) -> dict[str, int]:
    return {"start": found.start, "end": found.end}


def findings_to_json(findings: Iterable[Finding]) -> list[Json]:
    """The findings of an audit, ready for json.dumps."""
    return [{"kind": one.kind, "start": one.start, "end": one.end, "message": one.whole} for one in findings]
