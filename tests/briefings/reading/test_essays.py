"""Students' essays in MLA style: the title below the student's lines, and citations by author, short title and page."""

from briefings.model.analysis import Draft
from briefings.reading import read

HARBOUR = """Lena Ortiz

Professor Hale

English 210

14 October 2025

Salt and Silence in the Harbour Novels

Nora Finch wrote two books about one harbour. In the first, the sea "forgives nobody who counts" (Finch, Salt 41). \
In the second it is "a clerk with wet hands" (Finch, Silence 12). Marsh finds the change "more tired than wise" (88). \
A newspaper called it a retreat (Doyle B2). The board agreed that readers came (Skarvik Port Authority 7). Others see \
a joke (Marsh, ch. 3). One essay argues that the quay is the only hero ("Quays" 14).

Works Cited

Doyle, Peter. "A Harbour Retreats." The Northern Post, 4 May 2019, p. B2.

Finch, Nora. Salt on the Stairs. Harbour Press, 1998.

---. Silence at Low Tide. Harbour Press, 2004.

Marsh, Ivo. Reading the Water. Lund UP, 2011.

"Quays and Their Keepers." Coast Review, vol. 3, no. 2, 2015, pp. 10-22.

Skarvik Port Authority and Harbour Museum. Visitors of the Quay, 2010-2018. Skarvik, 2019.

Winter, Ada. Boats Nobody Sailed. Oslo, 2001.
"""
LIGHTHOUSE = """Tom Reyes
Dr. Fenn
ENGL 1301
3 March 2024

Who Owns the Lighthouse?

The keeper "keeps nothing" (Ash, "Lamp" 5). Later she keeps a diary (Ash, Nights ch. 2). The council wrote \
that light is a good (North Coast Council 19). One reader disagrees (Bell par. 4).

Works Cited

Ash, Mira. "The Lamp and the Log." Island Stories, edited by Jo Penn, Reef Press, 2011, pp. 1-20.

---. Nights of Salt. Reef Press, 2015.

Bell, Theo. "Against Light." Coast Online, 2 June 2020, coast.example/light.

North Coast Council for the Care of Lights. Light for All. Skarvik, 2003.
"""


def cited(draft: Draft) -> dict[str, tuple[int, ...]]:
    return {draft.text[each.start : each.end].replace("\n", " "): each.references for each in draft.citations}


def test_the_title_of_an_essay_stands_below_its_student_course_and_day() -> None:
    for text, title, day in (
        (HARBOUR, "Salt and Silence in the Harbour Novels", "2025-10-14"),
        (LIGHTHOUSE, "Who Owns the Lighthouse?", "2024-03-03"),
    ):
        draft = read("essay.txt", text.encode())
        assert (draft.title, str(draft.published)) == (title, day)
        assert [section.heading for section in draft.sections] == ["Works Cited"]
        assert draft.sentences[0].start > draft.text.index(title)


def test_a_paper_that_opens_with_a_name_and_no_course_keeps_its_title() -> None:
    draft = read("paper.txt", b"Lena Ortiz\n\n14 October 2025\n\nThe quay stays shut until the spring, they say.\n")
    assert draft.title == "Lena Ortiz"


def test_short_titles_pages_of_newspapers_and_chapters_find_their_works() -> None:
    assert cited(read("essay.txt", HARBOUR.encode())) == {
        "(Finch, Salt 41)": (1,),
        "(Finch, Silence 12)": (2,),
        "(88)": (3,),
        "(Doyle B2)": (0,),
        "(Skarvik Port Authority 7)": (5,),
        "(Marsh, ch. 3)": (3,),
        '("Quays" 14)': (4,),
    }
    assert cited(read("essay.txt", LIGHTHOUSE.encode())) == {
        '(Ash, "Lamp" 5)': (0,),
        "(Ash, Nights ch. 2)": (1,),
        "(North Coast Council 19)": (3,),
        "(Bell par. 4)": (2,),
    }


def test_no_date_is_read_out_of_an_entry() -> None:
    for text in (HARBOUR, LIGHTHOUSE):
        draft = read("essay.txt", text.encode())
        assert all(each.start < draft.text.index("Works Cited") for each in draft.dates)
        assert not draft.mentions
