"""Writes docs/commands.md: `python -m bot.cli.reference > docs/commands.md`."""

from bot.commands import commands
from bot.commands.phrases.classifier import examples
from bot.commands.registry import Command, Group

_HEAD = """\
# Commands

Everything you can type, written by `python -m bot.cli.reference > docs/commands.md`. In Telegram and the terminal type
`/summary`; in Slack `/readout summary`, or `/summary` where Slack leaves the name free. In the chat, `/help` shows
where to begin, `/help all` lists what you may use, and `/help summary` explains one command.

- `a1` is an analysis, `e1` an event, `2` a section. Words of a title or heading work too: `summary moscow`.
- If you don't name an analysis, Readout uses the last one you asked about, else the newest.
- `[words]` may be left out; `a|b` means one of them.
- In plain words you can say what stands in quotation marks, and much else.
- Everyone may use a command unless the table says editors or admins.
"""
_ROLES = {"reader": "", "editor": "editors", "admin": "admins"}


def reference() -> str:
    """The page in Markdown."""
    groups = [each for each in commands().groups if any(command.listed for command in each.commands)]
    return "\n".join((_HEAD, *map(_section, groups), _others()))


def _others() -> str:
    """The words that are understood and stand in no list."""
    listed = {each.name for each in commands() if each.listed}
    words = ", ".join(sorted(_code(f"/{word}") for word in commands().words if word not in listed))
    return f"## Also understood\n\nEach of these has its help, as `/help timezone`: {words}.\n"


def _section(group: Group) -> str:
    rows = "\n".join(_row(each) for each in group.commands if each.listed)
    return f"## {group.title}\n\n| Command | What it does | Who | Examples |\n|---|---|---|---|\n{rows}\n"


def _row(command: Command) -> str:
    forms = "<br>".join(_code(f"/{command.name} {form}".rstrip()) for form in command.forms)
    spoken = [said for kind, said in examples() if kind.split()[0] == command.name and said.isascii()][:1]
    shown = "<br>".join((*(_code(f"/{example}") for example in command.examples), *(f"“{each}”" for each in spoken)))
    return f"| {forms} | {command.help}. | {_ROLES[command.role]} | {shown} |"


def _code(line: str) -> str:
    return f"`{line}`".replace("|", "\\|")


if __name__ == "__main__":
    print(reference(), end="")
