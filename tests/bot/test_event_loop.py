"""The service runs on uvloop where that is installed, and on Python's own loop elsewhere."""

import asyncio
import sys

import pytest

from bot.cli.base import finish
from bot.run.event_loop import loop_factory


async def loop_in_use() -> str:
    return type(asyncio.get_running_loop()).__module__.partition(".")[0]


def test_the_service_runs_on_uvloop_where_it_is_installed() -> None:
    pytest.importorskip("uvloop")
    assert finish(loop_in_use(), loop_factory()) == "uvloop"


def test_elsewhere_it_runs_on_pythons_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "uvloop", None)
    assert loop_factory() is None
    assert finish(loop_in_use(), loop_factory()) == "asyncio"
