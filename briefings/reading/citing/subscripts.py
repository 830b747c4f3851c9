"""Tells an index of code or mathematics from a citation by number: "argv[1]", "x[4] = 2", "the interval [1, 2]"."""

import re
from collections import Counter
from functools import cached_property

_CODE = re.compile(r"(?<![`\w])`(?![`\s])[^`\n]{1,200}(?<![\s`])`(?!`)")
_IDENTIFIER = re.compile(
    r"(?<![^\W_])(?<![’'/–-])(?:[a-z]|\w+_\w*|_\w+|argv|argc|args|argp|envp|arr|lst|buf|buff|idx|vec|nums|tmp|ptr|str|dict|df|params|tbl)"
    r"(?:\[\w{1,12}\])*$"
)
_CODE_WORD = re.compile(  # in a text that cites behind a blank
    r"(?<![^\W_])(?:array|list|rows?|cols?|columns?|data|buffer|index|vector|matrix|items?|tokens?|words?|elements?|lines?|"
    r"stack|queue|table|keys?|values?|nodes?|input|output|results?|entries|fields?|chars?|bytes?|digits?|cells?|self)$"
)
_OPERATED = re.compile(r"\s?(?:[-+*/|&^%]?=|[<>*/]|->|\+\+|--)|\[|\(\)|\.[a-z_]+\(|;[ \t]*(?:$|\n|//|/\*)")
_SPACED = re.compile(r"[^\W_][.,]?\s\[\d{1,4}[\],–-]")
_ATTACHED = re.compile(r"([a-z]+)\[\d{1,4}\]")
_RANGE = re.compile(
    r"(?:\b(?:interval|segment|bounds|vector|tuple|coordinates|array)\s"
    r"|\b(?:[Tt]he|closed|open|half-open|unit)\s(?:range|list|set|pair|sequence|point|matrix|row|column)\s"
    r"|[=∈∊×]\s?|(?<!\w)[a-zA-Z]\sin\s)$"
)
_SEVERAL = re.compile(r"[,;]")
_REACH = 40  # characters before a bracket


def without_code(text: str) -> str:
    """The text with blanks in the place of code between backticks."""
    return _CODE.sub(lambda code: " " * len(code[0]), text) if "`" in text else text


class Subscripts:
    """Which numbers in brackets of a text are no citations."""

    def __init__(self, text: str) -> None:
        self._text = text

    def holds(self, bracket: re.Match[str]) -> bool:
        """Whether a bracket is an index right behind a word, an interval or a list of numbers."""
        before = self._text[max(0, bracket.start() - _REACH) : bracket.start()]
        if _SEVERAL.search(bracket[0]) and _RANGE.search(before):
            return True
        if not before or not (before[-1].isalnum() or before[-1] in "_]"):
            return False
        if _IDENTIFIER.search(before) or _OPERATED.match(self._text, bracket.end()):
            return True
        word = re.search(r"[a-z]+$", before)
        return word is not None and self._is_spaced and (word[0] in self._repeated or bool(_CODE_WORD.search(before)))

    @cached_property
    def _attached(self) -> Counter[str]:
        return Counter(_ATTACHED.findall(self._text))

    @cached_property
    def _is_spaced(self) -> bool:
        """Whether most citations stand behind a blank, so that a number right behind a word is something else."""
        return len(_SPACED.findall(self._text)) >= len(self._attached)

    @cached_property
    def _repeated(self) -> frozenset[str]:
        return frozenset(word for word, count in self._attached.items() if count > 1)
