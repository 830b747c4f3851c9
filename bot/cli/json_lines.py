"""JSON text in the encoding of standard output."""

import json
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.json_answers.shapes import Shape


def one_line(shape: "Shape | list[Shape]") -> str:
    """JSON on one line, in the encoding of standard output."""
    return json.dumps(shape, ensure_ascii=(sys.stdout.encoding or "").lower() not in ("utf-8", "utf8"))


def ascii_where_needed(document: str) -> str:
    """JSON text, escaped to ASCII if standard output can't encode it."""
    utf8 = (sys.stdout.encoding or "").lower() in ("utf-8", "utf8")
    return document if utf8 else json.dumps(json.loads(document))
