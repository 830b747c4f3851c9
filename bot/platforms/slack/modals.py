"""Slack modals and forms, which open at once and are filled later, and the Home tab."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, replace
from functools import partial
from secrets import token_hex
from typing import Any

from bot.chat import DeliveryFailed
from bot.message import Block, Field, File, Form, Message, Note, Paragraph, Picture, text
from bot.platforms.shared.retry import give_up
from bot.platforms.slack.address import SlackAddress
from bot.platforms.slack.events import ModalRequest
from bot.platforms.slack.sending.render import is_visible, render_within_limits, units
from bot.platforms.slack.sending.send import SlackSender
from bot.splitting import pack

# Slack's limits.
BLOCKS = 100  # in a view
VIEW = 200_000  # bytes; Slack takes 250 kB
TITLE = 24
LABEL = 2000
OPTION = 75
METADATA = 3000

NAME = "Readout"
CUT = Note(text("…"))

Json = dict[str, Any]
Names = dict[str, str]
OPEN_SECONDS, OPEN_PAUSE = 2.0, 0.2  # Slack takes a new modal within three seconds after the press


def home_tab(message: Message, home: str) -> Json:
    """The Home tab with a message; its buttons carry the address `home`."""
    return {"type": "home", "blocks": _blocks(message, home)}


def loading_modal(external: str = "") -> Json:
    """A modal shown until its answer is ready; `external` is its external id."""
    words = [{"type": "section", "text": _plain("…")}]
    return _modal(NAME, words) | ({"external_id": external} if external else {})


def modal(message: Message, home: str) -> Json:
    """A modal with a message or a form. Closing a successful answer also closes the form below it."""
    if message.form:
        return _form(message.form, home)
    return _modal(NAME, _blocks(message, home)) | {"clear_on_close": not message.failed}


def _form(form: Form, home: str) -> Json:
    kept = json.dumps({"home": home, "says": form.says}, ensure_ascii=False)
    if len(kept) > METADATA:
        raise ValueError(f"The form {form.title!r} keeps more than {METADATA} characters")
    inputs = [_input(field) for field in form.fields]
    return _modal(form.title, inputs) | {"submit": _plain(form.send[:TITLE]), "private_metadata": kept}


def _modal(title: str, blocks: list[Json]) -> Json:
    return {"type": "modal", "callback_id": "readout", "title": _plain(title[:TITLE]), "blocks": blocks}


def _blocks(message: Message, home: str) -> list[Json]:
    shown = [
        Paragraph(text(block.alt)) if isinstance(block, Picture) else block
        for block in message.blocks
        if is_visible(block) and not isinstance(block, File)
    ]
    parts = pack(shown, lambda blocks: _fits(blocks, home)) or [()]
    cut: tuple[Block, ...] = (CUT,) if len(parts) > 1 else ()
    return list(render_within_limits((*parts[0], *cut), f"@{home}")) or [{"type": "section", "text": _plain("…")}]


def _fits(blocks: Iterable[Block], home: str) -> bool:
    made = list(render_within_limits(blocks, f"@{home}"))
    return len(made) < BLOCKS and units(json.dumps(made)) <= VIEW


def _input(field: Field) -> Json:
    element = ELEMENTS[field.kind](field) | {"action_id": field.name}
    hint = {"hint": _plain(field.hint)} if field.hint else {}
    label = _plain(field.label[:LABEL])
    return {"type": "input", "block_id": field.name, "label": label, "element": element, **hint} | {
        "optional": not field.required
    }


def _words(field: Field) -> Json:
    return {"type": "plain_text_input"} | ({"initial_value": field.initial[0]} if field.initial else {})


def _choice(field: Field) -> Json:
    chosen = _chosen(field)
    return {"type": "static_select", "options": _options(field)} | ({"initial_option": chosen[0]} if chosen else {})


def _choices(field: Field) -> Json:
    chosen = _chosen(field)
    return {"type": "checkboxes", "options": _options(field)} | ({"initial_options": chosen} if chosen else {})


def _files(field: Field) -> Json:
    return {"type": "file_input", "filetypes": [choice.value for choice in field.choices], "max_files": 10}


ELEMENTS: dict[str, Callable[[Field], Json]] = {
    "words": _words,
    "choice": _choice,
    "choices": _choices,
    "date": lambda field: {"type": "datepicker"} | ({"initial_date": field.initial[0]} if field.initial else {}),
    "time": lambda field: {"type": "timepicker"} | ({"initial_time": field.initial[0]} if field.initial else {}),
    "files": _files,
}


def _options(field: Field) -> list[Json]:
    return [{"text": _plain(choice.label[:OPTION]), "value": choice.value} for choice in field.choices]


def _chosen(field: Field) -> list[Json]:
    return [option for option in _options(field) if option["value"] in field.initial]


def _plain(words: str) -> Json:
    return {"type": "plain_text", "text": words, "emoji": False}


@dataclass(frozen=True, slots=True)
class ViewBuilder:
    """Builds and updates views. Raises DeliveryFailed."""

    sender: SlackSender

    def begin(self, event: ModalRequest) -> Awaitable[Names]:
        """Opens a modal for an answer if needed, at once, because the trigger expires in 3 s; returns its name."""
        if event.names:
            named: asyncio.Future[Names] = asyncio.get_running_loop().create_future()
            named.set_result(dict(event.names))
            return named
        return asyncio.create_task(self._opened(event.trigger))

    async def fill(self, place: SlackAddress, names: Names, message: Message, home: str) -> None:
        """Shows a message or its form in a modal."""
        view = modal(message, home)
        await self.sender.show(
            place,
            lambda client: client.views_update(
                view=view, view_id=names.get("view_id"), external_id=names.get("external_id")
            ),
        )

    async def publish(self, place: SlackAddress, user: str, message: Message) -> None:
        """Shows a message on a person's Home tab."""
        view = home_tab(message, place.address)
        await self.sender.show(place, lambda client: client.views_publish(user_id=user, view=view))

    async def _opened(self, trigger: str) -> Names:
        """Opens a modal under an external id, by which it can be found if Slack's response is lost."""
        name = f"opened.{token_hex(8)}"
        view = loading_modal(name)
        retry = replace(self.sender.retry, seconds=min(OPEN_SECONDS, self.sender.retry.seconds), first=OPEN_PAUSE)
        ask = partial(self.sender.web.ask, lambda client: client.views_open(trigger_id=trigger, view=view))
        try:
            response = await retry.run(ask, give_up, paced=False)
        except DeliveryFailed as failed:
            if failed.kind != "doubt":
                raise
            return {"external_id": name}
        return {"view_id": str(response["view"]["id"])}
