"""Words by what they signal in a sentence, in English, Russian and Chinese, looked up by stem.

Chinese words have two characters, as its terms have. They weigh sentences against each other and never decide alone:
what makes a sentence worth telling is mostly what it holds, such as figures, dates, names and sources.
"""

from functools import lru_cache

from briefings.text.terms import stem_of

_WORDS = {
    "act": """
        agree sign approve adopt vote decide reject ban launch close withdraw buy sell invest appoint resign
        fine arrest
        deploy attack suspend cancel impose ratify award publish merge acquire release refuse accept pledge file
        seize
        join order affirm
        договориться договорились подписать подписал одобрить одобрил принять приняли утвердить утвердил решить
        решил
        отклонить отклонил запретить запретил запустить запустил закрыть закрыл купить купил продать назначить
        назначил
        ввести ввел отменить отменил
        同意 签署 批准 通过 决定 否决 禁止 启动 关闭 退出 购买 出售 投资 任命 辞职 罚款 部署 暂停 取消 实施 发布
        收购 拒绝 接受 建成
        """,
    "advice": """
        recommend should must propose urge advise ought require
        рекомендовать рекомендуется следует необходимо должен предлагать предлагает нужно требуется
        建议 应当 必须 需要 提议 呼吁 应该 要求
        """,
    "ahead": """
        will shall due deadline until scheduled planned expected before upcoming
        будет будут предстоит запланировано планируется намечено срок ожидается
        将于 将在 即将 预计 截止 计划 之前 定于
        """,
    "cause": """
        because cause led driven owing therefore reason attributable
        потому из-за вызван вызвано привело привести поэтому причина вследствие благодаря
        因为 由于 导致 造成 因此 原因 所致
        """,
    "finding": """
        find found show conclude estimate forecast predict evidence prove suggest measure reveal
        показать показал показывает выявить выявил установлено оценивается прогноз вывод доказать
        发现 表明 显示 结论 估计 预测 证明 证据
        """,
    "condition": """
        if unless provided except otherwise
        если кроме иначе условие
        如果 除非 只要 否则 条件 前提
        """,
    "negation": """
        not no never cannot without
        не нет никогда без
        没有 不会 不能 并未 尚未 未能
        """,
    "change": """
        rise rose fall fell fallen increase decrease grow grew decline double halve drop reduce cut lower higher
        more less
        fewer than exceed faster slower shrink
        вырос выросла выросли рост снизить снизился снижение упасть упал сократить сократился увеличить увеличился
        больше меньше выше ниже вдвое
        增长 下降 上升 减少 增加 降低 提高 超过 扩大 缩小 高于 低于 翻倍
        """,
    "speech": """
        say said tell told note noted add added emphasize stress state stated explain argue claim warn remark
        comment
        describe reiterate
        сказал сказала заявил заявила отметил отметила подчеркнул добавил сообщил пояснил указал говорит считает
        表示 指出 强调 认为 宣称 说道 称之
        """,
    "vague": """
        significant important crucial critical key complex challenge opportunity implication landscape dynamic
        evolve
        ongoing various numerous role impact potential continue closely watch remain highlight underscore noteworthy
        juncture broad context pave essential vital pivotal future development address issue delicate unfold shape
        важный значительный ключевой сложный вызов возможность последствие роль влияние развитие внимание процесс
        контекст различный многочисленный дальнейший будущее перспектива значение актуальный аспект пристально
        продолжать оставаться
        重要 重大 关键 复杂 挑战 机遇 影响 意义 格局 密切 关注 发展 持续 未来 积极 深刻 各方 进程 方面 作用 推动
        局面 因素 深远 不断
        """,
    "number": """
        two three four five six seven eight nine ten eleven twelve twenty thirty hundred thousand million
        billion dozen
        half third quarter fifth tenth twice
        два две три четыре пять шесть семь восемь девять десять сто тысяча миллион половина треть четверть вдвое
        втрое
        一半 两成 三成 四成 五成 六成 七成 八成 九成 百分 分之 翻番 两倍 三倍
        """,
    "unit": """
        percent cent million billion trillion dollar euro pound yuan rouble yen tonne ton km kilometre hectare
        megawatt mw
        gw kg mile
        млн млрд трлн тысяча миллион рубль руб процент тонна км доллар долл евро юань
        亿元 万元 亿美 万吨 公里 百分 万人 美元 欧元 个百
        """,
    "self": """
        paper report article study analysis essay section chapter brief note document
        статья доклад работа исследование раздел глава записка
        本文 本报 本章 本节
        """,
    "roadmap": """
        analyse analyze examine discuss explore present organise organize structure describe outline review
        consider look
        aim seek attempt proceed focus
        рассматривать рассмотреть рассматривается анализировать анализируется посвящена описывать проанализировать
        旨在 探讨 分析 讨论 梳理 阐述 回顾
        """,
}
CLAIMS = ("act", "advice", "ahead", "cause", "finding", "condition", "negation", "change")


@lru_cache(maxsize=1)
def signals() -> dict[str, frozenset[str]]:
    """What each stem signals."""
    found: dict[str, set[str]] = {}
    for signal, words in _WORDS.items():
        for word in words.split():
            found.setdefault(stem_of(word), set()).add(signal)
    return {stem: frozenset(signals) for stem, signals in found.items()}
