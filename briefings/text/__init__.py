"""Words: terms, stems, a glossary that maps Russian and Chinese names to English, and text as it is displayed. Pure."""

from briefings.text.patterns import compile_all, lazy_re
from briefings.text.visible import displayed, one_line, shows

__all__ = ["compile_all", "displayed", "lazy_re", "one_line", "shows"]
