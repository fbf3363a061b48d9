import pytest
from django.db import IntegrityError, transaction

from rathaus.audit.models import AuditEntry
from rathaus.audit.services import entry
from rathaus.tenancy.trips import Statement, in_one_trip, insertion

pytestmark = pytest.mark.django_db


def test_each_statement_answers_with_its_own_rows(django_assert_num_queries):
    in_one_trip([Statement("SELECT 1")])  # the first one also says which municipality
    with django_assert_num_queries(1):
        answers = in_one_trip(
            [
                Statement("SELECT %(word)s, 1", {"word": "50 % of 'it'; SELECT 1"}),
                Statement("SELECT 1 WHERE false"),
                Statement("SET LOCAL lock_timeout = '2s'"),
                Statement("SELECT x FROM generate_series(1, %s) AS x", [2]),
            ]
        )
    assert answers == [[("50 % of 'it'; SELECT 1", 1)], [], [], [(1,), (2,)]]


def test_what_cannot_run_takes_the_others_with_it():
    row = insertion(entry(action="mail.swept"))
    with pytest.raises(IntegrityError), transaction.atomic():
        in_one_trip([row, Statement("INSERT INTO audit_auditseal (at) VALUES (NULL)")])
    assert not AuditEntry.objects.filter(action="mail.swept").exists()


def test_an_inserted_row_is_the_one_that_save_would_have_made():
    saved, sent = (entry(action="mail.swept", details={"count": 2, "reason": "50 %"}) for _ in range(2))
    sent.at = saved.at
    saved.save()
    in_one_trip([insertion(sent)])

    first, second = AuditEntry.objects.filter(action="mail.swept").order_by("id").values()
    assert first | {"id": second["id"]} == second
    assert second["id"] > first["id"]
