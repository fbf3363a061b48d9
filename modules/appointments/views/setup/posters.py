"""Posters and stickers to print."""

import uuid
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from django.views.decorators.http import require_safe

from modules.appointments.models import Concern
from modules.appointments.permissions import SETUP
from modules.appointments.selectors.places import concerns_for
from modules.appointments.selectors.posters import TEMPLATE, PosterSize, poster_data
from modules.appointments.views.papers import pdf_answer
from rathaus.accounts.permissions import permission_required
from rathaus.pdf import render_pdf, render_png
from rathaus.tenancy import current_tenant

GENERAL = ""  # one poster that leads to the list of concerns
EACH = "alle"  # one for every concern
SIZES = (
    (PosterSize.A4, _("Plakat A4")),
    (PosterSize.A5, _("Plakat A5")),
    (PosterSize.STICKERS, _("Aufkleber, zehn auf einem Bogen A4")),
)


@dataclass(frozen=True)
class Choice:
    """What is to be printed; the address of the page says it."""

    concerns: list[Concern | None]
    size: PosterSize
    query: str
    name: str


class PosterForm(forms.Form):
    """The concern and the size; both stand in the address."""

    use_required_attribute = False
    anliegen = forms.ChoiceField(label=_("Anliegen"))
    groesse = forms.ChoiceField(label=_("Format"), choices=SIZES)

    def __init__(self, *args: Any, concerns: list[Concern], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        options = [(str(concern.pk), concern.name) for concern in concerns]
        general = [(GENERAL, _("Alle Anliegen auf einem Plakat")), (EACH, _("Für jedes Anliegen eines"))]
        self.fields["anliegen"].choices = [*general, *options]  # type: ignore[attr-defined]


@permission_required(SETUP)
@require_safe
def posters(request: HttpRequest) -> HttpResponse:
    """Choose what to print, with a picture of the first page."""
    choice = _choice(request)
    form = PosterForm(initial=_initial(request), concerns=list(concerns_for()))
    context = {
        "form": form,
        "count": len(choice.concerns),
        "preview_url": f"{reverse('appointments_staff:poster_preview')}?{choice.query}",
        "pdf_url": f"{reverse('appointments_staff:poster_pdf')}?{choice.query}",
        "is_sheet": choice.size == PosterSize.STICKERS,
    }
    return render(request, "appointments/setup/posters.html", context)


@permission_required(SETUP)
@require_safe
def poster_preview(request: HttpRequest) -> HttpResponse:
    """Show the first page as a picture."""
    choice = _choice(request)
    with override("de"):
        picture = render_png(TEMPLATE, poster_data(choice.concerns[:1], choice.size), ppi=60)
    return HttpResponse(picture, content_type="image/png", headers={"Cache-Control": "private, max-age=60"})


@permission_required(SETUP)
@require_safe
def poster_pdf(request: HttpRequest) -> HttpResponse:
    """Hand out the document: in German, as it hangs in the town."""
    choice = _choice(request)
    with override("de"):
        pdf = render_pdf(TEMPLATE, poster_data(choice.concerns, choice.size))
    return pdf_answer(pdf, choice.name)


def _initial(request: HttpRequest) -> dict[str, str]:
    return {"anliegen": request.GET.get("anliegen", GENERAL), "groesse": request.GET.get("groesse", PosterSize.A4)}


def _choice(request: HttpRequest) -> Choice:
    """Return what the address asks for; 404 for a concern that nobody can book, A4 for an unknown size."""
    wanted = _initial(request)
    size = PosterSize(wanted["groesse"]) if wanted["groesse"] in list(PosterSize) else PosterSize.A4
    concerns = _concerns(wanted["anliegen"])
    about = concerns[0].name if len(concerns) == 1 and concerns[0] else current_tenant().short_name
    query = urlencode({"anliegen": wanted["anliegen"], "groesse": size.value})
    kind = "aufkleber" if size == PosterSize.STICKERS else "plakat"
    return Choice(concerns, size, query, f"{kind}-{slugify(about)}.pdf")


def _concerns(wanted: str) -> list[Concern | None]:
    if wanted == GENERAL:
        return [None]
    if wanted == EACH:
        return list(concerns_for()) or [None]
    try:
        return [concerns_for().get(pk=uuid.UUID(wanted))]
    except (ValueError, Concern.DoesNotExist):
        raise Http404 from None
