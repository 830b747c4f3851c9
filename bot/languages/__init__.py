"""The words of the bot in the reader's language: which one is spoken, and the catalogs of translations.

Sentences are written in English where they are used, as `_("Nothing is called {name}.", name=name)`; the English
sentence is what catalogs know it by. The language travels with the task: the edge that answers or pushes says in which
one, and views keep their signatures. An analysis keeps its own language: what is quoted from it is never translated.
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
