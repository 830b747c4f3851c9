"""Where the marked sections of an analysis stand in its revisions, and where their sentences go in a new one."""

import re
from collections.abc import Iterator, Mapping, Sequence

from sqlalchemy import Connection

from briefings.model.analysis import Draft
from briefings.model.marking import Label, Marking
from briefings.store.markings.labels import (
    both,
    label_number,
    labels_by_number,
    labels_of,
    section_labels,
    set_label,
    set_partial,
    set_section_label,
)
from briefings.store.markings.spans import labelled_spans, put_spans
from briefings.store.markings.visibility import unrestricted
from briefings.text.redaction import section_span, sections_by_key, sources_of

_WHOLE = ""  # stands for the whole analysis among the keys of headings
_FEW = 4  # words; a shorter sentence is recognised only as a whole sentence
_WORD = re.compile(r"\w+")

Drafts = Mapping[int, Draft]  # the readable revisions of an analysis by number
Places = list[tuple[tuple[int, int], Label]]


@unrestricted
def place_sections(connection: Connection, id_: int, drafts: Drafts, default: Marking) -> list[int]:
    """Notes where the marked sections of an analysis stand in each revision; returns the revisions hidden as a whole.

    These are older ones without a section that was marked later: the text may stand there under another heading. A
    sentence of a marked section that an older revision has elsewhere is hidden there with its section.
    """
    marked = section_labels(connection, id_)
    set_partial(connection, id_, partial=bool(marked))
    whole, newest = labels_of(connection, [id_]).get(id_), max(drafts, default=0)
    first = {key: min((n for n in drafts if key in sections_by_key(drafts[n])), default=0) for key in marked}
    places = {number: _places(draft, marked, whole) for number, draft in drafts.items()}
    stood = _stood(drafts, places, newest) if marked else {}
    hidden = set()
    for number, draft in drafts.items():
        places[number] += _moved_spans(draft, stood) if number != newest else ()
        for key in [each for each in marked if number < first[each]]:
            places[number].append(((0, len(draft.text)), both(whole, marked[key])))
            hidden.add(number)
        spans = [(*span, label_number(connection, each, default)) for span, each in places[number]]
        put_spans(connection, id_, number, _to_the_end(draft.text, spans))
    return sorted(hidden)


@unrestricted
def follow_sections(
    connection: Connection, id_: int, revision: int, drafts: Drafts, default: Marking
) -> dict[str, Label]:
    """Marks what a new revision, or another reading of one, has of the marked sections elsewhere.

    Returns the new labels by the keys of the headings, "" for the whole analysis: it is marked if a section is gone,
    or if a sentence of one stands before the first heading.
    """
    marked = section_labels(connection, id_)
    if not marked:
        return {}
    draft, before = drafts[revision], max((each for each in drafts if each < revision), default=revision)
    known, whole = sections_by_key(draft), labels_of(connection, [id_]).get(id_)
    places = {number: _labelled(connection, labelled_spans(connection, id_, number)) for number in drafts}
    before = revision if places[revision] else before  # the same text, read in another way
    moved = [(_key(known, at), each) for at, each in _moved(draft, _stood(drafts, places, before))]
    had = marked.keys() if before == revision else marked.keys() & sections_by_key(drafts[before]).keys()
    raised: dict[str, Label] = {}
    for key, each in [*moved, *((_WHOLE, marked[gone]) for gone in had - known.keys())]:
        now = whole if key == _WHOLE else _effective(draft, known[key], section_labels(connection, id_), whole)
        if (to := both(now, each)) != now:
            raised[key] = to
            _raise(connection, id_, key, label_number(connection, to, default))
            whole = to if key == _WHOLE else whole
    return raised


def _raise(connection: Connection, id_: int, key: str, label: int) -> None:
    if key == _WHOLE:
        set_label(connection, id_, label)
    else:
        set_section_label(connection, id_, key, label)


def _key(known: Mapping[str, int], section: int | None) -> str:
    return next((key for key, index in known.items() if index == section), _WHOLE)


def _effective(draft: Draft, section: int, marked: Mapping[str, Label], whole: Label | None) -> Label | None:
    """The label of a section by its own marking and those of the sections around it."""
    label, start = whole, draft.sections[section].start
    for key, index in sections_by_key(draft).items():
        begin, end = section_span(draft, index)
        if key in marked and begin <= start < end:
            label = both(label, marked[key])
    return label


def _places(draft: Draft, marked: Mapping[str, Label], whole: Label | None) -> Places:
    """The spans of the marked sections that a text has, and of the sources that they alone cite."""
    known = sections_by_key(draft)
    return list(_spans(draft, {known[key]: both(whole, each) for key, each in marked.items() if key in known}))


def _spans(draft: Draft, wanted: Mapping[int, Label]) -> Iterator[tuple[tuple[int, int], Label]]:
    for section, label in wanted.items():
        span = section_span(draft, section)
        yield span, label
        for source in sources_of(draft, span):
            yield source, label


def _labelled(connection: Connection, spans: Sequence[tuple[int, int, int]]) -> Places:
    known = labels_by_number(connection, {label for *_, label in spans})
    return [((start, end), known[label]) for start, end, label in spans]


def _stood(drafts: Drafts, places: Mapping[int, Places], openly: int) -> dict[str, Label]:
    """The sentences and rows of marked sections as words, with their labels; without those that a revision shows."""
    found: dict[str, Label] = {}
    for number, draft in drafts.items():
        some = [(span, label) for span, label in places[number] if span[0] or span[1] < len(draft.text.rstrip())]
        for (start, _), words in _sentences(draft) if some else ():
            for (begin, end), label in some:
                if begin <= start < end:
                    found[words] = both(found.get(words), label)
    spans = [span for span, _ in places[openly]]
    for (start, _), words in _sentences(drafts[openly]) if found else ():
        if not any(begin <= start < end for begin, end in spans):
            found.pop(words, None)
    return found


def _sentences(draft: Draft) -> Iterator[tuple[tuple[int, int], str]]:
    spans = [(each.start, each.end) for each in draft.sentences]
    spans += [(row.start, row.end) for table in draft.tables for row in table.rows]
    for start, end in spans:
        if words := _words(draft.text[start:end]):
            yield (start, end), words


def _words(text: str) -> str:
    """A text as its words, without case, signs and spacing."""
    return " ".join(_WORD.findall(text.casefold()))


def _moved(draft: Draft, stood: Mapping[str, Label]) -> Iterator[tuple[int | None, Label]]:
    """The sections that have sentences of marked ones, with their labels; None stands for the text before them all."""
    if not stood:
        return
    alone: dict[int | None, set[str]] = {}
    for (start, _), words in _sentences(draft):
        alone.setdefault(_section_at(draft, start), set()).add(words)
    for section, (start, end) in _own_spans(draft).items():
        text = f" {_words(draft.text[start:end])} "
        for words, label in stood.items():
            few = words.count(" ") < _FEW - 1
            if words in alone.get(section, ()) if few else f" {words} " in text:
                yield section, label


def _moved_spans(draft: Draft, stood: Mapping[str, Label]) -> Places:
    own = _own_spans(draft)
    return [(own[section], label) for section, label in _moved(draft, stood)]


def _own_spans(draft: Draft) -> dict[int | None, tuple[int, int]]:
    """The span of each section without its subsections; None is the text before the first."""
    starts = [each.start for each in draft.sections]
    ends = [*starts[1:], len(draft.text)]
    before: dict[int | None, tuple[int, int]] = {None: (0, starts[0] if starts else len(draft.text))}
    return before | dict(enumerate(zip(starts, ends, strict=True)))


def _section_at(draft: Draft, start: int) -> int | None:
    """The section in which something begins."""
    return max((index for index, each in enumerate(draft.sections) if each.start <= start), default=None)


def _to_the_end(text: str, spans: Sequence[tuple[int, int, int]]) -> Iterator[tuple[int, int, int]]:
    """The spans; those at the end of the text take the blanks before them instead of those behind.

    What is left then ends as the text does, and nothing tells of them.
    """
    end, last = len(text.rstrip()), max(spans, default=(0, 0, 0))[2]
    for start, stop, label in sorted(spans, reverse=True):
        if stop >= end and label == last:
            begin = len(text[:start].rstrip())
            yield begin, end, label
            end = begin
        else:
            yield start, stop, label
