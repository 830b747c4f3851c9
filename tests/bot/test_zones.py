"""Time zones by what people call cities and countries, in three languages."""

import pytest

from bot.languages import speaking
from bot.languages.zones import city_of, zones_like


@pytest.mark.parametrize(
    ("words", "zone"),
    [
        ("lisbon", "Europe/Lisbon"),
        ("LISBON", "Europe/Lisbon"),
        ("Лиссабон", "Europe/Lisbon"),
        ("里斯本", "Europe/Lisbon"),
        ("lisb", "Europe/Lisbon"),
        ("lisbpn", "Europe/Lisbon"),
        ("São Paulo", "America/Sao_Paulo"),
        ("sao paulo", "America/Sao_Paulo"),
        ("ho chi minh city", "Asia/Ho_Chi_Minh"),
        ("Portugal", "Europe/Lisbon"),
        ("德国", "Europe/Berlin"),
        ("India", "Asia/Kolkata"),
    ],
)
def test_a_city_or_country_in_any_language_is_known(words: str, zone: str):
    assert zones_like(words)[0] == zone


def test_a_country_with_many_zones_offers_those_where_most_live():
    assert {"America/New_York", "America/Chicago", "America/Los_Angeles"} <= set(zones_like("United States"))
    assert "Europe/Moscow" in zones_like("Россия")


def test_what_nobody_calls_a_place_is_none():
    assert zones_like("xyzzy") == zones_like("") == ()


def test_a_zone_is_called_by_its_city_in_the_language_that_is_spoken():
    assert city_of("Asia/Kolkata") == "Kolkata"
    with speaking("ru"):
        assert city_of("Europe/Lisbon") == "Лиссабон"
    assert city_of("UTC") == "UTC"
