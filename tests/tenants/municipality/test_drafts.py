import pytest

from tenants.municipality.drafts import draft_text
from tenants.municipality.markup import open_points
from tenants.municipality.models import LegalKind, MunicipalityProfile
from tenants.municipality.states import STATES


@pytest.mark.parametrize("kind", LegalKind)
def test_a_draft_from_an_empty_profile_asks_for_what_is_missing(tenant, kind):
    text = draft_text(kind=kind, tenant=tenant, profile=MunicipalityProfile())
    assert open_points(text) >= 3
    assert "Einheitsgemeinde Stadt Musterstadt" in text


def test_a_full_profile_leaves_nothing_open_in_the_imprint(tenant, profile):
    text = draft_text(kind=LegalKind.IMPRINT, tenant=tenant, profile=profile)
    assert open_points(text) == 0
    for value in (
        "Markt 1",
        "39500 Musterstadt",
        "03999 1000",
        "Kommunalaufsicht",
        "Erika Muster",
        "§ 5 Digitale-Dienste-Gesetz",
    ):
        assert value in text


def test_the_authority_stands_on_its_own_line_and_only_once(tenant, profile):
    text = draft_text(kind=LegalKind.IMPRINT, tenant=tenant, profile=profile)
    assert "Einheitsgemeinde Stadt Musterstadt\nDer Bürgermeister\nMarkt 1\n" in text
    assert text.count("Der Bürgermeister") == 1


def test_names_of_the_profile_are_not_escaped_twice(tenant, profile):
    profile.supervisory_authority = "Müller & Söhne <Aufsicht>"
    assert "Müller & Söhne <Aufsicht>" in draft_text(kind=LegalKind.IMPRINT, tenant=tenant, profile=profile)


def test_the_privacy_notice_names_officer_and_supervisory_authority_of_the_state(tenant, profile):
    text = draft_text(kind=LegalKind.PRIVACY_NOTICE, tenant=tenant, profile=profile)
    assert "Stabsstelle Datenschutz" in text
    assert "Landesbeauftragte für den Datenschutz Sachsen-Anhalt" in text
    assert "Artikel 13" in text


def test_the_accessibility_statement_names_law_and_enforcement_body_of_the_state(tenant, profile):
    text = draft_text(kind=LegalKind.ACCESSIBILITY_STATEMENT, tenant=tenant, profile=profile)
    assert "BGG LSA" in text
    assert "Ombudsstelle der Landesfachstelle für Barrierefreiheit" in text


@pytest.mark.parametrize("code", sorted(STATES))
def test_every_state_has_a_supervisory_authority_and_an_accessibility_law(code):
    assert STATES[code].data_protection_authority
    assert STATES[code].accessibility_law


def test_where_the_enforcement_body_is_not_known_the_draft_asks_for_it(tenant, profile):
    tenant.state = "SH"
    text = draft_text(kind=LegalKind.ACCESSIBILITY_STATEMENT, tenant=tenant, profile=profile)
    assert "[bitte ergänzen: Durchsetzungsstelle" in text
