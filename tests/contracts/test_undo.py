"""What is taken back leaves everything as it was, on each database."""

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any, get_args

import pytest
from sqlalchemy import Connection, select

from briefings.errors import BadInput, NotAllowed, NotFound
from briefings.model.agenda import EventDate
from briefings.model.analysis import Analysis
from briefings.model.delivery import Lead
from briefings.model.undo import AllRemindersEnded, EventCreated, Removed, Step
from briefings.service import Briefings, open_briefings
from briefings.store import agenda, follows, tables
from briefings.undo import Undoer, kind_of
from tests.fakes.town import MAY, at, on
from tests.scenarios.stage import FERRIES

NOW = at("2026-03-01T12:00")
HERE = "telegram:3"
ANNA = Undoer(HERE, HERE, "Anna", "editor")
KEPT = [
    t
    for t in tables.metadata.sorted_tables
    if t.name
    not in ("undo", "journal", "content", "delivery", "constant", "claim", "claim_key")  # the last are derived
    and not t.info.get("derived")
]


async def everything(core: Briefings) -> str:
    """All rows of all tables, but for the record of what was done."""

    def step(connection: Connection) -> str:
        found = {}
        for table in KEPT:
            rows = connection.execute(select(table)).mappings()
            found[table.name] = sorted(json.dumps(dict(row), default=str, sort_keys=True) for row in rows)
        return json.dumps(found, indent=1)

    return await core.library._store.read(step)


async def imported(core: Briefings) -> None:
    """Two revisions, a summary, somebody who reads it, a follower and an event that it mentions."""
    text = FERRIES.read_text()
    await core.library.add("ferries.txt", text.encode(), NOW, by="Anna")
    await core.library.add(
        "ferries.txt", f"{text}\n\nThe board met again.".encode(), NOW + timedelta(minutes=1), by="Bo"
    )
    analysis = await core.library.get(1)
    await core.library.summary(analysis, "short")
    await core.chats.remember(HERE, HERE, analysis, NOW, read=True)
    await core.subscriptions.remind(HERE, 1, (Lead(1, "d"),), HERE, NOW)


async def removed(core: Briefings) -> int:
    gone = await core.history.remove(1, NOW, by="Anna")
    return await core.undo_log.note(Removed(1, gone.analysis.title, gone.kept), HERE, HERE, NOW)


async def test_a_removed_analysis_comes_back_whole(core: Briefings):
    await imported(core)
    before, exported = await everything(core), await core.history.export(1)
    number = await removed(core)
    assert await everything(core) != before
    with pytest.raises(NotFound):
        await core.library.get(1)
    await core.undo_log.undo(number, ANNA, NOW + timedelta(hours=23))
    assert await everything(core) == before
    assert await core.history.export(1) == exported
    assert (await core.library.search("board met again")).hits
    assert await core.chats.current(HERE, HERE) == 1
    assert [each.deed for each in await core.audit_log.latest(2)] == ["restored", "removed"]
    new = await core.library.add("other.txt", b"# Another\n\nWith a text of its own.\n", NOW)
    assert new.analysis.id == 2


async def test_it_comes_back_after_a_restart_and_in_any_order(tmp_path: Path):
    url = f"sqlite:///{tmp_path}/kept.db"
    async with open_briefings(url) as core:
        await imported(core)
        await core.library.add("b.txt", (FERRIES.parent / "berths.txt").read_bytes(), NOW)
        before, number = await everything(core), await removed(core)
        gone = await core.history.remove(2, NOW)
        other = await core.undo_log.note(Removed(2, "", gone.kept), HERE, HERE, NOW)
    async with open_briefings(url) as core:
        for each in (number, other):
            await core.undo_log.undo(each, ANNA, NOW)
        assert await everything(core) == before


async def test_who_reads_another_one_by_now_goes_on_with_that(core: Briefings):
    await imported(core)
    other = await core.library.add("b.txt", (FERRIES.parent / "berths.txt").read_bytes(), NOW)
    number = await removed(core)
    await core.chats.remember(HERE, HERE, other.analysis, NOW)
    await core.undo_log.undo(number, ANNA, NOW)
    assert await core.chats.current(HERE, HERE) == 2


async def test_what_it_says_of_an_event_is_said_of_the_one_that_this_was_joined_to(core: Briefings):
    await imported(core)
    number = await removed(core)
    meeting = await core.agenda.create("Meeting of the towns", MAY, "Anna", NOW)
    await core.agenda.join(meeting.id, 1, "Anna", NOW)
    await core.undo_log.undo(number, ANNA, NOW)
    assert (await core.agenda.show(meeting.id, NOW)).mentions
    await core.agenda.apart(1, "Anna", NOW)
    assert (await core.agenda.show(1, NOW)).mentions


async def test_what_was_imported_again_is_not_there_twice(core: Briefings):
    await imported(core)
    number = await removed(core)
    await core.library.add("ferries.txt", FERRIES.read_bytes(), NOW)
    stands = await everything(core)
    with pytest.raises(BadInput, match="changed again since"):
        await core.undo_log.undo(number, ANNA, NOW)
    assert await everything(core) == stands


async def test_it_can_be_taken_back_for_a_day_and_is_then_forgotten(core: Briefings):
    await imported(core)
    number = await removed(core)
    with pytest.raises(BadInput, match="more than 24 hours ago"):
        await core.undo_log.undo(number, ANNA, NOW + timedelta(hours=24, seconds=1))
    await core.undo_log.prune(NOW + timedelta(hours=24, seconds=1))
    with pytest.raises(NotFound):
        await core.undo_log.undo(number, ANNA, NOW)
    kept = select(tables.undo)
    assert await core.library._store.read(lambda connection: connection.execute(kept).all()) == []


async def test_who_may_not_change_it_any_more_cannot_take_it_back(core: Briefings):
    await imported(core)
    number = await removed(core)
    with pytest.raises(NotAllowed, match="Only editors"):
        await core.undo_log.undo(number, Undoer(HERE, HERE, "Anna", "reader"), NOW)
    with pytest.raises(NotAllowed, match="Only the person who did it"):
        await core.undo_log.undo(number, Undoer(HERE, "telegram:9", "Cy", "editor"), NOW)
    await core.undo_log.undo(number, Undoer(HERE, "telegram:1", "Ida", "admin"), NOW)
    with pytest.raises(BadInput, match="already been undone"):
        await core.undo_log.undo(number, ANNA, NOW)


class TestEntered:
    async def entered(self, core: Briefings) -> int:
        event = await core.agenda.create("Regatta", on("2026-05-20"), "Anna", NOW)
        step: Step = EventCreated(event)
        return await core.undo_log.note(step, HERE, HERE, NOW)

    async def test_an_event_that_was_entered_is_gone_with_its_reminders_here(self, core):
        before = await everything(core)
        number = await self.entered(core)
        await core.subscriptions.remind(HERE, 1, (Lead(1, "d"),), HERE, NOW)
        await core.undo_log.undo(number, ANNA, NOW)
        assert await everything(core) == before
        assert (await core.agenda.create("Fair", MAY, "Anna", NOW)).id == 2

    async def test_one_with_a_time_as_well(self, core):
        before = await everything(core)
        event = await core.agenda.create("Regatta", on("2026-05-20"), "Anna", NOW)
        await core.agenda.withdraw(event, HERE, "Anna", NOW)
        assert await everything(core) == before

    @pytest.mark.parametrize("change", ["moved", "followed elsewhere", "joined", "mentioned"])
    async def test_what_others_rely_on_stays(self, core, change):
        number = await self.entered(core)
        if change == "moved":
            await core.agenda.move(1, on("2026-05-21"), "Bo", NOW)
        elif change == "followed elsewhere":
            await core.subscriptions.remind("telegram:-5", 1, (Lead(1, "d"),), HERE, NOW)
        elif change == "joined":
            other = await core.agenda.create("Race", MAY, "Bo", NOW)
            await core.agenda.join(1, other.id, "Bo", NOW)
        else:
            await core.library.add("r.txt", b"# Boats\n\nThe regatta will be held on 20 May 2026.\n", NOW)
        stands = await everything(core)
        with pytest.raises(BadInput, match="changed again since"):
            await core.undo_log.undo(number, ANNA, NOW)
        assert await everything(core) == stands


async def all_ended(core: Briefings) -> int:
    """The number by which the end of the reminders of two events can be undone."""
    for title in ("Regatta", "Fair"):
        event = await core.agenda.create(title, MAY, "Anna", NOW)
        await core.subscriptions.remind(HERE, event.id, (Lead(event.id, "d"),), HERE, NOW)
    ended = await core.subscriptions.unfollow_all(HERE, NOW)
    before = tuple((each.event.id, tuple(of.lead for of in each.reminders if of.lead)) for each in ended)
    return await core.undo_log.note(AllRemindersEnded(before), HERE, HERE, NOW)


async def test_the_end_of_all_reminders_is_undone_in_one_transaction(core: Briefings, monkeypatch):
    number = await all_ended(core)
    put, calls = follows.put, []

    def fails(*args: Any) -> Any:
        calls.append(args)
        if len(calls) > 1:
            raise BadInput("The second fails.")
        return put(*args)

    monkeypatch.setattr(follows, "put", fails)
    with pytest.raises(BadInput):
        await core.undo_log.undo(number, ANNA, NOW)
    assert not await core.subscriptions.follows(HERE)
    monkeypatch.undo()
    await core.undo_log.undo(number, ANNA, NOW)
    assert [each.event.id for each in await core.subscriptions.follows(HERE)] == [1, 2]


async def test_an_event_that_is_gone_is_not_counted_among_those_with_reminders_again(core: Briefings):
    number = await all_ended(core)
    event = await core.agenda.find("e1")
    await core.agenda.withdraw(event, HERE, "Anna", NOW)
    step = await core.undo_log.undo(number, ANNA, NOW)
    assert isinstance(step, AllRemindersEnded)
    assert [id_ for id_, _leads in step.before] == [2]
    assert kind_of(step).sentences(step)[0].parts["number"] == 1


async def test_events_that_were_merged_meanwhile_have_the_reminders_of_both_again(core: Briefings):
    number = await all_ended(core)
    await core.agenda.join(1, 2, "Anna", NOW)
    await core.undo_log.undo(number, ANNA, NOW)
    (follow,) = await core.subscriptions.follows(HERE)
    assert {each.lead for each in follow.reminders} == {Lead(1, "d"), Lead(2, "d")}


async def settled(core: Briefings) -> str:
    """All rows, but for the ids of rows that were written anew and what only ever rises."""
    rows = json.loads(await everything(core))
    for table, name in (("analysis", "reading"), ("sentence", "id"), ("mention", "id"), ("event", "rev")):
        kept = [{key: value for key, value in json.loads(row).items() if key != name} for row in rows[table]]
        rows[table] = sorted(json.dumps(row, sort_keys=True) for row in kept)
    for row in rows.pop("reminder"):
        rows.setdefault("reminders", []).append(json.loads(row) | {"rev": 0})
    rows["event"] = [json.dumps(json.loads(row) | {"changed_at": ""}) for row in rows["event"]]
    return json.dumps(rows, indent=1)


async def taken(core: Briefings, text: str, name: str = "ferries.txt") -> int:
    """The number by which an import can be taken back."""
    added = await core.library.add(name, text.encode(), NOW + timedelta(minutes=2), by="Anna")
    assert added.step is not None
    return await core.undo_log.note(added.step, HERE, HERE, NOW)


FAIR = "# The Fair\n\nThe herring fair will be held on 20 May 2026.\n"


async def test_an_import_undone_leaves_no_trace_of_a_new_analysis(core: Briefings):
    await imported(core)
    before = await settled(core)
    number = await taken(core, FAIR, "fair.txt")
    assert [event.title for event in await core.agenda._store.read(agenda.events)][-1] != "Harbour summit"
    await core.undo_log.undo(number, ANNA, NOW)
    assert await settled(core) == before
    assert [each.deed for each in await core.audit_log.latest(2)] == ["removed", "added"]
    assert (await core.library.add("fair.txt", FAIR.encode(), NOW)).analysis.id == 3


async def test_an_import_undone_brings_the_revision_before_back_with_its_events_and_reminders(core: Briefings):
    await imported(core)
    before = await settled(core)
    text = FERRIES.read_text()
    moved = text.replace("A harbour summit in April is", "A harbour summit on 12 May 2026 is")
    number = await taken(core, f"{moved}\n\nThe herring fair will be held on 1 June 2026.\n")
    assert (await core.agenda.show(1, NOW)).event.when.precision == "day"
    await core.library.summary(await core.library.get(1), "short")
    await core.chats.remember(HERE, HERE, await core.library.get(1), NOW, read=True)
    assert await settled(core) != before
    await core.undo_log.undo(number, ANNA, NOW)
    again = await core.library.get(1)
    assert (again.revision, again.reading) == (2, 4)
    await core.library.summary(again, "short")
    after, stood = json.loads(await settled(core)), json.loads(before)
    for table in ("summary", "last_read", "reader"):
        after.pop(table), stood.pop(table)
    assert after == stood
    assert (await core.library.search("herring fair")).hits == ()
    assert (await core.history.unread(HERE, HERE, again)).same


async def test_the_next_revision_after_an_undone_one_is_never_taken_for_it(core: Briefings):
    await imported(core)
    number = await taken(core, f"{FERRIES.read_text()}\n\nThe first ending.\n")
    assert "first ending" in (await core.library.get(1)).draft.text
    await core.undo_log.undo(number, ANNA, NOW)
    await taken(core, f"{FERRIES.read_text()}\n\nThe second ending.\n")
    third = await core.library.get(1)
    assert (third.revision, "second ending" in third.draft.text) == (3, True)


async def test_an_event_that_somebody_follows_by_now_outlives_the_import(core: Briefings):
    number = await taken(core, FAIR, "fair.txt")
    await core.subscriptions.remind(HERE, 1, (Lead(1, "d"),), HERE, NOW)
    await core.undo_log.undo(number, ANNA, NOW)
    assert (await core.agenda.show(1, NOW)).event.id == 1
    assert await core.library.count() == 0


async def test_an_import_that_was_built_on_stays(core: Briefings):
    number = await taken(core, FAIR, "fair.txt")
    await core.library.add("fair.txt", f"{FAIR}\nIt was moved indoors.\n".encode(), NOW)
    with pytest.raises(BadInput, match="changed again since"):
        await core.undo_log.undo(number, ANNA, NOW)
    assert (await core.library.get(1)).revision == 2


async def test_an_undone_date_is_the_texts_own_again_and_gives_way_to_the_next_text(core: Briefings):
    await core.library.add("fair.txt", FAIR.replace("# The Fair\n", "# The Fair\n\n1 January 2026\n").encode(), NOW)
    told = await core.library.set_published(1, MAY.first.replace(month=2), NOW)
    assert told.step is not None
    number = await core.undo_log.note(told.step, HERE, HERE, NOW)
    await core.undo_log.undo(number, ANNA, NOW)
    draft = (await core.library.get(1)).draft
    assert (str(draft.published), draft.published_from) == ("2026-01-01", "text")


def test_every_kind_of_step_knows_how_it_is_undone_and_told():
    kinds = {id(kind_of(object.__new__(step))) for step in get_args(Step)}
    assert len(kinds) == len(get_args(Step))


def summit(first: str, second: str) -> str:
    """A text that dates two events."""
    return f"# Two Dates\n\n- The harbour summit will be held {first}.\n- The Reykjavik treaty expires {second}.\n"


async def dates(core: Briefings) -> list[tuple[int, str, str]]:
    """Each event's id, first and last day."""
    events = await core.agenda._store.read(agenda.events)
    return sorted((each.id, f"{each.when.first}", f"{each.when.last}") for each in events)


async def merged(core: Briefings, first: str, second: str) -> Analysis:
    """The text, whose second event is merged into its first."""
    added = await core.library.add("two.txt", summit(first, second).encode(), NOW)
    await core.agenda.join(added.events[0].id, added.events[1].id, "Anna", NOW)
    return added.analysis


JANUARY = (1, "2027-01-01", "2027-01-31")
FOURTEENTH = (1, "2027-01-14", "2027-01-14")
NINTH, TENTH = (2, "2026-12-09", "2026-12-09"), (2, "2026-12-10", "2026-12-10")


async def test_reading_a_text_again_moves_no_merged_event(core: Briefings):
    text = await merged(core, "in January 2027", "on 9 December 2026")
    await core.library.set_published(text.id, date(2026, 2, 1), NOW)
    assert await dates(core) == [JANUARY]
    revised = summit("in January 2027", "on 9 December 2026") + "\nMore is known.\n"
    await core.library.add("two.txt", revised.encode(), NOW)
    assert await dates(core) == [JANUARY]
    await core.agenda.apart(2, "Anna", NOW)
    assert await dates(core) == [JANUARY, NINTH]


async def test_a_merged_event_keeps_its_date_while_its_other_mention_moves(core: Briefings):
    await merged(core, "in January 2027", "on 9 December 2026")
    await core.library.add("two.txt", summit("in January 2027", "on 10 December 2026").encode(), NOW)
    assert await dates(core) == [JANUARY]
    await core.agenda.apart(2, "Anna", NOW)
    assert await dates(core) == [JANUARY, TENTH]


async def test_events_merged_with_the_same_date_move_together_and_part_at_their_own_dates(core: Briefings):
    await merged(core, "on 9 December 2026", "on 9 December 2026")
    await core.library.add("two.txt", summit("on 9 December 2026", "on 10 December 2026").encode(), NOW)
    assert await dates(core) == [(1, *TENTH[1:])]
    await core.agenda.apart(2, "Anna", NOW)
    assert await dates(core) == [(1, *NINTH[1:]), TENTH]


async def test_a_date_that_a_person_set_stays_when_events_part(core: Briefings):
    await merged(core, "in January 2027", "on 9 December 2026")
    day = date(2027, 3, 1)
    await core.agenda.move(1, EventDate(day, day, "day"), "Anna", NOW)
    await core.agenda.apart(2, "Anna", NOW)
    assert await dates(core) == [(1, "2027-03-01", "2027-03-01"), NINTH]


async def test_an_unchanged_mention_never_takes_back_what_another_text_said(core: Briefings):
    vague = b"# One\n\nThe harbour summit will be held in January 2027.\n"
    text = (await core.library.add("one.txt", vague, NOW)).analysis
    await core.library.add("three.txt", b"# Three\n\nThe harbour summit will be held on 14 January 2027.\n", NOW)
    assert await dates(core) == [FOURTEENTH]
    await core.library.set_published(text.id, date(2026, 2, 1), NOW)
    assert await dates(core) == [FOURTEENTH]


async def test_two_events_of_one_name_stay_two_when_their_text_is_read_again(core: Briefings):
    body = b"# Two\n\nThe harbour summit will be held on 5 May 2026. The harbour summit will be held on 9 June 2026.\n"
    text = (await core.library.add("two.txt", body, NOW)).analysis
    stood = await dates(core)
    assert len(stood) == 2
    await core.library.set_published(text.id, date(2026, 2, 1), NOW)
    assert await dates(core) == stood
    await core.library.add("two.txt", body.replace(b"9 June", b"10 June"), NOW)
    assert await dates(core) == [stood[0], (stood[1][0], "2026-06-10", "2026-06-10")]


async def test_an_import_undone_after_events_parted_gives_each_its_own_mentions(core: Briefings):
    await merged(core, "in January 2027", "on 9 December 2026")
    number = await taken(core, summit("in January 2027", "on 9 December 2026") + "\nMore is known.\n", "two.txt")
    await core.agenda.apart(2, "Anna", NOW)
    await core.undo_log.undo(number, ANNA, NOW)
    mentions = await core.agenda._store.read(lambda connection: agenda.mentions_of(connection, [1, 2]))
    assert sorted((each.event, each.was) for each in mentions) == [(1, None), (2, None)]
