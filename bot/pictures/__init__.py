"""Pictures: a timeline, the shares of sources, a countdown.

`timeline`, `sources` and `countdown` build an SVG in the current language and an alternative text. `drawing` has the
common card and renders PNG, `fonts` measures texts. No module here knows a platform or a command.
"""
