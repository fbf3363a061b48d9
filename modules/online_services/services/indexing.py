"""Make the words by which a service is found: stems with weights, and its names for mistyped words."""

from typing import Any, Final

from django.contrib.postgres.search import SearchVector
from django.db.models import Value

from modules.online_services.catalogue.description import ServiceDescription
from modules.online_services.catalogue.life_situations import LIFE_SITUATIONS
from modules.online_services.engine.texts import Text
from modules.online_services.models import PublicService

_CONFIG: Final = "german"
_BODY: Final = ("full_text", "documents", "requirements", "procedure", "deadlines", "further_information")


def index_words(*, service: PublicService) -> None:
    """Write the service's search columns from its content: one statement."""
    description = service.description
    terms = _terms(description)
    parts = (("A", terms), ("B", _every(description.texts.short_text)), ("C", _situations(description)))
    vector: Any = SearchVector(Value(_body(description)), config=_CONFIG, weight="D")
    for weight, text in parts:
        vector += SearchVector(Value(text), config=_CONFIG, weight=weight)
    PublicService.objects.filter(pk=service.pk).update(search=vector, terms=terms)


def _terms(description: ServiceDescription) -> str:
    return ", ".join([*description.texts.name.root.values(), *description.synonyms]).lower()


def _situations(description: ServiceDescription) -> str:
    chosen = [one for one in LIFE_SITUATIONS if one.key in description.life_situations]
    return " ".join(f"{one.title} {one.hint}" for one in chosen)


def _body(description: ServiceDescription) -> str:
    return " ".join(_every(getattr(description.texts, name)) for name in _BODY)


def _every(text: Text) -> str:
    return " ".join(text.root.values())
