"""Settings from the environment, or else from `.env`. An empty value means unset."""

from bot.run.settings.env_file import env_text
from bot.run.settings.fields import Settings, secret_names, setting_names
from bot.run.settings.files import WrongSettings
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


def read_settings() -> Settings:
    """Reads settings from the environment and `.env` in the current directory. Raises WrongSettings."""
    env_text()
    return Settings()
