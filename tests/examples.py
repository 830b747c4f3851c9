"""How many examples Hypothesis makes up for a property: few by default, many with `--hypothesis-profile=long`.

No example has a deadline, since a busy machine proves nothing.
"""

from hypothesis import settings

settings.register_profile("quick", max_examples=20, deadline=None)
settings.register_profile("long", max_examples=100, deadline=None)
settings.load_profile("quick")


def examples(many: int) -> int:
    """So many in the long profile, and the same share as of any other property in the quick one."""
    return max(1, many * settings().max_examples // 100)
