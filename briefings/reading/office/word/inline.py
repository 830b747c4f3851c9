"""The text of a paragraph: its visible runs, with note marks as superscripts."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from lxml.etree import _Element

from briefings.reading.layout import Link
from briefings.reading.links import source_address
from briefings.reading.office.links import hyperlink, joined_links
from briefings.reading.office.numerals import joined, superscript
from briefings.reading.office.word.names import MC, M, W, child, switched, value
from briefings.reading.office.word.text_styles import TextStyle, TextStyles, is_raised, size_of, unread

_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
Runs = Callable[[_Element], Iterable[_Element]]

_SIMPLE = re.compile(r"\w*(?:[.,]\w+)*")

NoteNumber = Callable[[str, str], int]  # "footnote" or "endnote" and its id -> the number under which it is told

_ENTERED_WORDS = ("hyperlink", "ins", "moveTo", "sdt", "sdtContent", "smartTag", "fldSimple", "customXml", "dir", "bdo")
_ENTERED_FORMULAS = (
    *("oMath", "oMathPara", "r", "e", "num", "den", "sub", "sup", "d", "f", "sSub", "sSup"),
    *("sSubSup", "rad", "nary", "fName", "func"),
)
_ENTERED = frozenset({*(f"{W}{name}" for name in _ENTERED_WORDS), *(f"{M}{name}" for name in _ENTERED_FORMULAS)})
_NOTES = {f"{W}footnoteReference": "footnote", f"{W}endnoteReference": "endnote"}
_RUNS = frozenset({f"{W}r", f"{M}t", f"{M}f", f"{M}sSup"})
_SIGNS = {f"{W}tab": " ", f"{W}ptab": " ", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}


@dataclass(frozen=True, slots=True)
class ParagraphText:
    """A paragraph's text; `bold` if all of it is, `size` in points of its largest run, 0 if unknown.

    `left_out` says that it also has runs that are struck or hidden.
    """

    text: str
    bold: bool
    size: float
    left_out: bool = False
    links: tuple[Link, ...] = ()


def words_of(
    paragraph: _Element, look: TextStyle, looks: TextStyles, noted: NoteNumber, targets: Mapping[str, str]
) -> ParagraphText:
    """A paragraph's text and look; `targets` are the addresses of links by their ids."""
    text = ""
    links: list[Link] = []
    bold: set[bool] = set()
    sizes = [0.0]
    left_out = False
    for run, url in linked_runs(paragraph, targets, _runs):
        properties = child(run, "rPr")
        of_run = looks.of(value(properties, "rStyle"))
        if _first(unread(properties), of_run.unread, look.unread):
            left_out = left_out or run.find(f"{W}t") is not None
            continue
        said = _said(run, noted, text)
        if said.strip() and run.tag == f"{W}r":
            bold.add(bool(_first(switched(properties, "b"), of_run.bold, look.bold)))
            sizes.append(_first(size_of(properties), of_run.size, look.size, looks.size) or 0.0)
        start, text = len(text), text + (superscript(said) if is_raised(properties) else said)
        if url and said.strip():
            links.append(Link(start, len(text), url))
    return ParagraphText(text, bold == {True}, max(sizes), left_out, joined_links(links))


def _first(*choices: bool | float | None) -> float | None:
    return next((choice for choice in choices if choice is not None), None)


def _runs(within: _Element) -> Iterator[_Element]:
    """The runs of a paragraph and its formulas, in order, without deleted text."""
    for found in within:
        if found.tag in _RUNS:
            yield found
        elif found.tag in _ENTERED:
            yield from _runs(found)
        elif found.tag == f"{MC}AlternateContent":
            choice = found.find(f"{MC}Choice")
            yield from _runs(choice) if choice is not None else ()


def _said(run: _Element, noted: NoteNumber, before: str) -> str:
    if run.tag == f"{M}t":
        return run.text or ""
    if run.tag == f"{M}f":
        return fraction(_formula(run.find(f"{M}num")), _formula(run.find(f"{M}den")), before)
    if run.tag == f"{M}sSup":
        return power(_formula(run.find(f"{M}e")), _formula(run.find(f"{M}sup")))
    parts: list[str] = []
    for found in run:
        if found.tag == f"{W}t":
            parts.append(found.text or "")
        elif found.tag == f"{W}br":
            parts.append("\n" if found.get(f"{W}type") is None else " ")
        elif found.tag in _SIGNS:
            parts.append(_SIGNS[found.tag])
        elif found.tag in _NOTES and (number := noted(_NOTES[found.tag], str(found.get(f"{W}id")))):
            parts.append(joined("".join(parts) or before, superscript(str(number))))
    return "".join(parts)


def _formula(within: _Element | None) -> str:
    """The words of a part of a formula."""
    said = ""
    for found in _runs(within) if within is not None else ():
        said += "" if found.tag == f"{W}r" else _said(found, _unnoted, said)
    return said


def _unnoted(kind: str, id_: str) -> int:  # noqa: ARG001  as every lookup of note numbers
    return 0


def fraction(above: str, below: str, before: str = "") -> str:
    """A fraction such as "1/2"; after a whole number it is set off by a blank, so that 1½ is "1 1/2"."""
    blank = " " if before[-1:].isdecimal() else ""
    return f"{blank}{in_brackets(above)}/{in_brackets(below)}"


def in_brackets(words: str) -> str:
    """Words of a formula, in brackets unless they are one number or name."""
    words = words.strip()
    return words if _SIMPLE.fullmatch(words) else f"({words})"


def power(base: str, exponent: str) -> str:
    """A power such as "10⁶", or "x^n" for an exponent that has no superscript digits."""
    raised = superscript(exponent)
    return f"{base}{raised}" if raised != exponent else f"{base}^{in_brackets(exponent)}"


def linked_runs(paragraph: _Element, targets: Mapping[str, str], runs: Runs) -> Iterator[tuple[_Element, str]]:
    """The runs with the source that each links to, "" for others."""
    within = {
        run: url
        for tag in (f"{W}hyperlink", f"{W}fldSimple")
        for linked in paragraph.iter(tag)
        if (url := _target(linked, targets))
        for run in runs(linked)
    }
    fields: list[str] = []  # the instruction of each field around
    for run in runs(paragraph):
        fields = _entered(run, fields)
        yield run, within.get(run) or next(filter(None, map(hyperlink, reversed(fields))), "")


def _target(linked: _Element, targets: Mapping[str, str]) -> str:
    if linked.tag == f"{W}fldSimple":
        return hyperlink(str(linked.get(f"{W}instr", "")))
    return source_address(targets.get(str(linked.get(_ID, "")), ""))


def _entered(run: _Element, fields: list[str]) -> list[str]:
    """The instructions of the fields around the words of a run."""
    for found in run:
        if found.tag == f"{W}instrText" and fields:
            fields = [*fields[:-1], fields[-1] + (found.text or "")]
        elif found.tag == f"{W}fldChar":
            kind = found.get(f"{W}fldCharType")
            fields = [*fields, ""] if kind == "begin" else fields[:-1] if kind == "end" else fields
    return fields
