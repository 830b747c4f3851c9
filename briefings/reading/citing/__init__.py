"""Finds citations in running text and links each to every matching reference.

Citation styles: author and year, number, note, author and page. The reference list and the marks in the text show
which one is used.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from briefings.model.analysis import Citation, Reference
from briefings.reading.citing import notes
from briefings.reading.citing.author_page import author_page, most
from briefings.reading.citing.author_year import author_year
from briefings.reading.citing.dated_notes import notes_without_mark
from briefings.reading.citing.numeric import Mark, bare_marks, marks, round_marks
from briefings.reading.citing.reference_index import Index
from briefings.reading.citing.unmatched_citations import citation
from briefings.reading.references.entries import ReferenceEntry

_RAISED = frozenset("¹²³⁴⁵⁶⁷⁸⁹")
_BARE = re.compile(r"^[(（].*(?:19|20)\d\d")  # an older year is when a species was named
_DEFINED = re.compile(r"(?=\[\^([^\]\s]{1,40})\]:)")
_LABEL = re.compile(r"\[([^\[\]\n,;]{1,32})(?:[,;][^\[\]\n]{1,40})?\](?![(\[])")
_SEVERAL = 2
_PREVAILS = 2  # so many times as often as with years are names alone cited in a text that never gives years
_MOST_CANDIDATES = 20  # references told of a citation that fits more; the text and its findings stay in proportion
_NAME_REACH = 80  # characters before a note's mark in which its author may stand


def cite(
    text: str,
    prose: str,
    references: Sequence[Reference],
    listed: Sequence[ReferenceEntry],
    noted: Sequence[ReferenceEntry],
    keyed: Sequence[Citation] = (),
) -> tuple[Citation, ...]:
    """The citations in `prose`, in text order; `prose` is `text` with everything except running prose blanked out.

    `listed` are the entries of the reference list, `noted` those of the notes. A source in a note is cited at the mark
    that calls the note; if nothing calls it and it isn't an entry of the list, it is cited in the note. `keyed` are the
    citations by key, whose words aren't looked at again.
    """
    prose = _without(prose, keyed)
    index = Index(references)
    works = {entry.start for entry in listed}
    asides = [entry for entry in noted if entry.start not in works]
    idle = notes_without_mark(text, asides, frozenset(mark.number for mark in marks(prose)), index)
    noted = [entry for entry in noted if entry.mark]
    numbered = _numbered(text, prose, references, index, listed, noted)
    by_year = author_year(prose, index, elsewise=any(c.references for c in numbered))
    sure = _PREVAILS * _linked(by_year)
    by_page = [] if numbered or most(prose) <= sure else author_page(prose, index)
    named = [*by_page, *_bare_years(by_year, by_page)] if _linked(by_page) > sure else by_year
    unique = {*named, *numbered, *idle, *keyed, *_undefined(text, prose, (*listed, *noted))}
    return tuple(
        replace(one, text=text[one.start : one.end], references=one.references[:_MOST_CANDIDATES])
        for one in sorted(unique, key=lambda one: (one.start, one.end, one.references[:_MOST_CANDIDATES]))
    )


def _without(prose: str, keyed: Sequence[Citation]) -> str:
    """The text with blanks in the place of citations, which are in order."""
    at, parts = 0, []
    for one in keyed:
        parts += [prose[at : one.start], " " * (one.end - one.start)]
        at = one.end
    return "".join([*parts, prose[at:]])


def _bare_years(by_year: Sequence[Citation], by_page: Sequence[Citation]) -> list[Citation]:
    """Citations by a bracketed year that the list lacks, in a text that otherwise cites by pages."""
    taken = {at for one in by_page for at in (one.start, one.start + 1)}
    return [one for one in by_year if not one.references and _BARE.search(one.text) and one.start not in taken]


def _linked(citations: Sequence[Citation]) -> int:
    return sum(bool(citation.references) for citation in citations)


def _numbered(
    text: str,
    prose: str,
    references: Sequence[Reference],
    index: Index,
    listed: Sequence[ReferenceEntry],
    noted: Sequence[ReferenceEntry],
) -> list[Citation]:
    """Citations by number: of notes or of the list; of both where raised numbers call one and brackets the other."""
    called = [*marks(prose)] or [*bare_marks(prose, {entry.mark for entry in noted})]
    raised = [mark for mark in called if prose[mark.start] in _RAISED]
    bracketed = [mark for mark in called if prose[mark.start] not in _RAISED and prose[mark.start + 1] != "^"]
    if noted and raised and bracketed and any(entry.mark for entry in listed):
        return [*_by_note(text, prose, references, index, noted, raised), *_by_number(prose, listed, bracketed)]
    if noted:
        found = _by_note(text, prose, references, index, noted, called)
        own = {entry.mark for entry in noted}
        others = [mark for mark in called if mark.number not in own]
        if others and own.isdisjoint(entry.mark for entry in listed):  # notes by letters, for example
            found += _by_number(prose, listed, others)
        return found
    return _by_number(prose, listed, called)


def _by_note(
    text: str,
    prose: str,
    references: Sequence[Reference],
    index: Index,
    noted: Sequence[ReferenceEntry],
    called: Sequence[Mark],
) -> list[Citation]:
    known = notes.resolve(text, noted, references, index)
    return [
        citation(prose, mark.start, mark.end, _named_there(prose, mark.start, works, index))
        for mark in called
        if mark.number in known
        for works in known[mark.number].works
    ]


def _undefined(text: str, prose: str, entries: Sequence[ReferenceEntry]) -> list[Citation]:
    """Markdown note marks without a note, and raised numbers missing from the notes."""
    known = {entry.mark for entry in entries}
    defined = {noted[1] for noted in _DEFINED.finditer(text)}
    last = max((int(mark) for mark in known if mark.isdecimal()), default=0)
    return [
        citation(prose, mark.start, mark.end, [])
        for mark in marks(prose)
        if mark.number not in known
        and (
            mark.number not in defined
            if prose.startswith("[^", mark.start)
            else prose[mark.start] in _RAISED and mark.number.isdecimal() and 0 < int(mark.number) <= last
        )
    ]


def _named_there(prose: str, start: int, works: Sequence[int], index: Index) -> Sequence[int]:
    """Of several works, those whose author is named right before the note's mark; else all of them."""
    if len(works) < _SEVERAL:
        return works
    before = prose[max(0, start - _NAME_REACH) : start].rstrip(" .,;")
    named = {work.index for way in index.named_at_end(before, et_al=False) for work in way.works}
    return [number for number in works if number in named] or works


def _by_label(prose: str, places: Mapping[str, int]) -> list[Citation]:
    """Labels in brackets that the list gives its entries: "[SP 800-63]", "[RFC7519, p. 4]"."""
    if all(map(str.isdecimal, places)):
        return []
    found = ((label, label[1].strip()) for label in _LABEL.finditer(prose))
    return [citation(prose, *label.span(), [places[words]]) for label, words in found if words in places]


def _by_number(prose: str, listed: Sequence[ReferenceEntry], called: Sequence[Mark]) -> list[Citation]:
    """Numbers that refer directly to a numbered reference list."""
    places: dict[str, int] = {}
    for number, entry in enumerate(listed):
        if entry.mark:
            places.setdefault(entry.mark, number)  # a second list may count again from 1
    if not places:
        return []
    if labelled := _by_label(prose, places):
        return labelled
    found = called or round_marks(prose, max(map(int, filter(str.isdecimal, places)), default=0))
    return [
        citation(prose, mark.start, mark.end, [places[mark.number]] if mark.number in places else []) for mark in found
    ]
