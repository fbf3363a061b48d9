"""What can be wrong with departments, roles, substitutions and areas; each error says in German what to do."""

from django.utils.translation import gettext_lazy as _

from rathaus.accounts.errors import AccountsError


class NameTakenError(AccountsError):
    """Another department or role has this name."""

    message = _("Diesen Namen gibt es schon. Bitte wählen Sie einen anderen.")


class CircularDepartmentError(AccountsError):
    """A department would lie within itself."""

    message = _(
        "Eine Abteilung kann nicht in sich selbst liegen. Bitte wählen Sie eine andere übergeordnete Abteilung."
    )


class DepartmentInUseError(AccountsError):
    """A department with people or further departments would be deleted."""

    message = _("In dieser Abteilung sind noch Personen oder weitere Abteilungen. Nehmen Sie sie außer Betrieb.")


class LockedPermissionError(AccountsError):
    """The administrator's role would lose what it needs to give rights."""

    message = _("Die Administration behält das Recht, Rollen zu vergeben. Sonst könnte niemand mehr Rechte ändern.")


class UnknownPermissionError(AccountsError):
    """A permission code that this deployment does not have."""

    message = _("Dieses Recht gibt es nicht. Bitte laden Sie die Seite neu.")


class RoleInUseError(AccountsError):
    """A role that people hold or are invited with would be deleted."""

    message = _("Diese Rolle ist noch vergeben. Geben Sie den Personen zuerst eine andere.")


class DefaultRoleError(AccountsError):
    """A role of the product would be deleted or renamed."""

    message = _("Diese Rolle gehört zum Portal und bleibt.")


class SubstituteError(AccountsError):
    """Somebody would stand in for themself, or has no access."""

    message = _("Diese Person kann die Vertretung nicht übernehmen. Bitte wählen Sie eine andere.")


class AbsenceDaysError(AccountsError):
    """The last day of an absence lies before its first, or in the past."""

    message = _("Der letzte Tag liegt vor dem ersten oder ist schon vorbei. Bitte prüfen Sie beide Tage.")


class AbsenceOverlapsError(AccountsError):
    """The person has another substitution on one of these days."""

    message = _("Für diese Tage gibt es schon eine Vertretung. Beenden Sie zuerst die andere.")


class SubstitutionOverError(AccountsError):
    """The substitution has ended already."""

    message = _("Diese Vertretung ist schon beendet.")


class NotYoursError(AccountsError):
    """Somebody would change what only the person, their head or an administrator may."""

    message = _("Das dürfen nur die Person selbst, ihre Leitung oder die Administration.")


class LentRightsError(AccountsError):
    """Somebody would widen their own rights with a right that they only hold by standing in."""

    message = _("Als Vertretung können Sie Ihre eigenen Rechte nicht ändern. Bitten Sie eine andere Person.")
