"""What Slack refuses in a message, and how people see its blocks."""

import json
import re
from collections.abc import Iterable
from typing import Any

Json = dict[str, Any]

STYLES = {"bold", "italic", "strike", "code"}
CONTAINERS = {"rich_text_section", "rich_text_quote", "rich_text_preformatted"}
HALVES = re.compile("[\ud800-\udfff]")  # of surrogate pairs
CALLS = re.compile(r"<[!@][^>]*>")
CALLS_BY_NAME = re.compile(r"@(channel|here|everyone)\b")


class Refused(Exception):
    """An answer that is not "ok": an error with status 200, or another status."""

    def __init__(self, error: str, status: int = 200, **headers: str) -> None:
        super().__init__(error)
        self.error = error
        self.status = status
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}


def limited(seconds: int) -> Refused:
    return Refused("ratelimited", 429, Retry_After=str(seconds))


def check_message(args: Json) -> None:
    """Raises for a message that Slack would not take."""
    blocks, text = args.get("blocks") or [], args.get("text") or ""
    if not blocks and not text:
        raise Refused("no_text")
    if len(text) > 4000:
        raise Refused("msg_too_long")
    if len(blocks) > 50:
        raise Refused("invalid_blocks")
    written = json.dumps([text, blocks], ensure_ascii=False)
    if HALVES.search(written):
        raise Refused("invalid_json")
    if len(json.dumps(blocks, ensure_ascii=False)) > 12_000:
        raise Refused("msg_blocks_too_long")
    for block in blocks:
        check_block(block)
    _check_unique(block["block_id"] for block in blocks if "block_id" in block)
    _check_unique(button["action_id"] for _, button in buttons(blocks))
    _check_metadata(args.get("metadata"))


def calls(args: Json) -> list[str]:
    """Whom a message would call; buttons and rich text as written call nobody."""
    text = args.get("text") or ""
    found = CALLS.findall(text)
    if args.get("link_names") in (True, "1", "true") or args.get("parse") == "full":
        found += CALLS_BY_NAME.findall(text)
    return found + [
        part["type"]
        for block in args.get("blocks") or []
        for part in _inner(block)
        if part["type"] in {"user", "usergroup", "broadcast"}
    ]


def shown(blocks: Iterable[Json]) -> str:
    """A message's words as people read them."""
    return "\n".join(filter(None, (_shown(block) for block in blocks)))


def buttons(blocks: Iterable[Json]) -> list[tuple[str, Json]]:
    """Each button with the name of its block."""
    return [
        (block.get("block_id", ""), element)
        for block in blocks
        if block["type"] == "actions"
        for element in block["elements"]
    ]


def check_block(block: Json) -> None:
    if len(block.get("block_id", "")) > 255:
        raise Refused("invalid_blocks")
    match block["type"]:
        case "header":
            check_plain(block["text"], 150)
        case "rich_text":
            _check(block.get("elements"))
            for element in block["elements"]:
                _check_rich(element)
        case "actions":
            _check(0 < len(block["elements"]) <= 25)
            for element in block["elements"]:
                _check(element["type"] == "button" and len(element["action_id"]) <= 255)
                check_plain(element["text"], 75)
                _check(len(element.get("value", "")) <= 2000)
        case "image":
            _check(block.keys() == {"type", "alt_text", "slack_file"} and block["slack_file"].get("id"))
            _check(0 < len(block["alt_text"]) <= 2000)
        case _:
            raise Refused("invalid_blocks")


def _check_rich(element: Json) -> None:
    _check(element.get("elements"))
    if element["type"] == "rich_text_list":
        _check(element["style"] in {"bullet", "ordered"} and isinstance(element.get("offset", 0), int))
        for item in element["elements"]:
            _check(item["type"] == "rich_text_section")
            _check_rich(item)
        return
    _check(element["type"] in CONTAINERS)
    for part in element["elements"]:
        _check(set(part.get("style", {})) <= STYLES)
        match part["type"]:
            case "text":
                _check(part["text"])
            case "link":
                _check(re.match(r"https?://\S+$", part["url"]) and part.get("text", "-"))
            case other:
                _check(other in {"user", "usergroup", "broadcast", "channel", "emoji"})


def check_plain(text: Json, most: int) -> None:
    _check(text["type"] == "plain_text" and text["text"].strip() and len(text["text"]) <= most)


def _check_metadata(metadata: Any) -> None:
    if metadata is None:
        return
    if not isinstance(metadata, dict) or not isinstance(metadata.get("event_payload"), dict):
        raise Refused("invalid_metadata_format")
    if not re.fullmatch(r"\w+", metadata.get("event_type", "")):
        raise Refused("invalid_metadata_schema")
    if len(json.dumps(metadata)) > 16_000:
        raise Refused("metadata_too_large")


def _check_unique(names: Iterable[str]) -> None:
    known = list(names)
    _check(len(known) == len(set(known)))


def _check(good: Any) -> None:
    if not good:
        raise Refused("invalid_blocks")


def _inner(block: Json) -> list[Json]:
    if block["type"] != "rich_text":
        return []
    items = [
        item
        for element in block["elements"]
        for item in (element["elements"] if element["type"] == "rich_text_list" else [element])
    ]
    return [part for item in items for part in item["elements"]]


def _shown(block: Json) -> str:
    if block["type"] in {"header", "section"}:
        return str(block["text"]["text"])
    if block["type"] != "rich_text":
        return ""
    return "\n".join(_shown_rich(element) for element in block["elements"])


def _shown_rich(element: Json) -> str:
    if element["type"] == "rich_text_list":
        first = element.get("offset", 0) + 1
        marks = [
            f"{number}. " if element["style"] == "ordered" else "• "
            for number in range(first, first + len(element["elements"]))
        ]
        return "\n".join(mark + _shown_rich(item) for mark, item in zip(marks, element["elements"], strict=True))
    return "".join(part.get("text") or part.get("url", "") for part in element["elements"])
