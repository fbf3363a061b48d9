"""What was booked at one municipality is unknown at another one, however the link is used."""

import pytest

from modules.appointments.codes import confirmation_code
from modules.appointments.links import confirmation_key
from modules.appointments.models import State
from rathaus.tenancy import enter
from tests.clients import browser_for
from tests.factories.appointments import make_office
from tests.modules.appointments.citizens import confirmed, page_of, text_of, unconfirmed

PAGES = ("", "pruefen/", "bestaetigen/", "verschieben/", "absagen/", "termin.ics")
ACTIONS = ("", "pruefen/", "reservieren/", "nochmal/", "bestaetigen/", "verschieben/", "absagen/")


@pytest.fixture
def other(django_db_setup, django_db_blocker):
    """A second municipality, committed."""
    from tests.municipalities import new_tenants

    make = new_tenants(django_db_blocker)
    with django_db_blocker.unblock():
        yield next(make)
        make.close()


@pytest.mark.fresh_tenant
def test_a_neighbours_links_and_codes_open_and_change_nothing(other, clock):
    home, stranger = browser_for(f"{other.slug}.localhost"), browser_for("musterstadt.localhost")
    with enter(other):
        office = make_office()
        firm, open_ = confirmed(home, office), unconfirmed(home, office, 11)
        key, code = confirmation_key(open_), confirmation_code(open_.pk, open_.email)

    for booking in (firm, open_):
        for below in PAGES:
            assert booking is open_ or home.get(page_of(booking, below)).status_code in (200, 302), below
            answer = stranger.get(page_of(booking, below))
            assert (answer.status_code, "Brandt" in text_of(answer)) == (404, False), below
        for below in ACTIONS:
            sent = {"k": key, "schritt": "code", "code": code}
            assert stranger.post(page_of(booking, below), sent).status_code == 404, below
    assert stranger.post("/termine/finden/", {"number": firm.code, "contact": firm.email}).status_code == 303

    with enter(other):
        firm.refresh_from_db()
        open_.refresh_from_db()
        assert (firm.state, open_.state) == (State.CONFIRMED, State.UNCONFIRMED)
