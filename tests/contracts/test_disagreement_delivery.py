"""Disagreements between analyses: found at import, kept with their verdict, and one event for two dates."""

from datetime import date

import pytest

from briefings.errors import BadInput, NotFound
from briefings.model.corrections import QuotedSpan
from briefings.service import Briefings
from tests.fakes.town import at

APRIL = "Oslo\n\nPresident Keller will visit Oslo in April 2026. The weather is mild.\n"
MAY = "Tour\n\nPresident Keller will visit Oslo in May 2026. Nothing else is known of the tour.\n"
NOW = at("2026-02-01T08:00")


async def add(core: Briefings, name: str, text: str, day: int = 20):
    return await core.library.add(name, text.encode(), NOW, published=date(2026, 1, day))


async def test_an_import_that_contradicts_another_analysis_is_told_once_newest_first(core: Briefings):
    first = await add(core, "april.txt", APRIL)
    second = await add(core, "may.txt", MAY, 25)
    assert (first.disputed, len(second.disputed)) == ((), 1)
    (found,) = await core.disagreements.all()
    assert (found.kind, found.state, str(found.reason)) == ("date", "open", "different month for the same event")
    assert [each.analysis for each in (found.first, found.second)] == [second.analysis.id, first.analysis.id]
    assert found.first.text == "President Keller will visit Oslo in May 2026."
    assert second.analysis.draft.text[found.first.start : found.first.end] == found.first.text
    again = await add(core, "may.txt", MAY.replace("Nothing else", "Little"), 25)
    assert (again.disputed, len(await core.disagreements.all())) == ((), 1)


async def test_two_dates_of_one_visit_make_one_event(core: Briefings):
    await add(core, "april.txt", APRIL)
    await add(core, "may.txt", MAY, 25)
    (event,) = await core.agenda.all(NOW)
    assert len(event.mentions) == 2
    assert event.event.when.first == date(2026, 4, 1)


async def test_a_disagreement_goes_with_the_sentence_that_a_revision_takes_out(core: Briefings):
    await add(core, "april.txt", APRIL)
    await add(core, "may.txt", MAY, 25)
    await add(core, "may.txt", MAY.replace("May 2026", "April 2026"), 25)
    assert await core.disagreements.all(settled=True) == []


async def test_a_verdict_stays_over_revisions_and_is_listed_with_the_settled_ones(core: Briefings):
    await add(core, "april.txt", APRIL)
    await add(core, "may.txt", MAY, 25)
    (found,) = await core.disagreements.all()
    since, before = await core.disagreements.settle(found.id, "first", "Anna", NOW)
    assert (before.state, since.state) == ("open", "first")
    await add(core, "may.txt", MAY.replace("Nothing else", "Little"), 25)
    assert await core.disagreements.all() == []
    assert [each.state for each in await core.disagreements.all(settled=True)] == ["first"]
    with pytest.raises(BadInput):
        await core.disagreements.restore(found.id, "open", since.rev - 1, "Anna", NOW)
    await core.disagreements.restore(found.id, "open", since.rev, "Anna", NOW)
    assert len(await core.disagreements.all()) == 1
    kinds = [each.deed for each in await core.audit_log.latest(10)]
    assert kinds.count("judged") == 2


async def test_a_removed_analysis_contradicts_nobody_until_it_is_restored(core: Briefings):
    await add(core, "april.txt", APRIL)
    second = await add(core, "may.txt", MAY, 25)
    removal = await core.history.remove(second.analysis.id, NOW)
    assert await core.disagreements.all() == []
    await core.history.restore(second.analysis.id, removal.kept, NOW)
    assert len(await core.disagreements.all()) == 1
    assert len((await add(core, "june.txt", MAY.replace("May", "June").replace("Tour", "News"), 26)).disputed) == 2


async def test_quoted_sentences_are_touched_by_their_disagreements_only(core: Briefings):
    await add(core, "april.txt", APRIL)
    second = await add(core, "may.txt", MAY, 25)
    start = MAY.index("President")
    assert len(await core.disagreements.touching([QuotedSpan(second.analysis.id, 1, start, start + 9)])) == 1
    other = MAY.index("Nothing")
    assert await core.disagreements.touching([QuotedSpan(second.analysis.id, 1, other, other + 9)]) == []
    assert await core.disagreements.touching([]) == []


async def test_analyses_that_say_the_same_agree(core: Briefings):
    await add(core, "april.txt", APRIL)
    second = await add(core, "trip.txt", APRIL.replace("Oslo\n", "Trip\n", 1), 22)
    assert await core.disagreements.all() == []
    start = APRIL.index("President")
    (found,) = await core.disagreements.agreements([QuotedSpan(second.analysis.id, 1, start, start + 9)])
    assert (len(found.analyses), found.same_source) == (2, 0)


async def test_an_unknown_disagreement_is_not_found(core: Briefings):
    with pytest.raises(NotFound):
        await core.disagreements.find(7)
