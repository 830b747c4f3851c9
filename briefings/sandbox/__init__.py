"""Reads every file in a separate, confined process with limits on time and memory.

`client` is the bot's side: it starts one `forkserver`, which has the reading code loaded and no secrets, and asks it
for a process per file. `confinement` restricts that process, `reader` does the work in it, `limits` sets its limits,
`export` checks there what another library has
exported, and `exchange` defines the protocol.
"""

from briefings.sandbox.client import Sandbox

__all__ = [
    "Sandbox",
]
