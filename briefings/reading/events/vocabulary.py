"""English words for kinds of event, and words that end an event phrase."""


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


NOUNS = _words(
    """
    meetings? summits? visits? talks negotiations elections? referendum referenda votes? voting ballots? run-?offs?
    primary primaries deadlines? conferences? sessions? hearings? trials? ruling verdict inaugurations? ceremony
    ceremonies signing calls? consultations? dialogues? forums? congress plenum ministerial exercises? drills? parades?
    launch anniversary briefings? debates? rounds? handover ratification expiry expiration withdrawal deployment
    ceasefire truce strikes? rally protests? assembly gathering mission trip tour announcement decision auction
    releases? submission opening festival games census
    """
)

# Verbs by their present forms for one and for many; every form of the text is brought to one of the two.
VERBS = {
    "expires": ("expire", "expired", "expiring"),
    "lapses": ("lapse", "lapsed"),
    "ends": ("end", "ended"),
    "begins": ("begin", "began"),
    "starts": ("start", "started"),
    "opens": ("open", "opened"),
    "closes": ("close", "closed"),
    "resumes": ("resume", "resumed"),
    "convenes": ("convene", "convened"),
    "reconvenes": ("reconvene", "reconvened"),
    "takes effect": ("take effect", "took effect"),
    "enters into force": ("enter into force", "entered into force"),
    "comes into force": ("come into force", "came into force"),
    "goes to the polls": ("go to the polls", "went to the polls"),
    "steps down": ("step down", "stepped down"),
    "meets": ("meet", "met"),
    "visits": ("visit", "visited"),
    "hosts": ("host", "hosted"),
    "votes": ("vote", "voted"),
    "rules": ("rule", "ruled"),
    "travels": ("travel", "travelled", "traveled"),
}
# Verbs whose object says what happens: "Putin visits Beijing".
WITH_OBJECT = frozenset({"meets", "visits", "hosts", "votes", "rules", "travels"})

# What somebody does on a day that is named: the third person, and what then is done.
DEEDS = {
    "sign": ("signs", "signed"),
    "ratify": ("ratifies", "ratified"),
    "adopt": ("adopts", "adopted"),
    "approve": ("approves", "approved"),
    "publish": ("publishes", "published"),
    "release": ("releases", "released"),
    "launch": ("launches", "launched"),
    "unveil": ("unveils", "unveiled"),
    "present": ("presents", "presented"),
    "deliver": ("delivers", "delivered"),
    "debate": ("debates", "debated"),
    "discuss": ("discusses", "discussed"),
    "review": ("reviews", "reviewed"),
    "consider": ("considers", "considered"),
    "hear": ("hears", "heard"),
    "hold": ("holds", "held"),
    "elect": ("elects", "elected"),
    "choose": ("chooses", "chosen"),
    "appoint": ("appoints", "appointed"),
    "inaugurate": ("inaugurates", "inaugurated"),
    "announce": ("announces", "announced"),
    "issue": ("issues", "issued"),
    "introduce": ("introduces", "introduced"),
    "impose": ("imposes", "imposed"),
    "lift": ("lifts", "lifted"),
    "raise": ("raises", "raised"),
    "cut": ("cuts", "cut"),
    "submit": ("submits", "submitted"),
    "test": ("tests", "tested"),
    "withdraw": ("withdraws", "withdrawn"),
    "decide": ("decides", "decided"),
    "gather": ("gathers", "gathered"),
    "arrive": ("arrives", "arrived"),
    "depart": ("departs", "departed"),
    "fly": ("flies", "flown"),
    "return": ("returns", "returned"),
    "leave": ("leaves", "left"),
    "speak": ("speaks", "spoken"),
    "address": ("addresses", "addressed"),
    "attend": ("attends", "attended"),
    "join": ("joins", "joined"),
    "receive": ("receives", "received"),
    "welcome": ("welcomes", "welcomed"),
}

# Verbs that are nouns as well: bare, they need a subject of several.
NOUN_LIKE = frozenset(("vote", "visit", "start", "end", "close", "host", "rule", "travel"))

# A phrase that is walked leftwards ends before these.
STOPS = frozenset(
    _words(
        """
    the a an of in on at to for with by from and or but as is are was were be been being will would has have had its
    their his her our your my this that these those which who whose after before during ahead both all any some no not
    between into over until since against about under only through per via if than then when while so there it he she
    they we you next last first second third final upcoming forthcoming planned scheduled expected another new separate
    high-level key major significant crucial critical important much-anticipated long-awaited annual regular formal
    official possible potential likely also each every more other such latest previous earlier recent several two three
    four five six face-to-face in-person virtual joint brief short long hold held hosts host attend attended make made
    face faces set sets call called confirmed announced agreed proposed do does did may can could should must shall
    """
    )
)
PRONOUNS = frozenset(
    ("it", "he", "she", "they", "we", "you", "i", "there", "which", "who", "that", "this", "these", "those")
)

# Nouns that are verbs or adjectives as well: bare, they need an article before them.
TWOFOLD = frozenset(
    _words(
        """
        call calls visit visits vote votes launch strike strikes debate debates primary primaries round rounds release
        releases rally ruling opening trial trials tour trip mission decision games signing protest protests assembly
        exercise exercises drill drills parade parades forum forums withdrawal deployment festival run-off
        """
    )
)

# Words that tie what happens to its day: that it is planned, where, and when.
TIES = frozenset(
    _words(
        """
        will shall should would may might could must is are was were be been being has have to take takes taking place
        held hold holds convened hosted due planned scheduled rescheduled set expected slated fixed foreseen agreed
        announced confirmed arranged called moved postponed brought forward now also again next then there here likely
        probably tentatively provisionally in on at by for from during around about as early late the a an of week
        weekend morning afternoon evening night day date begin begins start starts open opens follow follows happen
        happens occur occurs come comes fall falls go goes ahead resume resumes continue
        """
    )
)
