"""What would come twice to one person with two accounts comes once, on each database."""

from datetime import time, timedelta

import pytest

from briefings.model.delivery import Delivery, Lead, Outcome
from briefings.service import Briefings
from tests.fakes.town import ALL_DAYS, MAY, Town, at, on
from tests.scenarios.stage import FERRIES

NOW = at("2026-03-01T12:00")
ANNA, BO = "telegram:3", "slack:U2"
HERE, THERE = "telegram:3", "slack:D7"  # Slack is preferred
BOTH = ("telegram", "slack")
NEXT = at("2026-03-02T08:00")
MINUTE = timedelta(minutes=1)


class Pair:
    """One person at two places; what is sent there is settled as the test says."""

    def __init__(self, core: Briefings) -> None:
        self.core, self.epochs = core, dict[str, int]()

    async def start(self) -> None:
        for name in BOTH:
            self.epochs[name] = await self.core.outbox.take_over(name, NOW)
        await self.link()

    async def link(self) -> None:
        code = await self.core.account_links.propose(ANNA, HERE, NOW)
        await self.core.account_links.join(code, BO, THERE, "Bo", NOW)

    async def order(self, *places: str, at_: time = time(8), zone: str | None = None, words: str = "") -> None:
        for place in places:
            await self.core.subscriptions.subscribe(place, place, ALL_DAYS, at_, zone, words, ANNA, NOW)

    async def news(self, now) -> None:
        await self.core.library.add("ferries.txt", FERRIES.read_bytes(), now)

    async def tick(self, now, platforms: tuple[str, ...] = BOTH) -> int:
        return await self.core.outbox.enqueue_due(platforms, now)

    async def sent(self, now, outcome: Outcome | None = None, platforms: tuple[str, ...] = BOTH) -> list[str]:
        """Where something leaves."""
        found = []
        for name in platforms:
            for batch in await self.core.outbox.ready(name, now, 10):
                assert await self.core.outbox.claim(batch, self.epochs[name], now)
                became = outcome or Outcome("sent", receipt="1")
                await self.core.outbox.settle(batch, self.epochs[name], became, now)
                found.append(batch.address)
        return found

    async def row(self, place: str) -> Delivery:
        """The newest delivery to a place."""
        return (await self.core.outbox.latest(place))[0]


@pytest.fixture
async def pair(core: Briefings) -> Pair:
    made = Pair(core)
    await made.start()
    return made


async def test_the_same_digest_comes_once_and_a_row_says_why(pair):
    await pair.order(HERE, THERE, "telegram:-1")
    await pair.news(NEXT - MINUTE)
    await pair.tick(NEXT)
    spared = await pair.row(HERE)
    assert (spared.state, spared.reason) == ("cancelled", "sent to the same person in Slack instead")
    assert sorted(await pair.sent(NEXT)) == [THERE, "telegram:-1"]
    assert await pair.tick(NEXT + timedelta(hours=1)) == 0
    assert (await pair.row(HERE)).state == "cancelled"


@pytest.mark.parametrize(
    ("words", "at_"), [("ice", time(8)), ("", time(18))], ids=["about something else", "at another time"]
)
async def test_another_digest_comes_to_each(pair, words, at_):
    await pair.order(THERE)
    await pair.order(HERE, at_=at_, words=words)
    await pair.news(NEXT - MINUTE)
    for now in (NEXT, at("2026-03-02T18:00")):
        await pair.tick(now)
    assert {(await pair.row(place)).state for place in (HERE, THERE)} == {"pending"}


async def test_the_same_wall_time_in_two_zones_is_the_same_digest(pair):
    await pair.order(HERE, zone="Asia/Shanghai")  # hours before the other
    await pair.order(THERE, zone="America/New_York")
    await pair.tick(at("2026-03-02T00:00"))
    assert (await pair.row(HERE)).reason == "sent to the same person in Slack instead"
    await pair.tick(at("2026-03-02T01:00"))
    assert (await pair.row(HERE)).state == "cancelled"  # the other one will come
    await pair.news(NEXT)
    await pair.tick(at("2026-03-02T13:00"))
    assert await pair.sent(at("2026-03-02T13:00")) == [THERE]


async def test_what_will_not_be_written_there_comes_here(pair):
    await pair.order(HERE, zone="Asia/Shanghai")
    await pair.order(THERE, zone="America/New_York")
    await pair.tick(at("2026-03-02T00:00"))
    await pair.core.chats.close(THERE, "the bot was blocked", NEXT)
    await pair.news(at("2026-03-01T20:00"))
    await pair.tick(NEXT)
    assert await pair.sent(NEXT) == [HERE]


async def test_after_an_outage_the_newest_digest_comes_once(pair):
    await pair.order(HERE, THERE)
    await pair.news(NEXT - MINUTE)
    late = NEXT + timedelta(days=3, hours=1)
    await pair.tick(late)
    assert await pair.sent(late) == [THERE]
    await pair.tick(late + MINUTE)
    assert await pair.sent(late + MINUTE) == []


async def test_a_digest_to_a_chat_that_is_gone_comes_to_the_other(pair):
    await pair.order(HERE, THERE)
    await pair.news(NEXT - MINUTE)
    await pair.tick(NEXT)
    assert await pair.sent(NEXT, Outcome("dead", "the channel is archived")) == [THERE]
    assert await pair.tick(NEXT + MINUTE) == 1
    assert await pair.sent(NEXT + MINUTE) == [HERE]
    assert await pair.tick(NEXT + 2 * MINUTE) == 0
    assert ((await pair.row(HERE)).state, (await pair.row(THERE)).state) == ("sent", "dead")


@pytest.mark.parametrize(
    ("failure", "patience"),
    [(Outcome("retry", "no network"), 5 * MINUTE), (Outcome("retry", "slow", retry_after=900), 5 * MINUTE)],
)
async def test_a_platform_that_is_down_gives_way_to_the_other(pair, failure, patience):
    await pair.order(HERE, THERE)
    await pair.news(NEXT - MINUTE)
    await pair.tick(NEXT)
    await pair.sent(NEXT, failure, ("slack",))
    await pair.tick(NEXT + MINUTE)
    assert (await pair.row(HERE)).state == "cancelled"
    await pair.tick(NEXT + patience)
    there = await pair.row(THERE)
    assert there.state == "cancelled"
    assert there.reason == "couldn't be sent; goes to the same person in Telegram instead"
    assert await pair.sent(NEXT + patience + timedelta(minutes=20)) == [HERE]


async def test_a_platform_that_cannot_be_reached_gives_way_though_nothing_was_tried_there(pair):
    await pair.order(HERE, THERE)
    await pair.news(NEXT - MINUTE)
    await pair.tick(NEXT)
    await pair.core.outbox.set_outage("slack", "no network")
    await pair.tick(NEXT + MINUTE)
    assert (await pair.row(HERE)).state == "cancelled"
    await pair.tick(NEXT + 5 * MINUTE)
    assert await pair.sent(NEXT + 5 * MINUTE) == [HERE]


async def test_a_refused_account_gives_way_at_once(pair):
    await pair.order(HERE, THERE)
    await pair.news(NEXT - MINUTE)
    await pair.tick(NEXT)
    await pair.sent(NEXT, Outcome("sender", "token revoked"), ("slack",))
    await pair.core.outbox.refuse("slack", "token revoked", [], NEXT)
    await pair.tick(NEXT + MINUTE)
    assert await pair.sent(NEXT + MINUTE) == [HERE]


async def test_a_reminder_comes_to_the_other_chat_where_its_own_is_gone(pair):
    town = Town(pair.core, pair.epochs["telegram"])
    event = await town.event(on("2026-05-20"))
    for place in (HERE, THERE):
        await town.remind(event, Lead(1, "d"), address=place)
    now = at("2026-05-19T09:00")
    await pair.tick(now)
    assert await pair.sent(now, Outcome("dead", "the channel is archived")) == [THERE]
    await pair.tick(now + MINUTE)
    assert await pair.sent(now + MINUTE) == [HERE]


async def test_what_the_preferred_chat_never_knew_is_told_at_the_other(pair):
    town = Town(pair.core, pair.epochs["telegram"])
    event = await town.event(on("2026-05-20"))
    await town.remind(event, Lead(70, "d"), address=HERE)
    await town.messages("2026-03-11T09:00")
    await pair.core.subscriptions.remind(THERE, event.id, (Lead(1, "h"),), ANNA, at("2026-05-20T08:30"))
    now = at("2026-05-20T08:40")
    await pair.core.agenda.move(event.id, on("2026-06-20"), "Ida", now)
    await pair.tick(now)
    assert len(await pair.sent(now)) == 1


async def test_a_question_comes_to_the_other_chat_where_its_own_is_gone(pair):
    town = Town(pair.core, pair.epochs["telegram"])
    await town.event(MAY)
    now = at("2026-06-02T12:00")
    await pair.core.outbox.enqueue_due(BOTH, now, (ANNA, BO))
    assert await pair.sent(now, Outcome("dead", "the channel is archived")) == [BO]
    await pair.tick(now + MINUTE)
    assert await pair.sent(now + MINUTE) == [ANNA]


async def test_a_change_of_mind_repeats_nothing(pair):
    """What was told at the one place is not told again at the other."""
    await pair.order(HERE, THERE)
    await pair.news(NEXT - MINUTE)
    await pair.tick(NEXT)
    assert await pair.sent(NEXT) == [THERE]
    await pair.core.account_links.prefer(ANNA, "telegram")
    day = NEXT + timedelta(days=1)
    await pair.tick(day)
    assert await pair.sent(day) == []
    await pair.tick(day + MINUTE)
    assert await pair.sent(day + MINUTE) == []
    reasons = {(await pair.row(place)).reason for place in (HERE, THERE)}
    assert reasons == {"nothing was new since the last digest"}


async def test_parted_accounts_repeat_nothing_either(pair):
    await pair.order(HERE, THERE)
    await pair.news(NEXT - MINUTE)
    await pair.tick(NEXT)
    await pair.sent(NEXT)
    await pair.core.account_links.part(ANNA, "Anna", NEXT)
    day = NEXT + timedelta(days=1)
    await pair.tick(day)
    assert await pair.sent(day) == []
    assert {(await pair.row(place)).state for place in (HERE, THERE)} == {"cancelled"}


async def test_what_was_not_sent_is_told_by_the_next_one_wherever_it_comes(pair):
    await pair.order(HERE, THERE)
    await pair.news(NEXT - MINUTE)
    await pair.tick(NEXT)
    await pair.sent(NEXT, Outcome("refused", "too long"))
    await pair.core.account_links.prefer(ANNA, "telegram")
    day = NEXT + timedelta(days=1)
    await pair.tick(day)
    assert await pair.sent(day) == [HERE]


async def test_a_notice_to_admins_comes_once_and_to_the_preferred_account(pair):
    await pair.core.outbox.warn_of_clock_jump([ANNA, BO], timedelta(days=2), NOW, lasted=True)
    assert await pair.sent(NOW) == [BO]
    await pair.core.outbox.warn_of_outage([ANNA, BO], NOW, NOW + MINUTE, "locked")
    assert await pair.sent(NOW + MINUTE) == [BO]


@pytest.mark.parametrize(("role", "place"), [("admin", BO), ("editor", BO), ("reader", ANNA)])
async def test_a_question_goes_to_the_preferred_account_if_that_may_decide(pair, role, place):
    invited = await pair.core.people.invite(role, timedelta(days=9), "Ada", NOW)
    await pair.core.people.accept(invited.code, BO, THERE, "Bo", NOW)
    await Town(pair.core, pair.epochs["telegram"]).event(MAY)
    now = at("2026-06-02T12:00")
    await pair.core.outbox.enqueue_due(BOTH, now, (ANNA,))
    assert await pair.sent(now) == [place]
