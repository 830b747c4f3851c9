"""The setup subcommand: asks for missing settings, tries each token, writes `.env` and sends a test message."""

import re
import sys
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.cli.base import FAILED, MISUSED, CommandFailed, finish, now, print_error, with_core
from bot.cli.setup import platform_tokens, try_token
from bot.cli.setup.prompt import Prompter, TerminalPrompter, confirm
from bot.run.settings import WrongSettings, checks, faults_beside_tokens, read_settings, slack_needs
from bot.run.settings.env_file import given_settings, write_setting
from briefings.errors import BriefingError

if TYPE_CHECKING:
    from bot.chat import Request
    from briefings.service import Briefings

_PATIENCE_SECONDS = 300.0  # for the owner to say /start
_INVITED = timedelta(hours=24)
_ADMINS = "READOUT_ADMINS"
_ALL_SET = "All is set. Start with: readout run. Its first message tells you how to import a file and order a digest."
_SAVED = (
    "Saved, not verified: a token could not be tried. Check the network, then type readout setup again, or readout run."
)
_SLACK_ID = re.compile(r"[CGDUW][A-Z0-9]+")


def run() -> int:
    """Asks at a terminal; elsewhere tells what is missing. Returns the exit status."""
    try:
        if sys.stdin.isatty() and sys.stdout.isatty():
            return Setup(TerminalPrompter()).run()
        missing, wrong_ones = missing_settings(), faults_beside_tokens()
    except WrongSettings as wrong:
        raise CommandFailed(str(wrong), MISUSED) from None
    for sentence in wrong_ones:
        print_error(sentence)
    if missing:
        them = "it" if missing == missing[:1] and " " not in missing[0] else "them"
        return print_error(
            f"Missing: {'; '.join(missing)}. Set {them} in .env, or type readout setup at a terminal.", MISUSED
        )
    if not wrong_ones:
        print("Nothing is missing.")
    return MISUSED if wrong_ones else 0


def missing_settings() -> list[str]:
    """The settings still needed to serve a platform, in words."""
    first, second = slack_needs("http" if platform_tokens.receives("SLACK", "http") else "socket")
    names = (platform_tokens.TELEGRAM, first, second, _ADMINS)
    telegram, bot, other, admins = (bool(given_settings(name).value) for name in names)
    missing = [first] if other and not bot else [second] if bot and not other else []
    if not (telegram or bot or other):
        missing.append(f"{platform_tokens.TELEGRAM}, or {first} and {second}")
    return missing + ([] if admins else [_ADMINS])


@dataclass(frozen=True, slots=True)
class Setup:
    """The interactive set-up. Each accepted value is written before the next question, so it isn't asked for again.

    `patience` is the number of seconds to wait for the owner's /start.
    """

    desk: Prompter
    patience: float = _PATIENCE_SECONDS

    def run(self) -> int:
        """Returns the exit status. Raises CommandFailed before any question if another setting is wrong."""
        if wrong_ones := faults_beside_tokens():
            raise CommandFailed("\n".join(wrong_ones), MISUSED)
        telegram, telegram_verified = platform_tokens.telegram(self.desk)
        slack, slack_verified = platform_tokens.slack(self.desk, usual=not telegram)
        if not (telegram or slack):
            self.desk.tell("No platform is set, so Readout talks in the terminal alone: readout chat")
            return FAILED
        try:
            read_settings()
        except WrongSettings as wrong:
            raise CommandFailed(str(wrong), MISUSED) from None
        verified = telegram_verified and slack_verified
        tried = (telegram if telegram_verified else "", slack if slack_verified else None)
        if any(tried):
            self._greet(*tried)
        self._ask_admins()
        self.desk.tell(_ALL_SET if verified else _SAVED)
        return 0

    def _greet(self, telegram: str, slack: tuple[str, str] | None) -> None:
        """Sends a message to a chat the owner chooses; in Telegram, to where they say /start."""
        where = "telegram" if telegram else "slack"
        while telegram and slack:
            where = self.desk.ask("Where shall a test message go? telegram, slack, or none [telegram]").lower()
            if where in ("", "telegram", "slack", "none"):
                break
        if where == "slack" and slack:
            self._greet_in_slack(slack)
        elif where != "none":
            self._greet_in_telegram(telegram)

    def _greet_in_telegram(self, token: str) -> None:
        url = platform_tokens.telegram_url()
        self.desk.tell(f"Say /start to the bot now: {finish(try_token.bots_link(token, url)) or 'look for its name'}")
        met = finish(try_token.wait_for_owner(token, url, self.patience))
        if met is None:
            self.desk.tell("Nobody said /start, so no message was sent. Type readout setup to try again.")
            return
        self._make_admin(met)
        failed = finish(try_token.write_to_telegram(token, url, met.address))
        self.desk.tell(f"The message was not sent: {failed}." if failed else f"Sent to {met.sender_name}: look there.")

    def _greet_in_slack(self, pair: tuple[str, str]) -> None:
        question = "Where shall a test message go? The id of a channel or a person, such as C0123ABCD; Enter skips"
        while typed := self.desk.ask(question).removeprefix("slack:"):
            if not _SLACK_ID.fullmatch(typed):
                self.desk.tell(
                    "That isn't a Slack id. Slack shows ids at the end of a channel's or a person's details."
                )
                continue
            failed = finish(try_token.write_to_slack(*pair, platform_tokens.slack_url(), f"slack:{typed}"))
            if not failed:
                self.desk.tell(f"Sent to {typed}: look there.")
                return
            self.desk.tell(f"The message was not sent: {failed}.")

    def _make_admin(self, met: "Request") -> None:
        if given_settings(_ADMINS).value:
            return
        if confirm(self.desk, f"Is {met.sender_name} ({met.sender}) you, and an admin?", usual=True):
            write_setting({_ADMINS: met.sender})

    def _ask_admins(self) -> None:
        """Asks for the admins; whoever knows no id gets a code that makes its first user one."""
        question = "Who is an admin? A comma list, such as telegram:42,slack:U1; Enter gives you a code to send the bot"
        while not given_settings(_ADMINS).value:
            typed = self.desk.ask(question)
            if not typed:
                self._invite_admin()
                return
            try:
                write_setting({_ADMINS: ",".join(sorted(checks.accounts(typed)))})
            except ValueError as error:
                self.desk.tell(f"That isn't a list of accounts{error}.")

    def _invite_admin(self) -> None:
        """Shows the code of an invitation, if there is no admin yet."""

        async def invited(core: "Briefings") -> str:
            if await core.people.any_admin():
                return ""
            return (await core.people.invite("admin", _INVITED, "setup", now())).code

        try:
            code = with_core(invited, create=True)
        except BriefingError as failure:
            self.desk.tell(
                f"No code could be made: {failure} The bot tells whoever writes to it how to become the admin."
            )
            return
        if code:
            self.desk.tell(f"Once Readout runs, send it a direct message: start {code}")
            self.desk.tell("Whoever does so first, within 24 hours, is the admin.")
