"""English verbs of events by their forms, and the words that tell fact from announcement."""

import re

from briefings.reading.events import vocabulary

# Verbs whose past or participle is irregular: base, past, participle.
_IRREGULAR = """
    be was been|become became become|begin began begun|bring brought brought|build built built|
    buy bought bought|choose chose chosen|come came come|cut cut cut|draw drew drawn|drive drove driven|
    fall fell fallen|fly flew flown|get got got|give gave given|go went gone|hear heard heard|hold held held|
    keep kept kept|lay laid laid|lead led led|leave left left|let let let|lose lost lost|make made made|
    meet met met|pay paid paid|put put put|quit quit quit|read read read|rise rose risen|run ran run|
    sell sold sold|send sent sent|set set set|shut shut shut|sing sang sung|sit sat sat|speak spoke spoken|
    spend spent spent|stand stood stood|swear swore sworn|take took taken|teach taught taught|tell told told|
    win won won|withdraw withdrew withdrawn|write wrote written|break broke broken|find found found|
    fight fought fought|grow grew grown|feed fed fed|cast cast cast|undergo underwent undergone|
    sink sank sunk|say said said|see saw seen|know knew known|think thought thought|show showed shown|
    strike struck struck|sleep slept slept|turn turned turned|catch caught caught|bid bid bid|
    split split split|spread spread spread|bet bet bet|do did done|eat ate eaten|ring rang rung|
    throw threw thrown|wake woke woken|wear wore worn|mean meant meant|feel felt felt|deal dealt dealt|
    light lit lit|forget forgot forgotten|hang hung hung
"""
_REGULAR = """
    anticipate expect hope seem like love hate believe own contain include suggest doubt deny fear predict reckon depend
    belong consist deserve prefer require exist lack owe trust worry need want recommend
    abandon abolish accede accept add address adjourn administer admit adopt advance agree air align allocate
    amend analyse analyze announce answer apologise appeal appear apply appoint approve argue arrive ask
    assemble assess assume attend auction audit award ban base begin block board book bring broadcast broker
    bunker call cancel cap carry cast ceasefire celebrate change charge check circulate clash clean clear
    close collapse collect collide combine commence commission commit compete compile complete conclude
    conduct confirm connect consider construct consult continue contribute convene converge cover create cross
    debate debut decide declare decommission deepen deliver demolish demonstrate depart deploy destroy develop
    disband disclose discontinue discuss dismantle dispatch dissolve distribute dock double download drain
    drop ease edit elect elevate eliminate email embark emerge employ enact end enforce enrol enroll enter
    erect establish evacuate evaluate examine exhibit expand expire explain export extend face fail ferry
    fetch file fill finalise finalize finish fire fix float flow follow form found freeze fund gain gather
    grant greet grow halt hand handle happen harvest head help hike hire honour host impose inaugurate
    increase inspect install instruct introduce invest investigate invite issue join judge kick land lapse
    launch leave lengthen lift limit list load lock lodge lower mail maintain march mark market marry match
    mediate merge migrate monitor mourn move name negotiate nominate notice notify observe occur offer open
    operate order organise organize outlaw outline overhaul oversee paint park participate pass patrol pause
    peak perform phase phone pick picket plan plant play plead pledge poll post postpone pray premiere prepare
    present print privatise probe process produce promote propose protest publish pull purchase push qualify
    question quit quiz race raise rally ratify reach rebuild recall receive recite recommence reconvene record
    recruit redeem reduce reelect refund refurbish register rehearse reject release relocate remain remember
    remind remove renew reopen repair repay repeal replace reply report represent request reshuffle resign
    resit resolve respond restart restore result resume retire return reunite reveal review revise roll rotate
    rsvp rule sail save scan schedule scrap screen search seek select serve settle sever ship shrink sign slow
    sound sow split sponsor spread squeeze stage start state stay step stop strengthen study submit subpoena
    succeed sue supply surge surrender survey suspend swap sweep swim switch tackle talk target tax tender
    terminate test testify tighten tour trade train transfer transmit transport travel treat triple try
    uncover unfreeze unite unload unlock unveil update upgrade upload vacate vaccinate verify visit vote wait
    walk warn weigh welcome widen wind work yield
"""
# What present-tense verbs of these say takes place on no day; "expects", "shows" and the like.
_STATES = frozenset(
    vocabulary.words(
        "be mean know think say see feel show remain stay explain observe argue state assume represent cover base face "
        "mark result remember limit warn target matter need want plan propose recommend find help let "
        "anticipate expect hope seem like love hate believe own contain include suggest doubt deny fear predict reckon "
        "forecast depend belong consist cost deserve prefer require understand exist lack owe trust worry"
    )
)


def _ends(base: str) -> str:
    if re.search(r"(?:s|x|z|ch|sh|o)$", base):
        return base + "es"
    return base[:-1] + "ies" if re.search(r"[^aeiou]y$", base) else base + "s"


def _past(base: str) -> str:
    if base.endswith("e"):
        return base + "d"
    if re.search(r"[^aeiou]y$", base):
        return base[:-1] + "ied"
    if base in _DOUBLED:
        return f"{base}{base[-1]}ed"
    return base + "ed"


_DOUBLED = frozenset(vocabulary.words("ban cap commit admit drop plan scan scrap ship step stop submit transfer"))
_IRREGULARS = {line.split()[0]: line.split()[1:] for line in _IRREGULAR.replace("\n", " ").split("|")}
BASES = frozenset(_IRREGULARS) | frozenset(_REGULAR.split()) - {"be"}
THIRD = {_ends(base): base for base in BASES if base not in {"be"}} | {"goes": "go", "does": "do"}
PAST = {forms[0]: base for base, forms in _IRREGULARS.items()} | {
    _past(base): base for base in BASES if base not in _IRREGULARS
}
DONE = {forms[1]: base for base, forms in _IRREGULARS.items()} | {
    _past(base): base for base in BASES if base not in _IRREGULARS
}
DOING = {(base[:-1] if base.endswith("e") and base != "be" else base) + "ing": base for base in BASES} | {
    f"{base}{base[-1]}ing": base
    for base in (*_DOUBLED, "get", "set", "put", "cut", "run", "sit", "begin", "shut", "let")
}
PRESENT = frozenset(THIRD) - {_ends(base) for base in _STATES}
ACTS = BASES - _STATES  # what may be done on a day


def third(base: str) -> str:
    """The third person of a verb."""
    return {"go": "goes", "do": "does", "be": "is"}.get(base, _ends(base))
