"""Reading in: the form, its tasks, kept code lists, the pages and the command."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from typer.testing import CliRunner

from modules.online_services.cli import services
from modules.online_services.engine.definition import FormDefinition
from modules.online_services.engine.walking import find_field
from modules.online_services.models import FimCodeList, FimSource, Form, FormTask
from modules.online_services.services.importing_fim import import_fim, look_into_fim
from rathaus.audit.models import AuditEntry
from tests.factories.accounts import StaffFactory
from tests.modules.online_services.fim.schemas import DOGS, code_list

pytestmark = pytest.mark.django_db
SEXES = code_list("urn:de:geschlecht", ("m", "Rüde"), ("w", "Hündin"))


@pytest.fixture
def builder():
    return StaffFactory(roles=["administrator"]).user


@pytest.fixture
def browser(builder, signed_in):
    return signed_in(builder)


def url(name, *args):
    return reverse(f"online_services_staff:{name}", args=args, urlconf="rathaus.urls_tenant")


def upload(data=DOGS, name="schema.xml"):
    return SimpleUploadedFile(name, data, content_type="text/xml")


def test_a_schema_becomes_a_draft_form_with_tasks(builder):
    form = import_fim(data=DOGS, actor=builder, title="Hund bei uns").form
    assert (form.title, form.key, form.stage) == ("Hund bei uns", "hund-bei-uns", "internal")
    assert FormDefinition.model_validate(form.working).fim.id == "S05000001"
    assert [task.kind for task in form.tasks.all()] == ["rule", "code_list"]
    assert form.fim_source.schema_version == "1.0"
    entry = AuditEntry.objects.get(action="online_services.fim_imported")
    assert entry.details == {"schema": "S05000001", "version": "1.0", "tasks": 2}


def test_looking_saves_nothing():
    found = look_into_fim(data=DOGS, code_lists=[SEXES])
    assert (found.form, found.draft.lists) == (None, [("urn:de:geschlecht", "2", True)])
    assert not Form.objects.exists()
    assert not FimCodeList.objects.exists()


def test_a_code_list_is_kept_for_the_next_schema(builder):
    import_fim(data=DOGS, actor=builder, code_lists=[SEXES])
    form = import_fim(data=DOGS, actor=builder).form
    field = find_field(FormDefinition.model_validate(form.working), "geschlecht")
    assert [option.value for option in field.options] == ["m", "w"]
    assert FimCodeList.objects.count() == 1
    assert form.key == "hund-anmelden-2"


def test_the_page_tells_first_what_is_in_the_file(browser, builder):
    import_fim(data=DOGS, actor=builder)
    newer = upload(DOGS.replace(b"<xdf:anzahl>1:3", b"<xdf:anzahl>1:4"))
    page = browser.post(url("fim_import"), {"file": newer, "what": "pruefen"}).content.decode()
    for words in ("Es wurde nichts gespeichert", "urn:de:geschlecht", "2 Aufgaben von Hand", "„1:3“ wird „1:4“"):
        assert words in page
    assert Form.objects.count() == 1


def test_the_page_reads_in_and_leads_to_the_tasks(browser):
    answer = browser.post(url("fim_import"), {"file": upload(), "code_lists": [upload(SEXES)], "what": "einlesen"})
    form = Form.objects.get()
    assert (answer.status_code, answer["Location"]) == (303, url("form_fim", form.pk))
    page = browser.get(answer["Location"]).content.decode()
    assert "Mindestens eine Angabe" in page
    assert "1 von 1 offen" in page
    assert "1 Aufgabe" in browser.get(url("forms")).content.decode()


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ({"file": upload(b"<x/>")}, "kein XDatenfelder 2 oder 3"),
        ({"file": upload(), "code_lists": [upload(b"<x/>")]}, "Codeliste lässt sich nicht lesen"),
        ({}, "Datenschema"),
    ],
)
def test_the_page_says_what_is_wrong_with_a_file(browser, files, words):
    answer = browser.post(url("fim_import"), {**files, "what": "einlesen"})
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Form.objects.exists()


def test_tasks_are_ticked_and_opened_again(browser, builder):
    form = import_fim(data=DOGS, actor=builder).form
    task = form.tasks.first()
    for state, is_done in (("erledigt", True), ("erledigt", True), ("offen", False)):
        assert browser.post(url("form_fim_task", form.pk, task.pk), {"stand": state}).status_code == 303
        task.refresh_from_db()
        assert (task.done_at is not None, task.done_by == builder) == (is_done, is_done)
    assert AuditEntry.objects.filter(action__startswith="online_services.form_task").count() == 2
    other = import_fim(data=DOGS, actor=builder).form
    assert browser.post(url("form_fim_task", other.pk, task.pk), {"stand": "erledigt"}).status_code == 404


def test_a_part_of_the_form_shows_its_tasks(browser, builder):
    form = import_fim(data=DOGS, actor=builder).form
    assert "urn:de:geschlecht" in browser.get(url("form_part", form.pk, "geschlecht")).content.decode()


def test_a_newer_version_is_compared_and_changes_nothing(browser, builder):
    form = import_fim(data=DOGS, actor=builder).form
    newer = upload(DOGS.replace(b"Rufname", b"Name des Hundes"))
    page = browser.post(url("form_fim", form.pk), {"file": newer}).content.decode()
    assert "„Rufname“ wird „Name des Hundes“" in page
    other = browser.post(url("form_fim", form.pk), {"file": upload(DOGS.replace(b"S05000001", b"S05000099"))})
    assert (other.status_code, "Das ist ein anderes Schema" in other.content.decode()) == (422, True)
    form.refresh_from_db()
    assert form.working == FimSource.objects.get().definition


def test_the_report_takes_few_queries_and_a_form_without_source_has_none(browser, builder):
    form = import_fim(data=DOGS, actor=builder).form
    browser.get(url("form_fim", form.pk))
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert browser.get(url("form_fim", form.pk)).status_code == 200
    assert len([query for query in queries if "online_services" in query["sql"]]) <= 5
    assert browser.get(url("form_fim", Form.objects.create(key="leer", title="Leer").pk)).status_code == 404


def test_only_who_builds_forms_may_read_in(signed_in):
    clerk = signed_in(StaffFactory(roles=["case_worker"]).user)
    assert clerk.get(url("fim_import")).status_code == 403
    assert clerk.post(url("fim_import"), {"file": upload(), "what": "einlesen"}).status_code == 403


def run(tenant, tmp_path, *options, data=DOGS):
    path, lists = tmp_path / "schema.xml", tmp_path / "liste.xml"
    path.write_bytes(data)
    lists.write_bytes(SEXES)
    return CliRunner().invoke(services, ["import-fim", str(path), "--tenant", tenant.slug, *options])


def test_the_command_tells_and_saves_only_without_dry_run(tenant, tmp_path):
    told = json.loads(run(tenant, tmp_path, "--dry-run", "--json").output)
    assert (told["schema"], told["form"], told["counts"]["fields"]) == ("S05000001", None, 7)
    assert [task["kind"] for task in told["tasks"]] == ["rule", "code_list"]
    assert not Form.objects.exists()
    result = run(tenant, tmp_path, "--code-list", str(tmp_path / "liste.xml"))
    assert result.exit_code == 0, result.output
    assert "Draft form: hund-anmelden" in result.output
    assert FormTask.objects.count() == 1
    assert AuditEntry.objects.get(action="online_services.fim_imported").actor_kind == "cli"


def test_the_command_says_in_one_line_what_is_wrong(tenant, tmp_path):
    result = run(tenant, tmp_path, data=DOGS.replace(b"xdatenfelder_2", b"xdatenfelder_1"))
    assert result.exit_code == 1
    assert "XDatenfelder 1" in result.output
