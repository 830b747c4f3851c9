"""Prose of a text's own sentences: which come together, and that no answer of a model says anything else."""

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefings.answers.context import in_context, missing
from briefings.model.analysis import Draft
from briefings.reading import read
from briefings.service import SAMPLE
from briefings.summarising.composing import Paragraph, Section, compose, connectives, excerpts, relative
from briefings.summarising.lengths import word_count
from briefings.summarising.passages import Composed, Sentence
from tests.fakes.texts import apart, in_a_text, in_sections

FREE = "Trains carry half of the timber to Gdansk by night."


def offered(text: str) -> dict[str, str]:
    """What may be chosen from a file."""
    of = read("text.md", text.encode())
    found = excerpts(in_context(of, [(each.start, each.end) for each in of.sentences]))
    return {id_: excerpt.text for id_, excerpt in found.items()}


def said(plan: list[Composed], *texts: str, words: int = 1000) -> list[str]:
    sentences = in_a_text(*texts)
    return [one.text for one in compose(plan, excerpts(sentences), sentences, words).sentences]


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
def test_a_sentence_comes_with_the_next_one_that_points_back_to_it_and_with_that_only(first: str, second: str) -> None:
    found = excerpts(in_a_text("Kestrel Timber of Velden opened the mill in 2019.", first, second))
    assert len(found) > 1
    for excerpt in found.values():
        assert (1 in excerpt.sentences) == (2 in excerpt.sentences)


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
def test_what_a_sentence_says_of_those_behind_it_comes_with_them(opener: str) -> None:
    found = excerpts(in_a_text(FREE, opener, "Kestrel Timber loses 40 orders from Gdansk.", "Velden sells two ships."))
    assert found["3"].sentences[:2] == (1, 2)
    assert found["4"].sentences[:3] == (1, 2, 3)
    assert found["1"].sentences == (0,)


def test_several_claims_come_with_the_sentence_that_speaks_of_them_all() -> None:
    found = excerpts(
        in_a_text("Smugglers from Orle set the fire.", "Insurers in Velden arranged it all.", "Neither is true.")
    )
    assert {excerpt.sentences for excerpt in found.values()} == {(0, 1, 2)}


def test_a_definite_subject_comes_with_the_sentence_before_it() -> None:
    texts = FREE, "Kestrel Timber shelled a tanker near Gdansk.", "The raid killed four sailors from the port of Orle."
    assert excerpts(in_a_text(*texts))["3"].sentences == (1, 2)
    assert excerpts(in_a_text(*texts))["2"].sentences == (1,)


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
    assert not excerpts([Sentence(FREE)])


def test_what_is_missing_is_found_in_the_text() -> None:
    text = f"# Timber\n\n## Dam\n\nThe dam is safe in any flood. This is false. {FREE}\n"
    of = read("text.md", text.encode())
    spans = [(each.start, each.end) for each in of.sentences]
    assert missing(of, spans[:1]) == spans[1:2]
    assert missing(of, spans[2:]) == []


def test_sentences_of_a_section_are_told_in_the_texts_order_and_sections_in_the_models() -> None:
    first, second = "Paul Aubry met Karin Dahl in Oslo.", "Exports from Norvik rose by 12 per cent in 2024."
    assert said([Composed(("2",)), Composed(("1",))], first, second) == [first, second]
    sentences = in_sections(Section((Paragraph((first,)),)), Section((Paragraph((second, FREE)),)))
    plan = [Composed(("3",)), Composed(("1",)), Composed(("2",))]
    prose = compose(plan, excerpts(sentences), sentences, 1000)
    assert [one.text for one in prose.sentences] == [second, FREE, first]


@pytest.mark.parametrize(
    "plan",
    [
        [Composed(("1", "2"), ("and",))],
        [Composed(("2", "1"), ("in addition",))],
        [Composed(("1",)), Composed(("2",))],
        [Composed(("2",)), Composed(("2",))],
    ],
)
def test_excerpts_that_overlap_are_told_once(plan: list[Composed]) -> None:
    texts = "Karin Dahl met Paul Aubry in Oslo.", "She signed the protocol."
    assert said(plan, *texts) == [" ".join(texts)]


def test_nothing_comes_between_a_sentence_and_the_one_that_leans_on_it() -> None:
    texts = "Many traders believe that the bank will cut rates.", "We do not share that view.", FREE
    for ids in (["1", "3", "2"], ["3", "1"], ["2", "3"]):
        assert " ".join(texts[:2]) in " ".join(said([Composed((id_,)) for id_ in ids], *texts))


def test_nothing_is_joined_under_what_somebody_claims() -> None:
    plan = [Composed(("1", "2"), ("and",))]
    sentences = apart("The company says that the mine is closed.", "The yard opened in 1988.")
    prose = compose(plan, excerpts(sentences), sentences, 100)
    assert [one.text for one in prose.sentences] == [each.text for each in sentences]


@pytest.mark.parametrize(
    ("texts", "join", "prose"),
    [
        (
            ("The mill burned down.", "The yard lost two ships."),
            "and",
            "The mill burned down, and the yard lost two ships.",
        ),
        (("Цены на рыбу выросли.", "Новый завод дал работу."), ";", "Цены на рыбу выросли; новый завод дал работу."),
        (("Завод дал работу.", "Киров потерял порт."), "и", "Завод дал работу. Киров потерял порт."),
        (("出口增长了百分之十二。", "进口下降了百分之三。"), "；", "出口增长了百分之十二；进口下降了百分之三。"),
    ],
)
def test_sentences_are_joined_where_that_is_safe(texts: tuple[str, str], join: str, prose: str) -> None:
    sentences = apart(*texts)
    made = compose([Composed(("1", "2"), (join,))], excerpts(sentences), sentences, 100)
    assert " ".join(one.text for one in made.sentences) == prose


def test_prose_adds_no_more_than_once() -> None:
    sentences = apart(*(f"The {name} lost {number} ships." for number, name in enumerate(("mill", "yard", "port"), 2)))
    plan = [Composed(("1", "2", "3"), ("in addition", "in addition"))]
    prose = compose(plan, excerpts(sentences), sentences, 100)
    assert " ".join(one.text for one in prose.sentences).count("In addition") == 1


def test_what_is_kept_of_prose_does_not_depend_on_where_its_section_stands() -> None:
    section = Section((Paragraph(("The dam is safe in any flood.", "This is false.", FREE)),))
    alone, behind = in_sections(section), in_sections(Section((Paragraph((FREE,)),)), section)[1:]
    assert relative(alone) == relative(behind)
    assert relative(alone) != relative(
        in_sections(Section((Paragraph(("The dam is safe in any flood.",)),)), section)[1:3]
    )


def draft() -> Draft:
    return read(SAMPLE.name, SAMPLE.read_bytes())


MATERIAL = in_context(draft(), [(each.start, each.end) for each in draft().sentences])
OFFERED = excerpts(MATERIAL)
IDS = st.sampled_from([*OFFERED, "0", "999", "1z", ""])
JOINS = st.sampled_from([*connectives(MATERIAL), "because", "not", "и", ""])


@settings(max_examples=150, deadline=None)
@given(st.lists(st.builds(Composed, st.lists(IDS, max_size=5).map(tuple), st.lists(JOINS, max_size=5).map(tuple))))
def test_no_answer_says_a_word_that_is_not_the_texts(plan: list[Composed]) -> None:
    prose = compose(plan, OFFERED, MATERIAL, 80)
    assert sum(word_count(one.text) for one in prose.sentences) <= 80
    for one in prose.sentences:
        left = one.text
        for index in sorted(one.rests_on, key=lambda index: -len(MATERIAL[index].text)):
            body = MATERIAL[index].text.rstrip(".")
            begun = re.escape(body[:1]) + "|" + re.escape(body[:1].lower())
            left = re.sub(f"(?:{begun}){re.escape(body[1:])}", "", left, count=1)
        assert re.sub(r"(?:, and |; |\. In addition, )|[. ]", "", left) == ""


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
