"""What a Markdown file doesn't show stands in no sentence, and its HTML tables and links are read."""

import pytest

from briefings.model.analysis import Draft
from briefings.reading import read


def markdown(text: str) -> Draft:
    return read("a.md", f"# Ice\n\n{text}\n".encode())


def sentences(draft: Draft) -> list[str]:
    return [" ".join(draft.text[one.start : one.end].split()) for one in draft.sentences]


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("The quay has 10 km^2^ of H~2~O.", "The quay has 10 km² of H2O."),
        ("It was the 4^th^ and x<sup>2</sup> time.", "It was the 4th and x² time."),
        ("He said so <!-- not here --> in public.", "He said so in public."),
        ("- [x] The council met twice.", "The council met twice."),
        ("1. [ ] The council met twice.", "The council met twice."),
        ("It is <b>very</b> <span class='x'>cold</span> here.", "It is very cold here."),
        ("The ice\u00ad berg \u200emelts\u200f now.", "The ice berg melts now."),
        ("Type `a^2^ <b>` and <!-- go.", "Type `a^2^ <b>` and <!-- go."),
        ("It costs ~5 to ~6 euros, or 2^10 bytes.", "It costs ~5 to ~6 euros, or 2^10 bytes."),
    ],
)
def test_raw_markup_stands_in_no_sentence(written: str, shown: str) -> None:
    assert sentences(markdown(written)) == [shown]


TABLE = """<table>
  <tr><th>Port</th><th>Depth</th></tr>
  <tr><td>Oslo</td><td>16 m</td></tr>
</table>"""


def cells(draft: Draft) -> list[list[str]]:
    return [[draft.text[a:b] for a, b in row.cells] for table in draft.tables for row in table.rows]


def test_a_table_in_html_is_read_as_one() -> None:
    draft = markdown(f"The quay is deep.\n\n{TABLE}\n\nIt stays so.")
    assert cells(draft) == [["Oslo", "16 m"]]
    assert sentences(draft) == ["The quay is deep.", "It stays so."]


def test_a_link_in_html_is_a_source() -> None:
    draft = markdown('The council has <a class="x" href="https://quay.example/plan">a plan</a> for it.')
    assert sentences(draft) == ["The council has [a plan](https://quay.example/plan) for it."]
    assert [(one.text, draft.references[one.references[0]].url) for one in draft.citations] == [
        ("a plan", "https://quay.example/plan")
    ]


def test_direction_marks_and_soft_hyphens_leave_a_plain_text() -> None:
    draft = read("a.txt", "Ice\n\nThe ice\u00adberg \u202amelts\u202c now.\n".encode())
    assert sentences(draft) == ["The iceberg melts now."]


def test_a_line_of_badges_is_no_sentence() -> None:
    badge = "[![Run tests](https://ci.example/badge.svg?branch=main)](https://ci.example/runs)"
    assert sentences(markdown(f"{badge} {badge}\n\nThe quay is closed.")) == ["The quay is closed."]


@pytest.mark.parametrize(
    "body",
    [
        "- The quay opens.\n\n  ```ruby\n  def foo(*)\n  end\n  ```",
        "The quay opens.\n\n[port]:   http://port.example/\n[town-1]: https://town.example/plan",
        "The quay opens.\n\n<%= figure 'https://port.example/a.jpg', 'The old quay' %>",
        "The quay opens.\n{: .t60 }",
        'The quay opens.\n\n![The old quay](/a.jpg){:class="img"}',
        "The quay opens.\n\n* <{{ release.url.gz }}>\n\n      SHA1: {{ release.sha1.gz }}",
    ],
)
def test_code_definitions_tags_and_pictures_are_no_sentences(body: str) -> None:
    draft = read("quay.md", f"# The quay\n\nIt is old.\n\n{body}\n".encode())
    assert [draft.text[each.start : each.end] for each in draft.sentences] == ["It is old.", "The quay opens."]


def test_a_link_by_name_in_two_brackets_is_a_source() -> None:
    draft = markdown("The quay is new [[Plan 1]] and long.\n\n[Plan 1]: https://port.example/plans/1")
    assert [each.url for each in draft.references] == ["https://port.example/plans/1"]


@pytest.mark.parametrize("indent", ["  ", "    ", "\t"])
@pytest.mark.parametrize("levels", [9, 12, 70])
def test_nothing_behind_a_deep_list_is_lost(indent: str, levels: int) -> None:
    rows = "".join(f"{indent * level}- Item {level} left the port of Brunn.\n" for level in range(levels))
    draft = markdown(f"It rained all day.\n\n{rows}\nThe council met.\n\n## Part two\n\nIt left at noon.")
    told = sentences(draft)
    assert "It left at noon." in told
    assert "The council met." in told
    assert "Part two" in [section.heading for section in draft.sections]
    if indent == "  ":
        assert sum("left the port" in each for each in told) == levels


def test_a_paragraph_that_ends_in_a_note_or_a_key_is_no_heading() -> None:
    draft = read(
        "a.md",
        b"The board approved the crane on 3 March 2026.[^moreau]\n\nThe council rejected it (Moreau, 2025).[^berg]\n\n"
        b"The firm rejected it too. [@b7; @b9, p. 3]\n\nThe firm will publish its figures.\n\n"
        b"[^moreau]: Moreau, Ports, 2025.\n[^berg]: Berg, Ports, 2024.\n",
    )
    assert len(draft.sentences) >= 4
    assert not [section.heading for section in draft.sections if "council" in section.heading]


def test_a_link_by_name_and_a_template_s_field_leave_their_words_in_a_sentence() -> None:
    draft = markdown(
        "# Ice\n\nSee [the plan][winter plan] and [Quays][] for it. Use {{ release.url }} today. It has <%= n %> ships."
        "\n\n"
        "{% include a.md %}\n\nPrint `{{ name }}` here. An array a[0][1] and the notes [1][2] stay.\n{: .wide }\n\n"
        "[winter plan]: https://quay.example/plan-2026.html\n[quays]: https://quay.example/quays-2025.html\n"
    )
    assert sentences(draft) == [
        "See [the plan](https://quay.example/plan-2026.html) and [Quays](https://quay.example/quays-2025.html) for it.",
        "Use today.",
        "It has ships.",
        "Print `{{ name }}` here.",
        "An array a[0][1] and the notes [1][2] stay.",
    ]
    assert [reference.url for reference in draft.references] == [
        "https://quay.example/plan-2026.html",
        "https://quay.example/quays-2025.html",
    ]


TOLD = "The ice melts in May, and the quay is dry."


@pytest.mark.parametrize(
    "written",
    [
        f"{{: .no_toc}}\n\n{TOLD}\n{{: .lead #top}}",
        f"* TOC\n{{:toc}}\n\n[TOC]\n\n[[_TOC_]]\n\n{TOLD}{{.note}}",
        f"![Ice](a.png){{ width=50% .right }}\n\n{TOLD}",
        f":::note[Careful]\n{TOLD}\n:::",
        f":::{{figure}} a.png\n:name: fig-ice\n:::\n\n{TOLD}",
        f'!!! note "Careful"\n    {TOLD}',
        f"> [!WARNING]\n> {TOLD}",
        f"```{{note}} Careful\n:class: big\n{TOLD}\n```",
        f'import Tabs from "@theme/Tabs";\n\n<Tabs\n  value="a">\n  {TOLD}\n</Tabs>\n\nexport const a = 1;',
        f"<figure>\n<figcaption>Ice.</figcaption>\n\n</figure>\n\n{TOLD}",
        f"<details><summary>More</summary>\n{TOLD}\n</details>",
        f"*[QU]: quay\n\n=={TOLD[:7]}=={TOLD[7:]}",
    ],
)
def test_the_markup_of_dialects_is_left_out_and_their_words_are_kept(written: str) -> None:
    assert sentences(markdown(written)) == [TOLD]


def test_what_only_looks_like_a_dialect_stays() -> None:
    kept = ["It is a == b or {x}?", "They import wood from 'Sweden' and export fish.", "```\n:::note\n{: .a}\n```"]
    assert markdown("\n\n".join(kept)).text == "\n\n".join(["# Ice", *kept, ""])[:-1]


def test_a_list_in_html_has_items_and_its_notes_are_cited() -> None:
    notes = '<ul class="n">\n\t<li id="fn7"><sup>7</sup> Tan, W. (2021). Silt. <a href="#r7">&#8617;</a></li>\n</ul>'
    draft = markdown(f'{TOLD}<sup><a href="#fn7">7</a></sup>\n\n## Footnotes\n\n{notes}')
    assert [work.entry for work in draft.references] == ["⁷ Tan, W. (2021). Silt."]
    assert [(one.text, one.references) for one in draft.citations] == [("⁷", (0,))]
    listed = markdown("<ol>\n<li>The ice melts.\n<ul><li>It is May.</li></ul></li>\n<li>It is dry.</li></ol>")
    assert sentences(listed) == ["The ice melts.", "It is May.", "It is dry."]
    assert [mark in listed.text for mark in ("1. The ice", "2. It is dry")] == [True, True]


def test_a_heading_without_words_is_none() -> None:
    assert [each.heading for each in markdown(f"##\n\n{TOLD}\n\n## Quay\n\nIt is dry.").sections] == ["Quay"]


def test_fields_of_templates_and_embedded_files_leave_the_sentences_around_them() -> None:
    body = '{{ site.name }} wrote.\n\n{% include box.html\n  a="The old quay" %}\n\n![[map.png]] It opens.'
    draft = read("quay.md", f"# The quay\n\nIt is old.\n\n{body}\n".encode())
    assert [draft.text[each.start : each.end] for each in draft.sentences] == ["It is old.", "wrote.", "It opens."]
