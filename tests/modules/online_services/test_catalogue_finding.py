"""How people find services, what stands on their pages, and where old addresses lead."""

import json
import re

import pytest
from django.db import connection
from django.http import Http404
from django.test.utils import CaptureQueriesContext

from modules.online_services.models import ContactPerson, PublicService, Redirect, ServiceCount
from modules.online_services.selectors import ways
from modules.online_services.selectors.searching import find_services
from modules.online_services.services import seeding
from modules.online_services.services.describing import create_service, refresh, save_facts
from modules.online_services.services.seeding import sync_shipped_services
from modules.online_services.shipped.loading import shipped_services
from rathaus.accounts.models import StaffMembership
from rathaus.timeline.models import TimelineEntry
from tenants.municipality.views import public
from tests.factories.accounts import StaffFactory
from tests.factories.appointments import ConcernFactory, ConcernPlaceFactory
from tests.factories.inbox import make_citizen
from tests.factories.municipality import LocalityFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def catalogue():
    sync_shipped_services()


FEW = (
    "allgemeine-anfrage",
    "fundsache",
    "hund-anmelden",
    "personalausweis-beantragen",
    "urlaubsantrag",
    "wohnsitz-anmelden",
)


@pytest.fixture
def few(monkeypatch):
    """Only some of what is shipped: of each kind one."""
    known = shipped_services()
    monkeypatch.setattr(seeding, "shipped_services", lambda: {key: known[key] for key in FEW})
    sync_shipped_services()


def names(query):
    return [service.key for service in find_services(query)]


def text(answer):
    return answer.content.decode()


def test_people_find_services_by_their_own_words(catalogue):
    wanted = {
        "Perso": "personalausweis-beantragen",
        "perso verloren": "ausweis-verloren",
        "Hund anmelden": "hund-anmelden",
        "hunde": "hund-anmelden",
        "Osterfeuer": "brauchtumsfeuer",
        "Osterfeur": "brauchtumsfeuer",
        "Gewrebe anmelden": "gewerbe-anmelden",
        "anmeldung gewerbe": "gewerbe-anmelden",
    }
    found = {query: names(query) for query in wanted}
    assert [query for query, first in wanted.items() if first not in found[query][:2]] == []
    assert "gewerbe-anmelden" not in found["Perso"], "its texts speak of persons, which is no beginning of a name"


@pytest.mark.parametrize("query", ["", " ", "a", "& | ! :*", "'", "\\", "x" * 500, "und oder der"])
def test_whatever_is_typed_breaks_nothing(few, query):
    assert isinstance(names(query), list)


def test_what_is_switched_off_or_internal_is_found_nowhere(few, tenant_client):
    PublicService.objects.filter(key="hund-anmelden").update(is_active=False)
    assert "hund-anmelden" not in names("Hund anmelden")
    assert names("Urlaub beantragen")[:1] != ["urlaubsantrag"]
    assert tenant_client.get("/dienste/hund-anmelden/").status_code == 404
    assert tenant_client.get("/dienste/urlaubsantrag/").status_code == 404
    assert "/dienste/hund-anmelden/" not in text(tenant_client.get("/dienste/a-z/"))


def test_each_page_takes_few_queries_however_many_services_there_are(catalogue, tenant_client):
    most = {
        "/dienste/": 5,
        "/dienste/?q=hund": 5,
        "/dienste/a-z/": 3,
        "/dienste/lebenslagen/tiere/": 3,
        "/dienste/hund-anmelden/": 8,
        "/sitemap.xml": 3,
    }
    asked = {}
    for path in most:
        tenant_client.get(path)
        with CaptureQueriesContext(connection) as queries:
            answer = tenant_client.get(path)
        assert answer.status_code == 200
        assert not answer.cookies
        asked[path] = len(queries)
    assert {path: count for path, count in asked.items() if count > most[path]} == {}


def test_the_search_works_without_and_with_a_script(few, tenant_client):
    whole = text(tenant_client.get("/dienste/?q=hund"))
    part = text(tenant_client.get("/dienste/?q=hund", headers={"HX-Request": "true"}))
    assert "<html" in whole
    assert "<html" not in part
    assert "/dienste/hund-anmelden/" in whole
    assert "/dienste/hund-anmelden/" in part


def test_who_finds_nothing_may_write_or_ask_to_be_called(few, tenant_client):
    page = text(tenant_client.get("/dienste/?q=xyzzyxyzzy"))
    assert "haben wir nichts gefunden" in page
    assert "/vorgaenge/schreiben/" in page
    assert "/vorgaenge/rueckruf/" in page


def test_letters_sort_umlauts_as_their_vowels(administrator, tenant_client):
    wanted = ["Amt", "Ofen", "Öffentliches Grün", "Zaun"]
    for name in reversed(wanted):
        create_service(name=name, short_text="x", department=None, actor=administrator)
    page = text(tenant_client.get("/dienste/a-z/"))
    assert re.findall(r'<a href="/dienste/[a-z-]+/">([^<]+)</a>', page.split("buchstabe-A", 1)[1]) == wanted
    assert re.findall(r'id="buchstabe-(.)"', page) == ["A", "O", "Z"]


def test_an_unknown_life_situation_is_no_page(tenant_client):
    assert tenant_client.get("/dienste/lebenslagen/marsreise/").status_code == 404


def test_a_service_page_says_what_to_do_and_folds_the_law_away(few, tenant_client):
    page = text(tenant_client.get("/dienste/hund-anmelden/"))
    order = [
        "<h1",
        "/dienste/hund-anmelden/beginnen/",
        "Kosten",
        "Das brauchen Sie",
        "Dauer",
        "<details",
        "Rechtsgrundlage",
    ]
    assert [page.index(word) for word in order] == sorted(page.index(word) for word in order)
    assert "Online erledigen" in page


def test_a_service_without_a_form_leads_to_the_general_request(few, administrator, tenant_client):
    create_service(name="Steg mieten", short_text="Ein Platz am See.", department=None, actor=administrator)
    page = text(tenant_client.get("/dienste/steg-mieten/"))
    assert "Online anfragen" in page
    assert "/dienste/steg-mieten/beginnen/" in page


def test_a_time_is_booked_only_where_appointments_know_the_concern(few, tenant_client, settings):
    assert "Termin buchen" not in text(tenant_client.get("/dienste/personalausweis-beantragen/"))
    concern = ConcernFactory(name="Personalausweis beantragen")
    ConcernPlaceFactory(concern=concern)
    page = text(tenant_client.get("/dienste/personalausweis-beantragen/"))
    assert f"/termine/anliegen/{concern.pk}/" in page
    assert "Vorher online ausfüllen" in page


def test_what_is_done_online_needs_no_visit_first(few, tenant_client, monkeypatch):
    monkeypatch.setattr(ways, "appointment_url", lambda _concern: "/termine/anliegen/")
    page = text(tenant_client.get("/dienste/hund-anmelden/"))
    assert page.index("Online erledigen") < page.index("Termin buchen")
    assert "Vorher online ausfüllen" not in page


def test_contact_persons_are_shown_only_as_chosen(few, tenant_client):
    service = PublicService.objects.get(key="hund-anmelden")
    village = LocalityFactory(name="Hinterste Mühle")
    shown = contact("03935 1111", localities=[village.pk], is_public=True)
    hidden, gone = contact("03935 2222"), contact("03935 3333", is_public=True)
    StaffMembership.objects.filter(pk=gone.membership_id).update(is_active=False)
    service.contacts.set([shown, hidden, gone])
    page = text(tenant_client.get("/dienste/hund-anmelden/"))
    assert "03935 1111" in page
    assert "Für Hinterste Mühle" in page
    assert "Zimmer 7" in page
    assert "03935 2222" not in page
    assert "03935 3333" not in page


def contact(phone, **more) -> ContactPerson:
    return ContactPerson.objects.create(membership=StaffFactory(), phone=phone, room="7", **more)


def test_search_engines_read_the_service_as_data_that_cannot_break_out(tenant_client, administrator):
    made = create_service(name="Boot </script><b>", short_text="Ein Boot & mehr.", department=None, actor=administrator)
    page = text(tenant_client.get(f"/dienste/{made.slug}/"))
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page)
    data = json.loads(found[1])
    assert (data["@type"], data["name"]) == ("GovernmentService", "Boot </script><b>")
    assert data["description"] == "Ein Boot & mehr."
    assert data["url"].endswith(f"/dienste/{made.slug}/")


def test_the_sitemap_lists_what_is_offered_and_robots_names_it(few, tenant_client):
    page = text(tenant_client.get("/sitemap.xml"))
    assert "http://musterstadt.localhost/dienste/hund-anmelden/</loc>" in page
    assert "urlaubsantrag" not in page
    assert "Sitemap: http://musterstadt.localhost/sitemap.xml" in text(tenant_client.get("/robots.txt"))


def test_nothing_is_told_to_search_engines_before_the_portal_is_public(tenant, rf, monkeypatch):
    monkeypatch.setattr(type(tenant), "is_live", property(lambda _self: False))
    with pytest.raises(Http404):
        public.sitemap(rf.get("/sitemap.xml"))
    assert "Sitemap" not in text(public.robots(rf.get("/robots.txt")))


def test_the_start_page_leads_to_the_search_and_the_most_used_services(few, tenant_client):
    PublicService.objects.filter(key="fundsache").update(is_featured=True, uses=9)
    page = text(tenant_client.get("/"))
    assert 'action="/dienste/"' in page
    assert page.count('class="task-card"') == 5
    assert "/dienste/fundsache/" in page
    assert "/dienste/allgemeine-anfrage/" not in page


# --- services of others


def test_leaving_for_another_authority_is_counted_and_noted(few, tenant, tenant_client, signed_in):
    service = PublicService.objects.get(key="wohnsitz-anmelden")
    url = "/dienste/wohnsitz-anmelden/weiter/"
    answer = tenant_client.post(url, headers={"Origin": "http://musterstadt.localhost"})
    assert (answer.status_code, answer["Location"]) == (302, service.description.elsewhere.url)
    sabine = make_citizen()
    browser = signed_in(sabine, second_factor=False)
    for _time in range(2):
        browser.post(url, headers={"Origin": "http://musterstadt.localhost"})
    assert ServiceCount.objects.get(service=service, what="left").number == 3
    entry = TimelineEntry.objects.get(person=sabine, kind="online_services.left_for")
    assert service.title in entry.title


def test_another_site_cannot_make_people_leave(few, tenant_client):
    answer = tenant_client.post("/dienste/wohnsitz-anmelden/weiter/", headers={"Origin": "http://boese.example"})
    assert answer.status_code == 403
    assert not ServiceCount.objects.exists()


def test_a_service_of_our_own_leads_back_to_its_page(few, tenant_client):
    answer = tenant_client.post("/dienste/hund-anmelden/weiter/", headers={"Origin": "http://musterstadt.localhost"})
    assert answer["Location"] == "/dienste/hund-anmelden/"


# --- old addresses


def test_old_addresses_lead_to_the_service_for_good(few, tenant_client):
    service = PublicService.objects.get(key="hund-anmelden")
    for old in ("/amt/hund.html", "/en/amt/hund.html", "/index.php?id=3"):
        Redirect.objects.create(old_path=old, service=service)
    for path in ("/amt/hund.html", "/amt/hund.html?von=google", "/en/amt/hund.html", "/index.php?id=3"):
        answer = tenant_client.get(path)
        assert answer.status_code == 301
        assert answer["Location"].endswith("/dienste/hund-anmelden/")
    assert tenant_client.get("/index.php?id=4").status_code == 404


def test_an_old_address_below_our_own_leads_on_too(few, tenant_client):
    Redirect.objects.create(old_path="/dienste/hundesteuer/", service=PublicService.objects.get(key="hund-anmelden"))
    assert tenant_client.get("/dienste/hundesteuer/").status_code == 301


def test_an_old_address_of_something_switched_off_is_no_page(few, tenant_client):
    service = PublicService.objects.get(key="hund-anmelden")
    Redirect.objects.create(old_path="/alt.html", service=service)
    PublicService.objects.filter(pk=service.pk).update(is_active=False)
    assert tenant_client.get("/alt.html").status_code == 404
    assert tenant_client.post("/alt.html", headers={"Origin": "http://musterstadt.localhost"}).status_code == 404


def test_a_page_that_is_there_asks_for_no_old_address(few, tenant_client):
    for path, asks in (("/impressum/", False), ("/gibtesnicht.html", True)):
        tenant_client.get(path)
        with CaptureQueriesContext(connection) as asked:
            tenant_client.get(path)
        assert any("online_services_redirect" in query["sql"] for query in asked) is asks


def test_a_missing_key_in_the_description_hides_nothing(administrator):
    made = create_service(name="Steg mieten", short_text="x", department=None, actor=administrator)
    assert find_services("Steg") == [made]
    made.own = {**made.own, "is_listed": False}
    refresh(service=made)
    assert find_services("Steg") == []


def test_synonyms_count_at_once(administrator):
    made = create_service(name="Steg mieten", short_text="x", department=None, actor=administrator)
    assert find_services("Bootsplatz") == []
    save_facts(service=made, facts={"synonyms": ["Bootsplatz"]}, actor=administrator)
    assert find_services("Bootsplatz") == [made]
