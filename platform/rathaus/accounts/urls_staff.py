"""The dashboard's pages about people, below /verwaltung/."""

from django.urls import path

from rathaus.accounts.views import areas, departments, invitations, people, profile, roles, substitutions, support

app_name = "staff"
urlpatterns = [
    path("konto/", profile.my_account, name="profile"),
    path("personen/", people.people, name="people"),
    path("personen/einladen/", invitations.invite, name="invite"),
    path("personen/einladungen/<uuid:invitation_id>/senden/", invitations.resend, name="resend_invitation"),
    path("personen/einladungen/<uuid:invitation_id>/zurueckziehen/", invitations.withdraw, name="withdraw_invitation"),
    path("personen/abteilungen/", departments.department_list, name="departments"),
    path("personen/abteilungen/neu/", departments.add_department, name="add_department"),
    path("personen/abteilungen/<uuid:department_id>/", departments.edit_department, name="department"),
    path("personen/abteilungen/<uuid:department_id>/ordnen/", departments.move_department, name="move_department"),
    path(
        "personen/abteilungen/<uuid:department_id>/loeschen/", departments.delete_department, name="delete_department"
    ),
    path("personen/rollen/", roles.role_list, name="roles"),
    path("personen/rollen/neu/", roles.add_role, name="add_role"),
    path("personen/rollen/<uuid:role_id>/", roles.role, name="role"),
    path("personen/rollen/<uuid:role_id>/zuruecksetzen/", roles.reset_role, name="reset_role"),
    path("personen/rollen/<uuid:role_id>/loeschen/", roles.delete_role, name="delete_role"),
    path("personen/bereiche/", areas.areas, name="areas"),
    path("personen/bereiche/<uuid:member_id>/schliessen/", areas.close_area, name="close_area"),
    path("vertretung/", substitutions.substitutions, name="substitutions"),
    path("vertretung/<uuid:substitution_id>/beenden/", substitutions.end_substitution, name="end_substitution"),
    path("betriebszugang/", support.support_access, name="support_access"),
    path("betriebszugang/<uuid:grant_id>/beenden/", support.revoke_support, name="revoke_support"),
    path("betriebszugang/verlassen/", support.leave_support, name="leave_support"),
    path("personen/<uuid:membership_id>/", people.person, name="person"),
    path("personen/<uuid:membership_id>/sperren/", people.deactivate, name="deactivate"),
    path("personen/<uuid:membership_id>/oeffnen/", people.reactivate, name="reactivate"),
    path("personen/<uuid:membership_id>/abmelden/", people.sign_out, name="sign_out_person"),
    path("personen/<uuid:membership_id>/zweiter-faktor/", people.reset_second_factor, name="reset_second_factor"),
]
