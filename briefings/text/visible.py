"""Text as it is displayed: without control characters, bidirectional overrides and signs of no width. Pure."""

import re
import unicodedata

_ODD = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u180e\u200b-\u200d\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\U000e0000-\U000e007f]"
)
_PICTURES = {code: chr(0x2400 + code) for code in range(0x20)} | {0x7F: "\u2421"}
_PICTURES |= dict.fromkeys(range(0x80, 0xA0), "\u2426")
_JOINERS = "\u200c\u200d"
_TAGS = range(0xE0020, 0xE0080)  # the letters of a flag such as Scotland's, after a black one
_FLAG = re.compile("\N{WAVING BLACK FLAG}[\U000e0020-\U000e007e]*$")
_LONGEST_FLAG = 8  # signs
_BEFORE_JOINER = frozenset({"Lo", "Mn", "Mc", "So", "Sk"})  # categories of letters, marks and emoji that are joined
_AFTER_JOINER = frozenset({"Lo", "Mn", "Mc", "So"})
_BLANK = frozenset("\u2800\u3164\uffa0\u115f\u1160")  # letters and signs that leave their place empty
_SEEN = re.compile("[LNPS]|Co")  # categories: letters, numbers, punctuation, symbols, signs of a private font


def shows(text: str) -> bool:
    """Whether a text has anything visible: not only whitespace, control characters, marks and zero-width characters."""
    return any(_SEEN.match(unicodedata.category(sign)) and sign not in _BLANK for sign in text)


def displayed(words: str) -> str:
    """The text with a picture for each control character ("␛") and without characters that reorder or hide others.

    Newlines and tabs stay, and so do joiners that a script or an emoji needs.
    """
    if not _ODD.search(words):
        return words
    return _ODD.sub(lambda found: _shown(words, found.start()), words)


def one_line(words: str) -> str:
    """The words as a title or a name: single spaces, no control characters; "" if nothing is visible."""
    line = displayed(re.sub(r"[\x00-\x1f\x7f-\x9f]+", " ", words))
    return " ".join(line.split()) if shows(line) else ""


def _shown(words: str, at: int) -> str:
    sign = words[at]
    if sign in _JOINERS and _joins(words, at):
        return sign
    if ord(sign) in _TAGS and _FLAG.search(words, max(0, at - _LONGEST_FLAG), at):
        return sign
    return _PICTURES.get(ord(sign), "")


def _joins(words: str, at: int) -> bool:
    before, after = words[at - 1 : at], words[at + 1 : at + 2]
    if not before or unicodedata.category(before) not in _BEFORE_JOINER:
        return False
    return unicodedata.category(before) == "Mn" or bool(after and unicodedata.category(after) in _AFTER_JOINER)
