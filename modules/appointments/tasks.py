"""Jobs by the clock. Each may run twice, and nothing breaks if none runs for a while."""

import structlog

from modules.appointments import services
from modules.appointments.errors import BusyError
from modules.appointments.services import day_list, outages, reporting, sampling
from rathaus.jobs import tenant_task

log = structlog.get_logger(__name__)


@tenant_task(name="appointments.sweep_expired", module="appointments", retry_for=(BusyError,))
def sweep_expired() -> None:
    """End the offers of the waiting list that nobody answered, then give back what lapsed, each minute."""
    services.lapse_offers()
    services.sweep_expired()


@tenant_task(name="appointments.ensure_days", module="appointments")
def ensure_days() -> None:
    """Make the day rows of the coming days, each hour."""
    services.ensure_days()


@tenant_task(name="appointments.send_reminders", module="appointments")
def send_reminders() -> None:
    """Remind people of their appointments, every ten minutes."""
    services.send_reminders()


@tenant_task(name="appointments.tidy_waiting_list", module="appointments")
def tidy_waiting_list() -> None:
    """Take those off the waiting list whose wish is over, each hour."""
    services.end_entries()


@tenant_task(name="appointments.go_on_with_outages", module="appointments")
def go_on_with_outages() -> None:
    """Go on every five minutes with people whom an outage concerns and for whom nothing was done or free yet."""
    outages.go_on()


@tenant_task(name="appointments.send_day_list", module="appointments")
def send_day_list() -> None:
    """Mail the list of the day at six in the morning; three more tries, for a worker may be away."""
    day_list.send_day_list()


@tenant_task(name="appointments.sample_lead_times", module="appointments")
def sample_lead_times() -> None:
    """Look each day how long people wait for a free time."""
    sampling.sample_lead_times()


@tenant_task(name="appointments.send_report", module="appointments")
def send_report() -> None:
    """Mail the report about last month on the first of the month, or on one of the days after it."""
    reporting.send_report()


@tenant_task(name="appointments.close_tickets", module="appointments", retry_for=(BusyError,))
def close_tickets() -> None:
    """Close what nobody finished in yesterday's waiting room, each night."""
    services.close_tickets()


@tenant_task(name="appointments.remind_of_documents", module="appointments")
def remind_of_documents() -> None:
    """Remind people of documents that still lie ready, each morning."""
    services.remind_of_documents()


@tenant_task(name="appointments.check_days", module="appointments")
def check_days() -> None:
    """Compare day rows with bookings each night, repair, and tell the operators by an error if anything was wrong."""
    report = services.check_days(repair=True)
    if not report.is_clean:
        log.error("appointments_days_differed", rows=len(report.differences), checked=report.checked)
