"""The bytes of vectors, and the encoder in its process."""

import asyncio
import os
import signal

import numpy as np
import pytest

from briefings.meaning import EncoderProcess, load
from briefings.meaning.codes import SIGNS, SIZE, packed, similarities, unpacked
from briefings.meaning.scan import Scan
from tests.fakes.lean_install import lack_meaning


def vectors(count: int) -> np.ndarray:
    found = np.random.default_rng(7).standard_normal((count, 512)).astype(np.float32)
    return found / np.linalg.norm(found, axis=1, keepdims=True)


def test_a_vector_takes_192_bytes_and_keeps_its_direction() -> None:
    full = vectors(200)
    codes = packed(full)
    assert {len(each) for each in codes} == {SIZE} == {192}
    assert (np.sum(unpacked(codes) * full, axis=1) > 0.97).all()
    assert np.abs(similarities(codes, codes) - full @ full.T).max() < 0.06


def test_the_first_bytes_are_the_signs() -> None:
    (code,) = packed(np.array([[1, -1] * 256]) / np.sqrt(512))
    assert code[:SIGNS] == b"\xaa" * SIGNS


def test_the_scan_gives_the_nearest_first_and_only_those_seen() -> None:
    full = vectors(90)
    codes = packed(full)
    scan = Scan.empty().changed([], [{5: b"".join(codes[:30]), 7: b"".join(codes[30:60])}, {9: b"".join(codes[60:])}])
    assert scan.nearest([codes[31]], [5, 7, 9], {}, 1) == [(7, 1)]
    assert (7, 1) not in scan.nearest([codes[31]], [5, 7, 9], {7: [1]}, 90)
    assert {part for part, _ in scan.nearest([codes[31]], [5, 9], {}, 90)} == {5, 9}
    assert scan.nearest([codes[31], codes[60]], [7, 9], {}, 2) == [(7, 1), (9, 0)]
    smaller = scan.changed([5, 9], [])
    assert smaller.nearest([codes[65]], [5, 7, 9], {}, 1) == [(9, 5)]
    assert len(smaller.nearest([codes[0]], [5, 7, 9], {}, 90)) == 60
    assert Scan.empty().nearest([codes[0]], [], {}, 3) == []


def test_without_the_extra_there_is_no_encoder(monkeypatch: pytest.MonkeyPatch) -> None:
    lack_meaning(monkeypatch)
    assert load() is None


@pytest.mark.slow
class TestProcess:
    async def test_sentences_that_mean_alike_are_nearer_also_across_languages(self) -> None:
        encoder = load()
        assert isinstance(encoder, EncoderProcess)
        try:
            assert await encoder.encode(["soon"], within=0.0) is None
            codes = await encoder.encode(
                ["The bridge will cost more.", "The crossing gets dearer.", "Мост будет стоить дороже.", "Bees sleep."]
            )
            assert codes is not None
            assert await encoder.encode([]) == []
            _, other_words, russian, other = similarities(codes[:1], codes)[0]
            assert min(other_words, russian) > other + 0.2
            several = await asyncio.gather(*(encoder.encode(["Bees sleep."], within=9) for _ in range(5)))
            assert [each for each in several if each != codes[3:]] == []
        finally:
            encoder.end()

    async def test_it_starts_again_after_its_process_was_killed(self) -> None:
        encoder = load()
        assert encoder is not None
        try:
            before = await encoder.encode(["Bees sleep."])
            assert encoder._process is not None
            os.kill(encoder._process.pid, signal.SIGKILL)
            with pytest.raises(OSError):
                await encoder.encode(["Bees sleep."])
            assert await encoder.encode(["Bees sleep."]) == before
        finally:
            encoder.end()
