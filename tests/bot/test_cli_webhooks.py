"""The webhook subcommand."""

import re
from pathlib import Path

import pytest

from tests.fakes.command_line import library_command


@pytest.fixture
def said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    """Runs a subcommand on an empty library; gives its status and what it printed."""
    paper = "# Ferry\n\nThe ferry ran 12 times.\n"
    return library_command(tmp_path, monkeypatch, capsys, paper)


def test_a_webhook_is_made_listed_and_revoked(said):
    status, told = said("webhook", "new", "https://example.org/hooks", "analysis")
    assert status == 0
    assert re.search(r"whsec_\S{43}", told)
    assert "https://example.org/hooks" in said("webhook", "list")[1]
    assert said("webhook", "test", "1")[0] == 0
    assert "webhook.test" in said("webhook", "list", "1")[1]
    assert "I deleted 1 webhook" in said("webhook", "revoke", "1")[1]


def test_a_private_address_needs_the_setting(said, monkeypatch: pytest.MonkeyPatch):
    status, told = said("webhook", "new", "http://10.0.0.1/hooks")
    assert status != 0
    assert "https://" in told
    monkeypatch.setenv("READOUT_WEBHOOK_PRIVATE", "true")
    assert said("webhook", "new", "http://10.0.0.1/hooks")[0] == 0
