"""Slack's assistant panel: threads with prompts, a title and a status, and what it refuses in them."""

from dataclasses import dataclass, field

from tests.fakes.slack_rules import Json, Refused
from tests.fakes.slack_workspace import Channel

PROMPTS = 4
WHOLE = {"title", "message"}


@dataclass(slots=True)
class Thread:
    """A thread of the panel; `status` is "" where none is shown."""

    title: str = ""
    heading: str = ""
    prompts: list[Json] = field(default_factory=list)
    status: str = ""


class Panel:
    """Threads by channel and time stamp; `statuses` are all that were shown or taken away, in order."""

    def __init__(self, channels: dict[str, Channel]) -> None:
        self._channels = channels
        self.threads: dict[tuple[str, str], Thread] = {}
        self.statuses: list[str] = []

    def begin(self, channel: str, stamp: str) -> None:
        self.threads[channel, stamp] = Thread()
        self._channels[channel].threads.add(stamp)

    def answered(self, channel: str, stamp: str) -> None:
        """A message of the bot takes the status away."""
        if (channel, stamp) in self.threads:
            self.threads[channel, stamp].status = ""

    def set_status(self, args: Json) -> Json:
        channel = self._channel(args)
        if args["thread_ts"] not in channel.threads:
            raise Refused("invalid_thread_ts")
        self.threads.setdefault((channel.id, args["thread_ts"]), Thread()).status = args["status"]
        self.statuses.append(args["status"])
        return {}

    def set_title(self, args: Json) -> Json:
        thread = self._thread(args)
        if not args.get("title"):
            raise Refused("invalid_arguments")
        thread.title = args["title"]
        return {}

    def set_prompts(self, args: Json) -> Json:
        thread, prompts = self._thread(args), args["prompts"]
        whole = all(prompt.keys() == WHOLE and all(prompt.values()) for prompt in prompts)
        if not (0 < len(prompts) <= PROMPTS and whole):
            raise Refused("invalid_arguments")
        thread.prompts, thread.heading = prompts, args.get("title") or ""
        return {}

    def _channel(self, args: Json) -> Channel:
        if args["channel_id"] not in self._channels:
            raise Refused("channel_not_found")
        return self._channels[args["channel_id"]]

    def _thread(self, args: Json) -> Thread:
        found = self.threads.get((self._channel(args).id, args["thread_ts"]))
        if found is None:
            raise Refused("invalid_thread_ts")
        return found
