"""Every file and text is read in a process of its own, which it cannot leave and which ends in time.

`outside` is the bot's side: it starts one `forkserver`, which holds the reading code ready and no secret, and asks it
for a process for each file. `confinement` takes from that process whatever it doesn't need, `reader` does the work in
it, `limits` says what one file may cost, and `exchange` how requests and answers cross.
"""

from briefings.sandbox.client import Sandbox

__all__ = [
    "Sandbox",
]
