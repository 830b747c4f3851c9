"""Markdown's marks come off the words of a text, and off nothing else."""

from datetime import date

import pytest

from briefings.reading import read, read_again
from briefings.sandbox.outside import Sandbox

_PAPER = """# A *Fine* Report

## The **First** Part

It grew by **half** and *50* percent (Smith, 2020), says [the board](https://x.org/a_b_c).

- one **item**

```
code **stays**
```

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
    ],
)
def test_marks_come_off(marked: str, plain: str):
    draft = read("x.md", f"# T\n\nThe word is: {marked} as said.\n".encode())
    assert f"The word is: {plain} as said." in draft.text


@pytest.mark.parametrize(
    "words",
    [
        "snake_case_name and other_name_too",
        "2 * 3 * 4 and a*b*c",
        "Table 1* and Table 2*",
        "*p < .05. **p < .01",
        "https://x.org/_q_/*a*b and www.x.org/_b_",
        "5 * 3 and _ alone",
    ],
)
def test_what_only_looks_like_a_mark_stays(words: str):
    assert words in read("x.md", f"# T\n\nThe word is {words} as said.\n".encode()).text


def test_headings_items_and_spans_take_the_plain_words_and_sources_keep_theirs():
    draft = read("x.md", _PAPER.encode())
    assert draft.title == "A Fine Report"
    assert [section.heading for section in draft.sections] == ["The First Part", "References"]
    told = [draft.text[s.start : s.end] for s in draft.sentences]
    assert told[0] == "It grew by half and 50 percent (Smith, 2020), says [the board](https://x.org/a_b_c)."
    assert "one item" in told
    assert "code **stays**" in draft.text
    [source] = draft.references
    assert (source.title, source.entry[:31]) == ("A Book Title", "Smith, J. (2020). *A Book Title")


def test_a_text_without_marks_is_read_again_the_same():
    draft = read("x.md", _PAPER.encode())
    again = read_again("x.md", draft, published=date(2020, 1, 1))
    assert (again.text, again.sections, again.sentences) == (draft.text, draft.sections, draft.sentences)


@pytest.mark.parametrize("longer", [0, 80_000])
async def test_an_exact_draft_keeps_the_text_and_the_offsets_of_the_file(longer: int):
    words = _PAPER.replace("It grew", "It fell. " * (longer // 9) + "It grew")
    draft = await Sandbox().read("x.md", words.encode(), exact=True)
    assert draft.text == words
    assert (draft.title, [s.heading for s in draft.sections]) == ("A Fine Report", ["The First Part", "References"])
    assert (await Sandbox().read("x.md", words.encode())).text != words
