"""The mails about finished documents, in the language of the person."""

from functools import partial

from django.urls import reverse
from django.utils import translation

from modules.appointments.models import Collection
from modules.appointments.owner_notices import tell_owner
from modules.appointments.selectors.collecting import hours_at, live_pickup, pickup_places
from modules.appointments.selectors.preferences import get_settings
from rathaus.mail.rendering import render_mail
from rathaus.mail.services import enqueue_mail
from rathaus.tenancy import current_tenant


def send_ready(collection: Collection) -> None:
    """Mail what lies ready, where, and the link to choose a time; nothing without an address."""
    _send(collection, "document_ready")


def send_reminder(collection: Collection) -> None:
    """Mail that it still lies there."""
    _send(collection, "document_reminder")


def collection_url(collection: Collection) -> str:
    """Return the absolute address of the page about the document."""
    return current_tenant().url(_path(collection))


def _path(collection: Collection) -> str:
    with translation.override(collection.language):
        return reverse("appointments:collection", args=[collection.token])


def _send(collection: Collection, template: str) -> None:
    tell_owner(
        owner=collection.owner,
        template=template,
        key=f"{collection.pk}.{template}.{len(collection.documents)}",
        path=_path(collection),
        language=collection.language,
        mail=partial(_mail, collection, template) if collection.email else None,
    )


def _mail(collection: Collection, template: str) -> None:
    places = pickup_places(collection)
    with translation.override(collection.language):
        hours = hours_at(collection.location) if collection.location else []
    facts = {
        "collection": collection,
        "location": collection.location,
        "pickup": live_pickup(collection),
        "has_times": bool(places),
        "documents": places[0].concern.document_list if places else [],
        "hours": hours,
        "collection_url": collection_url(collection),
        "mail_note": get_settings().mail_note,
    }
    mail = render_mail(f"appointments/mail/{template}", facts, language=collection.language)
    enqueue_mail(
        to=collection.email,
        subject=mail.subject,
        text=mail.text,
        html=mail.html,
        kind=f"appointments.{template}",
        reference=str(collection.pk),
    )
