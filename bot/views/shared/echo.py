"""Shortens what a message quotes of a long line that was said, so that no answer is as long as the line."""

from dataclasses import replace

from bot.message import Block, Heading, Message, Note, Paragraph, Text

_TAIL = 40  # characters at a line's end by which its quotation is found
_LONG, _SHOWN = 400, 200  # characters of a quotation that is shortened, and of those that are left of it


def without_echo(message: Message, line: str) -> Message:
    """A message in which quotations of the end of a line are cut where they are longer than 400 characters."""
    said = " ".join(line.split())
    if len(said) <= _LONG:
        return message
    return replace(message, blocks=tuple(_block(block, said) for block in message.blocks))


def _block(block: Block, said: str) -> Block:
    if isinstance(block, Heading):
        return replace(block, text=_cut(block.text, said))
    if isinstance(block, Paragraph | Note):
        return replace(block, text=_runs(block.text, said))
    return block


def _runs(text: Text, said: str) -> Text:
    return tuple(replace(run, text=_cut(run.text, said)) for run in text)


def _cut(words: str, said: str) -> str:
    kept = ""
    while (at := words.rfind(said[-_TAIL:])) >= 0:
        end, start = at + _TAIL, at
        while start > 0 and end - start < len(said) and words[start - 1] == said[start - end - 1]:
            start -= 1
        quoted = words[start:end]
        if len(quoted) > _LONG:
            quoted = f"{quoted[:_SHOWN].rstrip()}…"
        words, kept = words[:start], quoted + words[end:] + kept
    return words + kept
