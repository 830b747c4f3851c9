"""Runs the command `readout`, also as `python -m bot`."""

import sys

from bot.run.signals import exit_at_once


def main() -> int:
    """Loads and runs the command line. Ctrl-C gives status 130 and no traceback, even while modules load."""
    exit_at_once()
    from bot.cli import main as run  # 50 ms, in which Ctrl-C may come

    try:
        return run()
    finally:
        exit_at_once()


if __name__ == "__main__":
    sys.exit(main())
