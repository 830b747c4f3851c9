"""Looks at rendered parts as Telegram would."""

import json

from bot.message import (
    Message,
)
from bot.platforms.telegram.sending.render import Part, render
from tests.fakes.telegram_rules import check_entities, check_keyboard, check_text, pinged


def only(message: Message) -> Part:
    (part,) = render(message)
    return part


def accepted(part: Part) -> str:
    """What people see of a part that Telegram was asked to take."""
    given = json.dumps([entity.to_dict() for entity in part.entities])
    check_keyboard(json.dumps(part.keyboard.to_dict()) if part.keyboard else None)
    attached = bool(part.file or part.picture)
    shown = check_text(part.text, 1024 if attached else 4096, may_be_empty=attached)
    assert shown == part.text
    assert pinged(part.text, check_entities(part.text, given)) == []
    return shown
