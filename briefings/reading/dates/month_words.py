"""Whether "may" or "march" behind a number is a month: "9 may 2026", unlike "section 9 may apply"."""

import re

from briefings.reading.dates.context import Context
from briefings.text import lazy_re

_WORD = lazy_re(r"(?:may|march|mar)\b", re.IGNORECASE)


def is_month(match: re.Match[str], context: Context) -> bool:
    """Whether a month in lower case behind a day is one; without a year, only in a typed phrase."""
    word = match["month"]
    if not _WORD.fullmatch(word) or match["year"] or re.search(r"\sof\s", match[0]):
        return True
    return context.leaning is not None
