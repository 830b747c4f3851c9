"""Parses what people type: ids and names, days, times, leads and time zones. Pure, without a store."""

from briefings.parsing.guess import EVENT_SORTS, guess_event
from briefings.parsing.names import NO_CAPTION, Caption, parse_caption, parse_id
from briefings.parsing.titles import name_of_document, named_titles
from briefings.parsing.when import (
    lead_in_other_unit,
    other_unit,
    parse_days,
    parse_leads,
    parse_quiet,
    parse_snooze,
    parse_time,
    parse_when,
    time_at_head,
)
from briefings.parsing.zones import zone_at_head, zone_named, zone_of_place

__all__ = [
    "EVENT_SORTS",
    "NO_CAPTION",
    "Caption",
    "guess_event",
    "lead_in_other_unit",
    "name_of_document",
    "named_titles",
    "other_unit",
    "parse_caption",
    "parse_days",
    "parse_id",
    "parse_leads",
    "parse_quiet",
    "parse_snooze",
    "parse_time",
    "parse_when",
    "time_at_head",
    "zone_at_head",
    "zone_named",
    "zone_of_place",
]
