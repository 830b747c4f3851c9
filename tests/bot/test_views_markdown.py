"""Markdown's marks come off the words that are shown, and off nothing else; what is stored keeps them."""

import pytest

from bot.views.shared.quotations import on_one_line, strip_markdown
from briefings.reading import read
from briefings.sandbox.client import Sandbox

_PAPER = """# A *Fine* Report

## The **First** Part

It grew by **half** and *50* percent (Smith, 2020), says [the board](https://x.org/a_b_c).

- one **item**

## References

Smith, J. (2020). *A Book Title*. Press. https://doi.org/10.1000/x_y_z
"""


@pytest.mark.parametrize(
    ("marked", "plain"),
    [
        ("**bold** and __strong__", "bold and strong"),
        ("*50* percent, _half_", "50 percent, half"),
        ("***both*** and **bold with *inner* words**", "both and bold with inner words"),
        ("`code_name` and ~~gone~~", "code_name and gone"),
        (r"an \*escaped\* star", "an *escaped* star"),
        ("**Q:** what? *A:* that", "Q: what? A: that"),
        ("**重点**是*价格*。", "重点是价格。"),
        ("**It ends beyond this sentence.", "It ends beyond this sentence."),
        ("It began before this sentence.**", "It began before this sentence."),
        ("It waited** for the report. He saw **the board go.", "It waited for the report. He saw the board go."),
        ("_It ends beyond this sentence.", "It ends beyond this sentence."),
        ("see [the plan][], [some][of\nthem] and [a post]({% post_url a %})", "see the plan, some and a post"),
        ("says [the *board*](https://x.org/a_(b)) of [two\nports](ports.md)", "says the board of two\nports"),
        ("as [[ports/Halden#Ice]] and [[Moss|the town]] show", "as Ice and the town show"),
        ("the quay[^1] ![a quay](quay.png)and the [pier][p2a]", "the quay and the pier"),
        ("by <b>half</b><br/> <https://x.org/a> {#half}", "by half https://x.org/a"),
    ],
)
def test_marks_come_off(marked: str, plain: str):
    assert strip_markdown(marked) == plain


@pytest.mark.parametrize(
    "words",
    [
        "snake_case_name and other_name_too",
        "2 * 3 * 4 and a*b*c",
        "Table 1* and Table 2*",
        "*p < .05. **p < .01",
        "https://x.org/_q_/*a*b and www.x.org/_b_",
        "5 * 3 and _ alone",
        "as [3][4] and [see 5] show, if a < b and b > c",
    ],
)
def test_what_only_looks_like_a_mark_stays(words: str):
    assert strip_markdown(words) == words


@pytest.mark.parametrize("longer", [0, 80_000])
async def test_a_draft_keeps_the_text_and_the_offsets_of_the_file(longer: int):
    words = _PAPER.replace("It grew", "It fell. " * (longer // 9) + "It grew")
    draft = await Sandbox().read("x.md", words.encode())
    assert draft.text == words
    assert (draft.title, [s.heading for s in draft.sections]) == ("A Fine Report", ["The First Part", "References"])


def test_a_sentence_is_shown_plain_and_a_source_in_full():
    draft = read("x.md", _PAPER.encode())
    told = [strip_markdown(draft.text[s.start : s.end]) for s in draft.sentences]
    assert told[0] == "It grew by half and 50 percent (Smith, 2020), says the board."
    source = draft.references[0]
    assert (source.title, source.entry[:31]) == ("A Book Title", "Smith, J. (2020). *A Book Title")


@pytest.mark.parametrize(
    ("wrapped", "line"),
    [("电缆被\n切断。", "电缆被切断。"), ("the cable\n was cut", "the cable was cut"), ("用 \n USB", "用 USB")],
)
def test_a_wrapped_sentence_is_shown_on_one_line_and_chinese_without_a_blank(wrapped: str, line: str):
    assert on_one_line(wrapped) == line
