"""The signs of units that the package siunitx names by commands."""

from collections.abc import Iterable

from briefings.reading.tex.tokens import Token

_PREFIXES = {
    "kilo": "k", "mega": "M", "giga": "G", "tera": "T", "peta": "P", "hecto": "h", "deca": "da", "deci": "d",
    "centi": "c", "milli": "m", "micro": "µ", "nano": "n", "pico": "p",
}  # fmt: skip
_UNITS = {
    "percent": "%", "metre": "m", "meter": "m", "gram": "g", "second": "s", "minute": "min", "hour": "h", "day": "d",
    "ampere": "A", "kelvin": "K", "mole": "mol", "candela": "cd", "watt": "W", "volt": "V", "joule": "J", "hertz": "Hz",
    "newton": "N", "pascal": "Pa", "ohm": "Ω", "litre": "l", "liter": "L", "tonne": "t", "hectare": "ha",
    "degreeCelsius": "°C", "celsius": "°C", "degree": "°", "per": "/", "squared": "²", "cubed": "³",
    "becquerel": "Bq", "sievert": "Sv", "electronvolt": "eV", "decibel": "dB", "micron": "µm", "euro": "€",
}  # fmt: skip
_POWERS = {"square": "²", "cubic": "³"}


def unit(tokens: Iterable[Token]) -> str:
    """A unit in words: "%", "km", "km/h", "m²"; a command of an unknown unit is its name, such as "kWh"."""
    made, power = "", ""
    for token in tokens:
        if token.kind != "command":
            made += token.text if token.kind == "text" else " " if token.kind == "~" else ""
        elif token.text in _POWERS:
            power = _POWERS[token.text]
        elif token.text in _PREFIXES:
            made += _PREFIXES[token.text]
        elif token.text.isalpha():
            made, power = f"{made}{_UNITS.get(token.text, token.text)}{'' if token.text == 'per' else power}", ""
        else:
            made += token.text if token.text in {"%", "$"} else ""
    return " ".join(made.split())
