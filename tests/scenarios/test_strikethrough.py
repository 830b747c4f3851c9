"""What becomes of an earlier message whose sentence is corrected: struck where it can be edited, else left alone."""

from dataclasses import replace

import pytest

from bot.chat import DeliveryFailed, Request
from bot.delivery.quoting import quoting, shown_again
from bot.message import Buttons, Message, say, texts
from bot.platforms.slack.sending.render import render as slack_blocks
from bot.platforms.telegram.sending.render import render as telegram_parts
from bot.views.corrections import one_line, with_marks
from bot.views.library.reading import read
from bot.views.library.summaries import summary
from briefings.service import Briefings
from tests.contracts.loopback_platforms import WORLDS, make_world

ICE = (
    "# Ice on the Quay\n\nThe **ice** is ten\ncentimetres thick. Skating is allowed from 12 December 2026.\n\n"
    "## Outlook\n\nThe rink closes in March. Nobody knows more.\n"
)
OLD, NEW = one_line("The **ice** is ten\ncentimetres thick."), "The ice is eight centimetres thick."


@pytest.fixture
async def shown(core: Briefings, now) -> list[Message]:
    analysis = (await core.library.add("ice.md", ICE.encode(), now)).analysis
    return [summary(analysis, {}, await core.library.summary(analysis, "long"), "long"), read(analysis, None, 1, {})]


def struck(message: Message) -> list[str]:
    runs = [run for block in message.blocks for line in texts(block) for run in line]
    return [" ".join(run.text.split()) for run in runs if run.struck]


async def test_the_sentence_is_struck_and_the_new_one_stands_above_the_buttons(shown: list[Message]):
    for message in shown:
        kept = quoting(message)
        assert kept
        again = shown_again(kept.head, kept.tail)
        assert again
        marked = with_marks(again, [(OLD, NEW)], "6 February 2026")
        assert marked
        assert struck(marked) == [OLD]
        assert f"Corrected on 6 February 2026: {NEW}" in marked.plain()
        assert isinstance(marked.blocks[-1], Buttons)
        (part,) = telegram_parts(marked)
        (entity,) = [each for each in part.entities if each.type == "strikethrough"]
        told = part.text[entity.offset : entity.offset + entity.length]  # no sign beyond the basic plane
        assert told.split() == OLD.split()
        assert '"strike": True' in str(slack_blocks(marked)).replace("'", '"')


async def test_two_corrections_of_one_message_are_both_marked(shown: list[Message]):
    marked = with_marks(shown[0], [(OLD, NEW), ("The rink closes in March.", "")], "6 February 2026")
    assert marked
    assert struck(marked) == [OLD, "The rink closes in March."]
    assert "this sentence is no longer in the text." in marked.plain()


def test_a_message_without_the_sentence_gets_no_mark():
    assert with_marks(say("Nothing of it."), [(OLD, NEW)], "6 February 2026") is None
    assert with_marks(say("Nothing of it."), [("", NEW)], "6 February 2026") is None


def test_a_message_that_says_nothing_new_keeps_nothing():
    assert quoting(replace(say("Done."), toast="Done.")) is None
    assert shown_again(b"", b"") is None


@pytest.mark.parametrize("name", WORLDS)
async def test_a_message_that_was_sent_is_edited_and_one_in_other_parts_is_not(name: str, shown: list[Message]):
    async def silent(_request: Request) -> Message | None:
        return None

    world = make_world(name)
    await world.start(silent)
    try:
        address = world.address()
        receipt = await world.platform.send(address, shown[0], "key")
        ids = receipt.rpartition("/")[2].split(",")
        assert OLD in (await world.heard()).text
        marked = with_marks(shown[0], [(OLD, NEW)], "6 February 2026")
        assert marked
        await world.platform.mark(address, ids, marked)
        edited = await world.heard()
        assert f"Corrected on 6 February 2026: {NEW}" in edited.text
        assert edited.buttons
        with pytest.raises(DeliveryFailed, match="doesn't fit"):
            await world.platform.mark(address, [*ids, "99"], marked)
        with pytest.raises(DeliveryFailed):
            await world.platform.mark(address, ["1.000001" if name == "slack" else "987654"], marked)
    finally:
        await world.stop()
