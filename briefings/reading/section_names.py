"""Standard section headings (references, notes, ...) in the supported languages."""

import re
from functools import lru_cache

from briefings.text import lazy_re

_REFERENCES = frozenset(
    """
    references|reference list|list of references|bibliography|select bibliography|works cited|works consulted|
    literature|literature cited|references cited|cited references|cited works|sources|sources cited|source list|
    references and notes|notes and references|references and further reading|further reading|citations|
    литература|список литературы|список использованной литературы|использованная литература|источники|
    список источников|список использованных источников|библиография|библиографический список|ссылки|
    参考文献|参考资料|引用文献|文献|资料来源|参考书目|引用书目|參考文獻|參考資料|
    literatur|literaturverzeichnis|quellen|quellenverzeichnis|quellenangaben|références|références bibliographiques|
    bibliographie|sources et références|referencias|referencias bibliográficas|bibliografía|fuentes|referências|
    bibliografia|riferimenti|riferimenti bibliografici|література|список літератури|джерела
    """.replace("\n", "")
    .replace("    ", "")
    .split("|")
)
_NOTES = frozenset(
    """
    notes|endnotes|end notes|footnotes|примечания|сноски|注释|注|註釋|脚注|anmerkungen|fußnoten|notas|note|notes de fin
    """.strip().split("|")
)
_BESIDE = _NOTES | frozenset(
    [
        "documents",
        "data",
        "links",
        "interviews",
        "archives",
        "источников",
        "литературы",
        "recommended reading",
        "endnotes",
        "источники",
    ]
)
_SELECTED = lazy_re(
    r"^(?:the\s|selected\s|key\s|main\s|primary\s|full\s|complete\s|(?:non-)?normative\s|informative\s|основные\s|использованные\s|主要)+|\s(?:used|consulted)$"
)
_AND = lazy_re(r"\s*(?:,|/|&|\band\b|\bи\b|\bund\b|\bet\b|\by\b|[与和及])\s*")
_OPENINGS = frozenset(
    """
    introduction|summary|abstract|overview|background|executive summary|key points|key findings|key judgements|
    key takeaways|context|foreword|preface|synopsis|statement of need|bottom line|main points|motivation|
    введение|аннотация|резюме|краткое содержание|вступление|引言|摘要|导言|前言|概要|背景|einleitung|zusammenfassung|
    introducción|resumen|résumé|introdução|resumo
    """.replace("\n", "")
    .replace("    ", "")
    .split("|")
)
_OWN_SUMMARIES = frozenset(
    """
    summary|abstract|executive summary|key points|key findings|key judgements|key judgments|key takeaways|takeaways|
    highlights|bottom line|bottom line up front|bluf|tl;dr|tldr|main points|summary of decisions|decisions|at a glance|
    in brief|synopsis|summary and recommendations|key messages|summary of findings|
    аннотация|резюме|краткое содержание|выводы|основные выводы|ключевые выводы|главное|коротко|
    摘要|内容提要|内容摘要|提要|要点|核心观点|会议纪要|执行摘要|
    zusammenfassung|kurzfassung|auf einen blick|das wichtigste in kürze|résumé|synthèse|en bref|l’essentiel|resumen|
    resumo
    """.replace("\n", "")
    .replace("    ", "")
    .split("|")
)
_CONCLUSIONS = frozenset(
    """
    conclusion|conclusions|concluding remarks|outlook|summary and conclusion|summary and conclusions|final remarks|
    заключение|вывод|итоги|结论|结语|总结|结束语|小结|fazit|schluss|ausblick
    """.replace("\n", "")
    .replace("    ", "")
    .split("|")
)
_CLOSINGS = lazy_re(
    r"(?:appendix|appendices|annex|annexes|about the authors?|acknowledge?ments?|glossary|author contributions|"
    r"supplementary (?:material|information|data)|data availability|disclosure|приложени[ея]|об авторах?|благодарности|"
    r"附录|致谢|anhang|danksagung|annexe|remerciements|anexo)\b.{0,60}",
    re.IGNORECASE,
)
_NUMBERING = lazy_re(
    r"(?:(?:chapter|section|part)\s+)?(?:\d{1,2}(?:\.\d{1,2}){0,4}[.)]?|[ivxlc]{1,6}[.)]|[a-h][.)])\s+", re.IGNORECASE
)
_KEPT = 128  # lines that are kept in bare form: each of several rules asks for that of every line


@lru_cache(maxsize=_KEPT)
def bare(heading: str) -> str:
    """A heading in lower case without marks, numbering and final colon."""
    words = heading.strip().strip("#*_: ：.").strip().lower()
    return _NUMBERING.sub("", words, count=1) or words


def holds_references(heading: str) -> bool:
    """Whether this is the name of a reference list, also in the singular, with two names or "selected"."""
    words = _SELECTED.sub("", bare(heading))
    if words in _REFERENCES or f"{words}s" in _REFERENCES:
        return True
    parts = [part for part in _AND.split(words) if part]
    named = [part for part in parts if part in _REFERENCES]
    return len(parts) > 1 and bool(named) and all(part in _BESIDE or part in _REFERENCES for part in parts)


def holds_notes(heading: str) -> bool:
    """Whether this is the name of a section with numbered notes."""
    return bare(heading) in _NOTES


def opens(heading: str) -> bool:
    """Whether a section of this name usually comes first."""
    return bare(heading) in _OPENINGS


def summarises(heading: str) -> bool:
    """Whether a section or paragraph of this name, at the head of a text, holds the author's own summary."""
    return bare(heading) in _OWN_SUMMARIES


def concludes(heading: str) -> bool:
    """Whether a section of this name usually comes last."""
    return bare(heading) in _CONCLUSIONS


def closes(heading: str) -> bool:
    """Whether a section of this name may follow the reference list."""
    return _CLOSINGS.fullmatch(bare(heading)) is not None
