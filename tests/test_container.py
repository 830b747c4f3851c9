"""What the container does and what docs/operators.md says of it, replayed in a folder that stands for its volume."""

import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from aiohttp import web

from bot.http_updates import PATHS
from bot.run.wiring import _LEAVE_SECONDS
from bot.web.connections import IDLE_SECONDS
from bot.web.health import health_routes
from tests.fakes.command_line import called

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[1]
TEXT = "Dry docks\nCosts\nThe dry dock at the northern quay costs twelve million euros.\n"
PATH = f"{Path(sys.executable).parent}:/usr/bin:/bin"
CADDY = shutil.which("caddy")


def documented(start: str) -> str:
    """The command in the documentation that begins so, as the shell in the container gets it."""
    lines = (ROOT / "docs" / "operators.md").read_text("utf-8").splitlines()
    (line,) = [each.strip() for each in lines if each.startswith(f"    docker compose {start}")]
    return line.removeprefix(f"docker compose {start}").strip()


def shell(command: str, data: Path) -> subprocess.CompletedProcess[str]:
    """Runs a line beside compose.yaml, whose container has `data` as /data."""
    environment = {"PATH": PATH, "HOME": str(data), "READOUT_DATA_DIR": str(data), "LANG": "C.UTF-8"}
    line = command.replace("/data/", f"{data}/")
    return subprocess.run(
        ["bash", "-c", line], cwd=data.parent, env=environment, capture_output=True, text=True, check=False
    )


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "volume"
    folder.mkdir(mode=0o700)
    return folder


def test_a_backup_leaves_the_container_and_comes_back(data: Path):
    (data / "docks.txt").write_text(TEXT)
    assert called(data, "import", "docks.txt").returncode == 0
    (data / "data" / "readout.db").rename(data / "readout.db")
    backup = shell(documented("exec -T readout"), data)
    assert backup.returncode == 0, backup.stderr
    assert (data.parent / "readout.backup").read_bytes().startswith(b"\x1f\x8b")
    assert "Written: " in backup.stderr
    assert shell(f"READOUT_DATA_DIR={data} readout list", data).stdout.count("Dry docks") == 1
    (data / "readout.db").unlink()
    restored = shell(documented("run --rm -T readout"), data)
    assert restored.returncode == 0, restored.stderr
    assert "Dry docks" in shell("readout list", data).stdout


def test_the_load_balancer_asks_the_processes_that_compose_starts():
    composed = yaml.safe_load((ROOT / "compose.yaml").read_text("utf-8"))
    services = composed["services"]
    processes = [name for name, service in services.items() if service["image"] == "readout"]
    settings = composed["configs"]["balancer"]["content"]
    given = dict(re.findall(r"^ +(\w+) (.+?)(?: {)?$", settings, re.MULTILINE))
    assert given["reverse_proxy"].split() == [f"{name}:8080" for name in processes]
    assert services["balancer"]["depends_on"] == processes
    assert {name: service.get("profiles") for name, service in services.items()} == {
        "readout": None, "readout-2": ["replicas"], "postgres": ["postgres", "replicas"], "balancer": ["replicas"],
    }  # fmt: skip
    paths = {route.path for route in health_routes() if isinstance(route, web.RouteDef)} | {"/metrics"}
    assert given["health_uri"] in paths
    assert set(re.findall(r"@private path (.+)", settings)[0].split()) == paths
    assert float(given["health_interval"].removesuffix("s")) < _LEAVE_SECONDS
    assert float(given["keepalive"].removesuffix("s")) < IDLE_SECONDS
    said = (ROOT / "compose.yaml").read_text("utf-8")
    assert "READOUT_WEB_PORT=8080" in said


def test_a_mounted_library_folder_is_imported(data: Path):
    mount, inside = re.search(r"# - \./(\w+):/(\w+):ro", (ROOT / "compose.yaml").read_text()).groups()
    documentation = (ROOT / "docs" / "operators.md").read_text("utf-8")
    assert f"`- ./{mount}:/{inside}:ro`" in documentation
    assert f"READOUT_LIBRARY_DIR=/{inside}" in documentation
    papers = data.parent / mount
    papers.mkdir()
    (papers / "docks.txt").write_text(TEXT)
    papers.chmod(0o555)
    told = shell(f"echo list | READOUT_LIBRARY_DIR={papers} readout chat", data).stdout
    assert "a1 Dry docks" in told


def waiting(data: Path, *words: str) -> subprocess.Popen[str]:
    environment = {"PATH": PATH, "HOME": str(data), "READOUT_DATA_DIR": str(data)}
    return subprocess.Popen(
        [Path(sys.executable).with_name("readout"), "run", *words],
        cwd=data, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip


def test_without_tokens_the_container_says_how_to_set_it_up_and_waits(data: Path):
    (command,) = re.findall(r'^CMD \["readout", "run", "([^"]+)"\]$', (ROOT / "Dockerfile").read_text(), re.MULTILINE)
    with waiting(data, command) as process:
        try:
            assert process.stdout
            told = [process.stdout.readline() for _ in range(4)]
            assert "No platform's token is set" in told[0]
            assert "docker compose exec readout readout setup" in told[1]
            assert process.poll() is None
            token = f"1:{'abcdefg' * 5}"
            (data / ".env").write_text(f"TELEGRAM_BOT_TOKEN={token}\nTELEGRAM_API_URL=http://127.0.0.1:9\n")
            assert any("ready" in line for line in iter(process.stdout.readline, ""))
        finally:
            process.send_signal(signal.SIGTERM)
            assert process.stdout
            process.stdout.read()
        assert process.wait(60) == 0


def test_without_tokens_a_signal_ends_the_wait_and_run_alone_fails(data: Path):
    with waiting(data, "--wait") as process:
        assert process.stdout
        process.stdout.readline()
        process.send_signal(signal.SIGTERM)
        assert process.wait(60) == 0
    with waiting(data) as process:
        assert process.wait(60) == 1


def test_the_load_balancer_asks_each_process_and_logs_no_secret():
    services = yaml.safe_load((ROOT / "compose.yaml").read_text("utf-8"))
    balancer = services["configs"]["balancer"]["content"]
    processes = {name for name, each in services["services"].items() if each["image"] == "readout"}
    proxies = re.findall(r"^ *reverse_proxy (?:@\w+ )?((?:readout\S* ?)+)\{$", balancer, re.MULTILINE)
    assert [set(each.split()) for each in proxies] == [{f"{name}:8080" for name in processes}] * 2
    assert balancer.count("import common") == len(proxies)
    common = balancer.partition("(common) {")[2].partition("}")[0]
    for line in ("request_buffers 1MB", "health_uri /readyz", "health_timeout 5s", "unhealthy_status 503"):
        assert line in common
    assert "dynamic" not in balancer  # such processes are never asked
    assert "request>headers delete" in balancer
    assert all(path in balancer for path in PATHS.values())


def test_one_service_builds_the_image_and_nobody_looks_for_it_in_a_registry():
    """Compose builds side by side, and of two exports under one name the second one fails on an empty machine."""
    services = yaml.safe_load((ROOT / "compose.yaml").read_text("utf-8"))["services"]
    own = {name: each for name, each in services.items() if each["image"] == "readout"}
    assert [name for name, each in own.items() if "build" in each] == ["readout"]
    assert {each["pull_policy"] for each in own.values()} == {"never"}
    assert {each["volumes"][0] for each in own.values()} == {"data:/data"}
    assert "--host=127.0.0.1" in services["postgres"]["healthcheck"]["test"][1]


@pytest.mark.skipif(not CADDY, reason="needs caddy")
def test_caddy_takes_the_settings_of_the_balancer(tmp_path: Path):
    settings = yaml.safe_load((ROOT / "compose.yaml").read_text("utf-8"))["configs"]["balancer"]["content"]
    version = subprocess.run([str(CADDY), "version"], capture_output=True, text=True, check=True).stdout
    if tuple(map(int, re.findall(r"\d+", version)[:2])) < (2, 7):  # it has no `request_buffers` yet
        settings = re.sub(r"^ *request_buffers .*\n", "", settings, flags=re.MULTILINE)
    (tmp_path / "Caddyfile").write_text(settings.replace("$$", "$"))  # as compose does
    line = [str(CADDY), "validate", "--adapter", "caddyfile", "--config", str(tmp_path / "Caddyfile")]
    home = {"PATH": PATH, "HOME": str(tmp_path)}
    run = subprocess.run(line, capture_output=True, text=True, env=home, check=False)
    assert run.returncode == 0, run.stderr
