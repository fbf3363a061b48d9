"""Two layers of a service as JSON: the shipped description below, what the municipality says itself on top.

Own texts win module by module ("fees", "documents"), in all languages at once: an own German text never stands beside
a shipped English one that says something else.
"""

from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from modules.online_services.catalogue.description import ServiceDescription

Layer = Mapping[str, Any]

TEXTS: Final[Mapping[str, Any]] = {
    "name": _("Name der Leistung"),
    "short_text": _("Kurz gesagt"),
    "full_text": _("Ausführlich"),
    "documents": _("Unterlagen"),
    "requirements": _("Voraussetzungen"),
    "fees": _("Kosten"),
    "procedure": _("So läuft es ab"),
    "duration": _("Dauer"),
    "deadlines": _("Fristen"),
    "legal_basis": _("Rechtsgrundlage"),
    "legal_remedy": _("Rechtsbehelf"),
    "further_information": _("Mehr dazu"),
}
_NESTED: Final = ("texts", "handling")  # laid over each other part by part
_FIXED: Final = ("key", "version", "form")  # never the municipality's


def shipped_layer(description: ServiceDescription) -> dict[str, Any]:
    """Return the description as PublicService.accepted keeps it: everything but the form."""
    return {name: value for name, value in description.to_json().items() if name != "form"}


def laid_over(accepted: Layer, own: Layer) -> dict[str, Any]:
    """Return both layers as one description; raises pydantic's ValidationError for what is none."""
    merged = dict(accepted) | {name: value for name, value in own.items() if name not in (*_NESTED, *_FIXED)}
    for name in _NESTED:
        if parts := {**accepted.get(name, {}), **own.get(name, {})}:
            merged[name] = parts
    return shipped_layer(ServiceDescription.model_validate(merged))


def get_part(layer: Layer, path: str) -> Any:
    """Return what stands at "texts.fees" or "synonyms", None for nothing."""
    outer, _dot, inner = path.partition(".")
    found = layer.get(outer)
    return (found or {}).get(inner) if inner else found


def with_part(layer: Layer, path: str, value: Any) -> dict[str, Any]:
    """Return the layer with this value at the path; None takes away what stood there."""
    outer, _dot, inner = path.partition(".")
    changed = dict(layer)
    if inner:
        parts = {**changed.get(outer, {}), inner: value}
        value = {name: part for name, part in parts.items() if part is not None} or None
    changed[outer] = value
    return {name: part for name, part in changed.items() if part is not None}


def paths_of(layer: Layer) -> list[str]:
    """Return the paths of everything that is set in the layer."""
    paths = [name for name in layer if name not in (*_NESTED, *_FIXED, "format")]
    return paths + [f"{outer}.{inner}" for outer in _NESTED for inner in layer.get(outer, {})]
