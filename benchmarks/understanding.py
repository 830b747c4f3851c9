"""`python -m benchmarks.understanding [-v] [FILE ...]`: how often sentences are understood, by language.

`plain_words/` holds a small library and files of sentences with the command lines that they mean: `tuned.tsv` shaped
the rules and the classifier's grammars; `unseen.tsv`, by the same hand, was kept apart, and `fresh.tsv` was written
after the tuning in other styles. `week_tuned.tsv`, `week_unseen.tsv` and `week_later.tsv` are of a user's first week,
written before, after and after a second later tuning. `marks_tuned.tsv` and `marks_unseen.tsv` are about markings,
clearances, links and tokens. `newcomer_tuned.tsv` and `newcomer_unseen.tsv`, of which the second was kept apart, hold
what newcomers said in vain, in a chat with a digest on Fridays and one on weekdays. `wishes_tuned.tsv` and
`wishes_unseen.tsv` are of several wishes in a sentence, passages of one analysis, periods and ends of all reminders.
`losses_tuned.tsv` and `losses_unseen.tsv` hold sentences of which a part was lost, or that changed what was not meant;
`losses_fresh.tsv` was written after the rules for them.
`content_tuned.tsv` and `content_unseen.tsv`, kept apart, are of what the texts and their authors say, and of facts.
In a label, "|" stands between alternatives and "&&" between lines that are all meant, the words must follow one
another in the line, "e:word" is an event with that word in its title, "=thanks" is small talk, "says words" an
answer with these words and without a change, and "offer" anything that changes nothing. A sentence counts as understood
if that line is run, asked back or offered; a change that is run without a question and is no alternative is a wrong
change. Exits with 1 where a target is missed.
"""

import asyncio
import re
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from datetime import time as wall
from pathlib import Path
from typing import Any

from benchmarks.figures import line as figures
from bot.chat import Request
from bot.commands import Conversation, Roles, commands
from bot.commands.phrases.classifier import classify
from bot.message import Button, Buttons, Message, say
from briefings.model.delivery import Lead
from briefings.service import Briefings, open_briefings

HERE = Path(__file__).parent / "plain_words"
NOW = datetime(2026, 11, 27, 9, tzinfo=UTC)
TARGETS = {"en": 0.85, "zh": 0.75, "ru": 0.75}
FILES = (
    *("tuned.tsv", "unseen.tsv", "fresh.tsv", "week_tuned.tsv", "week_unseen.tsv", "week_later.tsv"),
    *("marks_tuned.tsv", "marks_unseen.tsv", "newcomer_tuned.tsv", "newcomer_unseen.tsv"),
    *("wishes_tuned.tsv", "wishes_unseen.tsv", "losses_tuned.tsv", "losses_unseen.tsv"),
    "losses_fresh.tsv",
    *("content_tuned.tsv", "content_unseen.tsv"),
)
ADDRESS = PERSON = "telegram:7"
PEOPLE = ("Anna Petrova", "王芳", "李明", "张伟", "陈静", "刘洋", "赵敏", "Анна Соколова")  # telegram:51 and the next
DIGESTS = ((frozenset({5}), 8), (frozenset(range(1, 6)), 9))
_CHANGING = (
    "remind",
    "skip",
    "mute",
    "snooze",
    "subscribe",
    "unsubscribe",
    "quiet",
    "timezone",
    "remove",
    "event",
    "language",
)


_ASKING = ("mark", "clearance")  # commands that ask after plain words whether to make a change
_SHARING = {  # commands that change something with some of their words
    "mark": re.compile(r"\b(?:clear|green|amber|red|none|until|for)\b"),
    "clearance": re.compile(r"\s"),
    "token": re.compile("new|revoke"),
    "links": re.compile("revoke"),
    "calendar": re.compile("link|revoke"),
    "feed": re.compile("link|revoke"),
}


@dataclass(frozen=True, slots=True)
class Case:
    """A sentence with the lines that it may mean, and what was typed before it."""

    language: str
    words: str
    lines: tuple[str, ...]
    before: str


@dataclass(slots=True)
class Outcome:
    """What was run at once, and what the buttons offer."""

    ran: list[str] = field(default_factory=list)
    offered: list[str] = field(default_factory=list)
    words: str = ""


def cases(path: Path) -> Iterator[Case]:
    """The sentences of a file."""
    language = ""
    for row in path.read_text(encoding="utf-8").splitlines():
        if row.startswith("# "):
            language = row[2:]
        elif row:
            words, lines, *before = row.split("\t")
            meant = [each.strip() for each in lines.split("|")]
            yield Case(language, words, (*meant, *filter(None, map(_by_its_name, meant))), "".join(before))


def _by_its_name(line: str) -> str:
    """A line that names a command by another word for it, with the command's own name; "" for other lines."""
    word, _, rest = line.partition(" ")
    named = next((each for each in commands() if word in each.aliases), None)
    return " ".join(filter(None, (named.name, named.aliases[word], rest))) if named else ""


class Listening(Conversation):
    """A conversation that notes each command and runs only those that change nothing."""

    async def _call(self, context: Any, command: Any, rest: str) -> Message:
        message: Message
        line = f"{command.name} {rest}".strip()
        if context.command is None and command.name in _ASKING:
            message = await Conversation._call(self, context, command, rest)  # noqa: SLF001  its own base
            NOTED.extend([line] * (not (message.awaits or message.proposes)))
            return message
        NOTED.append(line)
        if is_change(line):
            return say("Done.")
        message = await Conversation._call(self, context, command, rest)  # noqa: SLF001  its own base
        return message


NOTED: list[str] = []


def is_change(line: str) -> bool:
    """Whether a line changes something."""
    name, *rest = line.split()
    if name == "event":
        return len(rest) > 1
    if name == "settings":
        return len(rest) > 2
    if name in _SHARING:
        return bool(_SHARING[name].search(" ".join(rest)))
    return name in _CHANGING and bool(rest)


async def tried(core: Briefings, case: Case) -> Outcome:
    """What becomes of a sentence."""
    talk = Listening(core, Roles(admins=frozenset({PERSON})), lambda: NOW)
    if case.before:
        await talk.answer(_said(case.before, command=True))
    NOTED.clear()
    message = await talk.answer(_said(case.words))
    assert message
    buttons = [b for block in message.blocks if isinstance(block, Buttons) for row in block.rows for b in row]
    offered = [await _line_of(button, core) for button in buttons]
    await core.chats.answered(ADDRESS, PERSON, "list", NOW)
    offered += [message.awaits] * bool(message.awaits)  # of which the reason or another part is asked for
    return Outcome(list(NOTED), [each.lstrip("/") for each in offered], message.plain())


async def _line_of(button: Button, core: Briefings) -> str:
    if button.says.startswith("/more "):
        return (await core.chats.kept_line(button.says.split()[1]) or "").partition("\n")[0]
    return button.says.partition("\n")[0]


def _said(words: str, *, command: bool = False) -> Request:
    return Request(ADDRESS, PERSON, words, NOW, command=command, private=True)


async def fits(line: str, label: str, core: Briefings) -> bool:
    """Whether the words of a label follow one another in a line."""
    left = iter(line.lower().split())
    titles = {f"e{each.event.id}": each.event.title.lower() for each in await core.agenda.events_with_state(NOW)}
    works = {f"a{each.id}": each.title.lower() for each in await core.library.entries()}
    for word in label.lower().split():
        if word == "here" and word not in line.split():
            word = ADDRESS  # as the address that is asked about
        if word.startswith("e:"):
            meant = [title for title in titles.values() if word[2:] in title]
            if not any(each in title or titles.get(each) == title for each in left for title in meant):
                return False
        elif word in works:
            if not any(each == word or each in works[word] for each in left):
                return False
        elif word not in left:
            return False
    return True


async def _fitting(lines: Sequence[str], case: Case, core: Briefings) -> str:
    """Whether these lines are the "whole" of a label, only a "part" of it, or "none"."""
    most = "none"
    for label in case.lines:
        found = [[each for each in lines if await fits(each, part, core)] for part in label.split(" && ")]
        if all(found):
            return "whole"
        most = "part" if any(found) else most
    return most


async def judged(core: Briefings, case: Case, outcome: Outcome) -> str:
    """ "run", "offered", "missed" or "wrong change"."""
    ran = await _fitting(outcome.ran, case, core)
    if ran == "whole":
        return "run"
    if ran == "none" and any(map(is_change, outcome.ran)):
        return "wrong change"
    if any(each.removeprefix("says ") in outcome.words for each in case.lines if each.startswith("says ")):
        return "run"
    right = await _fitting((*outcome.ran, *outcome.offered), case, core) == "whole"
    if case.lines[0].startswith("="):
        return "run" if _is_talk(case.lines[0][1:], outcome) else "missed"
    if right or "offer" in case.lines:
        return "offered"
    return "missed"


def _is_talk(kind: str, outcome: Outcome) -> bool:
    begins = {"thanks": "You are welcome", "greeting": "Hello", "who": "I'm Readout", "goodbye": "Goodbye"}
    return not outcome.ran and outcome.words.startswith(begins[kind])


async def filled(core: Briefings, digests: Sequence[tuple[frozenset[int], int]]) -> None:
    """The library, people, a group, and digests by their days and hour."""
    for name in ("lithium.txt", "xi.txt", "ports.txt"):
        path = HERE / "library" / name
        await core.library.add(path.name, path.read_bytes(), NOW - timedelta(days=1))
    for days, hour in digests:
        await core.subscriptions.subscribe(ADDRESS, ADDRESS, days, wall(hour), None, "", PERSON, NOW)
    await core.subscriptions.remind(ADDRESS, (await core.agenda.find("bolivian")).id, (Lead(7, "d"),), PERSON, NOW)
    await core.markings.set_group("board", [PERSON], PERSON, NOW)
    for number, name in enumerate(PEOPLE, 51):
        code = (await core.people.invite("reader", timedelta(hours=1), PERSON, NOW)).code
        await core.people.accept(code, f"telegram:{number}", f"telegram:{number}", name, NOW)
    await core.chats.set_language((ADDRESS,), "en")  # in which the answers are looked at
    await core.chats.settled(await core.chats.chat(ADDRESS), "", NOW)


async def measured(path: Path, *, shown: bool) -> bool:
    """Prints the shares of a file by language; whether all targets are met."""
    met = True
    found: dict[str, Counter[str]] = {}
    async with open_briefings("sqlite:///:memory:") as core:
        await filled(core, DIGESTS if path.name.startswith("newcomer") else DIGESTS[:1])
        for case in cases(path):
            outcome = await tried(core, case)
            verdict = await judged(core, case, outcome)
            found.setdefault(case.language, Counter())[verdict] += 1
            if shown and verdict in ("missed", "wrong change"):
                print(
                    f"    {verdict}: {case.words} -> {outcome.ran or outcome.offered[:4]}, not {' | '.join(case.lines)}"
                )
    print(path.name)
    for language, counts in found.items():
        share = (counts["run"] + counts["offered"]) / counts.total()
        wrong = counts["wrong change"]
        print(
            f"  {language}: understood {share:.0%} of {counts.total()} (at once {counts['run']}, "
            f"offered or asked {counts['offered']}), wrong changes {wrong}"
        )
        met = met and share >= TARGETS[language] and not wrong
    return met


def _timed() -> str:
    taken = []
    for case in cases(HERE / "tuned.tsv"):
        start = time.perf_counter()
        classify(case.words)
        taken.append(1000 * (time.perf_counter() - start))
    return figures("a sentence", taken)


async def main() -> int:
    """Prints the shares; 1 where a target is missed."""
    shown, named = "-v" in sys.argv, [each for each in sys.argv[1:] if each != "-v"]
    met = [await measured(HERE / name, shown=shown) for name in named or FILES]
    print(f"  {_timed()}")
    return 0 if all(met) else 1


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
