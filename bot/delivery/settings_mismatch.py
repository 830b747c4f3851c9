"""Says which settings aren't the same in all processes that send from one database."""

from collections.abc import Iterable

from briefings.delivery import CourierRow, differing_settings

FIX = "Give all processes the same settings, and restart those that you changed."


def mismatches(rows: Iterable[CourierRow]) -> list[str]:
    """A sentence about each such setting, which names the processes and no value."""
    return [
        f"{name} isn't the same in {' and in '.join(', '.join(places) for places in groups)}."
        for name, groups in differing_settings(rows).items()
    ]
