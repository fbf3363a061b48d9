from contextlib import closing

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from rathaus.files import links
from rathaus.files.links import download_url, public_picture_url, read_link
from rathaus.files.services import store_picture
from rathaus.signing import ForgedLinkError, sign
from rathaus.tenancy import enter_public


@pytest.fixture
def letter(tenant):
    return default_storage.save("letters/1.pdf", ContentFile(b"%PDF-1.7"))


def test_a_signed_link_gives_out_the_file_as_a_download(tenant_client, letter):
    response = tenant_client.get(download_url(letter, filename="Bescheid Müller.pdf"))

    assert b"".join(response.streaming_content) == b"%PDF-1.7"
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == "attachment; filename*=utf-8''Bescheid%20M%C3%BCller.pdf"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response["Cache-Control"] == "private, no-store"


def test_a_file_of_an_unknown_kind_is_never_interpreted(tenant_client, tenant):
    name = default_storage.save("letters/x.html", ContentFile(b"<script>alert(1)</script>"))

    response = tenant_client.get(download_url(name))

    assert b"".join(response.streaming_content) == b"<script>alert(1)</script>"
    assert response["Content-Type"] == "application/octet-stream"
    assert response["Content-Disposition"].startswith("attachment")


def test_a_link_runs_out(tenant_client, letter, monkeypatch):
    url = download_url(letter, seconds=60)
    now = links.time.time()
    monkeypatch.setattr(links.time, "time", lambda: now + 62)

    response = tenant_client.get(url)

    assert response.status_code == 410
    assert "abgelaufen" in response.content.decode()


@pytest.mark.parametrize(
    "forge", [lambda url: url[:-2] + "xx", lambda _: "/dateien/letters/1.pdf", lambda _: "/dateien/x"]
)
def test_a_forged_link_is_not_found(tenant_client, letter, forge):
    assert tenant_client.get(forge(download_url(letter))).status_code == 404


def test_a_signature_for_something_else_opens_no_file(tenant_client, letter):
    token = sign(purpose="appointments.cancel", value=[letter, "x.pdf", 9_999_999_999])

    assert tenant_client.get(f"/dateien/{token}").status_code == 404


def test_a_link_of_one_municipality_is_worthless_elsewhere(tenant, letter):
    token = download_url(letter).rpartition("/")[2]

    assert read_link(token).name == letter
    with enter_public(), pytest.raises(ForgedLinkError):
        read_link(token)


def test_a_file_that_is_gone_is_not_found(tenant_client, letter):
    url = download_url(letter)
    default_storage.delete(letter)

    assert tenant_client.get(url).status_code == 404


def test_links_are_for_reading(tenant_client, letter):
    assert tenant_client.post(download_url(letter)).status_code in (403, 405)
    with closing(tenant_client.head(download_url(letter))) as response:
        assert response.status_code == 200


def test_a_public_picture_has_a_lasting_address_that_may_be_cached(tenant_client, tenant, make_picture):
    stored = store_picture(make_picture(), is_public=True)
    url = public_picture_url(stored.name)

    response = tenant_client.get(url)

    assert url == public_picture_url(store_picture(make_picture(), is_public=True).name)
    assert b"".join(response.streaming_content).startswith(b"\x89PNG")
    assert response["Content-Type"] == "image/png"
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert "Set-Cookie" not in response


def test_private_pictures_have_no_public_address(tenant_client, tenant, make_picture):
    stored = store_picture(make_picture())

    with pytest.raises(ValueError, match="no public picture"):
        public_picture_url(stored.name)
    assert tenant_client.get(f"/dateien/o/{stored.name.rpartition('/')[2]}").status_code == 404


@pytest.mark.parametrize("name", ["..%2Fpictures%2Fx.png", "x.svg", "A" * 32 + ".png", "0" * 31 + ".png"])
def test_public_addresses_name_nothing_but_pictures(tenant_client, tenant, name):
    assert tenant_client.get(f"/dateien/o/{name}").status_code == 404
