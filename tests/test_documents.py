"""The documents name what exists: pages, headings, files, settings, subcommands, programs and targets."""

import re
from importlib.util import find_spec
from pathlib import Path

import pytest

from bot.run.settings import setting_names
from tests.test_project import ROOT, project_files, subcommands, text

PAGES = sorted((*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")))
NAMED = [page for page in PAGES if page.name != "CHANGELOG.md"]  # it names what there was, too
FILES = frozenset(str(path.relative_to(ROOT)) for path in project_files())
FOLDERS = frozenset(str(folder) for file in FILES for folder in Path(file).parents)
ELSEWHERE = {"./data", "2026-05-03-notes.md", "bot/languages/TAG.po", "ruamel.yaml"}  # no files of the project
NOT_SETTINGS = {"POSTGRES_DB", "POSTGRES_PASSWORD", "POSTGRES_USER"}  # of PostgreSQL's image


def slug(heading: str) -> str:
    """The anchor that a code host gives a heading."""
    return re.sub(r"\s", "-", re.sub(r"[^\w\- ]", "", heading.strip().lower()))


def anchors(page: Path) -> set[str]:
    """The anchors of a page, whose examples hold no headings."""
    prose = re.sub(r"^```.*?^```", "", page.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)
    return {slug(heading) for heading in re.findall(r"^#+ (.+)$", prose, re.MULTILINE)}


def dead_links(page: Path, words: str) -> list[str]:
    """The links of a page within the project that lead nowhere."""
    prose = re.sub(r"`[^`\n]*`", "", words)  # what stands as code is no link
    dead = []
    for target in re.findall(r"\]\((?!https?:|mailto:)([^)\s]+)\)", prose):
        name, _, anchor = target.partition("#")
        found = page.parent / name if name else page
        if not found.exists() or (anchor and anchor not in anchors(found)):
            dead.append(target)
    return dead


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_each_link_leads_to_a_file_and_a_heading(page: Path) -> None:
    assert dead_links(page, page.read_text("utf-8")) == []


def test_a_dead_link_is_found() -> None:
    page = ROOT / "docs" / "operators.md"
    words = "[a](api.md) [b](#data) [c](gone.md) [d](api.md#gone) [e](#gone) `[f](gone.md)` [g](https://gone.example)"
    assert dead_links(page, words) == ["gone.md", "api.md#gone", "#gone"]


def missing_files(words: str) -> list[str]:
    """What is written like a file or folder of the project, whole or by its end, and isn't there."""
    found = re.findall(r"`([\w.-]+/[\w./-]*|[\w-]+\.(?:py|yaml|yml|toml|md|sh|lock))`", words)
    named = {name.rstrip("/") for name in found if name not in ELSEWHERE and not name.startswith("READOUT_")}
    there = FILES | FOLDERS
    ends = {name for name in named for each in there if f"/{each}".endswith((f"/{name}", f"/{name}.py"))}
    return sorted(named - ends)


@pytest.mark.parametrize("page", NAMED, ids=lambda page: page.name)
def test_each_file_that_a_page_names_is_there(page: Path) -> None:
    assert missing_files(page.read_text("utf-8")) == []


def test_a_missing_file_is_found() -> None:
    assert missing_files("`store/intake.py` `briefings/store/` `store/gone.py` `gone.md`") == [
        "gone.md",
        "store/gone.py",
    ]


@pytest.mark.parametrize("page", NAMED, ids=lambda page: page.name)
def test_each_setting_subcommand_program_and_target_that_a_page_names_is_there(page: Path) -> None:
    words = page.read_text("utf-8")
    known = {*setting_names(), *(f"{name}_FILE" for name in setting_names()), *NOT_SETTINGS}
    settings = set(re.findall(r"`((?:READOUT|SLACK|TELEGRAM|POSTGRES|DATABASE)_[A-Z_]+)(?=[`=])", words))
    assert settings - known == set()
    typed = set(re.findall(r"`(?:[\w./]*/)?readout ([a-z][a-z-]+)", words))
    assert typed - {*subcommands(), "start", "work", "session"} == set()  # the last ones name connections
    programs = set(re.findall(r"python -m ([\w.]+\w)", words))
    assert {name for name in programs if not find_spec(name)} == set()
    targets = set(re.findall(r"`make ([a-z-]+)", words))
    assert {name for name in targets if not re.search(rf"^{name}:", text("Makefile"), re.MULTILINE)} == set()


def test_the_changelog_is_short_tells_each_thing_once_and_by_kinds_of_change() -> None:
    told = re.findall(r"^- .*", text("CHANGELOG.md"), re.MULTILINE)
    assert len(told) == len(set(told)) <= 70
    kinds = re.findall(r"^### (.*)", text("CHANGELOG.md"), re.MULTILINE)
    assert set(kinds) <= {"Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"}


@pytest.mark.parametrize(
    ("page", "kilobytes"), [("architecture", 40), ("operators", 30), ("measured", 20)], ids=lambda each: str(each)
)
def test_a_long_page_stays_within_its_length(page: str, kilobytes: int) -> None:
    assert len(text(f"docs/{page}.md").encode()) <= 1_000 * kilobytes
