"""`python -m benchmarks.events [--all]`: the events found in labelled texts, in the manner of what people save.

Each text of `benchmarks/announcements` is read like a file. An event counts as right with the labelled day, precision
and zone and a title that can head a reminder: it holds subject and act, is short, and names no date. Exits with 1 where
fewer than 90 % of the events found are right, or a past, conditional or habitual sentence gives a coming event. `--all`
prints each event that is wrong or missing.
"""

import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from benchmarks.promises import Promises
from briefings.errors import Unreadable
from briefings.model.agenda import EventDate
from briefings.model.analysis import Draft, Mention
from briefings.reading import read

_DATA = Path(__file__).parent / "announcements"
_SETS = ("tuned", "fresh", "later", "last", "plain", "plain_unseen")
_LEAST_RIGHT = 0.90
_MOST_WORDS = 12
_MONTHS = "january|february|march|april|june|july|august|september|october|november|december"
_NO_TITLE = re.compile(
    r"^(?:it|he|she|they|we|you|this|that|there|and|but|which|who|if)\b"
    r"|\b(?:the|a|an|of|to|and|in|on|at|by|is|are|will)$"
    rf"|\b\d\d?\s(?:{_MONTHS})|(?:{_MONTHS})\s\d|\d{{4}}-\d|[;|]",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Announcement:
    """A labelled text: events as date and words, doubts, and words of sentences that announce nothing, by kind."""

    name: str
    published: date
    text: str
    events: tuple[tuple[str, str], ...]
    doubts: tuple[str, ...]
    none: tuple[tuple[str, str], ...]


def announcements(name: str) -> Iterator[Announcement]:
    """The labelled texts of a set."""
    for block in (_DATA / f"{name}.txt").read_text(encoding="utf-8").split("\n= ")[1:]:
        head, _, body = block.partition("\n")
        title, published, _language = head.split(" | ")
        lines = body.splitlines()
        first = next((i for i, line in enumerate(lines) if line[:2] in ("+ ", "? ", "! ")), len(lines))
        labels = [(line[0], *line[2:].split(" | ", 1)) for line in lines[first:] if line.strip()]
        yield Announcement(
            title,
            date.fromisoformat(published),
            "\n".join(lines[:first]).strip() + "\n",
            tuple((label[1], label[2]) for label in labels if label[0] == "+"),
            tuple(label[1] for label in labels if label[0] == "?"),
            tuple((label[1], label[2]) for label in labels if label[0] == "!"),
        )


def _usable(title: str, words: str) -> bool:
    low = title.casefold()
    told = all(any(one.casefold() in low for one in word.split("/")) for word in words.split())
    return told and len(title.split()) <= _MOST_WORDS and not _NO_TITLE.search(title)


def _is_then(when: EventDate, said: str) -> bool:
    """Whether a date is the labelled one, with its precision and zone."""
    if " " in said:
        day, clock, zone = said.split()
        there = datetime.fromisoformat(f"{day} {clock}").replace(tzinfo=ZoneInfo(zone))
        return when.at == there and when.zone is not None
    if when.at is not None:
        return False
    return (when.first, when.last) == _days(said)


def _days(said: str) -> tuple[date, date]:
    if ".." in said:
        first, _, last = said.partition("..")
        return date.fromisoformat(first), date.fromisoformat(last)
    if len(said) == len("2026-12-09"):
        return date.fromisoformat(said), date.fromisoformat(said)
    year, part = said.split("-")
    first_month, months = (3 * int(part[1:]) - 2, 3) if part.startswith("Q") else (int(part), 1)
    after = first_month + months
    end = date(int(year) + (after > 12), after - 12 * (after > 12), 1) - timedelta(days=1)
    return date(int(year), first_month, 1), end


def _scored(one: Announcement, draft: Draft) -> Iterator[tuple[str, str]]:
    """Each verdict on a text, with what it is about."""
    left = [mention for mention in draft.mentions if mention.when.last >= one.published]
    for said, words in one.events:
        near = [mention for mention in left if _is_then(mention.when, said)]
        found = next((mention for mention in near if _usable(mention.title, words)), None)
        if found:
            left.remove(found)
            yield "right", ""
        else:
            yield "missing", f"{said} {words} ({[mention.title for mention in near]})"
    for doubt in one.doubts:
        if any(doubt in told for told in draft.doubts):
            yield "doubt told", ""
        else:
            yield "doubt untold", f"{doubt}: {draft.doubts}"
    for mention in left:
        sentence = draft.text[mention.start : mention.end]
        kind = next((kind for kind, words in one.none if words in sentence and _alone(sentence, one)), "")
        yield (f"{kind} as an event" if kind else "wrong"), f"{_told(mention)}: {' '.join(sentence.split())[:160]}"


def _alone(sentence: str, one: Announcement) -> bool:
    """Whether a sentence holds no labelled event beside its past fact, so that an event of it can only be wrong."""
    return not any(words.split()[0].split("/")[0].casefold() in sentence.casefold() for _, words in one.events)


def _told(mention: Mention) -> str:
    when = mention.when
    return f"{when.at or when.first} {when.zone or ''} {when.precision} “{mention.title}”"


def _verdicts(one: Announcement) -> Iterator[tuple[str, str]]:
    """Each verdict on a text; in one that is refused, as it holds nothing but its head, no event is found."""
    suffix = "md" if one.text.startswith(("#", "- ")) or "\n|" in one.text else "txt"
    try:
        draft = read(f"{one.name}.{suffix}", one.text.encode(), published=one.published)
    except Unreadable:
        yield from (("missing", f"{said} {words} (refused)") for said, words in one.events)
        return
    yield from _scored(one, draft)


def _measured(name: str, promises: Promises, *, all_of_them: bool) -> None:
    counts: Counter[str] = Counter()
    for one in announcements(name):
        for verdict, about in _verdicts(one):
            counts[verdict] += 1
            if about and all_of_them:
                print(f"{verdict:>24}  {one.name}: {about}")
    facts = sum(count for verdict, count in counts.items() if verdict.endswith("as an event"))
    found = counts["right"] + counts["wrong"] + facts
    labelled = counts["right"] + counts["missing"]
    print(f"{name}: {dict(counts)}")
    print(f"{name}: {labelled} labelled events, {counts['right']} found right: recall {counts['right'] / labelled:.3f}")
    right = counts["right"] / found if found else 0.0
    promises.keep(f"{name}: {right:.3f} of {found} events right (at least {_LEAST_RIGHT})", kept=right >= _LEAST_RIGHT)
    promises.hold(f"{name}: past, conditional and habitual sentences as events", facts, 0)
    promises.hold(f"{name}: doubts untold", counts["doubt untold"], 0)


def main() -> int:
    """Scores each set. Returns 1 if a promise is missed."""
    promises = Promises()
    for name in _SETS:
        _measured(name, promises, all_of_them="--all" in sys.argv)
    return promises.status()


if __name__ == "__main__":
    sys.exit(main())
