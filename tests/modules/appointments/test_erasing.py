"""A lapsed hold whose data were erased, and whose page somebody still has open."""

from django.utils import timezone

from modules.appointments.models import Booking, State
from modules.appointments.selectors.places import get_place
from modules.appointments.services import hold
from tests.factories.appointments import TUESDAY, cell
from tests.modules.appointments.citizens import held


def test_an_old_hold_that_is_used_again_will_be_erased_again(office, tenant_client):
    booking = held(tenant_client, office)
    erased = {"state": State.EXPIRED, "expires_at": None, "erased_at": timezone.now()}
    Booking.objects.filter(pk=booking.pk).update(**erased)
    again = hold(
        place=get_place(office.pk),
        day=TUESDAY,
        cell_from=cell(10, 20),
        idem_key=booking.idem_key,
        replaces=booking,
    )
    again.refresh_from_db()
    assert (again.pk, again.state, again.erased_at) == (booking.pk, State.HELD, None)
