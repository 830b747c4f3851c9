"""Detects a file's type by its first bytes and the contents of archives; the name is ignored."""

import re
from io import BytesIO
from zipfile import ZipFile

from briefings.reading.office.archive import BROKEN
from briefings.text import lazy_re
from briefings.translatable import phrase

_HEAD = 1000  # bytes that are enough to tell
_ARCHIVE = (b"PK\x03\x04", b"PK\x05\x06")
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # the container of older Office files, and of encrypted new ones
_BLANK = rb"(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?\s*"
_HTML = lazy_re(
    _BLANK + rb"(?i:(?:<\?xml[^>]*>\s*|<!--.*?-->\s*)*<(?:!doctype\s+html\b|html\b|head\b|body\b|title\b))", re.DOTALL
)
_FRAGMENT = lazy_re(
    _BLANK + rb"(?:<!--.*?-->\s*)*<(?i:article|main|section|header|div|h[1-6]|p|meta|link|script|style|table|ul|ol)\b",
    re.DOTALL,
)
_CLOSED = lazy_re(rb"(?i)</(?:p|h[1-6]|li|article|section|blockquote|td)>")
_MARKDOWN = lazy_re(rb"^(?:#{1,6} \S|```)", re.MULTILINE)
_FEWEST_CLOSED = 3  # tags that a page without a head closes; Markdown that opens with a tag closes fewer
_RTF = lazy_re(_BLANK + rb"\{\\rtf")
_MAIL_PAGE = lazy_re(rb"(?=.*^content-type:\s*multipart/related)(?=.*^mime-version:)", re.I | re.M | re.DOTALL)
_MAIL_HEAD = 64_000  # bytes in which a message's header ends
_HEADER_LINES = lazy_re(rb"(?:\s*>?From [^\n]{1,200}\n)?[A-Za-z][\w-]{1,60}:[^\n]*\n")
_HEADER_END = lazy_re(rb"\r?\n\r?\n")
_SENDER = lazy_re(rb"^from:", re.IGNORECASE | re.MULTILINE)
_TRANSPORT = lazy_re(
    rb"^(?:message-id|mime-version|received|return-path|delivered-to|content-transfer-encoding|content-type|x-mailer):",
    re.IGNORECASE | re.MULTILINE,
)
_SAVED_PAGE = lazy_re(rb"^(?:snapshot-content-location:|x-maf:|from:\s*<?saved by)", re.IGNORECASE | re.MULTILINE)
_PDF = lazy_re(_BLANK + rb"%PDF-\d")
_LATER_PDF = lazy_re(rb"%PDF-\d\.\d\s")
_PDF_HEAD = 1024  # bytes in which a PDF may begin behind what a mail program or a web server put before it
_PDF_END = lazy_re(rb"startxref\s+\d+\s+%%EOF")
_PARTS = (
    ("word", "word/"),
    (phrase("an Excel workbook"), "xl/"),
    ("pptx", "ppt/presentation.xml"),
    (phrase("a PowerPoint presentation"), "ppt/"),
    ("epub", "META-INF/container.xml"),
    (phrase("an iWork document"), "Index/Document.iwa"),
)
_TYPES = (
    ("odt", "application/vnd.oasis.opendocument.text"),
    (phrase("an OpenDocument spreadsheet"), "application/vnd.oasis.opendocument.spreadsheet"),
    (phrase("an OpenDocument presentation"), "application/vnd.oasis.opendocument.presentation"),
    (phrase("an OpenDocument file"), "application/vnd.oasis.opendocument"),
    ("epub", "application/epub+zip"),
)
_STREAMS = (
    (phrase("an encrypted Office document; save it without a password"), "EncryptedPackage"),
    (phrase("an older Word document (.doc); save it as .docx"), "WordDocument"),
    (phrase("an older Excel workbook"), "Workbook"),
    (phrase("an older Excel workbook"), "Book"),
    (phrase("an older PowerPoint presentation"), "PowerPoint Document"),
)
_OTHERS = (
    (
        phrase("a picture"),
        lazy_re(rb"\x89PNG\r\n|\xff\xd8\xff|GIF8[79]a|II\*\x00|MM\x00\*|RIFF....WEBP|BM.{4}\0{4}", re.DOTALL),
    ),
    (phrase("a compressed archive"), lazy_re(rb"\x1f\x8b\x08|BZh\d|\xfd7zXZ|7z\xbc\xaf|Rar!")),
    (phrase("a PostScript file"), lazy_re(rb"%!PS")),
    (
        phrase("a program"),
        lazy_re(
            rb"\x7fELF|MZ.{2,60}?\0\0|\xfe\xed\xfa[\xce\xcf]|[\xce\xcf]\xfa\xed\xfe|\xca\xfe\xba\xbe|\0asm", re.DOTALL
        ),
    ),
    (
        phrase("a recording"),
        lazy_re(rb"ID3[\x02-\x04]\0|OggS\0|fLaC\0|RIFF.{4}(?:WAVE|AVI )|\0\0\0.ftyp|\x1aE\xdf\xa3", re.DOTALL),
    ),
)


# Endings of files that are nothing else; an older Word document, for example, may be a page or RTF, which are read.
_ENDINGS = {
    phrase("a program"): "exe dll msi apk dmg iso jar so deb rpm",
    phrase("a compressed archive"): "zip 7z rar gz tgz bz2 xz tar",
    phrase("a picture"): "png jpg jpeg gif webp bmp tif tiff heic",
    phrase("a recording"): "mp3 wav ogg oga m4a flac mp4 mov avi mkv webm",
    phrase("an Excel workbook"): "xlsx xlsm xlsb",
}
_KINDS = {ending: kind for kind, endings in _ENDINGS.items() for ending in endings.split()}


def kind_by_ending(name: str) -> str:
    """The kind of a file that can't be read whatever it holds, by its name; "" for any other."""
    return _KINDS.get(name.rpartition(".")[2].lower(), "") if "." in name else ""


def is_archive(data: bytes) -> bool:
    """Whether the file is a ZIP archive of any kind."""
    return data.startswith(_ARCHIVE)


def is_docx(data: bytes) -> bool:
    """Whether the file is a .docx document."""
    return archive_kind(data) == "word"


def is_odt(data: bytes) -> bool:
    """Whether the file is an OpenDocument text."""
    return archive_kind(data) == "odt"


def is_pptx(data: bytes) -> bool:
    """Whether the file is a .pptx presentation."""
    return archive_kind(data) == "pptx"


def is_epub(data: bytes) -> bool:
    """Whether the file is an e-book."""
    return archive_kind(data) == "epub"


def is_mail(data: bytes) -> bool:
    """Whether the file is a saved e-mail as mail programs write it; a typed letter, and a mailbox, is text."""
    head = data[:_MAIL_HEAD]
    header = _HEADER_END.split(head, maxsplit=1)[0]
    if header.startswith(b"From ") or not _HEADER_LINES.match(header) or _SAVED_PAGE.search(header):
        return False
    return bool(_SENDER.search(header) and _TRANSPORT.search(header))


def is_rtf(data: bytes) -> bool:
    """Whether the file is Rich Text."""
    return bool(_RTF.match(data[:_HEAD]))


def is_html(data: bytes) -> bool:
    """Whether the file is a web page, or one saved with its pictures in one file."""
    narrow = data[:_HEAD].replace(b"\x00", b"")  # in wide text every other byte is zero
    if _HTML.match(narrow) or _MAIL_PAGE.match(narrow):
        return True
    opening = data[: 20 * _HEAD]
    if not _FRAGMENT.match(narrow) or _MARKDOWN.search(opening):
        return False
    return len(_CLOSED.findall(opening)) >= _FEWEST_CLOSED


def is_pdf(data: bytes) -> bool:
    """Whether the file is a PDF, also with other bytes before it."""
    return bool(_PDF.match(data[:_HEAD])) or pdf_start(data) > 0


def pdf_start(data: bytes) -> int:
    """The byte offset of a PDF's start, 0 if none is found; text about PDFs doesn't end like one."""
    found = _LATER_PDF.search(data[:_PDF_HEAD])
    return found.start() if found and _PDF_END.search(data[-_PDF_HEAD:]) else 0


def archive_kind(data: bytes) -> str:
    """The content of an archive: "word", "odt", "pptx", "epub", or words for another; "" if it isn't complete."""
    if not is_archive(data):
        return ""
    try:
        with ZipFile(BytesIO(data)) as archive:
            names = archive.namelist()
            media = archive.open("mimetype").read(_HEAD).decode("ascii", "replace") if "mimetype" in names else ""
    except BROKEN:
        return ""
    for kind, type_ in _TYPES:
        if media.strip().startswith(type_):
            return kind
    return next((kind for kind, part in _PARTS if any(n.startswith(part) for n in names)), phrase("a ZIP archive"))


def unsupported_kind(data: bytes) -> str:
    """The type of an unsupported file, in words for the reader; "" if it may be text."""
    if is_archive(data):
        return archive_kind(data)
    if data.startswith(_COMPOUND):
        return next(
            (kind for kind, name in _STREAMS if name.encode("utf-16-le") in data), phrase("an older Office document")
        )
    return next((kind for kind, mark in _OTHERS if mark.match(data)), "")
