"""`python -m benchmarks.demo [FILE]`: a picture of a conversation with the samples, as a piped chat writes it.

Plays LINES to `readout chat` as of a fixed day, in an empty folder, and writes what is shown as SVG: by default to
`docs/pictures/briefing.svg`, the picture in the README. `tests/scenarios/test_readme.py` holds the file to it.
"""

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from xml.sax.saxutils import escape

DAY, COLUMNS = "2026-03-09", 84
LINES = (
    "what is coming up?",
    "summary moscow",
)
PICTURE = Path(__file__).parents[1] / "docs" / "pictures" / "briefing.svg"
_SIZE, _WIDE, _HIGH, _EDGE = 15, 9.03, 21, 24  # pixels: of a letter, of a column, of a line, around all
_GROUND, _TEXT, _MUTED, _TYPED, _TITLE, _BUTTON = "#1f2730", "#dfe5ea", "#93a1ae", "#ffb454", "#ffffff", "#6cb6ff"
_BUTTONS = re.compile(r"\[\d+\] \w")
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
    """The conversation as SVG."""
    shown = [line for typed, answer in zip(LINES, answers(), strict=True) for line in _talk(typed, answer)][:-1]
    width, height = round(COLUMNS * _WIDE + 2 * _EDGE), len(shown) * _HIGH + 2 * _EDGE
    rows = [_row(number, words, fill) for number, (words, fill) in enumerate(shown) if words]
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'font-family="{_FONTS}" font-size="{_SIZE}">'
    )
    return "\n".join((head, f'<rect width="{width}" height="{height}" rx="10" fill="{_GROUND}"/>', *rows, "</svg>", ""))


def _talk(typed: str, answer: str) -> Iterator[tuple[str, str]]:
    """Each line of a question and its answer with its colour, and a blank one."""
    yield f"readout> {typed}", _TYPED
    yield "", _TEXT
    lines = answer.split("\n")
    for number, line in enumerate(lines):
        if line and not line.strip("="):
            continue
        title = lines[number + 1 : number + 2] and not lines[number + 1].strip("=") and lines[number + 1]
        muted = line.startswith(("Sources", "You can also", "a1 is", "a2 is"))
        yield line, _TITLE if title else _BUTTON if _BUTTONS.match(line) else _MUTED if muted else _TEXT
    yield "", _TEXT


def _row(number: int, words: str, fill: str) -> str:
    y = _EDGE + number * _HIGH + _SIZE
    weight = ' font-weight="700"' if fill == _TITLE else ""
    return f'<text x="{_EDGE}" y="{y}" fill="{fill}"{weight} xml:space="preserve">{escape(words)}</text>'


if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else PICTURE
    target.write_text(picture(), encoding="utf-8")
    print(target)
