"""Several changes in one sentence, of which each is made once, whatever fails or ends between them."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.chat import Request
from bot.commands import Conversation, Roles, commands
from bot.commands.registry import Call, Registry
from bot.message import Buttons, Message
from bot.platforms.shared.update_queue import interruption
from briefings.errors import Broken
from briefings.model.agenda import EventDate
from briefings.model.intake import Update
from briefings.service import Briefings

READER = "telegram:1"
FIRST, SECOND = "remind me a day before the Kazan forum", "mute the Rotterdam ballot"
SAID = f"{FIRST} and {SECOND}"
FULL = "The database's disk is full. Free some space and try again."
Handler = Callable[[Call], Awaitable[Message]]


@pytest.fixture
async def request_(core: Briefings, now) -> Request:
    """A sentence that sets a reminder of e1 and mutes e2, in the intake."""
    for number, title in enumerate(("Kazan forum", "Rotterdam ballot"), 40):
        day = (now + timedelta(days=number)).date()
        await core.agenda.create(title, EventDate(day, day, "day"), "telegram:9", now)
    await core.intake.keep([Update("telegram:7", "telegram", READER, READER, "{}", now)])
    return Request(READER, READER, SAID, now, private=True, command=False, update="telegram:7", interruption="new")


def conversation(core: Briefings, now, **handlers: Handler) -> Conversation:
    """A conversation in which some commands are carried out by other functions."""
    changed = tuple(
        replace(group, commands=tuple(replace(each, run=handlers.get(each.name, each.run)) for each in group.commands))
        for group in commands().groups
    )
    return Conversation(core, Roles(open_access=True), lambda: now, registry=Registry(changed))


def failing(error: BaseException, *, after: str = "") -> Handler:
    """A handler that raises, after it has carried out a command if one is named."""

    async def run(call: Call) -> Message:
        if carried_out := commands().find(after):
            await carried_out.run(call)
        raise error

    return run


async def made(core: Briefings) -> tuple[int, int]:
    """How many events READER is reminded of, and how many are muted."""
    return len(await core.subscriptions.follows(READER)), len(await core.subscriptions.muted(READER))


def lines(message: Message) -> list[str]:
    return [
        button.says for block in message.blocks if isinstance(block, Buttons) for row in block.rows for button in row
    ]


async def after_restart(core: Briefings, request: Request, now) -> Message:
    (left,) = await core.intake.unfinished("telegram")
    told = await conversation(core, now).answer(replace(request, interruption=interruption(left)))
    assert told
    return told


async def test_a_change_that_a_restart_cut_off_is_told_as_not_done(core: Briefings, request_: Request, now):
    with pytest.raises(asyncio.CancelledError):
        await conversation(core, now, mute=failing(asyncio.CancelledError())).answer(request_)
    assert await made(core) == (1, 0)
    told = await after_restart(core, request_, now)
    assert f"Done: “{FIRST}”." in told.plain()
    assert f"Not done: “{SECOND}”." in told.plain()
    assert lines(told) == [f"/say {SECOND}"]
    assert await made(core) == (1, 0)
    await conversation(core, now).answer(
        replace(request_, line=f"say {SECOND}", command=True, update="", pressed=True, interruption="")
    )
    assert await made(core) == (1, 1)


async def test_a_restart_before_the_first_change_makes_both(core: Briefings, request_: Request, now):
    with pytest.raises(asyncio.CancelledError):
        await conversation(core, now, remind=failing(asyncio.CancelledError())).answer(request_)
    await after_restart(core, request_, now)
    assert await made(core) == (1, 1)


async def test_a_restart_after_both_changes_makes_neither_again(core: Briefings, request_: Request, now):
    with pytest.raises(asyncio.CancelledError):
        await conversation(core, now, mute=failing(asyncio.CancelledError(), after="mute")).answer(request_)
    told = await after_restart(core, request_, now)
    assert "Not done" not in told.plain()
    assert await made(core) == (1, 1)


async def test_it_is_what_the_wish_before_was_about(core: Briefings, request_: Request, now):
    await core.chats.answered(READER, READER, "event e2", now - timedelta(minutes=5))
    await conversation(core, now).answer(replace(request_, line="show me event e1 and mute it"))
    assert await core.subscriptions.muted(READER) == {1}


async def test_a_wish_cut_off_that_says_it_is_named_without_a_button(core: Briefings, request_: Request, now):
    said = replace(request_, line=f"{FIRST} and mute it")
    with pytest.raises(asyncio.CancelledError):
        await conversation(core, now, mute=failing(asyncio.CancelledError())).answer(said)
    told = await after_restart(core, said, now)
    assert "Not done: “mute it”." in told.plain()
    assert lines(told) == []


async def test_a_question_before_a_change_is_offered_after_a_restart(core: Briefings, request_: Request, now):
    said = replace(request_, line=f"list the events, {SECOND} and search Chile")
    with pytest.raises(asyncio.CancelledError):
        await conversation(core, now, search=failing(asyncio.CancelledError())).answer(said)
    told = await after_restart(core, said, now)
    assert f"Done: “{SECOND}”." in told.plain()
    assert lines(told) == ["/say list the events", "/say search Chile"]


@pytest.mark.parametrize("error", [Broken(FULL), RuntimeError("words")])
async def test_a_change_that_fails_is_not_told_as_done(core: Briefings, request_: Request, now, error: Exception):
    told = await conversation(core, now, mute=failing(error)).answer(request_)
    assert told
    first, _, second = told.plain().partition(f"2. {SECOND}")
    assert "Kazan forum" in first
    assert "Done" not in second
    assert ("Free some space" if isinstance(error, Broken) else "Something went wrong") in second
    assert await made(core) == (1, 0)


async def test_a_change_that_is_saved_before_the_database_fails_is_told_as_done(
    core: Briefings, request_: Request, now
):
    told = await conversation(core, now, remind=failing(Broken(FULL), after="remind")).answer(request_)
    assert told
    assert f"Done: “{FIRST}”. The database failed" in told.plain()
    assert f"Not done yet: “{SECOND}”" in told.plain()
    assert await made(core) == (1, 0)
