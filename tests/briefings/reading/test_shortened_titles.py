"""Citations in MLA style: works are told apart by shortened names and titles."""

import pytest

from briefings.model.analysis import Draft
from briefings.reading import read

HEAD = "Winter Quays and Their Keepers\n\n"
FIRST = "Keepers of winter quays write more letters than their masters do."
LISTED = """

Works Cited

Ames, Ruth. *Quays in Snow*. Pilot Press, 2008.

---. *Letters from a Quay*. Pilot Press, 2012.

"Cold Trade." *The Port Courier*, 3 Feb. 2019, p. B2.

*Dorn v. Harbour Office of the North*. 12 Northern Reports 40, 1989.

Harbour Office of the Northern Coast. *Yearbook of Ice*. Government Printer, 2020. Accessed 12 Jan. 2025.

Osei, Kofi, and Mia Lund. *Ice at Work*. Lagoon UP, 2017.
"""


def essay(sentence: str) -> Draft:
    return read("a.txt", f"{HEAD}{FIRST} They were many (Osei and Lund 3). {sentence}{LISTED}".encode())


@pytest.mark.parametrize(
    ("words", "work"),
    [
        ("(Ames, Quays 12)", 0),
        ("(Ames, *Letters* 88-89)", 1),
        ("(Ames, Letters, vol. 2, p. 31)", 1),
        ("(Letters 1: 14)", 1),
        ("(“Cold Trade” B2)", 2),
        ('("Cold Trade" B2)', 2),
        ("(Dorn v. Harbour Office)", 3),
        ("(Harbour Office 33)", 4),
        ("(Harb. Office of the Northern Coast 33)", 4),
        ("(Osei and Lund, ch. 3)", 5),
        ("(Osei and Lund, lines 3-7)", 5),
        ("(qtd. in Osei and Lund C1-C2)", 5),
        ("(Osei and Lund par. 12)", 5),
    ],
)
def test_a_work_is_told_by_shortened_name_or_title(words: str, work: int):
    found = [each.references for each in essay(f"Nobody counted them {words}.").citations]
    assert found == [(5,), (work,)]


@pytest.mark.parametrize(
    "words", ["(Winter 33)", "(Office 33)", "(Harbour Review 33)", "(ice 3)", "(in 2019)", "(Table 4)"]
)
def test_words_that_name_no_work_link_nothing(words: str):
    assert [each.references for each in essay(f"Nobody counted them {words}.").citations if each.references] == [(5,)]
