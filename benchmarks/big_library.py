"""Fills a database with very many made-up analyses, by whole tables: what an import would store, without reading.

Words have Zipf frequencies, so that a common one stands in tens of thousands of texts and most stand in few. Three in
five texts are English, the others Russian and Chinese. The rows are the same in each run.
"""

import random
import sqlite3
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from hashlib import sha256
from itertools import accumulate, chain
from typing import Any

import asyncpg
from pydantic import TypeAdapter
from sqlalchemy import Table, make_url

from briefings.disagreements import claims
from briefings.disagreements.keys import keys
from briefings.model.agenda import EventDate
from briefings.model.analysis import Author, Citation, Dated, Draft, Mention, Reference, Section, Sentence
from briefings.model.disagreements import Claim
from briefings.parsing import names
from briefings.store import analyses as rows
from briefings.store import tables
from briefings.text.terms import terms

Batch = dict[str, list[tuple[Any, ...]]]
Put = Callable[[str, Sequence[tuple[Any, ...]]], Awaitable[None]]
_claim = TypeAdapter(Claim)
_TOGETHER, _TOLD = 2_000, 5  # analyses in one batch; batches between two lines of progress
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_FIRST = datetime(2024, 1, 1, 9, tzinfo=UTC)
_TABLES = ("analysis", "revision", "sentence", "event", "mention", "statement", "claim", "claim_key", "journal")
_HEADINGS = {
    "en": ("Background", "What was agreed", "What is disputed", "Outlook"),
    "ru": ("Введение", "Что решено", "О чём спорят", "Что дальше"),
    "zh": ("背景", "达成的共识", "争议", "展望"),
}
_FUNCTION = {
    "en": (
        "the",
        "of",
        "and",
        "to",
        "in",
        "a",
        "is",
        "that",
        "for",
        "on",
        "with",
        "as",
        "was",
        "by",
        "at",
        "from",
        "its",
        "which",
        "after",
        "while",
        "said",
    ),
    "ru": (
        "и",
        "в",
        "на",
        "с",
        "по",
        "что",
        "как",
        "из",
        "за",
        "о",
        "для",
        "это",
        "после",
        "при",
        "также",
        "между",
        "их",
        "но",
        "он",
        "все",
        "было",
    ),
}
_SYLLABLES = {
    "en": ("b br c cl d dr f g gr h l m n p pr r s st t tr v w", "a e i o u ea ai", "n r l s t m d"),
    "ru": ("б в г д ж з к л м н п р с т ф х ц ч ш ст пр", "а е и о у ы", "н р л с т м д к"),
}
COMMON = {
    "en": ("government", "minister", "treaty", "market", "region", "harbour", "council", "price", "border", "energy"),
    "ru": ("правительство", "министр", "договор", "рынок", "регион", "порт", "совет", "цена", "граница", "энергия"),
    "zh": ("政府", "部长", "条约", "市场", "地区", "港口", "委员会", "价格", "边境", "能源"),
}
_TYPES = {"en": 60_000, "ru": 30_000, "zh": 20_000}  # words of each language
_AUTHORS = ("Holm", "Ledger", "Ito", "Okafor", "Brandt", "Silva", "Novak", "Haddad", "Larsen", "Moreau")
_CLAIMS_EACH = 3
_CLAIMING = "The {noun} of {place} {rose} by {share} percent in {year}, the ministry said."
LABELS = 6  # rows of `label` that marked analyses share: RED, for one of as many groups


@dataclass(frozen=True)
class Words:
    """The words of one language, the most frequent first, and how often each stands in a text."""

    language: str
    all: Sequence[str]
    terms: dict[str, tuple[str, ...]]
    weights: Sequence[float]

    def some(self, rng: random.Random, count: int) -> list[str]:
        """So many words, by their frequencies."""
        return rng.choices(self.all, cum_weights=self.weights, k=count)


def words_of(language: str) -> Words:
    """The made-up words of a language, the same in each run."""
    rng = random.Random(language)
    known = dict.fromkeys(COMMON[language])
    make = _chinese(rng) if language == "zh" else _spelled(rng, language)
    while len(known) < _TYPES[language]:
        known[make()] = None
    weights = list(accumulate(1 / (rank + 3) for rank in range(len(known))))
    every = chain(known, _FUNCTION.get(language, ()))
    return Words(language, list(known), {each: tuple(terms(each)) for each in every}, weights)


def _spelled(rng: random.Random, language: str) -> Callable[[], str]:
    first, middle, last = (each.split() for each in _SYLLABLES[language])

    def word() -> str:
        parts = (rng.choice(first) + rng.choice(middle) for _ in range(rng.choice((2, 2, 3, 3, 4))))
        return "".join(parts) + rng.choice(last)

    return word


def _chinese(rng: random.Random) -> Callable[[], str]:
    characters = [
        bytes((high, low)).decode("gb2312") for high in range(0xB0, 0xD7) for low in range(0xA1, 0xFF)
    ]  # the 3,666 most common ones
    return lambda: "".join(rng.choices(characters, k=2))


@dataclass
class _Text:
    """A text under construction, with what stands where."""

    words: Words
    parts: list[str] = field(default_factory=list)
    length: int = 0
    sentences: list[tuple[Sentence, str]] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)
    paragraphs: list[tuple[int, int]] = field(default_factory=list)
    citations: list[Citation] = field(default_factory=list)

    def put(self, words: str) -> int:
        """Adds words; returns where they begin."""
        self.parts.append(words)
        self.length += len(words)
        return self.length - len(words)

    def sentence(self, rng: random.Random, cited: Sequence[str]) -> None:
        """Adds a sentence of frequent and rare words, one in five with a citation."""
        chosen = self.words.some(rng, rng.randint(4, 12))
        if self.words.language == "zh":
            said, own = "".join(chosen), terms("".join(chosen))
        else:
            between = rng.choices(_FUNCTION[self.words.language], k=len(chosen))
            said = " ".join(chain.from_iterable(zip(chosen, between, strict=True))).capitalize()
            own = list(chain.from_iterable(map(self.words.terms.__getitem__, chain(chosen, between))))
        start = self.put(said)
        if rng.random() < 0.2:
            index = rng.randrange(len(cited))
            at = self.put(f" ({cited[index]})") + 1
            self.citations.append(Citation(at, self.length, f"({cited[index]})", "linked", (index,)))
        self.put("。" if self.words.language == "zh" else ". ")
        end = self.length - (0 if self.words.language == "zh" else 1)
        self.sentences.append((Sentence(len(self.sections) - 1, start, end), " ".join(dict.fromkeys(own))))


def _draft(number: int, words: Words, rng: random.Random) -> tuple[Draft, list[str]]:
    """A made-up analysis, and the search terms of each of its sentences."""
    text, title = _Text(words), f"{' '.join(words.some(rng, 4)).capitalize()}, report {number}"
    text.put(f"{title}\n")
    cited = [f"{author}, {2020 + rng.randrange(6)}" for author in rng.sample(_AUTHORS, 3)]
    count = max(6, min(150, round(rng.lognormvariate(3.2, 0.6))))
    coming = _section_by_section(text, rng, cited, count)
    references = _references(text, cited)
    published = (_FIRST + timedelta(minutes=10 * number)).date()
    when = EventDate(*(published + timedelta(days=rng.randint(-60, 400)),) * 2, "day")
    draft = Draft(
        title=title,
        language=words.language,
        published=published,
        published_from="text",
        text="".join(text.parts),
        sections=tuple(text.sections),
        sentences=tuple(each for each, _ in text.sentences),
        references=references,
        citations=tuple(text.citations),
        mentions=(Mention(coming, when, *_place(text)),) if rng.random() < 0.5 else (),
        dates=(Dated(when, *_place(text)),),
        paragraphs=tuple(text.paragraphs),
        reference_section=len(text.sections) - 1,
    )
    return draft, [own for _, own in text.sentences]


def _place(text: _Text) -> tuple[int, int]:
    last = text.sentences[-1][0]
    return last.start, last.end


def _section_by_section(text: _Text, rng: random.Random, cited: Sequence[str], count: int) -> str:
    """Writes the sections; returns the title of the event that the last one announces."""
    headings = _HEADINGS[text.words.language]
    for index, heading in enumerate(headings):
        start = text.put(f"{heading}\n")
        text.sections.append(Section(heading, 1, start, start, text.length))
        begun = text.length
        for _ in range(max(1, count // len(headings) + (index < count % len(headings)))):
            text.sentence(rng, cited)
        text.paragraphs.append((begun, text.length))
        text.put("\n")
        text.sections[-1] = Section(heading, 1, start, text.length, begun)
    return " ".join(text.words.some(rng, 3)).capitalize()


def _references(text: _Text, cited: Sequence[str]) -> tuple[Reference, ...]:
    start = text.put("References\n")
    body, found = text.length, []
    for each in cited:
        author, year = each.split(", ")
        entry = f"{author}, A. ({year}). Notes of {year}."
        at = text.put(entry)
        text.put("\n")
        found.append(Reference(at, at + len(entry), entry, (Author(author, "A."),), year, title=f"Notes of {year}"))
    text.sections.append(Section("References", 1, start, text.length, body))
    return tuple(found)


def _claim_pool() -> list[tuple[str, list[int]]]:
    """Claims as they are stored, with their keys."""
    rng, found = random.Random(5), []
    for _ in range(400):
        share, year = rng.randint(1, 40), rng.randint(2018, 2026)
        said = _CLAIMING.format(
            noun=rng.choice(COMMON["en"]),
            place=rng.choice(("Norland", "Sudland", "Westria", "Meridia", "Karelov", "Tavria", "Pellia", "Quorum")),
            rose=rng.choice(("rose", "fell", "grew")),
            share=share,
            year=year,
        )
        draft = Draft(
            "", "en", None, "none", said, sentences=(Sentence(None, 0, len(said)),), paragraphs=((0, len(said)),)
        )
        found += [
            (_claim.dump_json(each, exclude_defaults=True).decode(), sorted(set(keys(each)))) for each in claims(draft)
        ]
    return found


def batches(count: int, marked: float = 0.0) -> Iterator[Batch]:
    """The rows of so many analyses, as they are stored; of the tables in the order in which they must be filled.

    `marked` is the share of the analyses that have a label: RED, for one group each (label 1 to LABELS).
    """
    rng, pool = random.Random(3), _claim_pool()
    known = [words_of(each) for each in ("en", "ru", "zh")]
    numbers = dict.fromkeys(_TABLES, 0)
    batch: Batch = {name: [] for name in _TABLES}
    for number in range(1, count + 1):
        label = rng.randint(1, LABELS) if rng.random() < marked else None
        words = known[rng.choices((0, 1, 2), (3, 1, 1))[0]]
        _add(batch, numbers, number, label, *_draft(number, words, rng), rng.sample(pool, _CLAIMS_EACH))
        if number % _TOGETHER == 0 or number == count:
            yield batch
            batch = {name: [] for name in _TABLES}


def _add(
    batch: Batch,
    numbers: dict[str, int],
    id_: int,
    label: int | None,
    draft: Draft,
    found: Sequence[str],
    claimed: Sequence[tuple[str, list[int]]],
) -> None:
    """Adds the rows of one analysis to a batch."""

    def next_of(table: str) -> int:
        numbers[table] += 1
        return numbers[table]

    at = _micros(_FIRST + timedelta(minutes=10 * id_))
    day, key = draft.published and draft.published.isoformat(), names.key(draft.title)
    counts = len(draft.sections), len(draft.text.split())
    batch["analysis"].append((id_, f"{id_}.txt", draft.title, key, 1, 1, day, *counts, at, at, label, False))
    digest = sha256(draft.text.encode()).hexdigest()
    batch["revision"].append((id_, 1, draft.text, digest, None, rows.packed(draft), "Readout", at))
    batch["sentence"] += [
        (next_of("sentence"), id_, each.section, each.start, each.end, own, label)
        for each, own in zip(draft.sentences, found, strict=True)
    ]
    for each in draft.mentions:
        event, days = next_of("event"), (each.when.first.isoformat(), each.when.last.isoformat())
        state = ("set", "", 1, 0, False, None, at, at, "", label)
        batch["event"].append((event, each.title, *days, each.when.precision, None, None, *state))
        batch["mention"].append((next_of("mention"), event, id_, 1, each.title, each.start, each.end, None, label))
    for sentence in draft.sentences[-2:]:
        due = (draft.dates[0].when.first.isoformat(), draft.dates[0].when.last.isoformat(), "day")
        span, number = (sentence.start, sentence.end), next_of("statement")
        said = draft.text[sentence.start : sentence.end]
        head = (number, id_, f"{id_} {number}", 1, *span, *span, said, "expected", "author", *due, "", "")
        fate = (None, None, None, "", None, None, None, None, "", None, 0, None, 0, day, label)
        batch["statement"].append(head + fate)
    for data, own in claimed:
        number = next_of("claim")
        batch["claim"].append((number, id_, 0, data, label))
        batch["claim_key"] += [(key, number) for key in own]
    line = (next_of("journal"), at, "Readout", "added", f"a{id_}", draft.title, "", None, None, label)
    batch["journal"].append(line)


def _micros(at: datetime) -> int:
    return (at - _EPOCH) // timedelta(microseconds=1)


async def fill(urls: Sequence[str], count: int, marked: float = 0.0) -> None:
    """Fills empty databases that have their tables, each with the same rows."""
    async with AsyncExitStack() as opened:
        puts = [
            await opened.enter_async_context(_file(url) if url.startswith("sqlite") else _server(url)) for url in urls
        ]
        begun = time.perf_counter()
        for number, batch in enumerate(chain((_labels(),), batches(count, marked))):
            for name, found in batch.items():
                for put in puts:
                    await put(name, found)
            if number % _TOLD == 0:
                done = min(count, number * _TOGETHER)
                print(f"  {done:,} of {count:,} analyses, {time.perf_counter() - begun:.0f} s", flush=True)
        print("  indexes for PostgreSQL, and the rest of SQLite's", flush=True)


def _labels() -> Batch:
    numbers = range(1, LABELS + 1)
    return {
        "label": [(each, f"{each}", 4, None, True, True, False) for each in numbers],
        "label_audience": [(each, f"@group{each}") for each in numbers],
    }


def _columns(name: str) -> list[str]:
    table: Table = tables.metadata.tables[name]
    return [column.name for column in table.columns]


@asynccontextmanager
async def _file(url: str) -> AsyncIterator[Put]:
    connection = sqlite3.connect(str(make_url(url).database))
    for pragma in ("synchronous=OFF", "foreign_keys=OFF", "cache_size=-200000", "temp_store=MEMORY"):
        connection.execute(f"PRAGMA {pragma}")

    async def put(name: str, found: Sequence[tuple[Any, ...]]) -> None:
        named = ", ".join(f'"{each}"' for each in _columns(name))
        marks = ", ".join("?" * len(_columns(name)))
        connection.executemany(f"INSERT INTO {name} ({named}) VALUES ({marks})", found)  # noqa: S608

    try:
        with connection:
            yield put
    finally:
        connection.close()


_GIN = "ix_sentence_terms"


@asynccontextmanager
async def _server(url: str) -> AsyncIterator[Put]:
    """By COPY, as text; the full-text index is made at the end, in a tenth of the time."""
    parsed = make_url(url)
    names_of = {"user": parsed.username, "database": parsed.database}
    connection = await asyncpg.connect(host=str(parsed.query["host"]), **names_of, command_timeout=3_600)
    try:
        await connection.execute("SET maintenance_work_mem = '1GB'")
        await connection.execute("SET session_replication_role = replica")
        definition = await connection.fetchval(f"SELECT pg_get_indexdef('{_GIN}'::regclass)")
        await connection.execute(f"DROP INDEX {_GIN}")
        yield partial(_copy, connection)
        await connection.execute(definition)
        for name in _TABLES:
            if "id" in _columns(name):
                last = f"SELECT setval(pg_get_serial_sequence('{name}', 'id'), max(id)) FROM {name}"  # noqa: S608
                await connection.execute(last)
        await connection.execute("VACUUM ANALYZE")
    finally:
        await connection.close()


async def _copy(connection: Any, name: str, found: Sequence[tuple[Any, ...]]) -> None:
    async def lines() -> AsyncIterator[bytes]:
        for first in range(0, len(found), 500):
            some = found[first : first + 500]
            yield "".join("\t".join(map(_copied, row)) + "\n" for row in some).encode()

    await connection.copy_to_table(name, source=lines(), columns=_columns(name))


_ESCAPED = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


def _copied(value: Any) -> str:
    if value is None:
        return "\\N"
    if isinstance(value, bool):
        return "t" if value else "f"
    return str(value).translate(_ESCAPED)
