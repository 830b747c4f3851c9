"""One row that cannot be read, of whichever table, is set aside and listed, and everybody else gets what is due."""

from datetime import time, timedelta

import pytest
from sqlalchemy import text

from briefings.answers.ask import LibraryAnswers
from briefings.errors import BadInput, Damaged
from briefings.library.cache import Cache
from briefings.library.history import History
from briefings.library.library import Library
from briefings.library.meaning import Meaning
from briefings.library.similarity import RevisionChoice
from briefings.model.delivery import Lead
from briefings.service import Briefings
from tests.examples import is_long, scaled
from tests.fakes.kept_libraries import filled_once
from tests.fakes.town import ALL_DAYS, SOMEONE, Town, at, on

CHATS = [f"telegram:{number}" for number in range(1, scaled(4, 6))]
BAD = CHATS[len(CHATS) // 2]
MONDAY, DUE = "2026-03-01T12:00", "2026-03-02T09:30"
NOTE = b"Report on the harbour\n\nSummary\nThe harbour was dredged again, the report says.\n"
INSTANTS = [
    ("chat", "opened_at", "address = :bad"),
    *[("subscription", column, "address = :bad") for column in ("due_at", "since", "created_at")],
    ("follow", "created_at", "address = :bad"),
    ("reminder", "due_at", "follow IN (SELECT id FROM follow WHERE address = :bad)"),
    *[("event", column, "id = 2") for column in ("at", "created_at", "changed_at")],
    *[("analysis", column, "id = 1") for column in ("created_at", "changed_at")],
    ("revision", "created_at", "analysis = 1"),
    ("journal", "at", "id = 1"),
]
ROWS = [
    ("chat", "UPDATE chat SET zone = 'Mars/Phobos' WHERE address = :bad"),
    ("chat", "UPDATE chat SET zone = 'Europe' WHERE address = :bad"),
    ("chat", "UPDATE chat SET zone = 'Mars/Phobos', quiet = '22:00-07:00' WHERE address = :bad"),
    ("chat", "UPDATE chat SET quiet = '99:00-07:00' WHERE address = :bad"),
    ("subscription", "UPDATE subscription SET zone = 'Mars/Phobos' WHERE address = :bad"),
    ("subscription", "UPDATE subscription SET at = '25:99' WHERE address = :bad"),
    ("subscription", "UPDATE subscription SET days = 0 WHERE address = :bad"),
    ("subscription", "UPDATE subscription SET address = 'telegram:nobody' WHERE address = :bad"),
    ("follow", "UPDATE follow SET told = '{\"first\": 7}' WHERE address = :bad"),
    ("reminder", "UPDATE reminder SET unit = 'y' WHERE follow IN (SELECT id FROM follow WHERE address = :bad)"),
    ("reminder", "UPDATE reminder SET wall = '25:99' WHERE follow IN (SELECT id FROM follow WHERE address = :bad)"),
    ("revision", "UPDATE revision SET draft = '{\"sections\": 7}' WHERE analysis = 1"),
    ("event", "UPDATE event SET zone = 'Mars/Phobos', at = 1772700000000000 WHERE id = 2"),
    ("event", "UPDATE event SET at = -5 WHERE id = 2"),
    ("event", "UPDATE event SET zone = 'Mars/Phobos' WHERE id = 2"),
    ("event", "UPDATE event SET state = 'vague' WHERE id = 2"),
    ("event", "UPDATE event SET first = 'some day' WHERE id = 2"),
    ("event", "UPDATE event SET precision = 'vague' WHERE id = 2"),
    ("follow", "UPDATE follow SET told_state = 'vague' WHERE address = :bad"),
    ("follow", "UPDATE follow SET told = '[7]' WHERE address = :bad"),
    ("reminder", "UPDATE reminder SET state = 'vague' WHERE follow IN (SELECT id FROM follow WHERE address = :bad)"),
    ("subscription", "UPDATE subscription SET address = 'foo:1', platform = 'foo' WHERE address = :bad"),
    ("journal", "UPDATE journal SET deed = 'gossip' WHERE id = 1"),
    ("journal", "UPDATE journal SET before = '[7]' WHERE id = 1"),
    ("journal", "UPDATE journal SET deed = 'redated', note = 'some day' WHERE id = 1"),
    ("role", "INSERT INTO role VALUES ('telegram:9', 'owner', 'Ada', 'Ida', 'telegram:9', 0)"),
    ("invitation", "INSERT INTO invitation VALUES (1, 'owner', 'Ida', 2000000000000000, '', false)"),
    ("told", "INSERT INTO told VALUES (:bad, 'x', 1, 2000000000000000, 1, true)"),
]
_ONE_DELIVERY = (
    "UPDATE delivery SET content = (SELECT max(id) FROM content) "
    "WHERE id = (SELECT min(id) FROM delivery WHERE address = :bad AND kind = 'reminder')"
)
FACTS = ['{"kind": "gossip"}', '"words"', '{"kind": "reminder", "event": 1, "lead": "soon"}', "{}"]


@filled_once
async def _prepared(core: Briefings) -> None:
    for number, chat in enumerate(CHATS):
        await core.chats.open(chat, SOMEONE, at(MONDAY))
        await core.subscriptions.subscribe(chat, chat, ALL_DAYS, time(9), None, "", SOMEONE, at(MONDAY))
        if number == 0:
            for day, title in (("2026-03-03", "Regatta"), ("2026-03-04", "Ice fair")):
                await core.agenda.create(title, on(day), SOMEONE, at("2026-03-01T12:00"))
        await core.subscriptions.remind(chat, 1, [Lead(1, "d")], SOMEONE, at(MONDAY))
    await core.subscriptions.remind(BAD, 2, [Lead(2, "d")], SOMEONE, at(MONDAY))
    for name in ("harbour.txt", "quay.txt"):
        await core.library.add(name, NOTE.replace(b"harbour", name[:-4].encode()), at("2026-03-01T13:00"))


async def _changed(town: Town, statement: str, **values: object) -> None:
    store = town.core.outbox._store
    assert await store.write(lambda connection: connection.execute(text(statement), values).rowcount)


def _got(messages: list) -> set[tuple[str, str]]:
    return {(address, type(notice).__name__) for address, notices in messages for notice in notices}


# `make test` spoils one row of each table, `make test-slow` all of them on SQLite and those, or all, on PostgreSQL.
SOME = [*{table: (table, statement) for table, statement in ROWS}.values()]
SLOW = [("sqlite", *row) for row in ROWS if row not in SOME]
SLOW += [("postgresql", *row) for row in (ROWS if is_long() else SOME)]
CASES = [*(("sqlite", *row) for row in SOME), *(pytest.param(*each, marks=pytest.mark.slow) for each in SLOW)]


@pytest.mark.parametrize(("database", "table", "statement"), CASES, indirect=["database"])
async def test_a_row_that_cannot_be_read_harms_nobody_else(town: Town, table: str, statement: str) -> None:
    await _prepared(town.core)
    await _changed(town, statement, **({"bad": BAD} if ":bad" in statement else {}))
    assert {each.table for each in await town.core.outbox.unreadable_rows()} == {table}
    got = _got(await town.messages(DUE))
    others = [chat for chat in CHATS if chat != BAD]
    assert got >= {(chat, kind) for chat in others for kind in ("DigestDue", "ReminderDue")}
    await town.messages("2026-03-03T09:30")  # and the next day
    assert await town.core.agenda.all(at(DUE))


@pytest.mark.parametrize("facts", FACTS)
async def test_a_delivery_whose_facts_are_unknown_is_refused_alone(town: Town, facts: str) -> None:
    await _prepared(town.core)
    await town.core.outbox.enqueue_due(["telegram"], at(DUE))
    await _changed(town, "INSERT INTO content (key, facts) VALUES ('bad', :facts)", facts=facts)
    await _changed(town, _ONE_DELIVERY, bad=BAD)
    assert len(_got(await town.messages(DUE))) == 2 * len(CHATS)
    (refused,) = await town.core.outbox.latest(state="refused")
    assert refused.address == BAD


@pytest.mark.parametrize("instant", [-(2**62), 2**62])
async def test_instants_that_are_none_harm_nobody_else(town: Town, instant: int) -> None:
    await _prepared(town.core)
    for table, column, where in INSTANTS:
        statement = f"UPDATE {table} SET {column} = {instant} WHERE {where}"  # noqa: S608
        await _changed(town, statement, **({"bad": BAD} if ":bad" in where else {}))
    assert {each.table for each in await town.core.outbox.unreadable_rows()} == {table for table, _, _ in INSTANTS}
    others = {(chat, kind) for chat in CHATS if chat != BAD for kind in ("DigestDue", "ReminderDue")}
    assert _got(await town.messages(DUE)) >= others
    assert await town.core.agenda.all(at(DUE))


@pytest.mark.parametrize(
    ("state", "column", "instant"),
    [
        ("pending", "not_before", 2**62),
        ("pending", "due_at", -(2**62)),
        ("sending", "lease_until", 2**62),
        ("sending", "due_at", -(2**62)),
    ],
)
async def test_a_delivery_with_an_instant_that_is_none_holds_up_nobody(
    town: Town, state: str, column: str, instant: int
) -> None:
    await _prepared(town.core)
    await town.core.outbox.enqueue_due(["telegram"], at(MONDAY))
    await town.core.outbox.enqueue_due(["telegram"], at(DUE))
    leased = ", lease_until = 0, sent_as = 'k'" if state == "sending" and column != "lease_until" else ""
    values = f"{column} = {instant}, state = '{state}', epoch = 1{leased}"
    spoilt = f"UPDATE delivery SET {values} WHERE address = :bad"  # noqa: S608
    await _changed(town, spoilt, bad=BAD)
    assert {each.table for each in await town.core.outbox.unreadable_rows(BAD)} == {"delivery"}
    town.core.outbox.recompute_due()
    others = {(chat, kind) for chat in CHATS if chat != BAD for kind in ("DigestDue", "ReminderDue")}
    assert _got(await town.messages(DUE)) >= others
    while await town.core.doubts.next("telegram", town.epoch, at(DUE)):
        pass
    await town.core.outbox.wakes_at("telegram")
    await town.core.outbox.signs(["telegram"], timedelta(minutes=2), at(DUE))


@pytest.mark.parametrize("kind", ["gossip"])
@pytest.mark.parametrize("column", ["kind", "state"])
async def test_a_delivery_of_an_unknown_kind_or_state_holds_up_nobody(town: Town, column: str, kind: str) -> None:
    await _prepared(town.core)
    await town.core.outbox.enqueue_due(["telegram"], at(DUE))
    statement = f"UPDATE delivery SET {column} = :kind WHERE address = :bad"  # noqa: S608
    await _changed(town, statement, kind=kind, bad=BAD)
    assert {each.why for each in await town.core.outbox.unreadable_rows()} == {
        f"{column}: {kind} isn't an allowed value"
    }
    others = {(chat, kind) for chat in CHATS if chat != BAD for kind in ("DigestDue", "ReminderDue")}
    assert _got(await town.messages(DUE)) >= others
    assert {each.address for each in await town.core.outbox.latest()} == set(CHATS) - {BAD}


@pytest.mark.parametrize("kept", ["{", '{"sections": 7}'])
async def test_a_summary_that_cannot_be_read_is_made_anew(town: Town, kept: str) -> None:
    await _prepared(town.core)
    analysis = await town.core.library.get(1)
    made = await town.core.library.summary(analysis, "short")
    await _changed(town, "UPDATE summary SET summary = :kept", kept=kept)
    again = Library(town.core.outbox._store, town.core.agenda.noted, Cache(), "UTC")  # which remembers nothing
    assert await again.summary(await again.get(1), "short") == made
    summary = text("SELECT summary FROM summary")
    store = town.core.outbox._store
    assert len(await store.read(lambda connection: connection.execute(summary).scalar_one())) > 100


async def test_the_chat_itself_and_nobody_else_is_told_of_its_row(town: Town) -> None:
    await _prepared(town.core)
    await _changed(town, ROWS[4][1], bad=BAD)
    (aside,) = await town.core.outbox.unreadable_rows(BAD)
    assert await town.core.outbox.unreadable_rows(BAD, 1000) == [aside]
    assert await town.core.outbox.unreadable_rows(BAD, 0) == []
    assert (aside.address, aside.why) == (BAD, "the time-zone data lacks Mars/Phobos")
    assert await town.core.outbox.unreadable_rows(CHATS[0]) == []


DRAFTS = ["[[[", "{}", "", "null"]


@pytest.mark.parametrize("draft", DRAFTS)
async def test_an_analysis_that_cannot_be_read_hides_no_other(town: Town, draft: str) -> None:
    await _prepared(town.core)
    core, now = town.core, at("2026-03-01T14:00")
    await _changed(town, "UPDATE revision SET draft = :draft WHERE analysis = 2", draft=draft)
    store = core.outbox._store
    shelf = Library(store, core.agenda.noted, Cache(), "UTC")
    desk, history = LibraryAnswers(store, shelf, Meaning(store, None)), History(store, shelf)
    assert {each.analysis for each in (await desk.ask("What was dredged again?")).passages} == {1}
    assert {point.cited.analysis for point in (await desk.brief("dredged")).points} == {1}
    found = await shelf.newest()
    assert found is not None
    assert (found.id, set(await shelf.several([1, 2]))) == (1, {1})
    for failing in (shelf.get(2), shelf.set_published(2, None, now), history.export(2), shelf.resolve(("quay",), 1)):
        with pytest.raises(Damaged, match=r"a2 can't be read\. Import it again, or remove it: /remove a2"):
            await failing


@pytest.mark.parametrize("draft", DRAFTS)
async def test_importing_an_analysis_that_cannot_be_read_again_mends_it(town: Town, draft: str) -> None:
    await _prepared(town.core)
    await _changed(town, "UPDATE revision SET draft = :draft WHERE analysis = 2", draft=draft)
    shelf = Library(town.core.outbox._store, town.core.agenda.noted, Cache(), "UTC")
    now = at("2026-03-01T14:00")
    assert (await shelf.add("quay.txt", NOTE.replace(b"harbour", b"quay") + b"It is longer.\n", now)).outcome == "new"
    await shelf.add("quay.txt", NOTE.replace(b"harbour", b"quay"), now)
    assert (await shelf.get(2)).title == "Report on the quay"
    assert (await shelf.add("quay.txt", NOTE.replace(b"harbour", b"quay"), now)).outcome == "unchanged"


async def test_an_analysis_that_cannot_be_read_is_removed_and_restored(town: Town) -> None:
    await _prepared(town.core)
    await _changed(town, "UPDATE revision SET draft = '{}' WHERE analysis = 2")
    store, now = town.core.outbox._store, at("2026-03-01T14:00")
    history = History(store, Library(store, town.core.agenda.noted, Cache(), "UTC"))
    assert (await history.removal(2)).analysis.title == "Report on the quay"
    gone = await history.remove(2, now)
    assert [each.id for each in await town.core.library.entries()] == [1]
    assert (await history.restore(2, gone.kept, now)).title == "Report on the quay"


async def test_news_leaves_out_analyses_that_cannot_be_read(town: Town) -> None:
    await _prepared(town.core)
    core, later = town.core, at("2026-03-01T15:00")
    await core.chats.remember(CHATS[0], SOMEONE, await core.library.get(1), at("2026-03-01T13:30"), read=True)
    for name in ("weir.txt", "mole.txt"):
        await core.library.add(name, NOTE.replace(b"harbour", name[:-4].encode()), later)
    await core.library.add("harbour.txt", NOTE.replace(b"dredged", b"widened"), later, choice=RevisionChoice(revises=1))
    await _changed(town, "UPDATE revision SET draft = '{}' WHERE analysis = 3 OR (analysis = 1 AND revision = 1)")
    store = core.outbox._store
    news = await History(store, Library(store, core.agenda.noted, Cache(), "UTC")).news(CHATS[0], SOMEONE)
    assert ([each.id for each in news.new], news.revised) == ([4], ())


@pytest.mark.parametrize("statement", [statement for table, statement in ROWS if table in ("chat", "subscription")])
async def test_a_forecast_for_everybody_leaves_out_what_cannot_be_read(town: Town, statement: str) -> None:
    await _prepared(town.core)
    await _changed(town, statement, bad=BAD)
    for address in (None, BAD):
        ahead = await town.core.schedule.between(at(MONDAY), at("2026-03-04T12:00"), address)
        assert {"reminder"} <= {push.kind for push in ahead}
    await town.core.schedule.next_digest(BAD, at(MONDAY))
    assert (await town.core.chats.chat(BAD)).zone == "UTC"


async def test_a_subscription_that_cannot_be_read_is_numbered_and_ends(town: Town) -> None:
    await _prepared(town.core)
    await _changed(town, ROWS[4][1], bad=BAD)
    own, number = town.core.subscriptions, CHATS.index(BAD) + 1
    assert (await own.of(BAD), await own.unreadable(BAD), await own.unreadable(CHATS[0])) == ([], [number], [])
    with pytest.raises(BadInput, match="belongs to another chat"):
        await own.unsubscribe(CHATS[0], number, at(DUE))
    assert await own.unsubscribe(BAD, number, at(DUE)) is None
    assert await own.unreadable(BAD) == []
