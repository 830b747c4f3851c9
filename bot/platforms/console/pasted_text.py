"""Texts pasted into the prompt: a few words stand for each, so that the line stays short and quick to edit."""

import re

_LONG = 400  # characters of a line that is still shown as it was pasted
_STANDS = re.compile(r"\[text (\d+): [\d,]+ lines?, [\d,]+ characters?\]")


class PastedTexts:
    """The texts pasted into the line that is being typed."""

    def __init__(self) -> None:
        self._texts: list[str] = []

    def shown(self, pasted: str) -> str:
        """What the prompt shows for a pasted text: a short one itself, for a long one or one of many lines its size."""
        text = pasted.replace("\r\n", "\n").replace("\r", "\n")
        if "\n" not in text.strip("\n") and len(text) <= _LONG:
            return text.strip("\n")
        self._texts.append(text)
        lines = len(text.strip("\n").split("\n"))
        return (
            f"[text {len(self._texts)}: {lines:,} line{'s' * (lines != 1)}, "
            f"{len(text):,} character{'s' * (len(text) != 1)}]"
        )

    def whole(self, line: str) -> str:
        """A line with each text in its place; the texts are let go."""
        texts, self._texts = self._texts, []

        def text(found: re.Match[str]) -> str:
            number = int(found[1][:9])
            return texts[number - 1] if 1 <= number <= len(texts) else found[0]

        return _STANDS.sub(text, line)

    @staticmethod
    def stands_in(line: str) -> bool:
        """Whether words in a line stand for a pasted text."""
        return bool(_STANDS.search(line))
