import uuid
from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.utils import timezone
from PIL import Image

from rathaus.audit.models import AuditEntry
from rathaus.files.errors import WrongKindError
from rathaus.mail.models import OutboxMessage
from tenants.municipality import services
from tenants.municipality.errors import (
    ColorContrastError,
    NameTakenError,
    OpenPointsError,
    PlaceInUseError,
    UnknownColorError,
)
from tenants.municipality.models import (
    AccessibilityReport,
    LegalKind,
    LegalPage,
    Locality,
    Location,
    MunicipalityProfile,
)
from tenants.municipality.privacy import PERSONAL_DATA
from tenants.municipality.selectors import legal_text, legal_texts
from tests.factories.municipality import AccessibilityReportFactory, LocalityFactory, LocationFactory

pytestmark = pytest.mark.django_db


def audited() -> list[str]:
    return list(AuditEntry.objects.order_by("id").values_list("action", flat=True))


def picture(color: str = "red") -> ContentFile:
    content = BytesIO()
    Image.new("RGB", (20, 24), color).save(content, format="PNG")
    return ContentFile(content.getvalue(), name="wappen.png")


def test_provisioning_made_the_profile_and_the_localities_in_their_order():
    assert MunicipalityProfile.objects.get().authority == "Der Bürgermeister"
    assert list(Locality.objects.values_list("name", flat=True)) == ["Musterstadt", "Oberdorf"]


def test_there_is_only_ever_one_profile():
    with pytest.raises(IntegrityError), transaction.atomic():
        MunicipalityProfile.objects.create(id=2)


def test_saving_the_profile_records_which_fields_changed_but_not_their_content(profile):
    services.save_profile(changes={"phone": "03999 2000", "city": "Musterstadt"}, actor=None)
    assert MunicipalityProfile.objects.get().phone == "03999 2000"
    entry = AuditEntry.objects.latest("id")
    assert (entry.action, entry.details) == ("municipality.profile_changed", {"fields": ["phone"]})


def test_saving_the_same_profile_again_changes_and_records_nothing(profile):
    before = audited()
    services.save_profile(changes={"phone": profile.phone}, actor=None)
    assert audited() == before


def test_a_readable_colour_is_stored_in_one_spelling():
    services.save_branding(brand_color="1E4FA3", actor=None)
    assert MunicipalityProfile.objects.get().brand_color == "#1e4fa3"


def test_a_colour_that_is_too_light_is_refused_with_a_darker_proposal():
    with pytest.raises(ColorContrastError) as refused:
        services.save_branding(brand_color="#ffcc00", actor=None)
    assert refused.value.proposal in str(refused.value)
    services.save_branding(brand_color=refused.value.proposal, actor=None)
    assert MunicipalityProfile.objects.get().brand_color == refused.value.proposal


def test_something_that_is_no_colour_is_refused():
    with pytest.raises(UnknownColorError):
        services.save_branding(brand_color="rot", actor=None)


def test_no_colour_goes_back_to_the_neutral_blue():
    services.save_branding(brand_color="#1e4fa3", actor=None)
    services.save_branding(brand_color="", actor=None)
    assert MunicipalityProfile.objects.get().brand_color == ""


def test_a_new_coat_of_arms_replaces_the_former_file(django_capture_on_commit_callbacks):
    first = services.store_crest(upload=picture("red"), actor=None).crest
    with django_capture_on_commit_callbacks(execute=True):
        second = services.store_crest(upload=picture("blue"), actor=None).crest
    assert first != second
    assert not default_storage.exists(first)
    assert default_storage.exists(second)


def test_storing_the_same_coat_of_arms_again_keeps_its_file(django_capture_on_commit_callbacks):
    first = services.store_crest(upload=picture(), actor=None).crest
    with django_capture_on_commit_callbacks(execute=True):
        services.store_crest(upload=picture(), actor=None)
    assert default_storage.exists(first)


def test_something_that_is_no_picture_leaves_the_former_coat_of_arms():
    name = services.store_crest(upload=picture(), actor=None).crest
    with pytest.raises(WrongKindError):
        services.store_crest(upload=ContentFile(b"<svg onload=alert(1)>", name="wappen.png"), actor=None)
    assert MunicipalityProfile.objects.get().crest == name


def test_an_unedited_legal_text_follows_the_profile(profile):
    services.save_profile(changes={"phone": "03999 7777"}, actor=None)
    assert "03999 7777" in legal_text(LegalKind.IMPRINT).body


def test_an_edited_legal_text_stays_a_draft_and_no_longer_follows(profile):
    services.save_legal_text(kind=LegalKind.IMPRINT, body="Eigener Text", actor=None)
    services.save_profile(changes={"phone": "03999 7777"}, actor=None)
    text = legal_text(LegalKind.IMPRINT)
    assert (text.body, text.is_draft, text.is_generated) == ("Eigener Text", True, False)


def test_a_legal_text_with_open_points_cannot_be_approved():
    with pytest.raises(OpenPointsError, match="Eine Stelle"):
        services.approve_legal_text(kind=LegalKind.IMPRINT, body="Telefon: [bitte ergänzen: Telefon]", actor=None)
    assert not LegalPage.objects.exists()


def test_editing_an_approved_text_makes_it_a_draft_again():
    services.approve_legal_text(kind=LegalKind.IMPRINT, body="Fertig", actor=None)
    assert LegalPage.objects.get().reviewed_at is not None
    services.save_legal_text(kind=LegalKind.IMPRINT, body="Geändert", actor=None)
    page = LegalPage.objects.get()
    assert (page.is_draft, page.reviewed_at) == (True, None)


def test_resetting_a_legal_text_brings_the_generated_draft_back(profile):
    services.save_legal_text(kind=LegalKind.IMPRINT, body="Eigener Text", actor=None)
    services.reset_legal_text(kind=LegalKind.IMPRINT, actor=None)
    assert legal_text(LegalKind.IMPRINT).is_generated
    assert audited()[-1] == "municipality.legal_text_reset"


def test_all_legal_texts_take_two_queries(tenant, profile, django_assert_num_queries):
    assert tenant.url("/")  # requests find the domain in the directory
    services.approve_legal_text(kind=LegalKind.PRIVACY_NOTICE, body="Fertig", actor=None)
    with django_assert_num_queries(2):
        assert [text.kind for text in legal_texts()] == list(LegalKind)


def test_new_localities_come_last_and_known_names_are_left_out():
    wished = [Locality(name=name) for name in ("Unterdorf", "oberdorf", "Neudorf", "Unterdorf")]
    added = services.add_places(places=wished, actor=None)
    assert [place.name for place in added] == ["Unterdorf", "Neudorf"]
    assert list(Locality.objects.values_list("name", flat=True)) == ["Musterstadt", "Oberdorf", "Unterdorf", "Neudorf"]


def test_a_name_that_is_taken_is_refused_and_nothing_is_recorded():
    before = audited()
    with pytest.raises(NameTakenError):
        services.save_place(place=Locality(name="Oberdorf"), actor=None)
    assert audited() == before


@pytest.mark.parametrize(("position", "order"), [(0, "CAB"), (1, "ACB"), (2, "ABC"), (99, "ABC")])
def test_a_place_moves_to_the_wished_position_and_moving_it_twice_changes_nothing_more(position, order):
    Locality.objects.all().delete()
    places = [LocalityFactory(name=name) for name in "ABC"]
    for _again in range(2):
        services.move_place(place=places[2], position=position, actor=None)
        assert "".join(Locality.objects.values_list("name", flat=True)) == order


def test_deleting_a_locality_keeps_its_locations():
    locality = LocalityFactory()
    location = LocationFactory(locality=locality)
    services.delete_place(place=locality, actor=None)
    location.refresh_from_db()
    assert location.locality is None


def test_a_location_that_appointments_refer_to_stays():
    from modules.appointments.models import Pool

    location = LocationFactory()
    Pool.objects.create(name="Bürgerbüro", location=location)
    with pytest.raises(PlaceInUseError):
        services.delete_place(place=location, actor=None)
    assert Location.objects.filter(pk=location.pk).exists()


def test_reporting_a_barrier_twice_stores_it_once_and_tells_the_town_hall_once(profile):
    key = uuid.uuid4()
    first = services.report_barrier(idempotency_key=key, description="Kein Kontrast", email="a@leser.example")
    second = services.report_barrier(idempotency_key=key, description="Kein Kontrast", email="a@leser.example")
    assert first == second
    message = OutboxMessage.objects.get()
    assert message.to == "stadt@musterstadt.example"
    assert "a@leser.example" not in message.text
    assert "Kein Kontrast" not in message.text


def test_a_municipality_without_an_address_still_keeps_the_report():
    MunicipalityProfile.objects.update(email="")
    services.report_barrier(idempotency_key=uuid.uuid4(), description="Kein Kontrast")
    assert AccessibilityReport.objects.count() == 1
    assert not OutboxMessage.objects.exists()


def test_handling_a_report_twice_keeps_the_first_moment():
    report = AccessibilityReportFactory()
    services.handle_barrier_report(report=report, actor=None)
    report.refresh_from_db()
    moment = report.handled_at
    services.handle_barrier_report(report=report, actor=None)
    report.refresh_from_db()
    assert report.handled_at == moment
    assert audited().count("municipality.barrier_handled") == 1


def test_a_person_gets_and_erases_the_reports_sent_with_their_address():
    AccessibilityReportFactory(email="A@Leser.example", description="meine")
    AccessibilityReportFactory(email="b@leser.example", description="fremde")
    assert [record["description"] for record in PERSONAL_DATA.export(email="a@leser.example")] == ["meine"]
    assert PERSONAL_DATA.erase(email="a@leser.example") == 1
    assert AccessibilityReport.objects.get().description == "fremde"


def test_a_report_goes_a_year_after_it_was_handled_and_an_open_one_stays():
    now = timezone.now()
    AccessibilityReportFactory(handled_at=now - timedelta(days=366))
    recent = AccessibilityReportFactory(handled_at=now - timedelta(days=364))
    still_open = AccessibilityReportFactory()
    assert PERSONAL_DATA.apply_retention(now=now) == 1
    assert set(AccessibilityReport.objects.all()) == {recent, still_open}
