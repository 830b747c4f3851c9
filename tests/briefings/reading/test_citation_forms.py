"""Citations outside the classical styles: interviews, labels, cases, natural-order authors, corporate books."""

from briefings.model.analysis import Draft
from briefings.reading import read

PROSE = "The caverns in the north are watched by three companies, and none of them publishes a forecast of its own."


def paper(words: str, *entries: str) -> Draft:
    listed = "\n\n".join(("## References", *entries)) if entries else ""
    return read("a.md", f"# Ports\n\n## Work\n\n{words} {PROSE}\n\n{listed}\n".encode())


def noted(words: str, *notes: str) -> Draft:
    listed = "\n".join(f"{number}. {note}" for number, note in enumerate(notes, 1))
    return read("a.txt", f"Ports\n\nWork\n\n{words} {PROSE}\n\nNotes\n\n{listed}\n".encode())


def cited(draft: Draft) -> list[tuple[str, tuple[int, ...]]]:
    return [(one.text, one.references) for one in draft.citations]


def test_labels_in_brackets_cite_the_entries_that_bear_them():
    draft = paper(
        "The levels follow [SP 800-63] and [ISO 29115, p. 4]. Tokens are defined in [RFC7519]. An [aside] is none.",
        "[SP 800-63] NIST. Digital identity guidelines. 2017.",
        "[ISO 29115] ISO. Entity authentication assurance framework. 2013.",
        "[RFC7519] Jones, M. JSON web token. 2015.",
    )
    assert cited(draft) == [("[SP 800-63]", (0,)), ("[ISO 29115, p. 4]", (1,)), ("[RFC7519]", (2,))]
    assert [work.authors[0].name for work in draft.references] == ["NIST", "ISO", "Jones"]


def test_authors_in_natural_order_are_persons():
    draft = paper(
        "Nets learn (Okafor and Brandt, 2019). Others differ (Moreno et al., 2012).",
        "Ngozi Okafor and Lena Brandt. 2019. Deep nets for all. Journal of Nets, 3:1–9.",
        "Ines Moreno, Wei Tan, and Ada Lund. 2012. Sound in speech. Signal Magazine.",
    )
    assert [[one.family for one in work.authors] for work in draft.references] == [
        ["Okafor", "Brandt"],
        ["Moreno", "Tan", "Lund"],
    ]
    assert [references for _, references in cited(draft)] == [(0,), (1,)]


def test_a_corporate_author_with_commas_is_no_title():
    body = "United Nations, Department of Economic and Social Affairs, Population Division"
    draft = noted("Rules changed.¹", f"{body}, World Population Prospects (New York: United Nations, 2022), 14.")
    (work,) = draft.references
    assert (work.authors[0].name, work.title, work.year) == (body, "World Population Prospects", "2022")


def test_cases_and_statutes_are_works_and_id_repeats_the_one_before():
    draft = noted(
        "The rule stands.¹ The court agreed.² It did so again.³ Others differ.⁴ There is a law.⁵",
        "Harbour v. Pilot, 410 U.S. 113, 120 (1973).",
        "Id. at 125.",
        "Mill v. Weir, 45 F.3d 1234, 1238 (9th Cir. 1995).",
        "See id. at 1240.",
        "42 U.S.C. § 1983.",
    )
    assert [(work.title, work.year) for work in draft.references] == [
        ("Harbour v. Pilot", "1973"),
        ("Mill v. Weir", "1995"),
        ("42 U.S.C. § 1983", None),
    ]
    assert cited(draft) == [("¹", (0,)), ("²", (0,)), ("³", (1,)), ("⁴", (1,)), ("⁵", (2,))]


def test_a_note_that_explains_is_no_missing_reference():
    draft = noted(
        "The quay is old.¹ Costs rose.²", "It was rebuilt twice after fires.", "Wei Tan, “Silt,” Fleet 6 (2023): 1."
    )
    assert cited(draft) == [("²", (0,))]


def test_round_brackets_cite_a_list_by_name_out_of_order() -> None:
    order = (4, 2, 6, 1, 5, 3)
    said = " ".join(f"The ice came late in year {at}, as Holm shows ({at}) for the quay." for at in order)
    listed = "\n\n".join(f"[{at}] {name} Holm. Ice {at}. Coast, {2000 + at}." for at, name in enumerate("ABCDEF", 1))
    draft = read("a.txt", f"Ice\n\nSummary\n\n{said}\n\nReferences\n\n{listed}\n".encode())
    assert [(one.text, one.references) for one in draft.citations] == [
        (f"({at})", (at - 1,)) for at in (4, 2, 6, 1, 5, 3)
    ]


def test_numbered_parts_of_a_sentence_cite_nothing() -> None:
    said = "They ask (1) who came, (2) who went, (3) who stayed, (4) who paid and (5) who counted. "
    listed = "\n\n".join(f"[{at}] {name} Holm. Ice {at}. Coast, {2000 + at}." for at, name in enumerate("ABCDE", 1))
    draft = read("a.txt", f"Ice\n\nSummary\n\n{said * 2}\n\nReferences\n\n{listed}\n".encode())
    assert not [one for one in draft.citations if one.references]


def test_a_number_right_behind_a_word_cites_where_a_text_cites_so() -> None:
    entries = [f"{n}. Tan, W. (201{n}). Silt {n}. Fleet Press." for n in range(1, 4)]
    draft = paper("Silt moves.[1] The results[2] and the key[3] are known.", *entries)
    assert cited(draft) == [("[1]", (0,)), ("[2]", (1,)), ("[3]", (2,))]
