"""Settings from the environment, or else from `.env`. An empty value means unset."""

from typing import Any

from bot.run.settings.env_file import env_text
from bot.run.settings.fields import Settings, secret_names, setting_names, slack_needs
from bot.run.settings.files import WrongSettings
from bot.run.settings.hashes import hashes_of
from bot.run.settings.unknown import own_names, unknown_settings

__all__ = [
    "Settings",
    "WrongSettings",
    "faults_beside_tokens",
    "hashes_of",
    "own_names",
    "read_settings",
    "secret_names",
    "setting_names",
    "slack_needs",
    "unknown_settings",
]


def read_settings() -> Settings:
    """Reads settings from the environment and `.env` in the current directory. Raises WrongSettings."""
    env_text()
    return Settings()


def faults_beside_tokens() -> tuple[str, ...]:
    """A sentence for each setting that would stop Readout once the tokens that setup asks for are set."""
    env_text()
    forms = {"TELEGRAM_BOT_TOKEN": "1:x", "SLACK_BOT_TOKEN": "xoxb-x", "SLACK_APP_TOKEN": "xapp-x"}
    tokens: dict[str, Any] = forms | {"SLACK_SIGNING_SECRET": "x"}
    try:
        Settings(**tokens)
    except WrongSettings as wrong:
        return wrong.faults
    return ()
