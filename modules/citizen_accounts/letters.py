"""The e-mails of accounts: some sentences and a link, in the reader's language, put into the caller's transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from modules.citizen_accounts.languages import language_of, speaking_to
from modules.citizen_accounts.models import MembershipInvitation, Representation
from rathaus.accounts.models import User
from rathaus.mail.rendering import RenderedMail, render_mail
from rathaus.mail.services import enqueue_mail
from rathaus.notifications.services import notify
from rathaus.signing import sign
from rathaus.tenancy import current_tenant

REPRESENTATIONS = "citizen_accounts.representations"  # the kind of notification
ENDING = "citizen_accounts.end_representation"  # what the link of a represented person is signed for


@dataclass(frozen=True, slots=True)
class Letter:
    """What a mail says; `code` stands alone and large, `path` becomes a button with the label."""

    subject: str
    sentences: Sequence[str]
    code: str = ""
    label: str = ""
    path: str = ""


def render_letter(letter: Letter, language: str = settings.LANGUAGE_CODE) -> RenderedMail:
    """Return the mail with all its parts."""
    link = current_tenant().url(letter.path) if letter.path else ""
    context: dict[str, Any] = {"letter": letter, "link": link}
    return render_mail("citizen_accounts/mail/letter", context, language)


def send_email_code(user: User, email: str, code: str) -> None:
    """Mail the code to the new address: whoever reads it there has proven that it is theirs."""
    language = language_of(user)
    with translation.override(language):
        letter = Letter(
            _("Ihr Code: %(code)s") % {"code": code},
            [
                _("Mit diesem Code bestätigen Sie Ihre neue E-Mail-Adresse. Er gilt 30 Minuten."),
                _("Sie haben nichts geändert? Dann löschen Sie diese E-Mail."),
            ],
            code=code,
        )
    _send(email, "citizen_accounts.email_code", letter, language, user.pk)


def send_address_is_known(user: User, email: str) -> None:
    """Tell the owner of an address that has an account already that somebody else wanted it for theirs."""
    language = language_of(user)
    with translation.override(language):
        letter = Letter(
            _("Diese E-Mail-Adresse hat schon ein Konto"),
            [
                _("Jemand wollte diese E-Mail-Adresse bei einem anderen Konto eintragen. Das geht nicht."),
                _("Waren Sie das? Dann löschen Sie zuerst das Konto, das Sie nicht mehr brauchen."),
            ],
        )
    _send(email, "citizen_accounts.email_code", letter, language, user.pk)


def send_email_changed(user: User, former: str) -> None:
    """Tell the former address that it does not open the account any more."""
    language = language_of(user)
    with translation.override(language):
        letter = Letter(
            _("Ihre E-Mail-Adresse ist geändert"),
            [
                _("Ihr Konto hat jetzt eine andere E-Mail-Adresse. Mit dieser hier melden Sie sich nicht mehr an."),
                _("Das waren nicht Sie? Dann rufen Sie uns bitte sofort an."),
            ],
        )
    _send(former, "citizen_accounts.email_changed", letter, language, user.pk)


def send_member_invitation(invitation: MembershipInvitation, token: str, actor: User) -> None:
    """Mail the one-time link into an organisation."""
    organisation = invitation.organisation.name
    with translation.override(settings.LANGUAGE_CODE):
        values = {"person": actor.full_name, "name": organisation, "role": invitation.get_role_display()}
        letter = Letter(
            _("Einladung: %(name)s") % values,
            [
                _("%(person)s lädt Sie ein, für %(name)s zu handeln. Ihre Rolle: %(role)s.") % values,
                _("Der Link gilt einmal und 14 Tage lang. Geben Sie ihn nicht weiter."),
                _("Sie haben nicht damit gerechnet? Dann löschen Sie diese E-Mail."),
            ],
            label=_("Einladung ansehen"),
            path=reverse("citizen_accounts:join", args=[token]),
        )
    _send(invitation.email, "citizen_accounts.member_invitation", letter, settings.LANGUAGE_CODE, invitation.pk)


def send_being_represented(representation: Representation) -> None:
    """Tell the represented person who wants to act for them, with the link that ends it at any time."""
    token = sign(purpose=ENDING, value=str(representation.pk))
    values = {"person": representation.representative.full_name}
    with translation.override(settings.LANGUAGE_CODE):
        letter = Letter(
            _("Jemand möchte für Sie handeln"),
            [
                _("%(person)s möchte bei uns für Sie handeln. Wir prüfen zuerst den Nachweis.") % values,
                _("Sind Sie nicht einverstanden? Mit diesem Link beenden Sie es, jetzt oder später."),
            ],
            label=_("Ansehen oder beenden"),
            path=reverse("citizen_accounts:end_by_link", args=[token]),
        )
    _send(representation.email, "citizen_accounts.represented", letter, settings.LANGUAGE_CODE, representation.pk)


def tell_of_decision(representation: Representation) -> None:
    """Tell the representative that the proof was checked, not how it ended: that waits behind the sign-in."""
    with speaking_to(representation.representative):
        notify(
            person=representation.representative,
            kind=REPRESENTATIONS,
            key=f"{representation.pk}:{representation.proof_state}",
            subject=_("Ihre Vertretung ist geprüft"),
            text=_("Wir haben Ihren Nachweis geprüft. Das Ergebnis sehen Sie in Ihrem Bereich."),
            path=reverse("citizen_accounts:acting"),
        )


def tell_of_end(representation: Representation) -> None:
    """Tell the representative that they do not act for somebody any more."""
    with speaking_to(representation.representative):
        notify(
            person=representation.representative,
            kind=REPRESENTATIONS,
            key=f"{representation.pk}:ended",
            subject=_("Eine Vertretung ist beendet"),
            text=_("Sie handeln für eine Person nicht mehr. Welche das ist, sehen Sie in Ihrem Bereich."),
            path=reverse("citizen_accounts:acting"),
        )


def send_account_deleted(email: str, language: str) -> None:
    """Confirm the deletion to the address that belonged to the account; it is wiped with the outbox."""
    with translation.override(language):
        letter = Letter(
            _("Ihr Konto ist gelöscht"),
            [
                _("Wir haben Ihr Konto und Ihre Angaben gelöscht. Was bleiben muss, haben Sie vorher gesehen."),
                _("Das waren nicht Sie? Dann rufen Sie uns bitte sofort an."),
            ],
        )
    _send(email, "citizen_accounts.account_deleted", letter, language, "")


def welcome_letter(first_name: str, path: str) -> Letter:
    """Return what an invited citizen reads; in the active language."""
    return Letter(
        _("Ihr Bürgerkonto ist vorbereitet"),
        [
            _("Guten Tag %(name)s, wir haben ein Bürgerkonto für Sie vorbereitet.") % {"name": first_name},
            _("Damit sehen Sie Ihre Termine, Nachrichten und Anträge an einem Ort. Sie brauchen kein Passwort."),
            _("Der Link gilt einmal und 60 Tage lang. Wenn Sie kein Konto möchten, brauchen Sie nichts zu tun."),
        ],
        label=_("Konto eröffnen"),
        path=path,
    )


def _send(to: str, kind: str, letter: Letter, language: str, reference: object) -> None:
    mail = render_letter(letter, language)
    enqueue_mail(to=to, kind=kind, reference=str(reference), **vars(mail))
