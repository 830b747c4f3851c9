"""`python -m benchmarks.grounding`: wrong sentences that connected prose can hold, and right ones that it can't.

First for prose composed of a text's own sentences: wrong ones are caught if no answer of a model makes them. Then
for the checks on a model's own words (READOUT_LLM_PARAPHRASE): on the same sentences, on those that they were tuned on,
on others written afterwards, and on sentences changed by rules. The peer is what such checks often are: a share of the
sentence's words that the text has to hold. Exits with 1 where composed prose misses its bounds on the unseen sentences.
"""

import re
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import permutations
from pathlib import Path

from briefings.answers.context import in_context
from briefings.reading import read
from briefings.summarising import composing
from briefings.summarising.composing import Paragraph, Section
from briefings.summarising.grounding import faults
from briefings.summarising.passages import Composed, Place, Sentence
from briefings.text.terms import content_terms

_DATA = Path(__file__).parent / "sentences"
_SETS = ("tuned", "fresh", "later")
_CLAUSES = ("clauses_seen", "clauses_unseen", "orders")
_TEXTS = ("whole_seen", "whole_later", "whole_unseen")
_LEAST_CAUGHT, _MOST_REFUSED = 0.95, 0.10  # of composed prose, on the unseen sentences; framed ones must all be caught
_CONNECTIVES = ("and", ";", "in addition", "и", "кроме того", "；", "此外")
_LONGEST_PLAN = 4  # sentences that a model is taken to compose for one label
_PEER_SHARE = 0.7
_CHANGES: tuple[tuple[str, re.Pattern[str], str], ...] = (
    ("figure", re.compile(r"(?<![\d,.])([1-8])(\d)(?!\d)"), r"9\g<1>\g<2>"),
    ("negation", re.compile(r"\b(is|are|was|were|will|has|have) (?!not\b|no\b|never\b)"), r"\g<1> not "),
    ("negation", re.compile(r"\b(is|are|was|were|will|has|have|did|does|do) not\b"), r"\g<1>"),
    ("date", re.compile(r"\b(January|March|April|June|May|September|October|November)(?= \d)"), "February"),
    ("opposite", re.compile(r"\b(rose|rises|grew|gained)\b"), "fell"),
    ("opposite", re.compile(r"\b(fell|falls|dropped|declined)\b"), "rose"),
    ("name", re.compile(r"(?<=\w )([A-Z][a-z]{3,}) ([A-Z][a-z]{3,})"), r"\g<1> Wendell"),
)


@dataclass(frozen=True, slots=True)
class Case:
    """A sentence with what it cites; `kind` is what is wrong with it, "" where nothing is.

    A right one is `reworded` where it is not made of the sentences that it cites, whole.
    """

    cited: tuple[str, ...]
    sentence: str
    kind: str
    reworded: bool = False
    context: tuple[Sentence, ...] = ()


def cases(name: str) -> Iterator[Case]:
    """The labelled sentences of a set."""
    for block in re.split(r"\n\s*\n", (_DATA / f"{name}.txt").read_text(encoding="utf-8")):
        lines = [line for line in block.splitlines() if not line.startswith("#")]
        sources = [line for line in lines if line.startswith("=")]
        cited = tuple(line.lstrip("= ") for line in sources)
        context = tuple(_in_context(sources))
        for line in lines:
            if line.startswith(("+ ", "~ ")):
                yield Case(cited, line[2:], "", line[0] == "~", context)
            elif line.startswith("- "):
                kind, _, sentence = line[2:].partition(": ")
                yield Case(cited, sentence, kind, context=context)


def _in_context(sources: Sequence[str]) -> Iterator[Sentence]:
    """Source lines in their places; "==" begins one that does not follow the line before it, like another section."""
    sections: list[list[str]] = []
    for line in sources:
        if line.startswith("==") or not sections:
            sections.append([])
        sections[-1].append(line.lstrip("= "))
    number = 0
    for index, texts in enumerate(sections):
        offset = number
        for text, run in zip(texts, composing.runs(Section((Paragraph(tuple(texts)),))), strict=True):
            whole = None if run is None else (run[0] + offset, run[1] + offset)
            yield Sentence(text, Place("", index, number, number, whole))
            number += 1


@dataclass(frozen=True, slots=True)
class Rule:
    """Wrong is prose that holds `words` without `needs`, in the sentence right before it where that is `behind`."""

    kind: str
    words: str
    needs: str
    behind: bool

    def broken(self, prose: str) -> bool:
        """Whether prose breaks the rule."""
        if self.words not in prose:
            return False
        if not self.behind:
            return self.needs not in prose
        before = re.split(r"(?<=[.!?;:。！？；])\s*", prose[: prose.index(self.words)])
        return self.needs not in " ".join(before[-2:])


@dataclass(frozen=True, slots=True)
class Whole:
    """A text with the rules that prose of it may break, and what is right to say."""

    context: tuple[Sentence, ...]
    rules: tuple[Rule, ...]
    right: tuple[str, ...]


def wholes(name: str) -> Iterator[Whole]:
    """The labelled texts of a set."""
    for block in re.split(r"\n\s*\n", (_DATA / f"{name}.txt").read_text(encoding="utf-8")):
        lines = block.splitlines()
        draft = read("text.md", "\n".join(line[2:] for line in lines if line.startswith("|")).encode())
        context = tuple(in_context(draft, [(each.start, each.end) for each in draft.sentences]))
        rules = tuple(_rule(line[2:]) for line in lines if line.startswith("- "))
        yield Whole(context, rules, tuple(line[2:] for line in lines if line.startswith("+ ")))


def _rule(line: str) -> Rule:
    kind, _, rest = line.partition(": ")
    words, sign, needs = re.split(r" (=>|<=) ", rest)
    return Rule(kind, words, needs, sign == "<=")


def answers(context: Sequence[Sentence]) -> Iterator[str]:
    """All prose of up to three excerpts of a text, in every order and with every connective."""
    known = composing.excerpts(context)
    for size in range(1, _LONGEST_PLAN):
        for ids in permutations(known, size):
            plans = [tuple(Composed((id_,)) for id_ in ids)]
            for join in composing.connectives(context) if size > 1 else ():
                apart = Composed(ids[:1]), Composed(ids[1:], (join,) * (size - 2))
                plans += [(Composed(ids, (join,) * (size - 1)),), apart]
            for plan in plans:
                said = composing.compose(plan, known, context, 10**6).sentences
                yield " ".join(one.text for one in said).replace("。 ", "。")


def sayable(case: Case) -> bool:
    """Whether some answer of a model makes the composed prose say the sentence, and nothing else."""
    known = composing.excerpts(case.context)

    def reached(plan: tuple[Composed, ...]) -> bool:
        said = composing.compose(plan, known, case.context, 10**6).sentences
        text = " ".join(one.text for one in said)
        bare = text.replace("。 ", "。")
        if case.sentence in (text, bare):
            return True
        begun = case.sentence.startswith((text[:-1], bare[:-1]))
        return begun and len(plan) <= _LONGEST_PLAN and any(map(reached, _longer(plan, tuple(known))))

    return reached(())


def _longer(plan: tuple[Composed, ...], known: Sequence[str]) -> Iterator[tuple[Composed, ...]]:
    """The plans with one excerpt more."""
    used = {id_ for one in plan for id_ in one.excerpts}
    for id_ in known:
        if id_ not in used:
            yield (*plan, Composed((id_,)))
            for connective in _CONNECTIVES if plan else ():
                last = plan[-1]
                yield (*plan[:-1], Composed((*last.excerpts, id_), (*last.connectives, connective)))


def derived() -> Iterator[Case]:
    """The sentences of the benchmarks' analyses as they are, and each with one thing changed by a rule."""
    for path in sorted((Path(__file__).parent / "questions").glob("*.txt")):
        draft = read(path.name, path.read_bytes())
        for sentence in draft.sentences:
            text = draft.text[sentence.start : sentence.end]
            if sentence.section == draft.reference_section or not text.isascii():
                continue
            yield Case((text,), text, "")
            for kind, pattern, change in _CHANGES:
                changed = pattern.sub(change, text, count=1)
                if changed != text:
                    yield Case((text,), changed, kind)


def main() -> int:
    """Prints the tables; with --wrong also each sentence that was judged wrongly. Tells 1 where a bound is missed."""
    print("composed of the text's own sentences")
    missed = [_composed(name) for name in _CLAUSES][1:] + [_told(name) for name in _TEXTS]
    print("\nin a model's own words, checked")
    for name in (*_CLAUSES, *_SETS, "derived"):
        _checked(name)
    return int(any(missed))


def _composed(name: str) -> bool:
    """Prints what composed prose can say of a set; tells whether it misses a bound."""
    labelled = [case for case in cases(name) if not case.reworded]
    start = time.perf_counter()
    flags = [not sayable(case) for case in labelled]
    each = 1e3 * (time.perf_counter() - start) / len(labelled)
    _table(name, labelled, flags, f"{each:.1f} ms a sentence, with all answers tried")
    wrong = [flag for case, flag in zip(labelled, flags, strict=True) if case.kind]
    framed = [
        case for case, flag in zip(labelled, flags, strict=True) if case.kind in ("framed", "obeyed") and not flag
    ]
    return bool(framed) or sum(wrong) < _LEAST_CAUGHT * len(wrong)


def _told(name: str) -> bool:
    """Prints what composed prose can say of whole texts; tells whether it misses a bound."""
    rules, caught, right, alone, refused = Counter[str](), Counter[str](), 0, 0, 0
    for whole in wholes(name):
        found = set(answers(whole.context))
        for rule in whole.rules:
            rules[rule.kind] += 1
            broken = [prose for prose in found if rule.broken(prose)]
            caught[rule.kind] += not broken
            if broken and "--wrong" in sys.argv:
                print(f"  {rule.kind:12} {min(broken, key=len)}")
        missing = [sentence for sentence in whole.right if not any(sentence in prose for prose in found)]
        right, refused = right + len(whole.right), refused + len(missing)
        alone += sum(sentence in found for sentence in whole.right)
        if missing and "--wrong" in sys.argv:
            print("\n".join(f"  right        {sentence}" for sentence in missing))
    print(f"\n{name}: {rules.total()} ways to mislead, {right} right sentences; all answers of three excerpts tried")
    share = f"caught {caught.total()} of {rules.total()}, refused {refused} of {right}"
    print(f"  {'ours':32} {share}; {alone} can be said without others")
    for kind, number in sorted(rules.items()):
        print(f"    {kind:12} {caught[kind]:3} of {number}")
    return caught.total() < _LEAST_CAUGHT * rules.total() or refused > _MOST_REFUSED * right


def _checked(name: str) -> None:
    labelled = list(derived() if name == "derived" else cases(name))
    start = time.perf_counter()
    flags = [bool(faults(case.sentence, case.cited)) for case in labelled]
    each = 1e6 * (time.perf_counter() - start) / len(labelled)
    _table(name, labelled, flags, f"{each:.0f} µs a sentence")
    print(f"  {'peer: 70 % of the words':32} {_rates(labelled, [_peer(case) for case in labelled])}")


def _table(name: str, labelled: Sequence[Case], flags: Sequence[bool], pace: str) -> None:
    print(f"\n{name}: {len(labelled)} sentences, {sum(not case.kind for case in labelled)} of them right")
    print(f"  {'ours':32} {_rates(labelled, flags)}   {pace}")
    for kind in sorted({case.kind for case in labelled} - {""}):
        found = [flag for case, flag in zip(labelled, flags, strict=True) if case.kind == kind]
        print(f"    {kind:12} {sum(found):3} of {len(found)}")
    if "--wrong" in sys.argv:
        _list(labelled, flags)


def _rates(labelled: Sequence[Case], flags: Sequence[bool]) -> str:
    wrong = [flag for case, flag in zip(labelled, flags, strict=True) if case.kind]
    right = [flag for case, flag in zip(labelled, flags, strict=True) if not case.kind]
    return (
        f"caught {sum(wrong):3} of {len(wrong)} ({sum(wrong) / len(wrong):.1%}), "
        f"false alarms {sum(right):2} of {len(right)} ({sum(right) / len(right):.1%})"
    )


def _peer(case: Case) -> bool:
    there, words = set(content_terms(" ".join(case.cited))), content_terms(case.sentence)
    return sum(word in there for word in words) < _PEER_SHARE * len(words)


def _list(labelled: Sequence[Case], flags: Sequence[bool]) -> None:
    for case, flag in zip(labelled, flags, strict=True):
        if flag != bool(case.kind):
            why = ", ".join(faults(case.sentence, case.cited)) or "nothing found"
            print(f"  {case.kind or 'right':12} {why:24} {case.sentence}")


if __name__ == "__main__":
    sys.exit(main())
