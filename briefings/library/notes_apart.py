"""Which notes at the end of a text, and which lines of its table of contents, belong to its marked sections. Pure."""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence

from briefings.model.analysis import Draft
from briefings.reading.citing.numeric import marks
from briefings.reading.plain_text.page_notes import LOWERED
from briefings.text.plain_words import plain_words
from briefings.text.redaction import Place

_NOTE = re.compile(
    r"^[ \t]*(?:\*?\[\^?(?P<word>[^\]\n]{1,40})\]:|\[(?P<boxed>\d{1,4})\]|(?P<plain>\d{1,4})(?:[.)]|[ \t])|"
    r"(?P<raised>[¹²³⁰⁴-⁹]{1,4}))",
    re.MULTILINE,
)
_LINE = re.compile(r"[^\n]+")
_LEAD = 5  # characters at most around the label of a note


def hidden_notes(draft: Draft, hides: Callable[[int], bool]) -> Iterator[tuple[Place, list[int]]]:
    """The notes in the open text that marked sections alone call, each with the places of the calls.

    `hides` tells whether a place is in a marked section. A note ends where the next one begins, or its section ends.
    """
    notes = list(_notes(draft))
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


def _notes(draft: Draft) -> Iterator[tuple[str, Place]]:
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
