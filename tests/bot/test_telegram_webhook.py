"""Telegram's updates by webhook: set with a secret, refused without it, and stored before they are confirmed."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.http_updates import HttpReply, HttpUpdate
from bot.platforms.telegram.errors import PAUSES, telegram_health
from bot.platforms.telegram.receiving.polling import WANTED, PollingBot
from bot.platforms.telegram.receiving.webhook import Webhook, secret_of
from tests.fakes.deadline import HANGS
from tests.fakes.listener import Listener
from tests.fakes.recorders import RecordedIntake, SlowIntake
from tests.fakes.telegram_server import TOKEN
from tests.fakes.telegram_world import PERSON, TelegramWorld

NESTED = [b'{"update_id": 7, "message": ' + b"[" * depth + b"]" * depth + b"}" for depth in (500, 5_000, 100_000)]
ADDRESS = "https://readout.example.org/telegram/webhook"


@pytest.fixture
def listener() -> Listener:
    return Listener()


@pytest.fixture
async def world(listener: Listener) -> AsyncIterator[TelegramWorld]:
    made = TelegramWorld()
    made.web_url = "https://readout.example.org/"
    await made.start(listener)
    yield made
    await made.stop()


def message(world: TelegramWorld, number: int, text: str = "/list") -> dict[str, Any]:
    person = {"id": PERSON, "is_bot": False, "first_name": "Ada"}
    said = {"message_id": number, "date": int(world.now.timestamp()), "chat": world.server.chats[PERSON].json()}
    return {"update_id": number, "message": said | {"from": person, "text": text}}


async def handed_over(world: TelegramWorld, body: object, **headers: str) -> HttpReply:
    assert world.platform.receive
    secret = headers or {"x-telegram-bot-api-secret-token": world.server.secret}
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    return await asyncio.wait_for(world.platform.receive(HttpUpdate(secret, raw)), HANGS)


async def test_the_webhook_is_set_with_a_secret_and_the_types_that_are_read(world: TelegramWorld):
    assert world.server.webhook == ADDRESS
    assert world.server.secret == secret_of(TOKEN)
    assert set(world.server.wanted) == set(WANTED)
    assert "getUpdates" not in world.server.methods()
    assert TOKEN not in world.server.secret


async def test_an_update_is_stored_before_it_is_confirmed_and_answered_once(world: TelegramWorld, listener: Listener):
    intake = world.intake
    assert isinstance(intake, RecordedIntake)
    assert (await handed_over(world, message(world, 7))).status == 200
    assert "telegram:7" in intake.kept
    assert (await handed_over(world, message(world, 7))).status == 200
    assert (await handed_over(world, message(world, 8, "/help"))).status == 200
    async with asyncio.timeout(HANGS):
        while len(intake.finished) < 2:  # noqa: ASYNC110 - nothing tells
            await asyncio.sleep(0.01)
    assert [(await listener.heard()).line for _ in range(2)] == ["list", "help"]


@pytest.mark.parametrize("secret", ["", "wrong", "no ASCII: é", "\udce9\udcff"])
async def test_without_the_secret_nothing_is_read(world: TelegramWorld, secret: str):
    refused = await handed_over(world, message(world, 7), **{"x-telegram-bot-api-secret-token": secret})
    assert refused.status == 401
    assert isinstance(world.intake, RecordedIntake)
    assert not world.intake.kept


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'{"update_id": "7"}', b"\xff\xfe", b'{"message": {}}', *NESTED])
async def test_what_is_no_update_is_refused(world: TelegramWorld, body: bytes):
    assert (await handed_over(world, body)).status == 400


async def test_an_update_that_cannot_be_read_is_confirmed_and_comes_no_more(world: TelegramWorld):
    assert (await handed_over(world, {"update_id": 7, "message": 5})).status == 200
    assert (await handed_over(world, message(world, 8))).status == 200


async def test_before_the_start_and_after_the_end_nothing_is_confirmed():
    """It comes again, maybe to another process."""
    world = TelegramWorld()
    world.web_url = "https://readout.example.org"
    await world.open()
    secret = {"X-Telegram-Bot-Api-Secret-Token": secret_of(TOKEN)}
    assert (await handed_over(world, message(world, 9), **secret)).status == 503
    await world.serve(Listener())
    await world.stop()
    assert (await handed_over(world, message(world, 9), **secret)).status == 503


async def test_a_webhook_that_somebody_changed_is_set_again(world: TelegramWorld):
    async def report(reason: str | None, *, refused: bool = False) -> None:
        raise AssertionError(reason, refused)

    bot = PollingBot(TOKEN, base_url=f"{world.server.url}/bot")
    async with bot:
        keeping = asyncio.create_task(Webhook(bot, ADDRESS, look=0.01).keep(telegram_health(report, PAUSES)))
        await world.server.until(lambda: world.server.methods().count("getWebhookInfo") > 1)
        world.server.webhook = "https://elsewhere.example.org/"
        await world.server.until(lambda: world.server.webhook == ADDRESS)
        sets = world.server.methods().count("setWebhook")
        ours, world.server.secret = world.server.secret, "another-secret"
        refused = "Wrong response from the webhook: 401 Unauthorized"
        world.server.webhook_error = {"last_error_date": 1_795_873_000, "last_error_message": refused}
        await world.server.until(lambda: world.server.secret == ours)
        asked = world.server.methods().count("getWebhookInfo")
        await world.server.until(lambda: world.server.methods().count("getWebhookInfo") > asked + 3)
        assert world.server.methods().count("setWebhook") == sets + 1  # not again for the same failure
        keeping.cancel()


async def test_an_update_that_comes_again_before_it_is_stored_is_confirmed_only_then(listener: Listener):
    world, intake = TelegramWorld(), SlowIntake()
    world.web_url, world.intake = "https://readout.example.org/", intake
    await world.start(listener)
    both = [asyncio.create_task(handed_over(world, message(world, 7))) for _ in range(2)]
    await asyncio.wait(both, timeout=0.05)
    assert not any(each.done() for each in both)
    intake.storing.set()
    assert [(await each).status for each in both] == [200, 200]
    assert (await listener.heard()).line == "list"
    await world.stop()
