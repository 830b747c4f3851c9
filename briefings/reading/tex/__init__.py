"""TeX and LaTeX sources: read without running any macro of a package, in time linear in their length."""

from briefings.reading.tex.bibliography import with_bibliography
from briefings.reading.tex.reader import looks_like_tex, read_tex

__all__ = ["looks_like_tex", "read_tex", "with_bibliography"]
