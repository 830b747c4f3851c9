"""Updates the catalogs from the sentences in the code. No running process imports it."""

import ast
from collections.abc import Iterator, Mapping
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po, write_po

from bot.languages.catalogs import LANGUAGES

HERE = Path(__file__).parent
_ROOT = HERE.parents[1]
_ERRORS = (
    "BriefingError NotFound Ambiguous Unreadable Undecided NotAllowed Unavailable Unreachable Missing Broken Busy"
    " Unwritten BadInput ReasonNeeded"
)
# What is called with sentences, and where they stand among its arguments; two are a sentence and its plural.
_CALLS: Mapping[str, tuple[int, ...]] = {
    **dict.fromkeys(("_", "msgid", "phrase", "DeliveryFailed", "ResponseUrlExpired", *_ERRORS.split()), (0,)),
    **dict.fromkeys(("ngettext", "plural", "plurals"), (0, 1)),
    "pgettext": (1,),
    "command": (1,),
}
_HEADERS = ("Language", "Plural-Forms", "Content-Type", "Content-Transfer-Encoding")
# What the operator's terminal shows.
_ENGLISH = (
    *("bot/cli/", "bot/run/settings/", "bot/run/wiring.py", "bot/run/doctor.py"),
    *("briefings/store/engine/database.py", "briefings/store/engine/maintenance.py", "briefings/store/engine/lock.py"),
)


def extract_catalog() -> Catalog:
    """All sentences of both packages, untranslated."""
    catalog = Catalog(project="Readout", charset="utf-8")
    for package in ("bot", "briefings"):
        for path in sorted((_ROOT / package).rglob("*.py")):
            name = path.relative_to(_ROOT).as_posix()
            if not name.startswith(_ENGLISH):
                for context, sentences in _sentences(ast.parse(path.read_text(encoding="utf-8"))):
                    catalog.add(sentences if len(sentences) > 1 else sentences[0], context=context)
    return catalog


def _sentences(tree: ast.Module) -> Iterator[tuple[str | None, tuple[str, ...]]]:
    """Sentences with their plural, if any, and the context that distinguishes equal words."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
            continue
        name, given = node.func.id, node.args
        if name == "counted":
            yield from ((None, pair) for pair in _counted(given))
        elif name in _CALLS and len(given) > max(_CALLS[name]):
            found = [next(_texts(given[place]), "") for place in _CALLS[name]]
            context = next(_texts(given[0])) if name == "pgettext" else None
            if all(found):
                yield context, tuple(found)


def _counted(given: list[ast.expr]) -> Iterator[tuple[str, str]]:
    """Singular and plural of the nouns counted by `counted(number, "section")`."""
    nouns = [noun for argument in given[1:] for noun in _texts(argument)]
    pairs = [(nouns[0], nouns[1])] if len(given) > 2 else [(noun, f"{noun}s") for noun in nouns]
    yield from ((f"{{number}} {one}", f"{{number}} {many}") for one, many in pairs)


def _texts(node: ast.expr | None) -> Iterator[str]:
    """The possible texts of an argument: both sides of a conditional."""
    match node:
        case ast.Constant(value=str(words)):
            yield words
        case ast.IfExp(body=body, orelse=orelse):
            yield from (*_texts(body), *_texts(orelse))


def path_of(tag: str) -> Path:
    """The path of a language's catalog."""
    return HERE / f"{tag}.po"


def catalog_of(tag: str) -> Catalog:
    """A language's catalog."""
    return read_po(BytesIO(path_of(tag).read_bytes()), locale=tag)


def update() -> Iterator[str]:
    """Updates every catalog from the code; yields a line for each missing translation."""
    fresh = extract_catalog()
    for tag in LANGUAGES:
        if tag == "en":
            continue
        catalog = catalog_of(tag) if path_of(tag).exists() else Catalog(locale=tag, project="Readout")
        catalog.update(fresh, no_fuzzy_matching=True)
        catalog.obsolete.clear()
        path_of(tag).write_bytes(_written(catalog))
        yield from (f"{tag}: {message.id}" for message in catalog if message.id and not is_translated(message))


def _written(catalog: Catalog) -> bytes:
    """The file contents of a catalog, with a minimal header so that it only changes with its sentences."""
    body = BytesIO()
    write_po(body, catalog, width=0, no_location=True, sort_output=True, omit_header=True)
    known = {name: value for name, value in catalog.mime_headers if name in _HEADERS}
    head = "".join(f'"{name}: {value}\\n"\n' for name, value in known.items())
    return f'msgid ""\nmsgstr ""\n{head}\n'.encode() + body.getvalue()


def is_translated(message: Message) -> bool:
    """Whether a sentence is translated in all its forms."""
    translation = message.string
    return all(translation) if isinstance(translation, list | tuple) else bool(translation)
