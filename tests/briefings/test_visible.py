"""What of a text is displayed."""

import pytest

from briefings.text import displayed, one_line, shows

KEPT = {
    "plain": "Ice, said Holm.\n\tA second line",
    "Persian": "می\u200cخواهم",  # a joiner's absence changes the letters
    "Hindi": "क्\u200dष",
    "Malayalam": "ന്\u200d ",
    "a family": "👨\u200d👩\u200d👧",
    "a flag": "🏳\ufe0f\u200d🌈",
    "Scotland": "🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f",
    "a skin": "👩🏽\u200d🚀",
    "Hebrew": "שלום\u200f!",
}


@pytest.mark.parametrize("words", KEPT.values(), ids=KEPT)
def test_scripts_and_emoji_keep_what_they_need(words: str):
    assert displayed(words) == words


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("report\u202efdp.exe", "reportfdp.exe"),
        ("\u2066a\u2069\u202ab\u202c", "ab"),
        ("pay\u200bment\u2060s\ufeff", "payments"),
        ("co\xadoperate", "cooperate"),
        ("a\u200db \u200c c", "ab  c"),
        ("a\U000e0041b\U000e007f", "ab"),
        ("\x1b[2J\x07\x9b\x7f", "␛[2J␇␦␡"),
        ("\x00", "␀"),
    ],
)
def test_what_hides_or_reorders_words_is_left_out_and_controls_are_pictures(words: str, shown: str):
    assert displayed(words) == shown


@pytest.mark.parametrize("words", ["", " \n", "\u200b", "\u202e\u2066 \u200f", "\u2800\u3164", "\x00\x1b"])
def test_a_title_of_which_nothing_is_seen_is_none(words: str):
    assert one_line(words) == ""
    assert not shows(words)


def test_a_title_is_one_line():
    assert one_line(" Ice\x00and\u202e\r\n snow\u200b ") == "Ice and snow"
