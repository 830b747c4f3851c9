"""Bare citations of decisions and the lines of the parties are no sentences of a court's paper."""

import pytest

from briefings.reading import read
from briefings.reading.citing.court_papers import is_legal_citation


@pytest.mark.parametrize(
    "words",
    [
        "Id. at 38.",
        "See id. at 40–41.",
        "Ibid.",
        "Harbour Co. v. Ice Corp., 512 U.S. 34, 38 (1994).",
        "12 Port 34, 36 (5th Cir. 2001).",
        "See, e.g., Holm v. Town of Vik, 10 F.3d 12, 14 n.3 (2d Cir. 1999) (en banc); id. at 40.",
        "In re Holm, 44 B.R. 12 (Bankr. D. Me. 1984).",
    ],
)
def test_a_bare_citation_is_known(words: str) -> None:
    assert is_legal_citation(words)


@pytest.mark.parametrize(
    "words",
    [
        "The court relied on Holm v. Ice, 512 U.S. 34 (1994).",
        "See the quay at night.",
        "In 2001 the town paid 12 million (see page 3).",
        "12 Ships sailed.",
        "Holm v. Ice was decided in 1994.",
        "Id. means the same.",
    ],
)
def test_a_sentence_about_a_case_is_none(words: str) -> None:
    assert not is_legal_citation(words)


PAPER = """Harbour Company,

Plaintiff,

v.

Ice Corporation, et al.,

Defendants.

No. 12-345

OPINION

The quay is public land. Holm v. Town, 5 Port 12 (2001). The plaintiff says the ice is a nuisance. Id. at 38.
It is one. The order is affirmed by this court for the reasons that follow.
"""


def test_party_lines_and_citations_are_no_sentences() -> None:
    for text in (PAPER, "Harbour Company, Plaintiff, v. Ice Corporation, Defendant.\n\n" + PAPER.partition("No.")[2]):
        draft = read("a.txt", text.encode())
        said = [" ".join(draft.text[one.start : one.end].split()) for one in draft.sentences]
        assert said == [
            "The quay is public land.",
            "The plaintiff says the ice is a nuisance.",
            "It is one.",
            "The order is affirmed by this court for the reasons that follow.",
        ]


@pytest.mark.parametrize(
    "words",
    [
        "The court denied the petition in Holm, Petitioner v. Port Union. The judge was angry.",
        "A new docket entry has been added for Ada Holm, Petitioner v. Port Union. It is on the court's page.",
        "The brief of Ice Corporation, Appellant v. the town was filed late.",
    ],
)
def test_a_sentence_that_names_a_party_with_its_role_is_kept(words: str) -> None:
    draft = read("letter.txt", f"A letter\n\nThe quay is open.\n\n{words}\n".encode())
    kept = " ".join(draft.text[each.start : each.end] for each in draft.sentences)
    assert kept == f"The quay is open. {words}"


LETTER = """Harbour Court

Dear Counsel:

The court has received your appeal about the quay. It has opened a file, and its number is above.

Your brief must arrive by 3 March 2026. The court will not wait for it, since the ships leave the harbour in spring.
Please call the clerk if you can't send it.

HARBOUR COMPANY

Petitioner

v.

ADA HOLM

Respondents
"""


def test_a_caption_below_a_letter_leaves_the_letter() -> None:
    draft = read("letter.txt", LETTER.encode())
    kept = " ".join(draft.text[each.start : each.end] for each in draft.sentences)
    assert "received your appeal" in kept
    assert "3 March 2026" in kept
    assert "Petitioner" not in kept


def test_a_party_is_named_without_the_office_for_which_it_stands() -> None:
    head = "United States Court of Appeals\n\nNo. 20-1507\n\nCHAPEL OF BANGOR,\n\nPlaintiff, Appellant,\n\nv."
    below = "JANET T. MILLS, in her official capacity as Governor of the\n\nState of Maine,\n\nDefendant, Appellee."
    body = "The chapel asked the court to lift the order, and the court declined to do so at this early stage."
    assert read("ca1_1.txt", f"{head}\n\n{below}\n\n{body}\n".encode()).title == "CHAPEL OF BANGOR v. JANET T. MILLS"
