"""/open and /links as people type them, and what a link becomes on each platform."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.chat import WebPages
from bot.message import Button, Buttons, Message
from bot.platforms.slack.receiving.incoming import BotIdentity, read_press
from bot.platforms.slack.sending.render import render as to_slack
from bot.platforms.telegram.sending.render import render as to_telegram
from briefings.accounts import WebLinks
from briefings.service import SAMPLE, Briefings, open_briefings
from tests.fakes.reading_room import link_in
from tests.scenarios.stage import ADMIN, EDITOR, Stage

BASE = "https://readout.example.org/pages"
GROUP = "telegram:-1001"
ME = BotIdentity("U0", "B0", frozenset({"readout"}))


async def address() -> str:
    return BASE


@pytest.fixture
async def core() -> AsyncIterator[Briefings]:
    async with open_briefings("sqlite:///:memory:") as briefings:
        yield briefings


@pytest.fixture
async def stage(core: Briefings, now: datetime) -> Stage:
    stage = Stage(core, now, web=WebPages(address, offered=True))
    await stage.import_ferries()
    return stage


def buttons(message: Message | None) -> list[Button]:
    assert message is not None
    return [each for block in message.blocks if isinstance(block, Buttons) for row in block.rows for each in row]


async def test_a_link_leads_to_the_analysis_the_section_or_the_sentence(stage: Stage) -> None:
    assert link_in(await stage.message("open")).startswith(f"{BASE}/r/")
    assert link_in(await stage.message("open a1")).endswith("/a1")
    assert link_in(await stage.message("open a1 2")).endswith("/a1#s313")
    assert link_in(await stage.message("open a1 pact")).endswith("/a1#s313")
    assert link_in(await stage.message("open a1 r1 650")).endswith("/a1#s639")
    assert link_in(await stage.message("open library")).endswith("/")
    assert "There is no analysis a9" in await stage.say("open a9")
    assert "a1 has no revision 7" in (await stage.say("open a1 r7 650")).replace("” (a1)", " a1").replace("“", "")


async def test_a_link_to_an_older_revision_names_it(stage: Stage) -> None:
    text = SAMPLE.with_name("readout-sample.txt").read_bytes()
    await stage.briefings.library.add("calls.txt", text, stage.now)
    await stage.briefings.library.add("calls.txt", text.replace(b"picked up the phone", b"took the phone"), stage.now)
    assert link_in(await stage.message("open a2 r1 102")).endswith("/a2?rev=1#s102")
    assert link_in(await stage.message("open a2 r2 102")).endswith("/a2#s102")


async def test_without_an_address_there_are_no_pages_and_no_buttons(stage: Stage) -> None:
    stage.web = WebPages()
    assert "hasn't set READOUT_WEB_URL" in await stage.say("open a1")
    assert "Open" not in [each.label for each in buttons(await stage.message("summary a1"))]


@pytest.mark.parametrize(
    ("line", "opens"),
    [("summary a1", "/open a1"), ("read a1 2", "/open a1 2"), ("where a1 650", "/open a1 r1 639"), ("list", "")],
)
async def test_answers_about_a_text_have_a_button_that_opens_it(stage: Stage, line: str, opens: str) -> None:
    found = [each.says for each in buttons(await stage.message(line, sender=ADMIN)) if each.label == "Open"]
    assert found == ([opens] if opens else [])


async def test_telegram_opens_the_page_inside_a_private_chat_and_by_address_in_a_group(stage: Stage) -> None:
    private, group = (
        await stage.message("open a1", sender=ADMIN),
        await stage.message("open", sender=ADMIN, address=GROUP),
    )
    assert private is not None
    assert group is not None
    keys = [part.keyboard.inline_keyboard[0][0] for message in (private, group) for part in to_telegram(message)]
    assert keys[0].web_app.url == link_in(private)
    assert (keys[0].url, keys[0].callback_data) == (None, None)
    assert (keys[1].url, keys[1].web_app) == (link_in(group), None)
    assert BASE not in private.blocks[0].text[0].text  # the words can be passed on without the link


async def test_telegram_gets_no_web_app_without_https(stage: Stage) -> None:
    async def plain() -> str:
        return "http://readout.example.org"

    stage.web = WebPages(plain, offered=True)
    (button,) = buttons(await stage.message("open a1", sender=ADMIN))
    assert (button.link.startswith("http://"), button.inside) == (True, False)


async def test_slack_gets_a_link_button_whose_press_means_nothing(stage: Stage) -> None:
    message = await stage.message("open a1", sender="slack:U1", address="slack:D1", private=True)
    assert message is not None
    (sent,) = to_slack(message)
    actions = next(block for block in sent.blocks if block["type"] == "actions")
    (button,) = actions["elements"]
    assert button["url"] == link_in(message)
    assert "value" not in button
    pressed = {**button, "block_id": actions["block_id"], "action_ts": "1770724800.1"}
    where = {"channel": {"id": "D1"}, "message": {"ts": "1.1"}, "container": {"channel_id": "D1", "message_ts": "1.1"}}
    assert read_press({"user": {"id": "U1"}, "actions": [pressed], **where}, ME) is None


async def test_an_answer_with_a_link_that_one_person_sees_is_neither_kept_nor_shared(stage: Stage) -> None:
    how: dict[str, Any] = {"sender": "slack:U1", "address": "slack:C1", "hidden": True, "private": False}
    message = await stage.message("open a1", **how)
    assert [each.label for each in buttons(message)] == ["Open the page"]
    shared = await stage.message("summary a1", **how)
    assert "Share here" in [each.label for each in buttons(shared)]


async def test_links_are_listed_and_ended_by_their_owner_alone(stage: Stage) -> None:
    await stage.say("open a1", sender=ADMIN)
    await stage.say("open library", sender=ADMIN)
    await stage.say("open a1", sender=EDITOR, address=GROUP)
    listed = await stage.message("links", sender=ADMIN)
    assert listed is not None
    assert "the library: works until Tuesday 17 February 2026, 12:00 UTC; not opened yet" in listed.plain()
    assert "a1 Three Harbours, One Timetable" in listed.plain()
    assert [each.says for each in buttons(listed)] == ["/links revoke 2", "/links revoke 1", "/links revoke all"]
    assert "You have no link 3." in await stage.say("links revoke 3", sender=ADMIN)
    assert "1 link was ended." in await stage.say("links revoke 2", sender=ADMIN)
    assert "You have no link 2." in await stage.say("links revoke 2", sender=ADMIN)
    assert "You have no link x." in await stage.say("links revoke x", sender=ADMIN)
    assert "1 link was ended." in await stage.say("links revoke all", sender=ADMIN)
    assert "You have no link to a page." in await stage.say("links", sender=ADMIN)
    assert len(await stage.briefings.web_links.live(EDITOR, stage.now)) == 1


async def test_a_person_has_fifty_links_at_most_and_a_further_one_ends_the_oldest(
    core: Briefings, now: datetime
) -> None:
    first = await core.web_links.issue("telegram:1", ADMIN, 1, now, private=True)
    for _ in range(50):
        await core.web_links.issue("telegram:1", ADMIN, 1, now, private=True)
    live = await core.web_links.live(ADMIN, now)
    assert len(live) == 50
    assert first.link.id not in {each.id for each in live}
    found = await core.web_links.find(first.token)
    assert found is not None
    assert found.revoked


async def test_links_go_with_their_chat_and_some_time_after_their_end(core: Briefings, now: datetime) -> None:
    links: WebLinks = core.web_links
    issued = [
        await links.issue(GROUP, ADMIN, 1, now, private=False),
        await links.issue("telegram:1", ADMIN, 1, now, private=True),
    ]
    await core.chats.move(GROUP, "telegram:-2002", now)
    moved = await links.find(issued[0].token)
    assert moved is not None
    assert moved.address == "telegram:-2002"
    await core.chats.forget("telegram:-2002", now)
    assert await links.find(issued[0].token) is None
    await core.outbox.prune(now + timedelta(days=97), timedelta(days=90))
    assert await links.find(issued[1].token) is not None
    await core.outbox.prune(now + timedelta(days=98), timedelta(days=90))
    assert await links.find(issued[1].token) is None
