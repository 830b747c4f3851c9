"""Corrects mistyped names by the titles, headings and actors of texts. Pure."""

import re
from collections.abc import Iterable
from difflib import get_close_matches

from briefings.model.analysis import Draft
from briefings.parsing import names

_WORD = re.compile(r"[^\W\d_]{4,}")  # shorter ones resemble too many others
_CLOSE = 0.75  # difflib's measure of likeness
_LONGEST = 200  # characters that are corrected


def corrected(words: str, drafts: Iterable[Draft]) -> str:
    """The words with each unknown one replaced by the most similar name; "" if none is."""
    if len(words) > _LONGEST:
        return ""
    known: dict[str, str] = {}
    for draft in drafts:
        told = (draft.title, *(each.heading for each in draft.sections), *(each.name for each in draft.actors))
        for word in _WORD.findall(" ".join(told)):
            known.setdefault(names.key(word), word)

    def near(found: re.Match[str]) -> str:
        wanted = names.key(found[0])
        close = [] if wanted in known else get_close_matches(wanted, known, n=1, cutoff=_CLOSE)
        return known[close[0]] if close else found[0]

    meant = _WORD.sub(near, words)
    return "" if meant == words else meant
