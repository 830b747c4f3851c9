"""Time zones by what people call cities and countries, in three languages."""

from zoneinfo import available_timezones

import pytest

from bot.commands.accounts.time_zone import resolve_zones
from bot.languages import language_set
from bot.languages.cities import cities
from bot.languages.zones import city_of, zones_like
from briefings.parsing import zone_named
from briefings.reading.dates.clock import city_zone
from briefings.text.cities import CITIES


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
    with language_set("ru"):
        assert city_of("Europe/Lisbon") == "Лиссабон"
    assert city_of("UTC") == "UTC"


@pytest.mark.parametrize(
    ("words", "zone"),
    [
        *(
            ("Beijing", "Asia/Shanghai"),
            ("北京", "Asia/Shanghai"),
            ("Пекин", "Asia/Shanghai"),
            ("北京市", "Asia/Shanghai"),
        ),
        *(("по Пекину", "Asia/Shanghai"), ("北京时间", "Asia/Shanghai"), ("beijing time", "Asia/Shanghai")),
        *(("Munich", "Europe/Berlin"), ("München", "Europe/Berlin"), ("Мюнхен", "Europe/Berlin")),
        *(("Kyoto", "Asia/Tokyo"), ("Osaka", "Asia/Tokyo"), ("大阪", "Asia/Tokyo"), ("Bangalore", "Asia/Kolkata")),
        *(("Петербург", "Europe/Moscow"), ("Санкт-Петербург", "Europe/Moscow"), ("St. Petersburg", "Europe/Moscow")),
        *(("Kiev", "Europe/Kyiv"), ("Washington D.C.", "America/New_York"), ("Wellington", "Pacific/Auckland")),
        *(("Paris, France", "Europe/Paris"), ("Cambridge, United Kingdom", "Europe/London"), ("UTC", "UTC")),
    ],
)
def test_a_city_that_can_mean_one_zone_is_taken(words: str, zone: str):
    assert resolve_zones(words).zone == zone


@pytest.mark.parametrize(
    ("words", "among"),
    [
        *(("Portland", "America/Los_Angeles"), ("Cambridge", "Europe/London"), ("Кембридж", "America/New_York")),
        *(("Birmingham", "America/Chicago"), ("Portland, Oregon", "America/Los_Angeles")),
        *(("Lisb", "Europe/Lisbon"), ("Berln", "Europe/Berlin"), ("Paris, Texas", "Europe/Paris")),
        *(("Варшва", "Europe/Warsaw"), ("Екатеринбур", "Asia/Yekaterinburg")),
    ],
)
def test_what_only_comes_near_or_means_several_is_left_to_choose(words: str, among: str):
    meant = resolve_zones(words)
    assert meant.zone == ""
    assert among in meant.zones


def test_each_large_city_has_a_zone_that_there_is():
    assert {zone for _, zone in cities()} <= available_timezones()


def test_commands_and_texts_know_the_same_cities():
    assert {city: zone_named(city) for city in CITIES} == {city: city_zone(city) for city in CITIES} == CITIES
    assert set(CITIES.values()) <= available_timezones()
