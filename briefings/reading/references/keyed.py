"""Works under citation keys: in front matter, in a block of BibTeX, or entries of a list that carry their key."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from briefings.model.analysis import Reference
from briefings.reading.layout import Layout
from briefings.reading.references.bibtex import described_in_bibtex
from briefings.reading.references.entries import ReferenceEntry
from briefings.text.metadata_header import fenced_end

_LIST = re.compile(r"^references:[ \t]*$", re.MULTILINE)
_ELSEWHERE = re.compile(r"^bibliography:[ \t]*\S|^bibliography:[ \t]*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Keyed:
    """All works of a text, and the index of each by its key; `elsewhere` says that they stand in another file."""

    works: tuple[Reference, ...]
    keys: Mapping[str, int]
    elsewhere: bool


def keyed(layout: Layout, works: Sequence[Reference], listed: Sequence[ReferenceEntry], cited: Iterable[str]) -> Keyed:
    """The works with those described by fields; a block of BibTeX counts only if `cited` has one of its keys.

    An entry that a list describes already under the same key adds nothing.
    """
    text = layout.text
    keys = {entry.mark[1:]: at for at, entry in enumerate(listed) if entry.mark.startswith("@")}
    made = list(works)
    for key, work in (*_in_yaml(text), *_in_bibtex(layout, frozenset(cited))):
        if key not in keys:
            keys[key] = len(made)
            made.append(work)
    elsewhere = _ELSEWHERE.search(text, 0, fenced_end(text)) is not None
    return Keyed(tuple(made), keys, elsewhere)


def _in_yaml(text: str) -> list[tuple[str, Reference]]:
    if not _LIST.search(text):
        return []
    from briefings.reading.references.csl import described_in_yaml  # 15 ms with YAML's parser

    return [*described_in_yaml(text)]


def _in_bibtex(layout: Layout, cited: frozenset[str]) -> list[tuple[str, Reference]]:
    if not cited:
        return []
    found = [*described_in_bibtex(layout.text, layout.blocks)]
    return found if any(key in cited for key, _ in found) else []
