"""A form on paper asks the same as the form online, and its code leads to one case."""

import uuid
from io import BytesIO

import pikepdf
import pytest
from django.urls import reverse

from modules.online_services.api import current_version
from modules.online_services.engine.fields import ComputedField
from modules.online_services.engine.walking import fields_of
from modules.online_services.models import Draft, FormVersion
from modules.online_services.paper.codes import Sheet, new_sheet, sheet_of, sheet_url
from modules.online_services.paper.printing import paper_pdf
from modules.online_services.paper.scanning import begin_from_paper, find_by_sheet
from modules.online_services.paper.sheets import parts_of
from modules.online_services.services.seeding import sync_shipped_services
from modules.online_services.shipped.loading import shipped_services
from tests.factories.accounts import StaffFactory

pytestmark = pytest.mark.django_db
FORMS = {key: found.form for key, found in shipped_services().items() if found.form}


@pytest.fixture
def version() -> FormVersion:
    sync_shipped_services()
    found = current_version("brauchtumsfeuer")
    assert found is not None
    return found


@pytest.mark.parametrize("key", sorted(FORMS))
def test_every_question_of_a_shipped_form_stands_on_paper(key):
    form = FORMS[key]
    printed = " ".join(str(value) for part in parts_of(form) for value in _texts(part))

    for field in fields_of(form):
        if not isinstance(field, ComputedField):
            said = str(field.text) if field.type == "consent" and field.text else str(field.label)
            assert said in printed


def _texts(part):
    yield part["title"]
    for blank in part["blanks"]:
        yield from (blank["label"], blank["hint"], blank["text"], blank["condition"])


def test_the_sheet_is_tagged_and_says_its_title_and_language(version):
    with pikepdf.open(BytesIO(paper_pdf(version))) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang).startswith("de")
        with pdf.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"


def test_a_rule_is_said_in_words():
    conditions = [blank["condition"] for part in parts_of(FORMS["brauchtumsfeuer"]) for blank in part["blanks"]]

    assert any(text.startswith("Nur ausfüllen, wenn") for text in conditions)


def test_the_code_says_which_sheet_it_is_and_no_other_text_does(version):
    sheet = new_sheet(version)
    token = sheet_url(sheet).rstrip("/").rpartition("/")[2]

    assert sheet_of(token) == sheet
    assert sheet_of(token[:-3] + "xyz") is None
    assert sheet_of("x" * 5000) is None


def test_everybody_can_print_a_form(tenant_client, version):
    answer = tenant_client.get(reverse("online_services:paper", args=[version.form.service.slug]))

    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert answer["Cache-Control"].startswith("max-age=0") or "no-store" in answer["Cache-Control"]


@pytest.mark.usefixtures("version")
def test_there_is_no_paper_of_what_is_no_service(tenant_client):
    assert tenant_client.get(reverse("online_services:paper", args=["gibt-es-nicht"])).status_code == 404


def test_the_first_scan_offers_to_take_it_in_and_the_second_goes_on(signed_in, case_worker, version):
    client = signed_in(case_worker)
    url = reverse("online_services_staff:paper", args=[sheet_url(new_sheet(version)).rstrip("/").rpartition("/")[2]])
    assert "abtippen" in client.get(url).content.decode()

    first = client.post(url, {"weg": "counter"})
    again = client.get(url)

    assert (first.status_code, again.status_code) == (303, 303)
    assert first["Location"] == again["Location"]
    draft = Draft.objects.get()
    assert (draft.channel, draft.form_version) == ("counter", version)


def test_two_colleagues_who_scan_at_once_get_the_same_draft(version):
    sheet, clerk = new_sheet(version), StaffFactory().user

    first = begin_from_paper(sheet=sheet, version=version, channel="letter", actor=clerk)

    assert begin_from_paper(sheet=sheet, version=version, channel="letter", actor=clerk) == first
    assert find_by_sheet(sheet).draft == first
    assert not find_by_sheet(Sheet(uuid.uuid4(), version.pk)).is_there


def test_a_scan_shows_nothing_to_people_outside(tenant_client, version):
    token = sheet_url(new_sheet(version)).rstrip("/").rpartition("/")[2]

    answer = tenant_client.get(reverse("online_services_staff:paper", args=[token]))

    assert answer.status_code == 302
    assert "/konto/" in answer["Location"]
