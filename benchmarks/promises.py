"""Promises that a benchmark holds the program to; a missed one ends it with 1."""

from dataclasses import dataclass, field


@dataclass
class Promises:
    """What was promised so far, and what of it was missed."""

    missed: list[str] = field(default_factory=list)

    def hold(self, promise: str, found: float, most: float) -> None:
        """Prints a promise about a number that must not be greater than `most`."""
        self.keep(f"{promise}: {found:,.6g} (at most {most:,.6g})", kept=found <= most)

    def keep(self, promise: str, *, kept: bool) -> None:
        """Prints a promise and whether it was kept."""
        print(f"  {'kept  ' if kept else 'MISSED'} {promise}", flush=True)
        if not kept:
            self.missed.append(promise)

    def status(self) -> int:
        """What to exit with: 1 where a promise was missed, each of which is printed once more."""
        for promise in self.missed:
            print(f"MISSED: {promise}")
        return 1 if self.missed else 0
