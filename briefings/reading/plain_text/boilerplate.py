"""Finds the boilerplate among a text's paragraphs: template tags, links to other articles, tags and opt-out notes."""

import re
from collections.abc import Iterable
from dataclasses import replace

from briefings.reading.layout import Block, lines, trimmed

_LONGEST = 600  # characters of a paragraph or line that can be boilerplate
_TEMPLATE = (
    r"(?:\{%[^{}\n]{1,400}%\}|\{\{[^{}\n]{1,400}\}\}|<%[^<>\n]{0,400}?%>|\{:[^{}\n]{1,200}\}|"
    r"<\{\{[^{}\n]{1,400}\}\}>|\b(?:SIZE|SHA\d{1,3}|MD5)\s?:|<>|!(?=\s|$)|[\s,;|])+"
)
_POINTER = (
    r"(?:[aà] lire (?:aussi|également)|lire (?:aussi|également)|voir aussi|lesen sie (?:auch|dazu)|lies auch|"
    r"mehr zum thema|read (?:also|more|next)|читайте также|tags|schlagwörter|mots[- ]clés|теги|标签|標籤|"
    r"相关阅读|延伸閱讀)[*_]{0,2}\s?[:：][^\n]{1,400}"
)
_OPT_OUT = (
    r"(?:if you (?:no longer|do not|don['’]t|would (?:rather|prefer) not)\b.{0,120}\b(?:receive|get|hear)\b|"
    r"to (?:unsubscribe|opt out)\b|wenn sie .{0,80}\bnicht mehr erhalten\b|wenn sie keine .{0,80}\berhalten\b|"
    r"si vous ne souhaitez plus recevoir\b|pour vous désabonner\b)"
    r".{0,160}(?:click|unsubscribe|opt[- ]out|klicken|abmelden|cliquez|désabonn)"
    r"(?:[^.!?]|[.!?](?=\S)){0,160}[.!?]?"
)
_MEMBERS = r"[請请]加入(?:成為|成为).{0,30}(?:訂戶|订户|會員|会员).{0,80}"
_BOILERPLATE = re.compile(rf"[*_>\s]{{0,6}}(?:{_TEMPLATE}|{_POINTER}|{_OPT_OUT}|{_MEMBERS})", re.IGNORECASE | re.DOTALL)


def without_boilerplate(text: str, blocks: Iterable[Block]) -> list[Block]:
    """The blocks without boilerplate at their edges; all of them where nothing else would be left."""
    given = [*blocks]
    kept = [shown for block in given if (shown := _shown(text, block))]
    return kept or given


def _shown(text: str, block: Block) -> Block | None:
    """A block without the lines of boilerplate at its start and end; None for one that holds nothing else."""
    if _is_boilerplate(text, block.start, block.end):
        return None
    inside = [span for span in lines(text, block.start, block.end) if not _is_boilerplate(text, *span)]
    if not inside:
        return None
    start, end = trimmed(text, inside[0][0], inside[-1][1])
    return replace(block, start=start, end=end) if (start, end) != (block.start, block.end) else block


def _is_boilerplate(text: str, start: int, end: int) -> bool:
    return end - start <= _LONGEST and _BOILERPLATE.fullmatch(text, start, end) is not None
