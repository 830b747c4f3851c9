"""A plain reader to compare with: regular expressions for entries and for "(Name, 2020)", nothing resolved further."""

import re
from typing import Any

_ENTRY = re.compile(r"^(?:\[\d+\]\s|[-*]\s)?(?P<body>.{20,})$", re.MULTILINE)
_LIST = re.compile(
    r"^(?:#+\s*)?(?:\d+\.?\s+)?(?:references|bibliography|works cited|literature cited)\s*:?\s*$", re.I | re.M
)
_HEADING = re.compile(r"^(?:#+\s+.+|(?:\d+(?:\.\d+)*\.?\s+)?[A-Z][^.!?;,\n]{2,80})$", re.MULTILINE)
_YEAR = re.compile(r"\b(?:1[89]|20)\d{2}[a-z]?\b|n\.d\.")
_NAMES = re.compile(r"^[^(\d“\"]{2,200}")
_TITLE = re.compile(r"[“\"](?P<quoted>[^”\"]+)[”\"]|\)\.?\s+(?P<after>[^.]+)\.")
_CITED = re.compile(
    r"(?P<name>[A-Z][\w’'-]+)(?:\s(?:et al\.?|(?:and|&)\s[A-Z][\w’'-]+))?,?\s"
    r"\(?(?P<year>(?:1[89]|20)\d{2}[a-z]?|n\.d\.)"
)
_NUMBER = re.compile(r"\[(\d+)\]")


def read(text: str) -> dict[str, Any]:
    """What was found, in the shape that `readout read --json` prints."""
    marks = [*_LIST.finditer(text)]
    start = marks[-1].end() if marks else len(text)
    references = [_reference(match) for match in _ENTRY.finditer(text, start)]
    heads = [{"heading": match[0], "start": match.start()} for match in _HEADING.finditer(text, 0, start)]
    return {"sections": heads, "references": references, "citations": _citations(text[:start], references)}


def _reference(match: re.Match[str]) -> dict[str, Any]:
    names, year, title = _NAMES.match(match["body"]), _YEAR.search(match["body"]), _TITLE.search(match["body"])
    families = [part.split()[0] for part in re.split(r"\.,\s|&|\band\b", names[0]) if part.split()] if names else []
    return {
        "start": match.start(),
        "end": match.end(),
        "authors": [{"family": family.strip(",. ")} for family in families],
        "year": year[0] if year else None,
        "title": (title["quoted"] or title["after"]) if title else None,
    }


def _citations(text: str, references: list[dict[str, Any]]) -> list[dict[str, Any]]:
    known: dict[tuple[str, str], list[int]] = {}
    for number, one in enumerate(references):
        if one["authors"]:
            known.setdefault((one["authors"][0]["family"], one["year"] or ""), []).append(number)
    found = [(match, known.get((match["name"], match["year"]), [])) for match in _CITED.finditer(text)]
    found += [(m, [int(m[1]) - 1] if int(m[1]) <= len(references) else []) for m in _NUMBER.finditer(text)]
    return [
        {"start": m.start(), "end": m.end(), "references": works, "status": "linked" if works else "missing"}
        for m, works in found
    ]
