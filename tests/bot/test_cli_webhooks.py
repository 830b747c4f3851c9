"""The webhook subcommand."""

import re
from pathlib import Path

import pytest

from bot.cli import main


@pytest.fixture
def said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    """Runs a subcommand on an empty library; gives its status and what it printed."""
    paper = tmp_path / "ferry.md"
    paper.write_text("# Ferry\n\nThe ferry ran 12 times.\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("READOUT_DATA_DIR", str(tmp_path / "data"))

    def run(*words: str) -> tuple[int, str]:
        status = main(list(words))
        shown = capsys.readouterr()
        return status, (shown.out + shown.err).strip()

    assert run("import", str(paper))[0] == 0
    return run


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
