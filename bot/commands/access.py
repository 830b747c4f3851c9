"""Access settings: configured roles, and the links through which others join."""

from collections.abc import Callable
from dataclasses import dataclass

from briefings.model.delivery import platform_of
from briefings.model.people import ROLES, Role


@dataclass(frozen=True, slots=True)
class Roles:
    """Configured roles by sender; with `open_access`, chats need no invitation."""

    admins: frozenset[str] = frozenset()
    editors: frozenset[str] = frozenset()
    open_access: bool = False

    def of(self, sender: str, given: Role | None = None) -> Role:
        """The higher of the configured role and the one `given` by invitation; the terminal user is the owner."""
        if sender in self.admins or platform_of(sender) == "terminal":
            return "admin"
        return max("editor" if sender in self.editors else "reader", given or "reader", key=ROLES.index)


Doors = Callable[[str], tuple[str, ...]]


def no_doors(code: str) -> tuple[str, ...]:  # noqa: ARG001
    """No invitation links."""
    return ()
