"""Forms: the fields a person fills in, and the command line built from them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

_BLANK = re.compile(r"\{(\w+)\}")
_OPTIONAL = re.compile(r"\[([^\[\]]*)\]")
FieldKind = Literal["words", "choice", "choices", "date", "time", "files"]


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the things that can be chosen; of files, the ending that `value` names."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Field:
    """What is filled in: several choices become one word with commas, a date YYYY-MM-DD, a time HH:MM."""

    name: str
    label: str
    kind: FieldKind
    choices: tuple[Choice, ...] = ()
    initial: tuple[str, ...] = ()
    hint: str = ""
    required: bool = True


def filled_in(says: str, values: Mapping[str, str]) -> str:
    """A form's line with the values in their places, on one line."""

    def optional(found: re.Match[str]) -> str:
        return found[1] if all(values.get(name) for name in _BLANK.findall(found[1])) else ""

    line = _BLANK.sub(lambda found: values.get(found[1], ""), _OPTIONAL.sub(optional, says))
    return " ".join(line.split())


@dataclass(frozen=True, slots=True)
class Form:
    """Fields that make a command line together: in `says` each name in braces gives way to what was filled in.

    What stands in brackets is left out where nothing was filled in there.
    """

    title: str
    fields: tuple[Field, ...]
    says: str
    send: str
