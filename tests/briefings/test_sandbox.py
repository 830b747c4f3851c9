"""A file is read in a process of its own: what it may not have, and what becomes of one that takes too much."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from briefings.errors import Unreadable
from briefings.reading import read, read_again
from briefings.sandbox import client
from briefings.sandbox.client import ForkserverClient, Sandbox
from briefings.sandbox.limits import Limits
from tests.fakes.faulty_reader import KINDS
from tests.fakes.papers import PAPER, Part, as_docx, as_text

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
PARAGRAPH = "Ships sail past the coast at night, and nobody on the shore counts them any more."
LONG = b"Tides\n\n" + f"{PARAGRAPH}\n\n".encode() * 1_000
LONG_PAPER = (*PAPER[:4], *(Part("paragraph", PARAGRAPH) for _ in range(900)), *PAPER[4:])
TOO_LONG = (
    "Reading the file takes longer than Readout gives to one file. Split it, or save it as plain text, and send that."
)
BUSY = b"Ferries crossed twice a day that winter. " * 40_000


@pytest.fixture(autouse=True, scope="module")
def _real_readings() -> Iterator[None]:
    """Each file is read here by a process, also one that another test has read."""
    server = ForkserverClient()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(client, "shared_forkserver", lambda: server)
        yield
    server.end()


@pytest.mark.parametrize(("name", "data"), [("a.txt", as_text(PAPER)), ("a.txt", LONG), ("a.docx", as_docx(PAPER))])
async def test_the_draft_that_comes_back_is_the_one_that_was_read(name: str, data: bytes):
    draft = await Sandbox().read(name, data)
    assert draft == read(name, data)
    assert draft.sentences


@pytest.mark.parametrize(
    "when",
    [
        "on 11 December 2026 at 18:30 CET",
        "on 11 December 2026 at 18:30 EST",
        "on 11 December 2026 at 9 a.m. Warsaw time",
        "on 11 December 2026 at 18:30 Europe/Warsaw",
        "on 11 December 2026 at 18:30 UTC+3",
        "on 11 December 2026 at 9:00 Beijing time",
    ],
)
async def test_a_zone_that_a_text_names_is_known_in_the_reading_process(when: str):
    data = f"# Minutes\n\nMinisters will hold a summit in Oslo {when}.\n".encode()
    draft = await Sandbox().read("minutes.md", data)
    assert draft == read("minutes.md", data)
    assert [mention.when.precision for mention in draft.mentions] == ["instant"]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        (path.name, path.read_bytes())
        for path in sorted([*(ROOT / "tests/samples/reading").iterdir(), *ROOT.glob("docs/*.md")])
    ],
)
async def test_what_a_text_needs_is_within_reach_of_the_reading_process(name: str, data: bytes):
    assert await Sandbox().read(name, data) == read(name, data)


async def test_a_long_text_is_read_again_with_its_blocks():
    before = read("a.docx", as_docx(LONG_PAPER))
    again = await Sandbox().read_again("a.docx", before, published=before.published)
    assert len(before.text) > 60_000
    assert again == read_again("a.docx", before, published=before.published)
    assert again.sections == before.sections


async def test_a_sentence_crosses_as_it_is():
    with pytest.raises(Unreadable, match=r"^Readout reads .* files; this is a ZIP archive\.$"):
        await Sandbox().read("a.docx", b"PK\x05\x06" + bytes(18))


async def test_a_text_of_too_many_characters_is_refused_as_one():
    with pytest.raises(Unreadable, match=r"The file has more than 5,000,000 characters of text\. Split it\."):
        await Sandbox(limits=Limits(cpu=1)).read("long.txt", b"A sentence here. " * 300_000)


@pytest.mark.parametrize("data", [BUSY, b"a" * 4_000_000, b"%PDF-1.7\n" + bytes(100_000)])
def test_text_and_short_pdfs_get_the_usual_time(data: bytes):
    assert Limits().of_file(data) == Limits()


@pytest.mark.parametrize(("size", "cpu"), [(1_800_000, 22), (4_000_000, 30), (24_000_000, 30)])
def test_a_long_pdf_gets_more_time_by_its_size_up_to_a_bound(size: int, cpu: int):
    limits = Limits().of_file(b"%PDF-1.7\n" + bytes(size))
    assert (limits.cpu, limits.memory) == (cpu, Limits().memory)
    assert limits.wall <= 150


async def test_a_file_that_computes_for_too_long_is_given_up():
    with pytest.raises(Unreadable) as caught:
        await Sandbox(limits=Limits(cpu=1)).read("a.txt", BUSY)
    assert str(caught.value) == TOO_LONG


async def test_a_file_that_takes_too_long_is_given_up():
    with pytest.raises(Unreadable) as caught:
        await Sandbox(limits=Limits(wall=0.01)).read("a.txt", LONG)
    assert str(caught.value) == TOO_LONG


@pytest.mark.skipif(not hasattr(signal, "SIGPWR"), reason="only Linux limits the address space")
async def test_a_file_that_takes_too_much_memory_is_given_up():
    with pytest.raises(Unreadable) as caught:
        await Sandbox(limits=Limits(memory=100_000_000)).read("a.txt", b"a" * 24_000_000 + "я".encode())
    assert str(caught.value) == "Reading the file takes more memory than Readout gives to one file."


async def test_others_go_on_while_a_file_keeps_its_process_busy():
    sandbox = Sandbox(limits=Limits(cpu=1))
    hostile = asyncio.create_task(sandbox.read("a.txt", BUSY))
    draft = await sandbox.read("a.docx", as_docx(PAPER))
    assert draft.title == PAPER[0].text
    assert not hostile.done()
    with pytest.raises(Unreadable):
        await hostile


async def test_whoever_no_longer_wants_a_file_does_not_wait_for_it():
    hostile = asyncio.create_task(Sandbox(limits=Limits(cpu=1)).read("a.txt", BUSY))
    await asyncio.sleep(0)
    hostile.cancel()
    with pytest.raises(asyncio.CancelledError):
        await hostile


async def test_short_texts_are_read_while_long_ones_freeze_their_readers_and_are_refused():
    sandbox = Sandbox(2, Limits(cpu=1))
    frozen = [asyncio.create_task(sandbox.read(f"{number}.txt", BUSY)) for number in range(2)]
    await asyncio.sleep(0)
    draft = await sandbox.read("a.txt", as_text(PAPER))
    assert draft.title == PAPER[0].text
    assert not any(each.done() for each in frozen)
    results = await asyncio.gather(*frozen, return_exceptions=True)
    assert [str(each) for each in results] == [TOO_LONG] * 2
    assert (await sandbox.read("a.txt", as_text(PAPER))).title == PAPER[0].text


async def test_one_person_holds_one_reader_whatever_number_of_texts_freeze():
    sandbox = Sandbox(2, Limits(cpu=1), ForkserverClient("tests.fakes.freezing_reader"))
    frozen = [asyncio.create_task(sandbox.read("freeze", b"Tides", by="Ada")) for _ in range(3)]
    await asyncio.sleep(0)
    assert (await sandbox.read("a.txt", b"Ebb.", by="Bo")).text == "Ebb."
    assert not any(each.done() for each in frozen)
    for each in frozen:
        each.cancel()
    await asyncio.gather(*frozen, return_exceptions=True)
    sandbox._server.end()


async def test_a_short_text_is_read_in_another_process_too():
    server = ForkserverClient("tests.fakes.process_id_reader")
    draft = await Sandbox(server=server).read("a.txt", b"Tides rise.")
    server.end()
    assert draft.title.isdigit()
    assert int(draft.title) != os.getpid()


async def test_plain_texts_that_a_person_sends_in_a_row_are_read_by_one_process_and_all_others_by_their_own():
    server = ForkserverClient("tests.fakes.process_id_reader")
    sandbox = Sandbox(server=server)
    sent = [("a.txt", b"Tides.", "Ada"), ("b.md", b"# Tides", "Ada"), ("c.txt", b"Tides.", "Bo"), ("d.txt", b"Ebb", "")]
    sent += [("e.md", b"<table>Tides", ""), ("f.html", b"Tides", ""), ("g.txt", "Fl\u00f6ße".encode("cp1252"), "")]
    sent += [("h.txt", b"Tides\n" * 4_000, "")]
    ids = [(await sandbox.read(name, data, by=by)).title for name, data, by in sent]
    server.end()
    assert ids[0] == ids[1]
    assert len(set(ids)) == len(ids) - 1


async def test_what_the_kept_process_does_not_answer_is_read_by_another_within_the_same_limits():
    server = ForkserverClient("tests.fakes.freezing_reader")
    sandbox = Sandbox(server=server, limits=Limits(cpu=1))
    assert (await sandbox.read("a.txt", b"Ebb.")).text == "Ebb."
    with pytest.raises(Unreadable) as caught:
        await sandbox.read("freeze.txt", b"Tides")
    assert str(caught.value) == TOO_LONG
    assert (await sandbox.read("a.txt", b"Flood.")).text == "Flood."
    server.end()


async def test_a_text_that_turns_out_not_to_be_plain_is_read_by_another_process():
    mail = b"From: ada@example.org\nMIME-Version: 1.0\n\nTides rise.\n"
    roles = b"Tides\n=====\n\n.. role:: ebb\n\n:ebb:`It falls`, and it rises.\n\n.. note:: It rises again.\n"
    for name, data in (("mail.txt", mail), ("roles.txt", roles), ("after.txt", b"Tides rise.")):
        assert await Sandbox().read(name, data) == read(name, data)


async def test_a_person_who_stops_a_reading_leaves_the_next_text_to_a_new_process():
    sandbox = Sandbox()
    await sandbox.read("a.txt", b"Tides rise.")
    stopped = asyncio.create_task(sandbox.read("b.txt", b"It ebbs. " * 2_000))
    await asyncio.sleep(0.01)
    stopped.cancel()
    with pytest.raises(asyncio.CancelledError):
        await stopped
    assert (await sandbox.read("c.txt", b"Flood.")).text == "Flood."


@pytest.mark.parametrize("kind", KINDS)
async def test_what_no_reader_answers_refuses_the_file(kind: str):
    server = ForkserverClient("tests.fakes.faulty_reader")
    with pytest.raises(Unreadable) as caught:
        await Sandbox(server=server).read(kind, b"Tides")
    server.end()
    assert "can't be read" in str(caught.value)


async def test_when_the_forkserver_is_killed_another_takes_its_place():
    server = ForkserverClient()
    sandbox = Sandbox(server=server)
    assert await sandbox.read("a.txt", b"Tides rise.")
    server._process.send_signal(signal.SIGKILL)
    assert (await sandbox.read("a.txt", b"Ebb.")).text == "Ebb."
    server.end()


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_nothing_goes_on_when_the_bot_is_killed():
    bot = subprocess.Popen([sys.executable, "-c", BOT], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert bot.stdout is not None
    forkserver = int(bot.stdout.readline())
    until(lambda: len(children(forkserver)) == 3)
    pids = [forkserver, *children(forkserver)]
    bot.kill()
    bot.communicate()
    until(lambda: not any(alive(pid) for pid in pids))


BOT = """
import asyncio
from briefings.sandbox.client import Sandbox, shared_forkserver
async def main():
    sandbox = Sandbox()
    await sandbox.read("a.txt", b"Tides rise.")
    print(shared_forkserver()._process.pid, flush=True)
    await asyncio.gather(*(sandbox.read("a.html", b"<html>" + b"<div>" * 300_000) for _ in range(2)))
asyncio.run(main())
"""


def until(true: Callable[[], bool]) -> None:
    """Waits until something is so, 20 s at most."""
    end = time.monotonic() + 20
    while not true():
        assert time.monotonic() < end
        time.sleep(0.05)


def children(pid: int) -> list[int]:
    return [int(each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def alive(pid: int) -> bool:
    """Whether a process runs; one that has ended and was not waited for does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False
