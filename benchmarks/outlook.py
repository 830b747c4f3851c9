"""`python -m benchmarks.outlook [-v]`: statements about the future, read rightly and never quoted stale without a mark.

Reads the labelled texts of `benchmarks/statements` and scores kind, holder and due date; then imports them all and goes
through a year day by day: each day some analyses are asked about on every surface, editors settle some of what came
due, and a daily digest is sent. Exits with 1 where a score is missed or a stale sentence has no mark. `-v` prints each
fault.
"""

import asyncio
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from typing import cast

from benchmarks.promises import Promises
from benchmarks.statement_scores import SETS, Scores, labelled, score
from bot.chat import Platform, Request, SearchQuery
from bot.commands import Conversation, Roles
from bot.commands.offers.inline_search import InlineSearch
from bot.delivery.courier import Courier, Route
from bot.delivery.rate_limit import ChatLimit, TokenBucket
from bot.delivery.scheduler import Scheduler
from bot.message import File, Message, Picture
from bot.views.shared.quotations import strip_markdown
from bot.views.shared.statement_marks import mark
from briefings.model.outlook import Settlement, TrackedStatement, Verdict
from briefings.service import Briefings, open_briefings

_LEAST_KIND, _LEAST_HOLDER, _LEAST_DUE = 0.90, 0.90, 0.85
_BEGIN, _DAYS, _WEEK = datetime(2026, 1, 15, 9, tzinfo=UTC), 365, 7
_HERE = "telegram:1"
_EVERY_DAY = frozenset(range(1, 8))
_LINES = ("summary {id} long", "read {id}", "timeline {id} all", "quotes {id}", "outlook {id} all")
_WEEKLY = ("timeline {id} picture", "calendar", "outlook", "event e1")
_WORDS = ("search {words}", "ask {words}?", "brief {words}", "where {words}")


def _printed(name: str, scores: dict[str, Scores], promises: Promises, *, verbose: bool) -> None:
    for language, one in scores.items():
        print(
            f"{name} {language}: kind F1 {one.f1:.3f}, holder {one.share('holder'):.3f}, due date "
            f"{one.share('due'):.3f} of {one.counts['right'] + one.counts['missing']} statements"
        )
    whole = scores["all"]
    promises.keep(f"{name}: kind F1 {whole.f1:.3f} (at least {_LEAST_KIND})", kept=whole.f1 >= _LEAST_KIND)
    holder, due = whole.share("holder"), whole.share("due")
    promises.keep(f"{name}: holders {holder:.3f} (at least {_LEAST_HOLDER})", kept=holder >= _LEAST_HOLDER)
    promises.keep(f"{name}: due dates {due:.3f} (at least {_LEAST_DUE})", kept=due >= _LEAST_DUE)
    if verbose:
        print(*whole.faults, sep="\n")


class _Screen:
    """A platform that keeps what it is sent."""

    name = "telegram"

    def __init__(self) -> None:
        self.sent: list[Message] = []

    async def send(self, _address: str, message: Message, _key: str) -> str:
        self.sent.append(message)
        return str(len(self.sent))


@dataclass
class _Year:
    """A library in the course of a year, and what was quoted on each surface: stale sentences, and those unmarked."""

    core: Briefings
    now: datetime = _BEGIN
    quoted: Counter[str] = field(default_factory=Counter)
    unmarked: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)

    async def say(self, line: str) -> Message | None:
        """The answer to a line."""
        talk = Conversation(self.core, Roles(frozenset({_HERE})), lambda: self.now)
        return await talk.answer(Request(_HERE, _HERE, line, self.now, private=True, command=True))

    def check(self, surface: str, message: Message, stale: Sequence[TrackedStatement]) -> None:
        """Counts the stale sentences that a message quotes, and those that it doesn't mark."""
        said = _shown(message)
        for each in stale:
            if _flat(each.text) in said:
                self.quoted[surface] += 1
                if mark(each, self.now.date()) not in said:
                    self.unmarked[surface] += 1
                    self.faults.append(f"{self.now:%Y-%m-%d} {surface}: s{each.id} {each.text}")


def _shown(message: Message) -> str:
    files = [block.data.decode(errors="replace") for block in message.blocks if isinstance(block, File)]
    pictures = [block.alt for block in message.blocks if isinstance(block, Picture)]
    return _flat("\n".join([message.plain(), *files, *pictures]))


def _flat(words: str) -> str:
    return " ".join(strip_markdown(words).split())


async def _day(year: _Year, id_: int, *, weekly: bool) -> None:
    """Asks about an analysis, once a week on every surface."""
    found = await year.core.outlook.statements()
    stale = [each for each in found if each.marked(year.now.date())]
    words = next((" ".join(_flat(each.text).split()[:5]) for each in stale if each.analysis == id_), "")
    for line in [*_LINES, *(_WEEKLY if weekly else ()), *(_WORDS if words and weekly else ())]:
        if message := await year.say(line.format(id=f"a{id_}", words=words)):
            year.check(line.split()[0], message, stale)
    if weekly:
        await _cards(year, words or f"a{id_}", stale)


async def _cards(year: _Year, words: str, stale: Sequence[TrackedStatement]) -> None:
    async def admits(_chat: str, _sender: str) -> bool:
        return True

    looking = InlineSearch(year.core, admits, lambda: year.now)
    for card in (await looking.look_up(SearchQuery(_HERE, _HERE, words, "en", 0))).cards:
        year.check("inline", card.message, stale)


async def _settle(year: _Year) -> None:
    """Settles every third statement that came due yesterday."""
    verdicts: tuple[Verdict, ...] = ("happened", "not", "partly", "unknown")
    for each in await year.core.outlook.statements():
        over = each.due and each.due.last == year.now.date() - timedelta(days=1)
        if over and not each.verdict and each.id % 3 == 0:
            await year.core.outlook.settle(each.id, Settlement(verdicts[each.id % 4]), "Ada", year.now)


async def _replayed() -> _Year:
    """A year over the labelled texts, each imported on its day."""
    texts = sorted((text for name in SETS for text in labelled(name)), key=lambda text: text.published)
    async with open_briefings("sqlite:///:memory:") as core:
        year, screen = _Year(core), _Screen()
        route = Route(cast(Platform, screen), TokenBucket(100_000, lambda _: ChatLimit()))
        courier = Courier(core, [route], lambda: year.now)
        scheduler = Scheduler(core, courier, lambda: year.now, timedelta(days=90))
        await courier.start()
        await core.subscriptions.subscribe(_HERE, _HERE, _EVERY_DAY, time(10), "UTC", "", _HERE, _BEGIN)
        for number in range(_DAYS):
            year.now = _BEGIN + timedelta(days=number)
            while texts and texts[0].published <= year.now.date():
                text = texts.pop(0)
                await core.library.add(f"{text.name}.txt", text.text.encode(), year.now, published=text.published)
            await _settle(year)
            if many := await core.library.count():
                await _day(year, number % many + 1, weekly=number % _WEEK == 0)
            await _push(year, scheduler, courier, screen)
        return year


async def _push(year: _Year, scheduler: Scheduler, courier: Courier, screen: _Screen) -> None:
    """Sends what is due on a day."""
    year.now += timedelta(hours=2)
    await scheduler.tick()
    await courier.drain()
    stale = [each for each in await year.core.outlook.statements() if each.marked(year.now.date())]
    for message in screen.sent:
        year.check("pushed", message, stale)
    screen.sent.clear()


def main() -> int:
    """Scores the sets and replays the year. Returns 1 if a promise is missed."""
    promises, verbose = Promises(), "-v" in sys.argv[1:]
    for name in SETS:
        _printed(name, score(name), promises, verbose=verbose and name != "unseen")
    year = asyncio.run(_replayed())
    for surface, number in sorted(year.quoted.items()):
        print(f"{surface}: {number} stale sentences quoted, {year.unmarked[surface]} unmarked")
    if verbose:
        print(*year.faults[:40], sep="\n")
    promises.hold("unmarked stale sentences", sum(year.unmarked.values()), 0)
    return promises.status()


if __name__ == "__main__":
    sys.exit(main())
