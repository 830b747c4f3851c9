"""Typed statements: kind, holder, due date, condition and event of sentences in English, Chinese and Russian."""

from datetime import date

import pytest

from briefings.model.analysis import AUTHOR, Draft, Statement
from briefings.reading import read, to_json

MONDAY = date(2026, 3, 2)


def draft_of(text: str, published: date | None = MONDAY) -> Draft:
    return read("note.txt", f"A note on the harbour\n\n{text}\n".encode(), published=published)


def only(text: str, published: date | None = MONDAY) -> Statement:
    (found,) = draft_of(text, published).statements
    return found


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        ("reported", "The council closed the old bridge on 12 January."),
        ("attributed", "Lena Fischer said the leaks had been halved."),
        ("expected", "Traffic is likely to fall next year."),
        ("promised", "The contractor pledged to finish the ramps by 30 June."),
        ("scheduled", "The bridge is set to open on 14 September."),
        ("conditional", "If the steel arrives in time, the deck will be lifted in May."),
        ("recommended", "The council should publish the contract."),
        ("deadline", "Residents must reply by 15 March."),
        ("attributed", "市长林海表示，维修费用已经超过三亿元。"),
        ("expected", "专家预计，今年夏天客流将下降一成。"),
        ("promised", "承包商承诺在6月30日前完成工程。"),
        ("scheduled", "北湾新建的跨海大桥定于2026年9月14日通车。"),
        ("conditional", "如果钢材按时运到，桥面将于5月吊装。"),
        ("recommended", "专家建议市政府公开合同。"),
        ("deadline", "居民必须在3月15日前提交意见。"),
        ("reported", "市政府1月12日关闭了旧桥。"),
        ("attributed", "По данным управления порта, паром перевозил четыре тысячи человек."),
        ("expected", "Безработица, вероятно, достигнет 5 процентов в 2027 году."),
        ("promised", "Подрядчик обещал закончить работы до 30 июня."),
        ("scheduled", "Следующее заседание состоится 26 марта."),
        ("conditional", "Если сталь придёт вовремя, пролёт поднимут в мае."),
        ("recommended", "Жителям следует сравнить предложения."),
        ("deadline", "Жители должны подать возражения до 15 марта."),
        ("reported", "Совет закрыл старый мост 12 января."),
    ],
)
def test_each_kind_is_read(kind: str, sentence: str) -> None:
    assert only(sentence).kind == kind


@pytest.mark.parametrize(
    "sentence",
    [
        "A lease begins when the landlord signs.",
        "Any tenant who pays late must pay interest.",
        "Who will pay for the delay?",
        "**When will the process start?**",
        "**How will the first depots use the lift that was awarded on 5 May?**",
        "Nobody knows whether the bridge will hold.",
        "租约自房东签字之日起生效。",
        "谁将承担延误的费用？",
        "Договор вступает в силу, когда его подписывает владелец.",
        "Кто заплатит за задержку?",
    ],
)
def test_rules_and_questions_state_nothing(sentence: str) -> None:
    assert draft_of(sentence).statements == ()


@pytest.mark.parametrize(
    ("holder", "sentence"),
    [
        (AUTHOR, "The bridge will open on 14 September."),
        ("Ingrid Solberg", "Mayor Ingrid Solberg said the bridge was safe."),
        ("Ingrid Solberg", "The bridge was safe, Ingrid Solberg said on Monday."),
        ("Ingrid Solberg", "“The bridge will open in May,” said Ingrid Solberg."),
        ("port authority", "According to the port authority, the ferry carried 4,100 people."),
        ("Bergmann", "The contractor, Bergmann, promised to finish in June."),
        (AUTHOR, "Second, we expect to open the lift in May."),
        (AUTHOR, "Third, they should expect to see a new lift in May."),
        ("Sara Holm", "“Well, since the radio said the ferry would be late, we took the bridge,” Sara Holm said."),
        (AUTHOR, "We will send the signed copy on 11 May."),
        ("外交部发言人", "外交部发言人指出，谈判已经结束。"),
        ("新华社", "据新华社报道，渡轮去年停运了两次。"),
        ("Ирина Соколова", "Мэр Ирина Соколова заявила, что ремонт завершили."),
        ("Аналитики", "Аналитики прогнозируют снижение ставки в июне."),
    ],
)
def test_the_holder_is_who_says_or_promises_it(holder: str, sentence: str) -> None:
    assert only(sentence).holder == holder


@pytest.mark.parametrize(
    ("kind", "holder", "sentence"),
    [
        ("attributed", "Ivo Lang", "Divers found the bell, the harbour’s spokesman, Ivo Lang, told reporters."),
        ("attributed", "Dana Holt", "“There’s not a plan that’s cheap,” Mayor adviser Dana Holt said in an interview."),
        ("recommended", "undersigned", "Having read the record, the undersigned recommends that the motion be denied."),
        (
            "attributed",
            "plaintiff",
            "Raising a doubt, the plaintiff asserts that he was misled, so the motion must fail.",
        ),
        ("attributed", "defendant", "Because of this, the defendant maintains, no engineer could find the leak."),
        ("attributed", "operator", "According to the operator, the depot should have been closed."),
        ("attributed", "Carol", "Carol clarified that a lot was learned from the survey."),
        ("deadline", AUTHOR, "The parties will have ten days to file objections."),
        ("deadline", AUTHOR, "Counsel is to file the survey within 48 hours."),
        ("expected", AUTHOR, "The roof will probably reopen on Friday."),
        ("expected", "critics", "Critics argued it would give renters less time."),
        ("expected", AUTHOR, "Once this is done, the council will announce the names."),
        ("reported", AUTHOR, "We’re moving the survey to another office."),
        ("attributed", "отдела", "По сообщению отдела, рейсы возобновлены."),
        ("attributed", "Павел Громов", "В этот же день министр транспорта Павел Громов заявил, что мост цел."),
        ("scheduled", AUTHOR, "Полёт должен состояться в марте 2027 года."),
        ("reported", AUTHOR, "Решение ещё не принято."),
        ("attributed", "莫林", "来自巴西的南湾航海大学船舶与海洋工程专业博士生莫林表示，港口技术发展非常快。"),
        ("attributed", "刘远", "在北湾，电台记者刘远报道称，全市处于停电之中。"),
        ("expected", "局方", "局方回應指，計劃將如期推行。"),
        ("reported", AUTHOR, "3月2日，市长向首届港口论坛致信。"),
    ],
)
def test_loose_attribution_orders_and_plans_are_told_apart(kind: str, holder: str, sentence: str) -> None:
    found = only(sentence)
    assert (found.kind, found.holder.casefold()) == (kind, holder.casefold())


@pytest.mark.parametrize(
    ("kind", "due", "line"),
    [
        ("deadline", date(2026, 9, 18), "- Nominations due: 18 September"),
        ("scheduled", date(2026, 10, 3), "- Board meeting: 3 October"),
        ("deadline", date(2026, 5, 14), "But please do so by 14 May (a Thursday)."),
        ("scheduled", date(2026, 3, 8), "The first open day is this week."),
    ],
)
def test_a_dated_label_is_due(kind: str, due: date, line: str) -> None:
    found = only(line)
    assert (found.kind, found.due and found.due.last) == (kind, due)


@pytest.mark.parametrize(
    "sentence",
    [
        "The changes aim to support tenants.",
        "Most delays are due to broken pumps.",
        "It builds tools for a 21st century port.",
    ],
)
def test_aims_causes_and_centuries_state_nothing_due(sentence: str) -> None:
    assert all(each.kind == "reported" for each in draft_of(sentence).statements)


def test_he_is_not_the_person_in_his_own_words() -> None:
    _, second = draft_of(
        "Lena Fischer told the board she was worried. “Tom Berg was ahead by six,” she said."
    ).statements
    assert second.holder == "Lena Fischer"


def test_a_pronoun_stands_for_the_person_named_before() -> None:
    found = draft_of("Ingrid Solberg visited the yard. She said the steel had arrived.").statements
    assert [each.holder for each in found] == [AUTHOR, "Ingrid Solberg"]


@pytest.mark.parametrize(
    ("first", "last", "sentence"),
    [
        ("2026-03-15", "2026-03-15", "Residents must reply by 15 March."),
        ("2026-06-30", "2026-06-30", "The contractor promised to finish by the end of June."),
        ("2026-04-01", "2026-04-30", "The summit is expected in April."),
        ("2028-01-01", "2028-12-31", "The ministry pledged to balance the budget by 2028."),
        ("2026-11-07", "2026-11-07", "The opening was postponed from May to 7 November 2026."),
        ("2027-12-31", "2027-12-31", "Оператор обещал закрыть станцию до конца 2027 года."),
        ("2026-06-30", "2026-06-30", "承包商承诺在6月30日前完成工程。"),
    ],
)
def test_a_statement_is_due_on_the_day_it_names(first: str, last: str, sentence: str) -> None:
    due = only(sentence).due
    assert due
    assert (due.first.isoformat(), due.last.isoformat()) == (first, last)


def test_facts_are_not_due() -> None:
    found = draft_of("The council closed the bridge on 12 January. Lund said it had cracked in 2024.").statements
    assert [each.due for each in found] == [None, None]


def test_a_condition_is_told_apart_from_what_depends_on_it() -> None:
    text = draft_of("The deck will be lifted in May if the steel arrives in time.")
    (found,) = text.statements
    assert text.text[slice(*found.what)] == "The deck will be lifted in May"
    assert found.condition
    assert text.text[slice(*found.condition)] == "the steel arrives in time"


def test_clauses_of_a_sentence_have_statements_of_their_own() -> None:
    found = draft_of("The council will vote on 9 April, but Lund expects a delay until May.").statements
    assert [(each.kind, each.holder) for each in found] == [("scheduled", AUTHOR), ("expected", "Lund")]


@pytest.mark.parametrize(
    "sentence",
    [
        "The registry closed at noon on Friday.",
        "If the landlord signs this week, the lease begins on 1 June.",
        "Если суд согласится, слушание пройдёт 20 мая.",
        "如果谈判失败，罢工将于5月14日开始。",
    ],
)
def test_facts_and_conditions_are_no_events(sentence: str) -> None:
    assert draft_of(sentence).mentions == ()


def test_what_happens_unless_it_is_prevented_stays_an_event() -> None:
    assert draft_of("The quota lapses on 31 December unless Moscow renews it.").mentions


def test_an_event_is_named_by_the_statement_about_it() -> None:
    found = only("The Reykjavik Treaty is set to expire on 17 March 2026.")
    assert found.event == "Reykjavik Treaty expires"


def test_json_gives_offsets_and_iso_dates() -> None:
    text = draft_of("Lund promised to open the bridge by 15 March if the steel arrives.")
    (told,) = to_json(text)["statements"]
    assert told == {
        "start": text.sentences[0].start,
        "end": text.sentences[0].end,
        "kind": "conditional",
        "holder": "Lund",
        "what_start": text.text.index("to open"),
        "what_end": text.text.index(" if the"),
        "condition": "the steel arrives",
        "first": "2026-03-15",
        "last": "2026-03-15",
        "precision": "day",
        "event": None,
    }


def test_a_month_without_a_full_stop_after_it_ends_its_sentence() -> None:
    assert len(draft_of("We will send the copy on 11 May. Applications close on 29 May 2026.").sentences) == 2


def test_long_and_hostile_sentences_take_no_time() -> None:
    text = "Lund said " * 90 + "if " * 90 + ", and " * 60 + "the bridge will open by 5 May."
    assert isinstance(draft_of(text * 40).statements, tuple)


def test_two_dated_clauses_joined_by_and_are_two_statements() -> None:
    found = draft_of(
        "The tram line will start on 4 December 2026 and the bus depot will close by 20 December 2026."
    ).statements
    assert [each.due and each.due.last for each in found] == [date(2026, 12, 4), date(2026, 12, 20)]
    assert len({each.event for each in found}) == 2


@pytest.mark.parametrize(
    "sentence",
    [
        "The office will close on 4 December and 5 December will be a holiday.",
        "The tram line and the bus depot will open on 4 December 2026.",
        "The mayor will visit Gdynia on 4 December and Turku on 6 December.",
        "Anna Berg said the tram will start on 4 December and the depot will close by 20 December.",
    ],
)
def test_clauses_that_share_a_verb_or_a_speaker_stay_one_statement(sentence: str) -> None:
    assert len(draft_of(sentence).statements) == 1


def test_the_weekday_of_what_was_found_is_not_due() -> None:
    assert only("The navy would investigate an oil spill sighted on Tuesday.").due is None
    dated = only("The council will discuss a vote scheduled on Tuesday.")
    assert dated.due is not None


@pytest.mark.parametrize(
    ("sentence", "day"),
    [
        ("Police would investigate reports of an explosion on Sunday morning.", None),
        ("Police will look into the fire on 28 February.", None),
        ("The club will hold a fire drill on Sunday morning.", "2026-03-08"),
    ],
)
def test_what_nobody_plans_has_no_day_to_come(sentence: str, day: str | None):
    due = only(sentence).due
    assert (str(due.first) if due else None) == day


@pytest.mark.parametrize(
    ("sentence", "day"),
    [
        ("On Friday (March 6) at 8 p.m., the band will play.", "2026-03-06"),
        ("On Saturday (7 March) the hall will open its doors.", "2026-03-07"),
        ("On Friday (Mar. 13), the second band will play.", "2026-03-13"),
    ],
)
def test_a_weekday_with_its_date_in_brackets_is_that_date(sentence: str, day: str):
    draft = draft_of(sentence)
    assert [str(each.when.first) for each in draft.dates] == [day]
    assert [str(each.due.first) for each in draft.statements if each.due] == [day]


@pytest.mark.parametrize(
    "sentence",
    [
        "The objective is to provide practical advice for organisations.",
        "Adversaries might include malicious content in queries.",
        "Readers are advised to note that other implementations may exist.",
        'The key words "MUST" and "MAY" in this document are to be interpreted as described in RFC 2119.',
        "If you render the component twice, the page will include it once.",
        "If set, the returned data will be filtered.",
        "风力带动叶片，将毛线编织成围巾。",
        "感谢大家将问题带到直播中。",
        "感谢所有使会议成为可能的工作人员。",
        "上传照片，软件会自动去除背景。",
        "如果你免费提供软件，云服务商将使用你的代码。",
        "工会代表参加听证会。",
        "董事会秘书是王明。",
        "这场音乐会很成功。",
        "理事会秘书处位于北京。",
        "大家体会很深。",
    ],
)
def test_purposes_definitions_and_what_anybody_may_do_are_no_forecasts(sentence: str):
    found = [each.kind for each in draft_of(sentence).statements]
    assert not {*found} & {"expected", "conditional", "promised", "scheduled"}


@pytest.mark.parametrize("sentence", ["公司将于明年成为行业第一。", "经济将增长到5%。", "央行将把利率下调到3%。"])
def test_the_future_is_still_told_from_an_object(sentence: str):
    assert [each.kind for each in draft_of(sentence).statements] in (["expected"], ["scheduled"])


AHEAD = {"scheduled", "expected", "promised", "deadline", "conditional", "recommended"}


def ahead(text: str) -> list[str]:
    draft = read("notes.md", f"# Notes\n\n{text}\n".encode(), published=date(2026, 11, 10))
    return [draft.text[each.start : each.end] for each in draft.statements if each.kind in AHEAD]


@pytest.mark.parametrize(
    "rule",
    [
        "Unknown fields in the header will be ignored.",
        "Servers MUST ignore parameters that they do not recognise.",
        "If the file does not exist, an error will be raised.",
        "The Licensee shall not sublicense the Software.",
        "You must cause any modified files to carry notices.",
        "The parameter must be encoded as UTF-8.",
        "Existing configuration files will continue to work.",
        "Pull requests should be opened against the main branch.",
        "Messages longer than the limit will be truncated.",
        "Either party may terminate this Agreement.",
    ],
)
def test_what_a_specification_or_a_licence_rules_is_nothing_to_come(rule: str) -> None:
    assert ahead(rule) == []


@pytest.mark.parametrize(
    "forecast",
    [
        "The next major release will drop support for old systems.",
        "The deprecated API will be removed in version 5.0.",
        "The ministry will ignore the ruling.",
        "The alliance will need more shells than it can make.",
        "The servers will be switched off on 31 March 2027.",
        "The opposition may boycott the election.",
        "The parties will sign the agreement on 12 February 2027.",
        "The council must decide before the winter.",
    ],
)
def test_what_somebody_will_do_or_what_has_a_time_is_to_come_in_a_text_of_rules_too(forecast: str) -> None:
    assert ahead(forecast) == [forecast]


def test_a_text_of_rules_tells_its_plans_and_dates_alone() -> None:
    rules = "Names SHOULD be short. Keys MUST be unique. Lists MUST be sorted. Values SHALL be quoted. "
    kept = ["A later version will drop the lists.", "The registry will close on 3 May 2027."]
    text = f"{rules}Operators may keep a copy. Labels help to group the entries that will show. {' '.join(kept)}"
    assert ahead(text) == kept
