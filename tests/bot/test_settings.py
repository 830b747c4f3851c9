"""Settings: defaults, where they come from, and the sentence for each that is wrong."""

import os
from pathlib import Path

import pytest
from telegram.constants import SUPPORTED_WEBHOOK_PORTS

from bot.run.settings import Settings, WrongSettings, checks, hashes_of, read_settings, secret_names, setting_names
from bot.run.settings.env_file import GivenSettings, given_settings


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty current directory and no setting in the environment."""
    for name in setting_names():
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(f"{name}_FILE", raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def given(home: Path, monkeypatch: pytest.MonkeyPatch):
    def read(**environment: str) -> Settings:
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        return read_settings()

    return read


@pytest.fixture
def faults(given):
    def of(**environment: str) -> tuple[str, ...]:
        with pytest.raises(WrongSettings) as caught:
            given(**environment)
        return caught.value.faults

    return of


def url(settings: Settings) -> str:
    return settings.database_url.get_secret_value()


def test_nothing_set_is_a_terminal_on_sqlite(given, home: Path) -> None:
    settings = given()
    assert settings.data_dir == home / "data"
    assert url(settings) == f"sqlite:///{home}/data/readout.db"
    assert not (home / "data").exists()
    assert settings.library_dir is None
    assert not settings.telegram
    assert not settings.slack
    assert settings.telegram_api_url == "https://api.telegram.org"
    assert settings.slack_api_url == "https://slack.com/api/"
    assert (settings.access, settings.timezone, settings.log_level) == ("invited", "UTC", "INFO")
    assert (settings.tick_seconds, settings.keep_days) == (15, 90)
    assert settings.admins == settings.editors == frozenset()


def test_the_library_folder_is_a_directory_by_its_whole_path(given, faults, home: Path) -> None:
    home.joinpath("file").touch()
    assert given(READOUT_LIBRARY_DIR="papers").library_dir == home / "papers"
    assert "a directory; what is put into it is imported" in faults(READOUT_LIBRARY_DIR="file")[0]


def test_env_file_gives_what_the_environment_does_not(given, home: Path) -> None:
    home.joinpath(".env").write_text("READOUT_KEEP_DAYS=7 # a week\nREADOUT_ACCESS=open\nOTHER_PROGRAM=1\n")
    settings = given(READOUT_KEEP_DAYS="30")
    assert (settings.keep_days, settings.access) == (30, "open")


def test_blank_means_unset(given, home: Path) -> None:
    settings = given(**dict.fromkeys(setting_names(), " "), TELEGRAM_BOT_TOKEN_FILE="")
    assert settings == given(**dict.fromkeys(setting_names(), ""))
    assert not settings.telegram
    assert settings.timezone == "UTC"


def test_a_blank_in_the_environment_hides_the_env_file(given, home: Path) -> None:
    home.joinpath(".env").write_text("TELEGRAM_BOT_TOKEN=7:abc\n")
    assert not given(TELEGRAM_BOT_TOKEN="").telegram


@pytest.mark.parametrize("name", secret_names())
def test_each_secret_comes_from_a_file_too(given, home: Path, name: str) -> None:
    values = {
        "TELEGRAM_BOT_TOKEN": "7:abc",
        "SLACK_BOT_TOKEN": "xoxb-7",
        "SLACK_APP_TOKEN": "xapp-7",
        "SLACK_SIGNING_SECRET": "5ec2e7",
        "DATABASE_URL": "postgresql+asyncpg://desk:open@db/desk",
        "LLM_API_KEY": "sk-7",
        "READOUT_MCP_TOKEN": f"readout_{'7' * 32}",
    }
    for each, value in values.items():
        home.joinpath(each).write_text(f"{value}\n")
    others = {each: value for each, value in values.items() if each != name}
    settings = given(LLM_MODEL="small", **others, **{f"{name}_FILE": str(home / name)})
    field = next(key for key, each in Settings.model_fields.items() if each.validation_alias == name)
    assert getattr(settings, field).get_secret_value() == values[name]


def test_a_secrets_file_can_be_named_in_the_env_file(given, home: Path) -> None:
    home.joinpath("token").write_text("7:abc")
    home.joinpath(".env").write_text("TELEGRAM_BOT_TOKEN_FILE=token\n")
    assert given().telegram


def test_an_unreadable_an_empty_and_a_second_source_of_a_secret(faults, home: Path) -> None:
    home.joinpath("empty").write_text(" \n")
    home.joinpath("bytes").write_bytes(b"\xff\xfe\xff")
    told = faults(
        TELEGRAM_BOT_TOKEN="7:abc",
        TELEGRAM_BOT_TOKEN_FILE=str(home / "empty"),
        SLACK_BOT_TOKEN_FILE=str(home / "{absent}"),
        SLACK_SIGNING_SECRET_FILE=str(home / "empty"),
        DATABASE_URL_FILE=str(home / "bytes"),
    )
    text = "\n".join(told)
    assert "TELEGRAM_BOT_TOKEN and TELEGRAM_BOT_TOKEN_FILE are both set" in text
    assert f"SLACK_BOT_TOKEN_FILE names {home}/{{absent}}, which cannot be read (No such file or directory)" in text
    assert "which is empty" in text
    assert "it is not UTF-8 text" in text
    assert "SLACK_APP_TOKEN is missing while SLACK_BOT_TOKEN is set" in text  # the bot token is meant, and wrong
    assert len(told) == 5


WRONG = {
    "READOUT_DATA_DIR": "{file}",
    "DATABASE_URL": "mysql://desk:hunter2@db/desk",
    "TELEGRAM_BOT_TOKEN": "hunter2",
    "TELEGRAM_API_URL": "https://bots.example/bot",
    "SLACK_BOT_TOKEN": "xoxp-hunter2",
    "SLACK_APP_TOKEN": "xoxb-hunter2",
    "SLACK_API_URL": "https://slack.example/api",
    "READOUT_ACCESS": "closed",
    "READOUT_ADMINS": "telegram:@ann",
    "READOUT_EDITORS": "ann",
    "READOUT_TIMEZONE": "Mars/Olympus",
    "READOUT_TICK_SECONDS": "0",
    "READOUT_KEEP_DAYS": "1.5",
    "LLM_BASE_URL": "http://127.0.0.1:11434/v1/chat/completions",
    "LLM_TIMEOUT_SECONDS": "0",
    "LLM_TOKENS_PER_DAY": "-1",
    "READOUT_LOG_LEVEL": "loud",
}


def test_all_wrong_settings_are_named_at_once_each_in_a_sentence(faults, home: Path) -> None:
    home.joinpath("file").touch()
    told = faults(**{name: value.format(file=home / "file") for name, value in WRONG.items()})
    assert [sentence.split()[0] for sentence in told] == list(WRONG)
    assert all(" must be " in sentence and sentence.endswith(".") for sentence in told)
    assert all("\n" not in sentence for sentence in told)
    assert "hunter2" not in "".join(told)


def test_a_data_directory_that_cannot_be_made_is_named_with_its_cure(faults, given, home: Path) -> None:
    home.joinpath("file").touch()
    (told,) = faults(READOUT_DATA_DIR=str(home / "file" / "deep"))
    assert told.startswith("READOUT_DATA_DIR is ")
    assert "name another directory" in told
    assert given(DATABASE_URL="postgresql://ann@db/desk").data_dir == home / "file" / "deep"


@pytest.mark.parametrize(
    ("name", "value", "hint"),
    [
        ("READOUT_TIMEZONE", "london", "did you mean Europe/London?"),
        ("READOUT_TIMEZONE", "Asia/Shangai", "did you mean Asia/Shanghai"),
        (
            "READOUT_TIMEZONE",
            "/usr/share/zoneinfo/Europe/London",
            "such as Europe/London (did you mean Europe/London?)",
        ),
        ("READOUT_TIMEZONE", ":/zones/Asia/Tokyo", "(did you mean Asia/Tokyo?)"),
        ("READOUT_TIMEZONE", "../../etc/passwd", "a name of the time-zone database, such as Europe/London."),
        ("READOUT_TIMEZONE", "/", "a name of the time-zone database, such as Europe/London."),
        ("READOUT_TIMEZONE", "localtime", "a name of the time-zone database, such as Europe/London."),
        ("READOUT_TIMEZONE", "Europe", "a name of the time-zone database, such as Europe/London."),
        ("READOUT_TIMEZONE", "UTC+8", "(did you mean Etc/GMT-8?)"),
        ("READOUT_TIMEZONE", "-03:00", "(did you mean Etc/GMT+3?)"),
        ("READOUT_TIMEZONE", "localtime", "must be a name of the time-zone database"),
        ("READOUT_TIMEZONE", "Factory", "must be a name of the time-zone database"),
        ("READOUT_TIMEZONE", "right/Europe/London", "must be a name of the time-zone database"),
        ("READOUT_TIMEZONE", "Europe", "must be a name of the time-zone database"),
        ("READOUT_TIMEZONE", "../UTC", "must be a name of the time-zone database"),
        ("READOUT_TICK_SECONDS", "-1", "a number of seconds from 0.1 to 3600"),
        ("READOUT_TICK_SECONDS", "1e308", "a number of seconds from 0.1 to 3600"),
        ("READOUT_TICK_SECONDS", "1e-300", "a number of seconds from 0.1 to 3600"),
        ("READOUT_TICK_SECONDS", "9" * 5_000, "9…', but must be a number of seconds from 0.1 to 3600"),
        ("LLM_TIMEOUT_SECONDS", "1e308", "a number of seconds from 0.1 to 3600"),
        ("LLM_TIMEOUT_SECONDS", "1e-300", "a number of seconds from 0.1 to 3600"),
        ("LLM_TOKENS_PER_DAY", "9" * 30, "a whole number of tokens from 0 to 1000000000000"),
        ("LLM_TOKENS_PER_DAY", "9" * 5_000, "9…', but must be a whole number of tokens"),
        ("READOUT_KEEP_DAYS", "9" * 5_000, "a whole number of days from 1 to 36500"),
        ("READOUT_TICK_SECONDS", "nan", "a number of seconds from 0.1 to 3600"),
        ("READOUT_TICK_SECONDS", "inf", "a number of seconds from 0.1 to 3600"),
        ("READOUT_KEEP_DAYS", "0", "a whole number of days"),
        ("READOUT_LOG_LEVEL", "Loud", "is 'Loud', but must be DEBUG"),
        ("READOUT_ACCESS", "Closed", "is 'Closed', but must be invited or open"),
        ("READOUT_ADMINS", "telegram:42,slack:ann", "'slack:ann' is none"),
        ("READOUT_ADMINS", "telegram:x,telegram:42,bob", "'bob', 'telegram:x' are none"),
        ("TELEGRAM_API_URL", "https://api.telegram.org/bot7:abc", "leave out /bot"),
        ("TELEGRAM_API_URL", "api.telegram.org", "an http(s) address"),
        ("TELEGRAM_API_URL", "http://bots.example:eighty", "its port isn't a number"),
        ("SLACK_API_URL", "ftp://slack.example/api/", "an http(s) address"),
        ("DATABASE_URL", "readout.db", "must be like"),
        ("DATABASE_URL", "sqlite://readout.db", "three slashes"),
        ("DATABASE_URL", "postgresql:///readout", "its host is missing"),
        ("TELEGRAM_BOT_TOKEN", "7: abc", "the token as BotFather shows it"),
    ],
)
def test_the_sentence_says_what_mends_it(faults, name: str, value: str, hint: str) -> None:
    (sentence,) = faults(**{name: value})
    assert sentence.startswith(name)
    assert hint in sentence


def test_a_language_model_is_named_before_it_gets_a_key(faults, given) -> None:
    (sentence,) = faults(LLM_API_KEY="sk-hunter2")
    assert sentence.startswith("LLM_MODEL is missing while LLM_API_KEY is set")
    settings = given(LLM_API_KEY="", LLM_MODEL="small", LLM_BASE_URL="http://127.0.0.1:11434/v1/")
    assert (settings.llm_base_url, settings.llm_api_key) == ("http://127.0.0.1:11434/v1", None)
    assert "sk-hunter2" in given(LLM_API_KEY="sk-hunter2").secrets


def test_slack_needs_both_tokens(faults, given) -> None:
    (sentence,) = faults(SLACK_BOT_TOKEN="xoxb-7")
    assert sentence.startswith("SLACK_APP_TOKEN is missing while SLACK_BOT_TOKEN is set")
    (sentence,) = faults(SLACK_BOT_TOKEN="", SLACK_APP_TOKEN="xapp-7")
    assert sentence.startswith("SLACK_BOT_TOKEN is missing while SLACK_APP_TOKEN is set")
    assert given(SLACK_BOT_TOKEN="xoxb-7", SLACK_APP_TOKEN="xapp-7").slack


WEBHOOK = {"TELEGRAM_BOT_TOKEN": "7:abc", "READOUT_TELEGRAM_RECEIVE": "webhook"}
BY_HTTP = {"SLACK_BOT_TOKEN": "xoxb-7", "READOUT_SLACK_RECEIVE": "http"}
MISSING_PORT, NO_HTTPS = "READOUT_WEB_PORT is missing", "READOUT_WEB_URL has to be an https address"


@pytest.mark.parametrize(
    ("values", "begins"),
    [
        (WEBHOOK, [MISSING_PORT, NO_HTTPS]),
        (BY_HTTP, [MISSING_PORT, NO_HTTPS, "SLACK_SIGNING_SECRET is missing"]),
        (WEBHOOK | BY_HTTP, [MISSING_PORT, NO_HTTPS, "SLACK_SIGNING_SECRET is missing"]),
        (WEBHOOK | {"READOUT_WEB_URL": "ftp://bots.example"}, ["READOUT_WEB_URL must be", MISSING_PORT]),
        ({"READOUT_WEB_URL": "bots.example"}, ["READOUT_WEB_URL must be", MISSING_PORT]),
        (WEBHOOK | {"TELEGRAM_BOT_TOKEN": "abc"}, ["TELEGRAM_BOT_TOKEN must be", MISSING_PORT, NO_HTTPS]),
        ({"SLACK_BOT_TOKEN": "xoxp-7"}, ["SLACK_BOT_TOKEN must be", "SLACK_APP_TOKEN is missing"]),
        ({"SLACK_APP_TOKEN": "xapp-7"} | BY_HTTP | {"SLACK_BOT_TOKEN": ""}, ["SLACK_BOT_TOKEN is missing"]),
    ],
)
def test_whatever_is_wrong_or_missing_is_told_at_once(faults, values: dict[str, str], begins: list[str]) -> None:
    told = faults(**values)
    assert len(told) == len(begins)
    assert all(sentence.startswith(begin) for sentence, begin in zip(told, begins, strict=True)), told


HOOKED = WEBHOOK | {"READOUT_WEB_PORT": "8080"}


@pytest.mark.parametrize("port", ["", ":443", ":80", ":88", ":8443"])
def test_a_webhook_may_lead_to_the_ports_to_which_telegram_sends(given, port: str) -> None:
    assert given(**HOOKED, READOUT_WEB_URL=f"https://bots.example{port}/bot").telegram


def test_a_webhook_on_another_port_is_refused_unless_the_api_server_is_ones_own(faults, given) -> None:
    (sentence,) = faults(**HOOKED, READOUT_WEB_URL="https://bots.example:8080")
    assert sentence.startswith("READOUT_WEB_URL names port 8080, but Telegram sends to port 443, 80, 88 or 8443 only")
    assert given(**HOOKED, READOUT_WEB_URL="https://bots.example:8080", TELEGRAM_API_URL="http://127.0.0.1:81").telegram


def test_the_ports_are_those_of_the_library() -> None:
    assert set(checks.WEBHOOK_PORTS) == set(SUPPORTED_WEBHOOK_PORTS)


def test_a_token_is_no_signing_secret(faults) -> None:
    (sentence,) = faults(SLACK_SIGNING_SECRET="xapp-7")
    assert sentence.startswith("SLACK_SIGNING_SECRET must be the app's signing secret, which is no token")


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("sqlite:///kept/desk.db", "sqlite:///kept/desk.db"),
        ("sqlite+aiosqlite:////srv/desk.db", "sqlite:////srv/desk.db"),
        ("postgres://desk@db/desk", "postgresql+asyncpg://desk@db/desk"),
        ("postgresql://desk:a%40b@db:5433/desk", "postgresql+asyncpg://desk:a%40b@db:5433/desk"),
        ("postgresql://desk@db/desk?sslmode=require", "postgresql+asyncpg://desk@db/desk?ssl=require"),
        ("postgresql+asyncpg:///desk?host=/run/pg", "postgresql+asyncpg:///desk?host=/run/pg"),
    ],
)
def test_a_database_address_is_completed(given, written: str, meant: str) -> None:
    assert url(given(DATABASE_URL=written)) == meant


def test_lists_cases_and_slashes_are_read_kindly(given) -> None:
    settings = given(
        READOUT_ADMINS=" telegram:42 , slack:U1,",
        READOUT_EDITORS="slack:W2",
        READOUT_ACCESS="Open",
        READOUT_LOG_LEVEL="debug",
        TELEGRAM_API_URL="http://127.0.0.1:8081/",
        READOUT_TIMEZONE="Asia/Shanghai",
        READOUT_TICK_SECONDS="0.5",
    )
    assert settings.admins == {"telegram:42", "slack:U1"}
    assert settings.editors == {"slack:W2"}
    assert (settings.access, settings.log_level, settings.tick_seconds) == ("open", "DEBUG", 0.5)
    assert settings.telegram_api_url == "http://127.0.0.1:8081"


def test_no_secret_shows_in_print_and_all_are_known_to_the_log(given) -> None:
    settings = given(
        TELEGRAM_BOT_TOKEN="7:hunter2",
        SLACK_BOT_TOKEN="xoxb-hunter2",
        SLACK_APP_TOKEN="xapp-hunter2",
        SLACK_SIGNING_SECRET="hunter2",
        DATABASE_URL="postgresql://desk:hunter%402@db/desk",
    )
    assert "hunter" not in repr(settings)
    assert {"7:hunter2", "xoxb-hunter2", "xapp-hunter2", "hunter2", "hunter%402", "hunter@2"} <= set(settings.secrets)


def test_an_env_file_that_is_no_text(faults, home: Path) -> None:
    home.joinpath(".env").write_bytes(b"READOUT_ACCESS=\xff\xfe\n")
    assert faults() == (".env is not UTF-8 text: save it again as UTF-8.",)


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (lambda path: path.symlink_to("/dev/zero"), "it is no ordinary file"),
        (os.mkfifo, "it is no ordinary file"),
        (lambda path: path.write_bytes(b"a" * 70_000), "it is larger than 64 kB"),
    ],
    ids=["device", "pipe", "large"],
)
def test_endless_blocking_and_large_files_of_settings_are_refused(faults, home: Path, make, reason: str) -> None:
    make(home / "token")
    (told,) = faults(TELEGRAM_BOT_TOKEN_FILE=str(home / "token"))
    assert told.startswith(f"TELEGRAM_BOT_TOKEN_FILE names {home}/token, which cannot be read ({reason})")
    assert given_settings("TELEGRAM_BOT_TOKEN") == GivenSettings("", mine=False)
    make(home / ".env")
    assert faults() == (f".env cannot be read ({reason}): replace it with a text file of settings.",)
    with pytest.raises(WrongSettings) as caught:
        given_settings("TELEGRAM_BOT_TOKEN")
    assert caught.value.faults == faults()


def test_a_folder_called_env_is_no_file_of_settings(given, home: Path) -> None:
    home.joinpath(".env").mkdir()
    assert not given().telegram


def test_a_directory_whose_name_is_too_long_is_told_by_its_setting(faults) -> None:
    (told,) = faults(READOUT_DATA_DIR="a" * 5_000)
    assert told.startswith("READOUT_DATA_DIR is 'aaa")
    assert told.endswith("this one can't be used (File name too long).")


def test_hashes_tell_what_differs_and_hold_no_value(given) -> None:
    token = f"123:{'a' * 35}"
    one = hashes_of(given(TELEGRAM_BOT_TOKEN=token, READOUT_ADMINS="telegram:1,telegram:2"))
    assert one == hashes_of(given(READOUT_ADMINS="telegram:2,telegram:1", READOUT_LOG_LEVEL="WARNING"))
    changed = {"TELEGRAM_BOT_TOKEN": f"123:{'b' * 35}", "READOUT_TIMEZONE": "Asia/Tokyo"}
    other = hashes_of(given(**changed, READOUT_ADMINS="telegram:1"))
    differing = {name for name in one if one[name] != other[name]}
    assert differing == {"TELEGRAM_BOT_TOKEN", "READOUT_TIMEZONE", "READOUT_ADMINS"}
    assert not any(token in value or "telegram" in value for value in one.values())
    assert "DATABASE_URL" not in one


def test_all_faults_are_told_at_once_with_those_of_settings_that_do_not_go_together(faults) -> None:
    told = faults(
        READOUT_TICK_SECONDS="soon",
        LLM_API_KEY="sk-7",
        SLACK_BOT_TOKEN="xoxb-7",
        READOUT_WEB_URL="http://readout.example",
        TELEGRAM_BOT_TOKEN="none",
    )
    named = ("TELEGRAM_BOT_TOKEN", "READOUT_TICK_SECONDS", "LLM_MODEL", "READOUT_WEB_PORT", "SLACK_APP_TOKEN")
    assert [each.split()[0] for each in told] == list(named)


def test_a_wrong_setting_makes_no_other_one_seem_missing(faults) -> None:
    told = faults(READOUT_WEB_PORT="none", READOUT_WEB_URL="http://readout.example")
    assert [each.split()[0] for each in told] == ["READOUT_WEB_PORT"]
