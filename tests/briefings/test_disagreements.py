"""Which two claims can't both be right, and which differ without a conflict."""

from datetime import date

import pytest

from briefings.disagreements import DatedClaim, agrees, claims, dissent
from briefings.disagreements.keys import keys
from briefings.disagreements.quantities import compatible, quantities
from briefings.model.disagreements import Claim
from briefings.reading import read


def _claims(text: str, day: date = date(2026, 3, 1)) -> list[Claim]:
    return claims(read("text.txt", text.encode(), published=day))


def _told(first: str, second: str, apart: int = 1) -> str | None:
    days = (date(2026, 3, 1), date(2026, 3, 1 + apart))
    sides = [
        [DatedClaim(claim, day) for claim in _claims(text, day)]
        for text, day in zip((first, second), days, strict=True)
    ]
    return next((told.kind for one in sides[0] for other in sides[1] if (told := dissent(one, other))), None)


@pytest.mark.parametrize(
    ("first", "second", "kind"),
    [
        ("President Keller will visit Oslo in April.", "President Keller, who is ill, will visit Oslo in May.", "date"),
        ("The fund of Arvia holds 1.2bn dollars.", "The fund of Arvia holds 1,900 million dollars.", "quantity"),
        ("Belmont has signed the fisheries accord.", "Belmont has not signed the fisheries accord.", "polarity"),
        ("The new treaty was signed in Doha.", "The new treaty was signed in Lima.", "where"),
    ],
)
def test_a_conflict_is_told_with_its_kind_and_a_relative_clause_more_does_not_hide_it(
    first: str, second: str, kind: str
) -> None:
    assert _told(first, second) == kind
    ours, theirs = ({key for claim in _claims(text) for key in keys(claim)} for text in (first, second))
    assert ours & theirs


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("President Keller will visit Oslo in April.", "President Keller will visit Oslo on 14 April."),
        ("The fund of Arvia holds 1.2bn dollars.", "The fund of Arvia holds 1,200 million dollars."),
        ("Exports of Arvia fell by 40% in 2024.", "Exports of Arvia fell by 25% in 2025."),
        ("If Belmont withdraws, Arvia will sign the accord.", "Arvia will not sign the accord."),
        ("Norway could join the pipeline project.", "Norway has not joined the pipeline project."),
        ("House prices in Keld rose 6 per cent over five years.", "House prices in Keld rose 2 per cent in two years."),
        ("The senate has not confirmed Ruth Amsel.", "The senate confirmed Ruth Amsel."),
        (
            "Officials on both sides are preparing a China-US meeting in May, for which no day has been named.",
            "Officials on both sides are preparing a China-US meeting in May.",
        ),
        ("Line 4 of the Oslo metro opens in May.", "Line 7 of the Oslo metro opens in August."),
    ],
)
def test_what_differs_without_a_conflict_is_not_told(first: str, second: str) -> None:
    assert _told(first, second) is None


def test_the_same_said_again_agrees_and_another_day_does_not() -> None:
    (one,), (other,), (third,) = (_claims(f"The Delta Water Treaty expires on {day} May.") for day in (5, 5, 15))
    assert agrees(one, other)
    assert not agrees(one, third)


@pytest.mark.parametrize(
    ("words", "low", "high", "approximate"),
    [
        ("about 100 tonnes", 90_000, 110_000, True),
        ("100 tonnes", 100_000, 100_000, False),
        ("about 4 to 5 tonnes", 4_000, 5_000, False),
        ("at least 4 tonnes", 4_000, None, False),
        ("at most 4 tonnes", None, 4_000, False),
    ],
)
def test_an_approximate_amount_reaches_a_tenth_further_and_a_range_has_its_own_ends(
    words: str, low: float | None, high: float | None, approximate: bool
) -> None:
    (found,) = quantities(words, ())
    assert found.quantity.low == (None if low is None else pytest.approx(low))
    assert found.quantity.high == (None if high is None else pytest.approx(high))
    assert (found.quantity.unit, found.quantity.approximate) == ("kg", approximate)


@pytest.mark.parametrize(
    ("one", "other", "fits"),
    [
        ("300 boats", "280 boats", True),
        ("4 million tonnes", "4.2 million tonnes", True),
        ("1,000 people", "1,015 people", True),
        ("30 boats", "28 boats", False),  # so small a number is counted, not rounded
        ("300 boats", "240 boats", False),
        ("310 boats", "280 boats", False),
    ],
)
def test_a_number_may_be_another_one_rounded_unless_it_is_small(one: str, other: str, fits: bool) -> None:
    first, second = (quantities(words, ())[0].quantity for words in (one, other))
    assert compatible(first, second) is compatible(second, first) is fits


@pytest.mark.parametrize(
    ("words", "months"),
    [
        ("a three-year contract", 36),
        ("a phase of six months", 6),
        ("eine vierjährige Förderung", 48),
        ("neun Monate", 9),
        ("un bail de deux ans", 24),
        ("двухлетний договор", 24),
        ("шестимесячный срок", 6),
        ("三年合同", 36),
    ],
)
def test_a_duration_is_read_in_words_too(words: str, months: int) -> None:
    (found,) = quantities(words, ())
    assert (found.quantity.low, found.quantity.unit) == (months, "mo")
