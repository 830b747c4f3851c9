"""Rare formats: through `pandoc` where it is installed, else as text with light markup taken off, which is told."""

import shutil
from collections.abc import Callable, Sequence

import pytest

from briefings.model.analysis import Draft
from briefings.reading import read
from briefings.reading.markdown.rare_formats import READ_AS_TEXT
from briefings.sandbox.client import ForkserverClient, Sandbox
from tests.fakes.papers import PAPER, Part
from tests.fakes.papers_markup import as_mail, as_notebook, as_rst, as_tex

PAPERS: dict[str, Callable[[Sequence[Part]], bytes]] = {
    "a.tex": as_tex, "b.RST": as_rst, "c.ipynb": as_notebook
}  # fmt: skip
NOTES = {
    "a.adoc": "// seen\n= Harbour notes\n:tags: [quays]\n\n== Meeting\n\n[NOTE]\nThe board met. It rained.\n",
    "a.org": "#+TITLE: Harbour notes\n#+STARTUP: x\n\n* Meeting\n:ID: 1\nThe [[a.org][board]] met. It rained.\n",
}
HEADINGS = [part.text for part in PAPER if part.kind == "heading"]


def headings(draft: Draft) -> list[str]:
    return [section.heading for section in draft.sections]


@pytest.mark.parametrize("name", PAPERS)
def test_a_paper_read_as_text_keeps_its_title_headings_and_references(name: str) -> None:
    draft = read(name, PAPERS[name](PAPER))
    assert READ_AS_TEXT in draft.doubts
    assert draft.title == PAPER[0].text
    assert set(HEADINGS) <= set(headings(draft))
    assert [each.entry for each in draft.references] == [part.text for part in PAPER if part.kind == "entry"]


@pytest.mark.parametrize("name", NOTES)
def test_notes_read_as_text_are_without_light_markup(name: str) -> None:
    draft = read(name, NOTES[name].encode())
    assert READ_AS_TEXT in draft.doubts
    assert (draft.title, headings(draft)) == ("Harbour notes", ["Meeting"])
    assert [draft.text[each.start : each.end] for each in draft.sentences] == ["The board met.", "It rained."]


def test_a_mailbox_is_text() -> None:
    draft = read("a.mbox", b"From ana@quay.example Tue Mar  3 23:30:00 2026\n" + as_mail(PAPER))
    assert READ_AS_TEXT in draft.doubts
    assert draft.text.startswith("From ana@quay.example")


@pytest.mark.skipif(not shutil.which("pandoc"), reason="pandoc is not installed")
@pytest.mark.parametrize("name", ["a.tex", "b.RST"])
async def test_pandoc_finds_the_notes_and_the_depth_of_headings(name: str) -> None:
    draft = await Sandbox().read(name, PAPERS[name](PAPER))
    assert READ_AS_TEXT not in draft.doubts
    assert draft.title == PAPER[0].text
    assert headings(draft) == HEADINGS
    levels = [part.level for part in PAPER if part.kind == "heading"]
    assert [section.level for section in draft.sections] == levels
    assert len(draft.references) == 3
    assert "Oslo" in draft.text


@pytest.mark.skipif(not shutil.which("pandoc"), reason="pandoc is not installed")
async def test_pandoc_opens_no_file() -> None:
    include = b"Ice\n===\n\nIt melts. It comes.\n\n.. include:: /etc/passwd\n"
    assert "root:" not in (await Sandbox().read("a.rst", include)).text


async def test_a_program_that_fails_leaves_the_file_to_be_read_as_text(tmp_path, monkeypatch) -> None:
    (tmp_path / "pandoc").write_text("#!/bin/sh\nexit 3\n")
    (tmp_path / "pandoc").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    server = ForkserverClient()
    try:
        assert READ_AS_TEXT in (await Sandbox(server=server).read("a.tex", as_tex(PAPER))).doubts
    finally:
        server.end()
