"""Long texts that people paste or forward: what counts as one, and its file name."""

import re

from bot.chat import Request
from briefings.model.delivery import platform_of

_SHORTEST = 1_000  # characters of a message that isn't taken for a question
_PASTED_LINES = 4  # line breaks that nobody types in a terminal, where Enter sends what stands there
_FEWEST_ENDS = 3  # ends of sentences or lines in a text
_END = re.compile(r"[.!?…](?:[\s\"'”’»)]|$)|[。！？\n]")
_LONGEST_NAME = 50  # characters of its first line
_UNNAMED = re.compile(r"[^\w.,-]+")


def is_long_text(request: Request, *, starts_with_command: bool) -> bool:
    """Whether a message is a text rather than a question, a command or an answer."""
    text = request.line.strip()
    many_lines = platform_of(request.address) == "terminal" and text.count("\n") >= _PASTED_LINES
    if request.attachments or request.replied or (len(text) <= _SHORTEST and not many_lines):
        return False
    spoken = request.forwarded or not (request.command or (starts_with_command and "\n" not in text))
    return spoken and len(_END.findall(text)) >= _FEWEST_ENDS


def file_name(text: str) -> str:
    """A file name from a text's first line."""
    first = _UNNAMED.sub(" ", text.strip().split("\n", 1)[0]).strip()
    cut = first[:_LONGEST_NAME] if len(first) <= _LONGEST_NAME else _whole_words(first[: _LONGEST_NAME + 1])
    return f"{cut.rstrip(' .,-') or 'Text'}.txt"


def _whole_words(line: str) -> str:
    """A line that was cut, without the word that it ends in; a single long word stays cut."""
    return line.rpartition(" ")[0] or line[:_LONGEST_NAME]
