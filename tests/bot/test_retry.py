"""How long something is tried, and what becomes of a doubt, by a clock that is turned by hand."""

import asyncio
import logging

import pytest

from bot.chat import DeliveryFailed, TokenRefused
from bot.platforms.shared.retry import ASKED_SECONDS, AlreadySent, RefusedTokens, Retry, give_up


class Hands:
    """A clock whose hands sleeping moves, and what is tried: `outcomes` one by one, the last again and again."""

    def __init__(self, *outcomes: DeliveryFailed | str, takes: float = 0.0) -> None:
        self.now, self.naps, self.tries = 0.0, list[float](), 0
        self._outcomes, self._takes = outcomes, takes
        self.retry = Retry(clock=lambda: self.now, sleep=self.sleep)

    async def sleep(self, seconds: float) -> None:
        self.naps.append(seconds)
        self.now += seconds

    async def attempt(self) -> str:
        outcome = self._outcomes[min(self.tries, len(self._outcomes) - 1)]
        self.tries += 1
        self.now += self._takes
        if isinstance(outcome, DeliveryFailed):
            raise outcome
        return outcome


UNSENT, LOST = DeliveryFailed("not connected", "retry"), DeliveryFailed("cut off", "doubt")


def flood(seconds: float) -> DeliveryFailed:
    return DeliveryFailed("slow down", "retry", retry_after=seconds)


async def test_pauses_double_up_to_the_longest_and_the_last_try_is_at_the_end():
    hands = Hands(UNSENT)
    with pytest.raises(DeliveryFailed):
        await hands.retry.run(hands.attempt)
    assert hands.naps == [1, 2, 4, 8, 8, 8, 8, 8, 8, 5]
    assert hands.now == 60


async def test_it_is_time_that_counts_not_tries():
    hands = Hands(*[UNSENT] * 9, "sent")
    assert await hands.retry.run(hands.attempt) == "sent"
    slow = Hands(UNSENT, takes=70)
    with pytest.raises(DeliveryFailed):
        await slow.retry.run(slow.attempt)
    assert slow.tries == 1


@pytest.mark.parametrize("kind", ["refused", "dead", "sender"])
async def test_a_lasting_failure_is_raised_at_once(kind):
    hands = Hands(DeliveryFailed("no", kind), "sent")
    with pytest.raises(DeliveryFailed, match="no"):
        await hands.retry.run(hands.attempt)
    assert hands.naps == []


async def test_a_wait_that_was_asked_for_takes_nothing_from_the_minute():
    hands = Hands(*[flood(40)] * 4, "sent")
    assert await hands.retry.run(hands.attempt, paced=False) == "sent"
    assert hands.naps == [40] * 4


async def test_who_is_paced_waits_for_the_pace_not_here():
    hands = Hands(*[flood(40)] * 4, "sent")
    assert await hands.retry.run(hands.attempt) == "sent"
    assert hands.naps == []


async def test_a_platform_that_asks_for_ever_is_not_waited_for_for_ever():
    hands = Hands(flood(100_000))
    with pytest.raises(DeliveryFailed):
        await hands.retry.run(hands.attempt, paced=False)
    assert hands.now <= ASKED_SECONDS + 60 + ASKED_SECONDS


async def test_what_may_arrive_twice_is_sent_again():
    hands = Hands(LOST, LOST, "sent")
    assert await hands.retry.run(hands.attempt) == "sent"


async def test_what_must_not_arrive_twice_is_not():
    hands = Hands(LOST, "sent")
    with pytest.raises(DeliveryFailed, match="cut off"):
        await hands.retry.run(hands.attempt, give_up)
    assert hands.tries == 1


async def test_what_is_proved_not_to_have_arrived_is_sent_again_even_where_it_must_not_arrive_twice():
    hands = Hands(UNSENT, flood(1), "sent")
    assert await hands.retry.run(hands.attempt, give_up) == "sent"


async def test_what_is_found_is_taken_for_sent():
    async def found(_: DeliveryFailed) -> AlreadySent[str]:
        return AlreadySent("earlier")

    hands = Hands(LOST, "sent")
    assert await hands.retry.run(hands.attempt, found) == "earlier"
    assert hands.tries == 1


async def test_answers_that_wait_for_a_token_are_told_ever_more_rarely(
    caplog: pytest.LogCaptureFixture,
):
    caplog.set_level(logging.INFO)
    hands = Hands(*[TokenRefused("the token was revoked")] * 400, "1")
    waiting = Retry(clock=lambda: hands.now, sleep=hands.sleep, tokens=RefusedTokens(lambda: hands.now)).for_answers
    assert await asyncio.gather(*(waiting.run(hands.attempt) for _ in range(20))) == ["1"] * 20
    told = [(each.levelname, vars(each)["seconds"]) for each in caplog.records]
    assert [level for level, _ in told] == ["WARNING"] * 8 + ["INFO"]
    assert [seconds for _, seconds in told] == [0, 60, 120, 240, 480, 960, 1920, 3840, 6000]
