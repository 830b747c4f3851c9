"""Slack's own windows: home tabs and modals, and what it refuses in them."""

import json
from collections.abc import Callable
from typing import Any

from tests.fakes.slack_rules import Json, Refused, check_block, check_plain

BLOCKS, BYTES, TITLE, METADATA, STACK = 100, 250_000, 24, 3000, 3
ELEMENTS = {"plain_text_input", "static_select", "checkboxes", "datepicker", "timepicker", "file_input"}


class Views:
    """Home tabs by person, modals by id; a trigger opens one view, within three seconds."""

    def __init__(self, number: Callable[[str], str]) -> None:
        self._number = number
        self.homes: dict[str, Json] = {}
        self.modals: dict[str, Json] = {}
        self.stack: list[str] = []  # the ids of the modals that a person sees, the topmost last
        self._triggers: dict[str, str] = {}

    def trigger(self) -> str:
        name = self._number("trigger")
        self._triggers[name] = "fresh"
        return name

    def expire(self) -> None:
        """Three seconds pass."""
        self._triggers = dict.fromkeys(self._triggers, "expired")

    def publish(self, args: Json) -> Json:
        check_view(args["view"], "home")
        self.homes[args["user_id"]] = args["view"]
        return {"view": args["view"]}

    def open(self, args: Json) -> Json:
        state = self._triggers.get(args["trigger_id"])
        if state != "fresh":
            raise Refused(f"{state or 'invalid'}_trigger_id")
        check_view(args["view"], "modal")
        self._triggers[args["trigger_id"]] = "exchanged"
        self.stack.clear()
        return self.push(args["view"])

    def push(self, view: Json) -> Json:
        """A modal above those that are seen; also what the receipt of a form asks for."""
        check_view(view, "modal")
        if len(self.stack) == STACK:
            raise Refused("push_limit_reached")
        if view.get("external_id") in {each.get("external_id", "") for each in self.modals.values()} - {""}:
            raise Refused("duplicate_external_id")
        id_ = self._number("V")
        self.modals[id_] = view | {"id": id_}
        self.stack.append(id_)
        return {"view": self.modals[id_]}

    def update(self, args: Json) -> Json:
        check_view(args["view"], "modal")
        named = [
            id_
            for id_, view in self.modals.items()
            if id_ == args.get("view_id")
            or (args.get("external_id") and view.get("external_id") == args["external_id"])
        ]
        if not named:
            raise Refused("not_found")
        self.modals[named[0]] = args["view"] | {"id": named[0]}
        return {"view": self.modals[named[0]]}


def check_view(view: Json, kind: str) -> None:
    """Raises for a view that Slack would not take."""
    _check(view["type"] == kind, "invalid_arguments")
    _check(len(json.dumps(view)) <= BYTES, "view_too_large")
    _check(0 < len(view["blocks"]) <= BLOCKS, "invalid_arguments")
    _check(len(view.get("private_metadata", "")) <= METADATA, "invalid_arguments")
    _check(len(view.get("external_id", "")) <= 255, "invalid_arguments")
    for name in ("title", "submit", "close"):
        if name in view:
            check_plain(view[name], TITLE)
    _check(kind == "home" or "title" in view, "invalid_arguments")
    inputs = [block for block in view["blocks"] if block["type"] == "input"]
    _check(not inputs or "submit" in view, "invalid_arguments")
    names = [block["block_id"] for block in view["blocks"] if "block_id" in block]
    _check(len(names) == len(set(names)), "invalid_arguments")
    for block in view["blocks"]:
        if block["type"] == "input":
            _check_input(block)
        elif block["type"] == "section":
            check_plain(block["text"], 3000)
        else:
            check_block(block)


def _check_input(block: Json) -> None:
    check_plain(block["label"], 2000)
    element = block["element"]
    _check(element["type"] in ELEMENTS and element["action_id"], "invalid_arguments")
    options: list[Any] = element.get("options", [])
    _check(len(options) <= (10 if element["type"] == "checkboxes" else 100), "invalid_arguments")
    for option in options:
        check_plain(option["text"], 75)
        _check(0 < len(option["value"]) <= 150, "invalid_arguments")
    _check(1 <= element.get("max_files", 1) <= 10, "invalid_arguments")


def _check(good: Any, error: str) -> None:
    if not good:
        raise Refused(error)
