"""Prose of a text's own clauses: which may be chosen, and that no answer of a model says anything else."""

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefings.model.analysis import Draft
from briefings.reading import read
from briefings.service import SAMPLE
from briefings.summarise import in_context
from briefings.summarising.composing import clauses, compose, connectives
from briefings.summarising.lengths import word_count
from briefings.summarising.passages import Composed, Sentence


def in_a_text(*texts: str) -> list[Sentence]:
    """Sentences that follow each other, the first and the last of a text among them."""
    around = ("", *texts, "")
    return [Sentence(text, around[n], around[n + 2]) for n, text in enumerate(texts)]


def offered(*texts: str) -> dict[str, str]:
    """What may be chosen from a text, without whole sentences that stand alone."""
    found = clauses(in_a_text(*texts))
    return {id_: clause.text for id_, clause in found.items() if clause.text not in texts}


def said(plan: list[Composed], *texts: str, words: int = 1000) -> list[str]:
    sentences = in_a_text(*texts)
    return [one.text for one in compose(plan, clauses(sentences), sentences, words).sentences]


@pytest.mark.parametrize(
    ("sentence", "parts"),
    [
        (
            "Exports rose by 12 per cent, while imports fell by 3 per cent.",
            {"1a": "Exports rose by 12 per cent.", "1b": "Imports fell by 3 per cent."},
        ),
        (
            "The council left because the rent doubled.",
            {"1a": "The council left.", "1m": "Because the rent doubled, the council left."},
        ),
        ("Because the rent doubled, the council left.", {"1m": "The council left because the rent doubled."}),
        ("出口增长了百分之十二；进口下降了百分之三。", {"1a": "出口增长了百分之十二。", "1b": "进口下降了百分之三。"}),
        ("Экспорт вырос, а импорт упал на треть.", {"1a": "Экспорт вырос.", "1b": "Импорт упал на треть."}),
        (
            "Growers pay four cents, while households pay one euro (Water Office, 2025).",
            {"1a": "Growers pay four cents.", "1b": "Households pay one euro (Water Office, 2025)."},
        ),
    ],
)
def test_clauses_that_say_the_same_alone_may_be_chosen_alone(sentence: str, parts: dict[str, str]) -> None:
    assert offered(sentence) == parts


@pytest.mark.parametrize(
    "sentence",
    [
        "It would be wrong to say that prices rose, and the yard closed.",
        "The paper states that prices rose, and the yard closed.",
        "Rome wanted the dam closed, and the gates opened.",
        "If prices rise, the yard closes, and the ferry stops.",
        "Prices rose, and wages fell, the mayor said.",
        "Prices rose, but that was a lie.",
        "The drug works, but its effect fades.",
        "Make sure the door is shut, and the lamp is out.",
        "Did prices rise, and did the yard close?",
        "Not only did prices rise, but wages fell.",
        "In the novel, the dam breaks, and the town drowns.",
        "The council closed the port because it lost money.",
        "The council did not close the port because the yard lost money.",
        "The port was closed only because the yard lost money.",
        "The mine which closed in May, and the yard lost money.",
        "Компания утверждает, что шахта закрыта, а порт открыт.",
        "公司声称矿山已经关闭；港口已经开放。",
        "如果出口增长了百分之十二；进口下降了百分之三。",
    ],
)
def test_what_something_else_in_its_sentence_changes_is_taken_whole_or_not_at_all(sentence: str) -> None:
    assert offered(sentence) == {}


def test_a_question_is_not_told() -> None:
    assert list(clauses(in_a_text("Did the minister sign it?", "Prices rose in May."))) == ["2"]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("The dam is safe.", "This is false."),
        ("The dam is safe.", "So at least the ministry claims."),
        ("The bank hid 40 million crowns.", "The rumour is untrue."),
        ("Norvik paid in full.", "It did not."),
        ("Norvik paid in full.", "Not quite."),
        ("Norvik paid in full.", "Or so the bank thought."),
        ("The minister resigned.", "At least, that was the plan."),
        ("The dam leaked in 1990.", "Nobody believes that any more."),
        ("“The dam is safe.", "The gates are new,” the minister said."),
        ("水库是安全的。", "这种说法是错误的。"),
        ("Плотина безопасна.", "Это неправда."),
    ],
)
def test_what_the_next_sentence_takes_back_comes_with_it(first: str, second: str) -> None:
    for clause in clauses(in_a_text("Engineers found cracks in 2025.", first, second)).values():
        assert clause.text.startswith("Engineers") or (first in clause.text and second in clause.text)


def test_what_the_next_sentence_takes_back_is_not_offered_where_that_is_not_among_those_given() -> None:
    assert not clauses([Sentence("The dam is safe.", "", "This is false.")])


def test_a_sentence_that_points_back_never_follows_on_another() -> None:
    texts = "Paul Aubry met Karin Dahl in Oslo.", "She signed the protocol.", "Exports rose by 12 per cent in 2024."
    assert said([Composed(("3",)), Composed(("1",))], *texts) == [texts[2], texts[0]]
    assert said([Composed(("3",)), Composed(("2",))], *texts) == [texts[2], f"{texts[0]} {texts[1]}"]
    assert said([Composed(("1",)), Composed(("2",))], *texts) == list(texts[:2])
    assert said([Composed(("1",)), Composed(("3",)), Composed(("2",))], *texts) == [texts[0], texts[2]]


@pytest.mark.parametrize("text", ["She signed it.", "That is the opposite of the truth.", "The claim is false."])
def test_a_sentence_that_points_back_to_one_that_is_not_given_is_not_offered(text: str) -> None:
    assert list(clauses([Sentence(text, "Something else was there.", "")])) == []
    assert list(clauses([Sentence(text)])) == []


@pytest.mark.parametrize(
    ("before", "pronoun", "named"),
    [
        ("Clara Voss joined the survey in 2011.", "She mapped the caves.", "Clara Voss mapped the caves."),
        ("Клара Фосс пришла в институт.", "Она составила карту пещер.", "Клара Фосс составила карту пещер."),
        ("Eva Lindt phoned Maria Stern.", "She mapped the caves.", None),
        ("Clara Voss met the minister.", "She mapped the caves.", None),
        ("New York hired a team.", "He mapped the caves.", None),
        ("Legend has it that Clara Voss died.", "She mapped the caves.", None),
        ("Павлу Обри предложили пост.", "Он составил карту пещер.", None),
    ],
)
def test_a_pronoun_gives_way_to_the_only_name_that_it_can_mean(before: str, pronoun: str, named: str | None) -> None:
    assert offered(before, pronoun).get("2n") == named


def test_nothing_is_joined_under_what_somebody_claims() -> None:
    plan = [Composed(("1", "2"), ("and",))]
    told = said(plan, "The company says that the mine is closed.", "The yard opened in 1988.")
    assert told == ["The company says that the mine is closed. The yard opened in 1988."]


@pytest.mark.parametrize(
    "opener",
    [
        "Imagine that the euro disappears.",
        "The mayor made three claims.",
        "In her dream the dam broke.",
        "A poster reads as follows.",
        "Предположим, что евро исчезнет.",
        "假设欧元消失了。",
    ],
)
def test_what_a_sentence_supposes_or_quotes_holds_for_those_behind_it(opener: str) -> None:
    for clause in clauses([Sentence(opener, "", "Banks close."), Sentence("Banks close.", opener, "")]).values():
        assert clause.text.startswith(opener)
    assert not clauses([Sentence("Banks close in the town.", opener, "", False, (opener,))])


def test_a_list_of_claims_or_a_supposed_case_goes_on_to_the_end_of_its_paragraph() -> None:
    text = "# Ports\n\nThe mayor made three claims. The wells are clean. The pump is new.\n\nThe yard opened in 1988."
    of = read("ports.md", text.encode())
    sentences = [in_context(of, each.start, each.end) for each in of.sentences]
    assert [clause.parts[0] for clause in clauses(sentences).values()] == [
        *["The mayor made three claims."] * 3,
        "The yard opened in 1988.",
    ]
    assert list(clauses(sentences[2:])) == ["2"]


def test_quoted_sentences_without_their_speaker_are_not_offered() -> None:
    assert not clauses([Sentence("The dam is safe.", "", "", quoted=True)])


def draft() -> Draft:
    return read(SAMPLE.name, SAMPLE.read_bytes())


MATERIAL = [in_context(draft(), each.start, each.end) for each in draft().sentences]
OFFERED = clauses(MATERIAL)
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
def test_each_clause_of_a_text_names_the_sentences_that_it_comes_from(path: Path) -> None:
    of = read(path.name, path.read_bytes())
    sentences = [in_context(of, each.start, each.end) for each in of.sentences]
    found = clauses(sentences)
    assert found
    for clause in found.values():
        assert all(part in sentences[index].text for part, index in zip(clause.parts, clause.sentences, strict=True))
