"""Rare formats as Markdown without `pandoc`: their headings as headings, other markup taken off, all else as text."""

import json
import re
from collections.abc import Sequence

from briefings.errors import Unreadable
from briefings.translatable import phrase

# Told by a file's ending alone; each as `pandoc` calls it, "" for what it doesn't read.
RARE = {
    ".tex": "latex", ".ltx": "latex", ".latex": "latex", ".rst": "rst", ".rest": "rst", ".adoc": "asciidoc",
    ".asciidoc": "asciidoc", ".org": "org", ".ipynb": "ipynb", ".mbox": "",
}  # fmt: skip
READ_AS_TEXT = phrase(
    "The file is read as plain text with its markup taken off, so notes, tables and citations may be missing. "
    "For more, save it as .docx or .md, or install pandoc where Readout runs."
)
_SURROGATE = re.compile("[\ud800-\udfff]")  # half of a character, which no text can hold
_TEX = (
    (re.compile(r"\A.*?\\begin\{document\}|\\end\{document\}.*\Z", re.DOTALL), ""),
    (re.compile(r"(?<!\\)%.*|\\(?:begin|end)\{[^{}\n]*\}"), ""),
    (re.compile(r"\\(?:chapter|(?:sub)*section)\*?\{([^{}]*)\}"), r"\n## \1\n"),
    (re.compile(r"\\[A-Za-z]+\*?(?:\[[^\]\n]*\])?|\\(?=[&%$#_{])|(?<!\\)[{}]"), ""),
)
_TEX_TITLE = re.compile(r"\\title\{([^{}]*)\}")
_LIGHT = (
    (re.compile(r"^(\S.*)\n([=~^\"*+#`:.'-])\2{2,}[ \t]*$", re.MULTILINE), r"## \1"),
    (re.compile(r"^(?:#\+title:|=(?= )) *(\S.*)$", re.MULTILINE | re.IGNORECASE), r"# \1"),
    (re.compile(r"^(?:={2,6}|\*{1,6}) +(?=\S)", re.MULTILINE), "## "),
    (re.compile(r"^(?:\.\. |#\+|//|:[\w-]+:|\[).*$", re.MULTILINE), ""),
    (re.compile(r":[\w:-]+:`([^`\n]+)`|\[\[[^\[\]\n]+\]\[([^\[\]\n]+)\]\]"), r"\1\2"),
)


def rare_ending(name: str) -> str:
    """The ending of a file in a rare format; "" for all others."""
    return next((ending for ending in RARE if name.lower().endswith(ending)), "")


def without_markup(ending: str, text: str) -> str:
    """The text of a file in a rare format as Markdown. Raises Unreadable for a broken notebook."""
    if ending == ".ipynb":
        return _written_in_cells(text)
    if RARE[ending] != "latex":
        return _replaced(_LIGHT, text) if RARE[ending] else text
    title = _TEX_TITLE.search(text)
    return (f"# {title[1]}\n\n" if title else "") + _replaced(_TEX, text).replace("~", " ").replace("--", "–")


def _replaced(markup: Sequence[tuple[re.Pattern[str], str]], text: str) -> str:
    for pattern, instead in markup:
        text = pattern.sub(instead, text)
    return text


def _written_in_cells(text: str) -> str:
    try:
        cells = ("".join(cell["source"]) for cell in json.loads(text)["cells"] if cell["cell_type"] == "markdown")
        return _SURROGATE.sub("\ufffd", "\n\n".join(cells))
    except (ValueError, LookupError, TypeError, RecursionError) as error:
        raise Unreadable("The file is damaged: {kind} can't be opened.", kind=phrase("the notebook")) from error
