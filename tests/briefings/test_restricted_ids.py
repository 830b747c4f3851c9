"""Short ids of restricted analyses and events."""

import pytest

from briefings.parsing import parse_id


@pytest.mark.parametrize(
    ("word", "found"),
    [
        ("a12", ("analysis", 12)),
        ("a-1", ("analysis", -1)),
        ("E-3", ("event", -3)),
        ("a--1", None),
        ("a-", None),
        ("-1", None),
    ],
)
def test_restricted_ones_have_negative_numbers(word, found):
    assert parse_id(word) == found
