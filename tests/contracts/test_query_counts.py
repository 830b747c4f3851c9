"""How many queries an answer takes does not rise with what is kept."""

from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine, event

from bot.chat import Request, SearchQuery
from bot.commands import Conversation, Roles
from bot.commands.offers.inline_search import InlineSearch
from bot.delivery.sent_digests import seen_now
from bot.message import Bullets, Heading, code, say, text
from briefings.library import RevisionChoice
from briefings.model.corrections import QuotedSpan
from briefings.model.intake import Update
from briefings.service import Briefings

NOW = datetime(2026, 3, 5, 12, tzinfo=UTC)
MONTHS = ("April", "May", "June", "July", "August", "September", "October")


@contextmanager
def counted() -> Iterator[list[str]]:
    """The statements that are sent to any database meanwhile."""
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        sent.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(Engine, "before_cursor_execute", note)


@contextmanager
def transactions() -> Iterator[list[None]]:
    """One item for each transaction that begins in any database meanwhile."""
    begun: list[None] = []

    def note(_connection: object) -> None:
        begun.append(None)

    event.listen(Engine, "begin", note)
    try:
        yield begun
    finally:
        event.remove(Engine, "begin", note)


async def add(core: Briefings, numbers: range) -> None:
    for number in numbers:
        meeting = f"A harbour meeting of port {number} is planned for {MONTHS[number % 7]} {2027 + number // 7}."
        text = f"Port {number}\nOutlook of port {number}\n{meeting}\n"
        await core.library.add(f"port-{number}.txt", text.encode(), NOW)


async def looked_up(core: Briefings) -> None:
    async def admits(_address: str, _sender: str) -> bool:
        return True

    found = await InlineSearch(core, admits, lambda: NOW).look_up(SearchQuery("telegram:1", "telegram:1", "harbour"))
    assert len(found.cards) == 12


async def all_events(core: Briefings) -> None:
    assert all(len(each.mentions) == 1 for each in await core.agenda.all(NOW))


async def ahead(core: Briefings) -> None:
    assert all(each.mentions for each in await core.agenda.upcoming(NOW))


async def searched(core: Briefings) -> None:
    assert len((await core.library.search("harbour", 10)).hits) == 10


async def quoted_spans_marked(core: Briefings) -> None:
    ids = [each.id for each in await core.library.entries()]
    assert len(await core.markings.of_spans([QuotedSpan(id_, 1, 0, 4) for id_ in ids])) == len(ids)


async def calendar_listed(core: Briefings) -> None:
    ids = [each.event.id for each in await core.agenda.since(NOW.date(), NOW)]
    listed = await core.agenda.several(ids, NOW)
    assert [each.event.id for each in listed] == ids
    assert all(len(each.mentions) == 1 for each in listed)


async def revisions_dated(core: Briefings) -> None:
    entries = await core.library.entries()
    assert (await core.history.current_since([each.id for each in entries])).keys() == {each.id for each in entries}


async def digests_seen(core: Briefings) -> None:
    entries = await core.library.entries()
    told = [say(Heading("Digest"), Bullets((text(code(f"a{each.id}"), each.title),))) for each in entries]
    seen = await seen_now(core, [(each, NOW) for each in told], "UTC")
    assert [each.plain() for each in seen] == [each.plain() for each in told]


ASKED: tuple[Callable[[Briefings], Awaitable[None]], ...] = (
    looked_up,
    all_events,
    ahead,
    searched,
    quoted_spans_marked,
    calendar_listed,
    revisions_dated,
    digests_seen,
)


async def queries(core: Briefings) -> dict[str, int]:
    """How many queries each question takes when it is asked again; what is made once is kept."""
    found = {}
    for ask in ASKED:
        await ask(core)
        with counted() as sent:
            await ask(core)
        found[ask.__name__] = len(sent)
    return found


async def test_many_are_found_by_as_many_queries_as_few(core: Briefings):
    await add(core, range(14))
    few = await queries(core)
    assert all(few.values())
    await add(core, range(14, 60))
    many = await queries(core)
    assert {name: count for name, count in many.items() if count > few[name]} == {}


async def test_a_long_text_is_compared_with_others_by_as_many_queries_as_a_short_one(core: Briefings):
    sentences = [f"The port of {name}ford shipped {number} tonnes of barley." for number, name in enumerate(MONTHS, 11)]
    sent = {}
    for count in (2, len(sentences)):
        await core.library.add(f"first-{count}.txt", f"Ports\n\n{' '.join(sentences[:count])}\n".encode(), NOW)
        with counted() as sent[count]:
            again = " ".join(sentences[:count]).replace("shipped", "later shipped")
            await core.library.add(f"second-{count}.txt", f"Harbours {count}\n\n{again}\n".encode(), NOW)
    of_keys = {count: [each for each in statements if "FROM claim_key" in each] for count, statements in sent.items()}
    assert [len(each) for each in of_keys.values()] == [1, 1]


async def test_a_kept_summary_takes_few_looks_before_it_and_one_write_after_it(core: Briefings, database: str):
    await add(core, range(1))
    answer = Conversation(core, Roles(open_access=True), lambda: NOW).answer
    counts = []
    for number in range(4):
        update = Update(f"telegram:{number}", "telegram", "telegram:1", "telegram:1", "{}", NOW)
        await core.intake.keep([update])
        request = Request("telegram:1", "telegram:1", "summary a1", NOW, private=True, command=True, update=update.name)
        with transactions() as begun, counted() as sent:
            assert await answer(request)
        looks = len(begun), len([each for each in sent if each.startswith("SELECT")])
        with transactions() as ended:
            await core.intake.finish(update.name, NOW)
        counts.append((*looks, len([each for each in sent if each.startswith(("INSERT", "UPDATE"))]), len(ended)))
    assert counts[-1] == (1 if database.startswith("postgresql") else 6, 10, 0, 1)


@pytest.mark.parametrize("line", ["summary a1", "read a1 1", "sources a1", "search harbour", "events", "status"])
async def test_an_answer_takes_one_look_at_postgresql(core: Briefings, database: str, line: str):
    if not database.startswith("postgresql"):
        pytest.skip("SQLite begins a transaction without a round trip")
    await add(core, range(3))
    answer = Conversation(core, Roles(open_access=True), lambda: NOW).answer
    counts = []
    for number in range(3):
        update = Update(f"telegram:{number}", "telegram", "telegram:1", "telegram:1", "{}", NOW)
        await core.intake.keep([update])
        request = Request("telegram:1", "telegram:1", line, NOW, private=True, command=True, update=update.name)
        with transactions() as begun:
            assert await answer(request)
        await core.intake.finish(update.name, NOW)
        counts.append(len(begun))
    assert counts[-1] == 1


async def test_the_name_of_the_database_is_written_once(core: Briefings):
    origin = await core.agenda.origin()
    with counted() as sent:
        assert await core.agenda.origin() == origin
    assert [each.split()[0] for each in sent] == ["SELECT"]


async def test_an_event_keeps_the_order_and_the_revisions_of_what_mentions_it(core: Briefings):
    await add(core, range(3))
    revised = "Port 1\nOutlook of port 1\nThe meeting was called off by all.\n"
    await core.library.add("port-1.txt", revised.encode(), NOW, choice=RevisionChoice(revises=2))
    await core.library.add("also.txt", b"Also\nA harbour meeting of port 2 is planned for June 2027.\n", NOW)
    told = {each.event.id: [mention.analysis for mention in each.mentions] for each in await core.agenda.all(NOW)}
    assert sorted(told.values()) == [[1], [4, 3]]
