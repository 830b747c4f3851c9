"""An analysis as one JSON document, which a library takes back exactly: its texts and everything found in them."""

from hashlib import sha256

from pydantic import TypeAdapter

from briefings.model.export import VERSION, Export, StoredRevision

_export = TypeAdapter(Export)


def pack(file_name: str, revisions: list[StoredRevision]) -> str:
    """The export document; `revisions` are newest first."""
    whole = Export(VERSION, revisions[0].draft.title, file_name, tuple(reversed(revisions)))
    return _export.dump_json(whole).decode()


def hash_of(text: str) -> str:
    """The hash that identifies a text, whatever spaces end its lines and whatever blank lines end it."""
    return exact_hash("\n".join(map(str.rstrip, text.split("\n"))).rstrip())


def exact_hash(text: str) -> str:
    """The hash of a text to the last space, as earlier versions stored it."""
    return sha256(text.encode()).hexdigest()
