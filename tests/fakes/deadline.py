"""When a test gives up waiting for what has to come."""

HANGS = 120.0  # seconds: long enough on a machine that is busy with other things, so that only a fault exceeds it
