"""What is offered for a concern is remembered, and never older than the set-up."""

import uuid
from collections.abc import Callable

import pytest
from django.db import transaction

from modules.appointments.models import Concern, ConcernPlace, ConcernWindow, Pool
from modules.appointments.selectors.offering import offering_of
from modules.appointments.selectors.places import pools_of
from tests.factories.appointments import AnswerFactory, ConcernWindowFactory, PoolFactory, QuestionFactory


def edit_concern(place: ConcernPlace) -> None:
    Concern.objects.filter(pk=place.concern_id).update(first_minutes=45)


def edit_pool(place: ConcernPlace) -> None:
    Pool.objects.update(lead_minutes=77)


def add_pool(place: ConcernPlace) -> None:
    place.pools.add(PoolFactory(location=place.location))


def add_window(place: ConcernPlace) -> None:
    ConcernWindowFactory(concern=place.concern)


def add_answer(place: ConcernPlace) -> None:
    AnswerFactory(question=QuestionFactory(concern=place.concern))


def rename_location(place: ConcernPlace) -> None:
    type(place.location).objects.filter(pk=place.location_id).update(name="Neues Rathaus")


def content(place: ConcernPlace) -> object:
    """Return all that the edits change, as it is remembered."""
    offering = offering_of(place.concern_id)
    (found,) = offering.places
    pools = [(pool.pk, pool.lead_minutes) for pool in pools_of(found)]
    windows = [window.pk for window in found.concern.windows.all()]
    answers = [answer.pk for answer in offering.answers]
    return found.concern.first_minutes, found.location.name, pools, windows, answers


def test_it_costs_one_query_while_nobody_edits_the_set_up(office, django_assert_num_queries):
    offering_of(office.concern_id)
    with django_assert_num_queries(1):
        content(office)


@pytest.mark.parametrize("edit", [edit_concern, edit_pool, add_pool, add_window, add_answer, rename_location])
def test_an_edit_is_seen_at_once_and_so_is_its_undoing(office, edit: Callable[[ConcernPlace], None]):
    before = content(office)
    with transaction.atomic():
        edit(office)
        assert content(office) != before
        transaction.set_rollback(True)
    assert content(office) == before


def test_what_is_taken_away_is_no_longer_offered(office):
    ConcernWindowFactory(concern=office.concern)
    assert offering_of(office.concern_id).places[0].concern.windows.all()

    ConcernWindow.objects.all().delete()
    assert not offering_of(office.concern_id).places[0].concern.windows.all()

    ConcernPlace.objects.update(is_active=False)
    assert not offering_of(office.concern_id).places


def test_nothing_is_offered_for_an_unknown_concern(office):
    assert offering_of(uuid.uuid4()).places == []
