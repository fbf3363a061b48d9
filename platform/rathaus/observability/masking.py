"""Take personal data and secrets out of text before it leaves the process as a log line or an error report.

Masking works on the text itself, because exception messages, database errors and addresses of pages carry
personal data under no key that a list of forbidden keys would find.
"""

import re
from typing import Any

_MASKED = re.compile(
    r"""
    (?P<uuid>\b[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\b)
  | (?P<row>(?<=Failing\ row\ contains\ )\(.*\) | (?<=\)=)\(.*?\)(?=\ (?:already|is\ not|is\ still|conflicts)))
  | (?P<email>[^\s<>"'(),;:=\[\]/@]{1,64}(?:@|%40)[\w.-]{1,253}\.[^\W\d_]{2,})
  | (?P<iban>\b[A-Z]{2}\d{2}(?:[ ]?[A-Z0-9]{4}){2,7}(?:[ ]?[A-Z0-9]{1,4})?\b)
  | (?P<phone>(?<![\w.,:+-])(?:\+|00)[1-9]\d{0,2}[ /()-]{0,3}(?:\d[ /()-]{0,3}){5,12}\d
            | (?<![\w.,:+-])\(?0[1-9]\d{1,4}\)?[ /-]{0,3}(?:\d[ /-]{0,2}){3,9}\d)
  | (?P<token>[A-Za-z0-9_-]{20,}(?::[A-Za-z0-9_-]+)*)
    """,
    re.VERBOSE,
)
_NAME_PART = r"(?:[A-Z]?[a-z]+(?:[A-Z][a-z]+)*|[A-Z]+|\d{1,4})"
_NAME = re.compile(rf"[_-]*{_NAME_PART}(?:[_-]+{_NAME_PART})*[_-]*(?::[A-Za-z0-9_-]+)*")
_UUID_OR_CODE = re.compile(
    r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}|[0-9A-Z]{4}-[0-9A-Z]{4}(?:-[0-9A-Z]{4})*", re.IGNORECASE
)
_DATE = re.compile(r"\d{4}(-\d{2}){0,2}|\d{4}-W\d{2}", re.IGNORECASE)


def mask_text(text: str) -> str:
    """Return the text with e-mail addresses, IBANs, phone numbers, row contents and long tokens replaced.

    UUIDs stay: they are how a log line names a person or a thing.
    """
    return _MASKED.sub(_replacement, text)


def _replacement(match: re.Match[str]) -> str:
    found, text = str(match.lastgroup), match.group()
    if found == "uuid" or (found == "token" and _NAME.fullmatch(text)):
        return text
    return f"[{found}]"


def mask_path(path: str) -> str:
    """Return the path of a page without query, with segments that open something (tokens, ids, codes) replaced."""
    return "/".join(_mask_segment(segment) for segment in mask_text(path.partition("?")[0]).split("/"))


def _mask_segment(segment: str) -> str:
    if _DATE.fullmatch(segment):
        return segment
    if _UUID_OR_CODE.fullmatch(segment):
        return "[id]"
    return segment


def mask_tree(value: Any) -> Any:
    """Return the same mappings, sequences and scalars with `mask_text` applied to every string."""
    if isinstance(value, str):
        return mask_text(value)
    if isinstance(value, dict):
        return {key: mask_tree(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [mask_tree(inner) for inner in value]
    return value
