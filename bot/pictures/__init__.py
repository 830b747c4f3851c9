"""Pictures where people would rather look: a timeline, the share of sources, a countdown.

Each maker (`timeline`, `sources`, `countdown`) tells what it shows as an SVG in the language that is spoken, and in
words for those who do not see it. `svg` is the card that they are drawn on, `letters` knows the fonts, `drawing` turns
an SVG into a PNG. They know no platform and no command.
"""
