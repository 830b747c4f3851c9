"""How a subcommand is declared, its context, and its error handling: a sentence and an exit status."""

import argparse
import json
import logging
import os
import re
import sys
from collections.abc import Awaitable, Callable, Coroutine
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

from bot.diagnostics import database_fix
from bot.run.signals import INTERRUPTED, raise_exception
from briefings.errors import BriefingError, Unreachable
from briefings.model.marking import SYSTEM, viewing

if TYPE_CHECKING:
    from asyncio import AbstractEventLoop

    from bot.json_answers.shapes import Shape
    from bot.run.settings import Settings
    from briefings.service import Briefings

_log = logging.getLogger(__name__)
Run = Callable[[argparse.Namespace], int]
Subcommands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"  # noqa: SLF001  it has no public name
LoopFactory: TypeAlias = "Callable[[], AbstractEventLoop]"
T = TypeVar("T")

# Subcommands that do what the command of that name does in a chat.
_LIKEWISE = (
    *("list", "events", "import", "summary", "sources", "audit", "ask", "brief"),
    *("search", "quotes", "timeline", "actors", "where", "changes", "outlook", "compare", "token", "webhook"),
)
FAILED, MISUSED, PIPE_CLOSED = 1, 2, 141


class CommandFailed(Exception):
    """Ends a subcommand with a sentence for the operator and an exit status."""

    def __init__(self, sentence: str, status: int = FAILED) -> None:
        super().__init__(sentence)
        self.status = status


def subcommand(commands: Subcommands, name: str, run: Run, says: str) -> argparse.ArgumentParser:
    """Declares a subcommand; `says` is its help."""
    parser = commands.add_parser(name, help=says, description=f"{says[0].upper()}{says[1:]}.")
    parser.set_defaults(run=run)
    return parser


def status_of(run: Callable[[], int]) -> int:
    """Runs a subcommand and returns its exit status. Expected errors are printed to standard error as a sentence."""
    try:
        raise_exception()
        status = run()
        sys.stdout.flush()  # a closed pipe shows here, not after the interpreter has let go
        return status
    except CommandFailed as stop:
        return print_error(str(stop), stop.status)
    except Unreachable as failure:
        return print_error(f"{failure} {database_fix(failure)}")
    except BriefingError as failure:
        return print_error(as_typed(str(failure)))
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return PIPE_CLOSED
    except KeyboardInterrupt:
        return INTERRUPTED
    except OSError as failure:
        return print_error(f"{failure.filename or 'readout'}: {failure.strerror or failure}.")


def as_typed(sentence: str) -> str:
    """Rewrites chat commands in an answer, such as "/list", as the equivalent shell commands."""
    return re.sub(rf"(?<!\S)/(?=(?:{'|'.join(_LIKEWISE)})\b)", "readout ", sentence)


def print_error(sentence: str, status: int = FAILED) -> int:
    """Prints an error for the operator and returns the status."""
    from bot.platforms.console.screen import visible  # 70 ms, for a failure alone

    print(visible(sentence), file=sys.stderr)  # a title in it may hold control characters
    return status


def settings(*, close: bool = True) -> "Settings":
    """Loads the settings and sets up logging of warnings only.

    Unless `close` is false, data that other users could read is made private, which is logged.
    """
    # 0.12 s with pydantic, which --help need not pay
    from bot.run import logs
    from bot.run.settings import WrongSettings, read_settings

    try:
        known = read_settings()
    except WrongSettings as wrong:
        raise CommandFailed(str(wrong), MISUSED) from None
    logs.set_up("WARNING", known.secrets, "json" if known.log_format == "json" else "sentences")
    if close:
        # 0.3 s with the store, which --help need not pay
        from bot.run.file_modes import make_private
        from bot.run.settings import own_names

        for each in make_private(known.data_dir, known.database_url.get_secret_value(), own_names()):
            state = "removed other users' access" if each.mended else "other users have access; change the mode by hand"
            _log.warning(state, extra={"path": each.path, "mode": f"{each.mode:04o}"})
    return known


def with_core(use: "Callable[[Briefings], Awaitable[T]]", *, create: bool = False) -> T:
    """Opens the core for the duration of `use`; makes a missing database only if `create` is true."""
    known = settings()

    async def opened() -> T:
        # 0.6 s, which --help need not pay
        from bot.run.language_model import server_of
        from briefings.service import open_briefings

        url, model = known.database_url.get_secret_value(), server_of(known)
        async with open_briefings(
            url,
            zone=known.timezone,
            model=model,
            model_tokens=known.llm_tokens_per_day,
            create=create,
            default_marking=known.default_marking,
        ) as core:
            with viewing(SYSTEM):  # whoever runs it can read the database
                return await use(core)

    return finish(opened())


def finish(work: Coroutine[Any, Any, T], loop_factory: "LoopFactory | None" = None) -> T:
    """Runs a coroutine on a new event loop, of Python's own or of another kind, and returns its result."""
    import asyncio  # 35 ms, which --help need not pay

    async def interruptible() -> T:
        try:
            return await work
        except BriefingError:
            await asyncio.sleep(0)  # here a Ctrl-C that came while modules loaded ends the command
            raise

    with asyncio.Runner(loop_factory=loop_factory) as runner:
        return runner.run(interruptible())


def now() -> datetime:
    """The current instant. The command line is one of the places that read the clock."""
    return datetime.now(UTC)  # noqa: TID251


def one_line(shape: "Shape | list[Shape]") -> str:
    """JSON on one line, in the encoding of standard output."""
    return json.dumps(shape, ensure_ascii=(sys.stdout.encoding or "").lower() not in ("utf-8", "utf8"))


def ascii_where_needed(document: str) -> str:
    """JSON text, escaped to ASCII if standard output can't encode it."""
    utf8 = (sys.stdout.encoding or "").lower() in ("utf-8", "utf8")
    return document if utf8 else json.dumps(json.loads(document))
