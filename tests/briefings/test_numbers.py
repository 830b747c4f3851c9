"""Numbers in every writing: what is typed finds what is written."""

import pytest

from briefings.text.numbers import number_query, number_terms
from briefings.text.terms import content_terms, terms


def finds(typed: str, written: str) -> bool:
    rest, groups = number_query(typed)
    held = {*terms(written), *number_terms(written)}
    return held.issuperset(content_terms(rest)) and all(not group.isdisjoint(held) for group in groups)


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("418", "a fine of £418,000"),
        ("418", "a fine of £418k"),
        ("£418k", "a fine of £418,000 was paid"),
        ("418,000", "a fine of £418k"),
        ("418000", "eine Strafe von 418.000 Euro"),
        ("1.2bn", "a loan of 1,200 million"),
        ("1,200 million", "a loan of $1.2bn"),
        ("1.2 billion", "ein Kredit von 1,2 Mrd. Euro"),
        ("1.2 billion", "кредит в 1,2 млрд рублей"),
        ("1.2 billion", "贷款12亿元"),
        ("12 per cent", "it grew by 12 %"),
        ("12 %", "it grew by 12 per cent"),
        ("12%", "it grew by 12 percent"),
        ("2.5 million", "2 500 000 people"),
        ("2.5m", "2,500,000 people"),
        ("30k", "30 thousand tonnes"),
        ("1.2", "version 1.2 of the paper"),
        ("2026", "in the year 2026"),
        ("120", "a pipe of 120mm"),
        ("0.5 %", "it fell by 0,5 %"),
    ],
)
def test_a_number_is_found_however_it_is_written(typed: str, written: str):
    assert finds(typed, written)


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("418", "a fine of £4,180"),
        ("1.2bn", "a loan of 1.2 million"),
        ("12", "in 2012"),
        ("418k", "a fine of £418"),
        ("12 per cent", "a cent for 13 %"),
    ],
)
def test_another_number_is_not_found(typed: str, written: str):
    assert not finds(typed, written)


def test_the_time_grows_with_the_text_alone():
    assert len(number_terms("1,000" * 50_000)) < 10
    assert number_terms("1 " * 50_000) == ["1"]
