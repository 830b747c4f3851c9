"""Word's .docx: python-docx opens the package; body, lists, tables and notes are read in document order."""
