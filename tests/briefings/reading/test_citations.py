"""Citations of every family, linked to all references that fit, and what only looks like one."""

from pathlib import Path

import pytest

from briefings.model.analysis import Draft
from briefings.reading import read

SAMPLES = Path(__file__).parents[2] / "samples" / "reading"
LIST = """Moreau, C., & Lindqvist, S. (2024). Mud and money. Coastal Works, 12, 44–61.
Okafor, N., Petrov, I., & Brandt, L. (2022). What channels cost. Harbour Review, 8, 101–120.
Port Authority. (2025, November 3). Plan for the channels.
Port Authority. (2025, December 9). Budget for the channels.
Tan, W. (2023a). Ships. Fleet Papers, 5, 1–9.
Tan, W. (2023b). Silt. Fleet Papers, 6, 10–19.
van Dam, B. (n.d.). Dykes. Polder, 1, 2–3.
World Harbour Organisation. (2021). Yearbook."""
MLA = """Hale, Ann, and Tom Reed. “The Slow Tide.” Coast, vol. 3, 2010, pp. 1–9.
Okafor, N., et al. “What Channels Cost.” Harbour Review, vol. 8, 2022, pp. 101–20.
Tan, Wei. “Ships.” Fleet Papers, vol. 5, 2019, pp. 1–9.
Tan, Wei. “Silt.” Fleet Papers, vol. 6, 2020, pp. 10–19.
“The Coast Rejects New Plan.” Coast Gazette, 4 May 2020."""


def cited(words: str, entries: str = LIST) -> list[tuple[str, str, tuple[int, ...]]]:
    document = f"Tides\n\nSummary\n\n{words}\n\nReferences\n\n{entries}\n"
    return [(c.text, c.status, c.references) for c in read("tides.txt", document.encode()).citations]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Mud is dear (Moreau & Lindqvist, 2024).", [("(Moreau & Lindqvist, 2024)", "linked", (0,))]),
        ("Mud is dear (see Moreau and Lindqvist 2024, p. 45).",
         [("(see Moreau and Lindqvist 2024, p. 45)", "linked", (0,))]),
        ("Moreau and Lindqvist (2024) say so.", [("Moreau and Lindqvist (2024)", "linked", (0,))]),
        ("Okafor et al. (2022) say so.", [("Okafor et al. (2022)", "linked", (1,))]),
        ("It costs (Okafor, Petrov, and Brandt 2022).", [("(Okafor, Petrov, and Brandt 2022)", "linked", (1,))]),
        ("It costs (Okafor et al., 2022; Tan, 2023a).",
         [("Okafor et al., 2022", "linked", (1,)), ("Tan, 2023a", "linked", (4,))]),
        ("Silt moves (Tan, 2023a, 2023b).", [("Tan, 2023a", "linked", (4,)), ("2023b", "linked", (5,))]),
        ("Silt moves (Tan, 2023).", [("(Tan, 2023)", "ambiguous", (4, 5))]),
        ("A plan exists (Port Authority, 2025).", [("(Port Authority, 2025)", "ambiguous", (2, 3))]),
        ("A plan by W. Tan (2023b) exists.", [("W. Tan (2023b)", "linked", (5,))]),
        ("Dykes hold (van Dam, n.d.).", [("(van Dam, n.d.)", "linked", (6,))]),
        ("Trade grew (WHO, 2021).", [("(WHO, 2021)", "linked", (7,))]),
        ("Silt moves (Tan, 2023a) and stays (Holm, 2019).",
         [("(Tan, 2023a)", "linked", (4,)), ("(Holm, 2019)", "missing", ())]),
        ("Silt moves (Tan, 2023a); Holm and Vik (2019) disagree.",
         [("(Tan, 2023a)", "linked", (4,)), ("Holm and Vik (2019)", "missing", ())]),
        ("Silt moves (Tan, 2023a) and stays (IHO, 2019).",
         [("(Tan, 2023a)", "linked", (4,)), ("(IHO, 2019)", "missing", ())]),
        ("Tan’s (2023a) ships sail.", [("Tan’s (2023a)", "linked", (4,))]),
    ],
)  # fmt: skip
def test_authors_and_years_are_linked(words: str, expected: list[tuple[str, str, tuple[int, ...]]]) -> None:
    assert cited(words) == expected


@pytest.mark.parametrize(
    "words",
    [
        "The port (built in 1921) is old.",
        "The treaty (May 2019) lapsed.",
        "He said “we wait” (laughter) and left in 2022.",
        "The World Harbour Organisation (WHO) met in 2021.",
        "The Harbour Act (1987) and the Peace of Moss (1814) hold.",
        "Interval [0, 1] and list [sic] and room (204).",
        "In 2023 ships waited; Tan spoke (Figure 3, 2022).",
        "Trade fell (GDP, 2020).",
    ],
)
def test_what_only_looks_like_a_citation_is_none(words: str) -> None:
    assert cited(f"Silt moves (Tan, 2023a). {words}")[1:] == []


@pytest.mark.parametrize("beside", ["", "Silt moves (Tan, 2023a). "])
@pytest.mark.parametrize(
    ("words", "missing"),
    [
        ("Tides rise (Tanaka, 2023, p. 41).", "(Tanaka, 2023, p. 41)"),
        ("Tides rise (see Tanaka, 2023).", "(see Tanaka, 2023)"),
        ("Tides rise (Butler, 2023).", "(Butler, 2023)"),
        ("Tides rise (as cited in Hoffmann, 2024).", "(as cited in Hoffmann, 2024)"),
        ("Tides rise (Hale, 1985, as cited in Hoffmann, 2024).", "(Hale, 1985, as cited in Hoffmann, 2024)"),
        ("Tides rise (Rural Health Agency [RHA], 2024).", "(Rural Health Agency [RHA], 2024)"),
        ("Tides rise (Van der Berg, 2019).", "(Van der Berg, 2019)"),
        ("Tanaka (2023) says so.", "Tanaka (2023)"),
        ("Tides rise, as Tanaka (2023, p. 41) has it.", "Tanaka (2023, p. 41)"),
        ("According to Tanaka (2023), tides rise.", "Tanaka (2023)"),
        ("Tides rise (EU, 2023).", "(EU, 2023)"),
        ("Прилив растёт (ТАСС, 2026).", "(ТАСС, 2026)"),
        ("Министерство морского транспорта (2026) подтвердило прилив.", "Министерство морского транспорта (2026)"),
        ("The Ministry of Tides of the PRC (2026) argues so.", "Ministry of Tides of the PRC (2026)"),
        ("WHO (2023) warns of tides.", "WHO (2023)"),
        ("Tanaka’s (2023) model foresaw tides.", "Tanaka’s (2023)"),
        ("Прилив растёт (Петров, 2023, с. 5).", "(Петров, 2023, с. 5)"),
        ("Петров (2023) пишет о приливе.", "Петров (2023)"),
        ("По мнению Петрова (2023), прилив растёт.", "Петрова (2023)"),
        ("港口正在发展（佐藤，2023）。", "（佐藤，2023）"),
        ("港口正在发展（李四等，2022）。", "（李四等，2022）"),
        ("佐藤（2023）认为港口正在发展。", "佐藤（2023）"),
        ("根据佐藤（2023）的研究，港口正在发展。", "佐藤（2023）"),
    ],
)
def test_a_citation_that_the_list_lacks_is_missing_whether_or_not_others_link(
    beside: str, words: str, missing: str
) -> None:
    found = cited(beside + words)
    assert found[len(found) - 1 :] == [(missing, "missing", ())]
    assert [status for _, status, _ in found[:-1]] == ["linked"] * bool(beside)


@pytest.mark.parametrize(
    "words",
    [
        "In towns such as Berlin (1945) it was over.",
        "The film Jaws (1975) ran.",
        "The ship was old (May 2019) and slow (early 2020).",
        "会议在北京（2023）召开，港口（第三季度，2023）发展。",
    ],
)
def test_a_name_with_a_year_is_no_citation_where_nothing_speaks_of_a_source(words: str) -> None:
    assert cited(words) == []


def test_a_page_or_place_in_the_work_may_follow_a_number() -> None:
    entries = "1. Hale, A. (2010). Tides. Coast.\n2. Tan, W. (2019). Ships. Fleet."
    words = "Зерно [1, с. 15]. Порт [2, С. 3–5; 1, стр. 4]. Tide [2, p. 14]."
    assert [(text, works) for text, _, works in cited(words, entries)] == [
        ("[1, с. 15]", (0,)), ("[2, С. 3–5; 1, стр. 4]", (0,)), ("[2, С. 3–5; 1, стр. 4]", (1,)), ("[2, p. 14]", (1,)),
    ]  # fmt: skip


NAMESAKES = """Rubin, A. (2026, May 3). Nets.
Rubin, V. (2026, May 9). Salt."""


def test_initials_tell_namesakes_apart_where_no_other_key_is_left_to_several_works() -> None:
    words = "Nets tear (A. Rubin, 2026). V. Rubin (2026) dries salt. On plate B Rubin (2026) shows both."
    assert cited(words.partition(" On")[0], NAMESAKES) == [
        ("(A. Rubin, 2026)", "linked", (0,)), ("V. Rubin (2026)", "linked", (1,)),
    ]  # fmt: skip
    assert cited(words, NAMESAKES) == [
        ("(A. Rubin, 2026)", "ambiguous", (0, 1)), ("V. Rubin (2026)", "ambiguous", (0, 1)),
        ("Rubin (2026)", "ambiguous", (0, 1)),
    ]  # fmt: skip


def numbers(name: str) -> list[tuple[str, tuple[int, ...]]]:
    draft: Draft = read(name, (SAMPLES / name).read_bytes())
    return [(citation.text, citation.references) for citation in draft.citations]


def test_numbers_point_into_the_list_and_ranges_are_spelt_out() -> None:
    assert numbers("numbered.md") == [
        ("[1]", (0,)), ("[2]", (1,)), ("[3]", (2,)), ("[5]", ()), ("[2]", (1,)), ("[2]–[4]", (2,)), ("[4]", (3,)),
    ]  # fmt: skip


def test_notes_are_resolved_in_full_in_short_and_by_ibid() -> None:
    assert numbers("notes.txt") == [("¹", (0,)), ("²", (0,)), ("³", (1,)), ("⁴", (0,))]


def test_footnotes_are_their_own_list_where_there_is_no_other() -> None:
    words = (
        "# Tides\n\n## Summary\n\nThe tide fell.[^1] It rose.[^2] It fell again.[^3]\n\n"
        "[^1]: Ann B. Hale, “The Slow Tide,” *Coast* 3 (2010): 4.\n[^2]: Ibid., 6.\n[^3]: Hale, “The Slow Tide,” 9.\n"
    )
    draft = read("tides.md", words.encode())
    assert [(r.authors[0].family, r.title) for r in draft.references] == [("Hale", "The Slow Tide")]
    assert [c.references for c in draft.citations] == [(0,), (0,), (0,)]


@pytest.mark.parametrize(
    "more", ["", "\n[^1]: Hale, “The Slow Tide.”", "\n## References\n\n" + LIST, "\n## References\n\n1. " + LIST]
)
def test_a_mark_of_a_note_that_stands_nowhere_is_missing(more: str) -> None:
    draft = read("tides.md", f"# Tides\n\n## Summary\n\nThe tide fell.[^1] It rose.[^9]\n{more}\n".encode())
    assert [c.text for c in draft.citations if c.status == "missing"][-1:] == ["[^9]"]


@pytest.mark.parametrize("note", ["[^9]: Only an aside.", "[^9]: Hale, A. (2010). Tides."])
def test_a_mark_of_a_note_that_stands_somewhere_is_not_missing(note: str) -> None:
    draft = read("tides.md", f"# Tides\n\n## Summary\n\nThe tide rose.[^9]\n\n{note}\n".encode())
    assert not [c for c in draft.citations if c.status == "missing"]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("The tide is slow (Hale and Reed 4).", [("(Hale and Reed 4)", "linked", (0,))]),
        ("It costs (Okafor et al.; Hale and Reed).",
         [("Okafor et al.", "linked", (1,)), ("Hale and Reed", "linked", (0,))]),
        ("It moves (Tan, “Silt” 12).", [("(Tan, “Silt” 12)", "linked", (3,))]),
        ("The tide is slow (Hale and Reed 4). It was mapped by Smith et al. Nobody knew.",
         [("(Hale and Reed 4)", "linked", (0,)), ("Smith et al.", "missing", ())]),
        ("It moves (Tan 12).", [("(Tan 12)", "ambiguous", (2, 3))]),
        ("The tide is slow (Hale and Reed 4) and deep (Foster 12).",
         [("(Hale and Reed 4)", "linked", (0,)), ("(Foster 12)", "missing", ())]),
        ("The tide is slow (qtd. in Hale and Reed 4) and deep (qtd. in Waterbury 55), and old (quoted in Foster).",
         [("(qtd. in Hale and Reed 4)", "linked", (0,)), ("(qtd. in Waterbury 55)", "missing", ()),
          ("(quoted in Foster)", "missing", ())]),
        ("A plan fell (“Coast Rejects”), twice (see \"Coast Rejects New Plan\" 3).",
         [("(“Coast Rejects”)", "linked", (4,)), ("(see \"Coast Rejects New Plan\" 3)", "linked", (4,))]),
        ("The tide (Hale and Reed 4) is low (Figure 3), (Number 66), (Linnaeus, 1758), (TRIAL 3), (Rv12, 14), (“low”).",
         [("(Hale and Reed 4)", "linked", (0,))]),
    ],
)  # fmt: skip
def test_authors_and_pages_are_linked(words: str, expected: list[tuple[str, str, tuple[int, ...]]]) -> None:
    assert cited(words, MLA) == expected


def test_a_citation_may_cross_a_line_end() -> None:
    draft = read("wrapped.txt", (SAMPLES / "wrapped.txt").read_bytes())
    assert [(" ".join(c.text.split()), c.references) for c in draft.citations] == [
        ("(Port Authority, 2025)", (2,)), ("Moreau & Lindqvist, 2024", (0,)), ("Tan, 2023a", (3,)), ("2023b", (4,)),
        ("(Okafor et al., 2022)", (1,)),
    ]  # fmt: skip


def test_russian_and_chinese_citations_are_linked() -> None:
    assert numbers("russian.txt") == [("(Иванов и Петрова, 2025)", (1,)), ("(Зерновой союз, 2026)", (0,))]
    assert numbers("chinese.txt") == [("（粮食协会，2025）", (0,))]


def test_the_doubts_name_ambiguous_and_missing_citations() -> None:
    words = "Tides\n\nSummary\n\nSilt (Tan, 2023). Silt (Tan, 2023). Sand (Holm & Vik, 2019).\n\nReferences\n\n" + LIST
    doubts = read("tides.txt", words.encode()).doubts
    assert doubts[0] == "2 citations fit more than one reference: (Tan, 2023) ×2."
    assert doubts[1] == "1 citation has no reference in the list: (Holm & Vik, 2019)."


def test_works_that_are_not_out_yet_are_cited_as_such() -> None:
    entries = "Hale, A. (forthcoming). Tides. Coast.\nTan, W. (in press). Ships. Fleet."
    words = "Tides rise (Hale, forthcoming), as Tan (in press) says."
    assert [works for _, _, works in cited(words, entries)] == [(0,), (1,)]


def test_in_a_text_that_cites_by_numbers_a_bare_name_and_year_is_missing() -> None:
    entries = "1. Hale, A. (2010). Tides. Coast.\n2. Tan, W. (2019). Ships. Fleet."
    words = "Grain [1], port [2]. Tides rise (Reuters, 2026). They met (Oslo, 2019); Excel (v. 2, 2007) and DRC (2009)."
    assert cited(words, entries)[2:] == [("(Reuters, 2026)", "missing", ())]


MEDICAL = """1. Hale A. Tides. Coast Med. 2010;1:1-2.
2. Tan W. Ships. Coast Med. 2011;1:1-2.
3. Lund J. Silt. Coast Med. 2012;1:1-2.
4. Berg B. Mud. Coast Med. 2013;1:1-2."""


def test_numbers_may_stand_in_round_brackets() -> None:
    words = "Grain fell (1, 2). Ports closed (3). There were (1) the old and (2) the young. Silt rose (2-4)."
    assert [(text, works) for text, _, works in cited(words, MEDICAL)] == [
        ("(1, 2)", (0,)), ("(1, 2)", (1,)), ("(3)", (2,)), ("(2-4)", (1,)), ("(2-4)", (2,)), ("(2-4)", (3,)),
    ]  # fmt: skip


def test_numbered_parts_of_a_sentence_are_no_citations() -> None:
    assert cited("They want (1) grain, (2) ports and (3) silt. Rooms (2), (1) and (4) closed.", MEDICAL) == []


NOTED = """# A

## B

Grain fell.¹ Ports closed.² Silt rose.³ Mud too.⁴ Then nothing.⁵

## Notes

1. Ada Hale, Tides and What They Cost (Bergen: Nordlys, 2012), 45.
2. Hale, Tides, 47; Tom Lund, "Ships at Night," Coast 9, no. 2 (2020): 12–20.
3. Lund, 14.
4. Wei Tan, Silt: A History (Oslo: Fleet, 2018), 3.
5. Lund, “Ships,” 15.
"""


def test_notes_may_shorten_a_title_without_marks_or_leave_it_out() -> None:
    draft = read("a.md", NOTED.encode())
    assert [work.authors[0].name for work in draft.references] == ["Hale", "Lund", "Tan"]
    assert [one.references for one in draft.citations] == [(0,), (0,), (1,), (1,), (2,), (1,)]


def test_a_note_in_full_that_the_bibliography_lacks_is_a_source_of_its_own() -> None:
    listed = (
        "\n## Bibliography\n\nHale, Ada B. Tides and What They Cost. Bergen: Nordlys, 2012.\n\n"
        "Lund, Tom. “Ships at Night.” Coast 9, no. 2 (2020): 12–20.\n"
    )
    draft = read("a.md", (NOTED + listed).encode())
    assert [one.references for one in draft.citations] == [(0,), (0,), (1,), (1,), (2,), (1,)]
    assert [each.inline for each in draft.references] == [False, False, False]


def test_a_page_alone_or_a_short_title_belongs_to_whom_the_sentence_names() -> None:
    entries = (
        "Hale, Anne. The Tide Mill. Faber, 1987.\n\nTan, Wei. Ships and Their Names. Norton, 2019.\n\n"
        "---. Silt. Norton, 2020."
    )
    words = (
        "Mills turn (Hale 52). Anne Hale calls it “a slow machine” (28). Tan takes this back (Silt 3). Rooms (3) wait."
    )
    assert [works for _, _, works in cited(words, entries)] == [(0,), (0,), (2,)]


def test_a_raised_number_that_the_notes_leave_out_is_missing() -> None:
    draft = read("a.md", NOTED.replace("2. Hale, Tides, 47;", "6. Hale, Tides, 47;").encode())
    assert [(one.text, one.status) for one in draft.citations if one.status == "missing"] == [("²", "missing")]


def test_short_notes_refer_to_a_work_that_only_an_earlier_note_describes() -> None:
    listed = "\n## Bibliography\n\nTan, Wei. Silt: A History. Oslo: Fleet, 2018.\n"
    draft = read("a.md", (NOTED + listed).encode())
    assert [one.references for one in draft.citations] == [(1,), (1,), (2,), (2,), (0,), (2,)]


@pytest.mark.parametrize(
    ("words", "missing"),
    [
        ("Nets tear (Reuters, 2026).", "(Reuters, 2026)"),
        ("Nets tear (Hale 3; Lund).", "Lund"),
        ("Nets tear (Hale, Nets and Knots 3).", "(Hale, Nets and Knots 3)"),
        ("Nets tear (“Our Man in Moss” 4).", "(“Our Man in Moss” 4)"),
    ],
)
def test_what_an_author_page_list_lacks_is_missing(words: str, missing: str) -> None:
    entries = "Hale, Anne. The Tide Mill. Faber, 1987.\n\nTan, Wei. Ships and Their Names. Norton, 2019."
    found = cited(f"Mills turn (Hale 52). Ships sail (Tan 5). {words}", entries)
    assert [text for text, status, _ in found if status == "missing"] == [missing]


def test_a_possessive_may_follow_et_al() -> None:
    entries = "Hale, A., Berg, B., & Lund, C. (2010). Tides. Coast."
    assert cited("Hale et al.’s (2010) view differs.", entries) == [("Hale et al.’s (2010)", "linked", (0,))]


def test_chinese_names_are_found_among_the_words_beside_them() -> None:
    entries = "李文博、王芳（2024）：《铁路》，《运输》第3期。\n\n赵华（2023）：《河流》，上海：河海出版社。"
    words = "李文博和王芳（2024）认为，铁路很长（参见赵华，2023：45—47）。学者赵华（2023）指出，河很宽。"
    assert [works for _, _, works in cited(words, entries)] == [(0,), (1,), (1,)]


def test_a_plain_bracket_is_missing_also_where_the_others_have_no_comma() -> None:
    entries = "Hale, Anne. 2010. “Tides.” Coast 1: 2–3.\n\nTan, Wei. 2019. “Ships.” Fleet 4: 5–6."
    words = "Grain fell (Hale 2010; Tan 2019). Mills turn (Reuters, 2026). Nets tear (“Knots,” 2025)."
    found = [text for text, status, _ in cited(words, entries) if status == "missing"]
    assert found == ["(Reuters, 2026)", "(“Knots,” 2025)"]


@pytest.mark.parametrize("words", ["Es steigt (vgl. Berg, 2023).", "Laut Berg und Lund (2023) steigt es."])
def test_german_words_lead_to_a_missing_work_too(words: str) -> None:
    assert [status for _, status, _ in cited(words)] == ["missing"]


@pytest.mark.parametrize(
    ("words", "status"),
    [
        ("（王，2026）", "linked"),
        ("（王等，2026）", "linked"),
        ("根据王（2026）的研究", "linked"),
        ("（王和李，2025）", "linked"),
        ("（赵，2026）", "missing"),
    ],
)
def test_a_chinese_surname_alone_stands_for_the_author(words: str, status: str) -> None:
    entries = "王义桅. (2026年2月5日). 港口的稳定.\n\n王芳、李文博（2025年3月）：《铁路》，《运输》第3期。"
    assert [one[1] for one in cited(f"港口很稳定。{words}。", entries)] == [status]


def test_a_sign_that_ends_another_word_is_no_surname() -> None:
    assert cited("国王（2026）来访。", "王义桅. (2026年2月5日). 港口的稳定.") == []


@pytest.mark.parametrize(
    ("words", "entries"),
    [
        ("It lasts (Wang, 2026). Wang (2026) writes.", "Wang Yiwei. (2026). Ports. Coast."),
        ("Это надолго (Ван, 2026). Ван (2026) пишет.", "Ван Ивэй. (2026). Порты. Берег."),
        ("It lasts (Reuters, 2026). Reuters (2026) reports.", "Reuters Staff. (2026). A.\n\nReuters. (2026). B."),
    ],
)
def test_the_first_of_two_words_stands_for_a_name_that_nothing_fits_better(words: str, entries: str) -> None:
    assert [status for _, status, _ in cited(words, entries)] == ["linked", "linked"]


def test_the_first_word_of_a_body_is_no_name() -> None:
    assert [one[1] for one in cited("It lasts (World, 2026).", "World Bank. (2026). Ports. Coast.")] == ["missing"]


def test_notes_beyond_999_and_works_that_are_all_alike_stay_in_proportion() -> None:
    raised = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
    said = "\n\n".join(f"The port of Brunn stayed open.{str(n).translate(raised)}" for n in range(1, 1041))
    noted = "\n".join(f"[^{n}]: Moreau {n}, The Port of Brunn in Winter {n}, 1998." for n in range(1, 1041))
    draft = read("a.md", f"# Brunn\n\n{said}\n\n{noted}\n".encode())
    assert [one.text for one in draft.citations][-1] == "1040".translate(raised)
    assert len(draft.citations) == 1040
    alike = "\n\n".join("Moreau, A. (2001). Ports. Paris." for _ in range(100))
    many = read("b.md", f"# Brunn\n\nIt rained (Moreau, 2001).\n\n## References\n\n{alike}\n".encode())
    assert [len(one.references) for one in many.citations] == [20]


def test_cyrillic_letters_behind_a_year_number_works():
    list_ = (
        "1. Норд-Пресс. (2026а). Порт подписал соглашение. 6 октября 2026.\n"
        "2. Норд-Пресс. (2026б). Рабочая группа собирается. 20 ноября 2026.\n"
        "3. Петров, С. (2026). Порт на краю льда. Морской вестник, 11, 4–9.\n"
    )
    for first, second in (("а", "б"), ("a", "b")):  # typed with Cyrillic letters, and with Latin ones in the text alone
        words = (
            f"# Порты\n\n## Введение\n\nСоглашение подписано (Норд-Пресс, 2026{first}). Заседание состоится 9 декабря "
            f"2026 года (Норд-Пресс, 2026{second}). Лёд вернулся (Петров, 2026).\n\n## Литература\n\n{list_}"
        )
        draft = read("ports.md", words.encode())
        assert [each.references for each in draft.citations] == [(0,), (1,), (2,)]
