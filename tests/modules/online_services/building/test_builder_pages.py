"""The pages of the builder, with and without a script."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from lxml import html

from modules.online_services.models import Draft, FeeSchedule, Form, FormTestCase
from tests.factories.accounts import StaffFactory
from tests.factories.forms import large, make_built_form
from tests.modules.online_services.building.pages import cost, fresh, text, url

pytestmark = pytest.mark.django_db


PAGES = (
    ("form", ()),
    ("form_part", ("anlass",)),
    ("form_part", ("welcher",)),
    ("form_part", ("datum",)),
    ("form_part", ("helfer",)),
    ("form_part", ("anlass_schritt",)),
    ("form_rule", ("welcher", "show")),
    ("form_rule", ("anlass", "option-0")),
    ("form_rule", ("gross", "holds")),
    ("form_rule", ("gebuehr-0", "when")),
    ("form_rule", ("formular-selbst", "fee_exempt")),
    ("form_checks", ()),
    ("form_check", ("gross",)),
    ("form_fees", ()),
    ("form_fee", (0,)),
    ("form_tests", ()),
    ("form_preview", ()),
    ("form_publish", ()),
    ("form_versions", ()),
    ("form_file", ()),
)


@pytest.mark.parametrize(("name", "args"), PAGES)
def test_each_page_of_a_form_answers(browser, name, args):
    form = make_built_form()

    assert browser.get(url(name, form.pk, *args)).status_code == 200


def test_an_action_on_a_form_of_a_hundred_fields_takes_less_than_ten_queries(browser):
    form, partial = make_built_form(large()), {"HTTP_HX_REQUEST": "true"}
    label = {"label": "Anders", "max_length": 200, "min_length": 0}
    steps = [
        ("form_part", ("feld_7",), label),
        ("form_part", ("feld_7",), label | {"label": "Wieder anders"}),
        ("form_step", (), {"teil": "feld_7", "schritt": "runter"}),
        ("form_step", (), {"teil": "feld_7", "schritt": "loeschen"}),
        ("form_history", (), {"schritt": "rueckgaengig", "teil": "feld_8"}),
        ("form_add", (), {"art": "text", "bezeichnung": "Neu", "nach": "feld_7"}),
    ]
    for name, args, data in steps:
        form.refresh_from_db()
        typed = data | {"stand": form.working_number}
        queries, answer = cost(lambda: browser.post(url(name, form.pk, *args), typed, **partial))  # noqa: B023
        assert queries < 10, name
        assert answer.status_code == 200
        assert "Nicht gespeichert" not in text(answer)
        assert len(answer.content) < 40_000, name
        assert "Feld 99" not in text(answer) or name == "form_add", "only what changed is drawn again"
    queries, answer = cost(lambda: browser.get(url("form_part", form.pk, "feld_8"), **partial))
    assert queries < 10
    assert "gliederung" not in text(answer)


def test_without_a_script_each_edit_leads_on_and_says_that_it_is_saved(browser):
    form = make_built_form()

    answer = browser.post(
        url("form_part", form.pk, "datum"), {"label": "Wann?", "label__en": "When?", "required": "on", "stand": 0}
    )
    assert answer.status_code == 303
    assert "Gespeichert." in text(browser.get(answer["Location"]))
    assert fresh(form).working["steps"][0]["items"][2]["label"] == {"de": "Wann?", "en": "When?"}

    answer = browser.post(
        url("form_add", form.pk), {"art": "repeat", "bezeichnung": "Hunde", "nach": "datum", "stand": 1}
    )
    assert answer["Location"] == url("form_part", form.pk, "hunde")
    browser.post(
        url("form_step", form.pk), {"teil": "hunde", "schritt": "verschieben", "ziel": "ort_schritt", "stand": 2}
    )
    browser.post(url("form_step", form.pk), {"teil": "hunde", "schritt": "loeschen", "stand": 3})
    assert "hunde" not in str(fresh(form).working)
    browser.post(url("form_history", form.pk), {"schritt": "rueckgaengig", "stand": 4})
    assert fresh(form).working["steps"][1]["items"][-1]["id"] == "hunde"


def test_settings_that_do_not_fit_are_said_at_the_field_and_lose_nothing(browser):
    form = make_built_form()

    answer = browser.post(
        url("form_part", form.pk, "welcher"), {"label": "", "hint": "Getippt", "max_length": "9999", "stand": 0}
    )

    assert answer.status_code == 422
    assert "Getippt" in text(answer)
    assert "Bitte füllen Sie „Bezeichnung“ aus." in text(answer)
    assert fresh(form).working_number == 0


def test_a_stale_page_says_who_was_faster_and_keeps_what_was_typed(browser, signed_in):
    form = make_built_form()
    other = signed_in(StaffFactory(roles=["administrator"], user__first_name="Uwe", user__last_name="Braun").user)
    other.post(url("form_part", form.pk, "datum"), {"label": "Tag", "stand": 0})

    whole = browser.post(url("form_part", form.pk, "datum"), {"label": "Meins", "stand": 0})
    part = browser.post(url("form_part", form.pk, "datum"), {"label": "Meins", "stand": 0}, HTTP_HX_REQUEST="true")

    for answer in (whole, part):
        assert "Uwe Braun hat das Formular inzwischen geändert" in text(answer)
    assert 'value="Meins"' in text(whole)
    assert part["HX-Reswap"] == "none", "the inputs stay as they are"
    assert 'data-stand="1"' in text(part), "a second try counts as seen"
    assert browser.post(url("form_part", form.pk, "datum"), {"label": "Meins", "stand": 1}).status_code == 303


def test_options_are_added_moved_and_removed_as_a_table(browser):
    form = make_built_form()
    table = {
        "option-0-value": "oster",
        "option-0-label": "Osterfeuer",
        "option-0-en": "Easter fire",
        "option-1-value": "sonst",
        "option-1-label": "Anderer Anlass",
        "option-2-label": "Maifeuer",
        "mehrere": "Herbstfeuer\n\nMaifeuer",
    }
    browser.post(url("form_table", form.pk, "anlass"), table | {"zeile": "up-2", "stand": 0})

    options = fresh(form).working["steps"][0]["items"][0]["options"]
    assert [option["value"] for option in options] == ["oster", "maifeuer", "sonst", "herbstfeuer", "maifeuer_2"]
    assert options[0]["label"] == {"de": "Osterfeuer", "en": "Easter fire"}


def test_the_help_of_an_option_is_edited_in_both_languages_and_keeps_its_plain_german(browser):
    form = make_built_form()
    option = {"value": "oster", "label": "Osterfeuer", "hint": "Am Samstag", "hint_en": "On Saturday"}
    typed = {f"option-0-{name}": value for name, value in option.items()} | {"option-0-hint_simple": "Vor Ostern"}

    browser.post(url("form_table", form.pk, "anlass"), typed | {"stand": 0})

    option = fresh(form).working["steps"][0]["items"][0]["options"][0]
    assert option["hint"] == {"de": "Am Samstag", "en": "On Saturday", "de-einfach": "Vor Ostern"}
    page = html.fromstring(text(browser.get(url("form_part", form.pk, "anlass"))))
    assert page.xpath('//input[@name="option-0-hint_en"]/@value') == ["On Saturday"]
    assert page.xpath('//input[@name="option-0-hint_simple"]/@value') == ["Vor Ostern"]

    answer = browser.post(
        url("form_table", form.pk, "anlass"), typed | {"option-0-hint": "", "stand": 1}, HTTP_HX_REQUEST="true"
    )
    assert "auch auf Deutsch" in text(answer)
    assert answer["HX-Reswap"] == "none", "what was typed stays"


def test_without_javascript_an_option_without_german_text_loses_nothing(browser):
    form = make_built_form()
    typed = {"option-0-value": "oster", "option-0-label": "Osterfeuer", "option-0-hint_en": "On Saturday"}
    typed |= {"option-1-en": "May fire", "mehrere": "Herbstfeuer", "stand": 0}

    for part, said in (("option-1-en", "auch den deutschen Text"), ("option-0-hint_en", "auch auf Deutsch")):
        answer = browser.post(url("form_table", form.pk, "anlass"), typed)

        page = html.fromstring(text(answer))
        assert (answer.status_code, fresh(form).working_number) == (422, 0)
        assert page.xpath(f'//input[@name="{part}"]/@value') == [typed[part]]
        assert page.xpath('//textarea[@name="mehrere"]/text()') == ["Herbstfeuer"]
        assert said in "".join(page.xpath('//*[@role="alert"]//text()'))
        typed["option-1-label"] = "Maifeuer"

    typed |= {"option-0-hint": "Am Samstag", "option-1-label": "", "zeile": "remove-1"}
    browser.post(url("form_table", form.pk, "anlass"), typed)
    options = fresh(form).working["steps"][0]["items"][0]["options"]
    assert [option["label"]["de"] for option in options] == ["Osterfeuer", "Herbstfeuer"]


def test_checks_and_fees_of_every_kind_are_made_and_removed(browser):
    FeeSchedule.objects.create(key="hunde", title="Hundesteuer", rows=[], valid_from="2026-01-01")
    form = make_built_form()
    browser.post(
        url("form_checks", form.pk), {"satz": "Bitte prüfen Sie beides.", "felder": ["datum", "flaeche"], "stand": 0}
    )
    assert fresh(form).working["checks"][1]["fields"] == ["datum", "flaeche"]
    for kind in ("fixed", "unit", "area_time", "table", "range"):
        browser.post(url("form_fees", form.pk), {"art": kind, "bezeichnung": kind, "stand": fresh(form).working_number})
    assert [fee["kind"] for fee in fresh(form).working["fees"][1:]] == ["fixed", "unit", "area_time", "table", "range"]

    answer = browser.post(
        url("form_fee", form.pk, 3),
        {
            "label": "Fläche",
            "cents": "1,50",
            "area": "flaeche",
            "time": "1",
            "minimum_cents": "",
            "maximum_cents": "300",
            "stand": fresh(form).working_number,
        },
    )
    assert answer.status_code == 303
    assert fresh(form).working["fees"][3] == {
        "kind": "area_time",
        "label": {"de": "Fläche"},
        "cents": 150,
        "area": "flaeche",
        "time": "1",
        "maximum_cents": 30000,
    }
    browser.post(url("form_fee", form.pk, 1), {"schritt": "loeschen", "stand": fresh(form).working_number})
    assert len(fresh(form).working["fees"]) == 5


def test_a_new_form_begins_empty_from_a_template_or_from_another_one(browser):
    source = make_built_form()
    for title, start in (
        ("Ganz neu", "leer"),
        ("Feuer bei uns", "vorlage:brauchtumsfeuer"),
        ("Noch eins", f"formular:{source.pk}"),
    ):
        answer = browser.post(url("form_new"), {"title": title, "start": start})
        assert answer.status_code == 303, title
        assert browser.get(answer["Location"]).status_code == 200
    copied = Form.objects.get(title="Feuer bei uns")
    assert (copied.key, copied.template_key, bool(copied.template)) == ("feuer-bei-uns", "brauchtumsfeuer", True)
    assert browser.get(url("form_template", copied.pk)).status_code == 200
    assert "Ganz neu" in text(browser.get(url("forms")))


def test_a_form_travels_as_a_file_and_a_broken_one_says_why(browser):
    form = make_built_form()
    content = browser.get(url("form_file", form.pk)).getvalue()

    answer = browser.post(
        url("form_import"), {"file": SimpleUploadedFile("f.json", content), "import_title": "Von nebenan"}
    )
    assert answer.status_code == 303
    assert Form.objects.get(title="Von nebenan").working["steps"] == form.working["steps"]
    broken = browser.post(url("form_import"), {"file": SimpleUploadedFile("f.json", b"{}")})
    assert broken.status_code == 422
    assert "kein Formular aus diesem Programm" in text(broken)


def test_what_was_tried_in_the_preview_becomes_a_test_case(browser, builder):
    form = make_built_form()
    assert browser.post(url("form_preview", form.pk)).status_code == 303
    assert "<iframe" in text(browser.get(url("form_preview", form.pk)))
    Draft.objects.update(answers={"anlass": "sonst", "datum": "2027-04-03"})

    browser.post(url("form_tests", form.pk), {"name": "Anderer Anlass", "schritt": "probe"})

    case = FormTestCase.objects.get()
    assert case.expected == {
        "complete": True,
        "shown": ["welcher"],
        "hidden": [],
        "checks_fee": True,
        "fee_cents": 2500,
    }
    assert "Alle Testfälle stimmen." in text(browser.get(url("form_tests", form.pk)))
    browser.post(
        url("form_test", form.pk, case.pk),
        {
            "title": "Anderer Anlass",
            "complete": "nein",
            "fee": "betrag",
            "fee_cents": "20,00",
            "answers_text": '{"anlass": "oster"}',
            "feld-welcher": "ja",
        },
    )
    page = text(browser.get(url("form_tests", form.pk)))
    assert "Die Gebühr sollte 20,00" in page
    assert "„Welcher Anlass?“ sollte erscheinen, tut es aber nicht." in page


def test_a_rehearsal_may_stand_in_a_frame_of_the_own_host_only(browser):
    form = make_built_form()
    browser.post(url("form_preview", form.pk))

    draft = Draft.objects.get()
    answer = browser.get(reverse("online_services:fill", args=[draft.token], urlconf="rathaus.urls_tenant"))

    assert answer["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self';" in answer["Content-Security-Policy"] + ";"


def test_whoever_only_releases_sees_no_workbench(signed_in):
    form, approver = make_built_form(), signed_in(StaffFactory(roles=["approver"]).user)

    assert approver.get(url("form", form.pk)).status_code == 403
    assert approver.get(url("form_releases")).status_code == 200
