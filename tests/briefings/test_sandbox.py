"""A file is read in a process of its own: what it may not have, and what becomes of one that takes too much."""

import asyncio
import signal

import pytest

from briefings.errors import Unreadable
from briefings.reading import read, read_again
from briefings.sandbox import inside
from briefings.sandbox.limits import Limits
from briefings.sandbox.outside import Sandbox
from tests.fakes.papers import PAPER, Part, as_docx, as_text

PARAGRAPH = "Ships sail past the coast at night, and nobody on the shore counts them any more."
LONG = b"Tides\n\n" + f"{PARAGRAPH}\n\n".encode() * 1_000
LONG_PAPER = (*PAPER[:4], *(Part("paragraph", PARAGRAPH) for _ in range(900)), *PAPER[4:])
TOO_LONG = "Reading the file takes longer than Readout gives to one file."
NESTED = b"<html>" + b"<div>" * 100_000


@pytest.mark.parametrize(("name", "data"), [("a.txt", as_text(PAPER)), ("a.txt", LONG), ("a.docx", as_docx(PAPER))])
async def test_the_draft_that_comes_back_is_the_one_that_was_read(name: str, data: bytes):
    draft = await Sandbox().read(name, data)
    assert draft == read(name, data)
    assert draft.sentences


async def test_a_long_text_is_read_again_with_its_blocks():
    before = read("a.docx", as_docx(LONG_PAPER))
    again = await Sandbox().read_again("a.docx", before, published=before.published)
    assert len(before.text) > 60_000
    assert again == read_again("a.docx", before, published=before.published)
    assert again.sections == before.sections


async def test_a_sentence_crosses_as_it_is():
    with pytest.raises(Unreadable, match=r"^Readout reads .* files; this is a ZIP archive\.$"):
        await Sandbox().read("a.docx", b"PK\x05\x06" + bytes(18))


async def test_a_file_that_computes_for_too_long_is_given_up():
    with pytest.raises(Unreadable) as caught:
        await Sandbox(limits=Limits(cpu=1)).read("a.html", NESTED)
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
    hostile = asyncio.create_task(sandbox.read("a.html", NESTED))
    draft = await sandbox.read("a.docx", as_docx(PAPER))
    assert draft.title == PAPER[0].text
    assert not hostile.done()
    with pytest.raises(Unreadable):
        await hostile


async def test_whoever_no_longer_wants_a_file_does_not_wait_for_it():
    hostile = asyncio.create_task(Sandbox(limits=Limits(cpu=1)).read("a.html", NESTED))
    await asyncio.sleep(0)
    hostile.cancel()
    with pytest.raises(asyncio.CancelledError):
        await hostile


@pytest.mark.parametrize("event", ["socket.connect", "subprocess.Popen", "os.system", "os.fork"])
def test_no_reader_reaches_the_network_or_another_process(event: str):
    with pytest.raises(PermissionError):
        inside._refuse(event, ())
