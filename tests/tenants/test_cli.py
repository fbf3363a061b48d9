"""`rathaus tenants`, `rathaus fleet` and `rathaus operators` as an operator uses them."""

import json

import pytest
from typer.testing import CliRunner

from rathaus.accounts.models import Invitation, User
from rathaus.audit.models import ActorKind, AuditEntry
from rathaus.tenancy import enter
from tenants import cli, provisioning, services
from tenants.cli_operators import operators
from tenants.models import Domain, Status, Tenant
from tenants.schemas import drop_schema, schema_exists
from tests.clients import browser_for

CREATE = ["create", "stendal", "--name", "Hansestadt Stendal", "--kind", "stadt", "--state", "st"]
WITH_PLAN = [*CREATE, "--plan", "appointments", "--empty"]


def rathaus(*words: str, app=cli.tenants, typed: str = ""):
    return CliRunner().invoke(app, list(words), input=typed)


def stendal() -> Tenant:
    return Tenant.objects.get(slug="stendal")


@pytest.fixture
def created(own_database, monkeypatch) -> None:
    """Stendal exists, in preparation; its start checklist is done."""
    monkeypatch.setattr(services, "setup_steps", lambda _tenant: [])
    assert rathaus(*WITH_PLAN).exit_code == 0


def test_create_ends_with_a_portal_that_answers_and_an_invitation(own_database, mailoutbox):
    result = rathaus(*WITH_PLAN, "--admin-email", "chefin@stendal.example")
    assert result.exit_code == 0, result.output
    assert "stendal is created: http://stendal.localhost/" in result.stdout
    assert "Invitation sent to chefin@stendal.example." in result.stdout
    assert browser_for("stendal.localhost").get("/").status_code == 503
    assert browser_for("stendal.localhost").get("/konto/anmelden/").status_code == 200
    (mail,) = mailoutbox
    assert "http://stendal.localhost/" in mail.body
    assert "asswor" not in result.output


def test_create_twice_says_that_it_exists_and_changes_nothing(created):
    before = stendal()
    result = rathaus(*WITH_PLAN, "--short-name", "Other")
    assert result.exit_code == 0
    assert "stendal exists already, nothing was changed" in result.stdout
    assert stendal().short_name == before.short_name
    assert AuditEntry.objects.filter(action="tenants.created", target_id=str(before.pk)).count() == 1


def test_create_without_an_administrator_says_how_to_invite_one(own_database, mailoutbox):
    assert "rathaus tenants rescue stendal ADDRESS" in rathaus(*WITH_PLAN).stdout
    assert not mailoutbox
    asked = rathaus("rescue", "stendal", "chefin@stendal.example", "--yes", "--json")
    assert json.loads(asked.stdout) == {"slug": "stendal", "email": "chefin@stendal.example", "invited": True}
    assert len(mailoutbox) == 1


def test_create_answers_scripts_with_json(own_database):
    facts = json.loads(rathaus(*WITH_PLAN, "--json").stdout)
    assert facts["created"] is True
    assert (facts["slug"], facts["status"], facts["modules"]) == ("stendal", "preparing", ["appointments"])
    assert json.loads(rathaus(*WITH_PLAN, "--json").stdout)["created"] is False


def test_create_dry_run_creates_nothing(own_database):
    result = rathaus(*WITH_PLAN, "--dry-run")
    assert result.exit_code == 0
    assert "Would create stendal at stendal.localhost." in result.stdout
    assert not Tenant.objects.filter(slug="stendal").exists()
    assert not schema_exists("t_stendal")


def test_create_dry_run_says_what_is_there_already(created):
    assert "stendal exists already, nothing would change." in rathaus(*WITH_PLAN, "--dry-run").stdout
    taken = rathaus("create", "thale", *WITH_PLAN[2:], "--domain", "musterstadt.localhost", "--dry-run")
    assert taken.exit_code == 1
    assert "already belongs to musterstadt." in taken.stderr


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (["create", "Sten_dal", *WITH_PLAN[2:]], "The slug 'Sten_dal' must have 2 to 40 characters"),
        (["create", "admin", *WITH_PLAN[2:]], "The slug 'admin' is reserved."),
        ([*CREATE, "--plan", "gold"], "Unknown plan 'gold'. Known: appointments, full."),
        ([*WITH_PLAN, "--state", "XX"], "Unknown Bundesland 'XX'."),
        ([*WITH_PLAN, "--kind", "dorf"], "Unknown kind 'dorf'."),
        ([*WITH_PLAN, "--domain", "musterstadt.localhost"], "already belongs to musterstadt."),
        ([*WITH_PLAN, "--domain", "no domain"], "'no domain' is not a host name"),
        ([*WITH_PLAN, "--admin-email", "chefin"], "'chefin' is not an e-mail address."),
        ([*WITH_PLAN, "--ags", "15"], "The AGS '15' must have eight digits."),
    ],
)
def test_a_wrong_create_is_one_clear_line_and_nothing_half_created(own_database, words, line):
    result = rathaus(*words)
    assert result.exit_code == 1
    assert result.stderr.startswith("rathaus: ")
    assert line in result.stderr
    assert result.stderr.count("\n") == 1
    assert list(Tenant.objects.values_list("slug", flat=True)) == ["musterstadt"]
    assert not schema_exists("t_stendal")


def test_a_create_that_breaks_in_the_middle_leaves_nothing_and_the_next_succeeds(own_database, monkeypatch):
    def fail(**_anything):
        raise ValueError("out of memory")

    with monkeypatch.context() as patch:
        patch.setattr(provisioning, "set_up_municipality", fail)
        assert rathaus(*WITH_PLAN).exit_code == 1
    assert not Domain.objects.filter(domain="stendal.localhost").exists()
    assert not schema_exists("t_stendal")
    assert browser_for("stendal.localhost").get("/").status_code == 404
    assert "stendal is created" in rathaus(*WITH_PLAN).stdout


def test_list_and_show_speak_to_people_and_to_scripts(created):
    assert "stendal" in rathaus("list").stdout
    listed = json.loads(rathaus("list", "--json").stdout)
    assert {one["slug"] for one in listed} == {"musterstadt", "stendal"}
    assert "Hansestadt Stendal" in rathaus("show", "stendal").stdout
    assert json.loads(rathaus("show", "stendal", "--json").stdout)["state"] == "ST"


def test_an_empty_list_says_what_to_do(own_database):
    Domain.objects.all().delete()
    Tenant.objects.all().delete()
    assert "rathaus tenants create --help" in rathaus("list").stdout


@pytest.mark.parametrize(
    "words",
    [
        ["show", "nowhere"],
        ["enable", "nowhere", "appointments"],
        ["publish", "nowhere"],
        ["domain", "add", "nowhere", "a.example"],
    ],
)
def test_an_unknown_municipality_is_one_clear_line(own_database, words):
    result = rathaus(*words)
    assert result.exit_code == 1
    assert "There is no municipality 'nowhere'." in result.stderr


@pytest.mark.parametrize("command", ["enable", "disable"])
def test_an_unknown_module_is_one_clear_line(created, command):
    result = rathaus(command, "stendal", "weather")
    assert result.exit_code == 1
    assert "There is no module 'weather'. Known modules: appointments" in result.stderr


def test_a_module_goes_off_and_on(created):
    assert "appointments is off for stendal." in rathaus("disable", "stendal", "appointments", "--yes").stdout
    assert not stendal().has_module("appointments")
    assert "already off" in rathaus("disable", "stendal", "appointments", "--yes").stdout
    assert "appointments is on for stendal." in rathaus("enable", "stendal", "appointments").stdout
    assert stendal().has_module("appointments")
    entry = AuditEntry.objects.filter(action="tenants.module_switched_off").get()
    assert (entry.actor_kind, entry.details) == (ActorKind.CLI, {"tenant": "stendal", "module": "appointments"})
    with enter(stendal()):
        assert AuditEntry.objects.filter(action="tenants.module_switched_off").count() == 1


def test_a_no_changes_nothing_and_has_an_exit_code_of_its_own(created):
    for words in (["disable", "stendal", "appointments"], ["suspend", "stendal"], ["archive", "stendal"]):
        result = rathaus(*words, typed="n\n")
        assert result.exit_code == 3
        assert "Nothing was changed." in result.stderr
    assert stendal().has_module("appointments")
    assert stendal().status == Status.PREPARING


def test_a_dry_run_says_what_would_happen_and_changes_nothing(created):
    for words in (
        ["disable", "stendal", "appointments"],
        ["suspend", "stendal"],
        ["archive", "stendal"],
        ["domain", "add", "stendal", "termine.stendal.example"],
        ["rescue", "stendal", "chefin@stadt.example"],
    ):
        result = rathaus(*words, "--dry-run")
        assert result.exit_code == 0, result.output
        assert "Would" in result.stdout
    assert (stendal().status, stendal().domains.count()) == (Status.PREPARING, 1)
    assert stendal().has_module("appointments")


def test_the_states_follow_each_other(created):
    for command, status in (
        ("publish", "live"),
        ("suspend", "suspended"),
        ("resume", "live"),
        ("archive", "archived"),
        ("resume", "live"),
    ):
        result = rathaus(command, "stendal", "--yes", "--json")
        assert json.loads(result.stdout)["status"] == status


@pytest.mark.parametrize(
    ("before", "command", "status"),
    [
        (["publish"], "publish", "live"),
        (["publish"], "resume", "live"),
        (["suspend"], "suspend", "suspended"),
        (["archive"], "archive", "archived"),
    ],
)
def test_a_state_that_is_reached_already_is_no_error(created, before, command, status):
    for word in before:
        rathaus(word, "stendal", "--yes")
    for options in (["--yes"], ["--dry-run"], []):
        result = rathaus(command, "stendal", *options)
        assert result.exit_code == 0, result.output
        assert f"stendal is {status} already, nothing was changed." in result.stdout


def test_a_dry_run_refuses_what_the_command_would_refuse(created):
    rathaus("archive", "stendal", "--yes")
    for words, line in (
        (["suspend", "stendal"], "stendal is archived; this needs live or preparing."),
        (["publish", "stendal"], "stendal is archived; this needs preparing."),
        (["domain", "add", "stendal", "musterstadt.localhost"], "already belongs to musterstadt."),
        (["domain", "remove", "stendal", "stendal.localhost"], "is the primary domain"),
        (["domain", "remove", "stendal", "other.example"], "stendal has no domain other.example."),
    ):
        result = rathaus(*words, "--dry-run")
        assert result.exit_code == 1, result.output
        assert line in result.stderr


def test_publish_says_what_is_missing_unless_forced(own_database):
    rathaus(*WITH_PLAN)
    result = rathaus("publish", "stendal", "--yes")
    assert result.exit_code == 1
    assert "Not ready to publish. Missing: " in result.stderr
    missing = json.loads(rathaus("publish", "stendal", "--dry-run", "--json").stdout)["missing"]
    assert missing
    assert rathaus("publish", "stendal", "--force", "--yes").exit_code == 0
    assert stendal().status == Status.LIVE


def test_domains_come_and_go(created):
    assert "Added" in rathaus("domain", "add", "stendal", "Termine.Stendal.example.").stdout
    again = rathaus("domain", "add", "stendal", "termine.stendal.example")
    assert "stendal has termine.stendal.example already as primary domain." in again.stdout
    assert AuditEntry.objects.filter(action="tenants.domain_added").count() == 1
    would = rathaus("domain", "remove", "stendal", "stendal.localhost", "--dry-run")
    assert "Would remove stendal.localhost from stendal." in would.stdout
    assert stendal().primary_domain == "termine.stendal.example"
    for name, line in (
        ("termine.stendal.example", "is the primary domain"),
        ("other.example", "stendal has no domain other.example."),
    ):
        result = rathaus("domain", "remove", "stendal", name, "--yes")
        assert result.exit_code == 1
        assert line in result.stderr
    assert rathaus("domain", "remove", "stendal", "stendal.localhost", "--yes").exit_code == 0
    taken = rathaus("domain", "add", "stendal", "musterstadt.localhost")
    assert taken.exit_code == 1
    assert "The domain musterstadt.localhost already belongs to musterstadt." in taken.stderr


def test_fleet_status_and_migrate_tell_scripts_by_their_exit_code(created):
    assert rathaus("status", app=cli.fleet).exit_code == 0
    assert (
        "0 migrated, 0 failed: `public`, the template and every municipality are up to date."
        in rathaus("migrate", app=cli.fleet).stdout
    )
    assert json.loads(rathaus("migrate", "--dry-run", "--json", app=cli.fleet).stdout) == {"shared": [], "stale": []}
    assert "2 in all: 2 current, 0 stale, 0 missing" in rathaus("status", app=cli.fleet).stdout
    drop_schema("t_stendal")
    assert "Without a schema: stendal" in rathaus("migrate", app=cli.fleet).stdout
    result = rathaus("status", "--json", app=cli.fleet)
    assert result.exit_code == 1
    assert {"slug": "stendal", "status": "preparing", "schema": "missing"} in json.loads(result.stdout)


def test_a_municipality_that_left_with_its_data_is_no_failure_and_does_not_come_back_empty(created):
    rathaus("archive", "stendal", "--yes")
    drop_schema("t_stendal")
    assert rathaus("status", app=cli.fleet).exit_code == 0
    assert "Without a schema" not in rathaus("migrate", app=cli.fleet).stdout
    result = rathaus("resume", "stendal", "--yes")
    assert result.exit_code == 1
    assert "stendal" in result.stderr
    assert stendal().status == Status.ARCHIVED


def test_an_administrator_is_invited_in_an_emergency_after_a_question(created, mailoutbox):
    refused = rathaus("rescue", "stendal", "chefin@stadt.example", typed="n\n")
    assert refused.exit_code == 3
    assert not mailoutbox

    result = rathaus("rescue", "stendal", "chefin@stadt.example", "--yes")

    assert result.exit_code == 0, result.output
    assert mailoutbox[0].to == ["chefin@stadt.example"]


def test_an_operator_is_invited_once_by_a_link(own_database, mailoutbox):
    assert "There is no operator yet." in rathaus("list", app=operators).stdout
    assert "Would invite" in rathaus("invite", "ines.falk@betrieb.example", "--dry-run", app=operators).stdout
    assert not Invitation.objects.exists()
    result = rathaus("invite", "Ines.Falk@betrieb.example", app=operators)
    assert result.exit_code == 0, result.output
    (mail,) = mailoutbox
    assert mail.to == ["ines.falk@betrieb.example"]
    assert "http://localhost/konto/" in mail.body
    again = rathaus("invite", "ines.falk@betrieb.example", app=operators)
    assert again.exit_code == 1
    assert "has an invitation that is still open" in again.stderr


def test_somebody_who_is_an_operator_is_not_invited(own_database):
    User.objects.create_user("ines.falk@betrieb.example", first_name="Ines", last_name="Falk")
    result = rathaus("invite", "ines.falk@betrieb.example", app=operators)
    assert result.exit_code == 1
    assert "is an operator already" in result.stderr
    assert json.loads(rathaus("list", "--json", app=operators).stdout) == [
        {"email": "ines.falk@betrieb.example", "name": "Ines Falk"}
    ]


def test_a_malformed_address_is_one_clear_line(own_database):
    result = rathaus("invite", "ines", app=operators)
    assert result.exit_code == 1
    assert "'ines' is not an e-mail address." in result.stderr


def test_every_command_explains_itself():
    for app, commands in (
        (cli.tenants, ["create", "list", "show", "enable", "disable", "publish", "suspend", "resume", "archive"]),
        (cli.fleet, ["migrate", "status"]),
        (operators, ["invite", "list"]),
    ):
        for command in commands:
            result = rathaus(command, "--help", app=app)
            assert result.exit_code == 0
            assert "--help" in result.stdout


def test_scripts_get_json_from_a_dry_run_of_a_status_change(created):
    said = json.loads(rathaus("suspend", "stendal", "--dry-run", "--json").stdout)
    assert (said["slug"], said["status"]) == ("stendal", "preparing")
