"""The numbers that TeX gives to sections, figures and the like, by their labels, and to the works of a bibliography."""

import re
from collections import Counter

from briefings.reading.tex.tokens import Source

_LEVELS = {"chapter": 0, "section": 1, "subsection": 2, "subsubsection": 3}
_FLOATS = {"figure": "figure", "wrapfigure": "figure", "table": "table", "longtable": "table", "algorithm": "algorithm"}
_EQUATIONS = frozenset({"equation", "align", "gather", "multline", "eqnarray"})
_LONGEST_KEY = 500  # tokens
_NATBIB = re.compile(r"(.+?)\s*\((\d{4}[a-z]?|n\.\s?d\.|in press|forthcoming)\)(.*)", re.DOTALL)


def words_in(source: Source, start: int, end: int) -> str:
    """The bare text of some tokens, such as a key; a longer stretch is none and is cut."""
    stretch = source.tokens[start : min(end, start + _LONGEST_KEY)]
    return "".join(token.text for token in stretch if token.kind in {"text", "[", "]", "&", "~"}).strip()


def group_after(source: Source, at: int) -> tuple[int, int]:
    """The span of the tokens within the group that follows, after blanks; empty if none does."""
    tokens = source.tokens
    while at < len(tokens) and tokens[at].kind == "text" and not tokens[at].text.strip():
        at += 1
    if at >= len(tokens) or tokens[at].kind != "{":
        return at, at
    return at + 1, source.end_of(at, len(tokens))


def labels(source: Source) -> dict[str, str]:
    """The number of what each label stands in."""
    found: dict[str, str] = {}
    levels, counts = [0, 0, 0, 0], Counter[str]()
    chaptered = any(each.kind == "command" and each.text == "chapter" for each in source.tokens)
    number = ""
    for at, token in enumerate(source.tokens):
        if token.kind != "command":
            continue
        if token.text in _LEVELS:
            level = _LEVELS[token.text]
            levels[level] += 1
            levels[level + 1 :] = [0] * (3 - level)
            number = ".".join(map(str, levels[0 if chaptered else 1 : level + 1]))
        elif token.text in {"begin", "label"}:
            name = words_in(source, *group_after(source, at + 1))
            if token.text == "label":
                found.setdefault(name, number)
            elif kind := _FLOATS.get(name.rstrip("*")) or ("equation" if name in _EQUATIONS else ""):
                counts[kind] += 1
                number = str(counts[kind])
    return found


def works(source: Source) -> dict[str, str]:
    """How each work of the bibliography is marked: its number, or natbib's "Tan(2023)"."""
    found: dict[str, str] = {}
    for at, token in enumerate(source.tokens):
        if token.kind != "command" or token.text != "bibitem":
            continue
        at += 1
        label = ""
        if at < len(source.tokens) and source.tokens[at].kind == "[":
            stop = source.end_of(at, len(source.tokens))
            label = words_in(source, at + 1, stop)
            at = stop + 1
        key = words_in(source, *group_after(source, at))
        found[key] = label or str(len(found) + 1)
    return found


def named(mark: str) -> tuple[str, str] | None:
    """Author and year of a mark such as "Tan(2023)"; None for a number."""
    match = _NATBIB.fullmatch(mark)
    return (match[1], match[2]) if match else None
