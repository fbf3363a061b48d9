"""Coat of arms, colour, and the words of the start page."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from rathaus.accounts.permissions import permission_required
from rathaus.files.errors import FileError
from tenants.municipality import crest
from tenants.municipality.colors import NEUTRAL, color_facts, normalize_color
from tenants.municipality.forms import ColorForm, CrestForm, WelcomeForm
from tenants.municipality.selectors import get_profile
from tenants.municipality.services import remove_crest, save_branding, save_profile, store_crest
from tenants.municipality.views.staff import actor_of


@permission_required("platform.branding")
@require_safe
def appearance(request: HttpRequest) -> HttpResponse:
    """Show coat of arms, colour and greeting, each with its own form."""
    return show(request)


def show(request: HttpRequest, **bound: object) -> HttpResponse:
    """Render the page with the given bound forms in place of fresh ones."""
    profile = get_profile()
    color = profile.brand_color or NEUTRAL
    typed = getattr(bound.get("color_form"), "data", {}).get("brand_color", "")
    context = {
        "profile": profile,
        "crest_url": crest.public_url(profile),
        "crest_form": CrestForm(),
        "color_form": ColorForm(initial={"brand_color": color}),
        "welcome_form": WelcomeForm(instance=profile),
        "facts": color_facts(normalize_color(typed) or color),
    } | bound
    return render(request, "municipality/appearance.html", context)


@permission_required("platform.branding")
@require_POST
def save_color(request: HttpRequest) -> HttpResponseBase:
    """Store the colour, or propose the nearest one that can be read."""
    form = ColorForm(request.POST)
    if not form.is_valid():
        return show(request, color_form=form)
    save_branding(brand_color=form.cleaned_data["brand_color"], actor=actor_of(request))
    return done(request, _("Die Farbe ist gespeichert. Sie gilt ab sofort auf allen Seiten."))


@permission_required("platform.branding")
@require_POST
def reset_color(request: HttpRequest) -> HttpResponse:
    """Go back to the neutral blue."""
    save_branding(brand_color="", actor=actor_of(request))
    return done(request, _("Es gilt wieder das neutrale Blau."))


@permission_required("platform.branding")
@require_safe
def check_color(request: HttpRequest) -> HttpResponse:
    """Answer htmx with how well a colour can be read."""
    color = normalize_color(request.GET.get("brand_color", "")) or NEUTRAL
    return render(request, "municipality/parts/color_facts.html", {"facts": color_facts(color)})


@permission_required("platform.branding")
@require_POST
def save_crest(request: HttpRequest) -> HttpResponseBase:
    """Store the uploaded coat of arms."""
    form = CrestForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            store_crest(upload=form.cleaned_data["crest"], actor=actor_of(request))
        except FileError as error:
            form.add_error("crest", str(error))
        else:
            return done(request, _("Das Wappen ist gespeichert. Es steht ab sofort neben Ihrem Namen."))
    return show(request, crest_form=form)


@permission_required("platform.branding")
@require_POST
def delete_crest(request: HttpRequest) -> HttpResponse:
    """Go back to the neutral shield."""
    remove_crest(actor=actor_of(request))
    return done(request, _("Das Wappen ist entfernt. An seiner Stelle steht ein neutraler Schild."))


@permission_required("platform.branding")
@require_POST
def save_welcome(request: HttpRequest) -> HttpResponseBase:
    """Store greeting and help text."""
    form = WelcomeForm(request.POST, instance=get_profile())
    if not form.is_valid():
        return show(request, welcome_form=form)
    save_profile(changes=form.cleaned_data, actor=actor_of(request))
    return done(request, _("Die Texte sind gespeichert. Sie stehen ab sofort auf Startseite und Hilfeseite."))


def done(request: HttpRequest, sentence: str) -> HttpResponse:
    """Say what citizens will notice, and show the page again."""
    messages.success(request, sentence)
    return redirect("portal_staff:branding")
