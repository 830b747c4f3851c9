"""Corrections by typing: who may decide, what the log shows to whom, and what is answered to odd lines."""

from datetime import timedelta

import pytest

from bot.delivery.platform_events import PlatformEventLog
from briefings.model.delivery import Outcome
from tests.scenarios.stage import EDITOR, FERRIES, READER, Stage, attachment, says

REVISED = FERRIES.read_bytes().replace(b"eleven ships", b"twelve ships")
GROUP = "telegram:-1"
PLATFORMS = ("telegram",)


async def asked(stage: Stage) -> None:
    """A reader in a group was shown a sentence, and an editor has changed it."""

    async def nobody(_platform: str, _reason: str) -> None:
        raise AssertionError

    await stage.import_ferries()
    await stage.say("start", sender="telegram:1", address=GROUP)
    shown = await stage.message("read a1 2", sender=READER, address=GROUP)
    assert shown
    await PlatformEventLog(stage.briefings, lambda: stage.now, nobody).answered(GROUP, shown, ["7"])
    await stage.say("import", sender=EDITOR, files=(attachment("ferries.txt", REVISED),))
    await stage.briefings.reviews.work(PLATFORMS, stage.now)


async def test_a_reader_reads_and_an_editor_decides(stage: Stage):
    await asked(stage)
    reader = {"sender": READER, "address": GROUP}
    assert "for editors only" in await stage.say("changes 1 wording", **reader)
    assert "eleven ships" in await stage.say("changes 1", **reader)
    assert says(await stage.message("changes 1", sender=READER, address=GROUP)) == []
    assert "No correction has been sent." in await stage.say("changes", **reader)
    assert "1 revision waits for an editor's decision." in await stage.say("changes", sender=EDITOR)
    assert "/changes 1 correction" in says(await stage.message("changes 1", sender=EDITOR))
    told = await stage.say("changes 1 correction It was counted again.", sender=EDITOR)
    assert "In 60 seconds" in told
    assert "about to be sent" in await stage.say("changes a1", **reader)


async def test_who_was_not_told_is_shown_to_editors_alone(stage: Stage):
    await asked(stage)
    await stage.briefings.chats.close(GROUP, "The bot was removed from the chat", stage.now)
    await stage.say("changes 1 correction Counted again.", sender=EDITOR)
    stage.now += timedelta(minutes=2)
    await stage.briefings.reviews.work(PLATFORMS, stage.now)
    told = await stage.say("changes 1", sender=EDITOR)
    assert "1 chat wasn't told." in told
    assert f"{GROUP}: The bot was removed from the chat" in told
    assert GROUP not in await stage.say("changes 1", sender=READER, address=READER)


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        ("changes 9", "There is no correction 9."),
        ("changes 1 perhaps", "type “correction” with one line of why, or “wording”"),
        ("changes 1 7 wording", "Give the number of a sentence, from 1 to 1."),
        ("changes 1 7 correction", "Give the number of a sentence, from 1 to 1."),
        ("changes 1 1 correction", "Why? Your next line is the reason"),
        ("changes nothing like this", "found no analysis"),
    ],
)
async def test_odd_lines_get_a_clear_sentence(stage: Stage, line: str, answer: str):
    await asked(stage)
    assert answer in await stage.say(line, sender=EDITOR)


async def test_what_was_decided_is_not_decided_again(stage: Stage):
    await asked(stage)
    assert "Nobody is told." in await stage.say("changes 1 wording", sender=EDITOR)
    assert "That has been decided already." in await stage.say("changes 1 wording", sender=EDITOR)
    assert "wording only" in await stage.say("log", sender="telegram:1")


async def deliver(stage: Stage) -> None:
    """Everything that waits leaves, two minutes later."""
    stage.now += timedelta(minutes=2)
    outbox = stage.briefings.outbox
    await stage.briefings.reviews.work(PLATFORMS, stage.now)
    epoch = await outbox.take_over("telegram", stage.now)
    while ready := await outbox.ready("telegram", stage.now):
        assert await outbox.claim(ready[0], epoch, stage.now)
        await outbox.settle(ready[0], epoch, Outcome("sent", receipt="7"), stage.now)


async def test_undo_after_a_sent_correction_offers_to_take_the_revision_back(stage: Stage):
    await asked(stage)
    await stage.say("changes 1 correction Counted again.", sender=EDITOR)
    await deliver(stage)
    message = await stage.message("undo", sender=EDITOR)
    assert "Your last change, /changes, can't be undone." in message.plain()
    (undo,) = [line for line in says(message) if line.startswith("/undo")]
    assert "revision 1 again" in await stage.say(undo.removeprefix("/"), sender=EDITOR)
    assert "taken back" in await stage.say("changes 1", sender=EDITOR)
    assert await stage.briefings.reviews.work(PLATFORMS, stage.now) == 1


async def test_the_button_below_a_verdict_that_was_sent_says_what_can_be_undone(stage: Stage):
    await asked(stage)
    message = await stage.message("changes 1 correction Counted again.", sender=EDITOR)
    (undo,) = [line for line in says(message) if line.startswith("/undo")]
    await deliver(stage)
    assert "Undo the import of the revision" in await stage.say(undo.removeprefix("/"), sender=EDITOR)


async def test_it_is_known_whose_direct_messages_a_chat_is(stage: Stage):
    await stage.say("help", sender="slack:U1", address="slack:D1", private=True)
    assert (await stage.briefings.chats.chat("slack:D1")).person == "slack:U1"
    await asked(stage)
    assert (await stage.briefings.chats.chat(GROUP)).person == ""


async def test_asked_in_words_the_log_names_the_analysis_that_was_meant(stage: Stage):
    await asked(stage)
    await stage.say("read a1 2", sender=EDITOR)
    said = await stage.say("was that corrected?", sender=EDITOR)
    assert "You can also type /changes a1" in said, said
