"""Plain text: lines become paragraphs, and short lines of their own become headings."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from briefings.reading import section_names
from briefings.reading.layout import Block, Layout, is_caption, trimmed
from briefings.reading.mail.pasted import mail
from briefings.reading.plain_text.page_furniture import furniture
from briefings.reading.plain_text.page_notes import with_notes
from briefings.reading.plain_text.reflow import reflowed
from briefings.reading.plain_text.rules import blanked, rules, underlined
from briefings.reading.plain_text.table_lines import table_spans
from briefings.reading.plain_text.unwrap import ENTRY, paragraphs, quote_mark_end, set_in
from briefings.reading.title_block.author_lines import above_title, author_lines, is_byline, signed_lines
from briefings.reading.title_block.front_matter import front_matter_date, front_matter_title
from briefings.text.metadata_header import front_matter_end

_LONGEST_HEADING = 200
_LONGEST_TITLE = 300
_MOST_HEADING_WORDS = 30
_MOST_LOWER_WORDS = 8
_MOST_QUESTION_WORDS = 12
_FEWEST_LETTERS = 3  # of a heading
_SHORTEST_QUOTED = 24  # characters of a paragraph that is set in as a quotation
_FEWEST_GAPS = 2  # between the cells of a table's row
_CELLS = re.compile(r"(?<=\S)(?:\s?\t\s?|\s\|\s|\s{3,})(?=\S)")
_LONGEST_RUN = 3  # more heading-like lines than this in a row are a list
_SHORTEST_HEADED = 1_500  # characters of a letter that may have headings
_PROSE_LENGTH = 40  # characters
_ENDS = ".!?…。！？"
_FRONT = 25  # blocks at most in front of a text
_WIDE_GAP = re.compile(r"\S[ ]{3,}\S")
_LABELLED = re.compile(
    r"[ \t]*(?:[^\W\d_]{2,12}\.?[ \t]){0,2}(?:date|no|nr|number|docket|case|citation|file|ref|reference|version|status|"
    r"category|issue|volume|author|from|to|cc|subject|re|classification|distribution|source|contact)\.?[:：][ \t]*"
    r"\S[^\n]{0,80}|"
    r"[ \t]*(?:docket|case|file|civil action)(?:[ \t](?:no|nr|number))\.?:?[ \t]+[\w()/.–—-]*\d[^\n]{0,40}",
    re.IGNORECASE,
)
_CONTENTS = re.compile(
    r"(?<!\.)(?<!\. )(?:\.[ ]?){4,}+[ ]*(?:\d{1,4}|[ivxl]{1,6})[ \t]*$", re.MULTILINE | re.IGNORECASE
)
_CONTACT = re.compile(r"\S@\S{1,100}\.\w|https?://|\bwww\.|\b\d{3}[ .-]\d{3}[ .-]\d{4}\b|\(\d{3}\)\s?\d{3}")
_DRAWN = re.compile(r"[-=+|/\\<>^~*]{2}")
_SIGNS = re.compile(r"-{3}|\w--\w\S{0,60}--|->|=>|==|::|<<|>>|\S=\S|^\S{1,2}:\s\S{1,6}$")
_NEW_SENTENCE = re.compile(r"[a-zà-öø-ÿа-яё]{3}[.!?][\"'”’)]{0,2}\s+[\"'“‘(]?[A-ZÀ-ÞА-ЯЁ]")
_MOST_WORDS_OF_TWO = 8  # in a heading of two sentences
_FEWEST_LISTED = 3  # lines of a list
_SHORT_LINE = 60  # characters of a list's line
_BY = re.compile(r"by|(?:written\s|compiled\s|edited\s)?by\s[A-ZÀ-Þ][^\n]{2,100}", re.IGNORECASE)
_STOPS = ".!?…;,。！？；，、"
_CLOSERS = "\"'”’»)]*_"
_NOTE_MARKS = re.compile(r"(?:\s?(?:\[[\d,;–-]{1,20}\]|\[\^[^\]\n]{1,40}\]|\[-?@[^\]\n]{1,200}\]|[¹²³⁴-⁹⁰]{1,5}))+$")
_BULLET = re.compile(r"\\[-–•]\s*(?=[^\W\d_])|[-*•–·◦▪]\s+|\(?[a-z0-9]{1,2}\)\s+", re.IGNORECASE)
_NUMBERED = re.compile(r"(\d{1,2}(?:\.\d{1,2})*)\.?\s+\S|([IVXLC]{1,6})\.\s+\S")
_BYLINE = re.compile(
    r"(?i:by)|[Bb]y (?:[A-Z][\w’'.-]*[,\s]*(?:and |& )?){1,8}|"
    r"(?i:from|to|cc|sent|date|published|updated|authors?|contact|e-?mail|fax|tel|phone|newsgroups|reply-to|organi[sz]ation|"
    r"message-id|lines|docket no\.?|case no\.?|citation nr|автор|дата|作者|日期|q|a|present|attendees|regrets|scribe|"
    r"interviewer|moderator|вопрос|ответ|корреспондент|ведущ(?:ий|ая)|journaliste|frage|antwort|主席|主持人|记者|記者|问|問|答)\s?[:：].*"
)
_UNFINISHED = re.compile(
    r"\b(?:as|by|is|are|the|of|with|then|that|for|and|or|holds|expressed|reads|where|given|to|in|from|be|a|an)$",
    re.IGNORECASE,
)
_SPOKEN = re.compile(r"[-–—]$|\bplease\b[^\n]{0,80}\?$|\blet me\b", re.IGNORECASE)  # a speaker's line
_DATE_LINE = re.compile(
    r"(?=.*\d{4})[\w\s.,]{0,12}(?:\d{1,2}\W+\w{3,9}|\w{3,9}\W+\d{1,2}|\d[\d./年月日-]+)[\s,.]*\d{0,4}\W*[\wг.]{0,5}"
    r"(?:,\s(?:г\.\s)?[А-ЯЁ][а-яё-]{2,20})?"
)
_ADDRESS = re.compile(r"\S*(?:https?://|www\.|@|\w:\w)\S*")


def read_plain(text: str, own: str = "", *, exact: bool = False) -> Layout:
    """The blocks of a text without markup; `own` is the same text with its form feeds.

    Where words are hyphenated, pages end within paragraphs or messages are quoted, the layout's text has joined lines,
    unless it must be `exact`.
    """
    letter = mail(text)
    head = 0 if letter.start else front_matter_end(text)
    pages = furniture(text, own)
    aside = [*letter.aside, *([(0, head)] if head else [])]
    aside += [(start, _line_end(text, start)) for start in pages] if exact else []
    tabled = table_spans(blanked(text, aside))
    plain = blanked(text, [*aside, *tabled])
    marked = underlined(plain)
    aside += rules(plain, marked)
    plain = blanked(plain, [*aside, *((each.start, each.rule_end) for each in marked)])
    spans = paragraphs(plain, frozenset() if exact else pages)
    blocks = [*_blocks(plain, spans), *(Block("code", *trimmed(text, *span)) for span in aside)]
    blocks += [Block("table", *span) for span in tabled]
    blocks += [Block("heading", x.start, x.end, x.level, " ".join(text[x.start : x.end].split())) for x in marked]
    blocks = _with_masthead(
        text, sorted((each for each in blocks if each.start < each.end), key=lambda each: each.start)
    )
    layout = Layout(text, tuple(blocks))
    if not exact and (made := reflowed(text, blocks, pages)):
        layout = made
    layout = replace(layout, blocks=tuple(with_notes(layout.text, layout.blocks)))
    sure = sum(block.kind == "heading" for block in blocks) > 1
    title = letter.subject or front_matter_title(text[:head])
    sure = sure or 0 < letter.start > len(text) - _SHORTEST_HEADED
    done = _known_headings(layout) if sure else with_headings(layout.text, layout.blocks)
    return replace(
        layout, blocks=tuple(done), title=title, titled=bool(title), published=front_matter_date(text[:head])
    )


def _blocks(text: str, spans: Sequence[tuple[int, int]]) -> list[Block]:
    inward = set_in(text, spans)
    blocks: list[Block] = []
    for start, end in spans:
        shortest = 1 if blocks and blocks[-1].kind == "quote" else _SHORTEST_QUOTED
        blocks.append(_block(text, start, end, quoted=start in inward and end - start >= shortest))
    return blocks


def _line_end(text: str, start: int) -> int:
    end = text.find("\n", start)
    return len(text) if end < 0 else end


def _known_headings(layout: Layout) -> list[Block]:
    """The blocks of a text with underlined headings: of the other lines only those of lists of sources head one."""
    return [
        _heading(layout.text, block)
        if block.kind == "paragraph" and section_names.holds_references(layout.text[block.start : block.end])
        else block
        for block in layout.blocks
    ]


def _with_masthead(text: str, blocks: Sequence[Block]) -> list[Block]:
    """The blocks, without the lines in front that tell who issued a text or wrote it, under what number and when."""
    if not any(block.kind == "paragraph" and _is_prose(text[block.start : block.end]) for block in blocks):
        return [*blocks]
    made = [*blocks]
    before: Block | None = None  # the last of these lines
    for at, block in enumerate(made[:_FRONT]):
        if block.kind in {"heading", "code", "table"}:
            before = block if block.kind == "table" else None
            continue
        rows = text[block.start : block.end].split("\n")
        if _signs(text, block, before) or (block.kind != "quote" and _is_masthead(rows)):
            before = block
            made[at] = block if is_byline("\n".join(rows)) else replace(block, kind="code")
        elif block.end - block.start > _LONGEST_HEADING and rows[-1].rstrip()[-1:] in _STOPS:
            break
        else:
            before = None
    return made


def _is_prose(words: str) -> bool:
    return len(words) >= _PROSE_LENGTH and words.rstrip(_CLOSERS)[-1:] in _ENDS


def _is_masthead(rows: Sequence[str]) -> bool:
    """Whether lines are set apart on one line, are labels with their values, or tell how to reach somebody."""
    gaps = sum(_WIDE_GAP.search(row) is not None for row in rows)
    if (gaps > 1 and gaps * 2 >= len(rows)) or all(map(_LABELLED.fullmatch, rows)):
        return True
    told = any(map(_CONTACT.search, rows)) and not any(row.rstrip()[-1:] in ".!?:;" for row in rows)
    return told and not _NEW_SENTENCE.search("\n".join(rows))


def _signs(text: str, block: Block, before: Block | None) -> bool:
    """Whether a block names the author, or goes on with the lines of that kind `before` it."""
    words = text[block.start : block.end]
    if block.kind != "paragraph" or len(words) > _LONGEST_HEADING or words[-1] in "!?;:" or _NEW_SENTENCE.search(words):
        return False
    if before and text[before.start : before.end].casefold() == "by":
        return len(words) < _SHORT_LINE
    if before and text.count("\n", before.end, block.start) == 1:
        return words[-1] != "."
    return _BY.fullmatch(words.partition("\n")[0]) is not None


def with_headings(text: str, blocks: Sequence[Block]) -> list[Block]:
    """The blocks, with those that look like headings turned into headings."""
    marks = [_may_head(text, block) for block in blocks]
    below = above_title(text, blocks)
    told = frozenset[int]()
    if below or (blocks and marks[0]):
        told = author_lines(text, blocks, 2 if below else 1) | signed_lines(text, blocks, 2 if below else 1)
    told |= {0} if below else set()
    marks = [mark and at not in told for at, mark in enumerate(marks)]
    made = list(blocks)
    at = 0
    in_references = False
    while at < len(blocks):
        stop = at
        while stop < len(blocks) and marks[stop] and not (in_references and not _after_references(text, blocks[stop])):
            stop += 1
        for index in _headings_of_run(text, blocks, at, stop):
            if index and not _is_known(text, blocks[index]) and _is_listed(text, blocks[index]):
                continue
            made[index] = _heading(text, blocks[index])
            in_references = section_names.holds_references(made[index].words) or section_names.holds_notes(
                made[index].words
            )
        at = max(stop, at + 1)
    return made


def _headings_of_run(text: str, blocks: Sequence[Block], at: int, stop: int) -> range | list[int]:
    """Which blocks in a run of heading-like ones are headings; the run is followed by prose."""
    words = [text[block.start : block.end] for block in blocks[at:stop]]
    for index, line in enumerate(words):
        if section_names.holds_references(line) or section_names.holds_notes(line):
            before = _headings_of_run(text, blocks[: at + index], at, at + index) if index == 1 else []
            return [*before, at + index]
    if stop == len(blocks) or stop == at:
        return []
    if at == 0 and len(words) > 2:
        return [0, stop - 1] if section_names.opens(words[-1]) or len(words) > _LONGEST_RUN else range(at, stop)
    if len(words) > _LONGEST_RUN or any(_same_numbering(a, b) for a, b in pairwise(words)):
        return [stop - 1] if not _NUMBERED.match(words[-1]) else []
    return range(at, stop)


def _same_numbering(line: str, following: str) -> bool:
    first, second = _NUMBERED.match(line), _NUMBERED.match(following)
    return bool(first and second and depth(line) == depth(following))


def depth(line: str) -> int:
    """The depth of a heading's number; 1 without a number."""
    match = _NUMBERED.match(line)
    return (match[1] or "").count(".") + 1 if match else 1


def _heading(text: str, block: Block) -> Block:
    words = text[block.start : block.end]
    return Block("heading", block.start, block.end, depth(words), " ".join(words.rstrip(":： ").strip("*").split()))


def _after_references(text: str, block: Block) -> bool:
    words = text[block.start : block.end]
    return section_names.closes(words) or section_names.holds_notes(words) or section_names.holds_references(words)


def _may_head(text: str, block: Block) -> bool:
    opens = not block.start
    if block.kind != "paragraph" or block.end - block.start > _LONGEST_TITLE:
        return False
    return reads_as_heading(text[block.start : block.end], opens=opens)


def _is_known(text: str, block: Block) -> bool:
    words = text[block.start : block.end]
    return section_names.opens(words) or _after_references(text, block)


def _is_listed(text: str, block: Block) -> bool:
    """Whether a line is one of at least three short lines in a row without full stops, set in alike."""
    start = text.rfind("\n", 0, block.start) + 1
    around = [*_rows_before(text, start), text[start : block.end], *_rows_after(text, block.end)]
    short = [0 < len(row.strip()) < _SHORT_LINE and row.rstrip()[-1] not in _STOPS for row in around]
    alike = len({len(row) - len(row.lstrip()) for row in around if row.strip()}) == 1
    return "\n" not in text[block.start : block.end] and len(around) >= _FEWEST_LISTED and all(short) and alike


def _rows_before(text: str, start: int) -> list[str]:
    """At most two lines right above, up to an empty one."""
    found: list[str] = []
    while start > 0 and len(found) < _FEWEST_LISTED - 1:
        above = text.rfind("\n", 0, start - 1) + 1
        if not text[above : start - 1].strip():
            break
        found.insert(0, text[above : start - 1])
        start = above
    return found


def _rows_after(text: str, end: int) -> list[str]:
    """At most two lines right below, up to an empty one."""
    found: list[str] = []
    end = _line_end(text, end)
    while end < len(text) and len(found) < _FEWEST_LISTED - 1:
        below = _line_end(text, end + 1)
        if not text[end + 1 : below].strip():
            break
        found.append(text[end + 1 : below])
        end = below
    return found


def reads_as_heading(line: str, *, opens: bool = False) -> bool:
    """Whether a line by itself may be a heading, or the title if it `opens` the text."""
    if len(line) > (_LONGEST_TITLE if opens else _LONGEST_HEADING):
        return False
    if (
        section_names.holds_references(line)
        or section_names.holds_notes(line)
        or (section_names.closes(line) and line[-1] not in _STOPS)
    ):
        return True
    bare = _NOTE_MARKS.sub("", line).rstrip(_CLOSERS + " ")
    if not bare or (len(line.split()) > _MOST_HEADING_WORDS and not opens) or _is_no_heading(line, opens=opens):
        return False
    if bare[-1] in "?？":
        return len(line.split()) <= _MOST_QUESTION_WORDS or opens or _NUMBERED.match(line) is not None
    if bare[-1] in ":：":
        return len(line.split()) <= 5
    return bare[-1] not in _STOPS


def _is_no_heading(line: str, *, opens: bool) -> bool:
    words = line.split()
    letters = sum(map(str.isalpha, line))
    return (
        letters * 2 < sum(map(len, words))
        or (letters < _FEWEST_LETTERS and line.isascii())
        or bool(_CONTACT.search(line) or _SIGNS.search(line) or _CONTENTS.search(line))
        or (len(words) > _MOST_WORDS_OF_TWO and not opens and _NEW_SENTENCE.search(line) is not None)
        or "\t" in line
        or "|" in line
        or line.count("/") > 3
        or line[0] in "—―"
        or (line[0] == "*" and not line.endswith("*"))
        or (line[0].islower() and len(words) > _MOST_LOWER_WORDS)
        or bool(_ADDRESS.fullmatch(words[-1]))
        or bool(_UNFINISHED.search(line) or _SPOKEN.search(line))
        or bool(_BYLINE.fullmatch(line))
        or bool(_DATE_LINE.fullmatch(line))
    )


def _block(text: str, start: int, end: int, *, quoted: bool) -> Block:
    words = text[start:end]
    if quote_mark_end(text, text.rfind("\n", 0, start) + 1, start) == start and ">" in text[start - 2 : start]:
        return Block("quote", start, end)
    if _CONTENTS.search(words) or not _has_letters(words):
        return Block("code", start, end)
    if marker := _BULLET.match(text, start, end):
        return Block("item", marker.end(), end)
    if is_caption(words) or _is_row(words):
        return Block("table", start, end)
    if quoted and not reads_as_heading(words) and not ENTRY.match(words):
        return Block("quote", start, end)
    return Block("paragraph", start, end)


def _has_letters(words: str) -> bool:
    """Whether enough of the signs are letters or digits for words, as in no drawing."""
    signs = sum(map(len, words.split()))
    short = signs < _SHORTEST_QUOTED and not _DRAWN.search(words)
    return short or sum(map(str.isalnum, words)) * 2 > signs


def _is_row(words: str) -> bool:
    """Whether each line has table cells, separated by tabs, bars or wide gaps."""
    lines = words.split("\n")
    return all(len(_CELLS.findall(line)) >= _FEWEST_GAPS and line.rstrip()[-1:] not in _STOPS for line in lines)
