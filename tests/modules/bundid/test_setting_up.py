"""How an administrator connects the municipality, without knowing what SAML is."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from lxml import etree

from modules.bundid.errors import NoNextKeysError, NotSetUpError, UnsafeAddressError
from modules.bundid.models import Attempt, Entity, Generation, Identity, KeySet, Provider
from modules.bundid.selectors.setup import decryption_keys, own_metadata, signing_pair
from modules.bundid.services import setup
from modules.bundid.setup_checks import setup_checks
from rathaus.tenancy import enter_public
from tenants import directory
from tenants.models import Status, Tenant
from tests.modules.bundid.journey import Journey, new_provider, set_up
from tests.modules.bundid.provider import certificates, pair

pytestmark = pytest.mark.django_db


def save_entity(client, name="Stadt Musterstadt"):
    return client.post("/verwaltung/bundid/angaben/", {"display_name": name, "description": "Anmeldung am Portal"})


def test_the_first_page_leads_from_step_to_step(signed_in_administrator):
    client = signed_in_administrator
    page = client.get("/verwaltung/bundid/").content.decode()
    assert "1. Wer Sie sind" in page
    assert "Angaben machen" in page

    assert save_entity(client).headers["Location"] == "/verwaltung/bundid/"
    page = client.get("/verwaltung/bundid/").content.decode()

    assert "/bundid/metadata.xml" in page
    assert "/bundid/antwort/" in page
    assert "Die Zertifikate gelten bis" in page


def test_the_metadata_can_be_read_by_everybody_and_hold_no_secret(signed_in_administrator, tenant_client):
    assert "noch nicht eingerichtet" in tenant_client.get("/bundid/metadata.xml").content.decode()
    save_entity(signed_in_administrator)

    answer = tenant_client.get("/bundid/metadata.xml")

    root = etree.fromstring(answer.content)
    assert answer.headers["Content-Type"] == "application/samlmetadata+xml"
    assert root.get("entityID").endswith("/bundid/metadata.xml")
    assert len(certificates(root, "signing")) == len(certificates(root, "encryption")) == 1
    assert certificates(root, "signing") != certificates(root, "encryption")
    assert b"PRIVATE" not in answer.content


def test_a_municipality_in_preparation_can_be_registered_and_tried_out(signed_in_administrator, tenant_client, tenant):
    save_entity(signed_in_administrator)
    with enter_public():
        Tenant.objects.filter(pk=tenant.pk).update(status=Status.PREPARING)
    directory.forget_all()

    assert tenant_client.get("/").status_code == 503
    assert tenant_client.get("/bundid/metadata.xml").status_code == 200
    assert tenant_client.post("/bundid/antwort/").status_code == 400, "answers of the test arrive"


def test_private_keys_are_encrypted_in_the_database(signed_in_administrator):
    save_entity(signed_in_administrator)
    keys = KeySet.objects.get()

    assert "PRIVATE" not in keys.signing_key + keys.encryption_key
    assert "PRIVATE" in signing_pair().key


def test_the_name_by_which_the_bundid_knows_us_never_changes(signed_in_administrator, tenant):
    save_entity(signed_in_administrator)
    Entity.objects.update(entity_id="https://frueher.musterstadt.example/bundid/metadata.xml")

    save_entity(signed_in_administrator, "Musterstadt")

    assert Entity.objects.get().entity_id == "https://frueher.musterstadt.example/bundid/metadata.xml"
    assert Entity.objects.get().display_name == "Musterstadt"
    assert KeySet.objects.count() == 1, "and the keys stay"


@pytest.mark.parametrize("as_file", [True, False])
def test_the_bundids_metadata_come_as_text_or_as_a_file(signed_in_administrator, as_file):
    document = new_provider().metadata()
    upload = {"file": SimpleUploadedFile("idp.xml", document)} if as_file else {"metadata": document.decode()}

    answer = signed_in_administrator.post("/verwaltung/bundid/test/", upload)

    assert answer.status_code == 302
    page = signed_in_administrator.get("/verwaltung/bundid/test/").content.decode()
    assert "https://bundid.example/idp/profile/SAML2/POST/SSO" in page
    assert "Fingerabdruck" in page


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({}, "Bitte geben Sie die Metadaten als Text oder als Datei an"),
        ({"metadata": "das da"}, "Das sind keine Metadaten der BundID"),
        ({"file": SimpleUploadedFile("idp.xml", b"x" * 200_001)}, "Diese Datei ist zu groß"),
    ],
)
def test_what_are_no_metadata_is_said_at_the_field(signed_in_administrator, typed, sentence):
    page = signed_in_administrator.post("/verwaltung/bundid/live/", typed)

    assert page.status_code == 200
    assert sentence in page.content.decode()
    assert not Provider.objects.exists()


def test_in_production_the_address_must_be_protected(settings):
    settings.PUBLIC_SCHEME = "https"

    with pytest.raises(UnsafeAddressError):
        setup.save_provider(
            environment="live", metadata=new_provider(sso_url="http://bundid.example/").metadata(), actor=None
        )


def test_nothing_is_offered_before_all_is_set_up(signed_in_administrator):
    setup.save_provider(environment="live", metadata=new_provider().metadata(), actor=None)

    with pytest.raises(NotSetUpError):
        setup.offer(environment="live", actor=None)
    page = signed_in_administrator.post("/verwaltung/bundid/live/anbieten/", follow=True).content.decode()
    assert "noch nicht eingerichtet" in page


def test_one_environment_is_offered_and_can_be_withdrawn(signed_in_administrator, bundid, tenant_client):
    setup.save_provider(environment="test", metadata=bundid.metadata(), actor=None)
    signed_in_administrator.post("/verwaltung/bundid/test/anbieten/")
    assert list(Provider.objects.filter(is_in_use=True).values_list("environment", flat=True)) == ["test"]
    assert "Dort gibt es nur erfundene Personen" in signed_in_administrator.get("/verwaltung/bundid/").content.decode()
    assert "BundID" in tenant_client.get("/konto/anmelden/").content.decode()

    signed_in_administrator.post("/verwaltung/bundid/abschalten/")

    assert "BundID" not in tenant_client.get("/konto/anmelden/").content.decode()


def test_the_test_button_goes_all_the_way_and_signs_nobody_in(signed_in_administrator, administrator, tenant):
    provider = new_provider()
    set_up(provider, environment="test")
    setup.withdraw(actor=None)
    journey = Journey(signed_in_administrator, provider)
    asked = journey.posted(signed_in_administrator.post("/verwaltung/bundid/test/testen/"))

    page = journey.arrive(provider.answer(asked, level=3)).content.decode()

    assert "Die Verbindung klappt" in page
    assert "Vertrauensniveau: substanziell" in page
    assert "Nachname" in page
    assert "Neumann" not in page, "which details came, not what they say"
    assert signed_in_administrator.session["_auth_user_id"] == str(administrator.pk)
    assert not Identity.objects.exists()
    assert Provider.objects.get().tested_at is not None
    assert not Attempt.objects.exclude(answer="").exists()


def test_a_failed_test_says_what_is_often_the_reason(signed_in_administrator):
    provider = new_provider()
    set_up(provider, environment="test")
    journey = Journey(signed_in_administrator, provider)
    asked = journey.posted(signed_in_administrator.post("/verwaltung/bundid/test/testen/"))

    page = journey.arrive(provider.refuse(asked, message="Unknown service", inner="RequestDenied")).content.decode()

    assert "Oft sind dort noch nicht die neuen Metadaten eingetragen" in page
    assert Provider.objects.get().tested_at is None


def test_a_test_without_metadata_says_so(signed_in_administrator):
    page = signed_in_administrator.post("/verwaltung/bundid/test/testen/", follow=True).content.decode()

    assert "noch nicht eingerichtet" in page


def test_certificates_change_beside_one_another(signed_in_administrator, bundid, monkeypatch):
    monkeypatch.setattr(setup, "new_key_pair", lambda **wish: pair(f"{wish['name']} neu"))
    former = signing_pair()
    signed_in_administrator.post("/verwaltung/bundid/zertifikate/vorbereiten/")

    announced = etree.fromstring(own_metadata())
    assert len(certificates(announced, "signing")) == len(certificates(announced, "encryption")) == 2
    assert signing_pair() == former, "the prepared key signs nothing yet"
    assert len(decryption_keys()) == 2, "but opens answers already"
    signed_in_administrator.post("/verwaltung/bundid/zertifikate/vorbereiten/")
    assert KeySet.objects.count() == 2, "a second click prepares no third one"

    signed_in_administrator.post("/verwaltung/bundid/zertifikate/wechseln/")

    assert signing_pair() != former
    assert len(certificates(etree.fromstring(own_metadata()), "signing")) == 1
    assert len(decryption_keys()) == 2, "answers for the former key may be on their way"
    assert KeySet.objects.get(generation=Generation.FORMER).replaced_at is not None


def test_without_prepared_certificates_there_is_nothing_to_change_to(bundid):
    with pytest.raises(NoNextKeysError):
        setup.use_next_keys(actor=None)


def test_sixty_days_before_the_end_the_checklist_and_the_page_warn(signed_in_administrator, bundid):
    assert len(list(setup_checks())) == 1
    KeySet.objects.update(expires_at=timezone.now() + timedelta(days=61))
    assert len(list(setup_checks())) == 1

    KeySet.objects.update(expires_at=timezone.now() + timedelta(days=59))

    warning = list(setup_checks())[1]
    assert (warning.is_done, warning.is_required) == (False, True)
    assert "Die Zertifikate laufen bald ab" in signed_in_administrator.get("/verwaltung/bundid/").content.decode()


def test_the_checklist_is_done_with_the_real_environment_only(bundid):
    assert next(iter(setup_checks())).is_done
    setup.save_provider(environment="test", metadata=bundid.metadata(), actor=None)
    setup.offer(environment="test", actor=None)

    assert not next(iter(setup_checks())).is_done


@pytest.mark.parametrize("role", ["case_worker", "department_head", "data_protection_officer"])
def test_only_administrators_set_up(tenant, signed_in, role):
    from tests.factories.accounts import StaffFactory

    client = signed_in(StaffFactory(roles=[role]).user)

    assert client.get("/verwaltung/bundid/").status_code == 403
    assert save_entity(client).status_code == 403
    assert client.post("/verwaltung/bundid/test/testen/").status_code == 403
