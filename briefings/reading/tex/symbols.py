"""Letters and signs that TeX writes as commands."""

import re
import unicodedata

from briefings.reading.office.formulas import fraction

ACCENTS = {
    "'": "\u0301", "`": "\u0300", "^": "\u0302", '"': "\u0308", "~": "\u0303", "=": "\u0304", ".": "\u0307",
    "u": "\u0306", "v": "\u030c", "H": "\u030b", "c": "\u0327", "k": "\u0328", "r": "\u030a", "d": "\u0323",
    "b": "\u0331",
}  # fmt: skip
SYMBOLS = {
    "&": "&", "%": "%", "$": "$", "#": "#", "_": "_", "{": "{", "}": "}", " ": " ", "\n": " ", ",": "\u2009",
    ";": " ", ":": " ", "!": "", "-": "", "/": "", "@": "", "(": "", ")": "", "quad": " ", "qquad": " ",
    "ldots": "…", "dots": "…", "cdots": "⋯", "textellipsis": "…", "textendash": "–", "textemdash": "—",
    "textquotesingle": "'", "textquoteright": "’", "textquoteleft": "‘", "textquotedblleft": "“",
    "textquotedblright": "”", "textbackslash": "\\", "textasciitilde": "~", "textasciicircum": "^",
    "textunderscore": "_", "textbar": "|", "textless": "<", "textgreater": ">", "textbullet": "•",
    "textdegree": "°", "degree": "°", "texteuro": "€", "euro": "€", "EUR": "€", "pounds": "£", "textsterling": "£",
    "textyen": "¥", "S": "§", "P": "¶", "dag": "†", "ddag": "‡", "copyright": "©", "textregistered": "®",
    "texttrademark": "™", "slash": "/", "ss": "ß", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "aa": "å",
    "AA": "Å", "o": "ø", "O": "Ø", "l": "ł", "L": "Ł", "i": "i", "j": "j", "dh": "ð", "th": "þ", "dj": "đ",
    "guillemotleft": "«", "guillemotright": "»", "og": "« ", "fg": " »", "glqq": "„", "grqq": "“",
    "TeX": "TeX", "LaTeX": "LaTeX", "BibTeX": "BibTeX", "LaTeXe": "LaTeX2e", "newblock": " ", "and": " and ",
    "newline": "\n", "par": "\n\n", "xspace": "", "noindent": "", "times": "×", "cdot": "·", "pm": "±",
    "leq": "≤", "le": "≤", "geq": "≥", "ge": "≥", "neq": "≠", "ne": "≠", "approx": "≈", "sim": "∼", "equiv": "≡",
    "infty": "∞", "to": "→", "rightarrow": "→", "Rightarrow": "⇒", "leftarrow": "←", "mapsto": "↦",
    "leftrightarrow": "↔", "in": "∈", "notin": "∉", "subset": "⊂", "subseteq": "⊆", "cup": "∪", "cap": "∩",
    "forall": "∀", "exists": "∃", "neg": "¬", "land": "∧", "lor": "∨", "wedge": "∧", "vee": "∨", "sum": "∑",
    "prod": "∏", "int": "∫", "partial": "∂", "nabla": "∇", "sqrt": "√", "emptyset": "∅", "circ": "∘",
    "langle": "⟨", "rangle": "⟩", "mid": "|", "vert": "|", "lvert": "|", "rvert": "|", "ell": "ℓ", "prime": "′",
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ε", "varepsilon": "ε", "zeta": "ζ",
    "eta": "η", "theta": "θ", "vartheta": "ϑ", "iota": "ι", "kappa": "κ", "lambda": "λ", "mu": "μ", "nu": "ν",
    "xi": "ξ", "pi": "π", "rho": "ρ", "sigma": "σ", "tau": "τ", "upsilon": "υ", "phi": "φ", "varphi": "φ",
    "chi": "χ", "psi": "ψ", "omega": "ω", "Gamma": "Γ", "Delta": "Δ", "Theta": "Θ", "Lambda": "Λ", "Xi": "Ξ",
    "Pi": "Π", "Sigma": "Σ", "Upsilon": "Υ", "Phi": "Φ", "Psi": "Ψ", "Omega": "Ω",
}  # fmt: skip
_TYPED = (("---", "—"), ("--", "–"), ("``", "“"), ("''", "”"), ("`", "‘"), ("?‘", "¿"), ("!‘", "¡"), ("'", "’"))
_COMMAND = re.compile(r"\\([A-Za-z]+|[^A-Za-z])")
_SHAPES = re.compile(
    r"left|right|[bB]igg?[lrm]?|displaystyle|textstyle|(?:no)?limits|nonumber|mathstrut|hfill|math\w+|text\w*"
)
_PART = r"\s{0,9}(?:\{([^{}]{0,500})\}|([0-9A-Za-z]))"
_FRACTION = re.compile(rf"\\(?:[dtc]?|nice|s)frac(?![A-Za-z]){_PART}{_PART}")
_DEEPEST = 8  # fractions within one another
_SPACES = re.compile(r"\s+")


def typed(text: str) -> str:
    """Text with the dashes and quotation marks that TeX makes of it."""
    for written, set_ in _TYPED:
        text = text.replace(written, set_)
    return text


def accented(accent: str, letters: str) -> str:
    """Letters of which the first has an accent."""
    return unicodedata.normalize("NFC", letters[:1] + ACCENTS[accent]) + letters[1:] if letters.strip() else letters


def _sign(command: re.Match[str]) -> str:
    """What a command in a formula looks like: its sign, nothing for one that shapes what follows, or its name."""
    name = command[1]
    if name in SYMBOLS:
        return SYMBOLS[name]
    if _SHAPES.fullmatch(name) or command.string[command.end() : command.end() + 1] == "{":
        return ""
    return f" {name} " if len(name) > 1 else name


def _fraction(found: re.Match[str]) -> str:
    above, below = (found[1] or found[2] or ""), (found[3] or found[4] or "")
    return fraction(above, below, found.string[max(0, found.start() - 1) : found.start()])


def formula(source: str) -> str:
    """A formula on one line, with signs in the place of commands; braces around single letters are dropped."""
    for _ in range(_DEEPEST):
        source, count = _FRACTION.subn(_fraction, source)
        if not count:
            break
    said = _COMMAND.sub(_sign, source)
    return _SPACES.sub(" ", re.sub(r"\{([^{}]{0,1})\}", r"\1", said)).replace("{", "(").replace("}", ")").strip()
