"""Which runs of a paragraph are links: in hyperlink elements, and in fields with an instruction."""

from collections.abc import Callable, Iterable, Iterator, Mapping

from lxml.etree import _Element

from briefings.reading.links import source_address
from briefings.reading.office.links import hyperlink
from briefings.reading.office.word.names import W

_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
Runs = Callable[[_Element], Iterable[_Element]]


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
