"""Writes the BibTeX works that a LaTeX file holds in `filecontents` as its bibliography, where it asks for one."""

import re

from briefings.reading.layout import Block
from briefings.reading.references.bibtex import described_in_bibtex

_HELD = re.compile(
    r"\\begin\{filecontents\*?\}(?:\[[^\]\n]{0,100}\])?\{[^{}\n]{1,200}\.bib\}(?P<works>(?:[^\\]|\\(?!(?:begin|end)\{filecontents))*)"
    r"\\end\{filecontents\*?\}"
)
_ASKED = re.compile(
    r"\\(?:bibliography\s?\{[^{}\n]{1,400}\}|printbibliography(?:\[[^\]\n]{0,300}\])?)|\\end\{document\}"
)
_KEYS = re.compile(r"\\[A-Za-z]*[cC]ite[A-Za-z]*\*?(?:\[[^\]\n]{0,200}\]){0,2}\{([^{}]{1,2000})\}")
_SPECIAL = re.compile(r"[\\{}$&#^_~%]")
_MOST = 3_000  # works


def with_bibliography(text: str) -> str:
    """The text with the works it cites as a `thebibliography`; as it is if it holds no BibTeX."""
    held = [found["works"] for found in _HELD.finditer(text)]
    if not held:
        return text
    rest = _HELD.sub("", text)
    cited = {key.strip() for found in _KEYS.finditer(rest) for key in found[1].split(",")}
    listed = "".join(_items("\n".join(held), set() if r"\nocite{*}" in rest else cited))
    asked = _ASKED.search(rest)
    at, end = asked.span() if asked else (len(rest), len(rest))
    ends = rest[at:end] if rest.startswith(r"\end", at) else ""
    return f"{rest[:at]}\\begin{{thebibliography}}{{99}}\n{listed}\\end{{thebibliography}}\n{ends}{rest[end:]}"


def _items(works: str, cited: set[str]) -> list[str]:
    """An item for each work that is cited, or for all of them if `cited` is empty."""
    made: list[str] = []
    for key, work in described_in_bibtex(works, [Block("code", 0, len(works))]):
        if (key in cited or not cited) and len(made) < _MOST:
            names = [author.family or author.literal for author in work.authors]
            name = f"{names[0]} et al." if len(names) > 2 else " and ".join(names)
            label = f"[{_escaped(name)}({work.year})]" if name and work.year and "]" not in name else ""
            made.append(f"\\bibitem{label}{{{key}}} {_escaped(work.entry)}\n\n")
    return made


def _escaped(words: str) -> str:
    return _SPECIAL.sub(lambda sign: " " if sign[0] in "\\{}" else f"\\{sign[0]}", words)
