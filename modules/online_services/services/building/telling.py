"""Tell colleagues that a form waits for their release, and whoever asked what became of it: a link that only shows."""

from typing import Any, Final

from django.conf import settings
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import override

from modules.online_services.models import ReleaseRequest
from modules.online_services.selectors.building.publishing import others_who_release
from modules.online_services.words import TELLS_RELEASE
from rathaus.accounts.models import User
from rathaus.notifications.services import notify

_URLS: Final = "rathaus.urls_tenant"
_LONGEST_TITLE: Final = 120  # the subject of a mail has room for 200


def tell_releasers(*, request: ReleaseRequest, actor: User) -> None:
    """Tell everybody who may release the form, apart from whoever asks; belongs to the caller's transaction."""
    path = reverse("online_services_staff:form_release", args=[request.pk], urlconf=_URLS)
    with override(settings.LANGUAGE_CODE):
        words = {"title": Truncator(request.form.title).chars(_LONGEST_TITLE)}
        subject = _("Ein Formular wartet auf Ihre Freigabe: %(title)s") % words
        text = _(
            "Guten Tag,\n\nein Kollege oder eine Kollegin hat das Formular „%(title)s“ geändert und bittet um "
            "Freigabe. Der Link zeigt, was sich ändert. Entschieden wird erst dort."
        )
        for person in others_who_release(actor):
            _tell(person, f"online_services.release:{request.pk}", subject=subject, text=text % words, path=path)


def tell_asker(*, request: ReleaseRequest, actor: User) -> None:
    """Tell whoever asked that somebody else has answered; why stands with the form."""
    asker = request.asked_by
    if asker is None or asker == actor or not asker.is_active:
        return
    path = reverse("online_services_staff:form_publish", args=[request.form_id], urlconf=_URLS)
    with override(settings.LANGUAGE_CODE):
        words = {"title": Truncator(request.form.title).chars(_LONGEST_TITLE)}
        if request.version_id:
            subject = _("Ihr Formular ist freigegeben: %(title)s") % words
            text = _("Guten Tag,\n\ndas Formular „%(title)s“ ist freigegeben und veröffentlicht.") % words
        else:
            subject = _("Ihr Formular ist noch nicht freigegeben: %(title)s") % words
            text = _("Guten Tag,\n\ndie Freigabe für „%(title)s“ ist abgelehnt. Der Grund steht beim Formular.") % words
        _tell(asker, f"online_services.release_answer:{request.pk}", subject=subject, text=text, path=path)


def _tell(person: User, key: str, **message: Any) -> None:
    notify(person=person, kind=TELLS_RELEASE, key=key, **message)
