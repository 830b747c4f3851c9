"""Translations of the bot's sentences, read from the `.po` files beside this module when a language is first spoken."""

from functools import cache
from gettext import GNUTranslations, NullTranslations
from importlib import resources
from io import BytesIO

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

from bot.languages.spoken import current, locale
from briefings.phrases import Phrase


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
    """A sentence in the language that is spoken, with its {parts} put in; without any it stays as it is written."""
    told = _catalog(current()).gettext(sentence) if sentence else ""
    return told.format(**parts) if parts else told


def pgettext(context: str, sentence: str, /, **parts: object) -> str:
    """The same for words that mean different things in different places: `context` tells which, in a word or two."""
    told = _catalog(current()).pgettext(context, sentence)
    return told.format(**parts) if parts else told


def ngettext(one: str, many: str, number: int, /, **parts: object) -> str:
    """The sentence for a number, which both forms name as {number}; it is written as the language groups digits."""
    told = _catalog(current()).ngettext(one, many, number)
    return told.format(number=format_decimal(number, locale=locale()), **parts)


def msgid(sentence: str) -> str:
    """Marks a sentence for translators where it is declared; `_` or `said` translates it where it is shown."""
    return sentence


def plurals(one: str, many: str) -> tuple[str, str]:
    """Marks the two forms of a sentence about a {number} where they are declared, for `ngettext` to choose from."""
    return one, many


def said(words: str) -> str:
    """What the core says, in the language that is spoken: a phrase with its parts, or a sentence known as it stands."""
    if not isinstance(words, Phrase):
        return _(words)
    parts = {name: said(part) if isinstance(part, Phrase) else part for name, part in words.parts.items()}
    if words.many:
        return ngettext(words.pattern, words.many, words.number, **parts)
    return _(words.pattern, **parts)
