"""Webhooks in the chats: shown once to editors in private, listed, turned off, and replayed from /deliveries."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from briefings.delivery import Attempt
from tests.scenarios.stage import ADMIN, EDITOR, READER, Stage, says

URL = "https://example.org/hooks"


@pytest.fixture
def stage(stage: Stage) -> Stage:
    stage.roles = replace(stage.roles, open_access=True)
    return stage


async def made(stage: Stage, line: str = f"webhook new {URL}", sender: str = EDITOR) -> str:
    """The secret of a new webhook."""
    [secret] = re.findall(r"whsec_\S+", await stage.say(line, sender=sender))
    return str(secret)


async def test_an_editor_makes_one_and_sees_its_secret_once(stage: Stage):
    secret = await made(stage, f"webhook new {URL} analysis event.moved")
    told = await stage.say("webhook", sender=EDITOR)
    assert URL in told
    assert "nothing posted yet" in told
    listed = await stage.say("webhook list 1", sender=EDITOR)
    assert "analysis.added, analysis.revised, event.moved" in listed
    assert secret not in told + listed + await stage.say("log", sender=ADMIN)


async def test_readers_and_groups_get_none(stage: Stage):
    assert "for editors only" in await stage.say(f"webhook new {URL}", sender=READER)
    told = await stage.say(f"webhook new {URL}", sender=EDITOR, address="telegram:-5")
    assert "in a direct message" in told
    assert "whsec_" not in told
    assert await stage.briefings.webhooks.of(None) == []


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("webhook new", "Add the address"),
        ("webhook new http://example.org/", "has to begin with https://"),
        ("webhook new https://127.0.0.1/", "private addresses"),
        ("webhook new https://[::ffff:169.254.169.254]/", "private addresses"),
        ("webhook new https://example.org/ weather", "There is no event “weather”"),
        ("webhook test", "Give its number"),
        ("webhook test 9", "You have no webhook 9"),
        ("webhook replay 9", "You have no post 9"),
        ("webhook revoke 9", "You have no such webhook"),
        ("webhook off x", "Give its number"),
    ],
)
async def test_what_is_wrong_gets_a_sentence(stage: Stage, line: str, told: str):
    assert told in await stage.say(line, sender=EDITOR)


async def test_nobody_touches_the_webhook_of_somebody_else(stage: Stage):
    await made(stage)
    for word in ("test", "rotate", "off", "on"):
        assert "You have no webhook 1" in await stage.say(f"webhook {word} 1", sender=ADMIN)
    assert "no such webhook" in await stage.say("webhook revoke all", sender=ADMIN)
    assert len(await stage.briefings.webhooks.of(EDITOR)) == 1
    assert EDITOR in await stage.say("webhook")  # the terminal's owner lists those of everybody


async def test_a_rotation_shows_another_secret(stage: Stage):
    first = await made(stage)
    told = await stage.say("webhook rotate 1", sender=EDITOR)
    assert "whsec_" in told
    assert first not in told
    assert "former secret" in told


async def test_off_cancels_what_waits_and_on_resumes(stage: Stage):
    await made(stage)
    await stage.import_ferries()
    assert "is off" in await stage.say("webhook off 1", sender=EDITOR)
    assert "Turn it on first" in await stage.say("webhook test 1", sender=EDITOR)
    assert "turned off" in await stage.say("deliveries", sender=EDITOR)
    assert "is on" in await stage.say("webhook on 1", sender=EDITOR)
    assert "A test is on its way to example.org" in await stage.say("webhook test 1", sender=EDITOR)
    assert "webhook.test" in await stage.say("webhook list 1", sender=EDITOR)


async def test_deliveries_posts_again_what_was_given_up(stage: Stage):
    await made(stage)
    await stage.import_ferries()
    core, now = stage.briefings.webhooks, stage.now + timedelta(minutes=1)
    epoch = await core.take_over(now)
    [post] = await core.ready(now)
    to = post.endpoint
    viewer = await stage.briefings.markings.viewer(to.address, to.person, now, private=True, outlet=to.target)
    assert await core.claim(post, viewer, epoch, now)
    await core.settle(post, epoch, Attempt("gone", "it answered 410"), [], now)
    shown = await stage.message("deliveries", sender=EDITOR)
    assert shown
    assert "Webhook" in shown.plain()
    [replay] = says(shown)
    assert says(await stage.message("deliveries", sender=ADMIN)) == []
    assert "is off" in await stage.say(replay, sender=EDITOR)
    await stage.say("webhook on 1", sender=EDITOR)
    assert "keeps its id" in await stage.say(replay, sender=EDITOR)
    [again] = await core.ready(now + timedelta(minutes=1))
    assert again.id == post.id


async def test_the_others_deliveries_show_nothing_of_it(stage: Stage):
    await made(stage)
    await stage.import_ferries()
    assert "Webhook" not in await stage.say("deliveries", sender=READER)
    assert "Webhook" in await stage.say("deliveries", sender=ADMIN)
