"""Weights of `features.NAMES`, learned by benchmarks/train_summaries.py."""

CONSTANT = -0.2096
WEIGHTS = (
    0.06589,  # nearness to the section's start
    0.05367,  # nearness to the paragraph's start
    -0.002115,  # paragraphs before it in the section
    -0.01441,  # sections before, as a share
    0.01806,  # in the first section
    0.01634,  # words before, as a share
    -0.01993,  # nearness to start x sections
    -0.002348,  # nearness to paragraph's start x section's words
    -0.01004,  # nearness to paragraph's start x sections
    0.002985,  # first x section's words
    0.01199,  # nearness to start x in the first section
    -0.1308,  # nearness to start x in the only section
    0.01531,  # heading announces an opening
    0.0383,  # heading announces a closing
    -0.02317,  # heading announces an aside
    -0.005274,  # heading announces a decision or finding
    -0.0003095,  # words, up to 80
    0.007073,  # words, up to 8
    -0.0003578,  # words x sections
    -0.01382,  # citations
    -0.004976,  # quotation marks
    -0.009312,  # colons and semicolons
    -0.0006666,  # commas
    0.01122,  # ends as a sentence
    -0.04242,  # begins in small letters
    0.0003116,  # content terms, as a share
    0.004126,  # states an aim
    -0.0004046,  # gives an instance
    -0.01272,  # points at an exhibit
    -0.001545,  # weighs what may be
    -0.004308,  # opens with a link
    0.00176,  # opens with a word that points back
    0.01085,  # frequency of its terms in the section
    -0.0001702,  # frequency of its terms in the rest of the section
    -0.021,  # terms that no other sentence has
    0.03489,  # terms of the title
    0.004764,  # terms of the title x in the only section
    0.009814,  # terms of headings
    0.04756,  # terms of other sections' first sentences
    0.01205,  # pairs that come back
    0.06992,  # frequency of its pairs in other sections
    0.006068,  # last of its section
    -0.002325,  # last of its paragraph
    -0.009777,  # last of the text
    -0.002497,  # cues of decision
    -0.006738,  # cues of recommendation
    -9.851e-06,  # cues of conclusion
    -0.0004749,  # cues of request
    0.001947,  # cues of reason
    -0.001541,  # cues of caveat
    -0.00419,  # cues of duty
    0.0005675,  # cues of future
    0.0004861,  # cues of change
    -0.001627,  # cues of number in words
    -0.001754,  # cues of harm
    -0.007549,  # cues of courtesy
    0.002949,  # cues of self-reference
    -0.004196,  # cues of debate
    0.001757,  # cues of vagueness
    0.0003535,  # cues of writer
    -0.01515,  # cues of reader
    -0.003977,  # cues of negation
    -0.000575,  # cues of vote
    -0.001938,  # figures
    -0.007602,  # has an amount
    -0.00387,  # has a date
    0.005869,  # has a year
    -0.01827,  # date ahead
    -0.007089,  # comparison of figures
    -0.0004723,  # any of figure, date or cue
    0.0022,  # passive
    -0.006734,  # passive now
    0.004703,  # past tense
    -0.002524,  # perfect tense
    -0.004334,  # begins as an order
    0.005784,  # writer's decision, advice or conclusion
    0.001477,  # asks or exclaims
    -0.003205,  # begins with a name
    0.03051,  # logarithm of its words
    -0.01538,  # under 8 words
    -0.006381,  # over 30 words
)
FACT_CONSTANT = -0.4333
FACT_WEIGHTS = (
    0.1425,  # nearness to the section's start
    0.004308,  # nearness to the paragraph's start
    0.01622,  # paragraphs before it in the section
    0.3487,  # sections before, as a share
    0.1884,  # in the first section
    0.4503,  # words before, as a share
    -0.07173,  # nearness to start x sections
    -0.04692,  # nearness to paragraph's start x section's words
    -0.1408,  # nearness to paragraph's start x sections
    0.0272,  # first x section's words
    -0.3643,  # nearness to start x in the first section
    -0.0787,  # nearness to start x in the only section
    -0.4575,  # heading announces an opening
    0.03884,  # heading announces a closing
    -0.375,  # heading announces an aside
    0.281,  # heading announces a decision or finding
    0.0368,  # words, up to 80
    -0.0532,  # words, up to 8
    -0.006167,  # words x sections
    0.0,  # citations
    -0.3739,  # quotation marks
    -0.009426,  # colons and semicolons
    -0.05955,  # commas
    -0.1107,  # ends as a sentence
    0.0,  # begins in small letters
    0.4723,  # content terms, as a share
    0.03827,  # states an aim
    0.3926,  # gives an instance
    -0.1844,  # points at an exhibit
    -0.1529,  # weighs what may be
    -0.1352,  # opens with a link
    0.04784,  # opens with a word that points back
    0.06943,  # frequency of its terms in the section
    -0.4172,  # frequency of its terms in the rest of the section
    -0.1861,  # terms that no other sentence has
    0.08897,  # terms of the title
    -0.3652,  # terms of the title x in the only section
    -0.1075,  # terms of headings
    0.1348,  # terms of other sections' first sentences
    -0.08877,  # pairs that come back
    0.5444,  # frequency of its pairs in other sections
    -0.1789,  # last of its section
    -0.1722,  # last of its paragraph
    0.01204,  # last of the text
    0.1843,  # cues of decision
    0.3538,  # cues of recommendation
    0.09193,  # cues of conclusion
    -0.06551,  # cues of request
    0.3345,  # cues of reason
    0.1359,  # cues of caveat
    0.1651,  # cues of duty
    0.1577,  # cues of future
    0.01797,  # cues of change
    0.2142,  # cues of number in words
    0.1933,  # cues of harm
    -0.1741,  # cues of courtesy
    0.01697,  # cues of self-reference
    -0.2856,  # cues of debate
    -0.1058,  # cues of vagueness
    -0.01599,  # cues of writer
    -0.001087,  # cues of reader
    0.2053,  # cues of negation
    0.03734,  # cues of vote
    0.2569,  # figures
    0.6114,  # has an amount
    0.601,  # has a date
    0.03313,  # has a year
    0.02113,  # date ahead
    -0.2382,  # comparison of figures
    0.1812,  # any of figure, date or cue
    0.09931,  # passive
    0.07484,  # passive now
    -0.1118,  # past tense
    -0.2488,  # perfect tense
    0.6253,  # begins as an order
    -0.0995,  # writer's decision, advice or conclusion
    -0.01732,  # asks or exclaims
    -0.2409,  # begins with a name
    0.3483,  # logarithm of its words
    -0.1671,  # under 8 words
    -0.5128,  # over 30 words
)
