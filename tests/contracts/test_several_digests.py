"""Several digests of one chat, on each database: the same one is set up once."""

from datetime import time

import pytest

from tests.fakes.town import ALL_DAYS, HERE, SOMEONE, THERE, TOPIC, at


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
