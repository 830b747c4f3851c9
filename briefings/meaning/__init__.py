"""Vectors of sentences, near each other where these mean alike: the encoder, their bytes, the scan for the nearest.

It knows no store and no analysis. `codes` and `scan` need the extra `meaning`, and are imported at their first use.
"""

from briefings.meaning.encoder import Encoder, EncoderProcess, load

__all__ = ["Encoder", "EncoderProcess", "load"]
