"""Finds the people, organisations and places in a text, each under its fullest name.

A surname alone refers to the person introduced with it, an acronym to the organisation introduced with it.
"""

from collections.abc import Sequence

from briefings.model.analysis import Actor, Reference, Sentence
from briefings.reading.actors.chinese import chinese_names
from briefings.reading.actors.english import names_in
from briefings.reading.actors.merging import merge_mentions
from briefings.reading.actors.russian import russian_names

_MOST_SENTENCE = 3000  # characters looked at


def actors(text: str, prose: str, sentences: Sequence[Sentence], works: Sequence[Reference]) -> tuple[Actor, ...]:
    """All actors named in the prose, most often named first; `prose` is the text without citations."""
    spans = [(each.start, min(each.end, each.start + _MOST_SENTENCE)) for each in sentences]
    common = frozenset(word for start, end in spans for word in prose[start:end].split() if word.islower())
    seen = [
        (each, start)
        for start, end in spans
        for each in (
            *names_in(prose[start:end], common),
            *russian_names(prose[start:end]),
        )
    ]
    families = frozenset(author.family for work in works for author in work.authors if author.family)
    found = [*merge_mentions(text, seen, families), *chinese_names(prose, spans)]
    return tuple(sorted(found, key=lambda actor: (-len(actor.mentions), actor.mentions[0])))
