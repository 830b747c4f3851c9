"""Statements about the future: kept over revisions, settled once, and asked about once a day, on each database."""

from datetime import date

import pytest

from bot.views.outlook import question_rows
from briefings.errors import BadInput, NotFound
from briefings.model.agenda import EventDate
from briefings.model.corrections import QuotedSpan
from briefings.model.delivery import StatementQuestion
from briefings.model.outlook import Evidence, Settlement
from briefings.model.undo import StatementSettled
from briefings.outlook import Settled
from briefings.service import Briefings
from tests.fakes.town import HERE, SOMEONE, at

PLANS = """Plans of the harbour

The bridge is set to open on 14 May 2026. The council promised to repave the quay by 10 May 2026.

Anna Lund said that tolls must fall.
"""
READ = at("2026-05-01T08:00")
OTHER = "telegram:7"


async def add(core: Briefings, text: str = PLANS, now: str = "2026-05-01T08:00", name: str = "plans.txt") -> int:
    result = await core.library.add(name, text.encode(), at(now), published=date(2026, 4, 30))
    return result.analysis.id


async def settle(core: Briefings, id_: int, settlement: Settlement, now: str = "2026-05-20T08:00"):
    return await core.outlook.settle(id_, settlement, "Anna", at(now))


def spans_of(text: str, *words: str, revision: int = 1) -> list[QuotedSpan]:
    places = [(text.index(each), text.index(each) + len(each)) for each in words]
    return [QuotedSpan(1, revision, *place) for place in places]


async def test_statements_are_listed_by_due_date_those_without_one_last(core: Briefings):
    await add(core)
    found = await core.outlook.statements()
    assert [(each.kind, each.due and each.due.last.isoformat()) for each in found] == [
        ("deadline", "2026-05-10"),
        ("scheduled", "2026-05-14"),
        ("recommended", None),
    ]
    assert [each.state(date(2026, 5, 12)) for each in found] == ["due", "ahead", "open"]
    assert [each.state(date(2026, 5, 10)) for each in found] == ["ahead", "ahead", "open"]


async def test_what_became_of_a_statement_stays_over_revisions_that_keep_its_words(core: Briefings):
    await add(core)
    first = (await core.outlook.statements())[0]
    await settle(core, first.id, Settlement("happened", evidence=Evidence("seen")))
    await add(core, f"A word first.\n\n{PLANS.replace('that tolls must fall', 'that tolls must rise')}")
    found = {each.id: each for each in await core.outlook.statements()}
    assert found[first.id].settlement == Settlement("happened", evidence=Evidence("seen"))
    assert found[first.id].revision == 2
    assert found[first.id].start > first.start
    assert [each.text for each in found.values() if each.due is None] == ["Anna Lund said that tolls must rise."]


def step_of(done: Settled) -> StatementSettled:
    return StatementSettled(done.statement.id, done.before.settlement, done.statement.rev)


async def test_a_settlement_can_be_taken_back_unless_it_changed_since(core: Briefings):
    await add(core)
    statement = (await core.outlook.statements())[0]
    done = await settle(core, statement.id, Settlement("not"))
    later = await settle(core, statement.id, Settlement("partly"))
    with pytest.raises(BadInput):
        await core.outlook.restore(
            StatementSettled(statement.id, done.before.settlement, done.statement.rev), "Anna", READ
        )
    await core.outlook.restore(
        StatementSettled(statement.id, later.before.settlement, later.statement.rev), "Anna", READ
    )
    assert (await core.outlook.find(statement.id)).verdict == "not"
    with pytest.raises(NotFound):
        await core.outlook.find(99)


async def test_quoted_spans_need_a_mark_from_the_day_after_the_last_day(core: Briefings):
    await add(core)
    spans = spans_of(PLANS, "The bridge is set to open on 14 May 2026.", "Anna Lund said that tolls must fall.")
    assert await core.outlook.quoted(spans, at("2026-05-14T23:00"), "UTC") == []
    assert [each.kind for each in await core.outlook.quoted(spans, at("2026-05-14T23:00"), "Asia/Tokyo")] == [
        "scheduled"
    ]
    assert [each.kind for each in await core.outlook.quoted(spans, at("2026-05-15T00:00"), "UTC")] == ["scheduled"]


async def test_a_quotation_of_an_older_revision_is_marked_at_its_old_place(core: Briefings):
    await add(core)
    await add(core, f"A word first.\n\n{PLANS}")
    (old,) = spans_of(PLANS, "The bridge is set to open on 14 May 2026.")
    (found,) = await core.outlook.quoted([old], at("2026-06-01T00:00"), "UTC")
    assert (found.revision, found.start) == (1, old.start)


async def test_editors_are_asked_about_all_of_a_day_in_one_message_once(town):
    await add(town.core)
    assert await town.notices("2026-05-10T12:00", [SOMEONE]) == []
    messages = await town.messages("2026-05-15T06:00", [SOMEONE, OTHER])
    assert sorted(address for address, _ in messages) == sorted([SOMEONE, OTHER])
    for _, notices in messages:
        (question,) = notices
        assert isinstance(question, StatementQuestion)
        assert [each.kind for each in question.statements] == ["deadline", "scheduled"]
    assert await town.notices("2026-05-15T18:00", [SOMEONE]) == []
    assert await town.notices("2026-05-16T06:00", [SOMEONE]) == []


async def test_they_are_asked_once_more_after_a_week_and_then_never(town):
    await add(town.core)
    await town.notices("2026-05-15T06:00", [SOMEONE])
    first = (await town.core.outlook.statements())[0]
    await settle(town.core, first.id, Settlement("happened"))
    assert await town.notices("2026-05-21T06:00", [SOMEONE]) == []
    (again,) = await town.notices("2026-05-22T06:00", [SOMEONE])
    assert isinstance(again, StatementQuestion)
    assert again.again
    assert [each.kind for each in again.statements] == ["scheduled"]
    for day in ("2026-05-29", "2026-06-05", "2026-07-01"):
        assert await town.notices(f"{day}T06:00", [SOMEONE]) == []


async def test_a_statement_that_moved_is_asked_about_again_at_its_new_day(town):
    await add(town.core)
    await town.notices("2026-05-15T06:00", [SOMEONE])
    for each in (await town.core.outlook.statements())[:2]:
        moved = EventDate(date(2026, 6, 1), date(2026, 6, 1), "day")
        await settle(town.core, each.id, Settlement("moved", moved))
    assert await town.notices("2026-05-23T06:00", [SOMEONE]) == []
    (question,) = await town.notices("2026-06-02T06:00", [SOMEONE])
    assert len(question.statements) == 2


async def test_what_was_due_before_it_was_read_is_never_asked_about(town):
    await add(town.core, now="2026-06-01T08:00")
    assert await town.notices("2026-06-02T06:00", [SOMEONE]) == []
    assert [each.state(date(2026, 6, 2)) for each in await town.core.outlook.statements()] == ["due", "due", "open"]


async def test_a_question_whose_statements_were_settled_meanwhile_is_not_sent(town):
    await add(town.core)
    await town.core.outbox._due.write_all(("telegram",), at("2026-05-15T06:00"), (SOMEONE,))
    for each in (await town.core.outlook.statements())[:2]:
        await settle(town.core, each.id, Settlement("unknown"))
    assert await town.notices("2026-05-15T06:01", [SOMEONE]) == []
    assert [reason for _, reason in await town.reasons(SOMEONE)] == ["the statements were settled before this was sent"]


async def test_readers_are_not_asked(town):
    await add(town.core)
    assert await town.notices("2026-05-15T06:00") == []
    assert await town.reasons(HERE) == []


async def test_many_statements_of_a_day_are_one_message_that_names_the_first(town):
    lines = [f"Ship {number} is due to dock in bay {number} on 14 May 2026." for number in range(40)]
    await add(town.core, "\n\n".join(["Ships", *lines]))
    (question,) = await town.notices("2026-05-15T06:00", [SOMEONE])
    assert (len(question.statements), question.total) == (20, 40)
    rows = question_rows(question.statements[:4], question.now, question.zone)
    assert [row[-1].says for row in rows] == [f"/outlook s{each.id}" for each in question.statements[:4]]
    assert len(question_rows(question.statements, question.now, question.zone)) == 8


async def test_a_removed_analysis_comes_back_with_its_outcomes(core: Briefings):
    id_ = await add(core)
    statement = (await core.outlook.statements())[0]
    await settle(core, statement.id, Settlement("partly", evidence=Evidence("half of it")))
    removal = await core.history.remove(id_, READ, by="Anna")
    assert await core.outlook.statements() == []
    await core.history.restore(id_, removal.kept, READ, by="Anna")
    assert (await core.outlook.find(statement.id)).settlement.evidence.text == "half of it"


async def test_those_that_came_due_in_seven_days_are_counted(core: Briefings):
    await add(core)
    counts = [await core.outlook.came_due(at(f"2026-05-{day}T08:00"), "UTC") for day in ("10", "11", "15", "18", "22")]
    assert counts == [0, 1, 2, 1, 0]


VOTE = "Harbour\n\nThe harbour council will vote on the price of berths on 14 May 2026.\n"


@pytest.mark.parametrize("state", ["cancelled", "set"])
async def test_nobody_is_asked_about_a_statement_whose_event_was_cancelled_or_is_still_to_come(town, state):
    await add(town.core, VOTE, name="vote.txt")
    (statement,) = await town.core.outlook.statements()
    if state == "cancelled":
        await town.core.agenda.mark(1, "cancelled", "fog", SOMEONE, at("2026-05-02T08:00"))
    else:
        day = date(2026, 6, 20)
        await town.core.agenda.move(1, EventDate(day, day, "day"), SOMEONE, at("2026-05-02T08:00"))
    told = [*await town.notices("2026-05-15T06:00", [SOMEONE]), *await town.notices("2026-05-23T06:00", [SOMEONE])]
    assert [each for each in told if isinstance(each, StatementQuestion)] == []
    assert (await town.core.outlook.find(statement.id)).asked == 0
