"""Reads the open text and each marked part of it apart, so that nothing found in one rests on what another hides."""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from briefings.model.analysis import Draft
from briefings.model.marking import Label
from briefings.reading.citing.numeric import marks
from briefings.reading.plain_text.page_notes import LOWERED
from briefings.store.markings.labels import both
from briefings.store.markings.sections import Places
from briefings.text.plain_words import plain_words
from briefings.text.redaction import Cuts, Place, entry_span, in_whole, inside, joined, redacted

_NOTE = re.compile(
    r"^[ \t]*(?:\*?\[\^?(?P<word>[^\]\n]{1,40})\]:|\[(?P<boxed>\d{1,4})\]|(?P<plain>\d{1,4})(?:[.)]|[ \t])|"
    r"(?P<raised>[¹²³⁰⁴-⁹]{1,4}))",
    re.MULTILINE,
)
_LINE = re.compile(r"[^\n]+")
_LEAD = 5  # characters at most around the label of a note

Read = Callable[[Draft], Awaitable[Draft]]
_Labels = Mapping[Place, frozenset[Label]]  # of a span, which is for whoever may see one of them


@dataclass(frozen=True, slots=True)
class ReadApart:
    """A text whose parts were read apart, and where what is marked stands in it.

    A span that stands there with several labels is for whoever may see one of them.
    """

    draft: Draft
    places: Places


async def read_apart(read: Read, draft: Draft, sections: Places) -> ReadApart:
    """Reads the open text alone, and what has a label together with what all its readers see.

    An entry of the reference list belongs to each part that cites it: one that marked parts alone cite to these, and
    one that stands in a marked section, but which the open text cites, to all. So do other notes, and the lines of a
    table of contents to the sections that they name.
    """
    marked = _without_cited(draft, {span: frozenset({label}) for span, label in sections})
    spans = _to_the_end(draft.text, marked)
    parts = await _read_each(read, draft, spans)
    if beside := _notes(draft, parts, spans) | _entries(draft, parts, spans):
        spans = _to_the_end(draft.text, marked | beside)
        parts = await _read_each(read, draft, spans)
    places = [(span, label) for span, labels in spans.items() for label in labels]
    return ReadApart(joined(draft, list(parts.values())), places)


async def _read_each(read: Read, draft: Draft, spans: _Labels) -> dict[Label | None, Draft]:
    """What is found in the open text, and in that of each label, at its places in the whole."""
    found: dict[Label | None, Draft] = {}
    for label in (None, *dict.fromkeys(each for labels in spans.values() for each in labels)):
        cuts = Cuts(span for span, labels in spans.items() if not any(_sees(label, each) for each in labels))
        part = in_whole(await read(redacted(draft, cuts)), cuts)
        found[label] = part if label is None else inside(part, _own(spans, label))
    return found


def _sees(one: Label | None, other: Label) -> bool:
    """Whether all who may see what has one label may see what has the other."""
    return one is not None and both(one, other) == one


def _own(spans: _Labels, label: Label) -> list[Place]:
    """The stretches in which a label is that of the innermost span."""
    bounds = sorted({bound for span in spans for bound in span})
    return [each for each in pairwise(bounds) if _innermost(spans, each) == {label}]


def _innermost(spans: _Labels, stretch: Place) -> frozenset[Label]:
    around = [span for span in spans if span[0] <= stretch[0] and stretch[1] <= span[1]]
    return spans[min(around, key=lambda span: span[1] - span[0])] if around else frozenset()


def _notes(draft: Draft, parts: Mapping[Label | None, Draft], spans: _Labels) -> dict[Place, frozenset[Label]]:
    """The open notes and lines of contents that belong to marked sections alone, with the labels of these."""
    if not spans:
        return {}
    hides, part = Cuts(spans).hides, parts[None]
    notes = list(hidden_notes(draft, hides))
    calls = {mark.start for mark in marks(draft.text)}  # also of an open note that says no more than "Ibid."
    in_notes = Cuts(place for place, _ in notes).hides
    named = (each for each in part.citations if each.start not in calls and not in_notes(each.start))
    listed = {part.references[index].start for each in named for index in each.references}
    found = {}
    for (start, end), places in [*notes, *hidden_contents(draft, hides)]:
        if listed.isdisjoint(range(start, end)):
            found[start, end] = frozenset[Label]().union(*(_innermost(spans, (at, at + 1)) for at in places))
    return found


def _entries(draft: Draft, parts: Mapping[Label | None, Draft], spans: _Labels) -> dict[Place, frozenset[Label]]:
    """The entries of the open reference list that marked parts alone cite, with the labels of these."""
    cited = {label: _cited(part) for label, part in parts.items()}
    hidden = Cuts(spans)
    listed = [of for of in parts[None].references if not of.inline and not hidden.hides(of.start)]
    found = {}
    for each in listed:
        place = each.start, each.end
        labels = frozenset(label for label, places in cited.items() if label is not None and place in places)
        if labels and place not in cited[None]:
            found[entry_span(draft, each)] = labels
    return found


def _without_cited(draft: Draft, spans: _Labels) -> dict[Place, frozenset[Label]]:
    """The marked spans without the notes at their end that the text outside of all calls.

    The entries of a reference list that is marked itself are hidden with their heading.
    """
    hidden = Cuts(spans)
    if draft.reference_section is not None and hidden.hides(draft.sections[draft.reference_section].start):
        return dict(spans)
    cited = {index for each in draft.citations if not hidden.hides(each.start) for index in each.references}
    entries = (draft.references[index] for index in sorted(cited))
    bounds = sorted(entry_span(draft, each) for each in entries if not each.inline and hidden.hides(each.start))
    found = {}
    for (start, end), labels in spans.items():
        for begin, stop in bounds:
            if start <= begin < end:
                found[start, begin] = labels
                start = min(stop, end)
        found[start, end] = labels
    return {(start, end): labels for (start, end), labels in found.items() if start < end}


def _cited(part: Draft) -> set[Place]:
    """The places of the references that a part cites."""
    indexes = {index for each in part.citations for index in each.references}
    return {(part.references[index].start, part.references[index].end) for index in indexes}


def _to_the_end(text: str, spans: _Labels) -> dict[Place, frozenset[Label]]:
    """The spans; those at the end of the text take the blanks before them instead of those behind.

    What is left then ends as the text does, and nothing tells of them.
    """
    end, found = len(text.rstrip()), dict[Place, frozenset[Label]]()
    last = spans[max(spans)] if spans else None
    for start, stop in sorted(spans, reverse=True):
        labels = spans[start, stop]
        if stop >= end and labels == last:
            begin = len(text[:start].rstrip())
            found[begin, end] = labels
            end = begin
        else:
            found[start, stop] = labels
    return found


def hidden_notes(draft: Draft, hides: Callable[[int], bool]) -> Iterator[tuple[Place, list[int]]]:
    """The notes in the open text that marked sections alone call, each with the places of the calls.

    `hides` tells whether a place is in a marked section. A note ends where the next one begins, or its section ends.
    """
    notes = list(_labelled(draft))
    called = _calls(draft.text, notes)
    last = {label: place for label, place in notes if label in called and called[label][0] < place[0]}
    for label, place in last.items():
        if not hides(place[0]) and all(map(hides, called[label])):
            yield place, called[label]


def hidden_contents(draft: Draft, hides: Callable[[int], bool]) -> Iterator[tuple[Place, list[int]]]:
    """The open lines that say no more than the heading of a marked section, each with the starts of such sections."""
    headed = defaultdict[str, list[int]](list)
    for each in draft.sections:
        headed[_bare(each.heading)].append(each.start)
    for match in _LINE.finditer(draft.text):
        starts = headed.get(_bare(match[0]), [])
        if starts and match.start() not in starts and not hides(match.start()) and all(map(hides, starts)):
            yield (match.start(), min(match.end() + 1, len(draft.text))), starts


def _bare(heading: str) -> str:
    """A heading without its number and that of its page."""
    return " ".join(word for word in plain_words(heading) if not word[0].isdigit())


def _labelled(draft: Draft) -> Iterator[tuple[str, Place]]:
    """The lines that begin as notes do, each with its label and the lines below it."""
    found = [*_NOTE.finditer(draft.text)]
    begins = [each.start for each in draft.sections] + [match.start() for match in found]
    bounds = [*sorted(begins), len(draft.text)]
    for match in found:
        label = (match["word"] or match["boxed"] or match["plain"] or match["raised"]).translate(LOWERED)
        yield label, (match.start(), bounds[bisect_right(bounds, match.start())])


def _calls(text: str, notes: Sequence[tuple[str, Place]]) -> dict[str, list[int]]:
    """The places at which the text calls notes, in order."""
    found = defaultdict[str, list[int]](list)
    for mark in marks(text):
        found[mark.number].append(mark.start)
    words = "|".join(re.escape(label) for label, _ in notes if not label.isdigit())
    for match in re.finditer(rf"(?<!\w)(?:{words})(?!\w)", text) if words else ():
        found[match[0]].append(match.start())
    own = {at for label, (start, _) in notes for at in range(start, start + len(label) + _LEAD)}
    return {label: calls for label, places in found.items() if (calls := sorted(set(places) - own))}
