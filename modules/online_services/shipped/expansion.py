"""Short writing of shipped definitions: blocks that many forms share, and texts of several lines.

`{"block": "person", "prefix": "halter"}` in a list stands for the parts of blocks/person.json. In a block "@" stands
for the prefix: "@vorname" becomes "halter_vorname", or "vorname" without prefix. `own` keeps what is prefilled from
profile and BundID, which is right for the applicant alone; `omit` leaves parts out, `change` overrides their settings.
A text may be a list of lines: {"de": ["first", "second"]}, or name one that many share: {"shared": "objection"} stands
for "objection" in blocks/texts.json.
"""

import json
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

from modules.online_services.engine.texts import LANGUAGES

BLOCKS: Final = Path(__file__).parent / "blocks"


def expand(value: Any) -> Any:
    """Return the JSON with each block replaced by its parts and each list of lines by one text."""
    if isinstance(value, list):
        return [part for item in value for part in _parts(item)]
    if not isinstance(value, Mapping):
        return value
    if set(value) == {"shared"}:
        return expand(_shared_texts()[value["shared"]])
    return _joined(value) if value and set(value) <= set(LANGUAGES) else {k: expand(v) for k, v in value.items()}


def _joined(text: Mapping[str, Any]) -> dict[str, str]:
    return {language: "\n".join(lines) if isinstance(lines, list) else lines for language, lines in text.items()}


def _parts(item: Any) -> Iterator[Any]:
    if not isinstance(item, Mapping) or "block" not in item:
        yield expand(item)
        return
    omitted, changes = set(item.get("omit", ())), item.get("change", {})
    for part in _block(item["block"]):
        name = part.get("id", "").removeprefix("@")
        if name not in omitted:
            yield from _parts(_placed(part | changes.get(name, {}), item))


def _placed(part: Any, call: Mapping[str, Any]) -> Any:
    """Return the part with the prefix in place of "@", and prefilled only where the block is the applicant's own."""
    if isinstance(part, str):
        return part.replace("@", f"{call['prefix']}_" if call.get("prefix") else "")
    if isinstance(part, list):
        return [_placed(item, call) for item in part]
    if isinstance(part, Mapping):
        return {k: _placed(v, call) for k, v in part.items() if k != "prefill" or call.get("own")}
    return part


@cache
def _block(name: str) -> list[Any]:
    parts: list[Any] = json.loads((BLOCKS / f"{name}.json").read_text(encoding="utf-8"))
    return parts


@cache
def _shared_texts() -> dict[str, Any]:
    texts: dict[str, Any] = json.loads((BLOCKS / "texts.json").read_text(encoding="utf-8"))
    return texts
