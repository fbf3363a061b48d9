"""A program fetches what was handed over to it, and nothing else."""

import json
import uuid
from base64 import b64decode

import pytest

from modules.cases.services.handing_over import Step, hand_over_by_webhook
from rathaus.audit.models import AuditEntry
from tests.factories.cases import make_case

pytestmark = pytest.mark.django_db
PATH = "/api/v1/cases/handovers/{}"


def test_a_case_that_was_handed_over_comes_with_its_files(program, case_worker):
    case = make_case()
    hand_over_by_webhook(case=case, step=Step(actor=case_worker, idem_key=uuid.uuid4()))

    answer = program("cases:handover").ask("GET", PATH.format(case.pk))

    told = answer.json()
    files = {file["format"]: b64decode(file["content_base64"]) for file in told["files"]}
    assert (answer.status_code, told["reference"]) == (200, case.reference)
    assert files["pdf"].startswith(b"%PDF-")
    assert json.loads(files["json"])
    assert AuditEntry.objects.filter(action="cases.handover_fetched", target_id=str(case.pk)).exists()


def test_any_other_case_is_not_there(program):
    case = make_case()

    assert program("cases:handover").ask("GET", PATH.format(case.pk)).status_code == 404


def test_another_right_fetches_nothing(program, case_worker):
    case = make_case()
    hand_over_by_webhook(case=case, step=Step(actor=case_worker, idem_key=uuid.uuid4()))

    assert program("appointments:read").ask("GET", PATH.format(case.pk)).status_code == 403
