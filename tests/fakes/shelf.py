"""A library with something to see on each page: sources, dates, an outcome, a disagreement, a correction, revisions."""

from datetime import date, timedelta

from benchmarks.corpus import long_analysis
from benchmarks.demo_outcomes import STRAIT, SUMMIT
from bot.delivery.platform_events import PlatformEventLog
from briefings.service import SAMPLE
from tests.conftest import SAMPLES
from tests.fakes.reading_room import Room
from tests.scenarios.stage import ADMIN, EDITOR, FERRIES, Stage

STRAIT_NOTE, SUMMIT_NOTE, CALLS, TIMETABLE, CHINESE, RUSSIAN, LONG = (f"a{number}" for number in range(1, 8))

LONG_BYTES = 32_000  # of which the text and its notes take two parts


async def fill(stage: Stage) -> None:
    """Adds the analyses; of the first one an answer is shown, and then it is corrected."""
    library, read = stage.briefings.library, SAMPLES / "reading"
    for name, text, day in (("strait.txt", STRAIT, 6), ("summit.txt", SUMMIT, 8)):
        await library.add(name, text.encode(), stage.now, published=date(2026, 1, day))
    for path in (SAMPLE, FERRIES, read / "chinese.txt", read / "russian.txt"):
        await library.add(path.name, path.read_bytes(), stage.now)
    await library.add("year.md", long_analysis(LONG_BYTES), stage.now)
    shown = await stage.message("summary a1", sender=ADMIN)
    assert shown
    await PlatformEventLog(stage.briefings, lambda: stage.now, _nobody).answered(ADMIN, shown, ["1"])
    await library.add("strait.txt", STRAIT.replace("eleven", "twelve").encode(), stage.now)
    stage.now += timedelta(minutes=2)
    await stage.briefings.reviews.work(["telegram"], stage.now)
    await stage.say("changes 1 correction The pact was counted again.", sender=EDITOR)
    stage.now += timedelta(minutes=2)
    await stage.briefings.reviews.work(["telegram"], stage.now)


async def read_before(room: Room) -> None:
    """Revises the long analysis after its reader's visit, so that its page says so."""
    library = await room.link("open library")
    await room.open(f"{library}{LONG}")
    room.stage.now += timedelta(hours=1)
    changed = long_analysis(LONG_BYTES).replace(b"A vote in", b"A ballot in", 1)
    await room.stage.briefings.library.add("year.md", changed, room.stage.now)


async def _nobody(_platform: str, _reason: str) -> None:
    """Nobody is told that an account was refused."""
