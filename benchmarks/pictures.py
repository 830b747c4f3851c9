"""`python -m benchmarks.pictures [FOLDER]`: milliseconds and megabytes of each picture, beside an empty card.

With a folder each picture is kept there; `docs/pictures` holds the two that the README shows.
"""

import resource
import sys
import time
from pathlib import Path

from benchmarks.figures import percentile
from bot.pictures import drawing
from tests.bot.picture_pages import SCENES, drawn

_TIMES = 15


def main() -> None:
    """Prints the table."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else None
    before = _resident()
    start = time.perf_counter()
    _make("timeline-one")
    print(f"the first one, with imports and fonts {1000 * (time.perf_counter() - start):6.0f} ms")
    print(f"{'':24}{'wall p50':>10}{'p99':>8}{'CPU here':>10}{'again':>8}{'kB':>6}   (target: 300 ms)")
    for name in ("empty card", *SCENES):
        _measured(name, folder)
    print(f"resident memory: {before:.0f} MB before, {_resident():.0f} MB after (peak)")


def _measured(name: str, folder: Path | None) -> None:
    wall, busy, data = [], [], b""
    for _ in range(_TIMES):
        drawing.png.cache_clear()
        start, worked = time.perf_counter(), time.process_time()
        data = _make(name)
        wall.append(1000 * (time.perf_counter() - start))
        busy.append(1000 * (time.process_time() - worked))
    start = time.perf_counter()
    _make(name)
    again = 1000 * (time.perf_counter() - start)
    figures = f"{percentile(wall, 0.5):10.0f}{percentile(wall, 0.99):8.0f}{percentile(busy, 0.5):10.0f}{again:8.1f}"
    print(f"{name:24}{figures}{len(data) / 1000:6.0f}")
    if folder and name in SCENES:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{name}.png").write_bytes(data)


def _make(name: str) -> bytes:
    return drawing.png(drawn(name) if name in SCENES else drawing.card(600, ()))


def _resident() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
