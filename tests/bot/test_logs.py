"""The log: one line a record, fields after the message, no secret anywhere."""

import logging
import re
import sys

import pytest
from asyncpg import ConnectionDoesNotExistError, InternalClientError
from sqlalchemy.exc import PendingRollbackError, ResourceClosedError

from bot.run.logs import Lines, set_up
from briefings.errors import Broken


def line(message: str, *args: object, secrets: tuple[str, ...] = (), **fields: object) -> str:
    record = logging.getLogger("bot.test").makeRecord("bot.test", 20, __file__, 1, message, args, None, extra=fields)
    return Lines(secrets).format(record)


def test_time_level_logger_message_then_fields() -> None:
    told = line("delivery settled", delivery=7, reason="chat not found", note="", quoted='a "b"')
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z INFO bot\.test delivery settled .*", told)
    assert told.endswith('delivery=7 reason="chat not found" note="" quoted="a \\"b\\""')


def test_a_record_stays_one_line_whatever_it_carries() -> None:
    told = line("said %s", "one\ntwo\x1b[2J", words="three\u2028four\r")
    assert len(told.splitlines()) == 1
    assert "\x1b" not in told


def test_secrets_are_hidden_in_message_fields_and_traceback() -> None:
    token = "7:abc/def"
    try:
        int(f"https://bots.example/bot{token}/getMe")
    except ValueError:
        record = logging.LogRecord("x", 40, __file__, 1, "with %s", (token,), sys.exc_info())
    record.where = "7%3Aabc%2Fdef"
    told = Lines((token,)).format(record)
    assert "abc" not in told
    assert told.count("[hidden]") >= 3
    assert "Traceback" in told


@pytest.mark.parametrize(
    "error",
    [
        PendingRollbackError("Can't reconnect until invalid transaction is rolled back."),
        ResourceClosedError("This Connection is closed"),
        InternalClientError("cannot switch to state 12; another operation (2) is in progress"),
        ConnectionDoesNotExistError("connection was closed in the middle of operation"),
        Broken("The database server can't be reached. Start it and try again."),
    ],
)
def test_a_database_that_is_away_is_one_sentence_without_words_of_a_library(error: Exception) -> None:
    told = Lines().format(logging.LogRecord("x", 40, __file__, 1, "it failed", (), (type(error), error, None)))
    assert told.endswith(''' it failed failure="The database server can't be reached. Start it and try again."''')
    assert line("it failed", failure=error).endswith(told.partition(" it failed")[2])


def test_another_error_is_told_by_its_kind_and_keeps_its_traceback() -> None:
    told = Lines().format(
        logging.LogRecord("x", 40, __file__, 1, "it failed", (), (OSError, OSError("no such file"), None))
    )
    assert told.splitlines()[1:] == ["OSError: no such file"]
    assert line("it failed", failure=OSError("no such file")).endswith('failure="OSError: no such file"')


@pytest.fixture
def logging_as_before():
    root, names = logging.getLogger(), ("httpx", "openai", "telegram")
    before = root.level, root.handlers[:], [logging.getLogger(name).level for name in names]
    yield
    root.setLevel(before[0])
    root.handlers[:] = before[1]
    for name, level in zip(names, before[2], strict=True):
        logging.getLogger(name).setLevel(level)
    logging.captureWarnings(capture=False)


@pytest.mark.usefixtures("logging_as_before")
def test_talkative_libraries_are_heard_from_warning_up(capsys: pytest.CaptureFixture[str]) -> None:
    set_up("DEBUG", ("hunter2",))
    logging.getLogger("httpx").info("POST bot7:hunter2")
    logging.getLogger("telegram.Bot").debug("calling")
    logging.getLogger("openai._base_client").debug("the words of a text")
    logging.getLogger("bot.test").debug("own word hunter2")
    logging.getLogger("httpx").warning("slow")
    assert [told.split(maxsplit=2)[2] for told in capsys.readouterr().err.splitlines()] == [
        "bot.test own word [hidden]",
        "httpx slow",
    ]
