"""Who one is: names and address, and what needs a fresh proof."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from modules.citizen_accounts.forms.profile import BirthDateForm, IbanForm, ProfileForm
from modules.citizen_accounts.iban import masked, unseal
from modules.citizen_accounts.services import profiles
from rathaus.accounts.session import acting_user, citizen_required, fresh_required


@citizen_required
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    """Show and change the profile."""
    user = acting_user(request)
    known = profiles.ensure_profile(user=user)
    form = ProfileForm.of(user, known, request.POST or None)
    if request.method == "POST" and form.is_valid():
        profiles.change_profile(user=user, details=form.details())
        messages.success(request, _("Ihr Profil ist gespeichert."))
        return redirect("citizen_accounts:profile")
    context = {"form": form, "profile": known, "iban": masked(unseal(known.iban_encrypted))}
    return render(request, "citizen_accounts/profile.html", context)


@fresh_required
@require_http_methods(["GET", "HEAD", "POST"])
def birth_date(request: HttpRequest) -> HttpResponse:
    """Change the birth date."""
    user = acting_user(request)
    known = profiles.ensure_profile(user=user)
    form = BirthDateForm(request.POST or None, initial={"birth_date": known.birth_date})
    if request.method == "POST" and form.is_valid():
        profiles.change_birth_date(user=user, birth_date=form.cleaned_data["birth_date"])
        messages.success(request, _("Ihr Geburtsdatum ist gespeichert."))
        return redirect("citizen_accounts:profile")
    return render(request, "citizen_accounts/birth_date.html", {"form": form})


@sensitive_post_parameters("iban")
@fresh_required
@require_http_methods(["GET", "HEAD", "POST"])
def iban(request: HttpRequest) -> HttpResponse:
    """Change the IBAN; the present one is shown with its last digits only."""
    user = acting_user(request)
    known = profiles.ensure_profile(user=user)
    form = IbanForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        profiles.change_iban(user=user, iban=form.cleaned_data["iban"])
        messages.success(request, _("Ihre IBAN ist gespeichert.") if form.cleaned_data["iban"] else _("Gelöscht."))
        return redirect("citizen_accounts:profile")
    context = {"form": form, "iban": masked(unseal(known.iban_encrypted))}
    return render(request, "citizen_accounts/iban.html", context)
