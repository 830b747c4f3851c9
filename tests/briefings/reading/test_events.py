"""Dated events: what an agenda can hold, in the text's own words, and what is history."""

from datetime import date

import pytest

from briefings.model.analysis import Draft
from briefings.reading import read

PUBLISHED = date(2026, 5, 13)


def draft(words: str, published: date | None = PUBLISHED) -> Draft:
    return read("tides.txt", f"Tides\n\nSummary\n\n{words}\n".encode(), published=published)


def events(words: str) -> list[tuple[str, str, str]]:
    return [(m.title, str(m.when.first), m.when.precision) for m in draft(words).mentions]


@pytest.mark.parametrize(
    ("words", "title", "first", "precision"),
    [
        ("A Nordic harbour summit will be held in Oslo on 7 July 2026.", "Nordic harbour summit", "2026-07-07", "day"),
        ("The Polder Treaty, an old pact on dykes, is set to expire on June 5, 2026, unrenewed.",
         "Polder Treaty is set to expire",
         "2026-06-05", "day"),
        ("The upcoming Oslo-Bergen meeting in June should settle it.", "Oslo-Bergen meeting", "2026-06-01", "month"),
        ("Premier Holm will visit Aarhus in August 2026.", "Premier Holm will visit Aarhus", "2026-08-01", "month"),
        ("Parliament will vote on the dredging law next Tuesday.", "Parliament will vote on the dredging law",
         "2026-05-19", "day"),
        ("Talks between Norway and Denmark resume on 12 June.", "Talks between Norway and Denmark resume",
         "2026-06-12", "day"),
        ("New tolls take effect on 1 June.", "New tolls take effect", "2026-06-01", "day"),
        ("The deadline for the reply is 15 June.", "Deadline for the reply", "2026-06-15", "day"),
        ("The summit of the Hanse Ports opens on 20 June at 10 a.m. Oslo time.", "Hanse", "2026-06-20", "instant"),
        ("Саммит портов Балтии пройдёт в июне 2026 года.", "Саммит", "2026-06-01", "month"),
        ("Le jury du port se réunit du 7 au 13 juin.", "Jury du port se réunit", "2026-06-07", "range"),
        ("港口会议将于2026年6月举行。", "港口会议", "2026-06-01", "month"),
    ],
)  # fmt: skip
def test_an_event_is_named_in_the_texts_own_words(words: str, title: str, first: str, precision: str) -> None:
    (event,) = events(words)
    assert (title in event[0], event[1], event[2]) == (True, first, precision)


@pytest.mark.parametrize(
    "words",
    [
        "Since 1990 the ports have held six elections.",
        "The Treaty of Moss was signed on 25 March 1957.",
        "Trade grew by five percent in 2025.",
        "The talks were long.",
        "The call marked the first meeting between the two in 2026.",
        "Water fell on 3 June.",
    ],
)
def test_history_and_undated_happenings_are_no_events(words: str) -> None:
    assert events(words) == []


def test_one_event_told_twice_is_one_and_the_sentence_that_opens_with_it_is_kept() -> None:
    words = (
        "After months of delay both sides agreed to prepare an Oslo-Bergen meeting in June. "
        "The Oslo-Bergen meeting in June will be short."
    )
    (event,) = draft(words).mentions
    assert draft(words).text[event.start : event.end] == "The Oslo-Bergen meeting in June will be short."


def test_what_prose_says_of_one_day_is_one_event_and_what_a_list_says_is_each_its_own() -> None:
    prose = "The harbour council votes on 7 July. Ferries to Oslo will stop on 7 July, as the quay closes."
    assert len(events(prose)) == 1
    listed = "- 7 July 2026: vote of the harbour council\n- 7 July 2026: last ferry to Oslo"
    assert [title for title, _, _ in events(listed)] == ["Vote of the harbour council", "Last ferry to Oslo"]


def test_dates_in_citations_and_references_are_no_events() -> None:
    words = (
        "The Oslo meeting was prepared (Holm, 2026, June 3).\n\nReferences\n\nHolm, A. (2026, June 3). Oslo meeting."
    )
    assert events(words) == []


@pytest.mark.parametrize(
    ("words", "published"),
    [
        ("12 May 2026\n\nSummary\n\nShips sailed on 3 April 2026.", date(2026, 5, 12)),
        ("Published: 12 May 2026\n\nSummary\n\nShips sail.", date(2026, 5, 12)),
        ("Press office of the port – 12 May 2026\n\nSummary\n\nShips sail.", date(2026, 5, 12)),
        ("Communiqué du port – 07/05/2026\n\nLes navires du port de Brest sont à quai depuis hier.", date(2026, 5, 7)),
        ("Invitation to the harbour – 12 May 2026\n\nSummary\n\nShips sail.", None),
        ("Summary\n\nShips sailed on 3 April 2026. The treaty expires on 9 June 2026.", None),
        ("Summary\n\nShips sail.\n\nReferences\n\nHolm, A. (2026, April 4). Ships.", None),
        ("Summary\n\nShips sail (Holm, 2024).\n\nReferences\n\nHolm, A. (2024). Ships.", None),
    ],
)
def test_the_day_of_publication_is_taken_from_the_text(words: str, published: date | None) -> None:
    read_back = read("tides.txt", f"Tides\n\n{words}\n".encode())
    assert read_back.published == published
    assert read_back.published_from == ("text" if published else "none")


def test_a_given_day_outweighs_the_text() -> None:
    assert draft("Ships sailed on 3 April 2026.").published_from == "given"


def test_without_a_day_of_publication_nothing_relative_is_dated() -> None:
    assert draft("The Oslo meeting is next week.", published=None).mentions == ()


def test_a_sentence_in_a_cell_of_a_table_names_its_event() -> None:
    rows = "| Item | Decision |\n| --- | --- |\n| 1 | The group agreed that the new lock will open on 3 June 2026. |\n"
    found = read("minutes.md", f"# Locks\n\n{rows}\n".encode(), published=date(2026, 5, 13)).mentions
    assert [(each.title, each.when.first) for each in found] == [("New lock will open", date(2026, 6, 3))]
