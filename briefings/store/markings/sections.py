"""Where the marked sections of an analysis stand in its revisions."""

from collections.abc import Iterator, Mapping, Sequence

from sqlalchemy import Connection

from briefings.model.analysis import Draft
from briefings.model.marking import Label, Marking
from briefings.store.markings.clause import unrestricted
from briefings.store.markings.labels import both, label_number, labels_of, section_labels, set_label, set_partial
from briefings.store.markings.spans import put_spans
from briefings.text.redaction import section_span, sections_by_key, sources_of


@unrestricted
def place_sections(connection: Connection, id_: int, revision: int, draft: Draft, default: Marking) -> None:
    """Notes where the marked sections of an analysis stand in the text of a revision.

    If the text has a marked section no more, which may have another heading now, all of it gets that marking.
    """
    marked = section_labels(connection, id_)
    set_partial(connection, id_, partial=bool(marked))
    if not marked:
        put_spans(connection, id_, revision, ())
        return
    whole = labels_of(connection, [id_]).get(id_)
    known = sections_by_key(draft)
    for heading in marked.keys() - known.keys():
        whole = both(whole, marked[heading])
        set_label(connection, id_, label_number(connection, whole, default))
    wanted = {known[heading]: both(whole, each) for heading, each in marked.items() if heading in known}
    spans = [(*span, label_number(connection, each, default)) for span, each in _spans(draft, wanted)]
    put_spans(connection, id_, revision, _to_the_end(draft.text, spans))


def _spans(draft: Draft, wanted: Mapping[int, Label]) -> Iterator[tuple[tuple[int, int], Label]]:
    for section, label in wanted.items():
        span = section_span(draft, section)
        yield span, label
        for source in sources_of(draft, span):
            yield source, label


def _to_the_end(text: str, spans: Sequence[tuple[int, int, int]]) -> Iterator[tuple[int, int, int]]:
    """The spans; those at the end of the text take the blanks before them instead of those behind.

    What is left then ends as the text does, and nothing tells of them.
    """
    end, last = len(text.rstrip()), max(spans, default=(0, 0, 0))[2]
    for start, stop, label in sorted(spans, reverse=True):
        if stop >= end and label == last:
            begin = len(text[:start].rstrip())
            yield begin, end, label
            end = begin
        else:
            yield start, stop, label
