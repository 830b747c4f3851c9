"""`python -m benchmarks.encodings`: texts in old encodings, decoded by Readout and by charset-normalizer.

Each text is encoded in each encoding that its language was written in, as a whole, as its first sentence and as its
first words. A line tells for how many of them each reader gives back the text.
"""

import time
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import charset_normalizer

from briefings.errors import Unreadable
from briefings.reading.encoding import decode

_FILE = Path(__file__).parent / "sentences" / "encodings.tsv"  # language, its encodings, a text
_TONES = "\u0300\u0301\u0303\u0309\u0323"


def main() -> None:
    """Prints for each language and for all how many texts each reader gives back, and how long it takes."""
    readers: dict[str, Callable[[bytes], str]] = {"Readout": _own, "charset-normalizer": _library}
    print(f"{'':22}{'texts':>6}" + "".join(f"{name:>20}" for name in readers))
    right, spent, all_texts = dict.fromkeys(readers, 0), dict.fromkeys(readers, 0.0), 0
    for row in _FILE.read_text(encoding="utf-8").splitlines():
        language, encodings, text = row.split("\t")
        cases = [*_cases("".join(map(_tone_apart, text)) if language == "Vietnamese" else text, encodings.split(","))]
        all_texts += len(cases)
        line = f"{language:22}{len(cases):6}"
        for name, reader in readers.items():
            begun = time.perf_counter()
            fine = sum(reader(data) == text for text, data in cases)
            spent[name] += time.perf_counter() - begun
            right[name] += fine
            line += f"{fine:20}"
        print(line)
    print(f"{'all':22}{all_texts:6}" + "".join(f"{right[name]:20}" for name in readers))
    print(f"{'milliseconds a text':28}" + "".join(f"{spent[name] / all_texts * 1000:20.1f}" for name in readers))


def _cases(whole: str, encodings: Iterable[str]) -> Iterator[tuple[str, bytes]]:
    sentence = whole[: min(place for sign in ".。" if (place := whole.find(sign)) > 0) + 1]
    for text in dict.fromkeys((whole * 20, whole, sentence, sentence[: len(sentence) // 2])):
        for encoding in encodings:
            data = text.encode(encoding, "replace")
            again = data.decode(encoding)
            if not data.isascii() and again.count("?") <= text.count("?"):
                yield text, data


def _tone_apart(sign: str) -> str:
    """A Vietnamese letter with the mark of its tone behind it."""
    parts = unicodedata.normalize("NFD", sign)
    tone = "".join(part for part in parts if part in _TONES)
    return unicodedata.normalize("NFC", "".join(part for part in parts if part not in _TONES)) + tone


def _own(data: bytes) -> str:
    try:
        return decode(data).text
    except Unreadable:
        return ""


def _library(data: bytes) -> str:
    best = charset_normalizer.from_bytes(data).best()
    return str(best) if best else ""


if __name__ == "__main__":
    main()
