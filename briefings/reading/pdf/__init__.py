"""A PDF becomes a layout: it knows where each letter stands, and nothing of paragraphs, headings or columns.

`pages` takes the letters out (the only module that knows the library), `furniture` leaves out what stands on page after
page, `frames` finds the columns, `rows` makes lines in reading order, `measures` tells what is usual, `asides` and
`headings` tell what is no running text, `parts` makes paragraphs, `weaving` joins lines over hyphens and pages.
"""
