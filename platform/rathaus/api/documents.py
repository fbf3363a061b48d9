"""The OpenAPI document of a municipality: what its modules offer, in one language."""

from copy import deepcopy
from functools import lru_cache
from typing import Any, Final

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from rathaus.api.interface import PREFIX, VERSION, interface
from rathaus.registry import all_modules
from rathaus.tenancy import Tenant

Document = dict[str, Any]

_PROBLEM: Final[Document] = {
    "type": "object",
    "required": ["type", "title", "status"],
    "properties": {
        "type": {"type": "string", "format": "uri"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["detail"],
                "properties": {
                    "pointer": {"type": "string"},
                    "parameter": {"type": "string"},
                    "detail": {"type": "string"},
                },
            },
        },
    },
}


def openapi_document(tenant: Tenant) -> Document:
    """Return the document in the active language: only the modules that are switched on, with the town's address."""
    active = tuple(spec.slug for spec in all_modules() if spec.public_api and tenant.has_module(spec.slug))
    document = deepcopy(_document(get_language() or "de", active))
    document["servers"] = [{"url": tenant.url("/").rstrip("/")}]
    return document


@lru_cache(maxsize=32)
def _document(language: str, modules: tuple[str, ...]) -> Document:  # noqa: ARG001 - the words are in this language
    """Build the document once for each language and set of modules; shared, so nobody changes it."""
    made = dict(interface().get_openapi_schema(path_prefix=PREFIX))
    prefixes = tuple(f"{PREFIX}{slug}/" for slug in modules)
    schemas = {name: _without_docstring(schema) for name, schema in made["components"]["schemas"].items()}
    return made | {
        "info": {"title": _("Schnittstelle"), "version": VERSION, "description": _about()},
        "paths": {path: item for path, item in made["paths"].items() if path.startswith(prefixes)},
        "components": made["components"] | {"schemas": schemas | {"Problem": _PROBLEM}},
        "tags": [{"name": spec.slug, "description": str(spec.label)} for spec in all_modules() if spec.slug in modules],
    }


def _about() -> str:
    return _("Zeiten sind ISO 8601 mit Abstand zu UTC. Fehler sind application/problem+json (RFC 9457).")


def _without_docstring(schema: Document) -> Document:
    """Leave out what a class says to readers of the code."""
    return {name: value for name, value in schema.items() if name != "description"}
