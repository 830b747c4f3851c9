"""Formulas on one line: fractions with a slash, powers as superscripts."""

import re

from briefings.reading.office.numerals import superscript

_SIMPLE = re.compile(r"\w*(?:[.,]\w+)*")


def fraction(above: str, below: str, before: str = "") -> str:
    """A fraction such as "1/2"; after a whole number it is set off by a blank, so that 1½ is "1 1/2"."""
    blank = " " if before[-1:].isdecimal() else ""
    return f"{blank}{in_brackets(above)}/{in_brackets(below)}"


def in_brackets(words: str) -> str:
    """Words of a formula, in brackets unless they are one number or name."""
    words = words.strip()
    return words if _SIMPLE.fullmatch(words) else f"({words})"


def power(base: str, exponent: str) -> str:
    """A power such as "10⁶", or "x^n" for an exponent that has no superscript digits."""
    raised = superscript(exponent)
    return f"{base}{raised}" if raised != exponent else f"{base}^{in_brackets(exponent)}"
