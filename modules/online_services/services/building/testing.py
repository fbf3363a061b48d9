"""Test cases of a form."""

import uuid
from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction

from modules.online_services.building.errors import ManyTestCasesError, TakenTitleError
from modules.online_services.building.exchange import MAX_TEST_CASES
from modules.online_services.building.trying import Expected
from modules.online_services.models import Form, FormTestCase
from rathaus.accounts.models import User
from rathaus.audit.services import record


@transaction.atomic
def add_test_case(
    *, form: Form, title: str, answers: Mapping[str, Any], expected: Expected, actor: User
) -> FormTestCase:
    """Keep answers with what has to come out. Raises ManyTestCasesError, and TakenTitleError for a title twice."""
    if form.test_cases.count() >= MAX_TEST_CASES:
        raise ManyTestCasesError
    case = FormTestCase(form=form, title=title, answers=dict(answers), expected=expected.model_dump(mode="json"))
    return _save(case, actor)


@transaction.atomic
def change_test_case(*, case: FormTestCase, expected: Expected, actor: User) -> FormTestCase:
    """Keep changed answers, title or day, and what has to come out. Raises TakenTitleError for a title twice."""
    case.expected = expected.model_dump(mode="json")
    return _save(case, actor)


@transaction.atomic
def remove_test_case(*, case_id: uuid.UUID, form: Form, actor: User) -> None:
    """Remove a test case; a second time changes nothing."""
    gone, _kinds = FormTestCase.objects.filter(pk=case_id, form=form).delete()
    if gone:
        record(action="online_services.form_test_changed", actor=actor, target=form)


def _save(case: FormTestCase, actor: User) -> FormTestCase:
    try:
        with transaction.atomic():
            case.save()
    except IntegrityError:
        raise TakenTitleError from None
    record(action="online_services.form_test_changed", actor=actor, target=case.form)
    return case
