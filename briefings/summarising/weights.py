"""Weights of `features.NAMES`, learned by benchmarks/train_summaries.py."""

CONSTANT = -0.2091
WEIGHTS = (
    0.06587,  # nearness to the section's start
    0.05344,  # nearness to the paragraph's start
    -0.002121,  # paragraphs before it in the section
    -0.01451,  # sections before, as a share
    0.01799,  # in the first section
    0.01631,  # words before, as a share
    -0.01997,  # nearness to start x sections
    -0.002291,  # nearness to paragraph's start x section's words
    -0.01009,  # nearness to paragraph's start x sections
    0.003013,  # first x section's words
    0.01219,  # nearness to start x in the first section
    -0.1307,  # nearness to start x in the only section
    0.01521,  # heading announces an opening
    0.03823,  # heading announces a closing
    -0.02321,  # heading announces an aside
    -0.005242,  # heading announces a decision or finding
    -0.0003108,  # words, up to 80
    0.007094,  # words, up to 8
    -0.000354,  # words x sections
    -0.01386,  # citations
    -0.005028,  # quotation marks
    -0.009142,  # colons and semicolons
    -0.0006598,  # commas
    0.01145,  # ends as a sentence
    -0.04257,  # begins in small letters
    -0.0005993,  # content terms, as a share
    0.003215,  # states an aim
    -0.0004418,  # gives an instance
    -0.01277,  # points at an exhibit
    -0.003351,  # weighs what may be
    -0.004301,  # opens with a link
    0.001863,  # opens with a word that points back
    0.01061,  # frequency of its terms in the section
    -7.009e-05,  # frequency of its terms in the rest of the section
    -0.02062,  # terms that no other sentence has
    0.03512,  # terms of the title
    0.004204,  # terms of the title x in the only section
    0.00977,  # terms of headings
    0.04804,  # terms of other sections' first sentences
    0.01253,  # pairs that come back
    0.06964,  # frequency of its pairs in other sections
    0.006119,  # last of its section
    -0.002319,  # last of its paragraph
    -0.009499,  # last of the text
    -0.003138,  # cues of decision
    0.003764,  # cues of recommendation
    -0.0008048,  # cues of conclusion
    0.00193,  # cues of reason
    -0.00136,  # cues of caveat
    -0.003453,  # cues of duty
    0.000706,  # cues of future
    0.0005776,  # cues of change
    -0.003803,  # cues of number in words
    -0.001441,  # cues of harm
    -0.007497,  # cues of courtesy
    0.00302,  # cues of self-reference
    -0.004204,  # cues of debate
    0.001741,  # cues of vagueness
    0.0001114,  # cues of writer
    -0.01538,  # cues of reader
    -0.003924,  # cues of negation
    -8.314e-05,  # cues of vote
    -0.002185,  # figures
    -0.007688,  # has an amount
    -0.004352,  # has a date
    0.006075,  # has a year
    -0.01854,  # date ahead
    -0.006864,  # comparison of figures
    0.001422,  # any of figure, date or cue
    0.00219,  # passive
    -0.006675,  # passive now
    0.004364,  # past tense
    -0.002506,  # perfect tense
    -0.004406,  # begins as an order
    0.005919,  # writer's decision, advice or conclusion
    0.001264,  # asks or exclaims
    -0.003027,  # begins with a name
    0.03011,  # logarithm of its words
    -0.01523,  # under 8 words
    -0.006344,  # over 30 words
)
FACT_CONSTANT = -0.4512
FACT_WEIGHTS = (
    0.1496,  # nearness to the section's start
    0.00898,  # nearness to the paragraph's start
    0.01541,  # paragraphs before it in the section
    0.3424,  # sections before, as a share
    0.2015,  # in the first section
    0.4697,  # words before, as a share
    -0.06813,  # nearness to start x sections
    -0.04421,  # nearness to paragraph's start x section's words
    -0.1387,  # nearness to paragraph's start x sections
    0.02415,  # first x section's words
    -0.3695,  # nearness to start x in the first section
    -0.05679,  # nearness to start x in the only section
    -0.4395,  # heading announces an opening
    0.06583,  # heading announces a closing
    -0.3721,  # heading announces an aside
    0.3161,  # heading announces a decision or finding
    0.03644,  # words, up to 80
    -0.05548,  # words, up to 8
    -0.0062,  # words x sections
    0.0,  # citations
    -0.3844,  # quotation marks
    -0.01144,  # colons and semicolons
    -0.06548,  # commas
    -0.1059,  # ends as a sentence
    0.0,  # begins in small letters
    0.4562,  # content terms, as a share
    0.02499,  # states an aim
    0.3967,  # gives an instance
    -0.2319,  # points at an exhibit
    -0.1189,  # weighs what may be
    -0.1578,  # opens with a link
    0.04223,  # opens with a word that points back
    0.08559,  # frequency of its terms in the section
    -0.4261,  # frequency of its terms in the rest of the section
    -0.1763,  # terms that no other sentence has
    0.1009,  # terms of the title
    -0.3715,  # terms of the title x in the only section
    -0.0897,  # terms of headings
    0.1733,  # terms of other sections' first sentences
    -0.07838,  # pairs that come back
    0.5404,  # frequency of its pairs in other sections
    -0.1722,  # last of its section
    -0.171,  # last of its paragraph
    0.03401,  # last of the text
    0.2011,  # cues of decision
    0.05684,  # cues of recommendation
    0.09195,  # cues of conclusion
    0.3425,  # cues of reason
    0.1325,  # cues of caveat
    0.2003,  # cues of duty
    0.1572,  # cues of future
    0.004519,  # cues of change
    0.235,  # cues of number in words
    0.1773,  # cues of harm
    -0.1742,  # cues of courtesy
    0.0153,  # cues of self-reference
    -0.2775,  # cues of debate
    -0.09144,  # cues of vagueness
    -0.03529,  # cues of writer
    -0.02092,  # cues of reader
    0.2113,  # cues of negation
    0.02611,  # cues of vote
    0.2759,  # figures
    0.6358,  # has an amount
    0.6199,  # has a date
    0.0322,  # has a year
    0.03958,  # date ahead
    -0.2362,  # comparison of figures
    0.1439,  # any of figure, date or cue
    0.1198,  # passive
    0.06511,  # passive now
    -0.1306,  # past tense
    -0.2603,  # perfect tense
    0.5894,  # begins as an order
    -0.03092,  # writer's decision, advice or conclusion
    -0.01041,  # asks or exclaims
    -0.2476,  # begins with a name
    0.3459,  # logarithm of its words
    -0.1739,  # under 8 words
    -0.533,  # over 30 words
)
