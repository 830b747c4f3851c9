"""Revisions, removal, export and what is unread, on each database."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from briefings.errors import NotFound, Unreadable
from briefings.model.delivery import Lead
from briefings.reading import to_json
from briefings.service import Briefings, open_briefings

NOW = datetime(2026, 3, 5, 12, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)
HERE, WHO = "telegram:1", "telegram:42"
PAPER = """The harbour talks and their costs
Introduction
The harbour talks between Norland and Sudland ended on 3 March 2026 (Daily Ledger, 2026). Both sides praised the tone.
Costs
Dredging the harbour costs 40 million crowns (Holm, 2025). A ministers' meeting in May will settle it (Holm, 2025).
References
Daily Ledger. (2026, March 4). Talks end in good spirit.
Holm, A. (2025). The price of mud. https://example.org/mud
"""
SECOND = PAPER.replace("Both sides praised the tone.", "Nobody praised the tone.").replace(
    "References\n", "Outlook\nMud returns each spring (Holm, 2025).\nReferences\n"
)
OTHER = "Ice on the quay\nCosts\nBreaking the ice costs more than the berths bring in.\n"


async def add(core: Briefings, text: str, now: datetime = NOW, name: str = "harbour.txt", by: str = "Anna"):
    return await core.library.add(name, text.encode(), now, by=by)


async def test_a_revision_tells_who_added_it_when_and_what_it_changed(core: Briefings):
    await add(core, PAPER)
    await add(core, SECOND, LATER, by="Bo")
    newest, first = await core.history.revisions(1, 10)
    assert (newest.revision, newest.at, newest.by) == (2, LATER, "Bo")
    assert (first.revision, first.by, first.difference) == (1, "Anna", None)
    of = newest.difference
    assert of is not None
    assert (of.sections_added, of.sections_removed) == (("Outlook",), ())
    assert [SECOND[start:end] for start, end in of.added] == [
        "Nobody praised the tone.",
        "Mud returns each spring (Holm, 2025).",
    ]
    assert [PAPER[start:end] for start, end in of.removed] == ["Both sides praised the tone."]
    assert (of.citations_added, of.citations_removed) == (("(Holm, 2025)",), ())
    assert [each.revision for each in await core.history.revisions(1, 1)] == [2]
    assert (await core.history.revisions(1, 1))[0].difference is not None


async def test_the_identical_file_is_no_revision_under_another_name_either(core: Briefings):
    await add(core, PAPER)
    assert (await add(core, PAPER, LATER, "copy.txt")).outcome == "unchanged"
    assert len(await core.history.revisions(1, 10)) == 1


@pytest.mark.parametrize("again", [PAPER.rstrip(), f"{PAPER}\n \n", PAPER.replace(".\n", ".  \n")])
async def test_spaces_at_the_ends_of_lines_make_no_revision(core: Briefings, again: str):
    await add(core, PAPER)
    assert (await add(core, again, LATER)).outcome == "unchanged"
    assert len(await core.history.revisions(1, 10)) == 1


async def test_removing_takes_everything_but_events_that_are_followed(core: Briefings):
    await add(core, PAPER)
    await add(core, OTHER, name="ice.txt")
    event = next(each.event for each in await core.agenda.all(NOW) if "meeting" in each.event.title)
    await core.subscriptions.remind(HERE, event.id, (Lead(7, "d"),), WHO, NOW)
    assert [each.id for each in (await core.history.removal(1)).followed] == [event.id]
    assert (await core.library.get(1)).revision == 1
    gone = await core.history.remove(1, NOW)
    assert [each.id for each in gone.followed] == [event.id]
    with pytest.raises(NotFound):
        await core.library.get(1)
    assert (await core.library.search("dredging harbour")).hits == ()
    assert [each.id for each in await core.library.entries()] == [2]
    (left,) = await core.agenda.all(NOW)
    assert (left.event.id, left.mentions) == (event.id, ())
    assert [each.event.id for each in await core.subscriptions.follows(HERE)] == [event.id]
    assert (await add(core, PAPER, LATER)).analysis.id == 3


async def test_removing_forgets_events_that_nobody_follows(core: Briefings):
    await add(core, PAPER)
    assert await core.agenda.all(NOW)
    assert (await core.history.remove(1, NOW)).followed == ()
    assert await core.agenda.all(NOW) == []


async def test_an_export_is_taken_back_exactly_by_another_library(core: Briefings):
    await core.library.add("harbour.txt", PAPER.encode(), NOW, published=NOW.date(), by="Anna")
    await add(core, SECOND, LATER, by="Bo")
    document = await core.history.export(1)
    assert (await core.library.add("any.json", document.encode(), LATER)).outcome == "unchanged"
    async with open_briefings("sqlite:///:memory:") as other:
        taken = await other.library.add("any.json", document.encode(), LATER + timedelta(days=1))
        assert (taken.outcome, taken.analysis.revision) == ("new", 2)
        assert taken.analysis.draft == (await core.library.get(1)).draft
        assert await other.history.export(1) == document
        assert await other.library.revision(1, 1) == await core.library.revision(1, 1)
        assert to_json((await other.library.get(1)).draft) == to_json((await core.library.get(1)).draft)
        assert len(await other.agenda.all(NOW)) == len(await core.agenda.all(NOW))
        assert (await other.library.search("mud spring")).hits[0].text.startswith("Mud returns")
        assert (await add(other, SECOND + "\n", LATER)).analysis.id == 1


async def test_an_export_of_a_newer_text_becomes_a_revision(core: Briefings):
    async with open_briefings("sqlite:///:memory:") as other:
        await add(other, SECOND)
        document = await other.history.export(1)
    await add(core, PAPER)
    taken = await core.library.add("x.json", document.encode(), LATER)
    assert (taken.outcome, taken.analysis.id, taken.analysis.revision) == ("revised", 1, 2)


async def test_a_spoilt_export_is_refused_and_leaves_nothing(core: Briefings):
    await add(core, PAPER)
    whole = json.loads(await core.history.export(1))
    await core.history.remove(1, NOW)
    draft = whole["revisions"][0]["draft"]
    spoilt = [
        whole | {"readout_export": 99},
        whole | {"revisions": []},
        whole | {"revisions": whole["revisions"] * 2},
        whole | {"revisions": [whole["revisions"][0] | {"draft": draft | {"text": draft["text"][:50]}}]},
        whole | {"revisions": [whole["revisions"][0] | {"draft": draft | {"references": []}}]},
        whole | {"revisions": [whole["revisions"][0] | {"at": "2026-03-05T12:00:00"}]},
    ]
    for each in spoilt:
        with pytest.raises(Unreadable):
            await core.library.add("x.json", json.dumps(each).encode(), NOW)
    with pytest.raises(Unreadable):
        await core.library.add("x.json", json.dumps(whole).encode()[:-30], NOW)
    assert await core.library.count() == 0


async def test_what_is_unread_counts_from_the_revision_that_this_person_read_here(core: Briefings):
    first = (await add(core, PAPER)).analysis
    assert await core.history.unread(HERE, WHO, first) is None
    assert (await core.history.news(HERE, WHO)).since is None
    await core.chats.remember(HERE, WHO, first, NOW, read=True)
    unread = await core.history.unread(HERE, WHO, first)
    assert unread is not None
    assert unread.same
    second = (await add(core, SECOND, LATER)).analysis
    await add(core, OTHER, LATER, "ice.txt")
    unread = await core.history.unread(HERE, WHO, second)
    assert unread is not None
    assert (unread.read.revision, unread.difference.sections_added) == (1, ("Outlook",))
    news = await core.history.news(HERE, WHO)
    assert (news.since, [each.analysis.id for each in news.revised], [each.id for each in news.new]) == (NOW, [1], [2])
    assert await core.history.unread("telegram:2", WHO, second) is None
    await core.chats.remember(HERE, WHO, second, LATER + timedelta(minutes=1), read=True)
    news = await core.history.news(HERE, WHO)
    assert (news.revised, news.new) == ((), ())


async def test_what_was_read_moves_and_is_forgotten_with_the_chat(core: Briefings):
    first = (await add(core, PAPER)).analysis
    await core.chats.remember(HERE, WHO, first, NOW, read=True)
    await core.chats.move(HERE, "telegram:-100", NOW)
    assert await core.history.unread("telegram:-100", WHO, first) is not None
    assert await core.history.unread(HERE, WHO, first) is None
    await core.chats.forget("telegram:-100", NOW)
    assert await core.history.unread("telegram:-100", WHO, first) is None
