"""Which two claims can't both be right, and which differ without a conflict."""

from datetime import date
from pathlib import Path

import pytest

import benchmarks
from benchmarks.disagree import pairs
from briefings.disagreements import DatedClaim, agrees, claims, dissent
from briefings.disagreements.keys import keys
from briefings.disagreements.prefilter import may_differ, outline
from briefings.disagreements.quantities import compatible, quantities
from briefings.model.disagreements import Claim
from briefings.reading import read

_FRESH = Path(benchmarks.__file__).parent / "disagreements" / "fresh.txt"


def _claims(text: str, day: date = date(2026, 3, 1)) -> list[Claim]:
    return claims(read("text.txt", text.encode(), published=day))


def _told(first: str, second: str, apart: int = 1) -> tuple[str, str] | None:
    days = (date(2026, 3, 1), date(2026, 3, 1 + apart))
    sides = [
        [DatedClaim(claim, day) for claim in _claims(text, day)]
        for text, day in zip((first, second), days, strict=True)
    ]
    found = [told for one in sides[0] for other in sides[1] if (told := dissent(one, other))]
    return (found[0].kind, str(found[0].reason)) if found else None


@pytest.mark.parametrize(
    ("first", "second", "kind"),
    [
        ("President Keller will visit Oslo in April.", "President Keller will travel to Oslo in May.", "date"),
        ("凯勒总统将于4月访问北京。", "凯勒总统将于5月访问北京。", "date"),
        ("Президент Келлер посетит Пекин в апреле.", "Президент Келлер посетит Пекин в мае.", "date"),
        ("The fund of Arvia holds 1.2bn dollars.", "The fund of Arvia holds 1,900 million dollars.", "quantity"),
        ("Belmont has signed the fisheries accord.", "Belmont has not signed the fisheries accord.", "polarity"),
        ("The Delta Water Treaty was extended.", "The Delta Water Treaty has expired.", "polarity"),
        ("The Kaluna dam is closed.", "The Kaluna dam is open.", "state"),
        ("The summit was chaired by Premier Lin.", "The summit was chaired by Anna Brandt.", "who"),
        ("Orbex is headquartered in Hamburg.", "Orbex is headquartered in Rotterdam.", "where"),
        ("Arvia is the largest buyer of soya.", "Arvia is the second largest buyer of soya.", "order"),
    ],
)
def test_a_conflict_is_told_with_its_kind(first: str, second: str, kind: str) -> None:
    told = _told(first, second)
    assert told is not None
    assert told[0] == kind


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("President Keller will visit Oslo in April.", "President Keller will visit Oslo on 14 April."),
        ("The fund of Arvia holds 1.2bn dollars.", "The fund of Arvia holds 1,200 million dollars."),
        ("The port of Tarn handled about 4 million tonnes.", "The port of Tarn handled 4.2 million tonnes."),
        ("Exports of Arvia fell by 40% in 2024.", "Exports of Arvia fell by 25% in 2025."),
        ("Soya exports of Arvia to China fell by 40%.", "Soya exports of Arvia fell by 12%."),
        ("The IMF expects growth of 3% in Arvia.", "The World Bank expects growth of 2% in Arvia."),
        ("If Belmont withdraws, Arvia will sign the accord.", "Arvia will not sign the accord."),
        ("The Kaluna dam is not open.", "The Kaluna dam is closed."),
        ("Line 4 of the Oslo metro opens in May.", "Line 7 of the Oslo metro opens in August."),
        ("Keller will visit Oslo in April.", "Keller's visit to Oslo was moved from April to May."),
    ],
)
def test_what_differs_without_a_conflict_is_not_told(first: str, second: str) -> None:
    assert _told(first, second) is None


def test_each_conflict_says_its_rule() -> None:
    told = _told("The Delta Water Treaty expires on 5 May.", "The Delta Water Treaty expires on 15 May.")
    assert told == ("date", "different day for the same event")


def test_the_holder_of_a_claim_is_kept() -> None:
    (claim,) = _claims("The police said the storm sank 4 boats in Vessmar.")
    assert (claim.holder, claim.force) == ("police", "fact")


def test_a_state_some_months_later_is_another_state() -> None:
    assert _told("The Kaluna dam is closed.", "The Kaluna dam is open.", apart=28) is None


def test_the_same_said_in_other_words_agrees() -> None:
    (one,), (other,) = (
        _claims("The Delta Water Treaty expires on 5 May."),
        _claims("On 5 May the Delta Water Treaty runs out."),
    )
    assert agrees(one, other)
    (third,) = _claims("The Delta Water Treaty expires on 15 May.")
    assert not agrees(one, third)


@pytest.mark.parametrize(
    "denial",
    [
        "President Keller will visit Oslo in May 2026, not in April as the Harbour Courier says.",
        "President Keller will visit Oslo in May 2026, contrary to what the Harbour Courier reports.",
        "Contrary to the Harbour Courier, President Keller will visit Oslo in May 2026.",
        "The visit of President Keller to Oslo is not in April, as the Courier reported, but in May 2026.",
        "President Keller will not visit Oslo in April 2026, as the Harbour Courier reported.",
        "It is not true that President Keller will visit Oslo in April 2026.",
        "The report in the Courier that President Keller will visit Oslo in April 2026 is false.",
    ],
)
def test_a_text_that_denies_another_contradicts_it(denial: str) -> None:
    assert _told("President Keller will visit Oslo in April 2026.", denial) is not None
    assert all(each.holder == "author" for each in _claims(denial))


def test_a_denied_amount_is_no_claim_of_who_denies_it() -> None:
    denial = "The port of Tarn handled 3.6 million tonnes in 2025, not 4.2 million, as another paper says."
    assert _told("The port of Tarn handled 4.2 million tonnes in 2025.", denial) == (
        "quantity",
        "different amount for the same thing",
    )
    assert _told("The port of Tarn handled 3.6 million tonnes in 2025.", denial) is None


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Inflation in Sandova was 3.1% in December 2025.", "Inflation in Sandova stood at 4.5% in December 2025."),
        ("The treaty is in force.", "The treaty is no longer in force."),
        ("The treaty was signed in Oslo in 2019.", "The treaty was signed in Copenhagen in 2019."),
        ("Kestrel Air flew to Oslo on time.", "Kestrel Air recalled 41,000 seats because of faulty belts."),
    ],
)
def test_claims_that_contradict_each_other_share_a_key(first: str, second: str) -> None:
    ours, theirs = ({key for claim in _claims(text) for key in keys(claim)} for text in (first, second))
    assert bool(ours & theirs) == (_told(first, second) is not None)


def test_a_claim_has_few_keys_which_do_not_depend_on_the_order_of_its_words() -> None:
    (one,) = _claims(
        "Tarvia and Quorum approved the copper pipeline near Mell beside the northern harbour terminal in 2025."
    )
    (other,) = _claims(
        "In 2025 Quorum and Tarvia approved the northern harbour terminal pipeline beside the copper, near Mell."
    )
    assert one.words != other.words
    assert set(keys(one)) == set(keys(other))
    assert len(keys(one)) == 6


def test_who_reports_a_claim_and_a_description_of_a_name_are_left_out() -> None:
    order = "The court ordered Pelham to pay $48m in damages."
    assert _told(order, "Pelham must pay $84m in damages, the court ruled.") is not None
    chair = "Ingrid Solheim will chair the inquiry into the Mell bridge."
    assert _told(chair, "The inquiry into the Mell bridge is to be led by retired judge Oskar Wren.") is not None


def test_news_of_two_days_told_soon_after_each_is_of_two_acts() -> None:
    days = (date(2026, 2, 6), date(2026, 3, 20))
    texts = (
        "Police searched the offices of Pelham on 4 February.",
        "Police searched the offices of Pelham on 19 March.",
    )
    one, other = (DatedClaim(_claims(text, day)[0], day) for text, day in zip(texts, days, strict=True))
    assert dissent(one, other) is None
    assert dissent(one, DatedClaim(other.claim, date(2026, 4, 20))) is not None


def test_a_part_of_what_is_measured_is_no_conflict() -> None:
    assert _told("Wheat exports of Varda fell by 12%.", "Exports of Varda fell by 3%.") is None
    assert _told("Prices in Varda rose 3% on the year.", "Prices in Varda rose 0.3% on the month.") is None


def test_no_claims_that_contradict_each_other_are_left_out_before_they_are_compared() -> None:
    lost, told = [], 0
    for pair in pairs(_FRESH):
        first, second = (
            [DatedClaim(claim, day) for claim in _claims(text, day)] for day, text in (pair.first, pair.second)
        )
        for one, other in ((a, b) for a in first for b in second if dissent(a, b)):
            told += 1
            if not may_differ(outline(one.claim), outline(other.claim)):
                lost.append((one.claim.text, other.claim.text))
    assert told >= 50
    assert lost == []


def test_claims_that_share_few_words_and_no_rule_are_left_out() -> None:
    told = "The port of Tarn handled 4 million tonnes.", "The port of Tarn has a mill, a yard and a quay."
    one, other = (outline(_claims(each)[0]) for each in told)
    assert not may_differ(one, other)
    assert may_differ(one, outline(_claims("The port of Tarn handled 5 million tonnes.")[0]))


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
