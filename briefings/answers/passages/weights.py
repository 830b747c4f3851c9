"""Weights of `scoring.TRAITS`, learned by benchmarks/train_answers.py."""

CONSTANT = -6.058
WEIGHTS = (
    3.669,  # what it says of the question, with its surroundings
    1.95,  # what it says itself
    2.126,  # words of the question that it says itself, as a share
    -0.1618,  # a reason is asked for that it does not give
    -0.5305,  # an amount is asked for
    -0.2141,  # a time is asked for
    0.1378,  # a reason is asked for
    -0.3113,  # somebody is asked for
    -0.09302,  # an amount stands before what is to be counted
    -0.8704,  # something is to be counted that it does not name
    -0.7505,  # a name or number is missing
    0.4701,  # names and numbers that it says itself, as a share
    -0.384,  # a deed is missing
    -0.2845,  # it says no deed itself
    -3.38,  # the weightiest word that is missing
    -0.1057,  # the weightiest word that it does not say itself
    0.3929,  # words of the question, up to 8
    -0.6777,  # what is asked for stands far from all that the question says of it
    -1.05,  # somebody is asked for who does it, and nobody stands where its doer stands
    -0.1938,  # it denies something that the question does not, or the reverse
    -0.7974,  # so too where an amount or a time is asked for
)
