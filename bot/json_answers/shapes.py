"""JSON for other programs, one function for each shape. Offsets count characters; indexes are 0-based."""

from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import zip_longest
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from briefings.errors import reference_of

if TYPE_CHECKING:
    from bot.diagnostics import Problem
    from briefings.agenda import AgendaItem
    from briefings.answers import ProseResult
    from briefings.library import ImportResult, Share, Sources
    from briefings.model.agenda import EventDate
    from briefings.model.analysis import Analysis, Entry
    from briefings.model.audit import Finding
    from briefings.model.audit_log import Record
    from briefings.model.delivery import CitedSentence, Delivery
    from briefings.model.marking import ProposedMarking
    from briefings.model.schedule.forecast import ScheduledDelivery
    from briefings.model.summary import Comparison, Point, Reply, Summary, TopicBrief, TopicComparison

Shape = dict[str, Any]


def entry(of: "Entry") -> Shape:
    """An entry of the list of analyses."""
    return {
        "id": f"a{of.id}",
        "title": of.title,
        "revision": of.revision,
        "published": of.published.isoformat() if of.published else None,
    }


def entry_of(of: "Analysis") -> Shape:
    """An analysis as an entry of the list."""
    published = of.draft.published
    return {
        "id": f"a{of.id}",
        "title": of.title,
        "revision": of.revision,
        "published": published.isoformat() if published else None,
    }


def analysis(of: "Analysis", agenda: "Sequence[AgendaItem]", findings: "Sequence[Finding]") -> Shape:
    """An analysis with everything found in it; its events have the agenda's ids."""
    from briefings.reading import findings_to_json, to_json  # 90 ms, which --help need not pay

    found = to_json(of.draft)
    events = [each | {"id": _known_as(of.id, each, agenda)} for each in found["events"]]
    return (
        {"id": f"a{of.id}", "title": of.title, "revision": of.revision}
        | found
        | {
            "events": events,
            "findings": findings_to_json(findings),
        }
    )


def audit(of: "Analysis", findings: "Sequence[Finding]", shares: "Sequence[Share]") -> Shape:
    """The findings of an audit, and the share of citations per source."""
    from briefings.reading import findings_to_json  # 90 ms, which --help need not pay

    return {
        "analysis": f"a{of.id}",
        "revision": of.revision,
        "citations": len(of.draft.citations),
        "references": len(of.draft.references),
        "shares": [{"source": share.name, "count": share.count} for share in shares],
        "findings": findings_to_json(findings),
        "doubts": [str(each) for each in of.draft.doubts],
    }


def summary(of: "Analysis", chosen: "Summary") -> Shape:
    """The chosen sentences, by section; in a brief, a short one with the line or heading it stands under."""
    parts, further = chosen.sections, chosen.further_dates
    return {
        "analysis": f"a{of.id}",
        "revision": of.revision,
        "sections": [{"heading": part.heading, "points": [_point(point) for point in part.points]} for part in parts],
        "skipped": list(chosen.skipped),
    } | ({"further_dates": further} if further else {})


def prose(of: "ProseResult") -> Shape:
    """Connected prose of the text's own sentences. Of `judged` choices of the model's, `kept` could be used."""
    return {
        "sentences": [
            {
                "section": of.quotes[sentence.rests_on[0]].heading if sentence.rests_on else "",
                "text": sentence.text,
                "rests_on": [{"start": of.quotes[n].start, "end": of.quotes[n].end} for n in sentence.rests_on],
            }
            for sentence in of.prose.sentences
        ],
        "kept": of.prose.kept,
        "judged": of.prose.judged,
    }


def _point(of: "Point") -> Shape:
    topic = {"topic": of.topic} if of.topic else {}
    sentence = {"text": of.text, "start": of.start, "end": of.end, "references": list(of.references), "own": of.own}
    return sentence | topic


def sources(of: "Analysis", section: int | None, cited: "Sources") -> Shape:
    """Cited sources by section; `count` includes `ambiguous` citations, which match other references as well."""
    return {
        "analysis": f"a{of.id}",
        "revision": of.revision,
        "section": section,
        "sources": [
            {
                "index": line.index,
                "entry": line.reference.entry,
                "count": line.count,
                "ambiguous": line.ambiguous,
                "sections": list(line.sections),
            }
            for line in cited.lines
        ],
        "missing": [{"text": each.text, "start": each.start, "end": each.end} for each in cited.missing],
        "ambiguous": [
            {
                "text": key.text,
                "references": list(key.references),
                "count": key.count,
                "likely": [
                    {"reference": each.reference, "count": each.count, "reason": each.reason} for each in key.likely
                ],
            }
            for key in cited.ambiguous
        ],
        "never": list(cited.never),
    }


def reply(of: "Reply") -> Shape:
    """The passages that answer a question, best first, or the closest sentences if none does.

    `claims` has the indexes of passages that say what a party claims. `closest` is the first of `close`.
    """
    return {
        "question": of.question,
        "passages": [cited(each) for each in of.passages],
        "claims": list(of.claims),
        "closest": cited(of.closest[0]) if of.closest else None,
        "close": [cited(each) for each in of.closest],
    }


def brief(of: "TopicBrief") -> Shape:
    """What the library says about a topic, oldest first; `also` lists the analyses that say the same."""
    points = [
        cited(point.cited)
        | {
            "published": point.published.isoformat() if point.published else None,
            "also": [f"a{each}" for each in point.also],
        }
        for point in of.points
    ]
    return {"words": of.words, "points": points, "left": of.left}


def comparison(first: "Analysis", second: "Analysis", of: "Comparison") -> Shape:
    """What two analyses say about the same points, the figures or dates that differ, and the sources of both."""
    points = [
        {
            "first": cited(pair.first),
            "second": cited(pair.second),
            "differing": [{"first": list(each.first), "second": list(each.second)} for each in pair.differing],
        }
        for pair in of.pairs
    ]
    both = [{"source": each.source.entry, "first": each.first, "second": each.second} for each in of.sources]
    named = [{"analysis": f"a{each.id}", "title": each.draft.title} for each in (first, second)]
    return {"first": named[0], "second": named[1], "points": points, "sources": both}


def topics(of: "TopicComparison") -> Shape:
    """What the library says on each of two topics, oldest first, and in one sentence on both."""
    return {"first": brief(of.first), "second": brief(of.second), "both": [cited(each) for each in of.both]}


def cited(of: "CitedSentence") -> Shape:
    """A sentence with its position; `sources` are the references it cites."""
    ambiguous = [
        {"sources": list(fitting), "likely": likely}
        for fitting, likely in zip_longest(of.cites, of.likely)
        if len(fitting) > 1
    ]
    return {
        "analysis": f"a{of.analysis}",
        "title": of.title,
        "heading": of.heading,
        "text": of.text,
        "start": of.start,
        "end": of.end,
        "sources": [source.entry for source in of.sources],
    } | ({"ambiguous": ambiguous} if ambiguous else {})


def event(of: "AgendaItem") -> Shape:
    """An event of the agenda; `analysis` and the span are those of its first mention, or null."""
    mention = next(iter(of.mentions), None)
    return {
        "id": f"e{of.event.id}",
        "title": of.event.title,
        **date_span(of.event.when),
        "analysis": f"a{mention.analysis}" if mention else None,
        "analysis_title": mention.title if mention else None,
        "start": mention.start if mention else None,
        "end": mention.end if mention else None,
        "state": of.state,
    }


def imported(of: "ImportResult") -> Shape:
    """What became of a file: the analysis, the events that it mentions, and new disagreements with others."""
    return {
        "proposed_marking": _proposed(of.proposed) if of.proposed and not of.withheld else None,
        "analysis": None if of.withheld else f"a{of.analysis.id}",
        "revision": of.analysis.revision,
        "title": of.analysis.title,
        "outcome": of.outcome,
        "events": [f"e{each.id}" for each in of.events],
        "disagreements": [f"d{each}" for each in of.disputed],
        "marked_again": list(of.marked),
    }


def _proposed(of: "ProposedMarking") -> Shape:
    """A marking that a text proposes."""
    when = of.when
    at = when.at.replace(tzinfo=when.at.tzinfo if when.zone else None) if when and when.at else None
    until = at.isoformat(timespec="minutes") if at else when.last.isoformat() if when else None
    return {"words": of.words, "marking": f"TLP:{of.marking}", "until": until}


def push(of: "ScheduledDelivery") -> Shape:
    """A future delivery; `if_new` means that it is only sent if there is news."""
    return {
        "at": utc(of.at),
        "local": of.at.astimezone(ZoneInfo(of.zone)).isoformat(timespec="seconds"),
        "address": of.address,
        "kind": of.kind,
        "title": of.title,
        "if_new": of.if_new,
    }


def delivery(of: "Delivery", zone: str) -> Shape:
    """The state of a delivery; the end of quiet hours is given in a zone."""
    from bot.views.shared.names_and_dates import hold_note  # 40 ms of Babel, which --help need not pay

    until = of.held_until if of.state == "pending" else None
    return {
        "id": of.id,
        "reference": reference_of(of.key),
        "address": of.address,
        "kind": of.kind,
        "state": of.state,
        "due": utc(of.due_at),
        "attempts": of.attempts,
        "reason": hold_note(until, zone) if until else of.reason,
        "receipt": of.receipt,
    }


def record(of: "Record") -> Shape:
    """An entry of the audit log; event dates are first and last day or instant with their precision."""
    return {
        "at": utc(of.at),
        "by": of.by,
        "deed": of.deed,
        "subject": of.subject,
        "title": of.title,
        "note": of.note,
        "before": _date(of.before),
        "after": _date(of.after),
    }


def _date(of: "EventDate | None") -> Shape | None:
    return date_span(of) if of else None


def date_span(of: "EventDate") -> Shape:
    """The first and last day or instant of a date, with its precision."""
    first, last = (of.at, of.at) if of.at else (of.first, of.last)
    return {"first": first.isoformat(), "last": last.isoformat(), "precision": of.precision}


def fault(of: "Problem") -> Shape:
    """A problem and its fix; `grave` is false if everything works despite it."""
    return {"what": of.what, "cure": of.fix, "grave": of.is_error}


def utc(at: datetime) -> str:
    """An instant in UTC, ending in Z."""
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _known_as(analysis_id: int, found: Shape, agenda: "Sequence[AgendaItem]") -> str:
    """The agenda's id of an event mentioned in a sentence; the title decides if there are several."""
    place = (analysis_id, found["start"], found["end"])
    here = [each.event for each in agenda if any((m.analysis, m.start, m.end) == place for m in each.mentions)]
    here.sort(key=lambda known: known.title != found["title"])
    return f"e{here[0].id}" if here else ""
