"""A stranger who tries codes is answered once, and a person who types too much is told what was skipped."""

from datetime import timedelta

import pytest

from briefings.accounts import looks_like_code
from tests.scenarios.stage import ADMIN, Stage

STRANGER = "telegram:66"


async def code_of(stage: Stage) -> str:
    told = await stage.say("invite", sender=ADMIN)
    return next(word for word in told.replace("\n", " ").split() if looks_like_code(word))


async def test_wrong_codes_are_answered_once_an_hour_and_logged(stage: Stage, caplog: pytest.LogCaptureFixture):
    wrong = f"{(await code_of(stage))[:-4]}AAAA"
    assert await stage.say(f"start {wrong}", sender=STRANGER)
    told = [await stage.message(f"start {wrong}", sender=STRANGER) for _ in range(30)]
    assert [number for number, message in enumerate(told) if message] == [9]  # that they are not answered here
    assert [vars(r)["within_this_hour"] for r in caplog.records if r.message == "wrong codes"] == [1, 10]
    stage.now += timedelta(hours=1)
    assert await stage.say(f"start {wrong}", sender=STRANGER)


async def test_a_right_code_works_after_a_few_wrong_ones_and_not_after_many(stage: Stage):
    code = await code_of(stage)
    for _ in range(3):
        await stage.message(f"start {code[:-4]}AAAA", sender=STRANGER)
    for _ in range(12):
        await stage.message(f"start {code[:-4]}AAAA", sender="telegram:67")
    assert "invitation" not in await stage.say(f"start {code}", sender="telegram:67")
    assert await stage.message("list", sender="telegram:67") is None
    assert await stage.say(f"start {code}", sender=STRANGER)
    assert "The library is empty" in await stage.say("list", sender=STRANGER)


async def test_of_a_stranger_no_chat_is_kept_and_of_one_who_is_let_in_the_language_is(stage: Stage):
    code = await code_of(stage)
    await stage.message(f"start {code[:-4]}AAAA", sender=STRANGER, language="ru")
    assert (await stage.briefings.chats.chat(STRANGER)).heard == ""
    await stage.message(f"start {code}", sender=STRANGER, language="ru")
    assert (await stage.briefings.chats.chat(STRANGER)).heard == "ru"


async def test_known_are_those_with_a_role_and_those_in_a_chat_that_was_let_in(stage: Stage):
    await stage.say(f"start {await code_of(stage)}", sender="telegram:7")
    await stage.briefings.chats.open("telegram:-9", "Ada", stage.now)
    speakers = {("telegram:7", "telegram:7"), ("telegram:-1", "telegram:7"), ("telegram:-9:4", STRANGER)}
    strangers = {(STRANGER, STRANGER), ("telegram:-1", STRANGER)}
    assert await stage.conversation.access.known({*speakers, *strangers, (ADMIN, ADMIN)}) == {*speakers, (ADMIN, ADMIN)}
