"""Titles, headings, the list of sources: in Markdown, in plain text, and where there are none."""

import unicodedata
from pathlib import Path

import pytest

from briefings.model.analysis import Draft
from briefings.reading import read
from briefings.reading.outline import title_from

SAMPLES = Path(__file__).parents[2] / "samples" / "reading"


def headings(draft: Draft) -> list[tuple[str, int]]:
    return [(section.heading, section.level) for section in draft.sections]


def sample(name: str) -> Draft:
    return read(name, (SAMPLES / name).read_bytes())


def test_wrapped_lines_become_paragraphs_and_a_title_may_fill_two() -> None:
    draft = sample("wrapped.txt")
    assert draft.title == "The Harbour Question: Who Pays for Deeper Water Along the Northern Coast and Who Decides?"
    assert [name for name, _ in headings(draft)] == ["Introduction", "What the Plan Says", "Conclusion", "References"]
    assert draft.reference_section == 3
    assert len(draft.paragraphs) == 3


def test_markdown_has_levels_and_leaves_code_tables_and_matter_out() -> None:
    draft = sample("numbered.md")
    assert draft.title == "Grain by Rail"
    assert headings(draft) == [("1. Background", 1), ("2. Outlook", 1), ("References", 1)]
    prose = " ".join(draft.text[start:end] for start, end in draft.paragraphs)
    assert "Not prose" not in prose
    assert "31 %" not in prose
    assert "Wagons are short at harvest time." in [draft.text[s.start : s.end] for s in draft.sentences]


def test_a_section_runs_from_its_heading_to_the_next() -> None:
    draft = sample("numbered.md")
    first, second = draft.sections[:2]
    assert draft.text[first.start : first.body] == "## 1. Background\n"
    assert first.end == second.start


BODIES = ("Water fell again this year.", "Barges wait for rain.", "Lund, C. (2024). Rain.")


def document(title: str, heads: tuple[str, str, str], gap: str) -> bytes:
    parts = [part for head, body in zip(heads, BODIES, strict=True) for part in (head, body)]
    return gap.join([title, *parts]).encode()


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("r.txt", document("Rivers", ("Summary", "Low Water", "Sources"), "\n")),
        ("r.txt", document("Rivers", ("SUMMARY", "LOW WATER", "SOURCES"), "\n\n")),
        ("r.txt", document("Rivers", ("1. Summary", "2. Low Water", "Sources:"), "\n\n")),
        ("r.txt", document("Rivers\n======", ("Summary\n-------", "Low Water\n---", "Sources\n---"), "\n\n")),
        ("r.txt", document("# Rivers", ("## Summary", "## Low Water ##", "## Sources"), "\n\n")),
        ("r.md", document("**Rivers**", ("**Summary**", "**Low Water:**", "**Sources**"), "\n\n")),
    ],
)
def test_headings_of_every_make_are_found(name: str, words: bytes) -> None:
    draft = read(name, words)
    assert draft.title == "Rivers"
    found = [name.lower().lstrip("12. ") for name, _ in headings(draft)]
    assert found == ["summary", "low water", "sources"]
    assert [reference.title for reference in draft.references] == ["Rain"]


@pytest.mark.parametrize(
    "line", ["By Anna Berg and Ole Holm", "12 March 2026", "https://example.org/a", "a | b | c", "We ask whether to"]
)
def test_a_short_line_is_not_always_a_heading(line: str) -> None:
    words = f"Rivers\n\n{line}\n\nSummary\n\nWater fell again this year, and barges wait.\n"
    assert headings(read("rivers.txt", words.encode())) == [("Summary", 1)]


def test_a_list_of_short_lines_is_no_row_of_headings() -> None:
    names = "\n".join(("Halden", "Moss", "Arendal", "Grimstad", "Lillesand"))
    words = f"Ports\nSummary\nThese ports asked for money.\n{names}\nAll of them were refused.\n"
    assert len(read("ports.txt", words.encode()).sections) <= 2


def test_without_headings_or_references_all_else_is_read_and_the_doubts_say_so() -> None:
    draft = read("low_water-notes.txt", b"Water fell again this year. Barges wait for rain.")
    assert draft.title == "Low water notes"
    assert (draft.sections, draft.references, len(draft.sentences)) == ((), (), 2)
    assert draft.doubts == (
        "No title was found, so the file's name is the title.",
        "No headings were found, so the text has no sections.",
        "No reference list was found.",
        "No date of publication is known, so dates such as “next month” stay unresolved.",
    )


@pytest.mark.parametrize(
    "name",
    [
        "References", "Bibliography:", "Works Cited", "SOURCES", "7. References", "Литература", "Список литературы",
        "参考文献", "Literaturverzeichnis", "Références",
    ],
)  # fmt: skip
def test_the_list_of_sources_is_known_by_many_names(name: str) -> None:
    words = f"Rivers\n\nSummary\n\nWater fell again this year.\n\n{name}\n\nLund, C. (2024). Rain.\n"
    draft = read("rivers.txt", words.encode())
    assert draft.reference_section == 1
    assert len(draft.references) == 1


def test_russian_and_chinese_headings_are_found() -> None:
    assert [name for name, _ in headings(sample("russian.txt"))] == ["Введение", "Что дальше", "Литература"]
    assert [name for name, _ in headings(sample("chinese.txt"))] == ["引言", "展望", "参考文献"]


BROAD = (
    "山城的缆车：成本与收益",
    "引言",
    "山城的缆车建于1987年，每年运送乘客三百二十万人次。近五年来，维修费用上涨了四成（交通局，2025）。本文比较两种方案。",
    "方案",
    "第一种方案是更换全部钢索，需要八千万元。第二种方案是改建为电梯，工期两年。居民大多支持第一种方案，因为停运时间较短。",
    "市议会将于2026年6月表决。",
    "参考文献",
    "交通局. (2025). 缆车年度报告. 山城交通, 3, 11-19.",
    "林. (2024). 高处的路. 城市研究, 9, 40-52.",
)


def folded(paragraph: str, columns: int = 50) -> str:
    """A paragraph broken where a line of so many columns is full."""
    made, used = "", 0
    for character in paragraph:
        broad = 2 if unicodedata.east_asian_width(character) in "WF" else 1
        made, used = (made, used) if used + broad <= columns else (f"{made}\n", 0)
        made, used = made + character, used + broad
    return made


@pytest.mark.parametrize(
    "text",
    [
        "\n".join(BROAD),
        "\n\n".join(BROAD),
        "\n".join(f"\u3000\u3000{line}" if line.endswith("。") else line for line in BROAD),
        "\n\n".join(map(folded, BROAD)),
        "\n".join(map(folded, BROAD)),
        "\n".join(folded(f"\u3000\u3000{line}" if line.endswith("。") else line) for line in BROAD),
    ],
    ids=["a line each", "apart", "indented", "wrapped and apart", "wrapped", "wrapped and indented"],
)
def test_chinese_paragraphs_are_told_from_wrapped_lines(text: str) -> None:
    draft = read("cable.txt", text.encode())
    assert draft.title == BROAD[0]
    assert [name for name, _ in headings(draft)] == ["引言", "方案", "参考文献"]
    assert len(draft.paragraphs) == 3
    assert len(draft.references) == 2


@pytest.mark.parametrize(
    "paragraphs",
    [
        (
            "日本の港は年に四百万個の荷を扱う。岸壁は古く、補修に九億円かかる。",
            "市は来年の春に計画を決める。漁業者は騒音を心配している。",
        ),
        ("ชาวประมงไม่เห็นด้วย", "ท่าเรือเก่าต้องซ่อมแซมในปีหน้าและเทศบาลจะจ่ายครึ่งหนึ่ง"),
    ],
    ids=["Japanese", "Thai"],
)
def test_short_paragraphs_of_other_scripts_stay_apart(paragraphs: tuple[str, str]) -> None:
    assert len(read("port.txt", "\n".join(paragraphs).encode()).paragraphs) == 2


@pytest.mark.parametrize(
    ("name", "aside"),
    [
        ("a.txt", "Figure 1. Grain by port, 2020–2025"),
        ("a.txt", "Port\t2024\t2025\nOslo\t10\t12"),
        ("a.txt", "Port | Grain | Silt\nOslo | 10 | 12"),
        ("a.md", "![Grain by port. A chart.](a.png)"),
        ("a.md", "*Table 2. Grain by port*"),
    ],
)
def test_figures_and_tables_are_neither_headings_nor_sentences(name: str, aside: str) -> None:
    mark = "## " if name == "a.md" else ""
    draft = read(name, f"{mark}Tides\n\n{mark}Summary\n\nIt rose.\n\n{aside}\n\nIt fell.\n".encode())
    assert [draft.text[each.start : each.end] for each in draft.sentences] == ["It rose.", "It fell."]
    assert [section.heading for section in draft.sections][-1:] == ["Summary"]


@pytest.mark.parametrize("heading", ["Appendix A", "Annex 2: Data", "Приложение А", "附录"])
def test_an_appendix_may_follow_the_list_of_sources(heading: str) -> None:
    words = (
        f"Tides\n\nSummary\n\nIt rose.\n\nReferences\n\nTan, A. (2024). Silt. Coast.\n\n{heading}\n\nData stand here."
    )
    draft = read("a.txt", words.encode())
    assert [section.heading for section in draft.sections] == ["Summary", "References", heading]
    assert len(draft.references) == 1


@pytest.mark.parametrize(
    "heading",
    [
        "Bibliography and Sources",
        "Selected References",
        "Sources Used",
        "References & Notes",
        "Источники и литература",
        "Список источников и литературы",
        "Quellen und Literatur",
        "主要参考文献",
        "参考文献与注释",
    ],
)
def test_a_list_of_sources_may_bear_many_names(heading: str) -> None:
    entries = "\n\n".join(f"{name}, A. (2024). Silt and mud. Coast Press." for name in ("Berg", "Hale", "Tan"))
    words = f"Tides\n\nSummary\n\nIt rose (Tan, 2024).\n\n{heading}\n\n{entries}\n"
    assert len(read("a.txt", words.encode()).references) == 3


@pytest.mark.parametrize("heading", ["Literature and Politics", "Data and Methods", "Sources of Growth"])
def test_a_section_that_only_sounds_so_is_no_list_of_sources(heading: str) -> None:
    words = f"Tides\n\nSummary\n\nIt rose.\n\n{heading}\n\nIt fell again.\n\nEnd\n\nIt stayed.\n"
    assert read("a.txt", words.encode()).references == ()


TALKS = "The port held 54 talks with firms in 2024. The council agreed on a plan."


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("## Dredging the port\n\nShips sail.\n\n## Costs\n\nMuch.\n", "Dredging the port"),
        ('<a id="top"></a>\n\n# Dredging the port\n\nShips sail.\n', "Dredging the port"),
        ('# <a name="port"></a>Dredging the port {#port}\n\nShips sail.\n', "Dredging the port"),
        ("---\ntitle: Dredging the port\n---\n\n## Costs\n\nMuch.\n", "Dredging the port"),
        ("# on silt and ships\n\nShips sail.\n", "on silt and ships"),
        ("## Introduction\n\nShips sail.\n\n## Costs\n\nMuch.\n", "Ports"),
        ("# {{ page.title }}\n\nShips sail.\n", "Ports"),
        ("---\ntitle: '{{ page.title }}'\n---\n\nShips sail.\n", "Ports"),
        ("# Dredging the port {{ site.mark }}\n\nShips sail.\n", "Dredging the port"),
    ],
)  # fmt: skip
def test_the_title_is_the_first_heading_that_can_be_one(text: str, title: str) -> None:
    assert read("ports.md", text.encode()).title == title


@pytest.mark.parametrize(
    ("name", "title"),
    [("caf\\xe9.txt", "Caf\\xe9"), ("\\xcb\\xee.md", "\\xcb\\xee"), ("C:\\texts\\port_plan.txt", "Port plan")],
)
def test_a_title_from_a_file_name_keeps_the_escapes_of_bytes_that_are_no_text(name: str, title: str) -> None:
    assert title_from(name) == title


@pytest.mark.parametrize("title", ["Notes", "Note", "Sources", "Anmerkungen", "参考资料"])
@pytest.mark.parametrize("front", ["", "March 3, 2026\n\n"])
def test_a_text_titled_like_a_list_is_read_as_a_text(title: str, front: str) -> None:
    draft = read("a.md", f"# {title}\n\n{front}{TALKS}\n".encode())
    assert (draft.title, draft.sections, draft.references) == (title, (), ())
    assert [draft.text[each.start : each.end] for each in draft.sentences][-2:] == TALKS.replace(". ", ".|").split("|")


def test_a_title_like_a_lists_may_stand_over_sections() -> None:
    draft = read(
        "a.md", f"# Notes\n\n## Port\n\n{TALKS}\n\n## Sources\n\nHolm, Ida. The Pier. Oslo: Cap, 2021.".encode()
    )
    assert (draft.title, [each.heading for each in draft.sections]) == ("Notes", ["Port", "Sources"])
    assert (len(draft.sentences), len(draft.references)) == (2, 1)


@pytest.mark.parametrize(
    "entries",
    [
        "1. Holm, The Pier. Oslo 2021. See also the map.\n2. Vik, The Quay. Bergen 2020.",
        "Holm, Ida. The Pier. Oslo: Cap, 2021.\n\nVik, Ole. The Quay. Bergen: Cap, 2020.",
        "Holm, I. (2021). The pier. Ports and their towns.",
        "The agency. The pier. https://pier.example/a",
    ],
)
def test_a_list_of_sources_stays_one(entries: str) -> None:
    draft = read("a.md", f"# The port\n\n{TALKS}\n\n## Sources\n\n{entries}\n".encode())
    assert (len(draft.sentences), bool(draft.references)) == (2, True)
    alone = read("a.md", f"# Sources\n\n{entries}\n".encode())
    assert (alone.sentences, bool(alone.references)) == ((), True)


def test_sentences_about_sources_are_no_list() -> None:
    about = "The ministry gave all figures. Nobody has checked them since."
    draft = read("a.md", f"# The port\n\n{TALKS}\n\n## Sources\n\n{about}\n".encode())
    assert (len(draft.sentences), draft.references) == (4, ())


MEETING = "# Budget meeting\n\nDate: 2026-05-14\n\n## {heading}\n\n{body}\n\n## Actions\n\n- Bob calls the bank.\n"


@pytest.mark.parametrize(
    ("heading", "body", "told"),
    [
        ("Notes", "The council agreed on 3 March 2026 to buy the house.\n\nAnna sends the plan by 3 June 2026.", 2),
        ("Notes", "- Anna will send the plan by 3 June 2026.\n- The roof was mended in 2019 and leaks again.", 2),
        ("Notes", "* Anna: the plan is late\n  * Bob: it comes in March, I hope\n* The roof leaks again", 3),
        ("Notes", "- [Anna] Is there a list of the ships?\n- [Bob] There is a list on the quay.", 2),
        ("Notes", "We read the [plan](https://port.example/plan) first. It says that the quay is old and must go.", 2),
        ("Note", "The town bought the quay in 2025. The boats came back after that.", 2),
        ("Notes", "Le conseil a acheté la maison le 3 mars 2026. Il faisait froid dans la salle.", 2),
        (
            "Sources",
            "Money comes from the bank, which agreed in 2023 to lend more. The rest comes from the city.",
            2,
        ),
    ],
)
def test_the_notes_of_a_meeting_are_text(heading: str, body: str, told: int) -> None:
    draft = read("meeting.md", MEETING.format(heading=heading, body=body).encode())
    inside = [
        each for each in draft.sentences if each.section is not None and draft.sections[each.section].heading == heading
    ]
    assert len(inside) == told
    assert not [each for each in draft.references if not each.inline]


@pytest.mark.parametrize(
    "entry",
    [
        "Lee, Wei. The Sea. Port Press, 2024.",
        "Lee (2024). The sea and the quay. Port Review. It was printed twice.",
        "The Harbour Times, 3 June 2024.",
        "https://port.example/plan, seen in May",
    ],
)
def test_entries_below_notes_are_sources(entry: str) -> None:
    text = f"# Tides\n\n## Ships\n\nThe ships sail today. They come back soon.\n\n## Notes\n\n{entry}\n"
    assert len([each for each in read("tides.md", text.encode()).references if not each.inline]) == 1


def test_a_first_line_that_says_notes_leaves_the_text() -> None:
    draft = read(
        "day.txt",
        b"Notes\n\nThe council bought the house on 3 March 2026. It was cold.\n\nAnna sends the plan by 3 June 2026.\n",
    )
    assert len(draft.sentences) == 3
    assert draft.references == ()


def test_a_line_in_capitals_below_who_passes_a_text_on_is_its_title() -> None:
    front = "The following I pass on since few have seen it. Thanks to Holm.\n\n"
    text = f"{front}{TALKS}\n\n\nTHE PORT AND THE FIRMS OF THE NORTH\n\n{TALKS}\n\n{TALKS}\n"
    assert read("port1.txt", text.encode()).title == "THE PORT AND THE FIRMS OF THE NORTH"


@pytest.mark.parametrize("line", ["Would you all please rise?", "Now let me turn to the quays", "And then I saw --"])
def test_a_line_of_a_speech_is_no_heading(line: str) -> None:
    text = f"Remarks at the Quay\n\n{TALKS}\n\n{line}\n\n{TALKS}\n\nWho pays for the quay?\n\n{TALKS}\n"
    assert [heading for heading, _ in headings(read("a.txt", text.encode()))] == ["Who pays for the quay?"]


ENTRIES = "Tan, W. (2021). Silt. Fleet Press.\n\nHolm, A. (2022). Tides. Fleet Press."
PROSE = "The town will decide about the pier. Three firms have named their price."


def listed(tail: str, name: str = "## References") -> tuple[list[str], list[str]]:
    """The works of a text and the sentences below its list of sources."""
    draft = read("a.md", f"# Pier\n\n## Past\n\nIt stood (Tan, 2021).\n\n{name}\n\n{ENTRIES}\n\n{tail}\n".encode())
    told = [draft.text[each.start : each.end] for each in draft.sentences]
    return [str(work.title) for work in draft.references], told[1:]


@pytest.mark.parametrize("heading", ["## Appendix", "## About the author", "### Contact", "# Methodology", "---", ""])
def test_prose_below_a_list_of_sources_is_no_source(heading: str) -> None:
    assert listed(f"{heading}\n\n{PROSE}") == (["Silt", "Tides"], PROSE.replace("pier. ", "pier.|").split("|"))


@pytest.mark.parametrize("name", ["**References**", "References"])
@pytest.mark.parametrize("heading", ["**Contact**", "## Contact"])
def test_a_line_that_names_a_list_of_sources_is_a_heading(name: str, heading: str) -> None:
    titles, told = listed(f"{heading}\n\n{PROSE}", name)
    assert (titles, len(told)) == (["Silt", "Tides"], 2)


@pytest.mark.parametrize("heading", ["### Papers", "## Further reading"])
def test_a_list_of_sources_may_have_several_headings(heading: str) -> None:
    assert listed(f"{heading}\n\nBerg, O. (2023). Quays. *Coast*, 4(2), 1–9.") == (["Silt", "Tides", "Quays"], [])


def test_numbers_cite_the_first_of_two_lists() -> None:
    lists = "## References\n\n1. Tan, W. (2021). Silt.\n\n## Further reading\n\n1. Holm, A. (2022). Tides."
    draft = read("a.md", f"# Pier\n\n## Past\n\nIt stood for long [1].\n\n{lists}\n".encode())
    assert [(one.text, one.references) for one in draft.citations] == [("[1]", (0,))]
    assert len(draft.references) == 2


@pytest.mark.parametrize(
    "words",
    ["2024-03-12\n\n# How quays sink", "# 12 March 2024\n\n# How quays sink", "2024-03-12\n\nHow quays sink"],
)
def test_a_day_above_a_heading_is_no_title_and_no_sentence(words: str) -> None:
    draft = read("a.md", f"{words}\n\nThe ground gives way.\n".encode())
    assert draft.title == "How quays sink"
    assert [draft.text[each.start : each.end] for each in draft.sentences] == ["The ground gives way."]
    assert draft.sections == ()
