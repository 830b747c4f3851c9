"""Validators of settings. Each returns the completed value or raises ValueError, with a hint if there is one."""

import os
import re
import stat
from collections.abc import Callable, Sequence
from difflib import get_close_matches
from pathlib import Path
from urllib.parse import SplitResult, parse_qsl, quote, unquote, urlencode, urlsplit
from zoneinfo import ZoneInfo, available_timezones

from pydantic import SecretStr

from bot.run.settings.files import whole_sentence

DATABASE = "readout.db"  # the name of the SQLite file
_LONGEST_WEB_URL = 500
WEBHOOK_PORTS = (443, 80, 88, 8443)  # to which Telegram's own servers send
_ACCOUNT = re.compile(r"telegram:[0-9]+|slack:[UW][A-Z0-9]*|terminal:[^\s:]+")
_NO_ZONE = re.compile(r"localtime|Factory|posixrules|(?:posix|right|SystemV)/.*")  # files among the zones
_DRIVERS = {
    "sqlite": "sqlite",
    "sqlite+aiosqlite": "sqlite",  # the address of earlier versions
    "postgres": "postgresql+asyncpg",
    "postgresql": "postgresql+asyncpg",
    "postgresql+asyncpg": "postgresql+asyncpg",
}
# Folders of the operating system: these with all below them, and these alone.
_SYSTEM_TREES = (
    "/sys",
    "/proc",
    "/etc",
    "/boot",
    "/bin",
    "/sbin",
    "/lib",
    "/lib64",
    "/usr/bin",
    "/usr/lib",
    "/usr/sbin",
)
_HOMES = ("/home", "/Users")  # the folders that hold the home folders
_SYSTEM_FOLDERS = (
    *("/", "/dev", *_HOMES, "/usr", "/usr/local", "/var", "/var/lib", "/var/tmp", "/opt", "/run", "/root"),  # noqa: S108
    *("/tmp", "/mnt", "/media", "/srv"),  # noqa: S108
)


def _matches(pattern: str) -> Callable[[SecretStr], SecretStr]:
    compiled = re.compile(pattern)

    def check(secret: SecretStr) -> SecretStr:
        if not compiled.fullmatch(secret.get_secret_value()):
            raise ValueError
        return secret

    return check


telegram_token = _matches(r"[0-9]+:[A-Za-z0-9_-]+")
slack_bot_token = _matches(r"xoxb-[\x21-\x7e]+")
mcp_token = _matches(r"readout_[A-Za-z0-9_-]{32}")
slack_app_token = _matches(r"xapp-[\x21-\x7e]+")
slack_signing_secret = _matches(r"(?!xox|xapp-)[\x21-\x7e]+")


def listed(numbers: Sequence[int]) -> str:
    """Numbers as a choice in a sentence."""
    *others, last = map(str, numbers)
    return f"{', '.join(others)} or {last}" if others else last


def either_case(*words: str) -> Callable[[str], str]:
    """A validator that takes words in capitals or small letters and leaves any other value as typed."""
    known = {word.casefold(): word for word in words}
    return lambda value: known.get(value.casefold(), value)


def directory(path: Path) -> Path:
    """An absolute path that isn't a file."""
    whole = path.expanduser().absolute()
    try:
        there = whole.stat()
    except (FileNotFoundError, NotADirectoryError):
        return whole
    except OSError as error:
        raise ValueError(f"; this one can't be used ({error.strerror})") from error
    if not stat.S_ISDIR(there.st_mode):
        raise ValueError
    return whole


def data_directory(path: Path) -> Path:
    """An absolute path that isn't a file, a folder of the operating system, or a person's home folder."""
    whole = directory(path)
    real = whole.resolve()
    if _is_of_the_system(real) or str(real.parent) in _HOMES or is_shared(real):
        raise whole_sentence(
            f"READOUT_DATA_DIR is {str(real)!r}, which isn't Readout's alone: name another folder, or a new one in it."
        )
    return whole


def is_shared(folder: Path) -> bool:
    """Whether a folder is where all users put files, such as /var/tmp: all may write, and only delete their own."""
    try:
        mode = folder.stat().st_mode
    except OSError:
        return False
    return bool(mode & stat.S_ISVTX and mode & stat.S_IWOTH)


def _is_of_the_system(folder: Path) -> bool:
    trees = (Path(each).resolve() for each in _SYSTEM_TREES)
    return folder in {Path(each).resolve() for each in _SYSTEM_FOLDERS} or any(map(folder.is_relative_to, trees))


def write_obstacle(data_dir: Path) -> Path | None:
    """The file or read-only directory that prevents the use of a data directory."""
    there = next(path for path in (data_dir, *data_dir.parents) if os.path.lexists(path))
    usable = there.is_dir() and os.access(there, os.W_OK | os.X_OK)
    return None if usable else there


def sqlite_in(data_dir: Path) -> str:
    """The URL of the SQLite file in a data directory."""
    return f"sqlite:///{data_dir / DATABASE}"


def database_url(secret: SecretStr) -> SecretStr:
    """The URL with its asynchronous driver; libpq's `sslmode` becomes asyncpg's `ssl`."""
    given = secret.get_secret_value()
    scheme, mark, rest = given.partition("://")
    driver = _DRIVERS.get(scheme.lower())
    if not mark or driver is None:
        raise ValueError
    if driver.startswith("sqlite"):
        if not re.fullmatch(r"/[^?]+(\?.*)?", rest):
            raise ValueError(" (three slashes come before a relative path, four before an absolute one)")
        return SecretStr(f"{driver}://{rest}")
    address, _, query = rest.partition("?")
    options = [("ssl" if name == "sslmode" else name, value) for name, value in parse_qsl(query)]
    if not (_split(f"{driver}://{address}").hostname or dict(options).get("host")):
        raise ValueError(" (its host is missing)")
    return SecretStr(f"{driver}://{address}{'?' if options else ''}{urlencode(options, safe='/:')}")


def passwords(url: str) -> tuple[str, ...]:
    """The password in a database URL, encoded and decoded."""
    written = urlsplit(url).password
    return tuple(dict.fromkeys((written, unquote(written), quote(unquote(written), safe="")))) if written else ()


def host(name: str) -> str:
    """A host name or an IP address, without scheme, port or path."""
    if not re.fullmatch(r"[0-9A-Za-z._-]+|[0-9A-Fa-f:.%]*:[0-9A-Fa-f:.%a-z]*", name):
        raise ValueError
    return name


def telegram_url(url: str) -> str:
    """An http URL without a trailing slash."""
    whole = _web_address(url).rstrip("/")
    if re.search(r"/bot([0-9]+:.*)?$", whole):
        raise ValueError(" (leave out /bot and what follows)")
    return whole


def llm_url(url: str) -> str:
    """An http URL without a trailing slash and without the name of a call."""
    whole = _web_address(url).rstrip("/")
    if whole.endswith("/completions"):
        raise ValueError(" (leave out /chat/completions)")
    return whole


def web_url(url: str) -> str:
    """An http URL without a trailing slash, short enough for a link below it on each platform."""
    whole = _web_address(url).rstrip("/")
    if len(whole) > _LONGEST_WEB_URL:
        raise ValueError(f" (at most {_LONGEST_WEB_URL} characters)")
    return whole


def slack_url(url: str) -> str:
    """An http URL that ends in /api/."""
    if not _web_address(url).endswith("/api/"):
        raise ValueError
    return url


def accounts(listed: str | frozenset[str]) -> frozenset[str]:
    """A comma-separated list of people as platform:user."""
    names = listed if isinstance(listed, frozenset) else frozenset(filter(None, map(str.strip, listed.split(","))))
    wrong = [repr(name) for name in sorted(names) if not _ACCOUNT.fullmatch(name)]
    if wrong:
        none = f"{wrong[0]} is none" if len(wrong) == 1 else f"{', '.join(wrong)} are none"
        raise ValueError(f" ({none}: Telegram gives people numbers, Slack member IDs)")
    return names


def zone(name: str) -> str:
    """A zone of the tz database, by its canonical name."""
    try:
        known = None if _NO_ZONE.fullmatch(name) else ZoneInfo(name).key
    except (OSError, ValueError, LookupError):
        known = None
    if known is None:
        meant = _zone_of_path(name) or _zone_of_offset(name) or " or ".join(_close_zones(name))
        raise ValueError(f" (did you mean {meant}?)" if meant else "")
    return known


def _zone_of_path(name: str) -> str:
    """The zone that a path of this machine stands for, "" where it stands for none."""
    if not name.lstrip(":").startswith("/"):
        return ""
    path = os.path.realpath(name.lstrip(":"))
    return next((key for key in sorted(_zones(), key=len, reverse=True) if path.endswith(f"/{key}")), "")


def _zone_of_offset(name: str) -> str:
    """The zone with an offset of whole hours; the database turns the sign round."""
    found = re.fullmatch(r"(?:UTC|GMT)?([+-])0?(\d{1,2})(?::?00)?", name, re.IGNORECASE)
    key = f"Etc/GMT{'-' if found[1] == '+' else '+'}{found[2]}" if found else ""
    return key if key in _zones() else ""


def _zones() -> set[str]:
    return {key for key in available_timezones() if not _NO_ZONE.fullmatch(key)}


def _close_zones(name: str) -> list[str]:
    folded = {key.casefold(): key for key in sorted(_zones())}
    cities = {key.rpartition("/")[2]: whole for key, whole in folded.items() if "/" in key}
    asked = name.casefold().replace(" ", "_")
    known = cities | folded
    return list(dict.fromkeys(known[match] for match in get_close_matches(asked, known, n=2, cutoff=0.75)))


def _web_address(url: str) -> str:
    parts = _split(url)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
        raise ValueError
    return url


def _split(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        raise ValueError(" (its port isn't a number)") from None
    return parts
