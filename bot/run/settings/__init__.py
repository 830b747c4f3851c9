"""Settings from the environment, or else from `.env`. An empty value means unset."""

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from bot.run.settings.env_file import env_text
from bot.run.settings.fields import Settings, secret_names, setting_names
from bot.run.settings.files import SENTENCE, WrongSettings
from bot.run.settings.hashes import hashes_of
from bot.run.settings.unknown import UnknownSetting, own_names, unknown_settings

__all__ = [
    "Settings",
    "UnknownSetting",
    "WrongSettings",
    "hashes_of",
    "own_names",
    "read_settings",
    "secret_names",
    "setting_names",
    "unknown_settings",
]


_SHOWN = 100  # characters of a wrong value


def read_settings() -> Settings:
    """Reads settings from the environment and `.env` in the current directory. Raises WrongSettings."""
    env_text()
    try:
        return Settings()
    except ValidationError as error:
        faults = tuple(_fault(detail) for detail in error.errors() if detail["type"] != "default_factory_not_called")
        raise WrongSettings(faults) from None


def _fault(detail: ErrorDetails) -> str:
    if detail["type"] == SENTENCE:
        return detail["msg"]
    name = str(detail["loc"][0])
    fix = next(f.description for f in Settings.model_fields.values() if f.validation_alias == name)
    hint = str(detail["ctx"]["error"]) if detail["type"] == "value_error" else ""
    hidden = name in secret_names() or name.endswith("_URL")  # an address may hold a password
    shown = "" if hidden else f"is {_short(detail['input'])!r}, but "
    return f"{name} {shown}must be {fix}{hint}."


def _short(value: object) -> object:
    """A value as it is shown, cut where it is long."""
    return f"{value[:_SHOWN]}…" if isinstance(value, str) and len(value) > _SHOWN else value
