"""The description of the API (OpenAPI 3.1), generated from its operations and the types of their results."""

from functools import cache
from importlib.metadata import version
from typing import Any, Literal

from pydantic import TypeAdapter

from bot.json_answers import types
from bot.json_answers.webhook_types import POSTED
from bot.web.api.operations import ANALYSIS, LONGEST, OPERATIONS, Operation, Parameter
from briefings.model.marking import MARKINGS

Schema = dict[str, Any]
_Mode = Literal["validation", "serialization"]
_TEXT = r"^[^\u0000-\u001f]*$"  # what `parameters.readable` takes
_WORDS = r"^[^\u0000-\u001f]*[^\s\u0000-\u001f][^\u0000-\u001f]*$"  # the same, and not blank
_REF = "#/components/schemas/{model}"
_PROBLEMS = {
    "400": "A parameter is missing or wrong",
    "401": "There is no token, or it opens nothing",
    "403": "The owner of the token may not do this",
    "404": "There is no such thing",
    "409": "Several things are meant, or a person has to decide",
    "429": "This token has made too many requests; wait as Retry-After says",
    "503": "Readout is starting or its database is busy; try again as Retry-After says",
}
_IMPORT_PROBLEMS = {
    "408": "The file took too long to arrive",
    "413": "The file or a field is too large",
    "415": "The body is no multipart/form-data",
    "422": "The file can't be read, or its date is in the future",
}


@cache
def openapi() -> Schema:
    """The document as values for JSON."""
    keys = {each.name: each.result for each in OPERATIONS} | {"import": types.Imported, "problem": types.Problem}
    keys |= {event: result for event, (_says, result) in POSTED.items()}
    inputs: list[tuple[str, _Mode, TypeAdapter[Any]]] = [
        (name, "serialization", TypeAdapter(result)) for name, result in keys.items()
    ]
    made, definitions = TypeAdapter.json_schemas(inputs, ref_template=_REF)
    results = {name: made[name, "serialization"] for name in keys}
    paths: Schema = {}
    for each in OPERATIONS:
        paths.setdefault(each.path, {})["get"] = _reading(each, results)
    paths["/analyses"]["post"] = _importing(results)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Readout", "version": version("readout"), "description": "What the command line prints."},
        "servers": [{"url": "/api/v1"}],
        "security": [{"token": []}],
        "paths": paths,
        "webhooks": {event: _posted(event, says, results[event]) for event, (says, _result) in POSTED.items()},
        "components": {
            "schemas": definitions.get("$defs", {}),
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer", "bearerFormat": "readout_..."}},
        },
    }


def _posted(event: str, says: str, data: Schema) -> Schema:
    """A post to a webhook, signed as Standard Webhooks says."""
    body = {
        "type": "object",
        "required": ["type", "timestamp", "data"],
        "properties": {"type": {"const": event}, "timestamp": {"type": "string", "format": "date-time"}, "data": data},
    }
    headers = [
        {"name": f"webhook-{name}", "in": "header", "required": True, "schema": {"type": "string"}}
        for name in ("id", "timestamp", "signature")
    ]
    return {
        "post": {
            "summary": says,
            "parameters": headers,
            "security": [],
            "requestBody": {"required": True, "content": {"application/json": {"schema": body}}},
            "responses": {"2XX": {"description": "Taken"}, "410": {"description": "Post nothing more"}},
        }
    }


def _reading(of: Operation, results: Schema) -> Schema:
    responses = {"200": _json(of.says, results[of.name])} | _problems(_PROBLEMS, results)
    parameters = [_parameter(each) for each in of.parameters]
    return {"operationId": of.name, "summary": of.says, "parameters": parameters, "responses": responses}


def _importing(results: Schema) -> Schema:
    form = {
        "type": "object",
        "required": ["file"],
        "not": {"required": ["new", "revises"]},
        "additionalProperties": False,
        "properties": {
            "file": {"type": "string", "contentMediaType": "application/octet-stream", "minLength": 1},
            "new": {"type": "boolean", "description": "Import as a new analysis even if similar to another"},
            "revises": {"type": "string", "pattern": ANALYSIS, "description": "The analysis that this revises"},
            "published": {"type": "string", "format": "date"},
            "marking": {"enum": [*MARKINGS], "description": "Who may see it, unless the file itself says stricter"},
        },
    }
    says = "Imports a file as a new analysis or as a revision; for editors"
    return {
        "operationId": "import",
        "summary": says,
        "requestBody": {"required": True, "content": {"multipart/form-data": {"schema": form}}},
        "responses": {"200": _json(says, results["import"])} | _problems(_PROBLEMS | _IMPORT_PROBLEMS, results),
    }


def _parameter(of: Parameter) -> Schema:
    kinds: dict[str, Schema] = {
        "text": {"type": "string", "maxLength": LONGEST, "pattern": _WORDS if of.required else _TEXT},
        "number": {"type": "integer", "minimum": 1, "maximum": of.most},
        "flag": {"type": "boolean"},
    }
    schema = {"type": "string", "enum": [*of.choices]} if of.choices else kinds[of.kind]
    schema = {"type": "string", "pattern": ANALYSIS} if of.in_path else schema
    told = {"name": of.name, "in": "path" if of.in_path else "query", "required": of.required, "description": of.says}
    return told | {"schema": schema} | ({"example": of.example} if of.example else {})


def _json(says: str, schema: Schema) -> Schema:
    return {"description": says, "content": {"application/json": {"schema": schema}}}


def _problems(statuses: dict[str, str], results: Schema) -> Schema:
    content = {"application/problem+json": {"schema": results["problem"]}}
    return {status: {"description": says, "content": content} for status, says in statuses.items()}
