"""Reads settings before validation, and writes `.env`."""

import os
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from dotenv import dotenv_values, set_key

ENV = Path(".env")


@dataclass(frozen=True, slots=True)
class GivenSettings:
    """A setting's value ("" if unset); `mine` if it is in `.env` or nowhere and so can be written."""

    value: str
    mine: bool


def given_settings(name: str) -> GivenSettings:
    """A setting from the environment, a file it names, or `.env`."""
    written = dotenv_values(ENV) if ENV.exists() else {}
    for place, mine in ((os.environ, False), (written, True)):  # noqa: TID251 - settings read the environment
        if file := place.get(f"{name}_FILE"):
            path = Path(file)
            return GivenSettings(path.read_text(encoding="utf-8").strip() if path.is_file() else "", mine=False)
        if value := (place.get(name) or "").strip():
            return GivenSettings(value, mine)
    return GivenSettings("", mine=True)


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
            set_key(draft, setting, value, quote_mode="never" if _plain(value) else "always")
        with draft.open("rb") as made:
            os.fsync(made.fileno())
        draft.replace(target)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise


def _plain(value: str) -> bool:
    return not set(value) & set(" \t#'\"\\$`")
