"""Finds misspelt settings in the environment and in `.env`, which would otherwise be ignored in silence."""

import os
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from difflib import get_close_matches
from io import StringIO

from dotenv import dotenv_values

from bot.run.settings.env_file import env_text
from bot.run.settings.fields import secret_names, setting_names
from bot.run.settings.files import WrongSettings

_PREFIX = "READOUT_"
_CLOSE = 0.84  # difflib's measure of likeness


@dataclass(frozen=True, slots=True)
class UnknownSetting:
    """A name that is no setting of Readout; `near` is the setting that it may stand for, or ""."""

    name: str
    place: str
    near: str

    @property
    def fault(self) -> str:
        """What is wrong, in a sentence."""
        return f"{self.name} in {self.place} isn't a setting of Readout, so it has no effect."

    @property
    def fix(self) -> str:
        """How to correct it, in a sentence."""
        return f"Name it {self.near}, if you meant that." if self.near else "Correct its name or take it out."


def unknown_settings() -> list[UnknownSetting]:
    """The names in the environment and in `.env` that start with READOUT_ or are close to a setting, but are none."""
    places = ("the environment", os.environ), (".env", _written())  # noqa: TID251 - settings read the environment
    return [UnknownSetting(name, place, near) for place, names in places for name, near in _unknown(names)]


def own_names() -> frozenset[str]:
    """The names by which a `.env` is recognised as Readout's: all settings, and those that it misspells."""
    return frozenset({*_known(), *(name for name, _ in _unknown(_written()))})


def _unknown(names: Iterable[str]) -> list[tuple[str, str]]:
    known = _known()
    found = []
    for name in sorted(set(names) - set(known)):
        near = next(iter(get_close_matches(name.upper(), known, n=1, cutoff=_CLOSE)), "")
        if near or name.startswith(_PREFIX):
            found.append((name, near))
    return found


def _known() -> list[str]:
    return [*setting_names(), *(f"{name}_FILE" for name in secret_names())]


def _written() -> list[str]:
    with suppress(WrongSettings):
        return list(dotenv_values(stream=StringIO(env_text()), interpolate=False))
    return []
