"""Finds typed statements: what a text reports, expects or promises, who holds it, and when it is due. Pure.

English, Chinese and Russian sentences are read by rules; in other languages none are found.
"""

from briefings.reading.statements.find import with_statements

__all__ = ["with_statements"]
