"""The portal as an app: what browsers need to install it, made of the municipality's name, colour and coat of arms."""

import json
import re
from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from PIL import Image

from rathaus.tenancy import enter_public
from tenants import directory
from tenants.models import Activation
from tenants.municipality import services
from tenants.municipality.app_icons import ICONS
from tests.clients import browser_for

pytestmark = pytest.mark.django_db


@pytest.fixture
def only_appointments(tenant):
    """The municipality has appointments and nothing else."""
    with enter_public():
        Activation.objects.filter(tenant=tenant).exclude(module="appointments").update(is_on=False)
    tenant.__dict__.pop("active_modules", None)
    directory.forget_all()


@pytest.fixture
def crest(tenant, settings, tmp_path):
    """A green coat of arms, wider than high."""
    settings.MEDIA_ROOT = str(tmp_path)
    target = BytesIO()
    Image.new("RGBA", (300, 200), "#00aa00").save(target, format="PNG")
    return services.store_crest(upload=ContentFile(target.getvalue(), "wappen.png"), actor=None)


def manifest(client):
    answer = client.get("/manifest.webmanifest")
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/manifest+json"
    assert not answer.cookies
    return json.loads(answer.content)


def picture(client, url):
    answer = client.get(url)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "image/png"
    return Image.open(BytesIO(answer.content)), answer


def worker_facts(client):
    code = client.get("/sw.js").content.decode()
    return json.loads(re.match(r"self\.rathaus = (\{.*\});\nimportScripts\(", code)[1])


def test_the_manifest_names_the_municipality_and_opens_ones_own_pages(tenant_client, tenant):
    found = manifest(tenant_client)

    assert found["name"] == tenant.official_name
    assert found["short_name"] == tenant.short_name
    assert (found["start_url"], found["scope"], found["id"]) == ("/mein/", "/", "/")
    assert found["display"] == "standalone"
    assert found["lang"] == "de"
    assert found["theme_color"] == "#2044aa"
    assert "Termin buchen" in [shortcut["name"] for shortcut in found["shortcuts"]]


def test_with_appointments_alone_the_app_opens_the_start_page_and_has_no_private_part(tenant_client, only_appointments):
    found = manifest(tenant_client)

    assert found["start_url"] == "/"
    assert [shortcut["url"] for shortcut in found["shortcuts"]] == ["/termine/"]
    assert "/mein/" not in tenant_client.get("/app/").content.decode()


def test_every_icon_of_the_manifest_has_the_size_and_kind_that_it_claims(tenant_client):
    found = manifest(tenant_client)["icons"]

    assert {(icon["sizes"], icon["purpose"]) for icon in found} == {
        ("192x192", "any"), ("512x512", "any"), ("192x192", "maskable"), ("512x512", "maskable"),
    }  # fmt: skip
    for icon in found:
        drawn, answer = picture(tenant_client, icon["src"])
        assert f"{drawn.width}x{drawn.height}" == icon["sizes"]
        assert "immutable" in answer["Cache-Control"]
        corner = drawn.convert("RGBA").getpixel((0, 0))
        assert corner[3] == (255 if icon["purpose"] == "maskable" else 0), "a mask needs a full square"


def test_icons_show_the_coat_of_arms_on_white_and_else_the_shield_on_the_towns_colour(tenant_client, tenant, crest):
    url = next(icon["src"] for icon in manifest(tenant_client)["icons"] if "maskable-192" in icon["src"])
    drawn = picture(tenant_client, url)[0].convert("RGB")
    assert drawn.getpixel((96, 96)) == (0, 170, 0)
    assert drawn.getpixel((4, 4)) == (255, 255, 255)

    services.remove_crest(actor=None)
    services.save_branding(brand_color="#7a1f2b", actor=None)
    new = next(icon["src"] for icon in manifest(tenant_client)["icons"] if "maskable-192" in icon["src"])
    assert new != url, "another picture has another address"
    drawn = picture(tenant_client, new)[0].convert("RGB")
    assert drawn.getpixel((4, 4)) == (0x7A, 0x1F, 0x2B)
    assert manifest(tenant_client)["theme_color"] == "#7a1f2b"
    assert "max-age=60" in tenant_client.get(url)["Cache-Control"], "an address of before shows what holds now, briefly"


def test_the_coat_of_arms_stays_inside_of_what_every_mask_leaves(tenant_client, crest):
    url = next(icon["src"] for icon in manifest(tenant_client)["icons"] if "maskable-512" in icon["src"])
    drawn = picture(tenant_client, url)[0].convert("RGB")

    coloured = [(x, y) for x in range(0, 512, 4) for y in range(0, 512, 4) if drawn.getpixel((x, y)) != (255, 255, 255)]
    assert coloured
    assert max((x - 256) ** 2 + (y - 256) ** 2 for x, y in coloured) <= (0.4 * 512) ** 2


def test_a_coat_of_arms_whose_file_is_gone_is_no_reason_for_an_error(tenant_client, crest, settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path / "anderswo")

    drawn = picture(tenant_client, manifest(tenant_client)["icons"][0]["src"])[0]

    assert drawn.width in ICONS.values()


@pytest.mark.parametrize("path", ["/app-0123456789ab-any-64.png", "/app-0123456789ab-round-192.png"])
def test_there_are_no_other_icons(tenant_client, path):
    assert tenant_client.get(path).status_code == 404


def test_the_worker_lies_at_the_root_and_browsers_ask_for_it_each_time(tenant_client):
    answer = tenant_client.get("/sw.js")

    assert answer["Content-Type"].startswith("text/javascript")
    assert answer["Cache-Control"] == "no-cache"
    assert not answer.cookies
    assert "connect-src 'self'" in answer["Content-Security-Policy"]
    assert re.search(r'importScripts\("/static/web/worker[\w.]*\.js"\)', answer.content.decode())
    assert tenant_client.get("/en/sw.js").status_code == 404


def test_the_worker_knows_offline_pages_sign_in_pages_and_what_it_leaves_alone(tenant_client):
    facts = worker_facts(tenant_client)

    assert facts["offline"] == [
        ["/de-einfach/", "/de-einfach/offline/"],
        ["/en/", "/en/offline/"],
        ["/", "/offline/"],
    ]
    assert {"/konto/anmelden/", "/en/konto/anmelden/"} <= set(facts["signIn"])
    assert {"/verwaltung/", "/api/", "/termine/ankommen/", "/termine/anzeige/"} <= set(facts["untouched"])
    for path in facts["assets"]:
        assert path.startswith(("/static/", "/branding-", "/dateien/o/"))


def test_what_the_offline_page_says_decides_the_workers_version(tenant_client, profile):
    from tenants.municipality import frame

    frame.forget_all()
    before = worker_facts(tenant_client)["version"]
    assert worker_facts(tenant_client)["version"] == before

    profile.phone = "03999 2000"
    profile.save()
    frame.forget_all()

    assert worker_facts(tenant_client)["version"] != before


def test_the_offline_page_says_whom_to_call_in_the_language_of_the_page(tenant_client, profile):
    german, english = (tenant_client.get(path) for path in ("/offline/", "/en/offline/"))

    assert not german.cookies
    assert "Keine Verbindung" in german.content.decode()
    assert 'href="tel:+4939991000"' in german.content.decode()
    assert "No connection" in english.content.decode()
    assert "rathaus.js" in german.content.decode()


def test_citizens_pages_name_the_manifest_and_the_dashboard_does_not(tenant_client, signed_in_administrator):
    citizens = tenant_client.get("/hilfe/").content.decode()

    assert '<link rel="manifest" href="/manifest.webmanifest">' in citizens
    assert re.search(r'<link rel="apple-touch-icon" href="/app-[0-9a-f]{12}-touch-180\.png">', citizens)
    assert "web/app.js" in citizens
    staff = signed_in_administrator.get("/verwaltung/").content.decode()
    assert "manifest" not in staff
    assert "web/app.js" not in staff


def test_a_page_in_a_frame_is_no_app(tenant_client):
    framed = tenant_client.get("/termine/", headers={"Sec-Fetch-Dest": "iframe"}).content.decode()

    assert "manifest" not in framed
    assert "web/app.js" not in framed


def test_the_operators_console_is_no_app(db):
    console = browser_for("localhost")

    assert console.get("/sw.js").status_code == 404
    assert console.get("/manifest.webmanifest").status_code == 404
