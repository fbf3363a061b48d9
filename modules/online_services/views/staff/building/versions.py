"""What was published, two versions beside each other, the shipped form, and the form as a file."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from modules.online_services.building.comparing import changes_between
from modules.online_services.building.errors import BuildingError
from modules.online_services.building.exchange import FormFile, TravellingTestCase, written
from modules.online_services.building.merging import news_of_template
from modules.online_services.engine.definition import FormDefinition
from modules.online_services.models import Form, FormVersion
from modules.online_services.selectors.building.publishing import versions_of
from modules.online_services.services.building.editing import Edit
from modules.online_services.services.building.templates import leave_part, take_over_part
from modules.online_services.shipped.loading import shipped_services
from modules.online_services.views.staff.building.common import (
    Bench,
    answer_edit,
    answer_error,
    do_edit,
    form_url,
    of_form,
    seen_of,
    show_bench,
)
from rathaus.accounts.session import acting_user
from rathaus.audit.services import record
from rathaus.files.giving import as_download
from rathaus.tenancy import current_tenant
from rathaus.web.answers import see_other

WORKING = "arbeit"


@of_form
@require_safe
def versions(request: HttpRequest, form: Form) -> HttpResponse:
    """Show all versions; with two of them in the address, what changed between them."""
    bench = Bench.of(form)
    known = list(versions_of(form))
    left, right = request.GET.get("von", ""), request.GET.get("bis", "")
    old, new = _definition(bench, known, left), _definition(bench, known, right)
    context = {
        "versions": known,
        "left": left or (str(known[0].number) if known else ""),
        "right": right or WORKING,
        "news": changes_between(old, new) if old and new else None,
        "part_problems": (),
    }
    return show_bench(request, bench, "versions", context, tab="form_versions")


def _definition(bench: Bench, known: list[FormVersion], wanted: str) -> FormDefinition | None:
    if wanted == WORKING:
        return bench.definition
    found = next((version for version in known if str(version.number) == wanted), None)
    return FormDefinition.model_validate(found.definition) if found else None


@of_form
@require_POST
def restore(request: HttpRequest, form: Form, *, number: int) -> HttpResponse:
    """Make a version the working definition again; it can be undone."""
    version = versions_of(form).filter(number=number).first()
    if version is None:
        raise Http404
    old = FormDefinition.model_validate(version.definition)
    try:
        edited = do_edit(request, form, Edit("version", lambda _now: old))
    except BuildingError as error:
        return answer_error(request, form, error, to=form_url(form, "form_versions"))
    said = _("Version %(number)s ist wieder in Bearbeitung. Veröffentlicht ist damit noch nichts.") % {"number": number}
    return answer_edit(request, edited, said=said, to=form_url(form))


@of_form
@require_http_methods(["GET", "HEAD", "POST"])
def template(request: HttpRequest, form: Form) -> HttpResponse:
    """Show what the shipped form has changed since it was copied, and take it over part by part."""
    description = shipped_services().get(form.template_key)
    shipped = description.form if description else None
    if shipped is None or not form.template:
        raise Http404
    if request.method == "POST":
        return _decide_part(request, form, shipped)
    bench = Bench.of(form)
    copied = FormDefinition.model_validate(form.template)
    context = {
        "news": news_of_template(copied, shipped),
        "own": changes_between(copied, bench.definition),
        "part_problems": (),
    }
    return show_bench(request, bench, "template", context, tab="form_template")


def _decide_part(request: HttpRequest, form: Form, shipped: FormDefinition) -> HttpResponse:
    part_id, to = request.POST.get("teil", ""), form_url(form, "form_template")
    try:
        if request.POST.get("schritt") == "lassen":
            leave_part(form_id=form.pk, shipped=shipped, part_id=part_id)
            messages.success(request, _("Ihre Fassung bleibt."))
            return see_other(to)
        edited = take_over_part(
            form=form, seen=seen_of(request), shipped=shipped, part_id=part_id, actor=acting_user(request)
        )
    except BuildingError as error:
        return answer_error(request, form, error, to=to)
    return answer_edit(request, edited, said=_("Übernommen. Mit „Rückgängig“ nehmen Sie es zurück."), to=to)


@of_form
@require_safe
def export_form(request: HttpRequest, form: Form) -> HttpResponse:
    """Give out the form as a file for another municipality."""
    file = FormFile(
        municipality=current_tenant().official_name[:200],
        exported_on=timezone.localdate().isoformat(),
        definition=FormDefinition.model_validate(form.working),
        test_cases=tuple(
            TravellingTestCase(
                title=case.title,
                answers=case.answers,
                facts=case.facts,
                today=case.today.isoformat() if case.today else "",
                expected=case.expected,
            )
            for case in form.test_cases.all()
        ),
    )
    record(action="online_services.form_exported", actor=acting_user(request), target=form)
    return as_download(written(file), filename=f"{slugify(form.title)}.formular.json", content_type="application/json")
