"""The current language, as a context variable."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from types import MappingProxyType

from babel import Locale

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
