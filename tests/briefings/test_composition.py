"""Prose of a text's own sentences: which come together, and that no answer of a model says anything else."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefings.answers.context import in_context, missing_context
from briefings.model.analysis import Draft
from briefings.reading import read
from briefings.service import SAMPLE
from briefings.summarising.composing import Paragraph, compose, excerpts, relative
from briefings.summarising.passages import SourceSentence
from briefings.text.terms import word_count
from tests.examples import examples
from tests.fakes.texts import in_a_text, in_sections

FREE = "Trains carry half of the timber to Gdansk by night."
REST = ("Norvik hired nine clerks.", "Orle paved two roads.", "Velden lit its quay.", "Gdansk bought a crane.")


def offered(text: str) -> dict[str, str]:
    """What may be chosen from a file."""
    of = read("text.md", text.encode())
    found = excerpts(in_context(of, [(each.start, each.end) for each in of.sentences]))
    return {id_: excerpt.text for id_, excerpt in found.items()}


def said(ids: list[str], *texts: str, words: int = 1000) -> list[str]:
    """What is told of a section with a paragraph for each text."""
    sentences = in_sections(tuple(Paragraph((text,)) for text in texts))
    return [one.text for one in compose(ids, excerpts(sentences), sentences, words).sentences]


def test_a_paragraph_is_told_whole() -> None:
    found = excerpts(in_sections((Paragraph(REST), Paragraph((FREE,)))))
    assert [found[str(n)].sentences for n in range(1, 6)] == [(0, 1, 2, 3)] * 4 + [(4,)]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("The dam is safe in any flood.", "This is false."),
        ("The dam is safe in any flood.", "But no engineer has seen it."),
        ("Did the yard close in May?", "Ledgers show wages for all of June and July."),
        ("The union put it like this:", "The mill closed on Monday."),
        ("There are three ways.", "Norvik pays."),
        ("水库在任何洪水中都是安全的。", "这种说法是错误的。"),
        ("Плотина выдержит любое наводнение.", "Это неправда."),
    ],
)
def test_a_paragraph_that_depends_on_the_one_before_it_or_is_introduced_by_it_comes_with_it(
    first: str, second: str
) -> None:
    found = excerpts(in_sections((Paragraph(REST), Paragraph((FREE, first)), Paragraph((second,)))))
    assert [found[id_].sentences for id_ in "567"] == [(4, 5, 6)] * 3


def test_a_quotation_comes_with_the_paragraphs_around_it() -> None:
    quoted = Paragraph(("“The dam is safe.”",), quoted=(True,))
    found = excerpts(in_sections((Paragraph(REST), quoted, Paragraph((FREE,)))))
    assert {excerpt.sentences for excerpt in found.values()} == {tuple(range(6))}


def test_a_sentence_that_opens_a_section_comes_with_the_next_paragraph() -> None:
    opener = "According to the union, the mill closed on Monday."
    found = excerpts(in_sections((Paragraph((opener,)), Paragraph(REST), Paragraph((FREE,)))))
    assert [found[id_].sentences for id_ in "126"] == [tuple(range(5))] * 2 + [(5,)]


@pytest.mark.parametrize(
    "texts", [("He was never charged by any court.",), ("Is the mill safe?",), tuple(f"{FREE} {n}." for n in range(11))]
)
def test_what_lacks_its_context_or_is_too_long_is_not_offered(texts: tuple[str, ...]) -> None:
    assert not excerpts(in_a_text(*texts))


def test_only_texts_whose_pronouns_are_known_are_offered() -> None:
    assert offered(f"# Timber\n\n{FREE}\n")
    assert not offered("# Holz\n\nDie Züge bringen in der Nacht die Hälfte von dem Holz nach Danzig.\n")


def test_items_of_a_list_come_with_the_line_that_leads_them_in_and_that_line_never_comes_alone() -> None:
    items = "- Kestrel Timber owns the port of Orle.\n- Velden pays taxes to the crown of Orle.\n"
    found = offered(f"# Timber\n\n## Rivals\n\nThe leaflet reads as follows:\n\n{items}\n{FREE}\n")
    told = "The leaflet reads as follows: Kestrel Timber owns the port of Orle. Velden pays taxes to the crown of Orle."
    assert list(found.values()) == [told, told, told, FREE]


def test_a_sentence_is_not_offered_without_those_that_it_may_only_be_told_with() -> None:
    sentences = in_a_text("The dam is safe in any flood.", "This is false.", FREE)
    assert list(excerpts(sentences[:1])) == list(excerpts(sentences[1:2])) == []
    assert not excerpts([SourceSentence(FREE)])


def test_what_is_missing_is_found_in_the_text() -> None:
    text = f"# Timber\n\n## Dam\n\nThe dam is safe in any flood. This is false.\n\n{FREE}\n"
    of = read("text.md", text.encode())
    spans = [(each.start, each.end) for each in of.sentences]
    assert missing_context(of, spans[:1]) == spans[1:2]
    assert missing_context(of, spans[2:]) == []


def test_passages_of_a_section_are_told_in_the_texts_order_and_sections_in_the_models() -> None:
    sentences = in_sections((Paragraph((FREE,)),), (Paragraph(REST[:2]), Paragraph(REST[2:])))
    prose = compose(["4", "1", "2"], excerpts(sentences), sentences, 1000)
    assert [one.text for one in prose.sentences] == [" ".join(REST[:2]), " ".join(REST[2:]), FREE]


@pytest.mark.parametrize("ids", [["1", "2"], ["2", "1"], ["2", "2"], ["2"]])
def test_excerpts_that_overlap_are_told_once(ids: list[str]) -> None:
    texts = "Karin Dahl met Paul Aubry in Oslo.", "She signed the protocol."
    assert said(ids, *texts) == [" ".join(texts)]


def test_nothing_comes_between_a_sentence_and_the_one_that_leans_on_it() -> None:
    texts = "Many traders believe that the bank will cut rates.", "But that view is wrong.", FREE
    for ids in (["1", "3", "2"], ["3", "1"], ["2", "3"]):
        assert " ".join(texts[:2]) in " ".join(said(ids, *texts))


def test_what_is_kept_of_prose_does_not_depend_on_where_its_section_stands() -> None:
    section = (Paragraph(("The dam is safe in any flood.", "This is false.", FREE)),)
    alone, behind = in_sections(section), in_sections((Paragraph((FREE,)),), section)[1:]
    assert relative(alone) == relative(behind)
    assert relative(alone) != relative(in_sections((Paragraph(("The dam is safe in any flood.",)),), section)[1:3])


def draft() -> Draft:
    return read(SAMPLE.name, SAMPLE.read_bytes())


MATERIAL = in_context(draft(), [(each.start, each.end) for each in draft().sentences])
OFFERED = excerpts(MATERIAL)
IDS = st.sampled_from([*OFFERED, "0", "999", "1z", ""])


@settings(max_examples=examples(150))
@given(st.lists(IDS | st.text(max_size=5), max_size=12))
def test_no_answer_says_a_word_that_is_not_the_texts(ids: list[str]) -> None:
    prose = compose(ids, OFFERED, MATERIAL, 150)
    assert sum(word_count(one.text) for one in prose.sentences) <= 150
    for one in prose.sentences:
        assert one.text == " ".join(MATERIAL[index].text for index in one.rests_on)


@pytest.mark.parametrize(
    "path", sorted((Path(__file__).parents[1] / "samples" / "reading").glob("*.txt")), ids=lambda path: path.name
)
def test_each_excerpt_is_consecutive_sentences_of_the_text(path: Path) -> None:
    of = read(path.name, path.read_bytes())
    sentences = in_context(of, [(each.start, each.end) for each in of.sentences])
    found = excerpts(sentences)
    assert found
    for excerpt in found.values():
        first, last = excerpt.sentences[0], excerpt.sentences[-1]
        assert excerpt.sentences == tuple(range(first, last + 1))
        assert all(sentences[index].text in excerpt.text for index in excerpt.sentences)


def test_a_long_section_of_leaning_sentences_is_judged_in_a_moment() -> None:
    found = excerpts(in_a_text(*(f"It fell to {number} crowns, “they” said." for number in range(2_000))))
    assert not found
