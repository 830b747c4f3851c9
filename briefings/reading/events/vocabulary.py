"""English nouns for kinds of event, and words that head no title."""


def words(text: str) -> tuple[str, ...]:
    """Words or patterns of words that are written in one string, in order."""
    return tuple(text.split())


NOUNS = words(
    """
    meetings? summits? visits? talks negotiations elections? referendum referenda votes? voting ballots? run-?offs?
    primary primaries deadlines? conferences? sessions? hearings? trials? ruling verdict inaugurations? ceremony
    ceremonies signing calls? consultations? dialogues? forums? congress plenum ministerial exercises? drills? parades?
    launch anniversary briefings? debates? rounds? handover ratification expiry expiration withdrawal deployment
    ceasefire truce strikes? rally protests? assembly gathering mission trip tour announcement decision auction
    submission opening festival games census
    concert exhibition workshop seminar webinar reception rehearsal inspection audit tender auctions? exams? examination
    interviews? service fair gala parade lecture training
    meetups? hackathon retreat regatta premiere screening plenary keynote
    discussions? symposium colloquium roundtable luncheon picnic tournament marathon
    """
)

PRONOUNS = frozenset(
    ("it", "he", "she", "they", "we", "you", "i", "there", "which", "who", "that", "this", "these", "those")
)

# Verbs that open a line as nouns as well, or ask a reader to suppose something: no request.
NOUN_LIKE_ORDERS = frozenset(
    words(
        """
        work talk trade stage state form question list sign market plan record report result supply support target test
        order offer issue judge land launch march notice notify air project release vote visit strike rally protest
        change charge walk schedule travel request fund consider suppose imagine assume
        """
    )
)

# What nobody plans: beside such a noun, a day without a year has passed.
UNPLANNED = words(
    "explosion blast crash collision accident earthquake fire blaze shooting stabbing murder killing theft burglary "
    "robbery derailment sinking spill leak breach flood avalanche landslide eruption collapse outbreak riot kidnapping "
    "incident disappearance sighting"
)
