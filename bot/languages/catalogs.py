"""The current language, and translations loaded from `.po` files when a language is first used."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache, lru_cache
from gettext import GNUTranslations, NullTranslations
from importlib import resources
from io import BytesIO
from types import MappingProxyType

from babel import Locale
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

from briefings.translatable import Phrase

# By the tag under which a language is chosen and kept: its own name.
LANGUAGES = MappingProxyType({"en": "English", "zh": "中文", "ru": "Русский"})
_LOCALES = {"en": "en_GB"}  # where dates and numbers are not those of the language's first country
_spoken: ContextVar[str] = ContextVar("language", default="en")


def known(tag: str) -> str:
    """The supported language for a client's tag ("zh-hans", "ru_RU"), or ""."""
    first = tag.replace("_", "-").partition("-")[0].lower()
    return first if first in LANGUAGES else ""


def current() -> str:
    """The tag of the current language."""
    return _spoken.get()


def set_language(tag: str) -> None:
    """Sets the language until the surrounding `language_set` ends."""
    _spoken.set(known(tag) or "en")


@contextmanager
def language_set(tag: str) -> Iterator[None]:
    """Sets the language within the block; English for an unsupported one."""
    token = _spoken.set(known(tag) or "en")
    try:
        yield
    finally:
        _spoken.reset(token)


def locale() -> Locale:
    """The locale of the current language for dates and numbers."""
    return _locale(_spoken.get())


@cache
def _locale(tag: str) -> Locale:
    return Locale.parse(_LOCALES.get(tag, tag))


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
    translation = _catalog(current()).gettext(sentence) if sentence else ""
    return translation.format(**parts) if parts else translation


def pgettext(context: str, sentence: str, /, **parts: object) -> str:
    """Translates words that differ by `context`, a word or two."""
    translation = _catalog(current()).pgettext(context, sentence)
    return translation.format(**parts) if parts else translation


def ngettext(one: str, many: str, number: int, /, **parts: object) -> str:
    """Translates a sentence for a number, which both forms contain as {number}, with digits grouped by locale."""
    translation = _catalog(current()).ngettext(one, many, number)
    return translation.format(number=figure(number), **parts)


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
