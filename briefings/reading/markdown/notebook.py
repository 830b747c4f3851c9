"""Jupyter notebooks: their Markdown cells as written, code and printed results as code, and result tables as tables."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from briefings.errors import Unreadable
from briefings.reading.layout import Layout
from briefings.reading.markdown.cleaning import cleaned
from briefings.reading.markdown.markdown import read_markdown
from briefings.translatable import phrase

_LONGEST_OUTPUT = 20_000  # characters of what one cell printed
_SURROGATE = re.compile("[\ud800-\udfff]")  # half of a character, which no text can hold
_FENCE = "`" * 12  # longer than any that a cell holds


def is_notebook(data: object) -> bool:
    """Whether JSON is a notebook of format 3 or later."""
    return isinstance(data, dict) and "nbformat" in data and isinstance(data.get("cells", data.get("worksheets")), list)


def read_notebook(text: str) -> Layout:
    """The layout of a notebook. Raises Unreadable."""
    try:
        parts = [part for cell in _cells(json.loads(text)) for part in _cell(cell)]
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        raise Unreadable("The file is damaged: {kind} can't be opened.", kind=phrase("the notebook")) from error
    markdown, struck = cleaned("\n\n".join(filter(None, map(str.strip, parts))))
    layout = read_markdown(markdown)
    return replace(layout, composed=True, left_out=layout.left_out or struck)


def _cells(notebook: dict[str, Any]) -> Iterator[dict[str, Any]]:
    if "cells" in notebook:
        yield from notebook["cells"]
    for sheet in notebook.get("worksheets", ()):
        yield from sheet["cells"]


def _cell(cell: dict[str, Any]) -> Iterator[str]:
    kind, source = cell.get("cell_type"), _said(cell.get("source", cell.get("input", "")))
    if kind in {"markdown", "raw"}:
        yield source
    elif kind == "heading":  # format 3
        yield f"{'#' * min(6, max(1, int(cell.get('level', 1))))} {source}"
    elif kind == "code":
        yield _fenced(source)
        for output in cell.get("outputs", ()):
            yield _result(output)


def _result(output: dict[str, Any]) -> str:
    """What a cell shows: Markdown, a table, or plain text; pictures are left out."""
    data = output.get("data", output)
    if markdown := _said(data.get("text/markdown", "")):
        return markdown
    page = _said(data.get("text/html", data.get("html", "")))
    if "<table" in page:
        from briefings.reading.markdown.html_tables import (
            table_in_markdown,  # 60 ms, for notebooks that show tables alone
        )

        if table := table_in_markdown(page[:_LONGEST_OUTPUT]):
            return table
    return _fenced(_said(data.get("text/plain", output.get("text", "")))[:_LONGEST_OUTPUT])


def _fenced(code: str) -> str:
    return f"{_FENCE}\n{code.strip(chr(10))}\n{_FENCE}" if code.strip() else ""


def _said(source: object) -> str:
    """A cell's text, which is one string or a list of lines."""
    said = "".join(map(str, source)) if isinstance(source, list) else source if isinstance(source, str) else ""
    return _SURROGATE.sub("\ufffd", said)
