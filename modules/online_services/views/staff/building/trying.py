"""Trying a form out as citizens see it: in the width of a telephone or whole."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from modules.online_services.api import draft_path, open_draft
from modules.online_services.models import Form
from modules.online_services.selectors.building.rehearsals import current_rehearsal
from modules.online_services.services.building.publishing import prepare_rehearsal
from modules.online_services.views.staff.building.common import Bench, form_url, of_form, show_bench
from rathaus.accounts.session import acting_user
from rathaus.web.answers import see_other


@of_form
@require_http_methods(["GET", "HEAD", "POST"])
def preview(request: HttpRequest, form: Form) -> HttpResponse:
    """Show the running rehearsal in a frame; a POST begins one with the form as it is now."""
    user = acting_user(request)
    bench = Bench.of(form)
    if request.method == "POST" and not bench.problems:
        version = prepare_rehearsal(form=form)
        open_draft(version=version, service=form.service, opened_by=user, is_rehearsal=True)
        return see_other(form_url(form, "form_preview"))
    draft = None if bench.problems else current_rehearsal(form, user)
    width = "gross" if request.GET.get("breite") == "gross" else "klein"
    context = {
        "draft_url": draft_path(draft) if draft else "",
        "is_stale": bool(draft and draft.form_version.definition != form.working),
        "width": width,
        "part_problems": [_("Beheben Sie zuerst die Fehler. Dann lässt sich das Formular ausprobieren.")]
        if bench.problems
        else [],
    }
    return show_bench(request, bench, "preview", context, tab="form_preview")
