"""readout setup: what it asks, tries, writes and leaves alone, against both platforms on loopback ports."""

import asyncio
import os
import pty
import stat
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.chat import Request
from bot.cli import main
from bot.cli.base import CommandFailed
from bot.cli.setup.setup import Setup
from bot.commands import Conversation, Roles
from bot.run.settings import read_settings, setting_names
from briefings.accounts.roles import invitation_codes_in
from briefings.service import open_briefings
from tests.fakes.deadline import HANGS
from tests.fakes.slack_world import APP_TOKEN, BOT_TOKEN, GROUP, PERSON, SlackWorld
from tests.fakes.telegram_rules import Refused
from tests.fakes.telegram_world import TOKEN, TelegramWorld

ROOT = Path(__file__).parents[2]
TELEGRAM, BOT, APP, WHERE = "Telegram's bot token", "Slack's bot token", "Slack's app token", "Where shall a test"
SLACK, ADMIN = "Set up Slack", "and an admin?"


@dataclass
class Talk:
    """An owner who answers by the begin or a part of the question, each answer once; a missing one is Ctrl-C."""

    answers: list[tuple[str, str]]
    told: list[str] = field(default_factory=list)
    secrets: list[bool] = field(default_factory=list)

    def tell(self, words: str) -> None:
        self.told.append(words)

    def ask(self, question: str, *, secret: bool = False) -> str:
        if not self.answers or self.answers[0][0] not in question:
            self.told.append(f"unanswered: {question}")
            raise KeyboardInterrupt
        if secret:
            self.secrets.append(True)
        return self.answers.pop(0)[1]

    @property
    def text(self) -> str:
        return "\n".join(self.told)


@dataclass
class Place:
    telegram: TelegramWorld
    slack: SlackWorld
    env: Path

    async def run(self, *answers: tuple[str, str], status: int | None = 0, patience: float = 10) -> Talk:
        """Answers in this order; without a status it is ended by Ctrl-C. Nothing stays unasked or half-written."""
        talk = Talk(list(answers))
        if status is None:
            with pytest.raises(KeyboardInterrupt):
                await asyncio.to_thread(Setup(talk, patience).run)
        else:
            assert await asyncio.to_thread(Setup(talk, patience).run) == status, talk.text
            assert talk.answers == []
        assert [each.name for each in self.env.parent.iterdir() if each.name.startswith(".env.")] == []
        return talk

    def written(self) -> dict[str, str]:
        lines = self.env.read_text().splitlines() if self.env.exists() else []
        return dict(line.split("=", 1) for line in lines if "=" in line and not line.startswith("#"))


@pytest.fixture
async def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Place]:
    """An empty directory, and an `.env` that knows where the platforms are."""
    telegram, slack = TelegramWorld(), SlackWorld()
    await telegram.open()
    await slack.open()
    telegram.server.now = slack.server.now = datetime.now(UTC)  # noqa: TID251 - the program reads the real clock
    for name in setting_names():
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(f"{name}_FILE", raising=False)
    monkeypatch.chdir(tmp_path)
    env = tmp_path / ".env"
    env.write_text(
        f"# Where it is\nTELEGRAM_API_URL={telegram.server.url}\n\nTELEGRAM_BOT_TOKEN=\n"
        f"SLACK_API_URL={slack.server.url}\n# the end\nOTHER='kept # so'"
    )
    yield Place(telegram, slack, env)
    await telegram.stop()
    await slack.stop()


async def test_telegram_takes_a_token_and_start(place: Place):
    await place.telegram.message(text="/start", date=int(place.telegram.server.now.timestamp()))
    talk = await place.run((TELEGRAM, TOKEN), (SLACK, "n"), (ADMIN, ""))
    assert place.written() == {
        "TELEGRAM_API_URL": place.telegram.server.url,
        "TELEGRAM_BOT_TOKEN": TOKEN,
        "SLACK_API_URL": place.slack.server.url,
        "OTHER": "'kept # so'",
        "READOUT_ADMINS": "telegram:42",
    }
    assert place.env.read_text().startswith("# Where it is\nTELEGRAM_API_URL=")
    assert "\n# the end\n" in place.env.read_text()
    assert stat.S_IMODE(place.env.stat().st_mode) == 0o600
    assert "https://t.me/ReadoutTestBot" in talk.text
    assert talk.secrets == [True]
    assert TOKEN not in talk.text
    [post] = place.telegram.server.posts
    assert (post.chat.id, post.text) == (42, "Readout can write here. Start it with: readout run")
    assert place.telegram.server.waiting()  # the service answers the /start as well
    assert read_settings().telegram


async def test_start_is_waited_for(place: Place):
    running = asyncio.create_task(place.run((TELEGRAM, TOKEN), (SLACK, "n"), (ADMIN, "n"), ("Who is an admin", "")))
    await place.telegram.server.until(lambda: "getUpdates" in place.telegram.server.methods())
    assert place.telegram.server.posts == []
    await place.telegram.message(text="hello", date=int(place.telegram.server.now.timestamp()))
    await place.telegram.message(text="/start", date=int(place.telegram.server.now.timestamp()))
    await running
    assert len(place.telegram.server.posts) == 1
    assert "READOUT_ADMINS" not in place.written()


async def test_an_owner_who_knows_no_id_gets_a_code_that_makes_its_first_user_the_admin(place: Place):
    talk = await place.run(
        *((TELEGRAM, TOKEN), (SLACK, "y"), (BOT, BOT_TOKEN), (APP, APP_TOKEN)),
        *(("telegram, slack, or none", "none"), ("Who is an admin", "")),
    )
    [code] = {*invitation_codes_in(talk.text)}
    assert f"Once Readout runs, send it a direct message: start {code}" in talk.text
    async with open_briefings(read_settings().database_url.get_secret_value()) as core:
        now = datetime.now(UTC)  # noqa: TID251 - the program reads the real clock
        answer = Conversation(core, Roles(), lambda: now).answer
        for person in (PERSON, "U43"):
            await answer(
                Request(f"slack:D{person}", f"slack:{person}", f"start {code}", now, command=False, private=True)
            )
        assert await core.people.with_role("admin") == [f"slack:{PERSON}"]


async def test_nobody_says_start(place: Place):
    talk = await place.run((TELEGRAM, TOKEN), (SLACK, "n"), ("Who is an admin", "telegram:7, slack:U1"), patience=0.2)
    assert "Nobody said /start" in talk.text
    assert place.written()["READOUT_ADMINS"] == "slack:U1,telegram:7"


async def test_slack_takes_the_manifest_two_tokens_and_a_channel(place: Place):
    talk = await place.run(
        *((TELEGRAM, ""), (SLACK, ""), (BOT, BOT_TOKEN), (APP, APP_TOKEN)),
        *((WHERE, "general"), (WHERE, "C404"), (WHERE, GROUP), ("Who is an admin", f"slack:{PERSON}")),
    )
    assert '"socket_mode_enabled": true' in talk.text
    assert "That isn't a Slack id" in talk.text
    assert "The channel does not exist" in talk.text
    assert [(post.channel, bool(post.shown)) for post in place.slack.slack.posts] == [(GROUP, True)]
    written = place.written()
    assert (written["SLACK_BOT_TOKEN"], written["SLACK_APP_TOKEN"]) == (BOT_TOKEN, APP_TOKEN)
    assert BOT_TOKEN not in talk.text
    assert APP_TOKEN not in talk.text


BY_HTTP = "READOUT_SLACK_RECEIVE=http\nREADOUT_WEB_URL=https://bots.example/here\nREADOUT_WEB_PORT=8080\n"
SIGNING, SECRET = "Slack's signing secret", "0123456789abcdef" * 2


async def test_slack_by_http_gets_its_own_manifest_and_is_asked_for_the_signing_secret(place: Place):
    place.env.write_text(f"{place.env.read_text()}\n{BY_HTTP}")
    talk = await place.run(
        *((TELEGRAM, ""), (SLACK, ""), (BOT, BOT_TOKEN), (SIGNING, APP_TOKEN), (SIGNING, SECRET)),
        *((WHERE, GROUP), ("Who is an admin", f"slack:{PERSON}")),
    )
    assert '"socket_mode_enabled": false' in talk.text
    assert '"request_url": "https://bots.example/here/slack/events"' in talk.text
    assert "SLACK_SIGNING_SECRET: that does not look like it. It looks like Slack's app token." in talk.text
    written = place.written()
    assert (written["SLACK_BOT_TOKEN"], written["SLACK_SIGNING_SECRET"]) == (BOT_TOKEN, SECRET)
    assert "SLACK_APP_TOKEN" not in written
    assert [post.channel for post in place.slack.slack.posts] == [GROUP]
    assert read_settings().slack
    assert SECRET not in talk.text


@pytest.mark.parametrize(
    ("setting", "second"), [("READOUT_SLACK_RECEIVE=socket\n", APP), (BY_HTTP.replace("http\n", "HTTP\n", 1), SIGNING)]
)
async def test_leaving_out_the_second_of_two_says_that_the_first_is_not_saved(place: Place, setting: str, second: str):
    place.env.write_text(f"{place.env.read_text()}\n{setting}")
    talk = await place.run((TELEGRAM, ""), (SLACK, ""), (BOT, BOT_TOKEN), (second, ""), status=1)
    assert "so SLACK_BOT_TOKEN isn't saved" in talk.text
    assert "SLACK_BOT_TOKEN" not in place.written()


@pytest.mark.parametrize(
    ("settings", "named"),
    [
        ("READOUT_TELEGRAM_RECEIVE=webhook", ["READOUT_WEB_URL has to be", "READOUT_WEB_PORT is missing"]),
        ("READOUT_SLACK_RECEIVE=http\nREADOUT_WEB_PORT=80", ["READOUT_WEB_URL has to be"]),
        ("READOUT_TIMEZONE=Nowhere", ["READOUT_TIMEZONE is 'Nowhere'"]),
    ],
)
async def test_a_setting_that_would_stop_readout_is_told_before_the_first_question(
    place: Place, settings: str, named: list[str]
):
    place.env.write_text(f"{place.env.read_text()}\n{settings}\n")
    with pytest.raises(CommandFailed) as stopped:
        await place.run()
    told = str(stopped.value)
    assert stopped.value.status == 2
    assert all(each in told for each in named)
    assert len(told.splitlines()) == len(named)


async def test_a_webhook_is_set_at_the_start_so_that_only_another_one_is_told(place: Place):
    place.env.write_text(
        f"{place.env.read_text()}\nREADOUT_TELEGRAM_RECEIVE=webhook\n"
        "READOUT_WEB_URL=https://bots.example\nREADOUT_WEB_PORT=8080\n"
    )
    talk = await place.run((TELEGRAM, TOKEN), (SLACK, "n"), ("Who is an admin", ""), patience=0.1)
    assert "webhook" not in talk.text.lower()
    place.telegram.server.webhook = "https://other.example/hook"
    talk = await place.run((SLACK, "n"), ("Who is an admin", ""), patience=0.1)
    told = "Another webhook, at other.example, takes this bot's messages. Start the bot: it sets its own webhook"
    assert told in talk.text


async def test_a_person_gets_the_message_too_and_the_owner_chooses_the_platform(place: Place):
    await place.run(
        *((TELEGRAM, TOKEN), (SLACK, "y"), (BOT, BOT_TOKEN), (APP, APP_TOKEN)),
        *(("telegram, slack, or none", "there"), ("telegram, slack, or none", "slack"), (WHERE, f"slack:{PERSON}")),
        ("Who is an admin", "telegram:42"),
    )
    assert [post.channel for post in place.slack.slack.posts] == [f"D{PERSON}"]
    assert place.telegram.server.posts == []


async def test_a_wrong_token_is_told_at_once_and_asked_for_again(place: Place):
    talk = await place.run(
        *((TELEGRAM, "nonsense"), (TELEGRAM, "7:wrong"), (TELEGRAM, TOKEN), (SLACK, "y")),
        *((BOT, "xoxb-wrong"), (BOT, BOT_TOKEN), (APP, "xapp-wrong"), (APP, APP_TOKEN)),
        *(("telegram, slack, or none", "none"), ("Who is an admin", "me"), ("Who is an admin", "")),
    )
    assert "does not look like such a token" in talk.text
    assert "Telegram refuses the bot's token" in talk.text
    assert "the token is wrong (invalid_auth)" in talk.text
    assert "That isn't a list of accounts" in talk.text
    assert place.written()["TELEGRAM_BOT_TOKEN"] == TOKEN


async def test_what_is_pasted_along_with_a_token_is_taken_off(place: Place):
    await place.run(
        *(
            (TELEGRAM, f"TELEGRAM_BOT_TOKEN = '{TOKEN}'"),
            (SLACK, "y"),
            (BOT, f"“{BOT_TOKEN}”"),
            (APP, f"`{APP_TOKEN}`"),
        ),
        *(("telegram, slack, or none", "none"), ("Who is an admin", "")),
    )
    written = place.written()
    assert written["TELEGRAM_BOT_TOKEN"] == TOKEN
    assert (written["SLACK_BOT_TOKEN"], written["SLACK_APP_TOKEN"]) == (BOT_TOKEN, APP_TOKEN)


async def test_another_token_than_the_one_asked_for_is_told_by_its_kind(place: Place):
    talk = await place.run(
        *((TELEGRAM, BOT_TOKEN), (TELEGRAM, ""), (SLACK, "y"), (BOT, APP_TOKEN), (BOT, "xoxp-1-2"), (BOT, BOT_TOKEN)),
        *((APP, "0123456789abcdef" * 2), (APP, TOKEN), (APP, APP_TOKEN), (WHERE, ""), ("Who is an admin", "")),
    )
    for kind in ("Slack's bot token.", "Slack's app token.", "a person's token", "a secret of the app", "Telegram's"):
        assert f"It looks like {kind}" in talk.text
    assert BOT_TOKEN not in talk.text


async def test_missing_permissions_are_told_and_the_token_stands(place: Place):
    place.slack.server.scopes.remove("files:read")
    talk = await place.run(
        *((TELEGRAM, ""), (SLACK, "y"), (BOT, BOT_TOKEN), (APP, APP_TOKEN), (WHERE, ""), ("Who is an admin", ""))
    )
    assert "The app lacks the permissions files:read" in talk.text
    assert place.written()["SLACK_BOT_TOKEN"] == BOT_TOKEN


async def test_a_platform_that_cannot_be_reached_lets_the_owner_choose(place: Place):
    place.telegram.server.fail("getMe", Refused(502, "Bad Gateway"), times=50)
    again = "could not be tried"
    answers = [(TELEGRAM, TOKEN), (again, ""), (TELEGRAM, TOKEN), (again, "y"), (SLACK, "n"), ("Who is an admin", "")]
    talk = await place.run(*answers)
    assert "cannot be reached" in talk.text
    assert place.written()["TELEGRAM_BOT_TOKEN"] == TOKEN
    assert "Saved, not verified" in talk.text
    assert "All is set" not in talk.text


async def test_without_a_network_both_platforms_are_saved_and_not_verified(place: Place):
    await place.telegram.server.stop()
    await place.slack.server.stop()
    again = "could not be tried"
    talk = await place.run(
        *(
            (TELEGRAM, TOKEN),
            (again, "y"),
            (SLACK, "y"),
            (BOT, BOT_TOKEN),
            (again, "y"),
            (APP, APP_TOKEN),
            (again, "y"),
        ),
        ("Who is an admin", f"slack:{PERSON}"),
    )
    assert set(place.written()) >= {"TELEGRAM_BOT_TOKEN", "SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "READOUT_ADMINS"}
    assert talk.told[-1].startswith("Saved, not verified")
    assert "All is set" not in talk.text


async def test_the_platform_that_could_be_tried_gets_the_test_message(place: Place):
    await place.telegram.server.stop()
    again = "could not be tried"
    talk = await place.run(
        *((TELEGRAM, TOKEN), (again, "y"), (SLACK, "y"), (BOT, BOT_TOKEN), (APP, APP_TOKEN), (WHERE, GROUP)),
        ("Who is an admin", f"slack:{PERSON}"),
    )
    assert [post.channel for post in place.slack.slack.posts] == [GROUP]
    assert talk.told[-1].startswith("Saved, not verified")


async def test_ctrl_c_leaves_whole_what_was_accepted_and_the_next_run_asks_only_for_the_rest(place: Place):
    before = place.env.read_text()
    await place.run(status=None)
    assert place.env.read_text() == before
    await place.run((TELEGRAM, TOKEN), (SLACK, "y"), (BOT, BOT_TOKEN), status=None)
    written = place.written()
    assert written["TELEGRAM_BOT_TOKEN"] == TOKEN
    assert "SLACK_BOT_TOKEN" not in written  # one alone would keep Readout from starting
    assert read_settings().telegram
    talk = await place.run((SLACK, "n"), ("Who is an admin", "telegram:42"), patience=0.1)
    assert "TELEGRAM_BOT_TOKEN works." in talk.text
    await place.run((SLACK, "n"), patience=0.1)


async def test_a_token_that_no_longer_works_is_asked_for_anew(place: Place):
    place.env.write_text(place.env.read_text().replace("TELEGRAM_BOT_TOKEN=", "TELEGRAM_BOT_TOKEN=7:old"))
    await place.run((TELEGRAM, TOKEN), (SLACK, "n"), ("Who is an admin", ""), patience=0.1)
    assert place.written()["TELEGRAM_BOT_TOKEN"] == TOKEN


async def test_what_the_environment_sets_is_not_written_over(place: Place, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "7:old")
    before = place.env.read_text()
    with pytest.raises(CommandFailed, match="so correct it there"):
        await place.run()
    assert place.env.read_text() == before


async def test_nothing_at_all_leaves_the_terminal(place: Place):
    before = place.env.read_text()
    talk = await place.run((TELEGRAM, ""), (SLACK, "n"), status=1)
    assert "readout chat" in talk.text
    assert place.env.read_text() == before


async def test_an_env_file_behind_a_link_stays_behind_it(place: Place):
    real = place.env.parent / "secrets" / "readout.env"
    real.parent.mkdir()
    place.env.rename(real)
    place.env.symlink_to(real)
    await place.run((TELEGRAM, TOKEN), (SLACK, "n"), ("Who is an admin", ""), patience=0.1)
    assert place.env.is_symlink()
    assert TOKEN in real.read_text()


def test_away_from_a_terminal_it_says_what_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    for name in setting_names():
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    assert main(["setup"]) == 2
    assert "Missing: TELEGRAM_BOT_TOKEN, or SLACK_BOT_TOKEN and SLACK_APP_TOKEN; READOUT_ADMINS. Set them in" in (
        capsys.readouterr().err
    )
    monkeypatch.setenv("READOUT_SLACK_RECEIVE", "http")
    assert main(["setup"]) == 2
    told = capsys.readouterr().err
    assert "READOUT_WEB_URL has to be an https address" in told
    assert "Missing: TELEGRAM_BOT_TOKEN, or SLACK_BOT_TOKEN and SLACK_SIGNING_SECRET; READOUT_ADMINS." in told
    monkeypatch.delenv("READOUT_SLACK_RECEIVE")
    monkeypatch.setenv("SLACK_APP_TOKEN", APP_TOKEN)
    assert main(["setup"]) == 2
    assert "Missing: SLACK_BOT_TOKEN; READOUT_ADMINS." in capsys.readouterr().err
    (tmp_path / "token").write_text(f"{BOT_TOKEN}\n")
    monkeypatch.setenv("SLACK_BOT_TOKEN_FILE", str(tmp_path / "token"))
    assert main(["setup"]) == 2
    assert "Missing: READOUT_ADMINS. Set it in .env" in capsys.readouterr().err
    monkeypatch.setenv("READOUT_ADMINS", "slack:U1")
    assert main(["setup"]) == 0
    assert not (tmp_path / ".env").exists()


@pytest.mark.slow
async def test_at_a_terminal_the_token_is_not_shown(place: Place):
    """The program itself, at a terminal of its own."""
    ours, theirs = pty.openpty()
    kept = ("PATH", "HOME")
    environment = {name: os.environ[name] for name in kept if name in os.environ}  # noqa: TID251
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "setup"),
        cwd=place.env.parent,
        env=environment | {"PYTHONPATH": str(ROOT)},
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
    )
    os.close(theirs)
    shown = b""

    def read_until(words: bytes) -> None:
        nonlocal shown
        while words not in shown:
            shown += os.read(ours, 1024)

    await asyncio.to_thread(read_until, b"Enter leaves Telegram out): ")
    os.write(ours, f"{TOKEN}\n".encode())
    await asyncio.to_thread(read_until, b"Set up Slack? [y/N]: ")
    os.write(ours, b"\x04")  # Ctrl-D
    assert await asyncio.wait_for(process.wait(), HANGS) == 130
    os.close(ours)
    assert TOKEN.encode() not in shown
    assert b"Traceback" not in shown
    assert place.written()["TELEGRAM_BOT_TOKEN"] == TOKEN
