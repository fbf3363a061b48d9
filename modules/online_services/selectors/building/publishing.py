"""Versions, requests to publish, and whether a form is ready."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.db.models import QuerySet
from django.utils import timezone

from modules.online_services.building.comparing import Change, changes_between
from modules.online_services.building.trying import Difference, differences, expected_of
from modules.online_services.engine.checking import DefinitionProblem
from modules.online_services.engine.definition import FormDefinition
from modules.online_services.models import Form, FormTestCase, FormVersion, ReleaseRequest, Stage
from modules.online_services.permissions import PUBLISH
from modules.online_services.selectors.building.forms import problems_in
from modules.online_services.surroundings import surroundings_for
from rathaus.accounts.models import StaffMembership, User


@dataclass(frozen=True, slots=True)
class TestRun:
    """A test case with what came out otherwise."""

    case: FormTestCase
    differences: Sequence[Difference]

    @property
    def passes(self) -> bool:
        """Whether all is as expected."""
        return not self.differences


@dataclass(frozen=True, slots=True)
class Readiness:
    """Whether a definition can be published, and what stands in the way."""

    problems: Sequence[DefinitionProblem]
    runs: Sequence[TestRun]

    @property
    def failing(self) -> Sequence[TestRun]:
        """The test cases that do not pass."""
        return [run for run in self.runs if not run.passes]

    @property
    def is_ready(self) -> bool:
        """Whether nothing stands in the way."""
        return not self.problems and not self.failing


def readiness_of(form: Form, definition: FormDefinition) -> Readiness:
    """Return whether this definition of the form can be published; test cases run only where nothing is broken."""
    problems = problems_in(definition)
    return Readiness(problems, [] if problems else run_test_cases(form, definition))


def run_test_cases(form: Form, definition: FormDefinition) -> list[TestRun]:
    """Return what each test case of the form makes of this definition: two queries, and one per day asked for."""
    cases = list(form.test_cases.all())
    today = timezone.localdate()
    days = {case.today or today for case in cases}
    around = {day: surroundings_for(on=day, facts={}) for day in days}
    return [
        TestRun(
            case,
            differences(
                definition,
                case.answers,
                expected_of(case.expected),
                replace(around[case.today or today], facts=case.facts),
            ),
        )
        for case in cases
    ]


def live_version(form: Form) -> FormVersion | None:
    """Return the version that everybody fills in, None where there is none."""
    return form.versions.filter(stage=Stage.LIVE, number__gt=0).order_by("-number").first()


def pilot_version(form: Form) -> FormVersion | None:
    """Return the version that opens by the pilot link, None where there is none."""
    return form.versions.filter(stage=Stage.PILOT, number__gt=0).order_by("-number").first()


def versions_of(form: Form) -> QuerySet[FormVersion]:
    """Return all versions, the newest first; the one for trying out is none."""
    return (
        FormVersion.objects.filter(form=form, number__gt=0)
        .select_related("published_by", "released_by")
        .order_by("-number")
    )


def open_request(form: Form) -> ReleaseRequest | None:
    """Return the request to publish that waits for an answer."""
    return _requests().filter(form=form, decided_at=None).first()


def find_request(key: uuid.UUID) -> ReleaseRequest | None:
    """Return a request to publish, open or decided."""
    return _requests().filter(pk=key).first()


def open_requests() -> QuerySet[ReleaseRequest]:
    """Return all requests that wait, the oldest first."""
    return _requests().filter(decided_at=None).order_by("asked_at")


def last_refusal(form: Form) -> ReleaseRequest | None:
    """Return the last request where it was turned down and nothing was asked since."""
    last = _requests().filter(form=form).order_by("-asked_at").first()
    return last if last and last.decided_at and last.reason and last.version_id is None else None


def _requests() -> QuerySet[ReleaseRequest]:
    return ReleaseRequest.objects.select_related("form", "asked_by", "decided_by", "version")


def others_who_release(user: User) -> list[User]:
    """Return everybody else who may release forms, by name."""
    found = StaffMembership.objects.filter(
        is_active=True, user__is_active=True, roles__permissions__contains=[PUBLISH]
    ).exclude(user_id=user.pk)
    people = found.select_related("user").order_by("user__last_name", "user__first_name").distinct()
    return [membership.user for membership in people]


def news_against_live(form: Form, definition: FormDefinition) -> list[Change]:
    """Return what this definition changes for citizens; against an empty form where nothing is live yet."""
    live = live_version(form)
    before = FormDefinition.model_validate(live.definition) if live else _empty(definition)
    return changes_between(before, definition)


def _empty(definition: FormDefinition) -> FormDefinition:
    return FormDefinition(key=definition.key, title=definition.title)
