"""When a child comes of age (§ 2 BGB), counted as § 187 (2) and § 188 (2) BGB count."""

from datetime import date, timedelta
from typing import Final

from django.utils import timezone

from rathaus.tenancy import current_tenant

OF_AGE: Final = 18


def today() -> date:
    """Return the day in the municipality."""
    return timezone.now().astimezone(current_tenant().zone).date()


def comes_of_age_on(birth_date: date) -> date:
    """Return the 18th birthday; who was born on 29 February comes of age on 1 March of a year without that day."""
    year = birth_date.year + OF_AGE
    try:
        return birth_date.replace(year=year)
    except ValueError:
        return date(year, 3, 1)


def last_day_as_minor(birth_date: date) -> date:
    """Return the day before the 18th birthday."""
    return comes_of_age_on(birth_date) - timedelta(days=1)


def is_minor(birth_date: date, on: date | None = None) -> bool:
    """Return whether somebody born then is below 18 on this day, today by default."""
    return (on or today()) < comes_of_age_on(birth_date)
