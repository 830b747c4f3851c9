"""Removes what a Markdown file doesn't show: struck words, comments, task boxes, raw tags and marks of raised letters.

HTML tables become Markdown tables, HTML links and links by name become Markdown links, and the fields of templates
(Liquid, Jinja) leave. Code stays as it is.
"""

import re
from collections.abc import Mapping

from briefings.reading.markdown.dialects import (
    MARKUP,
    directive_body,
    is_dialect,
    shown_of,
    with_yaml_header,
)
from briefings.reading.office.numerals import superscript

_FENCE = r"^ {0,3}(?P<fence>`{3,20}|~{3,20})[^\n]*\n[\s\S]*?(?:^ {0,3}(?P=fence)[`~]*[ \t]*$|\Z)"
_CODE = r"(?<!`)(?P<ticks>`{1,3})(?!`)[^`\n]{1,1000}(?P=ticks)(?!`)"
_COMMENT = r"<!--(?:[^<-]|<(?!!--)|-(?!->))*-->"
_STRUCK = r"(?<![~\\])~~(?=[^\s~])[^~`]{1,2000}(?<=\S)~~(?!~)|<(?P<cut>del|s|strike)>[^<>]{1,2000}</(?P=cut)>"
_TABLE = r"<table\b(?:[^<]|<(?!/?table\b))*</table>"
_LINK = (
    r"<a\b[^<>]{0,200}?\bhref=[\"'](?P<url>https?://[^\"'<>\s()]{1,2000})[\"'][^<>]{0,300}>"
    r"(?P<words>[^<>\[\]]{1,300})</a>"
)
_LISTED = (
    r"(?P<list><(?P<listing>[uo]l)\b[^<>]{0,300}>\s*)|(?P<listed>\s*</[uo]l>)|"
    r"(?P<item>\s*<li\b[^<>]{0,300}>\s*)|(?P<items></li>)"
)
_BACK = (
    r"(?:<a\b[^<>]{0,200}?\bhref=[\"']#[^\"'<>]{0,200}[\"'][^<>]{0,200}>"
    r"\s?(?:&#8617;|&larrhk;|↩\ufe0e?|\^|↑)\s?</a>)"
)
_EMBEDDED = r"!\[\[[^\[\]\n]{1,300}\]\]"
_RAISED = (
    r"<sup\b[^<>]{0,300}>(?:<a\b[^<>]{0,300}>)?\[?(?P<sup>\w{1,6})\]?(?:</a>)?</sup>|"
    r"(?<=[\w.,;)\"”])\^(?P<high>\w{1,6})\^(?![\w^])"
)
_LOWERED = r"<sub>(?P<sub>\w{1,6})</sub>|(?<=[\w)])~(?P<low>\w{1,4})~(?!~)"
_BREAK = r"(?P<break><br ?/?>)"
_TAG = (
    r"</?(?:a|abbr|b|big|cite|center|div|em|font|i|ins|kbd|mark|p|section|small|span|strong|sub|sup|u)"
    r"(?:\s[^<>\n]{0,400})?/?>"
)
_TASK = r"(?P<task>^[ \t]{0,20}(?:[-*+]|\d{1,4}[.)])[ \t]+)\[[ xX]\][ \t]+"
_FIELD = r"(?<![(/=])(?:\{\{[^{}]{1,2000}\}\}|\{%[^{}]{1,2000}%\}|<%[^<>]{1,2000}%>)"
_TEMPLATE = rf"(?P<empty>^ {{0,3}}#{{1,6}}[ \t]+(?:{_FIELD}[ \t]*)+$)|(?P<template>(?<=[ \t]){_FIELD}[ \t]|{_FIELD})"
_NAMED = r"(?<![!\\\]])\[(?P<shown>[^\[\]\n]{1,300})\]\[(?P<name>[^\[\]\n]{0,200})\]"
_DEFINED = re.compile(r"^ {0,3}\[([^\]^\n][^\]\n]{0,199})\]:[ \t]*<?([^\s<>()]{1,2000})>?", re.MULTILINE)
_ALL = (
    f"(?P<kept>{_FENCE}|{_CODE})|(?P<comment>{_COMMENT}|{_BACK}|{_EMBEDDED})|(?P<struck>{_STRUCK})|(?P<table>{_TABLE})|{_LISTED}|{_LINK}|{_RAISED}"
    f"|{_LOWERED}|{_BREAK}|(?P<tag>{_TAG})|{_TASK}|{_TEMPLATE}|{_NAMED}"
)
_FIRST = r"(?=[<~^`!\[{# \t*+\d-])"  # what any of them begins with: else each letter would be tried with all of them
_HIDDEN = re.compile(f"{_FIRST}(?:{_ALL}|(?P<markup>(?!)))", re.MULTILINE)
_HIDDEN_IN_DIALECT = re.compile(f"{_ALL}|{MARKUP}", re.MULTILINE)  # takes twice the time
_SIGNS = ("<", "~", "^", "[ ]", "[x]", "[X]", "][", "![[", "{")
_DEEPEST = 6  # lists in one another that are shown so
_MOST_TABLES = 200


def cleaned(text: str) -> tuple[str, bool]:
    """The text as readers see it, and whether struck words were left out."""
    text = with_yaml_header(text)
    dialect = is_dialect(text)
    if not dialect and not any(sign in text for sign in _SIGNS):
        return text, False
    cleaning = _Cleaning({_key(each[1]): each[2] for each in _DEFINED.finditer(text)})
    return (_HIDDEN_IN_DIALECT if dialect else _HIDDEN).sub(cleaning.shown, text), cleaning.struck


def _key(name: str) -> str:
    return " ".join(name.lower().split())


class _Cleaning:
    """Rewrites one text."""

    def __init__(self, targets: Mapping[str, str]) -> None:
        self.struck = False
        self._targets = targets
        self._tables = 0
        self._counts: list[int | None] = []  # the items of each list in HTML around, None where they aren't numbered

    def shown(self, found: re.Match[str]) -> str:
        if found["kept"]:
            return directive_body(found[0])
        if found["markup"] is not None:
            return shown_of(found)
        if found["table"]:
            return self._table(found[0])
        if found["list"] or found["listed"] or found["item"] or found["items"]:
            return self._listed(found)
        if found["struck"]:
            self.struck = True
            return ""
        if found["template"]:
            return ""
        if found["shown"]:
            target = self._targets.get(_key(found["name"] or found["shown"]), "")
            return f"[{found['shown']}]({target})" if target else found[0]
        if found["url"]:
            return f"[{found['words'].strip()}]({found['url']})"
        if high := found["sup"] or found["high"]:
            return superscript(high)
        return found["task"] or found["sub"] or found["low"] or (" " if found["break"] else "")

    def _listed(self, found: re.Match[str]) -> str:
        """The start or end of a list in HTML, or the mark before its item."""
        if found["list"]:
            self._counts.append(0 if found["listing"] == "ol" else None)
        elif found["listed"]:
            self._counts = self._counts[:-1]
            return "\n\n" if not self._counts else ""
        elif found["item"]:
            count = self._counts[-1] if self._counts else None
            if count is not None:
                self._counts[-1] = count + 1
            indent = " " * (4 * min(len(self._counts) - 1, _DEEPEST))
            return f"\n{indent}- " if count is None else f"\n{indent}{count + 1}. "
        return "\n\n" if found["list"] and len(self._counts) == 1 else ""

    def _table(self, markup: str) -> str:
        """A table of cells in Markdown; one of pictures or prose stays as it is."""
        from briefings.reading.markdown.html_tables import table_in_markdown  # 60 ms, for texts with such tables alone

        self._tables += 1
        table = table_in_markdown(markup) if self._tables <= _MOST_TABLES else ""
        return f"\n\n{table}\n\n" if table else markup
