"""Texts as their words alone, by which one is recognised in another spelling. Pure."""

import re
import unicodedata

from briefings.text.patterns import lazy_re

HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"  # written without spaces, so that each character counts as a word
CHINESE_SIGN = lazy_re(r"[\u4e00-\u9fff]")  # a character
_ASIDE = re.compile(
    r"\]\([^()\s]*\)|<?https?://[^\s<>]+>?|\[\^[^\]\s]{1,40}\]|\[\d{1,4}\]|[¹²³⁰⁴-⁹]+|\u00ad"
)  # links, marks of notes
_WORD = re.compile(rf"\d+(?:[.,:]\d+)*|[{HAN}]|[^\W\d{HAN}]+")
_GROUPED = re.compile(r"(?<=\d)[,.\s'’](?=\d{3}(?!\d))")


def plain_words(text: str) -> list[str]:
    """The words without case, signs, accents, marks of notes and addresses; numbers have no signs between thousands."""
    decomposed = unicodedata.normalize("NFKD", _ASIDE.sub("", text).casefold())
    bare = "".join(each for each in decomposed if not unicodedata.combining(each))
    return _WORD.findall(_GROUPED.sub("", bare))


def letters_of(text: str) -> str:
    """The letters and digits alone, without case."""
    return "".join(filter(str.isalnum, text.casefold()))
