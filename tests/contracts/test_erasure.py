"""Whatever a table keeps about a chat, /forget takes: each text column of each table is either looked at or excused."""

import json
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import JSON, Boolean, Column, Connection, LargeBinary, Text, insert, select
from sqlalchemy.types import String, TypeDecorator

from briefings.accounts.chats import Chats
from briefings.model.marking import Marking, rank
from briefings.store import Store, connect
from briefings.store.markings.clearances import all_clearances, note_default, set_clearance
from briefings.store.retention import hidden_answers
from briefings.store.sql import Day, Instant, Word
from briefings.store.tables import metadata

NOW = datetime(2026, 2, 10, 12, tzinfo=UTC)
CHAT, OTHER = "telegram:-77001", "telegram:-770012"  # the one is how the other begins
NEW = "telegram:-100500"
LIBRARY = {
    "analysis",
    "revision",
    "sentence",
    "sentence_vectors",
    "summary",
    "prose",
    "event",
    "mention",
    "watched_file",
    "quote_text",
    "quote_span",
    "statement",
    "claim",
    "claim_key",
    "label",
    "section_mark",
    "marked_span",
    "disagreement",
}
TEAM = {"sender", "constant", "courier"}  # of the whole installation
KEYS = {"delivery.sender", "delivery.dedup", "spare.key", "spare.rather", "content.key"}  # names of other things
EXCUSED = {"invitation.by", "journal.before", "journal.after"}  # an admin's name; dates of events
EXCUSED |= {f"correction.{name}" for name in ("title", "items", "hits", "by", "decided_by")}  # of the library
FIXED: dict[str, dict[str, Any]] = {
    "event": {"same_as": None},
    "role": {"role": "reader"},
    "kept_line": {"token": "t1"},
    "hidden_answer": {"token": "t1"},
    "link_code": {"hash": "t1"},
    "clearance": {"rank": 4},
    "content": {"key": "facts 1"},
    "delivery": {"sender": "telegram", "dedup": "key 1"},
    "spare": {"key": "key 1", "rather": "key 1"},
    "invitation": {"by": "Ida"},
    "journal": {"id": 900, "before": None, "after": None},
    "correction": {"title": "x", "items": [], "hits": {}, "by": "Ida", "decided_by": "Ida"},
}


@pytest.fixture
async def store(database: str) -> AsyncIterator[Store]:
    opened = await connect(database)
    yield opened
    await opened.close()


def value(column: Column[Any], text: str) -> Any:  # noqa: C901 - one line for each type
    """Something that fits the column: the text where it takes one."""
    if column.foreign_keys:
        return 1
    match column.type:
        case Instant():
            return NOW
        case Day():
            return date(2026, 2, 10)
        case Boolean():
            return False
        case JSON():
            return {"words": text}
        case Word(words=words):
            return words[0]
        case LargeBinary():
            return text.encode()
        case TypeDecorator():
            return text
        case String(length=None):
            return text
        case String(length=length):
            return text if length and length >= len(text) else "x"
        case _:
            return 1


async def planted(store: Store, address: str) -> None:
    """A row in every table, in which each text that may hold an address holds this one."""

    def step(connection: Connection) -> None:
        for table in metadata.sorted_tables:
            if table.name not in TEAM:
                text = "x" if table.name in LIBRARY else address
                row = {column.name: value(column, text) for column in table.c}
                connection.execute(insert(table).values(row | FIXED.get(table.name, {})))

    await store.write(step)


async def found(store: Store, words: str) -> set[str]:
    """The columns in which the words stand."""

    def step(connection: Connection) -> set[str]:
        where = set()
        for table in metadata.sorted_tables:
            for row in connection.execute(select(table)).mappings():
                where |= {f"{table.name}.{name}" for name, each in row.items() if words in str(each)}
        return where

    return await store.read(step)


async def test_nothing_is_left_that_names_the_chat_in_any_table(store: Store):
    await planted(store, CHAT)
    before = await found(store, CHAT)
    texts = {
        f"{table.name}.{column.name}"
        for table in metadata.sorted_tables
        for column in table.c
        if table.name not in LIBRARY | TEAM and isinstance(column.type, Text | JSON)
    }
    assert texts - before == KEYS | EXCUSED, "a column that nobody has thought of"
    await Chats(store, "UTC").forget(CHAT, NOW, by="Ida")
    assert await found(store, CHAT) == set()
    assert await found(store, "facts 1") == set()


@pytest.mark.parametrize("words", ['["{chat}","","x"]', '{{"address":"{chat}:7","sender":"x"}}'])
async def test_copies_that_were_kept_before_they_named_their_chat_go_too(store: Store, words: str):
    row = {"token": "t", "says": words.format(chat=CHAT), "at": NOW}
    kept = insert(metadata.tables["kept_line"]).values(row)
    await store.write(lambda connection: connection.execute(kept))
    await Chats(store, "UTC").forget(OTHER, NOW)
    assert await found(store, CHAT)
    await Chats(store, "UTC").forget(CHAT, NOW)
    assert await found(store, CHAT) == set()


async def test_what_another_chat_keeps_stays(store: Store):
    await planted(store, OTHER)
    before = await found(store, OTHER)
    await Chats(store, "UTC").forget(CHAT, NOW, by="Ida")
    assert await found(store, OTHER) == before


async def test_threads_go_with_their_chat(store: Store):
    await planted(store, CHAT)

    def step(connection: Connection) -> None:
        for table in (metadata.tables["shown"], metadata.tables["reader"]):
            row = {column.name: value(column, f"{CHAT}:9") for column in table.c}
            connection.execute(insert(table).values(row))

    await store.write(step)
    await Chats(store, "UTC").forget(CHAT, NOW, by="Ida")
    assert await found(store, CHAT) == set()


class TestHiddenAnswers:
    async def test_like_answers_are_kept_once(self, store: Store):
        chats = Chats(store, "UTC")
        one, two = [await chats.hide_answer("words", CHAT, NOW) for _ in range(2)]
        assert one == two
        assert await chats.hide_answer("words", OTHER, NOW) != one
        assert await chats.hidden_answer(one) == "words"

    async def test_the_oldest_go_where_there_are_too_many(self, store: Store):
        chats = Chats(store, "UTC")
        tokens = [
            await chats.hide_answer(f"words {n}", CHAT, NOW + timedelta(seconds=n))
            for n in range(hidden_answers.MOST + 5)
        ]
        elsewhere = await chats.hide_answer("words", OTHER, NOW - timedelta(days=1))
        kept = [await chats.hidden_answer(each) is not None for each in tokens]
        assert kept == [False] * 5 + [True] * hidden_answers.MOST
        assert await chats.hidden_answer(elsewhere)

    async def test_the_oldest_go_where_they_are_too_large(self, store: Store):
        chats, size = Chats(store, "UTC"), hidden_answers.MOST_CHARACTERS // 3
        tokens = [
            await chats.hide_answer(str(n) + "x" * (size - 1), CHAT, NOW + timedelta(seconds=n)) for n in range(5)
        ]
        assert [await chats.hidden_answer(each) is not None for each in tokens] == [False, False, True, True, True]


# Columns that hold other things than the address of a chat that can move: words, people, names of updates.
OTHERWISE = {
    "chat": "opened_by paused person zone",
    "chat_pace": "recent",
    "content": "facts",
    "delivery": "owner reason receipt sent_as",
    "follow": "by paused told",
    "hidden_answer": "answer",
    "inbox": "update",
    "intake": "name owner payload platform sender",
    "journal": "by",
    "kept_line": "says",
    "last_read": "sender",
    "link": "pair",
    "quote_receipt": "message tail",
    "reader": "sender",
    "reader_group": "name",
    "reminder": "platform wall",
    "role": "invited_by name",
    "shown": "about message",
    "subscription": "by paused platform skips words zone",
    "undo": "sender step",
    "web_link": "hash kind name",
    "web_visit": "person",
    "webhook": "events former_secret off secret url",
}
NO_ADDRESS = {f"{table}.{name}" for table, names in OTHERWISE.items() for name in names.split()}


async def test_a_move_takes_everything_along(store: Store):
    await planted(store, CHAT)
    before = await found(store, CHAT)
    await Chats(store, "UTC").move(CHAT, NEW, NOW)
    assert await found(store, CHAT) == NO_ADDRESS, "a column that nobody has thought of"
    assert await found(store, NEW) == before - NO_ADDRESS


async def test_a_move_readdresses_undo_steps_and_buttons(store: Store):
    def step(connection: Connection) -> None:
        for name, column in (("undo", "step"), ("kept_line", "says")):
            table = metadata.tables[name]
            row = {each.name: value(each, "x") for each in table.c}
            row[column] = json.dumps({"address": f"{CHAT}:7", "chat": CHAT, "other": OTHER})
            connection.execute(insert(table).values(row | FIXED.get(name, {})))

    await store.write(step)
    await Chats(store, "UTC").move(CHAT, NEW, NOW)
    assert await found(store, f'"{NEW}:7"') == await found(store, f'"{OTHER}"') == {"undo.step", "kept_line.says"}
    assert not await found(store, f'"{CHAT}"') | await found(store, f'"{CHAT}:')


@pytest.mark.parametrize("there", ["GREEN", "RED"])
async def test_of_two_clearances_the_lower_stays_when_a_chat_moves(store: Store, there: Marking):
    def put(connection: Connection) -> None:
        set_clearance(connection, CHAT, "AMBER", NOW)
        set_clearance(connection, NEW, there, NOW)

    await store.write(put)
    await Chats(store, "UTC").move(CHAT, NEW, NOW)
    assert await store.read(all_clearances) == {NEW: min("AMBER", there, key=rank)}


async def test_a_clearance_below_the_default_outlives_forget(store: Store):
    await store.write(lambda connection: set_clearance(connection, CHAT, "GREEN", NOW))
    await Chats(store, "UTC").forget(CHAT, NOW)
    assert await store.read(all_clearances) == {CHAT: "GREEN"}
    await store.write(lambda connection: note_default(connection, "GREEN"))
    await Chats(store, "UTC").forget(CHAT, NOW)
    assert await store.read(all_clearances) == {}
