"""Objects for the addresses of forms that were read in from FIM; every text carries the marker."""

from typing import Any

from modules.online_services.services.importing_fim import import_fim
from tests.modules.online_services.fim.schemas import field, rule, schema, times


def make_examples(marker: str) -> dict[str, dict[str, Any]]:
    """Return the arguments of the pages of FIM."""
    words = rule("R00000255", f"{marker} Regel", f"{marker} Text")
    form = import_fim(data=schema(times("1:1", field("F05000010", marker)), extra=words), actor=None, title=marker).form
    assert form
    task = form.tasks.get()
    return {
        "online_services_staff:form_fim": {"key": form.pk},
        "online_services_staff:form_fim_task": {"key": form.pk, "task_id": task.pk},
    }
