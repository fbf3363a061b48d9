"""One municipality in the operators' console."""

import uuid

import pytest
from django.urls import reverse

from rathaus.accounts.models import Invitation
from rathaus.audit.models import ActorKind, AuditEntry
from rathaus.registry import SetupStep
from rathaus.tenancy import enter, enter_public
from tenants import services
from tenants.models import Domain, Status, Tenant
from tests.factories.operators import add_run, make_tenant

URLS = "rathaus.urls_operator"


def address(name: str, *arguments: object) -> str:
    return reverse(f"console:{name}", URLS, arguments)


def text_of(response) -> str:
    return " ".join(response.content.decode().split())


def fresh(tenant: Tenant) -> Tenant:
    with enter_public():
        return Tenant.objects.get(pk=tenant.pk)


@pytest.fixture
def complete(monkeypatch) -> None:
    """The start checklist of every municipality is done."""
    monkeypatch.setattr(services, "setup_steps", lambda _tenant: [])


@pytest.fixture
def incomplete(monkeypatch) -> None:
    """The start checklist lacks one step."""
    step = SetupStep(title="Anschrift eintragen", is_done=False, url_name="portal_staff:contact")
    monkeypatch.setattr(services, "setup_steps", lambda _tenant: [step])


def test_the_page_shows_facts_domains_modules_runs_and_record(console, tenant):
    add_run(tenant, error="ProgrammingError: relation exists")
    services.add_domain(tenant=tenant, domain="termine.musterstadt.example", is_primary=False)
    text = text_of(console.get(address("detail", tenant.pk)))
    for part in (
        "Einheitsgemeinde Stadt Musterstadt – Der Bürgermeister",
        "Sachsen-Anhalt",
        "termine.musterstadt.example",
        "Termine",
        "ProgrammingError: relation exists",
        "Domain hinzugefügt oder geändert: termine.musterstadt.example",
        "Kommune angelegt",
    ):
        assert part in text


def test_an_unknown_municipality_is_not_found(console):
    assert console.get(address("detail", uuid.uuid4())).status_code == 404


def test_every_page_of_the_console_is_closed_to_strangers(operator_client, tenant):
    with enter_public():
        domain = tenant.domains.get()
    paths = [
        address("list"),
        address("create"),
        address("slug_suggestion"),
        address("creation", uuid.uuid4()),
        address("retry", uuid.uuid4()),
        address("detail", tenant.pk),
        address("status", tenant.pk, "sperren"),
        address("invite", tenant.pk),
        address("add_domain", tenant.pk),
        address("make_primary", tenant.pk, domain.pk),
        address("remove_domain", tenant.pk, domain.pk),
        address("switch_on", tenant.pk, "appointments"),
        address("switch_off", tenant.pk, "appointments"),
    ]
    for path in paths:
        for response in (operator_client.get(path), operator_client.post(path)):
            assert response.status_code == 302, path
            assert response.url.startswith("/konto/anmelden/"), path
    assert fresh(tenant).status == Status.LIVE


def test_the_console_does_not_exist_on_a_municipalitys_host(signed_in_administrator, tenant):
    assert signed_in_administrator.get(address("detail", tenant.pk)).status_code == 404


def test_suspending_asks_first_and_says_the_consequence(console, tenant):
    path = address("status", tenant.pk, "sperren")
    assert "Alle Daten bleiben erhalten" in text_of(console.get(path))
    assert fresh(tenant).status == Status.LIVE
    response = console.post(path, follow=True)
    assert fresh(tenant).status == Status.SUSPENDED
    assert "ist jetzt gesperrt" in text_of(response)


def test_a_second_click_changes_nothing_and_leaves_one_line(console, tenant):
    path = address("status", tenant.pk, "sperren")
    console.post(path)
    response = console.post(path, follow=True)
    assert "Nichts geändert: Die Kommune ist gesperrt." in text_of(response)
    with enter_public():
        assert AuditEntry.objects.filter(action="tenants.suspended").count() == 1


@pytest.mark.parametrize(
    ("step", "before", "after"),
    [
        ("freigeben", Status.SUSPENDED, Status.PREPARING),
        ("freigeben", Status.ARCHIVED, Status.PREPARING),
        ("archivieren", Status.LIVE, Status.ARCHIVED),
        ("archivieren", Status.SUSPENDED, Status.ARCHIVED),
        ("sperren", Status.PREPARING, Status.SUSPENDED),
    ],
)
def test_each_step_leads_from_one_state_to_the_next(console, tenant, step, before, after):
    with enter_public():
        Tenant.objects.filter(pk=tenant.pk).update(status=before)
    console.post(address("status", tenant.pk, step))
    assert fresh(tenant).status == after


@pytest.mark.parametrize(
    ("status", "steps"),
    [
        (Status.PREPARING, ["veroeffentlichen", "sperren", "archivieren"]),
        (Status.LIVE, ["sperren", "archivieren"]),
        (Status.SUSPENDED, ["freigeben", "archivieren"]),
        (Status.ARCHIVED, ["freigeben"]),
    ],
)
def test_only_steps_that_fit_the_state_are_offered(console, tenant, status, steps):
    with enter_public():
        Tenant.objects.filter(pk=tenant.pk).update(status=status)
    response = console.get(address("detail", tenant.pk))
    assert [step.slug for step in response.context["steps"]] == steps


def test_an_unknown_step_is_not_found(console, tenant):
    assert console.get(address("status", tenant.pk, "loeschen")).status_code == 404


def test_publishing_a_complete_municipality_takes_one_confirmation(console, tenant, complete):
    with enter_public():
        Tenant.objects.filter(pk=tenant.pk).update(status=Status.PREPARING)
    path = address("status", tenant.pk, "veroeffentlichen")
    assert "In der Einrichtung fehlt noch" not in text_of(console.get(path))
    console.post(path)
    assert fresh(tenant).status == Status.LIVE
    assert fresh(tenant).published_at is not None


def test_publishing_an_incomplete_one_says_what_is_missing_and_wants_a_tick(console, tenant, incomplete):
    with enter_public():
        Tenant.objects.filter(pk=tenant.pk).update(status=Status.PREPARING)
    path = address("status", tenant.pk, "veroeffentlichen")
    assert "Anschrift eintragen" in text_of(console.get(path))
    assert "Setzen Sie das Häkchen" in text_of(console.post(path))
    assert fresh(tenant).status == Status.PREPARING
    console.post(path, {"force": "on"})
    assert fresh(tenant).status == Status.LIVE


def test_publishing_without_a_schema_says_so_and_reads_nothing_from_public(console):
    ghost = make_tenant("geist")
    response = console.post(address("status", ghost.pk, "veroeffentlichen"), {"force": "on"})
    assert "fehlen in der Datenbank" in text_of(response)
    assert fresh(ghost).status == Status.PREPARING


def test_a_module_goes_off_and_on_with_a_confirmation(console, tenant):
    off, on = address("switch_off", tenant.pk, "appointments"), address("switch_on", tenant.pk, "appointments")
    assert "Alle Daten bleiben erhalten" in text_of(console.get(off))
    assert fresh(tenant).has_module("appointments")
    console.post(off)
    assert not fresh(tenant).has_module("appointments")
    console.post(on)
    assert fresh(tenant).has_module("appointments")


def test_an_unknown_module_is_not_found(console, tenant):
    assert console.post(address("switch_on", tenant.pk, "weather")).status_code == 404


def test_a_module_outside_of_the_plan_is_not_offered_and_says_why(console, tenant, monkeypatch):
    services.switch_module(tenant=tenant, module="appointments", is_on=False)
    monkeypatch.setattr("billing.policy.PlanPolicy.offers", lambda *_args, **_kwargs: False)
    text = text_of(console.get(address("detail", tenant.pk)))
    assert "Der Tarif enthält dieses Modul nicht." in text
    assert address("switch_on", tenant.pk, "appointments") not in text
    response = console.post(address("switch_on", tenant.pk, "appointments"))
    assert "Der Tarif enthält dieses Modul nicht." in text_of(response)
    assert not fresh(tenant).has_module("appointments")


def test_a_domain_is_added_made_primary_and_removed(console, tenant):
    name = "termine.musterstadt.example"
    console.post(address("add_domain", tenant.pk), {"domain-domain": f" {name.upper()}. "})
    with enter_public():
        former, added = tenant.domains.get(is_primary=True), Domain.objects.get(domain=name)
    assert not added.is_primary
    console.post(address("make_primary", tenant.pk, added.pk))
    assert fresh(tenant).primary_domain == name
    console.post(address("remove_domain", tenant.pk, former.pk))
    with enter_public():
        assert [entry.domain for entry in tenant.domains.all()] == [name]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Bitte füllen Sie „Weitere Domain“ aus."),
        ("https://stadt.example/termine", "Bitte geben Sie nur den Namen ein"),
        ("localhost", "Bitte geben Sie nur den Namen ein"),
        ("thale.localhost", "Die Domain thale.localhost gehört schon zu thale."),
    ],
)
def test_a_wrong_domain_is_said_at_the_field_and_stays_typed(console, tenant, typed, sentence):
    make_tenant("thale")
    response = console.post(address("add_domain", tenant.pk), {"domain-domain": typed})
    text = text_of(response)
    assert sentence in text
    assert f'value="{typed}"' in text or not typed
    assert "data-error-summary" in text


def test_the_primary_domain_cannot_be_removed(console, tenant):
    with enter_public():
        primary = tenant.domains.get()
    response = console.post(address("remove_domain", tenant.pk, primary.pk))
    assert "ist die Hauptdomain" in text_of(response)
    with enter_public():
        assert tenant.domains.count() == 1


def test_a_domain_of_another_municipality_is_out_of_reach(console, tenant):
    other = make_tenant("thale")
    with enter_public():
        foreign = other.domains.get()
    assert console.post(address("make_primary", tenant.pk, foreign.pk)).status_code == 404
    console.post(address("remove_domain", tenant.pk, foreign.pk))
    with enter_public():
        assert Domain.objects.filter(pk=foreign.pk).exists()


def test_an_administrator_is_invited_into_the_municipality(console, tenant):
    key = str(uuid.uuid4())
    sent = {"einladung-email": "Chefin@stadt.example", "einladung-idem_key": key}
    for _click in range(2):
        console.post(address("invite", tenant.pk), sent)
    with enter(tenant):
        invitation = Invitation.objects.get(email="chefin@stadt.example")
        assert [role.slug for role in invitation.roles.all()] == ["administrator"]
    with enter_public():
        assert not Invitation.objects.exists()
        assert AuditEntry.objects.filter(action="tenants.administrator_invited").count() == 1


def test_an_open_invitation_gets_a_new_link(console, tenant):
    links = []
    for _time in range(2):
        sent = {"einladung-email": "chefin@stadt.example", "einladung-idem_key": str(uuid.uuid4())}
        console.post(address("invite", tenant.pk), sent)
        with enter(tenant):
            links.append(Invitation.objects.get(email="chefin@stadt.example").token_hash)
    assert links[0] != links[1]


def test_where_somebody_administrates_operators_invite_nobody(console, tenant, administrator):
    """It would be a way in beside support access."""
    sent = {"einladung-email": "ines.falk@betrieb.example", "einladung-idem_key": str(uuid.uuid4())}

    page = text_of(console.post(address("invite", tenant.pk), sent))

    assert "Sie lädt selbst ein" in page
    with enter(tenant):
        assert not Invitation.objects.exists()


def test_in_an_emergency_the_command_line_invites_and_the_municipality_sees_it(tenant, administrator):
    services.invite_administrator(tenant=tenant, email="chefin@stadt.example", is_emergency=True)

    with enter(tenant):
        assert Invitation.objects.filter(email="chefin@stadt.example").exists()
        assert AuditEntry.objects.get(action="accounts.rescued").actor_kind == ActorKind.CLI


def test_somebody_who_is_staff_already_is_not_invited(console, tenant, case_worker):
    sent = {"einladung-email": case_worker.email, "einladung-idem_key": str(uuid.uuid4())}
    assert "steht schon in der Liste" in text_of(console.post(address("invite", tenant.pk), sent))


def test_nobody_is_invited_where_the_schema_is_missing(console):
    ghost = make_tenant("geist")
    sent = {"einladung-email": "chefin@stadt.example", "einladung-idem_key": str(uuid.uuid4())}
    assert "fehlen in der Datenbank" in text_of(console.post(address("invite", ghost.pk), sent))
    with enter_public():
        assert not Invitation.objects.exists()


def test_the_preview_link_is_there_while_in_preparation_and_works(console, tenant_client, tenant):
    assert "Vorschau öffnen" not in text_of(console.get(address("detail", tenant.pk)))
    with enter_public():
        Tenant.objects.filter(pk=tenant.pk).update(status=Status.PREPARING)
    response = console.get(address("detail", tenant.pk))
    link = response.context["preview_url"]
    assert link in response.content.decode()
    assert tenant_client.get("/").status_code == 503
    assert tenant_client.get(link.split("localhost", 1)[1]).status_code == 302
    assert tenant_client.get("/").status_code != 503


def test_what_an_operator_does_stands_in_both_records_with_the_name_only_in_ours(console, operator, tenant):
    console.post(address("switch_off", tenant.pk, "appointments"))
    with enter_public():
        ours = AuditEntry.objects.get(action="tenants.module_switched_off")
    with enter(tenant):
        theirs = AuditEntry.objects.get(action="tenants.module_switched_off")
    assert (ours.actor_kind, ours.actor_id) == (ActorKind.OPERATOR, operator.pk)
    assert (theirs.actor_kind, theirs.actor_id) == (ActorKind.OPERATOR, None)
    assert "Ines Falk" in text_of(console.get(address("detail", tenant.pk)))


def test_what_staff_do_stands_in_both_records_with_the_name_only_in_theirs(administrator, tenant):
    with enter(tenant):
        services.switch_module(tenant=tenant, module="appointments", is_on=False, actor=administrator)
        theirs = AuditEntry.objects.get(action="tenants.module_switched_off")
    with enter_public():
        ours = AuditEntry.objects.get(action="tenants.module_switched_off")
    assert (theirs.actor_kind, theirs.actor_id) == (ActorKind.STAFF, administrator.pk)
    assert (ours.actor_kind, ours.actor_id) == (ActorKind.STAFF, None)


def test_a_deed_on_a_municipality_without_schema_stands_once_and_in_public(console):
    ghost = make_tenant("geist", status=Status.LIVE)
    console.post(address("status", ghost.pk, "archivieren"))
    with enter_public():
        assert AuditEntry.objects.filter(action="tenants.archived").count() == 1
    assert fresh(ghost).status == Status.ARCHIVED
