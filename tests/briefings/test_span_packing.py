"""Spans are packed into few bytes, and come out as they went in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefings.corrections.receipts import merged, packed, unpacked

spans = st.lists(
    st.tuples(st.integers(0, 3_000_000), st.integers(1, 3_000)).map(lambda each: (each[0], sum(each))), max_size=40
)


@given(spans)
def test_what_is_packed_comes_out_in_order_with_overlaps_joined(found):
    assert unpacked(packed(found)) == merged(found)


def test_overlapping_spans_are_one_and_touching_ones_stay_two():
    assert merged([(5, 9), (0, 5), (7, 12), (8, 10)]) == [(0, 5), (5, 12)]


def test_ten_sentences_of_a_long_text_take_thirty_bytes():
    sentences = [(start, start + 110) for start in range(1_000, 61_000, 6_000)]
    assert len(packed(sentences)) <= 31


@pytest.mark.parametrize("damaged", [b"\x80", b"\x05", b"\x05\x03\x81"])
def test_bytes_that_break_off_are_refused(damaged):
    with pytest.raises(ValueError, match=r"length|breaks off"):
        unpacked(damaged)
