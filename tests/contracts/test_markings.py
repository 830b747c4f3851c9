"""Who may see what: markings, embargoes and audiences, on each database."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.exc import StatementError

from briefings.errors import BadInput, NotFound, ReasonNeeded
from briefings.model.marking import Label, Viewer, viewing
from briefings.service import Briefings

NOW = datetime(2026, 3, 5, 12, tzinfo=UTC)
EVERYBODY = Viewer("AMBER", now=NOW)
CLEARED = Viewer("RED", now=NOW)
OPEN = b"""# Ferry timetable

## Crossings

The ferry ran 12 times a day in February 2026 (Holm, 2026). The council will vote on the fares on 14 April 2026.

## Fares

A ticket costs 9 crowns (Lind, 2025). The harbour office expects 900 passengers by 20 May 2026.

## References

Holm, A. (2026). Crossings counted. https://example.org/crossings

Lind, B. (2025). What tickets cost. https://example.org/tickets
"""
SECRET = b"""TLP:RED

# Ferry sale

The ferry ran 12 times a day in February 2026. The owner will sell the ferry on 2 May 2026 for 3 million crowns.
"""


async def ids(core: Briefings) -> list[int]:
    return [each.id for each in await core.library.entries()]


async def fares(core: Briefings, id_: int) -> int:
    """The index of the section that is marked."""
    return [each.heading for each in (await core.library.get(id_)).draft.sections].index("Fares")


async def events(core: Briefings) -> list[str]:
    return [each.event.title for each in await core.agenda.all(NOW)]


async def test_a_query_without_a_viewer_is_refused(core: Briefings):
    await core.library.add("ferry.md", OPEN, NOW)
    unbound = viewing(None)  # type: ignore[arg-type]
    with unbound, pytest.raises(StatementError, match="no viewer"):
        await core.library.entries()


async def test_a_restricted_analysis_is_as_if_it_were_not_there(core: Briefings):
    (first,) = [(await core.library.add("ferry.md", OPEN, NOW)).analysis.id]
    secret = (await core.library.add("sale.md", SECRET, NOW)).analysis
    third = (await core.library.add("note.md", b"# Note\n\nThe pier was painted in January 2026.", NOW)).analysis.id
    assert (secret.title, "TLP" in secret.draft.text) == ("Ferry sale", False)
    with viewing(CLEARED):
        assert set(await ids(core)) == {first, secret.id, third}
        assert any("sell" in each for each in await events(core))
        assert (await core.library.search("million crowns")).hits
    with viewing(EVERYBODY):
        assert set(await ids(core)) == {first, third}
        assert (first, third) == (1, 2)  # no gap
        assert not any("sell" in each for each in await events(core))
        assert not [hit for hit in (await core.library.search("million crowns")).hits if hit.analysis == secret.id]
        assert await core.library.count() == 2
        with pytest.raises(NotFound, match="no analysis"):
            await core.library.get(secret.id)
        assert "Ferry sale" not in str(await core.audit_log.latest(50))
    assert "Ferry sale" in str(await core.audit_log.latest(50))


async def test_a_marked_section_vanishes_with_its_sources_events_and_statements(core: Briefings):
    id_ = (await core.library.add("ferry.md", OPEN, NOW)).analysis.id
    await core.markings.mark(id_, await fares(core, id_), Label("RED"), "Ada", NOW)
    with viewing(EVERYBODY):
        seen = await core.library.get(id_)
        assert "9 crowns" not in seen.draft.text
        assert [each.heading for each in seen.draft.sections] == ["Crossings", "References"]
        assert [each.title for each in seen.draft.references] == ["Crossings counted"]
        assert not (await core.library.search("crowns")).hits
        (hit,) = (await core.library.search("fares vote")).hits[:1]
        assert hit.text.startswith("The council will vote")
        assert not any("900" in each.text for each in await core.outlook.statements())
        (entry,) = await core.library.entries()
        assert entry.sections == 2
        assert "9 crowns" not in await core.history.export(id_)
    with viewing(CLEARED):
        assert "9 crowns" in (await core.library.get(id_)).draft.text
        assert (await core.library.search("crowns")).hits


async def test_an_embargo_ends_by_itself_and_makes_news_then(core: Briefings):
    id_ = (await core.library.add("ferry.md", OPEN, NOW)).analysis.id
    friday = NOW + timedelta(days=1)
    await core.markings.mark(id_, None, Label("GREEN", friday), "Ada", NOW, "sent to the council first")
    with viewing(EVERYBODY):
        assert await ids(core) == []
    with viewing(CLEARED):
        assert await ids(core) == [id_]
    later = friday + timedelta(minutes=1)
    with viewing(Viewer("AMBER", now=later)):
        assert await ids(core) == [id_]
    assert await core.markings.end_embargoes(friday - timedelta(minutes=1)) == []
    assert await core.markings.end_embargoes(later) == [id_]
    assert await core.markings.end_embargoes(later) == []


async def test_an_audience_names_chats_people_and_groups(core: Briefings):
    id_ = (await core.library.add("ferry.md", OPEN, NOW)).analysis.id
    await core.markings.set_group("board", ["slack:U7"], "Ada", NOW)
    await core.markings.mark(id_, None, Label("AMBER", audience=("telegram:-100", "@board")), "Ada", NOW)
    seen = {}
    for address, person, private in (
        ("telegram:-100", "telegram:5", False),
        ("telegram:5", "telegram:5", True),
        ("slack:D1", "slack:U7", True),
        ("slack:C1", "slack:U7", False),
    ):
        with viewing(await core.markings.viewer(address, person, NOW, private=private)):
            seen[address] = await ids(core)
    assert seen == {"telegram:-100": [id_], "telegram:5": [], "slack:D1": [id_], "slack:C1": []}


async def test_lowering_a_marking_takes_a_reason_which_stands_in_the_log(core: Briefings):
    id_ = (await core.library.add("sale.md", SECRET, NOW)).analysis.id
    with pytest.raises(BadInput, match="reason"):
        await core.markings.mark(id_, None, Label("GREEN"), "Ada", NOW)
    await core.markings.mark(id_, None, Label("GREEN"), "Ada", NOW, "published by the owner")
    newest = (await core.audit_log.latest(1))[0]
    assert (newest.deed, newest.note) == ("marked", "TLP:GREEN: published by the owner")
    with viewing(EVERYBODY):
        assert await ids(core) == [id_]
        assert any("sell" in each for each in await events(core))


async def test_a_clearance_of_a_chat_counts_for_all_who_are_there(core: Briefings):
    await core.library.add("sale.md", SECRET, NOW)
    await core.markings.clear("telegram:5", "RED", "Ada", NOW, "a test")
    with viewing(await core.markings.viewer("telegram:5", "telegram:5", NOW, private=True)):
        assert len(await ids(core)) == 1
    with viewing(await core.markings.viewer("telegram:-100", "telegram:5", NOW, private=False)):
        assert await ids(core) == []
    await core.markings.clear("telegram:-100", "GREEN", "Ada", NOW)
    await core.library.add("ferry.md", OPEN, NOW)
    with viewing(await core.markings.viewer("telegram:-100", "telegram:5", NOW, private=False)):
        assert await ids(core) == []


async def test_a_marked_section_that_is_gone_from_a_revision_raises_the_whole_analysis(core: Briefings):
    id_ = (await core.library.add("ferry.md", OPEN, NOW)).analysis.id
    await core.markings.mark(id_, await fares(core, id_), Label("RED"), "Ada", NOW)
    await core.library.add("ferry.md", OPEN.replace(b"## Fares", b"## Prices"), NOW + timedelta(hours=1))
    with viewing(EVERYBODY):
        assert await ids(core) == []


async def test_a_restricted_text_moves_no_event_of_another(core: Briefings):
    await core.library.add("ferry.md", OPEN, NOW)
    before = [(each.event.id, each.event.title, each.event.when) for each in await core.agenda.all(NOW)]
    moved = OPEN.replace(b"14 April 2026", b"21 April 2026").replace(b"# Ferry timetable", b"# Ferry vote")
    await core.library.add("vote.md", b"TLP:RED\n\n" + moved, NOW + timedelta(hours=1))
    with viewing(EVERYBODY):
        assert [(each.event.id, each.event.title, each.event.when) for each in await core.agenda.all(NOW)] == before


async def test_an_open_section_isnt_taken_for_a_hidden_one_with_the_same_heading(core: Briefings):
    twice = OPEN.replace(b"## Crossings", b"## Fares\n\nThe owner pays for the pier.\n\n## Crossings")
    id_ = (await core.library.add("ferry.md", twice, NOW)).analysis.id
    await core.markings.mark(id_, 0, Label("RED"), "Ada", NOW)
    with viewing(EVERYBODY):
        assert await core.markings.sections(id_) == {}
        seen = await core.library.get(id_)
        assert [each.heading for each in seen.draft.sections] == ["Crossings", "Fares", "References"]
        assert await core.markings.portions(seen) == {}
    with viewing(CLEARED):
        assert await core.markings.sections(id_) == {0: Label("RED")}


async def test_the_log_hides_the_marking_of_a_section_with_its_heading(core: Briefings):
    id_ = (await core.library.add("ferry.md", OPEN, NOW)).analysis.id
    section = await fares(core, id_)
    await core.markings.mark(id_, section, Label("RED"), "Ada", NOW)
    await core.markings.mark(id_, None, Label("GREEN"), "Ada", NOW, "it is public")
    with viewing(EVERYBODY):
        assert [each.note for each in await core.audit_log.latest(9)] == ["TLP:GREEN: it is public", ""]
    with viewing(CLEARED):
        assert "fares; TLP:RED" in [each.note for each in await core.audit_log.latest(9)]
    await core.library.set_published(id_, NOW.date(), NOW, by="Ada")
    with viewing(EVERYBODY):
        assert (await core.audit_log.latest(1))[0].deed == "redated"
    await core.markings.mark(id_, section, None, "Ada", NOW, "it is public")
    with viewing(EVERYBODY):
        assert "fares; TLP:RED" in [each.note for each in await core.audit_log.latest(9)]


async def test_the_log_keeps_what_became_of_a_text_whose_section_is_hidden(core: Briefings):
    id_ = (await core.library.add("ferry.md", OPEN, NOW)).analysis.id
    await core.markings.mark(id_, await fares(core, id_), Label("RED"), "Ada", NOW)
    await core.history.remove(id_, NOW, by="Ada")
    with viewing(EVERYBODY):
        assert [each.deed for each in await core.audit_log.latest(9)] == ["removed", "added"]


async def test_the_log_shows_the_verdict_on_a_disagreement_to_who_may_see_both_sides(core: Briefings):
    await core.library.add("ferry.md", b"TLP:AMBER+STRICT\n\n" + OPEN, NOW)
    await core.library.add("sale.md", SECRET.replace(b"12 times", b"15 times"), NOW)
    [found] = await core.disagreements.all()
    await core.disagreements.settle(found.id, "first", "Ada", NOW)
    strict = Viewer("AMBER+STRICT", now=NOW)
    for viewer, seen in ((EVERYBODY, False), (strict, False), (CLEARED, True)):
        with viewing(viewer):
            assert ("judged" in [each.deed for each in await core.audit_log.latest(9)]) is seen


async def test_nothing_at_its_end_tells_that_a_text_has_a_hidden_section(core: Briefings):
    section, entry = b"## Talks\n\nThe ferry is sold (Vik, 2024).\n\n", b"\nVik, C. (2024). Sold.\n"
    text = OPEN.replace(b"## References", section + b"## References") + entry
    added = (await core.library.add("ferry.md", text, NOW)).analysis
    headings = [each.heading for each in added.draft.sections]
    await core.markings.mark(added.id, headings.index("Talks"), Label("RED"), "Ada", NOW)
    with viewing(EVERYBODY):
        seen = (await core.library.get(added.id)).draft
    assert seen.text.endswith("https://example.org/tickets\n")
    assert [each.end for each in seen.sections if each.heading == "References"] == [len(seen.text)]


async def test_what_somebody_adds_above_their_clearance_is_stored_and_withheld(core: Briefings):
    with viewing(EVERYBODY):
        added = await core.library.add("sale.md", SECRET, NOW)
        assert (added.withheld, added.events, added.disputed) == (True, (), ())
        assert not (await core.library.add("ferry.md", OPEN, NOW)).withheld
    with viewing(CLEARED):
        assert "Ferry sale" in [each.title for each in await core.library.entries()]


async def test_news_are_told_without_what_was_marked_since_it_was_read(core: Briefings):
    id_ = (await core.library.add("ferry.md", OPEN, NOW)).analysis
    await core.chats.remember("telegram:5", "telegram:5", id_, NOW, read=True)
    await core.markings.mark(id_.id, None, Label("RED"), "Ada", NOW)
    with viewing(EVERYBODY):
        assert (await core.history.news("telegram:5", "telegram:5")).revised == ()


async def test_events_with_different_markings_stay_two(core: Briefings):
    await core.library.add("ferry.md", OPEN, NOW)
    await core.library.add("sale.md", SECRET, NOW)
    found = {each.event.title: each.event.id for each in await core.agenda.all(NOW)}
    hidden = next(id_ for id_ in found.values() if id_ < 0)
    seen = next(id_ for id_ in found.values() if id_ > 0)
    for one, other in ((hidden, seen), (seen, hidden)):
        with viewing(CLEARED), pytest.raises(BadInput, match="different markings"):
            await core.agenda.join(one, other, "Ada", NOW)


async def test_a_higher_clearance_takes_a_reason_also_where_a_chat_and_a_person_count_together(core: Briefings):
    clear = core.markings.clear
    await core.markings.note_direct("slack:D1", "slack:U7")
    with pytest.raises(ReasonNeeded):
        await clear("slack:U7", "RED", "Ada", NOW)
    await clear("slack:U7", "AMBER", "Ada", NOW)
    with pytest.raises(ReasonNeeded):  # for other chats than this one
        await clear("slack:D1", "RED", "Ada", NOW, "")
    await clear("slack:U7", "GREEN", "Ada", NOW)
    await clear("slack:D1", "RED", "Ada", NOW, "it is hers")
    with pytest.raises(ReasonNeeded):  # the default would leave RED alone in force
        await clear("slack:U7", None, "Ada", NOW)
    assert (await core.markings.clearances())["slack:U7"] == "GREEN"
    await clear("terminal:local", "GREEN", "Ada", NOW)  # it was RED
    with pytest.raises(ReasonNeeded):
        await clear("terminal:local", None, "Ada", NOW)


async def test_new_members_take_a_reason_unless_the_group_was_never_there(core: Briefings):
    await core.markings.set_group("a-1", ["slack:U7", "slack:U8"], "Ada", NOW)
    await core.markings.set_group("a-1", ["slack:U8"], "Ada", NOW)
    for members in (["slack:U7", "slack:U8"], ["slack:U9"]):
        with pytest.raises(ReasonNeeded):
            await core.markings.set_group("a-1", members, "Ada", NOW)
    await core.markings.set_group("a-1", [], "Ada", NOW)
    with pytest.raises(ReasonNeeded):
        await core.markings.set_group("a-1", ["slack:U8"], "Ada", NOW)
    with pytest.raises(BadInput):
        await core.markings.set_group("nobody", ["slack:U8"], "Ada", NOW, "because")
    assert await core.markings.set_group("a-1", ["slack:U8"], "Ada", NOW, "back again") == ()


async def test_a_group_named_like_a_restricted_analysis_tells_nothing_of_it(core: Briefings):
    await core.library.add("sale.md", SECRET, NOW)
    await core.markings.set_group("a-1", ["slack:U7"], "Ada", NOW)
    with viewing(EVERYBODY):
        assert [each.subject for each in await core.audit_log.latest(9)] == ["a-1"]
