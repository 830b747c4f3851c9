"""Removes what a Markdown file doesn't show: struck words, comments, task boxes, raw tags and marks of raised letters.

HTML tables become Markdown tables, HTML links and links by name become Markdown links, and the fields of templates
(Liquid, Jinja) leave. Code stays as it is.
"""

import re
from collections.abc import Mapping
from textwrap import dedent

from briefings.reading.office.numerals import superscript

_VALUE = r"(?:\"[^\"\n]{0,200}\"|'[^'\n]{0,200}'|[^\s\"'{}]{1,100})"
_ATTRIBUTE = rf"(?:[#.](?!ref-)[\w:-]{{1,80}}|[\w:-]{{1,40}}={_VALUE})"
_OWN_LINE = r"(?:(?<=\n)|\A)[ \t]{0,8}"
_CONTENTS = (
    rf"{_OWN_LINE}(?:[*-][ \t]+[^\n]{{1,60}}\n[ \t]{{0,8}}\{{:?[ \t]?:?toc[^{{}}\n]{{0,80}}\}}"
    r"|\[\[_?TOC_?\]\]|\[TOC\]|\[toc\])[ \t]*$"
)
_LIST = rf"\{{[ \t]?{_ATTRIBUTE}(?:[ \t]+{_ATTRIBUTE}){{0,12}}[ \t]?\}}"
_ATTRIBUTES = (
    r"[ \t]?\{::?/?[^{}\n]{0,300}\}"
    rf"|(?<=[\w)\]*_`\"”.!?:# ])[ \t]?{_LIST}|{_OWN_LINE}{_LIST}[ \t]*$"
)
_DIV = rf"{_OWN_LINE}:{{3,8}}(?![^\n]*#ref)[^\n]{{0,200}}$(?:\n[ \t]{{0,8}}:[\w-]{{1,40}}:[^\n]{{0,200}}$){{0,12}}"
_ADMONITION = (
    rf"{_OWN_LINE}(?:!!!|\?\?\?)\+?[ \t]+[\w -]{{1,60}}(?:\"[^\"\n]{{0,200}}\")?[ \t]*$"
    r"(?P<within>(?:\n[ \t]*$|\n(?: {4}|\t)[^\n]*$)*)"
)
_ALERT = rf"{_OWN_LINE}>[ \t]?\[![A-Za-z]{{2,20}}\][-+]?[^\n]{{0,200}}$\n?"
_JSX = rf"{_OWN_LINE}</?[A-Z][\w.]{{0,60}}(?:\s[^<>]{{0,1000}})?/?>[ \t]*$"
_MODULE = (
    rf"{_OWN_LINE}(?:import[ \t][^\n]{{1,300}}[ \t]from[ \t]+['\"][^'\"\n]{{1,200}}['\"];?|"
    r"import[ \t]+['\"][^'\"\n]{1,200}['\"];?|"
    r"export[ \t](?:const|let|default|function)[ \t][^\n]{0,300}[;{}()\]])[ \t]*$"
)
_FOLDED = r"</?details\b[^<>\n]{0,200}>|<summary\b[^<>\n]{0,200}>(?:[^<]|<(?!/?summary\b)){0,1000}</summary>"
_FIGURE = r"<figure\b(?:[^<]|<(?!/?figure\b))*</figure>"
_ABBREVIATION = rf"{_OWN_LINE}\*\[[^\]\n]{{1,80}}\]:[^\n]{{0,300}}$"
_MARKED = r"(?<![=\w])==(?=[^\s=])(?P<marked>[^=\n]{1,500})(?<=\S)==(?![=\w])"
MARKUP = (
    f"(?P<markup>{_CONTENTS}|{_DIV}|{_ADMONITION}|{_ALERT}|{_JSX}|{_MODULE}|{_FOLDED}|{_FIGURE}|{_ABBREVIATION}|{_MARKED}"
    f"|{_ATTRIBUTES})"
)
_DIALECT = re.compile(
    r":::|!!!|\?\?\?|\[!|\bTOC\b|\[toc\]|^[ \t]*(?:import|export)[ \t]|\*\[|==|\{[ \t]?(?:[:#.]|[\w:-]{1,40}=)|"
    r"<(?:details|summary|figure|/?[A-Z])|[`~]{3}\{",
    re.MULTILINE,
)
_DIRECTIVE = re.compile(
    r" {0,3}[`~]{3,20}\{(?:note|tip|hint|warning|caution|attention|danger|error|important|seealso|admonition|epigraph|"
    r"sidebar|margin|topic)\}[^\n]*\n(?:[ \t]*:[\w-]{1,40}:[^\n]*\n)*(?P<body>[\s\S]*?)\n {0,3}[`~]{3,20}[ \t]*$"
)

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
    r"(?P<list><(?P<listing>[uo]l)\b[^<>]{0,300}>\s*)|(?P<listed>\s{0,40}</[uo]l>)|"
    r"(?P<item>\s{0,40}<li\b[^<>]{0,300}>\s*)|(?P<items></li>)"
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
    dialect = _DIALECT.search(text) is not None
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


def shown_of(found: re.Match[str]) -> str:
    """What readers see of a match of `MARKUP`."""
    if found["within"]:
        return f"\n{dedent(found['within'])}\n"
    if found[0].lstrip()[:1] == "<":
        return "\n\n"
    return found["marked"] or ""


def directive_body(code: str) -> str:
    """The words of an admonition that is written as a block of code; other code stays as it is."""
    found = _DIRECTIVE.fullmatch(code)
    return found["body"] if found else code
