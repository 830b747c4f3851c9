"""The paper of `papers` as reStructuredText, LaTeX, a notebook and an e-mail."""

import json
from collections.abc import Sequence
from email.message import EmailMessage

from tests.fakes.papers import NOTE, TABLE_CELLS, Part, as_text
from tests.fakes.papers_html import as_html

_LINES = "=-~"


def as_rst(paper: Sequence[Part]) -> bytes:
    """reStructuredText with numbered footnotes below the paragraphs that call them."""
    return "\n\n".join(_rst(part) for part in paper).encode()


def _rst(part: Part) -> str:
    words = part.text.replace(NOTE, " [#]_" if part.text.endswith(NOTE) else "\\ [#]_")
    if part.kind in {"title", "heading"}:
        line = "#" if part.kind == "title" else _LINES[part.level - 1]
        return f"{words}\n{line * 2 * len(words)}"  # a Chinese letter takes two columns
    if part.kind == "quote":
        return f"    {words}"
    if part.kind == "item":
        return f"* {words}"
    if part.kind == "table":
        rows = [row.split(TABLE_CELLS) for row in words.split("\n")]
        edge = " ".join("=" * 20 for _ in rows[0])
        return "\n".join([edge, *(" ".join(cell.ljust(20) for cell in row).rstrip() for row in rows), edge])
    return f"{words}\n\n.. [#] {part.note}" if part.note else words


def as_tex(paper: Sequence[Part]) -> bytes:
    """LaTeX as an author writes it."""
    title = next((part.text for part in paper if part.kind == "title"), "")
    body = "\n\n".join(_tex(part) for part in paper if part.kind != "title")
    head = f"\\documentclass{{article}}\n\\usepackage[utf8]{{inputenc}} % as always\n\\title{{{_escaped(title)}}}\n"
    return f"{head}\\begin{{document}}\n\\maketitle\n\n{body}\n\n\\end{{document}}\n".encode()


def _tex(part: Part) -> str:
    words = _escaped(part.text).replace(_escaped(NOTE), f"\\footnote{{{_escaped(part.note)}}}")
    if part.kind == "heading":
        return f"\\{'sub' * (part.level - 1)}section{{{words}}}"
    if part.kind == "quote":
        return f"\\begin{{quote}}\n{words}\n\\end{{quote}}"
    if part.kind == "item":
        return f"\\begin{{itemize}}\n  \\item {words}\n\\end{{itemize}}"
    if part.kind == "table":
        rows = " \\\\\n".join(row.replace(TABLE_CELLS, " & ") for row in words.split("\n"))
        return f"\\begin{{tabular}}{{l|r}}\n\\hline\n{rows} \\\\\n\\end{{tabular}}"
    return words


def _escaped(words: str) -> str:
    signs = {"\\": "\\textbackslash{}", "{": "\\{", "}": "\\}", **{sign: f"\\{sign}" for sign in "&%$#_"}}
    return "".join(signs.get(letter, letter) for letter in words).replace("–", "--")


def as_notebook(paper: Sequence[Part]) -> bytes:
    """A notebook: a Markdown cell for each part, and a cell of code after the first."""
    notes = [part.note for part in paper if part.note]
    raised = iter("¹²³⁴⁵⁶⁷⁸⁹")
    cells = [part.text.replace(NOTE, next(raised) if part.note else "") for part in paper]
    said = [_markdown(part, words) for part, words in zip(paper, cells, strict=True)]
    listed = ["## Notes", *(f"{number}. {note}" for number, note in enumerate(notes, 1))] if notes else []
    made = [
        {"cell_type": "markdown", "metadata": {}, "source": each.splitlines(keepends=True)} for each in said + listed
    ]
    code = {"cell_type": "code", "source": "print(1)", "outputs": [{"output_type": "stream", "text": ["1\n"]}]}
    return json.dumps(
        {"cells": [*made[:1], code, *made[1:]], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    ).encode()


def _markdown(part: Part, words: str) -> str:
    if part.kind in {"title", "heading"}:
        return f"{'#' * (part.level + 1)} {words}"
    if part.kind == "table":
        first, *rest = (f"| {row} |" for row in words.split("\n"))
        return "\n".join([first, f"|{' --- |' * first.count(TABLE_CELLS)} --- |", *rest])
    return {"quote": "> ", "item": "- "}.get(part.kind, "") + words


def as_mail(paper: Sequence[Part]) -> bytes:
    """An e-mail in plain text, its lines broken at 72 characters and each sent in base64."""
    return _mail(paper, as_text([part for part in paper if part.kind != "title"]).decode(), "plain")


def as_page_mail(paper: Sequence[Part]) -> bytes:
    """An e-mail whose text is a page."""
    return _mail(paper, as_html([part for part in paper if part.kind != "title"]).decode(), "html")


def _mail(paper: Sequence[Part], body: str, kind: str) -> bytes:
    message = EmailMessage()
    message["From"] = "The Coast <desk@coast.example>"
    message["To"] = "Readers <readers@coast.example>"
    message["Subject"] = next((part.text for part in paper if part.kind == "title"), "A paper")
    message["Date"] = "Mon, 19 Jan 2026 08:00:00 +0000"
    message["Message-ID"] = "<1@coast.example>"
    message.set_content(body, subtype=kind, cte="base64")
    return bytes(message)
