"""Patterns that ignore case find what `re.IGNORECASE` finds, at the same places."""

import re
from collections.abc import Callable
from itertools import product
from pathlib import Path
from random import Random
from typing import Any

import pytest

import benchmarks
from briefings.disagreements import claims, modality, quantities, rewording
from briefings.text.caseless import Caseless, CaselessSet, lowered

_SENTENCES = (
    "The Ministry MAY not have met before 3 May; it Could cut 4.2 Million euros, or was to be Closed by the Court.",
    "First came the vote, first, and then the second Largest Port refused to open.",
    "Совет НЕ принял договор до 4 мая, если порт БУДЕТ закрыт, и это Второй по величине рынок.",
    "政府表示，港口将于5月3日开放，但尚未批准GDP增长3.5%。",
    "The ſhip paid 20 Kelvin, in İzmir and DIYARBAKıR, at least 5 µm and ΣΑΣ",
)
_CASES: tuple[Callable[[str], str], ...] = (str.upper, str.lower, str.title, str.swapcase, str)


def _known() -> list[tuple[str, Caseless]]:
    found = [
        (f"{module.__name__}.{name}", each)
        for module in (claims, modality, quantities, rewording)
        for name, each in vars(module).items()
        if isinstance(each, Caseless)
    ]
    found += [("any verb", rewording._any_verb()), *modality._PERIODS.items()]
    return found + [(plain, each) for each, plain in rewording._verbs()]


def _labelled() -> list[str]:
    """The labelled sentences that contradict each other, or nearly."""
    files = sorted((Path(benchmarks.__file__).parent / "disagreements").glob("*.txt"))
    lines = [line[11:] for each in files for line in each.read_text("utf-8").splitlines() if line[:2] == "20"]
    return [*lines, "The winter loss is 3 million, and 4 million so far."]


def _sample(parsed: Any, chance: Random) -> str:
    """A text that a parsed pattern matches but for what it looks for around it, and for classes of letters."""
    return "".join(_part(str(kind), value, chance) for kind, value in parsed)


def _part(kind: str, value: Any, chance: Random) -> str:
    if kind == "LITERAL":
        return chr(value)
    if kind == "BRANCH":
        return _sample(chance.choice(value[1]), chance)
    if kind == "SUBPATTERN":
        return _sample(value[-1], chance)
    if kind in ("MAX_REPEAT", "MIN_REPEAT"):
        times = chance.randint(value[0], max(value[0], min(int(value[1]), 2)))
        return "".join(_sample(value[2], chance) for _ in range(times))
    if kind == "IN":
        return _of_class(chance.choice(value), chance)
    if kind == "ASSERT":
        return chance.choice(("", _sample(value[1], chance)))
    return " " if kind in ("ANY", "NOT_LITERAL") else ""


def _of_class(choice: tuple[Any, Any], chance: Random) -> str:
    kind, value = str(choice[0]), choice[1]
    if kind == "LITERAL":
        return chr(value)
    if kind == "RANGE":
        return chr(chance.randint(*value))
    return {"CATEGORY_SPACE": " ", "CATEGORY_DIGIT": "4", "CATEGORY_WORD": chance.choice("xey")}.get(str(value), "-")


_NEEDING = [(name, pattern) for name, pattern in _known() if pattern._needs or pattern.words]


@pytest.mark.parametrize(("name", "pattern"), _NEEDING, ids=lambda each: each if isinstance(each, str) else "")
def test_no_text_that_lacks_what_a_match_needs_is_matched(name: str, pattern: Caseless) -> None:
    chance, same = Random(1), re.compile(pattern.pattern)  # noqa: S311 - only a seed for samples
    parsed = re._parser.parse(pattern.pattern)  # type: ignore[attr-defined]  # the only way to what a pattern consists of
    texts = {
        before + _sample(parsed, chance) + after for _ in range(3000) for before in ("", "a ") for after in ("", " b?")
    }
    matched = [each for each in texts if each.isascii() and same.search(each)]
    assert len(matched) > 1, name
    assert [each for each in matched if pattern._lacks(each)] == []


@pytest.mark.parametrize(("name", "pattern"), _NEEDING, ids=lambda each: each if isinstance(each, str) else "")
def test_what_a_match_needs_is_in_each_of_its_matches(name: str, pattern: Caseless) -> None:
    found = [match[0].lower() for words in _labelled() for match in re.finditer(pattern.pattern, words, re.IGNORECASE)]
    latin = [each for each in found if each.isascii()]
    assert latin, name
    assert [each for each in latin if pattern._lacks(each)] == []


@pytest.mark.parametrize(("name", "pattern"), _NEEDING, ids=lambda each: each if isinstance(each, str) else "")
def test_no_pattern_tells_a_curly_quotation_mark_from_a_straight_one(name: str, pattern: Caseless) -> None:
    assert not re.search(r"[‘“”]|(?<!\[')’", pattern.pattern), name


def test_a_set_finds_the_names_of_the_patterns_that_match() -> None:
    known = dict(_known())
    together = CaselessSet(known)
    for sentence in (*_SENTENCES, *_labelled()[:200], "It’s “over”, and the port won’t open again."):
        found = {name for name, each in known.items() if re.search(each.pattern, sentence, re.IGNORECASE)}
        assert together.found(sentence) == found, sentence


@pytest.mark.parametrize(("name", "pattern"), _known(), ids=lambda each: each if isinstance(each, str) else "")
def test_finds_what_ignoring_case_finds(name: str, pattern: Caseless) -> None:
    same = re.compile(pattern.pattern, re.IGNORECASE)
    texts = [*_SENTENCES, *Path(modality.__file__).with_name("verbs.txt").read_text("utf-8").splitlines()]
    for text, case in product(texts, _CASES):
        words = case(text)
        found = [each.span() for each in pattern.finditer(words)]
        assert found == [each.span() for each in same.finditer(words)], (name, words)
        assert bool(pattern.search(words)) == bool(found)
        assert pattern.sub("", words) == same.sub("", words)


def test_a_text_with_letters_of_several_small_forms_is_left_alone() -> None:
    assert lowered("Vote") == "vote"
    assert lowered("Ёлка") == "ёлка"
    assert lowered("İzmir") is None
    assert Caseless("s").search("ſ")


def test_a_match_at_a_place_and_a_whole_match() -> None:
    pattern = Caseless("port")
    assert pattern.match("a Port", 2)
    assert not pattern.match("a Port")
    assert pattern.fullmatch("PORT")
    assert not pattern.fullmatch("PORTS")
