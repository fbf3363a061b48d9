"""Posters and stickers: they lead to the right page, in colours that can be read."""

import io
import re

import pikepdf
import pytest
import segno
from PIL import Image

from modules.appointments.selectors.posters import TEMPLATE, PosterSize, poster_data
from rathaus.pdf import render_pdf
from tenants.municipality.colors import contrast
from tenants.municipality.models import MunicipalityProfile
from tests.factories.appointments import ConcernFactory, make_office

PAGE = "/verwaltung/termine/einrichten/aushaenge/"

pytestmark = pytest.mark.django_db


def pages_of(pdf):
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return [[round(float(value)) for value in page.mediabox] for page in document.pages]


def test_a_poster_says_where_to_book_and_whom_to_call(office, tenant):
    MunicipalityProfile.objects.update_or_create(pk=1, defaults={"phone": "03931 65-0", "brand_color": "#ffee00"})
    data = poster_data([office.concern], PosterSize.A4)
    assert data["address"] == "musterstadt.localhost/termine"
    assert data["brand"]["phone"] == "03931 65-0"
    assert data["posters"][0]["heading"] == office.concern.name
    assert data["hours"] == [{"days": "Mo, Di, Mi, Do, Fr", "hours": "9–12 Uhr"}]
    assert contrast(data["brand"]["color"], "#ffffff") >= 4.5


def test_the_code_leads_to_the_page_of_the_concern(office, monkeypatch):
    seen = []
    made = segno.make_qr
    monkeypatch.setattr(segno, "make_qr", lambda text, **options: seen.append(text) or made(text, **options))
    poster_data([office.concern, None], PosterSize.A4)
    assert seen == [
        f"http://musterstadt.localhost/termine/anliegen/{office.concern_id}/",
        "http://musterstadt.localhost/termine/",
    ]


A4, A5 = [0, 0, 595, 842], [0, 0, 420, 595]


@pytest.mark.parametrize(("size", "box"), [(PosterSize.A4, A4), (PosterSize.A5, A5), (PosterSize.STICKERS, A4)])
def test_every_size_is_an_accessible_document_with_a_page_for_each_concern(office, size, box):
    long = ConcernFactory(name="Verpflichtungserklärung für Besuch aus dem Ausland, Verlängerung (auch für Vereine)")
    pdf = render_pdf(TEMPLATE, poster_data([None, office.concern, long], size))
    assert pages_of(pdf) == [box] * 3
    with pikepdf.open(io.BytesIO(pdf)) as document:
        assert document.Root.MarkInfo.Marked
        assert str(document.Root.Lang).lower().startswith("de")


def test_the_page_shows_a_preview_and_leads_to_the_document(office, signed_in_administrator):
    page = signed_in_administrator.get(f"{PAGE}?anliegen={office.concern_id}&groesse=a5").content.decode()
    preview = re.search(r'src="([^"]+vorschau[^"]+)"', page)[1].replace("&amp;", "&")
    picture = signed_in_administrator.get(preview)
    with Image.open(io.BytesIO(picture.content)) as shown:
        assert shown.width < shown.height
    document = re.search(r'href="([^"]+plakat\.pdf[^"]+)"', page)[1].replace("&amp;", "&")
    answer = signed_in_administrator.get(document)
    assert pages_of(answer.content) == [[0, 0, 420, 595]]
    assert "attachment" in answer["Content-Disposition"]


def test_all_concerns_come_in_one_document(office, signed_in_administrator):
    make_office(name="Zweite Gruppe")
    answer = signed_in_administrator.get(f"{PAGE}plakat.pdf?anliegen=alle&groesse=unsinn")
    assert pages_of(answer.content) == [[0, 0, 595, 842]] * 2


@pytest.mark.parametrize("wanted", ["unsinn", "00000000-0000-0000-0000-000000000000"])
def test_a_concern_that_is_not_offered_is_not_found(office, signed_in_administrator, wanted):
    assert signed_in_administrator.get(f"{PAGE}plakat.pdf?anliegen={wanted}").status_code == 404


def test_only_who_sets_up_prints(case_worker, signed_in):
    assert signed_in(case_worker).get(PAGE).status_code == 403
