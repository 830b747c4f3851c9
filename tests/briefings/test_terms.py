"""Terms: what is searched and compared is the same whatever the case, form, accent or script."""

import unicodedata
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefings.text.terms import content_terms, is_function, spans, terms


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Negotiations", "negotiating"),
        ("the ministry’s budget", "The Ministry's budgets"),
        ("CAFÉ", "cafe"),
        ("naïve", "nai\u0308ve"),
        ("Øresund", "oresund"),
        ("Straße", "STRASSE"),
        ("переговоры", "Переговоров"),
        ("ёлка", "елка"),
        ("стра\u0301ны", "страны"),
        ("1,250,000", "1250000"),
        ("\uff27\uff12\uff10", "G20"),
        ("об’єкт", "обʼєкт"),
    ],
)
def test_forms_of_one_word_give_one_term(one: str, other: str) -> None:
    assert terms(one) == terms(other) != []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        (" — … !? ", []),
        ("3.5 percent of 1,000", ["3", "5", "percent", "of", "1000"]),
        ("snake_case", ["snake", "case"]),
        ("don't", ["dont"]),
        ("贸易战", ["贸易", "易战"]),
        ("好", ["好"]),
        ("在G20峰会上", ["在", "g20", "峰会", "会上"]),
        ("東京タワー", ["東京", "京タ", "タワ", "ワー"]),
        ("정상 회담", ["정상", "회담"]),
        ("Mixed текст 混合", ["mix", "текст", "混合"]),
    ],
)
def test_terms_in_order(text: str, expected: list[str]) -> None:
    assert terms(text) == expected


def test_words_of_grammar_tell_nothing() -> None:
    assert content_terms("What the ministers were saying about it") == ["minist", "say"]
    assert content_terms("Они были на переговорах с министром") == terms("переговорах министром")
    assert content_terms("我们的经济") == ["经济"]
    assert is_function("the")
    assert not is_function("treati")


def test_a_word_without_end_is_cut() -> None:
    assert [len(term) for term in terms("x" * 10_000)] == [64]


@given(st.text(max_size=200))
def test_terms_hold_letters_and_digits_only(text: str) -> None:
    assert all(unicodedata.category(c)[0] in "LNC" for term in terms(text) for c in term)
    assert all(terms(text))


@given(st.text(max_size=200) | st.text("aZs19é中é.,'’“”—…\xa0 ", max_size=40))
def test_spans_point_at_the_words_of_the_terms(text: str) -> None:
    found = list(spans(text))
    assert [term for term, _, _ in found] == terms(text)
    assert all(terms(text[start:end]) == [term] for term, start, end in found)


@given(st.lists(st.text(alphabet="aбé中1'’, ", max_size=30), max_size=5))
def test_lines_do_not_change_one_another(lines: list[str]) -> None:
    assert terms("\n".join(lines)) == [term for line in lines for term in terms(line)]


def test_threads_do_not_disturb_one_another() -> None:
    words = [f"{stem}{ending}" for stem in ("nation", "govern", "relat") for ending in ("ing", "ings", "ation", "ed")]
    alone = [terms(word) for word in words]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(terms, words * 50)) == alone * 50
