"""`python -m benchmarks.claims FOLDER [-v]`: what is told of strangers' texts is right, by field, kind and language.

A folder holds texts and a JSON file of labels beside each: `language`, `published`, and lists: `events_ahead`
(first, title, sentence, kind, holder), `not_events` (sentence, day, why), `quotations` (words, speaker), `statements`
(sentence, holder, kind, due). `sentence` and `words` are pieces of the text. `pairs.json` holds pairs of sentences,
`one` and `other`, with their `titles` and `sections`, and whether they contradict each other. An event is right with
the labelled day in the labelled sentence and a word of the labelled title; a dated statement with that day, a speaker
under a part of the name. Exits with 1 where a goal is missed. `-v` prints what is wrong or missing.
"""

import json
import re
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from benchmarks.promises import Promises
from briefings.disagreements import DatedClaim, claims, dissent
from briefings.errors import Unreadable
from briefings.model.agenda import EventDate
from briefings.model.analysis import AUTHOR, Draft
from briefings.model.outlook import OUTLOOK_KINDS
from briefings.reading import read
from briefings.text.terms import content_terms

_LEAST_NAMED, _LEAST_RIGHT, _LEAST_FOUND = 0.75, 0.90, 0.60
_MOST_FALSE, _LEAST_PAIRS = 2 / 12, 7 / 12
_MARKS = re.compile(r"[\s*_`\\\[\]#>~]+|\]\([^)]*\)|&#?\w+;|<[^>]*>")
_KINDS = {"demanded": ("recommended", "deadline"), "deadline": ("deadline", "recommended")}


@dataclass(slots=True)
class Tally:
    """Counts of verdicts by field and what they are about, and what is to be looked at."""

    counts: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)

    def note(self, what: str, verdict: str, groups: Sequence[str], about: str = "") -> None:
        """Notes a verdict on one thing of a field under each of its groups and "all"."""
        for group in {*groups, "all"}:
            self.counts[what, group, verdict] += 1
        if about:
            self.faults.append(f"{verdict:>12} {what}: {about}")

    def of(self, what: str, verdict: str, group: str = "all") -> int:
        """How often a verdict was noted."""
        return self.counts[what, group, verdict]

    def share(self, what: str, right: str, others: Sequence[str], group: str = "all") -> float:
        """The share of a verdict among itself and others; 1 where there are none."""
        total = self.of(what, right, group) + sum(self.of(what, each, group) for each in others)
        return self.of(what, right, group) / total if total else 1.0


def _plain(words: str) -> str:
    """Letters and figures alone, so that markup and line breaks don't part a piece from its text."""
    return re.sub(r"[\W_]+", "", _MARKS.sub(" ", words)).casefold()


def _holds(sentence: str, piece: str) -> bool:
    told, wanted = _plain(sentence), _plain(piece)
    return bool(told and wanted) and (wanted in told or told in wanted or wanted[:24] in told)


def _starts(when: EventDate, said: str) -> bool:
    """Whether a time begins on a labelled day, or within a labelled month or year that it names."""
    if len(said) == len("2026-12-09"):
        return when.first <= date.fromisoformat(said) <= when.last and when.last - when.first <= timedelta(days=31)
    return str(when.first).startswith(said) or str(when.last).startswith(said)


def _is_name(told: str, meant: str | None) -> bool:
    """Whether a holder or speaker is named by a part of the labelled words, or the labelled ones by a part of it."""
    if not meant or meant == AUTHOR:
        return told in ("", AUTHOR)
    ours, theirs = set(content_terms(told)), set(content_terms(meant))
    return bool(told) and (bool(ours & theirs) or _plain(told) in _plain(meant) or _plain(meant) in _plain(told))


def _events(draft: Draft, labels: Mapping[str, Any], tally: Tally) -> None:
    left, language = [*draft.mentions], labels["language"]
    known: list[EventDate] = []
    for label in labels["events_ahead"]:
        there = [each for each in left if _starts(each.when, label["first"])]
        near = [each for each in there if _holds(draft.text[each.start : each.end], label["sentence"])]
        near = near or [each for each in there if _shares(each.title, label["title"])]
        found = next((each for each in near if _shares(each.title, label["title"])), None)
        told = f"{label['first']} {label['title']!r}: {[each.title for each in near]}"
        verdict = "right" if found else "bad title" if near else "missing"
        tally.note("event", verdict, (language, label["kind"]), "" if found else told)
        if taken := found or next(iter(near), None):
            left.remove(taken)
            known.append(taken.when)
    for each in left:
        if each.when in known or any(_starts(each.when, label["first"]) for label in labels["events_ahead"]):
            tally.note("event", "again", (language,))
            continue
        sentence = " ".join(draft.text[each.start : each.end].split())
        tally.note("event", "wrong", (language,), f"{each.when.first} {each.title!r}: {sentence[:150]}")
    for label in labels["not_events"]:
        there = [each for each in left if _holds(draft.text[each.start : each.end], label["sentence"])]
        false = any(label["day"] and _starts(each.when, label["day"]) for each in there)
        tally.note("no event", "told" if false else "untold", (language, label["why"]))


def _shares(title: str, words: str) -> bool:
    """Whether a title has a content word of a labelled one."""
    return bool({*content_terms(title)} & {*content_terms(words)})


def _quotations(draft: Draft, labels: Mapping[str, Any], tally: Tally) -> None:
    for label in labels["quotations"]:
        piece, language = _plain(label["words"])[:24], labels["language"]
        found = next((each for each in draft.quotations if piece in _plain(draft.text[each.start : each.end])), None)
        speaker = found.speaker if found else ""
        verdict = "right" if _is_name(speaker, label["speaker"]) else "wrong" if speaker else "missing"
        tally.note("speaker", verdict, (language,), "" if verdict == "right" else f"{speaker!r} of {label}")


def _statements(draft: Draft, labels: Mapping[str, Any], tally: Tally) -> None:
    language = labels["language"]
    dated = [(each, each["first"]) for each in labels["events_ahead"]]
    dated += [(each, each["due"]) for each in labels["statements"] if each["due"]]
    undated = [(each, "") for each in labels["statements"] if not each["due"]]
    left = [each for each in draft.statements if each.kind in OUTLOOK_KINDS]
    for label, day in [*dated, *undated]:
        field_name = "dated" if day else "undated"
        near = [each for each in left if _holds(draft.text[each.start : each.end], label["sentence"])]
        near = [each for each in near if (bool(each.due and _starts(each.due, day)) if day else not each.due)]
        found = next(iter(near), None)
        about = "" if found else f"{day} {label['sentence']!r}"
        tally.note(field_name, "right" if found else "missing", (language, label["kind"]), about)
        if found:
            left.remove(found)
            kinds = _KINDS.get(label["kind"], (label["kind"],))
            tally.note(f"{field_name} kind", "right" if found.kind in kinds else "wrong", (language, label["kind"]))
            tally.note(
                f"{field_name} holder", "right" if _is_name(found.holder, label["holder"]) else "wrong", (language,)
            )
    days = {day for _, day in dated}
    for each in left:
        if each.due and any(_starts(each.due, day) for day in days):
            tally.note("dated", "again", (language,))
            continue
        words = " ".join(draft.text[slice(*each.what)].split())
        told = f"{each.kind} of {each.holder}, {each.due.first if each.due else None}: {words[:150]}"
        tally.note("dated" if each.due else "undated", "wrong", (language,), told)


def _pairs(folder: Path, tally: Tally) -> None:
    path = folder / "pairs.json"
    for pair in json.loads(path.read_text("utf-8")) if path.exists() else ():
        drafts = [
            _read(f"{n}.md", f"# {title}\n\n## {section or title}\n\n{words}\n", date(2026, 1, 1))
            for n, (title, section, words) in enumerate(
                zip(pair["titles"], pair["sections"], (pair["one"], pair["other"]), strict=True)
            )
        ]
        sides = [[DatedClaim(each, None) for each in claims(draft)] for draft in drafts]
        told = next((found for one in sides[0] for other in sides[1] if (found := dissent(one, other))), None)
        meant = "contradiction" if pair["contradicts"] else "near miss"
        wrong = bool(told) != pair["contradicts"]
        about = f"{told and told.kind}: {pair['one']} | {pair['other']}" if wrong else ""
        tally.note(meant, "told" if told else "untold", (pair["language"],), about)


def _read(name: str, text: str, published: date | None) -> Draft:
    return read(name, text.encode(), published=published)


def _texts(folder: Path) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    for path in sorted(folder.glob("*.json")):
        if path.name != "pairs.json":
            text = next(each for each in folder.glob(f"{path.stem}.*") if each.suffix != ".json")
            yield text.name, text.read_text("utf-8"), json.loads(path.read_text("utf-8"))


def measure(folder: Path) -> Tally:
    """The verdicts on all texts and pairs of a folder."""
    tally = Tally()
    for name, text, labels in _texts(folder):
        published = date.fromisoformat(labels["published"]) if labels["published"] else None
        try:
            draft = _read(name, text, published)
        except Unreadable as refused:
            tally.faults.append(f"{name}: {refused}")
            continue
        tally.faults.append(f"= {name}")
        _events(draft, labels, tally)
        _quotations(draft, labels, tally)
        _statements(draft, labels, tally)
    _pairs(folder, tally)
    return tally


def _print(tally: Tally) -> None:
    for what, group in sorted({(what, group) for what, group, _ in tally.counts}):
        found = {
            verdict: count for (one, other, verdict), count in tally.counts.items() if (one, other) == (what, group)
        }
        print(f"{what:<16} {group:<14} {found}")


def main() -> int:
    """Measures a folder. Returns 1 if a goal is missed."""
    tally, promises = measure(Path(sys.argv[1])), Promises()
    if "-v" in sys.argv:
        print("\n".join(tally.faults))
    _print(tally)
    for what in ("event", "dated"):
        right = tally.share(what, "right", ("wrong", "bad title"))
        found = tally.share(what, "right", ("missing", "bad title"))
        promises.keep(f"{what}: precision {right:.3f} (at least {_LEAST_RIGHT})", kept=right >= _LEAST_RIGHT)
        promises.keep(f"{what}: recall {found:.3f} (at least {_LEAST_FOUND})", kept=found >= _LEAST_FOUND)
    named = tally.share("speaker", "right", ("missing", "wrong"))
    promises.hold("speakers: wrong", tally.of("speaker", "wrong"), 0)
    promises.keep(f"speakers: named {named:.3f} (at least {_LEAST_NAMED})", kept=named >= _LEAST_NAMED)
    pairs, misses = (tally.share(each, "told", ("untold",)) for each in ("contradiction", "near miss"))
    promises.keep(f"contradictions: found {pairs:.3f} (at least {_LEAST_PAIRS:.3f})", kept=pairs >= _LEAST_PAIRS)
    promises.hold("near misses flagged, of all", misses, _MOST_FALSE)
    return promises.status()


if __name__ == "__main__":
    sys.exit(main())
