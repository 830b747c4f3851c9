"""After an upgrade stored texts are read again, and nothing that people have set is lost, on each database."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import func, select

from briefings.errors import Unreadable
from briefings.library import Rereading, RereadingProgress
from briefings.library.diff import compare
from briefings.library.reading_progress import EDITION_OF_STORED
from briefings.model.agenda import EventDate
from briefings.model.analysis import Analysis, Draft
from briefings.model.delivery import Lead
from briefings.parsing import names
from briefings.sandbox import Sandbox
from briefings.service import Briefings
from briefings.store import Connection
from briefings.store import agenda as events
from briefings.store import analyses as rows
from briefings.store.agenda import put_mentions
from briefings.store.tables import delivery, journal, mention
from briefings.summarising import EDITION

NOW = datetime(2026, 3, 5, 12, tzinfo=UTC)
LATER = NOW + timedelta(days=30)
HERE, WHO = "telegram:1", "telegram:42"
PAPER = """The harbour and its costs

5 March 2026

Costs

Dredging the harbour costs 40 million crowns (Holm, 2025). The port council votes on the toll on 12 June 2026.

The harbour ministers meet in Oslo on 20 June 2026. Nobody praised the plan.

References

Holm, A. (2025). The price of mud. Coast, 3, 4-5.
"""
PAGE = (
    '<html><head><meta property="article:published_time" content="2026-02-03"></head><body><article><h1>The mud</h1>'
    "<p>Dredging the harbour costs 40 million crowns, and nobody praised it. The council meets on 12 June 2026.</p>"
    "<p>It meets again in the autumn, as it does each year, and it will hear the ministers.</p></article></body></html>"
)


async def read_by_older(core: Briefings, id_: int, change: Callable[[Draft], Draft]) -> None:
    """Stores what an older version of Readout would have found in a text, in the place of what was found."""

    def step(connection: Connection) -> None:
        found = rows.load(connection, id_)
        assert found is not None
        stamp, draft = found[0], change(found[1].draft)
        given = rows.given_date(connection, stamp)
        new = replace(stamp, reading=stamp.reading + 1)
        rows.put_reading(connection, new, draft, given)
        rows.set_current(connection, new, names.key(draft.title), draft, 1, rows.changed_at(connection, id_))
        rows.index_sentences(connection, id_, ())
        mentions = zip(
            connection.execute(select(mention.c.event).order_by(mention.c.id)).scalars(), draft.mentions, strict=False
        )
        put_mentions(connection, id_, stamp.revision, [(event, each, None) for event, each in mentions])

    await core.library._store.write(step)


async def counted(core: Briefings) -> tuple[int, int]:
    """The deliveries and the entries of the audit log."""
    queries = [select(func.count()).select_from(table) for table in (delivery, journal)]
    return await core.library._store.read(
        lambda connection: (connection.execute(queries[0]).scalar_one(), connection.execute(queries[1]).scalar_one())
    )


def rereading(core: Briefings, edition: int = EDITION_OF_STORED + 1) -> Rereading:
    return Rereading(core.library._store, core.library, edition)


async def all_read(core: Briefings) -> None:
    task = rereading(core)
    while await task.read_next(LATER):
        pass


def poorer(draft: Draft) -> Draft:
    """What a version found that knew neither citations nor the last sentences."""
    return replace(draft, sentences=draft.sentences[:1], citations=(), references=())


async def test_what_an_older_version_missed_is_found(core: Briefings):
    await core.library.add("harbour.txt", PAPER.encode(), NOW)
    await read_by_older(core, 1, poorer)
    older = await core.library.get(1)
    assert len((await core.library.summary(older)).sections) <= 1
    assert not (await core.library.search("praised")).hits
    before = await counted(core)
    await all_read(core)
    newer = await core.library.get(1)
    assert (len(newer.draft.citations), len(newer.draft.references)) == (1, 1)
    assert len((await core.library.search("praised")).hits) == 1
    assert (await core.library.summary(newer)).sections != (await core.library.summary(older)).sections
    assert await counted(core) == before
    changed = await core.library._store.read(lambda connection: rows.changed_at(connection, 1))
    assert changed == NOW


async def test_dates_that_people_or_pages_gave_stay(core: Briefings):
    await core.library.add("harbour.txt", PAPER.encode(), NOW)
    await core.library.set_published(1, date(2026, 2, 1), NOW)
    await core.library.add("mud.html", PAGE.encode(), NOW)
    for id_ in (1, 2):
        await read_by_older(core, id_, poorer)
    await all_read(core)
    given, stated = [(await core.library.get(id_)).draft for id_ in (1, 2)]
    assert (given.published, given.published_from) == (date(2026, 2, 1), "given")
    assert (stated.published, stated.published_from) == (date(2026, 2, 3), "text")
    assert len(stated.sentences) > 1


async def test_what_people_set_on_events_stays_and_nobody_is_told(core: Briefings):
    added = await core.library.add("harbour.txt", PAPER.encode(), NOW, by="Anna", reviewed=True)
    vote, meeting = (event.id for event in added.events)
    await core.agenda.rename(vote, "Toll vote", "Anna", NOW)
    await core.agenda.move(vote, EventDate(date(2026, 6, 13), date(2026, 6, 13), "day"), "Anna", NOW)
    await core.agenda.review(meeting, "", "Anna", NOW)
    await core.subscriptions.remind(HERE, meeting, [Lead(1, "d")], WHO, NOW)

    def otherwise(draft: Draft) -> Draft:
        """Other titles, and another day of the second event."""
        told = [replace(each, title=f"Older {each.title}") for each in draft.mentions]
        day = date(2026, 6, 21)
        return replace(draft, mentions=(told[0], replace(told[1], when=EventDate(day, day, "day"))))

    await read_by_older(core, 1, otherwise)
    known, before = await core.agenda.all(NOW), await counted(core)
    await all_read(core)
    assert await counted(core) == before
    now_known = {item.event.id: item.event for item in await core.agenda.all(NOW)}
    assert {id_: now_known[id_] for id_ in (vote, meeting)} == {each.event.id: each.event for each in known}
    assert {each.review for id_, each in now_known.items() if id_ not in {vote, meeting}} <= {"open"}
    assert [each.event for each in await core.agenda.upcoming(NOW)] == [now_known[vote], now_known[meeting]]


async def test_a_new_library_has_nothing_to_read_again(core: Briefings):
    assert (await core.rereading.progress()).done
    await core.library.add("harbour.txt", PAPER.encode(), NOW)
    await core.library.add("mud.html", PAGE.encode(), NOW)
    assert (await core.rereading.progress()).done


async def test_a_dropped_event_stays_away(core: Briefings):
    added = await core.library.add("harbour.txt", PAPER.encode(), NOW, by="Anna", reviewed=True)
    await core.agenda.review(added.events[0].id, "dropped", "Anna", NOW)
    await read_by_older(core, 1, poorer)
    await all_read(core)
    assert added.events[0].id not in {each.event.id for each in await core.agenda.all(NOW)}


async def test_an_event_that_only_the_older_version_saw_goes_unless_somebody_relies_on_it(core: Briefings):
    added = await core.library.add("harbour.txt", PAPER.encode(), NOW)
    real = [event.id for event in added.events]

    def with_bogus(connection: Connection) -> list[int]:
        """Three events of September, and their mentions in the text."""
        found = rows.load(connection, 1)
        assert found is not None
        told = found[1].draft.mentions
        extra = [replace(told[0], title=f"Bogus {day}", start=day, end=day + 1) for day in (1, 2, 3)]
        days = [EventDate(date(2026, 9, day), date(2026, 9, day), "day") for day in (1, 2, 3)]
        made = [
            events.add(connection, each.title, when, NOW, by_person=False).id
            for each, when in zip(extra, days, strict=True)
        ]
        both = zip([*real, *made], [*told, *extra], strict=True)
        put_mentions(connection, 1, 1, [(event, each, None) for event, each in both])
        return made

    await read_by_older(core, 1, poorer)
    bogus = await core.library._store.write(with_bogus)
    await core.subscriptions.remind(HERE, bogus[1], [Lead(1, "d")], WHO, NOW)
    await core.agenda.rename(bogus[2], "Kept by Anna", "Anna", NOW)
    assert {each.event.id for each in await core.agenda.all(NOW)} == {*real, *bogus}
    await all_read(core)
    ids = set(real) | set(bogus)
    left = await core.library._store.read(lambda c: {id_ for id_ in ids if events.find(c, id_) is not None})
    assert left == ids - {bogus[0]}


async def test_a_new_event_waits_for_an_editor(core: Briefings):
    await core.library.add("harbour.txt", PAPER.encode(), NOW)
    await core.library.add("other.txt", PAPER.replace("20 June", "27 June").replace("Oslo", "Bergen").encode(), NOW)
    before = {each.event.id for each in await core.agenda.all(NOW)}
    await core.library._store.write(lambda connection: put_mentions(connection, 2, 1, ()))
    await read_by_older(core, 1, lambda draft: replace(draft, mentions=draft.mentions[:1]))
    await all_read(core)
    assert before <= {each.event.id for each in await core.agenda.all(NOW)}


async def test_one_that_was_interrupted_goes_on_and_the_next_upgrade_begins_anew(core: Briefings):
    for number in range(3):
        text = PAPER.replace("40 million", f"4{number} million").replace("The harbour and", f"Harbour {number} and")
        await core.library.add(f"h{number}.txt", text.encode(), NOW)
        await read_by_older(core, number + 1, poorer)
    assert await rereading(core).read_next(NOW)
    again = rereading(core)
    assert await again.progress() == RereadingProgress(1, 3)
    await core.library.add("late.txt", PAPER.replace("The harbour and", "Late and").encode(), NOW)
    assert [await again.read_next(NOW) for _ in range(3)] == [True, True, False]
    assert (await rereading(core).progress()).done
    assert all([(await core.library.get(id_)).draft.citations for id_ in (1, 2, 3)])
    assert await rereading(core, EDITION_OF_STORED + 2).progress() == RereadingProgress(0, 4)


async def test_restricted_texts_are_read_again_too(core: Briefings):
    await core.library.add("closed.txt", b"TLP:RED\n\n" + PAPER.encode(), NOW)
    await core.library.add("harbour.txt", PAPER.replace("The harbour and", "The pier and").encode(), NOW)
    for id_ in (-1, 1):
        await read_by_older(core, id_, poorer)
    assert await rereading(core).progress() == RereadingProgress(-2, 1)
    await all_read(core)
    assert all([(await core.library.get(id_)).draft.citations for id_ in (-1, 1)])
    assert (await rereading(core).progress()).done


class Refusing(Sandbox):
    """Reads no stored text any more."""

    async def read_again(self, *_: object, **__: object) -> Draft:
        raise Unreadable("Reading the file takes longer than Readout gives to one file.")


async def test_a_text_that_fails_keeps_its_reading_and_holds_up_no_other(
    core: Briefings, caplog: pytest.LogCaptureFixture
):
    await core.library.add("harbour.txt", PAPER.encode(), NOW)
    await read_by_older(core, 1, poorer)
    before = (await core.library.get(1)).draft
    core.library._sandbox = Refusing()
    await all_read(core)
    assert (await core.library.get(1)).draft == before
    assert (await rereading(core).progress()).done
    assert "a stored text keeps its older reading" in caplog.text


async def test_summaries_are_made_anew_with_the_texts(core: Briefings):
    added = await core.library.add("harbour.txt", PAPER.encode(), NOW)
    await all_read(core)
    _, kept = await core.library._store.read(lambda connection: rows.cached_summary(connection, 1, f"{EDITION}/medium"))
    assert kept == await core.library.summary(added.analysis)


async def test_an_empty_library_has_nothing_to_read(core: Briefings):
    assert (await core.rereading.progress()).done
    assert not await core.rereading.read_next(NOW)
    await core.library.add("harbour.txt", PAPER.encode(), NOW)
    assert (await core.rereading.progress()).done


async def test_older_revisions_are_read_again_too_so_that_nothing_old_is_told_as_new(core: Briefings):
    await core.library.add("harbour.txt", PAPER.encode(), NOW)
    await core.library._store.write(
        lambda connection: rows.put_reading(
            connection, rows.Stamp(1, 1, 0), poorer(rows.load_revision(connection, 1, 1).draft), None
        )
    )
    await core.library.add("harbour.txt", PAPER.replace("40 million", "45 million").encode(), NOW)
    assert len(added_since(await core.library.revision(1, 1), await core.library.get(1))) > 1
    await all_read(core)
    assert len(added_since(await core.library.revision(1, 1), await core.library.get(1))) == 1


def added_since(before: Analysis, after: Analysis) -> tuple[tuple[int, int], ...]:
    """The sentences that a revision added."""
    return compare(before.draft, after.draft).added
