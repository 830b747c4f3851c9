"""A wheel of Readout, installed where its source isn't, is the same program; shells complete what it says."""

import os
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

from bot.cli import main
from tests.fakes.deadline import HANGS

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[1]
SOURCES = ("pyproject.toml", "README.md", "LICENSE", "bot", "briefings")
PACKAGES = ("bot", "briefings")
LEFT_BY_TOOLS = shutil.ignore_patterns("__pycache__", "*.pyc", "*.egg-info")


def ran(*command: str | Path, where: Path, lines: str = "") -> str:
    """The output of a command that sees neither this repository nor this user's settings; it must succeed."""
    environment = {"PATH": os.environ["PATH"], "HOME": str(where), "PIP_NO_INDEX": "1"}  # noqa: TID251
    done = subprocess.run(
        [*map(str, command)],
        cwd=where,
        env=environment,
        capture_output=True,
        text=True,
        timeout=5 * HANGS,
        check=False,
        input=lines,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel that pip builds of a copy of the source."""
    place = tmp_path_factory.mktemp("wheel")
    for name in SOURCES:
        whole = ROOT / name
        copy = place / "source" / name
        if whole.is_dir():
            shutil.copytree(whole, copy, ignore=LEFT_BY_TOOLS)
        else:
            copy.parent.mkdir(exist_ok=True)
            shutil.copy(whole, copy)
    pip = (sys.executable, "-m", "pip", "--disable-pip-version-check", "-q")
    ran(*pip, "wheel", "--no-deps", "--no-build-isolation", "-w", place, place / "source", where=place)
    (built,) = place.glob("readout-*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path) -> Path:
    """The installed program, in an environment that holds the wheel and borrows the libraries of this one."""
    home = wheel.parent / "environment"
    ran(sys.executable, "-m", "venv", "--without-pip", home, where=wheel.parent)
    site = Path(ran(home / "bin" / "python", "-c", "import site; print(site.getsitepackages()[0])", where=home).strip())
    # The .pth files there, such as that of this repository, count for nothing.
    (site / "libraries.pth").write_text(sysconfig.get_path("purelib"))
    pip = (sys.executable, "-m", "pip", "--disable-pip-version-check", "-q", "--python", home / "bin" / "python")
    ran(*pip, "install", "--no-deps", "--ignore-installed", wheel, where=wheel.parent)
    return home / "bin" / "readout"


def test_the_wheel_holds_every_file_of_the_packages(wheel: Path) -> None:
    source = wheel.parent / "source"
    wanted = {
        str(path.relative_to(source))
        for name in PACKAGES
        for path in (source / name).rglob("*")
        if path.is_file() and not LEFT_BY_TOOLS(str(path.parent), [path.name])
    }
    with zipfile.ZipFile(wheel) as packed:
        held = {name for name in packed.namelist() if ".dist-info/" not in name}
    assert held == wanted
    assert {Path(name).suffix for name in held} >= {".py", ".po", ".txt", ".json"}


def test_the_installed_program_talks(installed: Path, tmp_path: Path) -> None:
    where = "import bot, briefings; print(bot.__file__, briefings.__file__)"
    found = ran(installed.parent / "python", "-c", where, where=tmp_path)
    assert [str(ROOT) in path for path in found.split()] == [False, False]
    assert ran(installed, "--version", where=tmp_path).startswith("readout 0")
    lines = (
        *("what is coming up?", "list", "summary a1 short", "ask when does the treaty expire?", "timeline a1 picture"),
        *("language zh", "list", "language ru", "list"),
    )
    told = ran(installed, "chat", where=tmp_path, lines="\n".join(lines))
    wanted = ("Upcoming events", "a1 Beans, Ships and Promises", "short summary", "Picture: ", "分析", "Анализы")
    assert [words for words in wanted if words not in told] == []


def test_the_installed_program_reads_files_in_confinement_and_prints_json(installed: Path, tmp_path: Path) -> None:
    (tmp_path / "docks.md").write_text("# Dry docks\n\nThe harbour summit will be held on 3 June 2031.\n")
    assert "a1, new" in ran(installed, "import", "docks.md", where=tmp_path)
    assert '"first": "2031-06-03"' in ran(installed, "events", "all", "--json", where=tmp_path)
    assert ran(installed, "search", "summit", where=tmp_path).startswith("“summit” in the library")


def test_its_one_script_is_the_program(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as packed:
        (points,) = (name for name in packed.namelist() if name.endswith("entry_points.txt"))
        assert packed.read(points).decode().split("\n", 2)[:2] == ["[console_scripts]", "readout = bot.__main__:main"]


class TestCompletion:
    @pytest.fixture
    def scripts(self, capsys: pytest.CaptureFixture[str]) -> dict[str, str]:
        made = {}
        for shell in ("bash", "zsh", "fish"):
            assert main(["completion", shell]) == 0
            made[shell] = capsys.readouterr().out
        return made

    @pytest.mark.parametrize(
        ("words", "offered"),
        [
            (["sum"], ["summary"]),
            (["completion", ""], ["bash", "zsh", "fish"]),
            (["summary", "--wo"], ["--words"]),
            (["sources", "--format", "b"], ["bibtex"]),
            (["import", "do"], ["docks.md"]),
        ],
    )
    def test_bash_completes(
        self, scripts: dict[str, str], tmp_path: Path, words: list[str], offered: list[str]
    ) -> None:
        (tmp_path / "docks.md").touch()
        (tmp_path / "script").write_text(scripts["bash"])
        typed = " ".join(f"'{word}'" for word in ("readout", *words))
        asks = (
            f'source ./script; COMP_WORDS=({typed}); COMP_CWORD={len(words)}; _shtab_readout readout "{words[-1]}" ""'
        )
        told = ran("bash", "-c", f'{asks}; echo "${{COMPREPLY[@]}}"', where=tmp_path)
        assert told.split() == offered

    def test_each_script_knows_every_subcommand(self, scripts: dict[str, str]) -> None:
        for shell, script in scripts.items():
            for name in ("summary", "search", "start", "slack-manifest", "--revision-of"):
                assert name.lstrip("-") in script, (shell, name)

    def test_another_shell_is_refused_with_those_there_are(self, capsys: pytest.CaptureFixture[str]) -> None:
        with pytest.raises(SystemExit) as left:
            main(["completion", "ksh"])
        assert left.value.code == 2
        told = capsys.readouterr().err
        assert [shell for shell in ("bash", "zsh", "fish") if shell not in told] == []
