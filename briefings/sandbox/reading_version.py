"""The version of the reading code: a newer one may read files that this one refused."""

import sys
from functools import cache
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import briefings

_FOLDERS = ("model", "reading", "sandbox")
_LIBRARIES = ("babel", "lxml", "markdown-it-py", "pdfminer.six", "python-docx", "selectolax", "sentencex")


READING = 14  # raise it when texts are read in another way; then those stored are read again


@cache
def reading_version() -> str:
    """A hash of the reading code, its limits and its libraries' versions; takes a few milliseconds."""
    home = Path(briefings.__file__).parent
    hash_ = sha256(" ".join((sys.version, *map(_version, _LIBRARIES))).encode())
    for file in sorted(each for folder in _FOLDERS for each in (home / folder).rglob("*.py")):
        hash_.update(str(file.relative_to(home)).encode() + b"\0" + file.read_bytes())
    return hash_.hexdigest()


def _version(library: str) -> str:
    try:
        return f"{library} {version(library)}"
    except PackageNotFoundError:
        return library
