"""Draws pictures: the card that all share, its PNG, and the fonts. What a picture shows is said by its view.

`drawing` has the card and renders PNG, `fonts` measures texts. No module here knows a platform, a command or a view.
"""
