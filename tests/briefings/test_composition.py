"""Prose of a text's own sentences: which come together, and that no answer of a model says anything else."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefings.answers.context import in_context, missing_context
from briefings.model.analysis import Draft
from briefings.reading import read
from briefings.service import SAMPLE
from briefings.summarising.composing import Paragraph, SectionParagraphs, compose, excerpts, relative
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
    sentences = in_sections(SectionParagraphs(tuple(Paragraph((text,)) for text in texts)))
    return [one.text for one in compose(ids, excerpts(sentences), sentences, words).sentences]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("The dam is safe in any flood.", "This is false."),
        ("The dam is safe in any flood.", "So at least the ministry claims."),
        ("The bank hid 40 million crowns in 2024.", "The rumour is untrue."),
        ("Norvik paid the yard in full.", "It did not."),
        ("Norvik paid the yard in full.", "Hardly."),
        ("Norvik paid the yard in full.", "Not a crown has reached the yard."),
        ("Norvik paid the yard in full.", "The auditors would later call the story an invention."),
        ("The dam leaked in every spring since 1990.", "Nothing of the kind is known in the valley."),
        ("Lena Roth put the loss at 400 million crowns.", "The correct figure is 40 million."),
        ("Rivals share the market in Lindvik.", "Kestrel Timber disputes that claim in court."),
        ("“The dam is safe in any flood.", "The gates are new,” the minister said."),
        ("Did the yard close in May?", "Ledgers show wages for all of June and July."),
        ("水库在任何洪水中都是安全的。", "这种说法是错误的。"),
        ("水库在任何洪水中都是安全的。", "事实并非如此。"),
        ("Плотина выдержит любое наводнение.", "Это неправда."),
        ("Плотина выдержит любое наводнение.", "Вовсе нет."),
    ],
)
def test_a_sentence_comes_with_the_next_one_that_points_back_to_it(first: str, second: str) -> None:
    found = excerpts(in_a_text("Kestrel Timber of Velden opened the mill in 2019.", first, second, *REST))
    assert found
    for excerpt in found.values():
        assert (1 in excerpt.sentences) == (2 in excerpt.sentences)


def test_a_paragraph_is_told_from_its_beginning_and_shows_where_it_goes_on() -> None:
    sentences = in_a_text(FREE, "The pilot has a tale of his own.", "Two ships sank off Orle.", *REST)
    found = excerpts(sentences)
    assert found["4"].sentences == (0, 1, 2, 3)
    assert [one.cut for one in compose(["4"], found, sentences, 100).sentences] == [True]
    assert [one.cut for one in compose(["7"], found, sentences, 100).sentences] == [False]


@pytest.mark.parametrize(
    "later",
    [
        "Auditors found no such ship.",
        "Most of the council voted against.",
        "实际上没有船。",
        "Биологи ничего не нашли.",
    ],
)
def test_what_a_later_sentence_of_a_paragraph_may_take_back_comes_with_it(later: str) -> None:
    found = excerpts(in_a_text("The pilot has a tale.", "Two ships sank off Orle.", *REST, later, FREE))
    assert found["1"].sentences == tuple(range(7))


def test_a_pronoun_that_stands_for_what_follows_points_to_nothing_before_it() -> None:
    assert list(excerpts(in_a_text("To its critics the deal is a gift to the generals."))) == ["1"]
    assert not excerpts(in_a_text("To its owners it is a gift."))


@pytest.mark.parametrize("texts", [REST, ("Is the dam safe?", *REST), ("Three myths survive.", *REST)])
def test_a_short_paragraph_and_one_that_asks_or_counts_claims_are_told_whole(texts: tuple[str, ...]) -> None:
    found = excerpts(in_a_text(*texts))
    assert {excerpt.sentences for excerpt in found.values()} == {tuple(range(len(texts)))}


@pytest.mark.parametrize(
    "opener",
    [
        "According to the union, the mill closed on Monday.",
        "If the ferry stops, the islands run out of bread.",
        "Under the plan, Norvik gives up the quay.",
        "Skippers in Orle dream of a far larger fleet at sea.",
        "Prices below are in crowns of 1990.",
        "In rats the drug halves the tumours.",
        "Seen from the capital, the matter is simple.",
        "По словам профсоюза, завод закрылся в понедельник.",
        "据工会称，工厂周一关闭。",
    ],
)
def test_a_paragraph_of_one_sentence_that_may_hold_for_the_next_one_comes_with_it(opener: str) -> None:
    of = in_sections(SectionParagraphs((Paragraph((FREE,)), Paragraph((opener,)), Paragraph(REST))))
    found = excerpts(of)
    assert found["3"].sentences[0] == 1
    assert found["1"].sentences == (0,)


def test_several_claims_come_with_the_sentence_that_speaks_of_them_all() -> None:
    found = excerpts(
        in_a_text("Smugglers from Orle set the fire.", "Insurers in Velden arranged it all.", "Neither is true.")
    )
    assert {excerpt.sentences for excerpt in found.values()} == {(0, 1, 2)}


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        (f"## Scenario two: a blockade\n\n{FREE}\n\n## Facts\n\n{FREE}", ["2"]),
        (f"## What the mayor says\n\n{FREE}\n\n### The mill\n\n{FREE}", []),
        (f"## Three myths\n\n{FREE}", []),
        (f"## Is the mill safe?\n\n{FREE}", []),
        (f"## 情景：封锁\n\n{FREE}", []),
        (f"## Что говорит мэр\n\n{FREE}", []),
        (f"## Outlook\n\nConsider a blockade of Gdansk.\n\n{FREE}\n\n{FREE}", ["1"]),
        (f"## Facts\n\nHe was never charged by any court.\n\n{FREE}", ["2"]),
        (f"## Facts\n\nThis is what happened in Velden: {FREE}", []),
    ],
)
def test_under_a_heading_or_a_sentence_that_supposes_or_claims_nothing_is_offered(text: str, ids: list[str]) -> None:
    assert list(offered(f"# Timber\n\n{text}\n")) == ids


def test_items_of_a_list_come_with_the_line_that_leads_them_in_and_that_line_never_comes_alone() -> None:
    items = "- Kestrel Timber owns the port of Orle.\n- Velden pays taxes to the crown of Orle.\n"
    found = offered(f"# Timber\n\n## Rivals\n\nThe leaflet reads as follows:\n\n{items}\n{FREE}\n")
    assert found["1"] == found["2"] == "The leaflet reads as follows: Kestrel Timber owns the port of Orle."
    assert found["3"].startswith("The leaflet reads as follows: Kestrel")
    assert found["4"] == FREE


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
    first, second = "Paul Aubry met Karin Dahl in Oslo.", "Exports from Norvik rose by 12 per cent in 2024."
    assert said(["2", "1"], first, second) == [first, second]
    sentences = in_sections(
        SectionParagraphs((Paragraph((first,)),)), SectionParagraphs((Paragraph((second,)), Paragraph((FREE,))))
    )
    prose = compose(["3", "1", "2"], excerpts(sentences), sentences, 1000)
    assert [one.text for one in prose.sentences] == [second, FREE, first]


@pytest.mark.parametrize("ids", [["1", "2"], ["2", "1"], ["2", "2"], ["2"]])
def test_excerpts_that_overlap_are_told_once(ids: list[str]) -> None:
    texts = "Karin Dahl met Paul Aubry in Oslo.", "She signed the protocol."
    assert said(ids, *texts) == [" ".join(texts)]


def test_nothing_comes_between_a_sentence_and_the_one_that_leans_on_it() -> None:
    texts = "Many traders believe that the bank will cut rates.", "We do not share that view.", FREE
    for ids in (["1", "3", "2"], ["3", "1"], ["2", "3"]):
        assert " ".join(texts[:2]) in " ".join(said(ids, *texts))


def test_what_is_kept_of_prose_does_not_depend_on_where_its_section_stands() -> None:
    section = SectionParagraphs((Paragraph(("The dam is safe in any flood.", "This is false.", FREE)),))
    alone, behind = in_sections(section), in_sections(SectionParagraphs((Paragraph((FREE,)),)), section)[1:]
    assert relative(alone) == relative(behind)
    assert relative(alone) != relative(
        in_sections(SectionParagraphs((Paragraph(("The dam is safe in any flood.",)),)), section)[1:3]
    )


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
