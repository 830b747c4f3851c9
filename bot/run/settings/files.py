"""Secrets from files: NAME_FILE holds the path of a file with NAME."""

import stat
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic.fields import FieldInfo
from pydantic_core import PydanticCustomError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource

_MOST_BYTES = 1 << 16  # of a file with settings
SENTENCE = "sentence"  # the type of an error whose text says it all


class WrongSettings(Exception):
    """Invalid settings; `faults` has a sentence for each, without secrets."""

    def __init__(self, faults: tuple[str, ...]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


def settings_text(path: Path) -> str:
    """The text of an ordinary file of at most 64 kB. Raises OSError, or ValueError for any other file."""
    if not stat.S_ISREG(path.stat().st_mode):  # opening a pipe waits for its other end, and a device never ends
        raise ValueError("it is no ordinary file")
    with path.open("rb") as file:
        read = file.read(_MOST_BYTES + 1)
    if len(read) > _MOST_BYTES:
        raise ValueError("it is larger than 64 kB")
    return read.decode()


def obstacle(error: OSError | ValueError) -> str:
    """Why `settings_text` failed, in words."""
    if isinstance(error, OSError):
        return error.strerror or type(error).__name__
    return "it is not UTF-8 text" if isinstance(error, UnicodeError) else str(error)


@dataclass(frozen=True, slots=True)
class UnreadableSecret:
    """Marks a value that couldn't be read; `sentence` says why and how to fix it."""

    sentence: str


def read_secret(value: Any) -> Any:
    """The value, unless it couldn't be read. Raises like a validator."""
    if isinstance(value, UnreadableSecret):
        raise whole_sentence(value.sentence)
    return value


def whole_sentence(sentence: str) -> PydanticCustomError:
    """Marks an error that already names its setting."""
    return PydanticCustomError(SENTENCE, "{sentence}", {"sentence": sentence})


class SecretFiles(PydanticBaseSettingsSource):
    """Contents of the files named by `given`, the variables of one source."""

    def __init__(
        self, settings_cls: type[BaseSettings], secrets: Sequence[str], given: Mapping[str, str | None]
    ) -> None:
        super().__init__(settings_cls)
        self._secrets = secrets
        self._given = given

    def get_field_value(self, field: FieldInfo, field_name: str) -> tuple[Any, str, bool]:
        """A field's value, its name, and whether it is JSON."""
        name = str(field.validation_alias)
        return (self._value(name) if name in self._secrets else None), field_name, False

    def __call__(self) -> dict[str, Any]:
        values = {name: self._value(name) for name in self._secrets}
        return {name: value for name, value in values.items() if value is not None}

    def _value(self, name: str) -> str | UnreadableSecret | None:
        path = (self._given.get(f"{name}_FILE") or "").strip()
        if not path:
            return None
        if (self._given.get(name) or "").strip():
            return UnreadableSecret(f"{name} and {name}_FILE are both set: leave one out.")
        return _contents(f"{name}_FILE", Path(path).expanduser())


def _contents(name: str, path: Path) -> str | UnreadableSecret:
    try:
        secret = settings_text(path).strip()
    except (OSError, ValueError) as error:
        return UnreadableSecret(
            f"{name} names {path}, which cannot be read ({obstacle(error)}): name a file that holds the secret alone."
        )
    return secret or UnreadableSecret(f"{name} names {path}, which is empty: write the secret into it.")
