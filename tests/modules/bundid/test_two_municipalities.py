"""Two municipalities at the same BundID: each with its own name, keys and people."""

import pytest
from django.utils import timezone

from modules.bundid.models import Identity
from rathaus.tenancy import enter, enter_public
from tenants import directory
from tenants.models import Activation
from tests.clients import browser_for
from tests.factories.accounts import UserFactory
from tests.modules.bundid.journey import Journey, new_provider, set_up
from tests.municipalities import new_tenants


@pytest.fixture
def two(django_db_setup, django_db_blocker):
    """Two municipalities, committed and connected."""
    makers = [new_tenants(django_db_blocker) for _number in range(2)]
    with django_db_blocker.unblock():
        tenants = [next(maker) for maker in makers]
        yield [(tenant, connect(tenant)) for tenant in tenants]
        for maker in reversed(makers):
            maker.close()


def connect(tenant):
    """Connect a municipality and make an account that the first person of the BundID opens."""
    with enter_public():
        for module in ("citizen_accounts", "bundid"):
            Activation.objects.update_or_create(tenant=tenant, module=module, defaults={"is_on": True})
    directory.forget_all()
    with enter(tenant):
        provider = new_provider()
        set_up(provider, name=tenant.official_name)
        now = timezone.now()
        Identity.objects.create(user=UserFactory(), bpk2="BUNDIDSIM-U01", linked_at=now, used_at=now)
    return Journey(browser_for(f"{tenant.slug}.localhost"), provider)


def test_an_answer_for_one_municipality_opens_nothing_in_the_other(two):
    (here, mine), (there, theirs) = two
    with enter(here):
        asked = mine.depart()
        message = mine.provider.answer(asked)
    with enter(there):
        other = theirs.depart()
        assert other.entity_id != asked.entity_id
        assert other.encryption != asked.encryption or other.answer_url != asked.answer_url

        carried = theirs.post_answer(message)
        assert carried.status_code == 400
        assert "abgelaufen oder wurde schon benutzt" in carried.content.decode(), "nobody here asked for it"

        other.entity_id = asked.entity_id
        renamed = theirs.post_answer(theirs.provider.answer(other))
        assert renamed.status_code == 400
        assert "nicht für dieses Portal bestimmt" in renamed.content.decode()
        assert "_auth_user_id" not in theirs.client.session


def test_the_same_person_has_an_account_of_their_own_in_each(two):
    (here, mine), (there, theirs) = two
    with enter(here):
        mine.go()
        first = mine.client.session["_auth_user_id"]
    with enter(there):
        Identity.objects.all().delete()
        assert theirs.go().headers["Location"] == "/bundid/neu/", "a citizen of one place is nobody in the other"
        assert "_auth_user_id" not in theirs.client.session
    with enter(here):
        assert str(Identity.objects.get().user_id) == first
