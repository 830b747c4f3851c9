"""The project rules: documents name what exists, imports keep their direction, files stay small and know no machine."""

import argparse
import ast
import re
import subprocess
import sys
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import pytest

from bot.cli import parser
from bot.cli.reference import reference
from bot.commands.conversation import commands
from bot.run.settings import read_settings, secret_names, setting_names

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
MOST_FUNCTION_LINES = 40
MOST_MODULES = 20  # in a folder
LONGER = {  # module:function, and why it may be longer
    "briefings/store/migrations/versions/0001_initial_schema.py:upgrade": "statements that are never touched again",
}
REASON = re.compile(r"#(?! *(?:noqa|type:)).+")  # a comment for people
HIDDEN = {"start"}  # what `make run` types


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def subcommands() -> list[str]:
    (commands,) = (each for each in parser()._actions if isinstance(each, argparse._SubParsersAction))
    return sorted(set(commands.choices) - HIDDEN)


def modules() -> Iterator[Path]:
    for package in ("bot", "briefings"):
        yield from sorted((ROOT / package).rglob("*.py"))


def project_files() -> Iterator[Path]:
    """Every file of the project; what tools leave behind and what git ignores is none."""
    ignored = {line.strip("/") for line in text(".gitignore").split() if not line.startswith("*")}
    for path in sorted(ROOT.rglob("*")):
        parts = path.relative_to(ROOT).parts
        if path.is_file() and not ignored & set(parts) and parts[0] != ".git" and ".egg-info" not in str(path):
            yield path


def test_the_commands_page_is_what_the_registry_says() -> None:
    assert text("docs/commands.md") == reference()


def test_the_readme_fits_on_a_screen_and_a_half_and_leads_to_documents_that_exist() -> None:
    assert len(text("README.md").encode()) <= 6_000
    for page in ("README.md", "docs/README.md", "docs/analysts.md", "docs/operators.md", "SECURITY.md"):
        for link in re.findall(r"(?:\]\(|src=\")(?!https?:)([^)#\"]+)", text(page)):
            assert (ROOT / page).parent.joinpath(link).exists(), f"{page}: {link}"


def test_each_command_that_the_documents_for_readers_name_exists() -> None:
    known = {*commands().words} | {
        "newbot",
        "setinline",
        "setinlinefeedback",
    }  # the last ones: BotFather's
    named = {
        (page.name, name)
        for page in (ROOT / "README.md", *(ROOT / "docs").glob("*.md"))
        if page.name != "operators.md"  # it names folders
        for name in re.findall(r"`/(?:readout )?([a-z]+)(?=[` ])", page.read_text("utf-8"))
    }
    assert {"outlook", "record", "changes", "compare"} <= {name for _, name in named}
    assert sorted((page, name) for page, name in named if name not in known) == []


def test_each_document_is_named_to_its_readers() -> None:
    pages = [path.name for path in (ROOT / "docs").glob("*.md") if path.name != "README.md"]
    assert [name for name in pages if f"]({name})" not in text("docs/README.md")] == []


def test_the_operators_page_names_each_subcommand_and_each_setting() -> None:
    page = text("docs/operators.md")
    assert [name for name in subcommands() if not re.search(rf"readout {name}\b", page)] == []
    assert [name for name in setting_names() if not re.search(rf"^\| `{name}` \|", page, re.MULTILINE)] == []


def test_the_example_has_each_setting_with_a_comment_and_no_other() -> None:
    lines = text(".env.example").splitlines()
    named = {number: line.partition("=")[0] for number, line in enumerate(lines) if line and not line.startswith("#")}
    assert sorted(named.values()) == sorted(setting_names())
    assert [name for number, name in named.items() if not re.match(r"# \w.*\.", lines[number - 1])] == []
    secret = [name for number, name in named.items() if lines[number - 1].startswith("# Secret.")]
    assert sorted(secret) == sorted(secret_names())


def test_the_example_as_it_stands_sets_the_defaults(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in setting_names():
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    plain = read_settings()
    (tmp_path / ".env").write_text(text(".env.example"))
    assert read_settings() == plain


@pytest.mark.slow
def test_import_contracts_hold() -> None:
    linter = Path(sys.executable).with_name("lint-imports")
    run = subprocess.run([linter, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr


def test_each_dependency_is_explained() -> None:
    groups = (PROJECT["project"]["dependencies"], *PROJECT["project"]["optional-dependencies"].values())
    names = {re.split(r"[\[<>=~ ]", wanted)[0] for group in groups for wanted in group}
    explained = re.findall(r"^\| `([^`]+)` \| \w", text("docs/dependencies.md"), re.MULTILINE)
    assert sorted(explained) == sorted(names)


def test_no_file_names_a_registry_or_a_place_on_somebodys_machine() -> None:
    hosts = r"pypi\.org|pythonhosted\.org|docker\.io|ghcr\.io|quay\.io"
    pattern = re.compile(rf"{hosts}|(?<![\w.])/(?:work|tmp|root|home|Users)/")
    found = {
        f"{path.relative_to(ROOT)}: {match}"
        for path in project_files()
        for match in pattern.findall(path.read_text(encoding="utf-8", errors="replace"))
    }
    assert found == set()


def test_what_starts_processes_is_marked_as_slow() -> None:
    starts = re.compile(
        r"subprocess|tests\.fakes\.(?:typists|failover|preloaded_run|http_replicas|calendar_programs)\b"
    )
    for path in sorted(ROOT.glob("tests/**/test_*.py")):
        source = path.read_text(encoding="utf-8")
        assert not starts.search(source) or "pytest.mark.slow" in source, path


def faults(name: str, source: str) -> list[str]:
    """Whether a module lacks a docstring, has too long a function, or imports in a function without giving a reason."""
    tree = ast.parse(source)
    found = [] if not source.strip() or ast.get_docstring(tree) else [f"{name} does not say what it is"]
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and f"{name}:{node.name}" not in LONGER:
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            found += [f"{name}:{node.name} has {lines} lines"] if lines > MOST_FUNCTION_LINES else []
    return found + uncommented_imports(name, source, tree)


def test_functions_stay_small_and_modules_say_what_they_are_and_why_an_import_waits() -> None:
    named = {str(path.relative_to(ROOT)): path.read_text(encoding="utf-8") for path in modules()}
    assert [fault for name, source in named.items() for fault in faults(name, source)] == []


def crowded(root: Path) -> dict[str, int]:
    """The folders that hold more modules than may stand side by side; `__init__` is one of them."""
    counts = Counter(path.parent for package in ("bot", "briefings") for path in (root / package).rglob("*.py"))
    return {str(folder.relative_to(root)): count for folder, count in counts.items() if count > MOST_MODULES}


def test_no_folder_holds_more_than_twenty_modules(tmp_path: Path) -> None:
    assert crowded(ROOT) == {}
    for number in range(MOST_MODULES + 1):
        (tmp_path / "bot" / "full").mkdir(parents=True, exist_ok=True)
        (tmp_path / "bot" / "full" / f"m{number}.py").touch()
    assert crowded(tmp_path) == {"bot/full": MOST_MODULES + 1}


def test_a_fault_is_found() -> None:
    long = "def f():\n" + "    pass\n" * MOST_FUNCTION_LINES
    assert faults("odd.py", long) == ["odd.py does not say what it is", "odd.py:f has 41 lines"]
    assert faults("fine.py", '"""Fine."""\n' + long.replace("    pass\n", "", 1)) == []


def test_what_may_be_longer_is_still_longer_or_there() -> None:
    assert [name for name in LONGER if not (ROOT / name.partition(":")[0]).exists()] == []


def uncommented_imports(name: str, source: str, tree: ast.Module) -> list[str]:
    """The imports in a module's functions without a reason behind them or above their block."""
    lines = source.splitlines()
    inner = {
        node.lineno: node.end_lineno or node.lineno
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    }
    missing: list[str] = []
    explained = 0  # the last line of the block whose comment holds for what follows directly
    for first, last in sorted(inner.items()):
        above = first - 1 == explained or REASON.fullmatch(lines[first - 2].strip())
        if above:
            explained = last
        elif not REASON.search("\n".join(lines[first - 1 : last])):
            missing.append(f"{name}:{first}: {lines[first - 1].strip()}")
    return missing


def test_an_import_without_a_reason_is_found() -> None:
    odd = (
        "def f():\n    import json  # 3 ms\n    import ast  # noqa: F401\n\n    # 2 ms\n    import re\n    import os\n"
    )
    assert uncommented_imports("odd.py", odd, ast.parse(odd)) == ["odd.py:3: import ast  # noqa: F401"]


def defined(source: str) -> Iterator[str]:
    """The names that a module defines; what a decorator or a class above registers is used by that."""
    for node in ast.parse(source).body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) and not node.decorator_list:
            yield from () if getattr(node, "bases", None) else (node.name,)
        elif isinstance(node, ast.Assign):
            yield from (target.id for target in node.targets if isinstance(target, ast.Name))


def unused(sources: Mapping[str, str], elsewhere: Iterable[str]) -> list[str]:
    """The names that modules define and nothing names again."""
    counts = Counter(word for source in (*sources.values(), *elsewhere) for word in re.findall(r"\w+", source))
    return [f"{name}: {word}" for name, source in sources.items() for word in defined(source) if counts[word] == 1]


def test_each_name_that_a_module_defines_is_used() -> None:
    sources = {str(path.relative_to(ROOT)): path.read_text(encoding="utf-8") for path in modules()}
    own = {name: source for name, source in sources.items() if "/migrations/" not in name}  # Alembic reads them
    others = [path.read_text("utf-8") for folder in ("tests", "benchmarks") for path in (ROOT / folder).rglob("*.py")]
    assert unused(own, others) == []
    assert unused({"a.py": "_USED = 1\n_LEFT = _USED\n\n\ndef gone(): pass\n"}, []) == ["a.py: _LEFT", "a.py: gone"]


@pytest.mark.slow
def test_a_command_line_alone_loads_nothing_heavy() -> None:
    heavy = ("aiohttp", "asyncio", "briefings.service", "pydantic", "slack_sdk", "sqlalchemy", "telegram", "tqdm")
    script = f"import sys, bot.cli; bot.cli.parser(); print(*[name for name in {heavy} if name in sys.modules])"
    run = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert run.stdout.split() == []


@pytest.mark.slow
def test_a_bot_that_serves_telegram_on_sqlite_loads_nothing_that_it_does_not_use() -> None:
    idle = (
        *("alembic", "asyncpg", "briefings.reading.pipeline", "charset_normalizer", "jinja2"),
        *("mcp", "prompt_toolkit", "sentencex", "slack_bolt", "slack_sdk", "sqlalchemy.dialects.postgresql"),
        *("sqlalchemy.orm", "telegram.ext", "yaml"),
    )
    script = (
        "import sys, bot.run.wiring; from bot.run.enabled_platforms import routes_of; "
        "from bot.run.settings import read_settings; "
        "routes_of(read_settings(), bot.run.wiring.now); "
        f"print(*[name for name in {idle} if name in sys.modules]); "
        "assert 'telegram' in sys.modules"
    )
    environment = {"TELEGRAM_BOT_TOKEN": f"123456:{'x' * 35}"}
    run = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )
    assert run.stdout.split() == []


@pytest.mark.parametrize("name", ["README.md", "docs/architecture.md", "docs/operators.md"])
def test_what_is_promised_of_a_push_is_said_in_the_same_words_everywhere(name: str) -> None:
    promise = (
        "Slack: reconciled to once. Telegram: at most once by default; doubtful messages are listed. "
        "Nothing is dropped without a row that says why."
    )
    assert promise in text(name)


def test_the_image_is_slim_runs_as_nobody_and_checks_its_health() -> None:
    steps = [line.strip() for line in text("Dockerfile").splitlines()]
    assert {step.split()[1] for step in steps if step.startswith("FROM")} == {"python:3.12-slim"}
    assert any("--require-hashes" in step for step in steps)
    assert {"USER readout", "VOLUME /data", 'CMD ["readout", "run", "--wait"]'} <= set(steps)
    assert any(step.startswith("HEALTHCHECK") and '["readout", "health"]' in step for step in steps)
    copied = [word for step in steps if step.startswith("COPY") and "--from" not in step for word in step.split()[1:-1]]
    allowed = {line[1:] for line in text(".dockerignore").splitlines() if line.startswith("!")}
    assert set(copied) == allowed
    assert [name for name in copied if not (ROOT / name).exists()] == []


@pytest.mark.parametrize(
    ("extra", "lock"),
    [
        ("", "requirements.lock"),
        ("pictures", "requirements-pictures.lock"),
        ("meaning", "requirements-meaning.lock"),
        ("llm", "requirements-llm.lock"),
        ("mcp", "requirements-mcp.lock"),
        ("dev", "requirements-dev.lock"),
        ("bench", "requirements-bench.lock"),
    ],
)
def test_each_dependency_is_locked(extra: str, lock: str) -> None:
    project = PROJECT["project"]
    wanted = project["optional-dependencies"][extra] if extra else project["dependencies"]
    names = {re.split(r"[\[<>=~! ]", line)[0].lower() for line in wanted}
    assert names <= {line.split("==")[0].split("[")[0].lower() for line in text(lock).splitlines() if "==" in line}


@pytest.mark.parametrize("extra", ["pictures", "meaning", "llm", "mcp"])
def test_what_an_extra_needs_fits_what_is_installed_to_run(extra: str) -> None:
    """The locks are installed together, in the image in one go."""
    plain, more = (
        dict(re.findall(r"^([\w.-]+)==([^ ]+)", text(lock), re.MULTILINE))
        for lock in ("requirements.lock", f"requirements-{extra}.lock")
    )
    assert {name: more[name] for name, version in plain.items() if more.get(name, version) != version} == {}
