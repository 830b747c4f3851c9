"""Fractions and powers of MathML, told on one line."""

from selectolax.lexbor import LexborNode

FORMULAS = frozenset({"mfrac", "msup"})


def opening(node: LexborNode, before: str) -> str:
    """What stands before a part of a fraction: nothing, a blank after a whole number, a slash, or a bracket."""
    if node.parent is None or node.parent.tag != "mfrac":
        return ""
    first = not _is_second(node)
    sign = (" " if before[-1:].isdecimal() else "") if first else "/"
    return f"{sign}{'(' if _is_long(node) else ''}"


def closing(node: LexborNode) -> str:
    """What stands after a part of a fraction."""
    return ")" if node.parent is not None and node.parent.tag == "mfrac" and _is_long(node) else ""


def is_exponent(node: LexborNode) -> bool:
    """Whether an element is the raised part of a power."""
    return node.parent is not None and node.parent.tag == "msup" and _is_second(node)


def is_blank_between(node: LexborNode) -> bool:
    """Whether a text is only a blank between the parts of a fraction or power."""
    above = node.parent
    return above is not None and above.tag in FORMULAS and not (node.text_content or "").strip()


def _is_second(node: LexborNode) -> bool:
    before = node.prev
    while before is not None and (before.is_text_node or before.is_comment_node):
        before = before.prev
    return before is not None


def _is_long(node: LexborNode) -> bool:
    parts = [each for each in node.iter() if not each.is_text_node]
    return node.tag == "mrow" and len(parts) > 1
