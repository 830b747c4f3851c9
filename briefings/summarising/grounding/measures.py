"""Units and multipliers next to numbers."""

MAGNITUDES = (
    (r"thousand|k\b|тыс\w*", 10**3),
    (r"hundred", 100),
    (r"million|mn\b|m\b|млн|миллион\w*", 10**6),
    (r"billion|bn\b|млрд|миллиард\w*", 10**9),
    (r"trillion|tn\b|трлн|триллион\w*", 10**12),
    (r"万", 10**4),
    (r"亿", 10**8),
)
KINDS = (
    ("point", r"percentage[ -]points?|процентн\w+ пункт\w*|个百分点"),
    ("%", r"%|per ?cent\b|процент\w*"),
    ("$", r"\$|(?:us )?dollars?\b|долл\w*|美元"),
    ("€", r"€|euros?\b|евро\b|欧元"),
    ("£", r"£|pounds?\b|英镑"),
    ("t", r"tonnes?\b|tons?\b|тонн\w*|吨"),
    ("kg", r"kilogram(?:me)?s?\b|kgs?\b|килограмм\w*|кг\b|公斤|千克"),
    ("km", r"kilomet(?:re|er)s?\b|km\b|километр\w*|км\b|公里|千米"),
    ("mi", r"miles?\b"),
    ("ha", r"hectares?\b|гектар\w*|公顷"),
    ("l", r"lit(?:re|er)s?\b|литр\w*"),
    ("bbl", r"barrels?\b|баррел\w*|桶"),
    ("c", r"cents?\b"),
    ("h", r"hours?\b|час(?:а|ов)?\b|小时"),
    ("min", r"minutes?\b|минут\w*|分钟"),
    ("d", r"days?\b"),
    ("w", r"weeks?\b"),
    ("mo", r"months?\b"),
    ("¥", r"¥|yuan\b|renminbi\b|yen\b|юан\w*|元"),
)
