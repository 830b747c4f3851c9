"""Which two claims can't both be right, and which differ without a conflict."""

from datetime import date

import pytest

from briefings.disagreements import Dated, agrees, claims, dissent
from briefings.model.disagreements import Claim
from briefings.reading import read


def _claims(text: str, day: date = date(2026, 3, 1)) -> list[Claim]:
    return claims(read("text.txt", text.encode(), published=day))


def _told(first: str, second: str, apart: int = 1) -> tuple[str, str] | None:
    days = (date(2026, 3, 1), date(2026, 3, 1 + apart))
    sides = [
        [Dated(claim, day) for claim in _claims(text, day)] for text, day in zip((first, second), days, strict=True)
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
