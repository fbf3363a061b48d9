"""Two owners who leave in the same moment: one of them stays."""

from collections import Counter

import pytest

from modules.citizen_accounts.errors import LastOwnerError
from modules.citizen_accounts.models import MemberRole, Membership
from modules.citizen_accounts.services.members import remove_member
from tests.factories.citizens import MembershipFactory, OrganisationFactory

pytestmark = pytest.mark.fresh_tenant


def test_two_owners_who_leave_at_once_do_not_leave_the_club_alone(at_once):
    club = OrganisationFactory()
    owners = [MembershipFactory(organisation=club, role=MemberRole.OWNER) for _ in range(2)]

    results = at_once(2, lambda number: remove_member(membership=owners[number], actor=owners[number].user))

    assert Counter(type(result) for result in results) == {type(None): 1, LastOwnerError: 1}
    assert Membership.objects.filter(organisation=club, role=MemberRole.OWNER).count() == 1
