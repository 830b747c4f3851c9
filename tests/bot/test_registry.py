"""Commands as they are declared, found and checked; lines as they become words."""

from dataclasses import replace
from types import ModuleType

import pytest

from bot.commands import commands, menu
from bot.commands.permissions import may
from bot.commands.registry import Argument, Call, Command, command, line_words, registry, split_line
from bot.message import Message, say
from briefings.errors import BadInput

ISSUED = (
    *(
        "webhook",
        "start",
        "help",
        "status",
        "home",
        "forget",
        "list",
        "log",
        "info",
        "sections",
        "read",
        "summary",
        "sources",
        "search",
        "events",
        "event",
        "outlook",
        "record",
        "disagree",
    ),
    *(
        "remind",
        "subscribe",
        "subscriptions",
        "unsubscribe",
        "timezone",
        "open",
        "links",
        "language",
        "import",
        "published",
        "undo",
        "settings",
    ),
    *("ask", "brief", "compare", "quotes", "timeline", "actors"),
    *("calendar", "skip", "snooze", "mute", "quiet", "schedule", "preview", "deliveries"),
    *("audit", "where", "changes", "revisions", "remove", "corrections"),
    *("invite", "people", "link", "log", "token", "feed", "mark", "clearance"),
)


def declared(name: str, *arguments: Argument) -> Command:
    @command(name, "Does something", *arguments, examples=(f"{name} e1",))
    async def run(call: Call) -> Message:
        return say(call.rest)

    return run


def module(*known: Command) -> ModuleType:
    made = ModuleType("made")
    for number, each in enumerate(known):
        setattr(made, f"command_{number}", each)
    return made


def test_every_command_is_declared():
    assert {*commands().words} == {*ISSUED, "check", "digest"}


def test_each_command_that_changes_something_says_so():
    shows = (
        "help status events calendar search ask brief compare audit where quotes timeline actors changes "
        "home list sections read summary sources info log schedule preview deliveries subscriptions record open"
    )
    assert {each.name for each in commands() if each.changes is None} == set(shows.split())


def test_the_menu_follows_from_the_declarations():
    entries = {entry.name: entry for entry in menu()}
    assert entries["remind"].arguments == "EVENT LEADS"
    assert entries["summary"].arguments == "[analysis] [section] [brief|short|medium|long] [fluent]"
    assert entries["import"].role == "editor"
    assert entries["start"].arguments == ""


def test_platforms_take_every_entry():
    for entry in menu():
        assert entry.name.isascii()
        assert entry.name.islower()
        assert 1 <= len(entry.name) <= 32
        assert 0 < len(entry.help) <= 80
        assert not entry.help.endswith(".")


def test_two_equal_names_stop_the_start():
    with pytest.raises(ValueError, match="two commands are named list"):
        registry(("One", module(declared("list"))), ("Two", module(declared("list"), declared("read"))))


def test_an_alias_runs_its_command_with_the_words_that_it_stands_for():
    @command(
        "settings",
        "Sets",
        *(Argument("what"), Argument("value")),
        forms=("", "zone CITY", "zone off", "length N"),
        examples=("settings", "settings zone Oslo"),
        aliases={"zone": "zone"},
        changes=2,
    )
    async def settings(call: Call) -> Message:
        return say(call.rest)

    known = registry(("One", module(settings)))
    alias = known.find("Zone")
    assert [each.name for each in known] == ["settings"]
    assert alias is not None
    assert (alias.name, alias.changes, [each.name for each in alias.arguments]) == ("zone", 1, ["value"])
    assert (alias.forms, alias.examples) == (("CITY", "off"), ("zone Oslo",))
    assert known.near("zonne") is alias
    with pytest.raises(ValueError, match="two commands are named zone"):
        registry(("One", module(settings, declared("zone"))))


def test_commands_are_found_by_name_and_by_likeness():
    known = registry(("One", module(declared("summary"), declared("sources"))))
    assert known.find("Summary") is known.find("summary") is not None
    assert known.find("summ") is None
    close = known.near("sumary")
    assert close is not None
    assert close.name == "summary"
    assert known.near("weather") is None


def test_the_beginning_of_a_name_is_enough_to_be_offered_it():
    begun = commands().begun("Ev")
    assert begun
    assert begun.name == "events"
    assert commands().begun("e") is None
    assert commands().begun("weather") is None


@pytest.mark.parametrize(
    ("arguments", "args", "told"),
    [
        ((), ("x",), "/try takes nothing more. Type /try, for example /try e1."),
        ((Argument("N"),), (), "/try needs N. For example: /try e1."),
        ((Argument("N"),), ("1", "2"), "/try takes 1 word at most. Type /try N, for example /try e1."),
        ((Argument("A"), Argument("B", many=True)), ("x",), "/try needs A and B. For example: /try e1."),
        (
            (Argument("all", required=False, choices=("all",)),),
            ("some",),
            "/try doesn't accept “some”. Type /try [all], for example /try e1.",
        ),
    ],
)
def test_arguments_are_checked_against_their_declaration(
    arguments: tuple[Argument, ...], args: tuple[str, ...], told: str
):
    with pytest.raises(BadInput) as raised:
        declared("try", *arguments).check(args, "/")
    assert str(raised.value) == told


def test_an_example_that_asks_gets_no_full_stop():
    for args, told in (((), "/ask needs N. For example: /ask why?"), ("ab", "Type /ask N, for example /ask why?")):
        with pytest.raises(BadInput) as raised:
            replace(declared("ask", Argument("N")), examples=("ask why?",)).check(args, "/")
        assert str(raised.value).endswith(told)


@pytest.mark.parametrize(
    ("arguments", "args"),
    [
        ((), ()),
        ((Argument("words", required=False, many=True),), ("a", "b", "c")),
        ((Argument("all", required=False, choices=("all",)),), ("ALL",)),
        ((Argument("all", required=False, choices=("all",)),), ()),
    ],
)
def test_arguments_that_fit_pass(arguments: tuple[Argument, ...], args: tuple[str, ...]):
    declared("try", *arguments).check(args, "/")


def test_each_role_may_do_what_those_before_it_may():
    assert may("admin", "editor")
    assert may("reader", "reader")
    assert not may("reader", "editor")
    assert not may("editor", "admin")


@pytest.mark.parametrize(
    ("line", "name", "rest"),
    [
        ("summary a1 short", "summary", "a1 short"),
        ("/summary", "summary", ""),
        ("!summary\ta1\nshort", "summary", "a1\nshort"),
        ("  / ", "", ""),
        ("", "", ""),
    ],
)
def test_a_line_is_a_name_and_the_rest(line: str, name: str, rest: str):
    assert split_line(line) == (name, rest)


@pytest.mark.parametrize(
    ("rest", "words"),
    [
        ('a1 "money and ice" long', ("a1", "money and ice", "long")),
        ("“money  and ice”", ("money and ice",)),
        ("what's the editors' view", ("what's", "the", "editors'", "view")),
        ('5" pipes', ('5"', "pipes")),
        ('"open end', ('"open', "end")),
        ('"" x', ("x",)),
        ("China’s “grand plan”", ("China’s", "grand plan")),
        ("", ()),
    ],
)
def test_words_are_held_together_by_quotation_marks_only(rest: str, words: tuple[str, ...]):
    assert line_words(rest) == words


@pytest.mark.parametrize("sign", ['"', "“", "”", "'", " "])
def test_a_hostile_line_is_read_in_one_pass(sign: str):
    assert line_words(f"{sign}a " * 50_000)
