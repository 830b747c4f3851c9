"""What code that took over a reading process would try: each reach raises where it is stopped.

It plays the reader (`preload` and `answer`) in a forkserver, and runs as a program to show which reaches work
without confinement: `python -m tests.fakes.intruder REACH` with the targets as JSON at standard input.
"""

import ctypes
import json
import mmap
import os
import resource
import socket
import sys
import threading
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

Targets = dict[str, Any]
REACHES: dict[str, Callable[[Targets], object]] = {}

_CALLS = {
    "x86_64": (310, 101, 425, 298, 321, 323, 248, 29, 68, 434),
    "aarch64": (270, 117, 425, 241, 280, 282, 217, 194, 186, 434),
}
_LIBC = ctypes.CDLL(None, use_errno=True)


def reach(do: Callable[[Targets], object]) -> Callable[[Targets], object]:
    """Adds to the list."""
    REACHES[do.__name__] = do
    return do


def _call(*arguments: object) -> int:
    result = _LIBC.syscall(*arguments)
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
    return int(result)


def _number(name: str) -> int:
    names = (
        "process_vm_readv",
        "ptrace",
        "io_uring_setup",
        "perf_event_open",
        "bpf",
        "userfaultfd",
        "add_key",
        "shmget",
        "msgget",
        "pidfd_open",
    )
    return _CALLS[os.uname().machine][names.index(name)]


def _found(ok: object) -> None:
    if not ok:
        raise OSError("nothing there")


@reach
def read_the_database(targets: Targets) -> None:
    _found(Path(targets["database"]).read_bytes())


@reach
def read_the_dotenv(targets: Targets) -> None:
    _found(Path(targets["dotenv"]).read_bytes())


@reach
def list_the_data_folder(targets: Targets) -> None:
    _found(os.listdir(Path(targets["database"]).parent))


@reach
def write_to_the_database(targets: Targets) -> None:
    with Path(targets["database"]).open("ab") as file:
        file.write(b"x")


@reach
def delete_a_file(targets: Targets) -> None:
    Path(targets["spare"]).unlink()


@reach
def rename_a_file(targets: Targets) -> None:
    os.rename(targets["spare"], targets["spare"] + ".new")


@reach
def link_to_the_database(targets: Targets) -> None:
    os.symlink(targets["database"], targets["fresh"])


@reach
def change_permissions(targets: Targets) -> None:
    os.chmod(targets["spare"], 0o640)


@reach
def make_a_file(targets: Targets) -> None:
    Path(targets["fresh"]).write_bytes(b"x")


@reach
def read_the_passwords(_targets: Targets) -> None:
    _found(Path("/etc/passwd").read_bytes())


@reach
def list_the_home(targets: Targets) -> None:
    os.listdir(targets["home"])


@reach
def open_a_device(_targets: Targets) -> None:
    with open("/dev/zero", "rb") as device:
        _found(device.read(1))


@reach
def list_processes(_targets: Targets) -> None:
    _found([name for name in os.listdir("/proc") if name.isdigit()])


@reach
def read_the_bots_environment(targets: Targets) -> None:
    _found(Path(f"/proc/{targets['bot']}/environ").read_bytes())


@reach
def find_a_secret_in_the_environment(_targets: Targets) -> None:
    _found(any("SECRET" in name for name in os.environ))


@reach
def open_the_bots_memory(targets: Targets) -> None:
    os.open(f"/proc/{targets['bot']}/mem", os.O_RDONLY)


@reach
def copy_the_bots_memory(targets: Targets) -> None:
    local, size = ctypes.create_string_buffer(8), ctypes.c_size_t(8)
    here = (ctypes.c_size_t * 2)(ctypes.addressof(local), 8)
    there = (ctypes.c_size_t * 2)(targets["address"], 8)
    _found(_call(_number("process_vm_readv"), targets["bot"], here, 1, there, 1, 0) == size.value)


@reach
def trace_the_bot(targets: Targets) -> None:
    _call(_number("ptrace"), 0x4206, targets["bot"], 0, 0)  # seize, which doesn't stop it


@reach
def trace_the_parent(_targets: Targets) -> None:
    _call(_number("ptrace"), 0x4206, os.getppid(), 0, 0)


@reach
def signal_the_bot(targets: Targets) -> None:
    os.kill(targets["bot"], 0)


@reach
def signal_the_parent(_targets: Targets) -> None:
    os.kill(os.getppid(), 0)


@reach
def hold_the_bot_by_a_descriptor(targets: Targets) -> None:
    _call(_number("pidfd_open"), targets["bot"], 0)


@reach
def connect_by_tcp(targets: Targets) -> None:
    socket.create_connection(("127.0.0.1", targets["port"]), timeout=2).close()


@reach
def send_by_udp(targets: Targets) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as one:
        one.sendto(b"x", ("127.0.0.1", targets["port"]))


@reach
def connect_by_a_unix_socket(targets: Targets) -> None:
    with socket.socket(socket.AF_UNIX) as one:
        one.connect(targets["socket"])


@reach
def make_a_pair_of_sockets(_targets: Targets) -> None:
    for one in socket.socketpair():
        one.close()


@reach
def fork(_targets: Targets) -> None:
    pid = os.fork()
    if pid == 0:
        os._exit(0)
    os.waitpid(pid, 0)


@reach
def start_a_thread(_targets: Targets) -> None:
    one = threading.Thread(target=int)
    one.start()
    one.join()


@reach
def run_a_program(_targets: Targets) -> None:
    os.execv("/bin/true", ("/bin/true",))


@reach
def share_memory_by_descriptor(_targets: Targets) -> None:
    os.close(os.memfd_create("x"))


@reach
def share_memory_by_key(_targets: Targets) -> None:
    _call(_number("shmget"), 0, mmap.PAGESIZE, 0o1600)


@reach
def share_memory_by_name(_targets: Targets) -> None:
    os.close(os.open(f"/dev/shm/intruder-{os.getpid()}", os.O_RDWR | os.O_CREAT))


@reach
def open_a_message_queue(_targets: Targets) -> None:
    _call(_number("msgget"), 0, 0o1600)


@reach
def keep_a_key_in_the_kernel(_targets: Targets) -> None:
    _call(_number("add_key"), b"user", b"intruder", b"x", 1, ctypes.c_int(-2))


@reach
def find_an_inherited_descriptor(_targets: Targets) -> None:
    for descriptor in range(3, 4096):
        try:
            os.fstat(descriptor)
        except OSError:
            continue
        return
    raise OSError("none")


@reach
def mount(targets: Targets) -> None:
    if _LIBC.mount(b"none", str(Path(targets["spare"]).parent).encode(), b"tmpfs", 0, None):
        raise OSError(ctypes.get_errno(), "mount")


@reach
def leave_for_another_namespace(_targets: Targets) -> None:
    if _LIBC.unshare(0x10000000):
        raise OSError(ctypes.get_errno(), "unshare")


@reach
def open_a_ring(_targets: Targets) -> None:
    os.close(_call(_number("io_uring_setup"), 1, ctypes.create_string_buffer(120)))


@reach
def watch_the_processor(_targets: Targets) -> None:
    attributes = (ctypes.c_uint32 * 32)(1, 128)
    os.close(_call(_number("perf_event_open"), attributes, 0, -1, -1, 0))


@reach
def become_root(_targets: Targets) -> None:
    os.setuid(0)


@reach
def raise_a_limit(_targets: Targets) -> None:
    _, hard = resource.getrlimit(resource.RLIMIT_CORE)
    resource.setrlimit(resource.RLIMIT_CORE, (hard, hard))
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_000, resource.RLIM_INFINITY))


def preload() -> None:
    """Nothing has to be loaded."""


def answer(request: bytes) -> tuple[int, Iterable[bytes]]:
    """What became of one reach: "reached", or the error that stopped it."""
    asked = json.loads(request)
    return 0, [attempt(asked["reach"], asked["targets"]).encode()]


def attempt(name: str, targets: Targets) -> str:
    """Tries one; `run_a_program` does not come back where it succeeds."""
    try:
        REACHES[name](targets)
    except Exception as error:  # noqa: BLE001 - whatever stops it is told
        return f"{type(error).__name__}: {error}"
    return "reached"


if __name__ == "__main__":
    print(attempt(sys.argv[1], json.loads(sys.stdin.read())))
