"""Loads translations from `.po` files when a language is first used."""

from functools import cache, lru_cache
from gettext import GNUTranslations, NullTranslations
from importlib import resources
from io import BytesIO

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

from bot.languages.spoken import current, locale
from briefings.translatable import Phrase


@cache
def _catalog(tag: str) -> NullTranslations:
    if tag == "en":
        return NullTranslations()
    with resources.files("bot.languages").joinpath(f"{tag}.po").open("rb") as written:
        catalog = read_po(written, locale=tag)
    compiled = BytesIO()
    write_mo(compiled, catalog)
    compiled.seek(0)
    return GNUTranslations(compiled)


def _(sentence: str, /, **parts: object) -> str:
    """Translates a sentence and fills its {parts}; an untranslated one stays English."""
    told = _catalog(current()).gettext(sentence) if sentence else ""
    return told.format(**parts) if parts else told


def pgettext(context: str, sentence: str, /, **parts: object) -> str:
    """Translates words that differ by `context`, a word or two."""
    told = _catalog(current()).pgettext(context, sentence)
    return told.format(**parts) if parts else told


def ngettext(one: str, many: str, number: int, /, **parts: object) -> str:
    """Translates a sentence for a number, which both forms contain as {number}, with digits grouped by locale."""
    told = _catalog(current()).ngettext(one, many, number)
    return told.format(number=figure(number), **parts)


def figure(number: int) -> str:
    """A number with digits grouped by locale: "7,000"."""
    return _figure(number, current())


@lru_cache(maxsize=4096)
def _figure(number: int, _tag: str) -> str:
    """Cached, because the same few numbers recur."""
    return format_decimal(number, locale=locale())


def msgid(sentence: str) -> str:
    """Marks a sentence for translation where it is declared; `_` or `translate` translates it where it is shown."""
    return sentence


def plurals(one: str, many: str) -> tuple[str, str]:
    """Marks both forms of a sentence with {number} where they are declared, for `ngettext`."""
    return one, many


def translate(words: str) -> str:
    """Translates a sentence of the core or a platform, with its parts; text without a pattern stays as it is."""
    return _phrased(words) if isinstance(words, Phrase) else words


def _phrased(words: Phrase) -> str:
    parts = {name: _phrased(part) if isinstance(part, Phrase) else part for name, part in words.parts.items()}
    if words.many:
        return ngettext(words.pattern, words.many, words.number, **parts)
    return _(words.pattern, **parts)
