"""The pages on which an administrator sets up single sign-on, from nothing to the button on the sign-in page."""

import pytest
from django.urls import reverse

from rathaus.accounts.models import Role
from rathaus.audit.models import AuditEntry
from rathaus.sso import errors, services
from rathaus.sso.models import GroupMapping, IdentityProvider, LinkedIdentity
from rathaus.sso.providers import acs_url, entity_id
from rathaus.sso.selectors import is_tested
from tests.factories.accounts import StaffFactory
from tests.factories.sso import SECRET, map_groups, openid_provider, saml_provider
from tests.rathaus.sso.saml_provider import ENTITY_ID, SIGN_IN_URL

OVERVIEW = "/verwaltung/anmeldung/"
OPENID = f"{OVERVIEW}openid-connect/"
SAML = f"{OVERVIEW}saml/"
COMMON = {"name": "Rathauskonto", "domains": "stadt.example", "groups_claim": "groups", "creates_accounts": "on"}


def openid_form(odd, **further):
    """Return what an administrator fills in."""
    return COMMON | {"issuer": odd.issuer, "client_id": "rathaus", "client_secret": SECRET} | further


@pytest.fixture
def unknown(odd):
    """The provider before the municipality knows it."""
    IdentityProvider.objects.all().delete()
    GroupMapping.objects.all().delete()
    return odd


def test_the_first_page_offers_both_ways(tenant, signed_in_administrator):
    page = signed_in_administrator.get(OVERVIEW).content.decode()

    assert OPENID in page
    assert SAML in page
    assert "immer auch mit Passwort und zweitem Faktor" in page


def test_the_page_shows_what_to_copy(tenant, signed_in_administrator):
    openid, saml = (signed_in_administrator.get(path).content.decode() for path in (OPENID, SAML))

    assert "http://musterstadt.localhost/konto/sso/oidc/" in openid
    assert acs_url() in saml
    assert entity_id() in saml


def test_an_openid_provider_is_saved_with_its_secret_encrypted(unknown, signed_in_administrator):
    answer = signed_in_administrator.post(OPENID, openid_form(unknown))

    row = IdentityProvider.objects.get()
    assert answer["Location"] == OVERVIEW
    assert (row.issuer, row.client_id, row.domains, row.is_active) == (
        unknown.issuer,
        "rathaus",
        ["stadt.example"],
        False,
    )
    assert SECRET not in row.client_secret
    assert SECRET not in signed_in_administrator.get(OPENID).content.decode()


def test_the_well_known_address_and_a_slash_at_the_end_are_fine(unknown, signed_in_administrator):
    unknown.configuration = {"issuer": f"{unknown.issuer}/"}

    signed_in_administrator.post(
        OPENID, openid_form(unknown, issuer=f"{unknown.issuer}/.well-known/openid-configuration")
    )

    assert IdentityProvider.objects.get().issuer == f"{unknown.issuer}/"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"issuer": "http://10.0.0.1/realms/x"}, "antwortet kein Anmeldedienst"),
        ({"issuer": "https://169.254.169.254"}, "antwortet kein Anmeldedienst"),
        ({"issuer": "https://gibt-es-nicht.example"}, "antwortet kein Anmeldedienst"),
        ({"issuer": ""}, "Bitte füllen Sie"),
        ({"client_secret": ""}, "Bitte füllen Sie „Geheimnis (Client Secret)“ aus"),
        ({"domains": "keine Domäne"}, "Bitte geben Sie Domänen wie stadt.example ein"),
        ({"domains": ""}, "Bitte füllen Sie"),
    ],
)
def test_a_wrong_input_is_said_at_the_field_and_nothing_is_lost(unknown, signed_in_administrator, changes, words):
    answer = signed_in_administrator.post(OPENID, openid_form(unknown, **changes))

    page = answer.content.decode()
    assert answer.status_code == 200
    assert words in page
    assert "Rathauskonto" in page
    assert SECRET not in page
    assert not IdentityProvider.objects.exists()


def test_a_provider_of_another_name_is_refused(unknown, signed_in_administrator):
    unknown.configuration = {"issuer": "https://anderer.example"}

    page = signed_in_administrator.post(OPENID, openid_form(unknown)).content.decode()

    assert "nennt sich anders" in page


def test_without_a_new_secret_the_old_one_stays(odd, signed_in_administrator):
    before = IdentityProvider.objects.get()

    signed_in_administrator.post(OPENID, openid_form(odd, client_secret="", name="Neuer Name"))

    after = IdentityProvider.objects.get()
    assert (after.client_secret, after.name, after.is_active) == (before.client_secret, "Neuer Name", True)


def test_changed_technical_details_switch_it_off_until_the_next_test(odd, signed_in_administrator):
    signed_in_administrator.post(OPENID, openid_form(odd, client_secret="ein neues Geheimnis"))

    row = IdentityProvider.objects.get()
    assert (row.is_active, is_tested(row)) == (False, False)
    page = signed_in_administrator.get(OVERVIEW).content.decode()
    assert reverse("sso_staff:activate") not in page


def test_saml_metadata_are_read_from_pasted_text(tenant, saml_key, signed_in_administrator):
    signed_in_administrator.post(SAML, COMMON | {"metadata": saml_key.metadata})

    row = IdentityProvider.objects.get()
    assert (row.issuer, row.sign_in_url, len(row.certificates)) == (ENTITY_ID, SIGN_IN_URL, 1)
    assert "Zertifikat gilt bis" in signed_in_administrator.get(OVERVIEW).content.decode()


def test_saml_metadata_are_read_from_an_address(odd, saml_key, signed_in_administrator, monkeypatch):
    monkeypatch.setattr(
        "rathaus.sso.outbound.read_text", lambda url: saml_key.metadata if url == "https://a.example/m" else ""
    )

    signed_in_administrator.post(SAML, COMMON | {"metadata": "https://a.example/m"})

    row = IdentityProvider.objects.get()
    assert (row.issuer, row.client_secret, row.is_active) == (ENTITY_ID, "", False)


@pytest.mark.parametrize(
    "metadata",
    ["<a/>", "kein XML", "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", "https://10.0.0.1/metadaten", "", "http://"],
)
def test_what_are_no_metadata_is_said_at_the_field(tenant, signed_in_administrator, metadata):
    answer = signed_in_administrator.post(SAML, COMMON | {"metadata": metadata})

    assert answer.status_code == 200
    assert "kern-error" in answer.content.decode()
    assert not IdentityProvider.objects.exists()


def test_metadata_that_lead_to_an_inner_address_are_refused(tenant, saml_key, signed_in_administrator):
    inner = saml_key.metadata.replace(SIGN_IN_URL, "http://10.0.0.1/anmelden")

    answer = signed_in_administrator.post(SAML, COMMON | {"metadata": inner})

    assert "keine Metadaten eines Anmeldedienstes" in answer.content.decode()


def test_groups_are_mapped_and_unmapped(saml_key, tenant, signed_in_administrator):
    saml_provider(saml_key.certificate)
    role = Role.objects.get(slug="front_desk")

    first = signed_in_administrator.post(reverse("sso_staff:map_group"), {"group": "/Empfang", "role": role.pk})
    again = signed_in_administrator.post(reverse("sso_staff:map_group"), {"group": "Empfang", "role": role.pk})

    mapping = GroupMapping.objects.get()
    assert (first["Location"], mapping.group) == (OVERVIEW, "Empfang")
    assert "hat diese Rolle schon" in again.content.decode()
    signed_in_administrator.post(reverse("sso_staff:remove_mapping", args=[mapping.pk]))
    assert not GroupMapping.objects.exists()


@pytest.mark.parametrize("group", ["", " / "])
def test_a_group_needs_a_name(saml_key, tenant, signed_in_administrator, group):
    saml_provider(saml_key.certificate)
    role = Role.objects.get(slug="front_desk")

    answer = signed_in_administrator.post(reverse("sso_staff:map_group"), {"group": group, "role": role.pk})

    assert answer.status_code == 200
    assert not GroupMapping.objects.exists()


def test_it_is_switched_on_only_after_a_test_and_with_a_group(tenant, signed_in_administrator):
    row = openid_provider(is_active=False, tested_digest="")
    IdentityProvider.objects.update(tested_digest="")

    def switch_on():
        answer = signed_in_administrator.post(reverse("sso_staff:activate"), follow=True)
        row.refresh_from_db()
        return answer.content.decode()

    assert "mindestens einer Gruppe eine Rolle" in switch_on()
    map_groups()
    assert "Bitte testen Sie zuerst" in switch_on()
    assert not row.is_active
    row.delete()
    row = openid_provider(is_active=False)
    assert "eingeschaltet" in switch_on()
    assert row.is_active


def test_the_button_stands_on_the_sign_in_page_while_it_is_on(tenant, tenant_client, signed_in_administrator):
    openid_provider()
    map_groups()
    page = tenant_client.get("/konto/anmelden/?next=/verwaltung/konto/").content.decode()

    assert "Mit Rathauskonto anmelden" in page
    assert "/konto/sso/?next=%2Fverwaltung%2Fkonto%2F" in page
    signed_in_administrator.post(reverse("sso_staff:deactivate"))
    assert "Rathauskonto" not in tenant_client.get("/konto/anmelden/").content.decode()


def test_operators_have_no_such_button(tenant, operator_client):
    openid_provider()

    assert "Rathauskonto" not in operator_client.get("/konto/anmelden/").content.decode()


def test_a_link_is_undone(tenant, signed_in_administrator):
    row = openid_provider()
    user = StaffFactory().user
    link = LinkedIdentity.objects.create(user=user, issuer=row.issuer, subject="katrin-1")
    assert user.full_name in signed_in_administrator.get(OVERVIEW).content.decode()

    signed_in_administrator.post(reverse("sso_staff:unlink", args=[link.pk]))

    assert not LinkedIdentity.objects.exists()
    assert AuditEntry.objects.filter(action="sso.unlinked").exists()


def test_removing_says_what_is_lost_and_forgets_it(tenant, signed_in_administrator):
    openid_provider()
    map_groups()
    page = signed_in_administrator.get(reverse("sso_staff:remove")).content.decode()

    signed_in_administrator.post(reverse("sso_staff:remove"))

    assert "Personen und ihre Rollen bleiben" in page
    assert not IdentityProvider.objects.exists()
    assert not GroupMapping.objects.exists()


def test_the_services_themselves_refuse_what_is_incomplete(unknown, saml_key):
    details = services.Details("Rathauskonto", "groups", ["stadt.example"], True, False, "")

    with pytest.raises(errors.MissingSecretError):
        services.save_openid(issuer=unknown.issuer, client_id="rathaus", client_secret="", details=details, actor=None)
    with pytest.raises(errors.UnfitMetadataError):
        services.save_saml(metadata="", details=details, actor=None)

    assert not IdentityProvider.objects.exists()


def test_another_protocol_keeps_nothing_of_the_former_one(odd, saml_key):
    details = services.Details("Rathauskonto", "groups", ["stadt.example"], True, False, "")

    services.save_saml(metadata=saml_key.metadata, details=details, actor=None)

    row = IdentityProvider.objects.get()
    assert (row.protocol, row.client_secret, row.is_active) == ("saml", "", False)


@pytest.mark.parametrize("name", ["activate", "deactivate", "remove"])
def test_where_there_is_nothing_to_switch_the_first_page_comes(tenant, signed_in_administrator, name):
    assert signed_in_administrator.post(reverse(f"sso_staff:{name}"))["Location"] == OVERVIEW


@pytest.mark.parametrize("name", ["overview", "openid", "saml", "remove", "trial", "trial_result"])
def test_only_whoever_holds_the_right_sees_it(case_worker, signed_in, name):
    assert signed_in(case_worker).get(reverse(f"sso_staff:{name}")).status_code == 403


def test_each_change_is_recorded_by_ids_and_codes(odd, signed_in_administrator):
    signed_in_administrator.post(OPENID, openid_form(odd, client_secret="ein neues Geheimnis"))
    signed_in_administrator.post(reverse("sso_staff:deactivate"))
    signed_in_administrator.post(reverse("sso_staff:remove"))

    entries = AuditEntry.objects.filter(action__startswith="sso.").order_by("pk")
    assert [entry.action for entry in entries] == ["sso.provider_saved", "sso.deactivated", "sso.removed"]
    assert all(entry.actor_id for entry in entries)
    assert "Geheimnis" not in str([entry.details for entry in entries])
