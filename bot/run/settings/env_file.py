"""Reads settings before validation, and writes `.env`."""

import os
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

from dotenv import dotenv_values, set_key

from bot.run.settings.files import WrongSettings, obstacle, settings_text

ENV = Path(".env")


@dataclass(frozen=True, slots=True)
class GivenSettings:
    """A setting's value ("" if unset); `mine` if it is in `.env` or nowhere and so can be written."""

    value: str
    mine: bool


def env_text() -> str:
    """The text of `.env`; "" if there is none or it is a folder. Raises WrongSettings for one that can't be read."""
    try:
        return "" if ENV.is_dir() else settings_text(ENV)
    except FileNotFoundError:
        return ""
    except PermissionError as error:
        fault = f".env cannot be read ({error.strerror}): correct its permissions."
    except UnicodeDecodeError:
        fault = ".env is not UTF-8 text: save it again as UTF-8."
    except (OSError, ValueError) as error:
        fault = f".env cannot be read ({obstacle(error)}): replace it with a text file of settings."
    raise WrongSettings((fault,)) from None


def given_settings(name: str) -> GivenSettings:
    """A setting from the environment, a file it names, or `.env`. Raises WrongSettings for a `.env` that can't be
    read.
    """
    written = dotenv_values(stream=StringIO(env_text()))
    for place, mine in ((os.environ, False), (written, True)):  # noqa: TID251 - settings read the environment
        if file := place.get(f"{name}_FILE"):
            return GivenSettings(_secret_in(Path(file).expanduser()), mine=False)
        if value := (place.get(name) or "").strip():
            return GivenSettings(value, mine)
    return GivenSettings("", mine=True)


def _secret_in(path: Path) -> str:
    """A secret from a file of its own; "" if it can't be read."""
    try:
        return settings_text(path).strip()
    except (OSError, ValueError):
        return ""


def write_setting(values: Mapping[str, str]) -> None:
    """Writes settings to `.env` atomically, private to its owner; other lines stay unchanged."""
    target = ENV.resolve()
    handle, name = tempfile.mkstemp(prefix=".env.", dir=target.parent)  # made with mode 0600
    os.close(handle)
    draft = Path(name)
    try:
        if target.exists():
            shutil.copyfile(target, draft)
        for setting, value in values.items():
            set_key(draft, setting, value, quote_mode="never" if not set(value) & set(" \t#'\"\\$`") else "always")
        with draft.open("rb") as made:
            os.fsync(made.fileno())
        draft.replace(target)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
