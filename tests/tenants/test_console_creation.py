"""Creating a municipality from the console: the form, the job, the result."""

import uuid
from datetime import timedelta

import pytest
from django.db import OperationalError
from django.urls import reverse
from django.utils import timezone

from rathaus.audit.models import AuditEntry
from rathaus.tenancy import enter_public
from tenants import wishes
from tenants.errors import TenantError
from tenants.forms import NewTenantForm
from tenants.models import ProvisioningRequest, RequestState, Tenant
from tenants.names import suggest_slug
from tenants.tasks import fulfil_overdue
from tests.factories.operators import make_tenant

CREATE = "/kommunen/anlegen/"


def typed(**changes: str) -> dict[str, str]:
    return {
        "idem_key": str(uuid.uuid4()),
        "official_name": "Hansestadt Osterburg – Der Bürgermeister",
        "short_name": "Osterburg",
        "slug": "osterburg",
        "kind": "stadt",
        "state": "ST",
        "plan": "appointments",
        "admin_email": "chefin@osterburg.example",
        "ags": "15090415",
        "inhabitants": "9800",
        "localities": "Osterburg\n\n  Ballerstedt \nBallerstedt",
        "with_samples": "on",
        **changes,
    }


def text_of(response) -> str:
    return " ".join(response.content.decode().split())


def the_request() -> ProvisioningRequest:
    with enter_public():
        return ProvisioningRequest.objects.select_related("tenant").get()


@pytest.fixture
def queue(monkeypatch) -> list[str]:
    """What was handed to the workers, instead of running it."""
    waiting: list[str] = []
    monkeypatch.setattr(wishes, "enqueue", lambda _task, *, wish_id: waiting.append(wish_id))
    return waiting


def made_for(wish) -> Tenant:
    with enter_public():
        return Tenant.objects.filter(pk=wish.id).first() or make_tenant(wish.slug, id=wish.id)


@pytest.fixture
def provisioning(monkeypatch) -> list[object]:
    """The wishes that a worker fulfilled, with rows instead of schemas."""
    fulfilled: list[object] = []

    def create(wish):
        fulfilled.append(wish)
        return made_for(wish), True

    monkeypatch.setattr(wishes, "create_tenant", create)
    return fulfilled


def test_a_wish_becomes_a_request_and_a_job_and_not_yet_a_municipality(console, operator, queue):
    response = console.post(CREATE, typed())
    request = the_request()
    assert response.url == f"{CREATE}{request.pk}/"
    assert queue == [str(request.pk)]
    assert request.wish["localities"] == ["Osterburg", "Ballerstedt"]
    assert request.requested_by == operator.pk
    with enter_public():
        assert not Tenant.objects.filter(slug="osterburg").exists()
        entry = AuditEntry.objects.get(action="tenants.creation_requested")
    assert entry.actor_id == operator.pk


def test_the_job_creates_what_was_asked_for_and_the_result_stays(console, queue, provisioning):
    path = console.post(CREATE, typed()).url
    wishes.fulfil_request(request_id=uuid.UUID(queue[0]))
    (wish,) = provisioning
    assert (wish.slug, wish.kind, wish.state, wish.plan) == ("osterburg", "stadt", "ST", "appointments")
    assert (wish.ags, wish.inhabitants, wish.admin_email) == ("15090415", 9800, "chefin@osterburg.example")
    assert wish.with_samples
    request = the_request()
    assert request.state == RequestState.DONE
    text = text_of(console.get(path))
    assert "Das Portal ist angelegt" in text
    assert f"/kommunen/{request.tenant.pk}/" in text


def test_the_job_is_started_once_the_wish_is_committed(console, provisioning, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        console.post(CREATE, typed())
        assert not provisioning
    assert the_request().state == RequestState.DONE


def test_the_address_of_the_administrator_is_kept_no_longer_than_needed(console, queue, provisioning):
    console.post(CREATE, typed())
    wishes.fulfil_request(request_id=uuid.UUID(queue[0]))
    assert the_request().wish["admin_email"] == ""


def test_a_second_click_shows_the_first_request(console, queue, provisioning):
    sent = typed()
    first = console.post(CREATE, sent)
    wishes.fulfil_request(request_id=uuid.UUID(queue[0]))
    assert console.post(CREATE, sent).url == first.url
    assert len(queue) == 1


def test_a_job_that_runs_twice_creates_once(console, queue, provisioning):
    console.post(CREATE, typed())
    for _run in range(2):
        wishes.fulfil_request(request_id=uuid.UUID(queue[0]))
    assert len(provisioning) == 1


def test_the_progress_page_asks_again_until_the_request_is_finished(console, queue, provisioning):
    path = console.post(CREATE, typed()).url
    waiting = console.get(path).content.decode()
    assert '<meta http-equiv="refresh" content="3">' in waiting
    assert 'hx-trigger="every 2s"' in waiting
    wishes.fulfil_request(request_id=uuid.UUID(queue[0]))
    part = console.get(path, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    assert "hx-trigger" not in part
    assert "refresh" not in console.get(path).content.decode()


def test_a_failure_is_shown_with_its_message_and_can_be_tried_again(console, queue, monkeypatch):
    path = console.post(CREATE, typed()).url

    def refuse(_wish):
        raise TenantError("The domain osterburg.localhost already belongs to thale.")

    monkeypatch.setattr(wishes, "create_tenant", refuse)
    wishes.fulfil_request(request_id=uuid.UUID(queue[0]))
    text = text_of(console.get(path))
    assert "Das Anlegen ist gescheitert" in text
    assert "already belongs to thale" in text
    monkeypatch.setattr(wishes, "create_tenant", lambda wish: (made_for(wish), True))
    console.post(f"{path}wiederholen/")
    wishes.fulfil_request(request_id=uuid.UUID(queue[1]))
    assert the_request().state == RequestState.DONE


def test_retrying_what_has_not_failed_does_nothing(console, queue, provisioning):
    path = console.post(CREATE, typed()).url
    console.post(f"{path}wiederholen/")
    assert len(queue) == 1


def test_a_run_after_one_that_was_killed_too_late_knows_its_own_result(console, queue, monkeypatch):
    console.post(CREATE, typed())
    monkeypatch.setattr(wishes, "create_tenant", lambda wish: (made_for(wish), False))
    wishes.fulfil_request(request_id=uuid.UUID(queue[0]))
    request = the_request()
    assert (request.state, request.tenant.pk) == (RequestState.DONE, request.pk)


def test_a_municipality_that_somebody_else_created_meanwhile_is_not_taken_over(console, queue, monkeypatch):
    console.post(CREATE, typed())
    monkeypatch.setattr(wishes, "create_tenant", lambda wish: (make_tenant(wish.slug), False))
    wishes.fulfil_request(request_id=uuid.UUID(queue[0]))
    assert the_request().error == "The municipality osterburg exists already."


def test_an_unforeseen_error_ends_the_request_and_is_raised_for_the_log(console, queue, monkeypatch):
    console.post(CREATE, typed())

    def break_down(_wish):
        raise ZeroDivisionError

    monkeypatch.setattr(wishes, "create_tenant", break_down)
    with pytest.raises(ZeroDivisionError):
        wishes.fulfil_request(request_id=uuid.UUID(queue[0]))
    assert the_request().state == RequestState.FAILED


def test_a_lost_database_leaves_the_request_to_the_next_run(console, queue, monkeypatch, provisioning):
    console.post(CREATE, typed())
    create = wishes.create_tenant

    def lose(_wish):
        raise OperationalError("the server closed the connection")

    monkeypatch.setattr(wishes, "create_tenant", lose)
    with pytest.raises(OperationalError):
        wishes.fulfil_request(request_id=uuid.UUID(queue[0]))
    assert the_request().state == RequestState.RUNNING
    monkeypatch.setattr(wishes, "create_tenant", create)
    wishes.fulfil_request(request_id=uuid.UUID(queue[0]))
    assert the_request().state == RequestState.DONE


@pytest.mark.parametrize("state", [RequestState.QUEUED, RequestState.RUNNING])
def test_what_the_queue_or_a_killed_worker_lost_is_taken_up_after_two_minutes(console, queue, provisioning, state):
    console.post(CREATE, typed())
    fulfil_overdue(tenant_slug="@operators")
    assert not provisioning
    with enter_public():
        ProvisioningRequest.objects.update(requested_at=timezone.now() - timedelta(minutes=3), state=state)
    fulfil_overdue(tenant_slug="@operators")
    assert len(provisioning) == 1
    assert the_request().state == RequestState.DONE


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"official_name": ""}, "Bitte füllen Sie „Amtlicher Name“ aus."),
        ({"slug": "Oster burg"}, "Erlaubt sind 2 bis 40 kleine Buchstaben"),
        ({"slug": "admin"}, "„admin“ ist für den Betrieb reserviert."),
        ({"slug": "musterstadt"}, "Eine Kommune mit diesem Namen gibt es schon."),
        ({"kind": "dorf"}, "Bitte wählen Sie bei „Rechtsform“ eine der angebotenen Möglichkeiten aus."),
        ({"state": "XX"}, "Bitte wählen Sie bei „Bundesland“ eine der angebotenen Möglichkeiten aus."),
        ({"plan": "gold"}, "Bitte wählen Sie bei „Tarif“ eine der angebotenen Möglichkeiten aus."),
        ({"ags": "1509"}, "Der Amtliche Gemeindeschlüssel hat acht Ziffern"),
        ({"inhabitants": "viele"}, "Bitte geben Sie eine ganze Zahl ein"),
        ({"inhabitants": "0"}, "mindestens 1"),
        ({"admin_email": "chefin"}, "Bitte geben Sie Ihre E-Mail-Adresse vollständig ein"),
        ({"domain": "https://osterburg.example"}, "Bitte geben Sie nur den Namen ein"),
        ({"domain": "musterstadt.localhost"}, "Die Domain musterstadt.localhost ist schon vergeben."),
    ],
)
def test_a_wrong_input_is_said_at_the_field_and_nothing_is_lost(console, queue, changes, sentence):
    sent = typed(**changes)
    response = console.post(CREATE, sent)
    text = text_of(response)
    assert sentence in text
    (field,) = changes
    assert f'href="#id_{field}"' in text
    assert f'value="{sent["idem_key"]}"' in text
    assert "Ballerstedt" in text
    assert not queue


def test_an_empty_short_name_is_suggested_and_has_to_be_looked_at(console, queue):
    response = console.post(CREATE, typed(slug="", short_name=""))
    assert 'value="osterburg"' in response.content.decode()
    assert "Unser Vorschlag steht im Feld." in text_of(response)
    assert not queue


def test_where_no_name_can_be_suggested_one_is_asked_for(console):
    response = console.post(CREATE, typed(slug="", short_name="???", official_name="???"))
    assert "Bitte geben Sie den Namen für die Adresse ein" in text_of(response)


def test_the_suggestion_never_overwrites_what_was_typed(console):
    path = reverse("console:slug_suggestion", "rathaus.urls_operator")
    typed_name = {"official_name": "Hansestadt Osterburg"}
    assert 'value="osterburg"' in console.get(path, typed_name).content.decode()
    assert 'value="mein-ort"' in console.get(path, {**typed_name, "slug": "mein-ort"}).content.decode()


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Hansestadt Stendal", "stendal"),
        ("Einheitsgemeinde Stadt Tangerhütte – Der Bürgermeister", "tangerhuette"),
        ("Verbandsgemeinde Arneburg-Goldbeck", "arneburg-goldbeck"),
        ("Große Kreisstadt Weißenfels (Saale)", "weissenfels"),
        ("Châlons", "chalons"),
        ("12 Orte", "orte"),
        ("???", ""),
    ],
)
def test_a_slug_is_suggested_from_the_place_without_its_legal_form(name, slug):
    assert suggest_slug(name) == slug


def test_the_form_offers_all_of_germany_and_all_plans(db):
    form = NewTenantForm()
    assert len(form.fields["state"].choices) == 17
    assert [slug for slug, _label in form.fields["plan"].choices] == ["", "appointments", "full"]


def test_earlier_requests_stay_on_the_page(console, queue):
    console.post(CREATE, typed())
    text = text_of(console.get(CREATE))
    assert "Hansestadt Osterburg – Der Bürgermeister" in text
    assert "wartet auf den Anfang" in text
