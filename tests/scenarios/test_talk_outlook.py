"""Statements about the future: listed, settled, and marked on every surface that quotes them after their day."""

import argparse
import json
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any, get_args

import pytest

from bot.chat import SearchQuery
from bot.cli import parser
from bot.commands import Conversation
from bot.commands.conversation import commands
from bot.commands.offers.inline_search import InlineSearch
from bot.message import File, Message, Picture
from briefings.model.delivery import Lead, Notice
from briefings.model.outlook import Settlement
from briefings.service import open_briefings
from tests.bot.test_courier import World
from tests.fakes.command_line import called
from tests.fakes.kept_libraries import filled_once
from tests.scenarios.stage import EDITOR, READER, Stage, says

SENTENCE = "The Reykjavik Treaty is set to expire on 8 February 2026"
TREATY = f"""The last treaty

Background

Inspectors stopped travelling in 2023. {SENTENCE}, and neither capital has tabled a draft.

“{SENTENCE}, and nobody will mourn it,” said Ada Berg.

Calendar

A summit on arms is expected in April 2027.
"""
LAPSED = """After the treaty

Background

The Reykjavik Treaty expired on 8 February 2026 without a successor.
"""
GROUP = "telegram:-5"
MARK = "[due 8 Feb; outcome not in this text]"
_WORDS = {"ask": "when does the Reykjavik Treaty expire?", "brief": "Reykjavik Treaty", "search": "Reykjavik Treaty"}
_WORDS |= {"where": "Reykjavik Treaty is set", "outlook": "a1", "calendar": "e1", "event": "e1", "preview": "e1"}
_ENDS = ("forget", "remove", "import", "start")  # they quote nothing, or end what the others quote


async def import_text(stage: Stage, words: str, name: str = "treaty.txt", day: str = "2026-02-01") -> None:
    now, stage.now = stage.now, datetime.fromisoformat(f"{day}T09:00").replace(tzinfo=UTC)
    await stage.briefings.library.add(name, words.encode(), stage.now, published=date.fromisoformat(day))
    stage.now = now


@pytest.fixture
@filled_once
async def stage(stage: Stage) -> Stage:
    """On 10 February 2026, two days after the treaty's end."""
    await import_text(stage, TREATY)
    await stage.briefings.agenda.keep_all(1, "", stage.now)
    return stage


def shown(message: Message) -> str:
    """All that a message says, files and pictures too."""
    files = [block.data.decode(errors="replace") for block in message.blocks if isinstance(block, File)]
    pictures = [block.alt for block in message.blocks if isinstance(block, Picture)]
    return " ".join("\n".join([message.plain(), *files, *pictures]).replace("\r\n ", "").split())


def lines() -> list[str]:
    """Every command with its examples, on the analysis, in full and with words of the sentence."""
    found = []
    for each in commands():
        if each.name not in _ENDS:
            words = _WORDS.get(each.name, "a1")
            found += [each.name, f"{each.name} {words}", f"{each.name} {words} all", f"{each.name} a1 background"]
            found += [*each.examples, f"{each.name} {words} picture", f"{each.name} {words} brief"]
    return found


async def test_every_command_that_quotes_the_sentence_marks_it(stage: Stage):
    quoting = set()
    for line in lines():
        message = await stage.message(line)
        said = shown(message) if message else ""
        if "set to expire on 8 February" in said.replace("\\,", ","):
            quoting.add(line.split()[0])
            # An example postpones the event, after which the mark says so.
            assert any(each in said.replace("\\;", ";") for each in (MARK, "[postponed; see e1]")), f"{line}: {said}"
    assert {
        "summary",
        "ask",
        "brief",
        "search",
        "read",
        "timeline",
        "where",
        "quotes",
        "outlook",
        "calendar",
    } <= quoting


async def test_the_mark_has_a_legend_and_gives_way_to_the_outcome(stage: Stage):
    assert "nobody has recorded what happened" in await stage.say("summary a1 background")
    done = await stage.say("outlook s1 happened https://news.example/8")
    assert "happened: https://news.example/8" in done
    marked = await stage.say("summary a1 background")
    assert "tabled a draft. [happened: https://news.example/8]" in marked


async def test_before_the_day_is_over_nothing_is_marked(stage: Stage):
    stage.now = datetime(2026, 2, 8, 20, tzinfo=UTC)
    assert "[due" not in await stage.say("summary a1 background")


async def test_inline_cards_are_marked(stage: Stage):
    conversation = Conversation(stage.briefings, stage.roles, lambda: stage.now)
    looking = InlineSearch(stage.briefings, conversation.access.admits, lambda: stage.now)
    found = await looking.look_up(SearchQuery(EDITOR, EDITOR, "Reykjavik Treaty", "en", 0))
    for card in found.cards:
        assert SENTENCE not in shown(card.message) or MARK in shown(card.message)
        if SENTENCE in card.description:
            assert MARK in card.description
    assert any(MARK in card.description for card in found.cards)


async def test_pushed_messages_are_marked(tmp_path: Path):
    """Digests and reminders; the other notices quote no analysis, or ask about statements themselves."""
    names = {each.__name__ for each in get_args(Notice)}
    quoting = {"ReminderDue", "DigestDue", "StatementQuestion"}
    others = {"EventMoved", "EventStopped", "SenderRefused", "OutcomeQuestion", "ClockJumped", "DatabaseFailed"}
    assert names - others >= quoting
    async with open_briefings(f"sqlite:///{tmp_path}/readout.db") as core:
        world = World(core)
        await world.courier.start()
        world.now = datetime(2026, 2, 9, 7, tzinfo=UTC)
        begun = datetime(2026, 2, 7, 9, tzinfo=UTC)
        await core.subscriptions.subscribe(
            "telegram:1", "telegram:1", frozenset(range(1, 8)), time(8), "UTC", "", "telegram:1", begun
        )
        await core.library.add("t.txt", TREATY.encode(), begun.replace(hour=10), published=date(2026, 2, 1))
        summit = next(each for each in await core.agenda.events_with_state(begun) if "Summit" in each.event.title)
        await core.subscriptions.remind("telegram:1", summit.event.id, [Lead(20, "d")], "telegram:1", begun)
        world.now = datetime(2026, 2, 9, 9, tzinfo=UTC)
        await world.scheduler.tick()
        await world.courier.drain()
        said = [" ".join(words.split()) for _, words, _ in world.platform.accepted]
        assert any(SENTENCE in each for each in said)
        assert all(MARK in each for each in said if SENTENCE in each)


def stale_fields(shape: Any) -> list[tuple[str, Any]]:
    """The words and the field `stale` of all that has both, and words that quote the sentence without the field."""
    if isinstance(shape, list):
        return [found for each in shape for found in stale_fields(each)]
    if not isinstance(shape, dict):
        return []
    own = [(shape["text"], shape.get("stale", "missing"))] if isinstance(shape.get("text"), str) else []
    return own + [found for value in shape.values() for found in stale_fields(value)]


def answering() -> list[str]:
    """The subcommands that print an answer as JSON."""
    (subcommands,) = [each for each in parser()._actions if isinstance(each, argparse._SubParsersAction)]
    kept = {"rest", "json"}
    return [name for name, each in subcommands.choices.items() if kept <= {action.dest for action in each._actions}]


def test_json_says_which_quotations_are_stale(tmp_path: Path):
    (tmp_path / "treaty.txt").write_text(TREATY)
    assert called(tmp_path, "import", "treaty.txt", "--published", "2026-02-01").returncode == 0
    told = 0
    for name in answering():
        ran = called(tmp_path, name, *_WORDS.get(name, "a1").split(), "--json")
        if ran.returncode or name in ("outlook", "show"):
            continue
        found = [stale for words, stale in stale_fields(json.loads(ran.stdout)) if SENTENCE in words]
        told += len(found)
        assert all(isinstance(stale, str) and stale.startswith("[due 8 Feb") for stale in found), (name, found)
    assert told > 3


def test_json_lists_statements_with_their_state(tmp_path: Path):
    (tmp_path / "treaty.txt").write_text(TREATY)
    called(tmp_path, "import", "treaty.txt", "--published", "2026-02-01")
    (first, *_) = json.loads(called(tmp_path, "outlook", "--json").stdout)
    assert list(first) == [
        *("id", "analysis", "revision", "section", "start", "end", "text", "kind", "holder"),
        *("first", "last", "precision", "state", "verdict", "evidence", "marking"),
    ]
    assert (first["id"], first["kind"], first["last"], first["state"]) == ("s1", "scheduled", "2026-02-08", "due")


async def test_statements_are_listed_by_state(stage: Stage):
    said = await stage.say("outlook")
    assert said.index("Due: the day has passed") < said.index("Ahead")
    assert "s1" in said
    for words in ("a1", "Ada", "e1", "all"):
        assert "Reykjavik" in await stage.say(f"outlook {words}"), words
    assert "nowhere else" in await stage.say("outlook nowhere else")


async def test_editors_settle_and_readers_see(stage: Stage):
    page = await stage.message("outlook s1", sender=EDITOR)
    assert {"/outlook s1 happened", "/outlook s1 did not", "/outlook s1 partly", "/outlook s1 moved"} <= set(says(page))
    await stage.say("start", sender=EDITOR, address=GROUP)
    page = await stage.message("outlook s1", sender=READER, address=GROUP)
    assert not any("happened" in each for each in says(page))
    assert "for editors only" in await stage.say("outlook s1 happened", sender=READER, address=GROUP)
    assert "did not happen" in await stage.say("outlook s1 did not nobody signed", sender=EDITOR)
    assert "did not happen" in await stage.say("outlook s1", sender=READER, address=GROUP)


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("happened", "happened"),
        ("did not happen", "did not happen"),
        ("partly two of three", "partly happened: two of three"),
        ("moved to 2026-03-05", "moved to 5 Mar"),
        ("cannot be told", "outcome cannot be told"),
    ],
)
async def test_each_outcome_can_be_typed(stage: Stage, typed: str, told: str):
    assert told in await stage.say(f"outlook s1 {typed}")
    assert f"[{told}" in await stage.say("summary a1 background")


async def test_a_moved_statement_is_due_again_after_its_new_day(stage: Stage):
    await stage.say("outlook 1 moved to 2026-03-05")
    stage.now = datetime(2026, 3, 6, 9, tzinfo=UTC)
    assert "[moved to 5 Mar, which has passed; outcome not in this text]" in await stage.say("summary a1 background")


async def test_a_sentence_of_another_analysis_is_offered_as_evidence(stage: Stage):
    await import_text(stage, LAPSED, "after.txt", "2026-02-09")
    done = await stage.message("outlook s1 happened")
    picks = [each for each in says(done) if each.startswith("/outlook s1 happened a2 ")]
    assert picks
    assert "The Reykjavik Treaty expired" in await stage.say(picks[0].removeprefix("/"))
    assert "[happened; see a2]" in await stage.say("summary a1 background")


async def test_an_outcome_is_undone_and_logged(stage: Stage):
    done = await stage.message("outlook s1 happened")
    (undo,) = [each for each in says(done) if each.startswith("/undo")]
    assert "settled statement s1" in await stage.say("log")
    assert "s1 has no outcome again" in await stage.say(undo.removeprefix("/"))
    assert "took back the outcome of statement s1" in await stage.say("log")
    assert MARK in await stage.say("summary a1 background")


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("outlook s99", "There is no statement s99"),
        ("outlook s1 perhaps", "isn't an outcome"),
        ("outlook s1 moved", "What is the new day?"),
        ("outlook s1 moved to nowhere", "as a date"),
        ("outlook s1 happened a9 5", "a9"),
    ],
)
async def test_what_cannot_be_recorded_says_why(stage: Stage, line: str, words: str):
    assert words in await stage.say(line)
    assert MARK in await stage.say("summary a1 background")


async def test_the_record_counts_without_scores(stage: Stage):
    await stage.say("outlook s1 happened")
    said = await stage.say("record")
    assert "the authors: 1 happened, 1 ahead" in said
    assert "%" not in said
    assert "Ada Berg" in await stage.say("record Ada Berg")


async def test_the_overview_counts_what_came_due_and_the_timeline_leads_there(stage: Stage):
    assert "came due this week" in await stage.say("home")
    assert "/outlook a1" in says(await stage.message("timeline a1"))


@pytest.mark.parametrize(("tag", "mark"), [("zh", "到期；文中没有结果"), ("ru", "исхода в тексте нет")])
async def test_the_mark_speaks_the_language_of_the_chat(stage: Stage, tag: str, mark: str):
    await stage.say(f"language {tag}")
    assert mark in await stage.say("summary a1 background")


@pytest.mark.parametrize(
    ("words", "heading"),
    [
        ("what came due this week?", "Outlook"),
        ("which promises are overdue?", "Outlook"),
        ("what became of the predictions?", "Outlook"),
        ("what is overdue?", "Outlook"),
        ("what has been settled?", "Outlook"),
        ("which predictions are still ahead?", "Outlook"),
        ("что просрочено?", "Outlook"),
        ("что сбылось?", "Outlook"),
        ("哪些预测实现了？", "Outlook"),
        ("show me the predictions of a1", "Outlook: a1"),
        ("show the track record", "Outcomes by holder"),
        ("how did the promises turn out?", "Outcomes by holder"),
        ("本周有哪些陈述到期？", "Outlook"),
        ("哪些承诺到期了？", "Outlook"),
        ("у каких прогнозов наступил срок на этой неделе?", "Outlook"),
        ("что стало с обещаниями?", "Outlook"),
    ],
)
async def test_plain_words_ask_for_statements(stage: Stage, words: str, heading: str):
    said = await stage.say(words, command=False)
    assert said.startswith(heading), said


def test_a_chat_as_on_a_later_day_marks_what_has_passed(tmp_path: Path):
    (tmp_path / "treaty.txt").write_text(TREATY)
    called(tmp_path, "import", "treaty.txt", "--published", "2026-02-01")
    lines = "/summary a1 background\n/ask when does the Reykjavik Treaty expire?\n/brief Reykjavik Treaty\n"
    said = called(tmp_path, "chat", "--as-of", "2026-02-09", lines=lines).stdout
    assert " ".join(said.split()).count(MARK) >= 3
    assert MARK not in called(tmp_path, "chat", "--as-of", "2026-02-08", lines=lines).stdout


TWO = """Two openings

Plan

The bridge will open on 3 February 2026, and the tram line will start on 4 February 2026.
"""


async def test_each_statement_of_a_sentence_has_a_mark_that_names_it(stage: Stage):
    await import_text(stage, TWO, "two.txt")
    first, second = [each.id for each in await stage.briefings.outlook.statements([2])]
    await stage.say(f"outlook s{first} happened")
    marked = await stage.say("summary a2 plan")
    assert "[“The bridge will open on 3 February 2026”: happened]" in marked
    assert "[“the tram line will start on 4 February…”: due 4 Feb; outcome not in this text]" in marked
    await stage.say(f"outlook s{second} did not")
    lines = (await stage.say("outlook a2 settled")).splitlines()
    (own,) = [line for line in lines if f"s{second}" in line]
    assert "did not happen" in own
    assert "happened]" not in own.replace("did not happen]", "")


async def test_statements_of_one_sentence_are_listed_by_their_own_words(stage: Stage):
    shared = "The lease of the quay is set to expire on 9 March 2027, and the port is to get a crane by 1 June 2027."
    await import_text(stage, f"Quays\n\nBackground\n\n{shared}\n", "quays.txt")
    told = await stage.say("outlook a2")
    assert "The lease of the quay is set to expire on 9 March 2027 … (a2)" in told
    assert "… the port is to get a crane by 1 June 2027. (a2)" in told


async def test_the_question_about_one_statement_says_nothing_of_the_settled_one_beside_it(tmp_path: Path):
    async with open_briefings(f"sqlite:///{tmp_path}/readout.db") as core:
        world = World(core)
        await world.courier.start()
        world.now = datetime(2026, 2, 2, 9, tzinfo=UTC)
        await core.library.add("two.txt", TWO.encode(), world.now, published=date(2026, 2, 1))
        first, second = await core.outlook.statements()
        world.now = datetime(2026, 2, 6, 9, tzinfo=UTC)
        await core.outbox.enqueue_due(["telegram"], world.now, ["telegram:1"])
        await core.outlook.settle(first.id, Settlement("happened"), "Ada", world.now)
        await world.courier.drain()
        (asked,) = [words for _, words, _ in world.platform.accepted if "came due" in words]
        assert f"s{second.id} " in asked
        assert f"s{first.id} " not in asked
        assert "happened]" not in asked


async def test_events_and_the_audit_know_recorded_outcomes(stage: Stage):
    assert "has passed; the text doesn't say what happened" in await stage.say("audit a1 all")
    await stage.say("outlook s1 moved to 2026-03-05")
    assert "moved to 5 Mar, see s1" in await stage.say("events all")
    assert "Outcome: moved to 5 Mar, see s1" in await stage.say("event e1")
    left = await stage.say("audit a1 all")
    assert left.count("has passed; the text doesn't say what happened") == 1
    for each in await stage.briefings.outlook.statements([1]):
        await stage.say(f"outlook s{each.id} happened")
    assert "has passed; the text" not in await stage.say("audit a1 all")


@pytest.mark.parametrize("name", ["record", "outlook"])
async def test_a_holder_is_named_or_a_source_is_cited(stage: Stage, name: str):
    cited = "A note on quays\n\nPlan\n\nThe quay will reopen soon (Strait Board, 2026).\n\nReferences\n\n"
    await import_text(stage, f"{cited}Strait Board. (2026). Quays and berths. https://strait.example/q\n", "quay.txt")
    assert "strait board" in (await stage.say(f"{name} strait board")).splitlines()[0]
    assert "nobody of that name holds a statement" in await stage.say(f"{name} nobody")
    assert "There is no analysis a77" in await stage.say(f"{name} a77")


QUAY = """Quay works

Start

The quay opens on 3 February 2026. The tram line will start on 4 February 2026. Birds came in 2025.

Middle

Nothing happened here. The square will be rebuilt by *6 February 2026*. Trees were planted in 2025.

End

The depot will open on 7 February 2026. The office will move on 8 May 2026.
"""


async def test_the_full_text_has_each_mark_behind_its_own_sentence(stage: Stage):
    await import_text(stage, QUAY, "quay.txt")
    said = await stage.say("read a2")
    for sentence, day in (
        ("The quay opens on 3 February 2026.", "3 Feb"),
        ("The tram line will start on 4 February 2026.", "4 Feb"),
        ("The square will be rebuilt by 6 February 2026.", "6 Feb"),
        ("The depot will open on 7 February 2026.", "7 Feb"),
    ):
        assert f"{sentence} [due {day}; outcome not in this text]" in said
    assert "2025. [" not in said
    assert said.count("outcome not in this text]") == 4


VOTE = "The council votes on the heat pump contract on 9 March 2026. Residents asked for lower bills."


@pytest.mark.parametrize(
    ("change", "state"),
    [("cancelled", "cancelled"), ("postponed", "postponed"), ("2026-03-16", "moved to 16 Mar")],
)
@pytest.mark.parametrize(
    "line", ["ask when does the council vote?", "summary a2 brief", "outlook a2", "timeline a2", "search heat pump"]
)
async def test_a_quoted_announcement_says_that_its_event_is_off(stage: Stage, line: str, change: str, state: str):
    await import_text(stage, VOTE, "vote.txt")
    await stage.briefings.agenda.keep_all(2, "", stage.now)
    event = await stage.briefings.agenda.find("heat pump")
    mark = f"[{state}; see e{event.id}]"
    assert mark not in await stage.say(line)
    await stage.say(f"event e{event.id} {change}")
    said = await stage.say(line)
    assert mark in said, said
    assert said.count(mark) == said.count("heat pump contract on 9 March 2026")
    await stage.say("undo")
    assert mark not in await stage.say(line)


@pytest.mark.parametrize(
    ("said", "outcome"),
    [
        ("didn't happen", "did not happen"),
        ("didn’t", "did not happen"),
        ("not happened", "did not happen"),
        ("cancelled", "did not happen"),
        ("yes", "happened"),
        ("postponed to 2026-06-01", "moved to 1 Jun"),
    ],
)
async def test_other_words_for_an_outcome_are_understood(stage: Stage, said: str, outcome: str):
    await stage.say(f"outlook s1 {said}")
    assert f"Outcome: {outcome}" in await stage.say("outlook s1")


async def test_undo_takes_back_outcome_after_outcome(stage: Stage):
    await stage.say("outlook s1 happened")
    await stage.say("outlook s1 partly")
    await stage.say("outlook s1 did not")
    for outcome in ("Outcome: partly happened", "Outcome: happened", "Due"):
        assert "Undone: " in await stage.say("undo")
        assert outcome in await stage.say("outlook s1")
    assert "Outcome" not in await stage.say("outlook s1")


@pytest.mark.parametrize(
    ("day", "note"), [("2026-02-09", "has passed already"), ("2026-02-12", ""), ("2026-01-03", "has passed already")]
)
async def test_a_new_day_that_has_passed_is_noted_and_stays_visible(stage: Stage, day: str, note: str):
    said = await stage.say(f"outlook s1 moved to {day}")
    assert ("Note: the new day" in said) == bool(note)
    assert note in said
    shown = await stage.say("summary a1 background")
    assert ("which has passed; outcome not in this text" in shown) == bool(note)


async def test_the_list_can_be_of_one_state(stage: Stage):
    await stage.say("outlook s1 happened")
    settled, ahead = await stage.say("outlook settled"), await stage.say("outlook a1 ahead")
    assert ("s1" in settled, "Ahead" in settled) == (True, False)
    assert ("Ahead" in ahead, "Settled" in ahead) == (True, False)
    assert "No statements about the future here." in await stage.say("outlook open")


async def test_a_move_taken_back_leaves_no_mark_on_a_sentence_with_another_day(stage: Stage):
    await import_text(stage, "The Kestrel Bridge will open on 8 March 2026. It is long.", "first.txt")
    await import_text(stage, "The Kestrel Bridge will open on 15 March 2026. It is wide.", "second.txt", "2026-02-02")
    await stage.briefings.agenda.keep_all(2, "", stage.now)
    event = await stage.briefings.agenda.find("kestrel")
    await stage.say(f"event e{event.id} 2026-03-22")
    assert f"[moved to 22 Mar; see e{event.id}]" in await stage.say("summary a3")
    await stage.say("undo")
    for line in ("summary a3", "summary a2", f"event e{event.id}", "compare", "events"):
        assert "[moved to" not in await stage.say(line), line


@pytest.mark.parametrize(("outcome", "told"), [("moved to 2026-03-22", "moved to 22 Mar"), ("happened", "happened")])
async def test_the_outcome_of_an_announcement_stands_on_each_line_of_its_event(stage: Stage, outcome: str, told: str):
    await import_text(stage, "The Kestrel Bridge will open on 8 March 2026. It is long.", "bridge.txt")
    await stage.briefings.agenda.keep_all(2, "", stage.now)
    event = await stage.briefings.agenda.find("kestrel")
    (statement,) = [each for each in await stage.briefings.outlook.statements([2]) if each.due]
    await stage.say("subscribe daily 08:00")
    await stage.say(f"outlook s{statement.id} {outcome}")
    for line in ("home", "events", "preview"):
        said = await stage.say(line)
        (own,) = [each for each in said.splitlines() if f"e{event.id} Kestrel" in each]
        assert f"; {told}, see s{statement.id}" in own, said


async def test_the_log_says_that_an_event_is_on_again(stage: Stage):
    await stage.say("event e1 cancelled")
    await stage.say("undo")
    logged = await stage.say("log")
    assert "took back that e1" in logged
    assert "moved e1" not in logged


async def known_everywhere(stage: Stage, change: str) -> dict[str, str]:
    """What each surface says of the statement of VOTE after its event was changed, once its day has passed."""
    await import_text(stage, VOTE, "vote.txt")
    await stage.briefings.agenda.keep_all(2, "", stage.now)
    event = await stage.briefings.agenda.find("heat pump")
    stage.now = datetime(2026, 3, 12, 12, tzinfo=UTC)
    lines = ("outlook a2", "outlook a2 due", "read a2", "summary a2 brief", "record a2", "audit a2")
    before = {line: await stage.say(line) for line in lines}
    assert "outcome not in this text" in before["read a2"]
    assert "1 due" in before["record a2"]
    assert "has passed" in before["audit a2"]
    await stage.say(f"event e{event.id} {change}")
    return {line: await stage.say(line) for line in lines}


@pytest.mark.parametrize(
    ("change", "mark", "counted"),
    [("held", "[held; see e", "1 happened"), ("cancelled", "[cancelled; see e", "1 did not happen")],
)
async def test_the_outcome_of_an_event_settles_the_statement_that_announced_it(
    stage: Stage, change: str, mark: str, counted: str
):
    said = await known_everywhere(stage, change)
    for line in ("outlook a2", "read a2", "summary a2 brief"):
        assert mark in said[line], said[line]
        assert "outcome not in this text" not in said[line]
    assert "1 settled" in said["outlook a2"]
    assert "No statements" in said["outlook a2 due"]
    assert counted in said["record a2"]
    assert "has passed" not in said["audit a2"]
    (statement,) = [each for each in await stage.briefings.outlook.statements([2]) if each.due]
    assert f"Outcome: {counted[2:]}, see e" in await stage.say(f"outlook s{statement.id}")
    await stage.say("undo")
    assert "outcome not in this text" in await stage.say("read a2")


async def test_a_recorded_outcome_counts_more_than_that_of_the_event(stage: Stage):
    await known_everywhere(stage, "held")
    (statement,) = [each for each in await stage.briefings.outlook.statements([2]) if each.due]
    await stage.say(f"outlook s{statement.id} partly")
    assert "[partly happened]" in await stage.say("read a2")
    await stage.say(f"outlook s{statement.id} open")
    assert "[held; see e" in await stage.say("read a2")


async def test_an_event_that_was_held_is_not_counted_as_due_this_week(stage: Stage):
    await known_everywhere(stage, "held")
    assert await stage.briefings.outlook.came_due(stage.now, "UTC") == 0
