"""Entries of reference lists in the styles that people use, taken apart."""

import pytest

from briefings.model.analysis import Author, Reference
from briefings.reading import read
from tests.fakes.pdf_writer import column, pages


def one(entry: str, name: str = "a.txt") -> Reference:
    (reference,) = read(name, f"Tides\n\nSummary\n\nText stands here.\n\nReferences\n\n{entry}\n".encode()).references
    return reference


def person(family: str, given: str) -> Author:
    return Author(family, given)


@pytest.mark.parametrize(
    ("entry", "authors", "year", "title"),
    [
        (
            "Moreau, C., & Lindqvist, S. (2024). Mud and money: Dredging in shallow seas. Coastal Works, 12(3), 44–61.",
            [person("Moreau", "C."), person("Lindqvist", "S.")], "2024", "Mud and money: Dredging in shallow seas",
        ),
        ("Port Authority. (2025, November 3). Plan for the channels.", [Author(literal="Port Authority")], "2025",
         "Plan for the channels"),
        ("U.S. Coast Guard. (n.d.). Buoys. What they cost.", [Author(literal="U.S. Coast Guard")], "n.d.", "Buoys"),
        (
            "[4] A. Novak and B. van Dam, “Rails against rivers,” Transport Notes, vol. 4, pp. 1–9, Jun. 2024.",
            [person("Novak", "A."), person("van Dam", "B.")], "2024", "Rails against rivers",
        ),
        (
            "Osei, Kofi, Clara Lund, and Jan T. Berg. 2019a. “Counting Wagons.” Freight Quarterly 9: 30–41.",
            [person("Osei", "Kofi"), person("Lund", "Clara"), person("Berg", "Jan T.")], "2019a", "Counting Wagons",
        ),
        ("Vik, Harald. Lamps and Wires. Bergen: Nordlys, 2015.", [person("Vik", "Harald")], "2015", "Lamps and Wires"),
        ("Moreno, I. “The Last Keeper.” Coast, vol. 14, no. 2, 2019, pp. 80–99.", [person("Moreno", "I.")], "2019",
         "The Last Keeper"),
        ("Moreno, I., et al. “The Last Keeper.” Coast, vol. 14, 2019.", [person("Moreno", "I.")], "2019",
         "The Last Keeper"),
        ("Bauer, W. and Klein, J. (1998) “Ice on the Elbe.” *Flüsse*, 47, pp. 4–9.",
         [person("Bauer", "W."), person("Klein", "J.")], "1998", "Ice on the Elbe"),
        ("Tan, W. (2020). *Silt: A history* (2nd ed.). Fleet Press.", [person("Tan", "W.")], "2020", "Silt: A history"),
        ("Le Roux, Berg, K., & Tan, W. (2020). Silt. Fleet Papers, 6, 10–19.",
         [Author("Le Roux"), person("Berg", "K."), person("Tan", "W.")], "2020", "Silt"),
        (
            "Osei, Kofi, T Michael Lund, do H Dung, and J Berg. 2019. “Counting Wagons.” Freight Quarterly 9: 30–41.",
            [person("Osei", "Kofi"), person("Lund", "T Michael"), person("Dung", "do H"), person("Berg", "J")], "2019",
            "Counting Wagons",
        ),
        ("Harbour Definitions Working G. (2001). Silt and its names. Coast, 9, 8–9.",
         [Author(literal="Harbour Definitions Working G.")], "2001", "Silt and its names"),
        ("“The Lock That Leaked.” Canal News, 2011.", [], "2011", "The Lock That Leaked"),
        ("Иванов И. И. Рельсы вместо рек // Транспорт. – 2025. – № 4. – С. 12–20.", [person("Иванов", "И. И.")], "2025",
         "Рельсы вместо рек"),
        ("Лунд К., Берг Т. Ю. Рельсы вместо рек // Транспорт. 2025. № 4. С. 12-20.",
         [person("Лунд", "К."), person("Берг", "Т. Ю.")], "2025", "Рельсы вместо рек"),
        ("Лунд К.А., Берг Т.Ю., Єна І.О. (2025). Рельсы вместо рек. М.: Наука.",
         [person("Лунд", "К.А."), person("Берг", "Т.Ю."), person("Єна", "І.О.")], "2025", "Рельсы вместо рек"),
        ("Лунд, К., Берг, Т. (2025). Рельсы вместо рек. Транспорт, 3(2), 45-60.",
         [person("Лунд", "К."), person("Берг", "Т.")], "2025", "Рельсы вместо рек"),
        ("陈江, 林海. 河与铁路[M]. 南京: 河海出版社, 2024.",
         [Author(literal="陈江"), Author(literal="林海")], "2024", "河与铁路"),
        ("陈江，林海. 河与铁路[M]. 南京: 河海出版社, 2024.",
         [Author(literal="陈江"), Author(literal="林海")], "2024", "河与铁路"),
        ("陈江、林海、等. 河与铁路[M]. 南京: 河海出版社, 2024.",
         [Author(literal="陈江"), Author(literal="林海")], "2024", "河与铁路"),
        ("Tan, W. (2026-02-04). Silt wins again. Fleet News.", [person("Tan", "W.")], "2026", "Silt wins again"),
        ("Fleet Weekly, 2026-02-04. Silt wins again. https://example.org/s", [Author(literal="Fleet Weekly")], "2026",
         "Silt wins again"),
        ("港口社. 泥沙又赢了[N]. 2026-02-04. https://example.org/s",
         [Author(literal="港口社")], "2026", "泥沙又赢了"),
        ("港口社. 泥沙又赢了[EB/OL]. (2026-02-04)[2026-03-01]. https://example.org/s",
         [Author(literal="港口社")], "2026", "泥沙又赢了"),
        ("Lund J, O'Neil AB, van der Berg P, et al. Silt and lungs: a study. Coast Med. 2019;394(10201):45-50.",
         [person("Lund", "J"), person("O'Neil", "AB"), person("van der Berg", "P")], "2019", "Silt and lungs: a study"),
        ("Lund J, Berg Q. Is it so? A review of silt. Coast Med. 2020 Jan 5;220:117-25.",
         [person("Lund", "J"), person("Berg", "Q")], "2020", "Is it so? A review of silt"),
        ("Lund J. Silt in towns. In: Brown C, Berg D, editors. Ports. 2nd ed. Bergen: Nordlys; 2017. p. 101-20.",
         [person("Lund", "J")], "2017", "Silt in towns"),
        ("Harbour Board. Silt 2020 [Internet]. Bergen: HB; 2020 [cited 2021 Mar 3]. Available from: https://example.org/s",
         [Author(literal="Harbour Board")], "2020", "Silt 2020"),
        ("LUND J, BERG A B. Silt War: The Fight[M]. Bergen: Nordlys, 2022: 45-60.",
         [person("LUND", "J"), person("BERG", "A B")], "2022", "Silt War: The Fight"),
        ("Vik, Harald J. Lamps and Wires: A Story. Bergen: Nordlys, 2015.", [person("Vik", "Harald J.")], "2015",
         "Lamps and Wires: A Story"),
        ("Федеральная портовая служба. Итоги года [Электронный ресурс]. 2024. URL: https://example.org/s",
         [Author(literal="Федеральная портовая служба")], "2024", "Итоги года"),
        ("Lund, Eva / Berg, Jan (2025): Silt. In: Coast 12 (3), S. 4–19.",
         [person("Lund", "Eva"), person("Berg", "Jan")], "2025", "Silt"),
        ("李文、王芳（2024）：《铁路与河》，《运输研究》第3期，第5—20页。",
         [Author(literal="李文"), Author(literal="王芳")], "2024", "铁路与河"),
        ("Министерство морского транспорта. (2026, 4 февраля). План каналов. https://example.org/s",
         [Author(literal="Министерство морского транспорта")], "2026", "План каналов"),
    ],
)  # fmt: skip
def test_entries_are_taken_apart(entry: str, authors: list[Author], year: str, title: str) -> None:
    reference = one(entry)
    assert [*reference.authors] == authors
    assert (reference.year, reference.title, reference.entry) == (year, title, entry)


@pytest.mark.parametrize(
    ("entry", "date"),
    [
        ("Tan, W. (2026, February 4). Silt.", "2026-02-04"),
        ("Tan, W. (2026, 4 February). Silt.", "2026-02-04"),
        ("Tan, W. (2026, February). Silt.", "2026-02"),
        ("Tan, W. (2026). Silt.", "2026"),
        ("Tan, W. 2026. “Silt.” January 9, 2026.", "2026-01-09"),
        ("Tan, W. “Silt.” Fleet, 9 Jan. 2026.", "2026-01-09"),
        ("[1] W. Tan, “Silt,” Fleet, vol. 2, Sept. 2025.", "2025-09"),
        ("Tan, W. (n.d.). Silt.", None),
        ("Tan, W. (2026-02-04). Silt.", "2026-02-04"),
        ("Tan, W. (2026-02). Silt.", "2026-02"),
        ("Tan, W. 2026-02-04. Silt. Fleet Weekly.", "2026-02-04"),
        ("Fleet Weekly. Silt wins again. 2026-02-04. https://example.org/s", "2026-02-04"),
        ("港口社. 泥沙又赢了[N]. 2026-02-04. https://example.org/s", "2026-02-04"),
        ("港口社. 泥沙又赢了[EB/OL]. (2026-02-04)[2026-03-01]. https://example.org/s", "2026-02-04"),
        ("Tan, W. “Silt.” Fleet 2, 1998-2003, 2004.", "2004"),
    ],
)
def test_a_date_keeps_its_precision(entry: str, date: str | None) -> None:
    assert one(entry).date == date


@pytest.mark.parametrize(
    ("entry", "url"),
    [
        ("Tan, W. (2026). Silt. https://example.org/silt.", "https://example.org/silt"),
        ("Tan, W. (2026). Silt. Fleet, 2, 1–9. https://doi.org/10.5555/f.2", "https://doi.org/10.5555/f.2"),
        ("W. Tan, “Silt,” Fleet, vol. 2, 2026, doi: 10.5555/f.2.", "https://doi.org/10.5555/f.2"),
        ("Tan, W. (2026). Silt.", None),
        ("Tan, W. (2026). Silt. www.example.org/silt", "https://www.example.org/silt"),
        ("Tan, W. (2026). Silt. english.example.org.eg/news/5551.", "https://english.example.org.eg/news/5551"),
        ("Tan, W. (2026). Silt. doi.org/10.5555/f.2", "https://doi.org/10.5555/f.2"),
        ("Tan, W. (2026). Silt. Fleet and/or Dr.No 2/3.", None),
    ],
)
def test_an_address_is_kept_and_a_bare_doi_becomes_one(entry: str, url: str | None) -> None:
    assert one(entry).url == url
    assert one(entry).title == "Silt"


def test_a_dash_repeats_the_authors_of_the_entry_before() -> None:
    entries = "Tan, Wei. 2020. “Silt.” Fleet 1: 2.\n\n———. 2021. “Sand.” Fleet 2: 3.\n\n---. “Clay.” Fleet, 2022."
    draft = read("a.txt", f"Tides\n\nSummary\n\nText.\n\nReferences\n\n{entries}\n".encode())
    assert [(r.authors[0].family, r.year, r.title) for r in draft.references] == [
        ("Tan", "2020", "Silt"), ("Tan", "2021", "Sand"), ("Tan", "2022", "Clay"),
    ]  # fmt: skip


def test_wrapped_and_numbered_entries_are_kept_together() -> None:
    entries = "[1] A. Novak, “Rails,” Notes,\n2024, pp. 1–\n9.\n[2] C. Lund, “Rivers,” Notes,\n2023."
    draft = read("a.md", f"# T\n\n## Summary\n\nText [1].\n\n## References\n\n{entries}\n".encode())
    assert [r.title for r in draft.references] == ["Rails", "Rivers"]


@pytest.mark.parametrize("name", ["a.txt", "a.md"])
@pytest.mark.parametrize(
    "lines",
    [
        ["Harbour Board. (2025, March 3). Dredging resumes in the northern bay.", "Lund. (2026). Silt rises."],
        ["Harbour Board. (2025). Dredging resumes in the bay. https://board.example/a", "Lund. (2026). Silt."],
        ["Ode, K. (2019). The long story of a lamp by the sea.", "Lund. (2026). Silt.", "Vik, O. (2020). Wires."],
        ["Harbour Board (2025) Dredging resumes in the bay", "Lund (2026) Silt"],
        ["Harbour Board. 2025. Dredging resumes in the northern bay.", "Lund. 2026. Silt rises."],
        ["Harbour Board, “Dredging resumes,” March 3, 2025.", "Lund, “Silt,” 2026."],
        ["“Dredging resumes in the bay.” Harbour Board, 2025.", "“Silt.” Lund, 2026."],
        ["Порт. (2025). Углубление дна возобновилось в заливе.", "ТАСС. (2026). Ил растёт."],
        ["Озеров И. И. Ил и песок. М.: Берег, 2025.", "Лунд П. П. Ил. М., 2026."],
        ["Harbour Board: Dredging resumes in the bay, 3 March 2025", "Lund: Silt rises, 2026"],
        ["Harbour Board, March 3, 2025, Dredging resumes.", "Lund, 2026, Silt rises."],
        ["https://board.example/a", "https://lund.example/b"],
        ["港务局：《北部海湾恢复疏浚》，2025年3月3日。", "海事报：《淤泥》，2026年。"],
    ],
)  # fmt: skip
def test_each_line_that_opens_an_entry_is_one_however_short(lines: list[str], name: str) -> None:
    text = "# Tides\n\n## Summary\n\nText stands here.\n\n## References\n\n" + "\n".join(lines) + "\n"
    draft = read(name, (text if name == "a.md" else text.replace("#", "").replace("\n ", "\n").strip()).encode())
    assert [reference.entry for reference in draft.references] == lines


@pytest.mark.parametrize(
    "entry",
    [
        "Ode, K. (2019). The long story of a lamp by the sea.\nNorth Coast Press.",
        "Ode, K. (2019). The lamp. In\nLund, O. (2019). Keepers.",
        "Ode, K. (2019). The lamp.\nIn “Keepers of the Coast”, 2019.",
        "Ode, K. (2019). The lamp.\nRetrieved (2020) From the coast.",
    ],
)
def test_a_line_that_goes_on_opens_no_entry(entry: str) -> None:
    assert [
        " ".join(r.entry.split())
        for r in read("a.md", f"# Tides\n\nText.\n\n## References\n\n{entry}\n".encode()).references
    ] == [" ".join(entry.split())]


@pytest.mark.parametrize("back", ["^ {}", "↑ {}", "Jump up ^ {}", "^ Jump up to: a b {}", "↑ 1.0 1.1 {}", "[^](#r) {}"])
def test_the_entries_of_a_copied_wiki_page_count_from_one(back: str) -> None:
    entries = ("Holm, A. (4 May 2019). “Ponds”. Gazette.\nRetrieved 7 June 2019.", "Berg, O. (2011). Mills. Fen Books.")
    listed = "\n".join(map(back.format, entries))
    text = f"Pond\n\nHistory\n\nIt is deep.[2] It is wide.[1]\n\nReferences\n\n{listed}\n\nExternal links\n\nPage\n"
    draft = read("a.txt", text.encode())
    assert [" ".join(work.entry.split()) for work in draft.references] == [" ".join(each.split()) for each in entries]
    assert [(one.text, one.references) for one in draft.citations] == [("[2]", (1,)), ("[1]", (0,))]


ZH = (
    "王明：《水务改革研究》，北京：人民出版社，2019年。",
    "李华：《北方港口》，上海：三联书店，2020年。",
    "张伟：《渡轮问题》，《港口研究》2021年第4期，第11-29页。",
)


@pytest.mark.parametrize(
    "marks",
    [
        ("", "", ""),
        ("〔1〕", "〔2〕", "〔3〕"),
        ("［１］", "［２］", "［３］"),
        ("（1）", "（2）", "（3）"),
        ("1、", "2、", "3、"),
    ],
)
def test_each_line_of_a_chinese_list_is_an_entry(marks: tuple[str, ...]) -> None:
    listed = "\n".join(mark + entry for mark, entry in zip(marks, ZH, strict=True))
    draft = read("水.md", f"# 水务\n\n## 过去\n\n市议会讨论了供水问题。\n\n## 参考文献\n\n{listed}\n".encode())
    assert [each.entry[-12:] for each in draft.references] == [entry[-12:] for entry in ZH]


@pytest.mark.parametrize("kind", ["，2019，", "（2019）。"])
def test_chinese_entries_by_author_and_year_are_told_apart(kind: str) -> None:
    listed = "\n".join(f"{who}{kind}《水务改革研究》，人民出版社。" for who in ("王明", "李华", "张伟"))
    draft = read("水.md", f"# 水务\n\n## 过去\n\n市议会讨论了供水问题。\n\n## 参考文献\n\n{listed}\n".encode())
    assert len(draft.references) == 3


def test_circled_numbers_mark_the_notes() -> None:
    notes = "\n".join(mark + entry for mark, entry in zip("①②③", ZH, strict=True))
    draft = read("水.md", f"# 水务\n\n## 过去\n\n市议会讨论了供水问题。\n\n## 注释\n\n{notes}\n".encode())
    assert len(draft.references) == 3


@pytest.mark.parametrize("mark", ["•", "-", "▪"])
def test_bullets_tell_the_entries_of_a_pdf_apart(mark: str) -> None:
    body = ["Ferries sail to Moss and back, and nobody counts them at the quay in winter." for _ in range(8)]
    entries = [
        (
            f"{mark}  Adler, M. (2019). Bread and tariffs in northern ports,",
            "    and how the towns paid. Quay Press.",
        ),
        (f"{mark}  Brandt, K. (2020). Rivers of the north. Quay Press.",),
        (f"{mark}  Costa, L. (2021). The ferry question. Quay Press.",),
    ]
    lines = [(60, 60, "The price of bread", "Helvetica-Bold", 18), *column(body, 60, 100)]
    lines.append((60, 220, "References", "Helvetica-Bold", 13))
    flat = [line for entry in entries for line in entry]
    for at, line in enumerate(flat):
        x = 74 if line.startswith(" ") else 60
        lines.append((x, 240 + 12 * at, line.strip(), "Times-Roman", 10))
    assert [each.year for each in read("bread.pdf", pages(lines)).references] == ["2019", "2020", "2021"]
