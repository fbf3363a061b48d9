"""Whose cases somebody may see. Each query of the module begins here: knowing an address is no right."""

import uuid

from django.db.models import Prefetch, Q, QuerySet

from modules.cases.models import Case, CaseEntry, CaseFile
from modules.cases.permissions import ALL, WORK
from rathaus.accounts.areas import areas_here, may_open
from rathaus.accounts.models import User
from rathaus.accounts.organisation.selectors import departments_of
from rathaus.accounts.permissions import has_permission
from rathaus.accounts.rights import rights_of


def open_codes(user: User) -> list[str]:
    """Return the codes of the restricted areas that the person is named for, "" for what belongs to none first."""
    return ["", *(area.code for area in areas_here() if may_open(user, area.code))]


def cases_for(user: User) -> QuerySet[Case]:
    """Return the cases that a member of staff may read and work on.

    Those of their departments (lent ones too), those they or the people they stand in for are responsible for, and
    those without a department, which somebody has to take. A restricted area opens for named people alone.
    """
    if not has_permission(user, WORK):
        return Case.objects.none()
    visible = Case.objects.filter(area__in=open_codes(user))
    if has_permission(user, ALL):
        return visible
    mine = [user.pk, *(one.user_id for one in rights_of(user).stands_in_for)]
    return visible.filter(
        Q(department_id__in=departments_of(user)) | Q(responsible_id__in=mine) | Q(department_id__isnull=True)
    )


def case_for(user: User, key: uuid.UUID) -> Case | None:
    """Return one case, if the member of staff may see it, with whom it names."""
    related = cases_for(user).select_related("person", "department", "responsible", "locality")
    return related.filter(pk=key).first()


def file_for(user: User, key: uuid.UUID) -> CaseFile | None:
    """Return a file of a case that the member of staff may see."""
    return CaseFile.objects.filter(case__in=cases_for(user), pk=key).select_related("case").first()


def my_cases(user: User) -> QuerySet[Case]:
    """Return the person's own cases, the latest first."""
    return Case.objects.filter(person=user, anonymised_at=None).order_by("-opened_at", "-id")


def my_case(user: User, key: uuid.UUID) -> Case | None:
    """Return one of the person's own cases."""
    return my_cases(user).select_related("person", "department", "responsible").filter(pk=key).first()


def public_entries(case: Case) -> QuerySet[CaseEntry]:
    """Return what the person may read of a case, the oldest first, with the files they may fetch: two queries."""
    return with_files(CaseEntry.objects.filter(case=case, is_public=True), is_public=True)


def public_file(case: Case, key: uuid.UUID) -> CaseFile | None:
    """Return a file of the case that its person may fetch."""
    return CaseFile.objects.filter(case=case, is_public=True, pk=key).first()


def with_files(entries: QuerySet[CaseEntry], *, is_public: bool = False) -> QuerySet[CaseEntry]:
    """Return the entries in the order of time with their files, only public ones if asked."""
    files = CaseFile.objects.filter(is_public=True) if is_public else CaseFile.objects.all()
    return entries.prefetch_related(Prefetch("files", files)).order_by("at", "id")
