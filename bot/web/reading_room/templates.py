"""Renders the templates of the pages; all values are escaped."""

from collections.abc import Sequence
from functools import cache
from hashlib import sha256
from importlib import resources

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from bot.languages import LANGUAGES, _, current
from bot.web.reading_room.blocks import html_of

STYLE = "style.css"


def rendered(template: str, *, root: str, spoken: Sequence[tuple[str, str]], **values: object) -> str:
    """A page as HTML.

    `root` is the relative address of the folder with the style. `spoken` are the tags of the languages in which the
    page can be shown, with its address in each.
    """
    common: dict[str, object] = {
        "root": root,
        "spoken": [(tag, LANGUAGES[tag], address) for tag, address in spoken],
        "language": current(),
        "version": style_version(),
        "labels": _labels(),
        "marking": "",
    }
    return _environment().get_template(template).render(common | values)


def rendered_part(template: str, **values: object) -> Markup:
    """A part of a page as HTML, for another template."""
    made = _environment().get_template(template).render({"language": current()} | values)
    return Markup(made)  # noqa: S704 - the template has escaped all values


@cache
def style() -> bytes:
    """The style sheet as it lies in the package, read once."""
    return resources.files("bot.web.reading_room").joinpath("static", STYLE).read_bytes()


@cache
def style_version() -> str:
    """Changes with the style, so that browsers may keep it."""
    return sha256(style()).hexdigest()[:12]


@cache
def _environment() -> Environment:
    loader = PackageLoader("bot.web.reading_room", "templates")
    environment = Environment(
        loader=loader,
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.globals["html_of"] = html_of
    return environment


def _labels() -> dict[str, str]:
    """Words that stand on every page."""
    return {
        "skip": _("Skip to the text"),
        "language": _("Language"),
        "private": _("This page is for you alone. It shows what your chat may see. Don't pass its address on."),
    }
