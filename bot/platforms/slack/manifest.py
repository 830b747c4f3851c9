"""The app manifest that Slack asks for, built from the command registry."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from bot.chat import MenuEntry
from bot.http_updates import PATHS
from bot.platforms.slack.address import NAME

MAIN_COMMAND = "readout"
DESCRIPTION = "Briefs you on your team's written analyses, with sources, and reminds you of what is ahead"

# Slack answers these itself, and refuses a whole manifest that names one.
# fmt: off
RESERVED = frozenset({
    "active", "apps", "archive", "away", "call", "canvas", "close", "collapse", "disconnect",
    "dm", "dnd", "expand", "feed", "feedback", "huddle", "invite", "invite_people", "join",
    "keys", "kick", "leave", "me", "msg", "mute", "open", "part", "people", "pref", "prefs",
    "pro", "remind", "remove", "rename", "search", "settings", "shortcuts", "shrug", "star",
    "starred", "status", "todo", "topic", "unarchive", "who", "workflow", "workflows",
})
# fmt: on

COMMANDS = 50  # of one app
COMMAND_NAME = re.compile(r"[a-z0-9_-]{1,31}")  # and the slash
COMMAND_HELP = 2000
USAGE_HINT = 1000

# What the app may do, and why it asks for that, for the person who approves it in a workspace.
WHY: Mapping[str, str] = {
    "app_mentions:read": "Reads messages that mention the bot, to answer them. It reads no other messages of channels.",
    "assistant:write": "Shows first questions and a title in the assistant panel.",
    "channels:history": "Looks in a public channel for its own message when it doesn't know whether that arrived.",
    "channels:read": "Learns that it was added to or removed from a public channel, or that one was archived.",
    "chat:write": "Posts answers, digests and reminders.",
    "commands": "Answers slash commands and the shortcut on messages.",
    "files:read": "Downloads the files that people send it to import, and no others.",
    "files:write": "Sends files: calendars, bibliographies, exports and pictures.",
    "groups:history": "The same as channels:history, in private channels that it was added to.",
    "groups:read": "The same as channels:read, for private channels that it was added to.",
    "im:history": "Reads the direct messages that people send it.",
    "im:write": "Begins a direct message, for answers that only one person may see.",
    "mpim:history": "The same as channels:history, in group messages that it was added to.",
    "users:read": "Reads a person's name, language and time zone, to answer in them.",
}
SCOPES = tuple(WHY)
# The commands with a slash of their own by default, most used first; the others are typed after /readout.
OWN_COMMANDS = ("summary", "sources", "ask", "events", "subscribe", "import")

WHERE = "where"  # the command that the shortcut on a message runs on its words
SHORTCUT = {
    "name": "Where is this from?",  # 24 characters at most
    "type": "message",
    "callback_id": WHERE,
    "description": "Finds the analysis that says this, and its sources",
}

EVENTS = (
    "app_home_opened",
    "app_mention",
    "app_uninstalled",
    "assistant_thread_context_changed",  # Slack wants it with the panel
    "assistant_thread_started",
    "channel_archive",
    "channel_deleted",
    "channel_id_changed",
    "channel_left",
    "group_archive",
    "group_deleted",
    "group_left",
    "member_joined_channel",
    "message.im",
    "tokens_revoked",
)


def manifest(menu: Sequence[MenuEntry], *, every_command: bool = False, web_url: str = "") -> dict[str, Any]:
    """The app manifest as plain data, in Slack's order; with `every_command`, each gets a slash of its own.

    With `web_url`, the address of the web server, Slack sends requests there in place of Socket Mode.
    """
    there = {"request_url": f"{web_url.rstrip('/')}{PATHS[NAME]}"} if web_url else {}
    commands = slash_commands(menu, every=every_command)
    return {
        "display_information": {
            "name": "Readout",
            "description": DESCRIPTION,
            "long_description": approval_text(by_http=bool(web_url)),
        },
        "features": {
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": False,
            },
            "assistant_view": {"assistant_description": DESCRIPTION},
            "bot_user": {"display_name": MAIN_COMMAND, "always_online": True},
            "shortcuts": [SHORTCUT],
            "slash_commands": [each | ({"url": there["request_url"]} if there else {}) for each in commands],
        },
        "oauth_config": {"scopes": {"bot": list(SCOPES)}},
        "settings": {
            "event_subscriptions": there | {"bot_events": list(EVENTS)},
            "interactivity": {"is_enabled": True} | there,
            "org_deploy_enabled": False,
            "socket_mode_enabled": not there,
            "token_rotation_enabled": False,
        },
    }


def approval_text(*, by_http: bool = False) -> str:
    """What the app does and why it asks for each permission, for the person who approves it: up to 4,000 characters."""
    permissions = "\n".join(f"{scope}: {why}" for scope, why in WHY.items())
    connects = "gets requests over https" if by_http else "connects by Socket Mode"
    return (
        f"{DESCRIPTION}. It runs on a machine of your own, {connects}, and keeps its data there.\n\n"
        f"Permissions, and what each is for:\n{permissions}"
    )


def slash_commands(menu: Iterable[MenuEntry], *, every: bool = False) -> list[dict[str, Any]]:
    """The main command, which takes the others as its first word, and the most used ones or `every` one."""
    main = MenuEntry(MAIN_COMMAND, "Any command of Readout; help lists them", "COMMAND ...", "reader")
    own = (entry for entry in menu if has_own_name(entry.name) and (every or entry.name in OWN_COMMANDS))
    return [_slash_command(entry) for entry in (main, *own)][:COMMANDS]


def has_own_name(command: str) -> bool:
    """Whether a command is a slash command of its own."""
    return command not in RESERVED and command != MAIN_COMMAND and COMMAND_NAME.fullmatch(command) is not None


def _slash_command(entry: MenuEntry) -> dict[str, Any]:
    described = {
        "command": f"/{entry.name}",
        "description": _shortened(entry.help, COMMAND_HELP) or entry.name,
        "should_escape": True,  # else a channel comes without its id
    }
    return described | ({"usage_hint": _shortened(entry.arguments, USAGE_HINT)} if entry.arguments else {})


def _shortened(words: str, most: int) -> str:
    return words if len(words) <= most else words[: most - 1] + "…"
