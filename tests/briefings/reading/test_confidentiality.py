"""What a text says of its own secrecy proposes a marking; what it says of others' does not."""

import tomllib
from datetime import UTC, datetime
from pathlib import Path

import pytest

from briefings.languages import LANGUAGES
from briefings.model.marking import Marking
from briefings.reading import confidentiality, read

SAYS: list[tuple[str, Marking, str]] = [
    ("CONFIDENTIAL", "RED", ""),
    ("Strictly confidential – not for distribution", "RED", ""),
    ("Distribution: internal", "AMBER+STRICT", ""),
    ("FOR INTERNAL USE ONLY | Harbour office", "AMBER+STRICT", ""),
    ("Nur für den internen Gebrauch", "AMBER+STRICT", ""),
    ("Usage interne uniquement", "AMBER+STRICT", ""),
    ("Для служебного пользования", "AMBER+STRICT", ""),
    ("内部资料，请勿外传", "AMBER+STRICT", ""),
    ("密级：机密", "RED", ""),
    ("**Embargoed until 4 December 2026, 09:00**", "RED", "2026-12-04 09:00"),
    ("Under embargo until 00:01 GMT on 4 December 2026", "RED", "2026-12-04 00:01"),
    ("Sperrfrist: 4. Dezember 2026, 9 Uhr", "RED", "2026-12-04 09:00"),
    ("Sous embargo jusqu’au 4 décembre 2026 à 9 h", "RED", "2026-12-04 09:00"),
    ("Эмбарго до 4 декабря 2026 года, 09:00", "RED", "2026-12-04 09:00"),
    ("2026年12月4日9时前禁止发布", "RED", "2026-12-04 09:00"),
    ("Embargoed until the minister has spoken", "RED", ""),
    ("Embargoed for release until 4 December 2026, 09:00", "RED", "2026-12-04 09:00"),
    ("TOP SECRET//NOFORN", "RED", ""),
    ("Strictly Confidential", "RED", ""),
    ("Confidential, for the board", "RED", ""),
    ("OFFICIAL-SENSITIVE", "AMBER+STRICT", ""),
    ("VS-NfD", "AMBER+STRICT", ""),
    ("VS – Nur für den Dienstgebrauch", "AMBER+STRICT", ""),
    ("Streng geheim", "RED", ""),
    ("Secret-défense", "RED", ""),
    ("Diffusion restreinte", "AMBER+STRICT", ""),
    ("Совершенно секретно", "RED", ""),
    ("Гриф секретности: секретно", "RED", ""),
    ("机密★10年", "RED", ""),
    ("绝密", "RED", ""),
    ("秘密", "RED", ""),
    ("内部资料", "AMBER+STRICT", ""),
]


def paper(line: str) -> bytes:
    return f"# The weir\n\n{line}\n\n## Building\n\nThe weir was built in 1931.\n".encode()


@pytest.mark.parametrize(("line", "marking", "end"), SAYS)
def test_a_line_that_says_nothing_else_proposes_a_marking(line: str, marking: Marking, end: str):
    found = read("weir.md", paper(line)).proposal
    assert found
    at = found.when.at if found.when else None
    assert (found.words, found.marking, f"{at:%Y-%m-%d %H:%M}" if at else "") == (line.strip("*"), marking, end)


@pytest.mark.parametrize(
    "line",
    [
        "The oil embargo until 5 February 2023",
        "Embargo on Russian oil until 5 February 2023",
        "Confidential papers show a plan",
        "The talks were confidential.",
        "The internal market",
        "Секретно построенная дамба",
        "internal use.",  # the end of a sentence that is broken into lines
        "Top secret papers, strictly confidential letters and restricted maps",
        "The secret: internal pressure",
        "这些机密文件属于内部资料库",
    ],
)
def test_a_text_about_secrets_proposes_none(line: str):
    assert read("weir.md", paper(line)).proposal is None


def test_front_matter_proposes_one_and_a_marking_by_name_goes_before():
    assert read("weir.md", b"---\ndistribution: internal\n---\n" + paper("")).proposal
    draft = read("weir.md", paper("TLP:GREEN\n\nCONFIDENTIAL"))
    assert (draft.marking, draft.proposal) == ("GREEN", None)


def test_an_embargo_that_has_ended_proposes_nothing_any_more():
    found = read("weir.md", paper("Embargoed until 4 December 2026, 09:00 GMT")).proposal
    assert found
    assert not found.is_over(datetime(2026, 12, 4, 8, 59, tzinfo=UTC))
    assert found.is_over(datetime(2026, 12, 4, 9, tzinfo=UTC))


def test_each_language_declares_its_terms_once():
    table = tomllib.loads(Path(confidentiality.__file__).with_name("secrecy_terms.toml").read_text("utf-8"))
    assert set(table) == set(LANGUAGES)
    for of in table.values():
        assert set(of) == {"RED", "AMBER+STRICT", "embargo"}
        terms = [term for kind in of.values() for term in kind]
        assert len(terms) == len(set(terms))
