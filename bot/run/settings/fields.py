"""Each setting with its name, default and constraints."""

from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Annotated, Any, Literal, Self
from urllib.parse import urlsplit

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    ModelWrapValidatorHandler,
    SecretStr,
    ValidationError,
    model_validator,
)
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, NoDecode, PydanticBaseSettingsSource, SettingsConfigDict
from pydantic_settings.sources import EnvSettingsSource

from bot.run.settings import checks
from bot.run.settings.files import SENTENCE, SecretFiles, WrongSettings, read_secret
from briefings.model.marking import MARKINGS, Marking

_TELEGRAM_API = "https://api.telegram.org"
_SHOWN = 100  # characters of a wrong value
_ACCOUNTS = "a comma list of people, such as telegram:42,slack:U1"

Secret = Annotated[SecretStr, BeforeValidator(read_secret)]
Accounts = Annotated[frozenset[str], NoDecode, BeforeValidator(checks.accounts)]


class Settings(BaseSettings):
    """All settings. A platform is served if its tokens are set.

    A field's description completes "must be" in the error for a wrong value.
    """

    model_config = SettingsConfigDict(
        env_file=".env", env_file_encoding="utf-8", case_sensitive=True, extra="ignore", frozen=True
    )

    data_dir: Annotated[Path, AfterValidator(checks.data_directory)] = Field(
        default=Path("data"),
        validation_alias="READOUT_DATA_DIR",
        validate_default=True,
        description="a directory for Readout alone; if it doesn't exist, Readout makes it",
    )
    database_url: Annotated[Secret, AfterValidator(checks.database_url)] = Field(
        default_factory=lambda known: SecretStr(checks.sqlite_in(known["data_dir"])),
        validation_alias="DATABASE_URL",
        description="like postgresql+asyncpg://user:password@host/name or sqlite:///path/to/file.db",
    )
    library_dir: Annotated[Path, AfterValidator(checks.directory)] | None = Field(
        default=None,
        validation_alias="READOUT_LIBRARY_DIR",
        description="a directory; what is put into it is imported",
    )
    telegram_bot_token: Annotated[Secret, AfterValidator(checks.telegram_token)] | None = Field(
        default=None,
        validation_alias="TELEGRAM_BOT_TOKEN",
        description="the token as BotFather shows it: digits, a colon, then letters, digits, - and _",
    )
    telegram_api_url: Annotated[str, AfterValidator(checks.telegram_url)] = Field(
        default=_TELEGRAM_API,
        validation_alias="TELEGRAM_API_URL",
        description="an http(s) address without the /bot part, such as https://api.telegram.org",
    )
    telegram_receive: Annotated[
        Literal["polling", "webhook"], BeforeValidator(checks.either_case("polling", "webhook"))
    ] = Field(
        default="polling",
        validation_alias="READOUT_TELEGRAM_RECEIVE",
        description="polling, which asks Telegram for messages, or webhook, to which Telegram sends them",
    )
    slack_receive: Annotated[Literal["socket", "http"], BeforeValidator(checks.either_case("socket", "http"))] = Field(
        default="socket",
        validation_alias="READOUT_SLACK_RECEIVE",
        description="socket, for Socket Mode, or http, for requests to READOUT_WEB_URL",
    )
    slack_bot_token: Annotated[Secret, AfterValidator(checks.slack_bot_token)] | None = Field(
        default=None,
        validation_alias="SLACK_BOT_TOKEN",
        description="the app's bot token, which starts with xoxb- (app page, OAuth & Permissions)",
    )
    slack_app_token: Annotated[Secret, AfterValidator(checks.slack_app_token)] | None = Field(
        default=None,
        validation_alias="SLACK_APP_TOKEN",
        validate_default=True,
        description="an app-level token, which starts with xapp- (app page, Basic Information)",
    )
    slack_signing_secret: Annotated[Secret, AfterValidator(checks.slack_signing_secret)] | None = Field(
        default=None,
        validation_alias="SLACK_SIGNING_SECRET",
        description="the app's signing secret, which is no token (app page, Basic Information)",
    )
    slack_api_url: Annotated[str, AfterValidator(checks.slack_url)] = Field(
        default="https://slack.com/api/",
        validation_alias="SLACK_API_URL",
        description="an http(s) address that ends in /api/, such as https://slack.com/api/",
    )
    access: Annotated[Literal["invited", "open"], BeforeValidator(checks.either_case("invited", "open"))] = Field(
        default="invited", validation_alias="READOUT_ACCESS", description="invited or open"
    )
    admins: Accounts = Field(default=frozenset(), validation_alias="READOUT_ADMINS", description=_ACCOUNTS)
    editors: Accounts = Field(default=frozenset(), validation_alias="READOUT_EDITORS", description=_ACCOUNTS)
    default_marking: Annotated[Marking, BeforeValidator(checks.either_case(*MARKINGS))] = Field(
        default="AMBER",
        validation_alias="READOUT_DEFAULT_MARKING",
        description="a marking of TLP 2.0: CLEAR, GREEN, AMBER, AMBER+STRICT or RED",
    )
    timezone: Annotated[str, AfterValidator(checks.zone)] = Field(
        default="UTC",
        validation_alias="READOUT_TIMEZONE",
        description="a name of the time-zone database, such as Europe/London",
    )
    tick_seconds: float = Field(
        default=15,
        ge=0.1,
        le=3600,
        allow_inf_nan=False,
        validation_alias="READOUT_TICK_SECONDS",
        description="a number of seconds from 0.1 to 3600, such as 15",
    )
    keep_days: int = Field(
        default=90,
        ge=1,
        le=36_500,
        validation_alias="READOUT_KEEP_DAYS",
        description="a whole number of days from 1 to 36500, such as 90",
    )
    llm_model: str | None = Field(
        default=None,
        validation_alias="LLM_MODEL",
        description="the name by which the language model's server knows the model",
    )
    llm_base_url: Annotated[str, AfterValidator(checks.llm_url)] = Field(
        default="https://api.openai.com/v1",
        validation_alias="LLM_BASE_URL",
        description="an http(s) address of an OpenAI-compatible server, most often ending in /v1",
    )
    llm_api_key: Secret | None = Field(
        default=None,
        validation_alias="LLM_API_KEY",
        description="the key that the language model's server asks for",
    )
    llm_timeout_seconds: float = Field(
        default=60,
        ge=0.1,
        le=3600,
        allow_inf_nan=False,
        validation_alias="LLM_TIMEOUT_SECONDS",
        description="a number of seconds from 0.1 to 3600, such as 60",
    )
    llm_tokens_per_day: int = Field(
        default=100_000,
        ge=0,
        le=1_000_000_000_000,
        validation_alias="LLM_TOKENS_PER_DAY",
        description="a whole number of tokens from 0 to 1000000000000, such as 100000",
    )
    llm_marking: Annotated[Marking, BeforeValidator(checks.either_case(*MARKINGS))] | None = Field(
        default=None,
        validation_alias="READOUT_LLM_MARKING",
        description="a marking of TLP 2.0: CLEAR, GREEN, AMBER, AMBER+STRICT or RED",
    )
    log_level: Annotated[
        Literal["DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"],
        BeforeValidator(checks.either_case("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")),
    ] = Field(
        default="INFO",
        validation_alias="READOUT_LOG_LEVEL",
        description="DEBUG, INFO, WARNING, ERROR or CRITICAL",
    )
    log_format: Annotated[Literal["text", "json"], BeforeValidator(checks.either_case("text", "json"))] = Field(
        default="text",
        validation_alias="READOUT_LOG_FORMAT",
        description="text or json",
    )
    webhook_private: bool = Field(
        default=False,
        validation_alias="READOUT_WEBHOOK_PRIVATE",
        description="true or false; true lets webhooks post to private addresses and over http",
    )
    web_host: Annotated[str, AfterValidator(checks.host)] = Field(
        default="127.0.0.1",
        validation_alias="READOUT_WEB_HOST",
        description="a name or an address of this machine, such as 127.0.0.1 or 0.0.0.0",
    )
    web_port: int | None = Field(
        default=None,
        ge=1,
        le=65_535,
        validation_alias="READOUT_WEB_PORT",
        description="a port from 1 to 65535, such as 8080",
    )
    web_url: Annotated[str, AfterValidator(checks.web_url)] | None = Field(
        default=None,
        validation_alias="READOUT_WEB_URL",
        description="the http(s) address at which people reach the web server, such as https://readout.example.org",
    )

    mcp_token: Annotated[Secret, AfterValidator(checks.mcp_token)] | None = Field(
        default=None,
        validation_alias="READOUT_MCP_TOKEN",
        description="a token as /token new shows it: readout_ and 32 letters, digits, - and _",
    )

    @property
    def telegram(self) -> bool:
        """Whether the bot's token for Telegram is set."""
        return self.telegram_bot_token is not None

    @property
    def slack(self) -> bool:
        """Whether the bot's token for Slack is set."""
        return self.slack_bot_token is not None

    @property
    def secrets(self) -> tuple[str, ...]:
        """All values to remove from logs."""
        platforms = (self.telegram_bot_token, self.slack_bot_token, self.slack_app_token, self.slack_signing_secret)
        tokens = (*platforms, self.llm_api_key, self.mcp_token)
        known = tuple(token.get_secret_value() for token in tokens if token)
        return (*known, *checks.passwords(self.database_url.get_secret_value()))

    @model_validator(mode="before")
    @classmethod
    def _leave_out_blanks(cls, given: dict[str, Any]) -> dict[str, Any]:
        stripped = {name: value.strip() if isinstance(value, str) else value for name, value in given.items()}
        return {name: value for name, value in stripped.items() if value != ""}

    @model_validator(mode="wrap")
    @classmethod
    def _tell_all_faults(cls, given: dict[str, Any], read: ModelWrapValidatorHandler[Self]) -> Self:
        """Raises WrongSettings with a sentence for every fault, so that none shows only after another is mended."""
        wrong: dict[str, str] = {}
        try:
            known = read(given)
        except ValidationError as error:
            details = [each for each in error.errors() if each["type"] != "default_factory_not_called"]
            wrong = dict(map(_fault, details))
            known = read({name: value for name, value in given.items() if name not in wrong})
        together = [sentence for names, sentence in known.faults(wrong.keys()) if not wrong.keys() & names]
        if wrong or together:
            raise WrongSettings((*wrong.values(), *together))
        return known

    def faults(self, wrong: Collection[str] = ()) -> Iterator[tuple[frozenset[str], str]]:
        """What doesn't go together, in a sentence, and the settings that have to be right before it can be told.

        One that is `wrong` counts as set, so that what is missing beside it is told along with it.
        """
        kept_there = self.database_url.get_secret_value() == checks.sqlite_in(self.data_dir)
        if kept_there and (in_the_way := checks.write_obstacle(self.data_dir)):
            yield (
                frozenset(("READOUT_DATA_DIR", "DATABASE_URL")),
                (
                    f"READOUT_DATA_DIR is {str(self.data_dir)!r}, but {in_the_way} isn't a writable directory: "
                    "correct its permissions or name another directory."
                ),
            )
        if (self.llm_api_key or "LLM_API_KEY" in wrong) and not self.llm_model:
            yield (
                frozenset(("LLM_MODEL",)),
                "LLM_MODEL is missing while LLM_API_KEY is set: name the model, or leave out the key.",
            )
        yield from self._faults_of_web(wrong)
        yield from self._faults_of_slack(wrong)

    def _faults_of_web(self, wrong: Collection[str]) -> Iterator[tuple[frozenset[str], str]]:
        """What is missing for the web server, and for the platforms that send messages to it."""
        telegram, slack = (self.telegram or "TELEGRAM_BOT_TOKEN" in wrong), (self.slack or "SLACK_BOT_TOKEN" in wrong)
        by_http = [
            f"{setting} is {value}"
            for wanted, setting, value in (
                (telegram and self.telegram_receive == "webhook", "READOUT_TELEGRAM_RECEIVE", "webhook"),
                (slack and self.slack_receive == "http", "READOUT_SLACK_RECEIVE", "http"),
            )
            if wanted
        ]
        has_url = ["READOUT_WEB_URL is set"] if self.web_url or "READOUT_WEB_URL" in wrong else []
        if not self.web_port and (why := [*has_url, *by_http]):
            yield (
                frozenset(("READOUT_WEB_PORT",)),
                f"READOUT_WEB_PORT is missing while {why[0]}: name the port of the web server.",
            )
        if by_http and not (self.web_url or "").startswith("https://"):
            sends = "the platforms send" if len(by_http) > 1 else "the platform sends"
            yield (
                frozenset(("READOUT_WEB_URL",)),
                f"READOUT_WEB_URL has to be an https address while {' and '.join(by_http)}: {sends} messages there.",
            )
        elif telegram and self.telegram_receive == "webhook" and (port := self._closed_to_telegram()):
            yield (
                frozenset(("READOUT_WEB_URL", "TELEGRAM_API_URL")),
                (
                    f"READOUT_WEB_URL names port {port}, but Telegram sends to port "
                    f"{checks.listed(checks.WEBHOOK_PORTS)} only: let one of these lead to the web server, or set "
                    "READOUT_TELEGRAM_RECEIVE to polling."
                ),
            )

    def _closed_to_telegram(self) -> int | None:
        """The port of the web server's address if Telegram sends to none such; an API server of one's own may."""
        port = urlsplit(self.web_url or "").port
        return port if self.telegram_api_url == _TELEGRAM_API and port not in (None, *checks.WEBHOOK_PORTS) else None

    def _faults_of_slack(self, wrong: Collection[str]) -> Iterator[tuple[frozenset[str], str]]:
        """What Slack needs beside what is set."""
        bot, app = (self.slack or "SLACK_BOT_TOKEN" in wrong), (self.slack_app_token or "SLACK_APP_TOKEN" in wrong)
        if self.slack_receive == "http":
            if bot and not self.slack_signing_secret:
                yield (
                    frozenset(("SLACK_SIGNING_SECRET",)),
                    (
                        "SLACK_SIGNING_SECRET is missing while READOUT_SLACK_RECEIVE is http: it proves that requests "
                        "come from Slack."
                    ),
                )
            if not bot and (app or self.slack_signing_secret):
                there = "SLACK_SIGNING_SECRET" if self.slack_signing_secret else "SLACK_APP_TOKEN"
                yield (
                    frozenset(("SLACK_BOT_TOKEN",)),
                    f"SLACK_BOT_TOKEN is missing while {there} is set: set it, or leave {there} out.",
                )
        elif bool(bot) != bool(app):
            there, missing = ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN")[:: -1 if app else 1]
            yield (
                frozenset((missing,)),
                f"{missing} is missing while {there} is set: Slack needs both, so set both or neither.",
            )

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003  Docker's directory is covered by NAME_FILE
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The environment before `.env`, and in each the file in NAME_FILE before NAME."""
        places = [place for place in (env_settings, dotenv_settings) if isinstance(place, EnvSettingsSource)]
        with_files = ((SecretFiles(settings_cls, secret_names(), place.env_vars), place) for place in places)
        return (init_settings, *(source for pair in with_files for source in pair))


def setting_names() -> tuple[str, ...]:
    """All setting names in order of declaration."""
    return tuple(str(field.validation_alias) for field in Settings.model_fields.values())


def secret_names() -> tuple[str, ...]:
    """Settings that NAME_FILE can provide and whose values are never shown."""
    fields = Settings.model_fields.values()
    return tuple(str(field.validation_alias) for field in fields if "SecretStr" in str(field.annotation))


def _fault(detail: ErrorDetails) -> tuple[str, str]:
    """The name of a wrong setting, and the sentence that says what it must be."""
    name = str(detail["loc"][0])
    if detail["type"] == SENTENCE:
        return name, detail["msg"]
    fix = next(f.description for f in Settings.model_fields.values() if f.validation_alias == name)
    hint = str(detail["ctx"]["error"]) if detail["type"] == "value_error" else ""
    hidden = name in secret_names() or name.endswith("_URL")  # an address may hold a password
    shown = "" if hidden else f"is {_short(detail['input'])!r}, but "
    return name, f"{name} {shown}must be {fix}{hint}."


def _short(value: object) -> object:
    """A value as it is shown, cut where it is long."""
    return f"{value[:_SHOWN]}…" if isinstance(value, str) and len(value) > _SHOWN else value


def slack_needs(receive: str) -> tuple[str, str]:
    """The two settings that Slack needs, by how messages come."""
    return "SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET" if receive == "http" else "SLACK_APP_TOKEN"
