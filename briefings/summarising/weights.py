"""Weights of `features.NAMES`, learned by benchmarks/train_summaries.py."""

CONSTANT = -0.2177
WEIGHTS = (
    0.07039,  # nearness to the section's start
    0.05377,  # nearness to the paragraph's start
    -0.002113,  # paragraphs before it in the section
    -0.0134,  # sections before, as a share
    0.01765,  # in the first section
    0.01476,  # words before, as a share
    -0.02127,  # nearness to start x sections
    -0.002322,  # nearness to paragraph's start x section's words
    -0.0107,  # nearness to paragraph's start x sections
    0.003023,  # first x section's words
    0.01333,  # nearness to start x in the first section
    -0.1398,  # nearness to start x in the only section
    0.01653,  # heading announces an opening
    0.03439,  # heading announces a closing
    -0.02456,  # heading announces an aside
    0.0005856,  # words, up to 80
    0.01733,  # words, up to 8
    -0.0003199,  # words x sections
    -0.009459,  # citations
    -0.006128,  # quotation marks
    -0.01122,  # colons and semicolons
    -0.0008049,  # commas
    0.0143,  # ends as a sentence
    -0.04574,  # begins in small letters
    -0.004441,  # content terms, as a share
    0.005496,  # states an aim
    0.00171,  # gives an instance
    -0.01345,  # points at an exhibit
    -0.003996,  # weighs what may be
    -0.005784,  # opens with a link
    0.0008274,  # opens with a word that points back
    0.01027,  # frequency of its terms in the section
    -0.0008018,  # frequency of its terms in the rest of the section
    -0.02201,  # terms that no other sentence has
    0.03497,  # terms of the title
    0.008084,  # terms of the title x in the only section
    0.008518,  # terms of headings
    0.04523,  # terms of other sections' first sentences
    0.009357,  # pairs that come back
    0.07443,  # frequency of its pairs in other sections
)
