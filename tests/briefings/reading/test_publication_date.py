"""Publication dates: from labels, metadata, bylines and datelines; never from running text or references."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy.dialects.sqlite import dialect

from bot.views.shared.names_and_dates import day
from briefings.months import Month
from briefings.reading import read
from briefings.reading.plain_text.plain_text import read_plain
from briefings.reading.title_block.date_lines import dateline, day_made, labelled, line_date
from briefings.reading.title_block.publication_date import publication_date
from briefings.sandbox.protocol import draft_packed, draft_unpacked
from briefings.store.analyses import packed, unpacked
from briefings.store.sql import Day
from briefings.translatable import Phrase

DIALECT = dialect()
MARCH = date(2026, 3, 12)
BODY = "Ferries stayed in port on 2 January 2026, and nobody in the harbour office could say why they did."
UNDATED = BODY.replace("2 January 2026", "the quay")


@pytest.mark.parametrize(
    "line",
    [
        "Published: 12 March 2026",
        "FILED: MARCH 12, 2026",
        "Argued January 5, 2026—Decided March 12, 2026",
        "Received: 3 January 2026 / Accepted: 5 February 2026 / Published: 12 March 2026",
        "Published 12 March 2026 | Updated 14 March 2026",
        "Dated this 12th day of March 2026",
        "**Date:** 12 March 2026",
        "Veröffentlicht am 12. März 2026",
        "Publié le 12 mars 2026",
        "Publicado el 12 de marzo de 2026",
        "Zveřejněno 12. března 2026",
        "Опубликовано: 12 марта 2026 г.",
        "发布时间：2026年3月12日",
        "Published online 12 March 2026",
        "* Originariamente pubblicato il giorno 2026-03-12 alle ore 12:00",
        "Docket Nos. 1103-26 and 1104-26, Filed March 12, 2026.",
        "**Version vom:** 12.03.2026",
        "Version 1.2 of 12 March 2026",
        "Ausfertigungsdatum : 2026-03-12",
        "PDF Published: 12 March 2026",
    ],
)
def test_a_label_tells_the_date(line: str) -> None:
    assert labelled(line) == MARCH


@pytest.mark.parametrize(
    "line",
    [
        "Updated 12 March 2026",
        "Last updated: 12 March 2026",
        "Accessed 12 March 2026",
        "Effective date: 12 March 2026",
        "Aktualisiert am 12. März 2026",
        "Дата обращения: 12.03.2026",
        "The report was published on 12 March 2026",
        "Publication date 12/10/2026",
        "The harbour plan, published on 12 March 2026, sets out three aims.",
        "The owners’ complaint (filed on March 12, 2026) says that the",
        "A survey released 12 March 2026 shows",
        "The law applies in the version of 12 March 2026",
        "• 3.14.1: Thursday, 2026-03-12",
    ],
)
def test_other_labels_and_figures_that_mean_two_days_tell_none(line: str) -> None:
    assert (labelled(line), line_date(line)) == (None, None)


@pytest.mark.parametrize(
    "line",
    [
        "Market note 14/2026. 12 March 2026. Ada Berg",
        "Oslo, 12 March 2026",
        "By Ada Berg | 12 March 2026",
        "Issue 14 · 12 March 2026 · Northern Desk",
        "Thursday, 12 March 2026",
        "Berlin, den 12. März 2026",
        "王毅 2026年3月12日",
        "2026年3月12日，北京",
        "北京，2026年3月12日",
        "12 March 2026, Berlin, DE",
    ],
)
def test_a_byline_tells_the_date(line: str) -> None:
    assert line_date(line) == MARCH
    assert read("a.txt", f"Ferries in Winter\n{line}\n\n{BODY}\n".encode()).published == MARCH


@pytest.mark.parametrize(
    "line",
    [
        "Ships left the bay on 12 March 2026.",
        "The talks were held in Oslo, 12 March 2026, in a mood of despair",
        "from 3 March 2026 to 12 March 2026",
        "races of 2026/3/11-12",
    ],
)
def test_a_sentence_is_no_byline(line: str) -> None:
    assert line_date(line) is None


def test_a_dateline_tells_the_date() -> None:
    assert dateline("OSLO, 12 March 2026 — Ferries stayed in port.") == MARCH
    assert dateline("On 12 March 2026 — a Thursday — ferries stayed in port.") is None


@pytest.mark.parametrize(
    "text",
    [
        f"Ferries\n\nSummary\n\n{BODY}\n",
        f"# Ferries\n\n{BODY}\n\n| Port | Closed |\n|---|---|\n| Oslo | 12 March 2026 |\n",
        f"Ferries\n\n{BODY}\n\nReferences\n\nHolm, A. (2026, March 12). Ice. Retrieved 12 March 2026.\n",
        f"# Closed since 12 March 2026\n\n{BODY}\n",
    ],
)
def test_text_tables_references_and_headings_tell_no_date(text: str) -> None:
    draft = read("a.md", text.encode())
    assert (draft.published, draft.published_from) == (None, "none")


@pytest.mark.parametrize(
    "title",
    [
        "Harbour board meeting 2026-03-12",
        "March 12, 2026 Meeting Notes",
        "Quay Minutes 12.03.2026, 9:00-18:00",
        "Protokoll der Sitzung vom 12. März 2026",
        "Compte rendu de la réunion du 12 mars 2026",
        "Протокол заседания от 12 марта 2026 г.",
        "2026年3月12日会议纪要",
        "📅 12 March 2026",
    ],
)
def test_the_title_of_a_record_tells_its_date(title: str) -> None:
    draft = read("notes.md", f"# {title}\n\n{BODY}\n".encode())
    assert (draft.published, draft.mentions) == (MARCH, ())


@pytest.mark.parametrize(
    "title",
    [
        "Agenda for the meeting of 12 March 2026",
        "Register by 12 March 2026: dredging report",
        "Why the meeting of 12 March 2026 failed",
    ],
)
def test_a_title_that_announces_or_discusses_a_day_tells_none(title: str) -> None:
    assert read("notes.md", f"# {title}\n\n{BODY}\n".encode()).published is None


def test_headings_that_divide_a_log_by_days_tell_none_for_the_whole() -> None:
    log = f"## 2026-03-05\n\n{BODY}\n\n## 2026-03-12\n\n{BODY}\n"
    assert read("notes.md", log.encode()).published is None


@pytest.mark.parametrize("name", ["2026-03-12-notes.md", "notes_20260312.md", "Protokoll 12.3.2026.txt"])
def test_a_file_s_name_tells_the_date_where_the_text_does_not(name: str) -> None:
    draft = read(name, f"Harbour notes\n\n{BODY}\n".encode())
    assert (draft.published, str(draft.date_source)) == (MARCH, "from the file's name, which may be wrong")


def test_a_file_s_name_that_is_older_than_its_text_or_names_no_day_tells_none() -> None:
    later = "The board met on 20 April 2026 and closed the ledger. Nobody objected to it at all."
    assert read("2026-03-12-notes.md", f"Harbour notes\n\n{later}\n".encode()).published is None
    assert read("form-20261399.md", f"Harbour notes\n\n{BODY}\n".encode()).published is None


def test_a_date_long_before_the_days_that_a_text_tells_of_is_not_its_own() -> None:
    told = "The quay opened on 3 May 2019. A storm closed it on 8 June 2021. It was rebuilt on 2 July 2022."
    assert read("notes.md", f"---\ndate: 2001-10-29\n---\n# Quay\n\n{told}\n".encode()).published is None


def test_several_labelled_days_date_the_entries_of_a_docket_and_not_the_docket() -> None:
    entries = "".join(f"{n}. Notice of harbour dues. [Entered: 0{n}/12/2026]\n\n" for n in range(1, 6))
    assert read("docket.md", f"# Docket\n\n{entries}\n{BODY}\n".encode()).published is None


@pytest.mark.parametrize("line", ["published: 2026/03/12", "pubDate: 12.03.2026 10:00"])
def test_front_matter_tells_the_date_under_other_keys_and_day_first(line: str) -> None:
    matter = f"---\ntitle: Quay\nmodified: 2026-05-05\n{line}\n---\n"
    assert read("notes.md", f"{matter}{BODY}\n".encode()).published == MARCH


def test_a_text_without_a_date_gives_days_their_year_and_leaves_relative_days_unresolved() -> None:
    text = "Quay notes\n\nThe crane fell on 2 March 2026. It was lifted on 5 February. The board meets next Friday.\n"
    draft = read("notes.txt", text.encode())
    assert [str(dated.when.first) for dated in draft.dates] == ["2026-03-02", "2026-02-05"]
    assert draft.mentions == ()


def test_the_importer_hears_as_of_which_day_dates_were_read() -> None:
    draft = read("a.txt", f"Ferries\n\nSummary\n\n{BODY} The harbour conference meets in April.\n".encode())
    assert [each.when.first for each in draft.dates] == [date(2026, 1, 2), date(2026, 4, 1)]
    assert any("read as of 2 January 2026, the latest past day it names" in doubt for doubt in draft.doubts)


@pytest.mark.parametrize(
    ("head", "shown", "day"),
    [
        ("<meta property='article:published_time' content='2026-03-11T22:30:00Z'>", "Published 12 March 2026", MARCH),
        ("<meta property='article:modified_time' content='2026-04-01'>", "12 March 2026", MARCH),
        ("<meta property='article:modified_time' content='2026-04-01'>", "Updated 1 April 2026", None),
        ("<link rel=canonical href='https://coast.example/2026/03/12/ferries'>", "", MARCH),
        ('<script type="application/ld+json">[{"@type": "Report", "datePublished": "2026-03-12"}]</script>', "", MARCH),
    ],
)
def test_a_page_tells_its_date_in_its_head_beside_its_title_or_in_its_address(head, shown, day) -> None:
    page = (
        f"<html><head>{head}</head><body><h1>Ferries</h1><div class=meta>{shown}</div><p>{BODY}<p>{BODY}</body></html>"
    )
    assert read("page.html", page.encode()).published == day


@pytest.mark.parametrize(
    "byline",
    ["2026-03-12 20:29:58 来源：新华网", "Ada Writer 2026-03-12T08:00:00+02:00", "腾讯新闻 2026年3月12日07:17"],
)
def test_a_moment_to_the_second_stands_apart_from_the_names_beside_it(byline: str) -> None:
    assert line_date(byline) == MARCH


def test_days_of_a_schedule_do_not_make_a_stated_date_another_text_s() -> None:
    days = [f"- beta {month}: Tuesday, 2027-{month:02}-06" for month in range(6, 11)]
    text = "# Releases\n\nCreated: 12 March 2026\n\n" + f"{BODY}\n\n" + "\n".join(days) + "\n"
    assert read("x.md", text.encode()).published == MARCH


@pytest.mark.parametrize(("begun", "day"), [("2003-02-28", MARCH), ("2026-03-10", date(2026, 3, 10))])
def test_a_wiki_s_page_that_was_begun_long_ago_is_of_the_day_of_its_last_change(begun: str, day: date) -> None:
    data = f'{{"@type": "Article", "datePublished": "{begun}", "dateModified": "2026-03-12T08:00:00Z"}}'
    for maker, expected in (("MediaWiki 1.45", day), ("Other 1", date.fromisoformat(begun))):
        page = (
            f'<html><head><meta name="generator" content="{maker}"><script type="application/ld+json">{data}</script>'
            f"</head><body><h1>Ferries</h1><p>{BODY}<p>{BODY}</body></html>"
        )
        assert read("page.html", page.encode()).published == expected


def test_a_comment_s_time_is_not_the_page_s() -> None:
    comment = "<div class=comments><time datetime='2026-03-12'>12 March</time><p>So true.</div>"
    page = f"<html><body><h1>Ferries</h1><p>{BODY}<p>{BODY}{comment}</body></html>"
    assert read("page.html", page.encode()).published is None


PAGE = f"<html><head><meta name=date content=2026-03-12></head><body><h1>Ferries</h1><p>{BODY}<p>{BODY}</body></html>"


@pytest.mark.parametrize(
    ("name", "text", "source"),
    [
        ("a.md", f"---\ndate: 2026-03-12\n---\n\n# Ferries\n\n{BODY}\n", "from the front matter"),
        ("a.md", f"# Ferries\n\n**Published:** 12 March 2026\n\n{BODY}\n", "from the line “Published: 12 March 2026”"),
        ("a.txt", f"Ferries\nOslo, 12 March 2026\n\n{BODY}\n", "from the line “Oslo, 12 March 2026”"),
        ("page.html", PAGE, "as the page states"),
    ],
)
def test_the_importer_hears_where_a_date_comes_from_and_no_doubt_about_it(name: str, text: str, source: str) -> None:
    draft = read(name, text.encode())
    assert (draft.published, draft.date_source) == (MARCH, source)
    assert not any("publication" in doubt or "dated" in doubt for doubt in draft.doubts)


def test_a_long_line_that_states_a_date_is_shown_shortened() -> None:
    line = f"Published 12 March 2026 · {'Northern Harbour Desk · ' * 6}"
    source = read("a.txt", f"Ferries\n{line}\n\n{BODY}\n".encode()).date_source
    assert source.startswith("from the line “Published 12 March 2026 · Northern")
    assert source.endswith("…”")


def test_where_a_date_comes_from_survives_the_reader_s_process() -> None:
    draft = read("a.txt", f"Ferries\nOslo, 12 March 2026\n\n{BODY}\n".encode())
    back = draft_unpacked(b"".join(draft_packed(draft)))
    assert back == draft
    assert isinstance(back.date_source, Phrase)


def test_the_address_in_front_matter_tells_the_date() -> None:
    matter = '+++\npath = "news/2026/03/12/ferries"\ntitle = "Ferries"\n+++\n'
    assert read("ferries.md", f"{matter}\n{BODY}\n".encode()).published == MARCH


@pytest.mark.parametrize(
    ("created", "saved", "made"),
    [
        (date(2008, 12, 29), date(2012, 6, 1), date(2012, 6, 1)),
        (date(2026, 3, 1), date(2026, 5, 1), date(2026, 3, 1)),
        (None, date(2026, 5, 1), None),
    ],
)
def test_a_file_begun_in_an_earlier_year_is_of_the_day_it_was_saved(created, saved, made) -> None:
    assert day_made(created, saved) == made


@pytest.mark.parametrize(
    ("line", "ahead", "found"),
    [
        ("May 2016", "Tomorrow the chair speaks in Bergen. Next month the vote takes place.", ["2016-06-01"]),
        ("Published: May 2016", "Next week the panel meets in Oslo. The vote takes place on 12 June.", ["2016-06-12"]),
        (
            "Oslo, May 2016",
            "Yesterday it rained. On Friday the board votes. The port opens next year.",
            ["2017-01-01"],
        ),
        ("Май 2016 года", "Завтра председатель выступит в Бергене. Конференция состоится в июле.", ["2016-07-01"]),
        ("2016年5月", "明天主席将在卑尔根发表讲话。会议将于7月举行。", ["2016-07-01"]),
    ],
)
def test_a_text_dated_by_its_month_has_no_made_up_day(line: str, ahead: str, found: list[str]) -> None:
    draft = read("note.md", f"# Quay report\n\n{line}\n\n{UNDATED} {ahead}\n".encode())
    assert (draft.published, str(draft.published)) == (Month(2016, 5, 1), "2016-05")
    assert [str(dated.when.first) for dated in draft.dates] == found
    assert any("only the month of its publication, May 2016" in doubt for doubt in draft.doubts)


def test_a_day_in_the_file_s_name_makes_a_month_exact_and_one_of_another_month_does_not() -> None:
    text = f"# Quay report\n\nMay 2016\n\n{UNDATED}\n".encode()
    assert read("2016-05-13-quay.md", text).published == date(2016, 5, 13)
    assert read("2016-06-13-quay.md", text).published == Month(2016, 5, 1)


def test_a_month_of_publication_survives_the_reader_s_process_and_the_store() -> None:
    draft = read("a.txt", f"Ferries\nOslo, March 2026\n\n{BODY}\n".encode())
    for back in (draft_unpacked(b"".join(draft_packed(draft))), unpacked(packed(draft), draft.text)):
        assert back == draft
        assert isinstance(back.published, Month)
    month, first = Month(2026, 3, 1), date(2026, 3, 1)
    assert Day().process_result_value(Day().process_bind_param(month, DIALECT), DIALECT) == month
    assert [month != first, month <= first, sorted((date(2026, 3, 2), month))[0] == month] == [True, True, True]
    assert day(month) == "March 2026"


@pytest.mark.parametrize(
    "line", ["*Last updated: 12th March, 2026*", "_Last revised 12 March 2026_", "更新时间：2026年3月12日"]
)
def test_the_day_of_a_change_is_no_day_of_publication(line: str) -> None:
    assert read("a.md", f"# Ferries in winter\n\n{line}\n\n{UNDATED}\n".encode()).published is None


@pytest.mark.parametrize(
    "line", ["### Meeting Date/Time: Thursday 2026/3/12 at 14:00 UTC", "**Date and time:** Mar 12, 2026, 14:00"]
)
def test_minutes_are_of_the_day_of_their_meeting(line: str) -> None:
    text = f"# Quay Call 93\n\n{line}\n\n### Notes: Ada Berg\n\n{UNDATED}"
    assert read("a.md", text.encode()).published == MARCH


def test_the_second_line_of_a_record_s_title_tells_its_date() -> None:
    text = "Quay e.V.\nÖffentliches Protokoll der 7. Vorstandssitzung vom 12. März 2026\n\n\nBeginn: 19:20 Uhr\n\n"
    body = "Der Rat tagte und sprach über Wasser. Niemand fragte nach der Brücke.\n"
    assert read("a.txt", (text + body).encode()).published == MARCH


def test_a_russian_town_beside_a_date_is_no_sentence() -> None:
    assert (
        read("a.md", f"# Ferries in winter\n\n12 марта 2026 года, г. Москва\n\n{UNDATED}\n".encode()).published == MARCH
    )


@pytest.mark.parametrize(
    "line", ["12 марта 2026 года, г. Москва", "12 марта 2026 года, Москва", "г. Москва, 12 марта 2026 г."]
)
def test_a_russian_town_beside_a_date_makes_no_heading_of_a_plain_line(line: str) -> None:
    draft = read("a.txt", f"Протокол заседания совета\n{line}\n\nСовет рассмотрел бюджет.\n".encode())
    assert (draft.published, draft.title) == (MARCH, "Протокол заседания совета")


@pytest.mark.parametrize(
    ("heading", "published"),
    [
        ("WebAppSec WG - 2026-06-10", date(2026, 6, 10)),
        ("Weekly sync 2026-06-10", date(2026, 6, 10)),
        ("Working Group, 10 June 2026", date(2026, 6, 10)),
        ("Agenda of the WG - 2026-06-10", None),
        ("Next sync 2026-06-10", None),
    ],
)
def test_a_working_group_s_record_is_of_the_day_in_its_heading(heading: str, published: date | None) -> None:
    body = "The group met. It discussed the draft for an hour and agreed on two points."
    assert read("x.md", f"# {heading}\n\n{body}\n".encode()).published == published


@pytest.mark.parametrize(
    ("line", "made", "published"),
    [
        ("Mars 2031", date(2031, 3, 5), Month(2031, 3, 1)),
        ("Mars 2031", date(2031, 5, 5), Month(2031, 3, 1)),
        ("Mars 2030", date(2031, 3, 5), date(2031, 3, 5)),
        ("Réunion de mars 2031", date(2031, 3, 5), date(2031, 3, 5)),
    ],
)
def test_a_month_that_a_cover_states_comes_before_the_day_in_the_properties(line: str, made: date, published) -> None:
    said = f"Livre blanc\n\n{line}\n\nLe port a été rénové en juin 2029. Le quai a été rénové en janvier 2031.\n"
    found, _ = publication_date("a.pdf", replace(read_plain(said), created=made), said, (), None)
    assert (found, type(found)) == (published, type(published))
