import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.forms import formset_factory
from django.utils.translation import override

from rathaus.web.forms import (
    DateField,
    EmailField,
    ErrorTexts,
    HoneypotField,
    IdempotencyField,
    PhoneField,
    TimeField,
)

CHOICES = [("a", "Bürgerbüro"), ("b", "Rathaus")]


class Contact(ErrorTexts, forms.Form):
    name = forms.CharField(label="Nachname", max_length=10)
    email = EmailField(label="E-Mail-Adresse", help_text="Dorthin kommt der Code.")
    phone = PhoneField(label="Telefon", required=False)
    day = DateField(label="Tag", required=False)
    time = TimeField(label="Uhrzeit", required=False)
    persons = forms.IntegerField(label="Personen", min_value=1, required=False)
    place = forms.ChoiceField(label="Ort", choices=CHOICES, required=False)
    whom = forms.ChoiceField(label="Für wen?", choices=CHOICES, widget=forms.RadioSelect, required=False)
    help = forms.MultipleChoiceField(
        label="Hilfe", choices=CHOICES, widget=forms.CheckboxSelectMultiple, required=False
    )
    agree = forms.BooleanField(label="Ich habe keine E-Mail-Adresse", required=False)
    note = forms.CharField(label="Nachricht", widget=forms.Textarea, required=False)
    crest = forms.FileField(label="Wappen", required=False)
    website = HoneypotField()
    idem_key = IdempotencyField()


def filled(**changes):
    return {"name": "Brandt", "email": "m@post.example", "idem_key": "c0ffee00-0000-4000-8000-000000000000", **changes}


def errors_of(**changes):
    form = Contact(filled(**changes))
    return {name: list(errors) for name, errors in form.errors.items()}


def test_a_field_ties_label_hint_and_error_together(render):
    html = render("{% field form.email %}", form=Contact(filled(email="m@")))
    assert '<label class="kern-label" for="id_email">' in html
    assert '<div class="kern-hint" id="id_email-hint">Dorthin kommt der Code.</div>' in html
    assert 'aria-describedby="id_email-hint id_email-error"' in html
    assert html.count("aria-describedby") == 1
    assert 'aria-invalid="true"' in html
    assert 'id="id_email-error"' in html
    assert 'value="m@"' in html
    assert 'autocomplete="email"' in html


def test_a_field_without_errors_is_not_marked(render):
    html = render("{% field form.email %}", form=Contact())
    assert "aria-invalid" not in html
    assert "error" not in html
    assert 'aria-describedby="id_email-hint"' in html


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("name", ['type="text"', "kern-form-input__input"]),
        ("email", ['type="email"']),
        ("phone", ['type="tel"', "(freiwillig)"]),
        ("day", ['type="date"']),
        ("time", ['type="time"']),
        ("persons", ['type="number"']),
        ("place", ["kern-form-input__select-wrapper", 'class="kern-form-input__select"']),
        ("whom", ["<fieldset", "<legend", 'type="radio"', "kern-form-check__radio", 'for="id_whom_1"']),
        ("help", ["<fieldset", 'type="checkbox"', "kern-form-check__checkbox", 'id="id_help_0"']),
        ("agree", ['type="checkbox"', 'for="id_agree"']),
        ("note", ["<textarea", "kern-form-input__input"]),
        ("crest", ['type="file"']),
        ("website", ['class="honeypot"', 'tabindex="-1"', 'autocomplete="off"']),
        ("idem_key", ['type="hidden"']),
    ],
)
def test_every_kind_of_field_has_its_markup(render, name, parts):
    html = render("{% field field %}", field=Contact()[name])
    for part in parts:
        assert part in html


def test_only_voluntary_answers_say_so(render):
    form = Contact()
    assert "(freiwillig)" not in render("{% field form.name %}", form=form)
    assert "(freiwillig)" not in render("{% field form.agree %}", form=form)
    assert "(freiwillig)" in render("{% field form.whom %}", form=form)


def test_a_group_carries_its_error_on_the_fieldset(render):
    html = render("{% field form.whom %}", form=Contact(filled(whom="x")))
    assert html.count('aria-describedby="id_whom-error"') == 1
    assert html.index("aria-describedby") < html.index("<legend")
    assert 'id="id_whom-error"' in html


def test_labels_and_hints_are_escaped_and_may_be_replaced(render):
    html = render("{% field form.name label=label hint=hint %}", form=Contact(), label="<b>", hint="<i>")
    assert "&lt;b&gt;" in html
    assert "&lt;i&gt;" in html
    assert "Nachname" not in html


def test_the_summary_counts_fields_and_links_to_them(render):
    html = render("{% error_summary form %}", form=Contact(filled(name="", email="m@")))
    assert "Bitte prüfen Sie zwei Angaben" in html
    assert 'href="#id_name">Bitte füllen Sie „Nachname“ aus.</a>' in html
    assert 'href="#id_email">Bitte geben Sie Ihre E-Mail-Adresse vollständig ein' in html
    assert 'role="alert" tabindex="-1"' in html


def test_the_summary_names_the_field_when_the_sentence_does_not(render):
    html = render("{% error_summary form %}", form=Contact(filled(day="morgen")))
    assert "Bitte prüfen Sie eine Angabe" in html
    assert "Tag: Bitte geben Sie ein Datum ein" in html


def test_the_summary_puts_no_colon_behind_a_question(render):
    form = Contact(filled())
    form.add_error("whom", "Bitte wählen Sie eine Antwort aus.")
    assert "Für wen? Bitte wählen" in render("{% error_summary form %}", form=form)


def test_the_summary_leads_to_the_first_choice_of_a_group(render):
    assert 'href="#id_whom_0"' in render("{% error_summary form %}", form=Contact(filled(whom="x")))


def test_the_summary_is_silent_when_all_is_well(render):
    assert render("{% error_summary form other %}", form=Contact(filled()), other=Contact()).strip() == ""


def test_the_summary_takes_several_forms_and_form_sets(render):
    rows = formset_factory(Contact)(
        {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "0", "form-0-name": "", "form-0-email": "m@post.example"}
        | {"form-0-idem_key": filled()["idem_key"], "form-0-phone": "12"}
    )
    html = render("{% error_summary form rows %}", form=Contact(filled(name="")), rows=rows)
    assert "Bitte prüfen Sie" in html
    assert 'href="#id_form-0-phone">Zeile 1, Telefon: Bitte geben Sie Ihre Telefonnummer' in html or (
        'href="#id_form-0-phone">Zeile 1, Bitte geben Sie Ihre Telefonnummer' in html
    )
    assert 'href="#id_name"' in html


def test_an_error_of_the_form_as_a_whole_has_no_link(render):
    form = Contact(filled())
    form.add_error(None, "Dieser Termin wurde gerade vergeben.")
    html = render("{% error_summary form %}", form=form)
    assert "Das hat noch nicht geklappt" in html
    assert "<li>Dieser Termin wurde gerade vergeben.</li>" in html


def test_the_title_says_that_there_are_errors_first(render):
    assert render("{% error_prefix form %}Angaben", form=Contact(filled(name=""))) == "Fehler: Angaben"
    assert render("{% error_prefix form %}Angaben", form=Contact()) == "Angaben"


def test_errors_say_what_to_do():
    errors = errors_of(name="", email="m@", phone="abc", persons="0", place="x", time="bald")
    assert errors == {
        "name": ["Bitte füllen Sie „Nachname“ aus."],
        "email": ["Bitte geben Sie Ihre E-Mail-Adresse vollständig ein, zum Beispiel name@beispiel.de."],
        "phone": ["Bitte geben Sie Ihre Telefonnummer mit Vorwahl ein, zum Beispiel 03931 123456."],
        "persons": ["Bitte geben Sie bei „Personen“ mindestens 1 ein."],
        "place": ["Bitte wählen Sie bei „Ort“ eine der angebotenen Möglichkeiten aus."],
        "time": ["Bitte geben Sie eine Uhrzeit ein, zum Beispiel 9:20."],
    }


def test_errors_say_the_limit():
    assert errors_of(name="x" * 11) == {"name": ["Bitte kürzen Sie „Nachname“ auf höchstens 10 Zeichen."]}


def test_errors_are_translated():
    with override("en"):
        assert errors_of(name="") == {"name": ["Please fill in “Nachname”."]}


def test_a_percent_sign_in_a_label_does_no_harm():
    class Share(ErrorTexts, forms.Form):
        share = forms.IntegerField(label="Anteil in %", max_value=100)

    assert Share({"share": "101"}).errors["share"] == ["Bitte geben Sie bei „Anteil in %“ höchstens 100 ein."]
    assert Share({"share": ""}).errors["share"] == ["Bitte füllen Sie „Anteil in %“ aus."]


def test_messages_of_the_author_stay():
    class Own(ErrorTexts, forms.Form):
        name = forms.CharField(error_messages={"required": "Wie heißt der Ort?"})

    assert Own({}).errors["name"] == ["Wie heißt der Ort?"]


def test_a_file_that_is_empty_is_said_to_be_so():
    form = Contact(filled(), {"crest": SimpleUploadedFile("wappen.png", b"")})
    assert form.errors["crest"] == ["Diese Datei ist leer. Bitte wählen Sie eine andere aus."]


@pytest.mark.parametrize("number", ["03931 123456", "+49 (0)3931/12-34", "0151.1234567"])
def test_telephone_numbers_may_be_written_as_people_do(number):
    assert Contact(filled(phone=number)).is_valid()


@pytest.mark.parametrize(("written", "iso"), [("2026-11-24", "2026-11-24"), ("24.11.2026", "2026-11-24")])
def test_a_day_may_be_typed_in_german(written, iso):
    form = Contact(filled(day=written))
    assert form.is_valid()
    assert form.cleaned_data["day"].isoformat() == iso


def test_a_program_that_fills_in_everything_is_refused():
    assert "website" in errors_of(website="https://spam.example")


def test_each_form_has_a_key_of_its_own_and_keeps_it_after_an_error(render):
    first, second = Contact()["idem_key"].value(), Contact()["idem_key"].value()
    assert first != second
    html = render("{% field form.idem_key %}", form=Contact(filled(name="")))
    assert filled()["idem_key"] in html
