"""The dashboard's pages of cases, as clerks and the front desk use them."""

import uuid

import pytest
from django.urls import reverse

from modules.cases.models import BulkChange, Case, CaseRoute, EntryKind, SavedView, Status, TextModule
from modules.cases.services.writing import add_remark
from modules.cases.views.staff.case import PREVIEW
from rathaus.accounts.areas import SOCIAL
from rathaus.signing import sign
from tests.factories.accounts import StaffFactory
from tests.factories.cases import make_case, make_file, make_message
from tests.factories.inbox import upload
from tests.factories.organisation import DepartmentFactory

pytestmark = pytest.mark.django_db
LIST = "/verwaltung/vorgaenge/"


@pytest.fixture
def browser(administrator, signed_in):
    return signed_in(administrator)


def url(name, case, **more):
    return reverse(f"cases_staff:{name}", kwargs={"key": case.pk, **more}, urlconf="rathaus.urls_tenant")


def page(browser, address):
    answer = browser.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


class TestList:
    def test_it_marks_what_is_new_and_keeps_the_filter_in_the_links(self, browser):
        case = make_case("Hecke am Gehweg")

        html = page(browser, f"{LIST}?nur=neu&q=Hecke")

        assert case.reference in html
        assert "is-new" in html
        assert "?sicht=meine&amp;nur=neu&amp;q=Hecke" in html

    def test_an_empty_list_says_what_to_do(self, browser):
        assert "Hier ist nichts zu tun" in page(browser, LIST)
        assert "Kein Vorgang passt dazu" in page(browser, f"{LIST}?q=Nashorn")

    def test_many_are_changed_and_the_page_offers_to_undo_it(self, browser, administrator):
        cases = [make_case(), make_case()]
        form = {
            "vorgang": [str(case.pk) for case in cases],
            "responsible": str(administrator.pk),
            "schritt": "zuweisen",
            "idem_key": str(uuid.uuid4()),
        }

        answer = browser.post(f"{LIST}sammel/?nur=neu", form)

        assert answer.status_code == 303
        assert "nur=neu" in answer["Location"]
        html = page(browser, answer["Location"])
        assert "2 Vorgänge geändert." in html
        change = BulkChange.objects.get()
        browser.post(f"{LIST}sammel/{change.pk}/zurueck/")
        assert not Case.objects.exclude(responsible=None).exists()

    def test_nothing_chosen_changes_nothing(self, browser):
        make_case()
        browser.post(f"{LIST}sammel/", {"schritt": "gelesen", "idem_key": str(uuid.uuid4())})

        assert not BulkChange.objects.exists()

    def test_a_view_is_kept_under_a_name_for_oneself_alone(self, browser):
        browser.post(f"{LIST}ansicht/", {"name": "Dringend", "query": "nur=ueberfaellig"})

        assert "Dringend" in page(browser, LIST)
        view = SavedView.objects.get()
        stranger = SavedView.objects.create(owner=StaffFactory().user, name="Fremd", query="")
        browser.post(f"{LIST}ansicht/{stranger.pk}/loeschen/")
        browser.post(f"{LIST}ansicht/{view.pk}/loeschen/")
        assert list(SavedView.objects.all()) == [stranger]

    def test_low_rows_are_remembered(self, browser):
        make_case()
        assert "dense-table--compact" in page(browser, f"{LIST}?dicht=1")
        assert "dense-table--compact" in page(browser, LIST)
        assert "dense-table--compact" not in page(browser, f"{LIST}?dicht=0")


class TestCase:
    def test_opening_it_marks_it_as_read(self, browser):
        case = make_case("Hecke", text="Darf sie 3 m hoch sein?")
        html = page(browser, url("case", case))

        assert "Darf sie 3 m hoch sein?" in html
        assert "jonas.reimann@post.example" in html
        case.refresh_from_db()
        assert not case.is_new_for_staff
        assert case.entries.get(kind=EntryKind.MESSAGE_IN).read_at

    def test_a_message_is_sent_once_and_a_remark_stays_inside(self, browser):
        case = make_case()
        form = {"version": case.version, "idem_key": str(uuid.uuid4()), "text": "Guten Tag"}

        for _click in range(2):
            assert browser.post(url("case", case), form | {"schritt": "senden"}).status_code == 303
        remark = {"version": 99, "idem_key": str(uuid.uuid4()), "text": "Hat schon angerufen.", "schritt": "bemerken"}
        browser.post(url("case", case), remark)

        kinds = [entry.kind for entry in case.entries.all()]
        assert kinds == [EntryKind.OPENED, EntryKind.MESSAGE_OUT, EntryKind.REMARK]
        assert not case.entries.get(kind=EntryKind.REMARK).is_public

    def test_a_stale_page_keeps_what_was_typed(self, browser):
        case = make_case()
        form = {"version": case.version, "idem_key": str(uuid.uuid4()), "text": "Meine Antwort", "schritt": "senden"}
        make_message(case, "Ach ja, noch etwas.")

        html = browser.post(url("case", case), form).content.decode()

        assert "Inzwischen hat sich an diesem Vorgang etwas geändert" in html
        assert "Meine Antwort" in html

    def test_a_text_module_is_put_below_what_was_typed_and_filled_in(self, browser):
        case = make_case()
        known = TextModule.objects.create(title="Dank", text="Guten Tag {applicant}, zu {reference}: danke.")
        form = {"version": case.version, "idem_key": str(uuid.uuid4()), "text": "Vorher", "text_module": known.pk}

        html = browser.post(url("case", case), form | {"schritt": "baustein"}).content.decode()

        assert f"Vorher\n\nGuten Tag Jonas Reimann, zu {case.reference}: danke." in html

    def test_files_cannot_hang_on_a_remark(self, browser):
        case = make_case()
        form = {"version": case.version, "idem_key": str(uuid.uuid4()), "text": "x", "schritt": "bemerken"}

        html = browser.post(url("case", case), form | {"attachments": upload()}).content.decode()

        assert "keine Dateien anhängen" in html

    def test_steps_of_the_panel(self, browser, administrator):
        case, office = make_case(), DepartmentFactory()
        browser.post(url("step", case), {"schritt": "uebernehmen", "gesehen": ""})
        browser.post(url("dates", case), {"due_on": "2030-01-15", "resubmit_on": "2030-01-10"})
        case.refresh_from_db()
        browser.post(url("ask", case), {"text": "Der Plan fehlt.", "version": case.version})

        case.refresh_from_db()
        assert (case.responsible, case.status) == (administrator, Status.ACTION_REQUIRED)
        assert (case.due_on.isoformat(), case.resubmit_on.isoformat()) == ("2030-01-15", "2030-01-10")
        browser.post(url("hand_on", case), {"department": office.pk, "note": "Bitte prüfen"})
        browser.post(url("step", case), {"schritt": "ungelesen"})
        case.refresh_from_db()
        assert (case.department, case.responsible, case.is_new_for_staff) == (office, None, True)
        assert "Bitte prüfen" in page(browser, url("case", case))

    def test_a_restricted_case_is_not_there_for_others(self, browser):
        case = make_case(area=SOCIAL)
        file = make_file(case)

        assert browser.get(url("case", case)).status_code == 404
        assert browser.get(reverse("cases_staff:file", args=[file.pk])).status_code == 404
        token = sign(purpose=PREVIEW, value=str(file.pk))
        assert browser.get(reverse("cases_staff:preview", args=[token])).status_code == 404

    def test_a_preview_runs_nothing_and_dies(self, browser, monkeypatch):
        file = make_file(make_case())
        address = reverse("cases_staff:preview", args=[sign(purpose=PREVIEW, value=str(file.pk))])

        answer = browser.get(address)

        assert answer["Content-Type"] == "image/png"
        assert answer["Content-Disposition"].startswith("inline")
        assert answer["Content-Security-Policy"].startswith("default-src 'none'")
        monkeypatch.setattr("modules.cases.views.staff.case.PREVIEW_SECONDS", -1)
        assert browser.get(address).status_code == 404


class TestFrontDesk:
    def test_no_word_of_the_content_is_on_the_page(self, front_desk, signed_in):
        case = make_case("Streit mit dem Nachbarn", text="Er ist zu laut.", service_name="Beratung")
        add_remark(case=case, text="Querulant", idem_key=uuid.uuid4(), actor=StaffFactory().user)

        html = page(signed_in(front_desk), f"{LIST}auskunft/?q={case.reference}")

        assert "Beratung" in html
        for secret in ("Streit", "laut", "Querulant", "Reimann", "reimann@"):
            assert secret not in html

    def test_the_case_itself_and_the_list_are_closed_to_it(self, front_desk, signed_in):
        browser, case = signed_in(front_desk), make_case()

        assert browser.get(LIST).status_code == 403
        assert browser.get(url("case", case)).status_code == 403

    def test_it_opens_a_case_for_somebody(self, front_desk, signed_in):
        form = {
            "channel": "phone",
            "title": "Laterne kaputt",
            "text": "Am Anger 3",
            "name": "Aylin Demir",
            "idem_key": str(uuid.uuid4()),
        }
        answer = signed_in(front_desk).post(f"{LIST}aufnehmen/", form)

        assert answer["Location"] == f"{LIST}auskunft/"
        case = Case.objects.get()
        assert (case.channel, case.applicant_name) == ("phone", "Aylin Demir")
        assert case.entries.first().author == front_desk


class TestSetup:
    def test_a_rule_is_made_changed_and_removed_and_no_twin_of_it(self, browser):
        office = DepartmentFactory()
        form = {"kind": "cases.message", "service_key": "", "department": office.pk}
        browser.post(f"{LIST}zustaendigkeiten/neu/", form)

        assert office.name in page(browser, f"{LIST}zustaendigkeiten/")
        twin = browser.post(f"{LIST}zustaendigkeiten/neu/", form).content.decode()
        assert "Diese Regel gibt es schon" in twin
        route = CaseRoute.objects.get()
        browser.post(url("route_remove", route))
        assert not CaseRoute.objects.exists()

    def test_texts_are_made_and_removed(self, browser):
        browser.post(f"{LIST}textbausteine/neu/", {"title": "Dank", "text": "Danke, {applicant}."})

        assert "Dank" in page(browser, f"{LIST}textbausteine/")
        browser.post(url("text_remove", TextModule.objects.get()))
        assert not TextModule.objects.exists()


def test_the_page_heute_and_the_search_know_cases(browser):
    case = make_case("Hecke am Gehweg")

    assert "1 neuer Vorgang" in page(browser, "/verwaltung/")
    assert case.reference in page(browser, "/verwaltung/suche/?q=Hecke")
