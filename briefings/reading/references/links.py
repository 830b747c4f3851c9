"""Extracts the URL and DOI from a reference."""

import re
from dataclasses import dataclass
from urllib.parse import unquote

_BARE_HOST = r"(?<![\w@./-])(?!(?:dx\.)?doi\.org/)(?:[A-Za-z0-9-]{2,63}\.){1,4}[a-z]{2,12}/"  # no scheme, but a path
_URL = re.compile(rf"<?(?:(?:https?://|www\.)[^\s<>]{{3,500}}|{_BARE_HOST}[^\s<>]{{1,500}})")
_OLD_SERIAL = r"<\d{1,6}::[\w-]{1,30}>"  # angle brackets stand in DOIs of the nineties
_DOI = re.compile(rf"\b(?:doi(?:\.org)?[:/]?\s?)?(10\.\d{{4,9}}/(?:[^\s\"<>]|{_OLD_SERIAL}){{1,300}})", re.IGNORECASE)
_SHORT_HOST = re.compile(r"https?://(?:dx\.)?doi\.org/(10\.\d{4,9}/.+)", re.IGNORECASE)
_ARXIV = re.compile(r"\barXiv:\s?(\d{4}\.\d{4,5})", re.IGNORECASE)
_LOOKED_UP = re.compile(
    r"[\[(]?\b(?:(?<=\[)[Cc]ited|(?<=\[)[Uu]pdated|[Aa]ccessed|[Rr]etrieved|"
    r"[Ll]ast (?:accessed|visited|modified)|[Дд]ата обращения|访问日期)"
    r"(?: on)?[:：]?\s"
    r"(?:\d{1,2}\.\d{1,2}\.\d{4}|\d{4}-\d{2}-\d{2}|\d{4} [A-Z][a-z]{2,8}(?: \d{1,2})?(?=[\];])|"
    r"(?:\d{1,2} )?[^\W\d]{3,9}\.? (?:\d{1,2}, )?\d{4})[\])]?[.,]?"
)
_LEFTOVER = re.compile(
    r"\s*(?:,?\s*\b(?:doi|URL|(?:\[Online\]\.? )?Available(?: at| from| online)?|"
    r"Retrieved|from|Accessed|Режим доступа)\s?:?)[\s.,]*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class WorkLink:
    """An entry's URL and DOI; `rest` is the entry without them; for a DOI alone, `url` is its resolver's."""

    rest: str
    url: str | None = None
    doi: str | None = None


def split_link(entry: str) -> WorkLink:
    """Separates an entry, all on one line, from its address."""
    entry = " ".join(_LOOKED_UP.sub("", entry).split())
    address, doi = _URL.search(entry), _DOI.search(entry)
    first = address or doi
    if not first:
        paper = _ARXIV.search(entry)
        return WorkLink(entry, f"https://arxiv.org/abs/{paper[1]}" if paper else None)
    bare = _ended(doi[1]) if doi else None
    url = _ended(address[0].strip("<")) if address else f"https://doi.org/{bare}"
    url = url if url.startswith(("http://", "https://")) else f"https://{url}"
    resolved = _SHORT_HOST.fullmatch(url)
    bare = unquote(_ended(resolved[1])) if resolved and not (doi and "<" in doi[1]) else bare
    end = max(first.end(), doi.end()) if doi and doi.start() < first.end() else first.end()
    rest = " ".join(f"{entry[: first.start()]}{entry[end:]}".split())
    return WorkLink(_LEFTOVER.sub("", rest), url, bare)


def _ended(address: str) -> str:
    """An address without the punctuation after it; a closing bracket stays if the address opened it."""
    bare = address.rstrip(".,;]")
    while bare.endswith(")") and bare.count(")") > bare.count("("):
        bare = bare[:-1].rstrip(".,;]")
    return bare
