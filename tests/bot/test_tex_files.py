"""The command line reads the files that a LaTeX file names, with its bibliography, if they lie in its folder."""

from pathlib import Path

import pytest

from bot.run.tex_files import with_named_files
from briefings.reading import read

MAIN = r"""\documentclass{article}
\title{Ice}
\begin{document}
\maketitle
\section{Introduction}
The ice came early \citep{holm2020}. As \citet{moreno2019} says, it melts.
\input{chapters/two}
%s
\end{document}
"""
WORKS = r"""@article{holm2020, author={Holm, Ana}, title={Ice \& snow}, journal={Coast}, year={2020}, doi={10.1000/a_b}}
@book{moreno2019, author={Moreno, Jo and Adler, B.}, title={{Silt}}, publisher={Press}, year={2019}}
@misc{unused, title={Never cited}}
"""


@pytest.fixture
def main(tmp_path: Path) -> Path:
    folder = tmp_path / "paper"
    (folder / "chapters").mkdir(parents=True)
    (folder / "chapters" / "two.tex").write_text("The quay stays closed for long.\n")
    (folder / "works.bib").write_text(WORKS)
    (tmp_path / "secret.tex").write_text("Nobody may read this.\n")
    return folder / "main.tex"


@pytest.mark.parametrize("asked", [r"\bibliography{works}", r"\addbibresource{works.bib}\printbibliography"])
def test_a_named_chapter_and_bibliography_are_read(main: Path, asked: str) -> None:
    draft = read("main.tex", with_named_files(main, (MAIN % asked).encode()))
    assert "The quay stays closed for long." in draft.text
    assert [work.entry[:10] for work in draft.references] == ["Holm, Ana ", "Moreno, Jo"]
    assert [(one.text, one.references) for one in draft.citations] == [
        ("(Holm, 2020)", (0,)),
        ("Moreno and Adler (2019)", (1,)),
    ]
    assert not any("isn't read" in str(doubt) for doubt in draft.doubts)


def test_a_file_that_is_missing_or_outside_the_folder_is_not_read(main: Path) -> None:
    text = MAIN.replace("chapters/two", "../secret") % r"\input{missing}"
    draft = read("main.tex", with_named_files(main, text.encode()))
    assert "Nobody may read this" not in draft.text
    assert "2 files that the text includes aren't read." in draft.doubts


def test_a_file_that_names_itself_ends(main: Path) -> None:
    main.write_text(MAIN % r"\input{main}")
    assert b"The ice came early" in with_named_files(main, main.read_bytes())
