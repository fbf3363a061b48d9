"""The pages of the builder, with and without a script."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories.accounts import StaffFactory
from tests.factories.forms import large, make_built_form

pytestmark = pytest.mark.django_db


@pytest.fixture
def builder():
    return StaffFactory(roles=["administrator"]).user


@pytest.fixture
def browser(builder, signed_in):
    return signed_in(builder)


def url(name, *args):
    return reverse(f"online_services_staff:{name}", args=args, urlconf="rathaus.urls_tenant")


def text(answer):
    return answer.content.decode()


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


def cost(action):
    """Return how many queries an action takes besides finding the municipality, and its answer."""
    with CaptureQueriesContext(connection) as captured:
        answer = action()
    beside = ("SAVEPOINT", "RELEASE", "SET ", "SELECT set_config", "SHOW")
    asked = [query["sql"] for query in captured.captured_queries if not query["sql"].startswith(beside)]
    return len([sql for sql in asked if '"tenants_' not in sql]), answer


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
