"""Synonyms in questions and answers, related words, and forms of irregular verbs."""

from functools import lru_cache
from pathlib import Path

from briefings.text.terms import content_terms, terms

# A line is a group; a word may stand in several, and groups are not joined through it.
# What is done: an answer that lacks such a word in every wording speaks of something else.
_DEEDS = """
pay paid payment spend spent bear
pay paid fee tariff price
cost price worth expense expensive estimate
cost pay paid spend spent
buy bought purchase acquire order
sell sold sale
fund finance money pay paid grant sponsor
warn warning caution fear worry threat
promise pledge commit guarantee undertake
want demand ask seek request insist call wish
recommend advise propose suggest advice recommendation proposal urge
propose table offer proposal
favour favor support prefer back endorse
oppose against reject resist object refuse critic protest threaten
reject refuse decline turn
agree agreement accord deal pact treaty contract sign
agree accept approve consent
sign conclude agree
decide decision vote rule choose chose chosen determine
vote ballot election elect
choose chose chosen select pick prefer
begin began begun start open launch commence
open launch inaugurate
end ended finish close conclude stop expire lapse
expire lapse end run out
stop halt cease suspend pause end give
close shut
rise rose risen increase grow grew grown growth gain climb raise improve
raise increase lift
fall fell fallen drop decline decrease reduce reduction shrink lower cut sink
improve better gain benefit improvement
worsen worse deteriorate
lose lost loss leak
win won gain
build built construct construction erect building
produce yield output crop harvest
break broke broken crack damage collapse fail
repair reline mend replace fix restore
replace succeed successor
steal stole stolen take took taken loot seize raid
return back restitution restore
leave left depart quit withdraw resign
resign quit step
move relocate transfer
meet met meeting summit talk
talk negotiation negotiate round conversation discuss
call phone telephone speak spoke spoken talk conversation
mediate mediator mediation broker
lead led leader head chief chair director
run manage operate
fire dismiss sack laid layoff redundant
hire recruit employ
find found discover detect
show showed shown reveal demonstrate prove
study survey research paper investigate examine report
interview ask question
measure record count
help aid assist
allow permit let licence permission enable
ban prohibit forbid forbade forbidden outlaw
require need must
use consume consumption take
hold held keep kept
keep kept retain
hide hid hidden
teach taught teacher
write wrote written author
hear hearing
sue lawsuit case complain court
rule regulation requirement
death died die dead
sleep slept
eat ate eaten
drink drank drunk
plan scheme project programme intend
participate attend join part
compensate compensation damages
apologise apology sorry
cheat fraud
сказать говорить заявить считать обещать
обещать обещание
стоить цена стоимость обойтись
платить заплатить платит оплатить вносить бюджет
построить строить строительство
начать начаться начало старт
открыть открытие запустить открыться
закрыть закрытие
опоздание отставание задержка опаздывать
просить требовать
жаловаться жалоба иск
выйти выйдет вышел вышла выход выпуск выпустить выпустят релиз опубликовать
запустить запустят запуск запустили открыть
стоить стоит стоило стоил стоила обошлось обошлись цена стоимость
задержать задержали задержаться задержалось задержка
везти везут возить возят поставлять поставляют доставлять доставляют
руководить руководит руководитель глава директор возглавлять возглавляет
рассмотреть рассматривать слушать
ехать ездить дорога
вырасти расти рост
упасть падать снизиться снижение
причина потому
启用 开放 投入 开业
投资 出资
下降 减少
上升 增加
反对 拒绝
认为 表示
建议 提议
退回 退货
收购 购买
establish founder foundation set create
possess own owner belong property
finish complete ready end
consider look weigh examine discuss
exclude omit leave left out
"""
# What it is done with, to whom, or how: one such word may be missing.
_THINGS = """
change shift alter move rise rose fall fell drop grow grew increase decrease improve
profit profitable earn money gain
predict forecast expect observer likely
give gave given offer grant provide
say said tell told state call claim argue note remark according
doubt question dispute sceptical unsure uncertain
think believe expect view opinion
make made produce maker production manufacture
take took taken
take last need require
bring brought carry deliver transport
send sent dispatch
come came arrive
go went gone
see saw seen
happen occur
cheap cheaper inexpensive
good better best well suit
bad worse worst poor
big bigger biggest large larger largest major
contain include appear mention
subsidy aid support grant
money budget fund
boss head chief director executive
ceo executive
work job employ employment employee worker
worker staff employee crew
house home
effect impact consequence result influence
result outcome effect finding
learn learnt pupil
read reading
mathematics maths math
child children pupil kid
percent per cent percentage share proportion
share portion part proportion quota
quota share allocation
big large great huge
small little slight minor
new recent latest
old former historic ancient
fast quick rapid speed
late delay delayed behind postpone
early soon ahead
country state nation
government state ministry cabinet
minister ministry secretary
town city capital municipal
boss employer company
company firm corporation maker
factory plant works
ship vessel boat fleet ferry
car vehicle bus
train rail railway
road motorway highway
shop store supermarket chain retailer
court lawsuit sue case trial
law legal legislation rule
fine penalty sanction punish
police authority
war fight fighting conflict invasion
weapon arm arms missile arsenal
peace truce cease fire
doctor physician
ill sick illness disease
museum gallery collection
danger risk threat hazard
problem difficulty trouble
safe safety secure
place venue site location
member join belong
earthquake quake
phone mobile
error mistake fault
salary wage pay income
next new upcoming coming
cause reason explain because attribute blame due
number amount
begin beginning start
"""
_FORMS = {"founded": "established", "owns": "possess", "owned": "possess"}  # whose stem is that of another word


@lru_cache(maxsize=1)
def _kin() -> dict[str, frozenset[str]]:
    kin: dict[str, set[str]] = {}
    for line in (*_DEEDS.split("\n"), *_THINGS.split("\n")):
        group = terms(line)
        for term in group:
            kin.setdefault(term, set()).update(group)
    return {term: frozenset(group) for term, group in kin.items()}


@lru_cache(maxsize=1)
def _deeds() -> frozenset[str]:
    return frozenset(terms(_DEEDS))


def synonyms_of(term: str) -> frozenset[str]:
    """The terms an answer may use for a term of its question, including the term itself."""
    return _kin().get(term, frozenset()) | {term}


@lru_cache(maxsize=1)
def _related() -> dict[str, frozenset[str]]:
    """The related words, read at the first question."""
    lines = Path(__file__).with_name("related_words.txt").read_text("utf-8").splitlines()
    related: dict[str, set[str]] = {}
    for line in lines:
        group = [] if line.startswith("#") else content_terms(line)
        for term in group:
            related.setdefault(term, set()).update(group)
    return {term: frozenset(group) - {term} for term, group in related.items()}


def related_to(term: str) -> frozenset[str]:
    """The terms that an answer may use where its question uses this one, though they are no synonyms."""
    return _related().get(term, frozenset())


def is_action(term: str) -> bool:
    """Whether a term is known as a word for an action."""
    return term in _deeds()


def disambiguated(question: str) -> str:
    """A question with forms that share another word's stem replaced by unambiguous words."""
    return " ".join(_FORMS.get(word.strip("?.,!").lower(), word) for word in question.split())
