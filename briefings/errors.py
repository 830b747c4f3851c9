"""Expected errors. Each one's text is the sentence that the user sees.

Variable parts stand in braces and are passed as arguments, so that the sentence can be translated: `NotFound("There is
no event e{id}.", id=3)`.

BriefingError
|-- NotFound        nothing has that name; `close` holds similar ones
|   `-- Damaged     it is stored, but can't be read
|-- Ambiguous       several things have that name; `candidates` holds them
|-- Unreadable      a file that can't be imported
|-- Undecided       a file that may be a revision or a new analysis; a person has to decide
|-- NotAllowed      the sender lacks the role
|-- Unavailable     the store can't be opened or has another schema version
|   |-- Unreachable the database can't be opened
|   |-- Broken      it fails in use: full, gone, damaged, disconnected
|   |-- Outdated    its schema has another version; `fix` says what to do
|   `-- OtherAccount another process serves a platform as another bot
|-- Busy            another process has been writing to the store for too long
|-- Unwritten       a language model returned nothing usable
`-- BadInput        an argument that is invalid here
    `-- ReasonNeeded  more people would see something, and no reason was given
"""

import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from hashlib import sha256

from briefings.translatable import Phrase, phrase

_REFERENCE: ContextVar[str] = ContextVar("reference", default="")
_DIGITS = 6


def reference_of(name: str) -> str:
    """The reference of an update or a delivery by its unique name: the same in every log line, answer and listing."""
    return sha256(name.encode()).hexdigest()[:_DIGITS].upper()


@contextmanager
def referring_to(name: str) -> Iterator[None]:
    """During the block, log lines and errors carry the reference of this update or delivery."""
    before = _REFERENCE.set(reference_of(name))
    try:
        yield
    finally:
        _REFERENCE.reset(before)


def current_reference() -> str:
    """The reference of the update or delivery in progress; "" outside of one."""
    return _REFERENCE.get()


def new_reference() -> str:
    """The reference for an error: that of the update or delivery in progress, or else a new one."""
    return _REFERENCE.get() or secrets.token_hex(_DIGITS // 2).upper()


def content_failure(reference: str) -> str:
    """The reason for refusing a delivery whose content can't be made."""
    return phrase("its words could not be made (reference {reference})", reference=reference)


class BriefingError(Exception):
    """An expected failure; `str()` gives a sentence for the reader, `sentence` a translatable one.

    `marking` is the strictest one of the analyses that the sentence names, "" for the default at most.
    """

    def __init__(self, sentence: str, **parts: object) -> None:
        self.marking = ""
        self.sentence = sentence if isinstance(sentence, Phrase) else phrase(sentence, **parts)
        super().__init__(self.sentence)


class NotFound(BriefingError):
    """Nothing has that name."""

    def __init__(self, sentence: str, close: Sequence[str] = (), **parts: object) -> None:
        super().__init__(sentence, **parts)
        self.close = tuple(close)


class Damaged(NotFound):
    """An analysis that is stored, but can't be read; whoever looks through many leaves it out."""

    def __init__(self, analysis: int) -> None:
        super().__init__(phrase("a{id} can't be read. Import it again, or remove it: /remove a{id}", id=analysis))
        self.analysis = analysis


class Ambiguous(BriefingError):
    """Several things have that name."""

    def __init__(self, sentence: str, candidates: Sequence[str], **parts: object) -> None:
        super().__init__(sentence, **parts)
        self.candidates = tuple(candidates)


class Unreadable(BriefingError):
    """A file that can't be imported."""


class Undecided(BriefingError):
    """A file that may or may not belong to `analysis`; nothing was stored.

    `older`: it has the text of an older revision, which would be restored.
    """

    def __init__(self, sentence: str, analysis: int, *, older: bool = False, **parts: object) -> None:
        super().__init__(sentence, id=analysis, **parts)
        self.analysis, self.older = analysis, older


class NotAllowed(BriefingError):
    """The sender lacks the required role."""


class Unavailable(BriefingError):
    """The store can't be opened, or its schema has another version."""


class Unreachable(Unavailable):
    """The database can't be opened: it is down, missing, or refuses the account.

    `creates` is the shell command that makes the database that a server lacks, or "".
    """

    def __init__(self, sentence: str, creates: str = "", **parts: object) -> None:
        super().__init__(sentence, **parts)
        self.creates = creates


class Missing(Unavailable):
    """There is no database yet, and the command doesn't make one."""


class Broken(Unavailable):
    """The store fails in use; the sentence gives the reason and the fix."""


class Outdated(Unavailable):
    """The store's schema has another version; `what` says which, `cure` what to do."""

    def __init__(self, what: str, fix: str) -> None:
        super().__init__(f"{what} {fix}")
        self.what, self.fix = what, fix


class OtherAccount(Unavailable):
    """Another process serves a platform from the same database as another bot account."""


class Busy(BriefingError):
    """Another process has been writing to the store for too long."""


class Deposed(BriefingError):
    """Another process took this one for dead, and does its work."""


class Unwritten(BriefingError):
    """A language model returned nothing usable; `worked` if it may have used tokens."""

    def __init__(self, sentence: str, *, worked: bool = False, **parts: object) -> None:
        super().__init__(sentence, **parts)
        self.worked = worked


class BadInput(BriefingError):
    """An argument that is invalid here."""


class ReasonNeeded(BadInput):
    """More people would see something than before, and no reason was given."""
