"""Plain words: which command line each of many sentences is taken for, and what is taken for none."""

from pathlib import Path

import pytest

from bot.commands import commands
from bot.commands.phrases import understand
from bot.commands.phrases.phrase_files import phrases

LANGUAGES = ("english", "russian", "chinese")
SAID = Path(__file__).parents[1] / "samples" / "talk" / "plain.tsv"
TABLE = [line.split("\t") for line in SAID.read_text(encoding="utf-8").splitlines() if line]


def told(line: str) -> str:
    """The likeliest command line, with the words that stand in its gap, or the kind of talk."""
    meant = understand(line)
    if meant.talk:
        return f"={meant.talk}"
    if meant.varies:
        return f"+{meant.varies}"
    first = meant.wishes[0]
    gap = f"{{{first.gap}}}"
    return ("" if first.sure else "? ") + first.line.replace(gap, f"{{{first.gap}:{first.words}}}")


def test_there_are_enough_sentences():
    assert len({said for said, _ in TABLE}) >= 150


@pytest.mark.parametrize(("said", "line"), TABLE)
def test_a_sentence_is_taken_for_a_command(said: str, line: str):
    assert told(said) == line


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_line_that_sentences_mean_is_a_command(language: str):
    for phrase in phrases(language):
        for line in phrase.lines:
            assert commands().find(line.split()[0]), line


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("word", ["plugh", "плюх", "噗"])
def test_no_sentence_takes_whatever_is_said(language: str, word: str):
    for words in (word, f"{word} {word}", f"{word} {word} {word} {word}"):
        taking = [phrase.pattern.pattern for phrase in phrases(language) if phrase.pattern.fullmatch(f"{words} ")]
        assert taking == []
