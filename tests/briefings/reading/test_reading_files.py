"""Files of every kind that a person may hand in: what is read, and what is refused in which words."""

import codecs
import json
from datetime import date
from pathlib import Path

import pytest

from briefings.errors import Unreadable
from briefings.reading import read, read_again, to_json
from briefings.reading.formats import endings
from briefings.sandbox.client import Sandbox

SAMPLES = Path(__file__).parents[2] / "samples" / "reading"
TEXT = "Tides\n\nHigh Water\n\nThe café stands above the flood line.\nÜber alles: naïve, Ærø.\n"


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        codecs.BOM_UTF8 + TEXT.encode(),
        codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"),
        codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"),
        TEXT.encode("utf-16-le"),
        TEXT.replace("\n", "\r\n").encode(),
        TEXT.replace("\n", "\r").encode(),
    ],
)
def test_every_encoding_and_line_end_gives_the_same_text(data: bytes) -> None:
    assert read("tides.txt", data).text == TEXT


@pytest.mark.parametrize("name", ["a.txt", "a.md"])
@pytest.mark.parametrize("sign", ["\x0b", "\x0c", "\x85", "\u2028", "\u2029"])
def test_other_line_ends_stay_in_the_text_and_end_a_line_as_it_is_read(sign: str, name: str) -> None:
    text = (
        "# Tides\n\n## High Water\n\nThe flood line rises (Lund, 2024). It falls (Ode, 2023).\n\n"
        "## References\n\nLund, A. (2024). How the\nwater stands. Coast.\n\nOde, K. (2023). Lamps. Coast.\n"
    )
    with_signs = text.replace("\n\n", f"\n{sign}").replace("the\n", f"the{sign}").replace("rises", "\ufeffrises")
    draft, plain = read(name, f"\ufeff{with_signs}".encode()), read(name, with_signs.replace(sign, "\n").encode())
    assert draft.text == with_signs
    assert [(s.start, s.end) for s in draft.sections] == [(s.start, s.end) for s in plain.sections]
    assert draft.sentences == plain.sentences
    assert [(c.status, c.text) for c in draft.citations] == [(c.status, c.text) for c in plain.citations]
    assert [r.entry for r in draft.references] == [with_signs[r.start : r.end] for r in plain.references]
    assert sign in draft.references[0].entry
    assert read_again(name, draft, published=draft.published) == draft


def test_an_old_windows_file_is_told_by_its_letters() -> None:
    words = "Порты на севере просят углубить каналы, а министерство отвечает планом без денег. " * 20
    assert read("порты.txt", words.encode("cp1251")).text == words


@pytest.mark.parametrize(
    ("text", "encoding", "name"),
    [
        ("a\nIntrodução\nnão é a situação", "cp1252", "Windows-1252"),
        ("A naïve plan.", "cp1252", "Windows-1252"),
        ("Affaires étrangères\n\nElle est allée à Genève l’été dernier.", "cp1252", "Windows-1252"),
        ("“Ships” of Müller, Françoise, Søren, Håkon, João and Peña", "cp1252", "Windows-1252"),
        ("Flood at 5\xa0°C costs £20", "cp1252", "Windows-1252"),
        ("да", "koi8_r", "KOI8-R"),
        ("A port \U00020000\U00020001港口", "gb18030", "GB 18030"),
        ("Größere Straßen für Füchse, sagt er", "cp1252", "Windows-1252"),
        ("Elle est allée à Genève l’été dernier.", "mac_roman", "Mac Roman"),
        ("Kapitan powiedział, że łódź odpłynie później.", "cp1250", "Windows-1250"),
        ("Loď řekla, že přístav bude větší než dříve.", "cp1250", "Windows-1250"),
        ("Порты", "cp1251", "Windows-1251"),
        ("Порты на севере просят углубить каналы.", "koi8_r", "KOI8-R"),
        ("ПОРТЫ НА СЕВЕРЕ ПРОСЯТ УГЛУБИТЬ КАНАЛЫ", "koi8_r", "KOI8-R"),
        ("Порты на севере просят углубить каналы.", "cp866", "CP866"),
        ("港口要求疏浚航道。", "gb18030", "GB 18030"),
        ("The ports (港口) ask for more, 新闻 says.", "gb18030", "GB 18030"),
        ("港口要求疏浚航道，以便貨輪進出。", "big5", "Big5"),
        ("港は水路を深くすることを求めている。", "shift_jis", "Shift JIS"),
        ("항구는 수로를 더 깊게 해 달라고 요청했다.", "euc_kr", "EUC-KR"),
        ("Rząd przyjął nową ustawę, choć część się sprzeciwia.", "iso8859_2", "ISO 8859-2"),
        ("Vyriausybė priėmė naują įstatymą, nors dalis žvejų tam prieštarauja.", "cp1257", "Windows-1257"),
        ("Ca\u0309ng se\u0303 mơ\u0309 cư\u0309a trơ\u0309 la\u0323i vào mùa thu.", "cp1258", "Windows-1258"),
        ("Порти на півдні знову відкриті, хоча їхні власники чекають.", "koi8_u", "KOI8-U"),
        ("وافقت الحكومة على القانون الجديد", "cp1256", "Windows-1256"),
        ("وافقت الحكومة على القانون الجديد", "iso8859_6", "ISO 8859-6"),
        ("ท่าเรือจะเปิดอีกครั้งในฤดูใบไม้ร่วง", "cp874", "Windows-874"),
    ],
)
def test_the_encoding_is_the_one_that_spells_words_and_the_guess_is_told(text: str, encoding: str, name: str) -> None:
    draft = read("a.txt", f"{text}.".encode(encoding))
    assert draft.text == f"{text}."
    assert draft.doubts[0] == (
        f"The file is not in UTF-8 and does not say how its letters are encoded; I took it for {name}."
    )


@pytest.mark.parametrize(
    ("data", "text", "doubt"),
    [
        ("The port’s plan\nholds.".encode() + b"\xff", "The port’s plan\nholds.\ufffd",
         "1 place is damaged and shown as “�”; it stands in line 2."),
        ("港口要求疏浚航道".encode()[:-1] + "，\n".encode() + b"\xff", "港口要求疏浚航\ufffd，\n\ufffd",
         "2 places are damaged and shown as “�”; the first stands in line 1."),
        ("naïve, café".encode().decode("cp1252").encode(), "naÃ¯ve, cafÃ©",
         "Some letters look like “Ã©”: the file was probably saved in a wrong encoding once."),
    ],
)  # fmt: skip
def test_a_few_damaged_letters_are_shown_and_told(data: bytes, text: str, doubt: str) -> None:
    draft = read("a.txt", data + b".")
    assert (draft.text, draft.doubts[0]) == (f"{text}.", doubt)


@pytest.mark.parametrize("data", [TEXT.encode(), codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"), "It fell �.".encode()])
def test_sound_letters_raise_no_doubt(data: bytes) -> None:
    assert not any("encoding" in doubt or "�" in doubt for doubt in read("a.txt", data).doubts)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "The file is empty."),
        (b" \n\t\n", "The file is empty."),
        (codecs.BOM_UTF8, "The file is empty."),
        (
            b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" * 20,
            f"Readout reads {endings()} files; this is a picture.",
        ),
        (b"\x00\x01\x00\x00\x00\rIHDR" * 20, "The file isn't text."),
        (
            b"\x7fELF\x02\x01\x01" + b"\x00\xd8\x00\xd8\xff" * 300,
            f"Readout reads {endings()} files; this is a program.",
        ),
        (b"MZ\x90\x00\x03\x00\x00\x00" * 99, f"Readout reads {endings()} files; this is a program."),
        (b"ID3\x03\x00\x00\x00" * 99, f"Readout reads {endings()} files; this is a recording."),
        (b"plain words" + bytes(range(1, 9)) * 50, "The file isn't text."),
        (
            "Порты на севере. ".encode() * 3 + "Порты на севере. ".encode("cp1251") * 3,
            "The file is damaged: it isn't valid UTF-8.",
        ),
        (bytes(range(128, 256)) * 20, "The file's character encoding couldn't be detected. Save it as UTF-8."),
        (codecs.BOM_UTF8 + b"caf\xe9 " * 40, "The file is damaged: it isn't valid UTF-8."),
        (b"a" * 25_000_001, "The file is larger than 25 MB."),
    ],
)
def test_what_cannot_be_read_is_refused_with_one_sentence(data: bytes, sentence: str) -> None:
    with pytest.raises(Unreadable) as caught:
        read("file.txt", data)
    assert str(caught.value) == sentence


def test_markdown_that_opens_with_a_tag_is_read() -> None:
    assert read("tides.md", b"<div>\n\n# Tides\n\nShips sail.\n").title == "Tides"


@pytest.mark.parametrize("sample", sorted(SAMPLES.iterdir()), ids=lambda path: path.name)
def test_every_span_points_at_what_it_says(sample: Path) -> None:
    draft = read(sample.name, sample.read_bytes())
    for citation in draft.citations:
        assert draft.text[citation.start : citation.end] == citation.text
    for reference in draft.references:
        assert draft.text[reference.start : reference.end] == reference.entry
    for section in draft.sections:
        assert section.heading.split()[-1] in draft.text[section.start : section.body]
    inside = [(s.start, s.end) for s in draft.sentences]
    assert all(any(a <= start and end <= b for a, b in draft.paragraphs) for start, end in inside)
    assert all((m.start, m.end) in inside for m in draft.mentions)
    assert not any(draft.text[start:end] != draft.text[start:end].strip() for start, end in inside)


def test_the_export_holds_plain_values_only() -> None:
    sample = SAMPLES / "numbered.md"
    exported = to_json(read(sample.name, sample.read_bytes()))
    assert json.loads(json.dumps(exported)) == exported
    assert [*exported] == [
        "title", "language", "published", "text", "sections", "sentences", "references", "citations", "tables",
        "events", "dates", "quotations", "actors", "statements",
    ]  # fmt: skip
    assert exported["published"] == "2026-01-19"
    assert exported["references"][0]["authors"] == [{"family": "Novak", "given": "A."}]
    assert exported["references"][2]["authors"] == [{"literal": "Grain Board"}]
    (event,) = exported["events"]
    assert (event["title"], event["first"], event["last"], event["precision"]) == (
        "Tariff review opens", "2026-03-02", "2026-03-02", "day",
    )  # fmt: skip


def test_an_instant_is_exported_with_its_offset() -> None:
    words = b"Ferries\n\nPlans\n\nThe ferry summit opens on 3 March 2026 at 9am Beijing time.\n"
    (event,) = to_json(read("f.txt", words, published=date(2026, 2, 1)))["events"]
    assert event["first"] == event["last"] == "2026-03-03T09:00:00+08:00"


@pytest.mark.parametrize(
    ("name", "language"), [("russian.txt", "ru"), ("chinese.txt", "zh"), ("wrapped.txt", "en"), ("numbered.md", "en")]
)
def test_the_language_is_told(name: str, language: str) -> None:
    assert read(name, (SAMPLES / name).read_bytes()).language == language


def test_a_body_that_says_what_it_will_do_promises_it_without_a_day() -> None:
    words = (
        "# Port\n\nThe Harbour Council met. The Harbour Council will dredge the channel. It will rain. Ferries stop.\n"
    )
    draft = read("port.md", words.encode())
    told = [(each.kind, each.holder, draft.text[slice(*each.what)]) for each in draft.statements]
    assert told == [("promised", "Harbour Council", "The Harbour Council will dredge the channel.")]


def test_the_packaged_sample_reads_as_promised() -> None:
    sample = Path(__file__).parents[3] / "briefings" / "samples" / "readout-sample.txt"
    draft = read(sample.name, sample.read_bytes())
    assert (draft.published, draft.published_from) == (date(2026, 2, 5), "text")
    assert [len(c.references) for c in draft.citations if "Xinhua" in c.text] == [2, 2, 2, 2]
    assert [m.title for m in draft.mentions] == [
        "New START Treaty is set to expire",
        "Officials on both sides are preparing a China-US meeting",
    ]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("t.txt", "Three Harbours of the North"),
        ("t.txt", "Three Harbours of the North\nBy Anna Bo\n5 February 2026\n"),
        ("t.md", "# Harbours\n\n## Costs\n\n## Dates ##\n"),
        ("t.md", "---\ntitle: Harbours\ndate: 2026-02-01\n---\n\n# Harbours\n"),
        ("t.md", "# Harbours\n\n![a quay](quay.png)\n"),
        ("t.html", "<html><head><title>Harbours</title></head><body><h1>Harbours</h1></body></html>"),
        ("t.txt", "港口报告"),
    ],
)
def test_a_title_without_a_text_is_refused(name: str, text: str) -> None:
    with pytest.raises(Unreadable, match="a title but no text"):
        read(name, text.encode())


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("t.txt", "The ice holds."),
        ("t.txt", "Harbours\n\nShips sail\nBoats wait\n"),
        ("t.md", "# Harbours\n\n| Port | Depth |\n|---|---|\n| Oslo | 16 m |\n"),
        ("t.md", "# Harbours\n\n- dredge\n- wait\n"),
        ("t.txt", "冰还在。"),
        ("t.txt", "The port of Oslo opens at nine"),
        ("t.txt", "Ships sail on 3 May 2026"),
        ("t.md", "# The port of Oslo opens at nine."),
        ("t.html", "<html><body><p>The port of Oslo opens at nine</p></body></html>"),
        ("t.html", "<html><head><title>Notice</title></head><body>Closed on Monday</body></html>"),
        ("t.html", "<html><head><title>Notice</title></head><body><h1>The port opens at nine.</h1></body></html>"),
        ("t.txt", "港口报告将于五月三日开放"),
    ],
)
def test_a_short_text_is_read(name: str, text: str) -> None:
    draft = read(name, text.encode())
    assert draft.text
    assert draft.sentences or "|" in text
    assert not any(draft.text[each.start] == "#" for each in draft.sentences)


@pytest.mark.parametrize(
    ("name", "text", "found"),
    [
        ("t.txt", "Harbours\n9 March 2026\n\nShips sailed on 3 January 2026.\n", None),
        ("t.txt", "Harbours\n9 March 2026\n\nShips sail.\n", None),
        ("t.md", "---\ndate: 2026-03-09\n---\n\n# Harbours\n\nShips sail.\n", None),
        ("t.md", "---\ndate: 2026-03-09\n---\n\n# Harbours\n\n1 February 2026\n\nShips sail.\n", date(2026, 2, 1)),
        (
            "t.html",
            (
                "<html><head><title>Tides</title><meta property='article:published_time' content='2026-03-09'></head>"
                "<body><h1>Tides</h1><p>Ships sail to the north in the morning.</p></body></html>"
            ),
            None,
        ),
    ],
)
def test_nothing_is_published_after_the_latest_day(name: str, text: str, found: date | None) -> None:
    draft = read(name, text.encode(), latest=date(2026, 2, 10))
    assert draft.published == found
    assert (read(name, text.encode()).published or date.min) == date(2026, 3, 9)
    told = any("dated 9 March 2026, which is still ahead" in doubt for doubt in draft.doubts)
    assert told == (found is None and ("9 March 2026\n" in text or "2026-03-09" in text))


async def test_the_latest_day_holds_in_a_process_of_its_own_too() -> None:
    text = f"Harbours\n9 March 2026\n\n{'Ships sail to the north. ' * 4_000}\n"
    draft = await Sandbox().read("t.txt", text.encode(), latest=date(2026, 2, 10))
    assert draft.published is None
    assert (await Sandbox().read_again("t.txt", draft, latest=date(2026, 3, 9))).published == date(2026, 3, 9)
