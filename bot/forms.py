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
    """An option; for files, `value` is the extension."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Field:
    """A field: several choices become one comma-separated word, a date YYYY-MM-DD, a time HH:MM."""

    name: str
    label: str
    kind: FieldKind
    choices: tuple[Choice, ...] = ()
    initial: tuple[str, ...] = ()
    hint: str = ""
    required: bool = True


def form_line(says: str, values: Mapping[str, str]) -> str:
    """The form's command line with the values filled in."""

    def optional(found: re.Match[str]) -> str:
        return found[1] if all(values.get(name) for name in _BLANK.findall(found[1])) else ""

    line = _BLANK.sub(lambda found: values.get(found[1], ""), _OPTIONAL.sub(optional, says))
    return " ".join(line.split())


@dataclass(frozen=True, slots=True)
class Form:
    """Fields that make a command line: each name in braces in `says` is replaced by its value.

    Text in brackets is dropped if the value is empty.
    """

    title: str
    fields: tuple[Field, ...]
    says: str
    send: str
