"""What the tests of the command line begin with."""

from pathlib import Path

import pytest

from briefings.service import SAMPLE
from tests.fakes.command_line import called


@pytest.fixture(scope="session")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which `readout import` took in the sample under a umask that hides nothing; to be copied."""
    folder = tmp_path_factory.mktemp("imported")
    assert called(folder, "import", str(SAMPLE)).returncode == 0
    return folder
