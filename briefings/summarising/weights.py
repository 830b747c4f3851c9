"""Weights of `features.NAMES`, learned by benchmarks/train_summaries.py."""

CONSTANT = -0.2137
WEIGHTS = (
    0.06451,  # nearness to the section's start
    0.05484,  # nearness to the paragraph's start
    -0.002016,  # paragraphs before it in the section
    -0.01401,  # sections before, as a share
    0.01654,  # in the first section
    0.01685,  # words before, as a share
    -0.01974,  # nearness to start x sections
    -0.00231,  # nearness to paragraph's start x section's words
    -0.0103,  # nearness to paragraph's start x sections
    0.003116,  # first x section's words
    0.006576,  # nearness to start x in the first section
    -0.1305,  # nearness to start x in the only headed section
    0.01394,  # heading announces an opening
    0.03937,  # heading announces a closing
    -0.02471,  # heading announces an aside
    -0.006164,  # heading announces a decision or finding
    -0.0003413,  # words, up to 80
    0.007082,  # words, up to 8
    -0.0003389,  # words x sections
    -0.01407,  # citations
    -0.004509,  # quotation marks
    -0.007861,  # colons and semicolons
    -0.0003613,  # commas
    0.01479,  # ends as a sentence
    -0.0425,  # begins in small letters
    -0.0004579,  # content terms, as a share
    0.003901,  # states an aim
    -0.0004822,  # gives an instance
    -0.01405,  # points at an exhibit
    -0.001448,  # weighs what may be
    -0.005647,  # opens with a link
    0.00192,  # opens with a word that points back
    0.009964,  # frequency of its terms in the section
    0.0003591,  # frequency of its terms in the rest of the section
    -0.0225,  # terms that no other sentence has
    0.0347,  # terms of the title
    0.003719,  # terms of the title x in the only section
    0.009767,  # terms of headings
    0.04729,  # terms of other sections' first sentences
    0.01227,  # pairs that come back
    0.07076,  # frequency of its pairs in other sections
    0.005934,  # last of its section
    -0.001937,  # last of its paragraph
    -0.01067,  # last of the text
    0.008977,  # nearness of its paragraph to the text's start
    0.0,  # nearness of its paragraph to the text's start x no headings
    -0.001292,  # in the first tenth of the words
    0.0,  # item of a list
    0.0,  # item that a line introduces
    0.004695,  # opens with a contrast
    0.01534,  # opens with a speaker
    -0.002932,  # cues of decision
    -0.007052,  # cues of recommendation
    -0.0004448,  # cues of conclusion
    -0.0003895,  # cues of request
    0.00194,  # cues of reason
    -0.002017,  # cues of caveat
    -0.004496,  # cues of duty
    0.0005069,  # cues of future
    0.0004635,  # cues of change
    -0.001696,  # cues of number in words
    -0.001101,  # cues of harm
    -0.007564,  # cues of courtesy
    0.002818,  # cues of self-reference
    -0.003879,  # cues of debate
    0.001652,  # cues of vagueness
    0.0006265,  # cues of writer
    -0.01489,  # cues of reader
    -0.004258,  # cues of negation
    -0.000282,  # cues of vote
    -0.003367,  # figures
    -0.006055,  # has an amount
    -0.004235,  # has a date
    0.005691,  # has a year
    -0.01359,  # date ahead
    -0.006611,  # comparison of figures
    0.0004926,  # any of figure, date or cue
    0.00219,  # passive
    -0.006821,  # passive now
    0.00466,  # past tense
    -0.002578,  # perfect tense
    -0.00369,  # begins as an order
    0.005374,  # writer's decision, advice or conclusion
    0.002002,  # asks or exclaims
    -0.003687,  # begins with a name
    0.0301,  # logarithm of its words
    -0.01585,  # under 8 words
    -0.006479,  # over 30 words
)
FACT_CONSTANT = -0.5856
FACT_WEIGHTS = (
    0.048,  # nearness to the section's start
    -0.03855,  # nearness to the paragraph's start
    0.02359,  # paragraphs before it in the section
    0.1415,  # sections before, as a share
    0.135,  # in the first section
    0.2767,  # words before, as a share
    -0.05915,  # nearness to start x sections
    -0.02485,  # nearness to paragraph's start x section's words
    -0.04155,  # nearness to paragraph's start x sections
    0.01272,  # first x section's words
    -0.2069,  # nearness to start x in the first section
    0.0,  # nearness to start x in the only headed section
    -0.3162,  # heading announces an opening
    0.1561,  # heading announces a closing
    -0.1922,  # heading announces an aside
    0.3174,  # heading announces a decision or finding
    0.03289,  # words, up to 80
    -0.02426,  # words, up to 8
    -0.005136,  # words x sections
    -0.5738,  # citations
    -0.2462,  # quotation marks
    -0.0513,  # colons and semicolons
    -0.04203,  # commas
    -0.004221,  # ends as a sentence
    -0.4903,  # begins in small letters
    0.5332,  # content terms, as a share
    0.03994,  # states an aim
    0.3224,  # gives an instance
    -0.1733,  # points at an exhibit
    -0.06584,  # weighs what may be
    -0.1416,  # opens with a link
    0.004228,  # opens with a word that points back
    0.09204,  # frequency of its terms in the section
    -0.3193,  # frequency of its terms in the rest of the section
    -0.1269,  # terms that no other sentence has
    0.07376,  # terms of the title
    -0.2635,  # terms of the title x in the only section
    -0.1019,  # terms of headings
    -0.0228,  # terms of other sections' first sentences
    -0.1316,  # pairs that come back
    0.3413,  # frequency of its pairs in other sections
    -0.1005,  # last of its section
    -0.07099,  # last of its paragraph
    -0.04874,  # last of the text
    -0.1773,  # nearness of its paragraph to the text's start
    -0.02018,  # nearness of its paragraph to the text's start x no headings
    -0.009017,  # in the first tenth of the words
    -0.125,  # item of a list
    0.135,  # item that a line introduces
    0.03007,  # opens with a contrast
    -0.1757,  # opens with a speaker
    0.1957,  # cues of decision
    0.356,  # cues of recommendation
    0.1029,  # cues of conclusion
    -0.06652,  # cues of request
    0.323,  # cues of reason
    0.13,  # cues of caveat
    0.1343,  # cues of duty
    0.1597,  # cues of future
    0.04631,  # cues of change
    0.1652,  # cues of number in words
    0.2669,  # cues of harm
    -0.196,  # cues of courtesy
    0.008392,  # cues of self-reference
    -0.2656,  # cues of debate
    -0.08761,  # cues of vagueness
    -0.01849,  # cues of writer
    -0.03175,  # cues of reader
    0.1917,  # cues of negation
    0.2194,  # cues of vote
    0.25,  # figures
    0.557,  # has an amount
    0.516,  # has a date
    0.09552,  # has a year
    0.162,  # date ahead
    -0.1245,  # comparison of figures
    0.1433,  # any of figure, date or cue
    0.061,  # passive
    0.1262,  # passive now
    -0.09344,  # past tense
    -0.2169,  # perfect tense
    0.5301,  # begins as an order
    -0.08262,  # writer's decision, advice or conclusion
    -0.0891,  # asks or exclaims
    -0.2553,  # begins with a name
    0.3026,  # logarithm of its words
    -0.1186,  # under 8 words
    -0.4716,  # over 30 words
)
