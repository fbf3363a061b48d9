"""From intern to pilot to live: four eyes, test cases that must pass, and what is told about it."""

import pytest
from django.urls import reverse

from modules.online_services.building.errors import (
    AlreadyAskedError,
    AlreadyDecidedError,
    NothingNewError,
    NotReadyError,
    OwnRequestError,
)
from modules.online_services.building.trying import Expected
from modules.online_services.engine.definition import FormDefinition
from modules.online_services.models import Draft, Form, FormVersion, Stage
from modules.online_services.selectors.building.publishing import open_request
from modules.online_services.selectors.contributions import requests_of_others
from modules.online_services.selectors.versions import current_version
from modules.online_services.services.building.publishing import (
    ask_for_release,
    end_pilot,
    prepare_rehearsal,
    refuse_release,
    release,
    start_pilot,
    withdraw_request,
)
from modules.online_services.services.building.testing import add_test_case
from modules.online_services.views.building_links import pilot_link
from rathaus.accounts.models import StaffMembership
from rathaus.audit.models import AuditEntry
from rathaus.mail.models import OutboxMessage
from tests.factories.accounts import StaffFactory
from tests.factories.forms import fire, make_built_form

pytestmark = pytest.mark.django_db


@pytest.fixture
def katrin():
    return StaffFactory(roles=["administrator"], user__first_name="Katrin", user__last_name="Vogel").user


@pytest.fixture
def uwe():
    return StaffFactory(roles=["approver"], user__first_name="Uwe", user__last_name="Braun").user


def ask(form, actor):
    return ask_for_release(form_id=form.pk, seen=form.working_number, note="Neu", actor=actor)


def broken():
    data = fire().to_json()
    data["steps"][0]["items"][1]["show"] = "gibt_es_nicht == 1"
    return FormDefinition.model_validate(data)


def actions():
    return list(AuditEntry.objects.order_by("at").values_list("action", flat=True))


def test_somebody_else_releases_and_everybody_fills_it_in(katrin, uwe):
    form = make_built_form()
    asked = ask(form, katrin)
    assert current_version(form.key) is None

    with pytest.raises(OwnRequestError):
        release(request_id=asked.pk, actor=katrin)
    with pytest.raises(OwnRequestError):
        release(request_id=asked.pk, actor=katrin, alone=True)
    version = release(request_id=asked.pk, actor=uwe)

    assert current_version(form.key) == version
    assert (version.number, version.published_by, version.released_by) == (1, katrin, uwe)
    assert Form.objects.get().stage == Stage.LIVE
    assert "online_services.form_released" in actions()
    with pytest.raises(AlreadyDecidedError):
        release(request_id=asked.pk, actor=uwe)


def test_those_who_may_release_are_told_and_whoever_asked_hears_the_answer(katrin, uwe, front_desk):
    form = make_built_form()
    asked = ask(form, katrin)

    assert list(requests_of_others(uwe)) == [asked]
    assert not requests_of_others(katrin).exists()
    told = OutboxMessage.objects.get(to=uwe.email)
    assert form.title in told.subject
    assert f"/verwaltung/dienste/formulare/freigaben/{asked.pk}/" in told.text
    assert not OutboxMessage.objects.filter(to__in=[katrin.email, front_desk.email]).exists()

    release(request_id=asked.pk, actor=uwe)
    answer = OutboxMessage.objects.get(to=katrin.email)
    assert "ist freigegeben" in answer.subject
    assert f"/verwaltung/dienste/formulare/{form.pk}/" in answer.text
    assert OutboxMessage.objects.filter(to=uwe.email).count() == 1


def test_the_link_to_a_release_only_shows_and_the_reason_stays_in_the_town_hall(katrin, uwe, signed_in):
    form = make_built_form()
    asked = ask(form, katrin)

    page = signed_in(uwe).get(reverse("online_services_staff:form_release", args=[asked.pk]))
    assert page.status_code == 200
    assert open_request(form) == asked

    refuse_release(request_id=asked.pk, reason="Die Gebühr fehlt noch.", actor=uwe)
    answer = OutboxMessage.objects.get(to=katrin.email)
    assert "noch nicht freigegeben" in answer.subject
    assert "Gebühr" not in answer.text


def test_whoever_releases_alone_takes_back_or_left_is_told_nothing(katrin, uwe):
    form = make_built_form()
    withdraw_request(request_id=ask(form, katrin).pk, actor=katrin)
    again = ask(form, katrin)
    katrin.is_active = False
    katrin.save()
    release(request_id=again.pk, actor=uwe)
    assert not OutboxMessage.objects.filter(to=katrin.email).exists()

    StaffMembership.objects.exclude(user=uwe).update(is_active=False)
    other = make_built_form(key="zweites")
    release(request_id=ask(other, uwe).pk, actor=uwe, alone=True)
    assert OutboxMessage.objects.filter(to=uwe.email, subject__contains="wartet").count() == 2
    assert OutboxMessage.objects.filter(to=uwe.email).count() == 2


def test_what_was_asked_for_is_published_whatever_was_built_since(katrin, uwe):
    form = make_built_form()
    asked = ask(form, katrin)
    Form.objects.update(working=broken().to_json(), working_number=1)

    version = release(request_id=asked.pk, actor=uwe)

    assert version.definition == fire().to_json()


def test_where_nobody_else_may_release_one_does_so_alone_and_the_record_tells(katrin):
    StaffMembership.objects.exclude(user=katrin).update(is_active=False)
    form = make_built_form()
    asked = ask(form, katrin)

    with pytest.raises(OwnRequestError):
        release(request_id=asked.pk, actor=katrin)
    release(request_id=asked.pk, actor=katrin, alone=True)

    assert actions()[-1] == "online_services.form_released_alone"


def test_a_form_with_problems_or_a_failing_test_case_is_not_published(katrin, uwe):
    with pytest.raises(NotReadyError):
        ask(make_built_form(broken(), key="kaputt"), katrin)
    form = make_built_form()
    case = add_test_case(form=form, title="Leer", answers={}, expected=Expected(complete=True), actor=katrin)
    with pytest.raises(NotReadyError):
        ask(form, katrin)
    with pytest.raises(NotReadyError):
        start_pilot(form_id=form.pk, seen=0, actor=katrin)

    case.expected = Expected(complete=False, hidden=("welcher",), checks_fee=True, fee_cents=0).model_dump()
    case.save()
    asked = ask(form, katrin)
    case.expected = Expected(complete=True).model_dump()
    case.save()
    with pytest.raises(NotReadyError):
        release(request_id=asked.pk, actor=uwe)


def test_a_request_can_be_refused_or_taken_back_but_not_asked_twice(katrin, uwe):
    form = make_built_form()
    asked = ask(form, katrin)
    with pytest.raises(AlreadyAskedError):
        ask(form, katrin)
    refuse_release(request_id=asked.pk, reason="Die Gebühr fehlt.", actor=uwe)
    withdraw_request(request_id=ask(form, katrin).pk, actor=katrin)

    assert current_version(form.key) is None
    release(request_id=ask(form, katrin).pk, actor=uwe)
    with pytest.raises(NothingNewError):
        ask(form, katrin)


def test_a_pilot_opens_by_its_link_alone_and_becomes_the_live_version(katrin, uwe, tenant_client):
    form = make_built_form()
    version = start_pilot(form_id=form.pk, seen=0, actor=katrin)
    link = pilot_link(version)
    path = link[link.index("/dienste/") :]

    assert current_version(form.key) is None
    assert "noch im Test" in tenant_client.get(path).content.decode()
    assert tenant_client.get(path.rstrip("/") + "x/").status_code == 404
    answer = tenant_client.post(path)
    assert answer.status_code == 303
    assert tenant_client.get(answer["Location"]).status_code == 200
    assert Draft.objects.get().is_rehearsal

    released = release(request_id=ask(form, katrin).pk, actor=uwe)
    assert released == version
    assert tenant_client.get(path).status_code == 410


def test_a_new_pilot_leaves_the_live_version_as_it_is(katrin, uwe):
    form = make_built_form()
    first = release(request_id=ask(form, katrin).pk, actor=uwe)
    changed = fire().model_copy(update={"summary": "Feuer am {datum}"})
    Form.objects.update(working=changed.to_json())

    pilot = start_pilot(form_id=form.pk, seen=0, actor=katrin)
    assert current_version(form.key) == first
    assert (pilot.number, pilot.stage) == (2, Stage.PILOT)
    end_pilot(form_id=form.pk, actor=katrin)
    assert not FormVersion.objects.filter(stage=Stage.PILOT).exists()
    assert Form.objects.get().stage == Stage.LIVE


def test_trying_out_makes_no_version(katrin):
    form = make_built_form()

    prepare_rehearsal(form=form)
    prepare_rehearsal(form=form)

    assert current_version(form.key) is None
    assert [version.number for version in form.versions.all()] == [0]


def test_whoever_releases_sees_the_difference_in_words(katrin, uwe, signed_in):
    form = make_built_form()
    release(request_id=ask(form, katrin).pk, actor=uwe)
    data = fire().to_json()
    data["steps"][0]["items"][1] |= {"label": "Was wird gefeiert?", "show": 'anlass == "oster"'}
    del data["steps"][1]["items"][0]
    data["checks"] = []
    Form.objects.update(working=FormDefinition.model_validate(data).to_json())
    asked = ask(form, katrin)

    url = reverse("online_services_staff:form_release", args=[asked.pk], urlconf="rathaus.urls_tenant")
    page = signed_in(uwe).get(url).content.decode()

    assert "Was wird gefeiert?" in page
    assert "„Anlass“ ist „Osterfeuer“" in page
    assert "„Anlass“ ist „Anderer Anlass“" in page
    assert "entfällt" in page
    assert "Fläche" in page
    assert signed_in(katrin).get(url).content.decode().count("Freigeben und veröffentlichen") == 0
