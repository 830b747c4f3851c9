"""English words that distinguish people, organisations and places, or rule a name out."""

import re


def words(text: str) -> frozenset[str]:
    """A set of words that are written in one string."""
    return frozenset(text.split())


ROLE = re.compile(
    r"\b(?:(?:Vice|Deputy|Prime|Foreign|Defen[cs]e|Finance|Trade|Interior|Energy|Commerce|Treasury|Acting|Former|"
    r"General|Chief|Senior|State)\s)*"
    r"(?:President|Premier|Minister|Secretary(?:[-\s]General|\sof\s(?:State|Defen[cs]e|War|Commerce|the\sTreasury))?|"
    r"Chancellor|Chairman|Chairwoman|Chair|Councill?or|Council(?:member|man|woman)|Alder(?:man|woman)|Governor|Mayor|Ambassador|Envoy|King|Queen|Prince|Princess|"
    r"Pope|Sheikh|Emir|General|Admiral|Colonel|Captain|Commander|Marshal|Senator|Congressman|Congresswoman|"
    r"Representative|Speaker|Judge|Justice|Director|Professor|Doctor|Spokes(?:man|woman|person)|Dr|Prof|Mr|Mrs|Ms|Gen|"
    r"Adm|Lt|Col|Sen|Rep|Gov|Sir|Lord|Lady|CEO)\b\.?"
    r"|\b(?:spokes(?:man|woman|person)|expert|analyst|professor|researcher|scholar|economist|historian|author|"
    r"ambassador|minister|leader|president|chancellor|director|envoy|diplomat)(?=\s[A-Z])"
)
ORGANISATION = words(
    """
    University College Institute Institution Academy School Ministry Department Bureau Agency Office Administration
    Council Committee Commission Congress Parliament Senate Assembly Court Tribunal Cabinet Government Party Union
    Federation Confederation League Alliance Association Society Foundation Organization Organisation Fund Bank Reserve
    Exchange Board Authority Corporation Corp Company Co Inc Ltd Group Holdings Technologies Airlines Motors Media News
    Times Post Journal Daily Center Centre Network Coalition Movement Front Army Navy Force Forces Command Corps Guard
    Police Service Brotherhood Embassy Consulate Secretariat Chamber Laboratory Hospital Museum Watch Ports
    """
)
PLACE = words(
    """
    Sea Ocean Strait Straits Gulf River Island Islands Bay Peninsula Province Prefecture City Mountains Canal Desert
    Lake Valley Coast Region County District Square Airport Harbour Harbor Port Street Avenue Plateau Highlands Desert
    """
)
NEITHER = words(
    """
    War Wars Treaty Act Agreement Accord Accords Deal Initiative Plan Strategy Doctrine Summit Declaration Communique
    Communiqué Year Day Week Olympics Games Road Dialogue Question Crisis Revolution Conference Protocol Convention
    Charter Resolution Memorandum Pact Law Bill Report Review Paper Book Article Section Chapter Table Figure Appendix
    Project Program Programme Policy Principle Principles Line Wave Era Age Dream Games Cup Prize Festival START Eve
    Time Standard Spring Summer Autumn Winter Policy Framework Roadmap Agenda Consensus Statement Call Calls Talks
    """
)
# Words of forms, rules, offices and products, which no name of a person holds.
NO_PERSON = words(
    """
    Submitted Applicant Discharge Honorable Individual Record Records Manual Instruction Code Rule Rules Case Circuit
    Personnel Clause Category Equivalent Facility Examiner Advocate Information Witness Contractor Offeror Received
    Requested Signature Address Name Title Type Status Item Number Form Date Description Subject Reference
    References Attachment Enclosure Exhibit Motion Order Docket Notes Minutes Attendees Present Absent Action Actions
    Update Updates Issue Issues Release Version Source Server Client Module Library Python Java Rust Perl Linux
    Windows Solaris Debian Ubuntu GitHub Docker Kubernetes Android Safari Chrome Firefox Office Pandas
    Summary Executive Findings Results Steps Items Takeaways Recommendations Conclusions Overview Introduction
    Questions Lessons Contents Conditions Severity Options Outcomes Objectives Deliverables Milestones Assumptions
    Sources Answers
    Fund Labor Medical Retirement Reenlistment Separation Retired Medal Award Benefit Benefits
    """
)
# Capitalised, but no names: function words, times, peoples and tongues, faiths, points of the compass.
PLAIN = words(
    """
    A An The This That These Those It Its He His Him She Her They Their Them We Our Us You Your I My Who What When
    Where Why How Which Whose If As At By For From In Into Of On Or Nor And But So Yet To With Without Within Upon Over
    Under About Above After Before Between Both All Any Each Either Neither Every Some Many Most More Much Few Several
    No Not None Nobody Nothing Never Now Then There Here Thus Hence However Moreover Meanwhile Although Though While
    Whereas Because Since Until Unless Once Still Even Also Only Just Such Other Another One Two Three Four Five Six
    Seven Eight Nine Ten First Second Third Fourth Last Next Recently Today Yesterday Tomorrow Is Are Was Were Be Been
    Has Have Had Do Does Did Will Would Can Could May Might Must Shall Should Let According During Despite Given Like
    Unlike Beyond Against Among Through Perhaps Later Earlier Soon Often Afterwards Eventually Again Always Sometimes
    Whether Accepting Adding Asking Citing Considering Dismissing Following Including Noting Quoting Regarding Rejecting
    Background
    Rather Too Indeed Instead Finally Further Furthermore Overall Similarly Likewise Nevertheless January February
    March April June July August September October November December Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec
    Monday Tuesday Wednesday Thursday Friday Saturday Sunday Spring Summer Autumn Fall Winter Chinese Russian American
    European Asian African British English French German Japanese Korean Indian Iranian Israeli Ukrainian Taiwanese
    Turkish Arab Arabic Muslim Christian Jewish Islamic Western Eastern Northern Southern North South East West Central
    Soviet Latin Spanish Italian Polish Dutch Swedish Norwegian Danish Finnish Greek Canadian Mexican Brazilian
    Australian Vietnamese Pakistani Afghan Syrian Iraqi Egyptian Saudi Palestinian Nordic Baltic Hungarian Romanian
    Czech Belarusian Georgian Kazakh Filipino Indonesian Thai Swiss Austrian Irish Scottish Cuban Venezuelan Marxist
    Communist Democratic Republican Democrats Republicans Marxism Leninism Christmas Easter New Internet Web Mr Cold
    Plaintiff Plaintiffs Defendant Defendants Earth God Avenue Corp Inc Nation Frenchman Colombian Lebanese
    Nigerian Kenyan
    Ships Ship MWh kWh TTF IPO ETF CO2 Officials Analysts Police Researchers Nobody Everyone Someone
    Black White Red Green Great Good Chapter Section Figure Table Note Appendix Foreign International National
    """
)
ABBREVIATIONS = words(
    """
    GDP AI IT TV PC CEO CFO PhD MA BA AM PM GMT UTC LNG EV EVS ICBM WMD HIV AIDS COVID DNA FDI PPP Q1 Q2 Q3 Q4 H1 H2
    II III IV VI VII VIII IX XI XX OK FAQ PDF URL DOI ISBN NB PS BC AD BCE CE STEM GPS UAV VAT RD CPI PMI ID START
    SALT IPO ETF TTF MWH KWH GWH TWH MW KW GW KG KM BTU ESG PR HR TBD RSVP SOS API SQL CSS HTML XML USB CPU GPU RAM
    AR VR ML LLM USD EUR GBP CNY JPY CHF BPD MMT CO2 CO H2O QR SMS ATM SUV MP MPS VP CTO COO AGM YTD EBIT EBITDA
    CAPEX ROI NPV KPI SME SMES NGO NGOS CCTV IQ GMO NDA IDS TBA EOM DIY BBQ ASAP CET CEST BST EST EDT PST PDT MSK OP
    KI AGB AVB BGB OS MSU LED EGFR RPA NK HIGH LOW MEDIUM NONE SEVERE INFO NOTE NOTES TODO FIXME TBC DONE OPEN CLOSED
    YES NO NOT MUST SHALL SHOULD MAY CAN WILL URGENT TRUE FALSE NULL NEW OLD ALL AND OR BUT ONLY PASS FAIL FAILED DRAFT
    FINAL FYI TLDR NB WIP ETC VS WARN ERROR RISK
    """
)
HEADS = words(  # an "of" or a "for" behind these goes on with the name
    """
    Ministry Department University Bank Council Institute Office Bureau Academy Center Centre Organization Organisation
    Committee Commission Party Court Chamber Association Federation House School College Union League Board Fund Agency
    Society Congress Assembly
    """
)
AFFIXES = (
    "led|based|born|made|style|wide|era|bound|backed|run|like|only|owned|held|wing|level|friendly|brokered|mediated"
)
SAYS = (
    r"(?:said|says|told|added|adds|asked|replied|wrote|writes|noted|notes|warned|warns|declared|argued|argues|insisted|"
    r"stated|states|observed|remarked|concluded|explained|answered|announced|claimed|claims|stressed|emphasi[sz]ed|urged)"
)
# Verbs that open a sentence or an item of a list in front of a name: "Comparing Cortex", "Locate Terminal".
_VERBS = (
    "ask|build|call|check|consider|discuss|download|explain|follow|implement|install|launch|present|publish|review|show|"
    "support|thank|visit"
)
_VERBS_IN_E = (
    "approv|compar|configur|creat|defin|describ|enabl|ensur|explor|facilitat|handl|improv|includ|integrat|locat|mov|"
    "nominat|prepar|remov|requir|updat|us|welcom"
)
OPENING_VERB = re.compile(rf"(?:{_VERBS})(?:e?s|ing)?|(?:{_VERBS_IN_E})(?:es?|ing)|appl(?:y|ies|ying)", re.IGNORECASE)
