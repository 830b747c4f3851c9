"""Backups: a portable dump of all rows, streamed and checksummed, which restores on either database."""

from briefings.store.backup.dump import backup
from briefings.store.backup.format import Contents
from briefings.store.backup.restore import check_restored, load, restoring, verify

__all__ = ["Contents", "backup", "check_restored", "load", "restoring", "verify"]
