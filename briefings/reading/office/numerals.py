"""Numerals in lists and notes: figures, letters, Roman numerals, superscripts."""

import re

_ROMAN = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc")),
    *((50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)
_MOST_ROMAN = 4_000
RAISED = str.maketrans("0123456789-−", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁻")
_MARKS = re.compile(r"[-−]?\d{1,4}|\[?\d{1,4}(?:\s?[,–-]\s?\d{1,4})*\]?")


def counter_value(number: int, form: str) -> str:
    """A number in a word processor's number format: "decimal", "lowerLetter", "upperRoman" ..."""
    if form.endswith("Letter") and number > 0:
        letters = chr(ord("a") + (number - 1) % 26) * min(1 + (number - 1) // 26, 9)
        return letters.upper() if form.startswith("upper") else letters
    if form.endswith("Roman") and 0 < number < _MOST_ROMAN:
        return _roman(number).upper() if form.startswith("upper") else _roman(number)
    return str(number)


def _roman(number: int) -> str:
    made = ""
    for size, letters in _ROMAN:
        made += letters * (number // size)
        number %= size
    return made


def superscript(words: str) -> str:
    """Superscript words: numbers as superscript digits, all else unchanged."""
    bare = words.strip()
    if not _MARKS.fullmatch(bare):
        return words
    return words.replace(bare, re.sub(r"\s", "", bare.strip("[]")).translate(RAISED))


def joined(before: str, mark: str) -> str:
    """A note mark appended to the text before it; two adjacent marks are kept apart."""
    return f",{mark}" if before and before[-1] in "⁰¹²³⁴⁵⁶⁷⁸⁹" else mark
