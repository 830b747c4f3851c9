"""Sentences that cannot stand alone: they open with a word that points back at the sentence before."""

import re

_ITSELF = (
    r"(?:paper|study|article|report|work|analysis|section|brief|briefing|chapter|essay|memo|note|year|week|month)s?\b"
)
_ENGLISH = (
    rf"(?:this|these)\b(?!\s+{_ITSELF})|(?:that|those|it|its|they|their|them|he|she|his|her|him|such|but|and|yet|"
    r"thus|hence|therefore|however|moreover|furthermore|additionally|nevertheless|nonetheless|consequently|similarly|"
    r"likewise|meanwhile|instead|conversely|in addition|in contrast|by contrast|as a result|for (?:example|instance)|"
    r"in (?:this|that) (?:case|way|sense|regard|respect)|for (?:this|that) reason|on the (?:other hand|contrary)|"
    r"the (?:former|latter)|(?:in|by|since|until|on) [\w ]{3,24},? (?:it|they|he|she|this))\b"
)
_RUSSIAN = (
    r"(?:это|эти|этот|эта|этим|этому|этого|этой|он|она|оно|они|его|её|ее|их|им|ему|такой|такая|такое|такие|там|тогда|так|"
    r"также|тоже|однако|поэтому|но|а|и|же|затем|потом|зато|впрочем|причем|причём|следовательно|кроме того|при этом|"
    r"тем не менее|таким образом|в то же время|в результате|более того|вместе с тем|к тому же|с другой стороны|"
    r"в свою очередь|например|из-за этого|после этого|несмотря на это)\b"
)
_CHINESE = (
    r"(?:这(?!份|篇|项研究)|那(?!么多)|该|此(?!次)|其(?!实)|他|她|它|但|然而|不过|因此|所以|因而|从而|于是|而|并且|而且|此外|另外|同时|同样|"
    r"随后|接着|例如|比如|相反|反之|否则|尽管如此|也就是说|换言之)"
)
_OPENS = re.compile(rf"[\s\"'“”‘«„「『(\[—–-]*(?:{_ENGLISH}|{_RUSSIAN}|{_CHINESE})", re.IGNORECASE)


def leans(sentence: str) -> bool:
    """Whether a sentence opens with a pronoun or a connective whose meaning lies in the sentence before it.

    A text that speaks of itself ("this report finds") does not lean; English, Russian and Chinese are known.
    """
    return _OPENS.match(sentence) is not None
