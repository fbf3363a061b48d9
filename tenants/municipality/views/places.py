"""What the pages of localities, member municipalities and locations have in common: edit, delete, put in order."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tenants.municipality.errors import MunicipalityError, NameTakenError
from tenants.municipality.forms import LocalityForm, LocationForm, MemberForm
from tenants.municipality.services import delete_place, move_place, save_place
from tenants.municipality.services.places import Place
from tenants.municipality.views.staff import actor_of

if TYPE_CHECKING:
    from django.forms import ModelForm

Text = Any  # str or a lazy translation


@dataclass(frozen=True)
class PlaceWords:
    """How one kind of place is called on its pages, and what citizens notice of a change."""

    form: "type[ModelForm[Any]]"  # quoted: subscriptable for type checkers only
    template: str
    list_url: str
    list_title: Text
    new_title: Text
    save_label: Text
    saved: Text
    delete_label: Text
    delete_effect: Text


LOCALITIES = PlaceWords(
    form=LocalityForm,
    template="municipality/edit_place.html",
    list_url="portal_staff:localities",
    list_title=gettext_lazy("Ortschaften"),
    new_title=gettext_lazy("Neue Ortschaft"),
    save_label=gettext_lazy("Ortschaft speichern"),
    saved=gettext_lazy("{name} ist gespeichert. Der Name steht ab sofort überall dort, wo man einen Ort auswählt."),
    delete_label=gettext_lazy("Ortschaft löschen"),
    delete_effect=gettext_lazy(
        "Niemand kann sie mehr auswählen. Standorte dort bleiben erhalten, aber ohne Ortschaft."
    ),
)
MEMBERS = PlaceWords(
    form=MemberForm,
    template="municipality/edit_place.html",
    list_url="portal_staff:localities",
    list_title=gettext_lazy("Ortschaften"),
    new_title=gettext_lazy("Neue Mitgliedsgemeinde"),
    save_label=gettext_lazy("Mitgliedsgemeinde speichern"),
    saved=gettext_lazy("{name} ist gespeichert."),
    delete_label=gettext_lazy("Mitgliedsgemeinde löschen"),
    delete_effect=gettext_lazy("Niemand kann sie mehr auswählen."),
)
LOCATIONS = PlaceWords(
    form=LocationForm,
    template="municipality/edit_location.html",
    list_url="portal_staff:locations",
    list_title=gettext_lazy("Standorte"),
    new_title=gettext_lazy("Neuer Standort"),
    save_label=gettext_lazy("Standort speichern"),
    saved=gettext_lazy(
        "{name} ist gespeichert. Anschrift und Hinweise gelten ab sofort auf Seiten und in neuen Mails."
    ),
    delete_label=gettext_lazy("Standort löschen"),
    delete_effect=gettext_lazy("Er verschwindet von der Website."),
)


def edit_page(request: HttpRequest, words: PlaceWords, place: Place) -> HttpResponse:
    """Show the form for a new or an existing place, or store what was sent."""
    title = place.name or words.new_title
    form = words.form(request.POST or None, instance=place)
    if request.method == "POST" and form.is_valid():
        try:
            save_place(place=form.instance, actor=actor_of(request))
        except NameTakenError as error:
            form.add_error("name", str(error))
        else:
            messages.success(request, str(words.saved).format(name=form.instance.name))
            return redirect(words.list_url)
    return render(request, words.template, {"form": form, "words": words, "title": title})


def delete_page(request: HttpRequest, words: PlaceWords, place: Place) -> HttpResponse:
    """Ask, then delete the place; one that is in use stays, and the page says so."""
    if request.method == "POST":
        try:
            delete_place(place=place, actor=actor_of(request))
        except MunicipalityError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("{name} ist gelöscht.").format(name=place.name))
        return redirect(words.list_url)
    return render(request, "municipality/delete_place.html", {"place": place, "words": words})


def move(request: HttpRequest, words: PlaceWords, place: Place) -> HttpResponse:
    """Put the place at the position that the button names."""
    position = request.POST.get("position", "")
    if position.isdecimal():
        move_place(place=place, position=int(position), actor=actor_of(request))
    return redirect(words.list_url)
