"""Coming dates in plain sentences: what happens then in a word or two, and dates that name nothing."""

from datetime import date

import pytest

from briefings.model.analysis import Draft
from briefings.reading import read

PUBLISHED = date(2026, 5, 13)


def draft(words: str, published: date | None = PUBLISHED) -> Draft:
    return read("tides.txt", f"Tides\n\nSummary\n\nShips sail. {words}\n".encode(), published=published)


def left_over(words: str) -> list[str]:
    return [doubt for doubt in draft(words).doubts if "recognisable event" in doubt]


@pytest.mark.parametrize(
    ("words", "title", "first", "precision"),
    [
        ("The conference will be held on 9 July 2026.", "Conference", "2026-07-09", "day"),
        ("The hearing is planned for 9 July 2027.", "Hearing", "2027-07-09", "day"),
        ("The congress will take place on 9 July 2027 in Bergen.", "Congress", "2027-07-09", "day"),
        ("The skippers will meet on 9 July 2026 at 10:15 Oslo time.", "Skippers meet", "2026-07-09", "instant"),
        ("Ballots are due in the spring of 2028.", "Ballots due", "2028-03-01", "season"),
        ("Both towns agreed to hold negotiations in the week of 12 July 2027.", "Towns hold negotiations",
         "2027-07-12", "week"),
        ("The mayors will meet again in August 2030.", "Mayors meet", "2030-08-01", "month"),
        ("The follow-up is to take place in August 2030.", "Follow-up", "2030-08-01", "month"),
        ("Referendum: 9 July 2027.", "Referendum", "2027-07-09", "day"),
        ("On 9 July 2027 the mayors will meet.", "Mayors meet", "2027-07-09", "day"),
        ("In August 2027 elections are due.", "Elections due", "2027-08-01", "month"),
        ("The tribunal will rule on 9 July 2027.", "Tribunal rules", "2027-07-09", "day"),
        ("Payment is due on 9 July 2027.", "Payment due", "2027-07-09", "day"),
        ("The mayors agreed to meet in Bergen on 9 July 2027.", "Mayors meet in Bergen", "2027-07-09", "day"),
        ("A vote is scheduled for 9 July 2027.", "Vote", "2027-07-09", "day"),
        ("The final votes are due in July 2027.", "Final votes due", "2027-07-01", "month"),
        ("The vote on the quay is due on 9 July 2027.", "Vote on the quay due", "2027-07-09", "day"),
        ("The visit is planned for 9 July 2027.", "Visit", "2027-07-09", "day"),
        ("The start is scheduled for 9 July 2027.", "Start", "2027-07-09", "day"),
        ("In the week of 12 July 2027 talks resume.", "Talks resume", "2027-07-12", "week"),
        ("In early July 2027 negotiations begin.", "Negotiations begin", "2027-07-01", "range"),
        ("In 2027 and 2028, the port talks resume.", "Port talks resume", "2027-01-01", "year"),
        ("In July 2027, the hearings resume.", "Hearings resume", "2027-07-01", "month"),
        ("In Bergen on 9 July 2027 the mayors meet.", "Mayors meet", "2027-07-09", "day"),
        ("On Friday the court rules.", "Court rules", "2026-05-15", "day"),
        ("Lund flies to Oslo on Friday.", "Lund flies to Oslo", "2026-05-15", "day"),
        ("Bergen, Oslo and Moss will hold drills on 9 July 2027.", "Bergen, Oslo and Moss hold drills",
         "2027-07-09", "day"),
        ("2027年7月9日，两市将签署渡轮协议。", "两市签署渡轮协议", "2027-07-09", "day"),
        ("林涛将于2027年7月9日访问奥斯陆。", "林涛访问奥斯陆", "2027-07-09", "day"),
        ("The court rules on Friday.", "Court rules", "2026-05-15", "day"),
        ("Bergen and the US will sign a ferry deal on 9 July 2027.", "Bergen and the US sign a ferry deal",
         "2027-07-09", "day"),
        ("On 9 July 2027, Bergen and Oslo sign a deal.", "Bergen and Oslo sign a deal", "2027-07-09", "day"),
        ("The council will debate the toll on 9 July 2027.", "Council debates the toll", "2027-07-09", "day"),
        ("The map will be published on 9 July 2027.", "Map published", "2027-07-09", "day"),
        ("The bank decides on fares on Friday.", "Bank decides on fares", "2026-05-15", "day"),
        ("Суд вынесет решение в пятницу.", "Суд вынесет решение", "2026-05-15", "day"),
        ("9 июля 2027 года города подпишут соглашение.", "Города подпишут соглашение", "2027-07-09", "day"),
        ("Саммит — в пятницу.", "Саммит", "2026-05-15", "day"),
        ("两市将于2027年7月9日签署渡轮协议。", "两市签署渡轮协议", "2027-07-09", "day"),
        ("峰会在周五。", "峰会", "2026-05-15", "day"),
    ],
)  # fmt: skip
def test_a_bare_noun_or_a_plain_subject_is_enough_for_a_coming_date(
    words: str, title: str, first: str, precision: str
) -> None:
    (event,) = draft(words).mentions
    assert (event.title, str(event.when.first), event.when.precision) == (title, first, precision)


@pytest.mark.parametrize(
    "words",
    [
        "The conference was held on 9 July 1991.",
        "The conference was held on 9 April 2026.",
        "Fares stay frozen until the end of the year.",
        "The end of the year is near.",
        "The ruling party wants a toll for 2027.",
        "By 2050 the quays will be under water.",
        "The law that Bergen signed on 9 May 2026 is new.",
    ],
)
def test_history_limits_and_far_years_are_neither_events_nor_doubts(words: str) -> None:
    assert (draft(words).mentions, left_over(words)) == ((), [])


@pytest.mark.parametrize(
    ("words", "doubt"),
    [
        ("They will see it on 9 July 2027.", "1 date that was still ahead has no recognisable event: 9 July 2027."),
        (
            "No vote is scheduled for 9 July 2027.",
            "1 date that was still ahead has no recognisable event: 9 July 2027.",
        ),
        ("They will sign it on 9 July 2027.", "1 date that was still ahead has no recognisable event: 9 July 2027."),
        (
            "Bergen will not sign the deal on 9 July 2027.",
            "1 date that was still ahead has no recognisable event: 9 July 2027.",
        ),
        (
            "The congress will not be held on 9 July 2027.",
            "1 date that was still ahead has no recognisable event: 9 July 2027.",
        ),
        (
            "Nets are mended by 9 July 2027. Paint dries by 3 May 2028.",
            "2 dates that were still ahead have no recognisable event: 9 July 2027, 3 May 2028.",
        ),
        (
            "Ropes by 1 May 2027. Nets by 2 May 2027. Tar by 3 May 2027. Oars by 4 May 2027.",
            "4 dates that were still ahead have no recognisable event: 1 May 2027, 2 May 2027, 3 May 2027, +1.",
        ),
    ],
)
def test_a_coming_date_without_an_event_is_told_to_the_importer(words: str, doubt: str) -> None:
    assert draft(words).mentions == ()
    assert left_over(words) == [doubt]


@pytest.mark.parametrize(
    ("words", "published"),
    [
        ("Meet on 9 July 2027.", None),
        ("Skippers meet on 9 July 2027.", None),
        ("Send your reply by 9 July 2027.", None),
        ("The congress opens on 9 July 2027.", None),
        ("This memo was issued on 4 May 2026. Meet on 9 July 2027.", date(2026, 5, 4)),
        ("This note was written on 4 May 2026, and ships sailed on 5 May 2026.", date(2026, 5, 4)),
    ],
)
def test_a_day_put_ahead_is_no_day_of_publication(words: str, published: date | None) -> None:
    assert draft(words, None).published == published


@pytest.mark.parametrize(
    "words",
    [
        "We are making progress with the inquiry into our 1 September anomaly and hope for more.",
        "Today I will do the usual update.",
        "The flight has been postponed until 2029, the harbour announced on Friday.",
        "Today we see a warmed-up version of an old quarrel.",
        "While these firms will likely make progress in July 2027, few will care.",
        "The following ships will be moved on 9 July 2027.",
        "So no board call on 9 July 2027.",
        "Spending will grow to 800 million in 2029.",
        "Tourism will play its part in 2027.",
        "Berg, Ada (9 July 2027). Quays of the north.",
        "By Ada Berg 9 July 2027",
        "Zuletzt geändert durch: Art. 3 G v. 12.7.2027",
        "Originalmente publicado 9 July 2027",
        "Friday mornings work well.",
        "Submit your ideas for next week!",
        "Republicans in the house want a vote of trust by 9 July 2027.",
        "Diese Verordnung tritt am 1. August 2027 in Kraft.",
        "最終更新日：2027年7月9日",
        "(Judge Ada K. Berg) [Entered: 9 July 2027]",
        "For years the town has relied on masts, the soundness of which will be tested on 9 July 2027.",
        "We will focus on those topics on 9 July 2027.",
        "Lund @skipper 9 July 2027",
        "9 July 2027: nothing to report",
        "See everyone on 9 July 2027.",
        "9 July 2027, UTC 20:00",
        "We will take papers until **Monday, 9 July 2027**.",
        "9 July 2027: `wget -r quay.example`",
        "Resolution from the board 2027-07-09 minutes",
        "Wanneer: maandag 9 July 2027",
        "Dabei gelten die Vorschriften des § 4 in der ab dem 9. Juli 2027 geltenden Fassung.",
    ],
)
def test_what_reminds_nobody_of_anything_is_no_event(words: str) -> None:
    assert [mention.title for mention in draft(words).mentions] == []


def test_cells_between_bars_make_one_title() -> None:
    text = "# Tides\n\n* 2027-07-09 | Quay hall | [Rope workshop](https://quay.example/)\n* 2027-07-10 | Pier | Swim\n"
    told = read("tides.md", text.encode(), published=PUBLISHED)
    assert [each.title for each in told.mentions] == ["Quay hall, Rope workshop", "Pier, Swim"]


@pytest.mark.parametrize(
    ("line", "title", "first"),
    [
        ("[July 9. Rope Moss - Grab a beer](https://quay.example/)", "Rope Moss - Grab a beer",
         "2026-07-09"),
        ("[July 9. Rope Hall - Harbour Edition](https://quay.example/)", "Rope Hall - Harbour Edition", "2026-07-09"),
        ("[July 9. Bergen Rope July Meetup](https://quay.example/)", "Bergen Rope July Meetup", "2026-07-09"),
        ("2026-07-09 | Bergen | [Rope Study Group](https://quay.example/)", "Bergen, Rope Study Group", "2026-07-09"),
        ("Note that there will be a meetup of the rope guild next week.", "Meetup of the rope guild", "2026-05-18"),
        ("Likewise, members of our guild will attend the fair on 9 July.", "Members of our guild attend the fair",
         "2026-07-09"),
        ("Ярмарка канатов состоится **26-го июля 2027 года** на **пляже Мосса**.", "Ярмарка канатов на пляже Мосса",
         "2027-07-26"),
        ("There will be a panel discussion on 9 July.", "Panel discussion", "2026-07-09"),
        ("The ballots will be certified by Congress on 9 July.", "Ballots certified by Congress", "2026-07-09"),
    ],
)  # fmt: skip
def test_items_of_a_calendar_name_their_events(line: str, title: str, first: str) -> None:
    told = read("tides.md", f"# Tides\n\nShips sail.\n\n* {line}\n* and more\n".encode(), published=PUBLISHED)
    assert [(each.title, each.when.first.isoformat()) for each in told.mentions] == [(title, first)]


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("Since December 7, he says, he is treated for a wound.", date(2025, 12, 7)),
        ("As the weekly reported back in December, both towns are hoping for a deal.", date(2025, 12, 1)),
        ("This is a picture that Berg posted to the site on Monday.", date(2026, 5, 11)),
        ("But Lund’s win in Tuesday’s vote keeps a mayor who has declared his plan.", date(2026, 5, 12)),
        ("The port talks about this in the January plenary, but the draft is late.", date(2026, 1, 1)),
        ("The latest draft is from December.", date(2025, 12, 1)),
        ("Voters decide on Monday.", date(2026, 5, 18)),
    ],
)
def test_days_that_a_clause_looks_back_on_lie_behind(words: str, first: date) -> None:
    assert [each.when.first for each in draft(words).dates] == [first]


def test_a_date_behind_a_verb_of_saying_is_the_day_of_the_saying() -> None:
    told = draft("The flight has been postponed until 2029, the harbour announced on Monday.")
    assert date(2026, 5, 11) in {each.when.first for each in told.dates}


def test_two_orders_in_one_sentence_keep_their_own_days() -> None:
    told = draft("Start accepting nominations on 9 July, close nominations on 12 July.").mentions
    assert [each.title for each in told] == ["Start accepting nominations", "Close nominations"]
    assert [each.when.first.day for each in told] == [9, 12]


@pytest.mark.parametrize(
    ("words", "titles"),
    [
        ("Die Regierung hat entschieden, den Hafen ab dem 9. Juli 2027 zu öffnen.", []),
        ("Allerdings gilt diese Regel nur bis 9. Juli 2027.", []),
        ("Abbildung: Ausschnitt einer Karte vom 9. Juli 2027", []),
        ("Der Verein wird, begleitet von der Stadt, am 9. Juli 2027 den Hafen öffnen.", ["Verein den Hafen öffnen"]),
    ],
)
def test_german_sentences_that_look_back_or_on_announce_nothing(words: str, titles: list[str]) -> None:
    text = f"# Hafen\n\nDie Schiffe fahren heute nicht, und niemand weiß warum.\n\n{words}\n"
    assert [each.title for each in read("hafen.md", text.encode(), published=PUBLISHED).mentions] == titles


@pytest.mark.parametrize(
    "words",
    [
        "## Next meeting\n\n2026-06-30",
        "## Upcoming\n\n- Next meeting: 2026-06-30 2000 UTC (Tuesday 1pm US Pacific).",
    ],
)
def test_the_next_meeting_of_minutes_is_an_event(words: str) -> None:
    text = f"# Board\n\nIt met.\n\n{words}\n"
    found = read("tides.md", text.encode(), published=date(2026, 6, 16)).mentions
    assert [(each.title.lower(), str(each.when.first)) for each in found] == [("next meeting", "2026-06-30")]


@pytest.mark.parametrize(
    "words",
    [
        "- Start Date: 2026-06-16",
        "- [June 16, 2026 Meeting Notes](a.md#june)",
        "Table of contents | 16 June 2026",
        "Date: 16 June",
    ],
)
def test_the_date_of_a_record_is_no_event(words: str) -> None:
    assert draft(words).mentions == ()
