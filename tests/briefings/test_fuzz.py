"""Damaged files and made-up bytes: whatever comes in, a draft or one sentence comes out."""

import asyncio
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from briefings.errors import Unreadable
from briefings.reading.formats import layout_of
from briefings.sandbox.client import Sandbox
from tests.examples import examples
from tests.fakes.mutants import KINDS, fate, mutant

EACH = 17  # of every kind
HEADS = (b"", b"<html><p>", b"{\\rtf1 ", b"PK\x03\x04", b"%PDF-1.4\n", b"# ", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
MARKS = (b"From: a\nMessage-ID: 1\n\n", b".. [1] ", b"\\begin{document}")


@pytest.mark.parametrize("kind", KINDS)
async def test_a_damaged_file_is_a_draft_or_a_sentence(kind: str):
    sandbox = Sandbox(4)
    for each in await asyncio.gather(*(fate(sandbox, kind, seed) for seed in range(EACH))):
        assert not each.broke
        assert not each.sentence or (each.sentence.endswith(".") and "\n" not in each.sentence)


def test_a_seed_always_makes_the_same_file():
    assert all(mutant(kind, 3) == mutant(kind, 3) for kind in KINDS if kind != "docx")


@settings(max_examples=examples(150), suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(HEADS + MARKS), st.one_of(st.binary(max_size=300), st.text(max_size=300).map(str.encode)))
def test_made_up_bytes_are_a_layout_or_a_sentence(head: bytes, rest: bytes):
    with suppress(Unreadable):
        layout = layout_of("file", head + rest)
        assert all(layout.text[block.start : block.end].strip() for block in layout.blocks)
