"""Translations: the current language and the catalogs.

Sentences are written in English where they are used, as `_("Nothing is called {name}.", name=name)`, and the English
sentence is the catalogs' key. The language is a context variable set where an answer or push starts. Quotations from
an analysis are never translated.
"""

from bot.languages.catalogs import _, figure, msgid, ngettext, pgettext, plurals, said
from bot.languages.spoken import LANGUAGES, current, known, locale, speak, speaking

__all__ = (
    "LANGUAGES",
    "_",
    "current",
    "figure",
    "known",
    "locale",
    "msgid",
    "ngettext",
    "pgettext",
    "plurals",
    "said",
    "speak",
    "speaking",
)
