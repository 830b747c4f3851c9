"""Citations by key as Pandoc has them: "[see @wang2026, p. 3; @li2020]", and "@wang2026" in a sentence."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from briefings.model.analysis import Citation
from briefings.reading.citing.unmatched_citations import citation
from briefings.reading.markdown.links import CODE

_KEY = r"\w+(?:[:.#$%&+?<>~/-]{1,2}\w+){0,40}"
_GROUP = re.compile(r"(?<![\w\[\\!])\[([^\[\]@]{0,200}@[^\[\]]{1,1000})\](?![(\[:])")
_PART = re.compile(rf"(?:^|(?<=[\s(-]))@(?:\{{([^{{}}\s]{{1,200}})\}}|({_KEY}))")
_IN_SENTENCE = re.compile(rf"(?<![\w@/\[;\\.:-])@({_KEY})(?:\s?\[[^\[\]@]{{1,80}}\](?!\())?")
_CERTAIN = re.compile(r"@[^\s,]*\d\d|,\s(?:pp?|ch|sec|para)\.")


@dataclass(frozen=True, slots=True)
class KeyMark:
    """A key where it is cited; the span has the brackets if it is alone in them."""

    key: str
    start: int
    end: int
    bracketed: bool


def key_marks(prose: str) -> tuple[KeyMark, ...]:
    """The keys that are cited in `prose`, in order; those of code are none."""
    if "@" not in prose:
        return ()
    plain = CODE.sub(lambda found: "`" * len(found[0]), prose)
    grouped = [mark for group in _GROUP.finditer(plain) for mark in _within(group)]
    inside = {at for mark in grouped for at in range(mark.start, mark.end)}
    bare = (found for found in _IN_SENTENCE.finditer(plain) if found.start() not in inside)
    alone = [KeyMark(found[1], found.start(), found.end(), bracketed=False) for found in bare]
    return tuple(sorted((*grouped, *alone), key=lambda mark: mark.start))


def _within(group: re.Match[str]) -> Iterator[KeyMark]:
    """The keys of a bracket, if each part that semicolons divide has one."""
    parts, at = group[1].split(";"), group.start(1)
    found: list[KeyMark] = []
    for part in parts:
        key = _PART.search(part)
        if not key:
            return
        start, end = at + len(part) - len(part.lstrip()), at + len(part.rstrip())
        span = (start, end) if len(parts) > 1 else group.span()
        found.append(KeyMark(key[1] or key[2], *span, bracketed=True))
        at += len(part) + 1
    yield from found


def by_key(prose: str, marks: tuple[KeyMark, ...], keys: Mapping[str, int], *, elsewhere: bool) -> list[Citation]:
    """The citations; those of unknown keys count if the text certainly cites by key.

    It does if one of its keys is known, if its bibliography stands `elsewhere`, or if its brackets have years or pages.
    Without brackets only keys count that are known or that also stand in brackets: "@nasa" is an account.
    """
    certain = elsewhere or any(
        mark.key in keys or (mark.bracketed and _CERTAIN.search(prose, mark.start, mark.end)) for mark in marks
    )
    bracketed = {mark.key for mark in marks if mark.bracketed}
    return [
        citation(prose, mark.start, mark.end, [keys[mark.key]] if mark.key in keys else [])
        for mark in marks
        if mark.key in keys or (certain and mark.key in bracketed)
    ]
