"""Recognises a link that somebody sends in place of a file."""

import re

from briefings.text import lazy_re

_LINK = lazy_re(r"<?(?:https?://|www\.)[^\s<>]+>?", re.IGNORECASE)
_MOST_ASIDE = 12  # words around links
_COMMANDS = frozenset(("import", "summary", "read", "sources", "audit", "ask", "brief"))  # that take no link
_ASIDE = lazy_re(  # what people write around a link that they want read
    r"(?:please|pls|can|could|you|import|add|read|open|take|upload|fetch|get|see|look|at|check|out|summari[sz]e|summary"
    r"|this|that|the|these|my|our|a|link|kindly|load|links|page|article|paper|site|website|here|is|it|of|to|me|us|for|and|published|new"
    r"|\d{4}-\d\d-\d\d|посмотри|прочитай|прочти|открой|добавь|импортируй|загрузи|ссылк\w*|вот|эту?|статью|мне|для|и"
    r"|пожалуйста|请|帮我|导入|添加|总结|阅读|打开|看看|这个|这篇|链接|网页|文章|一下|[.,:;!，。：！])*",
    re.IGNORECASE,
)


def is_bare_link(line: str) -> bool:
    """Whether a line is links with no more than the wish to have them read."""
    rest, links = _LINK.subn(" ", line)
    words = rest.split()
    return bool(links) and len(words) <= _MOST_ASIDE and all(map(_ASIDE.fullmatch, words))


def takes_no_link(command: str) -> bool:
    """Whether a link after a command stands for a file or an analysis."""
    return command.lower() in _COMMANDS
