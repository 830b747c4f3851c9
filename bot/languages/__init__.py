"""Translations: the current language and the catalogs.

Sentences are written in English where they are used, as `_("Nothing is called {name}.", name=name)`, and the English
sentence is the catalogs' key. The language is a context variable set where an answer or push starts. Quotations from
an analysis are never translated.
"""

from bot.languages.catalogs import (
    LANGUAGES,
    _,
    current,
    figure,
    known,
    language_set,
    locale,
    msgid,
    ngettext,
    note_typed,
    pgettext,
    plurals,
    set_language,
    translate,
    typed_language,
)
from bot.languages.names import AUTO, calls_itself, language_called

__all__ = (
    "AUTO",
    "LANGUAGES",
    "_",
    "calls_itself",
    "current",
    "figure",
    "known",
    "language_called",
    "language_set",
    "locale",
    "msgid",
    "ngettext",
    "note_typed",
    "pgettext",
    "plurals",
    "set_language",
    "translate",
    "typed_language",
)
