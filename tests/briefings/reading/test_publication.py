"""Where a work appeared, read from entries in the styles that people use; the kinds are CSL's."""

import pytest

from briefings.model.analysis import Reference
from briefings.reading import read, to_json


def one(entry: str) -> Reference:
    (reference,) = read("a.txt", f"Tides\n\nSummary\n\nText.\n\nReferences\n\n{entry}\n".encode()).references
    return reference


@pytest.mark.parametrize(
    "entry",
    [
        "Moreau, C. (2024). Mud and money. Coastal Works, 12(3), 44–61.",
        "Moreau, C. (2024). Mud and money. *Coastal Works*, *12*(3), 44-61. https://doi.org/10.5555/f.2",
        "Moreau, Claire. 2024. “Mud and Money.” Coastal Works 12 (3): 44–61.",
        "Moreau, Claire. “Mud and Money.” Coastal Works 12, no. 3 (2024): 44–61.",
        "[1] C. Moreau, “Mud and money,” Coastal Works, vol. 12, no. 3, pp. 44–61, Mar. 2024.",
        "Moreau, Claire. “Mud and Money.” Coastal Works, vol. 12, no. 3, 2024, pp. 44–61.",
        "Moreau, C. (2024) “Mud and money,” *Coastal Works*, 12(3), pp. 44–61.",
        "Moreau, C. (2024) ‘Mud and money’, Coastal Works, 12(3), pp. 44–61.",
        "Moreau, C. 2024. “Mud and Money.” *Coastal Works* 12(3): 44–61.",
        "Моро К. Грязь и деньги // Coastal Works. – 2024. – Т. 12. – № 3. – С. 44–61.",
        "Moreau C. Mud and money. Coastal Works. 2024;12(3):44-61.",
        "Moreau C, Berg A. Mud and money. Coastal Works. 2024 Mar 5;12(3):44–61. PMID: 123.",
        "Moreau C. Mud and money. Coastal Works 2024; 12(3): 44–61.",
        "莫罗（2024）：《泥与钱》，《Coastal Works》第12卷第3期，第44—61页。",
        "莫罗. 泥与钱[J]. Coastal Works, 2024, 12(3): 44-61.",
    ],
)
def test_an_article_keeps_journal_volume_issue_and_pages_in_every_style(entry: str) -> None:
    found = one(entry)
    assert (found.kind, found.container, found.publisher) == ("article-journal", "Coastal Works", None)
    assert (found.volume, found.issue, found.pages) == ("12", "3", "44–61")


@pytest.mark.parametrize(
    ("entry", "kind", "container", "publisher"),
    [
        ("Tan, W. (2020). *Silt: A history* (2nd ed.). Fleet Press.", "book", None, "Fleet Press"),
        ("Tan, W. Silt. Bergen: Nordlys, 2020.", "book", None, "Nordlys"),
        ("[1] W. Tan, Silt and Sand, 2nd ed. Bergen: Nordlys, 2020.", "book", None, "Nordlys"),
        ("Петров А. А. Лёд. – М.: Наука, 2019. – 240 с.", "book", None, "Наука"),
        ("李华. 长江[M]. 北京: 人民出版社, 2019.", "book", None, "人民出版社"),
        ("Brandt, L. (2018). Tides. In A. Petrov & C. Lund (Eds.), *The shallow sea* (pp. 31–58). Nordlys Books.",
         "chapter", "The shallow sea", "Nordlys Books"),
        ("Lund, Clara. 2011. “Low Water.” In The Shallow Sea, edited by Anna Petrov, 31–58. Bergen: Nordlys.",
         "chapter", "The Shallow Sea", "Nordlys"),
        ("Hale, Ann. “Low Water.” The Shallow Sea, edited by Anna Petrov, Harbour Press, 2010, pp. 31–58.",
         "chapter", "The Shallow Sea", "Harbour Press"),
        ("[1] A. Novak, “Rails,” in Proc. 3rd Conf. Rivers, 2019, pp. 4–9.",
         "paper-conference", "Proc. 3rd Conf. Rivers", None),
        ("Hill, J. (2026, March 3). Ships wait off the coast. The New York Times. https://example.org/x",
         "article-newspaper", "The New York Times", None),
        ("Hill, John. 2026. “Ships Wait.” New York Times, March 3.", "article-newspaper", "New York Times", None),
        ("Hill, John. 2026. “Ships Wait.” New York Times, March 3, 2026.",
         "article-newspaper", "New York Times", None),
        ("Hill, J. (2026) ‘Ships wait’, The Guardian, 3 March. Available at: https://x.org/a (Accessed: 4 April 2026).",
         "article-newspaper", "The Guardian", None),
        ("Hill, J. (2026). What ships do. Ferry Facts. https://example.org/ships", "webpage", "Ferry Facts", None),
        ("Truth Social. (2026, February 4). A captain’s post on Truth Social.", "post", None, None),
        ("Wang, Y. (2026, February 5). Interview with Professor Wang Yiwei.", "interview", None, None),
        ("Putin, V. (2026, February 4). Statement during phone call with Xi Jinping.", "speech", None, None),
        ("Kim, S. (2021). Dams [Doctoral dissertation, Oslo University]. DUO.", "thesis", None, "Oslo University"),
        ("Kim, Sun. “Dams.” PhD diss., University of Oslo, 2021.", "thesis", None, "University of Oslo"),
        ("World Bank. (2023). Rivers at risk (Report No. 12). World Bank Group.", "report", None, "World Bank Group"),
        ("Ho, J. (2020). Noise (arXiv:2006.11239). arXiv. https://arxiv.org/abs/2006.11239", "article", "arXiv", None),
        ("Smith, J. (2024). Tides [Data set]. Zenodo. https://doi.org/10.5281/zenodo.1", "dataset", None, "Zenodo"),
        ("Tan, W. (2026). Silt.", "document", None, None),
    ],
)  # fmt: skip
def test_other_works_keep_what_holds_them_and_who_published_them(
    entry: str, kind: str, container: str | None, publisher: str | None
) -> None:
    found = one(entry)
    assert (found.kind, found.container, found.publisher) == (kind, container, publisher)


@pytest.mark.parametrize(
    ("entry", "doi"),
    [
        ("Tan, W. (2026). Silt. Fleet, 2, 1–9. https://doi.org/10.5555/f.2", "10.5555/f.2"),
        ("Tan, W. (2026). Silt. Fleet, 2, 1–9. doi:10.1016/S0001(02)00181-8.", "10.1016/S0001(02)00181-8"),
        ("Tan, W. (1999). Silt. Fleet, 2, 1–9. doi: 10.1002/(SICI)1097-4547(199911)58:4<475::AID-X1>3.0.CO;2-O.",
         "10.1002/(SICI)1097-4547(199911)58:4<475::AID-X1>3.0.CO;2-O"),
        ("Tan, W. (1999). Silt. Fleet, 2, 1–9. https://doi.org/10.1002/58:4%3C475::AID-X1%3E3.0.CO;2-O",
         "10.1002/58:4<475::AID-X1>3.0.CO;2-O"),
        ("Tan, W. (2026). Silt. https://example.org/silt", None),
    ],
)  # fmt: skip
def test_a_doi_is_kept_whole(entry: str, doi: str | None) -> None:
    assert one(entry).doi == doi
    assert one(entry).title == "Silt"


@pytest.mark.parametrize(
    ("entry", "kind", "container", "fields"),
    [
        ("陈江, 林海. 泥与钱[J]. 港口评论, 2025(3): 45-60.", "article-journal", "港口评论",
         ("2025", None, "3", "45–60")),
        ("陈江. 泥与钱[J]. 港口评论, 2025(3).", "article-journal", "港口评论", ("2025", None, "3", None)),
        ("陈江，林海．泥与钱[J]．港口评论，2025，12(3)：45-60．", "article-journal", "港口评论",
         ("2025", "12", "3", "45–60")),
        ("陈江. 泥与钱[N]. 海港日报, 2026-01-06(1).", "article-newspaper", "海港日报", ("2026-01-06", None, None, "1")),
        ("港口社. 泥与钱[N]. 2026-01-07. https://example.org/s", "article-newspaper", None,
         ("2026-01-07", None, None, None)),
        ("Tan, W. Silt. Reuters, 2026-01-07. https://example.org/s", "article-newspaper", "Reuters",
         ("2026-01-07", None, None, None)),
    ],
)  # fmt: skip
def test_codes_of_kind_and_iso_dates_of_chinese_lists_are_read(
    entry: str, kind: str, container: str | None, fields: tuple[str | None, ...]
) -> None:
    found = one(entry)
    assert (found.kind, found.container, found.publisher) == (kind, container, None)
    assert (found.date, found.volume, found.issue, found.pages) == fields


@pytest.mark.parametrize(
    ("entry", "publisher"),
    [
        ("[1] W. Tan, “Silt,” Coast Lab, Bergen, Tech. Rep. 7, 2025.", "Coast Lab, Bergen"),
        ("[1] W. Tan, “Silt,” Coast Lab, Bergen, Tech. Rep. CL-R7.2, Mar. 2025.", "Coast Lab, Bergen"),
        ("[1] W. Tan, “Silt,” Tech. Rep. 7, Fleet Press, 2025.", "Fleet Press"),
        ("[1] W. Tan, “Silt,” Coast Lab, Bergen, Technical Report No. 12, 2025.", "Coast Lab, Bergen"),
    ],
)
def test_the_number_of_a_report_is_no_part_of_its_publisher(entry: str, publisher: str) -> None:
    found = one(entry)
    assert (found.kind, found.publisher, found.date and found.date[:4]) == ("report", publisher, "2025")


@pytest.mark.parametrize(
    ("entry", "container"),
    [
        ("Tan, W. (2020). Silt wins. Sci. Rep., 10(2), 12–14.", "Sci. Rep."),
        ("Tan, W. (2020). Silt wins. *Sci. Rep.*, *10*(2), 12–14.", "Sci. Rep."),
        ("[1] W. Tan, “Silt wins,” IEEE J. Ocean. Eng., vol. 10, no. 2, pp. 12–14, Apr. 2020.", "IEEE J. Ocean. Eng."),
        ("Tan, Wei. 2020. “Silt Wins.” J. Mar. Sci. 10 (2): 12–14.", "J. Mar. Sci."),
        ("Tan, Wei. 2020. “Silt Wins.” Coastal Works. 10 (2): 12–14.", "Coastal Works"),
    ],
)
def test_a_shortened_journal_keeps_its_last_stop(entry: str, container: str) -> None:
    found = one(entry)
    assert (found.container, found.volume, found.pages) == (container, "10", "12–14")


def test_the_day_on_which_an_address_was_looked_up_dates_nothing() -> None:
    assert one("Tan, W. (2026). Silt. Retrieved April 4, 2026, from https://example.org").date == "2026"
    assert one("Tan, W. (2026) ‘Silt’, Fleet, 3 March. Available at: https://x.org (Accessed: 9 May 2026).").date == (
        "2026-03-03"
    )


def test_the_fields_stand_in_the_json() -> None:
    entry = "Moreau, C. (2024). Mud. Coastal Works, 12(3), 44–61. https://doi.org/10.5555/f.2"
    draft = read("a.txt", f"Tides\n\nSummary\n\nText.\n\nReferences\n\n{entry}\n".encode())
    (told,) = to_json(draft)["references"]
    assert {key: told[key] for key in ("kind", "container", "publisher", "volume", "issue", "pages", "doi")} == {
        "kind": "article-journal", "container": "Coastal Works", "publisher": None, "volume": "12", "issue": "3",
        "pages": "44–61", "doi": "10.5555/f.2",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("entry", "title", "container", "publisher"),
    [
        ("Northern Sea Office. (2026). Sea. Fleet Press.", "Sea", None, "Fleet Press"),
        ("Tidewater. (2026). Tide. Oxford University Press.", "Tide", None, "Oxford University Press"),
        ("Tidewater. (2026). T.", "T", None, None),
        ("Harbour Board. (2026, May). *May*. Fleet Press.", "May", None, "Fleet Press"),
        ("Sea Office. 2026. Sea. Fleet Press.", "Sea", None, "Fleet Press"),
        ("Sea Office. “Sea.” Coast, vol. 4, 2026.", "Sea", "Coast", None),
        ("Sea Office, *Sea*. Fleet Press, 2026.", "Sea", None, "Fleet Press"),
        ("Lund J, Berg AB. Lund. Coast Med. 2019;12(3):45-50.", "Lund", "Coast Med", None),
        ("海洋局（2026）：《海》，《海岸》第3期，第1—4页。", "海", "海岸", None),
        ("Морское управление. (2026). Море. Издательство Берег.", "Море", None, "Издательство Берег"),
        ("———. (2026). Sea. Fleet Press.", "Sea", None, "Fleet Press"),
    ],
)  # fmt: skip
def test_a_title_is_not_sought_in_the_names_before_it(
    entry: str, title: str, container: str | None, publisher: str | None
) -> None:
    found = one(entry)
    assert (found.title, found.container, found.publisher) == (title, container, publisher)
