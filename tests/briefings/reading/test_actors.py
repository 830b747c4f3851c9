"""Actors: people, organisations and places, each under its fullest name."""

from datetime import date

import pytest

from briefings.reading import read, to_json
from briefings.reading.actors.russian_cases import nominative


def named(words: str) -> dict[str, tuple[str, int]]:
    text = f"Tides\n\nSummary\n\n{words}\n"
    found = read("tides.txt", text.encode(), published=date(2026, 5, 13)).actors
    return {one.name: (one.kind, len(one.mentions)) for one in found}


@pytest.mark.parametrize(
    ("words", "name", "kind", "mentions"),
    [
        ("Mayor Lars Vik spoke. Vik left, and Vik’s aide stayed.", "Lars Vik", "person", 3),
        ("Premier Li Qiang spoke first. Later Li left.", "Li Qiang", "person", 2),
        ("The World Sailing Organization (WSO) met. Nobody heard WSO.", "World Sailing Organization", "organisation",
         3),
        ("The WSO (World Sailing Organization) met.", "World Sailing Organization", "organisation", 2),
        ("Anna of Bergen University wrote it.", "Bergen University", "organisation", 1),
        ("China’s Ministry of Foreign Affairs answered.", "Ministry of Foreign Affairs", "organisation", 1),
        ("The U.S. sold ice; America bought it, and so did the United States.", "United States", "place", 3),
        ("The China-US meeting was held in Abu Dhabi.", "Abu Dhabi", "place", 1),
        ("The China-US meeting was held in Abu Dhabi.", "China", "place", 1),
        ("Norwegian ships crossed the Barents Sea.", "Barents Sea", "place", 1),
        ("US Secretary of State Marco Rubio came by ship.", "Marco Rubio", "person", 1),
        ("Президент России Иван Петров ушёл. Затем Петрова ждали.", "Иван Петров", "person", 2),
        ("Лёд растаял в Китае. Порты Китая открыты.", "Китай", "place", 2),
        ("Иван Петров ушёл. Судья Петров сказал, что лёд растаял.", "Иван Петров", "person", 2),
        ("Whether Vik was told is unknown. Vik said it was late.", "Vik", "person", 2),
        ("Accepting Vik was hard. Vik said it was late.", "Vik", "person", 2),
        ("Представитель МИД сообщил об этом.", "МИД", "organisation", 1),
        ("外交部发言人毛宁说，港口开放。毛宁离开北京。", "毛宁", "person", 2),
        ("王冰川教授认为，北京很冷。专家李海指出，冰很厚。", "李海", "person", 1),
        ("何立峰副总理表示，冰很厚。金融部长和张文宏医生出席。", "何立峰", "person", 1),
        ("王毅外长指出，冰很厚。陈海总统通电话。", "王毅", "person", 1),
        ("The chief of the union, Ursula von der Leyen, spoke. Then, in the evening, von der Leyen left.",
         "Ursula von der Leyen", "person", 2),
        ("The reporters met von der Leyen in the afternoon. Then, in the evening, von der Leyen spoke about it.",
         "von der Leyen", "person", 2),
        ("С Дмитрием Берговым спорили. Бергов ушёл, Бергову писали.", "Дмитрий Бергов", "person", 3),
        ("По словам Марии Лундовой, лёд крепок.", "Мария Лундова", "person", 1),
        ("Ли Цяном подписан указ.", "Ли Цян", "person", 1),
        ("Сергей Берг и Ван И ушли.", "Ван И", "person", 1),
        ("Премьер-министром Михаилом Лундиным принято решение.", "Михаил Лундин", "person", 1),
        ("奥斯陆海洋大学发表报告。", "奥斯陆海洋大学", "organisation", 1),
    ],
)  # fmt: skip
def test_an_actor_has_its_kind_and_all_its_mentions(words: str, name: str, kind: str, mentions: int) -> None:
    assert named(words).get(name) == (kind, mentions)


@pytest.mark.parametrize(
    "words",
    [
        "Energy is dear. Inspectors stayed away. On Monday the Chinese ship left in May.",
        "The Harbour Treaty and the Winter War were long ago.",
        "Trade grew while GDP fell.",
        "В понедельник лёд растаял. Однако порты закрыты.",
    ],
)
def test_what_only_looks_like_a_name_is_none(words: str) -> None:
    assert named(words) == {}


def test_the_same_surname_twice_goes_to_whom_was_named_last() -> None:
    words = "Lars Vik sang. Anna Vik danced. Vik bowed. Lars Vik left. Vik slept."
    assert named(words) == {"Lars Vik": ("person", 3), "Anna Vik": ("person", 2)}


def test_mentions_stand_where_the_text_has_them_and_citations_hold_none() -> None:
    text = (
        "Tides\n\nSummary\n\nMayor Lars Vik spoke (Berg, 2025). Holm (2024) and Vik agree.\n\n"
        "References\n\nBerg, A. (2025). Ice. Oslo.\n\nHolm, B. (2024). Snow. Oslo.\n"
    )
    exported = to_json(read("tides.txt", text.encode()))
    assert {one["name"]: [exported["text"][a:b] for a, b in one["mentions"]] for one in exported["actors"]} == {
        "Lars Vik": ["Lars Vik", "Vik"],
        "Holm": ["Holm"],
    }
    assert [one["kind"] for one in exported["actors"]] == ["person", "person"]


@pytest.mark.parametrize("words", ["金融部长说，冰很厚。", "王毅外长指出，冰很厚。", "特朗普总统通电话。"])
def test_chinese_verbs_and_offices_are_no_names(words: str) -> None:
    assert not {"金融", "指出", "通电话"} & set(named(words))


@pytest.mark.parametrize(
    ("form", "name"),
    [
        ("Сергея Лундова", "Сергей Лундов"), ("Игорю Бергову", "Игорь Бергов"), ("Юрием Бергским", "Юрий Бергский"),
        ("Павла Тана", "Павел Тан"), ("Екатериной Лундиной", "Екатерина Лундина"), ("Ильёй Тановым", "Илья Танов"),
        ("Александра Лунда", "Александр Лунд"), ("Александра Лундова", "Александра Лундова"), ("Ян Тан", "Ян Тан"),
        ("Сергеем Лундойко", "Сергей Лундойко"), ("Ольга Лундова", "Ольга Лундова"),
    ],
)  # fmt: skip
def test_a_russian_name_is_told_in_its_first_case(form: str, name: str) -> None:
    assert nominative(form) == name


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("The ferry left Bosnia and Herzegovina and came to Saint Lucia.", "Saint Lucia"),
        ("The ferry left Bosnia and Herzegovina and came to Saint Lucia.", "Bosnia and Herzegovina"),
        ("The ship came from Viet Nam and returned to Vietnam.", "Vietnam"),
        ("Ice was sold in Myanmar and in Micronesia.", "Micronesia"),
        ("Лёд везли из Молдовы в Косово.", "Косово"),
        ("柬埔寨和吉尔吉斯斯坦签署了协议。", "柬埔寨"),
        ("柬埔寨和吉尔吉斯斯坦签署了协议。", "吉尔吉斯斯坦"),
    ],
)
def test_countries_are_known_in_three_languages(words: str, name: str) -> None:
    assert named(words)[name][0] == "place"


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("Power costs 140 MWh a month, and the TTF price rose before the IPO. The TTF fell after the IPO.", set()),
        ("The ship Aurora waits outside, and the Aurora will wait again tomorrow.", set()),
        ("The RPA tools and the LED lamps of the OS were sold by RPA, LED and OS makers.", set()),
        ("President Lee spoke, and Lee left the town.", {"Lee"}),
        ("Le quai est fermé depuis lundi, dit le ministre Jean Dupont, et M. Dupont est parti.", {"Jean Dupont"}),
        ("Am Montag sagte Hafenchef Jürgen Holt, die Schiffe seien im Hafen. Nach Angaben von Fachleuten ist er zu.",
         {"Jürgen Holt"}),
        ("Der Kai ist für die Schiffe nicht mehr offen, und Ursula von der Leyen ist nicht in der Stadt.",
         {"Ursula von der Leyen"}),
        ("Вместо Ивана Петрова выступил Олег Зуев. Федеральному совету они не нужны.", {"Иван Петров", "Олег Зуев"}),
        ("Am Montag sprach Hessens Ministerin über die Schiffe im Hafen, und der Kai ist nicht offen.", {"Hessen"}),
        ("Глава Сбербанка рассказал журналистам, что ОАО закрыто, а суда больше не выходят из порта.", set()),
        ("他們要求政府成立獨立調查委員會，沒有任何制約，港口關閉。", set()),
        ("養蜂人劉大勇回憶說，渡輪公司已經停航。", {"劉大勇"}),
    ],
)  # fmt: skip
def test_only_names_beyond_doubt_are_actors(words: str, names: set[str]) -> None:
    assert set(named(words)) == names


def test_a_possessive_a_country_and_a_verb_are_no_part_of_a_name() -> None:
    german = "Der Läufer Sebastian Hendel kam an. Sebastian Hendels Heimat ist das Meer, und er mag die Stadt.\n"
    assert [one.name for one in read("tides.txt", german.encode()).actors if one.kind == "person"] == [
        "Sebastian Hendel"
    ]
    assert "Iceland Ólafur Grímsson" not in named("The former president of Iceland Ólafur Grímsson said no. He left.")
    assert "关起来" not in named("北湾的码头很旧，警员关起来说，“渡轮停航。”")


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("The tests were written in Pandas and in Sightglass, and the editor is in Architecture.", set()),
        ("The nets were mended in Ruby code. Nobody checked it.", set()),
        ("She was born in Skarvik and lives in Oakland.", {"Skarvik", "Oakland"}),
        ("They stayed in Lynmouth, Nevada, for a year.", {"Lynmouth", "Nevada"}),
        ("The port uses John Linux and Mary Solaris. The file of Dr. Discharge and of Mr. Applicant is here.", set()),
        ("Jim Jones spoke. Jim Jones left. Then Jim Joness aide left.", {"Jim Jones"}),
        ("信中引述習近平的話，港口關閉。", {"習近平"}),
        ("現在很多人不用每天去公司，在家工作。", set()),
    ],
)
def test_a_word_behind_in_a_field_and_a_product_are_no_actors(words: str, names: set[str]) -> None:
    assert set(named(words)) == names


@pytest.mark.parametrize(
    "words",
    [
        "A finding of HIGH severity was met. HIGH said so.",
        "The Executive Summary said so. Executive Summary and Key Findings followed.",
        "TODO: call. TODO said so. Next Steps are due.",
        "Comparing Cortex with Thanos takes time. Locate Terminal in the menu.",
    ],
)
def test_ratings_headings_and_opening_verbs_are_no_actors(words: str) -> None:
    assert named(words) == {}


def test_a_verb_that_opens_a_sentence_is_no_part_of_a_name() -> None:
    assert set(named("Thank Lars Vik for the boat. Moving Lars Vik was hard.")) == {"Lars Vik"}
