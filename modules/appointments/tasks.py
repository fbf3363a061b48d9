"""Jobs by the clock. Each may run twice, and nothing breaks if none runs for a while."""

import structlog

from modules.appointments import services
from modules.appointments.errors import BusyError
from rathaus.jobs import tenant_task

log = structlog.get_logger(__name__)


@tenant_task(name="appointments.sweep_expired", module="appointments", retry_for=(BusyError,))
def sweep_expired() -> None:
    """Give back what lapsed, each minute."""
    services.sweep_expired()


@tenant_task(name="appointments.ensure_days", module="appointments")
def ensure_days() -> None:
    """Make the day rows of the coming days, each hour."""
    services.ensure_days()


@tenant_task(name="appointments.send_reminders", module="appointments")
def send_reminders() -> None:
    """Remind people of their appointments, each hour."""
    services.send_reminders()


@tenant_task(name="appointments.check_days", module="appointments")
def check_days() -> None:
    """Compare day rows with bookings each night, repair, and tell the operators by an error if anything was wrong."""
    report = services.check_days(repair=True)
    if not report.is_clean:
        log.error("appointments_days_differed", rows=len(report.differences), checked=report.checked)
