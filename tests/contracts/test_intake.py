"""What a platform hands over is kept until it is dealt with, through a restart and together with what it changes."""

import asyncio
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from typing import Any

import pytest

from bot.chat import Attachment, Request
from bot.commands import Conversation, Roles, commands
from bot.commands.registry import Call, Registry
from bot.message import Message
from bot.platforms.shared.update_queue import interruption
from briefings.errors import Broken, Busy
from briefings.model.agenda import EventDate
from briefings.model.intake import Change, Update
from briefings.service import Briefings

ADMIN = "telegram:1"


@pytest.fixture
def update(now) -> Update:
    return Update("telegram:7", "telegram", ADMIN, ADMIN, '{"update_id": 7}', now)


async def test_what_is_kept_waits_in_its_order_until_it_is_finished(core: Briefings, update: Update, now):
    others = [replace(update, name=f"telegram:{number}") for number in (9, 8)]
    assert await core.intake.keep([update, *others]) == {"telegram:7", "telegram:9", "telegram:8"}
    assert await core.intake.unfinished("telegram") == [update, *others]
    assert await core.intake.unfinished("slack") == []
    await core.intake.finish("telegram:9", now)
    assert [each.name for each in await core.intake.unfinished("telegram")] == ["telegram:7", "telegram:8"]


async def test_what_comes_twice_is_new_once_also_when_it_is_finished(core: Briefings, update: Update, now):
    other = replace(update, name="telegram:8")
    assert await core.intake.keep([update, update]) == {"telegram:7"}
    assert await core.intake.keep([update, other]) == {"telegram:8"}
    await core.intake.finish(update.name, now)
    assert await core.intake.keep([update]) == set()


def failing_after_commit(core: Briefings, times: int) -> None:
    """The next writes of the intake are made, and fail all the same, as when a server ends after a commit."""
    write, left = core.intake._store.write, [times]

    async def fails(*args: Any, **more: Any) -> Any:
        result = await write(*args, **more)
        if left[0]:
            left[0] -= 1
            raise ConnectionResetError("cut after the commit")
        return result

    core.intake._store.write = fails  # type: ignore[method-assign]


async def test_what_was_stored_by_an_attempt_that_failed_is_new_when_it_is_stored_again(
    core: Briefings, update: Update, now
):
    failing_after_commit(core, 2)
    for _ in range(2):
        with pytest.raises((ConnectionResetError, Busy)):
            await core.intake.keep([update])
    assert [each.name for each in await core.intake._unfinished("telegram")] == [update.name]
    assert await core.intake.keep([update]) == {update.name}
    assert await core.intake.keep([update]) == set()
    await core.intake.finish(update.name, now)
    assert await core.intake.keep([update]) == set()


async def test_what_is_remembered_of_an_answer_is_written_with_the_end_of_its_update(
    core: Briefings, update: Update, now
):
    await core.intake.keep([update])
    with core.intake.answering(update.name):
        await core.chats.answered(ADMIN, ADMIN, "summary a1", now)
        tokens = await core.chats.keep_lines(["/summary a1 long"], ADMIN, now)
        once = await core.chats.keep_lines(["/event e1 undo"], ADMIN, now, once=True)
    assert await core.chats.last_line(ADMIN, ADMIN) == ""
    assert [await core.chats.kept_line(token) for token in (*tokens.values(), *once.values())] == [
        None,
        "/event e1 undo",
    ]
    await core.intake.finish(update.name, now)
    assert await core.chats.last_line(ADMIN, ADMIN) == "summary a1"
    assert await core.chats.kept_line(tokens["/summary a1 long"]) == "/summary a1 long"


async def test_without_an_update_in_hand_it_is_written_at_once(core: Briefings, update: Update, now):
    with core.intake.answering(update.name):
        await core.chats.answered(ADMIN, ADMIN, "summary a1", now)
    assert await core.chats.last_line(ADMIN, ADMIN) == "summary a1"
    await core.intake.keep([update])
    await core.chats.answered(ADMIN, ADMIN, "list", now)
    assert await core.chats.last_line(ADMIN, ADMIN) == "list"


async def test_an_update_in_hand_is_answered_without_a_note_of_its_own(core: Briefings, update: Update, now):
    conversation = Conversation(core, Roles(open_access=True), lambda: now)
    request = Request(ADMIN, ADMIN, "status", now, private=True, command=True, update=update.name)
    await core.intake.keep([update])
    assert core.intake.has(update.name)
    assert await conversation.answer(request)
    await core.intake.finish(update.name, now)
    assert not core.intake.has(update.name)
    assert await core.intake.keep([update]) == set()
    assert await conversation.answer(request)  # nothing but the intake knows that it was answered
    assert await conversation.answer(request) is None


async def test_a_change_is_saved_together_with_the_note_that_it_was(core: Briefings, update: Update, now):
    await core.intake.keep([update])
    tomorrow = (now + timedelta(days=1)).date()
    with core.intake.carrying_out(update.name):
        event = await core.agenda.create("Vote", EventDate(tomorrow, tomorrow, "day"), ADMIN, now)
    assert [each.saved for each in await core.intake.unfinished("telegram")] == [True]
    await core.agenda.mark(event.id, "cancelled", "", ADMIN, now)  # by somebody else
    assert (await core.intake.unfinished("telegram"))[0].saved


async def test_a_change_that_fails_notes_nothing(core: Briefings, update: Update, now):
    await core.intake.keep([update])
    with core.intake.carrying_out(update.name), pytest.raises(Exception, match="e77"):
        await core.agenda.mark(77, "cancelled", "", ADMIN, now)
    assert [each.saved for each in await core.intake.unfinished("telegram")] == [False]


async def test_what_only_reads_notes_nothing(core: Briefings, update: Update, now):
    await core.library.add("x.txt", b"Ice on the Quay\n\nThe ice is thick. It breaks in May 2026.\n", now)
    await core.intake.keep([update])
    conversation = Conversation(core, Roles(frozenset({ADMIN})), lambda: now)
    for line in ("summary a1", "list", "search ice", "help", "status"):
        request = Request(ADMIN, ADMIN, line, now, update=update.name, private=True, interruption="new")
        assert await conversation.answer(request)
    assert [each.saved for each in await core.intake.unfinished("telegram")] == [False]


async def test_who_was_carried_out_is_told_so_and_not_carried_out_again(core: Briefings, update: Update, now):
    await core.intake.keep([update])
    conversation = Conversation(core, Roles(frozenset({ADMIN})), lambda: now)
    line = "event new 2031-03-04 Vote"
    request = Request(ADMIN, ADMIN, line, now, update=update.name, private=True, interruption="new")
    assert await conversation.answer(request)
    (left,) = await core.intake.unfinished("telegram")
    assert left.saved
    told = await conversation.answer(replace(request, interruption="saved", sent_at=now - timedelta(hours=1)))
    assert told
    assert told.plain() == f"Done: /{line}. Readout was interrupted before it could show the details."
    assert len(await core.agenda.all(now)) == 1


@pytest.mark.parametrize("recorded", [True, False])
async def test_undo_takes_no_earlier_change_where_a_kill_left_one_unrecorded(
    core: Briefings, update: Update, now, recorded
):
    await core.intake.keep([update])
    conversation = Conversation(core, Roles(frozenset({ADMIN})), lambda: now)
    first = Request(ADMIN, ADMIN, "timezone Europe/Paris", now - timedelta(hours=2), private=True)
    assert await Conversation(core, Roles(frozenset({ADMIN})), lambda: now - timedelta(hours=2)).answer(first)
    request = Request(ADMIN, ADMIN, "event new 2031-03-04 Vote", now, update=update.name, private=True)
    if recorded:
        assert await conversation.answer(replace(request, interruption="new"))
    else:
        with core.intake.carrying_out(update.name):
            await core.agenda.create("Vote", EventDate(date(2031, 3, 4), date(2031, 3, 4), "day"), ADMIN, now)
    assert await conversation.answer(replace(request, interruption="saved"))
    told = await conversation.answer(replace(request, line="undo", update="", interruption=""))
    assert told
    assert ("Vote" in told.plain(), "/event" in told.plain()) == (recorded, not recorded)
    assert (await core.chats.chat(ADMIN)).zone == "Europe/Paris"


async def test_whose_import_was_carried_out_is_told_its_files(core: Briefings, update: Update, now):
    conversation = Conversation(core, Roles(frozenset({ADMIN})), lambda: now)
    request = Request(ADMIN, ADMIN, "import", now, update=update.name, private=True, interruption="saved")
    told = await conversation.answer(replace(request, attachments=files("Ice.", "Tides.")))
    assert told
    assert all(each.name in told.plain() for each in files("Ice.", "Tides."))
    assert "more" not in told.plain()


def files(*bodies: str, stops_at: int = 0) -> tuple[Attachment, ...]:
    """Files of a message; the process ends while it fetches the one of this number."""

    async def fetch(number: int) -> bytes:
        if number == stops_at:
            raise asyncio.CancelledError
        return bodies[number - 1].encode()

    return tuple(Attachment(f"{each}.txt", 0, partial(fetch, each)) for each in range(1, len(bodies) + 1))


async def interrupted(core: Briefings, request: Request, *bodies: str, stops_at: int) -> str:
    """The answer after a restart that came while a file was fetched."""
    conversation = Conversation(core, Roles(frozenset({ADMIN})), lambda: request.sent_at)
    with pytest.raises(asyncio.CancelledError):
        await conversation.answer(replace(request, attachments=files(*bodies, stops_at=stops_at)))
    (left,) = await core.intake.unfinished("telegram")
    told = await conversation.answer(replace(request, attachments=files(*bodies), interruption=interruption(left)))
    assert told
    assert (await core.intake.unfinished("telegram"))[0].saved
    return told.plain()


async def test_several_files_are_all_imported_after_an_interruption(core: Briefings, update: Update, now):
    await core.intake.keep([update])
    request = Request(ADMIN, ADMIN, "import new", now, private=True, command=True, update=update.name)
    bodies = [f"Ice on quay {each}\n\nThe ice of quay {each} is thick.\n" for each in range(1, 9)]
    told = await interrupted(core, request, *bodies, stops_at=3)
    assert await core.library.count() == 8
    assert [told.count(f"already here ({each}.txt)") for each in range(1, 9)] == [1, 1, 0, 0, 0, 0, 0, 0]
    assert [told.count(f"new ({each}.txt)") for each in range(1, 9)] == [0, 0, 1, 1, 1, 1, 1, 1]


async def test_several_revisions_are_imported_once_each_with_an_interruption(core: Briefings, update: Update, now):
    await core.library.add("ice.txt", b"Ice\n\nThe ice is thick.\n", now)
    await core.intake.keep([update])
    request = Request(ADMIN, ADMIN, "import revision a1", now, private=True, command=True, update=update.name)
    bodies = [f"Ice\n\nThe ice is {each} inches thick.\n" for each in range(1, 4)]
    told = await interrupted(core, request, *bodies, stops_at=3)
    assert "This is revision 2 of a1." in told
    assert "already here (2.txt)" in told
    assert "a revision (3.txt)" in told
    assert (await core.library.get(1)).revision == 4


FULL = "The database's disk is full. Free some space and try again."


def with_event_command(run) -> Registry:
    """All commands, of which /event is carried out by another function."""
    groups = commands().groups
    return Registry(
        tuple(
            replace(group, commands=tuple(replace(c, run=run) if c.name == "event" else c for c in group.commands))
            for group in groups
        )
    )


@pytest.mark.parametrize("saves", [True, False], ids=["saved", "not saved"])
async def test_a_change_is_told_as_saved_where_the_database_fails_after_it(
    core: Briefings, update: Update, now, *, saves: bool
):
    async def run(call: Call) -> Message:
        if saves:
            await event.run(call)
        raise Broken(FULL)

    event = commands().find("event")
    conversation = Conversation(core, Roles(frozenset({ADMIN})), lambda: now, registry=with_event_command(run))
    await core.intake.keep([update])
    line = "event new 2031-03-04 Vote"
    told = await conversation.answer(Request(ADMIN, ADMIN, line, now, update=update.name, private=True))
    assert told
    saved = f"Done: /{line}. The database failed before Readout could show the details."
    assert told.plain() == (saved if saves else f"{FULL} Please tell the person who runs Readout.")
    assert len(await core.agenda.all(now)) == saves


async def test_whether_a_change_is_saved_is_looked_up_where_its_commit_was_in_doubt(
    core: Briefings, update: Update, now
):
    await core.intake.keep([update])
    assert not await core.intake.is_saved(Change(update.name, is_begun=True))
    with core.intake.carrying_out(update.name):
        await core.chats.set_quiet(ADMIN, None, now)
    assert await core.intake.is_saved(Change(update.name, is_begun=True))
    assert not await core.intake.is_saved(Change(update.name))  # nothing was begun, so nothing failed


async def test_of_how_many_skipped_ones_an_update_tells_stays_with_it(core: Briefings, update: Update, now):
    await core.intake.keep([update])
    await core.intake.note_skipped({update.name: 3, "telegram:99": 5})
    assert [each.skipped for each in await core.intake.unfinished("telegram")] == [3]


async def test_an_update_that_stops_the_bot_again_and_again_is_given_up(core: Briefings, update: Update, now):
    await core.intake.keep([update])
    for _ in range(4):
        await core.intake.begin_again(update.name)
    assert [each.tries for each in await core.intake.unfinished("telegram")] == [4]
    request = Request(ADMIN, ADMIN, "list", now, update=update.name, private=True, interruption="hopeless")
    told = await Conversation(core, Roles(frozenset({ADMIN})), lambda: now).answer(request)
    assert told
    assert "won't try again" in told.plain()


async def test_forgetting_a_chat_erases_what_waits_in_it_but_for_the_wish_itself(core: Briefings, update: Update, now):
    mine, elsewhere = replace(update, name="telegram:8"), replace(update, name="telegram:9", address="telegram:2")
    await core.intake.keep([update, mine, elsewhere])
    with core.intake.carrying_out(update.name):
        await core.chats.forget(ADMIN, now)
    left = await core.intake.unfinished("telegram")
    assert [(each.name, each.saved) for each in left] == [("telegram:7", True), ("telegram:9", False)]


async def test_names_are_forgotten_after_three_days_and_what_nobody_took_up_with_the_rest(
    core: Briefings, update: Update, now
):
    waiting = replace(update, name="telegram:8")
    await core.intake.keep([update, waiting])
    await core.intake.finish(update.name, now)
    await core.outbox.prune(now + timedelta(days=2), timedelta(days=30))
    assert await core.intake.keep([update]) == set()
    await core.outbox.prune(now + timedelta(days=4), timedelta(days=30))
    assert await core.intake.keep([update]) == {update.name}
    assert [each.name for each in await core.intake.unfinished("telegram")] == ["telegram:8", "telegram:7"]
    await core.outbox.prune(now + timedelta(days=31), timedelta(days=30))
    assert await core.intake.unfinished("telegram") == []
