"""The OpenAPI document as people read it: chapters, operations, and what goes in and comes out."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _

Document = Mapping[str, Any]

_SAMPLES: Final = {
    "uuid": "0b6e2c1a-5f43-4d0e-9a3f-2f6f0f3c7d11",
    "date": "2026-11-24",
    "date-time": "2026-11-24T09:20:00+01:00",
    "uri": "https://…",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """A parameter or a member: its name, where it stands, of which kind it is and what it means."""

    name: str
    kind: str
    text: Any
    is_required: bool
    place: str = ""


@dataclass(frozen=True, slots=True)
class Operation:
    """One thing that programs can do."""

    anchor: str
    method: str
    path: str
    summary: Any
    description: Any
    scope: str
    parameters: Sequence[Entry]
    members: Sequence[Entry]
    sample: str
    answers: Sequence[tuple[str, Any]]
    answer_sample: str


@dataclass(frozen=True, slots=True)
class Chapter:
    """The operations of a module."""

    title: str
    operations: Sequence[Operation]


def chapters(document: Document) -> list[Chapter]:
    """Return the operations of each module, in the order in which a booking uses them."""
    titles = {tag["name"]: tag["description"] for tag in document["tags"]}
    found: dict[str, list[Operation]] = {}
    for path, item in document["paths"].items():
        for method, operation in item.items():
            found.setdefault(operation["tags"][0], []).append(_operation(document, path, method, operation))
    return [Chapter(titles[name], operations) for name, operations in found.items()]


def _operation(document: Document, path: str, method: str, operation: Document) -> Operation:
    body = _json_schema(operation.get("requestBody", {}))
    good = next(iter(_good_answers(operation)), {})
    return Operation(
        anchor=operation["operationId"],
        method=method.upper(),
        path=path,
        summary=operation["summary"],
        description=str(operation.get("description", "")).strip(),
        scope=operation.get("x-scope", ""),
        parameters=[_parameter(document, entry) for entry in operation["parameters"]],
        members=list(_members(document, body)) if body else [],
        sample=_as_text(_sample(document, body)) if body else "",
        answers=[(str(status), answer["description"]) for status, answer in operation["responses"].items()],
        answer_sample=_as_text(_sample(document, schema)) if (schema := _json_schema(good)) else "",
    )


def _good_answers(operation: Document) -> Iterator[Document]:
    return (answer for status, answer in operation["responses"].items() if int(status) < 300)


def _json_schema(holder: Document) -> Document:
    schema: Document = holder.get("content", {}).get("application/json", {}).get("schema", {})
    return schema


def _parameter(document: Document, entry: Document) -> Entry:
    places = {"query": _("in der Adresse"), "path": _("im Pfad"), "header": _("im Kopf der Anfrage")}
    kind = _kind(document, entry["schema"])
    return Entry(entry["name"], kind, entry.get("description", ""), entry["required"], places[entry["in"]])


def _members(document: Document, schema: Document) -> Iterator[Entry]:
    found = _resolved(document, schema)
    required = found.get("required", ())
    for name, member in found.get("properties", {}).items():
        yield Entry(name, _kind(document, member), member.get("description", ""), name in required)


def _resolved(document: Document, schema: Document) -> Document:
    if "$ref" not in schema:
        return schema
    named: Document = document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    return named


def _kind(document: Document, schema: Document) -> str:
    """Return the type in words: "Text", "Datum", "Liste von ..."."""
    found = _without_null(_resolved(document, schema))
    if "enum" in found or "const" in found:
        return " | ".join(str(value) for value in found.get("enum", [found.get("const")]))
    if found.get("type") == "array":
        return _("Liste: %(kind)s") % {"kind": _kind(document, found["items"])}
    words = {
        "uuid": _("UUID"),
        "date": _("Datum"),
        "date-time": _("Zeitpunkt"),
        "integer": _("Zahl"),
        "boolean": _("true oder false"),
        "object": _("Objekt"),
    }
    return words.get(found.get("format", ""), words.get(found.get("type", ""), _("Text")))


def _without_null(schema: Document) -> Document:
    choices = [choice for choice in schema.get("anyOf", ()) if choice.get("type") != "null"]
    return choices[0] if choices else schema


def _sample(document: Document, schema: Document, depth: int = 0) -> Any:
    """Return a value of this shape, as the reader would write it."""
    found = _resolved(document, _without_null(_resolved(document, schema)))
    if "examples" in found:
        return found["examples"][0]
    if "enum" in found:
        return found["enum"][0]
    if found.get("type") == "array":
        return [_sample(document, found["items"], depth + 1)] if depth < 6 else []
    if "properties" in found:
        return {name: _sample(document, member, depth + 1) for name, member in found["properties"].items()}
    plain = {"integer": found.get("default", 1), "boolean": found.get("default", False), "null": None}
    return _SAMPLES.get(found.get("format", ""), plain.get(found.get("type", ""), found.get("default") or "…"))


def _as_text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2, default=str)
