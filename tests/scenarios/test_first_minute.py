"""The first minute: every example that people are shown has a good answer on the samples of an empty library."""

import re
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from bot.commands import commands
from bot.views import natural_language
from briefings.library import audit_analysis
from briefings.service import open_briefings
from tests.examples import slow_but
from tests.fakes.kept_libraries import filled_once
from tests.scenarios.stage import Stage, says

ROOT = Path(__file__).parents[2]
DAYS = [
    date.fromisoformat(day)
    for day in (
        *("2026-11-27", "2026-11-30", "2026-12-28", "2026-12-31", "2027-01-01", "2027-01-31", "2027-02-28"),
        *("2028-02-29", "2028-12-29", "2030-04-30"),
    )
]
SOME = [DAYS[0], DAYS[3], DAYS[7]]
# What no fresh library can answer otherwise: it asks for a file, an account, a code, or a language model.
REFUSED = {
    "import published 2026-02-05": "file",
    "import new": "file",
    "import red": "file",
    "import revision a2": "file",
    "people remove telegram:42": "telegram:42",
    "people remove i3": "i3",
    "link": "Slack or Telegram",
    "link prefer slack": "link",
    "summary a1 fluent": "",
    "undo 12": "",
    "remind all off": "nothing to stop",
    "compare Chile and Bolivia": "No analysis mentions",
    "changes 3": "no correction 3",
    "changes 3 correction The figure was wrong.": "no correction 3",
    "compare d3 first": "no disagreement d3",
    "record Xinhua": "Xinhua",
    "skip": "Which digest?",
    "skip 2026-12-04": "Which digest?",
    "skip off": "Which digest?",
    "token revoke 3": "You have no token 3",
    "links revoke 3": "You have no link 3",
    "feed revoke": "no such address",
    **dict.fromkeys(("open a1", "open a1 background", "open library", "calendar link", "feed link"), "READOUT_WEB_URL"),
}

NO_ROOM = """CREATE TRIGGER no_room BEFORE INSERT ON analysis WHEN (SELECT count(*) FROM analysis) = 1
    BEGIN SELECT RAISE(ABORT, 'no room'); END"""
EMPTY = re.compile(r"\b(?:[Nn]othing|[Nn]o (?:sentence|analysis|event|section)|isn't|none)\b")


@pytest.fixture
async def fresh(request: pytest.FixtureRequest) -> AsyncIterator[Stage]:
    """A library that has just been given the samples, at noon of a day."""
    now = datetime.combine(getattr(request, "param", DAYS[0]), datetime.min.time(), UTC).replace(hour=12)
    async with open_briefings("sqlite:///:memory:") as core:
        yield await with_samples(Stage(core, now))


@filled_once
async def with_samples(stage: Stage) -> Stage:
    assert await stage.briefings.library.add_samples(stage.now)
    return stage


def examples() -> list[str]:
    """Every line that help shows as an example."""
    return [example for command in commands() for example in command.examples]


def proposed() -> list[str]:
    """Every line that the README's table and the greeting propose."""
    table = re.findall(r"^\| `([a-z][^`]+)` \| [A-Z]", (ROOT / "README.md").read_text(encoding="utf-8"), re.MULTILINE)
    greeting = natural_language.small_talk("greeting", "").plain()
    return [*table, *re.findall(r"“([^”]+)”", greeting)]


@pytest.mark.parametrize("fresh", slow_but(SOME, DAYS), indirect=True, ids=str)
async def test_on_any_day_the_treaty_expires_soon_and_the_meeting_is_some_weeks_ahead(fresh: Stage):
    ahead = [each.event for each in await fresh.briefings.agenda.events_with_state(fresh.now) if each.state == "coming"]
    assert [each.title for each in ahead] == [
        "Port authority of Dalian will publish its figures",
        "Reykjavik Treaty is set to expire",
        "Officials on both sides are preparing a China-US meeting",
    ]
    treaty, meeting = ahead[1].when, ahead[2].when
    assert (treaty.precision, (treaty.first - fresh.now.date()).days) == ("day", 12)
    assert meeting.precision == "month"
    assert 18 < (meeting.first - fresh.now.date()).days <= 49 <= (meeting.last - fresh.now.date()).days
    answer = await fresh.say("what is coming up?", command=False)
    assert answer.index("Reykjavik Treaty is set to expire") < answer.index("China-US meeting: in")
    assert "day not set" in answer


@pytest.mark.parametrize("fresh", slow_but(SOME, DAYS), indirect=True, ids=str)
async def test_on_any_day_the_audit_has_something_to_say(fresh: Stage):
    soya, calls = [(await fresh.briefings.library.get(id_)).draft for id_ in (1, 2)]
    kinds = [finding.kind for finding in audit_analysis(calls, fresh.now)]
    assert {"ambiguous_citation", "missing_reference", "never_cited"} <= {*kinds}
    assert not {"missing_reference", "never_cited"} & {finding.kind for finding in audit_analysis(soya, fresh.now)}
    assert "overdue_statement" not in kinds
    assert all(draft.published and draft.published < fresh.now.date() for draft in (calls, soya))


@pytest.mark.parametrize("fresh", slow_but(SOME, DAYS), indirect=True, ids=str)
async def test_on_any_day_the_samples_agree_on_the_pledge_and_not_on_what_can_be_kept(fresh: Stage):
    told = await fresh.say("brief soya beans")
    assert re.search(r"25 million tonnes .*also in a2", told)
    assert "12 million tonnes" in told
    assert "December 32" not in told


@pytest.mark.parametrize("fresh", slow_but(DAYS[:1], SOME), indirect=True, ids=str)
async def test_every_example_of_help_is_answered_on_the_samples(fresh: Stage):
    silent = [line for command in commands() for line in command.examples if command.changes is not None]
    silent += ["changes", "changes a1", "deliveries 20", "list in october"]  # all was read, nothing has been due
    bad = []
    for line in examples():
        answer = await fresh.message(line)
        assert answer, line
        told = answer.plain()
        if line in REFUSED:
            assert REFUSED[line] in told
        elif answer.failed or (line not in silent and EMPTY.search(told.partition("\n\n")[0])):
            bad.append((line, told))
        if line.startswith(("event", "language", "remove")):
            await fresh.say("undo")
        if "Keep both" in told:
            await fresh.say("yes", command=False)
    assert bad == []


@pytest.mark.parametrize("fresh", slow_but(SOME, DAYS), indirect=True, ids=str)
async def test_every_line_that_is_proposed_is_answered_on_the_samples(fresh: Stage):
    lines = proposed()
    assert len(lines) > 6
    for line in lines:
        answer = await fresh.message(line, command=False)
        assert answer, line
        assert not answer.failed, (line, answer.plain())
        assert not EMPTY.search(answer.plain().partition("\n\n")[0]), (line, answer.plain())


@pytest.mark.parametrize("fresh", DAYS[:1], indirect=True, ids=str)
async def test_what_home_proposes_is_answered_on_the_samples(fresh: Stage):
    for line in says(await fresh.message("home")):
        answer = await fresh.message(line.removeprefix("/"))
        assert answer, line
        asks = line.startswith(("/form", "/import"))  # for what is typed or sent next
        assert not answer.failed or asks, (line, answer.plain())


async def test_the_samples_come_once(fresh: Stage):
    for id_ in (1, 2):
        await fresh.say(f"remove a{id_} yes")
    assert await fresh.briefings.library.count() == 0
    assert not await fresh.briefings.library.add_samples(fresh.now)


async def test_samples_that_do_not_fit_all_come_at_the_next_start(stage: Stage):
    library = stage.briefings.library
    await library._store.write(lambda connection: connection.execute(text(NO_ROOM)))
    with pytest.raises(DBAPIError, match="no room"):
        await library.add_samples(stage.now)
    assert await library.count() == 0
    await library._store.write(lambda connection: connection.execute(text("DROP TRIGGER no_room")))
    assert await library.add_samples(stage.now)
    assert await library.count() == 2


async def test_a_library_that_holds_something_gets_no_samples(stage: Stage):
    await stage.import_ferries()
    assert not await stage.briefings.library.add_samples(stage.now)
    assert await stage.briefings.library.count() == 1
