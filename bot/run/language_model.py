"""The language model from the settings, and checks of its configuration."""

import logging

from bot.diagnostics import Problem
from bot.run.settings import Settings
from briefings import summarising
from briefings.summarising import ModelServer

_log = logging.getLogger(__name__)


def server_of(settings: Settings) -> ModelServer | None:
    """The model's server; None if none is set, and then no text leaves the machine."""
    if settings.llm_model is None:
        return None
    key = settings.llm_api_key.get_secret_value() if settings.llm_api_key else ""
    return ModelServer(
        settings.llm_base_url,
        settings.llm_model,
        key,
        settings.llm_timeout_seconds,
        settings.llm_marking,
    )


def warn(settings: Settings) -> None:
    """Logs at start-up if a model is set but can't be used."""
    if settings.llm_model is not None and not summarising.model_installed():
        _log.warning(summarising.MODEL_MISSING)


async def faults(settings: Settings) -> list[Problem]:
    """Problems with the model, found by asking it for one word."""
    server = server_of(settings)
    reason = await summarising.model_fault(server) if server else None
    if reason is None:
        return []
    if reason == summarising.MODEL_MISSING:
        return [Problem("LLM_MODEL is set, but the client library is not installed.", "Run: make llm")]
    fix = "Correct LLM_BASE_URL, LLM_MODEL or LLM_API_KEY, or unset LLM_MODEL; without it summaries are not fluent."
    return [Problem(reason, fix)]
