"""Every address below /verwaltung/, those to come included, is closed to strangers and citizens."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from rathaus.accounts.places import is_dashboard
from tests.factories.accounts import UserFactory

SAMPLES = ("beispiel", "7", "2026-11-24", "00000000-0000-0000-0000-000000000007")


def sample_for(converter: Any) -> Any:
    """Return a value that the converter takes; it may also list its words itself ("impressum|datenschutz")."""
    texts = [text for text in (*SAMPLES, *converter.regex.split("|")) if re.fullmatch(converter.regex, text)]
    return converter.to_python(texts[0])


@dataclass(frozen=True)
class Address:
    """A pattern of the dashboard with what it takes to make a path of it."""

    pattern: str
    name: str
    arguments: tuple[tuple[str, Any], ...]

    @property
    def path(self) -> str:
        """A path of this shape; whether its objects exist does not matter at the door."""
        values = {name: sample_for(converter) for name, converter in self.arguments}
        return reverse(self.name, "rathaus.urls_tenant", kwargs=values)


def walk(resolver: URLResolver, pattern: str, namespaces: list[str], arguments: dict[str, Any]) -> Iterator[Address]:
    for entry in resolver.url_patterns:
        here = pattern + str(entry.pattern)
        found = arguments | getattr(entry.pattern, "converters", {})
        if isinstance(entry, URLResolver):
            yield from walk(entry, here, [*namespaces, *filter(None, [entry.namespace])], found)
        elif isinstance(entry, URLPattern):
            name = ":".join([*namespaces, entry.name]) if entry.name else ""
            yield Address(here, name, tuple(sorted(found.items())))


def dashboard() -> list[Address]:
    """Return every address below /verwaltung/."""
    root = get_resolver("rathaus.urls_tenant")
    return [address for address in walk(root, "/", [], {}) if is_dashboard(address.pattern.replace("^", ""))]


def test_the_walk_finds_the_dashboard_and_can_build_every_address():
    addresses = dashboard()

    assert {"staff:people", "staff:person", "staff:profile"} <= {address.name for address in addresses}
    assert [address.pattern for address in addresses if not address.name] == [], "name it, so that it is tested"
    assert all(is_dashboard(address.path) for address in addresses)


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["get", "post"])
def test_strangers_are_sent_to_the_sign_in_page(tenant_client, method):
    answers = {address.path: getattr(tenant_client, method)(address.path) for address in dashboard()}

    sign_in = reverse("account_login", "rathaus.urls_tenant")
    places = {path: answer.headers.get("Location", answer.status_code) for path, answer in answers.items()}
    assert {path: place for path, place in places.items() if str(place).partition("?")[0] != sign_in} == {}


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["get", "post"])
def test_signed_in_people_who_are_not_staff_are_refused(signed_in, tenant, method):
    citizen = signed_in(UserFactory())

    answers = {address.path: getattr(citizen, method)(address.path).status_code for address in dashboard()}

    assert {path: status for path, status in answers.items() if status != 403} == {}


@pytest.mark.django_db
def test_staff_without_second_factor_are_sent_to_set_it_up(signed_in, administrator):
    browser = signed_in(administrator, second_factor=False)

    places = {address.path: browser.get(address.path).headers.get("Location", "") for address in dashboard()}

    set_up = reverse("mfa_index", "rathaus.urls_tenant")
    assert {path: place for path, place in places.items() if place.partition("?")[0] != set_up} == {}
