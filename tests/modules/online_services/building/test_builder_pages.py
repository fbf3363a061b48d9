"""The pages of the builder, with and without a script."""

import pytest
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


def test_an_action_on_a_form_of_a_hundred_fields_takes_less_than_ten_queries(browser, django_assert_max_num_queries):
    form = make_built_form(large())
    partial = {"HTTP_HX_REQUEST": "true"}
    steps = [
        ("form_part", ("feld_7",), {"label": "Anders"}),
        ("form_step", (), {"teil": "feld_7", "schritt": "runter"}),
        ("form_step", (), {"teil": "feld_7", "schritt": "loeschen"}),
        ("form_history", (), {"schritt": "rueckgaengig"}),
        ("form_add", (), {"art": "text", "bezeichnung": "Neu", "nach": "feld_7"}),
    ]
    for name, args, data in steps:
        form.refresh_from_db()
        with django_assert_max_num_queries(9):
            answer = browser.post(url(name, form.pk, *args), data | {"stand": form.working_number, "max_length": 200, "min_length": 0}, **partial)
        assert answer.status_code == 200
        assert "Nicht gespeichert" not in text(answer)
        assert len(answer.content) < 40_000, name
    with django_assert_max_num_queries(9):
        assert browser.get(url("form_part", form.pk, "feld_8"), **partial).status_code == 200
