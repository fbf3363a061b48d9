"""What is still to be done by hand on forms that were read in."""

from collections.abc import Sequence
from uuid import UUID

from django.db.models import Count, QuerySet

from modules.online_services.models import FimSource, FormTask


def open_task_counts(forms: Sequence[UUID]) -> dict[UUID, int]:
    """Return how many tasks are open for each of these forms; forms without any are left out."""
    open_tasks = FormTask.objects.filter(form__in=forms, done_at__isnull=True).order_by()
    return dict(open_tasks.values_list("form").annotate(number=Count("pk")))


def tasks_of(form_id: UUID) -> QuerySet[FormTask]:
    """Return all tasks of a form in the order of the file, with who did them: one query."""
    return FormTask.objects.filter(form=form_id).select_related("done_by").order_by("number")


def open_tasks_at(form_id: UUID, part_id: str) -> QuerySet[FormTask]:
    """Return what is still to be done at a part, or at the form itself for ""."""
    return FormTask.objects.filter(form=form_id, part_id=part_id, done_at__isnull=True).order_by("number")


def sources_of(schema_id: str) -> QuerySet[FimSource]:
    """Return what was read in from any version of a schema, the newest first."""
    return FimSource.objects.filter(schema_id=schema_id).select_related("form")
