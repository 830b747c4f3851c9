"""Header tables of a Rich Text file: font encodings and style names."""

from briefings.reading.office.rtf_tokens import codec_of
from briefings.reading.office.styles import Role, role_of

_SKIPPED = frozenset(
    {
        *("colortbl", "pict", "object", "datafield", "themedata", "colorschememapping", "latentstyles"),
        *(
            "header",
            "headerl",
            "headerr",
            "headerf",
            "footer",
            "footerl",
            "footerr",
            "footerf",
            "nonshppict",
            "objdata",
        ),
        *(
            "listtable",
            "listoverridetable",
            "rsidtbl",
            "generator",
            "xmlnstbl",
            "revtbl",
            "atnid",
            "atnauthor",
            "annotation",
        ),
        *("author", "operator", "company", "comment", "doccomm", "subject", "keywords", "creatim", "revtim", "printim"),
        *("bkmkstart", "bkmkend", "ftnsep", "ftnsepc", "aftnsep", "aftnsepc", "private", "xe", "tc", "txe", "mmath"),
    }
)
_KNOWN = frozenset({"fldinst", "shptxt", "shp", "shpinst", "pntext", "cs", "listtext", "fldrslt", "footnote"})


def skips(name: str, *, starred: bool) -> bool:
    """Whether a group that starts with this word has no text."""
    return name in _SKIPPED or (starred and name not in _KNOWN)


class Fonts:
    """The encodings of the declared fonts."""

    def __init__(self) -> None:
        self._codecs: dict[int, str] = {}
        self._font = -1

    def word(self, name: str, number: int | None) -> None:
        """Handles a control word of the font table."""
        if name == "f" and number is not None:
            self._font = number
        elif name == "fcharset" and number is not None and number > 1:
            self._codecs[self._font] = codec_of(number)

    def codec(self, font: int) -> str | None:
        """The encoding of a font, None if it declares none."""
        return self._codecs.get(font)


class Sheet:
    """The declared paragraph styles by number."""

    def __init__(self) -> None:
        self._roles: dict[int, Role | None] = {}
        self._style: int | None = 0
        self._name = ""
        self._level: Role | None = None

    def word(self, name: str, number: int | None) -> None:
        """Handles a control word of the style sheet."""
        if name == "s" and number is not None:
            self._style = number
        elif name in {"cs", "ds", "ts"}:
            self._style = None
        elif name == "outlinelevel" and number is not None and 0 <= number < 9:
            self._level = Role("heading", number + 1)

    def say(self, words: str) -> None:
        """Handles a style's name, which ends with a semicolon."""
        name, ended, rest = words.partition(";")
        self._name += name
        if not ended:
            return
        if self._style is not None:
            self._roles[self._style] = self._level or role_of(self._name)
        self._style, self._name, self._level = 0, "", None
        if rest.strip():
            self.say(rest)

    def role(self, style: int) -> Role | None:
        """The role of a style's paragraphs, None for ordinary ones."""
        return self._roles.get(style)
