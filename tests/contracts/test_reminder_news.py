"""What a reminder calls new: what has come in since the last one that this chat got, on each database."""

from briefings.model.delivery import Lead, ReminderDue
from tests.fakes.town import HERE, THERE, Town, at

PLAN = b"""The quay at Lauw
Plans
The quay grows. A hearing on the quay is set for 20 May 2026. The hearing on the quay will be led by Ada Brink.
"""
COSTS = b"""What the quay costs
Money
Twelve million euros are to be found. A hearing on the quay is set for 20 May 2026. The bank will be heard as well.
"""


async def _hearing(town: Town) -> int:
    added = await town.core.library.add("plan.txt", PLAN, at("2026-03-01T12:00"))
    return added.events[0].id


async def _reminders(town: Town, now: str) -> dict[str, ReminderDue]:
    found = {address: notice for address, (notice,) in await town.messages(now)}
    assert all(isinstance(each, ReminderDue) for each in found.values())
    return found  # type: ignore[return-value]


async def test_the_first_reminder_is_a_full_brief_and_no_news(town: Town):
    event = await town.core.agenda.find(f"e{await _hearing(town)}")
    await town.remind(event, Lead(7, "d"))
    [reminder] = (await _reminders(town, "2026-05-13T09:00")).values()
    assert (reminder.manner, reminder.since) == ("first", None)
    assert any("Ada Brink" in point.text for point in reminder.points)


async def test_news_count_from_the_reminder_before_and_for_each_chat_by_itself(town: Town):
    event = await town.core.agenda.find(f"e{await _hearing(town)}")
    await town.remind(event, Lead(14, "d"), Lead(10, "d"), Lead(7, "d"))
    await town.remind(event, Lead(7, "d"), address=THERE)
    assert {a: r.manner for a, r in (await _reminders(town, "2026-05-06T09:00")).items()} == {HERE: "first"}
    await town.core.library.add("costs.txt", COSTS, at("2026-05-08T12:00"))
    [news] = (await _reminders(town, "2026-05-10T09:00")).values()
    assert (news.manner, news.since) == ("news", at("2026-05-06T09:00"))
    assert {point.analysis for point in news.points} == {2}
    last = await _reminders(town, "2026-05-13T09:00")
    assert {address: (each.manner, each.since) for address, each in last.items()} == {
        HERE: ("nothing new", at("2026-05-10T09:00")),
        THERE: ("first", None),
    }
    assert {point.analysis for point in last[THERE].points} == {1, 2}


async def test_a_reminder_that_did_not_arrive_counts_for_nothing(town: Town):
    event = await town.core.agenda.find(f"e{await _hearing(town)}")
    await town.remind(event, Lead(14, "d"), Lead(7, "d"))
    await town.core.subscriptions.mute(HERE, event.id, at("2026-05-05T09:00"))
    assert await _reminders(town, "2026-05-06T09:00") == {}
    await town.core.subscriptions.unmute(HERE, event.id)
    [reminder] = (await _reminders(town, "2026-05-13T09:00")).values()
    assert reminder.manner == "first"
