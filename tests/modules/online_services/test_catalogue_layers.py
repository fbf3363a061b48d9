"""Two layers of text: the shipped one below, the municipality's on top, and what a newer shipped one changes."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from modules.online_services.catalogue import layers
from modules.online_services.catalogue.description import ServiceDescription
from modules.online_services.catalogue.differences import differences
from modules.online_services.catalogue.markup import plain_text, render_text
from modules.online_services.errors_catalogue import AddressTakenError, NameMissingError
from modules.online_services.models import FeeSchedule, Form, FormVersion, PublicService
from modules.online_services.services import reviewing, seeding
from modules.online_services.services.describing import create_service, save_facts, save_text
from modules.online_services.services.reviewing import accept, accept_over_own, keep, open_differences
from modules.online_services.services.seeding import sync_shipped_services
from rathaus.accounts.models import Department
from rathaus.audit.models import AuditEntry


def shipped(fees: str = "10 Euro", **more) -> ServiceDescription:
    texts = {"name": "Boot anmelden", "short_text": "Melden Sie Ihr Boot an.", "fees": fees, **more.pop("texts", {})}
    return ServiceDescription.model_validate({"key": "boot-anmelden", "texts": texts, **more})


@pytest.fixture
def ship(monkeypatch):
    """Let exactly these descriptions be shipped."""

    def set_shipped(*descriptions: ServiceDescription) -> None:
        found = {one.key: one for one in descriptions}
        monkeypatch.setattr(seeding, "shipped_services", lambda: found)
        monkeypatch.setattr(reviewing, "shipped_services", lambda: found)
        monkeypatch.setattr(seeding, "shipped_fee_schedules", lambda: ())

    return set_shipped


@pytest.fixture
def boat(ship, db) -> PublicService:
    ship(shipped())
    sync_shipped_services()
    return PublicService.objects.get(key="boot-anmelden")


def test_an_own_text_wins_in_all_languages_at_once():
    accepted = {
        "key": "boot",
        "texts": {"name": {"de": "Boot", "en": "Boat"}, "fees": {"de": "10 Euro", "en": "10 euros"}},
    }
    content = layers.laid_over(accepted, {"texts": {"fees": {"de": "12 Euro"}}})
    assert content["texts"] == {"name": {"de": "Boot", "en": "Boat"}, "fees": {"de": "12 Euro"}}


def test_key_and_version_are_never_the_municipalitys():
    content = layers.laid_over({"key": "boot", "version": 3, "texts": {"name": "Boot"}}, {"key": "x1", "version": 9})
    assert (content["key"], content["version"]) == ("boot", 3)


@settings(max_examples=40)
@given(st.text(min_size=1).filter(str.strip), st.sampled_from(sorted(layers.TEXTS)))
def test_whatever_is_put_somewhere_is_read_there_and_taken_away_again(text, name):
    path = f"texts.{name}"
    there = layers.with_part({"synonyms": ["a"]}, path, {"de": text})
    assert layers.get_part(there, path) == {"de": text}
    assert layers.with_part(there, path, None) == {"synonyms": ["a"]}


def test_differences_name_each_part_and_show_it_word_by_word():
    old, new = layers.shipped_layer(shipped()), layers.shipped_layer(shipped("12 Euro", synonyms=["Kahn"]))
    found = differences(old, new, {})
    assert [one.path for one in found] == ["texts.fees", "synonyms"]
    assert [(word.state, word.text) for word in found[0].words] == [("gone", "10 "), ("new", "12 "), ("same", "Euro")]
    assert (found[0].label, found[1].words[0].text) == ("Kosten", "Kahn")


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("Ein <b>Wort</b>", "<p>Ein &lt;b&gt;Wort&lt;/b&gt;</p>"),
        ("- eins\n- zwei", '<ul class="kern-list kern-list--bullet"><li>eins</li><li>zwei</li></ul>'),
        ("1. eins", '<ol class="kern-list kern-list--number"><li>eins</li></ol>'),
        ("Im [Amt](https://amt.example/a)", '<p>Im <a href="https://amt.example/a">Amt</a></p>'),
        ("[Böse](javascript:alert)", "<p>[Böse](javascript:alert)</p>"),
        ('**Ganz** "wichtig"', "<p><strong>Ganz</strong> &quot;wichtig&quot;</p>"),
    ],
)
def test_texts_become_html_and_nothing_typed_becomes_markup(text, html):
    assert render_text(text) == html


def test_a_text_in_one_line_has_no_marks():
    assert plain_text("1. Zum [Amt](https://amt.example) gehen\n- **Ausweis** zeigen") == "Zum Amt gehen Ausweis zeigen"


@pytest.mark.django_db
def test_shipping_twice_adds_nothing_and_every_shipped_form_is_live():
    first = sync_shipped_services()
    assert len(first.created) == PublicService.objects.count() > 20
    assert set(first.forms) == set(Form.objects.values_list("template_key", flat=True))
    assert FormVersion.objects.filter(stage="live", number=1).count() == len(first.forms)
    assert FeeSchedule.objects.exists()
    again = sync_shipped_services()
    assert (again.created, again.forms, again.schedules, again.to_review) == ((), (), (), 0)


@pytest.mark.django_db
def test_a_department_is_proposed_by_its_name(ship):
    ordnung = Department.objects.create(name="Bürgerservice und Ordnung")
    ship(shipped(handling={"department_hint": "ordnung"}))
    sync_shipped_services()
    assert PublicService.objects.get().department == ordnung


@pytest.mark.django_db
def test_a_service_that_is_shipped_later_comes_switched_off(boat, ship):
    ship(shipped(), ServiceDescription.model_validate({"key": "ballon", "texts": {"name": "Ballon"}}))
    assert sync_shipped_services().created == ("ballon",)
    assert PublicService.objects.get(key="ballon").is_active is False


def test_newer_shipped_texts_change_nothing_until_somebody_agrees(boat, ship, administrator):
    ship(shipped("12 Euro", texts={"duration": "Zwei Wochen"}))
    assert sync_shipped_services().to_review == 1
    boat.refresh_from_db()
    assert boat.content["texts"]["fees"]["de"] == "10 Euro"

    accept(service=boat, paths=["texts.fees"], actor=administrator)

    boat = PublicService.objects.get(pk=boat.pk)
    assert boat.content["texts"]["fees"]["de"] == "12 Euro"
    assert [one.path for one in open_differences(boat)] == ["texts.duration"]
    assert AuditEntry.objects.filter(action="online_services.update_reviewed").exists()


def test_keeping_the_present_text_makes_it_the_municipalitys_own(boat, ship, administrator):
    ship(shipped("12 Euro"))
    keep(service=boat, path="texts.fees", actor=administrator)
    boat = PublicService.objects.get(pk=boat.pk)
    assert boat.own == {"texts": {"fees": {"de": "10 Euro"}}}
    assert boat.content["texts"]["fees"]["de"] == "10 Euro"
    assert open_differences(boat) == []


def test_an_own_text_stays_on_top_until_it_is_replaced(boat, ship, administrator):
    save_text(service=boat, name="fees", texts={"de": "11 Euro"}, actor=administrator)
    ship(shipped("12 Euro"))
    accept(service=boat, paths=["texts.fees"], actor=administrator)
    assert PublicService.objects.get(pk=boat.pk).content["texts"]["fees"]["de"] == "11 Euro"

    ship(shipped("13 Euro"))
    accept_over_own(service=boat, path="texts.fees", actor=administrator)
    assert PublicService.objects.get(pk=boat.pk).content["texts"]["fees"]["de"] == "13 Euro"


def test_an_empty_german_text_lets_the_shipped_one_count_again(boat, administrator):
    save_text(service=boat, name="fees", texts={"de": "11 Euro", "en": "11 euros"}, actor=administrator)
    save_text(service=boat, name="fees", texts={"de": " ", "en": "11 euros"}, actor=administrator)
    boat = PublicService.objects.get(pk=boat.pk)
    assert (boat.own, boat.content["texts"]["fees"]["de"]) == ({}, "10 Euro")


def test_facts_lie_over_the_shipped_ones_part_by_part(boat, administrator):
    save_facts(service=boat, facts={"handling.days": 5, "synonyms": ["Kahn"]}, actor=administrator)
    boat = PublicService.objects.get(pk=boat.pk)
    assert (boat.description.handling.days, boat.description.handling.keep_days) == (5, 90)
    assert "kahn" in boat.terms


@pytest.mark.django_db
def test_a_service_of_its_own_keeps_a_name_and_an_address_of_its_own(administrator):
    made = create_service(name="Steg mieten", short_text="Ein Platz am See.", department=None, actor=administrator)
    assert (made.slug, made.shipped_key, made.channel) == ("steg-mieten", "", "generic")
    with pytest.raises(AddressTakenError):
        create_service(name="Steg mieten", short_text="", department=None, actor=administrator)
    with pytest.raises(NameMissingError):
        save_text(service=made, name="name", texts={"de": ""}, actor=administrator)
