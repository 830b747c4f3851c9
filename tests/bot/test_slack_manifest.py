"""The manifest fits what Slack takes, and what the bot hears and calls for is in it."""

import json
import re

import pytest

from bot.chat import MenuEntry
from bot.commands import menu
from bot.platforms.slack.manifest import OWN_COMMANDS, RESERVED, SCOPES, has_own_name, manifest
from tests.fakes.slack_methods import NEEDED


def entry(name: str, help: str = "Helps", arguments: str = "") -> MenuEntry:  # noqa: A002
    return MenuEntry(name, help, arguments, "reader")


def slash_commands(*entries: MenuEntry):
    return manifest(entries, every_command=True)["features"]["slash_commands"]


def test_by_default_the_main_command_and_at_most_seven_others_are_asked_for():
    typed = [command["command"] for command in manifest(menu())["features"]["slash_commands"]]
    assert typed[0] == "/readout"
    assert set(typed[1:]) == {f"/{name}" for name in OWN_COMMANDS}
    assert len(typed) <= 8


def test_each_permission_is_explained_to_the_person_who_approves_it():
    made = manifest(menu())
    told = made["display_information"]["long_description"]
    assert 174 <= len(told) <= 4000
    for scope in made["oauth_config"]["scopes"]["bot"]:
        (line,) = [each for each in told.splitlines() if each.startswith(f"{scope}: ")]
        assert len(line.removeprefix(f"{scope}: ").split()) > 4


def test_every_command_can_be_typed_and_none_is_slacks_own():
    typed = [command["command"] for command in slash_commands(*menu())]
    assert typed[0] == "/readout"
    assert len(typed) == len(set(typed))
    assert {"/summary", "/sources"} <= set(typed)
    assert not {"/remind", "/status", "/search"} & set(typed)
    assert set(typed) == {"/readout", *(f"/{each.name}" for each in menu() if has_own_name(each.name))}


@pytest.mark.parametrize("name", ["remind", "search", "status", "dm", "msg", "who", "topic", "dnd", "me", "mute"])
def test_slacks_own_commands_are_left_to_it(name: str):
    assert name in RESERVED
    assert [command["command"] for command in slash_commands(entry(name))] == ["/readout"]


@pytest.mark.parametrize("name", ["readout", "Summary", "sum mary", "résumé", "x" * 32, ""])
def test_names_that_slack_does_not_take_are_typed_after_the_main_command(name: str):
    assert len(slash_commands(entry(name))) == 1


def test_a_command_says_what_it_does_and_takes():
    _, command = slash_commands(entry("summary", "Sums up", "[ANALYSIS] [SECTION]"))
    assert command == {
        "command": "/summary",
        "description": "Sums up",
        "usage_hint": "[ANALYSIS] [SECTION]",
        "should_escape": True,
    }
    assert "usage_hint" not in slash_commands(entry("help"))[1]


def test_lengths_and_numbers_stay_within_slacks():
    many = [entry(f"command{number}", "h" * 3000, "a" * 3000) for number in range(80)] + [entry("bare", "")]
    commands = slash_commands(*many)
    assert len(commands) == 50
    assert all(0 < len(command["description"]) <= 2000 for command in commands)
    assert all(len(command.get("usage_hint", "")) <= 1000 for command in commands)
    assert slash_commands(entry("bare", ""))[1]["description"] == "bare"


def test_the_rest_of_the_manifest():
    made = manifest(menu())
    assert json.loads(json.dumps(made)) == made
    assert made["display_information"]["name"] == "Readout"
    assert len(made["display_information"]["description"]) <= 140
    assert re.fullmatch(r"[a-z0-9._-]{1,80}", made["features"]["bot_user"]["display_name"])
    assert made["features"]["app_home"]["messages_tab_enabled"]
    assert made["features"]["app_home"]["home_tab_enabled"]
    (shortcut,) = made["features"]["shortcuts"]
    assert (shortcut["type"], shortcut["callback_id"]) == ("message", "where")
    assert len(shortcut["name"]) <= 24
    assert "where" in {each.name for each in menu()}
    assert 0 < len(made["features"]["assistant_view"]["assistant_description"]) <= 140
    assert not made["features"]["app_home"]["messages_tab_read_only_enabled"]
    assert made["settings"]["socket_mode_enabled"]
    assert made["settings"]["interactivity"] == {"is_enabled": True}
    assert made["oauth_config"]["scopes"]["bot"] == sorted(SCOPES)


@pytest.mark.parametrize(
    ("event", "scope"),
    [
        ("app_mention", "app_mentions:read"),
        ("message.im", "im:history"),
        ("assistant_thread_started", "assistant:write"),
        ("assistant_thread_context_changed", "assistant:write"),
        ("channel_left", "channels:read"),
        ("channel_archive", "channels:read"),
        ("channel_deleted", "channels:read"),
        ("channel_id_changed", "channels:read"),
        ("group_left", "groups:read"),
        ("member_joined_channel", "channels:read"),
        ("member_joined_channel", "groups:read"),
        ("group_archive", "groups:read"),
        ("group_deleted", "groups:read"),
    ],
)
def test_each_event_comes_with_its_permission(event: str, scope: str):
    made = manifest(())
    assert event in made["settings"]["event_subscriptions"]["bot_events"]
    assert scope in made["oauth_config"]["scopes"]["bot"]


def test_every_permission_is_needed_by_a_method_or_an_event_and_none_is_missing():
    by_methods = frozenset().union(*NEEDED.values())
    by_events = {"app_mentions:read", "im:history", "channels:read", "groups:read"}
    assert set(SCOPES) == by_methods | by_events | {"commands"}
