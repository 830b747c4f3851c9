"""Code that takes over a reading process reaches nothing: what it tries succeeds outside, and fails inside."""

import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from briefings.sandbox.client import ForkserverClient, Sandbox
from briefings.sandbox.limits import Limits
from tests.fakes.intruder import REACHES, Targets

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
BOT = """
import ctypes
secret = ctypes.create_string_buffer(b"secret!", 8)
print(ctypes.addressof(secret), flush=True)
input()
"""
# What an ordinary process may not do either, or what depends on how the system is set up.
NOT_EVERYWHERE = {"mount", "leave_for_another_namespace", "open_a_ring", "watch_the_processor", "become_root"}
NOT_EVERYWHERE |= {"raise_a_limit", "keep_a_key_in_the_kernel", "trace_the_bot", "trace_the_parent"}
NOT_EVERYWHERE |= {"copy_the_bots_memory", "open_the_bots_memory", "find_an_inherited_descriptor"}

linux = pytest.mark.skipif(sys.platform != "linux", reason="other systems lack the means; doctor says so")


@pytest.fixture
def targets(tmp_path: Path) -> Iterator[Targets]:
    for name in ("readout.db", ".env", "spare"):
        (tmp_path / name).write_text("TELEGRAM_BOT_TOKEN=1:secret")
    bot = subprocess.Popen(
        [sys.executable, "-c", BOT], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env={"SECRET": "1"}
    )
    assert bot.stdout
    address = int(bot.stdout.readline())
    with socket.create_server(("127.0.0.1", 0)) as server, socket.socket(socket.AF_UNIX) as local:
        os.chdir(tmp_path)  # a socket's path is short
        local.bind("local")
        local.listen()
        os.chdir(ROOT)
        yield {
            "database": str(tmp_path / "readout.db"),
            "dotenv": str(tmp_path / ".env"),
            "spare": str(tmp_path / "spare"),
            "fresh": str(tmp_path / "fresh"),
            "socket": str(tmp_path / "local"),
            "home": str(Path.home()),
            "port": server.getsockname()[1],
            "bot": bot.pid,
            "address": address,
        }
    bot.communicate(b"\n")
    bot.stdout.close()


@pytest.fixture(scope="module")
def taken_over() -> Iterator[ForkserverClient]:
    server = ForkserverClient("tests.fakes.intruder")
    yield server
    server.end()


def outside(reach: str, targets: Targets) -> str:
    run = subprocess.run(
        [sys.executable, "-m", "tests.fakes.intruder", reach],
        input=json.dumps(targets), capture_output=True, text=True, cwd=ROOT, env={"SECRET": "1"}, check=True,
    )  # fmt: skip
    return run.stdout.strip()


def intact(targets: Targets) -> bool:
    return Path(targets["database"]).read_text() == "TELEGRAM_BOT_TOKEN=1:secret"


@linux
@pytest.mark.parametrize("reach", REACHES)
async def test_no_reach_succeeds(taken_over: ForkserverClient, targets: Targets, reach: str):
    ended = await taken_over.run(json.dumps({"reach": reach, "targets": targets}).encode(), Limits())
    assert ended.status == "0"
    assert ended.answer
    assert ended.answer != b"reached"
    assert intact(targets)


@linux
@pytest.mark.parametrize("reach", ["read_the_database", "connect_by_tcp", "fork", "raise_a_limit"])
async def test_no_reach_succeeds_from_the_process_that_is_kept(
    taken_over: ForkserverClient, targets: Targets, reach: str
):
    for _ in range(2):
        ended = await taken_over.run_plain(json.dumps({"reach": reach, "targets": targets}).encode(), Limits(), "Ada")
        assert ended is not None
        assert ended.answer not in (b"", b"reached")
    assert intact(targets)


@linux
@pytest.mark.parametrize("reach", sorted(REACHES.keys() - NOT_EVERYWHERE))
def test_each_reach_succeeds_without_the_confinement(targets: Targets, reach: str):
    assert outside(reach, targets) == ("" if reach == "run_a_program" else "reached")


@linux
@pytest.mark.parametrize(("lacking", "means"), [("landlockpy", "files"), ("pyseccomp", "system calls")])
async def test_a_means_that_is_missing_is_told(lacking: str, means: str):
    server = ForkserverClient(f"tests.fakes.without_{lacking}")
    held: dict[str, str] = {each.means: each.missing for each in await Sandbox(server=server).protections()}
    server.end()
    assert lacking in held[means]
    assert [name for name, missing in held.items() if missing] == [means]


@linux
async def test_every_means_holds_here():
    """Where this fails, the system that runs the tests lacks one: the message says which."""
    assert [each for each in await Sandbox().protections() if each.missing] == []
