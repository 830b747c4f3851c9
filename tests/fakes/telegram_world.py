"""People who talk to the bot in Telegram."""

import asyncio
import time
from collections.abc import Sequence
from typing import Any

from bot.chat import NO_OFFERS, Answer, Intake, MenuEntry, Offers
from bot.platforms.shared.retry import Retry
from bot.platforms.telegram.adapter import TelegramPlatform
from bot.platforms.telegram.errors import TelegramPauses
from bot.platforms.telegram.sending.progress import PATIENCE
from tests.contracts.loopback_platforms import Chat, Refusal, SeenMessage
from tests.fakes.recorders import NoRateLimit, RecordedEvents, RecordedIntake
from tests.fakes.telegram_chats import BOT, Post
from tests.fakes.telegram_rules import BLOCKED, TOO_LARGE, UNAUTHORIZED, Refused, bad
from tests.fakes.telegram_server import NOW, TOKEN, Outcome, TelegramServer

PERSON = 42
GROUP = -500
NEW_GROUP = -100_500
TOPIC = 7

OUTCOMES: dict[Refusal, Outcome] = {
    "retry": Refused(429, "Too Many Requests: retry after 3", retry_after=3),
    "dead": BLOCKED,
    "refused": TOO_LARGE,
    "sender": UNAUTHORIZED,
    "doubt": "lose",
    "moved": bad("group chat was upgraded to a supergroup chat", migrate_to_chat_id=NEW_GROUP),
}


class TelegramWorld:
    """One person's private chat, and a group that is a forum with one topic."""

    refusals = frozenset(OUTCOMES)

    def __init__(self) -> None:
        self.server = TelegramServer()
        self.now = NOW  # by everybody's clock
        self.pace = NoRateLimit()
        self.platform_events = RecordedEvents()
        self.intake: Intake = RecordedIntake()
        self.patience = PATIENCE
        self.retry = Retry(seconds=1.0, first=0.01, longest=0.05, refused=0.05)
        self.offers: Offers = NO_OFFERS
        self.web_url = ""  # of the web server, where updates come by webhook
        self.platform: TelegramPlatform
        self._serving: asyncio.Task[None] | None = None
        self._read = self._toasted = 0
        self._numbers = iter(range(1, 1000))
        self.server.chat(PERSON)
        self.server.chat(GROUP, "supergroup", is_forum=True, topics={TOPIC: True})
        self.server.chat(NEW_GROUP, "supergroup")

    async def start(self, answer: Answer, menu: Sequence[MenuEntry] = ()) -> None:
        await self.open()
        await self.serve(answer, menu)

    async def open(self) -> None:
        """Starts the server and makes the platform, which does not serve yet."""
        await self.server.start()
        quick = TelegramPauses(first=0.01, longest=0.02, slow=0.02, missed=(0.01, *[0.05] * 60))
        self.platform = TelegramPlatform(
            TOKEN, self.server.url, self.pace, lambda: self.now,
            pauses=quick, patience=self.patience, retry=self.retry, web_url=self.web_url,
        )  # fmt: skip

    async def serve(self, answer: Answer, menu: Sequence[MenuEntry] = (), offers: Offers | None = None) -> None:
        self.begin(answer, menu, offers)
        receives = "setWebhook" if self.web_url else "getUpdates"
        await self.server.until(lambda: receives in self.server.methods())

    def begin(self, answer: Answer, menu: Sequence[MenuEntry] = (), offers: Offers | None = None) -> None:
        """Starts serving without waiting for anything."""
        self._serving = asyncio.create_task(
            self.platform.serve(answer, menu, self.platform_events, offers or self.offers, self.intake)
        )

    async def stop(self) -> None:
        if self._serving:
            self._serving.cancel()
            (ended,) = await asyncio.gather(self._serving, return_exceptions=True)
            assert isinstance(ended, asyncio.CancelledError), ended
        await self.platform.close()
        await self.server.stop()

    def address(self, chat: Chat = "private") -> str:
        return {"private": f"telegram:{PERSON}", "group": f"telegram:{GROUP}", "thread": f"telegram:{GROUP}:{TOPIC}"}[
            chat
        ]

    async def say(
        self,
        line: str,
        *,
        chat: Chat = "private",
        sender: str = "42",
        command: bool = True,
        file: tuple[str, bytes] | None = None,
    ) -> None:
        words = f"/{line}" if command else line if chat == "private" else f"@{BOT['username']} {line}"
        content: dict[str, Any] = {"caption": words, "document": self.upload(*file)} if file else {"text": words}
        await self.message(chat, sender, **content)

    async def message(self, chat: Chat = "private", sender: str = "42", **content: Any) -> None:
        """A message of any content, as Telegram writes it."""
        where = self.server.chats[PERSON if chat == "private" else GROUP]
        topic = {"message_thread_id": TOPIC, "is_topic_message": True} if chat == "thread" else {}
        person = {"id": int(sender), "is_bot": False, "first_name": "Ada", "last_name": "L", "language_code": "en"}
        base = {
            "message_id": next(self._numbers),
            "date": int(self.now.timestamp()),
            "chat": where.json(),
            "from": person,
        }
        await self.server.update(message=base | topic | content)

    async def look_up(self, words: str, offset: str = "", sender: str = "42") -> dict[str, Any]:
        """Somebody types words behind the bot's name in any chat; what is shown there."""
        person = {"id": int(sender), "is_bot": False, "first_name": "Ada", "language_code": "en"}
        query, before = f"i{next(self._numbers)}", len(self.server.found)
        self.server.queries.add(query)
        await self.server.update(inline_query={"id": query, "from": person, "query": words, "offset": offset})
        await self.server.until(lambda: len(self.server.found) > before)
        return self.server.found[-1]

    async def choose(self, card: str, words: str, sender: str = "42") -> None:
        """Somebody sends a card that was found into some chat, and Telegram tells the bot."""
        person = {"id": int(sender), "is_bot": False, "first_name": "Ada", "language_code": "en"}
        await self.server.update(chosen_inline_result={"result_id": card, "from": person, "query": words})

    async def membership(self, chat: Chat, status: str, *, before: str = "member", **rights: bool) -> None:
        """The bot's own standing in a chat changes, by the person with number 42."""
        where = self.server.chats[PERSON if chat == "private" else GROUP]
        person = {"id": PERSON, "is_bot": False, "first_name": "Ada"}
        change = {"chat": where.json(), "from": person, "date": int(self.now.timestamp())}
        old, new = (_standing(each, rights) for each in (before, status))
        await self.server.update(my_chat_member=change | {"old_chat_member": old, "new_chat_member": new})

    async def repeat(self) -> None:
        await self.server.repeat()

    async def press(self, seen: SeenMessage, label: str, *, sender: str = "42", reachable: bool = True) -> None:
        post = next(post for post in reversed(self.server.posts) if str(post.id) == seen.id)
        data = next(key["callback_data"] for row in post.keyboard for key in row if key["text"] == label)
        message = post.json() if reachable else {"chat": post.chat.json(), "message_id": post.id, "date": 0}
        person = {"id": int(sender), "is_bot": False, "first_name": "Ada", "language_code": "en"}
        query = {"id": f"q{time.monotonic_ns()}", "from": person, "chat_instance": "1", "data": data}
        await self.server.update(callback_query=query | {"message": message})

    async def heard(self) -> SeenMessage:
        return seen(await self.post())

    async def toast(self) -> str:
        await self.server.until(lambda: len(self.server.toasts) > self._toasted)
        self._toasted += 1
        return self.server.toasts[self._toasted - 1]

    async def post(self) -> Post:
        """The next message with all that the bot sent."""
        await self.server.until(lambda: len(self.server.posts) > self._read)
        self._read += 1
        return self.server.posts[self._read - 1]

    def unheard(self) -> int:
        return len(self.server.posts) - self._read

    def script(self, method: str, *outcomes: Outcome | None) -> None:
        """What becomes of the next calls of a method, one by one; None lets a call pass."""
        for outcome in outcomes:
            self.server.fail(method, outcome)

    def refuse(self, kind: Refusal, times: int = 1) -> None:
        self.server.fail("sendMessage", OUTCOMES[kind], times)

    def upload(self, name: str, content: bytes) -> dict[str, Any]:
        number = f"file{len(self.server.files)}"
        self.server.files[number] = content
        return {"file_id": number, "file_unique_id": number, "file_name": name, "file_size": len(content)}


def seen(post: Post) -> SeenMessage:
    thread = str(post.thread) if post.thread else ""
    address = f"telegram:{post.chat.id}" + (f":{thread}" if thread else "")
    return SeenMessage(
        address, post.text, tuple(key["text"] for row in post.keyboard for key in row), thread, str(post.id)
    )


def _standing(status: str, rights: dict[str, bool]) -> dict[str, Any]:
    """A member as Telegram tells of one; `rights` are those that a restricted one has."""
    told: dict[str, Any] = {"user": BOT, "status": status}
    if status == "restricted":
        rights = {"can_send_messages": False, "is_member": True} | rights
        return told | dict.fromkeys(_RIGHTS, False) | rights | {"until_date": 0}
    if status == "administrator":
        return told | dict.fromkeys(_POWERS, False)
    return told | ({"until_date": 0} if status == "kicked" else {})


_RIGHTS = (
    *("can_change_info", "can_invite_users", "can_pin_messages", "can_send_polls", "can_send_other_messages"),
    *("can_add_web_page_previews", "can_manage_topics", "can_send_audios", "can_send_documents", "can_send_photos"),
    *("can_send_videos", "can_send_video_notes", "can_send_voice_notes", "can_edit_tag", "can_react_to_messages"),
)
_POWERS = (
    *("can_be_edited", "is_anonymous", "can_manage_chat", "can_delete_messages", "can_manage_video_chats"),
    *("can_restrict_members", "can_promote_members", "can_change_info", "can_invite_users"),
    *("can_post_stories", "can_edit_stories", "can_delete_stories"),
)
