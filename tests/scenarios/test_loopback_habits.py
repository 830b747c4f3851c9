"""Corrections, voice messages, pictures and bare files as both platforms bring them, with the whole program behind."""

from typing import Any

import pytest

from bot.commands import Roles
from tests.contracts.loopback_platforms import WORLDS
from tests.fakes.slack_world import DIRECT, PERSON, SlackWorld
from tests.fakes.telegram_world import TelegramWorld
from tests.scenarios.recording import ME, Player, playing

MEDIA: dict[str, tuple[dict[str, Any], str, str]] = {
    "voice": ({"voice": {"file_id": "v", "file_unique_id": "u", "duration": 3}}, "audio/mp4", "listen to voice"),
    "photo": ({"photo": [{"file_id": "p", "file_unique_id": "u", "width": 9, "height": 9}]}, "image/png", "pictures"),
    "video": (
        {"video_note": {"file_id": "n", "file_unique_id": "u", "length": 9, "duration": 3}},
        "video/mp4",
        "videos",
    ),
}
STICKER = {"file_id": "s", "file_unique_id": "u", "type": "regular", "width": 9, "height": 9, "is_animated": False}
STICKER |= {"is_video": False}


async def direct(player: Player, number: str, words: str, *, edited: bool = False) -> None:
    """A person's private message by its number, or what they have made of it."""
    world = player.world
    if isinstance(world, TelegramWorld):
        chat, stamp = world.server.chats[42].json(), int(world.now.timestamp())
        person = {"id": 42, "is_bot": False, "first_name": "Ada"}
        message = {"message_id": int(number), "date": stamp, "chat": chat, "from": person, "text": words}
        await world.server.update(
            **{"edited_message": message | {"edit_date": stamp}} if edited else {"message": message}
        )
        return
    assert isinstance(world, SlackWorld)
    at, now = f"{int(world.now.timestamp())}.{int(number):06}", f"{world.now.timestamp():.6f}"
    message = {"type": "message", "user": PERSON, "ts": at, "text": words}
    if not edited:
        await world.direct(words, ts=at)
        return
    changed: dict[str, Any] = {
        "message": message | {"edited": {"user": PERSON, "ts": now}},
        "previous_message": message | {"text": "?"},
    }
    where = {"type": "message", "subtype": "message_changed", "channel": DIRECT, "channel_type": "im"}
    await world.event(where | {"ts": now, "event_ts": now} | changed)


@pytest.mark.parametrize("platform", WORLDS)
async def test_a_correction_is_answered_and_no_other_edit_is(platform: str):
    async with playing(platform, Roles(frozenset({ME[platform]}))) as player:
        await player.play("elsewhere: berths.txt")
        await direct(player, "801", "/sumary" if platform == "telegram" else "!summary a9")
        await player.world.heard()
        await direct(player, "801", "/summary" if platform == "telegram" else "!summary a1", edited=True)
        assert "Who Pays for the Berths" in (await player.world.heard()).text
        await direct(player, "801", "/help" if platform == "telegram" else "!help", edited=True)
        await direct(player, "802", "/list" if platform == "telegram" else "!list")
        assert "a1" in (await player.world.heard()).text
        assert player.world.unheard() == 0


async def test_a_mention_in_a_channel_of_slack_may_be_corrected(slack_player: Player):
    world = slack_player.world
    assert isinstance(world, SlackWorld)
    await slack_player.play("elsewhere: berths.txt")
    at = f"{int(world.now.timestamp())}.000100"
    await world.mention("summary a9", ts=at)
    assert "There is no analysis" in (await world.heard()).text
    edited = {"user": PERSON, "ts": f"{world.now.timestamp():.6f}"}
    await world.mention("summary a1", ts=at, edited=edited)
    assert "Who Pays for the Berths" in (await world.heard()).text


@pytest.fixture
async def slack_player():
    async with playing("slack", Roles(frozenset({ME["slack"]}))) as player:
        yield player


@pytest.mark.parametrize("platform", WORLDS)
@pytest.mark.parametrize("kind", MEDIA)
async def test_what_has_no_words_gets_one_sentence(platform: str, kind: str):
    content, media_type, told = MEDIA[kind]
    async with playing(platform, Roles(frozenset({ME[platform]}))) as player:
        world = player.world
        if isinstance(world, TelegramWorld):
            await world.message("private", **content)
        else:
            assert isinstance(world, SlackWorld)
            file = {
                "id": "F1",
                "name": "clip",
                "size": 3,
                "mimetype": media_type,
                "url_private": f"{world.server.url}f",
            }
            await world.direct("", files=[file], subtype="file_share")
        seen = await world.heard()
        assert told in seen.text
        assert seen.buttons == ()


async def test_a_sticker_gets_one_sentence_in_private_and_none_in_a_group():
    async with playing("telegram", Roles(frozenset({ME["telegram"]}))) as player:
        world = player.world
        assert isinstance(world, TelegramWorld)
        await world.message("group", sticker=STICKER)
        await world.message("private", sticker=STICKER)
        assert "I can't read stickers" in (await world.heard()).text
        assert world.unheard() == 0


@pytest.mark.parametrize("platform", WORLDS)
async def test_a_bare_file_is_offered_for_import(platform: str):
    async with playing(platform, Roles(frozenset({ME[platform]}))) as player:
        world = player.world
        data = b"Dry docks\nCosts\nThe dry dock at the northern quay costs twelve million euros.\n"
        if isinstance(world, TelegramWorld):
            await world.message("private", document=world.upload("docks.txt", data))
        else:
            assert isinstance(world, SlackWorld)
            await world.direct("", files=[world.upload("docks.txt", data)], subtype="file_share")
        seen = await world.heard()
        assert "Import “docks.txt” into the library?" in seen.text
        await world.press(seen, "Import")
        assert "Dry docks" in (await world.heard()).text


@pytest.mark.parametrize("platform", WORLDS)
async def test_a_bare_link_is_answered_with_what_to_do(platform: str):
    async with playing(platform, Roles(frozenset({ME[platform]}))) as player:
        await player.world.say("https://news.example/harbour", command=False)
        assert "I take files, not links." in (await player.world.heard()).text
