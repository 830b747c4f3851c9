"""Loads translations from `.po` files when a language is first used."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from gettext import GNUTranslations, NullTranslations
from importlib import resources
from io import BytesIO
from string import Formatter

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

from bot.languages.spoken import current, locale
from briefings.translatable import Phrase

_HARDLY = 2  # letters of a stored sentence beside its parts
KEPT = "kept"  # the context of sentences that are stored as text


def _catalog(tag: str) -> NullTranslations:
    return _loaded(tag)[0]


@cache
def _loaded(tag: str) -> tuple[NullTranslations, Sequence[tuple[str, str]]]:
    """A language's translations, and the sentences with parts that are stored as text, each with its translation."""
    if tag == "en":
        return NullTranslations(), ()
    with resources.files("bot.languages").joinpath(f"{tag}.po").open("rb") as written:
        catalog = read_po(written, locale=tag)
    compiled = BytesIO()
    write_mo(compiled, catalog)
    compiled.seek(0)
    return GNUTranslations(compiled), tuple(_stored(catalog))


def _stored(catalog: Catalog) -> Iterator[tuple[str, str]]:
    for each in catalog:
        if each.id and isinstance(each.id, str) and each.context == KEPT and "{" in each.id:
            yield each.id, str(each.string)


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
    return told.format(number=figure(number), **parts)


def figure(number: int) -> str:
    """A number as the language groups its digits: "7,000"."""
    return _figure(number, current())


@lru_cache(maxsize=4096)
def _figure(number: int, _tag: str) -> str:
    """The same few numbers are written again and again."""
    return format_decimal(number, locale=locale())


def msgid(sentence: str) -> str:
    """Marks a sentence for translators where it is declared; `_` or `said` translates it where it is shown."""
    return sentence


def plurals(one: str, many: str) -> tuple[str, str]:
    """Marks the two forms of a sentence about a {number} where they are declared, for `ngettext` to choose from."""
    return one, many


def said(words: str) -> str:
    """What the core or a platform says, in the language that is spoken.

    A phrase is told with its parts. Of text that was stored the sentence is looked for that it was made of, first whole
    and then with its parts; those may be such sentences themselves. Text that nothing is known of stays as it is.
    """
    if isinstance(words, Phrase):
        return _phrased(words)
    if current() == "en" or not words:
        return words
    return _remembered(current(), words)


def _phrased(words: Phrase) -> str:
    parts = {name: _phrased(part) if isinstance(part, Phrase) else part for name, part in words.parts.items()}
    if words.many:
        return ngettext(words.pattern, words.many, words.number, **parts)
    return _(words.pattern, **parts)


def _remembered(tag: str, words: str) -> str:
    if (told := _catalog(tag).pgettext(KEPT, words)) != words or (told := _(words)) != words:
        return told
    for shape, pattern, telling in _shapes(tag):
        if found := shape.fullmatch(words):
            stored = found.groupdict()
            parts = {name: _part(tag, part) for name, part in stored.items()}
            if telling or parts != stored:
                return _filled(pattern, parts)
    return words


def _part(tag: str, words: str) -> str:
    """A part of a stored sentence, which may be such a sentence itself; other words belong to a text or a person."""
    if (told := _catalog(tag).pgettext(KEPT, words)) != words:
        return told
    return next((_remembered(tag, words) for shape, *_rest in _shapes(tag) if shape.fullmatch(words)), words)


def _filled(pattern: str, parts: Mapping[str, str]) -> str:
    pieces = Formatter().parse(pattern)
    return "".join(f"{words}{parts[f'p{name}'] if name else ''}" for words, name, _how, _kind in pieces)


@cache
def _shapes(tag: str) -> tuple[tuple[re.Pattern[str], str, bool], ...]:
    """What stored sentences with parts look like in English, the most telling first, each with its translation.

    Of those that are hardly more than their parts, the last of the three, one part at least has to be known.
    """
    patterns = sorted(_loaded(tag)[1], key=lambda pair: _letters(pair[0]), reverse=True)
    return tuple((re.compile(_shape(each), re.DOTALL), told, _letters(each) > _HARDLY) for each, told in patterns)


def _letters(pattern: str) -> int:
    return sum(map(str.isalpha, re.sub(r"{.*?}", "", pattern)))


def _shape(english: str) -> str:
    """The expression that finds a pattern's parts: {1} becomes the group p1."""
    pieces = Formatter().parse(english)
    return "".join(f"{re.escape(words)}{f'(?P<p{name}>.+?)' if name else ''}" for words, name, _how, _kind in pieces)
