"""Which chats were shown which sentences, on each database."""

from datetime import timedelta

import pytest

from bot.delivery.platform_events import DatabaseIntake, PlatformEventLog
from bot.delivery.quoting import quoting, shown_again
from bot.message import Bullets, Button, Buttons, Heading, Message, Run, say, text
from bot.views.library.summaries import summary
from briefings.model.corrections import QuotedSpan
from briefings.model.delivery import Outcome
from briefings.model.intake import Update
from briefings.service import Briefings
from tests.fakes.town import ALL_DAYS, HERE, THERE, Town, at

ICE = "Ice on the Quay\n\nThe ice is ten centimetres thick. Skating is allowed from 12 December 2026.\n"
FIRST, SECOND = QuotedSpan(1, 1, 17, 50), QuotedSpan(1, 1, 51, 94)
LATER = timedelta(days=1)


def message(*spans: QuotedSpan, about: str = "a1") -> Message:
    items = tuple(text(Run(f"Sentence at {span.start}", origin=span)) for span in spans)
    return say(Heading("Ice"), Bullets(items), Buttons(((Button("Full text", "/read a1"),),)), about=about)


async def nobody(_platform: str, _reason: str) -> None:
    raise AssertionError


@pytest.fixture
def log(core: Briefings, now) -> PlatformEventLog:
    return PlatformEventLog(core, lambda: now, nobody)


async def test_an_answer_is_noted_with_the_end_of_its_update_and_not_before(core: Briefings, log, now):
    intake = DatabaseIntake(core, lambda: now)
    await intake.keep([Update("telegram:7", "telegram", HERE, HERE, "{}", now)])
    await log.answered(HERE, message(FIRST, SECOND), ["11", "12"], "telegram:7")
    assert await core.quote_receipts.quoted(1) == {}
    await intake.finish("telegram:7")
    assert await core.quote_receipts.quoted(1) == {HERE: [FIRST, SECOND]}
    assert await core.chats.shown(HERE, "12") == "a1"
    assert await core.intake.unfinished("telegram") == []


async def test_an_answer_of_an_update_that_nobody_keeps_is_noted_at_once(core: Briefings, log):
    await log.answered(HERE, message(FIRST))
    await log.answered(THERE, message(SECOND), ["3"], "telegram:9")
    assert await core.quote_receipts.quoted(1) == {HERE: [FIRST], THERE: [SECOND]}
    assert await core.quote_receipts.quoted(2) == {}


async def test_what_quotes_nothing_is_not_kept(core: Briefings, log):
    await log.answered(HERE, say("Nothing here", about="a1"), ["3"])
    assert await core.quote_receipts.quoted(1) == {}
    assert await core.chats.shown(HERE, "3") == "a1"


async def test_a_fault_of_the_note_lets_the_update_end(core: Briefings, log, now):
    intake = DatabaseIntake(core, lambda: now)
    await intake.keep([Update("telegram:7", "telegram", HERE, HERE, "{}", now)])
    await log.answered(HERE, message(QuotedSpan(1, 1, -9, 4)), ["1"], "telegram:7")  # which can't be packed
    await intake.finish("telegram:7")
    assert await core.intake.unfinished("telegram") == []


async def test_a_push_was_shown_once_it_is_sent_and_perhaps_where_nobody_knows(town: Town):
    core = town.core
    for address in (HERE, THERE):
        await core.subscriptions.subscribe(
            address, address, ALL_DAYS, at("2026-03-01T13:00").time(), "UTC", "", address, at("2026-03-01T12:00")
        )
    await core.library.add("ice.txt", ICE.encode(), at("2026-03-01T12:30"))
    await core.outbox.enqueue_due(("telegram",), at("2026-03-01T13:00"))
    one, other = await core.outbox.ready("telegram", at("2026-03-01T13:00"), 2)
    kept = quoting(message(FIRST))
    now = at("2026-03-01T13:01")
    for batch in (one, other):
        assert await core.outbox.claim(batch, town.epoch, now, kept)
    assert await core.quote_receipts.quoted(1) == {}
    await core.outbox.settle(one, town.epoch, Outcome("sent", receipt="4,5"), now)
    await core.outbox.settle(other, town.epoch, Outcome("retry", "away"), now)
    assert await core.quote_receipts.quoted(1) == {one.address: [FIRST]}
    again = at("2026-03-01T13:05")
    (other,) = await core.outbox.ready("telegram", again)
    assert await core.outbox.claim(other, town.epoch, again, quoting(message(SECOND)))
    await core.outbox.settle(other, town.epoch, Outcome("doubt", "cut"), again)
    late = at("2026-03-01T13:30")
    doubt = await core.doubts.next("telegram", town.epoch, late)
    assert doubt
    await core.doubts.settle(doubt, town.epoch, "", "no way to look", late)
    assert await core.quote_receipts.quoted(1) == {one.address: [FIRST], other.address: [SECOND]}


async def test_the_same_answer_in_many_chats_is_kept_once_and_read_again_as_it_was(core: Briefings, log, now):
    analysis = (await core.library.add("ice.txt", ICE.encode(), now)).analysis
    made = summary(analysis, {}, await core.library.summary(analysis, "short"), "short")
    for number in range(1, 6):
        await log.answered(f"telegram:{number}", made, [str(number)])
    assert len(await core.quote_receipts.quoted(1)) == 5
    assert await core.quote_receipts.count() == (1, 5)
    kept = quoting(made)
    assert kept
    again = shown_again(kept.head, kept.tail)
    assert again
    assert again.blocks == made.blocks


async def test_receipts_go_with_the_chat_and_after_their_time(core: Briefings, log, now):
    for address in (HERE, THERE):
        await log.answered(address, message(FIRST), ["1"])
    await core.chats.forget(HERE, now)
    assert await core.quote_receipts.quoted(1) == {THERE: [FIRST]}
    await core.chats.move(THERE, "telegram:-100", now)
    assert await core.quote_receipts.quoted(1) == {"telegram:-100": [FIRST]}
    await core.quote_receipts.prune(now + LATER, timedelta(days=2))
    assert await core.quote_receipts.count() == (1, 1)
    await core.quote_receipts.prune(now + 3 * LATER, timedelta(days=2))
    assert await core.quote_receipts.count() == (0, 0)
