"""Links behind quoted sentences to their places in the reading room."""

from collections.abc import Callable
from dataclasses import replace

from bot.message import LINK_SIGN, Message, Run, Text
from bot.views.shared.page_addresses import quoted_address
from bot.views.shared.statement_marks import with_texts
from briefings.model.corrections import QuotedSpan

_APART = 3  # characters between sentences that follow each other
_WIDER, _MORE = 2, 40  # a span so much longer than what is shown of it, such as a page of text, is no quotation


def with_place_links(message: Message, base: str) -> Message:
    """The message with a sign behind each quotation that leads to its place; `base` is the web server's address.

    Sentences that follow each other in the text get one. The addresses hold no token: they open in a browser that has
    opened a page of its reader.
    """

    def address(of: QuotedSpan) -> str:
        return quoted_address(base, of)

    return replace(
        message, blocks=tuple(with_texts(block, lambda runs: _linked(runs, address)) for block in message.blocks)
    )


def _linked(runs: Text, address: Callable[[QuotedSpan], str]) -> Text:
    """The runs of a paragraph or item, with the sign behind all that belongs to a quotation."""
    made: list[Run] = []
    first: QuotedSpan | None = None
    last: QuotedSpan | None = None
    for run in runs:
        if run.origin and _is_quoted(run, run.origin):
            if first and last and not _follows(last, run.origin):
                made.append(Run(LINK_SIGN, link=address(first)))
                first = None
            first, last = first or run.origin, run.origin
        made.append(run)
    return (*made, Run(LINK_SIGN, link=address(first))) if first else tuple(made)


def _is_quoted(run: Run, origin: QuotedSpan) -> bool:
    return origin.end - origin.start <= len(run.text) * _WIDER + _MORE


def _follows(last: QuotedSpan, origin: QuotedSpan) -> bool:
    same = (last.analysis, last.revision) == (origin.analysis, origin.revision)
    return same and last.start <= origin.start <= last.end + _APART
