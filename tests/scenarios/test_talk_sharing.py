"""What one person is answered alone, and shows the others."""

import json
from dataclasses import replace
from typing import Any, get_args

from bot.chat import Request
from bot.commands import Conversation
from bot.commands.library.sharing import shareable
from bot.message import (
    Block,
    Bullets,
    Button,
    Buttons,
    Fields,
    File,
    Heading,
    Message,
    Note,
    Paragraph,
    Picture,
    Quote,
    Run,
    bold,
    text,
)
from tests.scenarios.stage import Stage, says

HERE, ELSEWHERE = "slack:C1", "slack:C2"


async def ask(stage: Stage, line: str, address: str = HERE, update: str = "slack:1", **how: Any) -> Message:
    request = Request(address, "slack:U1", line, stage.now, update=update, hidden=True, sender_name="Ada")
    answer = await Conversation(stage.briefings, stage.roles, lambda: stage.now).answer(replace(request, **how))
    assert answer
    return answer


def share(message: Message) -> str:
    return next(line for line in says(message) if line.startswith("/share ")).removeprefix("/")


async def test_an_answer_is_shared_as_it_was_seen(stage: Stage):
    await stage.import_ferries()
    alone = await ask(stage, "summary a1")
    await stage.say("remove a1")
    await stage.say("remove a1 yes")
    shown = await ask(stage, share(alone), update="slack:2", pressed=True)
    assert shown.public
    assert not alone.public
    assert shown.plain().startswith("Shared by Ada\n")
    assert alone.blocks[:-1] == shown.blocks[1:-1]
    assert [line for line in says(alone) if not line.startswith("/share")] == says(shown)


async def test_it_is_shared_once_and_a_new_answer_again(stage: Stage):
    await stage.import_ferries()
    first = await ask(stage, "events")
    assert (await ask(stage, share(first), update="slack:2")).public
    assert "already shared here" in (await ask(stage, share(first), update="slack:3")).plain()
    second = await ask(stage, "events", update="slack:4")
    assert (await ask(stage, share(second), update="slack:5")).public


async def test_it_is_not_shared_elsewhere(stage: Stage):
    token = share(await ask(stage, "list"))
    for line in (token, "share 0123456789abcdef", "share"):
        answer = await ask(stage, line, ELSEWHERE, update=f"slack:{line}")
        assert "has expired" in answer.plain()
        assert not answer.public


async def test_refusals_and_what_all_see_offer_no_sharing(stage: Stage):
    asked: tuple[tuple[str, dict[str, Any]], ...] = (
        *(("summary a9", {}), ("nonsense", {})),
        *(("list", {"private": True}), ("list", {"hidden": False})),
    )
    for line, how in asked:
        answer = await ask(stage, line, update=f"slack:{line}{how}", **how)
        assert not [line for line in says(answer) if line.startswith("/share")]


async def test_a_file_is_shared_too(stage: Stage):
    await stage.import_ferries()
    alone = await ask(stage, "sources a1 bibtex")
    shown = await ask(stage, share(alone), update="slack:2")
    assert alone.blocks[0] in shown.blocks


BLOCKS = (
    Heading("Sources", 2),
    Paragraph(text("Four ", bold("ferries"), Run("here", link="https://ferries.example"))),
    Bullets((text("one"), text("two")), True, 3),
    Fields((("Title", text("Ferries")),)),
    Quote(text("They sail.")),
    Note(text("from a1")),
    File("a1.bib", b"\x00\xff", "application/x-bibtex", "The sources"),
    Picture("a1.png", b"\x89PNG", "A timeline"),
    Buttons(((Button("Summary", "/summary a1", form="/summary a1"),),)),
)


async def stored(stage: Stage, answer: object) -> Message:
    token = await stage.briefings.chats.hide_answer(json.dumps(answer), HERE, stage.now)
    return await ask(stage, f"share {token}", update=f"slack:{token}")


async def test_each_kind_of_block_is_stored_and_shared(stage: Stage):
    request = Request(HERE, "slack:U1", "list", stage.now, update="slack:1")
    alone = await shareable(Message(BLOCKS), request, stage.briefings)
    assert (await ask(stage, share(alone), update="slack:2")).blocks[1:10] == BLOCKS
    assert set(map(type, BLOCKS)) == set(get_args(Block))


async def test_an_answer_stored_before_blocks_had_a_kind_is_shared(stage: Stage):
    words = [{"text": "They sail.", "bold": False, "italic": False, "code": False, "link": ""}]
    file = {"name": "a1.bib", "data": "AP8=", "media_type": "application/x-bibtex", "caption": "The sources"}
    blocks = [["Heading", {"text": "Ferries", "level": 1}], ["Quote", {"text": words}], ["File", file]]
    shown = await stored(stage, [HERE, "", blocks])
    assert shown.blocks[1:4] == (Heading("Ferries"), Quote(text("They sail.")), BLOCKS[6])


async def test_an_answer_of_an_unknown_kind_has_expired(stage: Stage):
    for blocks in ([{"kind": "hologram"}], [["Hologram", {}]], ["words"], 3):
        assert "has expired" in (await stored(stage, [HERE, blocks])).plain()
