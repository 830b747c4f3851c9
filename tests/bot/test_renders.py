"""What is sent for nine answers, compared with the files in docs/renders: as text, and as JSON for Telegram and Slack.

`python -m tests.bot.test_renders` writes the files anew; look at what changed before keeping it.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from bot.message import Message
from bot.platforms.slack.sending.render import render as slack_parts
from bot.platforms.telegram.sending.render import render as telegram_parts
from bot.views.accounts import preferences
from tests.bot.test_views_pages import DAILY, NIGHTS, NOW, PAGES
from tests.fakes.slack_rules import calls, check_message, shown
from tests.fakes.telegram_parts import accepted

RENDERS = Path(__file__).parents[2] / "docs" / "renders"
_CHOSEN = preferences.Preferences("Europe/London", "en", "", "medium", (DAILY,), NIGHTS.quiet)
ANSWERS: dict[str, Message] = {
    "settings": preferences.panel(_CHOSEN, NOW),
    **{name: PAGES[name] for name in ("summary", "sources", "events", "audit", "push-digest")},
    **{name: PAGES[name] for name in ("settings-digest", "undo-offered", "undone-change")},
}


def to_telegram(message: Message) -> list[dict[str, Any]]:
    """The messages as Telegram is given them, each held against its rules."""
    return [
        {
            "text": accepted(part),
            "entities": [entity.to_dict() for entity in part.entities],
            "reply_markup": part.keyboard.to_dict() if part.keyboard else None,
        }
        for part in telegram_parts(message)
    ]


def to_slack(message: Message) -> list[dict[str, Any]]:
    """The messages as Slack is given them, each held against its rules."""
    told: list[dict[str, Any]] = [
        {"text": part.text, "blocks": list(part.blocks)} for part in slack_parts(message, "slack:C7")
    ]
    for each in told:
        check_message(each)
        assert calls(each) == []
        assert shown(each["blocks"])
    return told


def files(name: str) -> dict[str, str]:
    """The content of each file of an answer, by file name."""
    message = ANSWERS[name]
    sent = {"telegram": to_telegram(message), "slack": to_slack(message)}
    told = {
        f"{name}.{platform}.json": json.dumps(each, ensure_ascii=False, indent=1) for platform, each in sent.items()
    }
    return {file: f"{words}\n" for file, words in {f"{name}.txt": message.plain(), **told}.items()}


@pytest.mark.parametrize("name", ANSWERS)
def test_what_is_sent_is_what_was_approved(name: str):
    for file, words in files(name).items():
        assert words == (RENDERS / file).read_text("utf-8"), file


def test_no_approved_render_is_left_over():
    assert {path.name for path in RENDERS.iterdir()} == {file for name in ANSWERS for file in files(name)}


if __name__ == "__main__":
    RENDERS.mkdir(exist_ok=True)
    for answer in ANSWERS:
        for made, content in files(answer).items():
            (RENDERS / made).write_text(content, "utf-8")
