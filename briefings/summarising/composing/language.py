"""Detects a sentence's language for composing."""

import re
from typing import Literal

Language = Literal["en", "ru", "zh", "other"]

_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]")
_OTHER = re.compile(
    r"[\u3040-\u30ff\uac00-\ud7a3\u0590-\u06ff\u0900-\u0e7f\u0370-\u03ffіїєґўђјљњћџäöüßàâçèêëîïôùûœæøåñãõąćęłńśźżčšžřů]",
    re.I,
)
_CYRILLIC = re.compile(r"[а-яё]", re.IGNORECASE)
_LATIN = re.compile(r"[a-z]", re.IGNORECASE)
_WORD = re.compile(r"[a-z]+", re.IGNORECASE)
_ENGLISH_TEXT = """
the of and to in is was were are that by for with from has had have its on at a an it he she they not after since
because while but
"""
_ENGLISH = frozenset(_ENGLISH_TEXT.split())
_FOREIGN_TEXT = """
der die das und nicht ein eine ist von zu mit le la les des et est une dans pour el los las y en del que por il lo
gli della di che het een van niet och att som är jest nie się
"""
_FOREIGN = frozenset(_FOREIGN_TEXT.split())


def language_of(text: str) -> Language:
    """English, Russian or Chinese; "other" if uncertain."""
    han, cyrillic, latin = (len(found.findall(text)) for found in (_HAN, _CYRILLIC, _LATIN))
    if han and han * 3 >= cyrillic + latin and not re.search(r"[\u3040-\u30ff]", text):
        return "zh"
    if cyrillic > latin:
        return "other" if re.search("[іїєґўђјљњћџ]", text, re.IGNORECASE) else "ru"
    words = [word.lower() for word in _WORD.findall(text)]
    english, foreign = (sum(word in known for word in words) for known in (_ENGLISH, _FOREIGN))
    return "en" if english > foreign and len(_OTHER.findall(text)) <= english else "other"


def language_within(text: str, around: str) -> Language:
    """A sentence's language; if unclear, that of the surrounding text, where possible."""
    own = language_of(text)
    if own != "other" or _HAN.search(text) or _CYRILLIC.search(text) or _OTHER.search(text):
        return own
    foreign = any(word.lower() in _FOREIGN for word in _WORD.findall(text))
    return "en" if not foreign and language_of(around) == "en" else own
