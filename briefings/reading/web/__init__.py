"""Web pages, also saved ones: parsed as browsers do, and reduced to the article."""

from briefings.reading.web.page import read_html

__all__ = ["read_html"]
