"""Texts to answer with, filled in from the case."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils.translation import override

from modules.cases.handling import handler_of
from modules.cases.models import Case, TextModule
from modules.cases.placeholders import fill_in, values_of
from modules.cases.words import author_name
from rathaus.accounts.models import User
from rathaus.web.wording import long_date


@dataclass(frozen=True, slots=True)
class FilledText:
    """A text module as it reads for one case."""

    id: str
    title: str
    text: str


def text_modules() -> QuerySet[TextModule]:
    """Return all texts."""
    return TextModule.objects.all()


def filled_texts(case: Case, actor: User) -> list[FilledText]:
    """Return the texts for this case's service with what is known of it put in: one query."""
    fitting = text_modules().filter(Q(service_key="") | Q(service_key=case.service_key))
    values = values_for(case, actor)
    return [FilledText(str(one.pk), one.title, fill_in(one.text, values)) for one in fitting]


def values_for(case: Case, actor: User) -> Mapping[str, str]:
    """Return what the words in braces stand for, in German as the texts are; "{signature}" is who writes."""
    with override("de"):
        return {
            **values_of(case, handler_of(case)),
            "signature": author_name(actor),
            "deadline": long_date(case.due_on) if case.due_on else "",
        }
