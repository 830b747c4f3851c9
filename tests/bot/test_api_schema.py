"""The API answers as its OpenAPI document says, whatever is sent: schemathesis with all its checks, over loopback."""

import asyncio
import sys
from pathlib import Path

import pytest

from bot.json_answers.callers import RequestLimit
from bot.web.api.routes import api_routes
from bot.web.server import serve_web
from briefings.model.marking import SYSTEM, viewing
from briefings.service import open_briefings
from tests.bot.test_api import NOW, PAPER, World
from tests.examples import is_long, scaled

pytestmark = pytest.mark.slow

# A file may be refused for what is in it, and a field for its length in bytes, which no schema can say.
CONFIG = """
[[operations]]
include-name = "POST /analyses"
checks.positive_data_acceptance.expected-statuses = ["2xx", "401", "403", "404", "409", "422", "429"]
checks.negative_data_rejection.expected-statuses = ["400", "401", "403", "404", "409", "413", "415", "422", "429"]
"""


async def test_whatever_is_sent_the_answer_is_one_that_the_document_tells_of(tmp_path: Path) -> None:
    second = PAPER.replace("5 March", "12 March").replace("# Ferry", "# Second ferry")
    async with open_briefings("sqlite:///:memory:") as core:
        world = World(core)
        with viewing(SYSTEM):
            await core.library.add("ferry.md", PAPER.encode(), NOW)
            await core.library.add("second.md", second.encode(), NOW)
        limit = RequestLimit(burst=1_000_000, per_second=1_000_000)
        async with serve_web("127.0.0.1", 0, world.service, [api_routes(limit)]) as port:
            status, told = await checked(tmp_path, f"http://127.0.0.1:{port}/api/v1/openapi.json", await world.token())
    assert status == 0, told
    assert "Tested: 12" in told


async def checked(folder: Path, address: str, token: str) -> tuple[int, str]:
    """The status of schemathesis, and what it printed; the same requests each time in the quick profile."""
    (folder / "config.toml").write_text(CONFIG)
    words = ["--config-file", "config.toml", "run", address, "--header", f"Authorization: Bearer {token}"]
    words += ["--checks", "all", "--no-color", "--max-examples", str(scaled(8, 100))]
    words += [] if is_long() else ["--generation-deterministic"]
    program = await asyncio.create_subprocess_exec(
        Path(sys.executable).with_name("schemathesis"),
        *words,
        cwd=folder,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    printed, _ = await program.communicate()
    return program.returncode or 0, printed.decode()
