"""Puts the files that a LaTeX file names, its bibliography among them, into its text, if they lie in its folder."""

import re
from pathlib import Path

_INPUT = re.compile(rb"(?<!%)\\(?:input|include|subfile)\s{0,4}\{\s{0,4}([^{}\n]{1,200}?)\s{0,4}\}")
_WORKS = re.compile(rb"\\(?:bibliography|addbibresource)\s{0,4}(?:\[[^\]\n]{0,100}\])?\{([^{}]{1,400})\}")
_DEEPEST = 5  # files in one another
_MOST, _MOST_FILES = 5_000_000, 300  # bytes of one file, and files


def with_named_files(path: Path, data: bytes) -> bytes:
    """The bytes of a LaTeX file with those of the files that it names; a file outside its folder isn't read."""
    files = _Files(path.absolute().parent)
    whole = files.entered(data)
    works = {
        name.strip() for found in _WORKS.finditer(whole) for name in found[1].decode("utf-8", "replace").split(",")
    }
    held = ((name.removesuffix(".bib"), files.read(f"{name.removesuffix('.bib')}.bib")) for name in sorted(works))
    parts = (b"\n\\begin{filecontents}{%s.bib}\n%s\n\\end{filecontents}\n" % (n.encode(), t) for n, t in held if t)
    return b"".join([whole, *parts])


class _Files:
    """Reads the files of one folder and its subfolders, a limited number of them."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._read = folder, 0

    def entered(self, data: bytes, depth: int = 0) -> bytes:
        def put(found: re.Match[bytes]) -> bytes:
            name = found[1].decode("utf-8", "replace")
            text = self.read(name) or self.read(f"{name}.tex")
            return found[0] if text is None or depth >= _DEEPEST else self.entered(text, depth + 1)

        return _INPUT.sub(put, data)

    def read(self, name: str) -> bytes | None:
        """The bytes of a file; None if there is none of that name in the folder."""
        self._read += 1
        try:
            path = (self._folder / name).resolve()
            if self._read > _MOST_FILES or not path.is_relative_to(self._folder.resolve()) or not path.is_file():
                return None
            with path.open("rb") as file:
                return file.read(_MOST)
        except (OSError, ValueError):
            return None
