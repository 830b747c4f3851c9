"""Differences between two revisions of a text. Pure."""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import TypeVar

from briefings.model.analysis import Draft, Reference
from briefings.model.table_rows import cell_words
from briefings.parsing import names
from briefings.text.plain_words import letters_of

T = TypeVar("T")
Span = tuple[int, int]
_ONE_KIND = str.maketrans(
    {
        **dict.fromkeys("“”„«»『』「」″", '"'),
        **dict.fromkeys("‘’‚‹›`´′", "'"),
        **dict.fromkeys("–—―‐‑−", "-"),
        "…": "...",
        "\u00ad": "",
        "\u200b": "",
    }
)


@dataclass(frozen=True, slots=True)
class Difference:
    """Added and removed headings, sentences, table rows and citations.

    `added` and `rows_added` are spans of the newer text, `removed` and `rows_removed` of the older. A moved sentence or
    row is in neither, a changed one in both. A header row counts as a row.
    Differences only in whitespace, quotation marks or dashes are ignored, and so is another citation style for the same
    authors, year and title.
    """

    sections_added: tuple[str, ...] = ()
    sections_removed: tuple[str, ...] = ()
    added: tuple[Span, ...] = ()
    removed: tuple[Span, ...] = ()
    rows_added: tuple[Span, ...] = ()
    rows_removed: tuple[Span, ...] = ()
    citations_added: tuple[str, ...] = ()
    citations_removed: tuple[str, ...] = ()
    references_added: tuple[str, ...] = ()
    references_removed: tuple[str, ...] = ()


def compare(before: Draft, after: Draft) -> Difference:
    """The differences between two texts."""
    headings = [[section.heading for section in draft.sections] for draft in (before, after)]
    sentences = [[(one.start, one.end) for one in draft.sentences] for draft in (before, after)]
    citations = [[one.text for one in draft.citations] for draft in (before, after)]
    was_listed, listed = before.references, after.references
    was, now = (_words_of(draft) for draft in (before, after))
    rows = [_rows(draft) for draft in (before, after)]
    return Difference(
        sections_added=_missing_from(headings[0], headings[1], names.key, names.key),
        sections_removed=_missing_from(headings[1], headings[0], names.key, names.key),
        added=_missing_from(sentences[0], sentences[1], was, now),
        removed=_missing_from(sentences[1], sentences[0], now, was),
        rows_added=_spans(_missing_from(rows[0], rows[1], itemgetter(1), itemgetter(1))),
        rows_removed=_spans(_missing_from(rows[1], rows[0], itemgetter(1), itemgetter(1))),
        citations_added=_missing_from(citations[0], citations[1], plain_words, plain_words),
        citations_removed=_missing_from(citations[1], citations[0], plain_words, plain_words),
        references_added=_entries(_missing_from(was_listed, listed, work_key, work_key)),
        references_removed=_entries(_missing_from(listed, was_listed, work_key, work_key)),
    )


def plain_words(words: str) -> str:
    """Words on one line, with one form of each quotation mark and dash."""
    return " ".join(words.translate(_ONE_KIND).split())


def work_key(reference: Reference) -> tuple[str, ...]:
    """A key for the work of a reference in any style: authors, year and title, or else its words."""
    if not reference.title:
        return (plain_words(reference.entry),)
    authors = [letters_of(author.name) for author in reference.authors]
    return (*authors, (reference.year or "")[:4], letters_of(reference.title))


def _entries(references: Iterable[Reference]) -> tuple[str, ...]:
    return tuple(reference.entry for reference in references)


def _words_of(draft: Draft) -> Callable[[Span], str]:
    return lambda span: plain_words(draft.text[span[0] : span[1]])


def _rows(draft: Draft) -> list[tuple[Span, tuple[str, ...]]]:
    """Every table row, header rows too, with the words of its cells."""
    found = []
    for table in draft.tables:
        for cells in (*table.header, *(row.cells for row in table.rows)):
            if cells:
                words = tuple(plain_words(cell_words(draft.text, cell)) for cell in cells)
                found.append(((cells[0][0], cells[-1][1]), words))
    return found


def _spans(rows: Iterable[tuple[Span, tuple[str, ...]]]) -> tuple[Span, ...]:
    return tuple(span for span, _ in rows)


def _missing_from(
    there: Iterable[T], here: Sequence[T], key_there: Callable[[T], Hashable], key_here: Callable[[T], Hashable]
) -> tuple[T, ...]:
    """Items that occur more often `here` than `there`, in order."""
    left = Counter(map(key_there, there))
    found = []
    for each in here:
        key = key_here(each)
        if left[key]:
            left[key] -= 1
        else:
            found.append(each)
    return tuple(found)
