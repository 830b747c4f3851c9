"""The process that reads one file: limits first, then the file from standard input, then the draft to standard output.

The first line that comes in is JSON: the file's name, the date of publication if one is given, and, for a text that was
read before, its title and blocks. What follows are the file's bytes.
"""

import contextlib
import json
import resource
import sys
from datetime import date
from typing import Any, NoReturn

from briefings.errors import Unreadable
from briefings.phrases import packed
from briefings.sandbox.limits import REFUSED, STARVED

_CLOSED = ("socket.", "subprocess.", "os.system", "os.exec", "os.fork", "os.posix_spawn", "os.spawn", "os.kill", "pty.")


def main(memory: int, cpu: int) -> NoReturn:
    """Reads the file with so many bytes of memory and seconds of computing, and leaves."""
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_CPU, cpu)
    _limit(resource.RLIMIT_AS, memory)
    _limit(resource.RLIMIT_FSIZE, 0)
    sys.addaudithook(_refuse)
    try:
        status, answer = 0, _draft()
    except Unreadable as refused:
        status, answer = REFUSED, json.dumps(packed(refused.sentence))
    except MemoryError:
        status, answer = STARVED, ""
    sys.stdout.buffer.write(answer.encode())
    sys.stdout.flush()
    sys.exit(status)


def _limit(what: int, most: int) -> None:
    with contextlib.suppress(ValueError, OSError):  # macOS has no limit of the address space
        resource.setrlimit(what, (most, most))


def _refuse(event: str, _arguments: object) -> None:
    """No reader has a reason to reach another process or the network."""
    if event.startswith(_CLOSED):
        raise PermissionError(event)


def _draft() -> str:
    from briefings import reading
    from briefings.model.analysis import Block, Draft

    asked = json.loads(sys.stdin.buffer.readline())
    published = date.fromisoformat(asked["published"]) if asked["published"] else None
    data = sys.stdin.buffer.read()
    if asked["blocks"]:
        blocks = tuple(Block(*block) for block in asked["blocks"])
        before = Draft(asked["title"], "", None, "none", data.decode(), blocks=blocks)
        draft = reading.read_again(asked["name"], before, published=published)
    else:
        draft = reading.read(asked["name"], data, published=published)
    return json.dumps(draft, default=_plain, ensure_ascii=False, check_circular=False)


def _plain(value: Any) -> object:
    """A dataclass as its fields, a date as ISO has it."""
    if hasattr(value, "isoformat"):
        return value.isoformat()
    return {name: getattr(value, name) for name in value.__dataclass_fields__}
