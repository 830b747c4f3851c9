"""Sentences that can't stand alone because they start by referring to the one before."""

import re

from briefings.text.patterns import lazy_re

LANGUAGES = frozenset(["en", "ru", "zh"])
_ITSELF = (
    r"(?:paper|study|article|report|work|analysis|section|brief|briefing|chapter|essay|memo|note|year|week|month)s?\b"
)
_AUX = r"(?:is|are|was|were|has|have|had|does|do|did|will|would|can|could|may|might|must|should)"
_EXPLETIVE = (  # "It was resolved by four votes": the pronoun means nothing before it
    r"(?:['’]s| is| was| has been| had been)(?: (?:also|therefore|further|hereby|then))? (?:resolved|agreed|voted|"
    r"decided|ordered|recommended|noted|proposed|moved|expected|estimated|anticipated|found|held|clear|likely|"
    r"unlikely|possible|impossible|necessary|essential|true|recogni[sz]ed|argued|said|reported|known|hoped)\b"
    r"| turned out\b"
)
_ENGLISH = (
    rf"(?:this|these)\b(?!\s+{_ITSELF})|it\b(?!{_EXPLETIVE})|"
    r"(?:that|those|its|they|their|them|he|she|his|her|him|such|but|and|yet|"
    r"thus|hence|therefore|however|moreover|furthermore|additionally|nevertheless|nonetheless|consequently|similarly|"
    r"likewise|meanwhile|instead|conversely|in addition|in contrast|by contrast|as a result|for (?:example|instance)|"
    r"in (?:this|that) (?:case|way|sense|regard|respect)|for (?:this|that) reason|on the (?:other hand|contrary)|"
    r"the (?:former|latter|others|rest)|(?:first|second|third|fourth|last)(?:ly)?(?=[,:])|"
    r"(?:one|two|three)(?=:)|finally(?=,)|"
    r"(?:both|neither|each|one|another|the (?:first|second|third|fourth|last|other|same))"
    rf" (?:of (?:them|these|those)|{_AUX})|"
    r"(?:none|all|much|most|some|part|half|either|many|any|few|little|several) of (?:this|that|these|those|them|it)|"
    r"(?:if|unless|once|when|because|although|though|after|before|until|according to) (?:it|they|them|he|him|she|this)|"
    r"in (?:his|her|their) (?:words|view|opinion|account)|"
    r"(?:in|by|since|until|on) [\w ]{3,24},? (?:it|they|he|she|this))\b"
)
_RUSSIAN = (
    r"(?:это|эти|этот|эта|этим|этому|этого|этой|он|она|оно|они|его|её|ее|их|им|ему|такой|такая|такое|такие|там|тогда|так|"
    r"также|тоже|однако|поэтому|но|а|и|же|затем|потом|зато|впрочем|причем|причём|следовательно|кроме того|при этом|"
    r"тем не менее|таким образом|в то же время|в результате|более того|вместе с тем|к тому же|с другой стороны|"
    r"во-первых|во-вторых|в-третьих|наконец|по (?:его|её|ее|их) (?:словам|мнению|оценкам?|данным)|"
    r"(?:если|когда|хотя|пока|после того как) (?:он|она|оно|они|это|его|её|ее|их)|"
    r"перв(?:ый|ая|ое)\b.{1,60}\bвтор(?:ой|ая|ое)|из них|"
    r"в свою очередь|например|из-за этого|после этого|несмотря на это)\b"
)
_CHINESE = (
    r"(?:这(?!份|篇|项研究)|那(?!么多)|该|此(?!次)|其(?!实)|他|她|它|但|然而|不过|因此|所以|因而|从而|于是|而|并且|而且|此外|另外|同时|同样|"
    r"(?:如果|若|当|虽然|由于|因为|据|按)(?:它|他|她|这(?!份|篇|项研究)|此(?!次))|首先|其次|再次|最后，|前者|后者|"
    r"随后|接着|例如|比如|相反|反之|否则|尽管如此|也就是说|换言之)"
)
_CLAUSE = (
    r"(?:that|which|who|whom|whose|when|where|while|if|because|since|as|than|and|but|or|before|after|until|so|how|what|why|"
    r"\w+ing|to(?! (?:it|them|him)\b))\b"
)
_OBJECT = lazy_re(
    # A plain pronoun cannot mean the subject of its own clause: "the council votes on it".
    rf"(?:(?!\b{_CLAUSE})[^,;:—–()“”\"'’])*?"
    r"\b(?<!\bmake )(?<!\bmakes )(?<!\bmade )(?<!\bfind )(?<!\bfinds )(?<!\bfound )(?-i:it|them|him)\b"
    rf"(?! (?:{_AUX}|\w+s|\w+ed|took|became|came|seem|appear|not)\b)"
    r"|.*\bdo(?:es|ne|ing)? so(?: (?:here|now|again|too|today|then))?(?=[.!?]|$)"
    r"|.*\b(?:this|these|those|the (?:two|three|four|five|same|latter|former|others))(?=[.,;!?]|$)",
    re.IGNORECASE,
)
_DEMONSTRATIVE = lazy_re(
    # "While these teams remain safe, ...", "Beyond such cases ..."
    rf"(?:[\w’'-]+,? ){{1,5}}(?:this|these|those|such)\b(?! (?:as|who|which|that|of|in)\b)(?!\s+{_ITSELF})",
    re.IGNORECASE,
)
_SHORT = 60  # characters
_NUMBER = r"(?:two|three|four|five|six|several|many)"
_ANNOUNCES = lazy_re(
    rf"(?:(?:there|here) (?:are|were) {_NUMBER}|{_NUMBER} (?:\w+ ){{1,2}}"
    r"(?:stands? out|follow|matter|remain|arise|emerge|explain|exist|suggest themselves|can be drawn|are offered)|"
    r"(?:есть|существует|существуют|возможны|имеется|имеются) (?:два|две|три|четыре|пять|несколько))\b|"
    r"[^，。]{0,8}有(?:两|三|四|五|几|以下)[^，。]{1,8}。$|.*[?？:：]$",
    re.IGNORECASE | re.DOTALL,
)
_COUNTED = lazy_re(
    rf"[^.;:]{{0,80}}\b(?:{_NUMBER}|the following|some) (?:\w+ )?(?:things|points|reasons|lessons|questions|options|"
    r"steps|parts|themes|findings|conclusions|choices|ways|possibilities)\b[^.;:]{0,40}[.:]",
    re.IGNORECASE,
)  # "Three conclusions suggest themselves after five years."
_LONGEST = 1_500  # characters of a sentence that are looked at
_OPENS = lazy_re(rf"[\s\"'“”‘«„「『(\[—–-]*+(?:{_ENGLISH}|{_RUSSIAN}|{_CHINESE})", re.IGNORECASE)


def depends_on_previous(sentence: str) -> bool:
    """Whether a sentence starts with a pronoun or connective that depends on the sentence before it.

    Self-references such as "this report finds" don't count. Knows English, Russian and Chinese.
    """
    return any(pattern.match(sentence, 0, _LONGEST) is not None for pattern in (_OPENS, _DEMONSTRATIVE, _OBJECT))


def announces(sentence: str) -> bool:
    """Whether a short sentence is only a question or an announcement ("There are three ways.")."""
    if len(sentence) < _SHORT and _ANNOUNCES.match(sentence):
        return True
    return len(sentence) < 2 * _SHORT and _COUNTED.fullmatch(sentence) is not None
