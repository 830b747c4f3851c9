"""A table of capitals and large cities that the tz database lists under another city, in English, with their zones."""

CITIES = {
    "cape town": "Africa/Johannesburg", "pretoria": "Africa/Johannesburg", "abuja": "Africa/Lagos",
    "dallas": "America/Chicago", "houston": "America/Chicago", "san francisco": "America/Los_Angeles",
    "seattle": "America/Los_Angeles", "atlanta": "America/New_York", "boston": "America/New_York",
    "miami": "America/New_York", "new york city": "America/New_York", "philadelphia": "America/New_York",
    "washington": "America/New_York", "washington dc": "America/New_York", "brasilia": "America/Sao_Paulo",
    "rio de janeiro": "America/Sao_Paulo", "montreal": "America/Toronto", "ottawa": "America/Toronto",
    "hanoi": "Asia/Bangkok", "abu dhabi": "Asia/Dubai", "islamabad": "Asia/Karachi", "bangalore": "Asia/Kolkata",
    "chennai": "Asia/Kolkata", "delhi": "Asia/Kolkata", "mumbai": "Asia/Kolkata", "new delhi": "Asia/Kolkata",
    "busan": "Asia/Seoul", "beijing": "Asia/Shanghai", "guangzhou": "Asia/Shanghai", "peking": "Asia/Shanghai",
    "shenzhen": "Asia/Shanghai", "kyoto": "Asia/Tokyo", "osaka": "Asia/Tokyo", "canberra": "Australia/Sydney",
    "rotterdam": "Europe/Amsterdam", "the hague": "Europe/Amsterdam", "bonn": "Europe/Berlin",
    "cologne": "Europe/Berlin", "frankfurt": "Europe/Berlin", "hamburg": "Europe/Berlin", "munich": "Europe/Berlin",
    "antwerp": "Europe/Brussels", "ghent": "Europe/Brussels", "ankara": "Europe/Istanbul", "kyiv": "Europe/Kyiv",
    "porto": "Europe/Lisbon", "cardiff": "Europe/London", "edinburgh": "Europe/London", "glasgow": "Europe/London",
    "leeds": "Europe/London", "manchester": "Europe/London", "barcelona": "Europe/Madrid", "bilbao": "Europe/Madrid",
    "saint petersburg": "Europe/Moscow", "st petersburg": "Europe/Moscow", "bergen": "Europe/Oslo",
    "lyon": "Europe/Paris", "marseille": "Europe/Paris", "nantes": "Europe/Paris", "strasbourg": "Europe/Paris",
    "milan": "Europe/Rome", "naples": "Europe/Rome", "gothenburg": "Europe/Stockholm", "krakow": "Europe/Warsaw",
    "basel": "Europe/Zurich", "bern": "Europe/Zurich", "davos": "Europe/Zurich", "geneva": "Europe/Zurich",
    "wellington": "Pacific/Auckland",
}  # fmt: skip
