"""How much a test does: little by default, much with `--hypothesis-profile=long`, as `make test-long` runs it.

No example has a deadline, since a busy machine proves nothing.
"""

from collections.abc import Iterable
from typing import Any

import pytest
from hypothesis import settings

settings.register_profile("quick", max_examples=20, deadline=None)
settings.register_profile("long", max_examples=100, deadline=None)
settings.load_profile("quick")


def scaled(quick: int, long: int) -> int:
    """The size of what a test does in the quick profile and in the long one."""
    return long if is_long() else quick


def is_long() -> bool:
    """Whether the long profile is in use."""
    return settings().max_examples == settings.get_profile("long").max_examples


def examples(many: int) -> int:
    """So many in the long profile, and the same share as of any other property in the quick one."""
    return max(1, many * settings().max_examples // 100)


def slow_but(quick: Iterable[Any], values: Iterable[Any]) -> list[Any]:
    """Values as a test's parameters, of which `make test` tries those in `quick` and `make test-slow` the others."""
    tried = [*quick]
    return [pytest.param(each, marks=() if each in tried else pytest.mark.slow) for each in values]
