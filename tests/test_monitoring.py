"""The alerts, the dashboard and the operators' page name the metrics that Readout has."""

import json
import re
from pathlib import Path

import yaml

from bot.web.metrics import Metrics

ROOT = Path(__file__).parents[1]
_NAME = re.compile(r"\b(?:readout|process)_[a-z_]+\b")


def served() -> set[str]:
    """The names of all series, as PromQL has them."""
    metrics = Metrics()
    for name in ("clock_difference_seconds", "tick_age_seconds"):  # shown once they are known
        metrics.show(name, 1)
    names: set[str] = set()
    for family in metrics.registry.collect():
        endings = {"counter": ("_total",), "histogram": ("_bucket", "_sum", "_count")}.get(family.type, ("",))
        names |= {family.name + ending for ending in endings}
    return names


def test_five_alerts_are_told_by_metrics_that_there_are() -> None:
    [group] = yaml.safe_load((ROOT / "docs/monitoring/alerts.yml").read_text("utf-8"))["groups"]
    rules = group["rules"]
    assert len({rule["alert"] for rule in rules}) == 5
    for rule in rules:
        assert set(_NAME.findall(rule["expr"])) - {"platform_up"} <= served(), rule["alert"]
        assert rule["annotations"]["summary"]
        assert rule["annotations"]["description"]
        assert rule["labels"]["severity"] in ("critical", "warning")


def test_the_dashboard_shows_each_metric_of_readout_and_no_other() -> None:
    board = json.loads((ROOT / "docs/monitoring/dashboard.json").read_text("utf-8"))
    shown = {name for panel in board["panels"] for each in panel["targets"] for name in _NAME.findall(each["expr"])}
    assert shown <= served()
    own = {name for name in served() if name.startswith("readout_") and not name.endswith(("_sum", "_count"))}
    assert own - shown == {"readout_build_info"}
    places = [(panel["gridPos"]["x"], panel["gridPos"]["y"]) for panel in board["panels"]]
    assert len(set(places)) == len(places)


def test_the_operators_page_names_each_metric_and_both_files() -> None:
    page = (ROOT / "docs/operators.md").read_text("utf-8")
    own = {re.sub(r"_(?:bucket|sum|count)$", "", name) for name in served() if name.startswith("readout_")}
    assert [name for name in sorted(own) if f"`{name}" not in page] == []
    for file in ("alerts.yml", "dashboard.json"):
        assert f"](monitoring/{file})" in page
        assert (ROOT / "docs/monitoring" / file).is_file()
