"""Made-up analyses of usual size, the same in each run."""

import random
from collections.abc import Iterator

_NOUNS = [
    "treaty",
    "port",
    "tariff",
    "envoy",
    "pipeline",
    "summit",
    "ministry",
    "border",
    "harvest",
    "vaccine",
    "reactor",
    "currency",
    "fleet",
    "quota",
    "visa",
]
_PLACES = ["Norland", "Sudland", "Westria", "Ostmark", "Meridia", "Karelov", "Tavria", "Lorvania", "Pellia", "Quorum"]
_VERBS = ["signed", "delayed", "opened", "questioned", "doubled", "halved", "praised", "refused", "renewed", "audited"]
_MONTHS = ("May", "June", "July", "August")
_AUTHORS = ["Holm", "Ledger", "Ito", "Okafor", "Brandt", "Silva", "Novak", "Haddad", "Larsen", "Moreau"]
_SECTIONS = ("Introduction", "Background", "What was agreed", "What is disputed", "Outlook")
COMMON = "region"  # a word that stands in every analysis


def analyses(count: int, seed: int = 1) -> Iterator[tuple[str, bytes]]:
    """File names and texts of about 750 words, with sections, citations, references and a coming event."""
    rng = random.Random(seed)
    for number in range(count):
        yield f"analysis-{number}.txt", _analysis(number, rng).encode()


def _analysis(number: int, rng: random.Random) -> str:
    place, noun = rng.choice(_PLACES), rng.choice(_NOUNS)
    lines = [f"The {noun} of {place}, report {number} on {rng.choice(_NOUNS)}s"]
    for heading in _SECTIONS:
        lines.append(heading)
        lines += [" ".join(_sentence(rng) for _ in range(5)) for _ in range(2)]
    lines.append(
        f"A meeting of {place} and {rng.choice(_PLACES)} is planned for {rng.choice(('May', 'June', 'July'))} 2026."
    )
    lines.append("References")
    lines += [
        f"{author}, A. ({2020 + i}). On the {rng.choice(_NOUNS)} of {place}." for i, author in enumerate(_AUTHORS[:5])
    ]
    return "\n".join(lines)


def _sentence(rng: random.Random) -> str:
    words = [rng.choice(_PLACES), rng.choice(_VERBS), "the", rng.choice(_NOUNS), "of", rng.choice(_PLACES)]
    words += ["while", "the", COMMON, rng.choice(_VERBS), f"word{int(rng.paretovariate(0.4)) % 5000}"]
    i = rng.randrange(5)
    return " ".join(words) + (f" ({_AUTHORS[i]}, {2020 + i})." if rng.random() < 0.3 else ".")


def long_analysis(size: int, number: int = 0) -> bytes:
    """A Markdown text of about `size` bytes with sections, citations, a table, dated sentences and many references."""
    rng = random.Random(number)
    works = [(author, year) for year in range(2012, 2026) for author in _AUTHORS]
    references = [_reference(rng, author, year) for author, year in works]
    tail = "\n".join(["## References", "", *references, ""])
    lines, written = [f"# The long year of {_PLACES[number % len(_PLACES)]}, volume {number}", ""], len(tail)
    for section in range(1, size):
        before = len(lines)
        lines += [
            f"{'##' if section % 4 == 1 else '###'} {section}. The {rng.choice(_NOUNS)} of {rng.choice(_PLACES)}",
            "",
        ]
        for _paragraph in range(6):
            lines += [" ".join(_cited_sentence(rng, works) for _ in range(5)), ""]
        lines += [f"A vote in {rng.choice(_PLACES)} is due on {rng.randint(1, 28)} {rng.choice(_MONTHS)} 2026.", ""]
        written += sum(len(each) + 1 for each in lines[before:])
        if written >= size:
            break
    return "\n".join([*lines, tail]).encode()


def _reference(rng: random.Random, author: str, year: int) -> str:
    title = f"On the {rng.choice(_NOUNS)} of {rng.choice(_PLACES)}, volume {year}"
    return f"{author}, A. ({year}). {title}. Quorum: {author} and Sons."


def _cited_sentence(rng: random.Random, works: list[tuple[str, int]]) -> str:
    words = f"{rng.choice(_PLACES)} {rng.choice(_VERBS)} the {rng.choice(_NOUNS)} of {rng.choice(_PLACES)}"
    words += f", while its {rng.choice(_NOUNS)} stayed with the board of {rng.choice(_PLACES)}"
    author, year = rng.choice(works)
    return f"{words} ({author}, {year})." if rng.random() < 0.25 else f"{words}."
