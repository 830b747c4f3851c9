"""Markup that dialects of Markdown add and readers don't see: attribute lists, admonitions, JSX, marks of contents.

Kramdown, Pandoc, MyST, Docusaurus, MkDocs, GitHub, Hugo and MDX are meant. What an admonition says stays as text.
"""

import json
import re
from textwrap import dedent

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
_SIGNS = re.compile(
    r":::|!!!|\?\?\?|\[!|\bTOC\b|\[toc\]|^[ \t]*(?:import|export)[ \t]|\*\[|==|\{[ \t]?(?:[:#.]|[\w:-]{1,40}=)|"
    r"<(?:details|summary|figure|/?[A-Z])|[`~]{3}\{",
    re.MULTILINE,
)
_DIRECTIVE = re.compile(
    r" {0,3}[`~]{3,20}\{(?:note|tip|hint|warning|caution|attention|danger|error|important|seealso|admonition|epigraph|"
    r"sidebar|margin|topic)\}[^\n]*\n(?:[ \t]*:[\w-]{1,40}:[^\n]*\n)*(?P<body>[\s\S]*?)\n {0,3}[`~]{3,20}[ \t]*$"
)
_JSON_OPENED = re.compile(r"(?:(?:---json|;;;)[ \t]*\n\s{0,20})?(?=\{)")
_JSON_CLOSED, _LINE_END = re.compile(r"\s{0,20}\n(?:---|;;;)[ \t]*\n"), re.compile(r"\n")
_MOST_HEADER = 20_000  # characters of a header in JSON


def is_dialect(text: str) -> bool:
    """Whether a text may have such markup."""
    return _SIGNS.search(text) is not None


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


def with_yaml_header(text: str) -> str:
    """The text; a header in JSON, as Hugo has it, or between lines of signs, becomes one in YAML."""
    opened = _JSON_OPENED.match(text)
    if not opened or '"' not in text[: opened.end() + 100]:
        return text
    try:
        header, end = json.JSONDecoder().raw_decode(text[opened.end() : _MOST_HEADER])
    except (ValueError, RecursionError):
        return text
    closed = (_JSON_CLOSED if opened.end() else _LINE_END).match(text, opened.end() + end)
    if not isinstance(header, dict) or "title" not in header or not closed:
        return text
    rows = (f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in header.items())
    return "\n".join(("---", *rows, f"---\n{text[closed.end() - 1 :]}"))
