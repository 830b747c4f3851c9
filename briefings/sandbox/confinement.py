"""Confines reading processes with Landlock, seccomp and namespaces.

`separated` and `Confinement` prepare in the forkserver; `bound` and `Confinement.enter` run in each reader before it
gets its request. Means that the system lacks are reported and never assumed.
"""

import contextlib
import ctypes
import errno
import os
import resource
import signal
import stat
import sys
import sysconfig
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, NoReturn

Means = Literal["user", "network", "files", "system calls"]

_NOBODY = 65534
_PR_SET_PDEATHSIG, _PR_SET_DUMPABLE = 1, 4
_NEW_USER, _NEW_OTHERS = 0x10000000, 0x08000000 | 0x04000000 | 0x40000000  # IPC, host name, network
_CAPABILITIES_VERSION = 0x20080522

# All that Python, lxml and the other parsers call while they read a file; whatever else is asked for fails.
_CALLS = (
    "access arch_prctl brk clock_getres clock_gettime clock_nanosleep close close_range exit exit_group "
    "faccessat faccessat2 fstat fstatfs futex getcwd getdents64 getegid geteuid getgid getpid getppid "
    "getrandom getrusage gettid gettimeofday getuid lseek lstat madvise mmap mprotect mremap munmap "
    "nanosleep newfstatat poll ppoll pread64 pselect6 read readlink readlinkat readv restart_syscall rseq "
    "rt_sigaction rt_sigprocmask rt_sigreturn sched_getaffinity sched_yield select setitimer set_robust_list "
    "sigaltstack stat statx sysinfo time times uname write writev "
)
# What a program that is started calls besides: itself, its threads, and the waiting for its input.
_PROGRAM_CALLS = (
    "execve prctl set_tid_address ioctl eventfd eventfd2 pipe pipe2 epoll_create1 epoll_ctl epoll_wait epoll_pwait "
    "timerfd_create timerfd_settime timerfd_gettime sched_setaffinity membarrier getrlimit"
)
_CLONE_THREAD = 0x10000
_SYSTEM = ("/lib", "/lib64", "/usr/lib", "/usr/lib64", "/usr/local/lib", "/usr/share/pandoc")
_WRITING = (
    os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND | getattr(os, "O_TMPFILE", 0) & ~os.O_DIRECTORY
)


@dataclass(frozen=True, slots=True)
class Protection:
    """One protection; `missing` says why it isn't active, "" if it is."""

    means: Means
    missing: str = ""


def enter_namespaces() -> tuple[Protection, ...]:
    """Permanently leaves the bot's user and network, as far as the system allows; for the forkserver."""
    if sys.platform != "linux":
        missing = f"{sys.platform} has no namespaces"
        return Protection("user", missing), Protection("network", missing)
    libc = ctypes.CDLL(None, use_errno=True)
    apart = _tried(lambda: _unshare(libc, _NEW_OTHERS)) == ""  # with root's rights alone
    own_user = _tried(_become_nobody)
    _checked(libc.prctl(_PR_SET_DUMPABLE, 1, 0, 0, 0))  # else the files in /proc/self are root's
    user, group = os.getuid(), os.getgid()
    own_namespace = _tried(lambda: _unshare(libc, _NEW_USER | (0 if apart else _NEW_OTHERS)))
    if not own_namespace:
        for name, line in (("setgroups", "deny"), ("uid_map", f"{user} {user} 1"), ("gid_map", f"{group} {group} 1")):
            with contextlib.suppress(OSError):  # the user then has no name in there, which does no harm
                Path("/proc/self", name).write_text(line)
    _tried(lambda: _drop_capabilities(libc))
    network = "" if apart or not own_namespace else own_namespace
    return Protection("user", own_namespace if own_user else ""), Protection("network", network)


def _become_nobody() -> None:
    """Switches to the user "nobody", if root and if that user can read the code."""
    if os.geteuid() != 0:
        raise PermissionError("not root")
    if not all(_readable_by_all(path) for path in code_folders()):
        raise PermissionError("the code is readable by root alone")
    os.setgroups([])
    os.setresgid(_NOBODY, _NOBODY, _NOBODY)
    os.setresuid(_NOBODY, _NOBODY, _NOBODY)


def _readable_by_all(path: Path) -> bool:
    wanted = stat.S_IROTH | stat.S_IXOTH
    return path.stat().st_mode & wanted == wanted and all(p.stat().st_mode & stat.S_IXOTH for p in path.parents)


def _unshare(libc: ctypes.CDLL, what: int) -> None:
    _checked(libc.unshare(what))


def _drop_capabilities(libc: ctypes.CDLL) -> None:
    header, none = (ctypes.c_uint32 * 2)(_CAPABILITIES_VERSION, 0), (ctypes.c_uint32 * 6)()
    _checked(libc.capset(header, none))


def _checked(result: int) -> None:
    if result != 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))


def _tried(step: Callable[[], object]) -> str:
    """Runs a step; returns its error, or ""."""
    try:
        step()
    except (OSError, ImportError, RuntimeError, AttributeError, ValueError) as error:
        return str(error) or type(error).__name__
    return ""


def code_folders() -> tuple[Path, ...]:
    """The folders of the interpreter, its libraries and their shared libraries."""
    names = {sysconfig.get_path(name) for name in ("stdlib", "platstdlib", "purelib", "platlib")}
    return tuple(sorted({Path(name) for name in names | set(_mapped_folders()) if name and Path(name).is_dir()}))


def _mapped_folders() -> Iterator[str]:
    with contextlib.suppress(OSError), Path("/proc/self/maps").open() as maps:
        for line in maps:
            _, slash, path = line.rstrip("\n").partition("/")
            if slash and ".so" in path:
                yield str(Path(f"/{path}").parent)


def set_limits(memory: int, cpu: int, parent: int, *, threads: bool = False) -> None:
    """Limits the process's resources and ends it with its parent; for a reader, and for a program with `threads`."""
    limits = [(resource.RLIMIT_CORE, 0), (resource.RLIMIT_CPU, cpu), (resource.RLIMIT_AS, memory)]
    limits += [(resource.RLIMIT_FSIZE, 0), *([] if threads else [(resource.RLIMIT_NPROC, 0)])]
    for what, most in limits:
        with contextlib.suppress(ValueError, OSError):  # macOS has no limit of the address space
            resource.setrlimit(what, (most, most))
    if sys.platform == "linux":
        _tried(lambda: Path("/proc/self/oom_score_adj").write_text("1000"))  # before the bot, where memory runs out
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
        if os.getppid() != parent:
            os._exit(1)


class Confinement:
    """Removes a reader's access to files, network and system calls that reading doesn't need."""

    def __init__(self, separated: tuple[Protection, ...], home: str) -> None:
        self._separated = separated
        self._folders = (*code_folders(), Path(home, "briefings"))
        self._filter, self._no_filter = _prepared(_system_calls)
        _tried(_load_landlock)

    def enter(self) -> tuple[Protection, ...]:
        """Locks the process in permanently; returns the active protections."""
        files = _tried(lambda: _only_reading(self._folders))
        os.closerange(3, os.sysconf("SC_OPEN_MAX"))
        calls = self._no_filter or _tried(self._filter.load)
        if calls:
            sys.addaudithook(_refuse)
        return *self._separated, Protection("files", files), Protection("system calls", calls)

    def run(self, program: str, arguments: tuple[str, ...]) -> NoReturn:
        """Becomes a program that reads no file but its own, starts no other, and reaches no network. Raises OSError."""
        calls = _system_calls(_PROGRAM_CALLS)
        _allow_threads(calls)
        _only_reading((), (Path(program), *(Path(each) for each in _SYSTEM if Path(each).is_dir())))
        os.closerange(3, os.sysconf("SC_OPEN_MAX"))
        calls.load()
        os.execve(program, arguments, {"HOME": "/", "LANG": "C.UTF-8"})  # noqa: S606  the path is the bot's


def _load_landlock() -> None:
    import landlockpy  # on Linux alone; where it is missing, `_tried` tells it

    landlockpy.abi_version()  # loads the C library, once for all readers


def _only_reading(folders: tuple[Path, ...], programs: tuple[Path, ...] = ()) -> None:
    from landlockpy import AccessFS, Ruleset, Scope  # on Linux alone

    with Ruleset(scoped=Scope.SIGNAL | Scope.ABSTRACT_UNIX_SOCKET) as rules:
        for folder in folders:
            rules.allow_path(folder, AccessFS.READ_FILE | AccessFS.READ_DIR)
        for path in programs:
            run = AccessFS.READ_FILE | AccessFS.EXECUTE
            rules.allow_path(path, run | AccessFS.READ_DIR if path.is_dir() else run)
        rules.restrict()


def _prepared(make: Callable[[], Any]) -> tuple[Any, str]:
    made: list[Any] = []
    missing = _tried(lambda: made.append(make()))
    return (made[0] if made else None), missing


def _system_calls(more: str = "") -> Any:
    """A filter that allows the listed system calls, and opening files for reading."""
    import pyseccomp  # on Linux alone; where it is missing, `_tried` tells it

    calls = pyseccomp.SyscallFilter(pyseccomp.ERRNO(errno.EPERM))
    for name in f"{_CALLS} {more}".split():
        with contextlib.suppress(OSError, ValueError):  # this processor or library does not know it
            calls.add_rule(pyseccomp.ALLOW, name)
    for name, place in (("open", 1), ("openat", 2)):
        with contextlib.suppress(OSError, ValueError):
            calls.add_rule(pyseccomp.ALLOW, name, pyseccomp.Arg(place, pyseccomp.MASKED_EQ, _WRITING, 0))
    for command in (1, 2, 3):  # a descriptor's own flags, and how it was opened
        calls.add_rule(pyseccomp.ALLOW, "fcntl", pyseccomp.Arg(1, pyseccomp.EQ, command))
    limits_read = (pyseccomp.Arg(0, pyseccomp.EQ, 0), pyseccomp.Arg(2, pyseccomp.EQ, 0))
    calls.add_rule(pyseccomp.ALLOW, "prlimit64", *limits_read)
    return calls


def _allow_threads(calls: Any) -> None:
    """Lets a program start threads, and no process; the newer call, whose flags can't be looked at, seems unknown."""
    import pyseccomp  # as above

    calls.add_rule(pyseccomp.ALLOW, "clone", pyseccomp.Arg(0, pyseccomp.MASKED_EQ, _CLONE_THREAD, _CLONE_THREAD))
    calls.add_rule(pyseccomp.ERRNO(errno.ENOSYS), "clone3")
    for command in (4, 1030):  # waiting or not, and a copy of a descriptor
        calls.add_rule(pyseccomp.ALLOW, "fcntl", pyseccomp.Arg(1, pyseccomp.EQ, command))


_CLOSED = ("socket.", "subprocess.", "os.system", "os.exec", "os.fork", "os.posix_spawn", "os.spawn", "os.kill", "pty.")


def _refuse(event: str, _arguments: object) -> None:
    """Blocks processes and network in Python if the kernel can't filter system calls."""
    if event.startswith(_CLOSED):
        raise PermissionError(event)
