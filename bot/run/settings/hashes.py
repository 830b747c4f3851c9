"""Hashes of the settings that all processes on one database need alike; none can be turned back into a secret."""

import hmac
from hashlib import sha256

from pydantic import SecretStr

from bot.run.settings.fields import Settings

_OF_EACH = frozenset(  # what each process may have for itself
    {
        *("DATABASE_URL", "READOUT_DATA_DIR", "READOUT_LIBRARY_DIR", "READOUT_WEB_HOST", "READOUT_WEB_PORT"),
        *("READOUT_LOG_LEVEL", "READOUT_LOG_FORMAT", "TELEGRAM_API_URL", "SLACK_API_URL"),
    }
)
_DIGITS = 16


def hashes_of(settings: Settings) -> dict[str, str]:
    """A hash of each setting by its name, made with the value as the key."""
    named = {str(field.validation_alias): name for name, field in Settings.model_fields.items()}
    return {alias: _hash(alias, getattr(settings, name)) for alias, name in named.items() if alias not in _OF_EACH}


def _hash(name: str, value: object) -> str:
    plain = value.get_secret_value() if isinstance(value, SecretStr) else value
    text = ",".join(sorted(map(str, plain))) if isinstance(plain, frozenset) else str(plain)
    return hmac.new(text.encode(), name.encode(), sha256).hexdigest()[:_DIGITS]
