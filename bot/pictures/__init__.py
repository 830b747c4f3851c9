"""Pictures: a timeline, the shares of sources, a countdown.

`timeline`, `sources` and `countdown` build an SVG in the current language and an alternative text. `svg` is the common
card, `letters` measures fonts, `drawing` renders PNG. No module here knows a platform or a command.
"""
