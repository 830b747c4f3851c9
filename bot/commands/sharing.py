"""Answers kept as they were shown, so that whoever sees them alone can show them to the others."""

from collections.abc import Sequence
from functools import cache, reduce
from operator import or_
from types import GenericAlias
from typing import Any, Literal, get_args

from pydantic import ConfigDict, TypeAdapter, ValidationError

from bot.message import Block

MOST = 200_000  # characters; a longer answer carries a file, for which everybody can ask


def written(blocks: Sequence[Block], address: str, update: str) -> str:
    """The blocks as JSON, bound to the place where they may be shown and to the question that they answer."""
    return _form().dump_json((address, update, tuple((type(block).__name__, block) for block in blocks))).decode()


def read(kept: str, address: str) -> tuple[Block, ...] | None:
    """The blocks that were kept, None where that is nothing of the kind or belongs to another place."""
    try:
        where, _, named = _form().validate_json(kept)
    except ValidationError:
        return None
    return tuple(block for _, block in named) if where == address else None


@cache
def _form() -> TypeAdapter[Any]:
    """An address, an update and blocks, each after the name of its kind, for several kinds hold nothing but a text."""
    kinds = [GenericAlias(tuple, (Literal[kind.__name__], kind)) for kind in get_args(Block)]
    blocks = GenericAlias(tuple, (reduce(or_, kinds), ...))
    form: Any = GenericAlias(tuple, (str, str, blocks))
    return TypeAdapter(form, config=ConfigDict(ser_json_bytes="base64", val_json_bytes="base64"))
