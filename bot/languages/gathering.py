"""Gathers the sentences of the code for translators; imported by nothing that runs."""

import ast
from collections.abc import Iterator, Mapping
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from bot.languages.spoken import LANGUAGES

HERE = Path(__file__).parent
_ERRORS = "BriefingError NotFound Ambiguous Unreadable NotAllowed Unavailable Unwritten BadInput"
# What is called with a sentence, and which of its arguments are sentences; None is the first alone.
_CALLS: Mapping[str, tuple[int | tuple[int, str], ...] | None] = {
    **dict.fromkeys(("_", "msgid", "phrase", *_ERRORS.split())),
    "ngettext": (1, 2),
    "plural": (1, 2),
    "plurals": (1, 2),
    "pgettext": ((1, "c"), 2),
    "command": (2,),
}
_HEADERS = ("Language", "Plural-Forms", "Content-Type", "Content-Transfer-Encoding")
_ENGLISH = ("bot/cli/", "bot/settings/", "bot/wiring.py", "bot/doctor.py")  # what the operator's terminal shows


def gathered() -> Catalog:
    """Every sentence of both packages, without translations."""
    catalog = Catalog(project="Readout", charset="utf-8")
    for name, line, sentences, notes, context in _found():
        catalog.add(sentences, None, [(name, line)], auto_comments=notes, context=context)
    for one, many, path in _counted():
        catalog.add((one, many), None, [(path, 0)])
    return catalog


def _counted() -> Iterator[tuple[str, str, str]]:
    """What is counted by `counted(number, "section")`: each noun that is written in such a call, with its plural."""
    for path in sorted((HERE.parents[1] / "bot").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "counted":
                nouns = [noun for arg in node.args[1:] for noun in _constants(arg)]
                pairs = [nouns] if len(node.args) > 2 else [[noun, f"{noun}s"] for noun in nouns]
                for one, many in pairs:
                    yield f"{{number}} {one}", f"{{number}} {many}", str(path)


def _constants(node: ast.expr) -> Iterator[str]:
    """The texts that an argument may be; a choice is looked at on both sides."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from (*_constants(node.body), *_constants(node.orelse))


def _found() -> Iterator[tuple[str, int, str | tuple[str, ...], list[str], str | None]]:
    for package in ("bot", "briefings"):
        rows = extract_from_dir(
            HERE.parents[1] / package,
            method_map=[("**.py", "python")],
            keywords=_CALLS,
            comment_tags=["For translators:"],
        )
        for name, line, sentences, notes, context in rows:
            path = f"{package}/{name}"
            if not path.startswith(_ENGLISH):
                yield path, line, sentences, notes, context


def path_of(tag: str) -> Path:
    """Where a language's translations are written."""
    return HERE / f"{tag}.po"


def catalog_of(tag: str) -> Catalog:
    """A language's translations as they are written."""
    return read_po(BytesIO(path_of(tag).read_bytes()), locale=tag)


def update() -> Iterator[str]:
    """Brings every catalog in line with the code; yields what is left to translate, a line each."""
    fresh = gathered()
    for tag in LANGUAGES:
        if tag == "en":
            continue
        catalog = catalog_of(tag) if path_of(tag).exists() else Catalog(locale=tag, project="Readout")
        catalog.update(fresh, no_fuzzy_matching=True)
        catalog.obsolete.clear()
        path_of(tag).write_bytes(_written(catalog))
        yield from (f"{tag}: {message.id}" for message in catalog if message.id and not whole(message))


def _written(catalog: Catalog) -> bytes:
    """A catalog whose header says only what tools need, so that it changes with its sentences alone."""
    body = BytesIO()
    write_po(body, catalog, width=0, no_location=True, sort_output=True, omit_header=True)
    known = {name: value for name, value in catalog.mime_headers if name in _HEADERS}
    head = "".join(f'"{name}: {value}\\n"\n' for name, value in known.items())
    return f'msgid ""\nmsgstr ""\n{head}\n'.encode() + body.getvalue()


def whole(message: Message) -> bool:
    """Whether a sentence is translated in all its forms."""
    told = message.string
    return all(told) if isinstance(told, list | tuple) else bool(told)
