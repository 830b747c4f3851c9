"""The language model's loopback server as a fixture."""

from collections.abc import AsyncIterator

import pytest

from tests.fakes.model_server import ModelServer


@pytest.fixture
async def model() -> AsyncIterator[ModelServer]:
    """A running server that answers well until it is told otherwise."""
    server = ModelServer()
    await server.start()
    yield server
    await server.stop()
