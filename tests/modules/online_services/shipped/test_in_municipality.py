"""The shipped services as a municipality offers them."""

import pytest

from modules.online_services.models import FeeSchedule, Form, PublicService
from modules.online_services.selectors.catalogue import offered
from modules.online_services.services.seeding import FEATURED, sync_shipped_services
from modules.online_services.shipped.loading import shipped_fee_schedules, shipped_services

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _catalogue() -> None:
    sync_shipped_services()


def test_every_service_form_and_fee_schedule_is_there() -> None:
    assert set(PublicService.objects.values_list("key", flat=True)) == set(shipped_services())
    assert set(Form.objects.values_list("key", flat=True)) == {k for k, one in shipped_services().items() if one.form}
    assert set(FeeSchedule.objects.values_list("key", flat=True)) == {one.key for one in shipped_fee_schedules()}


def test_what_stands_on_the_start_page_exists() -> None:
    assert set(shipped_services()) >= FEATURED


def test_the_forms_of_hearings_are_found_nowhere(tenant_client) -> None:
    keys = set(offered().values_list("key", flat=True))
    assert "anhoerung" in keys
    assert not keys & {"anhoerung-betroffene", "anhoerung-zeugen"}
    assert tenant_client.get("/dienste/anhoerung-betroffene/").status_code == 404
    assert tenant_client.post("/dienste/anhoerung-betroffene/beginnen/").status_code == 404


def test_a_hearing_leads_to_the_code_of_its_letter(tenant_client) -> None:
    page = tenant_client.get("/dienste/anhoerung/").content.decode()
    assert 'href="/anhoerung/"' in page
    assert "/dienste/anhoerung/beginnen/" not in page
    assert tenant_client.get("/dienste/anhoerung/beginnen/").status_code == 404


def test_a_service_of_others_links_out_and_prepares_the_desk(tenant_client) -> None:
    for key in ("wohnsitz-anmelden", "fuehrungszeugnis"):
        page = tenant_client.get(f"/dienste/{key}/").content.decode()
        assert f'action="/dienste/{key}/weiter/"' in page
        assert f'href="/dienste/{key}/beginnen/"' in page


def test_every_page_of_a_public_service_opens(tenant_client) -> None:
    listed = {key for key, one in shipped_services().items() if one.audience == "public" and one.is_listed}
    opened = {key for key in shipped_services() if tenant_client.get(f"/dienste/{key}/").status_code == 200}
    assert opened == listed
