"""Citizens, the people for whom they act, and browsers in which they are signed in."""

import time
from collections.abc import Callable
from datetime import timedelta

import factory
import pytest
from allauth.account.internal.flows.login import (
    _AUTHENTICATION_METHODS_USER_SESSION_KEY,
    AUTHENTICATION_METHODS_SESSION_KEY,
)
from django.conf import settings
from django.utils import timezone

from modules.citizen_accounts.models import (
    CitizenInvitation,
    CitizenProfile,
    MemberRole,
    Membership,
    Organisation,
    OrganisationKind,
    ProofState,
    Relation,
    Representation,
)
from rathaus.accounts.models import User
from rathaus.accounts.tokens import hash_of
from rathaus.tenancy.context import tenant_or_none
from tests.clients import Browser, browser_for
from tests.factories.accounts import UserFactory


class CitizenFactory(factory.django.DjangoModelFactory):
    """A profile with its person: CitizenFactory().user."""

    class Meta:
        model = CitizenProfile

    user = factory.SubFactory(
        UserFactory,
        first_name="Sabine",
        last_name=factory.Sequence(lambda number: f"Köhler{number}"),
        email=factory.Sequence(lambda number: f"sabine{number}@post.example"),
    )


class OrganisationFactory(factory.django.DjangoModelFactory):
    """A club."""

    class Meta:
        model = Organisation

    kind = OrganisationKind.CLUB
    name = "Heimatverein"
    street = "Am Anger 3"
    postal_code = "39517"
    city = "Musterstadt"


class MembershipFactory(factory.django.DjangoModelFactory):
    """An owner of a club, unless said otherwise."""

    class Meta:
        model = Membership

    user = factory.LazyFunction(lambda: CitizenFactory().user)
    organisation = factory.SubFactory(OrganisationFactory)
    role = MemberRole.OWNER


class RepresentationFactory(factory.django.DjangoModelFactory):
    """Somebody who acts by an accepted proxy, unless said otherwise."""

    class Meta:
        model = Representation

    representative = factory.LazyFunction(lambda: CitizenFactory().user)
    relation = Relation.PROXY
    first_name = "Ingrid"
    last_name = "Köhler"
    birth_date = factory.LazyFunction(lambda: timezone.localdate().replace(day=1) - timedelta(days=70 * 366))
    proof_state = ProofState.ACCEPTED


class CitizenInvitationFactory(factory.django.DjangoModelFactory):
    """An open invitation whose link ends with `token`."""

    class Meta:
        model = CitizenInvitation
        exclude = ("token",)

    token = factory.Sequence(lambda number: f"einladung-{number}")
    email = factory.Sequence(lambda number: f"neu{number}@post.example")
    first_name = "Aylin"
    last_name = "Demir"
    token_hash = factory.LazyAttribute(lambda row: hash_of(row.token))
    expires_at = factory.LazyFunction(lambda: timezone.now() + timedelta(days=60))


def sign_in_citizen(client: Browser, user: User, *, minutes_ago: float = 0) -> Browser:
    """Put a session of this person into the browser, as if they had typed the code from their mail then."""
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
    session = client.session
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "code", "at": time.time() - minutes_ago * 60}]
    session[_AUTHENTICATION_METHODS_USER_SESSION_KEY] = str(user.pk)
    session.save()
    return client


@pytest.fixture
def citizen(tenant) -> User:
    """Somebody who lives in Musterstadt."""
    return CitizenFactory().user


@pytest.fixture
def as_citizen() -> Callable[..., Browser]:
    """Return a browser in which this citizen is signed in, on the host of the entered municipality."""

    def open_browser(user: User, *, minutes_ago: float = 0) -> Browser:
        host = f"{tenant_or_none().slug}.localhost"
        return sign_in_citizen(browser_for(host), user, minutes_ago=minutes_ago)

    return open_browser


@pytest.fixture
def at_home(citizen, as_citizen) -> Browser:
    """A browser of the citizen."""
    return as_citizen(citizen)
