import json
import re
from types import SimpleNamespace

import pytest
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.template import TemplateDoesNotExist
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils.translation import override

from rathaus.registry import OpeningToday
from rathaus.web import views
from rathaus.web.navigation import Link

TENANT = SimpleNamespace(
    short_name="Hansestadt Stendal",
    official_name="Hansestadt Stendal – Der Oberbürgermeister",
    status="live",
    is_demo=True,
)
MUNICIPALITY = SimpleNamespace(
    name="Hansestadt Stendal",
    official_name=TENANT.official_name,
    crest_url="/dateien/wappen.png",
    phone="03931 000-0",
    email="rathaus@stendal.example",
    address="Markt 1\n39576 Stendal",
    brand_css_url="/branding-abc.css",
)
PAGES = ["web/citizen.html", "web/staff.html", "web/operator.html", "web/signed_out.html"]
INLINE = re.compile(r"<style|\sstyle=|\son[a-z]+=|hx-on|javascript:|<script(?![^>]*\ssrc=)", re.IGNORECASE)


def page(name, **context):
    request = RequestFactory().get("/")
    request.user = SimpleNamespace(is_authenticated=True, first_name="Katrin", last_name="Voss")
    return render_to_string(name, {"request": request, **context})


def full(name):
    return page(
        name,
        tenant=TENANT,
        municipality=MUNICIPALITY,
        opening_today=OpeningToday("Heute geöffnet bis 18 Uhr", is_open=True),
        opening_week=[("Mo", "8–12 Uhr")],
        legal_links=[Link("Impressum", "/impressum/")],
        search_url="/verwaltung/suche/",
    )


@pytest.mark.parametrize("name", PAGES)
def test_a_page_stands_without_any_context(name):
    html = page(name)
    assert '<html lang="de">' in html
    assert 'href="#inhalt"' in html
    assert 'id="inhalt"' in html


@pytest.mark.parametrize("name", PAGES)
def test_a_page_has_no_inline_script_or_style(name):
    assert INLINE.search(full(name)) is None


def test_the_check_for_inline_scripts_would_find_one():
    for bad in ('<p style="x">', "<script>x</script>", '<a onclick="x">', "<style>"):
        assert INLINE.search(bad)


def test_htmx_is_configured_for_a_strict_content_security_policy():
    config = json.loads(re.search(r"name=\"htmx-config\" content='([^']+)'", page("web/citizen.html"))[1])
    assert config["includeIndicatorStyles"] is False
    assert config["allowEval"] is False


def test_a_citizens_page_shows_who_speaks_and_how_to_reach_them():
    html = full("web/citizen.html")
    assert "Offizielle Website – Hansestadt Stendal" in html
    assert "Der Oberbürgermeister" in html
    assert "Heute geöffnet bis 18 Uhr" in html
    assert 'href="tel:+4939310000"' in html
    assert '<a href="/impressum/">Impressum</a>' in html
    assert 'href="/branding-abc.css"' in html
    assert 'src="/dateien/wappen.png"' in html


class Forbidden:
    """Stands for what would set a cookie: whoever reads it fails."""

    def __getattr__(self, name):
        raise AssertionError(f"A citizen's page read {name}.")

    def __str__(self):
        raise AssertionError("A citizen's page printed it.")

    def __bool__(self):
        raise AssertionError("A citizen's page asked for it.")


def test_a_citizens_page_touches_no_cookie():
    request = RequestFactory().get("/termine/")
    request.session = request.user = Forbidden()
    html = render_to_string(
        "web/citizen.html",
        {"request": request, "tenant": TENANT, "csrf_token": Forbidden(), "messages": Forbidden(), "user": Forbidden()},
    )
    assert "Hansestadt Stendal" in html


def test_a_staff_page_would_be_caught_reading_the_session():
    request = RequestFactory().get("/")
    request.user = Forbidden()
    with pytest.raises(AssertionError):
        render_to_string("web/staff.html", {"request": request})


def test_a_staff_page_has_search_the_person_and_the_sign_of_sample_data():
    html = full("web/staff.html")
    assert 'action="/verwaltung/suche/"' in html
    assert "Katrin Voss" in html
    assert "Beispieldaten" in html


def test_pages_are_translated():
    with override("en"):
        html = full("web/citizen.html")
    assert '<html lang="en">' in html
    assert "Skip to content" in html
    assert "Official website – Hansestadt Stendal" in html
    assert 'class="official-name" href="/en/"' in html


@pytest.mark.parametrize(
    ("view", "status"),
    [
        (views.bad_request, 400),
        (views.permission_denied, 403),
        (views.page_not_found, 404),
        (views.server_error, 500),
        (views.csrf_failure, 403),
    ],
)
def test_an_error_page_says_the_reference_number_without_a_database(view, status):
    request = RequestFactory().get("/gibt-es-nicht/")
    request.request_id = "7f3c2a90"
    response = view(request)
    assert response.status_code == status
    assert "7f3c2a90" in response.content.decode()


@pytest.mark.parametrize(("name", "status"), views.STATUS_PAGES.items())
def test_a_municipality_that_does_not_serve_says_so(name, status):
    response = views.status_page(RequestFactory().get("/"), name, official_name="Stadt Thale")
    assert response.status_code == status
    assert "Stadt Thale" in response.content.decode()
    assert response.has_header("Retry-After") is (status == 503)


def test_an_unknown_host_learns_nothing():
    content = views.status_page(RequestFactory().get("/"), "unknown").content.decode()
    assert "Rathaus" not in content
    assert "Diese Seite gibt es nicht" in content


def test_a_broken_template_still_gives_a_plain_500(monkeypatch):
    def broken(*args, **kwargs):
        raise TemplateDoesNotExist("web/500.html")

    monkeypatch.setattr(views, "render_to_string", broken)
    response = views.server_error(RequestFactory().get("/"))
    assert response.status_code == 500
    assert "Bei uns ist ein Fehler passiert" in response.content.decode()


@pytest.fixture(scope="module")
def collected(tmp_path_factory):
    """All static files as production serves them: hashed and compressed."""
    from django.test import override_settings

    root = tmp_path_factory.mktemp("static")
    manifest = {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}
    with override_settings(STATIC_ROOT=str(root), STORAGES={"staticfiles": manifest}):
        call_command("collectstatic", interactive=False, verbosity=0)
    return root


def test_every_style_sheet_survives_hashing(collected):
    names = json.loads((collected / "staticfiles.json").read_text())["paths"]
    assert {"kern/kern.min.css", "kern/fonts/fira-sans.css", "web/shell.css", "htmx.min.js"} <= set(names)
    fonts = (collected / names["kern/fonts/fira-sans.css"]).read_text()
    for cut in ("Regular", "Medium", "SemiBold"):
        assert names[f"kern/fonts/FiraSans-{cut}.woff2"].rsplit("/", 1)[1] in fonts


def test_the_first_load_stays_below_150_kb_without_fonts(collected):
    names = json.loads((collected / "staticfiles.json").read_text())["paths"]
    first_load = [
        "kern/kern.min.css",
        "kern/fonts/fira-sans.css",
        "web/shell.css",
        "web/staff.css",
        "web/rathaus.js",
        "htmx.min.js",
    ]
    sizes = {
        name: (collected / f"{names[name]}.gz").stat().st_size
        if (collected / f"{names[name]}.gz").exists()
        else (collected / names[name]).stat().st_size
        for name in first_load
    }
    assert sum(sizes.values()) <= 100_000  # leaves half as much again for the page itself


def test_at_most_three_fonts_are_served():
    assert finders.find("kern/fonts/FiraSans-Regular.woff2")
    assert finders.find("kern/fonts/FiraSans-Bold.woff2") is None


@pytest.mark.parametrize(("is_open", "icon"), [(True, "open-now"), (False, "kern-icon--info")])
def test_the_header_has_a_green_check_only_while_the_town_hall_is_open(is_open, icon):
    opening = OpeningToday("Heute geöffnet ab 9 Uhr", is_open)
    html = page("web/citizen.html", tenant=TENANT, municipality=MUNICIPALITY, opening_today=opening)
    mark = html[html.index('class="open-today"') : html.index(opening.words)]
    assert icon in mark
    assert ("open-now" in mark) == is_open
