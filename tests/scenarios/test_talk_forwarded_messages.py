"""What becomes of messages that somebody else wrote and a person passes on to the bot."""

import re

import pytest

from tests.scenarios.stage import ADMIN, EDITOR, READER, Stage, attachment


@pytest.mark.parametrize(
    ("line", "command"),
    [
        ("remove a1", True),
        ("remove a1", False),
        ("/remove a1 yes", False),
        ("subscribe daily 09:00", False),
        ("forget yes", True),
        ("people", True),
        ("nonsense a1", True),
    ],
)
async def test_a_command_that_was_forwarded_is_not_run(stage: Stage, line: str, command: bool):
    await stage.import_ferries()
    before = await stage.say("list", sender=ADMIN)
    told = await stage.say(line, sender=ADMIN, command=command, forwarded=True)
    name = line.removeprefix("/").split()[0]
    assert told.startswith(f"Somebody else wrote that: /{name} was not run.")
    assert await stage.say("list", sender=ADMIN) == before
    assert "no subscriptions" in (await stage.say("subscriptions", sender=ADMIN)).lower()


async def test_a_wish_in_forwarded_words_is_a_question(stage: Stage):
    await stage.import_ferries()
    told = await stage.say("please remind me 3 days before the summit", sender=EDITOR, command=False, forwarded=True)
    assert told.startswith("please remind me 3 days before the summit")  # as the answer to a question does
    assert await stage.say("subscriptions", sender=EDITOR) == await stage.say("subscriptions", sender=ADMIN)
    asked = "Why did ferries stop?"
    answer = await stage.say(asked, sender=EDITOR, command=False, forwarded=True)
    assert answer == await stage.say(f"ask {asked}", sender=EDITOR)


async def test_a_forwarded_code_joins_no_accounts(stage: Stage):
    [code] = re.findall(r"\b[A-Z2-9]{4}-[A-Z2-9]{4}\b", await stage.say("link", sender="slack:U1"))
    assert "was not run" in await stage.say(f"link {code}", sender=EDITOR, forwarded=True)
    assert "joined" not in await stage.say("people", sender=ADMIN)
    assert code[:4] not in await stage.say("link", sender=EDITOR)


async def test_a_forwarded_file_waits_for_an_answer_whatever_its_caption_says(stage: Stage):
    files = (attachment("ferries.txt", b"Ferries\n\nFerries stop in May."),)
    told = await stage.say("import replace a1", sender=EDITOR, files=files, forwarded=True)
    assert "import ferries.txt" in told
    assert "The library is empty" in await stage.say("list", sender=EDITOR)
    assert "people who were invited" in await stage.say("import", sender=READER, files=files, forwarded=True)
