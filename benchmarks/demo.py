"""`python -m benchmarks.demo [FOLDER]`: the pictures of conversations in the README, as SVG.

`briefing.svg` plays LINES to `readout chat` as of a fixed day, in an empty folder. `outcomes.svg` shows a statement
whose day has passed, a disagreement and a correction (`benchmarks/demo_outcomes.py`). The pictures are written to
`docs/pictures` unless a folder is given. `tests/scenarios/test_readme.py` compares them.
"""

import asyncio
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from xml.sax.saxutils import escape

from benchmarks import demo_outcomes

DAY, COLUMNS = "2026-03-09", 84
LINES = (
    "what is coming up?",
    "summary moscow",
)
FOLDER = Path(__file__).parents[1] / "docs" / "pictures"
_SIZE, _WIDE, _HIGH, _EDGE = 15, 9.03, 21, 24  # pixels: of a letter, of a column, of a line, around all
_GROUND, _TEXT, _MUTED, _TYPED, _TITLE, _BUTTON = "#1f2730", "#dfe5ea", "#93a1ae", "#ffb454", "#ffffff", "#6cb6ff"
_PUSHED = "An editor corrects a number. The chat that was shown it is told:"
Row = tuple[str, str, bool]  # a line, its colour, whether it is struck
_BUTTONS = re.compile(r"\[\d+\] \w|\[\w[\w ]*\] /")
_FONTS = "ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', 'Liberation Mono', monospace"


def answers() -> list[str]:
    """What the chat answers to each of LINES, in a library that holds the samples alone."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {"PATH": os.environ["PATH"], "COLUMNS": str(COLUMNS), "LANG": "C.UTF-8"}
        command = [sys.executable, "-m", "bot", "chat", "--as-of", DAY]
        found = []
        for line in LINES:
            ran = subprocess.run(
                command, cwd=folder, env=environment, input=f"{line}\n", capture_output=True, text=True, check=True
            )
            found.append(ran.stdout.partition("exit leaves.\n\n")[2].strip())
    return found


def picture() -> str:
    """The conversation with the samples as SVG."""
    talk = [
        (typed, [(line, False) for line in answer.split("\n")]) for typed, answer in zip(LINES, answers(), strict=True)
    ]
    return _drawn([row for typed, lines in talk for row in _talk(typed, lines)])


def outcomes() -> str:
    """The conversation with a mark, a disagreement and a correction as SVG."""
    talk = asyncio.run(demo_outcomes.talk())
    return _drawn(
        [row for typed, answer in talk for row in _talk(typed, list(demo_outcomes.lines_of(answer, COLUMNS)))]
    )


def _drawn(shown: list[Row]) -> str:
    """The rows as SVG, without the blank one at the end."""
    width, height = round(COLUMNS * _WIDE + 2 * _EDGE), (len(shown) - 1) * _HIGH + 2 * _EDGE
    rows = [_row(number, *row) for number, row in enumerate(shown[:-1]) if row[0]]
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'font-family="{_FONTS}" font-size="{_SIZE}">'
    )
    return "\n".join((head, f'<rect width="{width}" height="{height}" rx="10" fill="{_GROUND}"/>', *rows, "</svg>", ""))


def _talk(typed: str, lines: list[tuple[str, bool]]) -> Iterator[Row]:
    """Each line of a question and its answer with its colour and whether it is struck, and a blank one."""
    yield (f"readout> {typed}" if typed else _PUSHED), _TYPED if typed else _MUTED, False
    yield "", _TEXT, False
    for number, (line, struck) in enumerate(lines):
        if line and not line.strip("="):
            continue
        below = lines[number + 1][0] if number + 1 < len(lines) else ""
        yield line, _colour(line, title=bool(below) and not below.strip("="), struck=struck), struck
    yield "", _TEXT, False


def _colour(line: str, *, title: bool, struck: bool) -> str:
    if title:
        return _TITLE
    if _BUTTONS.match(line):
        return _BUTTON
    muted = struck or line.startswith(("Sources", "You can also", "a1 is", "a2 is", "a1 ·", "[…]"))
    return _MUTED if muted else _TEXT


def _row(number: int, words: str, fill: str, struck: bool) -> str:  # noqa: FBT001 - a part of a row
    y = _EDGE + number * _HIGH + _SIZE
    style = ' font-weight="700"' if fill == _TITLE else ' text-decoration="line-through"' if struck else ""
    return f'<text x="{_EDGE}" y="{y}" fill="{fill}"{style} xml:space="preserve">{escape(words)}</text>'


if __name__ == "__main__":
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER
    for name, drawn in (("briefing.svg", picture()), ("outcomes.svg", outcomes())):
        (folder / name).write_text(drawn, encoding="utf-8")
        print(folder / name)
