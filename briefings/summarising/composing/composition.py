"""Prose composed of chosen clauses, and what stands instead where an answer does not hold."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from briefings.model.briefing import Prose, Said
from briefings.summarising.composing.capitals import Capitals
from briefings.summarising.composing.clauses import Clause, spaced
from briefings.summarising.composing.frames import framed
from briefings.summarising.composing.language import Language, language_of
from briefings.summarising.lengths import word_count
from briefings.summarising.passages import Composed, Sentence

# They only add: what contrasts, causes or follows in time is for the text to say.
_CONNECTIVES: Mapping[Language, Mapping[str, str]] = {
    "en": {"and": ", and ", ";": "; ", "in addition": ". In addition, "},
    "ru": {"и": ", и ", ";": "; ", "кроме того": ". Кроме того, "},
    "zh": {"；": "；", "此外": "。此外，"},
    "other": {},
}
_STOPS: Mapping[Language, str] = {"en": ".", "ru": ".", "zh": "。", "other": ""}
_MOST_JOINED = 3  # clauses of a sentence
_ENGLISH_FRONTS_TEXT = """
in on at by from during for since under between with among after before
"""
_ENGLISH_FRONTS = frozenset(_ENGLISH_FRONTS_TEXT.split())


def connectives(sentences: Sequence[Sentence]) -> tuple[str, ...]:
    """The connectives of the language in which most of the sentences are."""
    return tuple(_CONNECTIVES[language_of(" ".join(each.text for each in sentences))])


def compose(plan: Sequence[Composed], known: Mapping[str, Clause], sentences: Sequence[Sentence], words: int) -> Prose:
    """The prose of at most `words` words; a composed sentence that does not hold gives way to those it names."""
    made = _Making(known, sentences, words)
    for each in plan:
        made.add(each)
    return Prose(tuple(made.said), sum(one.written for one in made.said), len(plan))


class _Making:
    def __init__(self, known: Mapping[str, Clause], sentences: Sequence[Sentence], words: int) -> None:
        self.said: list[Said] = []
        self._known, self._sentences, self._left = known, sentences, words
        self._capitals = Capitals.of([each.text for each in sentences])
        self._used: list[int] = []  # sentences in the order in which they were said
        self._whole: bool = False  # whether the last of them was said whole

    def add(self, composed: Composed) -> None:
        """Says it if it holds, fits and is new; else the sentences that it names."""
        chosen = [self._known[id_] for id_ in composed.clauses if id_ in self._known]
        if len(chosen) == len(composed.clauses) and self._holds(composed):
            self._say(chosen, composed.connectives, written=True)
            return
        for clause in dict.fromkeys(self._own(one) for one in chosen):
            self._say([clause], (), written=False)

    def _holds(self, composed: Composed) -> bool:
        listed = {join for language in _CONNECTIVES.values() for join in language}
        fits = 0 < len(composed.clauses) <= _MOST_JOINED and len(composed.connectives) == len(composed.clauses) - 1
        return fits and listed.issuperset(composed.connectives)

    def _own(self, clause: Clause) -> Clause:
        """The whole sentence of which a clause is a part."""
        return self._known.get(str(clause.sentences[-1] + 1), clause)

    def _say(self, chosen: Sequence[Clause], joins: Sequence[str], *, written: bool) -> None:
        left = [rest for rest in map(self._new, chosen) if rest is not None]
        if len(left) < len(chosen):
            joins = ()
        taken = list(dict.fromkeys(index for one in left for index in one.sentences))
        if not left or len(taken) < sum(len(one.sentences) for one in left):
            return
        if any(one.opens and (self.said or number) for number, one in enumerate(left)):
            return
        text = self._joined(left, joins or ("",) * (len(left) - 1))
        if word_count(text) > self._left:
            return
        self._left -= word_count(text)
        self._used += taken
        self._whole = all(part in (s.text for s in self._sentences) for part in left[-1].parts)
        self.said.append(Said(text, tuple(taken), written=written))

    def _new(self, clause: Clause) -> Clause | None:
        """What of a clause has not been said: all, or what follows on the last that was; None where that is nothing."""
        last = self._used[-1] if self._used and self._whole else None
        if last in clause.sentences[:-1]:
            after = clause.sentences.index(last) + 1
            clause = replace(clause, parts=clause.parts[after:], sentences=clause.sentences[after:])
        return None if set(clause.sentences) & set(self._used) else clause

    def _joined(self, chosen: Sequence[Clause], joins: Sequence[str]) -> str:
        text = chosen[0].text
        for clause, before, join in zip(chosen[1:], chosen, joins, strict=False):
            connected = self._connected(before, join, clause)
            text = spaced((text, clause.text)) if connected is None else text[:-1] + connected
        return text

    def _connected(self, before: Clause, join: str, clause: Clause) -> str | None:
        """A connective and the clause behind it; None where a new sentence has to begin."""
        language = before.language
        sign, stop = _CONNECTIVES[language].get(join), _STOPS[language]
        same = clause.language == language and before.text.endswith(stop)
        inside = self._capitals.inside(clause.parts[0])
        if sign is None or not same or inside is None or clause.opens or len(before.parts) > 1:
            return None
        if stop in sign:
            return f"{sign}{spaced((inside, *clause.parts[1:]))}"
        plain = len(clause.parts) == 1 and not any(_reaches_over(one.text, language) for one in (before, clause))
        return f"{sign}{inside}" if plain else None


def _reaches_over(text: str, language: Language) -> bool:
    """Whether something in a clause may be read as meant of the clause beside it as well."""
    fronted = language == "en" and text.split()[0].lower() in _ENGLISH_FRONTS
    return fronted or framed(text, language) or not text.endswith(_STOPS[language])
