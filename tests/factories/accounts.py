"""People of the town hall, and browsers in which they are signed in with a second factor."""

import time
from collections.abc import Callable
from typing import Any

import factory
import pytest
from allauth.account.internal.flows.login import (
    _AUTHENTICATION_METHODS_USER_SESSION_KEY,
    AUTHENTICATION_METHODS_SESSION_KEY,
)
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.conf import settings

from rathaus.accounts.models import Role, StaffMembership, User
from rathaus.tenancy import enter
from rathaus.tenancy.context import tenant_or_none
from tests.clients import Browser, browser_for

PASSWORD = "Der Hund schläft im Archiv"


class UserFactory(factory.django.DjangoModelFactory):
    """Somebody with a password."""

    class Meta:
        model = User

    first_name = "Katrin"
    last_name = factory.Sequence(lambda number: f"Voss{number}")
    email = factory.Sequence(lambda number: f"katrin.voss{number}@stadt.example")

    @classmethod
    def _create(cls, model_class: type[User], *_args: Any, **kwargs: Any) -> User:
        password = kwargs.pop("password", PASSWORD)
        return model_class.objects.create_user(password=password, **kwargs)


class StaffFactory(factory.django.DjangoModelFactory):
    """A membership with roles: StaffFactory(roles=["case_worker"])."""

    class Meta:
        model = StaffMembership
        skip_postgeneration_save = True

    user = factory.SubFactory(UserFactory)

    @factory.post_generation
    def roles(self, _create: bool, extracted: Any, **_kwargs: Any) -> None:
        slugs = extracted or ["case_worker"]
        self.roles.set(Role.objects.filter(slug__in=slugs))


def with_second_factor(user: User) -> str:
    """Set up an authenticator app for the person and return its secret."""
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    return secret


def code_for(secret: str) -> str:
    """Return the code that the app shows now."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def sign_in(client: Browser, user: User, *, second_factor: bool = True) -> Browser:
    """Put a session of this person into the browser, as if signed in a moment ago."""
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
    session = client.session
    methods = [{"method": "password", "at": time.time(), "email": user.email}]
    if second_factor:
        methods.append({"method": "mfa", "at": time.time(), "type": Authenticator.Type.TOTP.value})
    session[AUTHENTICATION_METHODS_SESSION_KEY] = methods
    session[_AUTHENTICATION_METHODS_USER_SESSION_KEY] = str(user.pk)
    session.save()
    return client


@pytest.fixture
def administrator(tenant) -> User:
    """Somebody who sets up the municipality."""
    return StaffFactory(roles=["administrator"]).user


@pytest.fixture
def case_worker(tenant) -> User:
    """Somebody who works with citizens."""
    return StaffFactory(roles=["case_worker"]).user


@pytest.fixture
def front_desk(tenant) -> User:
    """Somebody at the front desk."""
    return StaffFactory(roles=["front_desk"]).user


@pytest.fixture
def signed_in() -> Callable[..., Browser]:
    """Return a browser in which the person is signed in, on the host of the entered municipality."""

    def open_browser(user: User, *, second_factor: bool = True) -> Browser:
        tenant = tenant_or_none()
        host = f"{tenant.slug}.localhost" if tenant else "localhost"
        return sign_in(browser_for(host), user, second_factor=second_factor)

    return open_browser


@pytest.fixture
def signed_in_administrator(administrator, signed_in) -> Browser:
    """A browser of an administrator of Musterstadt."""
    return signed_in(administrator)


@pytest.fixture
def sign_in_to() -> Callable[[Any], Browser]:
    """Return a browser signed in as a new administrator of the given municipality."""

    def open_browser(tenant: Any) -> Browser:
        with enter(tenant):
            user = StaffFactory(roles=["administrator"]).user
            return sign_in(browser_for(f"{tenant.slug}.localhost"), user)

    return open_browser
