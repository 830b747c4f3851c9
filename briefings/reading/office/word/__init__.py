"""Word's .docx: python-docx opens the package; body, lists, tables and notes are read in document order."""

from briefings.reading.office.word.document import read_docx

__all__ = ["read_docx"]
