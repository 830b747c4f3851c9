"""What doctor finds: each fault is brought about and told with its one cure; a healthy installation in a line."""

import asyncio
import json
import re
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import pytest
from aiohttp import web
from sqlalchemy import text

from bot.cli import main
from bot.diagnostics import Problem
from bot.run.doctor import HostChecks, doctor, refusal_missing
from bot.run.settings import hashes_of, read_settings, setting_names
from briefings.model.agenda import EventDate
from briefings.model.delivery import Lead
from briefings.sandbox import Sandbox
from briefings.sandbox.client import ForkserverClient
from briefings.service import Briefings, open_briefings
from briefings.store import Connection, connect, only_sender
from tests.fakes.databases import fresh_database
from tests.fakes.lean_install import lack_meaning, lack_pictures
from tests.fakes.slack_rules import Refused as SlackRefused
from tests.fakes.slack_world import APP_TOKEN, BOT_TOKEN, DIRECT, OUTSIDE, ROOT, SlackWorld
from tests.fakes.slack_world import GROUP as CHANNEL
from tests.fakes.telegram_rules import BLOCKED
from tests.fakes.telegram_world import GROUP, PERSON, TOKEN, TOPIC, TelegramWorld

PLENTY = HostChecks(free=lambda _: 10**12)


def real_now() -> datetime:
    """The program under test reads the real clock."""
    return datetime.now(UTC)  # noqa: TID251


@dataclass
class Clinic:
    """An installation on both platforms, with a database of its own."""

    telegram: TelegramWorld
    slack: SlackWorld
    url: str

    async def faults(self, machine: HostChecks = PLENTY) -> list[Problem]:
        return await doctor(read_settings(), machine)

    async def told(self, machine: HostChecks = PLENTY) -> tuple[str, str]:
        """The one fault there is: what it is and its cure."""
        [fault] = await self.faults(machine)
        assert fault.is_error
        return fault.what, fault.fix

    async def order(self, *addresses: str) -> None:
        """A reminder for each address."""
        async with open_briefings(self.url) as core:
            event = await core.agenda.create(
                "Vote", EventDate(date(2040, 5, 1), date(2040, 5, 1), "day"), "Ada", real_now()
            )
            for address in addresses:
                await core.subscriptions.remind(address, event.id, [Lead(1, "d")], "telegram:42", real_now())

    async def served(self, core: Briefings) -> None:
        for platform in ("telegram", "slack"):
            await core.outbox.take_over(platform, real_now())


async def shift_clock(url: str, seconds: int) -> None:
    """Sets the clock of a server, as sessions of a database see it, by a function before the server's own."""
    name = url.partition("?")[0].rpartition("/")[2]
    shifted = f"SELECT pg_catalog.clock_timestamp() + interval '{seconds} seconds'"
    function = f"CREATE FUNCTION public.clock_timestamp() RETURNS timestamptz LANGUAGE sql AS $$ {shifted} $$"
    store = await connect(url)
    for statement in (function, f'ALTER DATABASE "{name}" SET search_path = public, pg_catalog'):
        await store.write(partial(Connection.execute, statement=text(statement)))
    await store.close()


@pytest.fixture
async def clinic(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Clinic]:
    """All is well, and the service was heard of just now."""
    telegram, slack = TelegramWorld(), SlackWorld()
    await telegram.open()
    await slack.open()
    telegram.server.now = slack.server.now = real_now()
    for name in setting_names():
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    for name, value in {
        "TELEGRAM_BOT_TOKEN": TOKEN,
        "TELEGRAM_API_URL": telegram.server.url,
        "SLACK_BOT_TOKEN": BOT_TOKEN,
        "SLACK_APP_TOKEN": APP_TOKEN,
        "SLACK_API_URL": slack.server.url,
    }.items():
        monkeypatch.setenv(name, value)
    made = Clinic(telegram, slack, f"sqlite:///{tmp_path}/data/readout.db")
    async with open_briefings(made.url) as core:
        await made.served(core)
    yield made
    await telegram.stop()
    await slack.stop()


class TestHealth:
    async def test_nothing_is_found_where_all_is_well(self, clinic):
        await clinic.order(f"telegram:{PERSON}", f"telegram:{GROUP}:{TOPIC}", f"slack:{CHANNEL}:{ROOT}", "slack:U42")
        await clinic.order(f"slack:{DIRECT}")
        assert await clinic.faults() == []
        assert clinic.telegram.server.posts == []
        assert clinic.slack.slack.posts == []

    async def test_it_is_told_in_one_line(self, clinic, capsys):
        assert await asyncio.to_thread(main, ["doctor"]) == 0
        first, second, *kind = capsys.readouterr().out.splitlines()
        assert "an internal app of your workspace" in kind[0]
        assert "“reconciled to once” ends" in kind[2]
        assert first == "OK    settings, database, Telegram, Slack"
        assert second == (
            "OK    files are read in processes of their own, confined by: own user, no network, Landlock, seccomp"
        )
        assert await asyncio.to_thread(main, ["doctor", "--json"]) == 0
        assert json.loads(capsys.readouterr().out) == {
            "ok": True,
            "faults": [],
            "confinement": ["own user", "no network", "Landlock", "seccomp"],
            "processes": [],
        }

    async def test_faults_end_with_status_1_in_words_and_as_json(self, clinic, capsys):
        clinic.telegram.server.token = "9:other"
        assert await asyncio.to_thread(main, ["doctor"]) == 1
        out = capsys.readouterr().out
        assert re.match("FAULT Telegram refuses the bot's token at http://127.*\n      Copy the token again", out)
        assert TOKEN not in out
        assert await asyncio.to_thread(main, ["doctor", "--json"]) == 1
        told = json.loads(capsys.readouterr().out)
        assert (told["ok"], [each["grave"] for each in told["faults"]]) == (False, [True])


class TestProcesses:
    async def test_each_process_that_sends_is_told_with_its_heartbeats(self, clinic, capsys):
        async with open_briefings(clinic.url) as core, only_sender(clinic.url):
            epoch = await core.outbox.take_over("telegram", real_now(), place="harbour:7")
            await core.outbox.beat(("telegram",), real_now() - timedelta(seconds=9), epoch)
            assert await asyncio.to_thread(main, ["doctor"]) == 0
        told = next(line for line in capsys.readouterr().out.splitlines() if "harbour:7" in line)
        assert re.fullmatch(r"OK    a process sends, .*: harbour:7: Telegram (9|1\d) s ago", told)

    async def test_a_courier_that_hangs_is_a_fault_though_others_beat(self, clinic):
        async with open_briefings(clinic.url) as core:
            epoch = await core.outbox.take_over("telegram", real_now(), place="harbour:7")
            await core.outbox.beat(("telegram",), real_now() - timedelta(minutes=5), epoch)
            await core.outbox.beat(("telegram", "slack"), real_now())
            assert await clinic.faults() == []  # nothing runs, so nothing hangs
            async with only_sender(clinic.url):
                what, fix = await clinic.told()
        assert re.match(
            r"The courier for Telegram in the process harbour:7 last showed a sign of life 30\d s ago", what
        )
        assert "Restart that process" in fix


class TestWebhook:
    """Updates come by HTTP; Telegram tells what it knows of its webhook."""

    @pytest.fixture(autouse=True)
    def by_http(self, clinic, monkeypatch):
        for name, value in {
            "READOUT_WEB_PORT": "8080",
            "READOUT_WEB_URL": "https://readout.example.org",
            "READOUT_TELEGRAM_RECEIVE": "webhook",
        }.items():
            monkeypatch.setenv(name, value)
        clinic.telegram.server.webhook = "https://readout.example.org/telegram/webhook"

    def fails(self, clinic, words: str, ago: timedelta = timedelta(minutes=1)) -> None:
        at = int((real_now() - ago).timestamp())
        clinic.telegram.server.webhook_error = {"last_error_date": at, "last_error_message": words}

    async def test_all_is_well_with_a_webhook_that_stands(self, clinic):
        assert await clinic.faults() == []
        self.fails(clinic, "Connection refused", timedelta(hours=1))
        assert await clinic.faults() == []
        assert "getUpdates" not in clinic.telegram.server.methods()

    async def test_there_is_none(self, clinic):
        clinic.telegram.server.webhook = ""
        what, fix = await clinic.told()
        assert what == "Telegram has no webhook, so no message arrives"
        assert fix == "Start the bot: it sets the webhook"

    async def test_it_leads_elsewhere(self, clinic):
        clinic.telegram.server.webhook = "https://other.example.org/hook/secret"
        what, fix = await clinic.told()
        assert what == "Another webhook, at other.example.org, takes this bot's messages"
        assert "secret" not in what
        assert "Stop the other program" in fix

    async def test_telegram_cannot_deliver(self, clinic):
        self.fails(clinic, "Connection timed out")
        what, fix = await clinic.told()
        assert re.fullmatch(r"Telegram couldn't deliver to the webhook at \S+ UTC: Connection timed out", what)
        assert "READOUT_WEB_URL" in fix

    async def test_no_process_could_store_it(self, clinic):
        self.fails(clinic, "Wrong response from the webhook: 503 Service Unavailable")
        what, fix = await clinic.told()
        assert what.endswith("503 Service Unavailable")
        assert "READOUT_WEB_URL" not in fix
        assert "/readyz" in fix

    async def test_its_secret_is_another_ones(self, clinic):
        self.fails(clinic, "Wrong response from the webhook: 401 Unauthorized")
        what, fix = await clinic.told()
        assert re.fullmatch(r"Telegram sent to the webhook with a secret that isn't this bot's, at \S+ UTC", what)
        assert "the same TELEGRAM_BOT_TOKEN" in fix

    async def test_an_address_that_leads_nowhere_is_a_note_while_the_service_runs(self, clinic, monkeypatch):
        monkeypatch.setenv("READOUT_WEB_URL", "https://127.0.0.1:1")
        clinic.telegram.server.webhook = "https://127.0.0.1:1/telegram/webhook"
        async with only_sender(clinic.url):
            [note] = await clinic.faults()
        assert (note.is_error, "127.0.0.1:1/telegram/webhook doesn't lead to Readout" in note.what) == (False, True)
        assert "READOUT_WEB_PORT" in note.fix

    async def test_slack_by_http_needs_its_signing_secret(self, monkeypatch, capsys):
        monkeypatch.setenv("READOUT_SLACK_RECEIVE", "http")
        assert await asyncio.to_thread(main, ["doctor"]) == 2
        assert "SLACK_SIGNING_SECRET is missing while READOUT_SLACK_RECEIVE is http" in capsys.readouterr().err

    async def test_slack_by_http_needs_no_app_level_token(self, clinic, monkeypatch):
        monkeypatch.setenv("READOUT_SLACK_RECEIVE", "http")
        monkeypatch.setenv("SLACK_SIGNING_SECRET", "s" * 32)
        monkeypatch.delenv("SLACK_APP_TOKEN")
        assert await clinic.faults() == []
        assert clinic.slack.server.count("apps.connections.open") == 0

    async def test_another_webhook_is_replaced_at_the_start_or_by_the_running_bot(self, clinic, monkeypatch):
        for name, value in {"TELEGRAM_RECEIVE": "webhook", "WEB_URL": "https://bots.example", "WEB_PORT": "80"}.items():
            monkeypatch.setenv(f"READOUT_{name}", value)
        clinic.telegram.server.webhook = "https://other.example/hook"
        _, fix = await clinic.told()
        assert fix == "Stop the other program with this token; the bot sets its own webhook again within a minute"
        monkeypatch.setenv("DATABASE_URL", "sqlite:///data/nothing_runs.db")
        [fault] = [each for each in await clinic.faults() if each.is_error]
        assert fault.fix == "Start the bot: it sets its own webhook in its place"

    async def test_a_database_that_was_moved_away_from_is_noted(self, clinic, monkeypatch, tmp_path):
        monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/data/moved.db")
        async with open_briefings(f"sqlite:///{tmp_path}/data/moved.db") as core:
            await clinic.served(core)
        [note] = await clinic.faults()
        assert note.what == (
            f"{tmp_path}/data/readout.db is still there, beside the database of DATABASE_URL: a start without that "
            "would send from it."
        )
        assert not note.is_error
        (tmp_path / "data" / "readout.db").unlink()
        assert await clinic.faults() == []


class TestBots:
    async def test_another_bot_than_the_one_that_serves_is_a_fault(self, clinic):
        async with open_briefings(clinic.url) as core:
            await core.bot_accounts.claim("telegram", "111", real_now())
            await core.bot_accounts.claim("slack", "T1 UBOT1", real_now())
        [note] = await clinic.faults()
        assert (note.is_error, "the last one was 111" in note.what) == (False, True)
        async with only_sender(clinic.url):
            what, fix = await clinic.told()
        assert "Telegram is served as the bot 111" in what
        assert "the same bot" in fix

    async def test_chats_that_a_new_bot_is_not_in_are_told(self, clinic):
        async with open_briefings(clinic.url) as core:
            await core.bot_accounts.claim("telegram", "111", real_now())
            await core.bot_accounts.claim("telegram", TOKEN.partition(":")[0], real_now())
            assert await clinic.faults() == []
            await core.chats.close("telegram:5", "The chat does not exist", real_now())
        [note] = await clinic.faults()
        assert note.what.endswith("Telegram bot took the place of 111; chats that get nothing: 1.")
        assert "What they follow is kept" in note.fix


@pytest.mark.parametrize(("status", "told"), [(401, ""), (503, ""), (404, "it answers with status 404")])
async def test_an_address_leads_to_readout_if_it_refuses_strangers(status: int, told: str):
    async def answer(_request: web.Request) -> web.Response:
        return web.Response(status=status)

    app = web.Application()
    app.router.add_post("/slack/events", answer)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    try:
        assert await refusal_missing(f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events") == told
    finally:
        await runner.cleanup()


async def test_pictures_that_are_off_are_a_note(clinic, monkeypatch):
    lack_pictures(monkeypatch)
    [note] = await clinic.faults()
    assert (note.what, note.fix, note.is_error) == (
        "Pictures are off: their libraries and fonts are not installed.",
        "To turn them on, type: make install",
        False,
    )


async def test_what_compares_by_meaning_is_named_where_it_lacks(clinic, monkeypatch):
    lack_meaning(monkeypatch)
    [note] = await clinic.faults()
    assert (note.what, note.fix, note.is_error) == (
        "Sentences are found by their words alone: what compares them by meaning is not installed.",
        "To have it, type: make install",
        False,
    )


class TestSettingsOfProcesses:
    async def test_those_that_differ_are_a_fault_that_names_the_processes(self, clinic, monkeypatch):
        here = hashes_of(read_settings())
        monkeypatch.setenv("READOUT_TIMEZONE", "Asia/Tokyo")
        there = hashes_of(read_settings())
        async with open_briefings(clinic.url) as core, only_sender(clinic.url):
            for platform, place, of in (("telegram", "one:1", here), ("slack", "two:2", there)):
                await core.outbox.take_over(platform, real_now(), place=place, settings=json.dumps(of))
            what, fix = await clinic.told()
        assert what == "READOUT_TIMEZONE isn't the same in one:1 and in two:2."
        assert fix.startswith("Give all processes the same settings")

    async def test_doctors_own_are_a_note_if_they_differ(self, clinic, monkeypatch):
        kept = json.dumps(hashes_of(read_settings()))
        monkeypatch.setenv("READOUT_DEFAULT_MARKING", "CLEAR")
        async with open_briefings(clinic.url) as core, only_sender(clinic.url):
            for platform in ("telegram", "slack"):
                await core.outbox.take_over(platform, real_now(), place="one:1", settings=kept)
            [note] = await clinic.faults()
        assert (note.what, note.is_error) == ("READOUT_DEFAULT_MARKING isn't the same in here and in one:1.", False)


class TestConfinement:
    async def test_a_means_that_is_missing_is_a_note(self, clinic):
        server = ForkserverClient("tests.fakes.without_landlockpy")
        [note] = await clinic.faults(replace(PLENTY, sandbox=Sandbox(server=server)))
        server.end()
        assert note.what.startswith("A file's code could open other files (")
        assert note.fix == "Run Linux 5.13 or later with Landlock enabled."
        assert not note.is_error

    async def test_a_reading_process_that_does_not_start(self, clinic):
        server = ForkserverClient("tests.fakes.nothing_there")
        what, _ = await clinic.told(replace(PLENTY, sandbox=Sandbox(server=server)))
        assert what == "The process that reads files doesn't start."


class TestTelegram:
    async def test_a_token_that_was_revoked(self, clinic):
        clinic.telegram.server.token = "9:other"
        what, fix = await clinic.told()
        assert what.startswith("Telegram refuses the bot's token at http://127.0.0.1:")
        assert "TELEGRAM_BOT_TOKEN" in fix

    async def test_a_platform_out_of_reach(self, clinic):
        await clinic.telegram.server.stop()
        what, fix = await clinic.told()
        assert what == f"Telegram cannot be reached at {clinic.telegram.server.url}: Connection refused"
        assert "network" in fix

    async def test_who_polls_elsewhere_is_not_disturbed(self, clinic):
        """Also where this database knows of no service: another one may run with the token."""
        async with open_briefings(clinic.url) as core:
            await core.outbox.beat(("telegram", "slack"), real_now() - timedelta(hours=1))
        assert await clinic.faults() == []
        assert "getWebhookInfo" in clinic.telegram.server.methods()
        assert "getUpdates" not in clinic.telegram.server.methods()

    async def test_a_second_poller_that_the_running_service_met(self, clinic):
        async with open_briefings(clinic.url) as core:
            await core.outbox.note_failure("telegram", "Somebody else receives this bot's messages: Conflict")
        assert (await clinic.told())[0] == "Somebody else receives this bot's messages"
        async with open_briefings(clinic.url) as core:
            await core.outbox.recovered("telegram")
        assert await clinic.faults() == []
        assert "getUpdates" not in clinic.telegram.server.methods()

    @pytest.mark.parametrize("locked", [False, True])
    async def test_the_messages_of_a_service_that_holds_the_lock_are_left_to_it(self, clinic, locked):
        """Also where the database tells nothing of it: its last sign of life is old, or it cannot be written to."""
        async with open_briefings(clinic.url) as core:
            await core.outbox.beat(("telegram", "slack"), real_now() - timedelta(hours=1))
        file = clinic.url.removeprefix("sqlite:///")
        async with only_sender(clinic.url):
            with closing(sqlite3.connect(file, isolation_level=None)) as other:
                if locked:
                    other.execute("BEGIN IMMEDIATE")
                await clinic.faults()
        assert "getMe" in clinic.telegram.server.methods()
        assert "getUpdates" not in clinic.telegram.server.methods()

    async def test_messages_that_wait_stay_there(self, clinic):
        async with open_briefings(clinic.url) as core:
            await core.outbox.beat(("telegram", "slack"), real_now() - timedelta(hours=1))
        await clinic.telegram.message(text="/start")
        found = await clinic.telegram.platform.check()
        assert [fault for fault in found if "clock" not in fault.what] == []
        assert clinic.telegram.server.waiting()

    async def test_a_webhook(self, clinic):
        clinic.telegram.server.webhook = "https://example.org/hook/secret"
        what, fix = await clinic.told()
        assert what == "A webhook at example.org takes this bot's messages"
        assert "removes it" in fix

    async def test_a_topic_that_was_deleted(self, clinic):
        await clinic.order(f"telegram:{GROUP}:{TOPIC}")
        del clinic.telegram.server.chat(GROUP).topics[TOPIC]
        what, fix = await clinic.told()
        assert what == f"telegram:{GROUP}:{TOPIC}: The topic was deleted"
        assert "in a topic that is there" in fix

    async def test_a_group_without_the_bot_and_a_person_who_blocked_it(self, clinic):
        await clinic.order("telegram:-77", f"telegram:{PERSON}")
        clinic.telegram.server.chat(PERSON).refusal = BLOCKED
        group, person = await clinic.faults()
        assert group.what == "telegram:-77: The chat does not exist, or the bot is not in it"
        assert "Add the bot to the chat again" in group.fix
        assert person.what == f"telegram:{PERSON}: The person has blocked the bot"
        assert "/start" in person.fix

    async def test_privacy_mode_is_a_note_and_only_where_there_are_groups(self, clinic, capsys):
        clinic.telegram.server.hears_all = False
        await clinic.order(f"telegram:{PERSON}")
        assert await clinic.faults() == []
        await clinic.order(f"telegram:{GROUP}")
        [note] = await clinic.faults()
        assert note.what.startswith("Privacy mode is on")
        assert "/setprivacy" in note.fix
        assert not note.is_error
        assert await asyncio.to_thread(main, ["doctor"]) == 0
        assert capsys.readouterr().out.startswith("NOTE  Privacy mode is on")


class TestSlack:
    @pytest.mark.parametrize("error", ["invalid_auth", "token_revoked", "account_inactive"])
    async def test_a_bot_token_that_is_wrong_or_revoked(self, clinic, error):
        clinic.slack.slack.error = error
        what, fix = await clinic.told()
        assert f"({error})" in what
        assert "SLACK_BOT_TOKEN" in fix

    async def test_a_permission_that_the_manifest_asks_for(self, clinic):
        clinic.slack.server.scopes.remove("files:read")
        what, fix = await clinic.told()
        assert what == "The app lacks the permissions files:read"
        assert "slack-manifest" in fix

    async def test_an_app_token_without_its_permission(self, clinic):
        clinic.slack.server.fail("apps.connections.open", SlackRefused("missing_scope"))
        what, fix = await clinic.told()
        assert "app token" in what
        assert "connections:write" in fix

    async def test_a_platform_out_of_reach(self, clinic):
        await clinic.slack.server.stop()
        what, fix = await clinic.told()
        assert what.startswith("Slack cannot be reached at http://127.0.0.1:")
        assert "SLACK_API_URL" in fix

    async def test_a_channel_without_the_bot(self, clinic):
        await clinic.order(f"slack:{OUTSIDE}")
        what, fix = await clinic.told()
        assert what == f"slack:{OUTSIDE}: Readout is not in the channel"
        assert "/invite" in fix

    async def test_addresses_that_are_none_stop_nothing_else(self, clinic):
        await clinic.order("telegram:abc", "telegram:C7:7", "slack:zzz", f"slack:{OUTSIDE}")
        told = {fault.what: fault.fix for fault in await clinic.faults()}
        assert list(told) == [
            "telegram:C7:7 isn't an address of Telegram",
            "telegram:abc isn't an address of Telegram",
            f"slack:{OUTSIDE}: Readout is not in the channel",
            "slack:zzz isn't an address of Slack",
        ]
        assert "/subscriptions" in told["telegram:abc isn't an address of Telegram"]

    async def test_a_private_channel_without_the_bot(self, clinic):
        await clinic.order("slack:G99")
        what, fix = await clinic.told()
        assert what.startswith("slack:G99: The channel does not exist, or Readout is not in it")
        assert "/invite" in fix

    async def test_an_archived_channel_a_deleted_thread_and_a_person_who_is_gone(self, clinic):
        await clinic.order(f"slack:{CHANNEL}", f"slack:{CHANNEL}:1.5", "slack:U42", "slack:U99")
        clinic.slack.slack.people["U42"] = {**clinic.slack.slack.people["U42"], "deleted": True}
        told = [(fault.what, fault.fix) for fault in await clinic.faults()]
        assert told[0][0].startswith(f"slack:{CHANNEL}:1.5: The thread was deleted")
        assert told[1] == ("slack:U42: The person's account is switched off", told[1][1])
        assert told[2][0].startswith("slack:U99: There is no such person")
        clinic.slack.slack.channels[CHANNEL].error = "is_archived"
        assert "archive" in next(fault.fix for fault in await clinic.faults() if "archived" in fault.what)


class TestHostChecks:
    async def test_a_clock_that_is_off_is_told_by_both(self, clinic):
        clinic.telegram.server.now = clinic.slack.server.now = real_now() + timedelta(minutes=10)
        faults = await clinic.faults()
        assert len(faults) == 2
        told = {fault.what for fault in faults}
        named = "This computer's clock is {} behind {}'s"
        spans = ("10 minutes", "9 minutes 59 seconds", "9 minutes 58 seconds")
        assert all(told & {named.format(span, name) for span in spans} for name in ("Telegram", "Slack")), told
        assert {fault.fix for fault in faults} == {"Let the system set its clock (NTP)"}

    @pytest.mark.parametrize(
        ("seconds", "told"),
        [(60, ["This machine's clock is 60 s behind the database's."]), (3, []),
         (-60, ["This machine's clock is 60 s ahead of the database's."])],
    )  # fmt: skip
    async def test_a_clock_that_differs_from_the_databases_is_told(
        self, clinic, postgresql: str, monkeypatch: pytest.MonkeyPatch, seconds: int, told: list[str]
    ):
        async with fresh_database(postgresql) as url:
            await shift_clock(url, seconds)
            monkeypatch.setenv("DATABASE_URL", url)
            async with open_briefings(url) as core:
                await clinic.served(core)
            found = [fault for fault in await clinic.faults() if "database's" in fault.what]
        assert [fault.what for fault in found] == told
        assert all(fault.is_error and "time service (NTP)" in fault.fix for fault in found)

    @pytest.mark.parametrize("seconds", [90, -90])
    @pytest.mark.parametrize("corrected", [True, False])  # by most clocks; else heartbeats have this machine's
    async def test_a_process_that_works_is_not_taken_for_dead_on_a_machine_whose_clock_is_wrong(
        self,
        clinic,
        postgresql: str,
        monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str],
        seconds: int,
        corrected: bool,
    ):
        side = "behind" if seconds > 0 else "ahead of"
        async with fresh_database(postgresql) as url, open_briefings(url) as core, only_sender(url):
            await shift_clock(url, seconds)
            monkeypatch.setenv("DATABASE_URL", url)
            moment = real_now() + timedelta(seconds=seconds if corrected else 0)
            for platform in ("telegram", "slack"):
                await core.outbox.take_over(platform, moment, place="one:1")
            await core.outbox.ticked(moment)
            assert await asyncio.to_thread(main, ["health"]) == 0
            assert f"This machine's clock is 90 s {side} the database's" in capsys.readouterr().out
            faults = [each.what for each in await clinic.faults() if each.is_error]
            assert faults == [f"This machine's clock is 90 s {side} the database's."]
            await core.outbox.beat(["slack"], moment - timedelta(seconds=300))
            assert await asyncio.to_thread(main, ["health"]) == 1
            assert "The courier for Slack last showed a sign of life" in capsys.readouterr().err

    async def test_a_disk_that_is_full(self, clinic):
        what, fix = await clinic.told(HostChecks(free=lambda _: 12_000_000))
        assert what == "Only 12 MB of disk is free."
        assert "Free some space" in fix

    @pytest.mark.parametrize("folder", ["missing", "/proc"])  # the second one's file system has no size
    async def test_no_free_space_is_told_of_what_is_no_disk(self, folder: str, tmp_path: Path):
        with pytest.raises(OSError):
            HostChecks().free(tmp_path / folder)
        assert HostChecks().free(tmp_path) > 0

    async def test_a_data_folder_that_is_missing_has_no_full_disk(self, clinic):
        def free(path: Path) -> int:
            return HostChecks().free(path / "missing")

        assert await clinic.faults(HostChecks(free, PLENTY.zone, PLENTY.sandbox)) == await clinic.faults()

    async def test_time_zone_data_that_is_missing(self, clinic):
        async with open_briefings(clinic.url) as core:
            await core.chats.set_zone("telegram:1", "Asia/Tokyo", real_now())

        def zone(name: str) -> object:
            if name == "Asia/Tokyo":
                raise ZoneInfoNotFoundError(name)
            return ZoneInfo(name)

        what, fix = await clinic.told(HostChecks(lambda _: 10**12, zone))
        assert what == "The time-zone data lacks Asia/Tokyo."
        assert "tzdata" in fix

    async def test_a_library_folder_that_is_not_there(self, clinic, monkeypatch, tmp_path):
        monkeypatch.setenv("READOUT_LIBRARY_DIR", "papers")
        what, _ = await clinic.told()
        assert what == f"The library folder {tmp_path / 'papers'} doesn't exist."

    async def test_a_language_model_out_of_reach(self, clinic, monkeypatch):
        monkeypatch.setenv("LLM_MODEL", "small")
        monkeypatch.setenv("LLM_BASE_URL", "http://127.0.0.1:9/v1")
        what, fix = await clinic.told()
        assert what.startswith("The language model's server can't be reached")
        assert "LLM_BASE_URL" in fix


class TestDatabase:
    @pytest.mark.parametrize(
        ("version", "fix"), [("0000", "Run: readout migrate"), ("9999", "Install a newer Readout.")]
    )
    async def test_a_schema_of_another_version(self, clinic, tmp_path, version, fix):
        import sqlite3

        with sqlite3.connect(tmp_path / "data" / "readout.db") as kept:
            kept.execute("UPDATE alembic_version SET version_num = ?", (version,))
        kept.close()
        what, told = await clinic.told()
        assert f"The database has schema {version}" in what
        assert told == fix

    async def test_a_database_that_is_not_there(self, clinic, monkeypatch):
        monkeypatch.setenv("DATABASE_URL", "postgresql+asyncpg://ada:hunter2@127.0.0.1:9/readout")
        what, fix = await clinic.told()
        assert "cannot be opened" in what
        assert "hunter2" not in what
        assert "DATABASE_URL" in fix

    async def test_a_folder_that_cannot_be_made(self, clinic, monkeypatch, tmp_path):
        (tmp_path / "file").write_text("no folder")
        monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/file/data/readout.db")
        found = await clinic.told()
        assert "cannot be opened" in found[0]
        assert "READOUT_DATA_DIR" in found[1]

    async def test_a_file_that_is_no_database(self, clinic, tmp_path):
        for file in (tmp_path / "data").iterdir():
            file.unlink()
        file = tmp_path / "data" / "readout.db"
        file.write_text("Dear diary\n" * 500)
        file.chmod(0o600)
        what, fix = await clinic.told()
        assert what == "The database file is damaged."
        assert fix == "Stop Readout, move the file away, restore a backup (readout restore), and start it again."

    async def test_an_account_that_was_refused_is_told_until_it_is_accepted(self, clinic):
        async with open_briefings(clinic.url) as core:
            await core.outbox.refuse("slack", "the token was revoked", [], real_now())
        assert await clinic.faults() == []  # Slack has just accepted it
        clinic.slack.slack.error = "token_revoked"
        what, _ = await clinic.told()  # once, as Slack says it now
        assert "Slack refuses Readout: the token was revoked" in what
        await clinic.slack.server.stop()
        assert (await clinic.faults())[0].what.startswith("Slack refused the bot's account")
