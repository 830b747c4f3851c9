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
    """Loads a language's translations, and those of stored sentences with placeholders."""
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
    """Marks a sentence for translation where it is declared; `_` or `said` translates it where it is shown."""
    return sentence


def plurals(one: str, many: str) -> tuple[str, str]:
    """Marks both forms of a sentence with {number} where they are declared, for `ngettext`."""
    return one, many


def translate(words: str) -> str:
    """Translates a sentence of the core or a platform.

    A phrase is translated with its parts. For stored text, the matching sentence is looked up, first whole and then by
    its placeholders, whose values may be such sentences themselves. Unknown text stays unchanged.
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
    """Translates a part of a stored sentence if it is itself a sentence; other words come from a text or a person."""
    if (told := _catalog(tag).pgettext(KEPT, words)) != words:
        return told
    return next((_remembered(tag, words) for shape, *_rest in _shapes(tag) if shape.fullmatch(words)), words)


def _filled(pattern: str, parts: Mapping[str, str]) -> str:
    pieces = Formatter().parse(pattern)
    return "".join(f"{words}{parts[f'p{name}'] if name else ''}" for words, name, _how, _kind in pieces)


@cache
def _shapes(tag: str) -> tuple[tuple[re.Pattern[str], str, bool], ...]:
    """Patterns of stored sentences with placeholders, most specific first, with their translations.

    The last three are hardly more than placeholders, so at least one of their parts has to be known.
    """
    patterns = sorted(_loaded(tag)[1], key=lambda pair: _letters(pair[0]), reverse=True)
    return tuple((re.compile(_shape(each), re.DOTALL), told, _letters(each) > _HARDLY) for each, told in patterns)


def _letters(pattern: str) -> int:
    return sum(map(str.isalpha, re.sub(r"{.*?}", "", pattern)))


def _shape(english: str) -> str:
    """The regular expression for a pattern: {1} becomes the group p1."""
    pieces = Formatter().parse(english)
    return "".join(f"{re.escape(words)}{f'(?P<p{name}>.+?)' if name else ''}" for words, name, _how, _kind in pieces)
