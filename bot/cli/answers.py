"""Subcommands that print an answer, such as list and search: as the chat shows it, or as JSON (`answer_shapes`).

Those for tokens and webhooks print it as the chat shows it.
"""

import argparse
import re

from bot.cli.answer_command import answer_command, require_form, tell
from bot.cli.arguments import count
from bot.cli.base import Subcommands, subcommand

_TOKENS = re.compile(r"(?:list)?|new .+|revoke (?:#?\d+|all)", re.IGNORECASE)
_WEBHOOKS = re.compile(
    r"(?:list(?: #?\d+)?)?|new \S+.*|(?:test|rotate|on|off) #?\d+|revoke (?:#?\d+|all)|replay \S+", re.IGNORECASE
)


def declare(commands: Subcommands) -> None:
    """Adds these subcommands."""
    answer_command(commands, "list", "list", "[words]", "the analyses in the library, newest first")
    answer_command(commands, "show", "read", "[analysis] [section]", "the full text of an analysis")
    summary = answer_command(
        commands,
        "summary",
        "summary",
        "[analysis] [section] [brief|short|medium|long]",
        "a summary by sections",
    )
    summary.add_argument("--words", type=count, metavar="N", help="at most N words in all")
    summary.add_argument("--fluent", action="store_true", help="add connected prose, if a language model is set")
    cited = answer_command(commands, "sources", "sources", "[analysis] [section]", "who is cited, how often and where")
    cited.add_argument(
        "--format", choices=("bibtex", "ris", "csl"), help="print the references for a reference manager"
    )
    answer_command(commands, "audit", "audit", "[analysis]", "problems in an analysis")
    answer_command(commands, "ask", "ask", "QUESTION", "the passages that answer a question, or the closest sentences")
    answer_command(commands, "brief", "brief", "WORDS", "what the library says on a topic, oldest first")
    takes = "ANALYSIS and ANALYSIS, or WORDS and WORDS, or [topic|analysis|all]"
    answer_command(commands, "compare", "compare", takes, "what two analyses or topics say, or what contradicts")
    answer_command(commands, "events", "events", "[all]", 'upcoming events; "all" includes past ones')
    takes = "WORDS [in ANALYSIS]"
    answer_command(commands, "search", "search", takes, "the sentences with these words, best first")
    answer_command(commands, "quotes", "quotes", "[analysis] [speaker]", "who is quoted, and where")
    answer_command(commands, "timeline", "timeline", "[analysis] [section]", "the dates in an analysis")
    answer_command(commands, "actors", "actors", "[analysis]", "the people, organisations and places")
    answer_command(commands, "where", "where", "WORDS", "a sentence in its paragraph, with its sources")
    about = "[analysis|event|holder|all]"
    answer_command(commands, "disagree", "disagree", "[topic|analysis|all]", "sentences that contradict each other")
    answer_command(commands, "outlook", "outlook", about, "statements about the future, and their outcome")
    answer_command(commands, "changes", "changes", "[analysis]", "what is new since you last read it")
    parser = subcommand(commands, "token", _token, "make, list and revoke your tokens for the API")
    parser.add_argument("rest", nargs="*", metavar="WORD", help="list, new NAME, revoke N, or revoke all")
    parser = subcommand(commands, "webhook", _webhook, "post changes to an address; list, test and revoke webhooks")
    parser.add_argument(
        "rest", nargs="*", metavar="WORD", help="list, new URL EVENTS, test N, rotate N, off N, replay ID"
    )


def _token(arguments: argparse.Namespace) -> int:
    require_form(_TOKENS, arguments.rest, "readout token list, readout token new NAME or readout token revoke N")
    return tell("token", arguments)


def _webhook(arguments: argparse.Namespace) -> int:
    usage = "readout webhook list, readout webhook new URL, or test, rotate, on, off or revoke with a number"
    require_form(_WEBHOOKS, arguments.rest, usage)
    return tell("webhook", arguments)
