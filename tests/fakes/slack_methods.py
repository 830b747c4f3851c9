"""A workspace of Slack: its channels, people, messages and files, and the methods of the Web API on them."""

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from tests.fakes.slack_assistant import Panel
from tests.fakes.slack_rules import Json, Refused, calls, check_message
from tests.fakes.slack_views import Views
from tests.fakes.slack_workspace import BOT, BOT_USER, Channel, Hook, Post

BOT_TOKEN = "xoxb-11-22-bottokenfortests"
APP_TOKEN = "xapp-1-A1-apptokenfortests"
HOOK_USES = 5
HOOK_LASTS = timedelta(minutes=30)

# What a bot's token has to be granted for each method; one of several kinds of chat needs its own.
HISTORY = frozenset({"channels:history", "groups:history", "im:history", "mpim:history"})
NEEDED = {
    "assistant.threads.setStatus": frozenset({"chat:write"}),
    "assistant.threads.setSuggestedPrompts": frozenset({"assistant:write"}),
    "assistant.threads.setTitle": frozenset({"assistant:write"}),
    "chat.postEphemeral": frozenset({"chat:write"}),
    "chat.postMessage": frozenset({"chat:write"}),
    "chat.update": frozenset({"chat:write"}),
    "conversations.history": HISTORY,
    "conversations.info": frozenset({"channels:read", "groups:read"}),
    "conversations.open": frozenset({"im:write"}),
    "conversations.replies": HISTORY,
    "files.completeUploadExternal": frozenset({"files:write"}),
    "files.getUploadURLExternal": frozenset({"files:write"}),
    "files.info": frozenset({"files:read"}),
    "users.info": frozenset({"users:read"}),
}
FREE = frozenset({"auth.test", "apps.connections.open", "views.open", "views.publish", "views.update"})


class Methods:
    """What the workspace holds; each public method of Slack's is one function here."""

    def __init__(self) -> None:
        self.origin = ""
        self.bot_token, self.app_token = BOT_TOKEN, APP_TOKEN
        self.error = ""  # what auth.test says instead
        self.bot_user = BOT_USER
        self.channels: dict[str, Channel] = {}
        self.people: dict[str, Json] = {}
        self.posts: list[Post] = []
        self.called: list[str] = []  # people and groups that messages called
        self.files: dict[str, bytes] = {}
        self.shared: dict[str, Json] = {}  # what is told of each file
        self.pictures: dict[str, bytes] = {}  # files that were uploaded and shared nowhere
        self.hooks: dict[str, Hook] = {}
        self.deleted: set[str] = set()
        self._announced: dict[str, tuple[str, int]] = {}
        self._uploads: dict[str, bytes] = {}
        self._tickets: set[str] = set()
        self._numbers = count(1)
        self.clock: Callable[[], datetime] = lambda: datetime(2026, 11, 25, 9, 30, tzinfo=UTC)
        self.views = Views(self.number)
        self.panel = Panel(self.channels)

    def number(self, mark: str) -> str:
        return f"{mark}{next(self._numbers)}"

    def stamp(self) -> str:
        return f"{int(self.clock().timestamp()) + next(self._numbers)}.{next(self._numbers):06}"

    def hook(self, channel: str, user: str, original: str = "", *, hidden: bool = True) -> str:
        name = self.number("hook")
        self.hooks[name] = Hook(channel, user, self.clock() + HOOK_LASTS, original, hidden=hidden)
        return f"{self.origin}/hooks/{name}"

    def call(self, method: str, token: str, args: Json) -> Json:
        known: dict[str, Callable[[Json], Json]] = {
            "auth.test": self._auth_test,
            "apps.connections.open": self._open_connection,
            "assistant.threads.setStatus": self.panel.set_status,
            "assistant.threads.setSuggestedPrompts": self.panel.set_prompts,
            "assistant.threads.setTitle": self.panel.set_title,
            "chat.postMessage": self._post_message,
            "chat.postEphemeral": self._post_ephemeral,
            "chat.update": self._update,
            "conversations.history": self._history,
            "conversations.info": self._info,
            "conversations.open": self._open,
            "conversations.replies": self._replies,
            "files.completeUploadExternal": self._complete_upload,
            "files.info": self._file,
            "files.getUploadURLExternal": self._upload_url,
            "users.info": self._user,
            "views.open": self.views.open,
            "views.publish": self.views.publish,
            "views.update": self.views.update,
        }
        if method not in known or method not in FREE | NEEDED.keys():
            raise Refused("unknown_method")
        right, other = self.bot_token, self.app_token
        if method == "apps.connections.open":
            right, other = other, right
        if token != right:
            raise Refused("not_authed" if not token else "not_allowed_token_type" if token == other else "invalid_auth")
        return known[method](args)

    def respond(self, name: str, args: Json) -> Json:
        hook = self.hooks.get(name)
        if hook is None or self.clock() > hook.expires:
            raise Refused("expired_url")
        hook.uses += 1
        if hook.uses > HOOK_USES:
            raise Refused("used_url")
        if args.get("delete_original"):
            self.deleted.add(self._replaceable(hook))
            return {}
        self._check(args)
        if args.get("replace_original"):
            original = self._replaceable(hook)
            before = next(post for post in reversed(self.posts) if post.ts == original)
            self._accept(
                Post(before.channel, before.ts, before.thread, **_content(args), only=before.only, replaces=before.ts),
                args,
            )
        else:
            only = hook.user if args.get("response_type") == "ephemeral" else ""
            self._accept(Post(hook.channel, self.stamp(), **_content(args), only=only), args)
        return {}

    def _replaceable(self, hook: Hook) -> str:
        if not hook.original or hook.original in self.deleted:
            raise Refused("message_not_found")
        return hook.original

    def uploaded(self, file: str, content: bytes) -> None:
        if len(content) != self._announced[file][1]:
            raise Refused("bad_length", 400)
        self._uploads[file] = content

    def enter(self, ticket: str) -> None:
        self._tickets.remove(ticket)

    def _auth_test(self, args: Json) -> Json:
        if self.error:
            raise Refused(self.error)
        return {
            "url": "https://example.slack.com/",
            "team_id": "T1",
            "user_id": self.bot_user,
            "bot_id": BOT,
            "user": "readout",
        }

    def _open_connection(self, args: Json) -> Json:
        ticket = self.number("ticket")
        self._tickets.add(ticket)
        return {"url": f"{self.origin.replace('http', 'ws', 1)}/link?ticket={ticket}"}

    def _post_message(self, args: Json) -> Json:
        channel = self._writable(args["channel"])
        self._check(args)
        thread = args.get("thread_ts") or ""
        if thread and thread not in channel.threads:
            raise Refused("cannot_reply_to_message")
        post = Post(channel.id, self.stamp(), thread, **_content(args), metadata=args.get("metadata"))
        channel.threads.add(post.ts)
        channel.active.add(thread)
        self._accept(post, args)
        self.panel.answered(channel.id, thread)
        return {"channel": channel.id, "ts": post.ts}

    def _post_ephemeral(self, args: Json) -> Json:
        channel = self._writable(args["channel"])
        self._check(args)
        if args["user"] not in channel.people:
            raise Refused("user_not_in_channel")
        thread = args.get("thread_ts") or ""
        if thread and thread not in channel.active:
            return {"message_ts": self.stamp()}  # Slack takes it and shows it to nobody
        post = Post(channel.id, self.stamp(), thread, **_content(args), only=args["user"])
        self._accept(post, args)
        return {"message_ts": post.ts}

    def _update(self, args: Json) -> Json:
        channel = self._writable(args["channel"])
        mine = [post for post in self.posts if (post.channel, post.ts) == (channel.id, args["ts"])]
        if not mine or mine[-1].ts in self.deleted:
            raise Refused("message_not_found")
        if mine[-1].only or mine[-1].file:
            raise Refused("cant_update_message")
        self._check(args)
        before = mine[-1]
        self._accept(Post(before.channel, before.ts, before.thread, **_content(args), replaces=before.ts), args)
        return {"channel": channel.id, "ts": before.ts}

    def _info(self, args: Json) -> Json:
        channel = self.channels.get(args["channel"])
        inside = channel is not None and BOT_USER in channel.people
        if channel is None or not (inside or channel.id.startswith("C")):
            raise Refused("channel_not_found")
        told = {"id": channel.id, "is_archived": channel.error == "is_archived", "is_ext_shared": channel.shared}
        return {"channel": told | ({} if channel.id.startswith("D") else {"is_member": inside})}

    def _history(self, args: Json) -> Json:
        channel = self._member(args["channel"])
        found = [post for post in reversed(self.posts) if post.channel == channel.id and not post.thread]
        return self._page(found, args)

    def _replies(self, args: Json) -> Json:
        channel = self._member(args["channel"])
        if args["ts"] not in channel.threads:
            raise Refused("thread_not_found")
        return self._page([post for post in self.posts if post.thread == args["ts"]], args)

    def _page(self, posts: list[Post], args: Json) -> Json:
        told = [
            _message(post, args) for post in posts if not post.only and float(post.ts) > float(args.get("oldest") or 0)
        ]
        start, size = int(args.get("cursor") or 0), min(int(args.get("limit") or 100), 200)
        rest = {"next_cursor": str(start + size)} if start + size < len(told) else {"next_cursor": ""}
        return {
            "messages": told[start : start + size],
            "has_more": bool(rest["next_cursor"]),
            "response_metadata": rest,
        }

    def _open(self, args: Json) -> Json:
        user = args["users"]
        if user not in self.people:
            raise Refused("user_not_found")
        channel = Channel(f"D{user}", {user, BOT_USER})
        return {"channel": {"id": self.channels.setdefault(channel.id, channel).id}}

    def _user(self, args: Json) -> Json:
        if args["user"] not in self.people:
            raise Refused("user_not_found")
        return {"user": self.people[args["user"]]}

    def _file(self, args: Json) -> Json:
        if args["file"] not in self.shared:
            raise Refused("file_not_found")
        return {"file": self.shared[args["file"]]}

    def _upload_url(self, args: Json) -> Json:
        file = self.number("F")
        self._announced[file] = (args["filename"], int(args["length"]))
        return {"upload_url": f"{self.origin}/upload/{file}", "file_id": file}

    def _complete_upload(self, args: Json) -> Json:
        files = json.loads(args["files"]) if isinstance(args["files"], str) else args["files"]
        if not args.get("channel_id"):
            self.pictures |= {told["id"]: self._uploads[told["id"]] for told in files}
            return {"files": [{"id": told["id"]} for told in files]}
        channel = self._writable(args["channel_id"])
        for told in files:
            name, _ = self._announced[told["id"]]
            text, content = args.get("initial_comment") or "", self._uploads[told["id"]]
            post = Post(channel.id, self.stamp(), args.get("thread_ts") or "", text, file=(name, content))
            self._accept(post, args)
        return {"files": [{"id": told["id"]}]}

    def _check(self, args: Json) -> None:
        check_message(args)
        images = [block["slack_file"]["id"] for block in args.get("blocks") or () if block["type"] == "image"]
        if not self.pictures.keys() >= set(images):
            raise Refused("invalid_blocks")

    def _accept(self, post: Post, args: Json) -> None:
        self.posts.append(post)
        self.called += calls(args)

    def _member(self, name: str) -> Channel:
        channel = self.channels.get(name)
        if channel is None or not re.match("[CDG]", name):
            raise Refused("channel_not_found")
        if BOT_USER not in channel.people:
            raise Refused("not_in_channel" if name.startswith("C") else "channel_not_found")
        return channel

    def _writable(self, name: str) -> Channel:
        if name in self.people:
            name = self._open({"users": name})["channel"]["id"]
        channel = self._member(name)
        if channel.error:
            raise Refused(channel.error)
        return channel


def _content(args: Json) -> dict[str, Any]:
    return {"text": args.get("text") or "", "blocks": tuple(args.get("blocks") or ())}


def _message(post: Post, args: Json) -> Json:
    told = {"type": "message", "ts": post.ts, "text": post.text, "user": BOT_USER, "bot_id": BOT}
    wanted = args.get("include_all_metadata") in (True, "1", "true")
    return told | ({"metadata": post.metadata} if wanted and post.metadata else {})
