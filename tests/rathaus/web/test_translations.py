from textwrap import dedent

import pytest

from rathaus.web import extraction, translations
from rathaus.web.extraction import Text

PYTHON = """
    from django.utils.translation import gettext as _, gettext_lazy, ngettext, pgettext

    A = gettext_lazy("Termin buchen")
    def words(n: int) -> str:
        return _("Weiter") + ngettext("%(n)s Termin", "%(n)s Termine", n) + pgettext("Monat", "Mai")
    B = _("Ein langer "
          "Satz.")
    C = _(A)
"""
TEMPLATE = """
    {% load i18n %}
      {% if a %}
    <p title="{% translate 'Hinweis' %}">{% trans "Alter Text" %} {{ _("Im Ausdruck") }}</p>
        {% endif %}
    {% translate "Mai" context "Monat" %}
    {% blocktranslate trimmed with name=x %}
      Guten Tag
      {{ name }}
    {% endblocktranslate %}
    {% blocktranslate count n=n %}Eine Person{% plural %}{{ n }} Personen{% endblocktranslate %}
    {% tag label=_("Als Argument") %} 100 % "unbalanced
    {# {% translate "Im Kommentar" %} #}
"""


@pytest.fixture
def root(tmp_path):
    app = tmp_path / "modules" / "example"
    (app / "templates" / "example").mkdir(parents=True)
    (app / "migrations").mkdir()
    (app / "apps.py").write_text("")
    (app / "forms.py").write_text(dedent(PYTHON))
    (app / "templates" / "example" / "page.html").write_text(dedent(TEMPLATE))
    (app / "migrations" / "one.py").write_text('_("In einer Migration")')
    return tmp_path


@pytest.fixture
def app(root):
    return root / "modules" / "example"


def translate_all(app):
    translations.update(app)
    path = translations.catalog_path(app)
    lines = path.read_text().split("\n\n", 1)
    body = lines[1].replace('msgstr ""', 'msgstr "English"').replace('msgstr[0] ""', 'msgstr[0] "%(n)s one"')
    path.write_text(lines[0] + "\n\n" + body.replace('msgstr[1] ""', 'msgstr[1] "%(n)s many"'))


def test_every_kind_of_text_is_found(app):
    assert extraction.collect(app) == {
        Text("Termin buchen"),
        Text("Weiter"),
        Text("%(n)s Termin", "%(n)s Termine"),
        Text("Mai", context="Monat"),
        Text("Ein langer Satz."),
        Text("Hinweis"),
        Text("Alter Text"),
        Text("Im Ausdruck"),
        Text("Guten Tag %(name)s"),
        Text("Eine Person", "%(n)s Personen"),
        Text("Als Argument"),
    }


def test_an_app_inside_another_keeps_its_own_texts(app):
    inner = app / "inner"
    inner.mkdir()
    (inner / "apps.py").write_text("")
    (inner / "views.py").write_text('_("Innen")')
    assert Text("Innen") not in extraction.collect(app)
    assert Text("Innen") in extraction.collect(inner)


def test_apps_are_found_by_their_apps_file(root, app):
    assert extraction.app_dirs(root) == [app]


def test_what_has_no_english_is_listed_with_its_place(app):
    found = {finding.text: finding for finding in translations.missing(app)}
    assert len(found) == 11
    assert found["Termin buchen"].path == app / "forms.py"
    assert found["Termin buchen"].line == 4
    assert str(found["Termin buchen"]).endswith("forms.py:4: has no English: Termin buchen")


def test_update_adds_what_is_missing_and_keeps_what_is_there(app):
    assert translations.update(app)
    path = translations.catalog_path(app)
    path.write_text(path.read_text().replace('msgid "Weiter"\nmsgstr ""', 'msgid "Weiter"\nmsgstr "Continue"'))
    (app / "more.py").write_text('_("Neu")')
    assert translations.update(app)
    catalog = translations.read_catalog(app)
    assert catalog.get("Weiter").string == "Continue"
    assert catalog.get("Neu").string == ""


def test_update_changes_nothing_twice(app):
    translations.update(app)
    assert translations.update(app) is False


def test_update_drops_what_the_source_no_longer_has(app):
    translations.update(app)
    (app / "forms.py").write_text('_("Weiter")')
    assert "Termin buchen" in {finding.text for finding in translations.obsolete(app)}
    translations.update(app)
    assert translations.obsolete(app) == []
    assert translations.read_catalog(app).get("Termin buchen") is None


def test_a_lost_placeholder_is_found(app):
    translate_all(app)
    assert {(finding.text, finding.problem) for finding in translations.missing(app)} == {
        ("Guten Tag %(name)s", "has other placeholders in English"),
    }


def test_a_plural_needs_both_forms(app):
    translate_all(app)
    path = translations.catalog_path(app)
    path.write_text(path.read_text().replace('msgstr[1] "%(n)s many"', 'msgstr[1] ""'))
    problems = {finding.text for finding in translations.missing(app) if finding.problem == "has no English"}
    assert problems == {"%(n)s Termin", "Eine Person"}


def test_a_compiled_catalog_is_what_django_reads(app):
    import gettext

    translate_all(app)
    assert translations.compile_catalog(app)
    with translations.catalog_path(app).with_suffix(".mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    assert compiled.gettext("Weiter") == "English"
    assert compiled.pgettext("Monat", "Mai") == "English"
    assert compiled.ngettext("%(n)s Termin", "%(n)s Termine", 2) == "%(n)s many"
    assert translations.compile_catalog(app) is False


def plain(app, body: str) -> None:
    """Write the app's plain German."""
    path = translations.catalog_path(app, translations.PLAIN_FOLDER)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(translations.HEADER + body)


def test_plain_german_needs_only_what_reads_differently(app):
    plain(app, 'msgid "Termin buchen"\nmsgstr "Einen Termin machen"\n')
    assert translations.wrong_in_plain(app) == []
    assert translations.compile_catalog(app)
    assert translations.catalog_path(app, translations.PLAIN_FOLDER).with_suffix(".mo").exists()


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        ('msgid "Gibt es nicht"\nmsgstr "Nichts"\n', "stands for no text of the app in plain German"),
        ('msgid "Termin buchen"\nmsgstr ""\n', "is empty in plain German"),
        ('msgid "Termin buchen"\nmsgstr "Termin %(name)s"\n', "has other placeholders in plain German"),
        ('msgid "%(n)s Termin"\nmsgstr "%(n)s Termin"\n', "stands for no text of the app in plain German"),
    ],
)
def test_plain_german_that_fits_no_text_is_found(app, body, problem):
    plain(app, body)
    assert [finding.problem for finding in translations.wrong_in_plain(app)] == [problem]


def test_two_apps_must_not_translate_a_text_differently(root, app):
    other = root / "modules" / "other"
    for folder, english in ((app, "Continue"), (other, "Next")):
        folder.mkdir(exist_ok=True)
        (folder / "forms.py").write_text('_("Weiter")')
        translations.update(folder)
        path = translations.catalog_path(folder)
        path.write_text(path.read_text().replace('msgid "Weiter"\nmsgstr ""', f'msgid "Weiter"\nmsgstr "{english}"'))
    findings = translations.contradicting([app, other])
    assert [finding.text for finding in findings] == ["Weiter"]
    assert translations.contradicting([app]) == []


def test_a_text_outside_of_any_app_is_found(root):
    (root / "modules" / "loose.py").write_text('_("Heimatlos")')
    assert [finding.text for finding in translations.homeless(root)] == ["Heimatlos"]


def test_check_fails_until_every_text_has_its_english(app, capsys):
    assert translations.main(["check", str(app)]) == 1
    assert "has no English: Weiter" in capsys.readouterr().out
    (app / "forms.py").write_text("")
    (app / "templates" / "example" / "page.html").write_text("")
    assert translations.main(["check", str(app)]) == 0


def test_the_shell_itself_is_translated():
    assert translations.check([extraction.ROOT / "platform" / "rathaus" / "web"]) == []
