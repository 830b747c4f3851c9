"""People who talk to the bot in Slack."""

import asyncio
import socket
from collections.abc import Callable, Sequence
from typing import Any

from bot.chat import NO_OFFERS, Answer, Intake, MenuEntry, Offers
from bot.platforms.shared.retry import Retry
from bot.platforms.slack.adapter import SlackPlatform
from bot.platforms.slack.errors import SlackPauses
from tests.contracts.loopback_platforms import Chat, Refusal, SeenMessage
from tests.fakes.recorders import NoRateLimit, RecordedEvents, RecordedIntake
from tests.fakes.slack_methods import APP_TOKEN, BOT_TOKEN
from tests.fakes.slack_requests import SECRET
from tests.fakes.slack_rules import Json, Refused, buttons, limited
from tests.fakes.slack_server import NOW, Outcome, SlackServer
from tests.fakes.slack_workspace import BOT_USER, Channel, Post

PERSON = "U42"
DIRECT = f"D{PERSON}"
GROUP = "C7"
ROOT = "1795590000.000001"  # the first message of the group's thread
OUTSIDE = "C8"  # a channel in which the bot is not

QUICK = SlackPauses(first=0.01, longest=0.02, slow=0.02, ping=30.0, missed=(0.01, *[0.05] * 60))
OUTCOMES: dict[Refusal, Outcome] = {
    "retry": limited(3),
    "dead": Refused("is_archived"),
    "refused": Refused("invalid_blocks"),
    "sender": Refused("invalid_auth"),
    "doubt": "lose",
}


class SlackWorld:
    """A person's direct channel with the bot, and a channel with one thread."""

    refusals = frozenset(OUTCOMES)

    def __init__(self) -> None:
        self.server = SlackServer()
        self.slack = self.server.slack
        self.now = NOW  # by everybody's clock
        self.slack.clock = lambda: self.now
        self.pace, self.platform_events = NoRateLimit(), RecordedEvents()
        self.intake: Intake = RecordedIntake()
        self.retry = Retry(seconds=1.0, first=0.01, longest=0.05, refused=0.05)
        self.offers: Offers = NO_OFFERS
        self.platform: SlackPlatform
        self._serving: asyncio.Task[None] | None = None
        self._read = 0
        self._last: tuple[str, Json] = ("", {})
        for user in (PERSON, "U43"):
            self.slack.people[user] = person(user)
        everyone = set(self.slack.people)
        for channel in (
            Channel(DIRECT, {PERSON, BOT_USER}),
            Channel(GROUP, everyone | {BOT_USER}),
            Channel(OUTSIDE, everyone),
        ):
            self.slack.channels[channel.id] = channel
        self.slack.channels[GROUP].threads.add(ROOT)

    async def start(self, answer: Answer, menu: Sequence[MenuEntry] = ()) -> None:
        await self.open()
        await self.serve(answer, menu)

    async def open(
        self,
        *,
        bot_token: str = BOT_TOKEN,
        app_token: str = APP_TOKEN,
        listening: bool = True,
        pauses: SlackPauses = QUICK,
        by_http: bool = False,
    ) -> None:
        """Makes the platform, which does not serve yet; without `listening` nobody answers on its port."""
        port = _free_port()
        if listening:
            await self.server.start(port)
        url = f"http://127.0.0.1:{port}/api/"
        self.platform = SlackPlatform(
            bot_token, app_token, url, self.pace, lambda: self.now, pauses=pauses, retry=self.retry,
            signing_secret=SECRET, by_http=by_http,
        )  # fmt: skip
        self.server.post = self.platform.receive
        self.port = port

    async def serve(self, answer: Answer, menu: Sequence[MenuEntry] = ()) -> None:
        self.begin(answer, menu)
        await self.server.until(lambda: self.server.connections)

    def begin(self, answer: Answer, menu: Sequence[MenuEntry] = ()) -> None:
        """Starts serving without waiting for anything."""
        self._serving = asyncio.create_task(
            self.platform.serve(answer, menu, self.platform_events, self.offers, self.intake)
        )

    async def stop(self) -> None:
        if self._serving:
            self._serving.cancel()
            (ended,) = await asyncio.gather(self._serving, return_exceptions=True)
            assert isinstance(ended, asyncio.CancelledError), ended
        await self.platform.close()
        await self.server.stop()

    def address(self, chat: Chat = "private") -> str:
        return {"private": f"slack:{DIRECT}", "group": f"slack:{GROUP}", "thread": f"slack:{GROUP}:{ROOT}"}[chat]

    async def say(
        self,
        line: str,
        *,
        chat: Chat = "private",
        sender: str = "42",
        command: bool = True,
        file: tuple[str, bytes] | None = None,
    ) -> None:
        files = [self.upload(*file)] if file else []
        attached: dict[str, Any] = {"files": files} if files else {}
        if command and not files and chat != "thread":  # Slack knows no slash commands in threads
            await self.slash("/readout", line, channel=DIRECT if chat == "private" else GROUP, user=f"U{sender}")
        elif chat == "private":
            await self.direct(line, user=f"U{sender}", **({"subtype": "file_share"} if files else {}), **attached)
        else:
            thread = {"thread_ts": ROOT} if chat == "thread" else {}
            words = f"!{line}" if command else line
            await self.mention(words, user=f"U{sender}", **thread, **attached)

    async def slash(self, name: str, words: str = "", *, channel: str = GROUP, user: str = PERSON) -> None:
        """A slash command."""
        hook = self.slack.hook(channel, user)
        told = {"command": name, "text": words, "channel_id": channel, "user_id": user, "user_name": "ada"}
        payload = {"token": "t", "team_id": "T1", "api_app_id": "A1", "trigger_id": self.slack.number("trigger")}
        await self._deliver("slash_commands", payload | told | {"response_url": hook})

    async def mention(self, words: str, *, channel: str = GROUP, user: str = PERSON, **more: Any) -> None:
        """A message that names the bot; Slack sends it twice, as a message too."""
        event = self._message(f"<@{BOT_USER}> {words}", channel, user, more)
        await self.event({"type": "message", "channel_type": "channel"} | event, deliver_as_last=False)
        await self.event({"type": "app_mention"} | event)

    async def direct(self, words: str, *, user: str = PERSON, channel: str = DIRECT, **more: Any) -> None:
        """A message in a direct channel."""
        await self.event({"type": "message", "channel_type": "im"} | self._message(words, channel, user, more))

    async def event(self, event: Json, *, deliver_as_last: bool = True) -> None:
        """Anything of the Events API."""
        payload = {"type": "event_callback", "team_id": "T1", "api_app_id": "A1", "event_id": self.slack.number("Ev")}
        last = self._last
        await self._deliver("events_api", payload | {"event": event, "event_time": int(self.now.timestamp())})
        if not deliver_as_last:
            self._last = last

    async def repeat(self) -> None:
        kind, payload = self._last
        await self.server.deliver(kind, payload, retry_attempt=1, retry_reason="timeout")

    async def press(self, seen: SeenMessage, label: str, *, sender: str = "42") -> None:
        post = next(post for post in reversed(self.slack.posts) if post.ts == seen.id)
        block, button = next((block, button) for block, button in post.buttons if button["text"]["text"] == label)
        where = {"message_ts": post.ts, "channel_id": post.channel, "is_ephemeral": bool(post.only)}
        thread = {"thread_ts": post.thread} if post.thread else {}
        payload = {
            "type": "block_actions",
            "team": {"id": "T1"},
            "user": {"id": f"U{sender}", "username": "ada", "name": "ada", "team_id": "T1"},
            "channel": {"id": post.channel, "name": "somewhere"},
            "container": {"type": "message"} | where | thread,
            "actions": [button | {"block_id": block, "action_ts": self.slack.stamp()}],
            "trigger_id": self.slack.views.trigger(),
            "response_url": self.slack.hook(post.channel, f"U{sender}", post.ts),
        }
        message = {} if post.only else {"message": {"type": "message", "ts": post.ts, "text": post.text} | thread}
        await self._deliver("interactive", payload | message)

    async def open_home(self, user: str = PERSON) -> None:
        """A person looks at the app's home tab."""
        event = {"type": "app_home_opened", "user": user, "channel": f"D{user}", "tab": "home"}
        await self.event(event | {"event_ts": self.slack.stamp()})

    async def open_panel(self, user: str = PERSON) -> str:
        """A person opens the assistant panel; the thread that Slack begins, by its time stamp."""
        channel, stamp = f"D{user}", self.slack.stamp()
        self.slack.panel.begin(channel, stamp)
        thread = {"user_id": user, "channel_id": channel, "thread_ts": stamp, "context": {}}
        told = {"type": "assistant_thread_started", "assistant_thread": thread, "event_ts": self.slack.stamp()}
        await self.event(told)
        return stamp

    async def press_in_view(self, view: Json, label: str, *, user: str = PERSON) -> None:
        """A button on the home tab or in a modal."""
        block, button = next((block, b) for block, b in buttons(view["blocks"]) if b["text"]["text"] == label)
        await self._deliver(
            "interactive",
            {
                "type": "block_actions",
                "team": {"id": "T1"},
                "user": {"id": user, "username": "ada", "name": "ada", "team_id": "T1"},
                "container": {"type": "view"},
                "view": view,
                "actions": [button | {"block_id": block, "action_ts": self.slack.stamp()}],
                "trigger_id": self.slack.views.trigger(),
            },
        )

    async def submit(self, view: Json, values: dict[str, Json], *, user: str = PERSON) -> None:
        """A form that was filled in."""
        state = {name: {name: value} for name, value in values.items()}
        payload = {"type": "view_submission", "team": {"id": "T1"}, "user": {"id": user, "name": "ada"}}
        told = view | {"state": {"values": state}, "hash": self.slack.number("hash")}
        await self._deliver("interactive", payload | {"view": told, "trigger_id": self.slack.views.trigger()})

    async def modal(self, ready: Callable[[Json], bool]) -> Json:
        """The topmost modal, once it is as wanted."""
        views = self.slack.views
        await self.server.until(lambda: views.stack and ready(views.modals[views.stack[-1]]))
        return views.modals[views.stack[-1]]

    async def toast(self) -> str:
        post = await self.post()
        assert post.only
        assert not post.replaces
        return post.shown

    async def heard(self) -> SeenMessage:
        return seen(await self.post())

    async def post(self) -> Post:
        """The next message with all that the bot sent."""
        await self.server.until(lambda: len(self.slack.posts) > self._read)
        self._read += 1
        return self.slack.posts[self._read - 1]

    def unheard(self) -> int:
        return len(self.slack.posts) - self._read

    def refuse(self, kind: Refusal, times: int = 1) -> None:
        """Pushes go by one method, answers to slash commands by response addresses: the next of each is refused."""
        for target in ("chat.postMessage", "hook"):
            self.server.fail(target, *[OUTCOMES[kind]] * times)

    def upload(self, name: str, content: bytes, **more: Any) -> Json:
        """A file that a person shares."""
        file = self.slack.number("F")
        self.slack.files[file] = content
        url = f"{self.slack.origin}/files/{file}"
        told = {"id": file, "name": name, "size": len(content), "mimetype": "text/plain", "url_private": url} | more
        self.slack.shared[file] = told
        return told

    def _message(self, words: str, channel: str, user: str, more: Json) -> Json:
        stamp = more.get("ts") or self.slack.stamp()
        self.slack.channels[channel].threads.add(stamp)
        self.slack.channels[channel].active.add(more.get("thread_ts", ""))
        return {"user": user, "text": words, "ts": stamp, "event_ts": stamp, "channel": channel} | more

    async def _deliver(self, kind: str, payload: Json) -> None:
        self._last = (kind, payload)
        await self.server.deliver(kind, payload)


def person(user: str, **more: Any) -> Json:
    profile = {"real_name": f"Ada {user}", "display_name": ""}
    return {"id": user, "name": "ada", "profile": profile, "tz": "Europe/Rome", "locale": "it-IT", **more}


def seen(post: Post) -> SeenMessage:
    address = f"slack:{post.channel}" + (f":{post.thread}" if post.thread else "")
    labels = tuple(button["text"]["text"] for _, button in post.buttons)
    return SeenMessage(address, post.shown, labels, post.thread, post.ts)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
