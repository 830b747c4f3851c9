"""Reads a PDF into a layout from the positions of its letters.

`pages` extracts letters and is the only module that uses the library. `running_heads` drops repeated lines, `columns`
finds columns, `lines` orders text, `measures` finds what is usual, `non_prose` and `headings` classify lines, `blocks`
forms paragraphs, `reflow` joins lines over hyphens and pages.
"""
