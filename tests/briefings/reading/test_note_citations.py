"""Citations by author and year that stand in notes: of Markdown, of a plain text's own section, of Word."""

import io
import zipfile
from collections.abc import Callable

import pytest

from briefings.model.analysis import Draft
from briefings.reading import read

ENGLISH = "Lee, A. (2025). Tides. Coast.\n\nTan, W. (2019). Ships. Fleet."
RUSSIAN = "Ли, А. (2025). Приливы. Берег.\n\nТан, В. (2019). Суда. Флот."
CHINESE = "李文博. (2025). 铁路. 运输.\n\n王芳. (2019). 河流. 运输."
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml"
RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def markdown(note: str, entries: str) -> Draft:
    words = f"# T\n\n## Summary\n\nThe tide rose.[^1]\n\n## References\n\n{entries}\n\n[^1]: {note}\n"
    return read("a.md", words.encode())


def plain(note: str, entries: str) -> Draft:
    words = f"T\n\nSummary\n\nThe tide rose.¹ It fell.\n\nNotes\n\n1. {note}\n\nReferences\n\n{entries}\n"
    return read("a.txt", words.encode())


def _word(kind: str) -> Callable[[str, str], Draft]:
    def written(note: str, entries: str) -> Draft:
        lines = ["Summary", "The tide rose.", "References", *entries.split("\n\n")]
        runs = [f"<w:r><w:t>{line}</w:t></w:r>" for line in lines]
        runs[1] += f'<w:r><w:{kind}Reference w:id="2"/></w:r>'
        body = "".join(f"<w:p>{run}</w:p>" for run in runs)
        said = f'<w:{kind} w:id="2"><w:p><w:r><w:t>{note}</w:t></w:r></w:p></w:{kind}>'
        notes = f'<w:{kind}s xmlns:w="{W}">{said}</w:{kind}s>'
        return read("a.docx", _packed(kind, f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>', notes))

    return written


def _packed(kind: str, document: str, notes: str) -> bytes:
    link = "http://schemas.openxmlformats.org/package/2006/relationships"
    files = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{TYPES}.document.main+xml"/>'
        f'<Override PartName="/word/{kind}s.xml" ContentType="{TYPES}.{kind}s+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{link}"><Relationship Id="r1" Type="{RELATED}/officeDocument" '
        'Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{link}"><Relationship Id="r1" Type="{RELATED}/{kind}s" '
        f'Target="{kind}s.xml"/></Relationships>',
        "word/document.xml": document,
        f"word/{kind}s.xml": notes,
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, words in files.items():
            archive.writestr(name, words)
    return packed.getvalue()


@pytest.mark.parametrize("written", [markdown, plain, _word("footnote"), _word("endnote")])
@pytest.mark.parametrize(
    ("note", "entries", "cited"),
    [
        ("See Lee (2025).", ENGLISH, [(0,)]),
        ("Lee 2025, 44.", ENGLISH, [(0,)]),
        ("A long aside says so (Lee, 2025; Tan, 2019, p. 4).", ENGLISH, [(0,), (1,)]),
        ("См. Ли (2025).", RUSSIAN, [(0,)]),
        ("Подробнее: (Ли, 2025; Тан, 2019).", RUSSIAN, [(0,), (1,)]),
        ("参见李文博（2025）。", CHINESE, [(0,)]),
        ("另有说法（李文博，2025；王芳，2019）。", CHINESE, [(0,), (1,)]),
        ("See Holm (2024).", ENGLISH, [()]),
        ("См. Хольм (2024).", RUSSIAN, [()]),
        ("参见赵华（2024）。", CHINESE, [()]),
        ("In May 2025 it rained.", ENGLISH, []),
    ],
)
def test_what_a_note_cites_is_cited_at_its_mark(
    written: Callable[[str, str], Draft], note: str, entries: str, cited: list[tuple[int, ...]]
) -> None:
    draft = written(note, entries)
    assert len(draft.references) == 2
    assert [one.references for one in draft.citations] == cited
    assert all(one.text in {"[^1]", "¹"} for one in draft.citations)


def test_what_a_note_cites_that_no_mark_calls_stands_in_the_note() -> None:
    words = f"T\n\nSummary\n\nThe tide rose.\n\nNotes\n\n1. See Lee (2025).\n\nReferences\n\n{ENGLISH}\n"
    draft = read("a.txt", words.encode())
    assert [(one.text, draft.text[one.start : one.end], one.references) for one in draft.citations] == [
        ("Lee (2025)", "Lee (2025)", (0,))
    ]


def test_a_work_that_is_listed_among_the_notes_does_not_cite_itself() -> None:
    draft = read("a.txt", b"T\n\nSummary\n\nThe tide rose.\n\nNotes\n\n1. Lee, A. (2025). Tides. Coast.\n")
    assert draft.citations == ()


@pytest.mark.parametrize(
    "note", ["See Lee (2025).", "Cf. Lee 2025, p. 4.", "См. Ли (2025), с. 4.", "参见李文博（2025）。"]
)
def test_a_note_that_points_to_a_work_is_no_reference_to_itself(note: str) -> None:
    draft = read("a.md", f"# T\n\n## Summary\n\nThe tide rose.[^1]\n\n[^1]: {note}\n".encode())
    assert draft.references == ()
    assert [(one.text, one.status) for one in draft.citations] == [("[^1]", "missing")]


LISTED = "<h2>Sources</h2><p>Office of the Auditor, Report on dams, 2018.</p><p>Ministry of Water, Yearbook, 2017.</p>"
NOTED = (
    '<section class="footnotes"><h2 class="sr-only">Footnotes</h2><ol><li id="fn:1"><p>CBC, “Water rises”, 3 May 2019.'
    '&#160;<a href="#fnref:1">↩</a></p></li><li id="fn:2"><p>Adler, M. (2020). Bread. Quay Press. <a href="#fnref:2">↩'
    "</a></p></li></ol></section>"
)


@pytest.mark.parametrize("parts", [(LISTED, NOTED), (NOTED, LISTED)])
def test_footnotes_beside_a_list_that_they_do_not_refer_to_are_sources(parts: tuple[str, str]) -> None:
    marks = [f'<sup id="fnref:{number}"><a href="#fn:{number}">{number}</a></sup>' for number in (1, 2)]
    body = f"<p>The river rose by a metre in one night{marks[0]}. The dam held, and nobody was hurt{marks[1]}.</p>"
    page = (
        f"<html><head><title>Flood</title></head><body><article><h1>Flood</h1>{body}{''.join(parts)}</article></body>"
    )
    draft = read("flood.html", page.encode())
    assert [each.entry[:8] for each in draft.references] == ["Office o", "Ministry", "1. CBC, ", "2. Adler"]
    assert [each.references for each in draft.citations] == [(2,), (3,)]


@pytest.mark.parametrize("written", [markdown, plain, _word("footnote"), _word("endnote")])
def test_a_note_that_is_an_address_is_a_source_beside_a_list(written: Callable[[str, str], Draft]) -> None:
    draft = written("https://coast.example/tides", ENGLISH)
    assert [each.url for each in draft.references if each.url] == ["https://coast.example/tides"]
    assert [each.references for each in draft.citations] == [(2,)]
