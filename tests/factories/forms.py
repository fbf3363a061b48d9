"""Forms to build on: small ones with rules, and large ones."""

from typing import Any

from modules.online_services.engine.definition import FormDefinition
from modules.online_services.models import Form

FIRE: dict[str, Any] = {
    "key": "feuer",
    "title": {"de": "Brauchtumsfeuer", "en": "Bonfire"},
    "steps": [
        {
            "id": "anlass_schritt",
            "title": "Anlass",
            "items": [
                {
                    "type": "choice",
                    "id": "anlass",
                    "label": "Anlass",
                    "required": True,
                    "options": [
                        {"value": "oster", "label": "Osterfeuer"},
                        {"value": "sonst", "label": "Anderer Anlass"},
                    ],
                },
                {"type": "text", "id": "welcher", "label": "Welcher Anlass?", "show": 'anlass == "sonst"'},
                {"type": "date", "id": "datum", "label": "Datum", "required": True},
            ],
        },
        {
            "id": "ort_schritt",
            "title": "Ort",
            "items": [
                {"type": "number", "id": "flaeche", "label": "Fläche", "unit": "m²"},
                {
                    "type": "group",
                    "id": "helfer",
                    "title": "Helfende",
                    "repeat": {"minimum": 1, "maximum": 5},
                    "items": [{"type": "text", "id": "name", "label": "Name"}],
                },
            ],
        },
    ],
    "checks": [
        {
            "id": "gross",
            "holds": "flaeche < 100",
            "message": "Bitte wählen Sie eine kleinere Fläche.",
            "fields": ["flaeche"],
        }
    ],
    "fees": [{"kind": "fixed", "label": "Gebühr", "cents": 2500, "when": 'anlass == "sonst"'}],
}


def fire() -> FormDefinition:
    """Return a small form with choice, rule, repeating group, check and fee."""
    return FormDefinition.model_validate(FIRE)


def large(fields: int = 100) -> FormDefinition:
    """Return a form of so many fields in five steps, each second one with a rule."""
    items = [
        {"type": "text", "id": f"feld_{n}", "label": f"Feld {n}", "show": f"given(feld_{n - 1})" if n % 2 else ""}
        for n in range(fields)
    ]
    size = fields // 5
    steps = [
        {"id": f"schritt_{n}", "title": f"Schritt {n}", "items": items[n * size : (n + 1) * size]} for n in range(5)
    ]
    return FormDefinition.model_validate({"key": "gross", "title": "Großes Formular", "steps": steps})


def make_built_form(definition: FormDefinition | None = None, **values: Any) -> Form:
    """Return a form that is being built, without versions."""
    definition = definition or fire()
    values = {"key": definition.key, "title": str(definition.title)} | values
    return Form.objects.create(working=definition.to_json(), **values)
