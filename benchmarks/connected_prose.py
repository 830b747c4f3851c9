"""`python -m benchmarks.connected_prose`: wrong sentences that connected prose can hold, and right ones that it can't.

A wrong sentence is caught if no answer of a model makes prose of the text's own sentences say it. Exits with 1 where
the prose misses its bounds on the unseen sentences.
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
from briefings.summarising.composing import Paragraph
from briefings.summarising.passages import Place, SourceSentence
from briefings.text.terms import word_count

_DATA = Path(__file__).parent / "sentences"
_CLAUSES = ("clauses_seen", "clauses_unseen", "orders")
_TEXTS = ("whole_seen", "whole_later", "whole_unseen", "whole_tuned", "whole_held")
_LEAST_CAUGHT, _MOST_REFUSED = 0.95, 0.10  # of composed prose, on the unseen sentences; framed ones must all be caught
_LONGEST_PLAN = 4  # excerpts that a model is taken to choose for one label


@dataclass(frozen=True, slots=True)
class Case:
    """A sentence with what it cites; `kind` is what is wrong with it, "" where nothing is.

    A right one is `reworded` where it is not made of the sentences that it cites, whole.
    """

    cited: tuple[str, ...]
    sentence: str
    kind: str
    reworded: bool = False
    context: tuple[SourceSentence, ...] = ()


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


def _in_context(sources: Sequence[str]) -> Iterator[SourceSentence]:
    """Source lines in their places; "==" begins one that does not follow the line before it, like another section."""
    sections: list[list[str]] = []
    for line in sources:
        if line.startswith("==") or not sections:
            sections.append([])
        sections[-1].append(line.lstrip("= "))
    number = 0
    for index, texts in enumerate(sections):
        offset = number
        for text, run in zip(texts, composing.runs((Paragraph(tuple(texts)),)), strict=True):
            whole = None if run is None else (run[0] + offset, run[1] + offset)
            yield SourceSentence(text, Place("", index, number, number, whole))
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
        before = re.split(r"(?<=[.!?。！？])\s*", prose[: prose.index(self.words)])
        return self.needs not in " ".join(before[-2:])


@dataclass(frozen=True, slots=True)
class Whole:
    """A text with its headings, the rules that prose of it may break, and what is right to say."""

    context: tuple[SourceSentence, ...]
    headings: tuple[str, ...]
    rules: tuple[Rule, ...]
    right: tuple[str, ...]


def wholes(name: str) -> Iterator[Whole]:
    """The labelled texts of a set."""
    for block in re.split(r"\n\s*\n", (_DATA / f"{name}.txt").read_text(encoding="utf-8")):
        lines = block.splitlines()
        draft = read("text.md", "\n".join(line[2:] for line in lines if line.startswith("|")).encode())
        context = tuple(in_context(draft, [(each.start, each.end) for each in draft.sentences]))
        rules = tuple(_rule(line[2:]) for line in lines if line.startswith("- "))
        headings = tuple(each.heading for each in draft.sections)
        yield Whole(context, headings, rules, tuple(line[2:] for line in lines if line.startswith("+ ")))


def _rule(line: str) -> Rule:
    kind, _, rest = line.partition(": ")
    words, sign, needs = re.split(r" (=>|<=) ", rest)
    return Rule(kind, words, needs, sign == "<=")


def answers(context: Sequence[SourceSentence], headings: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The words of all prose of up to three excerpts of a text, and what a reader sees, with headings of sections."""
    known = composing.excerpts(context)
    for size in range(1, _LONGEST_PLAN):
        for ids in permutations(known, size):
            said = composing.compose(ids, known, context, 10**6).sentences
            places = [context[one.rests_on[0]].place for one in said]
            sections = [-1 if place is None else place.section for place in places]
            shown = [
                f"{headings[section]}: {one.text}" if section >= 0 and section != before else one.text
                for one, section, before in zip(said, sections, [-1, *sections], strict=False)
            ]
            yield _joined([one.text for one in said]), _joined(shown)


def _joined(texts: Sequence[str]) -> str:
    return " ".join(texts).replace("。 ", "。")


def sayable(case: Case) -> bool:
    """Whether some answer of a model makes composed prose say the sentence: a wrong one alone, a right one at all."""
    known = composing.excerpts(case.context)
    proses = (
        _joined([one.text for one in composing.compose(ids, known, case.context, 10**6).sentences])
        for size in range(1, _LONGEST_PLAN + 1)
        for ids in permutations(known, size)
    )
    return any(case.sentence == prose if case.kind else _in_order(case.sentence, prose) for prose in proses)


def main() -> int:
    """Prints the tables, or what can be told of the texts in given files; tells 1 where a bound is missed.

    With --wrong it also prints each sentence that was judged wrongly.
    """
    if paths := [word for word in sys.argv[1:] if not word.startswith("--")]:
        _offered(paths)
        return 0
    missed = [_composed(name) for name in _CLAUSES][1:] + [_told(name) for name in _TEXTS]
    return int(any(missed))


def _offered(paths: Sequence[str]) -> None:
    """Prints how much of the texts in files can be told, and in how long passages."""
    sentences, lengths, words = 0, list[int](), 0
    for path in map(Path, paths):
        draft = read(path.name, path.read_bytes())
        body = [each for each in draft.sentences if each.section is None or each.section != draft.reference_section]
        known = composing.excerpts(in_context(draft, [(each.start, each.end) for each in body]))
        sentences += len(body)
        lengths += [len(each.sentences) for each in known.values()]
        words += sum(word_count(each.text) for each in known.values())
    told = max(len(lengths), 1)
    share = f"{len(lengths) / max(sentences, 1):.0%}"
    print(f"{len(lengths):,} of {sentences:,} sentences ({share}) can be told, each in a passage of")
    print(f"{sum(lengths) / told:.1f} sentences and {words / told:.0f} words in the mean")


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
        found = dict(answers(whole.context, whole.headings))
        for rule in whole.rules:
            rules[rule.kind] += 1
            broken = [shown for shown in found.values() if rule.broken(shown)]
            caught[rule.kind] += not broken
            if broken and "--wrong" in sys.argv:
                print(f"  {rule.kind:12} {min(broken, key=len)}")
        missing = [sentence for sentence in whole.right if not any(_in_order(sentence, prose) for prose in found)]
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


def _in_order(right: str, prose: str) -> bool:
    """Whether prose tells the sentences of a right text in order, whatever else it tells between them."""
    place = 0
    for sentence in re.split(r"(?<=[.!?]) |(?<=[。！？])(?!$)", right):
        place = prose.find(sentence, place)
        if place < 0:
            return False
        place += len(sentence)
    return True


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


def _list(labelled: Sequence[Case], flags: Sequence[bool]) -> None:
    for case, flag in zip(labelled, flags, strict=True):
        if flag != bool(case.kind):
            print(f"  {case.kind or 'right':12} {case.sentence}")


if __name__ == "__main__":
    sys.exit(main())
