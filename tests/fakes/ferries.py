"""One analysis, put together by hand: citations that fit one source, several and none, and an event without a day."""

from datetime import UTC, date, datetime

from briefings.model.agenda import Event, EventDate
from briefings.model.analysis import Analysis
from briefings.model.delivery import CitedSentence
from briefings.model.summary import Point, SectionSummary, Summary
from tests.fakes.drafts import draft_of

NOW = datetime(2026, 2, 10, 9, 0, tzinfo=UTC)
ZONE = "Europe/London"
APRIL = EventDate(date(2026, 4, 1), date(2026, 4, 30), "month")
SUMMIT = Event(1, "Harbour summit", APRIL)
FERRIES = Analysis(
    1,
    1,
    draft_of(
        "Three Harbours, One Timetable",
        (
            ("Introduction", ("Three towns put their ferries under one timetable.",)),
            (
                "The Pact",
                (
                    "Eleven ships join (Strait Board, 2026). Fares stay frozen until the autumn (Lindqvist, 2025).",
                    "A harbour summit in April is to settle the price of berths.",
                ),
            ),
            ("Money and Ice", ("The northern quay would close in winter (Coast Gazette, 2026).",)),
        ),
        (
            "Lindqvist, A. (2025). Ferries and fuel. https://example.org/ferries",
            "Moreau, C. (2024). Harbour law.",
            "Strait Board. (2026, January 20). The pact.",
            "Strait Board. (2026, January 22). The timetable.",
        ),
        {"Strait Board, 2026": (2, 3), "Lindqvist, 2025": (0,)},
    ),
)


def points(section: int, *numbers: int) -> SectionSummary:
    """The sentences of a section by number, as a summary holds them."""
    draft = FERRIES.draft
    inside = [s for s in draft.sentences if s.section == section]
    chosen = tuple(Point(draft.text[inside[n].start : inside[n].end], inside[n].start, inside[n].end) for n in numbers)
    return SectionSummary(section, draft.sections[section].heading, chosen)


SUMMARY = Summary((points(0, 0), points(1, 0, 1), points(2, 0)))


def cited(section: int, number: int) -> CitedSentence:
    """A sentence as reminders and search quote it."""
    point, draft = points(section, number).points[0], FERRIES.draft
    inside = [c for c in draft.citations if point.start <= c.start < point.end]
    indexes = list(dict.fromkeys(i for c in inside for i in c.references))
    return CitedSentence(
        analysis=1,
        title=draft.title,
        heading=draft.sections[section].heading,
        text=point.text,
        start=point.start,
        end=point.end,
        sources=tuple(draft.references[i] for i in indexes),
        numbers=tuple(i + 1 for i in indexes),
        cites=tuple(tuple(indexes.index(i) for i in c.references) for c in inside),
        revision=1,
    )
