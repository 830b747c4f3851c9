"""Rich Text: parses nested groups with their formatting into paragraphs."""

from dataclasses import dataclass, field, replace

from briefings.reading.layout import BULLET, Layout, Piece
from briefings.reading.office.layout import arrange
from briefings.reading.office.links import CLOSED, OPENED, hyperlink, unmarked, without_marks
from briefings.reading.office.numerals import joined, superscript
from briefings.reading.office.rtf_tokens import Token, codec_of, codec_of_page, tokens
from briefings.reading.office.styles import Role, role_of
from briefings.reading.office.tables import holds_prose, table_piece

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

_POINTS = 2  # sizes are counted in half points
_BODY_LEVEL = 9

_SIGNS = {
    "emdash": "—",
    "endash": "–",
    "lquote": "‘",
    "rquote": "’",
    "ldblquote": "“",
    "rdblquote": "”",
    "bullet": "•",
    "tab": " ",
    "line": "\n",
    "emspace": " ",
    "enspace": " ",
    "qmspace": " ",
    "chftn": "",
}
_ENDS = frozenset({"par", "sect", "page"})
_ESCAPED = {"~": " ", "_": "-", "{": "{", "}": "}", "\\": "\\", "\n": "\n", "\r": "\n"}
_LONGEST_INSTRUCTION = 4_000
_DEEPEST = 2_000  # groups in each other; no word processor writes a tenth of that


def read_rtf(data: bytes) -> Layout:
    """The layout of an .rtf file; for a damaged one, whatever can be read."""
    return _Reader().read(data)


@dataclass(slots=True)
class _Part:
    """A sequence of paragraphs: the body, or a note."""

    pieces: list[Piece]
    words: list[str]
    label: str = ""
    plain: bool = False
    size: float = 0.0
    targets: list[str] = field(default_factory=list)  # of the links among the words


class _Reader:
    """Walks through one file once."""

    def __init__(self) -> None:
        self._codec = "cp1252"
        self._fonts, self._sheet = Fonts(), Sheet()
        self._look = GroupState()
        self._stack: list[GroupState] = []
        self._parts = [_Part([], [])]
        self._notes: list[str] = []
        self._rows: list[list[list[Piece]]] = []
        self._row: list[list[Piece]] = []
        self._cell: list[Piece] = []
        self._pending = b""
        self._skipped = 0  # characters that stand for the last \u where it is not known
        self._title = ""
        self._instruction = ""  # of the last field
        self._left_out = False

    def read(self, data: bytes) -> Layout:
        for token in tokens(data):
            if token.kind != "bytes":
                self._decode()
            self._take(token)
        self._decode()
        self._end_paragraph()
        self._end_table()
        return replace(arrange(self._parts[0].pieces, self._notes, self._title.strip()), left_out=self._left_out)

    def _take(self, token: Token) -> None:
        if token.kind == "{":
            self._open()
        elif token.kind == "}":
            self._close()
        elif token.kind == "bytes":
            self._pending += self._unskipped(token.data)
        elif token.kind == "sign":
            self._sign(token.name)
        else:
            self._word(token.name, token.number)

    def _open(self) -> None:
        if len(self._stack) < _DEEPEST:
            self._stack.append(self._look)
            self._look = replace(self._look, fresh=True)
            self._skipped = 0

    def _close(self) -> None:
        if not self._stack:
            return
        before = self._stack.pop()
        if self._look.linked and not before.linked:
            self._parts[-1].words.append(CLOSED)
        if self._look.note and not before.note:
            self._end_note()
        self._look = before
        self._skipped = 0

    def _sign(self, sign: str) -> None:
        if sign == "*":
            self._look = replace(self._look, starred=True)
        elif sign in "\r\n":
            self._end_paragraph()
        else:
            self._say(_ESCAPED.get(sign, ""))

    def _word(self, name: str, number: int | None) -> None:
        if self._look.fresh and self._begins(name):
            return
        self._look = apply_control_word(self._look, name, number)
        if name == "u" and number is not None:
            self._say(chr(number % 65_536))
            self._skipped = self._look.instead
        elif name == "ansicpg" and number:
            self._codec = codec_of_page(number)
        elif self._look.place in {"fonttbl", "stylesheet"}:
            (self._fonts if self._look.place == "fonttbl" else self._sheet).word(name, number)
        elif not self._look.place:
            self._shown(name)

    def _begins(self, name: str) -> bool:
        """Handles a group's first word, which may mark it as a note or as not running text."""
        place = "skipped" if skips(name, starred=self._look.starred) else ""
        if name in {"fonttbl", "stylesheet", "listtext", "pntext", "title", "fldinst"} and not self._look.place:
            place = name
        if name == "fldinst":
            self._instruction = ""
        if name == "fldrslt" and not self._look.place:
            self._begin_field()
        if name == "footnote" and not self._look.place and not self._look.note:
            self._begin_note()
            self._look = replace(self._look, note=True, fresh=False, high=False)
            return True
        self._look = replace(self._look, place=self._look.place or place, fresh=False, starred=False)
        return bool(place)

    def _begin_field(self) -> None:
        """Begins the words of a field, which are a link if its instruction says so."""
        target = hyperlink(self._instruction)
        if target and not self._look.linked:
            self._parts[-1].words.append(OPENED)
            self._parts[-1].targets.append(target)
            self._look = replace(self._look, linked=True)

    def _shown(self, name: str) -> None:
        if name in _SIGNS:
            self._say(_SIGNS[name])
        elif name in _ENDS:
            self._end_paragraph()
        elif name in {"cell", "nestcell"}:
            self._end_paragraph(in_table=True)
            self._end_cell()
        elif name in {"row", "nestrow"}:
            self._rows.append(self._row)
            self._row = []

    def _unskipped(self, data: bytes) -> bytes:
        kept = data[self._skipped :]
        self._skipped = max(0, self._skipped - len(data))
        return kept

    def _decode(self) -> None:
        if self._pending:
            codec = self._fonts.codec(self._look.font) or self._codec
            self._say(self._pending.decode(codec, "replace"))
            self._pending = b""

    def _say(self, words: str) -> None:
        place, part = self._look.place, self._parts[-1]
        self._look = replace(self._look, fresh=False) if self._look.fresh else self._look
        if place == "stylesheet":
            self._sheet.say(words)
        elif place == "title":
            self._title += words
        elif place == "fldinst":
            self._instruction += words[:_LONGEST_INSTRUCTION]
        elif place in {"listtext", "pntext"}:
            part.label += words
        elif not place and (self._look.hidden or self._look.struck):
            self._left_out = self._left_out or bool(words.strip())
        elif not place:
            if words.strip():
                part.plain = part.plain or not self._look.bold
                part.size = max(part.size, self._look.size)
            part.words.append(without_marks(superscript(words) if self._look.high else words))

    def _begin_note(self) -> None:
        self._parts[-1].words.append(
            joined("".join(self._parts[-1].words[-2:]), superscript(str(len(self._notes) + 1)))
        )
        self._notes.append("")
        self._parts.append(_Part([], []))

    def _end_note(self) -> None:
        self._end_paragraph()
        if len(self._parts) > 1:
            note = self._parts.pop()
            self._notes[-1] = "\n".join(piece.text for piece in note.pieces)

    def _end_paragraph(self, *, in_table: bool = False) -> None:
        part = self._parts[-1]
        in_table = len(self._parts) == 1 and (in_table or self._look.in_table)
        if len(self._parts) == 1 and not in_table:
            self._end_table()
        if piece := self._piece(part):
            (self._cell if in_table else part.pieces).append(piece)
        part.words, part.label, part.plain, part.size, part.targets = [], "", False, 0.0, []

    def _piece(self, part: _Part) -> Piece | None:
        text, links = unmarked(_whole("".join(part.words)), part.targets)
        if not text.strip():
            return None
        role = self._look.heading or self._sheet.role(self._look.style)
        label = _whole(part.label).strip()
        kind = role.kind if role else "item" if label else "paragraph"
        mark = (label if label.isascii() else BULLET) if label and kind == "item" else ""
        return Piece(kind, text, role.level if role else 0, mark, bold=not part.plain, size=part.size, links=links)

    def _end_cell(self) -> None:
        self._row.append(self._cell)
        self._cell = []

    def _end_table(self) -> None:
        rows = [*self._rows, self._row] if self._row else self._rows
        if not rows:
            return
        self._rows, self._row = [], []
        pieces = self._parts[0].pieces
        if holds_prose(rows):
            pieces += [piece for row in rows for cell in row for piece in cell]
        elif piece := table_piece(rows):
            pieces.append(piece)


def _whole(words: str) -> str:
    """The text without NUL characters and with surrogate pairs joined."""
    return words.replace("\x00", "").encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


@dataclass(frozen=True, slots=True)
class GroupState:
    """The state of a group; `place` is the destination of its words if they aren't running text.

    `fresh` until its first word, `starred` if unknown readers may skip it; `instead` counts the bytes that stand in for
    a Unicode character.
    """

    bold: bool = False
    high: bool = False
    hidden: bool = False
    struck: bool = False
    size: float = 12.0
    font: int = -1
    style: int = 0
    heading: Role | None = None
    in_table: bool = False
    note: bool = False
    place: str = ""
    fresh: bool = False
    starred: bool = False
    instead: int = 1
    linked: bool = False


def apply_control_word(look: GroupState, name: str, number: int | None) -> GroupState:
    """The look after a control word; most change nothing."""
    on = number != 0
    match name:
        case "b":
            return replace(look, bold=on)
        case "super" | "nosupersub" | "sub":
            return replace(look, high=name == "super" and on)
        case "v":
            return replace(look, hidden=on)
        case "strike" | "striked" | "deleted":
            return replace(look, struck=on)
        case "fs" if number:
            return replace(look, size=number / _POINTS)
        case "f" if number is not None:
            return replace(look, font=number)
        case "uc" if number is not None:
            return replace(look, instead=max(0, number))
        case "plain":
            return replace(look, bold=False, high=False, hidden=False, struck=False, size=12.0)
        case _:
            return _of_paragraph(look, name, number)


def _of_paragraph(look: GroupState, name: str, number: int | None) -> GroupState:
    match name:
        case "pard":
            return replace(look, style=0, heading=None, in_table=False)
        case "s" if number is not None:
            return replace(look, style=number)
        case "intbl":
            return replace(look, in_table=True)
        case "outlinelevel" if number is not None and 0 <= number < _BODY_LEVEL:
            return replace(look, heading=Role("heading", number + 1))
        case _:
            return look


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
