"""Finds the name of a case, "A v. B", in the caption of a court's opinion or order."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from briefings.reading.layout import PROSE, Block, Layout, lines
from briefings.text import one_line

_HEAD = 6_000  # characters in which a caption stands
_MOST_LINES = 80
_LONGEST_LINE = 130  # characters of a line of the caption
_LONGEST_NAME = 180
_LAWFUL = re.compile(
    r"\b(?:court|docket|civil action|case|no\.|appeals? board|tribunal|plaintiffs?|defendants?|appell(?:ant|ee)s?|"
    r"petitioners?|respondents?|claimants?)\b",
    re.IGNORECASE,
)
_ROLE = (
    r"(?:(?:plaintiff|defendant|appellant|appellee|petitioner|respondent|claimant|intervenor|debtor|relator|movant)s?"
    r"(?:[-–—/ ](?:cross-?)?(?:plaintiff|defendant|appellant|appellee|petitioner|respondent)s?)*|"
    r"cross-appell(?:ant|ee)s?)"
)
_ROLE_LINE = re.compile(rf"(?:and\s)?{_ROLE}(?:,\s{_ROLE}){{0,3}}(?:\s(?:and|below)\b.*)?[.,;\s]*", re.IGNORECASE)
_ROLE_END = re.compile(rf"[,;]?\s*\d{{0,2}}\s*\b{_ROLE}[.,;\s]*$", re.IGNORECASE)
_VERSUS = re.compile(r"[-–—]?\s?(?:v|vs|versus)\.?\s?[-–—]?[,:]?", re.IGNORECASE)
_INLINE = re.compile(r"(?P<one>[A-Z][^.]{1,100}?(?:\.[^.]{0,40}){0,4}?)\s+(?:v|vs)\.(?:\s+(?P<other>[A-Z].{1,100}))?$")
_CELL_SIGNS = re.compile(r"\s[|)§:(]+(?:\s.*)?$|^[|)§(\s]+")
_NO_PARTY = re.compile(
    r".*\b(?:court|docket|no\.|argued|decided|filed|before|appeals?\sfrom|district\sof|opinion|order|certiorari|board|"
    r"division|county|state\sof\s\w+\sin|in\sthe|memorandum|memo|term|syllabus|bureau)\b.*|[\d\W]*|.*\d{3,}.*",
    re.IGNORECASE,
)
_CITED = re.compile(r"\d\s+[A-Z][\w.]*\s?\d?[\w.]*\s+\d|\bsee\b|[(]\d{4}[)]", re.IGNORECASE)
_CAPACITY = re.compile(
    r",?\s+in\s(?:his|her|its|their)\s(?:official|individual|personal)\s.*", re.IGNORECASE | re.DOTALL
)
_NOTE = re.compile(r"(?<=[,.\w])\d{1,2}$|[¹²³]+$")
_PROSE_WORDS = 12  # of the first sentence of an opinion
_STOP = re.compile(r"[a-z]{3}[.!?](?:\s|$)")
_MOST_BEFORE = 40  # words of paragraphs above a caption that opens a paper: a notice; a letter has more


@dataclass(frozen=True, slots=True)
class Case:
    """A case's name, and where its caption ends; 0 for a caption below a text, as in a letter."""

    name: str
    end: int


def case_name(layout: Layout) -> Case | None:
    """The case whose caption stands near the start of the text, or None."""
    rows = _rows(layout.text)
    if not any(_LAWFUL.search(row) for _, row in rows):
        return None
    for at, (start, _) in enumerate(rows):
        parties = _parties(rows, at)
        if parties and all(map(_is_party, parties)):
            name = one_line(" v. ".join(parties))
            return Case(name, _caption_end(layout, start)) if len(name) <= _LONGEST_NAME else None
    return None


def _rows(text: str) -> list[tuple[int, str]]:
    """The offset and the words of each line in front, empty ones included."""
    found = [(start, text[start:end]) for start, end in lines(text, 0, min(len(text), _HEAD))][:_MOST_LINES]
    return [(start, _CELL_SIGNS.sub("", line[: 2 * _LONGEST_LINE]).strip()) for start, line in found]


def _parties(rows: Sequence[tuple[int, str]], at: int) -> tuple[str, str] | None:
    row = rows[at][1]
    if len(row) > _LONGEST_LINE or _CITED.search(row):
        return None
    if _VERSUS.fullmatch(row):
        return _name(rows, at, -1), _name(rows, at, 1)
    inline = _INLINE.fullmatch(row)
    if not inline:
        return None
    return _bare(inline["one"]), _bare(inline["other"] or "") or _name(rows, at, 1)


def _name(rows: Sequence[tuple[int, str]], at: int, step: int) -> str:
    """The party above (-1) or below (1) a line: its lines up to a role, an empty line or what names none."""
    found: list[str] = []
    number = at + step
    while 0 <= number < len(rows) and len(found) < 3:
        words = rows[number][1]
        if not words or _ROLE_LINE.fullmatch(words):
            if found:
                break
        elif _NO_PARTY.fullmatch(words) or len(words) > _LONGEST_LINE:
            break
        else:
            found.append(words)
            if step > 0 and _ROLE_END.search(words):
                break
        number += step
    return _bare(" ".join(found[::step]))


def _bare(words: str) -> str:
    """A party's name without its role, the office for which it stands, and a note's number."""
    words = _CAPACITY.sub("", words)
    return _NOTE.sub("", _ROLE_END.sub("", words).strip(" ,;")).strip(" ,;")


def _is_party(name: str) -> bool:
    words = name.split()
    capitals = sum(not word[0].islower() for word in words)
    return 0 < len(words) <= 16 and capitals * 2 > len(words) and not _NO_PARTY.fullmatch(name)


def _caption_end(layout: Layout, start: int) -> int:
    """Where the first paragraph of prose behind a caption begins; 0 if a text stands above the caption."""
    above = (layout.text[b.start : b.end] for b in layout.blocks if b.end <= start and b.kind in PROSE)
    if sum(len(words.split()) for words in above if _STOP.search(words)) > _MOST_BEFORE:
        return 0
    after = (block for block in layout.blocks if block.start > start and _is_prose(layout.text, block))
    return next((block.start for block in after), start)


def _is_prose(text: str, block: Block) -> bool:
    words = text[block.start : block.end].rstrip()
    return block.kind in PROSE and len(words.split()) >= _PROSE_WORDS and words[-1:] in '.:;”"'
