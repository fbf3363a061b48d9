"""What the pages of the builder share: whose form stands in the address, its workbench, and answers to edits."""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import wraps
from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from modules.online_services.building.errors import BuildingError, StalePageError
from modules.online_services.building.outline import OutlineChange, OutlineStep, outline_change, outline_of
from modules.online_services.engine.checking import DefinitionProblem
from modules.online_services.engine.definition import FormDefinition
from modules.online_services.models import Form
from modules.online_services.permissions import FORMS
from modules.online_services.selectors.building.forms import History, find_form, history_of, problems_in
from modules.online_services.services.building.editing import Edit, Edited, edit_form
from rathaus.accounts.permissions import permission_required
from rathaus.accounts.session import acting_user
from rathaus.web.answers import see_other
from rathaus.web.navigation import Chip

Page = Callable[..., HttpResponseBase]
for_building: Final = permission_required(FORMS)
_TABS: Final = (
    ("form", _("Bearbeiten")),
    ("form_checks", _("Prüfungen")),
    ("form_fees", _("Gebühren")),
    ("form_tests", _("Testfälle")),
    ("form_preview", _("Vorschau")),
    ("form_publish", _("Veröffentlichen")),
    ("form_versions", _("Versionen")),
    ("form_template", _("Vorlage")),
    ("form_fim", _("FIM")),
)


@dataclass(slots=True)
class Bench:
    """A form on the workbench: definition, what is wrong where, outline, and what can be undone."""

    form: Form
    definition: FormDefinition
    problems: list[DefinitionProblem] = field(default_factory=list)
    outline: list[OutlineStep] = field(default_factory=list)
    history: History = field(default_factory=History)

    @classmethod
    def of(cls, form: Form, definition: FormDefinition | None = None, history: History | None = None) -> "Bench":
        """Return the workbench of a form: one query for its history unless that is known."""
        definition = definition or FormDefinition.model_validate(form.working)
        problems = list(problems_in(definition))
        outline = outline_of(definition, [problem.part_id for problem in problems])
        return cls(form, definition, problems, outline, history or history_of(form))

    def problems_at(self, *part_ids: str) -> list[str]:
        """Return what is wrong at these parts."""
        return [problem.message for problem in self.problems if problem.part_id in part_ids]

    @property
    def stand(self) -> int:
        """The number by which a stale page is recognised."""
        return int(self.form.working_number)


def of_form(view: Callable[..., HttpResponse], *, guard: Callable[[Page], Page] = for_building) -> Page:
    """Return the view for whoever builds forms; it gets the form of the address."""

    @guard
    @wraps(view)
    def guarded(request: HttpRequest, /, *, key: uuid.UUID, **kwargs: Any) -> HttpResponse:
        form = find_form(key)
        if form is None:
            raise Http404
        return view(request, form, **kwargs)

    return guarded


def tabs(form: Form, current: str) -> list[Chip]:
    """Return the pages of a form as links; the last two only for forms that were copied or read in from there."""
    has = {"form_template": bool(form.template_key), "form_fim": hasattr(form, "fim_source")}
    shown = [tab for tab in _TABS if has.get(tab[0], True)]
    return [
        Chip(label, reverse(f"online_services_staff:{name}", args=[form.pk]), is_current=name == current)
        for name, label in shown
    ]


def form_url(form: Form, name: str = "form", *args: Any) -> str:
    """Return the address of a page of this form."""
    return reverse(f"online_services_staff:{name}", args=[form.pk, *args])


def part_url(form: Form, part_id: str) -> str:
    """Return the address where a part is edited, of the form itself for ""."""
    return form_url(form, "form_part", part_id) if part_id else form_url(form)


def seen_of(request: HttpRequest) -> int:
    """Return the working number of the page that a POST came from; -1, which never fits, for none."""
    text = request.POST.get("stand", "")
    return int(text) if text.isdecimal() and len(text) < 10 else -1


def wants_part(request: HttpRequest) -> bool:
    """Return whether only the changed part is wanted, because the page is still there."""
    return request.headers.get("HX-Request") == "true" and "HX-History-Restore-Request" not in request.headers


def show_bench(
    request: HttpRequest, bench: Bench, panel: str, context: Mapping[str, Any], *, tab: str = "form", status: int = 200
) -> HttpResponse:
    """Show a panel of the workbench, with the whole page around it or alone."""
    everything = {"bench": bench, "form_": bench.form, "panel": panel, "tabs": tabs(bench.form, tab), **context}
    template = "online_services/building/panel.html" if wants_part(request) else "online_services/building/page.html"
    return render(request, template, everything, status=status)


def do_edit(request: HttpRequest, form: Form, edit: Edit) -> Edited:
    """Save an edit of this page; raises BuildingError."""
    return edit_form(form=form, seen=seen_of(request), edit=edit, actor=acting_user(request))


def answer_edit(
    request: HttpRequest,
    edited: Edited,
    *,
    said: str,
    to: str,
    panel: str = "",
    context: Mapping[str, Any] | None = None,
) -> HttpResponse:
    """Answer an edit: what changed of the page for one that is still there, else a redirect to the page `to`.

    With `panel` the part on the right is drawn anew and the address becomes `to`; without, it stays as it is.
    """
    if not wants_part(request):
        messages.success(request, said)
        return see_other(to)
    bench = Bench.of(edited.form, edited.after, History(undo=edited.words) if edited.words else None)
    before = outline_of(edited.before, [problem.part_id for problem in problems_in(edited.before)])
    change = outline_change(before, bench.outline)
    everything = {
        "bench": bench,
        "form_": bench.form,
        "change": change,
        "said": said,
        "panel": panel,
        **(context or {}),
    }
    response = render(request, "online_services/building/answer.html", everything)
    if panel:
        response["HX-Push-Url"] = to
    return response


def answer_error(request: HttpRequest, form: Form, error: BuildingError, *, to: str) -> HttpResponse:
    """Say what went wrong. A page that is still there keeps what was typed and gets the newest outline and number."""
    if not wants_part(request):
        messages.error(request, str(error))
        return see_other(to)
    form.refresh_from_db()
    bench = Bench.of(form)
    change = OutlineChange(everything=isinstance(error, StalePageError))
    context = {"bench": bench, "form_": form, "change": change, "failed": str(error)}
    response = render(request, "online_services/building/answer.html", context)
    response["HX-Reswap"] = "none"
    return response
