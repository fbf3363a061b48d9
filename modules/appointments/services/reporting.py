"""The monthly report for mayor and council: as a file, and by mail to those who are named."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from modules.appointments.errors import MonthNotOverError
from modules.appointments.models import AppointmentSettings
from modules.appointments.moments import today
from modules.appointments.selectors.statistics.periods import end_of_month, months_before
from modules.appointments.selectors.statistics.report import TEMPLATE, has_figures, month_in_words, report_data
from rathaus.accounts.models import User
from rathaus.audit.services import record
from rathaus.mail.attachments import Attachment
from rathaus.mail.rendering import render_mail
from rathaus.mail.services import enqueue_mail
from rathaus.pdf import render_pdf


@transaction.atomic
def save_report_addresses(*, settings: AppointmentSettings, addresses: list[str], actor: User) -> AppointmentSettings:
    """Save who gets the report each month; nobody is a choice as well."""
    settings.report_emails = list(dict.fromkeys(addresses))
    settings.save(update_fields=None if settings._state.adding else ["report_emails"])  # noqa: SLF001
    record(action="appointments.report_saved", actor=actor, details={"addresses": len(settings.report_emails)})
    return settings


def make_report(*, first: date, now: datetime | None = None) -> bytes:
    """Return the report about the month that begins on this day, as an accessible PDF of one page.

    Raises MonthNotOverError: half a month would be read as a bad one.
    """
    refuse_running(first, today(now))
    return render_pdf(TEMPLATE, report_data(first, today=today(now)))


@transaction.atomic
def send_report(*, now: datetime | None = None) -> int:
    """Mail the report about last month to everybody who is named, once, and return to how many.

    A month without any appointment is not worth a mail. Note and mails are one transaction.
    """
    now = now or timezone.now()
    first = months_before(today(now).replace(day=1), 1)
    settings = AppointmentSettings.objects.select_for_update().first()
    if settings is None or not settings.report_emails or _is_sent(settings, first):
        return 0
    data = report_data(first, today=today(now))
    if not has_figures(data):
        return 0
    settings.report_sent_for = first
    settings.save(update_fields=["report_sent_for"])
    file = Attachment(report_name(first), "application/pdf", render_pdf(TEMPLATE, data))
    for address in settings.report_emails:
        _mail(address, data["title"], first, file)
    record(
        action="appointments.report_sent",
        details={"month": f"{first:%Y-%m}", "addresses": len(settings.report_emails)},
    )
    return len(settings.report_emails)


def report_name(first: date) -> str:
    """Return the name of the file."""
    return f"termine-{first:%Y-%m}.pdf"


def refuse_running(first: date, today: date) -> None:
    """Raise MonthNotOverError for a month that has days to come."""
    if end_of_month(first) >= today:
        raise MonthNotOverError


def _is_sent(settings: AppointmentSettings, first: date) -> bool:
    return settings.report_sent_for is not None and settings.report_sent_for >= first


def _mail(address: str, title: str, first: date, file: Attachment) -> None:
    mail = render_mail("appointments/mail/report", {"title": title, "month": month_in_words(first)})
    enqueue_mail(
        to=address,
        subject=mail.subject,
        text=mail.text,
        html=mail.html,
        kind="appointments.report",
        attachments=[file],
    )
