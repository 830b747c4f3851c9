"""Web pages, also saved ones: parsed as browsers do; the article is read, menus and what else is beside it are not."""

from briefings.reading.web.page import read_html

__all__ = ["read_html"]
