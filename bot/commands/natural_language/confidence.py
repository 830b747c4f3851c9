"""Decides between the phrase rules and the classifier: act on one of them, or offer the likeliest commands. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from bot.commands.natural_language.classifier import Guess
from bot.commands.natural_language.command_lines import CHANGES, same_kind
from bot.commands.phrases import Interpretation, rule_of

SURE = 0.55  # from which likelihood on a kind is acted on
_SURER = 0.75  # the same against a rule
_BACKED = 0.2  # likelihood of what a rule says, from which on the rule is followed
_POSSIBLE = 0.04  # of a kind that is offered
_FACT = 0.25  # likelihood of a fact, from which on it goes before a question about the text
_MOST = 3  # commands offered
TEXTS = frozenset(("ask", "search"))  # kinds that look into the texts
_NONE = frozenset(("offer", *TEXTS))
_UNASKED = frozenset(("remove",))  # kinds that are offered only where they are the likeliest
_BY_KIND = frozenset(("events", "language", "export", "outlook", "list"))  # kinds whose lines rules know less of

Way = Literal["rules", "kind", "offers"]


@dataclass(frozen=True, slots=True)
class Route:
    """The way to an answer: the rules' wishes, the first kind, or an offer of all `kinds`.

    `doubtful` if the classifier doesn't clearly confirm what the rules say, so that a change is confirmed first.
    """

    way: Way
    kinds: tuple[str, ...] = ()
    doubtful: bool = False


def route(meaning: Interpretation, guesses: Sequence[Guess], *, alone: bool = False) -> Route:
    """The way to the answer for a sentence with what the rules and the classifier say of it.

    A word `alone` that is not clearly a request is looked for.
    """
    guesses = _facts_first(guesses)
    rule, top = rule_of(meaning), guesses[0]
    possible = (each.kind for each in guesses if each.likelihood >= _POSSIBLE and each.kind != "offer")
    near = tuple(kind for kind in possible if kind == top.kind or kind not in _UNASKED)[:_MOST]
    if not rule:
        return Route("rules", near) if alone and top.likelihood < SURE else _without_rule(top, near)
    said = [each.likelihood for each in guesses if same_kind(rule, each.kind)]
    if not said:  # the classifier has no such kind
        return Route("rules", near)
    backed = sum(said)
    sure = all(each.sure for each in meaning.wishes[:1])  # a bare "Russian" may be a word to look for
    if sure and same_kind(rule, top.kind) and top.kind in _BY_KIND and top.likelihood >= SURE:
        return Route("kind", near)
    if backed >= _BACKED or (top.kind in _NONE and rule not in CHANGES):
        return Route("rules", near, doubtful=backed < SURE)
    if top.likelihood >= _SURER and top.kind != "offer":
        return Route("kind", near)
    return Route("offers", near) if rule in CHANGES else Route("rules", near)


def _facts_first(guesses: Sequence[Guess]) -> Sequence[Guess]:
    """The guesses, with a fact of an analysis before a nearly as likely question about its text."""
    first, second, *rest = guesses
    fact, question = (second, first) if first.kind in TEXTS else (first, second)
    if question.kind not in TEXTS or not fact.kind.startswith("info") or fact.likelihood < _FACT:
        return guesses
    return (Guess(fact.kind, fact.likelihood + question.likelihood), Guess(question.kind, 0), *rest)


def _without_rule(top: Guess, near: tuple[str, ...]) -> Route:
    if top.kind in TEXTS and top.likelihood >= SURE:
        return Route("rules", near)
    if top.kind == "offer":
        return Route("offers", near)
    if top.likelihood >= SURE:
        return Route("kind", near)
    return Route("offers", near)


def is_sure(guesses: Sequence[Guess]) -> bool:
    """Whether the first kind is clear enough to be taken for a sentence that begins with a command's name."""
    return guesses[0].likelihood >= _SURER and guesses[0].kind not in _NONE
