"""The departments of the town hall: list, order, add, change, delete."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from rathaus.accounts.errors import AccountsError
from rathaus.accounts.forms_organisation import DepartmentForm
from rathaus.accounts.models import Department
from rathaus.accounts.organisation import departments as services
from rathaus.accounts.organisation.errors import CircularDepartmentError, LentRightsError
from rathaus.accounts.organisation.selectors import department_tree
from rathaus.accounts.permissions import permission_required
from rathaus.accounts.session import acting_user


@require_safe
@permission_required("platform.staff")
def department_list(request: HttpRequest) -> HttpResponse:
    """Show all departments, each with those within it."""
    return render(request, "accounts/departments.html", {"lines": department_tree()})


@permission_required("platform.staff")
def add_department(request: HttpRequest) -> HttpResponse:
    """Add a department."""
    return _edit(request, Department())


@permission_required("platform.staff")
def edit_department(request: HttpRequest, department_id: UUID) -> HttpResponse:
    """Change a department."""
    return _edit(request, get_object_or_404(Department, pk=department_id))


def _edit(request: HttpRequest, department: Department) -> HttpResponse:
    title = department.name or _("Neue Abteilung")
    form = DepartmentForm(request.POST or None, instance=department)
    if request.method == "POST" and form.is_valid() and _saved(request, form):
        messages.success(request, _("%(name)s ist gespeichert.") % {"name": department.name})
        return redirect("staff:departments")
    context = {"form": form, "department": department, "title": title, "can_delete": _can_delete(department)}
    return render(request, "accounts/department.html", context)


def _can_delete(department: Department) -> bool:
    is_stored = not department._state.adding  # noqa: SLF001  Django documents it
    return is_stored and not department.members.exists() and not department.children.exists()


def _saved(request: HttpRequest, form: DepartmentForm) -> bool:
    try:
        services.save_department(department=form.instance, actor=acting_user(request))
    except CircularDepartmentError as error:
        form.add_error("parent", str(error))
    except LentRightsError as error:
        form.add_error("head", str(error))
    except AccountsError as error:
        form.add_error("name", str(error))
    else:
        return True
    return False


@require_POST
@permission_required("platform.staff")
def move_department(request: HttpRequest, department_id: UUID) -> HttpResponse:
    """Move a department up or down among those beside it."""
    department = get_object_or_404(Department, pk=department_id)
    by = -1 if request.POST.get("direction") == "up" else 1
    services.move_department(department=department, by=by, actor=acting_user(request))
    return redirect("staff:departments")


@require_POST
@permission_required("platform.staff")
def delete_department(request: HttpRequest, department_id: UUID) -> HttpResponse:
    """Delete a department that nobody works in."""
    department = get_object_or_404(Department, pk=department_id)
    try:
        services.delete_department(department=department, actor=acting_user(request))
    except AccountsError as error:
        messages.error(request, str(error))
        return redirect("staff:department", department_id)
    messages.success(request, _("%(name)s ist gelöscht.") % {"name": department.name})
    return redirect("staff:departments")
