"""Merges mentions of the same person or organisation."""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from briefings.model.analysis import Actor, ActorKind
from briefings.reading.actors.english import Seen
from briefings.reading.actors.gazetteer import stems
from briefings.reading.actors.russian_cases import nominative

_INTRODUCED = re.compile(r"\s?[(（]\s?(?:the\s|далее\s[—–-]\s)?[“\"«]?|,\s(?:or|known as)\s(?:the\s)?")

Placed = tuple[Seen, int]  # a name, and where the stretch of text begins from which its offsets count
Key = tuple[str, ActorKind]


def merge_mentions(text: str, placed: Sequence[Placed], families: frozenset[str]) -> list[Actor]:
    """The actors in order of first mention; `families` are surnames of cited authors."""
    seen = [each.moved(base) for each, base in placed]
    short = _acronyms(text, seen)
    bearers = _bearers(seen)
    kinds = _kinds(seen, families)
    groups: dict[Key, list[Seen]] = {}
    last: dict[str, str] = {}
    for each in seen:
        key = _key(each, short, bearers, kinds, last)
        if key:
            groups.setdefault(key, []).append(each)
    return [_actor(key[1], mentions, short) for key, mentions in groups.items() if _is_sure(mentions)]


def _is_sure(mentions: Sequence[Seen]) -> bool:
    """Whether one mention at least is beyond doubt: no longer name says so, or the surname is used alone."""
    if not any(each.doubtful for each in mentions):
        return True
    surnames = {each.name.split()[-1] for each in mentions if each.doubtful}
    sure = (each for each in mentions if not each.doubtful)
    return any(" " in each.name or each.kind == "person" or each.name in surnames for each in sure)


def _acronyms(text: str, seen: Sequence[Seen]) -> dict[str, str]:
    """Acronyms by the long names they are introduced with: "World Health Organization (WHO)"."""
    found: dict[str, str] = {}
    for first, second in pairwise(seen):
        if not _INTRODUCED.fullmatch(text[first.end : second.start]):
            continue
        long, brief = sorted((first.name, second.name), key=len, reverse=True)
        if _initials(long, brief) and " " not in brief:
            found[brief] = long
    return found


def _initials(long: str, brief: str) -> bool:
    """Whether the letters of the short name begin words of the long one, in order."""
    letters = iter(word[0].upper() for word in re.split(r"[\s-]+", long) if word)
    wanted = brief.replace(".", "")
    return len(wanted) > 1 and wanted.isupper() and all(letter in letters for letter in wanted)


def _bearers(seen: Sequence[Seen]) -> dict[str, list[str]]:
    """Full names of persons by the stems of their first and last words."""
    found: dict[str, dict[str, None]] = {}
    for each in seen:
        words = each.name.split()
        if each.kind == "person" and len(words) > 1:
            for word in (words[0], words[-1]):
                found.setdefault(stems(word), {})[stems(each.name)] = None
    return {word: list(names) for word, names in found.items()}


def _kinds(seen: Sequence[Seen], families: frozenset[str]) -> dict[str, ActorKind]:
    """The kinds of single-word names, inferred from a title, verb or preposition next to any mention."""
    counts = Counter(each.name for each in seen if each.kind is None and (not each.opens or _speaks(each)))
    hints: dict[str, Counter[ActorKind]] = {}
    found: dict[str, ActorKind] = {}
    for each in seen:
        if " " not in each.name and each.kind == "person":
            found[each.name] = "person"
        elif each.kind is None and each.hint:
            hints.setdefault(each.name, Counter())[each.hint] += 1
    found |= {each.name: "person" for each in seen if each.kind is None and each.name in families}
    for name in counts:
        if name in hints:
            found.setdefault(name, hints[name].most_common(1)[0][0])
    return found


def _speaks(each: Seen) -> bool:
    """Whether a word at the start of a sentence is probably a person's name: no plural, followed by a speech verb."""
    return each.hint == "person" and not each.name.endswith("s")


def _key(
    each: Seen,
    short: dict[str, str],
    bearers: dict[str, list[str]],
    kinds: dict[str, ActorKind],
    last: dict[str, str],
) -> Key | None:
    """The key of a mention: the stems of its fullest name, and its kind; `last` stores who was named last."""
    name, words = short.get(each.name, each.name), each.name.split()
    stem = stems(name) or name
    if each.kind == "person" or each.kind is None:
        names = bearers.get(stems(words[0] if len(words) == 1 else words[-1]), [])
        full = [candidate for candidate in names if len(words) == 1 or _agree(candidate, stem)]
        if full:
            for_last = stems(words[-1])
            chosen = last.get(for_last, full[0]) if len(words) == 1 else max(full, key=len)
            last[for_last] = last[chosen.split()[-1]] = last[chosen.split()[0]] = chosen
            return chosen, "person"
    kind = each.kind or kinds.get(each.name) or ("organisation" if each.name in short else None)
    return (stem, kind) if kind else None


def _agree(candidate: str, stem: str) -> bool:
    """Whether two full names can be the same person's: the longer has all words of the shorter, or their initials."""
    longer, shorter = sorted((candidate.split(), stem.split()), key=len, reverse=True)
    return all(any(a == b or (a[0] == b[0] and min(len(a), len(b)) == 1) for b in longer) for a in shorter)


def _actor(kind: ActorKind, mentions: Sequence[Seen], short: dict[str, str]) -> Actor:
    names = Counter(short.get(each.name, each.name) for each in mentions)
    most = max(len(name.split()) for name in names)
    full = [name for name in names if len(name.split()) == most]
    stem_lengths = {name: len(name) for name in full}
    shortest = min(stem_lengths.values())
    cyrillic = any("а" <= letter <= "я" for letter in full[0].lower())
    best = (
        next(name for name in full if len(name) == shortest)
        if cyrillic
        else max(full, key=lambda name: (names[name], -len(name)))
    )
    if cyrillic and kind == "person":
        best = Counter(map(nominative, full)).most_common(1)[0][0] if most > 1 else best
    return Actor(best, kind, tuple((each.start, each.end) for each in mentions))
