"""A span of an analysis as something to be shown: its words, its section, its sources. Pure."""

from briefings.model.analysis import Analysis
from briefings.model.delivery import Cited
from briefings.sources import cited_in, section_at


def quote(analysis: Analysis, start: int, end: int) -> Cited:
    """The words of a span with their place and the references that they cite."""
    draft = analysis.draft
    section = section_at(draft, start)
    cited = cited_in(draft.citations, start, end)
    inside = [citation for citation in draft.citations if start <= citation.start < end]
    return Cited(
        analysis=analysis.id,
        title=draft.title,
        heading="" if section is None else draft.sections[section].heading,
        text=draft.text[start:end],
        start=start,
        end=end,
        sources=tuple(draft.references[i] for i in cited),
        cites=tuple(tuple(cited.index(i) for i in citation.references) for citation in inside),
        likely=tuple(None if citation.likely is None else cited.index(citation.likely) for citation in inside),
        revision=analysis.revision,
    )
