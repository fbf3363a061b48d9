"""Institutions that book for many people."""

from django.db.models import QuerySet

from modules.appointments.models import ContactException


def contact_exceptions() -> QuerySet[ContactException]:
    """Return the exceptions of the limit per person, by name."""
    return ContactException.objects.order_by("label", "pk")
