"""Several digests of one chat, on each database: the same one is set up once, and none repeats another."""

from datetime import time, timedelta

import pytest

from briefings.model.delivery import Outcome
from tests.fakes.town import ALL_DAYS, HERE, NIGHT, SOMEONE, THERE, TOPIC, at, on


async def ordered(town, address=HERE, wall=time(8), zone=None, words="", now="2026-03-01T12:00", owner=""):
    return await town.core.subscriptions.subscribe(
        owner or address, address, ALL_DAYS, wall, zone, words, SOMEONE, at(now)
    )


class TestTheSameDigest:
    @pytest.mark.parametrize(
        "again",
        [{}, {"zone": "UTC"}, {"words": " harbour  DUES "}, {"owner": THERE}],
        ids=["as it was", "in the zone of the chat", "in other letters", "from another chat"],
    )
    async def test_it_is_ordered_once(self, town, again):
        words = "Harbour dues" if "words" in again else ""
        first = await ordered(town, words=words)
        second = await ordered(town, **again)
        assert (first.existed, second.existed, second.resumed) == (False, True, False)
        assert [each.id for each in await town.core.subscriptions.of(HERE)] == [first.order.id] == [second.order.id]

    @pytest.mark.parametrize(
        "other",
        [{"wall": time(9)}, {"zone": "Asia/Tokyo"}, {"words": "grain"}, {"address": TOPIC}, {"address": THERE}],
        ids=["hour", "zone", "words", "thread", "chat"],
    )
    async def test_another_one_is_ordered_beside_it(self, town, other):
        first, second = await ordered(town), await ordered(town, **other)
        assert not second.existed
        assert first.order.id != second.order.id

    async def test_the_zone_that_counts_is_the_one_the_chat_has_now(self, town):
        await ordered(town, zone="Asia/Tokyo")
        assert not (await ordered(town)).existed
        await town.core.subscriptions.unsubscribe(HERE, 2, at("2026-03-01T12:00"))
        await town.core.chats.set_zone(HERE, "Asia/Tokyo", at("2026-03-01T12:00"))
        assert (await ordered(town)).existed

    async def test_a_paused_one_is_resumed_and_tells_what_came_meanwhile(self, town):
        await ordered(town)
        await town.core.chats.close(HERE, "the bot was removed", at("2026-03-01T13:00"))
        await town.core.library.add("quay.txt", b"The quay\nThe quay was mended.\n", at("2026-03-02T12:00"))
        again = await ordered(town, now="2026-03-05T12:00")
        assert (again.existed, again.resumed, again.order.paused) == (True, True, "")
        assert await town.messages("2026-03-05T12:01") == []
        [digest] = await town.notices("2026-03-06T08:00")
        assert [news.title for news in digest.news] == ["The quay"]


class TestTheInstantOfADigest:
    """What comes at the very instant at which one period ends and the next begins is in exactly one digest."""

    async def test_an_analysis_added_after_the_digest_was_made_is_in_the_next_one(self, town):
        await ordered(town)
        first = await town.notices("2026-03-02T08:00")
        await town.core.library.add("quay.txt", b"The quay\nThe quay was mended.\n", at("2026-03-02T08:00"))
        [second] = await town.notices("2026-03-03T08:00")
        assert "The quay" not in [news.title for digest in first for news in digest.news]
        assert [news.title for news in second.news] == ["The quay"]

    async def test_an_analysis_added_before_the_digest_is_made_is_in_one_digest(self, town):
        await ordered(town)
        await town.notices("2026-03-02T08:00")
        await town.core.library.add("quay.txt", b"The quay\nThe quay was mended.\n", at("2026-03-03T08:00"))
        told = [digest for day in (3, 4, 5) for digest in await town.notices(f"2026-03-0{day}T08:00")]
        assert [news.title for digest in told for news in digest.news] == ["The quay"]

    async def test_a_revision_of_that_instant_is_told_in_the_next_one(self, town):
        await ordered(town)
        await town.core.library.add("quay.txt", b"The quay\nThe quay was mended.\n", at("2026-03-01T13:00"))
        await town.notices("2026-03-02T08:00")
        revised = b"The quay\nThe quay was mended.\nThe crane was sold in March.\n"
        await town.core.library.add("quay.txt", revised, at("2026-03-02T08:00"))
        [second] = await town.notices("2026-03-03T08:00")
        assert [point.text for news in second.news for point in news.points] == ["The crane was sold in March."]


NEWS = b"Tides of the northern quay\nTides\nThe tide at the northern quay rises by two metres each spring.\n"
GRAIN = b"Grain\nGrain\nGrain from the east was dearer in May.\n"


def titles(notices) -> list[list[str]]:
    return [[news.title for news in digest.news] for digest in notices]


class TestWhatAnotherDigestTold:
    async def test_it_is_told_once(self, town):
        await ordered(town)
        await ordered(town, wall=time(9), words="tide")
        await town.core.library.add("tides.txt", NEWS, at("2026-03-02T06:00"))
        event = await town.event(on("2026-04-01"), "Tide talks", now="2026-03-02T06:30")
        [first] = await town.notices("2026-03-02T08:00")
        assert ([news.analysis for news in first.news], [each.id for each in first.changed]) == ([1], [event.id])
        assert await town.notices("2026-03-02T09:00") == []
        assert (await town.reasons())[0] == (
            "cancelled",
            "another digest of this chat has told everything that is new",
        )
        orders = await town.core.subscriptions.of(HERE)
        assert orders[1].since == at("2026-03-02T09:00")
        await town.core.agenda.move(event.id, on("2026-04-02"), SOMEONE, at("2026-03-02T10:00"))
        await town.core.library.add("grain.txt", GRAIN, at("2026-03-02T11:00"))
        [second] = await town.notices("2026-03-03T08:00")
        assert titles([second]) == [["Grain"]]
        assert await town.notices("2026-03-03T09:00") == []

    async def test_what_changed_after_it_was_told_is_news_for_the_next_one(self, town):
        await ordered(town)
        await ordered(town, wall=time(9))
        event = await town.event(on("2026-04-01"), now="2026-03-02T06:00")
        assert len(await town.notices("2026-03-02T08:00")) == 1
        await town.core.agenda.move(event.id, on("2026-04-02"), SOMEONE, at("2026-03-02T08:30"))
        [digest] = await town.notices("2026-03-02T09:00")
        assert [each.when.first.day for each in digest.changed] == [2]
        assert await town.notices("2026-03-03T08:00") == []

    async def test_what_an_order_of_one_week_finds_was_told_by_a_daily_one_however_long_ago(self, town):
        await ordered(town)
        await ordered(town, wall=time(9), words="tide")
        await town.core.subscriptions.subscribe(
            HERE, HERE, frozenset({7}), time(10), None, "", SOMEONE, at("2026-03-01T12:00")
        )
        await town.core.library.add("tides.txt", NEWS, at("2026-03-02T06:00"))
        assert len(await town.notices("2026-03-02T08:00")) == 1
        await town.core.library.add("grain.txt", GRAIN, at("2026-03-02T12:00"))
        assert titles(await town.notices("2026-03-03T08:00")) == [["Grain"]]
        for day in range(4, 8):
            await town.core.outbox.prune(at(f"2026-03-0{day}T00:00"), timedelta(hours=1))
            assert await town.notices(f"2026-03-0{day}T09:00") == []
        assert await town.notices("2026-03-08T10:00") == []
        assert (await town.reasons())[0][1].startswith("another digest")

    @pytest.mark.parametrize(
        "outcome",
        [Outcome("refused", "too long"), Outcome("dead", "blocked"), Outcome("doubt", "no answer came")],
        ids=lambda outcome: outcome.kind,
    )
    async def test_what_did_not_arrive_for_sure_is_told_by_the_next_one(self, town, outcome):
        await ordered(town)
        await ordered(town, wall=time(9))
        await town.core.library.add("tides.txt", NEWS, at("2026-03-02T06:00"))
        outbox, now = town.core.outbox, at("2026-03-02T08:00")
        await outbox.enqueue_due(["telegram"], now)
        [batch] = await outbox.ready("telegram", now)
        assert await outbox.claim(batch, town.epoch, now)
        await outbox.settle(batch, town.epoch, outcome, now)
        if outcome.kind == "doubt":
            doubt = await town.core.doubts.next("telegram", town.epoch, at("2026-03-02T08:30"))
            await town.core.doubts.settle(doubt, town.epoch, "", "nobody can tell", at("2026-03-02T08:30"))
        await town.core.chats.open(HERE, SOMEONE, now)
        assert titles(await town.notices("2026-03-02T09:00")) == [["Tides of the northern quay"]]

    async def test_a_doubt_that_turns_out_to_have_arrived_has_told_it(self, town):
        await ordered(town)
        await ordered(town, wall=time(9))
        await town.core.library.add("tides.txt", NEWS, at("2026-03-02T06:00"))
        outbox, now = town.core.outbox, at("2026-03-02T08:00")
        await outbox.enqueue_due(["telegram"], now)
        [batch] = await outbox.ready("telegram", now)
        assert await outbox.claim(batch, town.epoch, now)
        await outbox.settle(batch, town.epoch, Outcome("doubt", "no answer came"), now)
        doubt = await town.core.doubts.next("telegram", town.epoch, at("2026-03-02T08:30"))
        assert await town.core.doubts.settle(doubt, town.epoch, "7", "", at("2026-03-02T08:30")) == "sent"
        assert await town.notices("2026-03-02T09:00") == []

    async def test_in_one_message_after_quiet_hours_nothing_stands_twice(self, town):
        await town.core.chats.set_quiet(HERE, NIGHT, at("2026-03-01T12:00"))
        await ordered(town, wall=time(5), words="tide")
        await ordered(town, wall=time(6))
        await ordered(town, wall=time(6, 30), words="grain")
        await town.event(on("2026-04-01"), "Grain and tide", now="2026-03-02T02:00")
        await town.core.library.add("tides.txt", NEWS, at("2026-03-02T03:00"))
        await town.core.library.add("grain.txt", GRAIN, at("2026-03-02T04:00"))
        assert await town.messages("2026-03-02T06:45") == []
        [(_, digests)] = await town.messages("2026-03-02T07:00")
        assert titles(digests) == [["Tides of the northern quay"], ["Grain"]]
        assert [len(each.changed) for each in digests] == [1, 0]
        assert await town.messages("2026-03-03T07:00") == []

    async def test_threads_and_other_chats_are_told_by_themselves(self, town):
        for address in (HERE, TOPIC, THERE):
            await ordered(town, address)
        await town.core.library.add("tides.txt", NEWS, at("2026-03-02T06:00"))
        assert [address for address, _ in await town.messages("2026-03-02T08:00")] == [HERE, TOPIC, THERE]

    async def test_a_preview_shows_what_is_left(self, town):
        await ordered(town)
        later = (await ordered(town, wall=time(9))).order
        await town.core.library.add("tides.txt", NEWS, at("2026-03-02T06:00"))
        assert not (await town.core.digests.preview(later, at("2026-03-02T07:00"))).silent
        await town.notices("2026-03-02T08:00")
        assert (await town.core.digests.preview(later, at("2026-03-02T08:30"))).silent

    async def test_a_chat_that_moves_takes_along_what_it_was_told(self, town):
        await ordered(town)
        await ordered(town, wall=time(9))
        await town.core.library.add("tides.txt", NEWS, at("2026-03-02T06:00"))
        assert len(await town.notices("2026-03-02T08:00")) == 1
        await town.core.chats.move(HERE, "telegram:-100", at("2026-03-02T08:30"))
        assert await town.notices("2026-03-02T09:00") == []


class TestTheFirstDigest:
    """Of a chat that has had none: it covers the library so far, whenever it was set up."""

    async def test_it_brings_the_five_newest_analyses_and_what_lies_ahead(self, town):
        for number in range(1, 8):
            content = f"Berth {number}\nBerth {number} was closed for repairs.\n".encode()
            await town.core.library.add(f"berth{number}.txt", content, at(f"2026-02-0{number}T12:00"))
        event = await town.event(on("2026-04-01"), "Harbour talks", now="2026-02-10T12:00")
        await town.event(on("2026-02-20"), "Old talks", now="2026-02-10T12:00")
        await ordered(town)
        [first] = await town.notices("2026-03-02T08:00")
        assert titles([first]) == [[f"Berth {number}" for number in (7, 6, 5, 4, 3)]]
        assert (first.first, first.known) == (True, 7)
        assert [[each.id for each in group] for group in (first.changed, first.ahead)] == [[event.id], [event.id]]
        assert await town.notices("2026-03-03T08:00") == []
        await town.core.library.add("tides.txt", NEWS, at("2026-03-03T12:00"))
        [second] = await town.notices("2026-03-04T08:00")
        assert (titles([second]), second.first) == ([["Tides of the northern quay"]], False)

    async def test_an_order_about_a_topic_finds_it_in_the_library_so_far(self, town):
        await town.core.library.add("tides.txt", NEWS, at("2026-02-01T12:00"))
        await town.core.library.add("grain.txt", GRAIN, at("2026-02-02T12:00"))
        await ordered(town, words="tide")
        [first] = await town.notices("2026-03-02T08:00")
        assert (titles([first]), first.known) == ([["Tides of the northern quay"]], 0)

    async def test_it_tells_which_analyses_contradict_each_other(self, town):
        for month, day in (("April", 1), ("May", 2)):
            text = f"Tour in {month}\n\nPresident Keller will visit Oslo in {month} 2026.\n".encode()
            await town.core.library.add(f"{month}.txt", text, at(f"2026-02-0{day}T12:00"))
        await ordered(town)
        [first] = await town.notices("2026-03-02T08:00")
        assert (first.first, [each.kind for each in first.disputed]) == (True, ["date"])

    async def test_it_waits_until_the_library_holds_something(self, town):
        await ordered(town)
        assert await town.notices("2026-03-02T08:00") == []
        await town.core.library.add("tides.txt", NEWS, at("2026-03-02T12:00"))
        [first] = await town.notices("2026-03-03T08:00")
        assert (titles([first]), first.first) == ([["Tides of the northern quay"]], True)

    async def test_it_comes_once_however_often_the_chat_orders(self, town):
        await town.core.library.add("tides.txt", NEWS, at("2026-02-01T12:00"))
        await ordered(town)
        await ordered(town, wall=time(9))
        assert titles(await town.notices("2026-03-02T09:00")) == [["Tides of the northern quay"]]
        for order in await town.core.subscriptions.of(HERE):
            await town.core.subscriptions.unsubscribe(HERE, order.id, at("2026-03-02T12:00"))
        assert not (await ordered(town, now="2026-03-02T12:01")).order.first
        assert await town.notices("2026-03-03T09:00") == []

    async def test_it_tells_how_many_events_wait_for_an_editor(self, town):
        text = b"The pump\nWater\nThe town will vote on a new pump on 3 December 2026.\n"
        await town.core.library.add("pump.txt", text, at("2026-02-01T12:00"), reviewed=True)
        await ordered(town)
        [first] = await town.notices("2026-03-02T08:00")
        assert (first.unconfirmed, first.ahead) == (1, ())


async def berths(town, numbers, day):
    for number in numbers:
        content = f"Berth {number}\nBerth {number} was closed for repairs.\n".encode()
        await town.core.library.add(f"berth{number}.txt", content, at(f"{day}T06:{number:02}"))


async def ended(town, id_, now):
    await town.core.subscriptions.unsubscribe(HERE, id_, at(now))


FIVE_NEWEST = [f"Berth {number}" for number in (7, 6, 5, 4, 3)]


class TestWhatAnOrderCovers:
    """What no digest has told its chat, whatever was ordered and ended meanwhile."""

    async def test_a_first_one_that_has_sent_nothing_leaves_the_library_to_the_second(self, town):
        await berths(town, range(1, 8), "2026-03-01")
        await ordered(town)
        second = await ordered(town, wall=time(7), now="2026-03-01T13:00")
        assert second.order.first
        [digest] = await town.notices("2026-03-02T07:00")
        assert (titles([digest]), digest.first, digest.known) == ([FIVE_NEWEST], True, 7)
        assert await town.notices("2026-03-02T08:00") == []

    async def test_the_first_ordered_tells_all_that_came_after_the_first_sent(self, town):
        await berths(town, range(1, 8), "2026-03-01")
        weekly = frozenset({7})
        await town.core.subscriptions.subscribe(HERE, HERE, weekly, time(8), None, "", SOMEONE, at("2026-03-01T12:00"))
        second = await ordered(town, wall=time(7), now="2026-03-01T13:00")
        assert len(await town.notices("2026-03-02T07:00")) == 1
        await berths(town, range(8, 16), "2026-03-03")
        await ended(town, second.order.id, "2026-03-03T06:30")
        [digest] = await town.notices("2026-03-08T08:00")
        assert (titles([digest]), digest.first) == ([[f"Berth {number}" for number in range(8, 16)]], False)

    async def test_one_that_ended_before_it_sent_anything_has_told_nothing(self, town):
        await berths(town, range(1, 8), "2026-03-01")
        await ended(town, (await ordered(town)).order.id, "2026-03-01T13:00")
        assert (await ordered(town, wall=time(7, 30), now="2026-03-01T14:00")).order.first
        assert titles(await town.notices("2026-03-02T07:30")) == [FIVE_NEWEST]

    @pytest.mark.parametrize("wall", [time(8), time(7, 30)], ids=["again", "at another time"])
    async def test_what_came_since_the_last_one_is_told_by_a_new_order(self, town, wall):
        await berths(town, [1], "2026-03-01")
        first = await ordered(town)
        assert len(await town.notices("2026-03-02T08:00")) == 1
        await berths(town, [2], "2026-03-03")
        await ended(town, first.order.id, "2026-03-03T07:00")
        again = await ordered(town, wall=wall, now="2026-03-03T07:01")
        assert again.order.since == at("2026-03-02T08:00")
        [digest] = await town.notices("2026-03-04T08:00")
        assert titles([digest]) == [["Berth 2"]]

    async def test_a_digest_about_a_topic_has_told_only_that_topic(self, town):
        await town.core.library.add("tides.txt", NEWS, at("2026-02-01T12:00"))
        await town.core.library.add("grain.txt", GRAIN, at("2026-02-02T12:00"))
        await ordered(town, words="tide")
        assert titles(await town.notices("2026-03-02T08:00")) == [["Tides of the northern quay"]]
        everything = await ordered(town, wall=time(9), now="2026-03-02T08:30")
        assert everything.order.first
        [digest] = await town.notices("2026-03-02T09:00")
        assert "Grain" in titles([digest])[0]
        topic = await ordered(town, wall=time(10), words="quay", now="2026-03-02T09:30")
        assert topic.order.since == at("2026-03-02T09:00")

    async def test_a_digest_in_doubt_may_have_arrived(self, town):
        await berths(town, [1], "2026-03-01")
        first = await ordered(town)
        outbox, now = town.core.outbox, at("2026-03-02T08:00")
        await outbox.enqueue_due(["telegram"], now)
        [batch] = await outbox.ready("telegram", now)
        assert await outbox.claim(batch, town.epoch, now)
        await outbox.settle(batch, town.epoch, Outcome("doubt", "no answer came"), now)
        await ended(town, first.order.id, "2026-03-02T08:10")
        assert (await ordered(town, now="2026-03-02T08:11")).order.since == now


async def test_a_digest_quotes_what_changed_in_a_revision_it_told_of(town):
    fares = (
        "# Fares\n\nTickets rose. Nobody was told.\n\n| Ticket | Price |\n|---|---|\n| Week | £655 |\n| Day | £120 |\n"
    )
    await town.core.library.add("fares.md", fares.encode(), at("2026-03-01T06:00"))
    await ordered(town)
    assert titles(await town.notices("2026-03-02T08:00")) == [["Fares"]]
    added = await town.core.library.add("fares.md", fares.replace("£655", "£640").encode(), at("2026-03-02T09:00"))
    assert added.outcome == "revised"
    [digest] = await town.notices("2026-03-03T08:00")
    [news] = digest.news
    assert (news.changed, [point.text for point in news.points]) == (True, ["Week | £640"])
