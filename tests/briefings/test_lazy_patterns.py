"""Patterns that are compiled at their first use: all are right, and a start uses none of them."""

import re
import subprocess
import sys

import pytest

from briefings.text import lazy_re


def test_a_lazy_pattern_does_what_a_compiled_one_does():
    lazy, compiled = lazy_re(r"(?P<name>\w+)-(\d)", re.IGNORECASE), re.compile(r"(?P<name>\w+)-(\d)", re.IGNORECASE)
    for text in ("Ab-1 cd-2", "none", ""):
        assert lazy.findall(text) == compiled.findall(text)
        assert lazy.sub("x", text) == compiled.sub("x", text)
        assert [each.span() for each in lazy.finditer(text)] == [each.span() for each in compiled.finditer(text)]
        assert bool(lazy.fullmatch(text)) == bool(compiled.fullmatch(text))
        assert lazy.split(text) == compiled.split(text)
    assert (lazy.groups, dict(lazy.groupindex)) == (2, {"name": 1})


def test_a_wrong_pattern_is_found_at_its_first_use():
    wrong = lazy_re("(")
    with pytest.raises(re.error):
        wrong.search("x")
    with pytest.raises(AttributeError):
        wrong.absent  # type: ignore[attr-defined] # noqa: B018


_LAZY = """
import gc, re, bot.run.wiring
from briefings.text.patterns import _LazyPattern

def is_compiled(each):
    try:
        return bool(_LazyPattern.search.__get__(each, _LazyPattern))
    except AttributeError:
        return False

lazy = [each for each in gc.get_objects() if type(each) is _LazyPattern]
assert len(lazy) > 200
print(*[each.pattern for each in lazy if is_compiled(each)], sep="\\n")
for each in lazy:
    re.compile(each.pattern, each.flags)
"""


_FORKED = """
import briefings.sandbox.reader as reader
from briefings.text.patterns import _LazyPattern, _lazy
assert _lazy
reader.preload()
print(*[each.pattern for each in _lazy if not hasattr(type(each).search.__get__(each), "__call__")], sep="\\n")
"""


@pytest.mark.slow
def test_the_process_that_forks_readers_compiles_all_patterns_before():
    run = subprocess.run([sys.executable, "-c", _FORKED], capture_output=True, text=True, check=True)
    assert run.stdout.split() == []


@pytest.mark.slow
def test_all_lazy_patterns_of_the_program_are_right_and_a_start_compiles_none():
    run = subprocess.run([sys.executable, "-c", _LAZY], capture_output=True, text=True, check=True)
    assert run.stdout.split() == []
