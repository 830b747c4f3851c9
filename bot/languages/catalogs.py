"""The current language, and translations loaded from `.po` files when a language is first used."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache, lru_cache
from gettext import NullTranslations, c2py
from importlib import resources
from types import MappingProxyType

from babel import Locale
from babel.numbers import format_decimal

from briefings.text import lazy_re
from briefings.translatable import Phrase

# By the tag under which a language is chosen and kept: its own name.
LANGUAGES = MappingProxyType({"en": "English", "zh": "中文", "ru": "Русский"})
_LOCALES = {"en": "en_GB"}  # where dates and numbers are not those of the language's first country
_spoken: ContextVar[str] = ContextVar("language", default="en")
_typed: ContextVar[str] = ContextVar("typed language", default="")
_OF_SCRIPT = (("zh", lazy_re(r"[\u4e00-\u9fff]")), ("ru", lazy_re(r"[а-яё]", re.IGNORECASE)))
_OF_OTHERS = lazy_re(r"[\u3040-\u30ff\uac00-\ud7afіїєґўјљњћђџѕќѓ]", re.IGNORECASE)  # Japanese, Ukrainian and more
_LETTER = lazy_re(r"[^\W\d_]")
_KEYWORD = lazy_re(r'^(msgctxt|msgid|msgstr)(?:\[(\d)\])? ((?:".*"\n?)+)', re.MULTILINE)  # not msgid_plural
_QUOTED = lazy_re(r'^"(.*)"$', re.MULTILINE)
_ESCAPED = lazy_re(r"\\(.)")
_CONTROLS = {"n": "\n", "t": "\t", "r": "\r"}
_PLURAL = lazy_re(r"plural=([^;]+)")


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


def note_typed(words: str) -> None:
    """Notes in which language plain words were typed, for `typed_language`; "" for none."""
    _typed.set(language_of_script(words))


@contextmanager
def typed_language() -> Iterator[None]:
    """Sets the language within the block to that of the words that were typed, if it was noted.

    It is for answers to words that weren't understood, whose writer may not read the language of the app.
    """
    with language_set(_typed.get() or current()):
        yield


def language_of_script(words: str) -> str:
    """The supported language in whose script most letters are, other than Latin; "" for none."""
    letters = len(_LETTER.findall(words))
    if _OF_OTHERS.search(words):
        return ""
    return next((tag for tag, script in _OF_SCRIPT if 2 * len(script.findall(words)) > letters), "")


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
    return PoFile(resources.files("bot.languages").joinpath(f"{tag}.po").read_text("utf-8"))


class PoFile(NullTranslations):
    """Translations from the text of a `.po` file in the form that `catalog_update` gives it, without fuzzy ones.

    Babel's reader takes seven times as long, for each language at each start, as Telegram's menus are in all of them.
    """

    def __init__(self, written: str) -> None:
        super().__init__()
        self._found: dict[str | tuple[str, int], str] = {}
        context = identity = ""
        for keyword, form, lines in _KEYWORD.findall(written):
            text = _unquoted(lines)
            if keyword == "msgctxt":
                context = f"{text}\x04"
            elif keyword == "msgid":
                context, identity = "", context + text
            elif text:
                self._found[(identity, int(form)) if form else identity] = text
        rule = _PLURAL.search(self._found[""])
        self._form = c2py(rule[1] if rule else "n != 1")

    def gettext(self, message: str) -> str:
        """The translation of a sentence, or the sentence."""
        return self._found.get(message, message)

    def pgettext(self, context: str, message: str) -> str:
        """The translation of words in a context, or the words."""
        return self._found.get(f"{context}\x04{message}", message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """The form of a sentence for a number, or the English one."""
        return self._found.get((msgid1, self._form(n))) or (msgid1 if n == 1 else msgid2)


def _unquoted(lines: str) -> str:
    text = "".join(_QUOTED.findall(lines))
    return _ESCAPED.sub(lambda found: _CONTROLS.get(found[1], found[1]), text) if "\\" in text else text


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
