"""Regular expressions that are compiled when they are first used, because a start compiles more than a thousand."""

import re
from typing import Any, cast

_METHODS = ("search", "match", "fullmatch", "split", "findall", "finditer", "sub", "subn", "groups", "groupindex")


class _LazyPattern:
    """A pattern whose methods appear with the first use of one of them."""

    __slots__ = ("flags", "pattern", *_METHODS)

    def __init__(self, pattern: str, flags: int) -> None:
        self.pattern, self.flags = pattern, flags

    def __getattr__(self, name: str) -> Any:
        """Compiles the pattern; afterwards its methods are found without this one."""
        if name not in _METHODS:
            raise AttributeError(name)
        compiled = re.compile(self.pattern, self.flags)
        for each in _METHODS:
            setattr(self, each, getattr(compiled, each))
        return getattr(compiled, name)


def lazy_re(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """A regular expression that is used by its methods alone; its errors show at its first use.

    The processes that read files are forked: a pattern that reading uses is compiled before, by `re.compile`.
    """
    return cast("re.Pattern[str]", _LazyPattern(pattern, flags))
