"""Who holds what a passage says: a party or speaker who claims it, or a court or board that decides it; and when."""

import re

from briefings.text.patterns import lazy_re

_SAID = lazy_re(
    r"\b(?:argu(?:es?|ed|ing)|contend(?:s|ed|ing)?|claim(?:s|ed)|alleg(?:es?|ed|ing)|assert(?:s|ed|ing)?|"
    r"maintain(?:s|ed)|insist(?:s|ed)?|complain(?:s|ed)?|den(?:y|ies|ied)|according to|holds? that|urges?|accus\w+|"
    r"purport\w+|would have|believes?|thinks?|says?|said|told|tells?)\b|"
    r"утвержда|по словам|заяв(?:ил|ляет)|считает|认为|声称|主张|表示|辩称",
    re.IGNORECASE,
)
_PARTY = (
    r"(?:appell(?:ant|ee)s?|plaintiffs?|defendants?|petitioners?|respondents?|claimants?|prosecut(?:or|ion)|"
    r"employ(?:er|ee)|company|union|operator|port|commissioner|parents?|lawyers?|counsel|attorneys?)"
)
_CLAIM = lazy_re(
    r"\b(?:argu(?:es?|ed|ing)|contend(?:s|ed|ing)?|claim(?:s|ed)|alleg(?:es?|ed|ing|edly)|assert(?:s|ed|ing)|"
    r"maintains?|insist(?:s|ed)|disputes?|accus(?:es?|ed)|purport\w+)\b|"
    rf"\b{_PARTY} (?:says?|said|believes?|den(?:y|ies|ied))\b|\baccording to (?:the )?{_PARTY}\b|"
    r"утвержда|声称|主张|辩称",
    re.IGNORECASE,
)
_BODY = r"(?:we|court|board|judge|tribunal|panel|commission|council|jury|committee|it is|is hereby|are)"
_TO_COME = r"(?:will|would|may|might|could|can|should|shall|to)\b"
_DECISION = lazy_re(
    rf"\b{_BODY} (?:(?!{_TO_COME})\w+ ){{0,2}}(?:held?|holds|finds?|found|concludes?|concluded|affirm(?:s|ed)?|"
    r"reverse[ds]?|rule[ds]?|decide[ds]?|order(?:s|ed)?|agree[ds]?|grant(?:s|ed)?|den(?:y|ies|ied)|dismiss(?:es|ed)?|reject(?:s|ed)?|"
    r"vacate[ds]?|remand(?:s|ed)?|vote[ds]?|resolved|decline[ds]?|award(?:s|ed)?|determine[ds]?|accepts?|accepted|"
    r"adopts?|adopted|recommend(?:s|ed)?|disagree[ds]?)\b|\bmust pay\b|\bshall\b|"
    r"\bсуд (?:решил|постановил|отклонил|признал|обязал)|(?:法院|法庭|本院)(?:判决|裁定|认为|驳回)",
    re.IGNORECASE,
)
_FUTURE = lazy_re(
    r"\b(?:will|shall|going to|next (?:year|month|week|spring|summer|autumn|winter)|plans? to|is to|are to|expect\w*|"
    r"would|upcoming|будет|будут)\b|将",
    re.IGNORECASE,
)
_DENIAL = lazy_re(
    r"\b(?:not|no|never|none|nobody|nothing|neither|nor|without|cannot|не|нет|ни|без)\b|n[’']t\b|[不没未无]",
    re.IGNORECASE,
)


def is_said(words: str) -> bool:
    """Whether a passage reports what somebody says."""
    return _SAID.search(words) is not None


def is_claim(words: str) -> bool:
    """Whether a passage reports what a party claims, which may not be so; a decision in the same words outweighs it."""
    return _CLAIM.search(words) is not None and not is_decision(words)


def is_decision(words: str) -> bool:
    """Whether a court, a board or another body decides or finds something in a passage."""
    return _DECISION.search(words) is not None


def is_future(words: str) -> bool:
    """Whether a passage speaks of what is still to come."""
    return _FUTURE.search(words) is not None


def is_denial(words: str) -> bool:
    """Whether a passage denies something."""
    return _DENIAL.search(words) is not None
