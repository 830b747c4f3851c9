"""Who changed what is written down with the change, on each database."""

from datetime import UTC, date, datetime, timedelta

import pytest

from briefings.errors import NotFound
from briefings.model.agenda import EventDate
from briefings.model.audit_log import Record
from briefings.service import Briefings

NOW = datetime(2026, 3, 5, 12, tzinfo=UTC)
ANNA, BO = "Anna (telegram:1)", "Bo (slack:U2)"
PAPER = "Ice on the quay\nCosts\nA ministers' meeting on 4 May 2026 will settle the price of ice.\n"
MAY_4, MAY_6 = (EventDate(date(2026, 5, day), date(2026, 5, day), "day") for day in (4, 6))


async def add(core: Briefings, text: str, by: str, hours: int = 0) -> int:
    added = await core.library.add("ice.txt", text.encode(), NOW + timedelta(hours=hours), by=by)
    return added.analysis.id


async def deeds(core: Briefings) -> list[tuple[str, str, str, str]]:
    return [(each.by, each.deed, each.subject, each.note) for each in reversed(await core.audit_log.latest())]


async def test_each_change_of_an_analysis_is_kept_with_who_and_when(core: Briefings):
    await add(core, PAPER, ANNA)
    await add(core, PAPER, BO, 1)  # the same again changes nothing
    await add(core, PAPER + "It froze again.\n", BO, 2)
    await core.library.set_published(1, date(2026, 2, 1), NOW + timedelta(hours=3), by=ANNA)
    await core.history.remove(1, NOW + timedelta(hours=4), by=BO)
    assert await deeds(core) == [
        (ANNA, "added", "a1", ""),
        (BO, "revised", "a1", ""),
        (ANNA, "redated", "a1", "2026-02-01"),
        (BO, "removed", "a1", ""),
    ]
    newest = (await core.audit_log.latest(1))[0]
    assert (newest.at, newest.title) == (NOW + timedelta(hours=4), "Ice on the quay")


async def test_what_was_exported_and_taken_back_is_kept_under_who_took_it_back(core: Briefings):
    await add(core, PAPER, ANNA)
    whole = (await core.history.export(1)).encode()
    await core.history.remove(1, NOW, by=ANNA)
    await core.library.add("ice.json", whole, NOW, by=BO)
    assert (await deeds(core))[-1] == (BO, "added", "a2", "")


async def test_an_event_that_a_revision_moves_is_laid_to_who_brought_it(core: Briefings):
    await add(core, PAPER, ANNA)
    await add(core, PAPER.replace("4 May", "6 May"), BO)
    [moved] = [each for each in await core.audit_log.latest() if each.deed == "moved"]
    assert (moved.by, moved.subject, moved.note, moved.before, moved.after) == (BO, "e1", "a1", MAY_4, MAY_6)


async def test_each_change_of_an_event_is_kept(core: Briefings):
    agenda = core.agenda
    first = await agenda.create("Regatta", MAY_4, ANNA, NOW)
    other = await agenda.create("Fair", MAY_4, ANNA, NOW)
    await agenda.move(first.id, MAY_6, BO, NOW)
    await agenda.move(first.id, MAY_6, BO, NOW)  # to where it is
    await agenda.mark(first.id, "postponed", "fog", BO, NOW)
    await agenda.mark(first.id, "postponed", "fog", BO, NOW)
    await agenda.join(first.id, other.id, ANNA, NOW)
    await agenda.apart(other.id, BO, NOW)
    assert await deeds(core) == [
        (ANNA, "created", "e1", ""),
        (ANNA, "created", "e2", ""),
        (BO, "moved", "e1", ""),
        (BO, "postponed", "e1", "fog"),
        (ANNA, "joined", "e1", "e2"),
        (BO, "parted", "e2", "e1"),
    ]
    assert (await core.audit_log.latest())[3] == Record(NOW, BO, "moved", "e1", "Regatta", "", MAY_4, MAY_6)


async def test_what_fails_is_not_kept(core: Briefings):
    await core.agenda.create("Regatta", MAY_4, ANNA, NOW)
    with pytest.raises(NotFound):
        await core.agenda.join(1, 9, BO, NOW)
    assert [deed for _, deed, *_ in await deeds(core)] == ["created"]


async def test_a_chat_that_is_opened_and_forgotten_is_kept_once_each(core: Briefings):
    for _ in range(2):
        await core.chats.open("telegram:-5:7", ANNA, NOW)
    for _ in range(2):
        await core.chats.forget("telegram:-5", NOW, by=BO)
    assert await deeds(core) == [(ANNA, "opened", "(erased)", ""), (BO, "forgotten", "(erased)", "")]
