"""`python .ci/trim.py`: takes from the installed libraries what Readout never reads, and compiles what it imports.

Standard library alone; run by the environment's own Python, in the project's folder. What is deleted comes back when
its library is installed again.
"""

import ast
import contextlib
import importlib
import shutil
import sys
import sysconfig
from collections.abc import Iterator
from pathlib import Path

OURS = ("bot", "briefings")
# What of a library is never read, and why it may go.
UNREAD = (
    "icalendar/tests",
    "lxml/includes",  # to build other libraries on lxml
    "docutils/writers/*/*",  # Readout writes no page, TeX or OpenDocument of a reStructuredText
    "lxml/*.pyx",  # the sources of compiled modules
    "lxml/*.px[di]",
    "selectolax/*.c",
    "selectolax/*.pyx",
    "selectolax/lexbor/*.pxi",
    "sqlalchemy/testing",
    "pylopdf_fonts_zh_cn/NotoSerif*",  # pictures are drawn without serifs
    "fontpkg_noto_sans/files/*-Italic*",
)
LOCALES = "babel/locale-data"  # 1,100 files; Readout speaks the languages of bot/languages, and English


def trim(site: Path, project: Path) -> None:
    """Deletes what is never read below `site`, where libraries are installed."""
    spoken = {"root", "en", *(catalog.stem for catalog in (project / "bot" / "languages").glob("*.po"))}
    unread = [each for pattern in UNREAD for each in site.glob(pattern)]
    unread += [each for each in (site / LOCALES).glob("*.dat") if each.stem.split("_")[0] not in spoken]
    for each in unread:
        if each.is_dir():
            shutil.rmtree(each)
        else:
            each.unlink()


def imported(project: Path) -> Iterator[str]:
    """The modules of libraries that the project's code imports, also within functions."""
    for file in (each for name in OURS for each in sorted((project / name).rglob("*.py"))):
        for node in ast.walk(ast.parse(file.read_bytes())):
            if isinstance(node, ast.Import):
                yield from (alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module:
                yield from (node.module, *(f"{node.module}.{alias.name}" for alias in node.names))


def compile_imports(project: Path) -> None:
    """Imports each module that the project does, so that Python keeps its bytecode; what is not installed is left."""
    sys.dont_write_bytecode = False
    for name in sorted(set(imported(project))):
        if name.split(".")[0] not in {*OURS, *sys.stdlib_module_names}:
            with contextlib.suppress(ImportError):  # an extra that was left out, or a name that is no module
                importlib.import_module(name)


if __name__ == "__main__":
    trim(Path(sysconfig.get_path("purelib")), Path())
    compile_imports(Path())
