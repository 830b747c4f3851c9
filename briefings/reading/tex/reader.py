"""Turns LaTeX into pieces: sections, paragraphs, lists, tables, footnotes, citations and the bibliography."""

import re
from collections.abc import Callable
from dataclasses import replace

from briefings.errors import Unreadable
from briefings.reading.layout import BULLET, Kind, Layout, Piece
from briefings.reading.office.formulas import fraction
from briefings.reading.office.layout import arrange
from briefings.reading.office.numerals import joined, superscript
from briefings.reading.tex import numbers
from briefings.reading.tex.symbols import ACCENTS, SYMBOLS, accented, formula, typed
from briefings.reading.tex.tokens import Source, tokenised
from briefings.reading.tex.units import unit
from briefings.reading.title_block.date_lines import day_in

_OPENED = re.compile(r"^[^%\n]{0,200}\\(?:documentclass|begin[ \t]*\{document\}|documentstyle)", re.MULTILINE)
_SIGNS = re.compile(r"\\(?:(?:sub)*section|chapter|part|begin|title|cite[tp]?|footnote|emph|textbf|item|label)\b")
_FEWEST_SIGNS = 2
_HEADINGS = {"part": 1, "chapter": 1, "section": 2, "subsection": 3, "subsubsection": 4, "frametitle": 2}
_RUN_IN = frozenset({"paragraph", "subparagraph"})
_CITED = re.compile(r"[A-Za-z]*cite(?:s|t|p|alt|alp|author|year|yearpar|num|title|url|online)?\*?", re.IGNORECASE)
_REFERRED = frozenset({"ref", "eqref", "cref", "Cref", "autoref", "vref", "nameref", "prettyref"})
_NO_REFERENCE = frozenset({"href", "hyperref", "pageref"})
# Commands whose arguments are no text for readers, by how many they have.
_ONE_UNREAD = (
    "label index vspace hspace includegraphics input include usepackage bibliographystyle bibliography addbibresource "
    "pagestyle thispagestyle color hypersetup thanks affiliation email address institute pageref phantom documentclass "
    "nocite graphicspath tag subtitle hyphenation pagenumbering keywords cline selectlanguage pgfplotsset geometry "
    "usetikzlibrary theoremstyle cmidrule setlist linespread externaldocument subjclass"
)
_TWO_UNREAD = (
    "setlength addtolength setcounter addtocounter rule newtheorem definecolor markboth addcontentsline fontsize"
)
_UNREAD = {**dict.fromkeys(_ONE_UNREAD.split(), 1), **dict.fromkeys(_TWO_UNREAD.split(), 2)}
_UNREAD_NAME = re.compile(r".*(?:index|label).*|.*fileid", re.IGNORECASE)
_FIRST_UNREAD = frozenset(
    {"texorpdfstring", "href", "textcolor", "colorbox", "parbox", "raisebox", "resizebox", "multicolumn", "multirow"}
)
_DEFINING = frozenset(
    {"newcommand", "renewcommand", "providecommand", "DeclareMathOperator", "newcommand*", "renewcommand*"}
)
_MATH = frozenset({"equation", "align", "gather", "multline", "eqnarray", "displaymath", "math", "flalign", "alignat"})
_TABLES = frozenset({"tabular", "tabularx", "longtable", "tabulary", "array", "tabu", "supertabular"})
_LISTS = frozenset({"itemize", "enumerate", "description", "compactitem", "compactenum"})
_KINDS: dict[str, Kind] = {"quote": "quote", "quotation": "quote", "verse": "quote", "displayquote": "quote"}
_ARGUED = frozenset({"minipage", "multicols", "wrapfigure", "columns", "column", "thebibliography", "subfigure"})
_ALGORITHMS = frozenset({"algorithm", "algorithmic", "algorithm2e", "pseudocode"})
_TERMS = ("gls", "Gls", "glspl", "Glspl", "acrshort", "ac", "acs")
_NAMED = re.compile(r"(?:^|[,\s])name\s*=\s*(?:\{([^{}]{1,200})\}|([^,{}]{1,200}))")
_DEEPEST = 60  # groups within one another whose words are read
_AUTHORS = re.compile(r"\s+and\s+|\s*\n\s*")


def looks_like_tex(name: str, text: str) -> bool:
    """Whether the text is LaTeX; without a document class, the file name decides."""
    if _OPENED.search(text):
        return True
    return name.lower().endswith((".tex", ".ltx", ".latex")) and len(_SIGNS.findall(text)) >= _FEWEST_SIGNS


def read_tex(text: str) -> Layout:
    """The layout of a LaTeX file. Raises Unreadable for one whose groups are nested too deeply."""
    reader = _Reader(tokenised(text))
    reader.read()
    return reader.layout()


class _Reader:
    """Walks through one file once."""

    def __init__(self, source: Source) -> None:
        self._source, self._tokens = source, source.tokens
        self._labels, self._works = numbers.labels(source), numbers.works(source)
        self._pieces: list[Piece] = []
        self._notes: list[str] = []
        self._told: dict[str, str] = {}
        self._macros: dict[str, str] = {}
        self._terms: dict[str, str] = {}  # the glossary's, by key
        self._words: list[str] = []
        self._kinds: list[Kind] = []
        self._lists: list[int | None] = []  # the items of each list around, None without numbers
        self._label = ""
        self._depth = 0
        self._floats = {"figure": 0, "table": 0}
        self._float = ""
        self._left_out, self._included = False, 0
        self._commands = self._handlers()

    def _handlers(self) -> dict[str, Callable[[int, int], int]]:
        """What reads each command with its arguments, by name."""
        return {
            **dict.fromkeys(_HEADINGS, self._heading),
            **dict.fromkeys(_RUN_IN, self._run_in),
            **dict.fromkeys(_REFERRED, self._reference),
            **dict.fromkeys(_DEFINING, self._define),
            **dict.fromkeys(("title", "author", "date"), self._tell),
            **dict.fromkeys(("footnote", "footnotetext", "endnote"), self._footnote),
            **dict.fromkeys(("frac", "dfrac", "tfrac", "cfrac", "nicefrac", "sfrac"), self._fraction),
            **dict.fromkeys(("SI", "qty"), self._quantity),
            **dict.fromkeys(("SIrange", "qtyrange", "numrange"), self._range),
            **dict.fromkeys(("si", "unit"), self._unit),
            "textsuperscript": self._raise,
            **dict.fromkeys(_TERMS, self._term),
            **dict.fromkeys(("newglossaryentry", "newacronym"), self._glossary),
            **dict.fromkeys(("sout", "st", "xout"), self._strike),
            **dict.fromkeys(("input", "include", "subfile", "verbatiminput", "lstinputlisting"), self._include),
            "iffalse": self._skip_condition,
            "write": self._write,
            "begin": self._begin,
            "end": self._end,
            "item": self._item,
            "bibitem": self._bibitem,
            "caption": self._caption,
            "[": self._display,
            "def": self._skip_definition,
            "par": self._paragraph,
        }

    def read(self) -> None:
        """Reads the whole file."""
        self._block(0, len(self._tokens))
        self._flush()

    def layout(self) -> Layout:
        """What was read."""
        title, day = self._told.get("title", ""), self._told.get("date", "")
        by = [each.strip(" ,") for each in _AUTHORS.split(self._told.get("author", "")) if each.strip(" ,")]
        head = [Piece("heading", title)] if title else []
        head += [Piece("paragraph", f"By {by[0] if len(by) == 1 else ', '.join(by)}")] if by else []
        head += [Piece("paragraph", day)] if day_in(day) else []
        layout = arrange([*head, *self._pieces], self._notes, title or self._chapter(), day_in(day))
        return replace(layout, titled=bool(title), left_out=self._left_out, included=self._included)

    def _chapter(self) -> str:
        """The only heading of the highest level, if the file begins with it: the title of a chapter's file."""
        heads = [piece for piece in self._pieces if piece.kind == "heading"]
        first = self._pieces[0] if self._pieces else None
        alone = sum(piece.level == 1 for piece in heads) == 1
        return first.text if first and first.kind == "heading" and first.level == 1 and alone else ""

    def _block(self, at: int, end: int) -> None:
        while at < end:
            at = self._step(at, end)

    def _step(self, at: int, end: int) -> int:
        """Reads one token with what belongs to it; returns where the next one begins."""
        token = self._tokens[at]
        if token.kind == "command":
            return self._command(at, end)
        if token.kind == "text":
            self._words.append(typed(token.text))
        elif token.kind == "blank":
            self._paragraph(at, end)
        elif token.kind == "verbatim":
            self._flush()
            self._add(Piece("code", token.text.strip("\n")))
        elif token.kind == "$":
            return self._formula(at, end)
        elif token.kind == "~":
            self._words.append(" ")
        elif token.kind in "[]&":
            self._words.append(token.text)
        return at + 1

    def _command(self, at: int, end: int) -> int:
        name = self._tokens[at].text
        bare = name.rstrip("*") if len(name) > 1 else name
        if act := self._action(bare):
            return act(at, end)
        if name in ACCENTS:
            start, stop = self._argument(at + 1, end)
            self._words.append(accented(name, self._said(start, stop)))
            return stop + 1 if self._is_group(start) else stop
        if name == "\\":
            self._words.append("\n")
            return self._past_options(at + 1, end)
        if bare in self._macros:
            self._words.append(self._macros[bare])
            return at + 1
        if bare in SYMBOLS:
            self._words.append(SYMBOLS[bare])
            spaced = at + 1 < end and bare.isalpha() and self._tokens[at + 1].text[:1] == " "
            if spaced and self._tokens[at + 1].kind == "text":
                self._words.append(typed(self._tokens[at + 1].text[1:]))
            return at + 1 + spaced
        if _CITED.fullmatch(name):
            return self._cite(at, end)
        if bare in _UNREAD or _UNREAD_NAME.fullmatch(bare):
            return self._past(at + 1, end, _UNREAD.get(bare, 1))
        if bare in _FIRST_UNREAD:
            return self._past(at + 1, end, 2 if bare in {"multicolumn", "multirow"} else 1)
        return self._past_options(at + 1, end)

    def _action(self, name: str) -> Callable[[int, int], int] | None:
        """What reads a command; one of a class's own such as "secref" is a reference."""
        own = name.endswith("ref") and name not in _NO_REFERENCE and name not in self._macros
        return self._commands.get(name) or (self._reference if own else None)

    def _is_group(self, start: int) -> bool:
        return start > 0 and self._tokens[start - 1].kind == "{"

    def _argument(self, at: int, end: int) -> tuple[int, int]:
        """The span of a command's next argument: a group's tokens, or one token."""
        while at < end and self._tokens[at].kind == "text" and not self._tokens[at].text.strip():
            at += 1
        if at < end and self._tokens[at].kind == "{":
            return at + 1, self._source.end_of(at, end)
        return at, min(at + 1, end)

    def _option(self, at: int, end: int) -> tuple[int, int]:
        """The span of the option that follows, empty if none does."""
        if at < end and self._tokens[at].kind == "[" and at in self._source.closing:
            return at + 1, self._source.end_of(at, end)
        return at, at

    def _past_options(self, at: int, end: int) -> int:
        while (span := self._option(at, end)) != (at, at):
            at = span[1] + 1
        return at

    def _past(self, at: int, end: int, count: int) -> int:
        """Where it goes on after options and so many groups."""
        at = self._past_options(at, end)
        for _ in range(count):
            start, stop = self._argument(at, end)
            if not self._is_group(start):
                return at
            at = self._past_options(stop + 1, end)
        return at

    def _said(self, start: int, end: int) -> str:
        """The words of some tokens, on one line or several."""
        if self._depth > _DEEPEST:
            raise Unreadable("The text's elements are nested too deeply.")
        kept, self._words = self._words, []
        pieces, self._pieces = self._pieces, []
        self._depth += 1
        self._block(start, end)
        self._depth -= 1
        said = " ".join([*(piece.text for piece in self._pieces), "".join(self._words)]).strip()
        self._words, self._pieces = kept, pieces
        return said

    def _take(self, at: int, end: int) -> tuple[str, int]:
        """The words of the next argument after options, and where it goes on."""
        start, stop = self._argument(self._past_options(at, end), end)
        return self._said(start, stop), stop + 1 if self._is_group(start) else stop

    def _heading(self, at: int, end: int) -> int:
        self._flush()
        words, after = self._take(at + 1, end)
        self._add(Piece("heading", " ".join(words.split()), _HEADINGS[self._tokens[at].text.rstrip("*")]))
        return after

    def _run_in(self, at: int, end: int) -> int:
        self._flush()
        words, after = self._take(at + 1, end)
        self._words.append(words if words.endswith((".", ":", "?", "!")) else f"{words}." if words else "")
        return after

    def _tell(self, at: int, end: int) -> int:
        words, after = self._take(at + 1, end)
        name = self._tokens[at].text
        flat = words if name == "author" else " ".join(words.split())
        before = self._told.get(name)
        self._told[name] = f"{before} and {flat}" if before and name == "author" else flat
        return after

    def _reference(self, at: int, end: int) -> int:
        start, stop = numbers.group_after(self._source, at + 1)
        number = self._labels.get(numbers.words_in(self._source, start, stop), "") or "…"  # in another file
        self._words.append(f"({number})" if self._tokens[at].text == "eqref" else number)
        return min(stop + 1, end) if start != stop else at + 1

    def _glossary(self, at: int, end: int) -> int:
        """Keeps the name of a glossary's entry, or the short form of an acronym."""
        start, stop = numbers.group_after(self._source, self._past_options(at + 1, end))
        key, after = numbers.words_in(self._source, start, stop), min(stop + 1, end)
        start, stop = self._argument(after, end)
        acronym = self._tokens[at].text == "newacronym"
        named = None if acronym else _NAMED.search(self._source_of(start, stop))
        if key and (acronym or named):
            self._terms[key] = self._said(start, stop) if named is None else (named[1] or named[2]).strip()
        return self._past(after, end, 3 if acronym else 1)

    def _term(self, at: int, end: int) -> int:
        """Writes a term of the glossary by its name, in the plural or with a capital as its command says."""
        command = self._tokens[at].text
        start, stop = numbers.group_after(self._source, self._past_options(at + 1, end))
        if start == stop:
            return at + 1
        key = numbers.words_in(self._source, start, stop)
        name = self._terms.get(key, key) + ("s" if command.endswith("pl") else "")
        self._words.append(name[:1].upper() + name[1:] if command.startswith("G") else name)
        return min(stop + 1, end)

    def _footnote(self, at: int, end: int) -> int:
        words, after = self._take(at + 1, end)
        self._notes.append(" ".join(words.split()))
        mark = superscript(str(len(self._notes)))
        before = "".join(self._words[-1:])
        self._words[-1:] = [before.rstrip() if mark else before]
        self._words.append(joined("".join(self._words[-1:]), mark))
        return after

    def _fraction(self, at: int, end: int) -> int:
        above, after = self._take(at + 1, end)
        below, after = self._take(after, end)
        self._words.append(fraction(above, below, "".join(self._words[-1:])))
        return after

    def _write(self, at: int, end: int) -> int:
        """Leaves out what TeX would write to a file or a shell, with the number of its stream."""
        here = at + 1
        if here < end and self._tokens[here].kind == "text" and self._tokens[here].text.strip().isdecimal():
            here += 1
        return self._past(here, end, 1)

    def _strike(self, at: int, end: int) -> int:
        self._left_out = True
        return self._past(at + 1, end, 1)

    def _skip_condition(self, at: int, end: int) -> int:
        """Leaves out what stands between a false condition and its end."""
        self._left_out = True
        depth = 0
        while at < end:
            name = self._tokens[at].text if self._tokens[at].kind == "command" else ""
            depth += name.startswith("if") - (name == "fi")
            at += 1
            if not depth or (depth == 1 and name == "else"):
                break
        return at

    def _include(self, at: int, end: int) -> int:
        self._included += 1
        return self._past(at + 1, end, 1)

    def _raise(self, at: int, end: int) -> int:
        words, after = self._take(at + 1, end)
        self._words.append(superscript(words))
        return after

    def _quantity(self, at: int, end: int) -> int:
        """A number with its unit, as siunitx sets them."""
        number, after = self._take(at + 1, end)
        self._words.append(f"{number} ")
        return self._unit(after - 1, end)

    def _range(self, at: int, end: int) -> int:
        name = self._tokens[at].text
        first, after = self._take(at + 1, end)
        last, after = self._take(after, end)
        self._words.append(f"{first}–{last}" + ("" if name == "numrange" else " "))
        return after if name == "numrange" else self._unit(after - 1, end)

    def _unit(self, at: int, end: int) -> int:
        start, stop = self._argument(self._past_options(at + 1, end), end)
        self._words.append(unit(self._tokens[start:stop]))
        return stop + 1 if self._is_group(start) else stop

    def _cite(self, at: int, end: int) -> int:
        options: list[str] = []
        here = at + 1
        while (span := self._option(here, end)) != (here, here):
            options.append(self._said(*span))
            here = span[1] + 1
        start, stop = numbers.group_after(self._source, here)
        if start == stop:
            return here
        keys = [key.strip() for key in numbers.words_in(self._source, start, stop).split(",")]
        self._words.append(self._citation(self._tokens[at].text, keys, options))
        return min(stop + 1, end)

    def _citation(self, command: str, keys: list[str], options: list[str]) -> str:
        """A citation as natbib sets it by author and year, or in brackets by number."""
        marks = [self._works.get(key, key) for key in keys if key]
        before, after = (options[0], options[1]) if len(options) > 1 else ("", "".join(options))
        after = f", {after}" if after else ""
        works = [numbers.named(mark) for mark in marks]
        told = [work for work in works if work]
        if len(told) < len(works) or not works:
            sign = "; " if any(not mark.isdecimal() for mark in marks) else ", "
            return f"{before} [{sign.join(marks)}{after}]".strip()
        if re.match(r"(?:cite(?:t|alt|author)|textcite)", command):
            return ", ".join(f"{name} ({year}{after})" for name, year in told)
        return f"({f'{before} ' if before else ''}{'; '.join(f'{name}, {year}' for name, year in told)}{after})"

    def _begin(self, at: int, end: int) -> int:
        start, stop = numbers.group_after(self._source, at + 1)
        name = numbers.words_in(self._source, start, stop)
        bare, after = name.rstrip("*"), min(stop + 1, end) if start != stop else at + 1
        if bare in _MATH:
            return self._equation(name, after, end)
        if bare in _TABLES:
            return self._table(bare, name, after, end)
        if bare in _ALGORITHMS:
            return self._algorithm(name, after, end)
        self._enter(bare)
        if bare == "frame":
            return self._frame(after, end)
        return self._past(after, end, 1 if bare in _ARGUED else 0)

    def _algorithm(self, name: str, at: int, end: int) -> int:
        """Keeps an algorithm as code: its steps are no sentences."""
        stop, after = self._closed(name, at, end)
        self._flush()
        said = self._said(self._past_options(at, stop), stop)
        self._add(Piece("code", said))
        return after

    def _enter(self, name: str) -> None:
        if name == "document":
            self._words, self._pieces = [], []  # what stands before is no text
            return
        self._flush()
        if name in _LISTS:
            self._lists.append(0 if name.endswith("enumerate") or name == "compactenum" else None)
            self._kinds.append("item")
        elif name in _KINDS:
            self._kinds.append(_KINDS[name])
        elif name == "abstract":
            self._add(Piece("heading", "Abstract", 2))
        elif name == "thebibliography":
            self._add(Piece("heading", "References", 2))
        elif name in {"figure", "table", "wrapfigure", "longtable"}:
            self._float = "figure" if "figure" in name else "table"

    def _frame(self, at: int, end: int) -> int:
        at = self._past_options(at, end)
        start, stop = self._argument(at, end)
        if not self._is_group(start):
            return at
        self._add(Piece("heading", " ".join(self._said(start, stop).split()), 2))
        return stop + 1

    def _end(self, at: int, end: int) -> int:
        start, stop = numbers.group_after(self._source, at + 1)
        name = numbers.words_in(self._source, start, stop).rstrip("*")
        if name == "document":
            return end
        self._flush()
        if name in _LISTS and self._lists:
            self._lists.pop()
        if (name in _LISTS or name in _KINDS) and self._kinds:
            self._kinds.pop()
            self._label = ""
        return min(stop + 1, end) if start != stop else at + 1

    def _item(self, at: int, end: int) -> int:
        self._flush()
        start, stop = self._option(at + 1, end)
        count = self._lists[-1] if self._lists else None
        if count is not None:
            self._lists[-1] = count + 1
        self._label = BULLET if count is None else f"{count + 1}."
        if start == at + 1:  # without an option
            return at + 1
        said = self._said(start, stop)
        self._words += [f"{said} "] if said else []
        return stop + 1

    def _bibitem(self, at: int, end: int) -> int:
        self._flush()
        after = self._past_options(at + 1, end)
        start, stop = numbers.group_after(self._source, after)
        mark = self._works.get(numbers.words_in(self._source, start, stop), "")
        self._label = f"[{mark}]" if mark.isdecimal() else ""
        return min(stop + 1, end) if start != stop else after

    def _caption(self, at: int, end: int) -> int:
        words, after = self._take(at + 1, end)
        kind = self._float or "figure"
        self._floats[kind] += 1
        self._pieces.append(Piece("table", f"{kind.title()} {self._floats[kind]}: {' '.join(words.split())}"))
        return after

    def _formula(self, at: int, end: int) -> int:
        """A formula between dollars: in the line, or by itself between two of them."""
        signs = 2 if at + 1 < end and self._tokens[at + 1].kind == "$" else 1
        stop = at + signs
        while stop < end and self._tokens[stop].kind not in {"$", "blank"}:
            stop += 1
        said = self._source_of(at + signs, stop)
        if signs == 2 and said:
            self._flush()
            self._add(Piece("code", formula(said)))
        else:
            self._words.append(formula(said))
        closed = stop < end and self._tokens[stop].kind == "$"
        return min(stop + (signs if closed else 0), end)

    def _source_of(self, start: int, end: int) -> str:
        tokens = self._tokens[start:end]
        return "".join(f"\\{token.text}" if token.kind == "command" else token.text for token in tokens)

    def _display(self, at: int, end: int) -> int:
        stop = at + 1
        while stop < end and not (self._tokens[stop].kind == "command" and self._tokens[stop].text == "]"):
            stop += 1
        return self._shown(at + 1, stop, min(stop + 1, end))

    def _equation(self, name: str, at: int, end: int) -> int:
        stop, after = self._closed(name, at, end)
        return self._shown(at, stop, after)

    def _shown(self, start: int, stop: int, after: int) -> int:
        self._flush()
        self._add(Piece("code", formula(re.sub(r"\\label\{[^}]*\}|\\nonumber", "", self._source_of(start, stop)))))
        return after

    def _closed(self, name: str, at: int, end: int) -> tuple[int, int]:
        """Where an environment's text ends, and where it goes on after it."""
        stop = at
        while stop < end:
            token = self._tokens[stop]
            if token.kind == "command" and token.text == "end":
                start, close = numbers.group_after(self._source, stop + 1)
                if numbers.words_in(self._source, start, close) == name:
                    return stop, min(close + 1, end)
            stop += 1
        return end, end

    def _table(self, bare: str, name: str, at: int, end: int) -> int:
        stop, after = self._closed(name, at, end)
        at = self._past(at, stop, 2 if bare in {"tabularx", "tabulary"} or name.endswith("*") else 1)
        self._flush()
        rows: list[list[str]] = [[""]]
        begun = at
        for here in range(at, stop + 1):
            token = self._tokens[here] if here < stop else None
            ends = token is None or (token.kind == "command" and token.text in {"\\", "tabularnewline"})
            if token is None or ends or (token.kind == "&" and not self._grouped(begun, here)):
                rows[-1][-1] = " ".join(self._said(begun, here).split())
                rows[-1].append("")
                begun = here + 1
            if ends:
                rows[-1].pop()
                rows.append([""])
        told = [" | ".join(row) for row in rows if any(row)]
        self._add(Piece("table", "\n".join(told)))
        return after

    def _grouped(self, start: int, at: int) -> bool:
        """Whether a token stands within a group that begins in the same cell."""
        return any(self._tokens[i].kind == "{" and self._source.closing.get(i, at) > at for i in range(start, at))

    def _define(self, at: int, end: int) -> int:
        """Keeps a macro without arguments by the words it stands for; others are left out."""
        start, stop = self._argument(at + 1, end)
        name = next((t.text for t in self._tokens[start:stop] if t.kind == "command"), "")
        here = stop + 1 if self._is_group(start) else stop
        after = self._past_options(here, end)
        start, stop = self._argument(after, end)
        if name and after == here and self._is_group(start):
            self._macros[name] = self._said(start, stop)
        return stop + 1 if self._is_group(start) else after

    def _skip_definition(self, at: int, end: int) -> int:
        here = at + 1
        while here < end and self._tokens[here].kind not in {"{", "blank"}:
            here += 1
        return self._source.end_of(here, end) + 1 if here < end and self._tokens[here].kind == "{" else here

    def _paragraph(self, at: int, end: int) -> int:  # noqa: ARG002  as every command's
        if self._depth:
            self._words.append(" ")
        else:
            self._flush()
        return at + 1

    def _add(self, piece: Piece) -> None:
        if piece.text.strip():
            self._pieces.append(piece)

    def _flush(self) -> None:
        """Ends the paragraph with the words so far."""
        text = "\n".join(" ".join(line.split()) for line in "".join(self._words).split("\n")).strip()
        self._words = []
        if not text:
            return
        kind = self._kinds[-1] if self._kinds else "paragraph"
        label, self._label = self._label, ""
        self._add(Piece(kind, text, label=label))
