"""Forms as the builder shows them."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Max, OuterRef, Q, QuerySet, Subquery

from modules.online_services.building.words import edit_words
from modules.online_services.code_lists import code_list_names
from modules.online_services.engine.checking import DefinitionProblem, check_definition
from modules.online_services.engine.definition import FormDefinition
from modules.online_services.models import FeeSchedule, Form, FormState, FormVersion, Stage


def listed_forms(query: str = "") -> QuerySet[Form]:
    """Return all forms by title with `live_number`, `pilot_number` and `asked`: one query."""
    live = FormVersion.objects.filter(form=OuterRef("pk"), stage=Stage.LIVE, number__gt=0).order_by("-number")
    pilot = FormVersion.objects.filter(form=OuterRef("pk"), stage=Stage.PILOT).order_by("-number")
    found = Form.objects.annotate(
        live_number=Subquery(live.values("number")[:1]),
        pilot_number=Subquery(pilot.values("number")[:1]),
        asked=Count("release_requests", filter=Q(release_requests__decided_at__isnull=True)),
    ).select_related("service")
    for word in query.split():
        found = found.filter(Q(title__icontains=word) | Q(service__name__icontains=word))
    return found.order_by("title", "id")


def find_form(key: uuid.UUID) -> Form | None:
    """Return the form with its service, and with the schema of FIM that it was read from."""
    return Form.objects.select_related("service", "fim_source").filter(pk=key).first()


def problems_in(definition: FormDefinition) -> Sequence[DefinitionProblem]:
    """Return what is wrong with a definition in this municipality; a query only where it asks for fee schedules."""
    schedules = schedule_keys() if _asks_for_schedules(definition) else frozenset()
    return check_definition(definition, schedules=schedules, code_lists=known_code_lists())


def schedule_keys() -> frozenset[str]:
    """Return the keys of the municipality's fee schedules: one query."""
    return frozenset(FeeSchedule.objects.order_by().values_list("key", flat=True).distinct())


def schedule_titles() -> list[tuple[str, str]]:
    """Return the fee schedules as keys with titles, each once."""
    return sorted(dict(FeeSchedule.objects.order_by("valid_from").values_list("key", "title")).items())


def _asks_for_schedules(definition: FormDefinition) -> bool:
    return any(fee.kind == "table" for fee in definition.fees) or "lookup(" in definition.model_dump_json()


def known_code_lists() -> frozenset[str]:
    """Return the names of the shipped code lists."""
    return code_list_names()


@dataclass(frozen=True, slots=True)
class History:
    """What undo and redo would do, in words; "" where there is nothing to do."""

    undo: str = ""
    redo: str = ""


def history_of(form: Form) -> History:
    """Return what can be undone and redone: one query."""
    here = form.history_at
    if not here:
        return History()
    around = FormState.objects.filter(form=form, number__in=(here - 1, here, here + 1))
    states = {number: (edit, title) for number, edit, title in around.values_list("number", "edit", "part_title")}
    return History(
        undo=edit_words(*states[here]) if here - 1 in states and here in states else "",
        redo=edit_words(*states[here + 1]) if here + 1 in states else "",
    )


def next_number(form: Form) -> int:
    """Return the number that the next version gets."""
    return int(form.versions.aggregate(last=Max("number"))["last"] or 0) + 1
