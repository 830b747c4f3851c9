"""The words of the bot in other languages: which one is spoken, and whether each sentence is told in it.

`python -m tests.bot.test_languages` writes the approved pages anew; look at what changed before keeping it.
"""

import ast
import re
import runpy
from collections.abc import Iterator
from datetime import UTC, date, datetime
from functools import cache
from gettext import GNUTranslations
from io import BytesIO
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.catalog import Catalog
from babel.messages.catalog import Message as Entry
from babel.messages.mofile import write_mo

from bot.commands import commands, menu
from bot.languages import LANGUAGES, _, current, known, language_set, set_language, translate
from bot.languages.catalog_update import catalog_of, extract_catalog, is_translated, path_of
from bot.languages.catalogs import PoFile
from bot.message import Buttons, Heading, Message, Paragraph, Run
from bot.platforms.telegram.sending.render import render as telegram
from bot.views.help import usage_line
from bot.views.shared.names_and_dates import counted, weekdays, when
from briefings.errors import Ambiguous, NotFound
from briefings.model.agenda import EventDate
from briefings.translatable import Phrase, packed, phrase, plural, restored, stored, unpacked

ROOT = Path(__file__).parents[2]
GOLDEN = ROOT / "tests" / "golden" / "views"
SHOWN = (
    *("start", "help-command", "status", "forget", "summary", "sources-of-section", "list", "ask-closest", "import"),
    *("event", "event-moved", "events-all", "remind", "snooze-in-quiet-hours", "subscribe", "schedule", "deliveries"),
    *(
        "quiet",
        "push-reminder",
        "push-digest",
        "push-moved",
        "push-stopped",
        "push-bundle",
        "push-database-fails",
        "push-database-failed",
        "refusal-late",
    ),
)


@cache
def pages(tag: str) -> dict[str, Message]:
    """Every answer and push that is approved in English, made in a language."""
    with language_set(tag):
        return runpy.run_path(str(Path(__file__).with_name("test_views_pages.py")))["PAGES"]


@pytest.mark.parametrize(
    ("client", "tag"),
    [("zh-hans", "zh"), ("ZH_TW", "zh"), ("ru-RU", "ru"), ("en", "en"), ("uk", ""), ("", ""), ("rum", "")],
)
def test_a_clients_tag_names_a_language_or_none(client: str, tag: str):
    assert known(client) == tag


def test_a_language_is_spoken_within_its_block_alone():
    with language_set("ru"):
        assert current() == "ru"
        with language_set("fr"):
            assert current() == "en"
        set_language("zh")
        assert current() == "zh"
    assert current() == "en"


def test_a_phrase_is_its_english_sentence_and_keeps_its_parts():
    told = phrase("There is no event e{id}.", id=3)
    assert told == "There is no event e3."
    assert isinstance(told, Phrase)
    assert (told.pattern, dict(told.parts)) == ("There is no event e{id}.", {"id": 3})
    assert plural("{number} section", "{number} sections", 1) == "1 section"
    assert plural("{number} section", "{number} sections", 7000) == "7,000 sections"


def test_a_failure_says_its_sentence_and_can_be_said_in_another_language():
    failed = NotFound("“{title}” has no section “{name}”.", ["close"], title="Braces {here}", name="x")
    assert str(failed) == "“Braces {here}” has no section “x”."
    assert translate(failed.sentence) == str(failed)
    assert str(Ambiguous("Whose {braces} stay as they are", ["a"])) == "Whose {braces} stay as they are"


OTHERS = [tag for tag in LANGUAGES if tag != "en"]
MOST_HELP, MOST_LABEL, MOST_HEADING = 256, 75, 150  # of a command in Telegram's menu, a button and a heading in Slack


def forms(message: Entry) -> list[tuple[str, str]]:
    """Each translation of a sentence beside the English that it stands for."""
    if isinstance(message.id, str):
        return [(message.id, str(message.string))]
    return [(message.id[-1], told) for told in message.string]


def fields(pattern: str) -> set[str]:
    """What a pattern leaves open, and how it is to be written; doubled braces too, for they are filled later."""
    found = [
        (name, how) for _, name, how, _ in Formatter().parse(pattern.replace("{{", "{").replace("}}", "}")) if name
    ]
    return {f"{name}:{how}" for name, how in found}


@pytest.fixture(scope="module")
def sentences() -> Catalog:
    """Every sentence of the code."""
    return extract_catalog()


@pytest.mark.parametrize("tag", OTHERS)
def test_every_sentence_is_translated_and_none_is_left_over(sentences: Catalog, tag: str):
    catalog = catalog_of(tag)
    wanted = {(each.id, each.context) for each in sentences if each.id}
    kept = {(each.id, each.context): each for each in catalog if each.id}
    assert wanted - kept.keys() == set(), "run python -m bot.languages"
    assert kept.keys() - wanted == set(), "run python -m bot.languages"
    assert [each.id for each in kept.values() if each.fuzzy or not is_translated(each)] == []


@pytest.mark.parametrize("tag", OTHERS)
def test_a_translation_has_every_plural_form_and_leaves_the_same_open(tag: str):
    catalog = catalog_of(tag)
    plurals = [each for each in catalog if not isinstance(each.id, str)]
    assert plurals
    assert [each.id for each in plurals if len(each.string or ()) != catalog.num_plurals] == []
    told = [(english, words) for each in catalog if each.id for english, words in forms(each)]
    assert [words for english, words in told if fields(words) != fields(english)] == []
    assert [words for english, words in told if words[:1].isspace() and not english[:1].isspace()] == []


@pytest.mark.parametrize("tag", LANGUAGES)
def test_what_platforms_show_in_little_room_fits(tag: str):
    with language_set(tag):
        assert [entry.name for entry in menu() if not 0 < len(_(entry.help)) <= MOST_HELP] == []
        assert [group.title for group in commands().groups if not 0 < len(_(group.title)) <= MOST_HEADING] == []
        blocks = [block for page in pages(tag).values() for block in page.blocks]
        labels = [b.label for block in blocks if isinstance(block, Buttons) for row in block.rows for b in row]
        assert [label for label in labels if len(label) > MOST_LABEL] == []
        assert [block.text for block in blocks if isinstance(block, Heading) and len(block.text) > MOST_HEADING] == []


@pytest.mark.parametrize(
    ("number", "told"),
    [(0, "0 дней"), (1, "1 день"), (2, "2 дня"), (5, "5 дней"), (11, "11 дней"), (21, "21 день"), (7000, "7 000 дней")],
)
def test_russian_counts_in_three_forms(number: int, told: str):
    with language_set("ru"):
        assert counted(number, "day").replace("\N{NO-BREAK SPACE}", " ") == told


APRIL = EventDate(date(2026, 4, 1), date(2026, 4, 30), "month")
WEEK = EventDate(date(2026, 4, 6), date(2026, 4, 12), "week")
OSLO = EventDate(
    date(2026, 4, 14), date(2026, 4, 14), "instant", datetime(2026, 4, 14, 7, 30, tzinfo=UTC), "Europe/Oslo"
)


@pytest.mark.parametrize(
    ("tag", "of", "told"),
    [
        ("ru", APRIL, "в апреле 2026 года, день не назначен"),
        ("zh", APRIL, "2026年4月，日期未定"),
        ("ru", WEEK, "на неделе с 6 по 12 апреля 2026 года, день не назначен"),
        ("zh", WEEK, "2026年4月6日至12日这一周，日期未定"),
        ("ru", OSLO, "14 апреля 2026 года, 09:30 Europe/Oslo (здесь 08:30)"),
        ("zh", OSLO, "2026年4月14日 09:30（Europe/Oslo）（此处为 08:30）"),
    ],
)
def test_a_date_is_written_as_its_language_writes_dates(tag: str, of: EventDate, told: str):
    with language_set(tag):
        assert re.sub(r"\s", " ", when(of, "Europe/London")) == told


@pytest.mark.parametrize(
    ("tag", "days", "told"),
    [
        ("ru", {1, 3}, "по понедельникам и средам"),
        ("zh", {1, 3, 7}, "每周一、周三和周日"),
        ("ru", {1, 2, 3, 4, 5}, "по будням"),
        ("en", {6, 7}, "every Saturday and Sunday"),
    ],
)
def test_weekdays_are_named_in_the_case_that_their_sentence_asks_for(tag: str, days: set[int], told: str):
    with language_set(tag):
        assert weekdays(frozenset(days)) == told


@pytest.mark.parametrize("tag", OTHERS)
@pytest.mark.parametrize("name", SHOWN)
def test_the_page_reads_as_it_was_approved(tag: str, name: str):
    assert pages(tag)[name].plain() + "\n" == (GOLDEN / tag / f"{name}.txt").read_text("utf-8")


OPEN = (
    "phrase",
    "plural",
    "BadInput",
    "NotFound",
    "Ambiguous",
    "Unreadable",
    "NotAllowed",
    "Unavailable",
    "Unwritten",
    "ReasonNeeded",
)


def left_open() -> Iterator[tuple[str, bool]]:
    """Where the core or a command says something, and whether what its pattern leaves open is given beside it."""
    for path in [*(ROOT / "briefings").rglob("*.py"), *(ROOT / "bot" / "commands").rglob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in OPEN and node.args:
                given = {each.arg for each in node.keywords} - {"close", "worked"}
                patterns = node.args[:2] if node.func.id == "plural" else node.args[:1]
                given |= {"number"} if node.func.id == "plural" else set()
                place = f"{path.relative_to(ROOT)}:{node.lineno}"
                yield place, not any(isinstance(each, ast.JoinedStr) for each in patterns)
                texts = [each.value for each in patterns if isinstance(each, ast.Constant)]
                yield from ((place, {each.split(":")[0] for each in fields(str(words))} == given) for words in texts)


def test_what_a_failure_leaves_open_is_given_beside_it():
    assert [place for place, right in left_open() if not right] == []


THREE_WORDS = re.compile(r"[A-Za-z]{2,} [a-z]+ [a-z]{3,}")
SPOKEN = frozenset(
    {*OPEN, "_", "msgid", "ngettext", "plurals", "pgettext", "command", "counted", "ValueError", "TypeError"}
)


def bare(tree: ast.Module) -> Iterator[int]:
    """Where three English words in a row stand that no reader of another language would be told."""
    above = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
    for node in ast.walk(tree):
        if not isinstance(node, ast.Constant) or not THREE_WORDS.search(str(node.value)):
            continue
        line, parent = node.lineno, above[node]
        if isinstance(parent, ast.Expr) or (isinstance(parent, ast.Dict) and node in parent.keys):
            continue  # a docstring, or a key
        calls = []
        while parent in above:
            calls += [ast.unparse(parent.func)] if isinstance(parent, ast.Call) else []
            parent = above[parent]
        if SPOKEN.isdisjoint(calls) and not any(call.startswith(("_log.", "log.", "re.")) for call in calls):
            yield line


@pytest.mark.parametrize("package", ["bot/views", "bot/commands"])
def test_no_sentence_stands_outside_the_catalogs(package: str):
    paths = [path for path in (ROOT / package).rglob("*.py") if "phrases" not in path.parts]  # those read words
    assert [f"{path}:{line}" for path in paths for line in bare(ast.parse(path.read_text("utf-8")))] == []


@pytest.mark.parametrize(
    ("form", "told"),
    [
        ("EVENT held|postponed|cancelled [why]", "СОБЫТИЕ held|postponed|cancelled [почему]"),
        ("[ANALYSIS] [all]", "[анализ] [all]"),
        ("mon,thu HH:MM [zone] to ADDRESS", "mon,thu HH:MM [пояс] to АДРЕС"),
    ],
)
def test_in_a_usage_line_only_what_stands_for_something_is_translated(form: str, told: str):
    assert usage_line(form) == form
    with language_set("ru"):
        assert usage_line(form) == told


def test_every_usage_line_stands_for_something_known():
    with language_set("zh"):
        forms = [usage_line(form) for command in commands() for form in command.forms]
    assert [
        form for form in forms if re.search(r"(?<![\w:])(?!N\b|HH\b)[A-Z]+\b(?!:)", form.replace("Beijing", ""))
    ] == []


def test_a_phrase_comes_back_from_another_process():
    told = phrase("“{name}” {has}.", name="a", has=plural("has {number} page", "has {number} pages", 2))
    assert unpacked(packed(told)) == told == "“a” has 2 pages."
    with language_set("ru"):
        assert translate(
            unpacked(packed(phrase("Similar: {names}.", names=phrase("{names} or {last}", names="a", last="b"))))
        )


@pytest.mark.parametrize(
    ("tag", "told"), [("", "The rest doesn't fit here"), ("ru", "Продолжение сюда"), ("zh", "内容超出此处篇幅")]
)
def test_a_platform_cuts_an_answer_in_its_language(tag: str, told: str):
    long = Message(tuple(Paragraph((Run("x" * 4000),)) for _ in range(20)), whole="/read a1", language=tag)
    assert told in telegram(long)[-1].text


def test_a_stored_sentence_is_translated_with_its_parts():
    told = phrase("Slack refuses Readout: {reason} ({code})", reason=phrase("the token is wrong"), code="invalid_auth")
    again = restored(stored(told))
    assert again == told == "Slack refuses Readout: the token is wrong (invalid_auth)"
    with language_set("ru"):
        assert translate(again) == "Slack отказывает Readout: токен неверен (invalid_auth)"
        several = plural(
            "{number} citation fits more than one reference: {examples}.",
            "{number} citations fit more than one reference: {examples}.",
            2,
            examples="(Tan)",
        )
        assert translate(restored(stored(several))).endswith("к нескольким источникам, 2: (Tan).")


def test_a_sentence_stored_by_an_earlier_version_is_shown_as_it_is():
    for told in ("Slack refuses Readout: the token is wrong (invalid_auth)", "the token is wrong", "{odd} braces", ""):
        assert restored(told) == told
        with language_set("ru"):
            assert translate(restored(told)) == told


@pytest.mark.parametrize(
    "text",
    [
        '{"pattern": "cut',
        '{"pattern": 3, "parts": {}}',
        '{"pattern": "{a}"}',
        '{"pattern": "{a} {b}", "parts": {"a": "x"}}',
        '{"pattern": "{a:>999999999}", "parts": {"a": "x"}}',
        '{"pattern": "{a.__class__}", "parts": {"a": "x", "a.__class__": "x"}}',
        '{"pattern": "{a!r}", "parts": {"a": "x"}}',
        '{"pattern": "{a", "parts": {"a": "x"}}',
        '{"pattern": "{a}", "parts": {"a": ["x"]}}',
        '{"pattern": "{a}", "many": "{b}", "number": 2, "parts": {"a": "x"}}',
        '{"pattern": "{number}", "many": "{number}", "number": 2, "parts": {"number": "x"}}',
        '{"pattern": "{a}", "parts": {"a": ' * 2000,
    ],
)
def test_text_that_only_looks_like_a_stored_sentence_is_shown_as_it_is(text: str):
    told = restored(text)
    assert told == text
    with language_set("ru"):
        assert translate(told) == text


if __name__ == "__main__":
    for language in OTHERS:
        (GOLDEN / language).mkdir(exist_ok=True)
        for name in SHOWN:
            (GOLDEN / language / f"{name}.txt").write_text(pages(language)[name].plain() + "\n", "utf-8")


@pytest.mark.parametrize("tag", ["ru", "zh"])
def test_catalogs_are_read_as_babel_reads_them(tag: str):
    compiled = BytesIO()
    write_mo(compiled, catalog_of(tag))
    compiled.seek(0)
    by_babel, ours = GNUTranslations(compiled), PoFile(path_of(tag).read_text("utf-8"))
    for message in catalog_of(tag):
        one, *more = message.id if isinstance(message.id, (tuple, list)) else (message.id,)
        for number in (0, 1, 2, 5, 21, 111) if more else ():
            assert ours.ngettext(one, more[0], number) == by_babel.ngettext(one, more[0], number)
        if message.context:
            assert ours.pgettext(message.context, one) == by_babel.pgettext(message.context, one)
        elif one and not more:
            assert ours.gettext(one) == by_babel.gettext(one)


def test_a_catalog_may_have_escapes_several_lines_and_gaps():
    header = 'msgid ""\nmsgstr ""\n"Language: xx\\n"\n"Plural-Forms: nplurals=2; plural=(n > 1);\\n"\n\n'
    said = 'msgid ""\n"one \\"two\\"\\n"\n"a\\\\b"\nmsgstr "eins\\t"\n"zwei"\n\nmsgid "gap"\nmsgstr ""\n\n'
    forms = 'msgid "{number} port"\nmsgid_plural "{number} ports"\nmsgstr[0] "P"\nmsgstr[1] "PP"\n'
    read = PoFile(header + said + forms)
    assert read.gettext('one "two"\na\\b') == "eins\tzwei"
    assert [read.gettext(each) for each in ("gap", "absent")] == ["gap", "absent"]
    assert [read.ngettext("{number} port", "{number} ports", number) for number in (0, 1, 2)] == ["P", "P", "PP"]
    assert [read.ngettext("ship", "ships", number) for number in (0, 1)] == ["ships", "ship"]
    assert PoFile(header + 'msgctxt "sea"\nmsgid "port"\nmsgstr "P"\n').pgettext("sea", "port") == "P"
