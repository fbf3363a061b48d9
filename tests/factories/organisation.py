"""Departments, absences and open doors of a town hall."""

from datetime import timedelta
from typing import Any

import factory
from django.utils import timezone

from rathaus.accounts.models import Department, RestrictedAreaMember, StaffMembership, Substitution, SupportGrant
from rathaus.accounts.support.services import Operator, hand_over
from tests.clients import Browser, browser_for
from tests.factories.accounts import StaffFactory


class DepartmentFactory(factory.django.DjangoModelFactory):
    """A department on the first level."""

    class Meta:
        model = Department

    name = factory.Sequence(lambda number: f"Fachbereich {number}")


class SubstitutionFactory(factory.django.DjangoModelFactory):
    """Somebody who stands in for somebody today and tomorrow."""

    class Meta:
        model = Substitution

    absent = factory.SubFactory(StaffFactory)
    substitute = factory.SubFactory(StaffFactory)
    first_on = factory.LazyFunction(timezone.localdate)
    last_on = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=1))


class SupportGrantFactory(factory.django.DjangoModelFactory):
    """A door that is open to any operator for an hour."""

    class Meta:
        model = SupportGrant

    reason = "Die Termine von morgen fehlen."
    expires_at = factory.LazyFunction(lambda: timezone.now() + timedelta(hours=1))


def open_area(membership: StaffMembership, area: str) -> RestrictedAreaMember:
    """Name the person for the area."""
    return RestrictedAreaMember.objects.create(membership=membership, area=area)


def as_operator(user: Any) -> Operator:
    """Return how a municipality gets to know an operator."""
    return Operator(user.pk, user.email, user.first_name, user.last_name)


def visiting(tenant: Any, operator: Operator) -> Browser:
    """Return a browser in which the operator has come in; a grant must be open."""
    browser = browser_for(f"{tenant.slug}.localhost")
    token = hand_over(operator=operator)
    answer = browser.post(f"/betriebszugang/{token}/")
    assert answer.status_code == 302, answer.content.decode()
    return browser
