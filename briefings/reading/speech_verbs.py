"""Verbs of saying in each language, with which a text names who speaks."""

import re

ENGLISH = (
    r"(?:said|says|saying|stating|told|tells|asked|asks|added|adds|replied|replies|wrote|writes|noted|notes|warned|warns|declared|"
    r"declares|argued|argues|insisted|insists|stated|observed|observes|remarked|concluded|concludes|continued|"
    r"explained|explains|answered|announced|announces|called|calls|calling|described|describes|describing|praised|"
    r"praises|likened|compared|proposed|proposes|urged|urges|pledged|promised|vowed|stressed|stresses|emphasi[sz]ed|"
    r"emphasi[sz]es|hailed|hails|dismissed|denounced|condemned|characteri[sz]ed|characteri[sz]es|claimed|claims|"
    r"spoke\sof|speaks\sof|referred\sto|refers\sto|pointed\sout|points\sout|made\sclear|quipped|tweeted|posted|"
    r"recalled|acknowledged|admitted|conceded|predicted|suggested|suggests|reiterated|reaffirmed|demanded|demands|expressed|"
    r"labell?ed|termed|put\sit|puts\sit|responded|responds|recalls|laments|lamented|boasted|"
    r"estimates|estimated|quips|jokes|"
    r"recounted|remembers|professed|shouted|shouting|chanted|wondered|insist|warn|say|countered|counters|agreed|vows|believes|believed|"
    r"maintains|maintained|confirmed|cautioned|complained|joked|commented|testified)"
)
FRENCH_SAID = (
    r"(?:dit|dits|déclaré|affirmé|expliqué|ajouté|assuré|estimé|jugé|précisé|souligné|indiqué|annoncé|averti|prévenu|"
    r"rappelé|confié|lancé|répondu|écrit|insisté|conclu|poursuivi|martelé|regretté|dénoncé|plaidé|raconté|reconnu|promis|"
    r"commenté|réagi|observé|noté|relevé|soutenu|admis|répété|rétorqué|appelé|salué|demandé|fait\ssavoir|mentionné|enchaîné|rapporté|signalé|"
    r"constaté|exhorté|prédit|détaillé|avancé|critiqué|alerté|glissé|lâché|exigé|résumé|décrit|tweeté|complété|abondé|assené|"
    r"ironisé|tempéré|nuancé)e?s?"
)
FRENCH_SAYS = (
    r"(?:dit|disait|disent|déclare|déclarent|affirme|affirment|explique|expliquent|ajoute|ajoutent|assure|assurent|"
    r"estime|estiment|juge|jugent|précise|précisent|souligne|soulignent|indique|indiquent|annonce|avertit|prévient|"
    r"rappelle|rappellent|confie|lance|répond|écrit|écrivent|insiste|conclut|poursuit|martèle|regrette|dénonce|dénoncent|"
    r"plaide|plaident|raconte|reconnaît|promet|commente|réagit|observe|note|notent|relève|soutient|admet|répète|"
    r"rétorque|argumente|résume|analyse|nuance|témoigne|s[’']inquiète|s[’']interroge|ironise|tempère|pense|déplore|rapporte|rapportent|signale|signalent|constate|constatent|enchaîne|s’exclame|prédit|"
    r"détaille|détaillent|avance|avancent|critique|martèlent|alerte|alertent|argue|glisse|se\sfélicite|se\sréjouit|s’indigne|lâche)"
)
FRENCH = (
    rf"(?:(?:a|ont|avait|avaient|aurait)(?:-t)?(?:-(?:il|elle|on|ils|elles))?\s(?:(?:aussi|également|notamment|ainsi|"
    rf"encore|même|elle|lui|[’'\w]{{2,12}}ment)\s){{0,3}}(?:«[^»]*»\s)?{FRENCH_SAID}|{FRENCH_SAYS})"
)
GERMAN_SPEECH = (
    r"(?:sagte|sagten|sagt|erklärte|erklärt|betonte|betont|meinte|meint|ergänzte|ergänzt|berichtete|erzählte|erzählt|"
    r"kritisierte|antwortete|versicherte|lästerte|äußerte|erläuterte|mahnte|resümierte|kommentierte)"
)
GERMAN = (
    r"(?:sagte|sagten|sagt|sagen|erklärte|erklärten|erklärt|betonte|betonten|betont|meinte|meint|ergänzte|ergänzt|"
    r"berichtete|berichtet|erzählte|erzählt|teilte|warnte|warnten|warnt|forderte|forderten|fordert|kritisierte|"
    r"kritisiert|schrieb|schreibt|antwortete|antwortet|fragte|fragt|versicherte|versichert|behauptete|behauptet|"
    r"kündigte|kündigt|nannte|nennt|sprach|spricht|fügte|fügt|räumte|räumt|lästerte|prognostizierte|prognostiziert|"
    r"befand|bezeichnete|bezeichnet|zitiert|zitierte|lobte|lobt|freute|freut|äußerte|äußert|beklagte|beklagt|hielt|hält|"
    r"urteilte|urteilt|erläuterte|erläutert|unterstrich|mahnte|mahnt|resümierte|bilanzierte|"
    r"kommentierte|kommentiert|verkündete|wundert|wunderte|empfand|gibt\szu|gab\szu|rief|(?:ließ|lässt)\s(?:sich|verlauten)|"
    r"attestierte|attestiert|bekräftigte|bekräftigt|hob|hebt|verteidigte|verteidigt|begründete|begründet|verwies|verweist|"
    r"entgegnete|entgegnet|ärgerte|ärgert|schilderte|schildert|konstatierte|konstatiert|gestand|gesteht|weiß)"
)
RUSSIAN = (
    r"(?:(?:сказал|заявил|отметил|подчеркнул|добавил|написал|сообщил|назвал|ответил|спросил|предупредил|пояснил|указал|"
    r"призвал|предложил|рассказал|объяснил|уточнил|признал|выразил|выразился|заметил|напомнил|подтвердил|прокомментировал|"
    r"уверил|заверил|высказал|обвинил|продолжил|утверждал|говорил|возразил|заключил|подытожил|выступил|отрезал)[аи]?(?:сь)?|"
    r"сказав|заявив|добавив|отметив|подчеркнув|пояснив|заверив|считает|считают|говорит|утверждает|отмечает|подчёркивает|подчеркивает|заявляет|пишет|поясняет|уверен|уверена|"
    r"объясняет|добавляет|полагает|убеждён|убежден|убеждена|рассказывает|сообщает|признаёт|признает)"
)
CHINESE = (
    "说道|说|表示|指出|宣称|(?<![自名简号俗统堪人职昵通])称|强调|认为|写道|宣布|警告|呼吁|回应|回答|回覆|回复|问|续指|形容|忆述|坦言|直言|透露|重申|批评|续称|解释|"
    "回忆说|回忆|提醒|笑着说|笑道|说明|介绍说|补充说|"
    "赞赏|介绍|补充|感叹|提到|话|指|反问|慨叹|声称|狠批|质疑|承认|披露|"
    "讲(?=[「“：:，])|笑称|坦言|斥责|怒斥|直斥|驳斥|反驳|抱怨|坦承|辩称|高呼|告诉|感慨|谈到|提及|谈及|主张|直指|批评道|叹道|大喊|喊道|喊话"
)

SAYING = {
    "en": re.compile(rf"\b{ENGLISH}\b", re.IGNORECASE),
    "fr": re.compile(rf"\b{FRENCH}\b", re.IGNORECASE),
    "de": re.compile(rf"\b{GERMAN}\b", re.IGNORECASE),
    "ru": re.compile(rf"\b{RUSSIAN}\b", re.IGNORECASE),
    "zh": re.compile(CHINESE),
}

_TRADITIONAL = (
    "說問稱認為強調寫佈籲應復續憶訴話讚賞紹補嘆聲質張劉陳楊趙黃吳孫馬羅鄭謝韓馮於蕭許鄧呂蘇盧蔣賈葉閻餘鄒陸龔萬錢湯賀顧龍莊關鍾區歐麥譚嚴魯龐賴榮衛聶蘭總統長發員處務書記國專學會議譯師醫"
    "隊團辦親機構業導聯嶺衝鋼鐵從對與貫轉達間時訪選這個還後來們當則據東灣億歲響觀點評論開實門證獲資責幹參謀貝戰護協負級經執顯釋審詢駁劍鄺鄔簡費齊溫遲駱單傳題報電臺邊畢喬衞"
    "編輯檢運動農歷設計願縣鎮紅網兩車營廳體權聽勞環創藝術樂購銷稅財貿隨軍鄉舉"
    "習鳳偉傑瑋紅澤錦鵬麗萊諾爾納雲軒陳"
    "將擬預劃屆啟訊閉週無並維決試緊擔離歸險飛戲視際舊縮熱氣檔場簽類館變確約織範課談講貨賽趕輛輪遊適遠郵銀錄鎖鏡閱陽陰難靜頭駐騎驗"
)
_SIMPLIFIED = (
    "说问称认为强调写布吁应复续忆诉话赞赏绍补叹声质张刘陈杨赵黄吴孙马罗郑谢韩冯于萧许邓吕苏卢蒋贾叶阎余邹陆龚万钱汤贺顾龙庄关钟区欧麦谭严鲁庞赖荣卫聂兰总统长发员处务书记国专学会议译师医"
    "队团办亲机构业导联岭冲钢铁从对与贯转达间时访选这个还后来们当则据东湾亿岁响观点评论开实门证获资责干参谋贝战护协负级经执显释审询驳剑邝邬简费齐温迟骆单传题报电台边毕乔卫"
    "编辑检运动农历设计愿县镇红网两车营厅体权听劳环创艺术乐购销税财贸随军乡举"
    "习凤伟杰玮红泽锦鹏丽莱诺尔纳云轩陈"
    "将拟预划届启讯闭周无并维决试紧担离归险飞戏视际旧缩热气档场签类馆变确约织范课谈讲货赛赶辆轮游适远邮银录锁镜阅阳阴难静头驻骑验"
)
_TO_SIMPLIFIED = str.maketrans(_TRADITIONAL, _SIMPLIFIED)


def simplified(text: str) -> str:
    """The text with traditional Chinese characters of titles, surnames and verbs of saying simplified.

    It keeps its length.
    """
    return text.translate(_TO_SIMPLIFIED)
