"""Splits TeX into tokens, with the place where each group ends."""

import re
from dataclasses import dataclass

_TOKEN = re.compile(
    r"\\(?:[A-Za-z@]+\*?|[\s\S]|$)|%[^\n]*(?:\n[ \t]*)?|[{}\[\]$&~]|\n(?:[ \t]*\n)+[ \t]*|\n[ \t]*|[^\\%{}\[\]$&~\n]+"
)
_VERBATIM = re.compile(
    r"\\begin[ \t]*\{(verbatim\*?|Verbatim|lstlisting|minted|alltt|comment|filecontents\*?|tikzpicture|pgfpicture)\}"
)
_INLINE = re.compile(r"\\(?:verb\*?|lstinline(?:\[[^\]\n]{0,100}\])?)([^\w\s{*])([^\n]*?)\1")


@dataclass(frozen=True, slots=True)
class Token:
    """`kind` is "text", "command", "verbatim", "blank" for an empty line, or the sign itself."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Source:
    """The tokens of a file; `closing` tells for each opening bracket where its group ends."""

    tokens: tuple[Token, ...]
    closing: dict[int, int]

    def end_of(self, at: int, end: int) -> int:
        """The index of the bracket that closes a group, `end` if none does."""
        return min(self.closing.get(at, end), end)


def tokenised(text: str) -> Source:
    """The tokens of a text without comments."""
    tokens: list[Token] = []
    at = 0
    while at < len(text):
        if text.startswith("\\", at) and (found := _literal(text, at)):
            token, at = found
            tokens.append(token)
            continue
        match = _TOKEN.match(text, at)
        if match is None:  # cannot be: every character begins a token
            break
        at = match.end()
        if not match[0].startswith("%"):
            tokens.append(_token(match[0]))
    return Source(tuple(tokens), _closing(tokens))


def _token(said: str) -> Token:
    if said.startswith("\\"):
        return Token("command", said[1:])
    if said.strip() == "":
        return Token("blank" if said.count("\n") > 1 else "text", " " if "\n" in said else said)
    return Token(said if said in "{}[]$&~" else "text", said)


def _literal(text: str, at: int) -> tuple[Token, int] | None:
    """A stretch that TeX prints as it is, or a drawing, and where it ends."""
    if found := _VERBATIM.match(text, at):
        closed = f"\\end{{{found[1]}}}"
        stop = text.find(closed, found.end())
        stop = len(text) if stop < 0 else stop
        shown = found[1].rstrip("*") in {"verbatim", "Verbatim", "lstlisting", "minted", "alltt"}
        return Token("verbatim", text[found.end() : stop] if shown else ""), stop + len(closed)
    if found := _INLINE.match(text, at):
        return Token("text", found[2]), found.end()
    return None


def _closing(tokens: list[Token]) -> dict[int, int]:
    """Where each brace and square bracket is closed; a bracket left open at a brace's end is none."""
    closing: dict[int, int] = {}
    opened: list[int] = []
    for at, token in enumerate(tokens):
        if token.kind in {"{", "["}:
            opened.append(at)
        elif token.kind == "]" and opened and tokens[opened[-1]].kind == "[":
            closing[opened.pop()] = at
        elif token.kind == "}":
            while opened and tokens[opened[-1]].kind == "[":
                opened.pop()
            if opened:
                closing[opened.pop()] = at
    return closing
