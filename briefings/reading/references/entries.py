"""Splits the reference list and the notes into entries."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from briefings.model.analysis import Section
from briefings.reading.layout import Block, Layout, lines, trimmed
from briefings.reading.outline import names_year_of_work
from briefings.reading.references.authors import is_russian_body
from briefings.reading.references.bibtex import is_bibtex
from briefings.reading.references.title import reads_as_title
from briefings.reading.section_names import holds_notes
from briefings.text import CHINESE_SIGN

_YEAR_OF_WORK = r"(?:(?:1[4-9]|20)\d{2}[a-zабвд]?|n\.\s?d\.|б\.\s?г\.)"
_WHO = r"(?P<who>[^\W\d_][^()（）“\"«„《〈]{0,150}?)"
_CAPITAL = r"[\"“«„*《〈]?(?:[A-ZÀ-ÞА-ЯЁ\u4e00-\u9fff]|\d+\s\w)"  # as a title begins
_SHAPES = (
    re.compile(rf"{_WHO}[.,，．]?\s?[(（]{_YEAR_OF_WORK}[^()（）]{{0,30}}[)）][.,:：．。，]?\s?(?={_CAPITAL})"),
    re.compile(rf"{_WHO}\.\s{_YEAR_OF_WORK}[.:]\s(?={_CAPITAL})"),
    re.compile(rf"{_WHO}[.,:：，．]\s?(?=[\"“«„‘《〈][^\W_].{{0,300}}?{_YEAR_OF_WORK})"),
    re.compile(
        rf"(?P<who>[A-ZÀ-ÞА-ЯЁ][\w’'-]+,?\s(?:[A-ZÀ-ÞА-ЯЁ]\.[\s-]?){{1,3}})(?=[,\s]?{_CAPITAL}.{{0,300}}?{_YEAR_OF_WORK})"
    ),
    re.compile(rf"(?P<who>[\u4e00-\u9fff·、]{{2,30}})[.,:：，．]\s?(?=[\u4e00-\u9fff《〈“].{{0,300}}?{_YEAR_OF_WORK})"),
    re.compile(
        rf"(?P<who>[\u4e00-\u9fff·、]{{2,30}})[,，.．]\s?{_YEAR_OF_WORK}[,，.．。:：]\s?(?=[\u4e00-\u9fff《〈“])"
    ),
    re.compile(rf"(?P<who>)[“\"«„](?=[^\W_].{{0,300}}?[”\"»].{{0,200}}?{_YEAR_OF_WORK})"),
)
# Heads that count only where the entry before has the same.
_ALIKE = (
    re.compile(rf"[A-ZÀ-ÞА-ЯЁ][^.,:;]{{1,60}}:\s(?={_CAPITAL}.{{0,300}}?{_YEAR_OF_WORK})"),
    re.compile(
        rf"[A-ZÀ-ÞА-ЯЁ][^.,:;]{{1,60}},\s(?:[^\W\d_]{{3,9}}\.?\s\d{{1,2}},\s|\d{{1,2}}\s[^\W\d_]{{3,9}}\s)?{_YEAR_OF_WORK}[,:]\s"
    ),
    re.compile(r"(?:https?://|www\.)\S+\s*$", re.MULTILINE),
)
_GOES_ON = re.compile(
    r"(?:In|Retrieved|Available|Accessed|Last accessed|Quoted|Cited|Translated|Edited|Reprinted|Vol|URL|В|В кн|Доступ|"
    r"Режим|Дата|Пер|Под|载|转引自|引自)(?![^\W_])"
)
_TAIL = 200  # characters, with the blanks behind the last word
_HAS_YEAR = re.compile(_YEAR_OF_WORK)
_OPEN_END = re.compile(
    r"(?:[,;:&，、；：–—-]|(?<!\S)(?:and|of|the|in|on|for|by|with|to|a|an|from|at|и|в|на|о|с|из|по|для))$",
    re.IGNORECASE,
)

_MARKER = re.compile(
    r"(?:[-*•–]\s+)?(?:\[\^?(\w{1,6}|(?=[^\]\n]*(?:\d|[A-Z]{2}|I-D\.))[A-Z][\w .:/+-]{1,30}|@[^\]\s]{1,100})\]:?|"
    r"[〔［【](\d{1,4})[〕］】]|[(（](\d{1,4})[)）]|(\d{1,4})(?:[.)](?=\s)|[、．])|([¹²³⁴-⁹⁰]{1,4}|[①-⑳])|Ref(?:erence|\.)\s(\d{1,4})[:.](?=\s))\s*"
)
# The marks before a wiki's entries that lead back to the text: "^", "^ a b", "Jump up to: 2.0 2.1", "[^](#cite_ref-1)".
_LEAD = r"[*_]{0,3}(?:\[?[\^↑]\]?(?:\([^()\s]{0,100}\))?|Jump\sup(?:\sto)?:?)[*_]{0,3}:?\s*"
_LETTER = r"(?:[*_\[]{0,4}(?:[a-z]{1,2}|\d{1,2}\.\d{1,2})[*_\]]{0,4}(?:\([^()\s]{0,100}\))?[*_]{0,3},?\s+)"
_BACKLINK = re.compile(rf"(?:{_LEAD}){{1,3}}(?:(?=[*_\[]{{0,4}}(?:a\b|\d)){_LETTER}{{2,60}})?")
_BACK = "^"  # the mark of an entry that has such a mark in place of a number
_NAMED = re.compile(r"\{#ref-([^\s{}]{1,100})(?:\s[^{}\n]{0,200})?\}")  # Pandoc's name of an entry
_DIV = ":::"
_LIST_NUMBER = re.compile(r"\s{0,4}(\d{1,4}[.)])\s+")
_BARE_NUMBER = re.compile(r"(\d{1,3})\s+(?=\S)")
_BULLET = re.compile(r"[•◦▪‣∙·●○■□➢❖✓]\s*|[-–—*]\s+|o\s+(?=[A-ZÀ-ÞА-ЯЁ“\"])")
# Raised, full-width and circled numbers, as plain ones.
_PLAIN = str.maketrans(
    {sign: str(value) for signs in ("⁰¹²³⁴⁵⁶⁷⁸⁹", "０１２３４５６７８９") for value, sign in enumerate(signs)}
    | {chr(ord("①") + at): str(at + 1) for at in range(20)}
)
_LOWER_GOES_ON = re.compile(r"[a-zа-яё]|https?://|doi:")
_YEAR_OR_TITLE = re.compile(r"\b(?:1[5-9]|20)\d\d(?:[a-zабвд]?\b|年)|n\.\s?d\.|[“\"«《]")

_YEAR = re.compile(r"\b(?:1[5-9]|20)\d\d(?:[a-zабвд]?\b|年)")
_URL = re.compile(r"<?https?://\S+[\s.>]*$")
_POINTER = re.compile(  # "See Lee (2025), p. 4." names a work and does not describe it
    r"(?:(?:see also|see|cf|compare|vgl|siehe|voir|см|ср)\b\.?\s|参见|参阅|详见)[^()（）“”\"«»《》*\d]{1,80}"
    r"[(（]?(?:1[5-9]|20)\d\d[a-zабвд]?[)）]?(?:[,:，：]?\s?[^\W\d]{0,2}\.?\s?[\d–—-]{1,12}页?)?[)）]?[.。]?",
    re.IGNORECASE,
)
_NEXT_WORK = re.compile(r"(?<=[\d)”\".*]);\s+(?:and\s+|see also\s+)?(?=[^\W\d_a-z])")
_FEW_BLOCKS = 2
_SEVERAL, _NEARLY_ALL = 3, 0.8  # entries with numbers, and their share
_FEWEST_WORDS, _FEWEST_HAN = 4, 6  # of a complete entry, and Chinese characters


@dataclass(frozen=True, slots=True)
class ReferenceEntry:
    """A stretch of the text with one reference or note; `mark` is its number without brackets, or ""."""

    mark: str
    start: int
    end: int
    body: int  # offset of the first character after the mark


def entries(layout: Layout, section: Section) -> list[ReferenceEntry]:
    """The entries of a section, one per item, paragraph or line."""
    text = layout.text
    inside = [b for b in layout.blocks if b.kind not in {"heading", "table"} and section.body <= b.start < section.end]
    blocks = [block for block in inside if not is_bibtex(text, block)]
    found: list[ReferenceEntry] = []
    for block in (_with_number(text, block) for block in blocks):
        if text.find("{#ref", block.start, block.end) >= 0:
            found += _named(text, block)
            continue
        for start, end in _stretches(text, block, alone=len(blocks) <= _FEW_BLOCKS):
            if found and _continues(text, found[-1], start, end):
                found[-1] = ReferenceEntry(found[-1].mark, found[-1].start, end, found[-1].body)
            else:
                found.append(_entry(text, start, end))
    return _numbered(_counted(text, found))


def _numbered(found: list[ReferenceEntry]) -> list[ReferenceEntry]:
    """The entries; where nearly all have a number, what has none is no entry, such as a line on copyright."""
    marked = [entry for entry in found if entry.mark]
    return marked if len(marked) >= max(_SEVERAL, _NEARLY_ALL * len(found)) else found


def _counted(text: str, found: list[ReferenceEntry]) -> list[ReferenceEntry]:
    """The entries; those that lead back to the text are numbered as a wiki shows them, and others are none of them."""
    if not found or found[0].mark != _BACK:
        return [replace(entry, mark="") if entry.mark == _BACK else entry for entry in found]
    kept: list[ReferenceEntry] = []
    for entry in found:
        if entry.mark == _BACK:
            kept.append(replace(entry, mark=str(len(kept) + 1)))
        elif "\n\n" not in text[kept[-1].end : entry.start]:
            kept[-1] = replace(kept[-1], end=entry.end)
    return kept


def _named(text: str, block: Block) -> list[ReferenceEntry]:
    """The entry of a block with the name that Pandoc gives it; none for the marks around a whole list."""
    name = _NAMED.search(text, block.start, block.end)
    spans = [line for line in lines(text, block.start, block.end) if not text.startswith(_DIV, line[0])]
    if not name or not spans:
        return []
    start, end = spans[0][0], min(spans[-1][1], name.start() if name.start() > spans[0][0] else spans[-1][1])
    bare = trimmed(text, start, end)
    return [replace(_entry(text, *bare), mark=f"@{name[1]}")] if bare[0] < bare[1] else []


def _with_number(text: str, block: Block) -> Block:
    """An item with its number, which Markdown takes for the list's."""
    line = text.rfind("\n", 0, block.start) + 1
    numbered = block.kind == "item" and _LIST_NUMBER.fullmatch(text, line, block.start)
    return replace(block, start=numbered.start(1)) if numbered else block


def _stretches(text: str, block: Block, *, alone: bool) -> Sequence[tuple[int, int]]:
    """Splits a block into entries if its lines are numbered or are complete entries; else it is one."""
    spans = [trimmed(text, *line) for line in lines(text, block.start, block.end)]
    if len(spans) < 2 or block.kind == "note":
        return [(block.start, block.end)]
    heads = [start for start, end in spans if _BACKLINK.match(text, start, end)] or _numbered_on(text, spans)
    if _BACKLINK.match(text, heads[0]):
        pass
    elif len(heads) == 1 and alone and all(_is_full(text, *span) for span in spans):
        heads = [span[0] for span in spans]
    elif len(heads) == 1 and block.kind == "paragraph" and not _entry(text, *spans[0]).mark:
        heads = _opened(text, spans)
    heads[0] = block.start
    return [(start, trimmed(text, start, end)[1]) for start, end in pairwise([*heads, block.end])]


def _opened(text: str, spans: Sequence[tuple[int, int]]) -> list[int]:
    """Where lines start that are entries by themselves, of any length."""
    heads = [spans[0][0]]
    for start, end in spans[1:]:
        if opens_entry(text, heads[-1], start, end):
            heads.append(start)
    return heads


def _numbered_on(text: str, spans: Sequence[tuple[int, int]]) -> list[int]:
    """Where lines start whose number is one higher than that of the entry before."""
    heads = [spans[0][0]]
    last = _number(text, *spans[0])
    for start, end in spans[1:]:
        number = _number(text, start, end)
        if last is not None and number == last + 1:
            heads.append(start)
            last = number
    return heads


def _number(text: str, start: int, end: int) -> int | None:
    mark = _entry(text, start, end).mark
    return int(mark) if mark.isdecimal() else None


def _is_full(text: str, start: int, end: int) -> bool:
    """Whether a line can be a complete entry."""
    return (
        not continues_entry(text, start, end)
        and bool(_YEAR_OR_TITLE.search(text, start, end))
        and (len(text[start:end].split()) > _FEWEST_WORDS or len(CHINESE_SIGN.findall(text, start, end)) > _FEWEST_HAN)
    )


def _entry(text: str, start: int, end: int) -> ReferenceEntry:
    if bullet := _BULLET.match(text, start, end):
        start = bullet.end()
    marker = _MARKER.match(text, start, end)
    mark = next(filter(None, marker.groups())) if marker else ""
    body = marker.end() if marker else start
    if back := _BACKLINK.match(text, body, end):
        return ReferenceEntry(mark.translate(_PLAIN) or _BACK, back.end(), end, back.end())
    if not marker or body == end:
        return ReferenceEntry("", start, end, start)
    shown = body if mark.startswith("@") else start  # a key is no part of what readers see
    return ReferenceEntry(mark.translate(_PLAIN), shown, end, body)


def _continues(text: str, before: ReferenceEntry, start: int, end: int) -> bool:
    """Whether a line continues the entry before it: an address, or lower-case words that are no entry."""
    if text.startswith(("http", "doi:"), start):
        return not is_address(text, before.body, before.end)
    return (
        bool(_LOWER_GOES_ON.match(text, start)) and not _is_full(text, start, end) and text[before.end - 1] not in ".”"
    )


def sources(
    layout: Layout, references: Section | None, notes: Section | None
) -> tuple[list[ReferenceEntry], list[ReferenceEntry]]:
    """The entries for works, and the notes; without a reference list, notes that describe works are both."""
    if references and not holds_notes(references.heading):
        return entries(_without_notes(layout, references), references), note_entries(layout, notes)
    found = note_entries(layout, references)
    if references and not any(entry.mark for entry in found):
        return entries(layout, references), []
    return described(layout.text, found), found


def described(text: str, notes: Iterable[ReferenceEntry]) -> list[ReferenceEntry]:
    """The works that notes describe."""
    return [part for note in notes if note.mark for part in _parts(text, note) if _describes(text, part)]


def _describes(text: str, part: ReferenceEntry) -> bool:
    """Whether a part of a note gives more about a work than author and year, or is its address."""
    if part.mark.startswith("@"):
        return True
    words = text[part.body : part.end]
    return (names_year_of_work(words) or _URL.match(words) is not None) and not _POINTER.fullmatch(words)


def _without_notes(layout: Layout, section: Section) -> Layout:
    """The text without Markdown notes among the entries of a reference list; "[@key]: ..." is an entry."""
    inside = [block for block in layout.blocks if section.body <= block.start < section.end]
    others = [block for block in inside if block.kind not in {"note", "heading", "table"}]
    if not any(_YEAR.search(layout.text, block.start, block.end) for block in others):
        return layout
    return replace(
        layout,
        blocks=tuple(
            block for block in layout.blocks if block.kind != "note" or layout.text.startswith("[@", block.start)
        ),
    )


def _parts(text: str, note: ReferenceEntry) -> list[ReferenceEntry]:
    """A note split by the works it cites; what stands under a key is one work."""
    if note.mark.startswith("@"):
        return [note]
    cuts = [
        each.end() for each in _NEXT_WORK.finditer(text, note.body, note.end) if _balanced(text, note, each.start())
    ]
    heads = [note.body, *cuts]
    ends = [*(trimmed(text, note.start, cut)[1] - 1 for cut in cuts), note.end]
    return [
        ReferenceEntry(note.mark, note.start if head == note.body else head, end, head)
        for head, end in zip(heads, ends, strict=True)
    ]


def _balanced(text: str, note: ReferenceEntry, at: int) -> bool:
    return text.count("(", note.body, at) == text.count(")", note.body, at)


def _note(text: str, start: int, end: int) -> ReferenceEntry:
    """A note, whose number may have no mark: "1 See Holm"."""
    entry, number = _entry(text, start, end), _BARE_NUMBER.match(text, start, end)
    return entry if entry.mark or not number else ReferenceEntry(number[1], start, end, number.end())


def note_entries(layout: Layout, section: Section | None) -> list[ReferenceEntry]:
    """The notes in their section, if any, and Markdown notes anywhere; some have no mark."""
    inside = entries(layout, section) if section else []
    places = {entry.start for entry in inside}
    outside = [_note(layout.text, b.start, b.end) for b in layout.blocks if b.kind == "note" and b.start not in places]
    return [*inside, *outside]


def opens_entry(text: str, before: int, start: int, end: int) -> bool:
    """Whether the line from `start` to `end` opens an entry, and the text from `before` to it is a complete one."""
    return any(shape.match(text, before, start) and shape.match(text, start, end) for shape in _ALIKE) or (
        _is_head(text, start, end) and _is_whole(text, before, start)
    )


def is_address(text: str, start: int, end: int) -> bool:
    """Whether the text is only an address."""
    return bool(_ALIKE[-1].fullmatch(text, start, end))


def _is_whole(text: str, start: int, end: int) -> bool:
    tail = text[max(start, end - _TAIL) : end].rstrip()[-20:]
    return not _OPEN_END.search(tail) and bool(_HAS_YEAR.search(text, start, end))


def continues_entry(text: str, start: int, end: int) -> bool:
    """Whether a line starts with words that continue the entry before it."""
    return bool(_GOES_ON.match(text, start, end))


def _is_head(text: str, start: int, end: int) -> bool:
    if continues_entry(text, start, end):
        return False
    heads = filter(None, (shape.match(text, start, end) for shape in _SHAPES))
    return any(_names_somebody(head["who"]) for head in heads)


def _names_somebody(who: str) -> bool:
    """Whether words can be authors, or a title that opens an entry."""
    return not reads_as_title(who) or is_russian_body(who)
