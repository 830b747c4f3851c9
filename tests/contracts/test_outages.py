"""What waits while an account is refused or a platform has asked for a pause, on each database."""

from datetime import time, timedelta

from briefings.model.delivery import DatabaseFailed, DigestDue, Lead, Outcome, ReminderDue, SenderRefused
from briefings.model.schedule.quiet_hours import QuietHours
from tests.fakes.town import ALL_DAYS, HERE, NIGHT, SOMEONE, THERE, at, instant, on

NOTES = b"Tides of the northern quay\nTides\nThe tide at the northern quay rises by two metres each spring.\n"
REVOKED = "the token was revoked"
OVERTAKEN = ("expired", "a newer reminder of the same event took its place")


async def test_people_elsewhere_are_told_once_however_often_it_is_tried(town):
    outbox = town.core.outbox
    await outbox.take_over("slack", at("2026-03-01T12:00"))
    for day in ("2026-03-01T12:00", "2026-03-01T12:01", "2026-03-04T12:00"):
        await outbox.refuse("slack", REVOKED, [SOMEONE], at(day))
        assert await outbox.troubles() == {"slack": REVOKED}
        await outbox.set_trouble("slack", "")  # tried again
        assert await outbox.troubles() == {"slack": ""}
    [notice] = await town.notices("2026-03-04T12:00")
    assert isinstance(notice, SenderRefused)
    assert await outbox.refused_since("slack") == at("2026-03-01T12:00")
    await outbox.recovered("slack")
    assert (await outbox.troubles(), await outbox.refused_since("slack")) == ({}, None)
    await outbox.refuse("slack", REVOKED, [SOMEONE], at("2026-03-05T12:00"))
    assert len(await town.notices("2026-03-05T12:00")) == 1


async def test_people_are_told_once_of_a_database_that_took_no_writes(town):
    outbox, since, until = town.core.outbox, at("2026-03-01T11:50"), at("2026-03-01T12:00")
    for _ in range(2):  # the second attempt of a write whose end was not seen
        await outbox.warn_of_outage([SOMEONE], since, until, "Its disk was full.")
    [notice] = await town.notices("2026-03-01T12:01")
    assert isinstance(notice, DatabaseFailed)
    assert (notice.since, notice.until, notice.reason) == (since, until, "Its disk was full.")
    assert await outbox.last_outage() == (since, until)


async def test_that_too_waits_for_the_end_of_quiet_hours(town):
    await town.core.chats.set_quiet(SOMEONE, NIGHT, at("2026-03-01T12:00"))
    await town.core.outbox.refuse("slack", REVOKED, [SOMEONE], at("2026-03-01T23:00"))
    assert await town.notices("2026-03-01T23:00") == []
    assert len(await town.notices("2026-03-02T07:00")) == 1


async def test_once_it_is_accepted_again_the_newest_reminder_of_each_event_comes_alone(town):
    regatta, fair = await town.event(on("2026-05-20")), await town.event(on("2026-05-21"), "Fair")
    await town.remind(regatta, Lead(7, "d"), Lead(3, "d"), Lead(1, "d"))
    await town.remind(fair, Lead(7, "d"))
    await town.core.outbox.refuse("telegram", REVOKED, [], at("2026-05-12T09:00"))
    for day in ("2026-05-13T09:00", "2026-05-14T09:00", "2026-05-17T09:00", "2026-05-19T09:00"):
        assert await town.notices(day) == []
    await town.core.outbox.recovered("telegram")
    found = await town.notices("2026-05-19T10:00")
    assert [(notice.event.title, notice.lead) for notice in found] == [
        ("Fair", Lead(7, "d")),
        ("Regatta", Lead(1, "d")),
    ]
    assert (await town.reasons()).count(OVERTAKEN) == 2


async def test_what_expired_meanwhile_says_why_it_waited(town):
    await town.remind(await town.event(on("2026-05-20")), Lead(1, "d"))
    await town.core.outbox.refuse("telegram", REVOKED, [], at("2026-05-12T09:00"))
    await town.notices("2026-05-19T09:00")
    assert await town.notices("2026-05-21T00:00") == []
    assert await town.reasons() == [("expired", f"its time passed while it waited: {REVOKED}")]


async def test_what_expired_in_an_outage_says_so_and_so_does_what_waits(town):
    await town.remind(await town.event(on("2026-05-20")), Lead(1, "d"))
    await town.core.outbox.enqueue_due(["telegram"], at("2026-05-19T09:00"))
    await town.core.outbox.set_outage("telegram", "no network")
    await town.core.outbox.set_outage("slack", "no network there")
    assert await town.reasons() == [("pending", "no network")]
    [signs] = await town.core.outbox.signs(["telegram"], timedelta(minutes=1), at("2026-05-19T12:00"))
    assert signs.stuck_since is None
    await town.core.outbox.set_outage("telegram", "")
    assert await town.reasons() == [("pending", "")]
    [signs] = await town.core.outbox.signs(["telegram"], timedelta(minutes=1), at("2026-05-19T12:00"))
    assert signs.stuck_since is not None
    await town.core.outbox.set_outage("telegram", "no network")
    await town.core.outbox.enqueue_due(["telegram"], at("2026-05-21T00:00"))
    assert await town.reasons() == [("expired", "its time passed while it waited: no network")]


async def test_a_shorter_pause_does_not_end_a_longer_one(town):
    outbox = town.core.outbox
    await outbox.hold("telegram", at("2026-03-01T12:10"))
    await outbox.hold("telegram", at("2026-03-01T12:01"))
    assert await outbox.held_until("telegram") == at("2026-03-01T12:10")
    await outbox.hold("telegram", at("2026-03-01T12:20"))
    assert await outbox.held_until("telegram") == at("2026-03-01T12:20")


async def test_what_has_waited_into_quiet_hours_is_held_until_they_end(town):
    await town.core.chats.set_quiet(HERE, NIGHT, at("2026-03-01T12:00"))
    for address in (HERE, THERE):
        await town.remind(await town.event(on("2026-05-20"), f"Fair of {address}"), Lead(1, "d"), address=address)
    await town.core.outbox.refuse("telegram", REVOKED, [], at("2026-05-12T09:00"))
    assert await town.notices("2026-05-19T09:00") == []
    await town.core.outbox.recovered("telegram")
    assert [address for address, _ in await town.messages("2026-05-19T23:00")] == [THERE]
    assert [address for address, _ in await town.messages("2026-05-20T07:00")] == [HERE]


async def test_what_has_waited_and_cannot_wait_longer_leaves_in_quiet_hours(town):
    await town.core.chats.set_quiet(HERE, NIGHT, at("2026-03-01T12:00"))
    await town.remind(await town.event(instant("2026-05-20T05:00")), Lead(12, "h"))
    await town.core.outbox.refuse("telegram", REVOKED, [], at("2026-05-12T09:00"))
    assert await town.notices("2026-05-19T17:00") == []
    await town.core.outbox.recovered("telegram")
    assert [type(notice) for notice in await town.notices("2026-05-19T23:00")] == [ReminderDue]


async def test_of_two_digests_that_are_held_the_newer_comes_alone(town):
    await town.core.chats.set_quiet(HERE, QuietHours(time(6), time(5, 50)), at("2026-03-01T12:00"))
    await town.core.subscriptions.subscribe(
        HERE, HERE, ALL_DAYS, time(5, 55), None, "", SOMEONE, at("2026-03-01T12:00")
    )
    await town.core.library.add("tides.txt", NOTES, at("2026-03-01T13:00"))
    await town.core.outbox.refuse("telegram", REVOKED, [], at("2026-03-01T13:00"))
    await town.core.chats.set_quiet(HERE, QuietHours(time(5, 52), time(5, 50)), at("2026-03-01T14:00"))
    for day in ("2026-03-02T05:55", "2026-03-03T05:55"):
        assert await town.notices(day) == []
    await town.core.outbox.recovered("telegram")
    [notice] = await town.notices("2026-03-04T05:50")
    assert isinstance(notice, DigestDue)
    assert ("expired", "the next digest took its place") in await town.reasons()


async def test_a_group_that_moved_takes_all_along_though_a_thread_was_written_to(town):
    event = await town.event(on("2026-05-20"))
    await town.remind(event, Lead(1, "d"), address=f"{HERE}:9")
    await town.core.subscriptions.subscribe(HERE, HERE, ALL_DAYS, time(8), None, "", SOMEONE, at("2026-05-19T08:00"))
    await town.core.subscriptions.mute(HERE, (await town.event(on("2026-06-01"), "Fair")).id, at("2026-05-01T12:00"))
    await town.core.chats.set_quiet(HERE, NIGHT, at("2026-05-01T12:00"))
    await town.core.outbox.enqueue_due(["telegram"], at("2026-05-19T09:00"))
    [batch] = await town.core.outbox.ready("telegram", at("2026-05-19T09:00"))
    await town.core.outbox.claim(batch, town.epoch, at("2026-05-19T09:00"))
    outcome = Outcome("dead", "The group became a supergroup", moved_to="telegram:-100")
    await town.core.outbox.settle(batch, town.epoch, outcome, at("2026-05-19T09:00"))
    new = "telegram:-100"
    assert [address for address, _ in await town.messages("2026-05-19T09:01")] == [f"{new}:9"]
    assert len(await town.core.subscriptions.follows(f"{new}:9")) == len(await town.core.subscriptions.of(new)) == 1
    assert len(await town.core.subscriptions.muted(new)) == 1
    assert (await town.core.chats.chat(new)).quiet == NIGHT
    assert {each.address for each in await town.core.outbox.latest()} == {f"{new}:9"}
    await town.core.chats.move(HERE, new, at("2026-05-19T09:02"))  # Telegram tells of it in both chats
    assert len(await town.core.subscriptions.of(new)) == len(await town.core.subscriptions.muted(new)) == 1
    assert (await town.core.chats.chat(new)).quiet == NIGHT
