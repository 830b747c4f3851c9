"""The words of the bot in other languages: which one is spoken, and how the core's own sentences are told in it."""

import pytest

from bot.languages import current, known, said, speak, speaking
from briefings.errors import Ambiguous, NotFound
from briefings.phrases import Phrase, phrase, plural


@pytest.mark.parametrize(
    ("client", "tag"),
    [("zh-hans", "zh"), ("ZH_TW", "zh"), ("ru-RU", "ru"), ("en", "en"), ("uk", ""), ("", ""), ("rum", "")],
)
def test_a_clients_tag_names_a_language_or_none(client: str, tag: str):
    assert known(client) == tag


def test_a_language_is_spoken_within_its_block_alone():
    with speaking("ru"):
        assert current() == "ru"
        with speaking("fr"):
            assert current() == "en"
        speak("zh")
        assert current() == "zh"
    assert current() == "en"


def test_a_phrase_is_its_english_sentence_and_keeps_its_parts():
    told = phrase("There is no event e{id}.", id=3)
    assert told == "There is no event e3."
    assert isinstance(told, Phrase)
    assert (told.pattern, dict(told.parts)) == ("There is no event e{id}.", {"id": 3})
    assert plural("{number} section", "{number} sections", 1) == "1 section"
    assert plural("{number} section", "{number} sections", 7000) == "7,000 sections"


def test_a_failure_says_its_sentence_and_can_be_said_in_another_language():
    failed = NotFound("“{title}” has no section “{name}”.", ["close"], title="Braces {here}", name="x")
    assert str(failed) == "“Braces {here}” has no section “x”."
    assert said(failed.sentence) == str(failed)
    assert str(Ambiguous("Whose {braces} stay as they are", ["a"])) == "Whose {braces} stay as they are"
