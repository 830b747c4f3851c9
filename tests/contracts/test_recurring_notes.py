"""Notes made from one template are analyses of their own, and a search shows what they repeat once."""

from datetime import datetime

import pytest

from briefings.errors import BadInput
from briefings.model.agenda import EventDate
from briefings.service import Briefings

NOTE = """# Weekly note

Published: {day}

## Ice

The ferry office counts the boats at the quay each morning and sends the list to the town. {own}

## Costs

This note states what the town paid for the quay, and it is sent to all members of the board. {more}
"""
FIRST = {
    "own": "Forty boats came in, and the harbour master closed the northern basin after the storm broke two piles.",
    "more": "The town paid nine million for piles, and the treasurer wants the insurers to settle the rest by winter.",
}
SECOND = {
    "own": "Nobody sailed because fog lay over the fjord, so the crews painted hulls and mended nets in the old shed.",
    "more": "Divers found no damage below the lighthouse, which saves some three million set aside last year.",
}


def note(day: str, told: dict[str, str]) -> bytes:
    return NOTE.format(day=day, **told).encode()


async def test_the_next_issue_of_a_note_is_a_new_analysis(core: Briefings, now: datetime) -> None:
    await core.library.add("note.md", note("3 January 2026", FIRST), now)
    other = await core.library.add("note-2.md", note("10 January 2026", SECOND), now)
    assert other.outcome == "new"
    assert other.analysis.revision == 1


async def test_a_note_of_the_same_day_or_with_few_changes_is_a_revision(core: Briefings, now: datetime) -> None:
    await core.library.add("note.md", note("3 January 2026", FIRST), now)
    same_day = await core.library.add("note-2.md", note("3 January 2026", SECOND), now)
    few = await core.library.add("note-3.md", note("10 January 2026", SECOND), now)
    assert [each.outcome for each in (same_day, few)] == ["revised", "revised"]


async def test_a_search_shows_a_sentence_that_two_notes_share_once(core: Briefings, now: datetime) -> None:
    for number, (day, told) in enumerate((("3 January 2026", FIRST), ("10 January 2026", SECOND))):
        await core.library.add(f"note-{number}.md", note(day, told), now)
    found = await core.library.search("ferry office counts boats")
    assert len([hit for hit in found.hits if hit.text.startswith("The ferry office counts")]) == 1


async def test_a_title_that_a_person_gives_is_bounded(core: Briefings, now: datetime) -> None:
    day = now.date()
    event = await core.agenda.create("Vote", EventDate(day, day, "day"), "telegram:1", now)
    with pytest.raises(BadInput, match=r"^A title may have at most 200 characters\.$"):
        await core.agenda.rename(event.id, "Vote " * 41, "telegram:1", now)
