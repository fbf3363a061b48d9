"""The sites on which public pages may stand in a frame."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rathaus.audit.models import AuditEntry
from tenants.municipality import frame
from tenants.municipality.errors import TooManyOriginsError, UnknownOriginError
from tenants.municipality.models import MunicipalityProfile
from tenants.municipality.services import normalize_origin, save_embed_origins


@pytest.mark.parametrize(
    ("typed", "origin"),
    [
        ("https://www.stadt.example", "https://www.stadt.example"),
        ("www.stadt.example", "https://www.stadt.example"),
        (" HTTPS://WWW.Stadt.Example/rathaus/termine?x=1#y ", "https://www.stadt.example"),
        ("https://stadt.example:8443/", "https://stadt.example:8443"),
        ("https://tangerhütte.example", "https://xn--tangerhtte-geb.example"),
        ("http://localhost:3000", "http://localhost:3000"),
        ("http://127.0.0.1:3000/seite", "http://127.0.0.1:3000"),
    ],
)
def test_a_site_is_known_by_its_origin_however_it_was_typed(typed, origin):
    assert normalize_origin(typed) == origin


@pytest.mark.parametrize(
    "typed",
    [
        "http://www.stadt.example",
        "*",
        "https://*.stadt.example",
        "https://",
        "stadt",
        "javascript:alert(1)",
        "data:text/html,x",
        "https://stadt.example; script-src *",
        "https://nutzer:kennwort@stadt.example",
        "https://[::1",
        "https://stadt..example",
        "'self'",
    ],
)
def test_what_is_no_encrypted_site_is_refused_with_an_example(typed):
    with pytest.raises(UnknownOriginError, match=r"https://www\.stadt\.example"):
        normalize_origin(typed)


@given(st.text(max_size=80))
def test_nothing_typed_can_break_out_of_the_header(typed):
    try:
        origin = normalize_origin(typed)
    except UnknownOriginError:
        return
    assert origin.isascii()
    assert not set(origin) & set(" ;,'\"*<>\r\n\t")
    assert normalize_origin(origin) == origin


def test_sites_are_kept_once_in_their_order_and_recorded(tenant):
    MunicipalityProfile.objects.get_or_create(pk=1)
    save_embed_origins(origins=["www.b.example", "", "https://a.example/x", "https://www.b.example"], actor=None)
    assert MunicipalityProfile.objects.get().embed_origins == ["https://www.b.example", "https://a.example"]
    save_embed_origins(origins=["https://www.b.example", "https://a.example"], actor=None)
    assert AuditEntry.objects.filter(action="municipality.embed_origins_changed").count() == 1
    frame.forget_all()


def test_more_sites_than_anybody_needs_are_refused(tenant):
    MunicipalityProfile.objects.get_or_create(pk=1)
    with pytest.raises(TooManyOriginsError, match="20"):
        save_embed_origins(origins=[f"https://seite{number}.example" for number in range(21)], actor=None)
