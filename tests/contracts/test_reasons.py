"""Reasons are stored with their pattern and parts, and rows of earlier versions are read as they are."""

from sqlalchemy import text

from bot.languages import language_set, translate
from briefings.library.cache import Cache
from briefings.library.library import Library
from briefings.model.delivery import DatabaseFailed, Lead, SenderRefused
from briefings.translatable import Phrase, phrase
from tests.fakes.town import HERE, SOMEONE, Town, at, on

REFUSED = phrase("Slack refuses Readout: {reason} ({code})", reason=phrase("the token is wrong"), code="invalid_auth")
CLOSED = phrase("The topic is closed")


def in_russian(told: str) -> str:
    with language_set("ru"):
        return translate(told)


async def earlier(town: Town, statement: str) -> None:
    """Writes a row as an earlier version did."""
    store = town.core.outbox._store
    assert await store.write(lambda connection: connection.execute(text(statement)).rowcount)


class TestReasons:
    async def test_a_deliverys_reason_can_be_translated(self, town: Town):
        await town.remind(await town.event(on("2026-05-20")), Lead(1, "d"))
        await town.core.outbox.refuse("telegram", REFUSED, [], at("2026-05-12T09:00"))
        assert await town.notices("2026-05-19T09:00") == []
        assert await town.notices("2026-05-21T00:00") == []
        [delivery] = await town.core.outbox.latest(HERE)
        assert delivery.reason == f"its time passed while it waited: {REFUSED}"
        assert in_russian(delivery.reason).endswith("Slack отказывает Readout: токен неверен (invalid_auth)")

    async def test_a_pause_and_an_outage_can_be_translated(self, town: Town):
        core = town.core
        await core.chats.close(HERE, CLOSED, at("2026-03-01T12:00"))
        assert in_russian((await core.chats.chat(HERE)).paused) == "Тема закрыта"
        await core.outbox.take_over("slack", at("2026-03-01T12:00"))
        await core.outbox.refuse("slack", REFUSED, [SOMEONE], at("2026-03-01T12:00"))
        await core.outbox.warn_of_outage([SOMEONE], at("2026-03-01T11:00"), at("2026-03-01T12:00"), REFUSED)
        await core.outbox.note_failure("telegram", REFUSED)
        for reason in ((await core.outbox.troubles())["slack"], await core.outbox.last_failure("telegram")):
            assert isinstance(reason, Phrase)
        told = [n for n in await town.notices("2026-03-01T12:01") if isinstance(n, SenderRefused | DatabaseFailed)]
        assert [isinstance(notice.reason, Phrase) for notice in told] == [True, True]

    async def test_a_reason_that_an_earlier_version_wrote_is_told_as_it_is(self, town: Town):
        await town.remind(await town.event(on("2026-05-20")), Lead(1, "d"))
        await town.core.outbox.enqueue_due(["telegram"], at("2026-05-19T09:00"))
        await earlier(town, "UPDATE delivery SET reason = 'Slack failed (500)'")
        [delivery] = await town.core.outbox.latest(HERE)
        assert (delivery.reason, in_russian(delivery.reason)) == ("Slack failed (500)", "Slack failed (500)")

    async def test_what_an_earlier_version_paused_is_resumed(self, town: Town):
        await town.core.chats.close(HERE, CLOSED, at("2026-03-01T12:00"))
        await earlier(town, "UPDATE chat SET paused = 'The topic is closed'")
        await town.core.chats.reopen(HERE, phrase("The bot was blocked"))
        assert (await town.core.chats.chat(HERE)).paused == CLOSED
        await town.core.chats.reopen(HERE, CLOSED)
        assert (await town.core.chats.chat(HERE)).paused == ""

    async def test_what_is_doubtful_in_a_reading_can_be_translated(self, town: Town):
        added = await town.core.library.add(
            "tides.md", b"Tides rise by two metres each spring.\n", at("2026-03-01T12:00")
        )
        anew = Library(town.core.outbox._store, town.core.agenda.noted, Cache(), "UTC")
        doubts = (await anew.get(added.analysis.id)).draft.doubts
        assert "Заголовков не найдено, поэтому разделов в тексте нет." in map(in_russian, doubts)
