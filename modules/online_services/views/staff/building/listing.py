"""All forms of the municipality, and how a new one begins."""

import uuid
from typing import Final

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from modules.online_services.building.errors import UnfitFileError
from modules.online_services.building.exchange import read_file
from modules.online_services.forms.building.starting import EMPTY, OTHER, TEMPLATE, ImportForm, NewForm
from modules.online_services.models import Form
from modules.online_services.selectors.building.forms import find_form, listed_forms
from modules.online_services.selectors.building.publishing import open_requests
from modules.online_services.selectors.building.tasks import open_task_counts
from modules.online_services.services.building.creating import copy_form, copy_template, create_form, import_form
from modules.online_services.views.staff.building.common import for_building, form_url
from rathaus.accounts.session import acting_user
from rathaus.web.answers import see_other

_PAGE_SIZE: Final = 50


@for_building
@require_safe
def forms(request: HttpRequest) -> HttpResponse:
    """Show all forms with their stage, version and what is still to be done."""
    query = request.GET.get("q", "").strip()[:100]
    page = Paginator(listed_forms(query), _PAGE_SIZE).get_page(request.GET.get("seite"))
    tasks = open_task_counts([form.pk for form in page])
    lines = [(form, tasks.get(form.pk, 0)) for form in page]
    context = {"page": page, "lines": lines, "query": query, "waiting": list(open_requests())}
    return render(request, "online_services/building/forms.html", context)


@for_building
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Begin a form: empty, like a shipped one, or like another one of the municipality."""
    form = NewForm(request.POST or None, initial={"start": request.GET.get("vorlage", EMPTY)})
    if request.method == "POST" and form.is_valid():
        created = _begun(request, form)
        if created is not None:
            messages.success(
                request,
                _("Das Formular ist angelegt. Außer Ihnen und Ihren Kolleginnen und Kollegen sieht es noch niemand."),
            )
            return see_other(form_url(created))
        form.add_error("start", _("Diese Vorlage gibt es nicht mehr. Bitte wählen Sie eine andere."))
    context = {"form": form, "import_form": ImportForm()}
    return render(request, "online_services/building/new.html", context)


def _begun(request: HttpRequest, form: NewForm) -> Form | None:
    start, title, actor = form.cleaned_data["start"], form.cleaned_data["title"], acting_user(request)
    if start.startswith(TEMPLATE):
        return copy_template(key=start.removeprefix(TEMPLATE), title=title, actor=actor)
    if start.startswith(OTHER):
        source = find_form(uuid.UUID(start.removeprefix(OTHER)))
        return copy_form(source=source, title=title, actor=actor) if source else None
    return create_form(title=title, actor=actor, service=form.cleaned_data["service"])


@for_building
@require_POST
def take_file(request: HttpRequest) -> HttpResponse:
    """Read a form from the file of another municipality."""
    form = ImportForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            file = read_file(form.cleaned_data["file"])
        except UnfitFileError as error:
            for reason in error.reasons:
                form.add_error("file", reason)
        else:
            title = form.cleaned_data["import_title"] or str(file.definition.title)
            created = import_form(file=file, title=title, actor=acting_user(request))
            messages.success(
                request, _("Das Formular ist eingelesen. Bitte prüfen Sie Texte, Gebühren und Zuständigkeit.")
            )
            return see_other(form_url(created))
    context = {"form": NewForm(initial={"start": EMPTY}), "import_form": form}
    return render(request, "online_services/building/new.html", context, status=422)
