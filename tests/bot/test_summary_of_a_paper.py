"""Five questions to one paper, as a reader sees the answers, compared with tests/golden/crossing.txt.

`python -m tests.bot.test_summary_of_a_paper` writes the file anew; read it as somebody's boss would before keeping it.
"""

from pathlib import Path

from bot.views.library import summaries
from briefings.library.summaries import briefing
from briefings.model.analysis import Analysis
from briefings.reading import read
from tests.bot.test_views_pages import GOLDEN

PAPER = Path(__file__).parents[1] / "samples" / "crossing.md"
ANSWERS = GOLDEN.parent / "crossing.txt"


def answers() -> str:
    analysis = Analysis(1, 1, read(PAPER.name, PAPER.read_bytes()))
    draft = analysis.draft
    third = next(n for n, each in enumerate(draft.sections) if each.heading == "The cost of the bridge")
    shown = {
        "/summary": summaries.summary(analysis, {}, briefing(draft, "medium"), "medium"),
        "/summary, of a section": summaries.summary(
            analysis, {}, briefing(draft, "medium", section=third), "medium", third
        ),
        "/summary brief": summaries.summary(analysis, {}, briefing(draft, "brief"), "brief"),
        "/summary short": summaries.summary(analysis, {}, briefing(draft, "short"), "short"),
        "/summary long": summaries.summary(analysis, {}, briefing(draft, "long"), "long"),
    }
    return "\n\n".join(f"=== {line}\n\n{message.plain()}" for line, message in shown.items()) + "\n"


def test_the_answers_read_as_they_were_approved() -> None:
    assert answers() == ANSWERS.read_text("utf-8")


if __name__ == "__main__":
    ANSWERS.write_text(answers(), "utf-8")
