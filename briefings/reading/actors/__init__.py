"""Finds the people, organisations and places in a text, each under its fullest name.

A surname alone refers to the person introduced with it, an acronym to the organisation introduced with it.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from briefings.model.analysis import Actor, Reference, Sentence
from briefings.reading.actors import french, german
from briefings.reading.actors.chinese import chinese_names
from briefings.reading.actors.english import Seen, names_in
from briefings.reading.actors.merging import merge_mentions
from briefings.reading.actors.russian import russian_names

_MOST_SENTENCE = 3000  # characters looked at

_SHIP = re.compile(
    r"\b(?:ships?|vessel|ferry|tanker|freighter|frigate|destroyer|carrier|yacht|submarine|boat|trawler|icebreaker|schooner|"
    r"MV|HMS|USS|SS|navire|bateau|cargo|voilier|Schiff|Fähre|Frachter|Tanker|Segler|судн[оае]|корабл[ьяе]|теплоход[а-я]?|"
    r"ледокол[а-я]?|паром[а-я]?|танкер[а-я]?)\s[“\"«„]?(?P<name>[A-ZÀ-ÞА-ЯЁ][\w-]+(?:\s[A-ZÀ-ÞА-ЯЁ][\w-]+)?)"
)


def actors(
    text: str, prose: str, sentences: Sequence[Sentence], works: Sequence[Reference], language: str
) -> tuple[Actor, ...]:
    """All actors named in the prose, most often named first; `prose` is the text without citations."""
    spans = [(each.start, min(each.end, each.start + _MOST_SENTENCE)) for each in sentences]
    latin = _latin_names(prose, spans, language)
    seen = [
        (each, start) for start, end in spans for each in (*latin(prose[start:end]), *russian_names(prose[start:end]))
    ]
    ships = frozenset(match["name"] for match in _SHIP.finditer(prose))
    seen = [(each, start) for each, start in seen if each.name not in ships]
    seen = _without_possessives(seen) if language == "de" else _without_plain_s(seen)
    families = frozenset(author.family for work in works for author in work.authors if author.family)
    merged = merge_mentions(text, seen, families)
    found = [*merged, *chinese_names(prose, spans)]
    return tuple(sorted(found, key=lambda actor: (-len(actor.mentions), actor.mentions[0])))


def _without_possessives(seen: Sequence[tuple[Seen, int]]) -> list[tuple[Seen, int]]:
    """The names with German possessives cut to the name that stands elsewhere: "Ada Bergs Heimat" to "Ada Berg"."""
    names = {each.name for each, _ in seen}
    made: list[tuple[Seen, int]] = []
    for each, start in seen:
        words = each.name.split()
        owner = " ".join(words[:2])
        bare = owner[:-1] if len(words) > 1 and owner.endswith("s") and owner[:-1] in names else ""
        made.append((replace(each, name=bare, end=each.start + len(bare)) if bare else each, start))
    return made


def _without_plain_s(seen: Sequence[tuple[Seen, int]]) -> list[tuple[Seen, int]]:
    """The names of people without an "s" whose apostrophe is lost, where the bare name stands more often."""
    counts = Counter(each.name for each, _ in seen)
    made: list[tuple[Seen, int]] = []
    for each, start in seen:
        bare = each.name[:-1]
        owner = each.name.endswith("s") and each.kind == "person" and counts[bare] > counts[each.name]
        made.append((replace(each, name=bare, end=each.end - 1) if owner else each, start))
    return made


def _latin_names(prose: str, spans: Sequence[tuple[int, int]], language: str) -> Callable[[str], Iterable[Seen]]:
    """The finder of names in Latin script for a language."""
    common = frozenset(word for start, end in spans for word in prose[start:end].split() if word.islower())
    if language == "fr":
        return lambda sentence: french.names(sentence, common)
    if language == "de":
        nouns = german.nouns_of(prose[start:end] for start, end in spans)
        return lambda sentence: german.names(sentence, nouns)
    return lambda sentence: names_in(sentence, common)
