"""The list of the day as an encrypted PDF: by mail each morning, or at once."""

from datetime import date, datetime
from typing import Final

from cryptography.fernet import InvalidToken
from django.db import transaction
from django.utils import timezone

from modules.appointments.errors import DayListPasswordError
from modules.appointments.models import AppointmentSettings
from modules.appointments.moments import today
from modules.appointments.selectors.day import DayView
from modules.appointments.selectors.day_list import TEMPLATE, day_list, day_list_data, expected
from rathaus.accounts.models import User
from rathaus.audit.services import record
from rathaus.mail.attachments import Attachment
from rathaus.mail.rendering import render_mail
from rathaus.mail.services import enqueue_mail
from rathaus.pdf import encrypt_pdf, render_pdf
from rathaus.signing import encryption
from rathaus.tenancy import current_tenant

PURPOSE: Final = "appointments.day-list-password"
MORNING: Final = range(5, 12)  # local hours; a list that comes later helps nobody


@transaction.atomic
def save_day_list(*, settings: AppointmentSettings, password: str, actor: User) -> AppointmentSettings:
    """Save where the list goes; an empty password keeps the one there is. The password is stored encrypted.

    Raises DayListPasswordError where an address has no password.
    """
    if password:
        settings.day_list_password = encryption.encrypt(password, purpose=PURPOSE)
    if settings.day_list_email and not settings.day_list_password:
        raise DayListPasswordError
    fields = None if settings._state.adding else ("day_list_email", "day_list_password", "day_list_when_empty")  # noqa: SLF001
    settings.save(update_fields=fields)
    details = {"is_on": bool(settings.day_list_email), "is_new_password": bool(password)}
    record(action="appointments.day_list_saved", actor=actor, details=details)
    return settings


@transaction.atomic
def send_day_list(*, now: datetime | None = None) -> bool:
    """Mail today's list unless it was sent already, and return whether it was; for the job of the morning.

    Note and mail are one transaction: a job that is killed or runs twice sends it once. Nothing leaves on a day
    without appointments, unless the town hall wants to hear that there are none; never on a closed day.
    Raises DayListPasswordError.
    """
    now = now or timezone.now()
    day = today(now)
    settings = AppointmentSettings.objects.select_for_update().first()
    if settings is None or not _is_due(settings, day, now):
        return False
    shown = day_list(day=day, now=now)
    count = len(expected(shown.bookings))
    if not count and not (settings.day_list_when_empty and any(pool.is_open for pool in shown.pools)):
        return False
    _mail(settings, shown, now=now, has_list=bool(count))
    settings.day_list_sent_on = day
    settings.day_list_password = _renewed(settings.day_list_password)
    settings.save(update_fields=["day_list_sent_on", "day_list_password"])
    record(action="appointments.day_list_sent", details={"day": day.isoformat(), "bookings": count})
    return True


@transaction.atomic
def try_day_list(*, actor: User, now: datetime | None = None) -> None:
    """Mail today's list at once to the address that is set; raises DayListPasswordError without one."""
    now = now or timezone.now()
    settings = AppointmentSettings.objects.first()
    if settings is None or not settings.day_list_email:
        raise DayListPasswordError
    _mail(settings, day_list(day=today(now), now=now), now=now, has_list=True)
    record(action="appointments.day_list_tried", actor=actor)


def make_day_list(*, actor: User, now: datetime | None = None) -> bytes:
    """Return today's list as an encrypted PDF, which is recorded; raises DayListPasswordError."""
    now = now or timezone.now()
    settings = AppointmentSettings.objects.first() or AppointmentSettings()
    pdf = _locked_pdf(settings, day_list(day=today(now), now=now), now)
    record(action="appointments.day_list_downloaded", actor=actor)
    return pdf


def file_name(day: date) -> str:
    """Return the name of the file for a day."""
    return f"tagesliste-{day.isoformat()}.pdf"


def _is_due(settings: AppointmentSettings, day: date, now: datetime) -> bool:
    hour = now.astimezone(current_tenant().zone).hour
    is_sent = settings.day_list_sent_on is not None and settings.day_list_sent_on >= day
    return bool(settings.day_list_email) and not is_sent and hour in MORNING


def _mail(settings: AppointmentSettings, shown: DayView, *, now: datetime, has_list: bool) -> None:
    pdf = _locked_pdf(settings, shown, now) if has_list else b""
    files = [Attachment(file_name(shown.day), "application/pdf", pdf)] if has_list else []
    context = {"day": shown.day, "count": len(expected(shown.bookings)), "has_list": has_list}
    mail = render_mail("appointments/mail/day_list", context)
    enqueue_mail(
        to=settings.day_list_email,
        subject=mail.subject,
        text=mail.text,
        html=mail.html,
        kind="appointments.day_list",
        attachments=files,
    )


def _locked_pdf(settings: AppointmentSettings, shown: DayView, now: datetime) -> bytes:
    return encrypt_pdf(render_pdf(TEMPLATE, day_list_data(shown, now=now)), password=_password(settings))


def _renewed(token: str) -> str:
    """Return the password under the key of today, so that a fallback key can be dropped one day."""
    try:
        return token if encryption.is_current(token, purpose=PURPOSE) else encryption.renew(token, purpose=PURPOSE)
    except InvalidToken:
        return token


def _password(settings: AppointmentSettings) -> str:
    """Return the password; one that no known key opens is as good as none."""
    try:
        return encryption.decrypt(settings.day_list_password, purpose=PURPOSE)
    except InvalidToken:
        raise DayListPasswordError from None
