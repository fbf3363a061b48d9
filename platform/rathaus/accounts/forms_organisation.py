"""What administrators and heads type in about departments, roles, substitution and restricted areas."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from rathaus.accounts.forms import RolesField
from rathaus.accounts.models import Department, Role, StaffMembership
from rathaus.accounts.organisation.errors import AbsenceDaysError, NameTakenError
from rathaus.accounts.organisation.role_words import PermissionGroup, permission_groups
from rathaus.accounts.organisation.roles import LOCKED
from rathaus.accounts.organisation.selectors import department_tree, within, working_staff
from rathaus.web.forms import DateField, ErrorTexts, IdempotencyField

Choices = list[tuple[str, Any]]
_PREFIX = "rights_"


def people_choices(people: Iterable[StaffMembership]) -> Choices:
    """Return people for a select, by name."""
    return [(str(one.pk), one.user.full_name) for one in people]


class BoxesField(forms.TypedMultipleChoiceField):
    """Boxes of which none need be ticked: no answer is one too, so the label does not call them voluntary."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.CheckboxSelectMultiple, **kwargs)

    def validate(self, value: Any) -> None:
        """Refuse only what was not offered."""
        if value:
            super().validate(value)


class DepartmentsField(BoxesField):
    """The departments in use, each in its place."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=_department_choices, coerce=UUID, **kwargs)


def _department_choices() -> Choices:
    return [(str(line.department.pk), line.indented_name) for line in department_tree(only_active=True)]


class PersonForm(ErrorTexts, forms.Form):
    """Roles and departments of one person."""

    roles = RolesField()
    departments = DepartmentsField(label=_("Abteilungen"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.fields["departments"].choices:  # type: ignore[attr-defined]
            del self.fields["departments"]


class DepartmentForm(ErrorTexts, forms.ModelForm):  # type: ignore[type-arg]  # an argument for type checkers only
    """A department."""

    class Meta:
        model = Department
        fields = ("name", "short_name", "parent", "head", "is_active")
        error_messages = {"name": {"unique": NameTakenError.message}}
        labels = {
            "parent": _("Gehört zu"),
            "head": _("Leitung"),
            "is_active": _("In Betrieb"),
        }
        help_texts = {
            "short_name": _("Zum Beispiel „FB 2“ oder „Amt 32“."),
            "head": _(
                "Sieht und verteilt die Arbeit dieser Abteilung und aller darunter und darf Vertretungen eintragen."
            ),
            "is_active": _("Außer Betrieb: Niemand kann sie mehr auswählen, sie gibt keine Rechte mehr."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = within([self.instance.pk])
        parents = [line for line in department_tree() if line.department.pk not in own]
        parent, head = self.fields["parent"], self.fields["head"]
        parent.required = head.required = False
        top, nobody = _("keiner, oberste Ebene"), _("niemand")
        parent.choices = [("", top), *((str(one.department.pk), one.indented_name) for one in parents)]  # type: ignore[attr-defined]
        head.queryset = working_staff()  # type: ignore[attr-defined]
        head.choices = [("", nobody), *people_choices(working_staff())]  # type: ignore[attr-defined]


class RoleForm(ErrorTexts, forms.Form):
    """The rights of a role, by module; a role of the municipality's own has a name and a purpose too.

    Rights that cannot be taken, and those of modules that are off, are not asked for and stay as they are.
    """

    idem_key = IdempotencyField(required=False)
    name = forms.CharField(label=_("Bezeichnung"), max_length=100)
    description = forms.CharField(label=_("Wofür die Rolle da ist"), max_length=200, required=False)

    def __init__(self, *args: Any, role: Role | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.role = role
        self.groups = permission_groups(without=LOCKED.get(role.slug, frozenset()) if role else frozenset())
        if role is not None and role.is_default:
            del self.fields["name"], self.fields["description"]
        for group in self.groups:
            self.fields[_PREFIX + group.slug] = _rights_field(group, role)

    def rights_fields(self) -> list[forms.BoundField]:
        """Return the boxes of each module."""
        return [self[_PREFIX + group.slug] for group in self.groups]

    def permissions(self) -> set[str]:
        """Return all codes that the role holds from now on."""
        asked = {right.code for group in self.groups for right in group.rights}
        chosen = {code for group in self.groups for code in self.cleaned_data[_PREFIX + group.slug]}
        return chosen | (set(self.role.permissions if self.role else ()) - asked)


def _rights_field(group: PermissionGroup, role: Role | None) -> BoxesField:
    held = set(role.permissions) if role else set()
    return BoxesField(
        label=group.label,
        choices=[(right.code, right.label) for right in group.rights],
        initial=[right.code for right in group.rights if right.code in held],
    )


class SubstitutionForm(ErrorTexts, forms.Form):
    """Who is away from when until when, and who stands in."""

    idem_key = IdempotencyField()
    absent = forms.ChoiceField(label=_("Wer ist abwesend?"))
    substitute = forms.ChoiceField(label=_("Wer vertritt?"))
    first_on = DateField(label=_("Erster Tag"))
    last_on = DateField(label=_("Letzter Tag"), help_text=_("Die Vertretung endet mit diesem Tag von selbst."))

    def __init__(self, *args: Any, absentees: list[StaffMembership], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose = ("", _("Bitte auswählen"))
        absent, substitute = self.fields["absent"], self.fields["substitute"]
        absent.choices = people_choices(absentees)  # type: ignore[attr-defined]
        substitute.choices = [choose, *people_choices(working_staff())]  # type: ignore[attr-defined]
        if len(absentees) == 1:
            absent.widget = forms.HiddenInput()

    def clean(self) -> dict[str, Any]:
        """Say at the last day when it lies before the first."""
        data = super().clean() or {}
        first_on, last_on = data.get("first_on"), data.get("last_on")
        if first_on and last_on and last_on < first_on:
            self.add_error("last_on", str(AbsenceDaysError()))
        return data


class NamingForm(ErrorTexts, forms.Form):
    """Whom to name for one restricted area."""

    area = forms.CharField(widget=forms.HiddenInput)
    person = forms.ChoiceField(label=_("Person"))

    def __init__(self, *args: Any, people: list[StaffMembership], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("Bitte auswählen")), *people_choices(people)]
        self.fields["person"].choices = choices  # type: ignore[attr-defined]
