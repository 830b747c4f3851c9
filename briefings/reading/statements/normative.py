"""Tells rules and descriptions of how a thing works, as in specifications and licences, from what is to come.

"Unknown fields will be ignored" foretells nothing, whereas "the ministry will ignore the ruling" does. Only what no
time and no holder makes a forecast is looked at.
"""

import re

_KEYWORD = re.compile(r"(?:MUST|SHALL|SHOULD|MAY|REQUIRED|RECOMMENDED|WILL)\b")  # as RFC 2119 writes them
_MODAL = re.compile(
    r"(?:(?:will|shall|must|should|may|might|can)\b|(?:has|have|needs?)\sto\b|(?:is|are)\s(?:required|allowed)\sto\b)"
    r"(?:\s(?:not|never|also|then|only|still|always|automatically)\b)*\s?(?P<act>.{0,60})",
    re.IGNORECASE,
)
_YOU = re.compile(r"(?:if\s.{1,80},\s)?you(?:r\s\w+)?\b", re.IGNORECASE)
_LEGAL = re.compile(
    r"(?:in\sno\s(?:event|case|circumstances?)|nothing\sin\sthis)\b"
    r"|(?:this|the)\s(?:agreement|licen[cs]e|document|specification|section|clause|policy|contract|annex|memo|guide|template)$"
    r"|(?:(?:the|each|any|every|either|such)\s)?(?:licensees?|licensors?|contributors?|sublicensees?|subscribers?|"
    r"copyright\sholders?|holders?\sof\sthis)\b|(?:either|each|neither|both)\sparty?(?:ies)?\b",
    re.IGNORECASE,
)
# Where a noun phrase ends and what belongs to it begins.
_REST = re.compile(
    r"\s(?:of|in|on|for|with|without|that|which|who|at|from|after|before|longer|than|to|by|as|when|if|under|per)\s.*",
    re.IGNORECASE | re.DOTALL,
)
# Things that only programs and formats have: what is said of them without a time is how they work.
_TECHNICAL_WORDS = (
    "argument array attribute backslash boolean buffer byte cache callback caller certificate character checksum "
    "class client codec codepoint command commit compiler configuration constructor cookie decoder dictionary "
    "directive element encoder endpoint entry enum error exception field flag function handler hash header "
    "identifier implementation implementer index input instance integer iterator key keyword lock macro metadata "
    "method middleware module newline node nonce nonterminal object octet opcode operand operator option output "
    "parameter parser passphrase password payload plugin pointer predicate prefix process queue receiver "
    "recipient redirect regex register request response router runtime schema script sender separator server "
    "setting slash socket stack string subclass subcommand suffix symbol syntax tag template thread timestamp "
    "token tuple type uri url value variable warning whitespace widget wrapper"
)
_TECHNICAL = frozenset(_TECHNICAL_WORDS.split())
# Things that others have as well: of these, what programs do to them tells how they work.
_SHARED_WORDS = (
    "body branch build default directory document environment file folder group image item job line link list "
    "message name number package page path picture pull record registry requests row rule section session table "
    "test text user version word"
)
_SHARED = frozenset(_SHARED_WORDS.split())
_BEHAVIOUR = re.compile(
    r"(?:be\s(?:\w+ly\s|only\s)?)?(?:ignored|raised|returned|thrown|treated|interpreted|displayed|shown|logged|truncated|"
    r"overwritten|discarded|rendered|evaluated|called|invoked|parsed|converted|installed|passed|inserted|appended|encoded|"
    r"decoded|escaped|invalidated|cached|loaded|stored|created|deleted|omitted|skipped|stripped|trimmed|sorted|matched|"
    r"assigned|printed|emitted|triggered|opened\sagainst|included|specified|set\sto|named|signed\soff|in\slower\scase|"
    r"removed\s(?:from|before)|run\s(?:on|every|before|after|in)|fail|continue\sto\swork|contain|include|"
    r"assign|take\sprecedence|match|return|specify|describe|start\swith|end\swith|begin\swith)\b",
    re.IGNORECASE,
)
_PLURALS = (("ies", "y"), ("sses", "ss"), ("ches", "ch"), ("shes", "sh"), ("xes", "x"), ("s", ""))
# By which a text shows that it is a specification, a licence or a manual.
_CAPITALS = re.compile(r"\b(?:MUST|SHALL|SHOULD|REQUIRED|RECOMMENDED)\b(?! [A-Z]{3})")
_CODE = re.compile(r"`[^`\n]{1,80}`")
_FEWEST, _SENTENCES = 4, 12  # keywords, and sentences for one of them
_FEWEST_CODES, _OF_CODE = 6, 3  # pieces of code, and sentences for one of them
# What such a text says of its own future all the same.
_PLAN = re.compile(
    r"\b(?:releases?|released|versions?|future|roadmap|plan(?:s|ned|ning)?|deprecat\w+|remov(?:e[sd]?|al|ing)\s(?:in|from)|drop(?:s|ped)?|"
    r"stabili[sz]\w+|migrat\w+|publish\w*|later|soon|next|eventually|upcoming|year|month|discuss\w*)\b",
    re.IGNORECASE,
)
_PERMITTED = re.compile(r"\b(?:may|might|could|can|should|must|shall|needs?\sto|has\sto|have\sto)\b", re.IGNORECASE)


def is_rulebook(text: str, sentences: int) -> bool:
    """Whether a text of a number of sentences gives rules, as specifications do."""
    keywords = sum(1 for _ in _CAPITALS.finditer(text))
    return keywords >= _FEWEST and keywords * _SENTENCES >= sentences


def is_manual(text: str, sentences: int) -> bool:
    """Whether a text of a number of sentences is full of code."""
    codes = sum(1 for _ in _CODE.finditer(text))
    return codes >= _FEWEST_CODES and codes * _OF_CODE >= sentences


def is_rule(sentence: str, *, expected: bool, ruled: bool) -> bool:
    """Whether a sentence without a time or a holder is a rule; an `expected` change may be a plan.

    In a text that is not `ruled` but full of code, only a sentence that names some is one.
    """
    if not ruled and not _CODE.search(sentence):
        return False
    return not expected or _PERMITTED.search(sentence) is not None or _PLAN.search(sentence) is None


def is_normative(words: str, at: int) -> bool:
    """Whether a clause without a time rules or describes how a thing works; its finite verb begins `at` a place."""
    if _KEYWORD.match(words, at):
        return True
    modal = _MODAL.match(words, at)
    subject = words[:at].strip(" ,")
    if modal is None:
        return False
    if _YOU.fullmatch(subject) or _LEGAL.match(subject):
        return True
    head = _head(subject)
    return head in _TECHNICAL or (head in _SHARED and _BEHAVIOUR.match(modal["act"]) is not None)


def _head(subject: str) -> str:
    """The noun of a subject in the singular; "" for a name."""
    found = _REST.sub("", subject).split()
    word = found[-1].strip("`*_") if found else ""
    if not word.islower() and len(found) > 1:
        return ""
    word = word.lower()
    return next((word.removesuffix(end) + rest for end, rest in _PLURALS if word.endswith(end)), word)
