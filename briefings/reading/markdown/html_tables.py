"""Writes tables of a page's markup in Markdown, for notebooks and texts that hold them."""

from briefings.reading.web.flow import passages_of
from briefings.reading.web.parsing import parsed_page

_FEWEST_ROWS = 2


def table_in_markdown(markup: str) -> str:
    """The rows of the markup's first table; "" if there are none."""
    body = parsed_page(markup).body
    found = [each.piece for each in (passages_of(body)[0] if body is not None else []) if each.piece.kind == "table"]
    rows = [row.split(" | ") for row in found[0].text.split("\n")] if found else []
    if len(rows) < _FEWEST_ROWS:
        return ""
    lines = [f"| {' | '.join(row)} |" for row in rows]
    return "\n".join([lines[0], f"|{' --- |' * len(rows[0])}", *lines[1:]])
