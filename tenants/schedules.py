"""What runs by the clock above the platform and below the modules."""

from datetime import timedelta
from typing import Final

from celery.schedules import crontab

from rathaus.registry import Schedule

SCHEDULES: Final = (
    Schedule("tenants.write_figures", "tenants.write_figures", crontab(hour="6", minute="0")),
    Schedule("tenants.fulfil_overdue", "tenants.fulfil_overdue", timedelta(minutes=1), only_operators=True),
)
