"""Has `pandoc` write a file in a rare format as Markdown, in a process that is confined like a reader."""

import shutil
import sys

from briefings.reading.markdown.rare_formats import RARE, rare_ending

_MARKDOWN = (
    "markdown-raw_tex-raw_html-raw_attribute-header_attributes-fenced_divs-bracketed_spans-native_divs-native_spans"
    "-simple_tables-multiline_tables-grid_tables-smart-fenced_code_attributes-link_attributes-implicit_figures"
)


def find_pandoc() -> str:
    """The path of the program; "" where there is none, or no means to confine it."""
    return (shutil.which("pandoc") or "") if sys.platform == "linux" else ""


def pandoc_format(name: str) -> str:
    """The format of a file as `pandoc` calls it; "" for one that Readout reads itself."""
    ending = rare_ending(name)
    return RARE[ending] if ending else ""


def arguments(format_: str) -> tuple[str, ...]:
    """What `pandoc` is called with: it reads standard input, and opens no other file."""
    return ("pandoc", "--sandbox", f"--from={format_}", f"--to={_MARKDOWN}", "--standalone", "--wrap=none")
