"""Who may do what, and who has done what, as people type and read it."""

from tests.scenarios.stage import ADMIN, EDITOR, Stage

GROUP = "telegram:-5"


async def test_the_log_tells_who_changed_what_and_when(stage: Stage):
    assert await stage.say("log", sender=ADMIN) == "Nothing was changed yet."
    await stage.import_ferries()
    await stage.say("event e1 2026-05-06", sender=EDITOR)
    await stage.say("event e1 cancelled the ice came back", sender=EDITOR)
    await stage.say("start", sender=EDITOR, address=GROUP)
    lines = (await stage.say("log", sender=ADMIN)).splitlines()
    assert "4 changes, the newest first." in lines
    when = "- Tuesday 10 February 2026, 12:00 Europe/London: "
    told = [line.removeprefix(when) for line in lines if line.startswith(when)]
    assert told[0] == "telegram:2 opened the chat telegram:-5"
    assert told[1].startswith("telegram:2 cancelled e1 “")
    assert told[1].endswith("”: the ice came back")
    assert ": now on 6 May 2026, before that " in told[2]
    assert told[3].startswith("terminal:owner added a1 “")
    assert len(told) == 4
    assert (await stage.say("log 1", sender=ADMIN)).count("- ") == 1


async def test_the_log_is_for_admins(stage: Stage):
    assert await stage.say("log", sender=EDITOR) == "/log is for admins; you are an editor here."
    assert "from 1 to 200" in await stage.say("log 0", sender=ADMIN)
