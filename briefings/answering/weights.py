"""What each of `weighing.TRAITS` counts for; made by benchmarks/train_answers.py."""

CONSTANT = -8.968
WEIGHTS = (
    2.744,  # what it says of the question, with its surroundings
    1.759,  # what it says itself
    2.616,  # words of the question that it says itself, as a share
    2.433,  # it holds what is asked for
    -0.4765,  # it holds the amount or time asked for
    0.1255,  # it holds the reason asked for
    -0.4256,  # it holds somebody, as asked for
    -0.2943,  # an amount stands before what is to be counted
    -1.047,  # something is to be counted that it does not name
    -0.6978,  # a name or number is missing
    0.587,  # names and numbers that it says itself, as a share
    -0.9117,  # a deed is missing
    -0.7185,  # it says no deed itself
    -1.648,  # the weightiest word that is missing
    1.251,  # the weightiest word that it does not say itself
    0.4839,  # words of the question, up to 8
)
