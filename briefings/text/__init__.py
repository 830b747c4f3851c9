"""Words: terms, stems, a glossary of names, metadata headers, and text as it is displayed. Pure."""

from briefings.text.glossary import in_english
from briefings.text.metadata_header import front_matter_end
from briefings.text.patterns import compile_all, lazy_re
from briefings.text.plain_words import CHINESE_SIGN
from briefings.text.terms import stem_of
from briefings.text.visible import displayed, one_line, shows

__all__ = [
    "CHINESE_SIGN",
    "compile_all",
    "displayed",
    "front_matter_end",
    "in_english",
    "lazy_re",
    "one_line",
    "shows",
    "stem_of",
]
