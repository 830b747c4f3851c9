"""Weights of `features.NAMES`, learned by benchmarks/train_summaries.py."""

CONSTANT = -0.213
WEIGHTS = (
    0.06411,  # nearness to the section's start
    0.05463,  # nearness to the paragraph's start
    -0.00199,  # paragraphs before it in the section
    -0.01363,  # sections before, as a share
    0.01661,  # in the first section
    0.0164,  # words before, as a share
    -0.01943,  # nearness to start x sections
    -0.002336,  # nearness to paragraph's start x section's words
    -0.01026,  # nearness to paragraph's start x sections
    0.003048,  # first x section's words
    0.006941,  # nearness to start x in the first section
    -0.1296,  # nearness to start x in the only headed section
    0.01372,  # heading announces an opening
    0.03925,  # heading announces a closing
    -0.0246,  # heading announces an aside
    -0.00518,  # heading announces a decision or finding
    -0.0003438,  # words, up to 80
    0.006995,  # words, up to 8
    -0.0003392,  # words x sections
    -0.01415,  # citations
    -0.004453,  # quotation marks
    -0.00796,  # colons and semicolons
    -0.0004613,  # commas
    0.01472,  # ends as a sentence
    -0.0425,  # begins in small letters
    -0.0008569,  # content terms, as a share
    0.004012,  # states an aim
    -0.0003505,  # gives an instance
    -0.01383,  # points at an exhibit
    -0.001398,  # weighs what may be
    -0.006178,  # opens with a link
    0.001925,  # opens with a word that points back
    0.009827,  # frequency of its terms in the section
    0.0004676,  # frequency of its terms in the rest of the section
    -0.02235,  # terms that no other sentence has
    0.03487,  # terms of the title
    0.00353,  # terms of the title x in the only section
    0.009959,  # terms of headings
    0.04649,  # terms of other sections' first sentences
    0.01189,  # pairs that come back
    0.07099,  # frequency of its pairs in other sections
    0.005788,  # last of its section
    -0.001992,  # last of its paragraph
    -0.011,  # last of the text
    0.008863,  # nearness of its paragraph to the text's start
    0.0,  # nearness of its paragraph to the text's start x no headings
    -0.001365,  # in the first tenth of the words
    0.0,  # item of a list
    0.0,  # item that a line introduces
    0.004441,  # opens with a contrast
    0.01536,  # opens with a speaker
    -0.002944,  # cues of decision
    -0.007772,  # cues of recommendation
    -0.001283,  # cues of conclusion
    -0.0008949,  # cues of request
    0.002404,  # cues of reason
    -0.002363,  # cues of caveat
    -0.004172,  # cues of duty
    0.0008104,  # cues of future
    0.0004424,  # cues of change
    -0.001457,  # cues of number in words
    -0.0007489,  # cues of harm
    -0.007237,  # cues of courtesy
    0.002702,  # cues of self-reference
    -0.003603,  # cues of debate
    0.00175,  # cues of vagueness
    0.0005937,  # cues of writer
    -0.01473,  # cues of reader
    -0.004721,  # cues of negation
    -0.0005657,  # cues of vote
    -0.003034,  # figures
    -0.002172,  # has an amount
    -0.004314,  # has a date
    0.005604,  # has a year
    -0.01128,  # date ahead
    -0.006851,  # comparison of figures
    0.0007592,  # any of figure, date or cue
    0.002099,  # passive
    -0.006626,  # passive now
    0.004524,  # past tense
    -0.002523,  # perfect tense
    -0.003627,  # begins as an order
    0.004956,  # writer's decision, advice or conclusion
    0.002082,  # asks or exclaims
    -0.003593,  # begins with a name
    0.0303,  # logarithm of its words
    -0.01597,  # under 8 words
    -0.00627,  # over 30 words
    0.007331,  # decides outright
    -0.001794,  # rules or advises
    0.003746,  # proposes
    -0.009365,  # reports a claim
    -0.005496,  # gives a sum or a measure
    -0.002013,  # counts things
    -0.009069,  # tells a date that is to come
    -0.001016,  # points back within it
    0.00745,  # concludes
    0.001429,  # limits or doubts
    -0.004149,  # tells a cause or an effect
    -0.01058,  # decides x heading of decisions
)
FACT_CONSTANT = -0.4649
FACT_WEIGHTS = (
    -0.01128,  # nearness to the section's start
    -0.04273,  # nearness to the paragraph's start
    0.01798,  # paragraphs before it in the section
    0.07195,  # sections before, as a share
    0.0847,  # in the first section
    0.2411,  # words before, as a share
    -0.03728,  # nearness to start x sections
    -0.01484,  # nearness to paragraph's start x section's words
    -0.0427,  # nearness to paragraph's start x sections
    0.005843,  # first x section's words
    -0.1269,  # nearness to start x in the first section
    0.0,  # nearness to start x in the only headed section
    -0.2679,  # heading announces an opening
    0.1099,  # heading announces a closing
    -0.1885,  # heading announces an aside
    0.2417,  # heading announces a decision or finding
    0.02404,  # words, up to 80
    -0.0004003,  # words, up to 8
    -0.003003,  # words x sections
    -0.5157,  # citations
    -0.2063,  # quotation marks
    -0.01214,  # colons and semicolons
    -0.01087,  # commas
    0.01092,  # ends as a sentence
    -0.3817,  # begins in small letters
    0.4092,  # content terms, as a share
    0.04079,  # states an aim
    0.2184,  # gives an instance
    -0.1046,  # points at an exhibit
    -0.02367,  # weighs what may be
    -0.1437,  # opens with a link
    -0.01539,  # opens with a word that points back
    0.03916,  # frequency of its terms in the section
    -0.2057,  # frequency of its terms in the rest of the section
    -0.0809,  # terms that no other sentence has
    0.0393,  # terms of the title
    -0.1723,  # terms of the title x in the only section
    -0.07019,  # terms of headings
    -0.011,  # terms of other sections' first sentences
    -0.0756,  # pairs that come back
    0.2322,  # frequency of its pairs in other sections
    -0.0826,  # last of its section
    -0.05968,  # last of its paragraph
    -0.01891,  # last of the text
    -0.1595,  # nearness of its paragraph to the text's start
    -0.007244,  # nearness of its paragraph to the text's start x no headings
    -0.05003,  # in the first tenth of the words
    -0.09945,  # item of a list
    0.06136,  # item that a line introduces
    0.01568,  # opens with a contrast
    -0.1676,  # opens with a speaker
    0.1376,  # cues of decision
    0.2424,  # cues of recommendation
    0.07015,  # cues of conclusion
    -0.07163,  # cues of request
    0.2319,  # cues of reason
    0.1086,  # cues of caveat
    0.1248,  # cues of duty
    0.1184,  # cues of future
    0.05089,  # cues of change
    0.1392,  # cues of number in words
    0.2171,  # cues of harm
    -0.1729,  # cues of courtesy
    0.008928,  # cues of self-reference
    -0.2152,  # cues of debate
    -0.0837,  # cues of vagueness
    -0.02462,  # cues of writer
    -0.0189,  # cues of reader
    0.1239,  # cues of negation
    0.2109,  # cues of vote
    0.1706,  # figures
    0.3274,  # has an amount
    0.3792,  # has a date
    0.1166,  # has a year
    0.1356,  # date ahead
    -0.01895,  # comparison of figures
    0.1459,  # any of figure, date or cue
    0.02996,  # passive
    0.1392,  # passive now
    -0.06514,  # past tense
    -0.1729,  # perfect tense
    0.4395,  # begins as an order
    -0.0777,  # writer's decision, advice or conclusion
    -0.09473,  # asks or exclaims
    -0.1882,  # begins with a name
    0.225,  # logarithm of its words
    -0.1182,  # under 8 words
    -0.2215,  # over 30 words
    0.3623,  # decides outright
    0.07985,  # rules or advises
    0.2162,  # proposes
    -0.2895,  # reports a claim
    0.3334,  # gives a sum or a measure
    0.1887,  # counts things
    0.2689,  # tells a date that is to come
    0.1096,  # points back within it
    0.1972,  # concludes
    0.09721,  # limits or doubts
    0.2028,  # tells a cause or an effect
    0.0005968,  # decides x heading of decisions
)
