"""Benchmarks are gates: what is lost is counted, and a missed promise ends them with 1."""

from collections import Counter

import pytest

from benchmarks import reach, summary_facts, summary_systems
from benchmarks.crash import _faulty, _out_of_order
from benchmarks.loopback import Faults
from benchmarks.promises import Promises


def test_a_missed_promise_is_printed_and_ends_with_1(capsys: pytest.CaptureFixture[str]):
    promises = Promises()
    promises.hold("lost", 0, 0)
    assert promises.status() == 0
    promises.hold("sent twice", 1, 0)
    assert promises.status() == 1
    assert "MISSED: sent twice: 1 (at most 0)" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("rows", "arrived", "lost"),
    [
        ({0: ("sent", ""), 1: ("unknown", "")}, [0], [0, 0, 0]),
        ({0: ("sent", "")}, [0, 1], [1, 0, 0]),
        ({0: ("sent", ""), 1: ("pending", "")}, [0], [0, 1, 0]),
        ({0: ("sent", ""), 1: ("sent", "")}, [1], [0, 0, 1]),
    ],
)
def test_each_way_to_lose_a_delivery_is_counted(rows, arrived, lost):
    assert list(_faulty(2, rows, Counter(arrived)).values()) == lost


def test_a_message_that_overtakes_another_of_its_chat_is_counted():
    assert _out_of_order([("a", 1), ("b", 0), ("a", 3), ("a", 2)]) == 1
    assert _out_of_order([("a", 0), ("a", 2), ("b", 1), ("a", 4)]) == 0


def test_faults_come_in_their_shares():
    faults = Faults(flood=0.1, lose=0.2)
    drawn = Counter(faults.draw() for _ in range(10_000))
    assert 800 < drawn["flood"] < 1200
    assert 1800 < drawn["lose"] < 2200
    assert drawn[None] == 10_000 - drawn["flood"] - drawn["lose"]


def test_each_labelled_fact_stands_in_a_sentence_of_its_text():
    labelled = summary_facts.texts()
    assert len(labelled) >= 100
    for text in labelled:
        sentences = [sentence for part in summary_systems.sentences_of(text.sections) for sentence in part]
        assert len(summary_facts.held(text.facts, sentences)) == len(text.facts), text.title


def test_recall_weighs_the_facts_that_sentences_hold():
    text = summary_facts.marked("# Harbour\n\nIt rained. The fee is £5.{f3} Gulls cried. It closes in May.{t1}\n")
    assert summary_facts.recall(text, ["The fee is £5.", "Gulls cried."]) == 0.75
    assert summary_facts.recall(text, ["It closes in May."]) == 0.25
    assert summary_facts.recall(text, ["It rained."]) == 0
    assert summary_facts.greedy_best(text) == 1


async def test_no_request_passes_more_files_than_it_may():
    with reach.profiled() as profile:
        passed = {what: files async for what, _, files in reach.measured(profile)}
    assert passed.keys() == reach.MOST.keys()
    assert all("bot/platforms/telegram/adapter.py" in files for files in passed.values())
    assert {what: len(files) for what, files in passed.items() if len(files) > reach.MOST[what]} == {}
