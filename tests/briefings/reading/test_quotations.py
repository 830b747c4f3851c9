"""Quotations: what stands in marks and is somebody's words, who speaks, and what the sentence cites for it."""

from datetime import date

import pytest

from briefings.model.analysis import Draft
from briefings.reading import read, to_json

LIST = "\n\nReferences\n\nBerg, A. (2025). On ice. Oslo.\n\nHarbour Board. (2026). Minutes. Oslo.\n"


def draft(words: str, name: str = "tides.txt") -> Draft:
    opening = "# Tides\n\n" if name.endswith(".md") else "Tides\n\nSummary\n\n"
    return read(name, f"{opening}{words}{LIST}".encode(), published=date(2026, 5, 13))


def told(words: str, name: str = "tides.txt") -> list[tuple[str, str]]:
    found = draft(words, name)
    return [(one.speaker, found.text[one.start : one.end]) for one in found.quotations]


@pytest.mark.parametrize(
    ("words", "speaker", "said"),
    [
        ("Mayor Lars Vik said “the quay stays shut”.", "Lars Vik", "the quay stays shut"),
        ('Mayor Lars Vik said, "The quay stays shut."', "Lars Vik", "The quay stays shut."),
        ("“The quay stays shut,” said Lars Vik on Monday.", "Lars Vik", "The quay stays shut,"),
        ("“The quay,” Lars Vik warned, “stays shut.”", "Lars Vik", "The quay,"),
        ("‘We’ve got the sailors’ backing,’ Lars Vik added.", "Lars Vik", "We’ve got the sailors’ backing,"),
        ("Lars Vik called it “a ‘grand’ plan for all of us”.", "Lars Vik", "a ‘grand’ plan for all of us"),
        ("According to Lars Vik, the quay is “beyond repair”.", "Lars Vik", "beyond repair"),
        ("Lars Vik told Anna Berg that ice is “the real mayor”.", "Lars Vik", "the real mayor"),
        ("Lars Vik of Bergen University points out that ice “comes and goes”.", "Lars Vik", "comes and goes"),
        ("Lars Vik, for his part, spoke of “a very long winter”.", "Lars Vik", "a very long winter"),
        ("Lars Vik met Anna Berg. He said ice “comes and goes”.", "Lars Vik", "comes and goes"),
        ("The harbour master, Lars Vik, disagreed: “It is over.”", "Lars Vik", "It is over."),
        ("Officials in Oslo said it was “too early to say”.", "Officials in Oslo", "too early to say"),
        ("A Kremlin spokesman said it was “in hand”.", "A Kremlin spokesman", "in hand"),
        ("The Norwegian side said it “would not yield”.", "The Norwegian side", "would not yield"),
        ("Lars Vik sagte: „Das Eis ist sehr dick.“", "Lars Vik", "Das Eis ist sehr dick."),
        ("«Лёд ещё не растаял», — заявил Иван Петров.", "Иван Петров", "Лёд ещё не растаял"),
        ("По словам эксперта Ивана Петрова, лёд «очень крепок».", "Иван Петров", "очень крепок"),
        ('Councilmember Vik opposed it, stating: "The quay stays shut."', "Vik", "The quay stays shut."),
        ('Quote from Councilmember Vik: "The quay stays shut."', "Vik", "The quay stays shut."),
        ("So I immediately said “this is not the way to go at all”.", "", "this is not the way to go at all"),
        ("国际社会普遍认为，“港口应当开放”。", "国际社会", "港口应当开放"),
        ("普京说：“我们需要更多时间。”", "普京", "我们需要更多时间。"),
        ("外交部发言人毛宁表示：「港口很快開放。」", "毛宁", "港口很快開放。"),
    ],
)  # fmt: skip
def test_the_speaker_is_whom_the_sentence_names(words: str, speaker: str, said: str) -> None:
    assert (speaker, said) in told(words)


@pytest.mark.parametrize(
    "words",
    [
        "The so-called “dual winter plan” was dropped.",
        "He lives in the “old” town.",
        "Scholars write of an “ice-based order” and of “harbour autonomy”.",
        "The film “The Long Winter at Sea” was shown.",
        "It was a 'small' thing in the '90s, and the ports' owners knew it.",
        "A mark that “nobody closes is no quotation.",
        "所谓“冬季威胁论”是错误的。",
    ],
)
def test_scare_quotes_titles_and_lone_marks_are_nobodys_words(words: str) -> None:
    assert told(words) == []


def test_a_name_in_full_stands_for_the_surname_and_a_pronoun_reaches_back_to_one_person() -> None:
    words = "Mayor Lars Vik opened the quay. Vik said it was “a good day for us”. “Nothing stops us now,” he added."
    assert told(words) == [("Lars Vik", "a good day for us"), ("Lars Vik", "Nothing stops us now,")]


def test_a_pronoun_that_could_be_anybody_names_nobody() -> None:
    assert told("The quay opened. “It was a long winter,” he said.") == [("", "It was a long winter,")]


def test_a_quotation_that_goes_on_in_the_next_sentence_or_paragraph_keeps_its_speaker() -> None:
    assert told("“It is cold,” Lars Vik said. “It stays cold.”")[1] == ("Lars Vik", "It stays cold.")
    parted = "“It was cold all winter long.\n\n“And now it thaws at last,” Lars Vik said."
    assert told(parted) == [
        ("Lars Vik", "It was cold all winter long."),
        ("Lars Vik", "And now it thaws at last,"),
    ]


def test_what_the_sentence_cites_belongs_to_it_and_a_cited_person_speaks() -> None:
    found = draft(
        "Lars Vik said the ice was “very thick” (Harbour Board, 2026). It is “thinner than ever” (Berg, 2025)."
    )
    assert [(one.speaker, one.references) for one in found.quotations] == [("Lars Vik", (1,)), ("Berg", (0,))]


def test_a_work_cited_by_a_number_lends_its_author_to_nobody() -> None:
    words = (
        "# Tides\n\nThe ice was “thinner than ever before”.[1]\n\n## References\n\n[1] Berg, A. (2025). On ice. Oslo.\n"
    )
    found = read("tides.md", words.encode(), published=date(2026, 5, 13)).quotations
    assert [(one.speaker, one.references) for one in found] == [("", (0,))]


def test_a_block_is_the_words_of_whom_the_sentence_before_names() -> None:
    assert told("Lars Vik put it like this:\n\n> The ice is thick.\n\nNobody answered.", "tides.md") == [
        ("Lars Vik", "The ice is thick."),
    ]


def test_the_export_tells_speaker_and_references() -> None:
    exported = to_json(draft("Lars Vik said the ice was “very thick” (Harbour Board, 2026)."))
    (one,) = exported["quotations"]
    assert exported["text"][one["start"] : one["end"]] == "very thick"
    assert (one["speaker"], one["references"]) == ("Lars Vik", [1])


def test_who_speaks_does_not_hang_on_how_far_into_a_paragraph_it_is_said() -> None:
    said = "Lars Vik said the ice was “very thick”. According to Anna Berg, it is “far too thin”."
    for offset in range(16, 28):
        words = "Ice. " * 190 + "a" * offset + f". {said}"
        assert told(words) == [("Lars Vik", "very thick"), ("Anna Berg", "far too thin")]


SET_IN = (
    "The mayor put it so:\n\n    The quay stays shut, and so it will. We wait.\n\n    We wait long.\n\n{}More was said."
)


def test_paragraphs_that_a_plain_text_sets_in_are_one_speakers_block() -> None:
    words = SET_IN.format("    — Lars Vik, mayor, 2024\n\n")
    assert told(words) == [("Lars Vik", "The quay stays shut, and so it will. We wait."), ("Lars Vik", "We wait long.")]
    found = draft(words)
    assert [found.text[each.start : each.end] for each in found.sentences][-2:] == ["We wait long.", "More was said."]


def test_a_plain_text_whose_paragraphs_all_begin_set_in_has_no_blocks() -> None:
    assert told("    The quay stays shut.\n\n    It will be so.\n\n    More was said, and more was done.") == []


@pytest.mark.parametrize("parting", ["\n> ", "\n>\n> ", "\n\n"])
def test_the_line_below_a_block_says_whose_words_it_holds(parting: str) -> None:
    words = f"It was put so.\n\n> The quay stays shut, as it was.{parting}— Lars Vik, *Letters*, 2024\n\nMore was said."
    assert told(words, "a.md") == [("Lars Vik", "The quay stays shut, as it was.")]
    found = draft(words, "a.md")
    shown = [found.text[each.start : each.end] for each in found.sentences]
    assert shown[1:3] == ["The quay stays shut, as it was.", "More was said."]


def test_what_a_block_says_before_it_goes_on_is_one_speakers() -> None:
    words = "Lars Vik wrote:\n\n> The quay stays shut.\n>\n> It will be so.\n\nMore was said."
    assert [speaker for speaker, _ in told(words, "a.md")] == ["Lars Vik", "Lars Vik"]


@pytest.mark.parametrize(
    ("words", "speaker"),
    [
        ("Си Цзиньпин приехал. О Тайване Си сказал, что «нужна осторожность».", "Си Цзиньпин"),
        ("О льде Иван Петров сказал, что «лёд очень крепок».", "Иван Петров"),
        ("Как отметил Ван Ивэй, «это надолго».", "Ван Ивэй"),
        ("Как уже подчеркнул министр Иван Петров, «лёд очень крепок».", "Иван Петров"),
        ("Lars Vik and Anna Berg spoke, with Vik describing the ice as “very thick indeed”.", "Lars Vik"),
        ("They spoke, with Trump describing the call as “all very positive”.", "Trump"),
        ("With Lars Vik calling it “very thick”, markets rose.", "Lars Vik"),
        ("As Anna Berg noted, “it is thin”.", "Anna Berg"),
        ("Tove Rasmelt, who runs the line, adds: “The quay stays shut for weeks.”", "Tove Rasmelt"),
        ("A view shared by Renke Ostmoor, who believes that “the quay stays shut for weeks”.", "Renke Ostmoor"),
        ("防疫措施不可少，陳時中說，“口罩還要陪我們一起很久”。", "陳時中"),
        ("正如王义桅指出，“这将是长期的”。", "王义桅"),
        ("正如王义桅所指出的，“这将是长期的”。", "王义桅"),
    ],
)
def test_a_phrase_that_leads_to_the_speaker_hides_nobody(words: str, speaker: str) -> None:
    assert [who for who, _ in told(words)] == [speaker]


@pytest.mark.parametrize(
    ("block", "speaker", "said"),
    [
        ('"A block quote", said Berg (2025).', "Berg", "A block quote"),
        ('"A block quote," said Lee (2025).', "Lee", "A block quote,"),
        ('"A block quote is here," said Lars Vik.', "Lars Vik", "A block quote is here,"),
        ("«Лёд очень крепок», — сказал Иван Петров.", "Иван Петров", "Лёд очень крепок"),
        ("“需要谨慎行事”，习近平说。", "习近平", "需要谨慎行事"),
    ],
)
def test_a_block_that_names_its_speaker_holds_no_more_than_stands_in_marks(block: str, speaker: str, said: str) -> None:
    assert told(f"More was told.\n\n> {block}\n\nNobody answered.", "a.md") == [(speaker, said)]


def test_a_block_in_marks_that_names_nobody_is_one_quotation() -> None:
    words = "Lars Vik said:\n\n> “The ice is thick. It stays.”\n\nNobody answered."
    assert told(words, "a.md") == [("Lars Vik", "“The ice is thick. It stays.”")]


FRENCH = "Le quai de la ville est fermé depuis lundi et les bateaux ne sortent plus du port. "
GERMAN = "Der Kai der Stadt ist seit Montag geschlossen, und die Schiffe fahren nicht mehr aus dem Hafen. "
RUSSIAN = "Причал города закрыт с понедельника, и суда больше не выходят из порта. "
CHINESE = "城里的码头从星期一起关闭，船只不再出港。"


@pytest.mark.parametrize(
    ("words", "speaker"),
    [
        ("As Lars Vik put it: “The ice will decide.”", "Lars Vik"),
        ("According to Lars Vik, the company had promised “a crew on every ship”.", "Lars Vik"),
        ("It is, according to Harbour Board lead Lars Vik, “truly the hardest winter of all”.", "Lars Vik"),
        ("“The ice will decide for us,” the expert explains.", "the expert"),
        ("Lars Vik keeps the quay. “The ice will decide for us,” he said.", "Lars Vik"),
        ("Lars Vik, who lives in the U.S. port of Salem, said: “The ice will decide.”", "Lars Vik"),
        ("Anna Berg answered. Mrs. Berg left with Mr. Lars Vik. “The ice will decide for us,” she said.", "Anna Berg"),
        (FRENCH + "« Le quai restera fermé », a déclaré le ministre Jean Dupont.", "Jean Dupont"),
        (FRENCH + "« Le quai restera fermé », explique Claire Morel, directrice du port.", "Claire Morel"),
        (FRENCH + "Claire Morel dirige le port. « Nous attendons le dégel », regrette-t-elle.", "Claire Morel"),
        (FRENCH + "Paul Vidal, qui a vu le ministre Jean Dupont, affirme : « Nous attendons le dégel. »", "Paul Vidal"),
        (FRENCH + "Selon Paul Vidal, c'est « une saison entière qui est perdue ».", "Paul Vidal"),
        (GERMAN + "„Wir warten auf das Tauwetter“, sagte Hafenchef Jürgen Holt.", "Jürgen Holt"),
        (GERMAN + "Jürgen Holt kam. „Wir warten auf das Tauwetter“, so Holt.", "Jürgen Holt"),
        (GERMAN + "„Wir warten auf das Tauwetter“, sagte ein Feuerwehrsprecher.", "ein Feuerwehrsprecher"),
        (GERMAN + "Laut Jürgen Holt ist das „kein Unfall, sondern eine Entscheidung“.", "Jürgen Holt"),
        (GERMAN + "Während Olaf Berg schwieg, warnte der französische Gesandte, das sei „kein Unfall“.",
         "der französische Gesandte"),
        (RUSSIAN + "«Лёд ещё не растаял», — заявил министр Иванов.", "Иванов"),
        (RUSSIAN + "Как выразился Иван Петров, лёд «ещё не растаял».", "Иван Петров"),
        (CHINESE + "“我们在九根桩柱里发现了裂缝。”港务局局长李海说。", "李海"),
        (CHINESE + "運輸局局長陳國基昨日在記者會上稱：「我星期五會同雙方見面。」", "陳國基"),
        (CHINESE + "港务局局长李海昨日指出，“我们在九根桩柱里发现了裂缝。”", "李海"),
    ],
)  # fmt: skip
def test_each_language_names_the_speaker_in_its_own_way(words: str, speaker: str) -> None:
    assert {name for name, _ in told(words)} == {speaker}


@pytest.mark.parametrize(
    ("words", "speakers"),
    [
        ("港务局局长李海昨日到场。老师向他出示了答复函，并问：“这个回复可以打一百分吗？”", {"老师", ""}),
        ("港务局局长李海昨日到场。余者只能指出：“我们在九根桩柱里发现了裂缝。”", {""}),
        ("港务局局长李海昨日指出的是「九根桩柱里的裂缝」。", {""}),
        ("港务局局长李海想拿走文件，被老师拒绝了：“给你有百害而无一利，搞不好还要出事。”", {""}),
        ("港务局局长李海的《李海向何处去》中说：“我们在九根桩柱里发现了裂缝。”", {"《李海向何处去》", ""}),
    ],
)
def test_chinese_words_that_are_no_subject_speak_nothing(words: str, speakers: set[str]) -> None:
    assert {name for name, _ in told(CHINESE + words)} <= speakers


@pytest.mark.parametrize(
    "words",
    [
        "The city calls the new quay its “fresh start” programme.",
        FRENCH + "Le « nouveau départ » du port inquiète les pêcheurs.",
        GERMAN + "Der „kleine Neustart“ des Hafens sorgt für Streit.",
        CHINESE + "市长表示，“新起点”计划引发讨论。",
    ],
)
def test_words_in_marks_before_a_noun_are_no_quotation(words: str) -> None:
    assert not told(words)


MINUTES = """Harbour board, minutes

Present: Eva Kern (EK), Per Lund (PL)

EK: The divers found cracks in two of the piles,
and they want more money.

PL: Then the ferry has to stop.

Resolved: the quay is closed until spring.
"""


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (
            MINUTES,
            [
                ("Eva Kern", "The divers found cracks in two of the piles,\nand they want more money."),
                ("Per Lund", "Then the ferry has to stop."),
            ],
        ),
        (
            "The hearing\n\nCHAIR SMITH: Order, please.\n\nMR. LUND: I was there.\n\nCHAIR SMITH: Thank you.\n",
            [("CHAIR SMITH", "Order, please."), ("MR. LUND", "I was there."), ("CHAIR SMITH", "Thank you.")],
        ),
        (
            "Five questions\n\nQ: When will the quay open?\n\nA: In the spring, if the piles hold.\n",
            [("Q", "When will the quay open?"), ("A", "In the spring, if the piles hold.")],
        ),
        (
            "会议记录\n\n主席：现在开始讨论码头的问题。\n\n张明：裂缝比三月份更宽了。\n\n主席：那么渡轮要停多久？\n",
            [("主席", "现在开始讨论码头的问题。"), ("张明", "裂缝比三月份更宽了。"), ("主席", "那么渡轮要停多久？")],
        ),
        (
            "Разговор\n\nКорреспондент: Когда откроют причал?\n\nИван Берг: Весной.\n\nКорреспондент: А паром?\n",
            [("Корреспондент", "Когда откроют причал?"), ("Иван Берг", "Весной."), ("Корреспондент", "А паром?")],
        ),
    ],
)
def test_a_turn_of_a_transcript_is_the_words_of_its_label(words: str, expected: list[tuple[str, str]]) -> None:
    found = read("minutes.txt", words.encode(), published=date(2026, 5, 13))
    assert [(one.speaker, found.text[one.start : one.end]) for one in found.quotations] == expected


@pytest.mark.parametrize(
    "words",
    [
        "Notes on 3.2\n\nAdded: a table of tides.\n\nFixed: the clock of the quay.\n\nAdded: a list of piles.\n",
        "The visit\n\nDate: Monday, after the storm.\n\nPlace: the northern quay.\n\nNote: bring a lamp.\n",
        "Le port\n\nLe maire a lancé une opération de « collecte solidaire » pour les marins.\n",
        "Kinds of rope\n\nHemp: strong when it is dry.\n\nSisal: cheap and rough.\n\nNylon: stretches a lot.\n",
    ],
)
def test_the_labels_of_a_list_and_the_name_of_a_thing_are_no_quotations(words: str) -> None:
    assert read("notes.txt", words.encode(), published=date(2026, 5, 13)).quotations == ()


@pytest.mark.parametrize(
    ("words", "speaker"),
    [
        ("“Not on my quay for one day more,” shrugged the pilot Ola Reed.", "Ola Reed"),
        ("« On ne ferme pas un port pour une fissure », s’étonne l’ancien capitaine Yves Le Goff.", "Yves Le Goff"),
        ("«Автобус ходит к причалу раз в день», — вторит ему сосед Павел Громов.", "Павел Громов"),
        ("Pour Marc Teillet, de l’association des riverains, « ce projet n’a aucun sens ».", "Marc Teillet"),
        ("Reeder Jan Petersen zufolge sind „zwei Fähren betroffen“.", "Jan Petersen"),
        ("« Le quai restera fermé jusqu’en mars », a déclaré le chef du port, Elso Brandt.", "Elso Brandt"),
        ("« Nous ne voulons pas partir d’ici », a déclaré le président du club Elso Brandt.", "Elso Brandt"),
        ("„Der Kai bleibt den Winter über zu“, sagt die Lotsin Elvira Brandt gegenüber dem Blatt.", "Elvira Brandt"),
        ("Иван Берг вздохнул. «Причал закроют надолго, — говорит Берг. — Паром уйдёт».", "Иван Берг"),
        ("曾海生在报上的文章内有以下一句：「码头不是我们的。」", "曾海生"),
        ("港务局局长姚远山到场。姚坦言：“我觉得并不意外，桩柱太旧了。”", "姚远山"),
        ("开发者Lena Vogt在邮件中写道：“旧接口会保留到明年春天。”", "Lena Vogt"),
        ("“渡轮就要停航。”从事潜水工作二十年的队员赵立新告诉记者。", "赵立新"),
    ],
)
def test_a_name_beside_any_verb_of_saying_speaks(words: str, speaker: str) -> None:
    found = read("tides.txt", f"{words}\n".encode(), published=date(2026, 5, 13))
    assert [one.speaker for one in found.quotations] == [speaker]


def test_a_line_of_its_own_beside_a_quotation_names_its_speaker() -> None:
    below = (
        "_“The quay stays shut.”_\n\nLars Vik on 3 May 2026 in Oslo\n\n_“The ice is to blame.”_\n\nAda Lund in Bergen\n"
    )
    assert told(below, "tides.md") == [("Lars Vik", "The quay stays shut."), ("Ada Lund", "The ice is to blame.")]
    above = "Quote by Mayor Lars Vik\n“The quay stays shut.” He continued, “The ice is to blame for all of it.”\n"
    assert {speaker for speaker, _ in told(above)} == {"Mayor Lars Vik"}


def test_a_line_that_says_something_names_no_speaker() -> None:
    assert told("“The quay stays shut for good.”\n\nLars Vik is in Oslo.", "tides.md")[0][0] == ""


def test_a_family_name_of_two_people_is_told_as_it_is_written() -> None:
    words = "Lars Vik met Ada Vik on the quay. “The quay stays shut,” Vik said."
    assert told(words) == [("Vik", "The quay stays shut,")]


def test_a_name_that_stands_nowhere_else_may_follow_any_verb() -> None:
    found = read("kai.txt", "Kai\n\nLage\n\n„Der Kai bleibt noch lange zu“, führt Vik aus.\n".encode())
    assert [each.speaker for each in found.quotations] == ["Vik"]
