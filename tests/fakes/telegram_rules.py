"""What Telegram's Bot API refuses in a message, a keyboard or a menu."""

import json
import re
import unicodedata
from typing import Any
from urllib.parse import urlsplit

TRIMMED = " \t\r\n\v\f"
ENTITY_TYPES = {
    "bold", "italic", "underline", "strikethrough", "spoiler", "blockquote", "expandable_blockquote", "code", "pre",
    "text_link", "text_mention", "custom_emoji", "mention", "hashtag", "cashtag", "bot_command", "url", "email",
    "phone_number", "date_time",
}  # fmt: skip
PARSE_MODES = {"HTML", "Markdown", "MarkdownV2"}
QUIET = {"code", "pre", "text_link"}  # nothing is detected inside these


class Refused(Exception):
    """An answer other than 200."""

    def __init__(self, status: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.status = status
        self.description = description
        self.parameters = parameters

    def json(self) -> dict[str, Any]:
        answer = {"ok": False, "error_code": self.status, "description": self.description}
        return answer | ({"parameters": self.parameters} if self.parameters else {})


def bad(description: str, **parameters: int) -> Refused:
    return Refused(400, f"Bad Request: {description}", **parameters)


BLOCKED = Refused(403, "Forbidden: bot was blocked by the user")
UNAUTHORIZED = Refused(401, "Unauthorized")
CONFLICT = Refused(409, "Conflict: terminated by other getUpdates request; make sure that only one bot is running")
HOOKED = Refused(409, "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook first")
TOO_OLD = bad("query is too old and response timeout expired or query ID is invalid")
TOO_LARGE = bad("message is too long")


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def check_text(text: str, limit: int, *, may_be_empty: bool = False) -> str:
    """The text as people see it."""
    if len(text.encode()) > 32_768:
        raise bad("message is too long")
    shown = text.strip(TRIMMED)
    if not shown and not may_be_empty:
        raise bad("message text is empty")
    if shown and all(unicodedata.category(char)[0] in "ZC" for char in shown):
        raise bad("text must be non-empty")
    if len(shown) > limit:
        raise bad("message is too long")
    return shown


def check_parse_mode(mode: str | None) -> None:
    if mode is not None and mode not in PARSE_MODES:
        raise bad("unsupported parse_mode")


def check_entities(text: str, given: str | None) -> list[dict[str, Any]]:
    entities = json.loads(given) if given else []
    if len(entities) > 100:
        raise bad("too many entities")
    for entity in entities:
        _check_entity(text, entity)
    codes = [entity for entity in entities if entity["type"] in {"code", "pre"}]
    for code in codes:
        if any(_cross(code, other) for other in entities if other is not code and other["type"] != "blockquote"):
            raise bad("code cannot hold other entities")
    return entities


def _check_entity(text: str, entity: dict[str, Any]) -> None:
    if entity["type"] not in ENTITY_TYPES:
        raise bad("unsupported entity type")
    start, length = entity["offset"], entity["length"]
    if start < 0 or length <= 0 or start + length > units(text):
        raise bad("entity is out of the text's bounds")
    covered = text.encode("utf-16-le")[2 * start : 2 * (start + length)].decode("utf-16-le", "replace")
    if "\ufffd" in covered and "\ufffd" not in text:
        raise bad(f"entity beginning in the middle of a UTF-16 symbol at byte offset {start}")
    if covered != covered.strip():
        raise bad("entity with blanks at its ends")
    if entity["type"] == "text_link" and not re.fullmatch(r"https?://[^\s/]+\.[^\s]+", entity.get("url", "")):
        raise bad("wrong URL")


def _cross(one: dict[str, Any], other: dict[str, Any]) -> bool:
    return one["offset"] < other["offset"] + other["length"] and other["offset"] < one["offset"] + one["length"]


def check_keyboard(given: str | None, kind: str = "private") -> list[list[dict[str, Any]]]:
    """The rows of a keyboard in a chat of a kind, such as "supergroup"."""
    rows = json.loads(given)["inline_keyboard"] if given else []
    if any(len(row) > 8 for row in rows) or sum(map(len, rows)) > 100:
        raise bad("reply markup is too long")
    for button in (button for row in rows for button in row):
        if not button.get("text", "").strip():
            raise bad("text buttons are unallowed to be empty")
        _check_action(button, kind)
    return rows


def _check_action(button: dict[str, Any], kind: str) -> None:
    if len(button.keys() - {"text"}) != 1:
        raise bad("can't parse inline keyboard button: exactly one optional field must be used")
    if "url" in button and not re.fullmatch(r"(https?://[^\s/]+\.[^\s]+|tg://[^\s]+)", button["url"]):
        raise bad("BUTTON_URL_INVALID")
    if "web_app" in button:
        if kind != "private":
            raise bad("BUTTON_TYPE_INVALID")
        if not re.fullmatch(r"https://[^\s/]+\.[^\s]+", button["web_app"]["url"]):
            raise bad("inline keyboard button web app URL is invalid: only HTTPS links are allowed")
    if not button.keys() & {"url", "web_app"} and not 1 <= len(button.get("callback_data", "").encode()) <= 64:
        raise bad("BUTTON_DATA_INVALID")


def check_commands(given: str) -> list[dict[str, str]]:
    commands = json.loads(given)
    if len(commands) > 100:
        raise bad("too many commands")
    for command in commands:
        if not re.fullmatch(r"[a-z0-9_]{1,32}", command["command"]):
            raise bad("BOT_COMMAND_INVALID")
        if not 1 <= len(command["description"]) <= 256:
            raise bad("BOT_COMMAND_DESCRIPTION_INVALID")
    return commands


def pinged(text: str, entities: list[dict[str, Any]]) -> list[str]:
    """The names that Telegram would find in a text, and tell."""
    quiet = [entity for entity in entities if entity["type"] in QUIET]
    names = []
    for found in re.finditer(r"(?<!\w)@\w{2,}", text):
        here = {"offset": units(text[: found.start()]), "length": units(found[0])}
        if not any(_cross(here, entity) for entity in quiet):
            names.append(found[0])
    return names


def check_inline(params: dict[str, Any]) -> dict[str, Any]:
    """What people see of the answer to an inline query."""
    results = json.loads(params["results"])
    if len(results) > 50:
        raise bad("RESULTS_TOO_MUCH")
    ids = [result["id"] for result in results]
    if len(set(ids)) < len(ids):
        raise bad("RESULT_ID_DUPLICATE")
    if len(params.get("next_offset", "").encode()) > 64:
        raise bad("NEXT_OFFSET_INVALID")
    button = json.loads(params["button"]) if "button" in params else None
    if button and not (button["text"] and re.fullmatch(r"[A-Za-z0-9_-]{1,64}", button.get("start_parameter", ""))):
        raise bad("START_PARAM_INVALID")
    cards = [_check_result(result) for result in results]
    kept = {"cache_time": int(params.get("cache_time", 300)), "personal": params.get("is_personal") == "true"}
    return {"cards": cards, "button": button, "next": params.get("next_offset", ""), **kept}


def _check_result(result: dict[str, Any]) -> dict[str, Any]:
    if not 1 <= len(result["id"].encode()) <= 64:
        raise bad("RESULT_ID_INVALID")
    if result["type"] != "article":
        raise bad("RESULT_TYPE_INVALID")
    if not result.get("title", "").strip():
        raise bad("ARTICLE_TITLE_EMPTY")
    content = result.get("input_message_content") or {}
    given = content.get("message_text", "")
    check_parse_mode(content.get("parse_mode"))
    shown = check_text(given, 4096)
    entities = check_entities(given, json.dumps(content.get("entities", [])))
    keyboard = check_keyboard(json.dumps(result["reply_markup"]) if "reply_markup" in result else None)
    return result | {"text": shown, "keyboard": keyboard, "pinged": pinged(shown, entities)}


def check_webhook(params: dict[str, Any]) -> None:
    """What Telegram refuses of a webhook."""
    url = urlsplit(params.get("url", ""))
    if url.scheme != "https" or not url.hostname:
        raise bad("bad webhook: An HTTPS URL must be provided for webhook")
    if (url.port or 443) not in (80, 88, 443, 8443):
        raise bad("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443")
    if not re.fullmatch(r"[A-Za-z0-9_-]{0,256}", params.get("secret_token", "")):
        raise bad("secret token contains unallowed characters")
    if not 1 <= int(params.get("max_connections", 40)) <= 100:
        raise bad("bad webhook: the number of connections is out of range")
