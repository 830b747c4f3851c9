"""Reference lists as files for reference managers, read back by parsers that are not ours."""

import json
import re

import pybtex.database
import pytest
import rispy
from citeproc.source.json import CiteProcJSON
from hypothesis import given
from hypothesis import strategies as st
from pylatexenc.latex2text import LatexNodes2Text

from briefings.bibliography import FORMS, bibliography, keys
from briefings.model.analysis import Author, Reference
from briefings.reading import read

LIST = """Moreau, C., & van Dam, B. (2024a). Mud & money: 50% of NATO’s_costs. Coastal Works, 12(3), 44–61. https://doi.org/10.5555/f_2
Moreau, C. (2024b). Silt. Fleet Press.
Xinhua. (2026, February 4). Xi holds phone call with Donald Trump.
Xinhua. (2026, February 4). Xi holds phone call with Vladimir Putin.
Müller, É. (n.d.). Über {Dämme} und C^2 ~ #1. https://example.org/a_b?c=1&d={x}
Ministry of Trade, Rome and Paris. (2025, May). Tides.
Brandt, L. (2018). How tides turn. In A. Petrov (Ed.), The shallow sea (pp. 31–58). Harbour Press.
Иванов, И. И. (2023). Рельсы вместо рек."""
REFERENCES = read(
    "a.txt", f"T\n\nSummary\n\nText.\n\nReferences\n\n{LIST.replace(chr(10), chr(10) * 2)}\n".encode()
).references


_SIGNS = str.maketrans("\ue000\ue001ˆ", "{}^")


def plain(words: str) -> str:
    """What TeX sets, but for braces, which the decoder does not know, and for two accents that it sets alone."""
    shown = words.replace(r"\textbraceleft{}", "\ue000").replace(r"\textbraceright{}", "\ue001")
    return LatexNodes2Text(math_mode="verbatim").latex_to_text(shown).translate(_SIGNS)


def made(name: str, given_: str, title: str, year: str = "2024") -> Reference:
    return Reference(0, 0, title, (Author(family=name, given=given_),), year=year, date=year, title=title)


def test_keys_are_unique_and_keep_the_letters_of_the_list() -> None:
    assert keys(REFERENCES) == (
        "moreau2024a", "moreau2024b", "xinhua2026a", "xinhua2026b", "mullernd", "ministryoftraderomeandpa2025",
        "brandt2018", "ref8-2023",
    )  # fmt: skip


def test_a_letter_that_the_list_gives_is_nobody_elses() -> None:
    years = ("2023", "2023b", "2023", "2023b", "2023a")
    assert keys([made("Tan", "W.", "Silt", year) for year in years]) == (
        "tan2023c", "tan2023b", "tan2023d", "tan2023e", "tan2023a",
    )  # fmt: skip


NAMES, YEARS = st.sampled_from(["Tan", "tán", "王", "Tan2023", ""]), st.sampled_from(["2023", "2023a", ""])


@given(st.lists(st.tuples(NAMES, YEARS)))
def test_no_two_keys_are_alike(works: list[tuple[str, str]]) -> None:
    told = keys([made(name, "W.", "Silt", year) for name, year in works])
    assert len(set(told)) == len(works)
    assert all(re.fullmatch(r"[a-z0-9-]+", key) for key in told)


def test_bibtex_is_read_back_by_another_parser() -> None:
    found = pybtex.database.parse_string(bibliography(REFERENCES, "bibtex").decode(), "bibtex")
    assert list(found.entries) == list(keys(REFERENCES))
    first = found.entries["moreau2024a"]
    assert (first.type, plain(first.fields["journal"]), first.fields["volume"], first.fields["number"]) == (
        "article", "Coastal Works", "12", "3",
    )  # fmt: skip
    assert plain(first.fields["title"]) == "Mud & money: 50% of NATO’s_costs"
    assert (first.fields["pages"], first.fields["doi"], first.fields["year"]) == ("44--61", "10.5555/f_2", "2024")
    assert [(p.prelast_names, p.last_names, p.first_names) for p in first.persons["author"]] == [
        ([], ["Moreau"], ["C."]), (["van"], ["Dam"], ["B."]),
    ]  # fmt: skip
    call = found.entries["xinhua2026b"]
    assert (call.type, call.fields["date"], call.fields["month"]) == ("misc", "2026-02-04", "February")
    assert call.fields["title"] == "Xi holds phone call with {Vladimir} {Putin}"
    ministry = found.entries["ministryoftraderomeandpa2025"].persons["author"]
    assert [p.last_names for p in ministry] == [["{Ministry of Trade, Rome and Paris}"]]
    odd = found.entries["mullernd"]
    assert plain(odd.fields["title"]) == "Über {Dämme} und C^2 ~ #1"
    assert odd.fields["url"] == "https://example.org/a_b?c=1&d=%7Bx%7D"
    assert found.entries["brandt2018"].fields["booktitle"] == "The shallow sea"
    assert found.entries["ref8-2023"].fields["title"] == "Рельсы вместо рек"


def test_ris_is_read_back_by_another_parser() -> None:
    found = rispy.loads(bibliography(REFERENCES, "ris").decode())
    assert [record["id"] for record in found] == list(keys(REFERENCES))
    first = found[0]
    assert (first["type_of_reference"], first["title"]) == ("JOUR", "Mud & money: 50% of NATO’s_costs")
    assert first["authors"] == ["Moreau, C.", "van Dam, B."]
    assert (first["secondary_title"], first["volume"], first["number"]) == ("Coastal Works", "12", "3")
    assert (first["start_page"], first["end_page"], first["year"]) == ("44", "61", "2024")
    assert (first["doi"], first["urls"]) == ("10.5555/f_2", ["https://doi.org/10.5555/f_2"])
    assert (found[2]["type_of_reference"], found[2]["date"], found[2]["authors"]) == ("ELEC", "2026/02/04/", ["Xinhua"])
    assert (found[5]["date"], found[6]["type_of_reference"]) == ("2025/05//", "CHAP")
    assert (found[6]["secondary_title"], found[6]["publisher"]) == ("The shallow sea", "Harbour Press")


def test_csl_is_taken_by_a_citation_processor() -> None:
    items = json.loads(bibliography(REFERENCES, "csl"))
    found = CiteProcJSON(items)
    assert list(found) == list(keys(REFERENCES))
    first = found["moreau2024a"]
    assert (first.type, str(first["title"])) == ("article-journal", "Mud & money: 50% of NATO’s_costs")
    assert [(name.family, name.given) for name in first["author"]] == [("Moreau", "C."), ("van Dam", "B.")]
    assert (first["issued"].year, found["xinhua2026a"]["issued"].day) == (2024, 4)
    assert items[0]["page"] == "44-61"
    assert items[2]["author"] == [{"literal": "Xinhua"}]
    assert "issued" not in items[4]
    assert items[5]["issued"] == {"date-parts": [[2025, 5]]}


WORDS = st.text(st.sampled_from("aZéЖ中 &%$#_{}~^\\@,.=\n"), min_size=1, max_size=40).filter(str.strip)


@given(WORDS, WORDS, WORDS)
def test_whatever_a_list_says_the_files_stay_whole(title: str, name: str, container: str) -> None:
    works = [
        Reference(0, 0, "x", (Author(literal=" ".join(name.split())),), "2024", "2024", title, container=container),
        made("Tan", "W.", "Silt"),
    ]
    expected = " ".join(title.split())
    entries = pybtex.database.parse_string(bibliography(works, "bibtex").decode(), "bibtex").entries
    assert len(entries) == 2
    told = next(iter(entries.values())).fields
    assert "".join(plain(told["title"]).split()) == "".join(expected.split())
    assert [record["title"] for record in rispy.loads(bibliography(works, "ris").decode())] == [expected, "Silt"]
    assert json.loads(bibliography(works, "csl"))[0]["title"] == title


@pytest.mark.parametrize("form", FORMS)
def test_an_empty_list_is_an_empty_file(form: str) -> None:
    assert bibliography([], form).strip() in {b"", b"[]"}
