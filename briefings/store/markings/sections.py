"""Where the marked sections of an analysis stand in its revisions, and where their sentences go in a new one."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

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
from briefings.text.plain_words import HAN, plain_words
from briefings.text.redaction import entry_span, section_span, sections_by_key

WHOLE = ""  # stands for the whole analysis among the keys of headings
_FEW = 4  # words; a shorter sentence is recognised only as a whole sentence, or with those beside it
_FEW_HAN = 8  # characters
_IN_HAN = re.compile(f"[{HAN}]")
_LINE = re.compile(r"[^\n]+")

Drafts = Mapping[int, Draft]  # the readable revisions of an analysis by number
Places = list[tuple[tuple[int, int], Label]]


@dataclass(frozen=True, slots=True)
class Marks:
    """The label of an analysis, and those of its marked sections by the key of the heading."""

    whole: Label | None
    sections: Mapping[str, Label]

    def of(self, key: str) -> Label | None:
        """What a section has of its own, or the whole analysis for ""."""
        return self.whole if key == WHOLE else self.sections.get(key)

    def with_label(self, key: str, to: Label | None) -> "Marks":
        """The marks after a change of one of them; None takes it away."""
        if key == WHOLE:
            return replace(self, whole=to)
        others = {each: label for each, label in self.sections.items() if each != key}
        return replace(self, sections=others if to is None else others | {key: to})


@unrestricted
def marks_of(connection: Connection, id_: int) -> Marks:
    """The labels that an analysis and its sections have now."""
    return Marks(labels_of(connection, [id_]).get(id_), section_labels(connection, id_))


@unrestricted
def places_of(connection: Connection, id_: int, revisions: Iterable[int]) -> dict[int, Places]:
    """Where marked parts stand in each revision."""
    spans = {number: labelled_spans(connection, id_, number) for number in revisions}
    known = labels_by_number(connection, {label for found in spans.values() for *_, label in found})
    return {number: [((start, end), known[label]) for start, end, label in found] for number, found in spans.items()}


@unrestricted
def put_marks(
    connection: Connection, id_: int, before: Marks, after: Marks, places: Mapping[int, Places], default: Marking
) -> None:
    """Stores changed labels, and where the marked parts stand in some revisions; call `relabel` next."""
    changed = [each for each in {WHOLE, *before.sections, *after.sections} if after.of(each) != before.of(each)]
    for key in changed:
        to = after.of(key)
        number = None if to is None else label_number(connection, to, default)
        if key == WHOLE:
            set_label(connection, id_, number)
        else:
            set_section_label(connection, id_, key, number)
    set_partial(connection, id_, partial=bool(after.sections))
    for revision, found in places.items():
        spans = [(*span, label_number(connection, each, default)) for span, each in found]
        put_spans(connection, id_, revision, spans)


def section_places(marks: Marks, drafts: Drafts) -> tuple[dict[int, Places], list[int]]:
    """Where the marked sections stand in each revision, and the revisions that are hidden as a whole.

    These are older ones without a section that was marked later: the text may stand there under another heading. That
    isn't so of one that is marked because it repeats a section marked before. A sentence of a marked section that an
    older revision has elsewhere alone is hidden there with its section.
    """
    marked, newest = marks.sections, max(drafts, default=0)
    first = {key: min((n for n in drafts if key in sections_by_key(drafts[n])), default=0) for key in marked}
    first = {key: 0 if _repeats(key, n, marks, drafts) else n for key, n in first.items()}
    places = {number: _places(draft, marks) for number, draft in drafts.items()}
    stood = _stood(drafts, places, newest) if marked else {}
    hidden = set()
    for number, draft in drafts.items():
        if number != newest and stood:
            beside = _inside({number: draft}, {number: places[number]})
            places[number] += _moved_spans(draft, {words: stood[words] for words in stood.keys() - beside.keys()})
        for key in [each for each in marked if number < first[each]]:
            places[number].append(((0, len(draft.text)), both(marks.whole, marked[key])))
            hidden.add(number)
    return {number: list(_together(found).items()) for number, found in places.items()}, sorted(hidden)


def _repeats(key: str, revision: int, marks: Marks, drafts: Drafts) -> bool:
    """Whether a section, when it came in with a revision, repeated sentences of others that are marked too."""
    before = max((each for each in drafts if each < revision), default=0)
    if not before:
        return False
    others = marks.with_label(key, None)
    stood = _stood({before: drafts[before]}, {before: _places(drafts[before], others)}, before)
    known = sections_by_key(drafts[revision])
    return any(section == known[key] for section, _ in _moved(drafts[revision], stood))


def _together(places: Places) -> dict[tuple[int, int], Label]:
    """The places, each once, with the label of those who may see it by all its markings."""
    found: dict[tuple[int, int], Label] = {}
    for span, label in places:
        found[span] = both(found.get(span), label)
    return found


def followed(marks: Marks, revision: int, drafts: Drafts, places: Mapping[int, Places]) -> dict[str, Label]:
    """The labels that a new revision, or another reading of one, needs for what it has of marked parts elsewhere.

    They are by the keys of the headings, "" for the whole analysis: it is marked if a section is gone, or if a sentence
    of one stands before the first heading. Where more sections share its heading than before, all of them are.
    `places` are those of the stored revisions.
    """
    marked = marks.sections
    if not marked:
        return {}
    draft, before = drafts[revision], max((each for each in drafts if each < revision), default=revision)
    known = sections_by_key(draft)
    before = revision if places.get(revision) else before  # the same text, read in another way
    moved = [(_key(known, at), each) for at, each in _moved(draft, _stood(drafts, places, before))]
    moved += [(key, marked[each]) for key, each in _beside_equals(known, sections_by_key(drafts[before]), marked)]
    had = marked.keys() if before == revision else marked.keys() & sections_by_key(drafts[before]).keys()
    raised: dict[str, Label] = {}
    for key, each in [*moved, *((WHOLE, marked[gone]) for gone in had - known.keys())]:
        now = marks.whole if key == WHOLE else _effective(draft, known[key], marks)
        if (to := both(now, each)) != now:
            raised[key] = to
            marks = marks.with_label(key, to)
    return raised


def _beside_equals(
    known: Mapping[str, int], before: Mapping[str, int], marked: Iterable[str]
) -> Iterator[tuple[str, str]]:
    """The sections that share the heading of a marked one of which there are more now: any of them may be that."""
    now, then = (Counter(_heading(key) for key in keys) for keys in (known, before))
    for each in marked:
        if 0 < then[_heading(each)] < now[_heading(each)]:
            yield from ((key, each) for key in known if _heading(key) == _heading(each))


def _heading(key: str) -> str:
    return key.partition(" ")[2]


def _key(known: Mapping[str, int], section: int | None) -> str:
    return next((key for key, index in known.items() if index == section), WHOLE)


def _effective(draft: Draft, section: int, marks: Marks) -> Label | None:
    """The label of a section by its own marking and those of the sections around it."""
    label, start = marks.whole, draft.sections[section].start
    for key, index in sections_by_key(draft).items():
        begin, end = section_span(draft, index)
        if key in marks.sections and begin <= start < end:
            label = both(label, marks.sections[key])
    return label


def _places(draft: Draft, marks: Marks) -> Places:
    """The spans of the marked sections that a text has."""
    known = sections_by_key(draft)
    marked = [known[key] for key in marks.sections if key in known]
    labels = ((section_span(draft, each), _effective(draft, each, marks)) for each in marked)
    return [(span, label) for span, label in labels if label]


def _stood(drafts: Drafts, places: Mapping[int, Places], openly: int) -> dict[str, Label]:
    """The sentences and rows of marked sections as words, with their labels; without those that a revision shows."""
    found = _inside(drafts, places)
    spans = [span for span, _ in places.get(openly, ())]
    for (start, _), words in _sentences(drafts[openly]) if found else ():
        if not any(begin <= start < end for begin, end in spans):
            found.pop(words, None)
    return found


def _inside(drafts: Drafts, places: Mapping[int, Places]) -> dict[str, Label]:
    """The sentences and rows of marked sections as words, with their labels; those of notes don't count.

    Notes behind the last section belong to whatever calls them.
    """
    found: dict[str, Label] = {}
    for number, draft in drafts.items():
        end, starts = len(draft.text.rstrip()), [each.start for each in draft.sections]
        parts = [(span, label) for span, label in places.get(number, ()) if span[0] or span[1] < end]
        some = [(span, label) for span, label in parts if any(span[0] <= start < span[1] for start in starts)]
        notes = _notes_without_heading(draft) if some else ()
        for (start, _), words in _sentences(draft) if some else ():
            for (begin, end), label in some:
                if begin <= start < end and not any(first <= start < last for first, last in notes):
                    found[words] = both(found.get(words), label)
    return found


def _notes_without_heading(draft: Draft) -> list[tuple[int, int]]:
    """The spans of the sources that are listed behind the last section, under no heading of their own."""
    if draft.reference_section is not None:
        return []
    return [entry_span(draft, each) for each in draft.references if not each.inline]


def _sentences(draft: Draft) -> Iterator[tuple[tuple[int, int], str]]:
    """The sentences, rows and other lines of a text as words; short ones also together with the next."""
    spans = [(each.start, each.end) for each in draft.sentences]
    spans += [(row.start, row.end) for table in draft.tables for row in table.rows]
    starts = sorted(start for start, _ in spans)
    run: tuple[int, str] | None = None  # of short ones, not yet long enough together
    for start, end in sorted([*spans, *_other_lines(draft.text, starts)]):
        words = " ".join(plain_words(draft.text[start:end]))
        if words:
            yield (start, end), words
        if not _is_short(words):
            run = None
            continue
        goes_on = run and _section_at(draft, run[0]) == _section_at(draft, start)
        run = (run[0], f"{run[1]} {words}") if run and goes_on else (start, words)
        if not _is_short(run[1]):
            yield (run[0], end), run[1]
            run = None


def _other_lines(text: str, starts: Sequence[int]) -> Iterator[tuple[int, int]]:
    """The lines in which no sentence or row begins, such as code, unless they are short, as most headings are."""
    for match in _LINE.finditer(text):
        at = bisect_left(starts, match.start())
        if (at == len(starts) or starts[at] >= match.end()) and not _is_short(" ".join(plain_words(match[0]))):
            yield match.span()


def _is_short(words: str) -> bool:
    count = words.count(" ") + 1
    return count < (_FEW_HAN if _IN_HAN.search(words) else _FEW)


def _moved(draft: Draft, stood: Mapping[str, Label]) -> Iterator[tuple[int | None, Label]]:
    """The sections that have sentences of marked ones, with their labels; None stands for the text before them all."""
    if not stood:
        return
    alone: dict[int | None, set[str]] = {}
    for (start, _), words in _sentences(draft):
        alone.setdefault(_section_at(draft, start), set()).add(words)
    for section, (start, end) in _own_spans(draft).items():
        text = f" {' '.join(plain_words(draft.text[start:end]))} "
        for words, label in stood.items():
            if words in alone.get(section, ()) if _is_short(words) else f" {words} " in text:
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
