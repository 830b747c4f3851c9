"""Removes what a Markdown file doesn't show: struck words, comments, task boxes, raw tags and marks of raised letters.

HTML tables become Markdown tables, and HTML links become Markdown links. Code stays as it is.
"""

import re

from briefings.reading.office.counting import superscript

_FENCE = r"^ {0,3}(?P<fence>`{3,20}|~{3,20})[^\n]*\n[\s\S]*?(?:^ {0,3}(?P=fence)[`~]*[ \t]*$|\Z)"
_CODE = r"(?<!`)(?P<ticks>`{1,3})(?!`)[^`\n]{1,1000}(?P=ticks)(?!`)"
_COMMENT = r"<!--(?:[^<-]|<(?!!--)|-(?!->))*-->"
_STRUCK = r"(?<![~\\])~~(?=[^\s~])[^~`]{1,2000}(?<=\S)~~(?!~)|<(?P<cut>del|s|strike)>[^<>]{1,2000}</(?P=cut)>"
_TABLE = r"<table\b(?:[^<]|<(?!/?table\b))*</table>"
_LINK = (
    r"<a\b[^<>]{0,200}?\bhref=[\"'](?P<url>https?://[^\"'<>\s()]{1,2000})[\"'][^<>]{0,300}>"
    r"(?P<words>[^<>\[\]]{1,300})</a>"
)
_RAISED = r"<sup>(?P<sup>\w{1,6})</sup>|(?<=[\w.,;)\"”])\^(?P<high>\w{1,6})\^(?![\w^])"
_LOWERED = r"<sub>(?P<sub>\w{1,6})</sub>|(?<=[\w)])~(?P<low>\w{1,4})~(?!~)"
_BREAK = r"(?P<break><br ?/?>)"
_TAG = (
    r"</?(?:a|abbr|b|big|cite|center|div|em|font|i|ins|kbd|mark|p|section|small|span|strong|sub|sup|u)"
    r"(?:\s[^<>\n]{0,400})?/?>"
)
_TASK = r"(?P<task>^[ \t]{0,20}(?:[-*+]|\d{1,4}[.)])[ \t]+)\[[ xX]\][ \t]+"
_HIDDEN = re.compile(
    f"(?P<kept>{_FENCE}|{_CODE})|(?P<comment>{_COMMENT})|(?P<struck>{_STRUCK})|(?P<table>{_TABLE})|{_LINK}|{_RAISED}"
    f"|{_LOWERED}|{_BREAK}|(?P<tag>{_TAG})|{_TASK}",
    re.MULTILINE,
)
_SIGNS = ("<", "~", "^", "[ ]", "[x]", "[X]")
_MOST_TABLES = 200


def cleaned(text: str) -> tuple[str, bool]:
    """The text as readers see it, and whether struck words were left out."""
    if not any(sign in text for sign in _SIGNS):
        return text, False
    cleaning = _Cleaning()
    return _HIDDEN.sub(cleaning.shown, text), cleaning.struck


class _Cleaning:
    """Rewrites one text."""

    def __init__(self) -> None:
        self.struck = False
        self._tables = 0

    def shown(self, found: re.Match[str]) -> str:
        if found["kept"]:
            return found[0]
        if found["table"]:
            return self._table(found[0])
        if found["struck"]:
            self.struck = True
            return ""
        if found["url"]:
            return f"[{found['words'].strip()}]({found['url']})"
        if high := found["sup"] or found["high"]:
            return superscript(high)
        return found["task"] or found["sub"] or found["low"] or (" " if found["break"] else "")

    def _table(self, markup: str) -> str:
        """A table of cells in Markdown; one of pictures or prose stays as it is."""
        from briefings.reading.text.html_tables import table_in_markdown  # 60 ms, for texts with such tables alone

        self._tables += 1
        table = table_in_markdown(markup) if self._tables <= _MOST_TABLES else ""
        return f"\n\n{table}\n\n" if table else markup
