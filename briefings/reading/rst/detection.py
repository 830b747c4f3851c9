"""Tells reStructuredText from other texts, without its parser."""

import re

_MARK = re.compile(
    r"^\.\.[ \t]+(?:\[[^\]\n]{1,60}\][ \t]+\S|_[^\n]{1,120}:|[\w:-]{2,40}::|\|[^|\n]{1,60}\| )", re.MULTILINE
)
_UNDERLINED = re.compile(r"^\S[^\n]{0,150}\n([=~^\"*+#`:.'-])\1{2,}[ \t]*$", re.MULTILINE)
_ROLE = re.compile(
    r":[\w:-]{2,40}:`[^`\n]{1,300}`|``[^`\n]{1,200}``|`[^`<\n]{1,200} <[^>\n]{1,300}>`_|^:\w[\w ]{1,40}: \S",
    re.MULTILINE,
)
_MARKDOWN = re.compile(r"^(?:#{1,6} \S|```)", re.MULTILINE)
_FEWEST_MARKS = 2
_LONGEST_LINE = 10_000  # characters
_MOST_INLINE = 1_000  # marks of emphasis, roles and substitutions in one paragraph
_TABLE = ("|", "+")
_INLINE = ("`", "*", "|", "_ ")


def looks_like_rst(name: str, text: str) -> bool:
    """Whether the text uses reStructuredText; with few marks, the file name decides.

    One that would keep the parser busy for long isn't taken for it, and is read as plain text.
    """
    if _is_laborious(text):
        return False
    marks = len(_MARK.findall(text))
    if name.lower().endswith((".rst", ".rest")):
        return bool(marks or _UNDERLINED.search(text) or _ROLE.search(text))
    return marks >= _FEWEST_MARKS and not _MARKDOWN.search(text)


def _is_laborious(text: str) -> bool:
    """Whether a line or a paragraph is one on which the parser spends time that grows with its length squared."""
    marks = 0
    for line in text.split("\n"):
        if len(line) > _LONGEST_LINE:
            return True
        bare = line.lstrip()
        marks = (
            0
            if not bare
            else marks + (0 if bare.startswith(_TABLE) else sum(map(line.count, _INLINE)) + line.endswith("_"))
        )
        if marks > _MOST_INLINE:
            return True
    return False
