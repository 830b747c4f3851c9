"""Tokens: even, answers first, no chat too often."""

import asyncio
from itertools import pairwise

import pytest

from bot.delivery.rate_limit import ChatLimit, TokenBucket


class Time:
    """A clock that stands still until everybody waits."""

    def __init__(self) -> None:
        self.now = 0.0

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(0)
        self.now += seconds


@pytest.fixture
def time() -> Time:
    return Time()


def pacer(time: Time, per_second: int = 10, limit: ChatLimit | None = None) -> TokenBucket:
    return TokenBucket(per_second, lambda _: limit or ChatLimit(), clock=lambda: time.now, sleep=time.sleep)


async def taken(pace: TokenBucket, time: Time, *asked: tuple[str, bool]) -> list[tuple[str, float]]:
    """Who got a token when, in that order."""
    order: list[tuple[str, float]] = []

    async def take(address: str, interactive: bool) -> None:
        (await pace.token(address, interactive=interactive)).release()
        order.append((address, round(time.now, 6)))

    await asyncio.gather(*(take(*each) for each in asked))
    return order


async def test_tokens_leave_evenly(time):
    order = await taken(pacer(time), time, *((f"telegram:{n}", False) for n in range(30)))
    at = [when for _, when in order]
    assert all(later - earlier >= 0.99 for earlier, later in zip(at, at[10:], strict=False))
    assert at[-1] == pytest.approx(2.9, abs=0.3)


async def test_the_senders_own_tokens_leave_one_after_the_other(time):
    pace = pacer(time)
    tickets = [await pace.token("", interactive=False) for _ in range(30)]
    at = [ticket.sent_at for ticket in tickets]
    assert all(later - earlier >= 0.0999 for earlier, later in pairwise(at))
    assert at[-1] == pytest.approx(3.1, abs=0.01)


async def test_processes_that_follow_each_other_at_once_keep_to_the_rate_together(time):
    sent = []
    for _ in range(4):
        pace = pacer(time)
        for _ in range(13):
            ticket = await pace.token("", interactive=False)
            await pace.wait_for_window(ticket)
            ticket.release()
            sent.append(ticket.sent_at)
    assert all(later - earlier >= 0.999 for earlier, later in zip(sent, sent[10:], strict=False))


@pytest.mark.parametrize("sending", [0.01, 0.2, 3.0])
async def test_in_no_second_more_messages_land_than_allowed(time, sending):
    pace, release = pacer(time), []
    tickets = [await pace.token(f"telegram:{n}", interactive=False) for n in range(10)]
    for number in range(40):
        time.now += sending if number % 7 == 0 else 0
        tickets[number].release()
        release.append(time.now)
        ticket = await pace.token("", interactive=False)
        await pace.wait_for_window(ticket)
        tickets.append(ticket)
    assert all(ticket.sent_at >= when + 1 for ticket, when in zip(tickets[10:], release, strict=True))


async def test_an_answer_goes_before_all_that_wait(time):
    asked = [(f"telegram:{n}", False) for n in range(20)] + [("telegram:me", True)]
    order = [address for address, _ in await taken(pacer(time), time, *asked)]
    assert order.index("telegram:me") <= 1


async def test_a_chat_that_asks_without_end_goes_before_no_push_and_others_before_it(time):
    pace = pacer(time)
    flood = [("telegram:66", True)] * 40
    order = await taken(pace, time, *flood, *((f"telegram:{n}", False) for n in range(5)), ("telegram:1", True))
    chats = [address for address, _ in order]
    assert chats[:6] == ["telegram:66", "telegram:1", "telegram:66", "telegram:0", "telegram:66", "telegram:66"]
    assert max(chats.index(f"telegram:{n}") for n in range(5)) < 20
    assert len(chats) == 46
    time.now += 31
    order = await taken(pace, time, ("telegram:9", False), ("telegram:66", True))
    assert order[0][0] == "telegram:66"


async def test_a_push_waits_no_longer_than_its_turn_while_many_chats_flood(time):
    pace = pacer(time, per_second=30, limit=ChatLimit(interval=1.0))
    flooding = [asyncio.create_task(flood_of(pace, f"telegram:{n}", 40)) for n in range(40)]
    while time.now < 15:  # noqa: ASYNC110 - those who ask move the clock
        await asyncio.sleep(0)
    begun = time.now
    await taken(pace, time, *((f"telegram:9{n}", False) for n in range(5)))
    assert time.now - begun < 0.5
    await asyncio.gather(*flooding)


async def test_answers_to_a_flood_get_one_token_of_five_while_pushes_wait(time):
    pace = pacer(time)
    await taken(pace, time, *[("telegram:66", True)] * 10)
    asked = [*((f"telegram:{n}", False) for n in range(20)), *[("telegram:66", True)] * 5]
    order = [address for address, _ in await taken(pace, time, *asked)]
    assert [place for place, address in enumerate(order) if address == "telegram:66"][:4] == [4, 9, 14, 19]


async def flood_of(pace: TokenBucket, address: str, times: int) -> None:
    """Asks for so many answers in one chat, each after the one before."""
    for _ in range(times):
        (await pace.token(address, interactive=True)).release()


async def test_an_answer_passes_the_gate_before_all_that_waits_there(time):
    pace, order = pacer(time, per_second=5), []
    tickets = [await pace.token("", interactive=number == 7) for number in range(8)]

    async def pass_gate(number: int) -> None:
        await pace.wait_for_window(tickets[number])
        tickets[number].release()
        order.append(number)

    await asyncio.gather(*(pass_gate(number) for number in range(5)))
    await asyncio.gather(*(pass_gate(number) for number in (5, 6, 7)))
    assert order[5] == 7


async def test_a_chat_waits_for_its_turn_and_holds_up_nobody_else(time):
    pace = pacer(time, limit=ChatLimit(interval=1.0))
    asked = [("telegram:1", False), ("telegram:1:7", False), ("telegram:2", False)]
    order = dict(await taken(pace, time, *asked))
    assert order["telegram:2"] < 0.5
    assert order["telegram:1:7"] >= 1.0


async def test_a_group_hears_from_us_no_more_often_than_its_limit_a_minute(time):
    pace = pacer(time, limit=ChatLimit(interval=1.0, per_minute=5))
    order = [when for _, when in await taken(pace, time, *[("telegram:-1", False)] * 11)]
    assert all(later - earlier >= 60 for earlier, later in zip(order, order[5:], strict=False))


async def test_too_many_requests_holds_every_lane(time):
    pace = pacer(time)
    pace.hold(30)
    order = await taken(pace, time, ("telegram:1", True), ("telegram:2", False))
    assert min(when for _, when in order) >= 30


async def served(
    pace: TokenBucket, time: Time, address: str, sent: list[tuple[str, float]], refusal: float = 0
) -> None:
    """Sends one answer, which the platform takes or refuses with a pause."""
    token = await pace.token(address, interactive=True)
    sent.append((address, time.now))
    if refusal:
        pace.hold(refusal, address)
    else:
        pace.accepted(address)
    token.release()


async def test_a_long_pause_of_one_chat_holds_others_for_half_a_minute(time):
    pace = pacer(time)
    sent: list[tuple[str, float]] = []
    pace.hold(600, "telegram:1")
    await asyncio.gather(*(served(pace, time, f"telegram:{n}", sent) for n in (1, 2, 3)))
    came = dict(sent)
    assert 30 <= came["telegram:2"] <= came["telegram:3"] < 32
    assert came["telegram:1"] >= 600


async def test_a_second_chat_that_is_refused_too_holds_everybody_for_the_whole_pause(time):
    """One message alone finds that out."""
    pace = pacer(time)
    sent: list[tuple[str, float]] = []
    pace.hold(600, "telegram:1")
    first = served(pace, time, "telegram:2", sent, refusal=500)
    await asyncio.gather(first, *(served(pace, time, f"telegram:{n}", sent) for n in (3, 4)))
    assert [when < 600 for _, when in sent] == [True, False, False]
    assert pace.chat_held_for("telegram:2") == 0


@pytest.mark.parametrize("pause", [5, 600])
async def test_a_platform_that_counts_by_chat_holds_that_chat_alone(time, pause: int):
    pace = TokenBucket(10, lambda _: ChatLimit(), clock=lambda: time.now, sleep=time.sleep, by_chat=True)
    sent: list[tuple[str, float]] = []
    pace.hold(pause, "slack:C1:1.5")
    assert pace.held_for() == 0
    await asyncio.gather(*(served(pace, time, f"slack:C{n}", sent) for n in (1, 2, 3)))
    came = dict(sent)
    assert came["slack:C2"] <= came["slack:C3"] < 1
    assert came["slack:C1"] >= pause


async def test_a_second_chat_that_is_refused_holds_everybody_where_chats_are_counted_too(time):
    pace = TokenBucket(10, lambda _: ChatLimit(), clock=lambda: time.now, sleep=time.sleep, by_chat=True)
    pace.hold(600, "slack:C1")
    pace.hold(40, "slack:C1")
    assert pace.held_for() == 0
    pace.hold(400, "slack:C2")
    assert pace.held_for() == 400


async def test_a_message_in_progress_ends_no_pause_before_another_chat_was_tried(time):
    pace = pacer(time)
    sent: list[tuple[str, float]] = []
    pace.hold(600, "telegram:1")
    pace.accepted("telegram:2")
    pace.hold(5, "telegram:1")
    assert pace.held_for() == 30
    await served(pace, time, "telegram:3", sent, refusal=400)
    assert pace.held_for() >= 560


async def test_who_no_longer_waits_costs_no_token(time):
    pace = pacer(time, per_second=1)

    async def take(number: int) -> None:
        (await pace.token(f"telegram:{number}", interactive=False)).release()

    waiting = [asyncio.ensure_future(take(number)) for number in range(3)]
    waiting[1].cancel()
    await asyncio.gather(*waiting, return_exceptions=True)
    assert time.now == pytest.approx(3.0, abs=0.2)


async def test_a_chat_that_asks_seldom_goes_before_many_that_ask_on_and_pushes_get_one_token_of_four(time):
    pace = pacer(time, per_second=30)
    flooding = [asyncio.create_task(flood_of(pace, f"telegram:{n}", 9)) for n in range(40)]
    await taken(pace, time, ("telegram:admin", True))
    waited, pushed = [], []
    for _ in range(3):
        begun = time.now + 3
        while time.now < begun:  # noqa: ASYNC110 - those who ask move the clock
            await asyncio.sleep(0)
        await taken(pace, time, ("telegram:admin", True))
        waited.append(time.now - begun)
        begun = time.now
        await taken(pace, time, ("telegram:9", False))
        pushed.append(time.now - begun)
    assert max(waited) < 0.3
    assert max(pushed) < 0.4
    await asyncio.gather(*flooding)


async def test_a_push_at_the_gate_steps_aside_for_answers_and_not_for_ever(time):
    pace, passed = pacer(time, per_second=5), []

    async def answer() -> None:
        for _ in range(40):
            ticket = await pace.token("telegram:1", interactive=True)
            await asyncio.sleep(0)
            ticket.release()
        passed.append("answers")

    async def push() -> None:
        ticket = await pace.token("", interactive=False)
        await pace.wait_for_window(ticket)
        ticket.release()
        passed.append("push")

    await asyncio.gather(answer(), answer(), push())
    assert passed[0] == "push"


async def test_a_turn_beside_other_processes_is_taken_when_a_message_may_leave(time):
    pace = pacer(time, 10, ChatLimit(1.0))
    pace.set_share(2)
    asked: list[tuple[str, bool, float]] = []

    async def turn(chat: str, limit: ChatLimit) -> float:
        asked.append((chat, limit.late, time.now))
        return 0.0

    pace.turns = turn
    sent = []
    for number in range(6):
        ticket = await pace.token(f"telegram:{number}", interactive=True)
        sent.append((f"telegram:{number}", False, ticket.sent_at))
        ticket.released_at = ticket.sent_at + 0.6  # the platform answers later than the next token comes
    assert asked == sent
    assert sent[4][2] - sent[0][2] == pytest.approx(3.2)
